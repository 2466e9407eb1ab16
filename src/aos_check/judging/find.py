"""Finds requirements, decisions, standards, specs and tasks by words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import NamedTuple

from aos_check.judging.check_input import CheckInput
from aos_check.model.addresses import SpecDirectory, write
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import Role
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.progress.decisions import standing
from aos_check.reading.markdown import LineKind, MarkdownLine
from aos_check.reading.page import SourceFile, UnreadableFileError, read_page
from aos_check.reporters.decisions import name_of


class Match(NamedTuple):
    """Something that was found, with a short excerpt of its text.

    `kind` is requirement, decision, standard, spec or task.
    """

    kind: str
    title: str
    text: str
    at: Place


def find(opened: CheckInput, words: str, most: int = 20) -> list[Match]:
    """What fits the words best, in a stable order.

    What has all words comes before what has some. Rare words count more than frequent ones, and
    words in a title more than words in a text. Decisions that are not in force come last.
    """
    terms = _terms(words)
    if not terms:
        return []
    search = _Search(terms)
    hits = [hit for entry in _entries(opened) if (hit := search.hit(entry))]
    hits = _a_few_of_each(search.ranked(hits))
    return [_match(hit.entry, search) for hit in hits[:most]]


class _Entry(NamedTuple):
    """Something that can be found. `title` is what to show, `head` the words that it goes by.

    `about` are more words that it is found by. `essence` is what to show of the text, "" for the
    part with the words. Of the entries with the same `unit`, only the best are shown.
    """

    kind: str
    title: str
    head: str
    text: str
    at: Place
    about: str = ""
    unit: str = ""
    essence: str = ""
    holds: bool = True


class _Hit(NamedTuple):
    """An entry, and how often it has each term in its head and in its text."""

    entry: _Entry
    head: Counter[int]
    text: Counter[int]

    @property
    def terms(self) -> set[int]:
        return {*self.head, *self.text}


_MOST_TERMS = 12
_MOST_TEXT = 20_000  # characters of an entry that are searched
_MOST_OF_UNIT = 3
_EXCERPT = 160
_HEAD_WEIGHT = 3.0
_KIND_WEIGHT = {"task": 0.6}  # there are many, and requirements and decisions say why
_WORD = re.compile(r"[^\W_]+")
_STOP = frozenset(
    """
    a about all an and any are as at be by can do does for from has have how i if in into is it its
    me must my no not of on or our should so that the their there this to use used we what when
    where which who why will with you
    """.split()  # noqa: SIM905 - shorter
)


def _terms(words: str) -> list[str]:
    """The words to look for, in lower case, without those that every text has."""
    found = list(dict.fromkeys(_WORD.findall(words.lower()[:1000])))
    return ([word for word in found if word not in _STOP] or found)[:_MOST_TERMS]


_ENDINGS = re.compile(r"(?:ies|ing|ions?|ed|es|s|e|y)$")
_LEAST_STEM = 4


def _pattern(term: str) -> str:
    """A pattern for the word with other endings. A short word must be the whole word.

    A word may end before a capital, as the first one of `urlName` does.
    """
    stem = _ENDINGS.sub("", term)
    if len(stem) < _LEAST_STEM or not term.isalpha():
        return rf"(?i:{re.escape(term)})(?![a-z0-9])"
    ending = "[a-z]{0,5}(?![a-z0-9])" if term.isascii() else ""
    return rf"(?i:{re.escape(stem)}){ending}"


class _Search:
    """Looks for some terms in texts."""

    def __init__(self, terms: Sequence[str]) -> None:
        self._count = len(terms)
        choices = "|".join(f"({_pattern(term)})" for term in terms)
        self._pattern = re.compile(rf"(?<![A-Za-z0-9])(?:{choices})")
        self._entries: Counter[int] = Counter()
        self._all = 0
        self._size = 0

    def hit(self, entry: _Entry) -> _Hit | None:
        """The entry with the numbers of its terms; None if it has none."""
        self._all += 1
        head = self._counted(entry.head)
        text = self._counted(f"{entry.about} {entry.text}")
        self._size += len(entry.text)
        hit = _Hit(entry, head, text)
        self._entries.update(hit.terms)
        return hit if hit.terms else None

    def _counted(self, text: str) -> Counter[int]:
        found = self._pattern.finditer(text[:_MOST_TEXT])
        return Counter(match.lastindex or 0 for match in found)

    def ranked(self, hits: Iterable[_Hit]) -> list[_Hit]:
        """The hits, best first."""
        mean = self._size / max(self._all, 1) or 1
        return sorted(hits, key=lambda hit: self._key(hit, mean))

    def _key(self, hit: _Hit, mean: float) -> tuple[bool, bool, float, Place, str]:
        entry = hit.entry
        longer = 0.5 + 0.5 * min(len(entry.text), _MOST_TEXT) / mean
        score = 0.0
        for term in hit.terms:
            rarity = log(1 + self._all / self._entries[term])
            often = hit.text[term]
            in_text = often / (often + longer)
            score += rarity * (_HEAD_WEIGHT * (hit.head[term] > 0) + in_text)
        score *= _KIND_WEIGHT.get(entry.kind, 1.0)
        share = len(hit.terms) / self._count
        return not entry.holds, share < 1, -round(score * share, 6), entry.at, entry.title

    def first(self, text: str) -> int:
        """The position of the first term in the text, or 0."""
        found = self._pattern.search(text)
        return found.start() if found else 0


def _a_few_of_each(hits: Iterable[_Hit]) -> list[_Hit]:
    """The best hits of each unit, so that one spec or standard does not crowd out the others."""
    shown: Counter[str] = Counter()
    found = []
    for hit in hits:
        shown[hit.entry.unit] += 1
        if not hit.entry.unit or shown[hit.entry.unit] <= _MOST_OF_UNIT:
            found.append(hit)
    return found


def _match(entry: _Entry, search: _Search) -> Match:
    if entry.essence:
        return Match(entry.kind, entry.title, entry.essence, entry.at)
    text = " ".join(entry.text[:_MOST_TEXT].split())
    start = max(search.first(text) - _EXCERPT // 3, 0)
    start = text.find(" ", start, start + 20) + 1 if start else 0
    excerpt = text[start:]
    if len(excerpt) > _EXCERPT:
        end = excerpt.rfind(" ", _EXCERPT // 2, _EXCERPT)
        excerpt = f"{excerpt[: end if end > 0 else _EXCERPT]}…"
    return Match(entry.kind, entry.title, f"{'…' if start else ''}{excerpt}", entry.at)


# What can be found


def _entries(opened: CheckInput) -> Iterator[_Entry]:
    pages = _Pages(opened)
    directory = SpecDirectory(opened.specs)
    yield from _decisions(opened.projects)
    for project in opened.projects:
        for path in sorted(set(project.standards.values())):
            yield from _standard(path, pages)
        for spec in project.specs:
            yield from _spec(spec, directory.name(spec), pages)


class _Pages:
    """The pages of the tree."""

    def __init__(self, opened: CheckInput) -> None:
        self._opened = opened

    def prose(self, path: str) -> tuple[MarkdownLine, ...]:
        """The lines of a document that are neither code nor comments; none if it is unreadable."""
        page = self._page(path)
        return page.prose if page else ()

    def _page(self, path: str) -> SourceFile | None:
        try:
            snapshot = self._opened.snapshot
            return snapshot.pages.page(path) if snapshot else read_page(self._opened.tree, path)
        except UnreadableFileError:
            return None


def _decisions(projects: Sequence[Project]) -> Iterator[_Entry]:
    found = standing(projects)
    holding = {each.decision.at for each in found.in_force}
    for project in projects:
        for decision in project.decisions:
            holds = decision.at in holding
            mark = "" if holds else f" ({_mark(decision)})"
            yield _Entry(
                "decision",
                f"{name_of(decision)}{mark}",
                f"{decision.id} {decision.title}",
                decision.substance or decision.essence,
                decision.at,
                " ".join(decision.topics),
                essence=decision.essence,
                holds=holds,
            )


def _mark(decision: Decision) -> str:
    """Why a decision is not in force."""
    if decision.status in (DecisionStatus.OTHER, DecisionStatus.NONE):
        return "its status is unclear"
    if decision.superseded_by:
        return f"superseded by {decision.superseded_by}"
    replaced = decision.status is DecisionStatus.ACCEPTED
    return "superseded" if replaced else decision.status.value


def _standard(path: str, pages: _Pages) -> Iterator[_Entry]:
    """The sections of a standard."""
    name = path.rpartition("/")[2].rpartition(".")[0].replace("-", " ")
    title, heading, at = "", "", Place(path)
    below: list[str] = []

    def entry() -> _Entry:
        shown = " › ".join(dict.fromkeys(filter(None, (title or name, heading))))
        return _Entry("standard", shown, f"{name} {shown}", " ".join(below), at, unit=path)

    for line in pages.prose(path):
        if line.kind is not LineKind.HEADING:
            below.append(line.text)
            continue
        if below:
            yield entry()
        title, heading = title or line.text, line.text
        at, below = Place(path, line.number, line.column), []
    yield entry()


_TOLD_IN = (Role.REQUIREMENTS, Role.OVERVIEW)
_MOST_OF_SPEC = 4000


def _spec(spec: Spec, name: str, pages: _Pages) -> Iterator[_Entry]:
    """The spec, its requirements and its tasks."""
    title = spec.title or spec.slug.replace("-", " ")
    about = f"{title} {spec.id.replace('-', ' ')}"
    text = " ".join(_introduction(spec, pages))[:_MOST_OF_SPEC]
    yield _Entry("spec", title, about, text, spec.at)
    for requirement in spec.requirements:
        shown = f"{requirement.id} ({name})"
        yield _Entry("requirement", shown, requirement.id, requirement.text, requirement.at, about)
    for task in spec.all_tasks():
        shown = f"{write(name, task.id)} {task.title}"
        yield _Entry(
            "task", shown, f"{task.id} {task.title}", task.group, task.at, about, unit=spec.path
        )


def _introduction(spec: Spec, pages: _Pages) -> Iterator[str]:
    """What the documents of a spec say before its first requirement, which is found by itself."""
    first: dict[str, int] = {}
    for each in spec.requirements:
        first[each.at.path] = min(each.at.line, first.get(each.at.path, each.at.line))
    for document in spec.documents:
        if document.role in _TOLD_IN:
            end = first.get(document.path, document.lines + 1)
            lines = pages.prose(document.path)
            yield from (line.text for line in lines if line.number < end)
