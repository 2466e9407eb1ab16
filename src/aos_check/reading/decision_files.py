"""Finds the files of a tree that may contain decisions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

_FOLDERS = (
    ("docs", "architecture", "decisions"),
    ("docs", "adr"),
    ("doc", "adr"),
    ("docs", "adrs"),
    ("docs", "decisions"),
    ("adr",),
    ("adrs",),
    ("decisions",),
)
_LAST = frozenset(folder[-1] for folder in _FOLDERS)
# These folders contain samples and other projects, not a project's own records.
_SAMPLES = frozenset(
    {
        "test", "tests", "testdata", "spec", "fixture", "fixtures", "__fixtures__", "example",
        "examples", "sample", "samples", "template", "templates", "vendor", "third_party",
        "node_modules",
    }
)  # fmt: skip
_SUFFIXES = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class DecisionFiles:
    """The files of one project that may contain decisions: one in a record, many in a log."""

    records: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.records or self.logs)


def find_decisions(
    paths: Iterable[str], homes: Sequence[str] = (), extra: Sequence[str] = ()
) -> dict[str, DecisionFiles]:
    """The decision files by the root of their project ("" at the top).

    `homes` are the folders with a layout's artifacts, `extra` are more folders or logs.
    """
    roots = {posixpath.dirname(home) for home in homes}
    records: dict[str, list[str]] = {}
    logs: dict[str, list[str]] = {}
    for path in sorted(paths):
        if not path.lower().endswith(_SUFFIXES) or is_no_decision(path):
            continue
        below = _extra_place(path, extra)
        root = _root_of(path, homes, roots) if below is None else _nearest(path, roots, default="")
        if root is not None:
            kind = logs if below == "" or _is_log(path, homes) else records
            kind.setdefault(root, []).append(path)
    return {
        root: DecisionFiles(tuple(records.get(root, ())), tuple(logs.get(root, ())))
        for root in sorted({*records, *logs})
    }


def _extra_place(path: str, extra: Sequence[str]) -> str | None:
    """The part of the path below one of the extra places; "" if the path is such a place."""
    for place in (one.strip("/").removeprefix("./") for one in extra):
        if path == place or place in ("", ".") or path.startswith(f"{place}/"):
            return path[len(place) :]
    return None


def _root_of(path: str, homes: Sequence[str], roots: Collection[str]) -> str | None:
    for home in homes:
        if path.startswith(f"{home}/product/decisions/") or _is_log(path, [home]):
            return posixpath.dirname(home)
    parts = path.lower().split("/")[:-1]
    if _LAST.isdisjoint(parts):
        return None
    for index in range(len(parts)):
        for folder in _FOLDERS:
            if tuple(parts[index : index + len(folder)]) == folder:
                above = "/".join(path.split("/")[:index])
                if len(folder) == 1 and above not in {"", *roots}:
                    continue
                return _owner(above, roots)
    return None


def _owner(folder: str, roots: Collection[str]) -> str | None:
    """The root of the project that owns `folder`: the nearest with a home, else the folder."""
    if folder not in roots and _SAMPLES.intersection(folder.lower().split("/")):
        return None
    return _nearest(f"{folder}/", roots, default=folder)


def _nearest(path: str, roots: Collection[str], *, default: str) -> str:
    above = [root for root in roots if not root or path.startswith(f"{root}/")]
    return max(above, key=len, default=default)


def _is_log(path: str, homes: Iterable[str]) -> bool:
    return any(path.lower() == f"{home}/product/decisions.md".lower() for home in homes)


_NO_DECISIONS = frozenset(
    {"readme", "index", "_index", "toc", "summary", "contributing", "changelog", "glossary"}
)
# The file name of a template contains only these words.
_TEMPLATE_WORDS = frozenset(
    {
        "", "adr", "adrs", "madr", "nygard", "decision", "decisions", "record", "records", "dec",
        "architecture", "architectural", "short", "long", "full", "bare", "minimal", "the", "new",
        "example", "nnn", "nnnn", "xxx", "xxxx", "title", "template", "templates",
    }
)  # fmt: skip
_TEMPLATES = frozenset({"template", "templates", "nnn", "nnnn", "xxx", "xxxx"})


@lru_cache(maxsize=1 << 16)
def is_no_decision(path: str) -> bool:
    """True for an overview, a template, or a file in a folder of templates."""
    *folders, name = path.lower().split("/")
    stem = posixpath.splitext(name)[0]
    if re.sub(r"^(?:adrs?|\d+)[-_ ]|[-_ ]adrs?$", "", stem) in _NO_DECISIONS:
        return True
    words = set(re.split(r"[-_. ]+|\d+", stem))
    is_template = bool(words & _TEMPLATES) and words <= _TEMPLATE_WORDS
    return is_template or not {"template", "templates"}.isdisjoint(folders)
