"""Bash text to a syntax tree: the one door to tree-sitter."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from aos_check.agent_hook.shell.text import BLANK

if TYPE_CHECKING:
    import tree_sitter

LONGEST = 16 * 1024
"""How many characters are parsed: a text full of errors takes time and memory by the square."""


class SyntaxNode:
    """A node of the tree, with the text that it stands for."""

    __slots__ = ("_raw", "_source", "end", "named", "start", "type")

    def __init__(self, raw: tree_sitter.Node, source: str) -> None:
        self._raw = raw
        self._source = source
        self.type = raw.type
        self.named = raw.is_named
        self.start = raw.start_byte
        self.end = raw.end_byte

    @property
    def text(self) -> str:
        """The node as it stands in the text."""
        return self.between(self.start, self.end)

    def between(self, start: int, end: int) -> str:
        """A part of the text."""
        return self._source[start:end].replace(BLANK, "\\ ")

    @property
    def children(self) -> list[SyntaxNode]:
        """What it consists of, with the signs and keywords."""
        return [SyntaxNode(each, self._source) for each in self._raw.children]

    @property
    def parts(self) -> list[SyntaxNode]:
        """What it consists of, without signs and keywords."""
        return [SyntaxNode(each, self._source) for each in self._raw.named_children]

    def field(self, name: str) -> list[SyntaxNode]:
        """The parts that the grammar gives this name."""
        return [SyntaxNode(each, self._source) for each in self._raw.children_by_field_name(name)]


# What holds statements and does nothing by itself.
_HOLDERS = {
    "program", "list", "compound_statement", "do_group", "if_statement", "elif_clause",
    "else_clause", "while_statement", "case_statement", "case_item", "negated_command", "ERROR",
    "c_style_for_statement", "coproc_statement", "function_body",
}  # fmt: skip
_CONTINUED = re.compile(r"(?<!\\)((?:\\\\)*)\\\n")
_ESCAPED_BLANK = re.compile(r"(?<!\\)((?:\\\\)*)\\ ")
_NOT_ASCII = re.compile(r"[^\0-\x7f]")
_SUBSTITUTIONS = {"command_substitution", "process_substitution"}


@lru_cache(maxsize=1)
def _parser() -> tree_sitter.Parser:
    # Imported here: only a shell command needs them.
    import tree_sitter
    import tree_sitter_bash

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def parse(text: str, deadline: float) -> SyntaxNode | None:
    """The tree of a text, errors and all; None if that takes too long."""
    # Both end a word for tree-sitter, and neither does.
    text = _ESCAPED_BLANK.sub(rf"\1{BLANK}", _CONTINUED.sub(r"\1", text))
    # The scanner of the grammar may crash on other characters; and so places count characters.
    plain = _NOT_ASCII.sub("x", text).encode("ascii")
    parser = _parser()
    try:
        tree = parser.parse(
            lambda at, _: plain[at:], progress_callback=lambda *_: time.monotonic() > deadline
        )
    except ValueError:
        parser.reset()
        return None
    return SyntaxNode(tree.root_node, text)


def statements(node: SyntaxNode) -> Iterator[tuple[SyntaxNode, bool]]:
    """The statements within, in order; True with those that run in the background.

    A loop, not a recursion: `a && b && …` nests as deeply as it is long.
    """
    left = [(node, False)]
    while left:
        node, aside = left.pop()
        if aside or node.type not in _HOLDERS:
            yield node, aside
            continue
        followed = list(zip_longest(node.children, node.children[1:]))
        left += [
            (each, follower is not None and follower.type == "&")
            for each, follower in reversed(followed)
            if each and each.named
        ]


def substitutions(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """The outermost `$(…)` and `<(…)` below a node."""
    left = [node]
    while left:
        node = left.pop()
        if node.type in _SUBSTITUTIONS:
            yield node
        else:
            left += reversed(node.parts)
