"""Recording and revoking the approval of a spec."""

from __future__ import annotations

import os
import posixpath
import shlex
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from aos_check.agents.signatures import running_agent
from aos_check.cli.record_file import record_file, recorded_now
from aos_check.cli.terminal import request_of
from aos_check.git import Repository, open_worktree
from aos_check.git.files import replace_file
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.worktree import open_projects
from aos_check.model.addresses import SpecDirectory, suggestion
from aos_check.model.approval import ApprovalLevel
from aos_check.model.change import Person
from aos_check.model.document import Document, Status
from aos_check.model.errors import CannotCheckError
from aos_check.model.record_names import is_beside
from aos_check.model.spec import Spec
from aos_check.model.wording import listed
from aos_check.reading.approval.levels import (
    NOTHING_TO_APPROVE,
    digest_of,
    sections_of,
    to_approve,
)
from aos_check.reading.approval.records import (
    NewRecord,
    read_records,
    with_entry,
    without_entries,
)
from aos_check.reading.page import read_text
from aos_check.reading.record_files import BadRecordsError
from aos_check.reporters.style import safe


def approve_spec(given: dict[str, Any]) -> None:
    """Record or revoke approvals, as the options say."""
    expect_person(shlex.quote(given["spec"]))
    opened = open_projects(request_of({**given, "quiet": True}))
    spec = find_spec(given["spec"], opened)
    records = _Records.of(spec, opened)
    documents = _documents(spec, given["artifact"], records)
    if given["revoke"]:
        if given["note"]:
            raise click.UsageError("--note does not go with --revoke")
        _revoke(documents, records)
    else:
        _record(spec, documents, records, opened, given["note"])


def expect_person(arguments: str) -> None:
    """Raise CannotCheckError if a coding agent runs this."""
    if agent := running_agent(os.environ):
        command = f"aos-check approve {arguments}"
        raise CannotCheckError(
            f"{agent} runs this, and only a person approves a spec",
            f"ask a person to read the spec and run `{command}` in their own terminal",
        )


# The spec and its documents


def find_spec(name: str, opened: CheckInput) -> Spec:
    """The spec of that name. Raises CannotCheckError unless there is exactly one."""
    directory = SpecDirectory(opened.specs)
    found = directory.find(name.rstrip("/")) or _specs_at(name, opened)
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(spec.path for spec in found)
        raise CannotCheckError(f"{name} matches several specs: {paths}", "name one by its path")
    listing = "see `aos-check status --verbose`"
    raise CannotCheckError(f"there is no spec {name}", suggestion(name, directory.names(), listing))


def _specs_at(name: str, opened: CheckInput) -> list[Spec]:
    """The spec whose folder a path names, or has around it."""
    place = _absolute(name)
    top = (opened.top or Path()).resolve()
    return [spec for spec in opened.specs if place.is_relative_to(top / spec.path)]


def _absolute(name: str | Path) -> Path:
    # Not by resolve(): a link to a file is not the file.
    return Path(os.path.abspath(Path.cwd().resolve() / name))  # noqa: PTH100


def _documents(spec: Spec, artifact: Path | None, records: _Records) -> list[Document]:
    """The documents to approve: the named one, else those with the requirements."""
    if artifact is None:
        if found := to_approve(spec):
            return found
        missing = next((path for _, path in spec.missing), f"a document of {spec.path}")
        raise CannotCheckError(
            f"{spec.id} has no requirements to approve",
            f"write {missing}, or name a document with --artifact",
        )
    folder = records.file.parent.resolve()
    places = (folder / artifact, _absolute(artifact))
    # A file beside a document is about no other.
    choices = to_approve(spec) if is_beside(records.path) else spec.documents
    for document in choices:
        here = folder / records.below(document)
        if here in places or document.path == artifact.as_posix():
            return [document]
    names = ", ".join(map(records.below, choices))
    raise CannotCheckError(
        f"{artifact} is no document of {spec.id} to approve",
        f"name one of {names}" if names else "write a document first",
    )


