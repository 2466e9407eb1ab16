"""Names that a line gives, and what they stand for: aliases, those of git too, and functions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from aos_check.agent_hook.shell import git_commands
from aos_check.agent_hook.shell.git_commands import git_call
from aos_check.agent_hook.shell.script import FUNCTION, Command, Dialect
from aos_check.agent_hook.shell.unwrapping import Call, Script, alias_script, joined

_MOST = 200
_LONGEST_BODY = 200
_LONGEST_NAMING = 8
_MOST_RUN = 10_000
_COST_OF_ALIAS = 10
_OPENERS = {"if", "then", "elif", "else", "while", "until", "do", "!", "{"}
_SETS_ALIAS = {"set-alias", "sal", "new-alias", "nal"}


Body = Sequence[Command]


class Names:
    """The names that were given so far."""

    def __init__(self) -> None:
        self._aliases: dict[str, str] = {}
        self._of_git: dict[str, str] = {}
        self._functions: dict[str, Body] = {}
        self._definitions = 0
        self._left = _MOST_RUN

    def define(self, name: str, commands: Sequence[Command], at: int) -> Body:
        """Give a name to the function that is defined there; its body, if that was kept."""
        self._definitions += 1
        if self._definitions > _MOST:
            return ()
        self._functions[name] = _body(commands, at)
        return self._functions[name]

    def learn(self, call: Call) -> None:
        """Note the aliases that the call sets."""
        if call.program == "alias":
            for word in call.arguments[:_MOST]:
                name, equals, value = word.partition("=")
                if equals and len(self._aliases) < _MOST:
                    self._aliases[name] = value
        elif call.program in _SETS_ALIAS and len(self._aliases) < _MOST:
            words = [word for word in call.arguments if not word.startswith("-")]
            self._aliases |= dict([words[:2]] if len(words) > 1 else [])

    def meant(self, call: Call) -> Iterator[Script]:
        """What the call stands for, if it begins with an alias or sets one of git's."""
        if call.program == "git":
            yield from self._meant_by_git(call)
        text = self._aliases.get(call.words[0])
        if text is not None and self._may_run(_COST_OF_ALIAS):
            rest = joined(call.arguments)
            yield Script(f"{text} {rest}", Dialect.BASH, call.environment)

    def _meant_by_git(self, call: Call) -> Iterator[Script]:
        git = git_call(call.arguments)
        changed = git and git_commands.setting(git)
        if git and changed and changed.key.startswith("alias."):
            # It is there for later lines too: what it would do counts now.
            name = changed.key.partition(".")[2]
            if len(self._of_git) < _MOST:
                self._of_git[name] = changed.value
            yield alias_script(changed.value, git, call)
        elif (
            git
            and (text := self._of_git.get(git.command.lower()))
            and self._may_run(_COST_OF_ALIAS)
        ):
            yield alias_script(text, git, call)

    def body(self, call: Call) -> Body | None:
        """The function that the call runs."""
        found = self._functions.get(call.words[0])
        return found if found and self._may_run(len(found)) else None

    def _may_run(self, count: int) -> bool:
        """False once what names stand for has come to too many commands."""
        self._left -= count
        return self._left >= 0


def defined(command: Command) -> str:
    """The name of the function whose body follows; nothing where none is defined."""
    bare = [word.bare for word in command.words[-_LONGEST_NAMING:]]
    return bare[-1] if bare[-2:-1] == [FUNCTION] and _OPENERS.issuperset(bare[:-2]) else ""


def _body(commands: Sequence[Command], at: int) -> Body:
    """The commands of the function whose name stands there."""
    rest = list(islice(commands, at + 1, at + 1 + _LONGEST_BODY))
    outer = commands[at].depth
    braces = 0
    for count, command in enumerate(rest, 1):
        braces += _opened(command)
        goes_on = command.depth > outer and count < len(rest) and rest[count].depth > outer
        if braces <= 0 and not goes_on:
            return rest[:count]
    return rest


def _opened(command: Command) -> int:
    """How many braces the command opens, less those that it closes."""
    count = 0
    for word in command.words:
        if word.bare == "}":
            return count - 1
        if word.bare not in _OPENERS:
            break
        count += word.bare == "{"
    return count
