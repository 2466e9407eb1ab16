"""The revisions, refs and settings of a repository."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

from aos_check.git.environment import LocatedRepository
from aos_check.git.program import FETCH
from aos_check.model.errors import CannotCheckError
from aos_check.model.object_ids import is_object_id

REMOTE = "origin"

_HEX = re.compile(r"[0-9a-f]{4,64}")
_MERGED_VARIABLE = "GITHEAD_"


USUAL_TRUNKS = ("main", "master")
"""The names that a default branch usually has."""


class Revisions:
    """Finds commits by revision and by ref. `top` is None in a bare repository."""

    def __init__(self, around: LocatedRepository) -> None:
        self.top = around.top
        self.git_dir = around.git_dir
        self.bare = around.bare
        self.shallow = around.shallow
        self._git = around.git

    def find(self, rev: str) -> str | None:
        """The full id of the commit; None if the revision names none."""
        # The user's text must never become an option, in any version of git.
        if rev.startswith("-") or "\0" in rev:
            return None
        wanted = f"{rev}^{{commit}}"
        output = self._git.ask("rev-parse", "--verify", "--quiet", "--end-of-options", wanted)
        found = (output or b"").decode("ascii", "replace").strip()
        return found if is_object_id(found) else None

    def resolve(self, rev: str) -> str:
        """The full id of the commit. Raises CannotCheckError."""
        if found := self.find(rev):
            return found
        if self.shallow:
            raise CannotCheckError(f"{rev} is not a commit in this shallow history", FETCH)
        raise CannotCheckError(
            f"{rev} is not a commit in this repository",
            "name a branch, a tag or a commit that `git log` shows",
        )

    def resolve_exactly(self, rev: str) -> str:
        """The full id of the commit. Raises CannotCheckError if the name may mean several."""
        name = re.split(r"[~^@:]", rev, maxsplit=1)[0]
        refs = [] if is_object_id(name) or name.startswith("refs/") else _meanings(name)
        found = [ref for ref in refs if self._git.ask("show-ref", "--verify", "--", ref)]
        # A short id may be the name of a ref, too.
        if len(found) > 1 or (found and _HEX.fullmatch(name)):
            raise CannotCheckError(
                f"{rev} is ambiguous: it may mean {' or '.join(found)}",
                "write the full id of the commit, or the whole name of the ref",
            )
        return self.resolve(rev)

    def head(self) -> str | None:
        """The commit that the next one builds on; None before the first commit."""
        if found := self.find("HEAD"):
            return found
        if self._git.ask("rev-parse", "--verify", "--quiet", "HEAD"):
            raise CannotCheckError("HEAD names a commit that is missing", FETCH)
        return None

    def branch(self) -> str:
        """The current branch; "" if there is none."""
        output = self._git.ask("symbolic-ref", "--quiet", "HEAD") or b""
        return os.fsdecode(output.removesuffix(b"\n")).removeprefix("refs/heads/")

    def branch_of(self, rev: str) -> str:
        """The branch that the revision names or that is checked out there; "" for none."""
        commit = self.find(rev)
        options = ("--verify", "--quiet", "--symbolic-full-name", "--end-of-options")
        named = commit and self._git.ask("rev-parse", *options, rev)
        kind, _, name = os.fsdecode(named or b"").strip().removeprefix("refs/").partition("/")
        if kind == "remotes":
            return name.partition("/")[2]
        if kind == "heads":
            return name
        return self.branch() if commit and commit == self.find("HEAD") else ""

    def chosen_spec(self) -> str:
        """The spec that `git config aos-check.spec` sets as the active one; "" if it is not set."""
        output = self._git.ask("config", "--get", "aos-check.spec") or b""
        return os.fsdecode(output.removesuffix(b"\n"))

    def remote_url(self) -> str:
        """The URL of `origin`, or of the only remote; "" if there is none."""
        output = self._git.ask("config", "--null", "--get-regexp", r"^remote\..*\.url$") or b""
        pairs = (entry.partition("\n") for entry in os.fsdecode(output).split("\0") if entry)
        # A remote may have several URLs; git fetches from the first one.
        urls: dict[str, str] = {}
        for key, _, url in pairs:
            urls.setdefault(key[len("remote.") : -len(".url")], url)
        return urls.get(REMOTE) or (next(iter(urls.values())) if len(urls) == 1 else "")

    def is_ignored(self, path: str) -> bool:
        """True for a file that git ignores and does not track."""
        return self._git.attempt("check-ignore", "--quiet", "--", f"./{path}").code == 0

    def hooks(self) -> Path:
        """The folder that git runs hooks from."""
        wanted = ("config", "--null", "--show-scope", "--get-all", "core.hooksPath")
        fields = iter((self._git.ask(*wanted) or b"").split(b"\0")[:-1])
        # The value from the command line is set by this program.
        pairs = zip(fields, fields, strict=True)
        configured = [value for scope, value in pairs if scope != b"command"]
        if configured:
            return self._git.folder / Path(os.fsdecode(configured[-1])).expanduser()
        return self.common_dir() / "hooks"

    def common(self, one: str, other: str) -> str | None:
        """The best common ancestor of two commits; None if there is none."""
        answer = self._git.attempt("merge-base", one, other)
        if answer.code > 1:
            raise self._git.refused(["merge-base"], answer.complaint)
        return answer.output.decode("ascii").strip() or None

    def merge_base(self, one: str, other: str) -> str:
        """The best common ancestor of two revisions. Raises CannotCheckError if there is none."""
        if base := self.common(self.resolve(one), self.resolve(other)):
            return base
        if self.shallow:
            raise CannotCheckError(
                f"the history is too shallow to have a merge base of {one} and {other}", FETCH
            )
        raise CannotCheckError(
            f"{one} and {other} have no commit in common: their histories are unrelated",
            "compare revisions of one history",
        )

    def is_ancestor(self, one: str, other: str) -> bool:
        """True if `one` is reachable from `other`."""
        answer = self._git.attempt("merge-base", "--is-ancestor", one, other)
        if answer.code > 1:
            raise self._git.refused(["merge-base"], answer.complaint)
        return answer.code == 0

    def independent(self, commits: Sequence[str]) -> list[str]:
        """The commits that are not reachable from another one of them."""
        found = self._git.run("merge-base", "--independent", *commits) if commits else b""
        return found.decode("ascii").split()

    def tips(self, prefix: str, containing: Sequence[str] = ()) -> list[str]:
        """The objects that the refs below `prefix` point to; only those with one of the commits."""
        options = ("--format=%(objectname)", *(f"--contains={each}" for each in containing))
        output = self._git.run("for-each-ref", *options, prefix.rstrip("/"))
        return list(dict.fromkeys(output.decode("ascii").split()))

    def own_tips(self) -> dict[str, str]:
        """HEAD and the branches that no other worktree has checked out: their commits and names."""
        own = {tip: name for tip, name, used in self._branches() if not used}
        head = self.find("HEAD")
        return {**own, head: self.branch()} if head else own

    def tips_elsewhere(self) -> list[str]:
        """The commits of the branches that any worktree but this one has checked out."""
        return [tip for tip, name, used in self._branches() if used and name != self.branch()]

    def tracked_branches(self) -> dict[str, str]:
        """The commits of the remote-tracking branches, and the names of their branches."""
        rows = self._refs("refs/remotes", "%(objectname)%00%(refname:lstrip=3)")
        return {tip: name for tip, name in rows if name != "HEAD"}

    def _branches(self) -> list[list[str]]:
        return self._refs("refs/heads", "%(objectname)%00%(refname:lstrip=2)%00%(worktreepath)")

    def _refs(self, prefix: str, shape: str) -> list[list[str]]:
        output = os.fsdecode(self._git.run("for-each-ref", f"--format={shape}", prefix))
        return [line.split("\0") for line in output.split("\n") if line]

    def remote_branch(self, branch: str) -> str | None:
        """The last commit of the remote's branch; None if it was not fetched."""
        return self.find(tracking_ref(branch))

    def git_path(self, name: str) -> Path:
        """The path of git's own file `name`."""
        return self._path("--git-path", name)

    def pending_message(self) -> Path:
        """The file with the message of the commit that git is making."""
        files = [self.git_path(name) for name in ("COMMIT_EDITMSG", "MERGE_MSG")]
        return max(files, key=lambda file: file.stat().st_mtime_ns if file.exists() else 0)

    def common_dir(self) -> Path:
        """The folder of git's files that all worktrees share."""
        return self._path("--git-common-dir")

    def _path(self, *options: str) -> Path:
        output = self._git.run("rev-parse", *options)
        return self._git.folder / os.fsdecode(output.removesuffix(b"\n"))

    def merge_heads(self) -> tuple[str, ...]:
        """The commits that are being merged into HEAD; empty outside a merge."""
        try:
            words = (self.git_dir / "MERGE_HEAD").read_text("ascii").split()
        except FileNotFoundError:
            words = _heads_in_environment()
        return tuple(found for word in words if is_object_id(word) and (found := self.find(word)))


def _meanings(name: str) -> list[str]:
    """The refs that a short name may mean."""
    return [f"refs/{kind}{name}" for kind in ("", "tags/", "heads/", "remotes/") if name]


def tracking_ref(branch: str) -> str:
    """The ref that follows a branch of the remote."""
    return f"refs/remotes/{REMOTE}/{branch}"


def _heads_in_environment() -> list[str]:
    """The heads that `git merge` passes to its hook before it writes MERGE_HEAD."""
    if not os.environ.get("GIT_REFLOG_ACTION", "").startswith(("merge", "pull")):
        return []
    found = (key for key in os.environ if key.startswith(_MERGED_VARIABLE))
    return [key.removeprefix(_MERGED_VARIABLE) for key in found]
