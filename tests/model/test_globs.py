"""Glob patterns for paths, and the patterns of owner files."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.model.errors import CannotCheckError
from aos_check.model.globs import MAX_LENGTH, Patterns, owner_pattern


def matches(path: str, pattern: str) -> bool:
    return Patterns((pattern,)).match(path)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.md", "README.md"),
        ("*.md", "docs/a/b.md"),
        ("*.md", ".md"),
        ("Cargo.lock", "crates/one/Cargo.lock"),
        ("docs/**", "docs/a"),
        ("docs/**", "docs/a/b/c"),
        ("docs/", "docs/a/b"),
        ("/docs/", "docs/a/b"),
        ("/README.md", "README.md"),
        ("**", "a"),
        ("**", "a/b/c"),
        ("/", "a/b"),
        ("**/x.py", "x.py"),
        ("**/x.py", "a/b/x.py"),
        ("a/**/z", "a/z"),
        ("a/**/z", "a/b/c/z"),
        ("a/**/b/**/z", "a/b/b/c/z"),
        ("**/a/**", "x/a/y"),
        ("**/**/x", "x"),
        ("a/*/c", "a/b/c"),
        ("a?c", "abc"),
        ("src/a*b*c.py", "src/axbxbxc.py"),
        ("[abc].txt", "b.txt"),
        ("[a-c]1", "x/b1"),
        ("[!a]1", "b1"),
        ("[^a]1", "b1"),
        ("[]]", "]"),
        ("[!]]", "a"),
        ("[]", "[]"),
        ("[!]", "[!]"),
        ("[a", "[a"),
        ("[[]id[]].tsx", "[id].tsx"),
        ("[-a]", "-"),
        (r"\*.md", "*.md"),
        ("a\\", "a\\"),
        ("a b.md", "a b.md"),
        ("***", "a"),
        ("a**", "abc"),
        (".claude/**", ".claude/settings.json"),
        ("*", "new\nline"),
        ("[a&&b]", "&"),
    ],
)
def test_a_glob_matches(pattern: str, path: str) -> None:
    assert matches(path, pattern)


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("*.md", "a.mdx"),
        ("*.md", "a.md/b"),
        ("*.MD", "a.md"),
        ("Cargo.lock", "my-Cargo.lock"),
        ("docs/**", "docs"),
        ("docs/**", "src/docs/a"),
        ("docs/", "docs"),
        ("docs/", "src/docs/a"),
        ("/README.md", "docs/README.md"),
        ("a/*", "a/b/c"),
        ("a/*/c", "a/c"),
        ("a/*/c", "a/b/b/c"),
        ("a?c", "a/c"),
        ("a/?", "a/"),
        ("**/x.py", "ax.py"),
        ("a/**/z", "az"),
        ("a/**/z", "b/a/z"),
        ("[!a]1", "a1"),
        ("[!a]b", "x/b/y"),
        ("a[!b]c", "a/c"),
        ("a[.-0]c", "a/c"),
        ("[c-a]", "b"),
        ("[a&&b]", "c"),
        ("a.c", "abc"),
        ("", "a"),
        ("a", "a\n"),
        ("a//b", "a/b"),
    ],
)
def test_a_glob_does_not_match(pattern: str, path: str) -> None:
    assert not matches(path, pattern)


def test_patterns_match_when_any_does() -> None:
    patterns = Patterns(("*.md", "a*b*c", "docs/**", "x*y*z/**/q*r*s"))
    assert patterns.match("a/b.md")
    assert patterns.match("axbxc")
    assert patterns.match("x-y-z/1/2/q-r-s")
    assert not patterns.match("src/a.py")
    assert not Patterns(()).match("a")


def test_a_pattern_too_long_is_refused_with_a_remedy() -> None:
    assert Patterns(("a" * MAX_LENGTH,)).match("a" * MAX_LENGTH)
    with pytest.raises(CannotCheckError, match="1,001 characters") as error:
        Patterns(("a" * (MAX_LENGTH + 1),))
    assert "1,000" in error.value.remedy


@pytest.mark.parametrize(
    ("pattern", "path"),
    [
        ("a*" * 499 + "b", "a" * 4000),
        ("*a" * 499 + "b", "a" * 4000),
        ("**/" * 333 + "b", "a/" * 2000 + "c"),
        ("**/a/" * 199 + "b", "a/" * 2000 + "c"),
        ("**/*/a/" * 142 + "b", "a/" * 2000 + "c"),
        ("**/*a*a*/" * 111 + "b", "aaaa/" * 800 + "c"),
        ("*/" * 499 + "b", "a/" * 2000 + "c"),
        ("?" * 999 + "b", "a" * 4000),
        ("[" * 1000, "[" * 1000),
        ("**/" + "*a*/" * 240 + "b", "aaaa/" * 800 + "c"),
    ],
)
def test_no_pattern_takes_long(pattern: str, path: str) -> None:
    # Code that tries every way would never finish.
    assert matches(path, pattern) in (True, False)
    owner_pattern(pattern).match(path)


def defined_match(path: list[str], pattern: list[str]) -> bool:
    """Match by the definition: try every way."""
    if not pattern:
        return not path
    if pattern[0] == "**":
        if len(pattern) == 1:
            return bool(path)
        return any(defined_match(path[at:], pattern[1:]) for at in range(len(path) + 1))
    return (
        bool(path) and segment_matches(path[0], pattern[0]) and defined_match(path[1:], pattern[1:])
    )


def segment_matches(text: str, glob: str) -> bool:
    if set(glob) == {"*"}:
        return bool(text)
    return re.fullmatch(glob.replace("*", ".*").replace("?", "."), text) is not None


SEGMENTS = st.text("ab", min_size=1, max_size=4)
GLOBS = st.sampled_from(["**", "*", "?"]) | st.text("ab*?", min_size=1, max_size=5)


@given(st.lists(SEGMENTS, min_size=1, max_size=6), st.lists(GLOBS, min_size=2, max_size=6))
def test_globs_match_as_defined(path: list[str], pattern: list[str]) -> None:
    assert matches("/".join(path), "/".join(pattern)) == defined_match(path, pattern)


@given(st.text("ab/*?[]!^-\\&~|\n", max_size=12), st.text("ab/[]-\\\n", max_size=12))
def test_no_pattern_is_a_crash(pattern: str, path: str) -> None:
    # Code that tries every way would never finish.
    assert matches(path, pattern) in (True, False)
    owner_pattern(pattern).match(path)
