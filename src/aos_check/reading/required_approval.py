"""Decides the level of approval that each spec of a tree must have."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TypeAlias

from aos_check.model.approval import ApprovalLevel
from aos_check.model.document import Status
from aos_check.model.spec import Spec
from aos_check.reading.artifact_index import ArtifactIndex, Sources
from aos_check.reading.spec_approval import says_approved
from aos_check.reading.spec_folders import SpecFolder

_STAGES = frozenset({Status.DRAFT, Status.REVIEW, Status.APPROVED})  # of an approval


Read: TypeAlias = Callable[[SpecFolder], Spec]
"""Reads a spec without its records."""


class RequiredApproval:
    """The levels that the projects of a tree require. It remembers what their specs say."""

    def __init__(self, sources: Sources, found: ArtifactIndex) -> None:
        self._sources = sources
        self._found = found
        self._approved: dict[str, bool] = {}
        self._stating: dict[str, bool] = {}

    def reuse(self, earlier: RequiredApproval, touched: Collection[str]) -> None:
        """Keep what the specs of an earlier tree say, if no document of theirs is touched."""
        now = self._found.folders
        for path, approved in earlier._approved.items():
            before = earlier._found.folders[path]
            if path in now and now[path].is_like(before) and not set(before.files) & set(touched):
                self._approved[path] = approved

    def level(
        self, folder: SpecFolder, spec: Spec, read: Read, *, recorded: bool
    ) -> ApprovalLevel | None:
        """The required level; None if nothing in the project requires an approval of this spec.

        A spec with `recorded` approvals requires it, and no other spec: the first approval must not
        ask for others.
        """
        policy = self._sources.policy
        if recorded:
            return policy.level
        if folder.layout.status.approves == "unless-draft" and not policy.configured:
            return policy.level if spec.status and spec.status.value is Status.DRAFT else None
        if policy.configured:
            return ApprovalLevel.NONE if folder.path in self._sources.settled() else policy.level
        required = self._is_stated(folder, spec, read) or self._is_new(folder)
        return policy.level if required else None

    def states(self, root: str, read: Read) -> bool:
        """True if a spec of the project at `root` says that it is approved.

        The documents before a change decide: the change that says so first must not ask at once.
        """
        before = self._sources.stated(root)
        if before is not None:
            return before
        if root not in self._stating:
            folders = (it for it in self._found.below(root) if it.layout.status.approves is True)
            self._stating[root] = any(self._says_approved(it, read) for it in folders)
        return self._stating[root]

    def is_demanded(self, folder: SpecFolder) -> bool:
        """True if the configuration requires approvals, or the projects before a new home did."""
        return self._sources.policy.configured or self._is_new(folder)

    def is_evaded(self, folder: SpecFolder, asked: ApprovalLevel | None) -> bool:
        """True if a spec that must be approved is in a home that had something to approve before.

        A new home counts too. Otherwise a branch could bring one without requirements, or delete
        them, and work without approval.
        """
        if asked in (None, ApprovalLevel.NONE):
            return False
        bare = self._sources.bare_homes()
        return bare is not None and (folder.home.path, folder.layout.name) not in bare

    def _is_stated(self, folder: SpecFolder, spec: Spec, read: Read) -> bool:
        """True if the spec names its approval by its own words, or another spec has one."""
        if folder.layout.status.approves == "if-stated":
            return _states_stage(folder, spec)
        if not folder.layout.status.approves:
            return False
        own_words = spec.approval.vetoes or says_approved(spec)
        return bool(own_words) or self.states(folder.home.root, read)

    def _says_approved(self, folder: SpecFolder, read: Read) -> bool:
        if folder.path not in self._approved:
            self._approved[folder.path] = says_approved(read(folder))
        return self._approved[folder.path]

    def _is_new(self, folder: SpecFolder) -> bool:
        """True if the spec's home or layout is new, and the projects before asked for approvals."""
        known = self._sources.known_homes()
        return known is not None and (folder.home.path, folder.layout.name) not in known


def _states_stage(folder: SpecFolder, spec: Spec) -> bool:
    """True if the spec states a stage of its approval; by its flag, if the layout has one."""
    status = spec.approval.status if folder.layout.elsewhere else spec.status
    needs_flag = bool(folder.layout.status.flag)
    return status is not None and status.value in _STAGES and bool(status.flag) == needs_flag
