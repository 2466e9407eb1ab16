"""The requirements that a task traces to, and what else its spec says about it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from posixpath import basename

from aos_check.judging.context.excerpts import Excerpts
from aos_check.judging.context.shared_words import most_alike
from aos_check.judging.context.subject import ContextSubject
from aos_check.model.document import Document, Role, Section
from aos_check.model.finding import Place
from aos_check.model.spec import Requirement, Spec
from aos_check.model.task import Task
from aos_check.model.task_context import Piece
from aos_check.progress.ids import is_named, plain
from aos_check.reading.expressions import expression

_SPEC_ROLES = (Role.REQUIREMENTS, Role.OVERVIEW, Role.DESIGN)
_MOST_SECTIONS = 4
_MOST_HEADINGS = 30


def requirement_pieces(subject: ContextSubject, task: Task, excerpts: Excerpts) -> Iterator[Piece]:
    """The requirements that the task, or else the nearest task around it, names."""
    for requirement in traced(subject, task):
        text = excerpts.at(requirement.at) or requirement.text
        yield Piece("requirement", requirement.id, text, requirement.at)


def traced(subject: ContextSubject, task: Task) -> list[Requirement]:
    """The requirements that the task, or else the nearest task around it, names."""
    around = [it for it in reversed(subject.parents()) if isinstance(it, Task)]
    names = next((it.requirements for it in (task, *around) if it.requirements), ())
    return list(_named(subject.spec, names))


def _named(spec: Spec, names: Sequence[str]) -> Iterator[Requirement]:
    """The requirements of these names. For 7.3 without a criterion of its own, 7 counts."""
    known = {plain(it.id) for it in spec.requirements}
    wanted = {plain(name) for name in names}
    wanted |= {name.rpartition(".")[0] for name in wanted if name not in known and "." in name}
    found = [it for it in spec.requirements if is_named(it.id, wanted)]
    inner = {it.at for it in found if "." in it.id}
    for each in found:
        # The text of a requirement has all of its criteria.
        above = each.id.rpartition(".")[0]
        if not (each.at in inner and above and plain(above) in wanted & known):
            yield each


def spec_pieces(
    subject: ContextSubject, words: frozenset[str], said: Collection[Place], excerpts: Excerpts
) -> Iterator[Piece]:
    """The goal of the spec, all headings, and the sections with words in common with the task.

    A section that begins with, or directly around, a place that was `said` is not repeated.
    """
    documents = [it for it in subject.spec.documents if it.role in _SPEC_ROLES]
    sections = [it for document in documents for it in document.sections]
    known: dict[str, list[int]] = {}
    for place in sorted(said):
        known.setdefault(place.path, []).append(place.line)
    own = {it.at: text for it in sections if (text := _worth(it, known, excerpts))}
    filled = [it for it in sections if it.at in own]
    alike = most_alike(words, filled, lambda it: f"{it.title} {own[it.at]}", _MOST_SECTIONS)
    goals = [it for it in filled if _GOAL.search(it.title)][:1]
    for section in goals:
        yield _piece(section, own)
    for document in documents:
        rest = [it for it in document.sections if it.at in own and it not in (*goals, *alike)]
        if rest and (text := _outline(document)):
            yield Piece("spec", f"all of {basename(document.path)}", text, document.at)
    for section in alike:
        if section not in goals:
            yield _piece(section, own)


def _piece(section: Section, own: Mapping[Place, str]) -> Piece:
    return Piece("spec", section.title, own[section.at], section.at)


def _worth(section: Section, said: Mapping[str, Sequence[int]], excerpts: Excerpts) -> str:
    """The own text of a section; "" if it says nothing new: metadata, links, or what is `said`."""
    lines = excerpts.own_lines(section)
    known = said.get(section.at.path, ())
    if bisect_left(known, section.at.line) < bisect_left(known, lines.stop):
        return ""
    text = excerpts.lines(section.at.path, lines)
    rows = text.split("\n")
    first = section.level == 1 and all(map(_METADATA.match, rows))
    return "" if first or all(map(_LINK.fullmatch, rows)) else text


_METADATA = expression(r"[>\s*-]*[\w /-]{1,30}\*{0,2}:|\s*$")
_LINK = expression(r"[-*\s]*(?:[\w ./-]{1,40}: )?(?:@\S+|\[[^\]]*\]\(\S+\))\s*|\s*")
_GOAL = expression(
    r"\b(?:goals?|overview|summary|introduction|purpose|why|description|objectives?|problem)\b|^story$",
    re.IGNORECASE,
)


def _outline(document: Document) -> str:
    """The headings of a document below its title, each with its line."""
    below = [it for it in document.sections if it.at != document.sections[0].at]
    top = min((it.level for it in below), default=0)
    shown = [it for it in below if it.level <= top + 1][:_MOST_HEADINGS]
    return " · ".join(f"{it.at.line} {it.title}" for it in shown)
