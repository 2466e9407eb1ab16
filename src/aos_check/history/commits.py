"""A commit, its message and its change become what the rules on commits judge."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from aos_check.history.messages import Message, TaskReference
from aos_check.model.addresses import Address, nearest, write
from aos_check.model.change import Change, Commit, NamedTask, PathChange, Person, Waiver
from aos_check.model.globs import Patterns
from aos_check.model.spec import Spec
from aos_check.model.task import Task
from aos_check.reading.discovery import SpecFolder
from aos_check.reading.products import roadmaps_of
from aos_check.reading.snapshot import Snapshot

LOCK_FILES = (
    "package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock",
    "bun.lockb", "deno.lock", "poetry.lock", "uv.lock", "pdm.lock", "pylock.toml", "Pipfile.lock",
    "Cargo.lock", "Gemfile.lock", "composer.lock", "go.sum", "go.work.sum", "mix.lock",
    "pubspec.lock", "flake.lock", "gradle.lockfile", "packages.lock.json", "Podfile.lock",
    "Package.resolved",
)  # fmt: skip
MANIFESTS = (
    "package.json", "pyproject.toml", "setup.cfg", "requirements*.txt", "requirements*.in",
    "constraints*.txt", "Pipfile", "Cargo.toml", "go.mod", "go.work", "Gemfile", "*.gemspec",
    "composer.json", "pom.xml", "build.gradle", "build.gradle.kts", "libs.versions.toml", "mix.exs",
    "pubspec.yaml", "*.csproj", "Directory.Packages.props", "packages.config", "Podfile",
    "Package.swift", "Dockerfile", "docker-compose.yml", "docker-compose.yaml",
    ".pre-commit-config.yaml", ".github/**",
)  # fmt: skip
EXEMPT = (
    "*.md", "*.rst", "docs/**", "LICENSE", "LICENSE.txt", "LICENSE-*", "LICENCE", "LICENCE.txt",
    "COPYING", "COPYING.LESSER", "COPYING.txt", "NOTICE", "NOTICE.txt",
    ".github/**", ".gitlab-ci.yml", ".pre-commit-config.yaml", ".gitignore", ".gitattributes",
    ".editorconfig", ".claude/**", ".cursor/**", "aos-check.toml", ".aos-check.toml",
    ".aos-check-baseline.json", "CODEOWNERS", *LOCK_FILES,
)  # fmt: skip
"""What is no code by default, beside the artifacts themselves."""

_DEPENDENCIES = Patterns((*MANIFESTS, *LOCK_FILES))


@dataclass(frozen=True)
class CommitPolicy:
    """What a project asks of its commits: see the table [tool.aos-check.commits]."""

    require: str = "done"
    trailers: tuple[str, ...] = ("Task",)
    max_ticks: int = 5
    bots: tuple[str, ...] = ()
    waivable: tuple[str, ...] = ("GIT001",)
    waivers_by: tuple[str, ...] = ()
    code: tuple[str, ...] = ("**",)
    exempt: tuple[str, ...] = ()

    def is_code(self, path: str, root: str) -> bool:
        """True for a path that counts as code of the project at `root`."""
        below = path[len(root) + 1 :] if root else path
        return any(map(self._code.match, {path, below})) and not any(
            map(self._exempt.match, {path, below})
        )

    def names_bot(self, person: Person) -> bool:
        """True for a bot by the name or the mail address that it commits with."""
        mailbox = person.mail.partition("@")[0].rpartition("+")[2]
        return person.name in self.bots or mailbox in self.bots

    @cached_property
    def _code(self) -> Patterns:
        return Patterns(self.code)

    @property
    def all_exempt(self) -> tuple[str, ...]:
        """What is no code, by default and by choice."""
        return (*EXEMPT, *self.exempt)

    @cached_property
    def _exempt(self) -> Patterns:
        return Patterns(self.all_exempt)


class CommitDraft(NamedTuple):
    """A commit before it is looked at; `exempt` says why no task is asked for, if that is known.

    `author` and `branch` are asked for where they matter only: finding them out takes its time. The
    branch is the one that the commit is made on, "" where that is not known.
    """

    id: str
    author: Callable[[], Person]
    message: Message
    change: Change
    branch: Callable[[], str] = str
    exempt: str = ""
    reverts: str = ""


def describe(
    submission: CommitDraft,
    before: Snapshot,
    after: Snapshot,
    commit_policy: CommitPolicy,
    today: date,
    end: Snapshot | None = None,
) -> Commit:
    """What is to be judged of a commit that leads from one moment to the other.

    `end` is what its range leads to: a commit does not leave the gate by a project's absence.
    """
    change = submission.change
    code, unowned = code_of(change.paths, before, after, commit_policy, end)
    lookup = _Lookup(before, after, submission, code)
    is_bot = _only_dependencies(change.paths) and commit_policy.names_bot(submission.author())
    return Commit(
        id=submission.id,
        message=submission.message.text,
        change=change,
        named=tuple(_named(submission.message.references, lookup, needed=bool(code))),
        code=code,
        unowned=unowned,
        exempt=submission.exempt or ("a bot that updates dependencies" if is_bot else ""),
        reverts=submission.reverts,
        waivers=tuple(
            _weighed(waiver, submission.author, commit_policy, today)
            for waiver in submission.message.waivers
        ),
        require=commit_policy.require,
        max_ticks=commit_policy.max_ticks,
        ticks_only=_ticks_only(change, after),
        ticked=tuple(finished(change, after)),
        trailer=next(iter(commit_policy.trailers), "Task"),
        misplaced=submission.message.misplaced,
    )


def code_of(
    paths: Iterable[PathChange],
    before: Snapshot,
    after: Snapshot,
    commit_policy: CommitPolicy,
    end: Snapshot | None = None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths that count as code of a project, and those that belong to none."""
    code: list[str] = []
    unowned: list[str] = []
    for path in dict.fromkeys(path for change in paths for path in change.paths):
        if after.found.is_artifact(path) or before.found.is_artifact(path):
            continue
        roots = (snapshot.found.root_of(path) for snapshot in (after, before, end) if snapshot)
        root = next((root for root in roots if root is not None), None)
        if commit_policy.is_code(path, root or ""):
            (unowned if root is None else code).append(path)
    return tuple(code), tuple(unowned)


