"""Reading plain blocks line by line gives the same result as mistletoe, for any text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aos_check.model.rule import Rule
from aos_check.reading.markdown import MAX_LINE, MarkdownLine, UnreadableMarkdownError, read
from aos_check.reading.markdown.blocks import tokens
from aos_check.reading.markdown.nesting import refuse_deep_nesting
from aos_check.reading.markdown.walking import Inside, Walker
from aos_check.rules import RULES

HERE = Path(__file__).parents[1]
CORPUS = HERE.parents[1] / "shared" / "corpus"

INDENTS = ["", "", "", " ", "  ", "  ", "   ", "    ", "     ", "      ", "\t", " \t", "\xa0"]
MARKS = [
    "", "", "", "", "- ", "- ", "- ", "* ", "+ ", "1. ", "2. ", "1) ", "10. ", "01. ", ". ", ") ",
    "123456789. ", "1234567890. ", "١. ", "-   ", "-    ", "-     ", "-\t", "-", "1.", "- [ ] ",
    "- [x] ", "- - ", "- 1. ", "- # ", "- > ", "> ", ">", ">    ", "> > ", "> - ", "# ", "## ",
    "#", "####### ", "```", "~~~", "````", "<!-- ", "| ",
]  # fmt: skip
BODIES = [
    "", "", "", "a", "b c", "1.1 a", "2025-01-02", "12", ".x", ")x", "**b**", "*i*", "_u_", "`c`",
    "``", "`", "``` x", "```", "```py", "```a`", "~~~ a`b", "~~~~", "~~s~~", "--flag", "->", "+x",
    "--", "---", "----  ", "***", "* * *", "- - -", "___", "===", "=", "= =", "=a", "|", "a | b",
    "| a | b |", "|---|---|", "|---|x", "---|---", ":-:|-", "|-|\xa0-|", "<!-- c -->", "<!--",
    "-->", "<!-->", "<div>", "</div>", "<pre>", "<p>x</p>", "<?x", "<!X", "<a b>", "[a]: b",
    "[ ] x", "# h", "h #", "h##", "#h", "1.", "2.", ">", "> q", "a   b    c", "a\t\tb", "a  ", "\\",
    "\r", "a\r", "\x0b", "\x1c", "\u2028x", "\xa0x", "\u200bx", "_", "__", "*", "**", "+", "~", ":",
]  # fmt: skip
COMMON = [
    "a", "- a", "- b", "  - c", "    - d", "  text", "    text", "1. n", "2. m", "", "", "# h",
    "```", "  ```", "<!-- c -->", "| a |", "|---|", "---", "> q", ">", "* s", "   - t",
    "      deep", "10. ten", "    in ten", "|x", "a|b", "  ---|---",
]  # fmt: skip
NASTY = st.tuples(*map(st.sampled_from, (INDENTS, MARKS, BODIES))).map("".join)
DOCUMENTS = st.one_of(
    st.lists(st.sampled_from(COMMON), min_size=1, max_size=14),
    st.lists(st.sampled_from(COMMON) | NASTY, min_size=1, max_size=14),
    st.lists(NASTY, min_size=1, max_size=14),
).map("\n".join)


def read_by_mistletoe(text: str) -> tuple[MarkdownLine, ...]:
    """The lines of `text`, read by mistletoe alone."""
    source = text.split("\n")
    refuse_deep_nesting(source, 0)
    lines: list[MarkdownLine] = []
    with tokens(time.monotonic() + 60) as types:
        from mistletoe.block_tokenizer import tokenize_block

        cut = [f"{line[:MAX_LINE]}\n" for line in source]
        blocks = tokenize_block(cut, types)  # type: ignore[no-untyped-call]
    Walker(source, lines).walk(blocks, 0, Inside())
    return tuple(lines)


def agree(text: str) -> bool:
    try:
        expected = read_by_mistletoe(text)
    except UnreadableMarkdownError as error:
        with pytest.raises(UnreadableMarkdownError) as caught:
            read(text)
        return str(caught.value) == str(error)
    return read(text) == expected


@settings(max_examples=1_000, suppress_health_check=list(HealthCheck))
@given(DOCUMENTS)
def test_any_text(text: str) -> None:
    assert read(text) == read_by_mistletoe(text)


@pytest.mark.parametrize(
    "text",
    [
        "- a\n  ```\n\n  \xa0x\n  ```",
        "- a\n  ```\nb\n  ```",
        "- a\n  ```\n      ",
        "- a\n  ```\n  b\n  ```\nc",
        "- a\n  <!--\n\nb -->",
        "- a\n  > q",
        "- a\n  | b |\n  |---|",
        "- a\n\n      code",
        "- a\n      \nb",
        "a\n2. b\n1. c\n2. d",
        "10. a\n    - b\n   c",
        "- a\nb\n\nc",
        "- a\n  # b\nc",
        "a\n    - b",
        "| a |\n|-|\xa0-|",
        "| a |\n|---|x",
        "> | a |\n> |---|",
        "> a\n---",
        "> a\nb",
        ">     ",
        "```a | b\n```- - -\n- c",
        "<!-- a\n\n    b\n- c --> d\n- e",
        "<!-- a\n" + ">" * 60 + "\n" + " " * (MAX_LINE + 9) + "-->\nb",
        "\n".join("  " * depth + "- a" for depth in range(40)),
        "\n".join("  " * depth + "- a" for depth in range(101)),
        "# a #\n## b ## \n# c#\n# d # #\n# #\n# # #\n# ##e\n# f\t\t\tg   #\n# h\xa0#\n#\n",
        "- a\n---\n# b\n---\nc\n---\n---\n- d\n  e\n---",
        "- a\n" * 3 + "b\n===\n\nc\n---\n" * 3,
    ],
)
def test_what_is_easily_mistaken(text: str) -> None:
    assert agree(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_documentation_of_rules(rule: Rule) -> None:
    assert agree(rule.doc)


def test_the_samples_of_layouts() -> None:
    samples = [path for path in (HERE / "layouts").rglob("*.md") if path.is_file()]
    assert len(samples) > 20
    assert [path for path in samples if not agree(path.read_text("utf-8"))] == []


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_documents_of_real_repositories() -> None:
    paths = [path for path in CORPUS.rglob("*.md") if path.is_file()]
    texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in paths)
    assert [path for path, text in texts if not agree(text)] == []
