"""Parsing bash with tree-sitter."""

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
"""The most characters to parse: a text full of errors takes quadratic time and memory."""


class SyntaxNode:
    """A node of the tree, with its text."""

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
        """The source of the node."""
        return self.between(self.start, self.end)

    def between(self, start: int, end: int) -> str:
        """A part of the source."""
        return self._source[start:end].replace(BLANK, "\\ ")

    @property
    def children(self) -> list[SyntaxNode]:
        """The child nodes, with operators and keywords."""
        return [SyntaxNode(each, self._source) for each in self._raw.children]

    @property
    def parts(self) -> list[SyntaxNode]:
        """The child nodes, without operators and keywords."""
        return [SyntaxNode(each, self._source) for each in self._raw.named_children]

    def field(self, name: str) -> list[SyntaxNode]:
        """The child nodes that have this name in the grammar."""
        return [SyntaxNode(each, self._source) for each in self._raw.children_by_field_name(name)]


# Nodes that only contain statements.
_CONTAINERS = {
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
    # Imported here, because only shell commands need them.
    import tree_sitter
    import tree_sitter_bash

    return tree_sitter.Parser(tree_sitter.Language(tree_sitter_bash.language()))


def parse(text: str, deadline: float) -> SyntaxNode | None:
    """The tree of a text, which may have syntax errors; None if parsing takes too long."""
    # tree-sitter ends a word at an escaped blank or line end. Bash does not.
    text = _ESCAPED_BLANK.sub(rf"\1{BLANK}", _CONTINUED.sub(r"\1", text))
    # Only ASCII: other characters can crash the scanner, and byte offsets are character offsets.
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
    """The statements in a node, in order, each with True if it runs in the background.

    A loop, not a recursion: the nesting of `a && b && …` is as deep as the text is long.
    """
    left = [(node, False)]
    while left:
        node, background = left.pop()
        if background or node.type not in _CONTAINERS:
            yield node, background
            continue
        followed = list(zip_longest(node.children, node.children[1:]))
        left += [
            (each, follower is not None and follower.type == "&")
            for each, follower in reversed(followed)
            if each and each.named
        ]


def substitutions(node: SyntaxNode) -> Iterator[SyntaxNode]:
    """The outermost `$(…)` and `<(…)` in a node."""
    left = [node]
    while left:
        node = left.pop()
        if node.type in _SUBSTITUTIONS:
            yield node
        else:
            left += reversed(node.parts)
