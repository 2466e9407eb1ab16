"""What PowerShell's own commands write to or take away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from aos_check.agent_hook.shell.touch import Touch

_VALUED = (
    "path", "literalpath", "filepath", "destination", "newname", "name", "value", "itemtype",
    "encoding", "filter", "include", "exclude", "outfile", "uri", "inputobject", "stream",
)  # fmt: skip
_PATHS = ("path", "literalpath", "filepath")


class _Given(NamedTuple):
    """The arguments of a cmdlet: by name, by place, and the switches."""

    named: dict[str, str]
    placed: list[str]
    switches: set[str]

    def paths(self) -> list[str]:
        """The paths that are named, or those that stand first."""
        return [self.named[name] for name in _PATHS if name in self.named] + self.placed

    def after(self, name: str) -> str:
        """A value that is named, or stands behind the path."""
        return self.named.get(name) or "".join(self.paths()[1:2])


def _given(arguments: tuple[str, ...]) -> _Given:
    given = _Given({}, [], set())
    rest = iter(arguments)
    for word in rest:
        if not word.startswith("-") or len(word) == 1:
            given.placed.append(word)
            continue
        name, colon, value = word[1:].lower().partition(":")
        meant = next((each for each in _VALUED if each.startswith(name)), "")
        if meant:
            given.named[meant] = word[len(name) + 2 :] if colon and value else next(rest, "")
        else:
            given.switches.add(name)
    return given


def _removed(given: _Given) -> Iterator[Touch]:
    deep = any(switch.startswith("r") for switch in given.switches)
    for path in given.paths():
        yield Touch(path, removes=True, deep=deep)


def _written(given: _Given) -> Iterator[Touch]:
    yield from map(Touch, given.paths()[:1])


def _made(given: _Given) -> Iterator[Touch]:
    for path in given.paths()[:1] or ["."]:
        yield Touch(f"{path}/{given.named['name']}" if "name" in given.named else path)


def _moved(given: _Given) -> Iterator[Touch]:
    for path in given.paths()[:1]:
        yield Touch(path, removes=True, deep=True, keeps_git=True)
    yield from _copied(given)


def _renamed(given: _Given) -> Iterator[Touch]:
    for path in given.paths()[:1]:
        folder, slash, _ = path.replace("\\", "/").rpartition("/")
        yield Touch(path, removes=True, deep=True, keeps_git=True)
        yield Touch(f"{folder}{slash}{given.after('newname')}")


def _copied(given: _Given) -> Iterator[Touch]:
    into = given.after("destination")
    yield Touch(into)
    for path in given.paths()[:1]:
        yield Touch(f"{into}/{path.replace(chr(92), '/').rpartition('/')[2]}")


def _fetched(given: _Given) -> Iterator[Touch]:
    yield Touch(given.named.get("outfile", ""))


_CMDLETS: dict[str, Callable[[_Given], Iterator[Touch]]] = {
    **dict.fromkeys(("remove-item", "ri"), _removed),
    **dict.fromkeys(("set-content", "sc", "add-content", "ac", "clear-content", "clc"), _written),
    **dict.fromkeys(("out-file", "tee-object", "clear-item", "cli"), _written),
    **dict.fromkeys(("new-item", "ni"), _made),
    **dict.fromkeys(("move-item", "mi"), _moved),
    **dict.fromkeys(("rename-item", "rni"), _renamed),
    **dict.fromkeys(("copy-item", "cpi"), _copied),
    **dict.fromkeys(("invoke-webrequest", "iwr", "invoke-restmethod", "irm"), _fetched),
}


def touched_by_cmdlet(program: str, arguments: tuple[str, ...]) -> Iterator[Touch]:
    """What a cmdlet writes to or removes; nothing if the program is none."""
    reader = _CMDLETS.get(program)
    if reader and not any(word.lower() in {"-whatif", "-wi"} for word in arguments):
        yield from reader(_given(arguments))
