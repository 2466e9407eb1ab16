"""Finds the evidence of done tasks, from the commits that tick or name them and from proofs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from aos_check.git import Repository
from aos_check.history.adoption import comparable
from aos_check.history.commit_reader import CommitReader
from aos_check.history.timeline.contributions import work_of
from aos_check.history.timeline.record import MAX_COMMITS, Contribution
from aos_check.model.change import CommitRecord
from aos_check.model.evidence import Evidence
from aos_check.model.proof import ProofRecord
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.code_files import is_test
from aos_check.reading.code_table import PAPER
from aos_check.reading.named_files import fitting, is_source, mentioned

Flaw = Callable[[ProofRecord, Task], str]
"""Returns the reason why a proof of a task does not count, "" if it counts."""


def find_evidence(
    reader: CommitReader, tip: str, specs: Sequence[Spec], wanted: Sequence[Spec]
) -> dict[str, tuple[Evidence, ...]]:
    """The evidence of the done tasks of each wanted spec at `tip`, by the spec's path.

    `specs` are all specs at `tip`. Only the commits since the wanted ones began are read.
    """
    records, whole = _records(reader.repository, tip, wanted)
    found = work_of(reader, records, reader.snapshots.at(tip), specs).contributions
    flaw = ProofCheck(reader.repository, tip).flaw
    return {
        spec.path: tuple(evidence_of(spec, found.get(spec.path, ()), flaw, whole=whole))
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
    spec: Spec, contributions: Sequence[Contribution], flaw: Flaw, *, whole: bool = True
) -> Iterator[Evidence]:
    """The evidence of each done task, from all contributions to its spec, the latest first."""
    tasks, proofs = {task.id: task for task in spec.all_tasks()}, spec.proofs_by_task()
    by_task: dict[str, list[Contribution]] = {}
    for contribution in reversed(contributions):
        for concerned in _concerned(contribution, tasks):
            by_task.setdefault(concerned, []).append(contribution)
    for task in tasks.values():
        if task.done:
            found = _of_commits(spec, task, by_task.get(task.id, ()), whole=whole)
            proof = proofs.get(task.id)
            yield found._replace(proof=proof, flaw=flaw(proof, task) if proof else "")


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


def _of_commits(
    spec: Spec, task: Task, contributions: Iterable[Contribution], *, whole: bool
) -> Evidence:
    """The evidence since the task was last open."""
    empty = Evidence(spec.id, task, whole=whole)
    found, changed = empty, dict[str, None]()
    for each in contributions:
        if task.id in each.reopened:
            found, changed = empty, {}
            continue
        if task.id in (*each.finished, *each.brought) and not found.ticked:
            found = found._replace(
                ticked=each.commit.id, appeared=task.id in each.brought, approval=each.approval
            )
        if not each.undone:
            work = dict.fromkeys((*found.work, *each.files))
            found = found._replace(work=tuple(work))
            changed |= dict.fromkeys(each.others)
    tests = tuple(filter(is_test, found.work))
    return found._replace(tests=tests, documents=_documents_only(task, changed))


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


class ProofCheck:
    """Checks proofs against the history up to `tip`."""

    def __init__(self, repository: Repository, tip: str) -> None:
        self._repository = repository
        self._tip = tip

    def flaw(self, proof: ProofRecord, task: Task) -> str:
        """The reason why a proof of the task does not count, "" if it counts."""
        if proof.exit:
            return f"its command ended with exit code {proof.exit}"
        if proof.tree not in self._trees:
            lost = "the history is shallow, and " if self._repository.shallow else ""
            return f"{lost}no commit in the history has the tree {proof.tree[:10]} that it ran in"
        then, now = self._repository.commit_tree(proof.tree).listing, self._now
        titled = mentioned(task.title)
        paths = fitting(titled, dict.fromkeys((*then, *now))) if titled else ()
        changed = [path for path in paths if then.get(path) != now.get(path)]
        return f"{changed[0]} has changed since" if changed else ""

    @cached_property
    def _trees(self) -> frozenset[str]:
        return self._repository.trees(self._tip)

    @cached_property
    def _now(self) -> Mapping[str, str]:
        return self._repository.commit_tree(self._tip).listing
