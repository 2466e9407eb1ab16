"""Reads JSON and YAML into plain values with line numbers. The only module that uses yaml."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from aos_check.model.wording import shortened

if TYPE_CHECKING:
    import yaml

MAX_NESTING = 100
"""The deepest nesting of lists and mappings."""

MAX_VALUES = 100_000
"""The maximum number of values in a text, including those that aliases repeat."""

MAX_YAML = 128 * 1024
"""The maximum length of YAML in characters; the parser takes a second for each 100,000."""

MAX_DIGITS = 400
"""The maximum number of digits in an integer; converting a million takes minutes."""

Path: TypeAlias = tuple[str | int, ...]


class UnreadableDataError(Exception):
    """Text that cannot be read as JSON or YAML; the message completes "cannot be read: …"."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


class Span(NamedTuple):
    """The start and end of a value in its text; `begin` is the start of its key, if it has one."""

    begin: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Data:
    """A value with the line of each key, and the keys that one mapping has twice.

    For YAML, `lines` has the line of each item of a list too. For JSON, `spans` has the span of
    each value, and `starts` the position of each line.
    """

    value: Any
    lines: Mapping[Path, int]
    repeated: tuple[tuple[str, int], ...] = ()
    spans: Mapping[Path, Span] = field(default_factory=dict)
    starts: Sequence[int] = ()

    def line_of(self, *path: str | int) -> int:
        """The line on which the value at `path` of a JSON text starts."""
        return bisect_right(self.starts, self.spans[path].start)

    def line(self, *path: str | int) -> int:
        """The line of the key at `path`, or of the nearest key around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_json(text: str) -> Data:
    """The value of a JSON text. For a repeated key the last value counts.

    Raises UnreadableDataError.
    """
    value = load_json(text)
    walk = _Walk(text)
    walk.value(())
    starts = [0, *(found.end() for found in re.finditer("\n", text))]
    return Data(value, walk.lines, tuple(walk.repeated), walk.spans, starts)


def load_json(text: str) -> Any:  # noqa: ANN401 - what JSON holds
    """The value of a JSON text without its lines, which may be nested deeply.

    Raises UnreadableDataError.
    """
    try:
        # The check of each number doubles the time.
        return json.loads(text, parse_int=_integer if _LONG_NUMBER.search(text) else None)
    except json.JSONDecodeError as error:
        problem = error.msg[0].lower() + error.msg[1:]
        raise UnreadableDataError(f"it is not JSON: {problem}", error.lineno) from None
    except RecursionError:
        raise UnreadableDataError(_TOO_DEEP) from None


_LONG_NUMBER = re.compile(rf"(?<!\d)\d{{{MAX_DIGITS + 1}}}")
_TOO_DEEP = f"it nests deeper than {MAX_NESTING} levels"
_TOO_MANY = f"it has more than {MAX_VALUES:,} values"


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise UnreadableDataError(f"it has a number with more than {MAX_DIGITS} digits")
    return int(digits)


# Used only on valid JSON, in which every string ends, so it does not backtrack.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


class _Walk:
    """Walks through valid JSON to find what the parser does not report."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self.spans: dict[Path, Span] = {}
        self._text = text
        self._tokens = _TOKEN.finditer(text)
        self._token = next(self._tokens)
        self._line = 1 + text.count("\n", 0, self._token.start())
        self._count = 0

    def value(self, path: Path, begin: int | None = None) -> None:
        """Record the next value and all values in it. Raises UnreadableDataError."""
        start, end = self._token.span()
        match self._token[0]:
            case "{":
                end = self._inside(path, self._members)
            case "[":
                end = self._inside(path, self._items)
            case token:
                self._plain(token)
        self.spans[path] = Span(start if begin is None else begin, start, end)
        self._advance()

    def _inside(self, path: Path, walk: Callable[[Path], None]) -> int:
        """Record the values between two brackets, and return the end of the second bracket."""
        self._count_one()
        if len(path) >= MAX_NESTING:
            raise UnreadableDataError(_TOO_DEEP, self._line)
        self._advance()
        walk(path)
        return self._token.end()

    def _members(self, path: Path) -> None:
        keys: set[str] = set()
        while self._token[0] != "}":
            key, begin = self._plain(self._token[0]), self._token.start()
            if key in keys:
                self.repeated.append((key, self._line))
            keys.add(key)
            below = (*path, key)
            self.lines[below] = self._line
            self._advance()
            self._advance()  # past the colon
            self.value(below, begin)
            self._pass_comma()

    def _items(self, path: Path) -> None:
        index = 0
        while self._token[0] != "]":
            self.value((*path, index))
            self._pass_comma()
            index += 1

    def _plain(self, token: str) -> str:
        """The text of a string, or any other token unchanged."""
        if "\\" not in token:
            return token.strip('"')
        text: str = json.loads(token)
        _refuse_lone_surrogates(text, self._line)
        return text

    def _pass_comma(self) -> None:
        if self._token[0] == ",":
            self._count_one()
            self._advance()

    def _count_one(self) -> None:
        """Count a value: each opening bracket and each comma stands for one."""
        self._count += 1
        if self._count > MAX_VALUES:
            raise UnreadableDataError(_TOO_MANY, self._line)

    def _advance(self) -> None:
        before = self._token.start()
        self._token = next(self._tokens, self._token)
        self._line += self._text.count("\n", before, self._token.start())


