"""The Markdown reader: the kinds of lines, and its limits."""

from __future__ import annotations

import inspect
import subprocess
import sys
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aos_check.reading import markdown
from aos_check.reading.markdown import MAX_LINE, LineKind, UnreadableMarkdownError, read
from aos_check.reading.markdown.blocks import Punctuation


def shape(text: str) -> list[tuple[int, str, str]]:
    return [(line.number, line.kind.value, line.text) for line in read(text)]


def test_lines_know_what_they_are() -> None:
    text = "# T\n\ntext\n> quoted\n\n- item\n  more\n\n```py\n- [ ] no\n```\n"
    assert shape(text + "<!-- hidden -->\n| a |\n|---|\n") == [
        (1, "heading", "T"),
        (3, "text", "text"),
        (4, "text", "quoted"),
        (6, "item", "item"),
        (7, "text", "more"),
        (9, "code", "py"),
        (12, "comment", "<!-- hidden -->"),
        (13, "table", "| a |"),
        (14, "table", "|---|"),
    ]


def test_items_know_what_contains_them() -> None:
    lines = read("- a\n  - b\n    note\n- c\n")
    assert [(line.text, line.level, line.parent) for line in lines] == [
        ("a", 1, -1),
        ("b", 2, 0),
        ("note", 2, 1),
        ("c", 1, -1),
    ]


def test_underlined_headings() -> None:
    assert shape("Title\n=====\n\nPart\n----\ntext\n") == [
        (1, "heading", "Title"),
        (4, "heading", "Part"),
        (6, "text", "text"),
    ]


def test_a_rule_below_a_blank_line_underlines_nothing() -> None:
    assert shape("text\n\n---\n") == [(1, "text", "text")]


def test_an_item_that_begins_with_a_blank_line_keeps_its_lines() -> None:
    assert shape("-\n  late\n") == [(1, "item", ""), (2, "text", "late")]


def test_a_list_between_html_tags_is_still_a_list() -> None:
    assert (2, "item", "[ ] step") in shape("<details>\n- [ ] step\n</details>\n")


def test_an_unclosed_fence_hides_the_rest() -> None:
    assert shape("```\n- [ ] no\n") == [(1, "code", "")]


@pytest.mark.parametrize(
    "text",
    [
        ">" * 20_000,
        "- " * 5_000,
        "\n".join("  " * depth + "- a" for depth in range(2_000)),
        "\n".join("> " * 101 + "x" for _ in range(10)),
    ],
    ids=["quotes", "items on a line", "items by indentation", "just too deep"],
)
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(UnreadableMarkdownError, match="deeper than 100 levels"):
        read(text)


DEEP = "> " * 200 + "x"


@pytest.mark.parametrize(
    "text",
    [
        f"```\n{DEEP}\n```\n",
        f"~~~~ md\n{DEEP}\n~~~\n{DEEP}\n~~~~\n",
        f"- a\n\n  <p>\n\n```\n{DEEP}\n```\n",
        f"<p>\n\n```\n{DEEP}\n```\n",
        f"<p>\n```\n{DEEP}\n```\n",
        f"{'x' * 5_000}\n```\n{DEEP}\n```\n",
        f"<!--\n\n{DEEP}\n-->\n",
    ],
)
def test_what_looks_nested_in_code_is_read(text: str) -> None:
    assert read(text)


@pytest.mark.parametrize(
    "text",
    [
        f"<p>\n```\n\n{DEEP}\n```\n",
        f"<!--\n```\n-->\n{DEEP}\n```\n",
        f"```\n```\n{DEEP}\n",
        f"~~~\n```\n~~~\n{DEEP}\n",
        f"- ```\na\n\n{DEEP}\n",
        f"a | b\n--|--\n```|\n{DEEP}\n",
        f"- a\n``` `\n{DEEP}\n",
        "".join("  " * depth + "- a\n" for depth in range(101)) + "```\n",
        "<script>\n\nx\n</script>\n" + DEEP,
    ],
)
def test_no_fence_hides_deep_nesting(text: str) -> None:
    with pytest.raises(UnreadableMarkdownError, match="deeper than 100 levels"):
        read(text)


