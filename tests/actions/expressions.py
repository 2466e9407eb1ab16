"""The expressions between `${{` and `}}`: read into a tree, then evaluated.

The language of GitHub without its newest and its oddest parts: `*` in a path, and `case()`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tests.actions.functions import FUNCTIONS, STATUS, Around, arity
from tests.actions.values import (
    ExpressionError,
    Unsupported,
    Value,
    equal,
    less,
    member,
    parse_number,
    text_of,
    truth,
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions of one place may speak of."""

    contexts: Mapping[str, Value]
    around: Around = field(default_factory=Around)


class Token(NamedTuple):
    """One word of an expression."""

    kind: str
    text: str


Node = Callable[[Scope], Value]

TOKENS = re.compile(
    r"(?P<string>'(?:[^']|'')*')"
    r"|(?P<number>(?:[+-]|\.?[0-9])[^\s()\[\],!<>=&|]*)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_-]*)"
    r"|(?P<sign>\|\||&&|[=!<>]=|[!<>()\[\].,])"
    r"|(?P<blank>\s+)"
)
NAMED = {"true": True, "false": False, "null": None, "NaN": math.nan, "Infinity": math.inf}
PLACE = re.compile(r"\$\{\{((?:[^'}]|'(?:[^']|'')*'|\}(?!\}))*)\}\}")
COMPARISONS: Mapping[str, Callable[[Value, Value], bool]] = {
    "<": less,
    ">": lambda left, right: less(right, left),
    "<=": lambda left, right: equal(left, right) or less(left, right),
    ">=": lambda left, right: equal(left, right) or less(right, left),
}
EQUALITIES: Mapping[str, Callable[[Value, Value], bool]] = {
    "==": equal,
    "!=": lambda left, right: not equal(left, right),
}


def evaluate(text: str, scope: Scope) -> Value:
    """The value of one expression, without its `${{ }}`."""
    return _Reader(text, scope.contexts).read()(scope)


def interpolate(text: str, scope: Scope) -> str:
    """The text with the value of each expression in its place. The values are not quoted."""
    if "${{" in PLACE.sub("", text):
        raise ExpressionError(f"an expression is not closed: {text!r}")
    return PLACE.sub(lambda found: text_of(evaluate(found[1], scope)), text)


def holds(condition: str, scope: Scope) -> bool:
    """Whether a step with this `if` runs: only after success, unless it asks for the status."""
    whole = PLACE.fullmatch(condition.strip())
    if not whole and "${{" in condition:
        # GitHub makes a text of it, and a text is true whatever it says.
        raise Unsupported(f"a condition that is partly an expression: {condition!r}")
    reader = _Reader(whole[1] if whole else condition, scope.contexts)
    node = reader.read()
    asks = not STATUS.isdisjoint(reader.called)
    return (asks or scope.around.status == "success") and truth(node(scope))


class _Reader:
    """Reads one expression: `||` binds least, then `&&`, equality, comparison, `!`, and `.`."""

    def __init__(self, text: str, contexts: Mapping[str, Value]) -> None:
        self.text = text
        self.contexts = {name.lower(): name for name in contexts}
        self.called: set[str] = set()
        self.tokens = self._tokens()

    def read(self) -> Node:
        """The tree of the whole text."""
        node = self._either()
        if self.tokens:
            raise self._surprised()
        return node

    def _tokens(self) -> list[Token]:
        found, at = [], 0
        while at < len(self.text):
            match = TOKENS.match(self.text, at)
            if not match or not match.lastgroup:
                raise ExpressionError(f"unexpected {self.text[at:]!r} in {self.text!r}")
            if match.lastgroup != "blank":
                found.append(Token(match.lastgroup, match[0]))
            at = match.end()
        return found

    def _surprised(self) -> ExpressionError:
        near = f"unexpected {self.tokens[0].text!r}" if self.tokens else "unexpected end"
        return ExpressionError(f"{near} in {self.text!r}")

    def _take(self, *signs: str) -> str | None:
        if self.tokens and self.tokens[0].kind == "sign" and self.tokens[0].text in signs:
            return self.tokens.pop(0).text
        return None

    def _expect(self, sign: str) -> None:
        if not self._take(sign):
            raise self._surprised()

    def _either(self) -> Node:
        nodes = [self._both()]
        while self._take("||"):
            nodes.append(self._both())
        return _first(nodes, truth)

    def _both(self) -> Node:
        nodes = [self._equality()]
        while self._take("&&"):
            nodes.append(self._equality())
        return _first(nodes, lambda value: not truth(value))

    def _equality(self) -> Node:
        node = self._comparison()
        while sign := self._take(*EQUALITIES):
            node = _pair(EQUALITIES[sign], node, self._comparison())
        return node

    def _comparison(self) -> Node:
        node = self._negation()
        while sign := self._take(*COMPARISONS):
            node = _pair(COMPARISONS[sign], node, self._negation())
        return node

    def _negation(self) -> Node:
        if self._take("!"):
            node = self._negation()
            return lambda scope: not truth(node(scope))
        return self._operand()

    def _operand(self) -> Node:
        if not self.tokens:
            raise self._surprised()
        if self._take("("):
            node = self._either()
            self._expect(")")
            return self._path(node)
        token = self.tokens[0]
        if token.kind == "sign":
            raise self._surprised()
        self.tokens.pop(0)
        if token.kind == "name" and token.text not in NAMED:
            return self._path(self._named(token.text))
        literal = _literal(token)
        return lambda _: literal

    def _named(self, name: str) -> Node:
        if self._take("("):
            return self._call(name)
        if name.lower() not in self.contexts:
            raise ExpressionError(f"there is no context {name!r} here, in {self.text!r}")
        own = self.contexts[name.lower()]
        return lambda scope: scope.contexts[own]

    def _call(self, name: str) -> Node:
        arguments: list[Node] = []
        while not self._take(")"):
            arguments.append(self._either())
            if not (self.tokens and self.tokens[0] == Token("sign", ")")):
                self._expect(",")
        function = FUNCTIONS.get(name.lower())
        if not function:
            raise ExpressionError(f"there is no function {name!r}, in {self.text!r}")
        least, most = arity(name.lower())
        if not least <= len(arguments) <= most:
            raise ExpressionError(f"{name} does not take {len(arguments)} arguments")
        self.called.add(name.lower())
        return lambda scope: function(scope.around, *(node(scope) for node in arguments))

    def _path(self, node: Node) -> Node:
        while sign := self._take(".", "["):
            if sign == "[":
                node = _pair(member, node, self._either())
                self._expect("]")
            elif self.tokens and self.tokens[0].kind == "name":
                node = _pair(member, node, _constant(self.tokens.pop(0).text))
            else:
                raise self._surprised()
        return node


def _literal(token: Token) -> Value:
    if token.kind == "string":
        return token.text[1:-1].replace("''", "'")
    if token.kind == "name":
        return NAMED[token.text]
    number = parse_number(token.text)
    if math.isnan(number):
        raise ExpressionError(f"unexpected {token.text!r}")
    return number


def _constant(value: Value) -> Node:
    return lambda _: value


def _pair(join: Callable[[Value, Value], Value], left: Node, right: Node) -> Node:
    return lambda scope: join(left(scope), right(scope))


def _first(nodes: Sequence[Node], decides: Callable[[Value], bool]) -> Node:
    """The first value that decides, or the last; those after it are not evaluated."""

    def value(scope: Scope) -> Value:
        for node in nodes[:-1]:
            if decides(found := node(scope)):
                return found
        return nodes[-1](scope)

    return value if len(nodes) > 1 else nodes[0]