@dataclass(frozen=True, slots=True)
class _Records:
    """The file with the approvals of a spec.

    `file` is its path on disk, `path` its path in the tree, `text` its content (None: no file).
    """

    file: Path
    path: str
    text: str | None

    @classmethod
    def of(cls, spec: Spec, opened: CheckInput) -> _Records:
        """Read the file. Raises CannotCheckError if it is broken, or nothing can be approved."""
        if not spec.approval_file:
            raise CannotCheckError(
                f"{spec.id} cannot be approved: {NOTHING_TO_APPROVE}",
                "go on without: no setting asks for its approval. To have requirements approved, "
                "write them as a spec of a layout that has them",
            )
        file, text = record_file(spec.approval_file, opened, read_records)
        return cls(file, spec.approval_file, text)

    def below(self, document: Document) -> str:
        """The document's path from the folder of the file, as in a record."""
        return posixpath.relpath(document.path, posixpath.dirname(self.path))

    def without_deleted(self, opened: CheckInput) -> str | None:
        """The text without the approvals of documents that no longer exist."""
        text = self.text
        for record in read_records(text, self.path) if text else ():
            if record.artifact not in opened.tree.paths():
                name = posixpath.relpath(record.artifact, posixpath.dirname(self.path))
                text = without_entries(text or "", name) or text
        return text

    def write(self, text: str, announcement: str = "") -> None:
        """Write the text to the file, after saying what it will change.

        Raises CannotCheckError if it could not be read again.
        """
        try:
            content = text.encode()
            read_records(text, self.path)
        except UnicodeEncodeError:
            raise CannotCheckError("the note is not text", "write it in UTF-8") from None
        except BadRecordsError as error:
            raise CannotCheckError(
                f"the approval could not be read again: {error}",
                "correct `git config user.name` and `git config user.email`",
            ) from error
        if announcement:
            _say(announcement)
        replace_file(self.file, content)
        if self.path not in open_worktree(self.file.parent).tree.paths():
            _say(f"but git ignores {self.path}: remove it from .gitignore", error=True)


# Recording and revoking


def _record(
    spec: Spec, documents: list[Document], records: _Records, opened: CheckInput, note: str
) -> None:
    person, now = _who(records), recorded_now()
    text = records.without_deleted(opened)
    for document in documents:
        content = read_text(opened.tree, document.path)
        entry = NewRecord(
            artifact=records.below(document),
            by=person,
            at=now,
            digest=digest_of(document, content),
            sections=sections_of(document, content, spec),
            note=note,
        )
        text = with_entry(text, entry)
    records.write(text or "", _announcement(spec, documents, records))
    for document in documents:
        _say(f"approved {document.path} as {person}")
    for veto in spec.approval.vetoes:
        _say(f"but {veto.at.path}:{veto.at.line} objects: {veto.text}", error=True)
    status = spec.status
    if status and status.flag and status.value is not Status.APPROVED:
        _say(f"but {status.at.path}:{status.at.line} still says {status.text}", error=True)
    signing = spec.approval.asked is ApprovalLevel.SIGNED
    commit = "commit and sign (`git commit -S`)" if signing else "commit"
    _say(f"now {commit} {records.path}: the author of that commit is the approver")


def _announcement(spec: Spec, documents: list[Document], records: _Records) -> str:
    """The demand of the first record; "" if a level or another record made it before."""
    if spec.approval.asked is not None:
        return ""
    names = listed(list(map(records.below, documents)))
    verb = "changes" if len(documents) == 1 else "change"
    return (
        f"this asks for a new approval of {spec.id} whenever {names} {verb}, "
        "and asks nothing of other specs"
    )


def _who(records: _Records) -> Person:
    """The approver: the author of the next commit."""
    with Repository.open(records.file.parent) as repository:
        author = repository.author()
    name = author.name.replace("<", "").replace(">", "").strip()
    return Person(name or author.mail, author.mail)


def _revoke(documents: list[Document], records: _Records) -> None:
    text = records.text or ""
    revoked = []
    for document in documents:
        named = None if is_beside(records.path) else records.below(document)
        left = without_entries(text, named) if text else None
        if left is not None:
            text = left
            revoked.append(document)
    if not revoked:
        paths = " or ".join(document.path for document in documents)
        raise CannotCheckError(
            f"no approval of {paths} is recorded", "`aos-check status` shows the approvals"
        )
    records.write(text)
    for document in revoked:
        _say(f"revoked the approval of {document.path}")
    _say(f"now commit {records.path}")


def _say(text: str, *, error: bool = False) -> None:
    click.echo(safe(text), err=error)
