"""Files are written whole or not at all, even if the process is killed."""

from __future__ import annotations

import os
import random
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from aos_check.git import files as writing
from aos_check.git.files import replace_file
from aos_check.model.errors import CannotCheckError


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file_is_written(tmp_path: Path) -> None:
    replace_file(tmp_path / "a.json", b"new\n")
    assert (tmp_path / "a.json").read_bytes() == b"new\n"
    assert names(tmp_path) == ["a.json"]


def test_an_old_file_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"old and longer")
    replace_file(tmp_path / "a.json", b"new")
    assert (tmp_path / "a.json").read_bytes() == b"new"
    assert names(tmp_path) == ["a.json"]


posix = pytest.mark.skipif(os.name != "posix", reason="modes and signals are those of POSIX")


@posix
@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(mode)
    replace_file(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_new_file_has_the_mode_of_the_umask(tmp_path: Path) -> None:
    previous = os.umask(0o027)
    try:
        replace_file(tmp_path / "a", b"new")
    finally:
        os.umask(previous)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640


@posix
def test_a_symbolic_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"old")
    (tmp_path / "link").symlink_to("target")
    with pytest.raises(CannotCheckError, match="symbolic link") as error:
        replace_file(tmp_path / "link", b"new")
    assert error.value.remedy
    assert (tmp_path / "target").read_bytes() == b"old"
    assert names(tmp_path) == ["link", "target"]


@posix
def test_a_dangling_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("nowhere")
    with pytest.raises(CannotCheckError, match="symbolic link"):
        replace_file(tmp_path / "link", b"new")
    assert names(tmp_path) == ["link"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(CannotCheckError, match="is not a regular file"):
        replace_file(tmp_path / "a", b"new")


@posix
def test_a_pipe_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a")
    with pytest.raises(CannotCheckError, match="is not a regular file"):
        replace_file(tmp_path / "a", b"new")


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="cannot be written") as error:
        replace_file(tmp_path / "no" / "a", b"new")
    assert error.value.remedy


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    (tmp_path / "a").write_bytes(b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CannotCheckError, match="No space left on device"):
        replace_file(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_an_interruption_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        replace_file(tmp_path / "a", b"new")
    assert names(tmp_path) == []


CONTENTS = (b"a" * 300_000 + b"\n", b"b" * 900_000 + b"\n")
REWRITE = """
import sys
from pathlib import Path
from aos_check.git.files import replace_file
path = Path(sys.argv[1])
contents = (b"a" * 300_000 + b"\\n", b"b" * 900_000 + b"\\n")
print("ready", flush=True)
while True:
    for content in contents:
        replace_file(path, content)
"""


@posix
def test_a_kill_at_any_moment_leaves_one_file_or_the_other(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(CONTENTS[0])
    interrupted = 0
    chance = random.Random(7)  # noqa: S311 - moments, not secrets
    for _ in range(40):
        with subprocess.Popen(
            [sys.executable, "-c", REWRITE, str(path)],
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(Path(writing.__file__).parents[2])},
        ) as process:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
            time.sleep(chance.uniform(0, 0.02))
            process.send_signal(signal.SIGKILL)
        assert path.read_bytes() in CONTENTS
        interrupted += len(names(tmp_path)) > 1
        for left in tmp_path.glob(".aos-check-*.tmp"):
            left.unlink()
    # Otherwise no kill hit a write, and the test proves nothing.
    assert interrupted
