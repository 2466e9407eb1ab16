"""Go through a command line as a shell would, running nothing, and say what goes round the gate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from aos_check.agent_hook.shell import lexing, powershell
from aos_check.agent_hook.shell.environment import matters, switched_off
from aos_check.agent_hook.shell.expansion import STREAM, Expander, Variables, one_of
from aos_check.agent_hook.shell.interpreters import started_by, written_by, written_in
from aos_check.agent_hook.shell.judging import Breach, breaches, broken_into
from aos_check.agent_hook.shell.names import Names, defined
from aos_check.agent_hook.shell.paths import Places
from aos_check.agent_hook.shell.printing import printed
from aos_check.agent_hook.shell.returns import Returns
from aos_check.agent_hook.shell.script import (
    BREAK,
    FUNCTION,
    MAX_DEPTH,
    UNKNOWN,
    Command,
    Dialect,
    Text,
    Word,
    cleaned,
    unbraced,
)
from aos_check.agent_hook.shell.state import change_state, is_export, make_links
from aos_check.agent_hook.shell.touch import Touch
from aos_check.agent_hook.shell.unwrapping import IN_PLACE, Call, Script, inner
from aos_check.agent_hook.shell.ways import Guarded, Way, WayKind


def ways_round(
    command: str, *, dialect: Literal["bash", "powershell"] = "bash", guarded: Guarded
) -> tuple[Way, ...]:
    """The ways round the gate that running this command would be, each once.

    Reads any text to its end, in time that grows with its length, and raises nothing. What `said`
    holds is text from the command: as untrusted as that.
    """
    walk = _Walk(guarded, len(command))
    walk.script(Script(cleaned(command), Dialect(dialect), {}))
    walk.leave()
    return tuple(dict.fromkeys(walk.ways))


_ASSIGNMENT = re.compile(r"(?P<name>[A-Za-z_]\w*)(?:\[[^]]*\])?(?P<more>\+?)=", re.ASCII)
_OPENERS = {"if", "then", "elif", "else", "while", "until", "do", "!", "{", "coproc"}
_NO_CALLS = {"for", "select", "case", FUNCTION, "[["}
_WRITES = {">", ">>", ">|", "&>", "&>>", "<>", ">&"}
_NAMES = re.compile(r"[^\W\d_]")  # what names a program: some letter
_MOST_WAYS = 20


class _Walk:
    """Goes through commands in order, and keeps what each leaves to those after it."""

    def __init__(self, guarded: Guarded, length: int) -> None:
        self.ways: list[Way] = []
        self._places = Places(guarded)
        # What is read again, or put together anew, may come to some times the text and no more.
        self._budget = 3 * length + 200_000
        self._depth = 0
        self._variables = Variables(self._budget)
        self._expander = Expander(self._variables, self._output, self._places.here)
        self._exporting: Command | None = None
        self._names = Names()

    def leave(self) -> None:
        """An export that nothing follows can only be meant for what comes later."""
        off = switched_off(self._variables.environment(), self._places)
        if self._exporting and off:
            folder = self._places.standing(self._places.spot)
            self._report([Breach(WayKind.SKIPS_HOOKS, *off, folder)], self._exporting)

    # Texts

    def script(self, script: Script) -> str | None:
        """Go through a text; what it prints, where it is one command that says so."""
        self._budget -= len(script.text)
        if self._depth >= MAX_DEPTH or self._budget < 0:
            return None
        if script.parameters:
            self._variables.give(script.parameters)
        # What is not known of a text that was put together stays unknown in it.
        text = unbraced(script.text).replace(BREAK, " ")
        if script.dialect is Dialect.POWERSHELL:
            commands = powershell.read(text, self._depth)
            if commands:
                self._report(written_in(text, self._places), commands[0])
        else:
            text = _from_cmd(text) if script.dialect is Dialect.CMD else text
            commands = lexing.read(text, script.dialect, self._depth)
        return self._commands(commands, script.environment)

    def _output(self, commands: tuple[Command, ...]) -> str | None:
        spot = self._places.spot
        said = self._commands(commands, {})
        self._places.spot = spot
        return said if len(commands) == 1 else None

    def _commands(self, commands: Sequence[Command], environment: Mapping[str, str]) -> str | None:
        self._depth += 1
        returns = Returns(self._places)
        said: str | None = None
        for at, command in enumerate(commands):
            returns.reach(at, command.depth)
            if (name := defined(command)) and (found := self._names.define(name, commands, at)):
                returns.note(at + len(found), command.depth)
            spot = self._places.spot
            said = self._command(command, environment, said if command.piped else None)
            if command.aside:
                self._places.spot = spot
        returns.reach(len(commands), 0)
        self._depth -= 1
        return said

    # Commands

    def _command(
        self, command: Command, environment: Mapping[str, str], fed: str | None
    ) -> str | None:
        begin = 0
        while begin < len(command.words) and command.words[begin].bare in _OPENERS:
            begin += 1
        assigned, words = self._assignments(command.words[begin:])
        if words and words[0].bare in _NO_CALLS:
            self._loop(words)
            return None
        fields = tuple(self._expander.fields(words))
        fed = self._redirects(command, fed)
        if not fields:
            for name, value in assigned.items():
                self._variables.set(name, value)
            return None
        if len(fields) == 1 and not _NAMES.search(fields[0]):
            return None
        own = {name: value for name, value in assigned.items() if matters(name)}
        seen = {**environment, **self._variables.environment(), **own}
        return self._call(self._with_streams(Call(fields, seen, fed)), command, assigned)

    def _loop(self, words: tuple[Word, ...]) -> None:
        """Let a loop's variable be each of its words."""
        values = self._expander.fields(words[1:])
        if words[0].bare in {"for", "select"} and values[1:2] == ["in"]:
            self._variables.set(values[0], one_of(values[2:]))

    def _assignments(self, words: tuple[Word, ...]) -> tuple[dict[str, str], tuple[Word, ...]]:
        assigned: dict[str, str] = {}
        for at, word in enumerate(words):
            first = word.parts[0]
            plain = isinstance(first, Text) and not first.quoted and first.text
            found = _ASSIGNMENT.match(plain) if plain else None
            if not found:
                return assigned, words[at:]
            rest = Text(plain[found.end() :] if plain else "", quoted=False)
            value = self._expander.value((rest, *word.parts[1:]))
            before = self._variables.get(found["name"]) if found["more"] else ""
            assigned[found["name"]] = (UNKNOWN if before is None else before) + value
        return assigned, ()

    def _redirects(self, command: Command, fed: str | None) -> str | None:
        """Look at what is written to; what the command is fed."""
        for redirect in command.redirects:
            if redirect.body is not None:
                fed = self._expander.value(redirect.body.parts)
                continue
            for path in self._expander.one(redirect.target):
                if redirect.operator in _WRITES:
                    self._report(broken_into(Touch(path), self._places), command)
                elif path.startswith(STREAM):
                    fed = self._stream(path)
        return fed

    def _stream(self, path: str) -> str | None:
        number = path[len(STREAM) :]
        return self._expander.streams[int(number)] if number.isdecimal() else None

    def _with_streams(self, call: Call) -> Call:
        """The call with what it reads from `<(…)` as its input."""
        streams = [word for word in call.words if word.startswith(STREAM)]
        if not streams:
            return call
        words = tuple("/dev/stdin" if word in streams[:1] else word for word in call.words)
        return call._replace(words=words, fed=self._stream(streams[0]))

    # Calls

    def _call(
        self, call: Call, command: Command, assigned: Mapping[str, str] | None = None
    ) -> str | None:
        self._exporting = command if is_export(call) else None
        change_state(call, command.dialect, self._variables, self._places)
        said: str | None = None
        spot = self._places.spot
        for each in (*inner(call), *started_by(call)):
            said = self._inside(each, command, assigned or {})
        if call.program not in IN_PLACE:
            self._places.spot = spot
        for each in self._names.meant(call):
            said = self._inside(each, command, assigned or {})
        if call.program == "git":
            self._places.spot = spot
        if self._depth < MAX_DEPTH and (found := self._names.body(call)):
            self._variables.give(call.words)
            said = self._commands(found, call.environment)
        self._names.learn(call)
        self._report(breaches(call, self._places), command)
        self._report(written_by(call, self._places), command)
        make_links(call, self._places)
        return said or printed(call, self._places)

    def _inside(
        self, each: Call | Script, command: Command, assigned: Mapping[str, str]
    ) -> str | None:
        if isinstance(each, Script):
            self._variables.values.update(assigned)
            return self.script(each)
        if self._depth >= MAX_DEPTH:
            return None
        self._depth += 1
        spot = self._places.spot
        self._places.spot = self._places.reached(each.folder)
        said = self._call(each, command, assigned)
        self._places.spot = spot if each.folder else self._places.spot
        self._depth -= 1
        return said

    def _report(self, found: Iterable[Breach], command: Command) -> None:
        for breach in found:
            if len(self.ways) < _MOST_WAYS:
                said = _said(command, breach.word)
                self.ways.append(Way(breach.kind, said, breach.what, breach.folder, breach.file))


_KEYWORDS = re.compile(r"(?:(?:if|then|elif|else|while|until|do|!|\{)\s+){1,20}")
_SAID = 80
_HALF = 38


def _said(command: Command, word: str) -> str:
    """The command as written or, of a long one, its beginning and what offends in it."""
    written = _KEYWORDS.sub("", cleaned(command.written()), count=1)
    if len(written) <= _SAID:
        return written
    at = written.find(word) if word else -1
    if at < _SAID - len(word):
        return f"{written[: _SAID - 1]}…"
    return f"{written[:_HALF]} … {written[at : at + _HALF]}"


def _from_cmd(text: str) -> str:
    """A line of cmd.exe as bash would have it: only double quotes quote, and `^` escapes."""
    return text.replace("\\", "/").replace("^", "").replace("'", "\\'").replace("$", "\\$")
