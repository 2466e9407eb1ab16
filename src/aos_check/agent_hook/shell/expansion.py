"""From words to what a command gets: variables, alternatives, the output of commands.

What the line itself does not tell stands as UNKNOWN; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from aos_check.agent_hook.shell.environment import matters
from aos_check.agent_hook.shell.script import (
    BREAK,
    CLOSE,
    COMMA,
    OPEN,
    ROOT,
    UNKNOWN,
    Command,
    Output,
    Part,
    Stream,
    Text,
    Variable,
    Word,
    unbraced,
)

_BLANKS = re.compile(r"[ \t\n]+")
_MOST_BRACES = 12
_LONGEST_BRACED = 4000
_MOST_ALTERNATIVES = 200
_MOST_ALTERNATIVES_IN_ALL = 20_000
_MOST_EXPORTED = 200
_SINGLE_PARAMETERS = 10
STREAM = "/dev/fd/" + UNKNOWN


class Variables:
    """What is known of the variables, and which of them programs see."""

    def __init__(self, budget: int) -> None:
        self.values: dict[str, str] = {"HOME": "~", "CLAUDE_PROJECT_DIR": ROOT}
        self.exported: set[str] = set()
        self.exports_all = False
        self._budget = budget

    def get(self, name: str) -> str | None:
        """The value; None where it is unknown, or where values have grown past the budget."""
        value = self.values.get(name)
        self._budget -= len(value or "")
        return value if self._budget > 0 else None

    def set(self, name: str, value: str) -> None:
        """Assign a value."""
        self.values[name] = value
        if self.exports_all:
            self.export(name)

    def give(self, parameters: Sequence[str]) -> None:
        """Let `$0`, `$1`, … be these."""
        for at in range(_SINGLE_PARAMETERS):
            self.values.pop(str(at), None)
        self.values |= {str(at): each for at, each in enumerate(parameters)}
        self.values["@"] = BREAK.join(parameters[1:])
        self.values["*"] = " ".join(parameters[1:])

    def export(self, name: str) -> None:
        """Let programs see a variable."""
        if matters(name) and len(self.exported) < _MOST_EXPORTED:
            self.exported.add(name)

    def environment(self) -> dict[str, str]:
        """What programs see of it, as far as it matters."""
        return {name: self.values.get(name, UNKNOWN) for name in self.exported}


class Expander:
    """Expands words; `run` says what commands print, `here` in which folder."""

    def __init__(
        self,
        variables: Variables,
        run: Callable[[tuple[Command, ...]], str | None],
        here: Callable[[], str],
    ) -> None:
        self.variables = variables
        self._alternatives = _MOST_ALTERNATIVES_IN_ALL
        self._here = here
        self._run = run
        self.streams: list[str | None] = []

    def fields(self, words: Iterable[Word]) -> list[str]:
        """The words that a command gets."""
        return [field for word in words for field in self._fields(word)]

    def value(self, parts: Sequence[Part]) -> str:
        """What a variable gets, or a here-document says."""
        return self._flat(parts, braces=False)

    def one(self, word: Word) -> list[str]:
        """The possible texts of a word that is not split."""
        return [text.replace(BREAK, " ") for text in self._each(self._flat(word.parts))]

    def _fields(self, word: Word) -> list[str]:
        first = word.parts[0] if len(word.parts) == 1 else None
        if isinstance(first, Text) and (first.quoted or OPEN not in first.text):
            return [unbraced(first.text)]
        kept = any(isinstance(part, Text) or _is_quoted(part) for part in word.parts)
        found: list[str] = []
        for text in self._each(self._flat(word.parts)):
            pieces = [piece for piece in text.split(BREAK) if piece]
            found += pieces or ([""] if kept else [])
        return found

    def _each(self, text: str) -> list[str]:
        if self._alternatives <= 0:
            return [unbraced(text)]
        found = alternatives(text)
        self._alternatives -= len(found) - 1
        return found

    def _flat(self, parts: Sequence[Part], *, braces: bool = True) -> str:
        return "".join(self._part(part, braces=braces) for part in parts)

    def _part(self, part: Part, *, braces: bool) -> str:
        if isinstance(part, Text):
            return part.text if braces and not part.quoted else unbraced(part.text)
        if isinstance(part, Variable):
            return _split(self._variable(part), quoted=part.quoted or not braces)
        if isinstance(part, Output):
            printed = self._run(part.commands)
            text = UNKNOWN if printed is None else printed.rstrip("\n")
            return _split(text, quoted=part.quoted or not braces)
        if isinstance(part, Stream):
            self.streams.append(self._run(part.commands))
            return f"{STREAM}{len(self.streams) - 1}"
        return BREAK.join(self.fields(part.words))

    def _variable(self, part: Variable) -> str:
        value = self._here() if part.name == "PWD" else self.variables.get(part.name)
        if not part.word:
            return UNKNOWN if value is None and part.operator in {"", "+", ":+"} else value or ""
        other = self._flat(part.word, braces=False)
        if part.operator.endswith("+"):
            return UNKNOWN if value is None else other if value or part.operator == "+" else ""
        if not part.operator:
            return UNKNOWN
        if value is not None and (value or part.operator[0] != ":"):
            return value
        if part.operator.endswith("="):
            self.variables.set(part.name, other)
        return other


def _is_quoted(part: Part) -> bool:
    return isinstance(part, Variable | Output) and part.quoted


def _split(value: str, *, quoted: bool) -> str:
    return value if quoted else _BLANKS.sub(BREAK, value)


def one_of(values: Sequence[str]) -> str:
    """A value that is each of these in turn, as a loop's variable is."""
    if len(values) == 1:
        return values[0]
    if not values or len(values) > _MOST_ALTERNATIVES:
        return UNKNOWN
    return OPEN + COMMA.join(values) + CLOSE


def alternatives(text: str) -> list[str]:
    """The texts that `{a,b}` stands for; where there are too many, the text as it was written."""
    small = len(text) <= _LONGEST_BRACED and text.count(OPEN) <= _MOST_BRACES
    found = _alternatives(text) if small and COMMA in text else [text]
    return [unbraced(each) for each in found or [text]]


def _alternatives(text: str) -> list[str]:
    for start, character in enumerate(text):
        if character == OPEN and len(options := _options(text, start)) > 1:
            end = start + sum(map(len, options)) + len(options) + 1
            inner = [each for option in options for each in _alternatives(option)]
            rest = _alternatives(text[end:])
            if len(inner) * len(rest) > _MOST_ALTERNATIVES:
                return []
            return [text[:start] + each + after for each in inner for after in rest]
    return [text]


def _options(text: str, start: int) -> list[str]:
    """What the commas separate in the braces that open here; nothing if they do not close."""
    options, depth, begun = [], 0, start + 1
    for at in range(start, len(text)):
        character = text[at]
        depth += (character == OPEN) - (character == CLOSE)
        if (character == COMMA and depth == 1) or depth == 0:
            options.append(text[begun:at])
            begun = at + 1
        if depth == 0:
            return options
    return []
