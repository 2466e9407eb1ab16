"""Adding our hooks to `.claude/settings.json`, next to any others, and removing them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any

from aos_check.model.errors import CannotCheckError
from aos_check.reading.lines import ended_like
from aos_check.reading.structured import Path, Span, UnreadableDataError, read_json
from aos_check.setup.file_edits import Removal

FILE = ".claude/settings.json"

_INDENT = "  "
_WORDS = re.compile(r'\[(?:\s*"[^",]*",?)+\s*\]')
_LEFT = "hooks of aos-check were changed: remove them by hand"


@lru_cache(maxsize=1)
def hooks() -> Mapping[str, Any]:
    """Our hooks in the form of the settings: groups of handlers by event."""
    text = (FilePath(__file__).parent / "claude-code.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["hooks"]
    return found


def _whole() -> str:
    return _written({"hooks": hooks()}, _INDENT) + "\n"


def _written(value: object, unit: str) -> str:
    """The value as JSON, with lists of words on one line."""
    text = json.dumps(value, indent=unit)
    return _WORDS.sub(lambda found: re.sub(r"\n\s*", "", found[0]).replace(",", ", "), text)


def _read(text: str) -> dict[str, Any]:
    """The settings. Raises CannotCheckError if they are broken."""
    try:
        data = read_json(text)
    except UnreadableDataError as error:
        raise CannotCheckError(f"{FILE}:{error.line}: {error}", "fix the file") from error
    if data.repeated:
        key, line = data.repeated[0]
        raise CannotCheckError(f"{FILE}:{line}: the key {key} occurs twice", "keep one of them")
    for path, wanted in _misshapen(data.value):
        name = ".".join(path) or "the file"
        raise CannotCheckError(
            f"{FILE}:{data.line(*path)}: {name} is not a JSON {wanted}",
            f"replace it by the {wanted} that Claude Code expects",
        )
    settings: dict[str, Any] = data.value
    return settings


def _misshapen(value: object) -> Iterator[tuple[tuple[str, ...], str]]:
    """The paths of values that Claude Code would not accept, and the type that it expects."""
    hooks = value.get("hooks", {}) if isinstance(value, dict) else {}
    if not isinstance(value, dict):
        yield (), "object"
    elif not isinstance(hooks, dict):
        yield ("hooks",), "object"
    else:
        for event, groups in hooks.items():
            if not isinstance(groups, list):
                yield ("hooks", event), "array"


def _groups(settings: Mapping[str, Any]) -> Iterator[tuple[str, int, Any]]:
    """Every group of hooks, with its event and its index."""
    for event, groups in settings.get("hooks", {}).items():
        yield from ((event, index, group) for index, group in enumerate(groups))


def _is_ours(group: object) -> bool:
    """True for a group that runs aos-check."""
    handlers = group.get("hooks") if isinstance(group, dict) else None
    return isinstance(handlers, list) and any(
        isinstance(handler, dict) and "aos-check" in str(handler.get("command"))
        for handler in handlers
    )


def has_hooks(settings: Mapping[str, Any]) -> bool:
    """True if our hooks already run, by the settings or by the plugin."""
    plugins = settings.get("enabledPlugins")
    enabled = plugins.items() if isinstance(plugins, dict) else ()
    by_plugin = any(name.startswith("aos-check@") and on for name, on in enabled)
    return by_plugin or any(_is_ours(group) for _, _, group in _groups(settings))


# Add


def with_hooks(text: str | None) -> str:
    """The settings with our hooks; unchanged if they have any. Raises CannotCheckError."""
    if text is None:
        return _whole()
    if not text.strip():
        return text + ended_like(text, _whole()).rstrip()
    before = _read(text)
    if has_hooks(before):
        return text
    after = _added(text, before.get("hooks"))
    if _read(after) != _merged(before):
        raise CannotCheckError(
            f"{FILE}: aos-check finds no safe place in it to add hooks",
            "add them by hand, or leave this part out",
        )
    return after


def _added(text: str, there: Mapping[str, Any] | None) -> str:
    """The text with our hooks after any others."""
    if there is None:
        return _insert(text, (), "hooks", hooks())
    for event, groups in hooks().items():
        if event not in there:
            text = _insert(text, ("hooks",), event, groups)
        for group in groups if event in there else ():
            text = _insert(text, ("hooks", event), None, group)
    return text


def _merged(before: Mapping[str, Any]) -> dict[str, Any]:
    there: Mapping[str, Any] = before.get("hooks", {})
    ours = {event: [*there.get(event, []), *groups] for event, groups in hooks().items()}
    return {**before, "hooks": {**there, **ours}}


def _insert(text: str, into: Path, key: str | None, value: object) -> str:
    """The text with one more member or item at the end of the value at the path `into`."""
    spans = read_json(text).spans
    last = _last_in(spans, into)
    at = last.end if last else spans[into].start + 1
    unit = _unit(text, spans)
    indent = _indent_at(text, last.begin) if last else None
    indent = unit * (len(into) + 1) if indent is None else indent
    name = "" if key is None else f"{json.dumps(key)}: "
    written = name + _written(value, unit).replace("\n", f"\n{indent}")
    added = ended_like(text, f"{',' if last else ''}\n{indent}{written}")
    return text[:at] + added + text[at:]


def _last_in(spans: Mapping[Path, Span], path: Path) -> Span | None:
    inside = [span for each, span in spans.items() if each and each[:-1] == path]
    return max(inside, default=None)


def _indent_at(text: str, at: int) -> str | None:
    """The indentation before a position; None if its line has anything else before it."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line if not line.strip() else None


