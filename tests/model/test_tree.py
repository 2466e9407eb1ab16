"""Trees in memory, with an overlay, and on disk."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from aos_check.git.folder import Folder
from aos_check.model.tree import MemoryTree, Overlay
from aos_check.reading.project import read_projects
from tests.support.git_repo import write_files

SPEC = ".agent-os/specs/2025-10-08-login/spec.md"


def test_a_dict_is_a_tree() -> None:
    tree = MemoryTree({"a.md": "text"})
    assert list(tree.paths()) == ["a.md"]
    assert tree.read("a.md", 2) == b"te"
    with pytest.raises(FileNotFoundError):
        tree.read("b.md", 2)


def test_one_file_laid_over_a_tree() -> None:
    below = MemoryTree({"a.md": "old", "b.md": "b"})
    tree = Overlay(below, {"a.md": b"new"})
    assert sorted(tree.paths()) == ["a.md", "b.md"]
    assert (tree.read("a.md", 9), tree.read("b.md", 9)) == (b"new", b"b")
    assert sorted(Overlay(below, {"c.md": b""}).paths()) == ["a.md", "b.md", "c.md"]


def test_a_folder_without_what_others_installed(tmp_path: Path) -> None:
    write_files(
        tmp_path, {SPEC: "# L\n", "node_modules/x/agent-os/specs/2025-10-08-y/spec.md": "# Y\n"}
    )
    assert list(Folder(tmp_path).paths()) == [SPEC]


def test_only_what_is_listed_is_there(tmp_path: Path) -> None:
    write_files(tmp_path, {"a.md": "a", "b.md": "b"})
    tree = Folder(tmp_path, ["a.md"])
    assert list(tree.paths()) == ["a.md"]
    with pytest.raises(FileNotFoundError):
        tree.read("b.md", 9)


@pytest.mark.parametrize("target", ["/etc/hostname", "spec.md", "../../../.."])
def test_links_are_not_followed(tmp_path: Path, target: str) -> None:
    write_files(tmp_path, {SPEC.replace("spec.md", "tasks.md"): "- [ ] 1. A\n"})
    (tmp_path / SPEC).symlink_to(target)
    (project,) = read_projects(Folder(tmp_path))
    assert [(mark.at.path, mark.text) for mark in project.unreadable] == [
        (SPEC, "it is a symbolic link, and links are not followed")
    ]
    assert len(list(project.specs[0].all_tasks())) == 1


def test_a_folder_that_is_a_link_is_not_entered(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    write_files(outside, {"specs/2025-10-08-login/spec.md": "# L\n"})
    inside = tmp_path / "inside"
    write_files(inside, {"a/b/c.md": "c"})
    (inside / ".agent-os").symlink_to(outside)
    tree = Folder(inside, [SPEC, "a/b/c.md", "a/b/d.md"])
    message = "a folder in its path is a symbolic link, and links are not followed"
    for _ in range(2):
        with pytest.raises(OSError, match=message):
            tree.read(SPEC, 9)
    assert tree.read("a/b/c.md", 9) == b"c"
    with pytest.raises(FileNotFoundError):
        tree.read("a/b/d.md", 9)
    (project,) = read_projects(tree)
    assert [(mark.at.path, mark.text) for mark in project.unreadable] == [(SPEC, message)]


def test_a_link_that_loops_is_not_walked(tmp_path: Path) -> None:
    write_files(tmp_path, {SPEC: "# L\n"})
    (tmp_path / ".agent-os/specs/loop").symlink_to(tmp_path)
    (project,) = read_projects(Folder(tmp_path))
    assert [spec.id for spec in project.specs] == ["2025-10-08-login"]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / SPEC).parent.mkdir(parents=True)
    os.mkfifo(tmp_path / SPEC)
    (project,) = read_projects(Folder(tmp_path))
    assert [mark.text for mark in project.unreadable] == ["it is not a regular file"]
