"""An HTML page as a tree of elements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "br", "hr", "img", "input", "use", "rect", "circle", "line", "path"}


@dataclass
class Node:
    """An element: its name, its attributes, and the elements and text inside it."""

    name: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    inside: list[Node | str] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        yield self
        for each in self.inside:
            if isinstance(each, Node):
                yield from each.walk()

    def all(self, name: str, **wanted: str) -> list[Node]:
        wanted = {key.rstrip("_"): value for key, value in wanted.items()}
        return [
            node
            for node in self.walk()
            if node.name == name
            and all(value in node.attributes.get(key, "").split() for key, value in wanted.items())
        ]

    def parts(self) -> Iterator[str]:
        for each in self.inside:
            if isinstance(each, Node):
                yield from each.parts()
            else:
                yield each

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.parts()).split())


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.stack = [Node()]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].inside.append(node)
        if tag not in VOID:
            self.stack.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node = Node(tag, {key: value or "" for key, value in attrs})
        self.stack[-1].inside.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop().name == tag

    def handle_data(self, data: str) -> None:
        self.stack[-1].inside.append(data)


def read(html: str) -> Node:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert len(reader.stack) == 1, "every element is closed"
    return reader.stack[0]
