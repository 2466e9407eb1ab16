"""What a digest counts and what not, and that nothing a reader sees can be hidden from it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from aos_check.reading.approval.digest import digest, sections, words

DOCUMENT = """\
# Spec: Sign-in

**Status:** Draft

<!-- written after the workshop -->
A user signs in with a mail address
and a password.

- [ ] FR-001 A wrong password is refused
- [ ] FR-002 `lock()` after five tries <!-- or six? -->

| step | who |
|------|-----|
| form | user |

```python
- [ ] not a box, <!-- and no comment -->
```
"""

WORDS = (
    "# Spec: Sign-in A user signs in with a mail address and a password. "
    "- [] FR-001 A wrong password is refused "
    "- [] FR-002 `lock()` after five tries <!-- or six? --> "
    "| step | who | | form | user | "
    "```python - [ ] not a box, <!-- and no comment --> ```"
)


def test_the_words_of_a_document() -> None:
    assert words(DOCUMENT, {3}) == WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (DOCUMENT, "4377f796676e45785303d1c3f6dd4d7f96c4c1f7d8edd8d817e7a99dad8abd67"),
        (
            "- [x] Cafe\u0301\r\n  <!-- a -->\r\n",
            "0f24ec13335fc8639949446f0e86df650e860a5662578d80458760a8064ae08d",
        ),
    ],
)
def test_golden_digests(text: str, expected: str) -> None:
    assert digest(text, {3}) == f"aos1:sha256:{expected}"


def test_a_digest_is_the_sha256_of_the_words() -> None:
    expected = hashlib.sha256(WORDS.encode()).hexdigest()
    assert digest(DOCUMENT, {3}) == f"aos1:sha256:{expected}"


# Boxes


@pytest.mark.parametrize(
    "line",
    [
        "- [{}] text", "* [{}] text", "+ [{}] text", "  - [{}] text", "1. [{}] text",
        "2) [{}] text", "### [{}] Title", "1.1 [{}] text", "1.1. [{}] text", "**1.1**: [{}] text",
        "- **1.1** [{}] text", "- [{}] **1.1** text", "[{}] 1.1 text", "[{}] **T001** text",
        "### Task 2.1: [{}] Title", "### [{}] Task 2: Title", "> - [{}] text", "- **[{}] bold**",
        "1. - [{}] text", "- [{}]", "\t- [{}] text", "* [{}]\ttext",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["x", "X", "", "-", "~", "/", "!", "✅", "⏸\ufe0f"])
def test_the_state_of_a_box_does_not_count(line: str, mark: str) -> None:
    assert digest(line.format(mark)) == digest(line.format(" "))


@pytest.mark.parametrize(
    "line",
    [
        "array[{}] is", "f1[{}] = 2", "- array[{}]", "text [{}] text", "- text [{}]", "[{}] text",
        "- [{}](link)", "- [{}][ref]", "- [{}]: x", "- [{}]text", "```\n- [{}] text\n```",
        "| [{}] |", "- `[{}] text`", "~~~\n1.1 [{}] text\n~~~",
    ],
)  # fmt: skip
def test_other_brackets_count(line: str) -> None:
    assert digest(line.format("x")) != digest(line.format("-"))


@pytest.mark.parametrize("inside", ["P", "1", "是", "link", "xx", "[", "  "])
def test_what_is_no_state_counts(inside: str) -> None:
    assert digest(f"- [{inside}] text") != digest("- [ ] text")


def test_a_box_itself_counts() -> None:
    assert digest("- [ ] text") != digest("- text")


# Layout


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a b c d", "a b\n  c\t d  \n\n"),
        ("> a b\n> c", "> a\n> b c"),
        ("> > a b", "> > a\n>> b"),
        ("a\r\nb\r", "a\nb\n"),
        ("\ufeffa", "a"),
        ("a\u00a0b", "a b"),
        ("caf\u00e9", "cafe\u0301"),
        ("|a|b|\n|-|:-:|\n|c|d|", "| a   | b |\n|-----|:---:|\n| c   | d |"),
        ("> |a|b|\n> |-|-|", "> | a | b |\n> | - | - |"),
        ("|`x|y`|b|", "| `x|y` | b |"),
        ("a | b\n--- | ---\n", "a | b\n:-- | --:\n"),
    ],
)
def test_layout_does_not_count(one: str, other: str) -> None:
    assert digest(one) == digest(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a b", "b a"),
        ("a b", "a  B"),
        ("must be > 5", "must be 5"),
        ("    > a", "    a"),
        ("`a|b`", "`a | b`"),
        (r"a\|b", r"a \| b"),
        ("``a`|b``", "``a` | b``"),
        ("`a|b", "`a | b"),
        (r"\`a|b`", r"\`a | b`"),
        ("```\n> a\n```", "```\na\n```"),
        ("```\na|b\n```", "```\na | b\n```"),
        ("| a | b |\n|---|---|\n| - | - |", "| a | b |\n|---|---|"),
        ("| - | - |\nx", "x"),
        ("a\n---\n", "a\n"),
        ("---|---", ""),
    ],
)
def test_what_a_reader_sees_counts(one: str, other: str) -> None:
    assert digest(one) != digest(other)


# Comments


@pytest.mark.parametrize(
    "text",
    [
        "<!-- SECRET -->\na b",
        "a\n   <!-- `SECRET` -- more -->\nb",
        "a <!-- SECRET --> b",
        "- a <!-- SECRET --> <!-- two --> b",
        "a<!-- SECRET --> b",
        "> <!-- SECRET -->\n> a b",
        "a\n<!--\nSECRET\n\n```\n-->\nb",
        "<!-- one --> a <!-- SECRET --> b",
        "`a`\n\nb <!-- SECRET -->",
        "- `a`\n- b <!-- SECRET -->",
        "```\ncode\n```\n<!-- SECRET -->",
        "- a\n  ```\n  code\n  ```\n  <!-- SECRET -->",
        "1. a\n    ```\n    code\n    ```\n\nb <!-- SECRET -->",
        "> ```\n> code\n> ```\n\n<!-- SECRET -->",
        "- ```\n  code\n  ```\n<!-- SECRET -->",
        "<div>\n<!-- SECRET -->\n</div>",
        "<details>\n\n```\ncode\n```\n\n</details>\n<!-- SECRET -->",
        "---\nkey: value\n---\n<!-- SECRET -->",
        "  <!--\n  x\n  -->\n\n<!-- SECRET -->",
        "````\n```\n````\n<!-- SECRET -->",
        "``` `\n<!-- SECRET -->",
    ],
)
def test_a_comment_does_not_count(text: str) -> None:
    assert "SECRET" not in words(text)


@pytest.mark.parametrize(
    "text",
    [
        # Code shows it.
        "`<!-- SECRET -->`",
        "`a\nb <!-- SECRET --> c`",
        "```\n<!-- SECRET -->\n```",
        "~~~\n```\n<!-- SECRET -->\n~~~",
        "````\n```\n<!-- SECRET -->\n````",
        "```\n``` x\n<!-- SECRET -->\n```",
        "> ```\n> <!-- SECRET -->\n> ```",
        "- ```\n  <!-- SECRET -->\n  ```",
        "1. ```\n   <!-- SECRET -->\n   ```",
        "    text <!-- SECRET -->",
        "\ttext <!-- SECRET -->",
        "-     text <!-- SECRET -->",
        "    <!-- SECRET -->",
        # It is none.
        r"a \<!-- SECRET -->",
        "<!--> SECRET -->",
        "<!---> SECRET -->",
        "<!-- a --!> SECRET -->",
        "<!--\na --!> SECRET\n-->",
        "a <!-- b -- SECRET -->",
        "a <!-- SECRET --->",
        "<!-- SECRET",
        "<!-- a\nSECRET",
        "[a](b <!-- SECRET -->)",
        '<a title="\n<!--\nSECRET\n-->',
        "<pre>\n<!--\n</pre>\nSECRET -->",
        "  <!--\nSECRET\n-->",
        "x <!--\nSECRET\n-->",
        # Another fence has begun than the one that seems to end.
        "- ```\ncode\n```\n<!-- SECRET -->\n```",
        "- a\n  ```\ncode\n  ```\n<!-- SECRET -->",
        "> ```\ncode\n```\n<!-- SECRET -->",
        "- a\n  > ```\n> code\n> ```\n> <!-- SECRET -->",
        "text\n2. ```\n   x\n   ```\n<!-- SECRET -->",
        "<div>\n```\n\n```\n<!-- SECRET -->",
        "  <!--\n```\n-->\n```\n<!-- SECRET -->",
        "---\n```\n---\n<!-- SECRET -->",
        "---\nkey: a <!-- SECRET -->\n---",
        "- - ```\n    ```\n<!-- SECRET -->",
        "- a\n  ```\n    ```\n<!-- SECRET -->",
        "<script>\n```\n\n```\n<!-- SECRET -->",
    ],
)
def test_what_may_be_seen_counts(text: str) -> None:
    assert "SECRET" in words(text)


def test_in_doubt_a_tick_still_does_not_count() -> None:
    assert digest("- ```\ncode\n```\n- [x] text") == digest("- ```\ncode\n```\n- [ ] text")


# Metadata


def test_metadata_lines_do_not_count_and_others_do() -> None:
    assert digest("# T\nStatus: Draft\na", [2]) == digest("# T\nStatus: Approved, twice\na", [2])
    assert digest("# T\nStatus: Draft\na", [2, 9, 0]) != digest("# T\nStatus: Draft\nb", [2, 9, 0])


# Sections

REQUIREMENTS = """\
# Requirements
FR-001 first
more of it
FR-002 second

