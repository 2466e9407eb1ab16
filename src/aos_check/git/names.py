"""What commits are called: revisions, the head, its branch, the tips of refs."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from aos_check.git.program import FETCH, Git
from aos_check.model.errors import CannotCheckError

_ID = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


class RevisionNames:
    """Finds commits by what users and refs call them."""

    def __init__(self, git: Git, *, shallow: bool) -> None:
        self._git = git
        self._shallow = shallow

    def find(self, rev: str) -> str | None:
        """The full id of the commit; None where there is none of that name."""
        # Whatever the program's version makes of it, a user's word never becomes an option.
        if rev.startswith("-") or "\0" in rev:
            return None
        wanted = f"{rev}^{{commit}}"
        output = self._git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        found = (output or b"").decode("ascii", "replace").strip()
        return found if is_id(found) else None

    def resolve(self, rev: str) -> str:
        """The full id of the commit. Raises CannotCheckError."""
        if found := self.find(rev):
            return found
        if self._shallow:
            raise CannotCheckError(f"{rev} is no commit of this shallow history", FETCH)
        raise CannotCheckError(
            f"{rev} is no commit of this repository",
            "name a branch, a tag or a commit that `git log` shows",
        )

    def head(self) -> str | None:
        """The commit that the next one builds on; None before the first."""
        if found := self.find("HEAD"):
            return found
        if self._git.ask("rev-parse", "--verify", "--quiet", "HEAD"):
            raise CannotCheckError("HEAD names a commit that is not there", FETCH)
        return None

    def branch(self) -> str:
        """The branch checked out; "" for none."""
        output = self._git.ask("symbolic-ref", "--quiet", "HEAD") or b""
        return os.fsdecode(output.removesuffix(b"\n")).removeprefix("refs/heads/")

    def setting(self, key: str) -> str:
        """What the user has configured under a key; "" for nothing."""
        output = self._git.ask("config", "--get", key) or b""
        return os.fsdecode(output.removesuffix(b"\n"))

    def is_ignored(self, path: str) -> bool:
        """True for a file that git is told to leave alone, and does not track."""
        return self._git.attempt("check-ignore", "--quiet", "--", f"./{path}").code == 0

    def hooks(self) -> Path:
        """The folder in which git looks for hooks."""
        wanted = ("config", "--null", "--show-scope", "--get-all", "core.hooksPath")
        fields = iter((self._git.ask(*wanted) or b"").split(b"\0")[:-1])
        # What the command line says is this program's own.
        said = [value for scope, value in zip(fields, fields, strict=True) if scope != b"command"]
        if said:
            return self._git.folder / Path(os.fsdecode(said[-1])).expanduser()
        output = self._git.run("rev-parse", "--git-common-dir")
        return self._git.folder / os.fsdecode(output.removesuffix(b"\n")) / "hooks"

    def common(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits; None where there is none."""
        answer = self._git.attempt("merge-base", one, other)
        if answer.code > 1:
            raise self._git.refused(["merge-base"], answer.complaint)
        return answer.output.decode("ascii").strip() or None

    def merge_base(self, one: str, other: str) -> str:
        """The best common ancestor of two revisions. Raises CannotCheckError for none."""
        if base := self.common(self.resolve(one), self.resolve(other)):
            return base
        if self._shallow:
            raise CannotCheckError(
                f"the history is too shallow to hold a merge base of {one} and {other}", FETCH
            )
        raise CannotCheckError(
            f"{one} and {other} have no commit in common: their histories are unrelated",
            "compare revisions of one history",
        )

    def is_ancestor(self, one: str, other: str) -> bool:
        """True where `one` is reachable from `other`."""
        answer = self._git.attempt("merge-base", "--is-ancestor", one, other)
        if answer.code > 1:
            raise self._git.refused(["merge-base"], answer.complaint)
        return answer.code == 0

    def tips(self, prefix: str) -> list[str]:
        """What the refs below `prefix` point to."""
        output = self._git.run("for-each-ref", "--format=%(objectname)", prefix.rstrip("/"))
        return list(dict.fromkeys(output.decode("ascii").split()))

    def path(self, name: str) -> Path:
        """Where git keeps the file `name` of its own."""
        output = self._git.run("rev-parse", "--git-path", name)
        return self._git.folder / os.fsdecode(output.removesuffix(b"\n"))

    def merge_heads(self, git_dir: Path) -> tuple[str, ...]:
        """The commits that are being merged into HEAD; none when nothing is."""
        try:
            words: Sequence[str] = (git_dir / "MERGE_HEAD").read_text("ascii").split()
        except FileNotFoundError:
            words = _announced()
        return tuple(found for word in words if is_id(word) and (found := self.find(word)))


def is_id(text: str) -> bool:
    """True for the full id of an object."""
    return _ID.fullmatch(text) is not None


def _announced() -> list[str]:
    """What `git merge` tells its hook before MERGE_HEAD is written, in names of variables."""
    if not os.environ.get("GIT_REFLOG_ACTION", "").startswith(("merge", "pull")):
        return []
    return [key.removeprefix(_ANNOUNCED) for key in os.environ if key.startswith(_ANNOUNCED)]


_ANNOUNCED = "GITHEAD_"
