"""Lines that are broken at the width of a terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.model.finding import Place
from aos_check.reporters.style import Style, folded, width
from aos_check.reporters.text import as_text
from tests.support.reports import finding, report


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        ("fits in here", ["fits in here"]),
        ("plain prose goes on", ["plain prose", "goes on"]),
        ("  indented prose goes on", ["  indented", "      prose", "      goes", "      on"]),
        ("- an item of a list", ["- an item of", "  a list"]),
        ("12. an item of a list", ["12. an item", "    of a", "    list"]),
        ("ok    a second column", ["ok    a", "      second", "      column"]),
        ("\x1b[1mpaint is\x1b[0m not counted", ["\x1b[1mpaint is\x1b[0m not", "counted"]),
        ("日本 日本 日本", ["日本 日本", "日本"]),
        ("then run `git x` or `y", ["then run", "`git x` or", "`y"]),
        ("a-word-that-is-too-long stays", ["a-word-that-is-too-long", "stays"]),
        ("  path a-word-that-is-too-long", ["  path a-word-that-is-too-long"]),
    ],
)
def test_a_line_is_broken_between_words(line: str, rows: list[str]) -> None:
    assert folded(line, 12).split("\n") == rows


@given(st.text("ab 日`- ", max_size=200).map(str.strip), st.integers(50, 80))
def test_no_word_is_lost_and_no_row_is_wide_without_need(line: str, columns: int) -> None:
    rows = folded(line, columns).split("\n")
    assert " ".join(rows).split() == line.split()
    for row in rows:
        longest = max(map(width, row.replace("`", " ").split()), default=0)
        assert width(row) <= columns or longest > columns - 44 or "`" in row


def test_only_a_terminal_has_a_width() -> None:
    text = "word " * 100
    assert Style().fitted(text) == text
    assert max(map(width, Style(columns=60).fitted(text).split("\n"))) <= 60


def test_a_limited_encoding_gets_another_ellipsis() -> None:
    source = "a" * 300
    style = Style(ellipsis="...")
    shown = style.fitted(as_text(report(finding("cut …", source=source, related=())), style))
    assert "cut ...\n" in shown
    assert f"{'a' * 120}...\n" in shown


def test_a_source_line_is_cut_to_the_terminal_with_its_caret() -> None:
    at, source = Place("a.md", 7, 201), "a" * 200 + "HERE" + "b" * 200
    shown = as_text(report(finding(at=at, source=source, related=())), Style(columns=60))
    line, caret = shown.splitlines()[2:4]
    assert width(line) <= 60
    assert line[caret.index("^") :].startswith("HERE")
