"""Reading the facts of a repository, which are cached for the next events."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts, key_of
from aos_check.agent_hook.gate_parts import parts_below
from aos_check.agent_hook.repository_view import RepositoryView, RepositoryViewer
from aos_check.git import Repository
from aos_check.judging.input.policies import approval_policy_of
from aos_check.judging.settings import Config
from aos_check.model.approval import ApprovalLevel
from aos_check.model.spec import Spec
from aos_check.model.wording import shortened
from aos_check.progress import SpecProgress, StepKind, active, approval_in_brief
from aos_check.progress.approval import is_missing
from aos_check.reading.approval.records import identity
from aos_check.reading.artifact_index import ArtifactIndex
from aos_check.reading.code_table import PAPER

_MOST_WAITING = 5
_LONGEST = 1_100


def survey(top: str, *, context: bool = False) -> RepositoryFacts:
    """Read the repository at `top`, and the `context` of the next task if it is asked for."""
    with closing(RepositoryViewer(top)) as viewer:
        accepted = viewer.accepted(viewer.config.baseline)
        view = viewer.now()
        facts = _facts(view, viewer.repository, accepted)
        return {**facts, "context": _context(view, viewer.top)} if context else facts


def _facts(
    view: RepositoryView, repository: Repository, accepted: Collection[str]
) -> RepositoryFacts:
    branch, chosen = repository.branch(), repository.chosen_spec()
    hooks = os.path.relpath(repository.hooks(), repository.top)
    config, found = view.config, view.snapshot.found
    homes = sorted({home.path for home in found.homes})
    return RepositoryFacts(
        homes=homes,
        known_homes=sorted({home for layout in view.layouts for home in layout.homes}),
        documents=sorted({*homes, *_decision_folders(found)}),
        specs=sorted(found.spec_paths),
        endings=list(PAPER),
        covers=sorted(_covers(view, branch, chosen), key=lambda it: -len(it["root"])),
        commits=approval_policy_of(config).level.rank >= ApprovalLevel.SEPARATE.rank,
        hooks=hooks,
        approvals={it.spec.path: _words(it.spec) for it in view.all_progress},
        gate=list(map(list, parts_below(str(repository.top), hooks))),
        code=list(config.code),
        exempt=list(config.exempt),
        baseline=config.baseline,
        accepted=key_of("\n".join(sorted(accepted))),
        observing=config.observe is not None,
        rules=key_of(repr(config)),
        # The answers about the gate itself stay: what an agent does to it outlasts the observation.
        code_without_cover="advise" if config.observe else config.agents.code_without_cover,
        self_approval=config.agents.self_approval,
        bypass=config.agents.bypass,
        maintenance=config.agents.maintenance,
        trailers=list(config.commits.trailers),
        state=_state(view.all_progress, branch, chosen),
        law=_law(config),
        context="",
    )


_BUDGET = 600
"""The tokens of the context at the start of a session."""


def _context(view: RepositoryView, top: Path) -> str:
    """The context of the next task; "" if something else comes first."""
    from aos_check.judging.context import task_context
    from aos_check.reporters.task_context import as_text

    context = task_context(view.as_input(top), top, budget=_BUDGET)
    return as_text(context) if context.address else ""


def _words(spec: Spec) -> list[str]:
    approval = spec.approval
    vetoes = (f"not {mark.text}" for mark in approval.vetoes)
    marks = (mark.text for mark in approval.marks)
    return [*marks, *vetoes, *map(identity, approval.records), *sorted(spec.phases.approved)]


def _decision_folders(found: ArtifactIndex) -> Iterator[str]:
    for each in found.decisions.values():
        yield from filter(None, map(posixpath.dirname, (*each.records, *each.logs)))


def _law(config: Config) -> str:
    """The rules for commits and approvals, in two sentences."""
    how = {
        "done": "is done before the branch is merged",
        "started": "is in progress in that commit",
        "exists": "exists in that commit",
    }
    commits = config.commits
    at_once = commits.require == "done" and commits.when == "commit"
    wanted = "is done in that commit" if at_once else how[commits.require]
    trailer = next(iter(commits.trailers), "Task")
    return (
        f"A commit that changes code needs a trailer `{trailer}: <spec>#<task>` with a task that "
        f"{wanted}. Only a person approves a spec."
    )


def _covers(view: RepositoryView, branch: str, chosen: str) -> Iterator[Cover]:
    for project in view.projects:
        own = [each for each in view.all_progress if each.project == project.root]
        root = "" if project.root == "." else project.root
        if own:
            yield _cover(root, *active(own, branch, chosen))
        else:  # before the first spec, any code may be written
            yield Cover(root=root, covered=True, said="")


def _cover(root: str, progress: SpecProgress | None, why: str) -> Cover:
    if progress is None:
        said = f"no open task covers it: {why}. Start a new spec with `aos-check new spec NAME`"
        return Cover(root=root, covered=False, said=said)
    spec = progress.spec
    is_ready = not is_missing(spec.approval) and spec.phases.before_work is None
    covered = bool(spec.open_tasks()) and is_ready
    how = f": {progress.step.how}" if progress.step.how else ""
    said = (
        f"no approved spec with an open task covers it. {progress.name} is active ({why}). "
        f"Do this first: {progress.step.text}{how}"
    )
    return Cover(root=root, covered=covered, said=said)


def _state(all_progress: Sequence[SpecProgress], branch: str, chosen: str) -> str:
    """The progress and the next step, in a few lines."""
    current, why = active(all_progress, branch, chosen)
    lines = [f"No spec is active: {why}.", "Next: start new work with `aos-check new spec NAME`."]
    if current:
        tasks = current.tasks
        done = f"{tasks.done} of {tasks.total} tasks done"
        approval = approval_in_brief(current.spec.approval)
        lines = [
            f"Active spec: {current.name} ({why}), {done}, approval: {approval}.",
            f"Next: {_next(current)}.",
        ]
    waiting = [it for it in all_progress if it is not current and not it.rest]
    blocked = [it for it in waiting if it.step.kind is not StepKind.WORK]
    lines += [f"Blocked: {it.name}. First: {it.step.text}." for it in blocked[:_MOST_WAITING]]
    if (more := len(waiting) - min(len(blocked), _MOST_WAITING)) > 0:
        lines.append(f"Other specs with open work: {more} (`aos-check status`).")
    return _cut("\n".join(lines))


def _next(progress: SpecProgress) -> str:
    step = progress.step
    if step.address and step.at:
        return f'{step.address} "{step.text}" ({step.at.path}:{step.at.line})'
    return f"{step.text}: {step.how}" if step.how else step.text


def _cut(text: str) -> str:
    from aos_check.reporters.style import safe

    text = "\n".join(map(safe, text.split("\n")))
    return shortened(text, _LONGEST)
