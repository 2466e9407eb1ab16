"""Suppressions in documents: which findings they silence, and which of them silence nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from aos_check.finding import Place
from aos_check.model import Ignore, Project
from aos_check.rules.rule import Rule, Suppressions


class Silence:
    """The suppressions of all documents; it remembers which of their codes were of use."""

    def __init__(self, projects: Iterable[Project]) -> None:
        self._ignores = tuple(
            dict.fromkeys(
                ignore
                for project in projects
                for document in project.all_documents()
                for ignore in document.ignores
            )
        )
        self._used: set[tuple[Ignore, str]] = set()

    def covers(self, rule: Rule, at: Place) -> bool:
        """True when a suppression with a reason speaks of `rule` at that place."""
        useful = {
            (ignore, word)
            for ignore in self._ignores
            if ignore.reason and ignore.at.path == at.path and ignore.line in {None, at.line}
            for word in ignore.codes
            if is_named(rule, word)
        }
        self._used |= useful
        return bool(useful)

    def account(self, unjudged: Collection[Rule]) -> Suppressions:
        """What DOC007 is about, once every rule has spoken.

        A word that names one of the `unjudged` rules may well silence something another time.
        """
        idle = [
            replace(ignore, codes=words)
            for ignore in self._ignores
            if ignore.reason and ((words := self._idle(ignore, unjudged)) or not ignore.codes)
        ]
        unreasoned = [ignore for ignore in self._ignores if not ignore.reason]
        return Suppressions(tuple(idle), tuple(unreasoned))

    def _idle(self, ignore: Ignore, unjudged: Collection[Rule]) -> tuple[str, ...]:
        """The words of `ignore` that silence nothing."""
        return tuple(
            word
            for word in ignore.codes
            if (ignore, word) not in self._used
            and not any(is_named(rule, word) for rule in unjudged)
        )


def is_named(rule: Rule, word: str) -> bool:
    """True when `word` is the rule's code, a prefix of it, or its name."""
    return bool(word) and (rule.code.startswith(word.upper()) or rule.name == word.lower())
