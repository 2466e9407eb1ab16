"""Setting keys in TOML files: in their place, or in a new line, and nothing else changes."""

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
        ("a = 1\r\n", ("b",), 2, "a = 1\r\nb = 2\r\n"),
        ("a = 1", ("b",), 2, "a = 1\nb = 2\n"),
        ('a = """\n[commits]\nrequire = 1\n"""\n', ("b",), 2,
         'a = """\n[commits]\nrequire = 1\n"""\nb = 2\n'),
        ('"exempt" = []\n', ("exempt",), ("a",), '"exempt" = ["a"]\n'),
    ],
)  # fmt: skip
def test_a_key_is_set(before: str, path: tuple[str, ...], value: object, after: str) -> None:
    assert with_value(before, path, value) == after


def test_a_key_that_cannot_be_set_alone_is_refused() -> None:
    with pytest.raises(CannotCheckError, match="cannot be set"):
        with_value("[[commits]]\nrequire = 1\n", REQUIRE, "exists")


@given(st.text(alphabet="ab[]{}='\"#.\n, 1", max_size=40))
def test_no_text_is_broken(text: str) -> None:
    try:
        before = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    try:
        after = tomllib.loads(with_value(text, ("b", "key"), "x"))
    except CannotCheckError:
        return
    assert after["b"]["key"] == "x"
    assert {key: value for key, value in after.items() if key != "b"} == {
        key: value for key, value in before.items() if key != "b"
    }


def test_values_are_written_as_toml() -> None:
    assert written({"a": True, "b c": ("d", 1)}) == '{ a = true, "b c" = ["d", 1] }'
    assert written(r"^\w+") == r'"^\\w+"'