def _unit(text: str, spans: Mapping[Path, Span]) -> str:
    """The indentation of one level, taken from the first key."""
    first = min((span for path, span in spans.items() if len(path) == 1), default=None)
    shown = _indent_at(text, first.begin) if first else None
    return shown or _INDENT


# Remove


def without_hooks(text: str) -> Removal:
    """The settings without what `with_hooks` added. Raises CannotCheckError."""
    if not text.strip():
        return Removal(text)
    if text == _whole():
        return Removal(None)
    if text.strip() == ended_like(text, _whole()).strip() and not text.endswith("\n"):
        return Removal(text[: len(text) - len(text.lstrip())])
    after = text
    while found := next(_exactly_ours(_read(after)), None):
        after = _delete(after, found)
    if not _keeps_the_rest(_read(after), _read(text)):
        return Removal(text, _LEFT)
    return Removal(after, _LEFT if any(_is_ours(each[2]) for each in _groups(_read(after))) else "")


def _keeps_the_rest(after: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """True if only our hooks, and objects with nothing else in them, are gone."""
    rest = [each for each in _groups(before) if each[2] not in hooks().get(each[0], ())]
    return [(event, group) for event, _, group in rest] == [
        (event, group) for event, _, group in _groups(after)
    ] and all(after.get(key) == value for key, value in before.items() if key != "hooks")


def _exactly_ours(settings: Mapping[str, Any]) -> Iterator[Path]:
    for event, index, group in _groups(settings):
        if group in hooks().get(event, ()):
            yield ("hooks", event, index)


def _delete(text: str, path: Path) -> str:
    """The text without the value at `path`, and without its container if that becomes empty."""
    spans = read_json(text).spans
    own, siblings = spans[path], _siblings(spans, path)
    before = [each for each in siblings if each.end <= own.begin]
    after = [each for each in siblings if each.begin >= own.end]
    if before:
        return text[: before[-1].end] + text[own.end :]
    if after:
        return text[: own.begin] + text[after[0].begin :]
    around = spans[path[:-1]]
    # If a line end follows, `init` added the list as a whole. Otherwise it filled an empty list.
    if "\n" in text[own.end : around.end] and len(path) > 1:
        return _delete(text, path[:-1])
    return text[: around.start + 1] + text[own.end :]


def _siblings(spans: Mapping[Path, Span], path: Path) -> list[Span]:
    return sorted(
        span for each, span in spans.items() if each[:-1] == path[:-1] and each not in ((), path)
    )
