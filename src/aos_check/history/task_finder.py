"""Finds the tasks that a commit's message names."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cached_property

from aos_check.history.messages import TaskReference
from aos_check.model.addresses import Address, nearest, write
from aos_check.model.change import Change, NamedTask
from aos_check.model.document import Status
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.snapshot import Snapshot


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

    def named(self, references: Iterable[TaskReference], *, needed: bool) -> Iterator[NamedTask]:
        """Every task that the message names.

        An uncertain reference to no known task counts only if a task is needed and no other
        reference names one: `(GH#12)` in a subject is an error only if the right task is missing.
        """
        found = [(reference, self._find(reference)) for reference in references]
        sure = [
            named for reference, named in found if reference.certain or named.spec or named.fits
        ]
        if not sure and needed:
            sure = [named for _, named in found]
        yield from sure

    def likely_specs(self) -> list[Spec]:
        """The specs in which an id alone is looked up if the commit finishes no task with it."""
        unfinished = self._with_open_tasks()
        underway = [spec for spec in unfinished if not _is_at_rest(spec)]
        criteria = (self._chosen_specs, lambda: underway, self._branch_specs)
        found = (specs for criterion in criteria if len(specs := criterion()) == 1)
        return next(found, unfinished)

    def _find(self, reference: TaskReference) -> NamedTask:
        """The task that the reference names, or similar addresses if there is none."""
        address = reference.address
        specs = self._specs_of(address)
        self.lacks_documents |= any(self._after.lacks(spec.path) for spec in specs)
        fitting = [(spec, task) for spec in specs for task in _tasks(spec, address.task)]
        fits = tuple(dict.fromkeys(address_of(spec, task, self._after) for spec, task in fitting))
        named = NamedTask(text=reference.text, line=reference.line, fits=fits)
        if len(fits) == 1:
            # Another rule reports a duplicate id. Here it counts as done if any of its tasks is.
            spec, task = max(fitting, key=lambda each: each[1].done)
            return named._replace(spec=spec, task=task)
        if fits:
            return named
        return named._replace(
            spec=specs[0] if len(specs) == 1 and address.spec else None,
            nearest=nearest(reference.text, self._known(specs)),
        )

    def _specs_of(self, address: Address) -> list[Spec]:
        if address.spec:
            return self._specs(self._preferred(self._after.found.directory.find(address.spec)))
        finished = {path for path, task in self._finished if task.lower() == address.task.lower()}
        if len(finished) == 1:
            return [self._after.spec(path) for path in finished]
        return self.likely_specs()

    @cached_property
    def _finished(self) -> set[tuple[str, str]]:
        """The path of the spec and the id of each task that the commit ticks, or brings done."""
        old = {id(it.after) for it in self._change.tasks() if it.before.done}
        return {
            (spec.path, task.id)
            for spec in (pair.after for pair in self._change.specs if pair.after)
            for task in spec.all_tasks()
            if task.done and id(task) not in old
        }

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


_MANY = 20  # with more specs, only their names are suggested


def _is_at_rest(spec: Spec) -> bool:
    """True if the spec is marked done or cancelled, whatever its tasks say."""
    cancelled = spec.status is not None and spec.status.value is Status.CANCELLED
    return cancelled or spec.marked_done


def _tasks(spec: Spec, name: str) -> list[Task]:
    """The tasks with that id, else those with that id in another case."""
    tasks = list(spec.all_tasks())
    exact = [task for task in tasks if task.id == name]
    return exact or [task for task in tasks if task.id.lower() == name.lower()]