def _only_dependencies(paths: Sequence[PathChange]) -> bool:
    return bool(paths) and all(
        _DEPENDENCIES.match(path) for change in paths for path in change.paths
    )


def _ticks_only(change: Change, after: Snapshot) -> bool:
    """True when tasks are marked done and no other file but the roadmap is touched."""
    files = {tick.after.at.path for tick in change.ticks() if tick.after}
    if not files:
        return False
    files |= roadmaps_of(after)
    return all(path in files for each in change.paths for path in each.paths)


def finished(change: Change, after: Snapshot) -> Iterator[str]:
    """The addresses of the tasks that a change finishes: the smallest, not what contains one."""
    ticks = [(tick.spec, tick.after) for tick in change.ticks() if tick.after]
    above = {(spec.path, task.parent) for spec, task in ticks}
    for spec, task in ticks:
        if (spec.path, task.id) not in above:
            yield address_of(spec, task, after)


def address_of(spec: Spec, task: Task, snapshot: Snapshot) -> str:
    """How the task is named in that moment."""
    return write(snapshot.found.directory.name(snapshot.found.folders[spec.path]), task.id)


def _weighed(
    waiver: Waiver, author: Callable[[], Person], commit_policy: CommitPolicy, today: date
) -> Waiver:
    """The waiver with what is wrong about it."""
    fault = waiver.fault
    if not fault and waiver.code not in commit_policy.waivable:
        allowed = ", ".join(commit_policy.waivable) or "none"
        fault = f"{waiver.code} may not be waived here; what may: {allowed}"
    if not fault and commit_policy.waivers_by:
        by = {mail.lower() for mail in commit_policy.waivers_by}
        person = author()
        fault = "" if person.mail.lower() in by else f"{person} may not waive anything here"
    if not fault and waiver.until and waiver.until < today:
        fault = f"it ended on {waiver.until.isoformat()}"
    return waiver._replace(fault=fault)


# What a commit names


