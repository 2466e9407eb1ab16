"""What `.pre-commit-config.yaml` says of our hooks: which they are, and when they run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from aos_check import HOME
from aos_check.model.errors import CannotCheckError
from aos_check.setup.doctor.clone import Clone, UnreadableError
from aos_check.setup.init import pre_commit
from aos_check.setup.init.pre_commit import PreCommitSettings

MANIFEST: Mapping[str, tuple[str, ...]] = {
    "aos-check": ("pre-commit", "pre-merge-commit"),
    "aos-check-commit-msg": ("commit-msg",),
    "aos-check-prepare-commit-msg": ("prepare-commit-msg",),
    "aos-check-pre-push": ("pre-push",),
    "aos-check-range": ("manual",),
}
"""The stages that our hooks have where the configuration says nothing of them."""

_FORMER = {"commit": "pre-commit", "push": "pre-push", "merge-commit": "pre-merge-commit"}


class HookEntry(NamedTuple):
    """A configuration, and what of it is ours: entries that hold nothing but our hooks."""

    settings: PreCommitSettings
    ours: list[dict[str, Any]]

    @property
    def hooks(self) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
        """Each of our hooks with the entry that it stands in."""
        return ((repo, hook) for repo in self.ours for hook in repo["hooks"])

    @property
    def stages(self) -> frozenset[str]:
        """The hooks of git that would run one of ours."""
        found = {stage for _, hook in self.hooks for stage in self._stages_of(hook)}
        return frozenset(pre_commit.HOOK_TYPES) & {_FORMER.get(stage, stage) for stage in found}

    def _stages_of(self, hook: Mapping[str, Any]) -> list[str]:
        default = self.settings.value.get("default_stages")
        for stages in (hook.get("stages"), MANIFEST.get(str(hook.get("id"))), default):
            if stages and isinstance(stages, list | tuple):
                return list(map(str, stages))
        return list(pre_commit.HOOK_TYPES)

    @property
    def revisions(self) -> list[str]:
        """The revisions of this project that are named."""
        return [str(repo.get("rev", "")) for repo in self.ours if _is_from_home(repo)]

    def alone(self) -> str:
        """The configuration with nothing but our hooks; JSON is YAML."""
        return json.dumps({**self.settings.value, "repos": self.ours}, indent=2) + "\n"


def entry_in(clone: Clone) -> HookEntry | None:
    """What the configuration there says; None without one. Raises CannotCheckError."""
    try:
        text = clone.text(pre_commit.FILE)
    except UnreadableError as error:
        raise CannotCheckError(f"{pre_commit.FILE}: {error}", "make it a readable file") from error
    if text is None:
        return None
    settings = pre_commit.read(text)
    found = (_our_part(repo, settings) for repo in settings.repos)
    return HookEntry(settings, [repo for repo in found if repo])


def _our_part(repo: object, settings: PreCommitSettings) -> dict[str, Any] | None:
    """The entry with our hooks alone; None for one that has none."""
    if not isinstance(repo, dict) or not isinstance(repo.get("hooks"), list):
        return None
    hooks = [hook for hook in repo["hooks"] if isinstance(hook, dict) and _is_ours(hook, repo)]
    known = repo in settings.ours or repo.get("repo") == "local" or _is_from_home(repo)
    return {**repo, "hooks": hooks} if hooks and known else None


def _is_ours(hook: Mapping[str, Any], repo: Mapping[str, Any]) -> bool:
    return (
        hook.get("id") in MANIFEST
        or "aos-check" in str(hook.get("entry", ""))
        or _is_from_home(repo)
    )


def _is_from_home(repo: Mapping[str, Any]) -> bool:
    url = str(repo.get("repo", "")).lower().rstrip("/").removesuffix(".git")
    # A fork, or a copy on a server of one's own, has its revisions too.
    return url == HOME.lower() or url.endswith("/aos-check")
