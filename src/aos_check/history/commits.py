"""Describes commits for rules: their tasks, code, waivers and exemptions."""

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
from aos_check.reading.compare import compare
from aos_check.reading.discovery import SpecFolder
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
    ".aos-check-baseline.json", "CODEOWNERS",
    # what frameworks install
    ".specify/**", ".awos/**", ".bmad-core/**", "_bmad/**", ".codex/**", ".gemini/**",
    ".opencode/**", ".windsurf/**",
    # what operating systems leave
    ".DS_Store", "Thumbs.db", "desktop.ini", *LOCK_FILES,
)  # fmt: skip
"""The files that are not code by default, in addition to the artifacts."""

_DEPENDENCIES = Patterns((*MANIFESTS, *LOCK_FILES))


@dataclass(frozen=True)
class CommitPolicy:
    """A project's requirements for commits, as in the table [tool.aos-check.commits]."""

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
        """True if the person is a bot by name or by mail address."""
        mailbox = person.mail.partition("@")[0].rpartition("+")[2]
        return person.name in self.bots or mailbox in self.bots

    @cached_property
    def _code(self) -> Patterns:
        return Patterns(self.code)

    @property
    def all_exempt(self) -> tuple[str, ...]:
        """The patterns of files that are not code, by default and by configuration."""
        return (*EXEMPT, *self.exempt)

    @cached_property
    def _exempt(self) -> Patterns:
        return Patterns(self.all_exempt)


class SnapshotDiff(NamedTuple):
    """Two snapshots and the paths that differ between them.

    For a merge, `before` is git's own merge.
    """

    before: Snapshot
    after: Snapshot
    paths: tuple[PathChange, ...]

    def change(self, *, roadmap: bool = True) -> Change:
        """The change of specs and decisions; with `roadmap`, also the completed specs."""
        return compare(self.before, self.after, self.paths, roadmap=roadmap)


class RawCommit(NamedTuple):
    """A commit before its tasks and code are read. The next commit has no `id`.

    `author` and `branch` are called only if needed, because git takes time to find them. The branch
    is the one that the commit is made on, "" if unknown. `exempt` is the reason why no task is
    required.
    """

    message: Message
    diff: SnapshotDiff
    author: Callable[[], Person]
    id: str = ""
    branch: Callable[[], str] = str
    exempt: str = ""
    reverts: str = ""


def describe(
    raw: RawCommit,
    policy: CommitPolicy,
    today: date,
    end: Snapshot | None = None,
    *,
    roadmap: bool = True,
) -> Commit:
    """The commit as rules read it.

    `end` is the last snapshot of its range. Code belongs to a project even if a later commit of the
    range creates the project. With `roadmap`, the change includes the specs that it completes.
    """
    before, after, paths = raw.diff
    change = raw.diff.change(roadmap=roadmap)._replace(commit=raw.id)
    code, unowned = code_of(paths, before, after, policy, end)
    finder = _TaskFinder(raw, change, code)
    is_bot = _only_dependencies(paths) and policy.names_bot(raw.author())
    return Commit(
        id=raw.id,
        message=raw.message.text,
        change=change,
        named=tuple(_named(raw.message.references, finder, needed=bool(code))),
        code=code,
        unowned=unowned,
        exempt=raw.exempt or ("a bot that updates dependencies" if is_bot else ""),
        reverts=raw.reverts,
        waivers=tuple(_validated(it, raw.author, policy, today) for it in raw.message.waivers),
        require=policy.require,
        max_ticks=policy.max_ticks,
        ticks_only=_ticks_only(change, after),
        ticked=tuple(finished(change, after)),
        trailer=next(iter(policy.trailers), "Task"),
        misplaced=raw.message.misplaced,
    )


