"""Finds the evidence of done tasks, from the commits that tick or name them and from proofs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from aos_check.git import Repository
from aos_check.history.adoption import comparable
from aos_check.history.commit_reader import CommitReader
from aos_check.history.timeline.contributions import work_of
from aos_check.history.timeline.ending import Ending, HistoryEnd
from aos_check.history.timeline.record import MAX_COMMITS, Contribution
from aos_check.model.change import CommitRecord
from aos_check.model.evidence import Evidence
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.code_files import is_test
from aos_check.reading.code_table import PAPER
from aos_check.reading.named_files import fitting, is_source, mentioned


def find_evidence(
    reader: CommitReader, tip: str, specs: Sequence[Spec], wanted: Sequence[Spec]
) -> dict[str, tuple[Evidence, ...]]:
    """The evidence of the done tasks of each wanted spec at `tip`, by the spec's path.

    `specs` are all specs at `tip`. Only the commits since the wanted ones began are read.
    """
    records, whole = _records(reader.repository, tip, wanted)
    found = work_of(reader, records, reader.snapshots.at(tip), specs).contributions
    ending = HistoryEnd(reader.repository, tip)
    return {
        spec.path: tuple(evidence_of(spec, found.get(spec.path, ()), ending, whole=whole))
        for spec in wanted
    }


def _records(
    repository: Repository, tip: str, wanted: Sequence[Spec]
) -> tuple[list[CommitRecord], bool]:
    """The commits since the specs began, parents first, and False if earlier ones are missing."""
    cut = repository.find(f"{tip}~{MAX_COMMITS}")
    records = list(repository.commits([tip], [cut] if cut else []))
    if repository.shallow:
        return comparable(repository, records), False
    begun = {it for spec in wanted for it in _beginnings(repository, tip, spec)}
    places = [place for place, it in enumerate(records) if it.id in begun]
    whole = len(places) == len(begun)
    return records[min(places) if places and whole else 0 :], whole


def _beginnings(repository: Repository, tip: str, spec: Spec) -> Iterator[str]:
    """The first commit of each file with done tasks."""
    for path in {task.at.path for task in spec.all_tasks() if task.done}:
        if touching := repository.touching(tip, path):
            yield touching[-1][0].id


def evidence_of(
    spec: Spec, contributions: Sequence[Contribution], ending: Ending, *, whole: bool = True
) -> Iterator[Evidence]:
    """The evidence of each done task, from all contributions to its spec, the latest first."""
    tasks, proofs = {task.id: task for task in spec.all_tasks()}, spec.proofs_by_task()
    by_task: dict[str, list[Contribution]] = {}
    for contribution in reversed(contributions):
        for concerned in _concerned(contribution, tasks):
            by_task.setdefault(concerned, []).append(contribution)
    for task in tasks.values():
        if task.done:
            own = _since_open(task, by_task.get(task.id, ()))
            contents = _contents(own)
            left = ending.left(contents)
            found = _of_commits(spec, task, own, left)._replace(whole=whole)
            if proof := proofs.get(task.id):
                work = {path: ids for path, ids in contents.items() if path in found.work}
                found = found._replace(proof=proof, flaw=ending.flaw(proof, task, work))
            yield found


def _concerned(contribution: Contribution, tasks: Mapping[str, Task]) -> Iterable[str]:
    """The tasks that it names, finishes or reopens, with those above, and below a named one."""
    found: dict[str, None] = {}
    named = [tasks[each] for each in contribution.named if each in tasks]
    found.update((task.id, None) for each in named for task in each.walk())
    marked = (*contribution.finished, *contribution.brought, *contribution.reopened)
    for each in (*contribution.named, *marked):
        above: str | None = each
        while above and above in tasks:
            found[above] = None
            parent = tasks[above].parent
            above = parent if parent not in found else None
    return found


def _since_open(task: Task, contributions: Iterable[Contribution]) -> list[Contribution]:
    """The contributions since the task was last open."""
    found: list[Contribution] = []
    for each in contributions:
        found = [] if task.id in each.reopened else [*found, each]
    return found


def _of_commits(
    spec: Spec, task: Task, contributions: Sequence[Contribution], left: Collection[str]
) -> Evidence:
    """The evidence in these contributions. Of other files than `left`, nothing is left."""
    found = Evidence(spec.id, task)
    ticks = (it for it in contributions if task.id in (*it.finished, *it.brought))
    if tick := next(ticks, None):
        appeared = task.id in tick.brought
        found = found._replace(ticked=tick.commit.id, appeared=appeared, approval=tick.approval)
    done = [each for each in contributions if not each.undone]
    work = tuple(dict.fromkeys(path for each in done for path in each.files if path in left))
    others = {path for each in done for path in each.others if path in left}
    return found._replace(
        work=work,
        tests=tuple(filter(is_test, work)),
        documents=not work and _documents_only(task, others),
    )


def _contents(contributions: Iterable[Contribution]) -> dict[str, list[str]]:
    """The ids of each file's contents: before the work, and after each commit of it."""
    found: dict[str, list[str]] = {}
    for change in (change for each in contributions if not each.undone for change in each.changes):
        for path in change.paths:
            before = change.before_id if path == change.before else ""
            after = change.after_id if path == change.after else ""
            found.setdefault(path, [before]).append(after)
    return found


def _documents_only(task: Task, changed: Collection[str]) -> bool:
    """True if the task names only files that are no code, and all of them were changed."""
    titled = mentioned(task.title)
    own = task.at.path  # that a task list changes proves nothing
    papers = [name for name in titled if name.lower().endswith(PAPER)]
    return (
        bool(papers)
        and not any(map(is_source, titled))
        and all(any(path != own for path in fitting([name], changed)) for name in papers)
    )
