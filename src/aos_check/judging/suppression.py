"""Suppressions in documents: which findings they silence, and which of them silence nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import NamedTuple

from aos_check.judging.rule_names import words_for
from aos_check.model.document import Ignore
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.rule import Rule, Suppressions


class Suppressor:
    """The suppressions of all documents; it remembers which of their codes were of use."""

    def __init__(
        self, projects: Iterable[Project], allowed: Collection[Ignore] | None = None
    ) -> None:
        ignores = ignores_of(projects)
        self._ignores = ignores if allowed is None else without_new(ignores, allowed)
        # Both may be many, so that no ignore is looked at for each finding, nor the reverse.
        self._spoken = {
            _Word(ignore.at.path, ignore.line, word.lower())
            for ignore in self._ignores
            if ignore.reason
            for word in ignore.codes
        }
        self._used: set[_Word] = set()

    def covers(self, rule: Rule, at: Place) -> bool:
        """True when a suppression with a reason speaks of `rule` at that place."""
        useful = {
            word
            for name in words_for(rule)
            for word in (_Word(at.path, at.line, name), _Word(at.path, None, name))
            if word in self._spoken
        }
        self._used |= useful
        return bool(useful)

    def account(self, known: Iterable[Rule], unjudged: Collection[Rule]) -> Suppressions:
        """What DOC007 is about, once every rule has spoken. `known` are all rules there are.

        A word that names one of the `unjudged` rules may well silence something another time.
        """
        open_names = {name for rule in unjudged for name in words_for(rule)}
        idle = [
            ignore._replace(codes=words)
            for ignore in self._ignores
            if ignore.reason and ((words := self._idle(ignore, open_names)) or not ignore.codes)
        ]
        unreasoned = [ignore for ignore in self._ignores if not ignore.reason]
        names = tuple(name for rule in known for name in (rule.code, rule.name))
        return Suppressions(tuple(idle), tuple(unreasoned), names)

    def _idle(self, ignore: Ignore, open_names: Collection[str]) -> tuple[str, ...]:
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
    """Those of `ignores` that are among the `known`; lines may have moved in the meantime."""
    left = Counter(map(_saying, known))
    kept = []
    for ignore in ignores:
        if left[_saying(ignore)] > 0:
            left[_saying(ignore)] -= 1
            kept.append(ignore)
    return tuple(kept)


def _saying(ignore: Ignore) -> tuple[str, tuple[str, ...], str, bool, str]:
    return ignore.at.path, ignore.codes, ignore.reason, ignore.line is None, ignore.text


class _Word(NamedTuple):
    """A word of a suppression, in lower case, with the file and the line that it speaks of."""

    path: str
    line: int | None
    word: str
