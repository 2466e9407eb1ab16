"""JSON and YAML text as plain values that know their lines: the only door to yaml."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import yaml

MAX_NESTING = 100
"""How many lists and mappings may stand inside one another."""

MAX_VALUES = 100_000
"""How many values a text may hold, those that its aliases repeat included."""

MAX_YAML = 128 * 1024
"""How many characters of YAML are read: its parser takes a second for each 100,000."""

MAX_DIGITS = 400
"""How many digits a whole number may have; converting a million of them takes minutes."""

Path: TypeAlias = tuple[str | int, ...]


class UnreadableDataError(Exception):
    """Text that cannot be read as JSON or YAML; the message completes "cannot be read: …"."""

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True, slots=True)
class Data:
    """A value with the line of each of its keys, and the keys that one mapping gives twice."""

    value: Any
    lines: Mapping[Path, int]
    repeated: tuple[tuple[str, int], ...] = ()

    def line(self, *path: str | int) -> int:
        """The line of the key at `path`, or of the nearest key around it."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.lines:
                return self.lines[path[:length]]
        return 1


def read_json(text: str) -> Data:
    """The value of a JSON text; of a repeated key the last counts. Raises UnreadableDataError."""
    try:
        value = json.loads(text, parse_int=_whole_number)
    except json.JSONDecodeError as error:
        problem = error.msg[0].lower() + error.msg[1:]
        raise UnreadableDataError(f"it is not JSON: {problem}", error.lineno) from None
    except RecursionError:
        raise UnreadableDataError(_TOO_DEEP) from None
    outline = _Outline()
    outline.walk(text)
    return Data(value, outline.lines, tuple(outline.repeated))


_TOO_DEEP = f"it nests deeper than {MAX_NESTING} levels"
_TOO_MANY = f"it holds more than {MAX_VALUES:,} values"


def _whole_number(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise UnreadableDataError(f"it holds a number of more than {MAX_DIGITS} digits")
    return int(digits)


# Only ever met with valid JSON, where each string ends: no second try, so no backtracking.
_TOKEN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]')


class _Outline:
    """Walks a text that is known to be JSON, for what the parser does not tell."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self._keys: list[set[str] | None] = []  # of each open mapping; None stands for a list
        self._path: list[str | int] = []  # of the value that comes next
        self._at_key = False
        self._count = 0

    def walk(self, text: str) -> None:
        """Note the line of every key. Raises UnreadableDataError."""
        line, counted = 1, 0
        for token in _TOKEN.finditer(text):
            line += text.count("\n", counted, token.start())
            counted = token.start()
            match token[0]:
                case "{" | "[" as mark:
                    self._count_one(line)
                    self._open(line, mapping=mark == "{")
                case "}" | "]":
                    self._keys.pop()
                    self._path.pop()
                    self._at_key = False
                case ",":
                    self._count_one(line)
                    self._next()
                case ":":
                    self._at_key = False
                case string:
                    self._string(string, line)

    def _count_one(self, line: int) -> None:
        """A value comes with each bracket, which stands for the first in it, and each comma."""
        self._count += 1
        if self._count > MAX_VALUES:
            raise UnreadableDataError(_TOO_MANY, line)

    def _open(self, line: int, *, mapping: bool) -> None:
        if len(self._keys) >= MAX_NESTING:
            raise UnreadableDataError(_TOO_DEEP, line)
        self._keys.append(set() if mapping else None)
        self._path.append("" if mapping else 0)
        self._at_key = mapping

    def _next(self) -> None:
        index = self._path[-1]
        if self._keys[-1] is None and isinstance(index, int):
            self._path[-1] = index + 1
        else:
            self._at_key = True

    def _string(self, token: str, line: int) -> None:
        text = token[1:-1]
        if "\\" in token:
            text = json.loads(token)
            _refuse_half_characters(text, line)
        keys = self._keys[-1] if self._at_key else None
        if keys is None:
            return
        if text in keys:
            self.repeated.append((text, line))
        keys.add(text)
        self._path[-1] = text
        self.lines[tuple(self._path)] = line


def _refuse_half_characters(text: str, line: int) -> None:
    """Refuse what no output can encode: an escape may name one half of a surrogate pair."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UnreadableDataError("it holds one half of a surrogate pair", line) from None


def read_yaml(text: str) -> Data:
    """The value of a YAML text, its keys and dates as text; of a repeated key the last counts.

    Raises UnreadableDataError.
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
        problem = _brief(error.problem or error.context or "")
        line = mark.line + 1 if mark else 1
        raise UnreadableDataError(f"it is not YAML: {problem}", line) from None
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise UnreadableDataError("it is not YAML: it holds a control character", line) from None
    except RecursionError:
        raise UnreadableDataError(_TOO_DEEP) from None
    except (ValueError, OverflowError):
        # "\UFFFFFFFF" and a version of a thousand digits get as far as chr() and int().
        raise UnreadableDataError("it is not YAML: it holds a number out of range") from None


def _brief(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


_LONGEST = 80


class _Values:
    """Makes values of YAML nodes, which know their lines; nothing of any other type comes out."""

    def __init__(self) -> None:
        self.lines: dict[Path, int] = {}
        self.repeated: list[tuple[str, int]] = []
        self._count = 0

    def of(self, node: yaml.Node, path: Path = ()) -> object:
        """The value of `node`, which stands at `path`. Raises UnreadableDataError."""
        from yaml import ScalarNode, SequenceNode

        line = node.start_mark.line + 1
        self._count += 1
        if self._count > MAX_VALUES:
            raise UnreadableDataError(_TOO_MANY, line)
        if len(path) > MAX_NESTING:  # an alias may stand inside what it repeats
            raise UnreadableDataError(_TOO_DEEP, line)
        tag = node.tag.removeprefix("tag:yaml.org,2002:")
        if tag not in _TAGS:
            raise UnreadableDataError(f"it uses the tag {_brief(tag)!r}, not read here", line)
        if isinstance(node, ScalarNode):
            _refuse_half_characters(node.value, line)
            return _scalar(tag, node.value)
        if isinstance(node, SequenceNode):
            return [self.of(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._mapping(node.value, path)

    def _mapping(self, pairs: list[tuple[yaml.Node, yaml.Node]], path: Path) -> dict[str, object]:
        from yaml import ScalarNode

        mapping: dict[str, object] = {}
        for key_node, value_node in pairs:
            line = key_node.start_mark.line + 1
            if key_node.tag.endswith(":merge") or not isinstance(key_node, ScalarNode):
                raise UnreadableDataError("it has a key that is not plain text", line)
            key = key_node.value
            _refuse_half_characters(key, line)
            if key in mapping:
                self.repeated.append((key, line))
            below = (*path, key)
            self.lines[below] = line
            mapping[key] = self.of(value_node, below)
        return mapping


_TAGS = frozenset({"null", "bool", "int", "float", "str", "timestamp", "value", "seq", "map"})


def _scalar(tag: str, text: str) -> object:
    """The value of a plain word; what YAML calls a number and nobody would (1:30) stays text."""
    try:
        match tag:
            case "null":
                return None
            case "bool":
                return text.lower() in ("yes", "true", "on")
            case "int":
                return _yaml_number(text)
            case "float":
                return float(re.sub(r"_|\.(?=inf|nan)", "", text.lower()))
            case _:
                return text
    except ValueError:
        return text


def _yaml_number(text: str) -> int | str:
    digits = text.replace("_", "")
    if len(digits) > MAX_DIGITS:
        return text
    octal = re.fullmatch(r"[-+]?0[0-7]+", digits)
    return int(digits, 8) if octal else int(digits, 0)
