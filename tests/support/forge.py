"""A forge for tests: a repository on a server, its pull requests, events and checkouts.

Events have those parts of GitHub's payloads that name commits. A checkout is like that of
actions/checkout: one ref, a depth, and a detached HEAD.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.support.git_repo import Repo

NOBODY = "0" * 40
"""The id that GitHub sends when there is no commit."""


@dataclass(frozen=True, slots=True)
class ForgeEvent:
    """An event: its name, its payload, and the ref and commit that a workflow checks out."""

    name: str
    payload: dict[str, Any]
    ref: str
    sha: str


@dataclass(slots=True)
class Forge:
    """A server with one repository, and a clone to work in."""

    folder: Path
    desk: Repo = field(init=False)

    def __post_init__(self) -> None:
        """Make the server and the clone."""
        server = Repo(self.folder / "server", "--bare")
        self.desk = Repo(self.folder / "desk")
        self.desk.git("remote", "add", "origin", str(server.top))

    @property
    def url(self) -> str:
        """The server's URL. From a plain path, git would ignore the depth and copy everything."""
        return f"file://{self.folder.resolve()}/server"

    def push(self, branch: str = "main", *, force: bool = False) -> ForgeEvent:
        """Push HEAD; return the event."""
        before = self._server_has(f"refs/heads/{branch}")
        options = ("--force",) if force else ()
        self.desk.git("push", "--quiet", *options, "origin", f"HEAD:refs/heads/{branch}")
        after = self.desk.git("rev-parse", "HEAD")
        payload = {
            "ref": f"refs/heads/{branch}",
            "before": before or NOBODY,
            "after": after,
            "created": not before,
            "deleted": False,
            "forced": force,
            "repository": {"default_branch": "main"},
        }
        return ForgeEvent("push", payload, f"refs/heads/{branch}", after)

    def request(
        self, branch: str, title: str = "feat: part", body: str | None = None, *, fork: bool = False
    ) -> ForgeEvent:
        """Open a pull request from HEAD into main, which the server merges; return the event."""
        head = self.desk.git("rev-parse", "HEAD")
        base = self._server_has("refs/heads/main")
        self.desk.git("push", "--quiet", "--force", "origin", "HEAD:refs/pull/1/head")
        self.desk.git("checkout", "--quiet", "--detach", base)
        self.desk.git("merge", "--quiet", "--no-ff", "-m", f"Merge {head} into {base}", head)
        merge = self.desk.git("rev-parse", "HEAD")
        self.desk.git("push", "--quiet", "--force", "origin", "HEAD:refs/pull/1/merge")
        self.desk.git("checkout", "--quiet", "--detach", head)
        payload = {
            "action": "synchronize",
            "number": 1,
            "pull_request": {
                "title": title,
                "body": body,
                "base": {"sha": base, "ref": "main", "repo": {"full_name": "octo/shop"}},
                "head": {
                    "sha": head,
                    "ref": branch,
                    "repo": {"full_name": "stranger/shop" if fork else "octo/shop", "fork": fork},
                },
            },
            "repository": {"default_branch": "main"},
        }
        return ForgeEvent("pull_request", payload, "refs/pull/1/merge", merge)

    def queue(self) -> ForgeEvent:
        """Put HEAD into the merge queue; return the event."""
        head = self.desk.git("rev-parse", "HEAD")
        base = self._server_has("refs/heads/main")
        ref = f"refs/heads/gh-readonly-queue/main/pr-1-{base}"
        self.desk.git("push", "--quiet", "origin", f"HEAD:{ref}")
        payload = {
            "action": "checks_requested",
            "merge_group": {"base_sha": base, "head_sha": head, "head_ref": ref},
            "repository": {"default_branch": "main"},
        }
        return ForgeEvent("merge_group", payload, ref, head)

    def other(self, name: str) -> ForgeEvent:
        """An event without commits: a schedule, or a manual start."""
        payload = {"repository": {"default_branch": "main"}}
        return ForgeEvent(name, payload, "refs/heads/main", self._server_has("refs/heads/main"))

    def checkout(self, event: ForgeEvent, to: Path, depth: int = 0, sha: str = "") -> Repo:
        """The checkout that a workflow makes before the action, of `sha` or the event's ref."""
        repo = Repo(to)
        repo.git("remote", "add", "origin", self.url)
        wanted = sha or event.ref
        if depth:
            local = event.ref.replace("refs/", "refs/remotes/", 1)
            repo.git("fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", wanted)
            repo.git("update-ref", local, "FETCH_HEAD")
        else:
            repo.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", wanted)
        repo.git("checkout", "--quiet", "--force", "--detach", sha or event.sha)
        return repo

    def _server_has(self, ref: str) -> str:
        return self.desk.git("ls-remote", "origin", ref).partition("\t")[0]


def variables(event: ForgeEvent, folder: Path) -> dict[str, str]:
    """The environment of a step on GitHub, with its files in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "event.json"
    file.write_text(json.dumps(event.payload), "utf-8")
    return {
        "CI": "true",
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": event.name,
        "GITHUB_EVENT_PATH": str(file),
        "GITHUB_REF": event.ref,
        "GITHUB_HEAD_REF": event.payload.get("pull_request", {}).get("head", {}).get("ref", ""),
        "GITHUB_SHA": event.sha,
        "GITHUB_OUTPUT": str(folder / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "summary"),
    }
