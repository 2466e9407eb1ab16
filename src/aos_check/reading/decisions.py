"""Reads decision records and decision logs, and links the decisions to one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aos_check.model.decision import Decision
from aos_check.model.document import Mark, Section
from aos_check.model.finding import Place
from aos_check.reading.decision_dates import read_date
from aos_check.reading.decision_draft import (
    DecisionDraft,
    draft_of,
    entries_of,
    is_template,
    record_of,
)
from aos_check.reading.decision_files import DecisionFiles
from aos_check.reading.decision_names import read_name
from aos_check.reading.decision_references import DecisionIndex
from aos_check.reading.decision_sections import Part, missing_parts
from aos_check.reading.decision_status import fold
from aos_check.reading.decision_substance import essence_of, substance_of
from aos_check.reading.decision_supersession import SUPERSEDED, predecessors, successor
from aos_check.reading.decision_topics import topics_of
from aos_check.reading.markdown import LineKind, without_comments
from aos_check.reading.page import OpenPage, SourceFile


def read_decisions(files: DecisionFiles, open_page: OpenPage) -> tuple[Decision, ...]:
    """Every decision in the files, records before logs, in the order of their paths."""
    records = filter(None, map(open_page, files.records))
    logs = filter(None, map(open_page, files.logs))
    drafts = [draft for page in records for draft in record_of(page)]
    drafts += [draft for page in logs for draft in entries_of(page)]
    index = DecisionIndex(drafts)
    return tuple(_decision(draft, index) for draft in drafts)


def unread_decisions(
    files: DecisionFiles, decisions: Iterable[Decision], open_page: OpenPage
) -> tuple[Mark, ...]:
    """The files that look like decisions but contain none, with the reason."""
    read = {decision.at.path for decision in decisions}
    unread = []
    for path in (*files.records, *files.logs):
        page = open_page(path) if path not in read else None
        if page and (reason := _unread_reason(page, is_log=path in files.logs)):
            unread.append(Mark(reason, Place(path)))
    return tuple(unread)


def _unread_reason(page: SourceFile, *, is_log: bool) -> str:
    if is_log:
        sections = [line for line in page.lines if line.kind is LineKind.HEADING and line.level > 1]
        return "no entry of this decision log can be read" if sections else ""
    named = read_name(page.path)
    if not (named.digits or named.date) or is_template(draft_of(page)):
        return ""
    return "the file is named like a decision, but has neither a status nor a decision's section"


def _decision(draft: DecisionDraft, index: DecisionIndex) -> Decision:
    date, date_text, date_at = _date(draft)
    fact = draft.status_fact
    superseded_by, in_part = successor(draft, index)
    supersedes = predecessors(draft, index)
    return Decision(
        id=draft.id,
        number=draft.number,
        title=draft.title.text,
        status=draft.status,
        status_text=draft.status_text,
        at=draft.at,
        form=draft.form,
        status_at=fact.places[draft.status_line] if fact else None,
        date=date,
        date_text=date_text,
        date_at=date_at,
        superseded_by=superseded_by,
        in_part=in_part,
        supersedes=tuple(supersedes),
        amends=tuple(id_ for id_, in_part in supersedes.items() if in_part),
        mentions=_mentions(draft, index),
        sections=tuple(_section(part, draft.path) for part in draft.parts),
        numbers=tuple(draft.numbers),
        scheme=draft.scheme,
        lacks=_lacks(draft),
        substance=substance_of(draft.parts),
        essence=essence_of(draft.parts, draft.lines if draft.name is None else ()),
        topics=tuple(topics_of(draft)),
    )


def _section(part: Part, path: str) -> Section:
    return Section(
        part.title, part.level, Place(path, part.line.number, part.line.column), part.empty
    )


def _date(draft: DecisionDraft) -> tuple[str | None, str, Place | None]:
    """The date, its text, and its place if it has its own key.

    The date is taken from a log entry's title, else from its own key, the status, the title, the
    file name, or another date's key.
    """
    fact = draft.facts.get("date")
    if not draft.name and draft.title.date and read_date(draft.title.date):
        return read_date(draft.title.date), draft.title.date, None
    if fact:
        return read_date(fact.text), fact.text, fact.places[0]
    inside = draft.status_fact.lines if draft.status_fact else ()
    other = draft.facts.get("other date")
    name = draft.name.date if draft.name else ""
    for text in (*inside, draft.title.date, name, other.text if other else ""):
        if date := read_date(text):
            return date, text, None
    return (None, other.text, other.places[0]) if other else (None, draft.title.date, None)


def _mentions(draft: DecisionDraft, index: DecisionIndex) -> frozenset[str]:
    found: set[str] = set()
    for text in _texts(draft):
        supersedes = bool(SUPERSEDED.search(fold(text)))
        references = index.references(text, bare=supersedes)
        named = [index.find(reference, draft) for reference in references]
        if supersedes:
            named.append(index.titled(text, draft))
        found.update(each.id for each in named if each and each.id != draft.id)
    return frozenset(found)


def _texts(draft: DecisionDraft) -> Iterator[str]:
    yield from draft.front.split("\n")
    for line in draft.lines:
        if line.kind is not LineKind.CODE:
            yield without_comments(line.text)


def _lacks(draft: DecisionDraft) -> tuple[str, ...]:
    """The missing parts that the decision's form requires. MADR requires no consequences."""
    if draft.form == "log":
        return ()
    missing = missing_parts(draft.parts)
    return tuple(part for part in missing if draft.form != "madr" or part != "consequences")
