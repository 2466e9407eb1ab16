"""Finds the tasks that a commit names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice

from aos_check.history.messages import TaskReference
from aos_check.history.spec_names import OtherState
from aos_check.model.addresses import Address, nearest, write
from aos_check.model.change import Change, NamedTask
from aos_check.model.document import Status
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.snapshot import Snapshot
from aos_check.reading.spec_folders import SpecFolder


def address_of(spec: Spec, task: Task, snapshot: Snapshot) -> str:
    """The task's address in the snapshot."""
    return write(snapshot.found.directory.name(snapshot.found.folders[spec.path]), task.id)


class TaskFinder:
    """Finds the tasks that a reference in the message may mean.

    An id alone is looked up in the first of these that is one spec:

    - the spec in which the commit finishes a task with this id
    - the spec that the user chose, as `chosen` returns it
    - the spec with open tasks
    - the spec with the name of the branch

    Otherwise it is looked up in all specs with open tasks.
    """

    def __init__(
        self,
        before: Snapshot,
        after: Snapshot,
        change: Change,
        code: Collection[str] = (),
        *,
        branch: Callable[[], str] = str,
        chosen: Callable[[], str] = str,
    ) -> None:
        self._before, self._after = before, after
        self._change = change
        self._code = code
        self._branch = branch
        self._chosen = chosen
        self.lacks_documents = False  # of a spec that was looked at

    def written(
        self, references: Iterable[TaskReference]
    ) -> tuple[tuple[NamedTask, ...], tuple[NamedTask, ...]]:
        """The tasks that the message names, and what may be meant as the name of a task.

        An uncertain reference to no known task, such as `(GH#12)` in a subject, is the second.
        """
        found = [(reference, self._find(reference)) for reference in references]
        sure = tuple(
            named for reference, named in found if reference.certain or named.spec or named.fits
        )
        return sure, () if sure else tuple(named for _, named in found)

    def worded(self, references: Iterable[TaskReference]) -> Iterator[NamedTask]:
        """The tasks that the message names in words: those of one spec that fit one task."""
        seen: set[str] = set()
        for reference in islice(references, _MAX_WORDED):
            spec, task = reference.address
            for spelling in _spellings(task):
                named = self._fit(reference._replace(address=Address(spec, spelling)))
                if len(named.fits) == 1 and (spec or len(self._specs_of(reference.address)) == 1):
                    if named.fits[0] not in seen:
                        yield named
                    seen.add(named.fits[0])
                    break

    def ticked(self, start: OtherState | None) -> Iterator[NamedTask]:
        """The tasks that the commit finishes, except those that were done at the start."""
        for spec, task in _topmost(self._finished):
            earlier = start.spec(spec) if start else None
            known = earlier.same_task(task) if earlier else None
            if not (known and known.done):
                address = address_of(spec, task, self._after)
                yield NamedTask(address, line=1, fits=(address,), spec=spec, task=task)

    @property
    def finished(self) -> tuple[str, ...]:
        """The addresses of the tasks that the commit finishes; a parent stands for its subtasks."""
        return tuple(address_of(*each, self._after) for each in _topmost(self._finished))

    def likely_specs(self) -> list[Spec]:
        """The specs in which an id alone is looked up if the commit finishes no task with it."""
        criteria = (self._chosen_specs, self._open_specs, self._branch_specs)
        found = (specs for criterion in criteria if len(specs := criterion()) == 1)
        return next(found, None) or self._with_open_tasks()

    def _find(self, reference: TaskReference) -> NamedTask:
        """The task that the reference names, or similar addresses if there is none."""
        named = self._fit(reference)
        if named.fits:
            return named
        specs = self._specs_of(reference.address)
        return named._replace(
            spec=specs[0] if len(specs) == 1 and reference.address.spec else None,
            nearest=nearest(reference.text, self._known(specs)),
        )

    def _fit(self, reference: TaskReference) -> NamedTask:
        """All tasks that the reference may mean."""
        specs = self._specs_of(reference.address)
        self.lacks_documents |= any(self._after.lacks(spec.path) for spec in specs)
        fitting = [(spec, task) for spec in specs for task in _tasks(spec, reference.address.task)]
        fits = tuple(dict.fromkeys(address_of(spec, task, self._after) for spec, task in fitting))
        named = NamedTask(text=reference.text, line=reference.line, fits=fits)
        if len(fits) == 1:
            # Another rule reports a duplicate id. Here it counts as done if any of its tasks is.
            spec, task = max(fitting, key=lambda each: each[1].done)
            return named._replace(spec=spec, task=task)
        return named

    def _specs_of(self, address: Address) -> list[Spec]:
        if address.spec:
            return self._specs(self._preferred(self._after.found.directory.find(address.spec)))
        wanted = address.task.lower()
        finished = {spec.path for spec, task in self._finished if task.id.lower() == wanted}
        if len(finished) == 1:
            return [self._after.spec(path) for path in finished]
        return self.likely_specs()

    @cached_property
    def _finished(self) -> list[tuple[Spec, Task]]:
        return self._change.finished()

    def _specs(self, folders: Iterable[SpecFolder]) -> list[Spec]:
        return [self._after.spec(folder.path) for folder in folders]

    def _preferred(self, folders: list[SpecFolder]) -> list[SpecFolder]:
        """Of specs with one name in several projects, those in projects with changed code."""
        if len(folders) < 2:  # noqa: PLR2004 - one needs no preference
            return folders
        roots = {self._after.found.root_of(path) for path in self._code}
        return [folder for folder in folders if folder.home.root in roots] or folders

    def _chosen_specs(self) -> list[Spec]:
        return self._specs(self._after.found.directory.find(self._chosen()))

    def _open_specs(self) -> list[Spec]:
        """The specs with open tasks before or after the commit, except those marked done."""
        return [spec for spec in self._with_open_tasks() if not _is_at_rest(spec)]

    def _branch_specs(self) -> list[Spec]:
        """The specs whose folder or slug has the name of the branch, without its prefix."""
        name = self._branch().rpartition("/")[2]
        folders = self._after.found.folders.values()
        return self._specs(it for it in folders if name and name in (it.id, it.slug))

    def _with_open_tasks(self) -> list[Spec]:
        """The specs with open tasks before or after the commit."""
        before = self._before.found.folders
        return [
            self._after.spec(path)
            for path in self._after.found.folders
            if self._after.spec(path).open_tasks()
            or (path in before and self._before.spec(path).open_tasks())
        ]

    def _known(self, specs: Sequence[Spec]) -> Iterator[str]:
        """The addresses of the tasks in these specs, or in all specs if there are none."""
        folders = self._after.found.folders
        if not specs and len(folders) > _MANY:
            yield from (self._after.found.directory.name(folder) for folder in folders.values())
            return
        for spec in specs or self._specs(folders.values()):
            # GIT003 refuses work on a task that was finished before, with its whole spec.
            old = self._before.found.folders.get(spec.path)
            if not (self._code and old and self._before.spec(spec.path).finished):
                yield from (address_of(spec, task, self._after) for task in spec.all_tasks())


_MAX_WORDED = 200  # references in words
_MANY = 20  # with more specs, only their names are suggested


def _is_at_rest(spec: Spec) -> bool:
    """True if the spec is marked done or cancelled, whatever its tasks say."""
    cancelled = spec.status is not None and spec.status.value is Status.CANCELLED
    return cancelled or spec.marked_done


def _spellings(task: str) -> Iterator[str]:
    """The ids that a task's number in a text may stand for."""
    yield task
    if task.isdecimal():
        yield f"{task}.0"
        yield f"T{task:0>3}"


def _tasks(spec: Spec, name: str) -> list[Task]:
    """The tasks with that id, else those with that id in another case."""
    tasks = list(spec.all_tasks())
    exact = [task for task in tasks if task.id == name]
    return exact or [task for task in tasks if task.id.lower() == name.lower()]


def _topmost(tasks: Iterable[tuple[Spec, Task]]) -> Iterator[tuple[Spec, Task]]:
    """The tasks without those below another one: a finished parent stands for its subtasks."""
    every = list(tasks)
    below = {id(sub) for _, task in every for sub in task.walk() if sub is not task}
    return ((spec, task) for spec, task in every if id(task) not in below)
