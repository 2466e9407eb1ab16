"""A temporary repository for testing hooks, with the sample project and one hook at a time."""

from __future__ import annotations

import os
import shlex
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from aos_check.git.environment import undirected
from aos_check.model.errors import CannotCheckError
from aos_check.setup.doctor.running import Ended, run
from aos_check.setup.doctor.sample import SPECIFIED, SampleCommit

# Git asks nothing, runs nothing in the background, and runs no hook except the one installed here.
_SETTINGS = """\
[core]
	fsmonitor = false
	hooksPath = {hooks}
[commit]
	gpgSign = false
[push]
	gpgSign = false
	recurseSubmodules = no
[merge]
	verifySignatures = false
[gc]
	auto = 0
[maintenance]
	auto = false
[receive]
	autogc = false
[protocol "file"]
	allow = always
"""
_HOUSEKEEPING = 60  # seconds for a command that runs no hook

_AUTHOR = "aos-check doctor"
_PEOPLE = {
    f"GIT_{role}_{what}": value
    for role in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", _AUTHOR), ("EMAIL", "doctor@example.org"))
}
# These would override the settings, or ask the user.
_NOT_PASSED_ON = ("GIT_CONFIG_PARAMETERS", "GIT_CONFIG_COUNT", "GIT_ALLOW_PROTOCOL", "GIT_ASKPASS")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder that is deleted afterwards."""
    with TemporaryDirectory(prefix="aos-check-doctor-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


@dataclass(slots=True)
class Scratch:
    """The repository and the bare one that it pushes to. `patience` is the time for all tests."""

    git: str
    folder: Path
    files: Mapping[str, str]
    patience: float
    _deadline: float = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        self._deadline = time.monotonic() + self.patience
        for name in ("hooks", "receiving"):
            (self.folder / name).mkdir()
        self._make(self.remote, "receiving", "--bare")
        self._make(self.top, "hooks")
        self.expect("remote", "add", "origin", str(self.remote))
        self.record(SampleCommit({**SPECIFIED.files, **self.files}, SPECIFIED.message))
        self.expect("push", "--quiet", "origin", "main")
        self.expect("tag", "begun")

    @property
    def top(self) -> Path:
        """The worktree."""
        return self.folder / "sample"

    @property
    def remote(self) -> Path:
        """The repository that it pushes to."""
        return self.folder / "remote.git"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of this process, without variables that point to another repository."""
        kept = undirected(self.top)
        for name in _NOT_PASSED_ON:
            kept.pop(name, None)
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_EDITOR": ":", "GIT_MERGE_AUTOEDIT": "no"}
        return kept | _PEOPLE | quiet

    def _make(self, top: Path, hooks: str, *options: str) -> None:
        top.mkdir()
        # Without a template: the user's may have hooks.
        self.expect("init", "--quiet", "--template=", "--initial-branch=main", *options, at=top)
        path = str(self.folder / hooks).replace("\\", "/").replace('"', '\\"')
        config = (top if options else top / ".git") / "config"
        with config.open("a", encoding="utf-8") as opened:
            opened.write(_SETTINGS.format(hooks=f'"{path}"'))

    # Commands in it

    def attempt(self, *arguments: str) -> Ended:
        """Run git with the installed hook, until the time is up."""
        left = self._deadline - time.monotonic()
        return run([self.git, *arguments], self.top, self.environment, left)

    def expect(self, *arguments: str, at: Path | None = None) -> str:
        """Run git without hooks; return its output. Raises CannotCheckError if it fails."""
        ended = run([self.git, *arguments], at or self.top, self.environment, _HOUSEKEEPING)
        if ended.code != 0:
            why = "it takes too long" if ended.code is None else ended.last_words
            raise CannotCheckError(
                f"the sample repository could not be set up: git {arguments[0]}: {why}",
                "check that the folder for temporary files is writable",
            )
        return ended.output

    def begin_again(self) -> None:
        """Restore the initial state, without hooks."""
        for name in ("hooks", "receiving"):
            for hook in (self.folder / name).iterdir():
                hook.unlink()
        self.expect("reset", "--quiet", "--hard")
        self.expect("clean", "--quiet", "--force", "-d", "-x")
        self.expect("checkout", "--quiet", "-B", "main", "begun")
        self.expect("push", "--quiet", "--force", "origin", "main")

    def stage(self, commit: SampleCommit) -> None:
        """Write the files of a commit, and add them."""
        for path, text in commit.files.items():
            file = self.top / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8", newline="\n")
        # --force: the user's settings may make git ignore some of the files.
        self.expect("add", "--all", "--force")

    def record(self, commit: SampleCommit) -> None:
        """Commit without a hook."""
        self.stage(commit)
        self.expect("commit", "--quiet", "-m", commit.message)

    def install(self, hook: Path, *, receiving: bool = False) -> None:
        """Make git run this hook from its own folder, and no other hook."""
        file = self.folder / ("receiving" if receiving else "hooks") / hook.name
        # A script that calls it: the other hooks in its folder must not run.
        calling = f'#!/bin/sh\nexec {shlex.quote(hook.as_posix())} "$@"\n'
        file.write_bytes(os.fsencode(calling))
        file.chmod(0o755)
