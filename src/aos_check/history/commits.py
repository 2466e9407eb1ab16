"""Describes commits for rules: their tasks, code, waivers and exemptions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from aos_check.history.messages import Message
from aos_check.history.task_finder import TaskFinder, address_of
from aos_check.model.change import Change, Commit, PathChange, Person, Waiver
from aos_check.model.globs import Patterns
from aos_check.reading.compare import compare
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


BEFORE_THE_PROJECT = "commits with no project in their tree are not checked"
MISSING_TASKS = (
    "commits are not checked if the task lists that they name are missing from this partial clone"
)

MISSING_CODE = (
    "merges and reverts are not checked if contents that they change are missing from this "
    "partial clone"
)


class SnapshotDiff(NamedTuple):
    """Two snapshots and the paths that differ between them.

    For a merge, `before` is git's own merge.
    """

    before: Snapshot
    after: Snapshot
    paths: tuple[PathChange, ...]

    @property
    def has_project(self) -> bool:
        """True if there is a home before or after."""
        return bool(self.before.found.homes or self.after.found.homes)

    def change(self, *, roadmap: bool = True) -> Change:
        """The change of specs and decisions; with `roadmap`, also the completed specs."""
        return compare(self.before, self.after, self.paths, roadmap=roadmap)


class RawCommit(NamedTuple):
    """A commit before its tasks and code are read. The next commit has no `id`.

    `author`, `branch` and `chosen` are called only if needed, because git takes time to find them.
    The branch is the one that the commit is made on, and `chosen` is the spec that the user chose;
    "" if unknown. `exempt` is the reason why no task is required.
    """

    message: Message
    diff: SnapshotDiff
    author: Callable[[], Person]
    id: str = ""
    branch: Callable[[], str] = str
    chosen: Callable[[], str] = str
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
    finder = TaskFinder(before, after, change, code, branch=raw.branch, chosen=raw.chosen)
    is_bot = _only_dependencies(paths) and policy.names_bot(raw.author())
    return Commit(
        id=raw.id,
        message=raw.message.text,
        change=change,
        named=tuple(finder.named(raw.message.references, needed=bool(code))),
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
        unjudged=MISSING_TASKS if finder.lacks_documents else "",
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
