"""Expanding words: quotes, variables, alternatives, and the output of commands.

What is known only when the command runs becomes UNKNOWN. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from aos_check.agent_hook.shell.environment import matters
from aos_check.agent_hook.shell.syntax import SyntaxNode, substitutions
from aos_check.agent_hook.shell.text import (
    BREAK,
    CLOSE,
    COMMA,
    OPEN,
    ROOT,
    UNKNOWN,
    unbraced,
    unescaped,
)

_BLANKS = re.compile(r"[ \t\n]+")
_LONGEST_BRACED = 4000
_MOST_ALTERNATIVES = 200
_MOST_ALTERNATIVES_IN_ALL = 20_000
_MOST_EXPORTED = 200
_MOST_GIVEN_OUT = 1_000_000
STREAM = "/dev/fd/" + UNKNOWN


class Variables:
    """The known values of variables, and the names of exported ones."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {"HOME": "~", "CLAUDE_PROJECT_DIR": ROOT}
        self.exported: set[str] = set()
        self.exports_all = False
        self._left = _MOST_GIVEN_OUT

    def get(self, name: str) -> str | None:
        """The value; None if it is unknown, or if too much text has been expanded."""
        value = self.values.get(name)
        self._left -= len(value or "")
        return value if self._left > 0 else None

    def set(self, name: str, value: str) -> None:
        """Assign a value."""
        self.values[name] = value
        if self.exports_all or name == "HOME":  # it comes from the environment
            self.export(name)

    def forget(self, name: str) -> None:
        """Make a variable unknown and not exported."""
        self.values.pop(name, None)
        self.exported.discard(name)

    def give(self, parameters: Sequence[str]) -> None:
        """Set `$0`, `$1`, … to these."""
        self.values |= {str(at): each for at, each in enumerate(parameters)}
        self.values["@"] = BREAK.join(parameters[1:])
        self.values["*"] = " ".join(parameters[1:])

    def shift(self, count: int) -> None:
        """Drop the first parameters."""
        given = self.values.get("@", "").split(BREAK)
        self.give(("", *given[count:]))

    def export(self, name: str) -> None:
        """Export a variable, if it matters for the gate."""
        if matters(name) and len(self.exported) < _MOST_EXPORTED:
            self.exported.add(name)

    def environment(self) -> dict[str, str]:
        """The exported variables with their values."""
        return {name: self.values.get(name, UNKNOWN) for name in self.exported}


# The nodes that are expanded also within quotes.
_EXPANSIONS = {
    "simple_expansion", "expansion", "command_substitution", "process_substitution",
    "arithmetic_expansion",
}  # fmt: skip
_UNQUOTED = re.compile(r"\\(\n|.)|([{},])", re.DOTALL)
_QUOTED = re.compile(r'\\([$`"\\\n])')
_BRACES = {"{": OPEN, ",": COMMA, "}": CLOSE}
_EXPANSION = re.compile(
    r"\s*\$\{(?P<name>\w+|[@*#?$!-])(?:\[[^]]*\])?(?:(?P<operator>:?[-+=?]).*)?\}", re.DOTALL
)
_NAMES = {"variable_name", "special_variable_name", "subscript"}