def _refuse_lone_surrogates(text: str, line: int) -> None:
    """Refuse text that no output can encode: an escape may name half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnreadableDataError("it has half of a surrogate pair", line) from None


def read_yaml(text: str) -> Data:
    """The value of a YAML text, with keys and dates as text.

    For a repeated key the last value counts. Raises UnreadableDataError.
    """
    if len(text) > MAX_YAML:
        raise UnreadableDataError(f"it is longer than {MAX_YAML:,} characters")
    values = _Values()
    root = _compose(text)
    return Data(values.of(root) if root else None, values.lines, tuple(values.repeated))


def _compose(text: str) -> yaml.Node | None:
    import yaml

    class Loader(yaml.SafeLoader):
        depth = 0

        def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
            self.depth += 1
            if self.depth > MAX_NESTING:
                at = self.peek_event()  # type: ignore[no-untyped-call]
                raise UnreadableDataError(_TOO_DEEP, at.start_mark.line + 1)
            node = super().compose_node(parent, index)
            self.depth -= 1
            return node

    try:
        return Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = shortened(error.problem or error.context or "", _LONGEST)
        line = mark.line + 1 if mark else 1
        raise UnreadableDataError(f"it is not YAML: {problem}", line) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableDataError("it is not YAML: it has a control character", line) from None
    except RecursionError:
        raise UnreadableDataError(_TOO_DEEP) from None
    except (ValueError, OverflowError):
        # yaml passes "\UFFFFFFFF" to chr(), and a version of a thousand digits to int().
        raise UnreadableDataError("it is not YAML: it has a number out of range") from None


_LONGEST = 80


class _Values:
    """Converts YAML nodes to plain values and collects their lines."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self._count = 0

    def of(self, node: yaml.Node, path: Path = ()) -> object:
        """The value of the `node` at `path`. Raises UnreadableDataError."""
        from yaml import ScalarNode, SequenceNode

        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MAX_VALUES:
            raise UnreadableDataError(_TOO_MANY, line)
        if len(path) > MAX_NESTING:  # an alias may repeat the value that contains it
            raise UnreadableDataError(_TOO_DEEP, line)
        tag = node.tag.removeprefix("tag:yaml.org,2002:")
        if tag not in _TAGS:
            shown = shortened(tag, _LONGEST)
            raise UnreadableDataError(f"it uses the tag {shown!r}, which is not supported", line)
        if isinstance(node, ScalarNode):
            _refuse_lone_surrogates(node.value, line)
            return _scalar(tag, node.value)
        if isinstance(node, SequenceNode):
            return self._items(node.value, path)
        return self._mapping(node.value, path)

    def _items(self, nodes: list[yaml.Node], path: Path) -> list[object]:
        below = [((*path, index), node) for index, node in enumerate(nodes)]
        self.lines.update((item, node.start_mark.line + 1) for item, node in below)
        return [self.of(node, item) for item, node in below]

    def _mapping(self, pairs: list[tuple[yaml.Node, yaml.Node]], path: Path) -> dict[str, object]:
        from yaml import ScalarNode

        mapping: dict[str, object] = {}
        for key_node, value_node in pairs:
            line = key_node.start_mark.line + 1
            if key_node.tag.endswith(":merge") or not isinstance(key_node, ScalarNode):
                raise UnreadableDataError("it has a key that is not plain text", line)
            key = key_node.value
            _refuse_lone_surrogates(key, line)
            if key in mapping:
                self.repeated.append((key, line))
            below = (*path, key)
            self.lines[below] = line
            mapping[key] = self.of(value_node, below)
        return mapping


_TAGS = frozenset({"null", "bool", "int", "float", "str", "timestamp", "value", "seq", "map"})


def _scalar(tag: str, text: str) -> object:
    """The value of a scalar. A time such as 1:30, which YAML treats as a number, stays text."""
    try:
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() in ("yes", "true", "on")
            case "int":
                return _yaml_integer(text)
            case "float":
                return float(re.sub(r"_|\.(?=inf|nan)", "", text.lower()))
            case _:
                return text
    except ValueError:
        return text


def _yaml_integer(text: str) -> int | str:
    digits = text.replace("_", "")
    if len(digits) > MAX_DIGITS:
        return text
    octal = re.fullmatch(r"[-+]?0[0-7]+", digits)
    return int(digits, 8) if octal else int(digits, 0)