PIECES = st.sampled_from(
    [
        "```", "~~~", "````", "``` `", "```|", "- ```", "  ```", "    ```", "> ```", "<div>",
        "<!--", "-->", "<script>", "</script>", "- a", "1. b", "> q", "a", "", "", "|a|", "|-|",
        "---", "# h", "x" * 4_100, DEEP, "- " * 200 + "x", f"  {DEEP}",
    ]
)  # fmt: skip


def refusal(text: str) -> str | None:
    try:
        read(text)
    except UnreadableMarkdownError as error:
        return str(error)
    return None


@settings(deadline=None)
@given(st.lists(PIECES, max_size=12).map("\n".join))
def test_deep_nesting_is_refused_before_reading(text: str) -> None:
    # A message without a line number comes from the reader, so the check before it missed it.
    assert refusal(text) != "it nests deeper than 100 levels"


def test_what_exhausts_the_stack_is_refused() -> None:
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack(0)) + 60)
    try:
        with pytest.raises(UnreadableMarkdownError, match="deeper than 100 levels"):
            read("\n".join("  " * depth + "- a" for depth in range(99)))
    finally:
        sys.setrecursionlimit(limit)


def test_a_hundred_levels_are_read() -> None:
    assert len(read("\n".join("  " * depth + "- a" for depth in range(99)))) == 99


def test_slow_input_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aos_check.reading.markdown.line.MAX_SECONDS", -1.0)
    with pytest.raises(UnreadableMarkdownError, match="takes longer than -1 s"):
        read("<p>\n")
    monkeypatch.undo()
    assert shape("<p>\n") == [(1, "text", "<p>")]


def test_text_that_stalls_inline_parsers_is_read_at_once() -> None:
    assert [line.kind for line in read("[a](b" * 5_000)] == [LineKind.TEXT]


def test_punctuation_is_commonmarks_over_all_of_unicode() -> None:
    ascii_punctuation = set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
    punctuation = Punctuation()
    for number in range(sys.maxunicode + 1):
        character = chr(number)
        expected = character in ascii_punctuation or unicodedata.category(character)[0] == "P"
        assert (character in punctuation) is expected


def test_mistletoe_is_left_as_it_was() -> None:
    read("<p>\n")
    from mistletoe import block_token

    assert [token.__name__ for token in block_token._token_types] == block_token.__all__
    assert sys.maxunicode == 0x10FFFF
    heading, _ = list(block_token.Document("# T\n\n*a*“b”*c*\n").children or [])
    assert type(heading).__name__ == "Heading"


PLAIN = """# Tasks

> Spec: Login
> Created: 2025-10-08

**Status:** draft, by `a`
<!-- a note
on two lines -->

- [x] 1. Form
  - [ ] 1.1 Tests
    and what they are about

    More of them.

    ```py
    - [ ] no
    ```
- [ ] 2. Page
1. one
2) two

---
| a | b |
|---|:-:|
| c | d |

```
never closed
"""


def needs_mistletoe(text: str) -> bool:
    script = (
        "import sys; from aos_check.reading import markdown;"
        "markdown.read(sys.stdin.read()); print('mistletoe' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], input=text, capture_output=True, check=True, text=True
    )
    return done.stdout.strip() == "True"


def test_what_is_plain_needs_no_mistletoe() -> None:
    assert not needs_mistletoe(PLAIN)
    assert needs_mistletoe(PLAIN[: -len("```\nnever closed\n")] + "<details>\n")


def test_a_rule_in_a_list_ends_it() -> None:
    lines = read("- a\n\n---\n\n- b\n  c\n")
    assert [(line.text, line.level, line.parent) for line in lines] == [
        ("a", 1, -1),
        ("b", 1, -1),
        ("c", 1, 1),
    ]


def test_of_a_long_line_the_beginning_is_read() -> None:
    long = "a" * MAX_LINE
    assert shape(f"{long}b\n") == [(1, "text", long)]
    assert shape(f"<!-- {long} -->\ntext\n")[-1] == (2, "comment", "text")


def test_code_spans_are_blanked_in_place() -> None:
    assert markdown.without_code("a `[x](y)` b") == "a          b"
    assert markdown.without_code("no code") == "no code"


def test_comments_are_cut() -> None:
    assert markdown.without_comments("task <!-- note --> ") == "task"
    assert markdown.without_comments("open <!-- end") == "open <!-- end"
