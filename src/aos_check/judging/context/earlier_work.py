"""The files that earlier tasks of a spec named or touched."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from aos_check.git import Repository
from aos_check.history.messages import read as read_message
from aos_check.judging.check_input import CheckInput
from aos_check.judging.context.subject import ContextSubject
from aos_check.model.addresses import SpecDirectory
from aos_check.model.change import CommitRecord, PathChange
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Place
from aos_check.model.spec import Spec
from aos_check.model.task_context import Piece
from aos_check.model.wording import counted, shortened

MAX_COMMITS = 300
"""The number of commits that are read, from HEAD."""

_MAX_FILES = 60
"""A commit that changes more files, such as an import, says nothing about one spec."""

_MOST = 15
_LONGEST_SUBJECT = 60


def file_pieces(opened: CheckInput, subject: ContextSubject) -> Iterator[Piece]:
    """One piece with the files of the spec's earlier work, those of most commits first."""
    spec, files = subject.spec, set(opened.tree.paths())
    touched: dict[str, list[str]] = {}
    for record, paths in _commits(opened, spec):
        for path in paths:
            if path in files and not path.startswith(f"{spec.path}/"):
                touched.setdefault(path, []).append(_subject(record))
    named = (it.path for it in spec.named_files if it.found and it.path in files)
    for path in named:
        touched.setdefault(path, [])
    order = {document.path: 0 for document in subject.project.all_documents()}
    found = sorted(
        (path for path in touched if path not in order), key=lambda it: (-len(touched[it]), it)
    )
    if found:
        text = "\n".join(_line(path, touched[path]) for path in found[:_MOST])
        title = f"{counted(len(found), 'file')} of earlier tasks"
        yield Piece("files", title, text, Place(found[0]), quoted=False)


def _line(path: str, subjects: Sequence[str]) -> str:
    if not subjects:
        return f"{path}: named by a done task"
    return f'{path}: {counted(len(subjects), "commit")}, the last is "{subjects[-1]}"'


def _subject(record: CommitRecord) -> str:
    lines = record.message.strip().split("\n")
    return shortened(lines[0].strip(), _LONGEST_SUBJECT)


def _commits(opened: CheckInput, spec: Spec) -> Iterator[tuple[CommitRecord, list[str]]]:
    """The last commits that name the spec or change its folder, with the paths they change."""
    directory, keys = SpecDirectory(opened.specs), opened.config.commits.trailers
    for record, changes in _history(opened.top):
        paths = [it.after for it in changes if it.after]
        if len(paths) > _MAX_FILES or len(record.parents) > 1:
            continue
        names = {
            it.address.spec for it in read_message(record.message, record.trailers, keys).references
        }
        named = any(spec in directory.find(name) for name in names if name)
        # A commit that only adds documents brings the spec, and often the first code of all.
        edited = (it.after for it in changes if it.before and it.after)
        if named or any(f"{path}/".startswith(f"{spec.path}/") for path in edited):
            yield record, paths


def _history(top: Path | None) -> list[tuple[CommitRecord, tuple[PathChange, ...]]]:
    """The last commits with their changes; none without a history."""
    if top is None:
        return []
    try:
        with Repository.open(top) as repository:
            head = repository.head()
            if head is None:
                return []
            cut = repository.find(f"{head}~{MAX_COMMITS}")
            records = list(repository.commits([head], [cut] if cut else []))[-MAX_COMMITS:]
            changes = repository.changes_of([(it.id, it.parent) for it in records])
            return list(zip(records, changes, strict=True))
    except CannotCheckError:
        return []
