"""Finds the commits that touched a file, their signers, and the next author, through GitPython.

GitPython is used only to call git. Its own readers of the index, references and objects fail in a
hook and in SHA-256 repositories.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from aos_check.git.blobs import Contents
from aos_check.git.differences import Differences
from aos_check.git.log import AS_RECORDS, FIELDS, record
from aos_check.git.program import Git, GitResult
from aos_check.git.revisions import Revisions
from aos_check.git.trees import is_file, list_tree
from aos_check.model.change import CommitRecord, Person
from aos_check.model.errors import CannotCheckError

if TYPE_CHECKING:
    import git

_TOUCHES = ("--full-history", "--no-merges", "--topo-order", "--raw", "--no-renames")
_MAX_NAMES = 100  # of one file

# Signatures are checked by these programs, not by those that the repository configures.
_SIGNING = (
    "gpg.program=gpg",
    "gpg.openpgp.program=gpg",
    "gpg.x509.program=gpgsm",
    "gpg.ssh.program=ssh-keygen",
    "gpg.ssh.defaultKeyCommand=",
)
_GPG_MAIL = re.compile(r"^\[GNUPG:\] GOODSIG \S+ (?:.* )?<([^<>\s]+@[^<>\s]+)>$", re.MULTILINE)
_SSH_MAIL = re.compile(r'^Good "git" signature for (\S+@\S+) with ', re.MULTILINE)


class Provenance:
    """Reads the history of single files and commits."""

    def __init__(
        self, git: Git, revisions: Revisions, contents: Contents, differences: Differences
    ) -> None:
        self._git = git
        self._revisions = revisions
        self._differences = differences
        self._contents = contents

    def author(self) -> Person:
        """The author of the next commit. Raises CannotCheckError if git does not know it."""
        answer = self._call(("var", "GIT_AUTHOR_IDENT"), ("user.useConfigOnly=true",))
        person, _, _ = answer.output.decode("utf-8", "replace").rpartition("> ")
        name, _, mail = person.rpartition(" <")
        if answer.code or not mail:
            raise CannotCheckError(
                "git does not know who you are",
                "run `git config user.name NAME` and `git config user.email MAIL`",
            )
        return Person(name, mail)

    def touching(self, rev: str, path: str) -> list[tuple[CommitRecord, str]]:
        """The commits up to `rev` that touched the file, newest first, with its path there.

        Renames are followed without `git log --follow`, which treats a copy as the file itself: an
        approval of a file is not an approval of its copy. Merges are omitted, because they bring
        the work of others.
        """
        tip, names, seen = self._revisions.resolve(rev), [path], set[tuple[str, str]]()
        while True:
            touches = list(self._log(tip, names))
            added = [
                (commit, name)
                for commit, states in touches
                for name, status in states.items()
                if status == "A" and (commit.id, name) not in seen
            ]
            seen.update((commit.id, name) for commit, name in added)
            sources = {source for each in added for source in self._sources(*each)}
            more = sorted(sources.difference(names))[: _MAX_NAMES - len(names)]
            if not more:
                return [(commit, _present(states, names)) for commit, states in touches]
            names += more

    def _log(self, tip: str, names: Sequence[str]) -> Iterator[_Touch]:
        """The commits that touched a file with one of these names, newest first."""
        answer = self._call(("log", *_TOUCHES, *AS_RECORDS, tip, "--", *names))
        if answer.code:
            raise self._git.refused(["log"], answer.complaint)
        return _touches(answer.output.split(b"\0"), names)

    def _sources(self, commit: CommitRecord, path: str) -> list[str]:
        """The earlier paths of a file that the commit adds."""
        return [
            change.before
            for parent in commit.parents
            for change in self._differences.between(parent, commit.id)
            if change.after == path and change.before is not None
        ]

    def blob(self, rev: str, path: str, at_most: int) -> bytes | None:
        """The first bytes of the file at `rev`; None if there is no such file."""
        blob = list_tree(self._git, self._revisions.resolve(rev), [path]).get(path, "")
        return self._contents.read(blob, at_most) if is_file(blob) else None

    def signer(self, commit: str, allowed_signers: bytes | None = None) -> str | None:
        """The signer's mail address if the commit has a valid signature."""
        wanted = self._revisions.resolve(commit)
        if allowed_signers is None:
            return self._verified(wanted, ())
        with TemporaryDirectory(prefix="aos-check-") as folder:
            file = Path(folder, "allowed_signers")
            file.write_bytes(allowed_signers)
            return self._verified(wanted, (f"gpg.ssh.allowedSignersFile={file}",))

    def _verified(self, commit: str, settings: Sequence[str]) -> str | None:
        answer = self._call(("verify-commit", "--raw", commit), (*_SIGNING, *settings))
        if answer.code:
            return None
        output = answer.complaint.decode("utf-8", "replace")
        found = [*_GPG_MAIL.findall(output), *_SSH_MAIL.findall(output)]
        return found[0] if len(found) == 1 else None

    def _call(self, arguments: Sequence[str], settings: Sequence[str] = ()) -> GitResult:
        code, output, complaint = self._python().execute(
            self._git.command(arguments, settings),
            istream=subprocess.DEVNULL,
            with_extended_output=True,
            with_exceptions=False,
            stdout_as_string=False,
            strip_newline_in_stdout=False,
            env=self._environment(),
        )
        return GitResult(code, output, os.fsencode(complaint))

    def _python(self) -> git.Git:
        import git

        return git.Git(str(self._git.folder))

    def _environment(self) -> dict[str, str]:
        """Our environment; the variables that GitPython inherits name this repository."""
        return self._git.environment | {
            key: value
            for key, value in self._places().items()
            if key in os.environ and key not in self._git.environment
        }

    def _places(self) -> dict[str, str]:
        """This repository's value for each variable that may name another repository."""
        git_dir = str(self._revisions.git_dir)
        common = str(self._revisions.common_dir())
        return {
            "GIT_ALTERNATE_OBJECT_DIRECTORIES": "",
            "GIT_COMMON_DIR": common,
            "GIT_DIR": git_dir,
            "GIT_GLOB_PATHSPECS": "0",
            "GIT_ICASE_PATHSPECS": "0",
            "GIT_INDEX_FILE": str(Path(git_dir, "index")),
            "GIT_NAMESPACE": "",
            "GIT_NOGLOB_PATHSPECS": "0",
            "GIT_OBJECT_DIRECTORY": str(Path(common, "objects")),
            "GIT_SHALLOW_FILE": str(Path(common, "shallow")),
            "GIT_WORK_TREE": str(self._git.folder),
        }


_Touch = tuple[CommitRecord, dict[str, str]]  # the status of each name in the commit


def _touches(fields: Sequence[bytes], names: Sequence[str]) -> Iterator[_Touch]:
    """The commits in a log in which raw differences follow each record."""
    rest = iter(fields[:-1])
    first = next(rest, None)
    while first is not None:
        commit = record([first, *islice(rest, FIELDS - 1)])
        first, states = None, {}
        for field in rest:
            if not field.startswith((b":", b"\n:")):
                first = field
                break
            states[os.fsdecode(next(rest))] = os.fsdecode(field.rpartition(b" ")[2])
        # A name may have been a folder, with files in it.
        if states := {name: states[name] for name in names if name in states}:
            yield commit, states


def _present(states: dict[str, str], names: Sequence[str]) -> str:
    """The name of the file after the commit; its last name if it was deleted."""
    ordered = [name for name in names if name in states]
    return next((name for name in ordered if states[name] != "D"), ordered[0])
