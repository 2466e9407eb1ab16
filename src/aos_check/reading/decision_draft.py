"""Drafts of decisions, which are not linked to other decisions yet."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from aos_check.model.decision import DecisionStatus
from aos_check.model.finding import Place
from aos_check.reading.decision_facts import Fact, Facts, read_facts
from aos_check.reading.decision_files import is_named_log, is_no_decision
from aos_check.reading.decision_log import read_entries
from aos_check.reading.decision_names import (
    DecisionTitle,
    Name,
    canonical_prefix,
    read_name,
    read_title,
)
from aos_check.reading.decision_references import GENERIC
from aos_check.reading.decision_sections import Part, names_part, read_parts
from aos_check.reading.decision_status import read_status, read_status_lines
from aos_check.reading.expressions import expression
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile


@dataclass(slots=True)
class DecisionDraft:
    """A decision whose references to others are still text.

    `above` is the heading around the entry of a log.
    """

    path: str
    at: Place
    form: str
    title: DecisionTitle
    name: Name | None
    lines: Sequence[MarkdownLine]
    facts: Facts
    parts: list[Part]
    front: str = ""
    above: str = ""
    id: str = ""
    prefix: str = ""
    digits: str = ""
    scheme: str = ""
    status: DecisionStatus = DecisionStatus.NONE
    status_fact: Fact | None = None
    status_line: int = 0
    numbers: list[tuple[str, int, Place]] = field(default_factory=list)

    @property
    def number(self) -> int | None:
        """The number's value."""
        return int(self.digits) if self.digits else None

    @property
    def status_text(self) -> str:
        """The status as written."""
        return self.status_fact.lines[self.status_line] if self.status_fact else ""


def record_of(page: SourceFile) -> list[DecisionDraft]:
    """The decision in a file, or all of them if the file is really a log."""
    draft = draft_of(page)
    if is_template(draft):
        return []
    if draft.name and not draft.name.digits:
        is_log = is_named_log(posixpath.basename(page.path))
        entries = [entry for entry in entries_of(page) if entry.digits or is_log]
        if len(entries) > 1:
            return entries
    return [draft] if _is_decision(draft) else []


_TITLE_KEY = expression(r"^title:[ \t]+([\"']?)(.+?)\1[ \t]*$", re.MULTILINE)


def draft_of(page: SourceFile) -> DecisionDraft:
    """The whole file as one decision, even if it is not one."""
    heading = next((line for line in page.lines if line.kind is LineKind.HEADING), None)
    if heading and names_part(heading.text):
        heading = None
    name = read_name(page.path)
    front = page.front.split("\n") if page.front else []
    titled = _TITLE_KEY.search(page.front)
    draft = DecisionDraft(
        path=page.path,
        at=page.at(heading) if heading else Place(page.path),
        form="",
        title=read_title(
            heading.text if heading else titled[2] if titled else name.stem, name.prefix
        ),
        name=name,
        lines=page.lines,
        facts=read_facts(page.path, page.lines, heading, front),
        parts=read_parts([line for line in page.lines if line is not heading]),
        front=page.front,
    )
    draft.form = _form(draft)
    _set_id(draft)
    _set_status(draft)
    return draft


def entries_of(page: SourceFile) -> list[DecisionDraft]:
    """The entries of a log."""
    drafts = []
    for entry in read_entries(page.lines):
        draft = DecisionDraft(
            path=page.path,
            at=page.at(entry.heading),
            form="agent-os" if entry.is_agent_os else "log",
            title=read_title(entry.heading.text),
            name=None,
            lines=(entry.heading, *entry.inside),
            facts=read_facts(page.path, entry.inside, None, ()),
            parts=read_parts(entry.inside),
            above=entry.above,
        )
        _set_id(draft)
        _set_status(draft)
        drafts.append(draft)
    return drafts