class Expander:
    """Expands words. `run` returns the output of a command, `here` the current folder."""

    def __init__(
        self, variables: Variables, run: Callable[[SyntaxNode], str | None], here: Callable[[], str]
    ) -> None:
        self.variables = variables
        self.streams: dict[str, str | None] = {}
        self._run = run
        self._here = here
        self._alternatives = _MOST_ALTERNATIVES_IN_ALL

    def fields(self, words: Iterable[SyntaxNode]) -> list[str]:
        """The words that the command receives."""
        return [field for word in _joined(words) for field in self._fields(word)]

    def value(self, node: SyntaxNode) -> str:
        """The value for a variable, or the text of a here-document."""
        return self._flat(node, quoted=True)

    def one(self, word: SyntaxNode) -> list[str]:
        """The possible texts of a word that is not split."""
        return [text.replace(BREAK, " ") for text in self._each(self._flat(word))]

    def _fields(self, word: list[SyntaxNode]) -> list[str]:
        found: list[str] = []
        for text in self._each("".join(map(self._flat, word))):
            pieces = [piece for piece in text.split(BREAK) if piece]
            found += pieces or ([] if word[0].type in _EXPANSIONS else [""])
        return found

    def _each(self, text: str) -> list[str]:
        if self._alternatives <= 0:
            return [unbraced(text)]
        found = _all_alternatives(text)
        self._alternatives -= len(found) - 1
        return found

    def _flat(self, node: SyntaxNode, *, quoted: bool = False) -> str:
        """The text of a word, with marks where it is split. Within quotes, it is not split."""
        if node.type in _EXPANSIONS:
            value = self._expanded(node)
            return value if quoted else _BLANKS.sub(BREAK, value)
        if node.type in {"string", "translated_string", "heredoc_body"}:
            return "".join(self._within_quotes(node))
        if node.type == "array":
            return BREAK.join(self.fields(node.parts))
        if node.type in {"concatenation", "command_name"}:
            return "".join(self._flat(each, quoted=quoted) for each in node.children)
        return self._unknown(node) if node.parts else _literal(node, quoted=quoted)

    def _expanded(self, node: SyntaxNode) -> str:
        if node.type == "command_substitution":
            printed = self._run(node)
            return UNKNOWN if printed is None else printed.rstrip("\n")
        if node.type == "process_substitution":
            name = f"{STREAM}{len(self.streams)}"
            self.streams[name] = self._run(node)
            return name
        if node.type == "simple_expansion":
            value = self._value_of(node.text.lstrip()[1:])
            return UNKNOWN if value is None else value
        return self._variable(node) if node.type == "expansion" else self._unknown(node)

    def _unknown(self, node: SyntaxNode) -> str:
        """Run the commands in the node, whose text is unknown."""
        for each in substitutions(node):
            self._run(each)
        return UNKNOWN

    def _within_quotes(self, node: SyntaxNode) -> Iterator[str]:
        # The text between the expansions, not the nodes for it: the nodes leave out blanks.
        quotes = node.type != "heredoc_body"
        at = node.start + (node.text.find('"') + 1 if quotes else 0)
        for each in node.children:
            if each.type in _EXPANSIONS:
                yield _plain(node.between(at, each.start))
                yield each.text[: len(each.text) - len(each.text.lstrip())]
                yield self._flat(each, quoted=True)
                at = each.end
        yield _plain(node.between(at, node.end - (quotes and node.text.endswith('"'))))

    def _variable(self, node: SyntaxNode) -> str:
        """The value of an expansion such as `${name:-word}`."""
        rest = [each for each in node.parts if each.type not in _NAMES]
        other = "".join(self._flat(each, quoted=True) for each in rest)
        found = _EXPANSION.fullmatch(node.text)
        if not found:
            return UNKNOWN
        value, operator = self._value_of(found["name"]), found["operator"] or ""
        if operator.endswith("+"):
            return other if value else UNKNOWN if value is None else ""
        if not operator or value or (value is not None and operator[0] != ":"):
            return UNKNOWN if value is None else value
        if operator.endswith("="):
            self.variables.set(found["name"], other)
        return other

    def _value_of(self, name: str) -> str | None:
        return self._here() if name == "PWD" else self.variables.get(name)


def _joined(words: Iterable[SyntaxNode]) -> list[list[SyntaxNode]]:
    r"""The nodes of each word: tree-sitter makes two nodes of `'a'\b`."""
    found: list[list[SyntaxNode]] = []
    for word in words:
        if found and found[-1][-1].end == word.start and not word.text[:1].isspace():
            found[-1].append(word)
        else:
            found.append([word])
    return found


def _literal(node: SyntaxNode, *, quoted: bool) -> str:
    text = node.text
    if node.type == "raw_string":
        return text[1:-1]
    if node.type == "ansi_c_string":
        return unescaped(text[2:-1])
    text = _UNQUOTED.sub(_unquoted, text)
    return unbraced(text) if quoted else text


def _unquoted(found: re.Match[str]) -> str:
    return _BRACES[found[2]] if found[2] else found[1].replace("\n", "")


def _plain(text: str) -> str:
    return _QUOTED.sub(lambda found: found[1].strip("\n"), text)


def one_of(values: Sequence[str]) -> str:
    """A value that stands for each of these, for the variable of a loop."""
    if len(values) == 1:
        return values[0]
    if not values or len(values) > _MOST_ALTERNATIVES:
        return UNKNOWN
    return OPEN + COMMA.join(values) + CLOSE


_CHOICE = re.compile(f"{OPEN}([^{OPEN}{CLOSE}]*{COMMA}[^{OPEN}{CLOSE}]*){CLOSE}")


def _all_alternatives(text: str) -> list[str]:
    """The texts that `{a,b}` stands for; if there are too many, only the text as written."""
    texts = [text]
    while len(text) <= _LONGEST_BRACED and (found := _CHOICE.search(texts[0])):
        before, after = texts[0][: found.start()], texts[0][found.end() :]
        texts = [*texts[1:], *(before + each + after for each in found[1].split(COMMA))]
        if len(texts) > _MOST_ALTERNATIVES:
            texts = [text]
            break
    return [unbraced(each) for each in texts]
