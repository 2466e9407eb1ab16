"""What is found out about a repository, so that most events are answered without reading it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import closing

from aos_check.agent_hook.facts_cache import Cover, RepositoryFacts, key_of
from aos_check.agent_hook.repository_view import RepositoryView, RepositoryViewer
from aos_check.git import Repository
from aos_check.judging.config import Config
from aos_check.judging.policies import approval_policy_of, commit_policy_of
from aos_check.model.approval import ApprovalLevel
from aos_check.model.globs import Patterns
from aos_check.model.wording import shortened
from aos_check.progress import SpecProgress, StepKind, active, approval_in_brief
from aos_check.progress.approval import is_missing
from aos_check.reading.snapshot import PAPER, ArtifactIndex

_MOST_WAITING = 5
_LONGEST = 1_100


def survey(top: str) -> RepositoryFacts:
    """Read the repository at `top`."""
    with closing(RepositoryViewer(top)) as viewer:
        return _facts(viewer.now(), viewer.repository)


def _facts(view: RepositoryView, repository: Repository) -> RepositoryFacts:
    branch, chosen = repository.branch(), repository.chosen_spec()
    config, found = view.config, view.snapshot.found
    commit_policy = commit_policy_of(config)
    homes = sorted({home.path for home in found.homes})
    return RepositoryFacts(
        homes=homes,
        documents=sorted({*homes, *_decision_folders(found)}),
        endings=list(PAPER),
        covers=sorted(_covers(view, branch, chosen), key=lambda it: -len(it["root"])),
        commits=approval_policy_of(config).level.rank >= ApprovalLevel.SEPARATE.rank,
        hooks=os.path.relpath(repository.hooks(), repository.top),
        code=Patterns(commit_policy.code).expression,
        exempt=Patterns(commit_policy.all_exempt).expression,
        baseline=config.baseline,
        rules=key_of(repr(config)),
        code_without_cover=config.agents.code_without_cover,
        self_approval=config.agents.self_approval,
        bypass=config.agents.bypass,
        state=_state(view.all_progress, branch, chosen),
        law=_law(config),
    )


def _decision_folders(found: ArtifactIndex) -> Iterator[str]:
    for each in found.decisions.values():
        yield from filter(None, map(posixpath.dirname, (*each.records, *each.logs)))


def _law(config: Config) -> str:
    """What is asked of a commit, in a sentence."""
    how = {"done": "is done", "started": "is begun", "exists": "is there"}[config.commits.require]
    trailer = next(iter(config.commits.trailers), "Task")
    return (
        f"A commit that changes code carries a trailer `{trailer}: <spec>#<task>` with a task that "
        f"{how} in that commit. Approvals are a person's."
    )


def _covers(view: RepositoryView, branch: str, chosen: str) -> Iterator[Cover]:
    for project in view.projects:
        own = [each for each in view.all_progress if each.project == project.root]
        root = "" if project.root == "." else project.root
        if own:
            yield _cover(root, *active(own, branch, chosen))
        else:  # before its first spec, nothing is asked of its code
            yield Cover(root=root, spec="", covered=True, said="")


def _cover(root: str, spec_progress: SpecProgress | None, why: str) -> Cover:
    if spec_progress is None:
        said = f"no open task covers it: {why}. A new spec begins with `aos-check new spec NAME`"
        return Cover(root=root, spec="", covered=False, said=said)
    covered = bool(spec_progress.spec.open_tasks()) and not is_missing(spec_progress.spec.approval)
    step = spec_progress.step
    how = f": {step.how}" if step.how else ""
    said = (
        f"no approved spec with an open task covers it. {spec_progress.name} is active ({why}), "
        f"and what is legal next there: {step.text}{how}"
    )
    return Cover(root=root, spec=spec_progress.name, covered=covered, said=said)


def _state(all_progress: Sequence[SpecProgress], branch: str, chosen: str) -> str:
    """Where the work stands, in facts and few words."""
    at_work, why = active(all_progress, branch, chosen)
    lines = [f"No spec is active: {why}."]
    if at_work:
        progress = at_work.tasks
        done = f"{progress.done} of {progress.total} tasks done"
        approval = approval_in_brief(at_work.spec.approval)
        lines = [
            f"Active spec: {at_work.name} ({why}), {done}, {approval}.",
            f"Legal next: {_next(at_work)}.",
        ]
    waiting = [it for it in all_progress if it is not at_work and not it.rest]
    blocked = [it for it in waiting if it.step.kind is not StepKind.WORK]
    lines += [f"Blocked: {it.name}, until: {it.step.text}." for it in blocked[:_MOST_WAITING]]
    if (more := len(waiting) - min(len(blocked), _MOST_WAITING)) > 0:
        lines.append(f"Further specs that are not at rest: {more} (`aos-check status`).")
    return _cut("\n".join(lines))


def _next(spec_progress: SpecProgress) -> str:
    step = spec_progress.step
    if step.address and step.at:
        return f'{step.address} "{step.text}" ({step.at.path}:{step.at.line})'
    return f"{step.text}: {step.how}" if step.how else step.text


def _cut(text: str) -> str:
    from aos_check.reporters.style import safe

    text = "\n".join(map(safe, text.split("\n")))
    return shortened(text, _LONGEST)
