"""Recognizes changes that only change versions in manifests, which need no task."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping

from aos_check.model.change import PathChange
from aos_check.model.tree import Tree
from aos_check.reading.code_files import is_dockerfile, may_hold_versions
from aos_check.reading.expressions import expression

_LARGEST = 1 << 20

# The number of a port, an address such as `127.0.0.1` and a limit such as `100` are no versions.
_VERSION = expression(
    r"(?:(?<![0-9.])[~^]?v?\d+(?:\.\d+){1,2}(?!\d|\.\d)"  # 1.2, v1.2.3, ^1.2
    r"|(?<![\w.])v\d+(?![\w.])"  # v4
    r"|(?:(?<=[~^])|(?<=[<>=~!]=)|(?<=[,\s\"'][<>]))\d+(?!\.?\d)"  # ^18, >=3
    r"|(?<=[A-Za-z_/-]:)\d{1,2}(?![\d.:/])"  # node:22
    r"|(?m:^)\d+(?=\s*(?m:$)))"  # 22 in a line of its own
    r"(?:[A-Za-z][0-9A-Za-z]*)?(?:[-+.][0-9A-Za-z]+)*"  # 1.2rc1, 22-alpine
)
_PIN = expression(r"@sha\d+:[0-9a-f]+")
_DIGEST = expression(r"\bsha\d+[:-][0-9A-Za-z+/=]{32,}|\b[0-9a-f]{40,128}\b")
_IMAGE = expression(r"(?i:\s*(?:FROM|ARG|ENV)\s)")  # a version in another line is part of a command
_DIGEST_LINE = expression(r"\s*(?:--hash=)?#[,;\\\s]*\Z")


def only_versions(
    changes: Iterable[PathChange],
    code: Collection[str],
    tree_of: Callable[[Mapping[str, str]], Tree],
) -> bool:
    """True if all code that changes is versions in manifests. Raises MissingObjectError."""
    changed = [each for each in changes if not set(code).isdisjoint(each.paths)]
    return all(map(_is_edit, changed)) and all(
        _masked(tree_of({path: each.before_id}), path)
        == _masked(tree_of({path: each.after_id}), path)
        for each in changed
        for path in each.paths
    )


def _is_edit(change: PathChange) -> bool:
    """True for a manifest that was changed in place, and is a file with the same mode."""
    path = change.after
    return (
        path is not None
        and path == change.before
        and may_hold_versions(path)
        and change.before_mode == change.after_mode
        and change.after_mode.startswith("100")
    )


def _masked(tree: Tree, path: str) -> list[str] | object:
    """The lines with each version replaced, without the lines of digests only.

    For a file that is no text of a usual size, an object that equals nothing else.
    """
    content = tree.read(path, _LARGEST + 1)
    if len(content) > _LARGEST or b"\0" in content:
        return object()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return object()
    if is_dockerfile(path):
        return [_mask(line) if _IMAGE.match(line) else line for line in text.splitlines()]
    return [line for line in _mask(text).splitlines() if not _DIGEST_LINE.match(line)]


def _mask(text: str) -> str:
    return _VERSION.sub("0", _DIGEST.sub("#", _PIN.sub("", text)))
