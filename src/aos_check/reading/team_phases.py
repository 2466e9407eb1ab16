"""The progress of a spec in the phases that a team defines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, islice

from aos_check.model.approval import Approval, ApprovalLevel
from aos_check.model.document import Document, Mark, Status
from aos_check.model.errors import MissingObjectError
from aos_check.model.finding import Place
from aos_check.model.globs import Patterns
from aos_check.model.spec import Spec
from aos_check.model.tree import Tree, content
from aos_check.model.wording import and_more
from aos_check.model.workflow import NeedKind, PhaseNeed, PhaseProgress, SpecPhases, TeamPhase
from aos_check.reading.approval.levels import to_approve
from aos_check.reading.spec_folders import SpecFolder

_DRAFT = (Status.DRAFT, Status.REVIEW)
_WILDCARDS = re.compile(r"[^/]*[*?\[].*")
_MOST_NAMES, _LONGEST_NAME, _ALIKE = 200, 200, 0.85
_MOST = 4096
"""The bytes at the start of a file of which one must be more than space."""


class TeamWorkflow:
    """The phases of a team, with their globs compiled."""

    def __init__(self, phases: Sequence[TeamPhase]) -> None:
        self._phases = phases
        globs = {glob for phase in phases for glob in phase.globs}
        # Anchored: `design.md` is not one in a folder inside. As in a layout, case does not matter.
        self._globs = {
            glob: re.compile(Patterns((f"/{glob}",)).expression, re.DOTALL | re.IGNORECASE)
            for glob in globs
        }

    def progress(self, files: SpecFiles) -> SpecPhases:
        """The progress of a spec in each phase."""
        return SpecPhases(self._each(files))

    def _each(self, files: SpecFiles) -> Iterator[PhaseProgress]:
        earlier: set[str] = set()
        for phase in self._phases:
            found = {it: list(filter(self._globs[it].match, files.paths)) for it in phase.globs}
            own = [name for name in chain(*found.values()) if name not in earlier]
            earlier.update(own)
            needs = chain(
                (need for it in phase.exists for need in files.missing(it, found[it])),
                (need for it in phase.approved for need in files.unapproved(it, found[it])),
                files.open_tasks() if phase.tasks else (),
                files.unproved() if phase.proved else (),
            )
            signs = chain(files.begun_tasks() if phase.tasks else (), files.written(own))
            distinct = tuple(dict.fromkeys(needs))  # globs may overlap
            yield PhaseProgress(
                phase.name,
                work=bool(phase.tasks),
                needs=distinct,
                begun=next(signs, None),
                approved=frozenset(
                    files.claimed(name for it in phase.approved for name in found[it])
                ),
            )


@dataclass
class SpecFiles:
    """A spec, the files in its folder, and the means to find the approval of a document."""

    spec: Spec
    folder: SpecFolder
    tree: Tree
    approval: Callable[[Document], Approval]
    _approvals: dict[str, Approval] = field(default_factory=dict)

    @cached_property
    def paths(self) -> dict[str, str]:
        """The paths of its files by their paths in the folder."""
        return {self.folder.below(path): path for path in self.folder.files}

    def missing(self, glob: str, found: Sequence[str]) -> Iterator[PhaseNeed]:
        """The need for a file, unless one of those that match the glob is filled."""
        if any(map(self._is_filled, found)):
            return
        place = f"{self.spec.path}/{_WILDCARDS.sub('', glob)}".rstrip("/")
        if found:
            why, place = f"{found[0]} is empty or cannot be read", self.paths[found[0]]
        elif _WILDCARDS.search(glob):
            why = f"no file is {glob}"
        else:
            near = self._nearest(glob)
            why = f"{glob} is missing{f' (the nearest file is {near})' if near else ''}"
        yield PhaseNeed("document", glob, why, Place(place))

    def _nearest(self, name: str) -> str:
        """The file of which the name may be a misspelling; "" if none is that much alike."""
        from difflib import get_close_matches

        names = [it for it in islice(self.paths, _MOST_NAMES) if len(it) <= _LONGEST_NAME]
        return next(iter(get_close_matches(name[:_LONGEST_NAME], names, 1, _ALIKE)), "")

    def unapproved(self, glob: str, found: Sequence[str]) -> Iterator[PhaseNeed]:
        """The need for a document, or for the approval of those that match the glob."""
        yield from self.missing(glob, found)
        for name in filter(self._is_filled, found):
            document = self._documents.get(self.paths[name])
            if document is None:
                why = f"{name} is no document, and only documents can be approved"
                yield PhaseNeed("glob", name, why, Place(self.paths[name]))
            else:
                is_spec = document.path in self._requirements
                kind: NeedKind = "requirements" if is_spec else "approval"
                yield from _unapproved(kind, name, document, self._approval_of(document))

    def claimed(self, names: Iterable[str]) -> Iterator[str]:
        """Those of the documents whose approval counts without a proof of who gave it."""
        for name in names:
            document = self._documents.get(self.paths[name])
            if document and document.path not in self._requirements:
                approval = self._approval_of(document)
                is_proved = approval.level.rank >= ApprovalLevel.SEPARATE.rank
                if not is_proved and not any(_unapproved("approval", name, document, approval)):
                    yield name

    def _approval_of(self, document: Document) -> Approval:
        if document.path not in self._approvals:
            self._approvals[document.path] = self.approval(document)
        return self._approvals[document.path]

    def open_tasks(self) -> Iterator[PhaseNeed]:
        """The need to finish the tasks."""
        if not any(True for _ in self.spec.all_tasks()):
            yield PhaseNeed("tasks", "", "there are no tasks with boxes", self.spec.at)
        elif left := self.spec.work_left():
            why = f"task {left[0].label}{and_more(left)} is open"
            yield PhaseNeed("tasks", left[0].id, why, left[0].at)

    def unproved(self) -> Iterator[PhaseNeed]:
        """The need for a proof of each done task without done subtasks."""
        proofs = self.spec.proofs_by_task()
        for task in self.spec.all_tasks():
            if task.done and not any(each.done for each in task.subtasks):
                proof = proofs.get(task.id)
                if proof is None:
                    why = f"task {task.label} has no proof"
                    yield PhaseNeed("proof", task.id, why, task.at)
                elif proof.exit:
                    why = f"the proof of task {task.label} ended with exit code {proof.exit}"
                    yield PhaseNeed("proof", task.id, why, proof.at)

    def begun_tasks(self) -> Iterator[Mark]:
        """The first task that is in progress or done."""
        if task := self.spec.first_started():
            yield Mark(f"task {task.label} is {'done' if task.done else 'in progress'}", task.at)

    def written(self, names: Sequence[str]) -> Iterator[Mark]:
        """Those of the files that are written, and no drafts."""
        for name in names:
            document = self._documents.get(self.paths[name])
            is_draft = document and (
                self.spec.under_review
                or document.placeholders
                or (document.status and document.status.value in _DRAFT)
            )
            if not is_draft and self._is_filled(name):
                yield Mark(f"{name} is written", Place(self.paths[name]))

    @cached_property
    def _requirements(self) -> frozenset[str]:
        return frozenset(each.path for each in to_approve(self.spec))

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {each.path: each for each in self.spec.documents}

    def _is_filled(self, name: str) -> bool:
        """True for a file with some text; a symbolic link is none."""
        try:
            return bool((content(self.tree, self.paths[name], _MOST) or b"").strip())
        except MissingObjectError:
            return True  # a partial clone knows only that it exists


def _unapproved(
    kind: NeedKind, name: str, document: Document, approval: Approval
) -> Iterator[PhaseNeed]:
    """The need for the approval of a document, unless it has the required level."""
    asked = max(approval.asked or ApprovalLevel.STATUS, ApprovalLevel.STATUS, key=_rank)
    stale = [it for it in approval.stale if it.document.path == document.path]
    if approval.level.rank >= asked.rank and not stale:
        return
    reason = ""
    if stale:
        reason = f"it has changed since {stale[0].record.by} approved it"
    elif approval.vetoes:
        reason = f'"{approval.vetoes[0].text}" contradicts it'
    elif approval.own:
        reason = approval.own[0].text
    elif approval.unproved:
        reason = approval.unproved
    elif approval.level is not ApprovalLevel.NONE:
        reason = f"{asked.value} is required, but only {approval.level.value} is proved"
    why = f"{name} is not approved{': ' if reason else ''}{reason}"
    is_unproved = bool(reason) and reason == approval.unproved
    yield PhaseNeed(kind, name, why, document.at, unproved=is_unproved)


def _rank(level: ApprovalLevel) -> int:
    return level.rank
