"""The tools that an agent can call. They only read: none approves, waives or writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from aos_check.judging.check_input import CheckInput, Earlier
from aos_check.judging.context import task_context
from aos_check.judging.file_kind import in_words, kind_of
from aos_check.judging.find import find
from aos_check.judging.input.expectations import expect_judged
from aos_check.judging.input.paths import places_of
from aos_check.judging.input.worktree import open_projects, place_of
from aos_check.judging.judge import Modes, judge, open_subject
from aos_check.judging.overview import narrowed, overview_of
from aos_check.judging.plugins import rules_of
from aos_check.judging.request import closing_request
from aos_check.judging.selection import find_rule
from aos_check.judging.timeline import with_evidence
from aos_check.judging.workspace import Workspace
from aos_check.mcp_server.answer import answers, fits, fitted
from aos_check.mcp_server.arguments import (
    Budget,
    Code,
    File,
    Live,
    Pending,
    Spec,
    Staged,
    Task,
    Words,
)
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Report
from aos_check.model.rule import Rule
from aos_check.model.task_context import BUDGET
from aos_check.reporters import spec_status
from aos_check.reporters import status as all_status
from aos_check.reporters.drawing import ASCII
from aos_check.reporters.handbook import explained
from aos_check.reporters.spec_status import next_as_text
from aos_check.reporters.style import Style
from aos_check.reporters.summary import placed, verdict
from aos_check.reporters.task_context import as_text as task_context_as_text
from aos_check.reporters.text import as_text
from aos_check.rules import RULES

MOST = 100
"""The matches to look for: more than fit the usual budget."""

CANVAS = all_status.Canvas(Style(), ASCII)
DETAILED = CANVAS._replace(verbose=True)


class AgentTools:
    """The tools for one repository: that around the current folder, or only the folder `root`.

    `expect_live` raises CannotCheckError if live state cannot be read in this installation.
    """

    def __init__(self, root: Path | None, expect_live: Callable[[], None]) -> None:
        self.root = root
        self._expect_live = expect_live
        self._workspace = Workspace(root)

    def close(self) -> None:
        """Close what the workspace keeps open."""
        self._workspace.close()

    @answers
    def status(
        self,
        spec: Spec | None = None,
        live: Live = False,  # noqa: FBT002 - the SDK passes names
        budget: Budget = BUDGET,
    ) -> str:
        """Show the progress of every spec: its tasks, approval, gate, roadmap item and next step.

        With `spec`, show that spec in detail, with its open tasks and the evidence of the done
        ones. Ask this before you plan work.
        """
        with self._opened(live=live) as opened:
            overview = overview_of(opened, self.root)
            gap = overview.live_gap
            note = f"note: the live cycles are not known: {gap}\n\n" if gap else ""
            if spec is None:
                found = all_status.as_text(overview, CANVAS)
                return fitted(note + found, budget, "name one `spec`")
            detailed = with_evidence(narrowed(overview, spec), opened)
            found = spec_status.as_text(detailed, DETAILED)
            return fitted(note + found, budget, "read its files")

    @answers
    def next(self, budget: Budget = BUDGET) -> str:
        """Show the next task, or what must happen first, with its place and its commit trailer.

        Ask this when you start, and after each finished task.
        """
        step = next_as_text(overview_of(self.read(), self.root), CANVAS)
        return fitted(step, budget, "read the file of the task")

    @answers
    def check(
        self,
        path: File | None = None,
        text: Pending | None = None,
        staged: Staged = False,  # noqa: FBT002 - the SDK passes names
        budget: Budget = BUDGET,
    ) -> str:
        """List the contradictions of specs, tasks, decisions and the roadmap, with their remedies.

        Checks the worktree, or only what is in `path`, a file or a folder. With `path` and `text`,
        lists what this text would bring in any file, before you write it. With `staged`, checks
        the index before you commit.
        """
        report = self._report(path, text, staged=staged)
        found = as_text(report)
        if not fits(found, budget):
            found = f"{verdict(report)}\n\n{found}"
        return fitted(found, budget, "name a file or folder with `path`")

    @answers
    def explain(
        self, code: Code | None = None, path: File | None = None, budget: Budget = BUDGET
    ) -> str:
        """Explain a rule: the problem, the harm, the remedy, with examples.

        Or with `path`, say whether a change of that file needs a task, and why.
        """
        if (code is None) == (path is None):
            raise CannotCheckError("the question is not clear", "pass either `code` or `path`")
        text = self._kind(path) if path is not None else self._rule(code or "")
        return fitted(text, budget, "read the resource aos-check://rules/{code}")

    @answers
    def find(self, words: Words, budget: Budget = BUDGET) -> str:
        """Find requirements, decisions, standards, specs and tasks by words, best first.

        Ask this before you decide something, or write code that a decision may be about. A decision
        that is not in force says so.
        """
        found = find(self.read(), words, MOST)
        if not found:
            return fitted(f"nothing has any of these words: {words}", budget, "use fewer words")
        blocks = [f"{it.kind} {it.title}\n  {placed(it.at)}\n  {it.text}" for it in found]
        return fitted("\n\n".join(blocks), budget, "use rarer words")

    @answers
    def context(self, task: Task | None = None, budget: Budget = BUDGET) -> str:
        """Show what one task needs: its text, requirements, decisions, standards, files, blockers.

        Without `task`, for the next step. The most needed parts come first. Ask this before you
        work on a task, instead of reading the folder of the spec.
        """
        found = task_context(self.read(), self.root, task, budget)
        return fitted(task_context_as_text(found), budget, "read the places that are named")

    def read(self, unsaved: Mapping[str, bytes] = {}) -> CheckInput:
        """The worktree of this moment, with these texts in place of those on disk."""
        return self._workspace.read(unsaved)

    @contextmanager
    def _opened(self, *, live: bool) -> Iterator[CheckInput]:
        """The worktree, with the live cycles only if they are asked for."""
        if not live:
            yield self.read()
            return
        self._expect_live()
        with closing_request() as request:
            yield open_projects(request._replace(root=self.root, live=True))

    def rules(self) -> tuple[Rule, ...]:
        """The rules. With a broken configuration, those of its plugins are not known."""
        try:
            return rules_of(self.read().config)
        except CannotCheckError:
            return RULES

    def _rule(self, code: str) -> str:
        return explained(find_rule(code, self.rules()))

    def _kind(self, path: str) -> str:
        opened = self.read()
        return in_words(kind_of(self._top(opened) / path, opened))

    def _report(self, path: str | None, text: str | None, *, staged: bool) -> Report:
        if text is not None:
            if path is None or staged:
                raise CannotCheckError(
                    "a pending text is for one file of the worktree",
                    "pass `text` with the `path` of its file, and without `staged`",
                )
            return judge(self._pending(path, text))
        if staged:
            with closing_request() as request:
                opened = open_subject(request._replace(root=self.root), Modes(staged=True))
                return judge(opened, paths=self._places(path, opened))
        opened = self.read()
        return judge(opened, paths=self._places(path, opened))

    def _pending(self, path: str, text: str) -> CheckInput:
        """The worktree with the text. What stood before is marked, as in a change."""
        saved = self.read()
        top = self._top(saved)
        place = place_of(top, top, Path(path), "`path`")
        if (top / place).is_dir():
            raise CannotCheckError(f"{path} is a folder", "name a file of it with `path`")
        now = self.read({place: text.encode()})
        expect_judged(place, now.projects, "pass the text of a spec, a task list or a decision")
        return replace(now, before=(lambda: Earlier(saved.tree, saved.projects, {}),))

    def _places(self, path: str | None, opened: CheckInput) -> list[str]:
        if path is None:
            return []
        top = self._top(opened)
        return places_of([Path(path)], top, top, opened.tree)

    @staticmethod
    def _top(opened: CheckInput) -> Path:
        return opened.top or Path.cwd()
