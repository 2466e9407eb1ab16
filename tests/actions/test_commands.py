"""The log: what is a command, what is text, and what GitHub shows of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.commands import Annotation, Command, annotated, read_log, within_limits

HERE = Path("/checkout")


def only(line: str) -> Command:
    (command,) = read_log(line).commands
    return command


@pytest.mark.parametrize(
    ("line", "name", "properties", "data"),
    [
        ("::error::x", "error", {}, "x"),
        ("::error ::x", "error", {}, "x"),
        ("  \t::Warning title=a::x", "warning", {"title": "a"}, "x"),
        ("\u00a0\u2003::notice::x", "notice", {}, "x"),
        ("::error file=a,,title=b=c::x", "error", {"file": "a", "title": "b=c"}, "x"),
        ("::error file=a%3A%2C%25,title=::x", "error", {"file": "a:,%"}, "x"),
        ("::error::50%25%0Aof%0D it", "error", {}, "50%\nof\r it"),
        ("::error::%250A %3A", "error", {}, "%0A %3A"),
        ("::error::a::b", "error", {}, "a::b"),
        ("::group::", "group", {}, ""),
        ("text ##[error file=a;line=2]x%5D%3B", "error", {"file": "a", "line": "2"}, "x];"),
    ],
)
def test_a_command(line: str, name: str, properties: dict[str, str], data: str) -> None:
    assert only(line) == Command(name, properties, data)


@pytest.mark.parametrize(
    "line",
    ["x ::error::y", "::error", ":error::x", "::error:x", "- ::error::x", "##[other]x"],
)
def test_a_text_that_is_no_command(line: str) -> None:
    log = read_log(line)
    assert (log.commands, log.shown, log.unknown) == ((), (line,), ())


def test_a_name_that_the_runner_does_not_know_is_text() -> None:
    log = read_log("::eror file=a::x\n:: error::x\n")
    assert (log.commands, log.shown) == ((), ("::eror file=a::x", ":: error::x"))
    assert log.unknown == ("::eror file=a::x",)


def test_a_carriage_return_ends_a_line_too() -> None:
    log = read_log("a\r::error::one\r\n::error::two\nb\u2028::error::three")
    assert [command.data for command in log.commands] == ["one", "two"]
    assert log.shown == ("a", "b\u2028::error::three")


def test_nothing_is_a_command_between_stop_and_its_word() -> None:
    quoted = "::error::a\n##[error]b\n::other::\n"
    log = read_log(f"::stop-commands::Word\n{quoted}::WORD::\n::error::c\n")
    assert [command.data for command in log.commands] == ["Word", "c"]
    assert log.shown == ("::error::a", "##[error]b", "::other::")


@pytest.mark.parametrize("word", ["", "error", "Pause-Logging"])
def test_a_word_that_cannot_end_a_stop_stops_nothing(word: str) -> None:
    log = read_log(f"::stop-commands::{word}\n::error::a\n")
    assert log.refused == (word,)
    assert [command.data for command in log.commands] == ["a"]


@pytest.mark.parametrize(
    ("properties", "place"),
    [
        ("line=3", (3, None, None, None)),
        ("line=3,endLine=3,col=2,endColumn=5", (3, 3, 2, 5)),
        ("line=3,endLine=4,col=2", (3, 4, None, None)),
        ("endLine=4", (4, 4, None, None)),
        ("col=2", (None, None, None, None)),
        ("line=4,endLine=3", (None, None, None, None)),
        ("line=4,col=9,endColumn=2", (4, None, None, None)),
        ("line=x", (None, None, None, None)),
    ],
)
def test_a_place_that_contradicts_itself_is_dropped(
    properties: str, place: tuple[int | None, ...]
) -> None:
    (one,) = annotated(read_log(f"::error file=a.md,{properties}::x"), HERE)
    assert (one.line, one.end_line, one.column, one.end_column) == place


def test_an_annotation() -> None:
    log = read_log("::notice file=/checkout/docs/a.md,line=2,title=T%3A::m\n::debug::d\n::error::e")
    assert list(annotated(log, HERE)) == [
        Annotation("notice", "m", "T:", "docs/a.md", 2),
        Annotation("error", "e"),
    ]


def test_a_long_message_is_cut() -> None:
    (one,) = annotated(read_log("::error::" + "x" * 5000), HERE)
    assert one.message == "x" * 4096


def test_ten_of_each_kind_are_shown() -> None:
    lines = [f"::{kind}::{number}" for number in range(12) for kind in ("error", "warning")]
    kept, dropped = within_limits(annotated(read_log("\n".join([*lines, "::notice::n"])), HERE))
    assert [one.message for one in kept if one.kind == "error"] == list("0123456789")
    assert len(kept) == 21
    assert dropped == {"error": 2, "warning": 2}
