"""Setting and removing keys in TOML files, while nothing else changes."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.model.errors import CannotCheckError
from aos_check.reading.toml_edits import with_value, written

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

REQUIRE = ("commits", "require")


@pytest.mark.parametrize(
    ("before", "path", "value", "after"),
    [
        ("", REQUIRE, "exists", '[commits]\nrequire = "exists"\n'),
        ("# note\n", ("exempt",), ("a/**",), '# note\nexempt = ["a/**"]\n'),
        ("a = 1\n[b]\nc = 2\n", ("d",), 3, "a = 1\nd = 3\n[b]\nc = 2\n"),
        ("[b]\nc = 2\n", ("d",), 3, "d = 3\n\n[b]\nc = 2\n"),
        (
            '[commits] # ours\nrequire = "done" # law\nbots = []\n',
            REQUIRE,
            "exists",
            '[commits] # ours\nrequire = "exists" # law\nbots = []\n',
        ),
        (
            "[commits]\nbots = [\n  'a', # one\n]\n\n[agents]\n",
            ("commits", "bots"),
            ("b",),
            '[commits]\nbots = ["b"]\n\n[agents]\n',
        ),
        (
            "[commits]\nbots = []\n\n# About agents\n[agents]\n",
            REQUIRE,
            "exists",
            '[commits]\nbots = []\nrequire = "exists"\n\n# About agents\n[agents]\n',
        ),
        ("severity = { GIT001 = 'off' } # a\n", ("severity", "GIT003"), "warning",
         'severity = { GIT001 = "off", GIT003 = "warning" } # a\n'),
        ("commits.when = 'range'\n", REQUIRE, "exists",
         "commits.when = 'range'\ncommits.require = \"exists\"\n"),
        ("[tool.aos-check]\n[tool.other]\n", ("tool", "aos-check", "exempt"), ("a",),
         '[tool.aos-check]\nexempt = ["a"]\n[tool.other]\n'),
        ("[tool.aos.commits]\na = 1\n", ("tool", "aos", "severity", "GIT001"), "warning",
         '[tool.aos.commits]\na = 1\n\n[tool.aos.severity]\nGIT001 = "warning"\n'),
        ("[tool.aos]\na.b = 1\n[tool.aos.a.c]\nd = 1\n", ("tool", "aos", "a", "e"), 2,
         "[tool.aos]\na.b = 1\na.e = 2\n[tool.aos.a.c]\nd = 1\n"),
        ("a = 1\r\n", ("b",), 2, "a = 1\r\nb = 2\r\n"),
        ("a = 1", ("b",), 2, "a = 1\nb = 2\n"),
        ('a = """\n[commits]\nrequire = 1\n"""\n', ("b",), 2,
         'a = """\n[commits]\nrequire = 1\n"""\nb = 2\n'),
        ('"exempt" = []\n', ("exempt",), ("a",), '"exempt" = ["a"]\n'),
    ],
)  # fmt: skip
def test_a_key_is_set(before: str, path: tuple[str, ...], value: object, after: str) -> None:
    assert with_value(before, path, value, file="a.toml") == after


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("# Top.\n\na = 1\n", ("b",), "# Top.\n\n# Why.\nb = 2\n\na = 1\n"),
        ("# Top.\na = 1\n", ("b",), "# Why.\nb = 2\n\n# Top.\na = 1\n"),
        ("\ufeff# Top.\r\n\r\na = 1\r\n", ("b",),
         "\ufeff# Top.\r\n\r\n# Why.\r\nb = 2\r\n\r\na = 1\r\n"),
        ("", ("b",), "# Why.\nb = 2\n\n"),
        ("[t] # ours\na = 1\n", ("t", "b"), "[t] # ours\n# Why.\nb = 2\na = 1\n"),
        ("[t.u]\na = 1\n", ("t", "b"), "[t.u]\na = 1\n\n[t]\n# Why.\nb = 2\n"),
        ("t.a = 1\n", ("t", "b"), "t.a = 1\n# Why.\nt.b = 2\n"),
        ("t = { a = 1 } # ours\n", ("t", "b"), "t = { a = 1, b = 2 } # ours\n"),
    ],
)  # fmt: skip
def test_a_key_with_a_comment_comes_first_and_is_removed_with_it(
    before: str, path: tuple[str, ...], after: str
) -> None:
    assert with_value(before, path, 2, file="a.toml", comment="# Why.\n") == after
    removed = with_value(after, path, None, file="a.toml", comment="# Why.\n")
    assert removed in {before, f"{before}\n[t]\n"}


@pytest.mark.parametrize(
    ("before", "path", "after"),
    [
        ("a = 1\nb = [\n  2, # two\n] # law\n# mine\nc = 3\n", ("b",), "a = 1\n# mine\nc = 3\n"),
        ("a = 1\r\nb = '2'", ("b",), "a = 1\r\n"),
        ("'b' = 2\n", ("b",), ""),
        ("# Other.\nb = 2\n\na = 1\n", ("b",), "# Other.\n\na = 1\n"),
        ("t = { b = 2, a = 1 }\n[u]\nb = 2\n", ("t", "b"), "t = { a = 1 }\n[u]\nb = 2\n"),
        ("[t]\nb = 2\n[u]\nb = 2\n", ("u", "b"), "[t]\nb = 2\n[u]\n"),
        ('a = """\nb = 2\n"""\n', ("b",), 'a = """\nb = 2\n"""\n'),
        ("[t]\na = 1\n", ("u", "b"), "[t]\na = 1\n"),
    ],
)  # fmt: skip
def test_a_key_is_removed(before: str, path: tuple[str, ...], after: str) -> None:
    assert with_value(before, path, None, file="a.toml", comment="# Why.\n") == after


@pytest.mark.parametrize(
    ("text", "value", "message"),
    [
        ("[[commits]]\nrequire = 1\n", "exists", "a.toml: there is no safe way to set"),
        ('[commits]\n"req\\u0075ire" = 1\n', "exists", "no safe way to set commits.require"),
        ('[commits]\n"req\\u0075ire" = 1\n', None, "no safe way to remove commits.require"),
        ("commits.require = 1\n", None, "no safe way to remove commits.require"),
    ],
)
def test_a_key_that_cannot_be_changed_alone_is_refused(
    text: str, value: object, message: str
) -> None:
    with pytest.raises(CannotCheckError, match=message):
        with_value(text, REQUIRE, value, file="a.toml")


@given(st.text(alphabet="ab[]{}='\"#.\n, 1", max_size=40))
def test_no_text_is_broken(text: str) -> None:
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for value in ("x", None):
        try:
            after = tomllib.loads(with_value(text, ("b", "key"), value, file="a.toml"))
        except CannotCheckError:
            continue
        inner = after.pop("b", {})
        assert (inner if isinstance(inner, dict) else {}).get("key") == value
        assert after == {key: each for key, each in before.items() if key != "b"}


def test_values_are_written_as_toml() -> None:
    assert written({"a": True, "b c": ("d", 1)}) == '{ a = true, "b c" = ["d", 1] }'
    assert written(r"^\w+") == r'"^\\w+"'