def _named(
    references: Iterable[TaskReference], lookup: _Lookup, *, needed: bool
) -> Iterator[NamedTask]:
    """Every task named.

    What only looks like a name counts if nothing else is there and one is needed: `(GH#12)` in a
    subject is no task, unless it stands where the task should.
    """
    found = [(reference, lookup.find(reference)) for reference in references]
    sure = [named for reference, named in found if reference.certain or named.spec or named.fits]
    if not sure and needed:
        sure = [named for _, named in found]
    yield from sure


class _Lookup:
    """Finds the tasks that an address may mean."""

    def __init__(
        self, before: Snapshot, after: Snapshot, submission: CommitDraft, code: Collection[str]
    ) -> None:
        self._before = before
        self._after = after
        self._submission = submission
        self._code = code

    def find(self, reference: TaskReference) -> NamedTask:
        """What the reference names."""
        address = reference.address
        folders = self._folders(address)
        fitting = [(spec, task) for spec in folders for task in _tasks(spec, address.task)]
        if not address.spec:
            fitting = self._meant(fitting)
        fits = tuple(dict.fromkeys(address_of(spec, task, self._after) for spec, task in fitting))
        named = NamedTask(text=reference.text, line=reference.line, fits=fits)
        if len(fits) == 1:
            # A doubled id is another rule's: here it counts as done if any of them is.
            spec, task = max(fitting, key=lambda each: each[1].done)
            return named._replace(spec=spec, task=task)
        if fits:
            return named
        return named._replace(
            spec=folders[0] if len(folders) == 1 and address.spec else None,
            nearest=nearest(reference.text, self._known(folders)),
        )

    def _meant(self, fitting: list[tuple[Spec, Task]]) -> list[tuple[Spec, Task]]:
        """Of tasks with one id in several specs, the one that the commit finishes, if it is one."""
        if len({spec.path for spec, _ in fitting}) < 2:  # noqa: PLR2004 - there is no other
            return fitting
        done = [(spec, task) for spec, task in fitting if (spec.path, task.id) in self._ticked]
        return done if len({spec.path for spec, _ in done}) == 1 else fitting

    @cached_property
    def _ticked(self) -> set[tuple[str, str]]:
        ticks = self._submission.change.ticks()
        return {(tick.spec.path, tick.after.id) for tick in ticks if tick.after}

    def _folders(self, address: Address) -> list[Spec]:
        if address.spec:
            return self._specs(self._preferred(self._after.found.directory.find(address.spec)))
        branch = self._submission.branch().rpartition("/")[2]
        if branch and len(own := self._after.found.directory.find(branch)) == 1:
            return self._specs(own)
        return self._under_way

    def _specs(self, folders: Iterable[SpecFolder]) -> list[Spec]:
        return [self._after.spec(folder.path) for folder in folders]

    def _preferred(self, folders: list[SpecFolder]) -> list[SpecFolder]:
        """Of specs called alike in several projects, those of the project whose code changes."""
        if len(folders) < 2:  # noqa: PLR2004 - one needs no preference
            return folders
        roots = {self._after.found.root_of(path) for path in self._code}
        return [folder for folder in folders if folder.home.root in roots] or folders

    @cached_property
    def _under_way(self) -> list[Spec]:
        """The specs with open tasks, before the commit or after it."""
        found = []
        for path in self._after.found.folders:
            was_there = path in self._before.found.folders
            if self._after.spec(path).open_tasks() or (
                was_there and self._before.spec(path).open_tasks()
            ):
                found.append(self._after.spec(path))
        return found

    def _known(self, specs: Sequence[Spec]) -> Iterator[str]:
        """The addresses of the given specs; without any, of all."""
        folders = self._after.found.folders
        if not specs and len(folders) > _MANY:
            yield from (self._after.found.directory.name(folder) for folder in folders.values())
            return
        for spec in specs or self._specs(folders.values()):
            yield from (address_of(spec, task, self._after) for task in spec.all_tasks())


_MANY = 20  # specs whose tasks are read to find one with a name like the one written


def _tasks(spec: Spec, name: str) -> list[Task]:
    """The tasks of that id; a doubled one is found twice."""
    tasks = list(spec.all_tasks())
    exact = [task for task in tasks if task.id == name]
    return exact or [task for task in tasks if task.id.lower() == name.lower()]
