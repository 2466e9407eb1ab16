"""Finds the tasks and groups that a sentence in a task file is about.

In Spec Kit, `Foundational` and `US1` mean the phases `## Phase 2: Foundational` and
`## Phase 3: User Story 1`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from aos_check.reading.expressions import expression
from aos_check.reading.task_tree import GroupDraft, Needs

_TITLE = expression(
    r"\W*phase\s*\#?\d+[a-z]?\W+(?:(?:user\s+story|us)[\s#-]{0,3}(?P<story>\d{1,3}[a-z]?)\b"
    r"(?!\s*(?:,|and\b|&|/|-|–)\s*(?:us)?\d)|(?P<stage>setup|foundation))",
    re.IGNORECASE,
)
_LONGEST_NUMBER = 6


class NamedWork:
    """The tasks and groups of a file by word and id, and phases by their stage or story."""

    def __init__(self, groups: Sequence[GroupDraft]) -> None:
        self._groups = groups
        self._phases = _phases_by_name(groups)
        self._needs: dict[tuple[str, str | None], Needs] = {}
        for group in reversed(groups):
            self._needs[group.word, group.id] = group.dependencies
            self._needs |= {("task", it.title.id): it.dependencies for it in group.all_tasks()}
        self._needs |= {name: phase.dependencies for name, phase in self._phases.items()}

    def needs_of(self, word: str, identity: str) -> Iterator[Needs]:
        """The dependencies of the work with that id; `3+` is the third group and all later ones."""
        if identity.endswith("+"):
            first = int(identity[:-1][:_LONGEST_NUMBER])
            numbered = (it for it in self._groups if it.word == word and _number(it) is not None)
            yield from (it.dependencies for it in numbered if (_number(it) or 0) >= first)
        elif (known := self._needs.get((word, identity))) is not None:
            yield known

    def number_needs(self) -> None:
        """Replace stages and stories in all dependencies by the numbers of their phases.

        Those without a phase are dropped, unless the groups are stories themselves.
        """
        kept = {group.word for group in self._groups} & {"story"}
        for group in self._groups:
            _use_numbers(group.dependencies, self._phases, kept)
            for task in group.all_tasks():
                _use_numbers(task.dependencies, self._phases, kept)


def _phases_by_name(groups: Sequence[GroupDraft]) -> dict[tuple[str, str | None], GroupDraft]:
    """The phases by the stage or story in their titles, if only one has it."""
    found: dict[tuple[str, str | None], list[GroupDraft]] = {}
    for group in groups:
        if group.tasks and group.word == "phase" and (name := _name(group)):
            found.setdefault(name, []).append(group)
    return {name: phases[0] for name, phases in found.items() if len(phases) == 1}


def _name(group: GroupDraft) -> tuple[str, str] | None:
    """The stage or story in the title, else the story in the labels of all tasks."""
    if title := _TITLE.match(group.title):
        word = "story" if title["story"] else "stage"
        return word, (title["story"] or title["stage"]).lower()
    stories = {task.title.requirements[:1] for task in group.tasks}
    label = stories.pop() if len(stories) == 1 else ()
    return ("story", label[0][2:]) if label and label[0].startswith("US") else None


def _number(group: GroupDraft) -> int | None:
    text = group.id or ""
    return int(text) if text.isdecimal() and len(text) <= _LONGEST_NUMBER else None


def _use_numbers(
    needs: Needs, phases: Mapping[tuple[str, str | None], GroupDraft], kept: Collection[str]
) -> None:
    if not any(word in ("stage", "story") for word, _ in needs):
        return
    named = list(needs.values())
    needs.clear()
    for need in named:
        if phase := phases.get((need.word, need.id.lower())):
            number = need._replace(word=phase.word, id=phase.id or "")
            needs.setdefault((number.word, number.id), number)
        elif need.word in kept or need.word not in ("stage", "story"):
            needs[need.word, need.id] = need
