"""Finds the files of a tree that may contain decisions."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from aos_check.reading.expressions import expression
from aos_check.reading.spec_places import EXAMPLES

# Code may have such folders too, so outside of the usual places only numbered files count, and in a
# folder called "decisions" only those below a folder of documents.
_COMMON = frozenset({"decision", "decisions"})
_FOLDER = expression(
    r"(?:m?adrs?|(?:(?:architectur(?:e|al)|technical|design|product)[-_ ]?)?decisions?)"
    r"(?:[-_ ]?(?:records?|logs?))?"
)
_DOCUMENTS = frozenset({"doc", "docs", "documentation", "documents", "architecture"})
# These folders contain samples and other projects, not a project's own records. Hidden folders
# belong to tools.
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


NO_HOMES: Mapping[str, str] = MappingProxyType({})


def find_decisions(
    paths: Iterable[str], homes: Mapping[str, str] = NO_HOMES, extra: Sequence[str] = ()
) -> dict[str, DecisionFiles]:
    """The decision files by the root of their project ("" at the top).

    `homes` are the folders with a layout's artifacts, with their roots. `extra` are more folders or
    logs.
    """
    roots = set(homes.values())
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


def _root_of(path: str, homes: Mapping[str, str], roots: Collection[str]) -> str | None:
    for home, root in homes.items():
        if path.startswith(f"{home}/"):
            is_record = _is_record(path[len(home) + 1 :]) or _is_log(path, [home])
            return root if is_record else None
    *folders, file = path.lower().split("/")
    place = records_among(folders)
    if place is None:
        return None
    end = next((i for i, name in enumerate(folders[:place]) if name in _DOCUMENTS), place)
    above = "/".join(path.split("/")[:end])
    usual = folders[place - 1] in _DOCUMENTS if end < place else above in {"", *roots}
    numbered = any(map(str.isdecimal, file)) and (end < place or folders[place] not in _COMMON)
    return _owner(above, roots) if usual or numbered else None


def records_among(folders: Sequence[str]) -> int | None:
    """The index of the first folder that is named like one of decision records."""
    return next((i for i, name in enumerate(folders) if _FOLDER.fullmatch(name)), None)


def _is_record(below: str) -> bool:
    """True for a file in a folder of records, or with a record's name; `below` is inside a home."""
    *folders, name = below.lower().split("/")
    named = name.startswith(("adr-", "adr_")) or is_named_log(name)
    named = named or records_among(folders) is not None
    return named and EXAMPLES.isdisjoint(folders)


def is_named_log(name: str) -> bool:
    """True for a file that is named like a decision log."""
    return posixpath.splitext(name.lower())[0] in _LOGS


_LOGS = frozenset({"decisions", "decision-log", "decision_log", "decisions-log", "decisions_log"})


def _owner(folder: str, roots: Collection[str]) -> str | None:
    """The root of the project that owns `folder`: the nearest with a home, else the folder."""
    inside = folder.lower().split("/")
    hidden = any(name.startswith(".") for name in inside)
    if folder not in roots and (hidden or _SAMPLES.intersection(inside)):
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
# A spec may be called "adr" too.
_OF_SPECS = frozenset(
    {"spec", "design", "plan", "proposal", "requirements", "tasks", "research", "skill"}
)
# The file name of a template contains only these words.
_TEMPLATE_WORDS = frozenset(
    {
        "", "adr", "adrs", "madr", "nygard", "decision", "decisions", "record", "records", "dec",
        "architecture", "architectural", "short", "long", "full", "bare", "minimal", "the", "new",
        "example", "nnn", "nnnn", "xxx", "xxxx", "title", "template", "templates",
        "modele", "modelo", "vorlage",
    }
)  # fmt: skip
_TEMPLATES = frozenset(
    {"template", "templates", "modele", "modelo", "vorlage", "nnn", "nnnn", "xxx", "xxxx"}
)


@lru_cache(maxsize=1 << 16)
def is_no_decision(path: str) -> bool:
    """True for an overview, a template, or a file in a folder of templates."""
    *folders, name = path.lower().split("/")
    stem = posixpath.splitext(name)[0]
    if stem in _OF_SPECS or re.sub(r"^(?:adrs?|\d+)[-_ ]|[-_ ]adrs?$", "", stem) in _NO_DECISIONS:
        return True
    words = set(re.split(r"[-_. ]+|\d+", stem))
    is_template = bool(words & _TEMPLATES) and words <= _TEMPLATE_WORDS
    return is_template or not {"template", "templates"}.isdisjoint(folders)
