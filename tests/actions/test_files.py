"""The files of a step, read as the runner reads them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.actions.files import FileError, StepFiles, read_pairs


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("", {}),
        ("a=1\nb=2", {"a": "1", "b": "2"}),
        ("\n\na=1\n\n", {"a": "1"}),
        ("a=\nb=x=y<<z\n", {"a": "", "b": "x=y<<z"}),
        (" a = 1 \n", {" a ": " 1 "}),
        ("a=1\r\n", {"a": "1\r"}),
        ("a=1\na=2\n", {"a": "2"}),
        ("a<<E\nE\n", {"a": ""}),
        ("a<<E\none\n\ntwo=2\nE\nb=3\n", {"a": "one\n\ntwo=2", "b": "3"}),
        ("a<<E\none\nE", {"a": "one"}),
        ("a<<E=F\none\nE=F\n", {"a": "one"}),
        ("a<<E\n E\nE \nE\n", {"a": " E\nE "}),
    ],
)
def test_pairs(text: str, pairs: dict[str, str]) -> None:
    assert dict(read_pairs(text)) == pairs


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nothing\n", "Invalid format 'nothing'"),
        ("=1\n", "Name must not be empty"),
        ("<<E\nE\n", "Name must not be empty"),
        ("a<<\nx\n", "Delimiter must not be empty"),
        ("a<<E\nx\n", "Matching delimiter not found 'E'"),
        ("a<<E\n", "Matching delimiter not found 'E'"),
        ("a<<E\nx E", "EOF marker missing new line"),
    ],
)
def test_what_the_runner_refuses(text: str, message: str) -> None:
    with pytest.raises(FileError, match=message):
        dict(read_pairs(text))


def test_files_are_read_whatever_bytes_they_hold(tmp_path: Path) -> None:
    files = StepFiles.create(tmp_path)
    Path(files.environment()["GITHUB_OUTPUT"]).write_bytes(b"\xef\xbb\xbfa=\xff\n")
    assert files.pairs("GITHUB_OUTPUT") == {"a": "\ufffd"}


def test_a_file_that_a_step_removes_is_empty(tmp_path: Path) -> None:
    files = StepFiles.create(tmp_path)
    for path in files.paths.values():
        path.unlink()
    assert (files.pairs("GITHUB_ENV"), files.folders(), files.summary()) == ({}, [], "")


def test_a_summary_has_a_limit(tmp_path: Path) -> None:
    files = StepFiles.create(tmp_path)
    path = Path(files.environment()["GITHUB_STEP_SUMMARY"])
    path.write_bytes(b"x" * 1024 * 1024)
    assert len(files.summary()) == 1024 * 1024
    path.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(FileError, match="1024k"):
        files.summary()
