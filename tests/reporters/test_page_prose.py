"""Inline Markdown on the page: what is rendered, and that nothing else comes out."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.reading.markdown.spans import MAX_MARKS
from aos_check.reporters.page.prose import LONGEST, prose
from tests.support.html import read
from tests.support.reports import HOSTILE


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("**Login** with `a < b`", "<strong>Login</strong> with <code>a &lt; b</code>"),
        ("_a_ *b* my_spec_name", "<em>a</em> <em>b</em> my_spec_name"),
        ("~~old~~ new", "<del>old</del> new"),
        (r"\*a\* and a \`b\`", "*a* and a `b`"),
        ("[x](https://a.b/?c&d)", '<a href="https://a.b/?c&amp;d" rel="noreferrer">x</a>'),
        ("<https://a.b>", '<a href="https://a.b" rel="noreferrer">https://a.b</a>'),
        ("[`a`](spec.md) [b](#c)", "<code>a</code> b"),
        ("[x](javascript:alert(1))", "x"),
        ("[x](data:text/html,a) [y](//a.b) [z](file:///a)", "x y z"),
        ("[x][y]", "[x][y]"),
        ("![a picture](https://a.b/c.png)", "a picture"),
        ("<b>x</b> &lt;i&gt;", "&lt;b&gt;x&lt;/b&gt; &lt;i&gt;"),
        ("a\u202eb", "a\\u{202e}b"),
        ("שלום **x**", "<bdi>שלום <strong>x</strong></bdi>"),
        ("**" + "a" * 400 + "**", f"<strong>{'a' * (LONGEST - 1)}…</strong>"),
        ("*" * (MAX_MARKS + 1), "*" * (MAX_MARKS + 1)),
    ],
)
def test_what_is_shown(text: str, html: str) -> None:
    assert prose(text) == html


def test_a_text_inside_a_button_has_no_links() -> None:
    assert prose("[`a`](https://b.c) <https://d.e>", links=False) == "<code>a</code> https://d.e"


@given(HOSTILE)
def test_only_known_elements_come_out(text: str) -> None:
    page = read(prose(text))
    for node in page.walk():
        assert node.name in {"", "code", "em", "strong", "del", "a", "bdi"}
        if node.name == "a":
            assert re.match("https?://", node.attributes["href"], re.IGNORECASE)
            assert node.attributes.keys() == {"href", "rel"}
        else:
            assert not node.attributes


@given(st.lists(st.sampled_from(["**", "`", "~~", "[", "](http://a)", "a ", "_"])).map("".join))
def test_a_long_text_is_cut_and_its_elements_are_closed(text: str) -> None:
    assert len("".join(read(prose(text, 9)).parts())) <= 10


@pytest.mark.parametrize("part", ["[a](b", "*a", "[", "![", "~~", "`", "<a:", "_a*", "[a][", "\\"])
def test_hostile_text_is_read_to_its_end(part: str) -> None:
    assert prose(part * 100_000)