## Later
### FR-003
third
#### Note
of it
```
# no heading
```
### Not a requirement
other
"""


def test_each_requirement_has_its_digest() -> None:
    found = sections(REQUIREMENTS, [("FR-001", 2), ("FR-002", 4), ("FR-003", 7)])
    assert found == {
        "FR-001": digest("FR-001 first more of it"),
        "FR-002": digest("FR-002 second"),
        "FR-003": digest("### FR-003 third #### Note of it ``` # no heading ```"),
    }


def test_requirements_on_one_line_share_it_and_a_doubled_id_joins_both() -> None:
    found = sections("a, b\nc\na again", [("a", 1), ("b", 1), ("a", 3)])
    assert found == {"a": digest("a, b c a again"), "b": digest("a, b c")}


def test_a_section_that_is_not_there_is_empty() -> None:
    assert sections("a", [("x", 9)]) == {"x": digest("")}
    assert sections("a", []) == {}


def test_metadata_lines_are_left_out_of_sections() -> None:
    assert sections("a\nb\nc", [("x", 1)], {2}) == {"x": digest("a c")}


# Properties

WORD = st.text("abcdefgh,.;é日", min_size=1, max_size=6)
SENTENCE = st.lists(WORD, min_size=1, max_size=12)
SPACE = st.sampled_from([" ", "  ", "\t", "\n", "\r\n", "\n\n", " \n ", "\u00a0"])
NOTE = st.text("abc `|[]x\n", max_size=12).map(lambda text: f"\n<!--{text}.-->\n")


@given(SENTENCE, st.data())
def test_wrapping_and_white_space_do_not_count(sentence: list[str], data: st.DataObject) -> None:
    spaced = "".join(word + data.draw(SPACE) for word in sentence)
    assert digest(spaced) == digest(" ".join(sentence))


@given(st.lists(SENTENCE, min_size=1, max_size=6), st.data())
def test_ticks_do_not_count(items: list[list[str]], data: st.DataObject) -> None:
    marks = st.sampled_from(" xX-~✓")
    place = data.draw(st.sampled_from(["- [{}] ", "1. [{}] ", "## [{}] ", "**1.2**: [{}] "]))
    texts = [" ".join(item) for item in items]
    ticked = [place.format(data.draw(marks)) + text for text in texts]
    assert digest("\n".join(ticked)) == digest("\n".join(place.format(" ") + it for it in texts))


@given(st.lists(SENTENCE, min_size=2, max_size=6), NOTE, st.data())
@example([["a"], ["b"]], "\n<!--\n```\n-->\n", None)
def test_comments_of_their_own_do_not_count(
    lines: list[list[str]], note: str, data: st.DataObject | None
) -> None:
    texts = [" ".join(line) for line in lines]
    at = data.draw(st.integers(0, len(texts))) if data else 1
    with_note = "\n".join([*texts[:at], note, *texts[at:]])
    assert digest(with_note) == digest("\n".join(texts))


@given(SENTENCE, SENTENCE, st.text("abc :*", max_size=10))
def test_metadata_does_not_count(before: list[str], after: list[str], value: str) -> None:
    first, last = " ".join(before), " ".join(after)
    assert digest(f"{first}\nStatus: {value}\n{last}", [2]) == digest(f"{first}\n\n{last}")


@given(SENTENCE, SENTENCE)
def test_any_other_words_change_the_digest(one: list[str], other: list[str]) -> None:
    assume(one != other)
    assert digest(" ".join(one)) != digest(" ".join(other))


LINE = st.sampled_from(
    [
        "```", "~~~", "> ", "- ", "1. ", "  ", "    ", "<div>", "<!--", "-->", "<!-- a -->", "`",
        "| a | b |", "|---|---|", "- [x] a", "# h", "---", "\\", "](", "<pre>", "\t", "é",
    ]
)  # fmt: skip


@given(st.lists(LINE | st.just("\n"), max_size=30).map("".join), WORD)
def test_a_word_added_above_or_below_always_counts(text: str, word: str) -> None:
    assert words(f"{word}\n\n{text}").split(" ")[0] == word
    assert words(f"{text}\n\n{word}").split(" ")[-1] == word


@given(st.lists(LINE | st.just("\n"), max_size=30).map("".join) | st.text(max_size=80))
def test_windows_line_ends_change_nothing(text: str) -> None:
    plain = text.replace("\r", "")
    assert digest(plain.replace("\n", "\r\n")) == digest(plain)


# Limits

SIZE = 512 * 1024


@pytest.mark.parametrize(
    "part",
    [
        "a\n", "\n", "<!--", "<!-- a -->", "<!--\n", "<!-- --!> \n", "```\n", "`", "``a`", "|",
        "|-", "- ", "- [x] a\n", "> ", "> > ```\n", "\t", "1. ", "1.1.", "a\u0301\u0316",
        "\u0301\u0316", "[", "<div>\n", "---\n", "# \n", "task 1", "**", " ",
    ],
)  # fmt: skip
def test_no_text_takes_long(part: str) -> None:
    text = part * (SIZE // len(part.encode()))
    # What is not linear would take minutes.
    assert digest(text).startswith("aos1:sha256:")
    assert set(sections(text, [("a", 1), ("b", 3)])) == {"a", "b"}