def code_of(
    paths: Iterable[PathChange],
    before: Snapshot,
    after: Snapshot,
    policy: CommitPolicy,
    end: Snapshot | None = None,
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The paths that count as code of a project, and the code outside all projects."""
    code: list[str] = []
    unowned: list[str] = []
    for path in dict.fromkeys(path for change in paths for path in change.paths):
        if after.found.is_artifact(path) or before.found.is_artifact(path):
            continue
        roots = (snapshot.found.root_of(path) for snapshot in (after, before, end) if snapshot)
        root = next((root for root in roots if root is not None), None)
        if policy.is_code(path, root or ""):
            (unowned if root is None else code).append(path)
    return tuple(code), tuple(unowned)


def _only_dependencies(paths: Sequence[PathChange]) -> bool:
    return bool(paths) and all(
        _DEPENDENCIES.match(path) for change in paths for path in change.paths
    )


def _ticks_only(change: Change, after: Snapshot) -> bool:
    """True if the change only marks tasks done, and possibly roadmap items."""
    files = {tick.after.at.path for tick in change.ticks() if tick.after}
    if not files:
        return False
    files |= after.found.roadmaps
    return all(path in files for each in change.paths for path in each.paths)


def finished(change: Change, after: Snapshot) -> Iterator[str]:
    """The addresses of the tasks that a change finishes, without their parents."""
    ticks = [(tick.spec, tick.after) for tick in change.ticks() if tick.after]
    above = {(spec.path, task.parent) for spec, task in ticks}
    for spec, task in ticks:
        if (spec.path, task.id) not in above:
            yield address_of(spec, task, after)


def address_of(spec: Spec, task: Task, snapshot: Snapshot) -> str:
    """The task's address in the snapshot."""
    return write(snapshot.found.directory.name(snapshot.found.folders[spec.path]), task.id)


def _validated(
    waiver: Waiver, author: Callable[[], Person], policy: CommitPolicy, today: date
) -> Waiver:
    """The waiver with the reason why it is invalid, if it is."""
    fault = waiver.fault
    if not fault and waiver.code not in policy.waivable:
        allowed = ", ".join(policy.waivable) or "none"
        fault = f"{waiver.code} may not be waived here; rules that may: {allowed}"
    if not fault and policy.waivers_by:
        by = {mail.lower() for mail in policy.waivers_by}
        person = author()
        fault = "" if person.mail.lower() in by else f"{person} may not waive anything here"
    if not fault and waiver.until and waiver.until < today:
        fault = f"it expired on {waiver.until.isoformat()}"
    return waiver._replace(fault=fault)


# The tasks that a commit names


def _named(
    references: Iterable[TaskReference], finder: _TaskFinder, *, needed: bool
) -> Iterator[NamedTask]:
    """Every task that the message names.

    An uncertain reference to no known task counts only if a task is needed and no other reference
    names one: `(GH#12)` in a subject is an error only if the right task is missing.
    """
    found = [(reference, finder.find(reference)) for reference in references]
    sure = [named for reference, named in found if reference.certain or named.spec or named.fits]
    if not sure and needed:
        sure = [named for _, named in found]
    yield from sure


class _TaskFinder:
    """Finds the tasks that a reference in the message may mean."""

    def __init__(self, raw: RawCommit, change: Change, code: Collection[str]) -> None:
        self._before, self._after, _ = raw.diff
        self._branch = raw.branch
        self._change = change
        self._code = code

    def find(self, reference: TaskReference) -> NamedTask:
        """The task that the reference names, or similar addresses if there is none."""
        address = reference.address
        folders = self._folders(address)
        fitting = [(spec, task) for spec in folders for task in _tasks(spec, address.task)]
        if not address.spec:
            fitting = self._likeliest(fitting)
        fits = tuple(dict.fromkeys(address_of(spec, task, self._after) for spec, task in fitting))
        named = NamedTask(text=reference.text, line=reference.line, fits=fits)
        if len(fits) == 1:
            # Another rule reports a duplicate id. Here it counts as done if any of its tasks is.
            spec, task = max(fitting, key=lambda each: each[1].done)
            return named._replace(spec=spec, task=task)
        if fits:
            return named
        return named._replace(
            spec=folders[0] if len(folders) == 1 and address.spec else None,
            nearest=nearest(reference.text, self._known(folders)),
        )

    def _likeliest(self, fitting: list[tuple[Spec, Task]]) -> list[tuple[Spec, Task]]:
        """Of tasks with one id in several specs, those in the only spec that the commit ticks."""
        if len({spec.path for spec, _ in fitting}) < 2:  # noqa: PLR2004 - there is no other
            return fitting
        done = [(spec, task) for spec, task in fitting if (spec.path, task.id) in self._ticked]
        return done if len({spec.path for spec, _ in done}) == 1 else fitting

    @cached_property
    def _ticked(self) -> set[tuple[str, str]]:
        return {(it.spec.path, it.after.id) for it in self._change.ticks() if it.after}

    def _folders(self, address: Address) -> list[Spec]:
        if address.spec:
            return self._specs(self._preferred(self._after.found.directory.find(address.spec)))
        branch = self._branch().rpartition("/")[2]
        if branch and len(own := self._after.found.directory.find(branch)) == 1:
            return self._specs(own)
        return self._active_specs

    def _specs(self, folders: Iterable[SpecFolder]) -> list[Spec]:
        return [self._after.spec(folder.path) for folder in folders]

    def _preferred(self, folders: list[SpecFolder]) -> list[SpecFolder]:
        """Of specs with one name in several projects, those in projects with changed code."""
        if len(folders) < 2:  # noqa: PLR2004 - one needs no preference
            return folders
        roots = {self._after.found.root_of(path) for path in self._code}
        return [folder for folder in folders if folder.home.root in roots] or folders

    @cached_property
    def _active_specs(self) -> list[Spec]:
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
            yield from (address_of(spec, task, self._after) for task in spec.all_tasks())


_MANY = 20  # with more specs, only their names are suggested


def _tasks(spec: Spec, name: str) -> list[Task]:
    """The tasks with that id, else those with that id in another case."""
    tasks = list(spec.all_tasks())
    exact = [task for task in tasks if task.id == name]
    return exact or [task for task in tasks if task.id.lower() == name.lower()]
