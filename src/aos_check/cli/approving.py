"""The approval of a spec, written into its folder."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import click

from aos_check.addresses import Directory
from aos_check.approval import (
    FILE,
    BadRecordsError,
    Entry,
    digest_of,
    read_records,
    sections_of,
    to_approve,
    with_entry,
    without_entries,
)
from aos_check.change import Person
from aos_check.cli import options
from aos_check.cli.opening import Opened, Request, open_projects
from aos_check.coding_agents import at_work
from aos_check.errors import CannotCheckError
from aos_check.model import Document, Spec
from aos_check.reading.page import UnreadableFileError, read_text
from aos_check.repo import Repository
from aos_check.reporters.style import safe
from aos_check.writing import replace_file


def approve_spec(given: dict[str, Any]) -> None:
    """Record or revoke what the options say."""
    if agent := at_work(os.environ):
        raise CannotCheckError(
            f"{agent} runs this, and an approval is a person's",
            "ask the person you work for to run `aos-check approve` themselves",
        )
    request = Request(given["root"], given["config_file"], verbose=options.is_verbose(), quiet=True)
    opened = open_projects(request)
    spec = find_spec(given["spec"], opened)
    place = _Place.of(spec, opened)
    documents = _documents(spec, given["artifact"], place)
    if given["revoke"]:
        _revoke(spec, place, documents)
    else:
        _record(spec, place, documents, opened, given["note"])


def find_spec(name: str, opened: Opened) -> Spec:
    """The spec of that name. Raises CannotCheckError for none and for several."""
    directory = Directory([spec for project in opened.projects for spec in project.specs])
    found = directory.find(name.rstrip("/"))
    if len(found) == 1:
        return found[0]
    if found:
        paths = ", ".join(spec.path for spec in found)
        raise CannotCheckError(f"{name} fits several specs: {paths}", "name one by its path")
    nearest = directory.nearest(name)
    raise CannotCheckError(
        f"there is no spec {name}",
        f"the nearest is {nearest[0]}" if nearest else "see `aos-check status` for those there are",
    )


@dataclass(frozen=True, slots=True)
class _Place:
    """The file of a spec's approvals: on disk, in the tree, and its text if it is there."""

    file: Path
    path: str
    text: str | None

    @classmethod
    def of(cls, spec: Spec, opened: Opened) -> _Place:
        top = opened.top or Path()
        if not (top / spec.path).is_dir():
            raise CannotCheckError(
                f"{spec.path} is a file, and an approval lies in a spec's folder",
                "give the spec a folder of its own",
            )
        path = f"{spec.path}/{FILE}"
        text = None
        if (top / path).exists() or (top / path).is_symlink():
            try:
                text = read_text(opened.tree, path)
                read_records(text, path)
            except (UnreadableFileError, BadRecordsError) as error:
                raise CannotCheckError(
                    f"{path} is there and cannot be extended: {error}", "put the file right first"
                ) from error
        return cls(top / path, path, text)


def _documents(spec: Spec, artifact: Path | None, place: _Place) -> list[Document]:
    """The documents to approve: the one named, else those that hold the requirements."""
    if artifact is None:
        if found := to_approve(spec):
            return found
        missing = next((path for _, path in spec.missing), f"a document of {spec.path}")
        raise CannotCheckError(
            f"{spec.id} has no requirements to approve",
            f"write {missing}, or name a document with --artifact",
        )
    wanted = artifact.as_posix().removeprefix("./")
    for document in spec.documents:
        if wanted in (document.path, document.path.removeprefix(f"{spec.path}/")):
            return [document]
    full = (Path.cwd() / artifact).resolve()
    for document in spec.documents:
        if full == (place.file.parent / document.path.removeprefix(f"{spec.path}/")).resolve():
            return [document]
    names = ", ".join(each.path.removeprefix(f"{spec.path}/") for each in spec.documents)
    raise CannotCheckError(f"{artifact} is no document of {spec.id}", f"name one of {names}")


def _record(
    spec: Spec, place: _Place, documents: list[Document], opened: Opened, note: str
) -> None:
    with Repository.open(place.file.parent) as repository:
        author = repository.author()
    text = place.text
    for document in documents:
        content = read_text(opened.tree, document.path)
        entry = Entry(
            artifact=document.path.removeprefix(f"{spec.path}/"),
            by=Person(
                author.name.replace("<", "").replace(">", "").strip() or author.mail, author.mail
            ),
            at=datetime.now(timezone.utc).isoformat(timespec="seconds").replace("+00:00", "Z"),
            digest=digest_of(document, content),
            sections=sections_of(document, content, spec),
            note=note,
        )
        text = with_entry(text, entry)
        click.echo(safe(f"approved {document.path} as {author}"))
    replace_file(place.file, (text or "").encode())
    for veto in spec.approval.vetoes:
        click.echo(safe(f"but {veto.at.path}:{veto.at.line} objects: {veto.text}"), err=True)
    click.echo(safe(f"commit {place.path}: the author of that commit is who approved"))


def _revoke(spec: Spec, place: _Place, documents: list[Document]) -> None:
    text = place.text
    for document in documents:
        below = document.path.removeprefix(f"{spec.path}/")
        left = without_entries(text, below) if text else None
        if left is None:
            raise CannotCheckError(
                f"no approval of {document.path} is recorded", "see `aos-check status` for what is"
            )
        text = left
        click.echo(safe(f"revoked the approval of {document.path}"))
    replace_file(place.file, (text or "").encode())
