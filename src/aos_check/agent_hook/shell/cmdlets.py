"""Translating PowerShell's cmdlets to the Unix programs that change the same files."""

from __future__ import annotations

from typing import NamedTuple

_VALUED = (
    "path", "literalpath", "filepath", "destination", "newname", "name", "value", "itemtype",
    "encoding", "filter", "include", "exclude", "outfile", "uri", "inputobject", "stream",
)  # fmt: skip
_PATHS = ("path", "literalpath", "filepath")
_UNIX = {
    **dict.fromkeys(("remove-item", "ri"), "rm"),
    **dict.fromkeys(("set-content", "sc", "add-content", "ac", "clear-content", "clc"), "tee"),
    **dict.fromkeys(("out-file", "tee-object", "clear-item", "cli", "new-item", "ni"), "tee"),
    **dict.fromkeys(("move-item", "mi", "rename-item", "rni"), "mv"),
    **dict.fromkeys(("copy-item", "cpi"), "cp"),
    **dict.fromkeys(("invoke-webrequest", "iwr", "invoke-restmethod", "irm"), "curl"),
}


class _Given(NamedTuple):
    """The arguments of a cmdlet: the named ones, the positional ones, and the switches."""

    named: dict[str, str]
    placed: list[str]
    switches: set[str]


def as_unix(program: str, arguments: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """The Unix program and arguments that change the same files; unchanged for other programs."""
    unix = _UNIX.get(program)
    return (unix, _moved(program, unix, _given(arguments))) if unix else (program, arguments)


def _moved(program: str, unix: str, given: _Given) -> tuple[str, ...]:
    named, placed, switches = given
    path, to, *more = [*(named[name] for name in _PATHS if name in named), *placed, "", ""]
    if switches & {"whatif", "wi"}:
        return ()
    if unix == "rm":
        return ("-r" * any(switch.startswith("r") for switch in switches), path, to, *more)
    if unix == "curl":
        return "-o", named.get("outfile", "")
    if unix == "tee":
        return (f"{path or '.'}/{named['name']}" if "name" in named else path,)
    if program in {"rename-item", "rni"}:
        folder, slash, _ = path.replace("\\", "/").rpartition("/")
        return path, f"{folder}{slash}{named.get('newname', to)}"
    return path, named.get("destination", to)


def _given(arguments: tuple[str, ...]) -> _Given:
    given = _Given({}, [], set())
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("-") or len(word) == 1:
            given.placed.append(word)
            continue
        name, colon, value = word[1:].partition(":")
        meant = next((each for each in _VALUED if each.startswith(name.lower())), "")
        if meant:
            given.named[meant] = value if colon and value else next(rest, "")
        else:
            given.switches.add(name.lower())
    return given
