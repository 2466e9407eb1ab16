"""The parts of a document that its digest covers. No visible text can escape it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from aos_check.reading.approval.digest import digest, sections, words

DOCUMENT = """\
# Spec: Sign-in

**Status:** Draft

<!-- written after the workshop -->
A user signs in with a mail address
and a password.

- [ ] FR-001 A wrong password is refused
- [ ] FR-002 `lock()` after five tries <!-- aos-check: ignore[SPEC001] or six? -->

> It was
> agreed on.

| step | who |
|------|:---:|
| form | user |

```python
- [ ] no table: |-| <!-- aos-check: ignore[A] and no comment -->
```
"""

WORDS = (
    "# Spec: Sign-in <!-- written after the workshop --> "
    "A user signs in with a mail address and a password. "
    "- [] FR-001 A wrong password is refused "
    "- [] FR-002 `lock()` after five tries "
    "> It was agreed on. "
    "| step | who | | - | - | | form | user | "
    "```python - [] no table: |-| <!-- aos-check: ignore[A] and no comment --> ```"
)


def test_the_words_of_a_document() -> None:
    assert words(DOCUMENT, {3}) == WORDS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (DOCUMENT, "f8af80aae74f0e3728789237d51eedc7921361b6da740b21bac21fda35e8e998"),
        (
            "- [x] Cafe\u0301\r\n  <!-- a -->\r\n",
            "e836accdd1b0b3ecd32d592f623698099720c888d48709afe4599bcc3b402836",
        ),
    ],
)
def test_golden_digests(text: str, expected: str) -> None:
    assert digest(text, {3}) == f"aos2:sha256:{expected}"


def test_a_digest_is_the_sha256_of_the_words() -> None:
    expected = hashlib.sha256(WORDS.encode()).hexdigest()
    assert digest(DOCUMENT, {3}) == f"aos2:sha256:{expected}"


# Boxes


@pytest.mark.parametrize(
    "line",
    [
        "- [{}] text", "* [{}] text", "+ [{}] text", "  - [{}] text", "1. [{}] text",
        "2) [{}] text", "### [{}] Title", "1.1 [{}] text", "1.1. [{}] text", "**1.1**: [{}] text",
        "- **1.1** [{}] text", "- [{}] **1.1** text", "[{}] 1.1 text", "[{}] **T001** text",
        "### Task 2.1: [{}] Title", "### [{}] Task 2: Title", "> - [{}] text", "- **[{}] bold**",
        "1. - [{}] text", "- [{}]", "\t- [{}] text", "* [{}]\ttext", "1. **2.1** [{}] text",
        "```\n- [{}] text\n```", "~~~\n1.1 [{}] text\n~~~", "<!-- \n- [{}] text\n-->",
    ],
)  # fmt: skip
@pytest.mark.parametrize("mark", ["x", "X", "", "-", "~", "/", "!", "✅", "⏸\ufe0f"])
def test_the_state_of_a_box_does_not_count(line: str, mark: str) -> None:
    assert digest(line.format(mark)) == digest(line.format(" "))


@pytest.mark.parametrize(
    "line",
    [
        "array[{}] is", "f1[{}] = 2", "- array[{}]", "text [{}] text", "- text [{}]", "[{}] text",
        "- [{}](link)", "- [{}][ref]", "- [{}]: x", "- [{}]text", "-[{}] text", "| [{}] |",
        "- `[{}] text`", "a 1. [{}] text", "a\n  [{}] text",
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
        ("must be\n> 5", "must be\n5"),
        ("> a\n> > b", "> a\n> b"),
        ("```\n> a\n> b\n```", "```\n> a\nb\n```"),
        ("> ```\n> > a\n> ```", "> ```\n> a\n> ```"),
        ("````\n```\n> a\n````", "````\n```\na\n````"),
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
        "<!-- {} -->\na b",
        "a <!-- {} --> b",
        "a\n<!--\n{}\n-->\nb",
        "<!-- not-user-reviewed {} -->",
        "<!-- aos-check {} -->",
        "<!-- aos-check: ignore {} -->",
        # Text outside our comments, or in code.
        "<!-- aos-check: ignore[A] --> {} -->",
        "<!-- aos-check: ignore[A] --!> {} -->",
        "<!-- aos-check: ignore[A] -- {} -->",
        "<!-- aos-check: ignore[A] {} --->",
        "<!-- aos-check: ignore[A] {}",
        "<!-- aos-check: ignore[A --> {}] -->",
        "`<!-- aos-check: ignore[A] {} -->`",
        "`a` `` ` <!-- aos-check: ignore[A] {} --> ``",
        "```\n<!-- aos-check: ignore[A] {} -->\n```",
        "> ~~~\n> <!-- aos-check: ignore[A] {} -->\n> ~~~",
    ],
)
def test_a_comment_counts(text: str) -> None:
    assert digest(text.format("one")) != digest(text.format("two"))


@pytest.mark.parametrize(
    "text",
    [
        "{}\n- a b",
        "- a {} b",
        "- a{} b",
        "> {}\n> a b",
        "- `a` {} {}\n- b",
        "```\ncode\n```\n{}",
        "- a\n  ```\n  code\n  ```\n  {}",
        "| a | `b` {} |",
    ],
)
@pytest.mark.parametrize(
    "comment",
    [
        "<!-- aos-check: ignore[TASK001] the test follows -->",
        "<!--aos-check: ignore-file [TASK001, SPEC] old: `x` -> y-->",
        "<!-- aos-check: ignore[] -->",
    ],
)
def test_a_suppression_does_not_count(text: str, comment: str) -> None:
    plain = text.replace("> {}\n", "").replace("{}", "")
    assert digest(text.replace("{}", comment)) == digest(plain)


def test_in_doubt_a_tick_still_does_not_count() -> None:
    assert digest("- ```\ncode\n```\n- [x] text") == digest("- ```\ncode\n```\n- [ ] text")


# Metadata


def test_metadata_lines_do_not_count_and_others_do() -> None:
    assert digest("# T\nStatus: Draft\na", [2]) == digest("# T\nStatus: Approved, twice\na", [2])
    assert digest("# T\nStatus: Draft\na", [2, 9, 0]) != digest("# T\nStatus: Draft\nb", [2, 9, 0])


def test_a_metadata_line_is_as_if_it_were_not_there() -> None:
    assert digest("> Status: Draft\n> a", [1]) == digest("> a")
    assert digest("> a\nStatus: Draft\n> b", [2]) == digest("> a\n> b")


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
REASON = st.text("abc `|[]x>", max_size=12)


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


@given(st.lists(SENTENCE, min_size=2, max_size=6), REASON, st.data())
def test_suppressions_do_not_count_and_other_comments_do(
    lines: list[list[str]], reason: str, data: st.DataObject
) -> None:
    texts = [" ".join(line) for line in lines]
    at = data.draw(st.integers(0, len(texts)))

    def with_comment(text: str) -> str:
        return "\n".join([*texts[:at], f"<!-- {text} -->", *texts[at:]])

    assert digest(with_comment(f"aos-check: ignore[A] {reason}")) == digest("\n".join(texts))
    assert digest(with_comment(reason)) != digest("\n".join(texts))


@given(st.lists(SENTENCE, min_size=1, max_size=6), st.data())
def test_wrapping_a_quote_does_not_count(lines: list[list[str]], data: st.DataObject) -> None:
    words = [word for line in lines for word in line]
    wrapped = "".join(word + data.draw(st.sampled_from([" ", "\n> ", "\n>"])) for word in words)
    assert digest(f"> {wrapped}") == digest(f"> {' '.join(words)}")


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
        "<!-- aos-check: ignore[A] b", "|",
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
        "\u0301\u0316", "[", "<div>\n", "<!-- aos-check: ignore[", "<!-- aos-check: ignore[a] ",
        "``a` |", "|:", ": ", "- [", "1. 1.1 ", "---\n", "# \n", "task 1", "**", " ",
    ],
)  # fmt: skip
def test_no_text_takes_long(part: str) -> None:
    text = part * (SIZE // len(part.encode()))
    # Code that is not linear would take minutes.
    assert digest(text).startswith("aos2:sha256:")
    assert set(sections(text, [("a", 1), ("b", 3)])) == {"a", "b"}