_MADR = re.compile(
    r"context and problem statement|decision outcome|contexte et enonce|resultat de la decision"
    r"|kontext und problem|entscheidungsergebnis|ergebnis der entscheidung|resultado da decisao"
    r"|contexto e (?:enunciado|declarac)|contexto y (?:planteamiento|declarac|problema)"
    r"|resultado de la decision"
    r"|contesto e (?:enunciato|problema)|esito della decisione"
)


def _form(draft: DecisionDraft) -> str:
    if any(_MADR.search(part.key) for part in draft.parts):
        return "madr"
    return "agent-os" if "/product/decisions/" in f"/{draft.path}" else "nygard"


def _is_decision(draft: DecisionDraft) -> bool:
    """True if the file looks like a decision; with a number or date, less evidence is needed."""
    roles = {role for part in draft.parts for role in part.roles}
    named = (draft.name and (draft.name.digits or draft.name.date)) or draft.title.digits
    if named:
        return bool(roles or draft.facts.get("status"))
    known = draft.status not in (DecisionStatus.NONE, DecisionStatus.OTHER)
    return "decision" in roles and (known or len(roles) > 1)


_PLACEHOLDER = re.compile(r"\W*[\[{<].*[\]}>]\W*")


def is_template(draft: DecisionDraft) -> bool:
    """True for a blank template, even if its file has another name."""
    if is_no_decision(draft.path):
        return True
    # A copy of the template with a number is a decision that is being written.
    if draft.number not in (None, 0):
        return False
    if _PLACEHOLDER.fullmatch(draft.title.text):
        return True
    date = draft.facts.get("date")
    unset = draft.status_text and draft.status is DecisionStatus.NONE
    return bool(unset and date and _PLACEHOLDER.fullmatch(date.text[:200]))


_ID = re.compile(r"\W{0,3}([A-Za-z][A-Za-z -]{0,20}?)?[-_ #]{0,2}(\d{1,5})(?![\d-]*\d)")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a decision as written; `where` is its source in words."""

    where: str
    prefix: str
    digits: str
    at: Place


def _numbers(draft: DecisionDraft) -> Iterator[_Number]:
    """Every number of the decision; other decisions refer to the first."""
    if draft.name and draft.name.digits:
        yield _Number("file name", draft.name.prefix, draft.name.digits, Place(draft.path))
    fact = draft.facts.get("id")
    if fact and (match := _ID.match(fact.text.strip("`* "))):
        yield _Number("ID", canonical_prefix(match[1] or ""), match[2], fact.places[0])
    if draft.title.digits:
        yield _Number("title", draft.title.prefix, draft.title.digits, draft.at)


def _set_id(draft: DecisionDraft) -> None:
    found = list(_numbers(draft))
    draft.numbers = [(number.where, int(number.digits), number.at) for number in found]
    draft.digits = found[0].digits if found else ""
    same = [number.prefix for number in found if int(number.digits) == draft.number]
    draft.prefix = next(filter(None, same), "")
    stem = draft.name.stem if draft.name else draft.title.text
    draft.id = (f"{draft.prefix}-{draft.digits}" if draft.prefix else draft.digits) or stem
    folder = posixpath.dirname(draft.path) if draft.name else draft.path
    # The prefixes in numbered file names separate two series of numbers in one folder. `0001-` and
    # `ADR-0001-` are two spellings of one number.
    named = draft.name.prefix if draft.name and draft.name.digits else draft.prefix
    draft.scheme = f"{folder}/{'' if named in GENERIC else named}"


_IN_TITLE = re.compile(
    r"[\[(]((?:proposed|accepted|rejected|deprecated|superseded|draft)\b[^\])\[(]{0,60})[\])]\s*$",
    re.IGNORECASE,
)


def _set_status(draft: DecisionDraft) -> None:
    if fact := draft.facts.get("status"):
        draft.status_fact = fact
        draft.status, draft.status_line = read_status_lines(fact.lines)
    elif found := _IN_TITLE.search(draft.title.text):
        draft.status_fact = Fact((found[1],), (draft.at,))
        draft.status = read_status(found[1])
