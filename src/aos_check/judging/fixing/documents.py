"""The documents that findings are about, with everything that an edit needs."""

from __future__ import annotations

from bisect import bisect
from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from itertools import takewhile

from aos_check.judging.fixing.ticks import Ticks, ticks_of
from aos_check.model.decision import Decision
from aos_check.model.edit import lines_of
from aos_check.model.finding import Place
from aos_check.model.project import Milestone, Project
from aos_check.model.task import Task
from aos_check.model.tree import Tree, content
from aos_check.reading.expressions import expression
from aos_check.reading.page import MAX_BYTES

_PATH = expression(r"(?<![\w.-])([\w.-]+)(?=/([\w.-]*[\w-]))")


class Documents:
    """The lines, tasks and decisions of a tree."""

    def __init__(self, tree: Tree, projects: Sequence[Project]) -> None:
        self._tree = tree
        self._projects = projects
        self._lines: dict[str, list[str]] = {}
        self._ticks: dict[str, Ticks] = {}

    def lines(self, path: str) -> list[str]:
        """The lines of a file as they are on disk; none if it cannot be read as text."""
        if path not in self._lines:
            try:
                self._lines[path] = lines_of(content(self._tree, path, MAX_BYTES) or b"")
            except UnicodeDecodeError:
                self._lines[path] = []
        return self._lines[path]

    def ticks(self, path: str) -> Ticks:
        """The ticked boxes that a file uses."""
        if path not in self._ticks:
            self._ticks[path] = ticks_of(self.lines(path))
        return self._ticks[path]

    @cached_property
    def tasks(self) -> dict[Place, Task]:
        """The tasks by their places."""
        return {
            task.at: task
            for project in self._projects
            for spec in project.specs
            for task in spec.all_tasks()
        }

    def below(self, task: Task) -> list[str]:
        """The lines below a task, up to the next one that is not a part of it, or a heading."""
        tasks, lines = self._task_lines[task.at.path], self.lines(task.at.path)
        last = max(part.at.line for part in task.walk())
        after = tasks[bisect(tasks, last) :]
        within = lines[task.at.line : after[0] - 1 if after else None]
        if lines[task.at.line - 1].lstrip().startswith("#"):
            return within
        return list(takewhile(lambda line: not line.startswith("#"), within))

    @cached_property
    def _task_lines(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at in sorted(self.tasks):
            found.setdefault(at.path, []).append(at.line)
        return found

    @cached_property
    def milestones(self) -> dict[Place, Milestone]:
        """The roadmap items by their places."""
        return {it.at: it for project in self._projects for it in project.milestones}

    def names_missing_spec(self, text: str) -> bool:
        """True if the text has the path of a spec that does not exist, in a folder of others."""
        return any(
            found[1] in self._specs and found[2].removesuffix(".md") not in self._specs[found[1]]
            for found in _PATH.finditer(text)
        )

    @cached_property
    def _specs(self) -> dict[str, set[str]]:
        """The names of the specs by the names of the folders that they are in."""
        found: dict[str, set[str]] = {}
        for project in self._projects:
            for spec in project.specs:
                *_, folder, name = ["", *spec.path.split("/")]
                found.setdefault(folder, set()).add(name.removesuffix(".md"))
        return found

    @cached_property
    def namesakes(self) -> Counter[tuple[str, str]]:
        """The number of decisions with one id in one series."""
        every = (decision for project in self._projects for decision in project.decisions)
        return Counter((decision.id, decision.scheme) for decision in every)

    @cached_property
    def decisions(self) -> dict[Place, list[Decision]]:
        """The decisions by the places of their statuses and titles."""
        found: dict[Place, list[Decision]] = {}
        for project in self._projects:
            for decision in project.decisions:
                for at in {decision.at, decision.status_at or decision.at}:
                    found.setdefault(at, []).append(decision)
        return found
