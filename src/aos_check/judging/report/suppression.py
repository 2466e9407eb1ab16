"""Suppressions in documents: which findings they silence, and which of them are unused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from aos_check.judging.selection import words_for
from aos_check.model.document import Ignore
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.rule import Rule, Suppressions


class Suppressor:
    """Applies the suppressions of all documents, and remembers which of their words were used."""

    def __init__(
        self, projects: Iterable[Project], allowed: Collection[Ignore] | None = None
    ) -> None:
        ignores = ignores_of(projects)
        self._ignores = ignores if allowed is None else without_new(ignores, allowed)
        # A set, because both suppressions and findings may be many.
        self._words = {
            _Word(ignore.at.path, ignore.line, word.lower())
            for ignore in self._ignores
            if ignore.reason
            for word in ignore.codes
        }
        self._used: set[_Word] = set()

    def covers(self, rule: Rule, at: Place) -> bool:
        """Return True if a suppression with a reason names `rule` at that place."""
        useful = {
            word
            for name in words_for(rule)
            for word in (_Word(at.path, at.line, name), _Word(at.path, None, name))
            if word in self._words
        }
        self._used |= useful
        return bool(useful)

    def suppressions(self, known: Iterable[Rule], unjudged: Collection[Rule]) -> Suppressions:
        """Return the input of DOC007, after every other rule has run. `known` are all rules.

        A word that names one of the `unjudged` rules is not unused: it may silence something in
        another run.
        """
        open_names = {name for rule in unjudged for name in words_for(rule)}
        unused = [
            ignore._replace(codes=words)
            for ignore in self._ignores
            if ignore.reason and ((words := self._unused(ignore, open_names)) or not ignore.codes)
        ]
        unreasoned = [ignore for ignore in self._ignores if not ignore.reason]
        names = tuple(name for rule in known for name in (rule.code, rule.name))
        return Suppressions(tuple(unused), tuple(unreasoned), names)

    def _unused(self, ignore: Ignore, open_names: Collection[str]) -> tuple[str, ...]:
        """The words of `ignore` that silence nothing."""
        return tuple(
            word
            for word in ignore.codes
            if word.lower() not in open_names
            and _Word(ignore.at.path, ignore.line, word.lower()) not in self._used
        )


def ignores_of(projects: Iterable[Project]) -> tuple[Ignore, ...]:
    """All suppressions in the documents of the projects."""
    return tuple(
        dict.fromkeys(
            ignore
            for project in projects
            for document in project.all_documents()
            for ignore in document.ignores
        )
    )


def without_new(ignores: Iterable[Ignore], known: Iterable[Ignore]) -> tuple[Ignore, ...]:
    """The `ignores` that are also in `known`, even if their lines have moved."""
    left = Counter(map(_content, known))
    kept = []
    for ignore in ignores:
        if left[_content(ignore)] > 0:
            left[_content(ignore)] -= 1
            kept.append(ignore)
    return tuple(kept)


def _content(ignore: Ignore) -> tuple[str, tuple[str, ...], str, bool, str]:
    return ignore.at.path, ignore.codes, ignore.reason, ignore.line is None, ignore.text


class _Word(NamedTuple):
    """A word of a suppression, in lower case, with its file and line; None for the whole file."""

    path: str
    line: int | None
    word: str
