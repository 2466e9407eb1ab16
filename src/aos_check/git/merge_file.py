"""Merges three versions of one text, as git does."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from aos_check.git.program import Git, find_program

_MOST_CONFLICTS = 127  # a larger exit code is an error


class MergedFile(NamedTuple):
    """The merged content. If it is not `clean`, it has conflict markers, or is binary."""

    content: bytes
    clean: bool


def merge_file(
    base: bytes, ours: bytes, theirs: bytes, labels: Sequence[str], marker_size: int
) -> MergedFile:
    """Git's merge of the versions, with the labels of ours, base and theirs.

    Like git, it keeps our version of a binary file. Raises CannotCheckError.
    """
    git = Git(find_program(), Path.cwd(), os.environ)
    with TemporaryDirectory(prefix="aos-check-") as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, content in zip(files, (ours, base, theirs), strict=True):
            file.write_bytes(content)
        named = [part for label in labels for part in ("-L", label)]
        arguments = ("merge-file", "-p", f"--marker-size={marker_size}", *named, *map(str, files))
        answer = git.attempt(*arguments)
    if answer.code <= _MOST_CONFLICTS:
        return MergedFile(answer.output, clean=answer.code == 0)
    if b"binary" in answer.complaint:
        return MergedFile(ours, clean=False)
    raise git.refused(arguments, answer.complaint)
