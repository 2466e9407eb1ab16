"""Writing a new decision in the form of the newest one."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from typing import NamedTuple

from aos_check.model.decision import Decision
from aos_check.reading.decision_names import read_name, read_title
from aos_check.setup.file_edits import FileEdit

FORMS = ("nygard", "madr")
"""The forms of a decision in a separate file. Each has a template."""

_FOLDERS = ("docs/decisions", "docs/adr", "doc/adr", "docs/adrs", "docs/architecture/decisions")
_FIRST = "0001"


class NewDecision(NamedTuple):
    """The decision to write."""

    title: str
    slug: str
    now: datetime

    @property
    def heading(self) -> str:
        """The title without a leading number or date."""
        return read_title(self.title).text

    @property
    def date(self) -> str:
        """The date in the form that decisions use."""
        return f"{self.now:%Y-%m-%d}"


@dataclass(frozen=True, slots=True)
class DecisionFolder:
    """The decisions of a project and the paths of its files. `read` returns the text of a file."""

    root: str
    decisions: Sequence[Decision]
    paths: Iterable[str]
    read: Callable[[str], str]

    def newest(self) -> Decision | None:
        """The decision that a new one is modelled on."""
        return max(self.decisions, key=_age, default=None)

    def is_log(self, decision: Decision) -> bool:
        """True if the decision's file has several decisions, or is named `decisions.md`."""
        path = decision.at.path
        shared = sum(each.at.path == path for each in self.decisions) > 1
        return shared or posixpath.basename(path).lower() == "decisions.md"

    def heading_of(self, decision: Decision) -> str:
        """The first line of the decision."""
        lines = self.read(decision.at.path).splitlines()
        return lines[decision.at.line - 1] if decision.at.line <= len(lines) else ""


def _age(decision: Decision) -> tuple[str, int]:
    return decision.date or "", decision.number or 0


def _filled(template: str, **values: str) -> str:
    text = (Path(__file__).parent / f"{template}.md").read_text("utf-8")
    return Template(text).substitute(values)


# A decision in a separate file


def new_record(records: DecisionFolder, wanted: NewDecision, form: str | None) -> FileEdit:
    """A file for the decision, next to the newest one and named like it."""
    written = [each for each in records.decisions if not records.is_log(each)]
    same = [each for each in written if each.form == form]
    like = max(same or written, key=_age, default=None)
    if like is None:
        form = form or "nygard"
        path = posixpath.join(_folder(records), f"{_FIRST}-{wanted.slug}.md")
        heading = wanted.heading if form == "madr" else f"1. {wanted.heading}"
    else:
        form = form or like.form
        folder, file = posixpath.split(like.at.path)
        stem, suffix = posixpath.splitext(file)
        number = _next_number(path for path in records.paths if posixpath.dirname(path) == folder)
        path = posixpath.join(folder, _stem(stem, number, wanted) + suffix)
        heading = _like(records.heading_of(like).lstrip("# "), like.number, number, wanted.heading)
    template = "madr" if form == "madr" else "nygard"
    return FileEdit(
        path, None, _filled(template, heading=heading or wanted.heading, date=wanted.date)
    )


def _folder(records: DecisionFolder) -> str:
    """The first usual folder for decisions that has files, else the first usual folder."""
    folders = [posixpath.join(records.root, folder) for folder in _FOLDERS]
    used = (each for each in folders if any(path.startswith(f"{each}/") for path in records.paths))
    return next(used, folders[0])


def _next_number(paths: Iterable[str]) -> int:
    digits = (read_name(path).digits for path in paths)
    return max((int(each) for each in digits if each), default=0) + 1


def _stem(like: str, number: int, wanted: NewDecision) -> str:
    """The name of the file, in the form of another one."""
    name = read_name(like)
    words = re.sub(r"^\D*\d+[-_. ]*", "", like) if name.digits else like
    slug = wanted.slug.replace("-", "_") if "_" in words and "-" not in words else wanted.slug
    if name.date:
        return f"{wanted.date}-{slug}"
    if found := re.match(rf"(\D*){name.digits}([-_. ]*)", like) if name.digits else None:
        return f"{found[1]}{_padded(number, name.digits)}{found[2] or '-'}{slug}"
    return slug


def _padded(number: int, like: str) -> str:
    return f"{number:0{len(like)}}" if like.startswith("0") else str(number)


def _like(heading: str, old: int | None, number: int, title: str) -> str:
    """A heading with its number in the same place as in `heading`; "" if that has no number."""
    found = re.match(r"([^\d\n]{0,40}?)(\d{1,5})([^\w\n]{1,4})(?=\w)", heading)
    if not found or old is None or int(found[2]) != old:
        return ""
    return f"{found[1]}{_padded(number, found[2])}{found[3]}{title}"


# An entry in a log


def new_entry(records: DecisionFolder, wanted: NewDecision, path: str) -> FileEdit:
    """The log with one more entry: at the end, or at the start if the newest comes first."""
    entries = [each for each in records.decisions if each.at.path == path]
    before = records.read(path) if path in records.paths else None
    text = _entry(records, entries, wanted)
    if before is None or not before.strip():
        return FileEdit(path, before, f"# Decisions\n\n{text}")
    lines = before.splitlines(keepends=True)
    at = entries[0].at.line - 1 if _newest_first(entries) else len(lines)
    added = f"{text}\n" if at < len(lines) else f"{_gap(before)}{text}"
    if "\r\n" in before:
        added = added.replace("\n", "\r\n")
    return FileEdit(path, before, "".join([*lines[:at], added, *lines[at:]]))


def _gap(text: str) -> str:
    """The line ends to add so that the text ends with an empty line."""
    ended = text.replace("\r\n", "\n")
    return "" if ended.endswith("\n\n") else "\n" if ended.endswith("\n") else "\n\n"


def _newest_first(entries: Sequence[Decision]) -> bool:
    return len(entries) > 1 and _age(entries[0]) > _age(entries[-1])


def _entry(records: DecisionFolder, entries: Sequence[Decision], wanted: NewDecision) -> str:
    like = max(entries, key=_age, default=None)
    number = max((each.number or 0 for each in entries), default=0) + 1
    line = records.heading_of(like) if like else "## "
    heading = _like(line.lstrip("# "), like.number, number, wanted.heading) if like else ""
    facts = {"Date": wanted.date} if heading else {"ID": _id(like, number)}
    rows = [f"**{key}:** {value}" for key, value in facts.items() if value]
    return _filled(
        "entry",
        level="#" * (len(line) - len(line.lstrip("#")) or 2),
        heading=heading or f"{wanted.date}: {wanted.heading}",
        facts="\n".join([*rows, "**Status:** Proposed"]),
    )


def _id(like: Decision | None, number: int) -> str:
    """The id that follows that of another entry; "" if that has none."""
    if like is None:
        return f"DEC-{number:03}"
    digits = re.search(r"\d+$", like.id)
    if like.number is None or not digits:
        return ""
    return like.id[: digits.start()] + _padded(number, digits[0])
