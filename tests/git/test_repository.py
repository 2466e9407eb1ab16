"""The files of a worktree as git lists them, with the real git."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from aos_check.git import NO_GIT, Worktree, open_worktree
from aos_check.model.errors import CannotCheckError
from tests.support.git_repo import Repo


def touch(repo: Repo, *paths: str) -> None:
    repo.write(dict.fromkeys(paths, "text\n"))


def listed(worktree: Worktree) -> list[str]:
    return sorted(worktree.tree.paths())


def test_what_git_tracks_or_would_track_is_there(repo: Repo) -> None:
    touch(repo, "tracked.md", "new.md", "ignored.md", "build/out.md")
    (repo.top / ".gitignore").write_text("ignored.md\nbuild/\n")
    repo.git("add", "tracked.md", ".gitignore")
    worktree = open_worktree(repo.top)
    assert listed(worktree) == [".gitignore", "new.md", "tracked.md"]
    assert worktree.tree.read("tracked.md", 100) == b"text\n"


def test_what_is_gone_from_the_disk_is_not_there(repo: Repo) -> None:
    touch(repo, "kept.md", "gone.md")
    repo.git("add", ".")
    (repo.top / "gone.md").unlink()
    assert listed(open_worktree(repo.top)) == ["kept.md"]


def test_names_may_hold_anything(repo: Repo) -> None:
    names = ["a b.md", 'quo"te.md', "tab\there.md", "zwölf/日本.md", "new\nline.md"]
    touch(repo, *names)
    repo.git("add", names[0])
    assert listed(open_worktree(repo.top)) == sorted(names)


def test_from_a_folder_inside_the_whole_repository_is_seen(repo: Repo) -> None:
    touch(repo, "a.md", "web/b.md")
    worktree = open_worktree(repo.top / "web")
    assert (worktree.top, worktree.below) == (repo.top, "")
    assert listed(worktree) == ["a.md", "web/b.md"]


def test_a_folder_that_was_named_is_remembered_relative_to_the_top(repo: Repo) -> None:
    touch(repo, "a.md", "web/app/b.md")
    worktree = open_worktree(repo.top, Path("web/app"))
    assert (worktree.top, worktree.below) == (repo.top, "web/app")
    assert listed(worktree) == ["a.md", "web/app/b.md"]


def test_a_linked_worktree_is_a_repository(repo: Repo, tmp_path: Path) -> None:
    touch(repo, "a.md")
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "first")
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    worktree = open_worktree(tmp_path / "linked")
    assert (worktree.top, listed(worktree)) == ((tmp_path / "linked").resolve(), ["a.md"])


def test_a_worktree_that_the_configuration_names_is_not_looked_into(
    repo: Repo, tmp_path: Path
) -> None:
    other = Repo(tmp_path / "other")
    touch(other, "secret.md")
    touch(repo, "a.md")
    repo.git("add", ".")
    repo.git("commit", "--quiet", "--message", "first")
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    repo.git("config", "core.worktree", str(other.top))
    assert listed(open_worktree(repo.top)) == ["a.md"]
    assert listed(open_worktree(tmp_path / "linked")) == ["a.md"]


def test_an_empty_git_folder_is_no_part_of_the_repository_around_it(repo: Repo) -> None:
    touch(repo, "a.md", "inner/b.md")
    (repo.top / "inner" / ".git").mkdir()
    with pytest.raises(CannotCheckError, match="not a git repository"):
        open_worktree(repo.top / "inner")


def with_submodules(repo: Repo, other: Repo, *paths: str) -> None:
    touch(other, "inner.md")
    other.git("add", ".")
    other.git("commit", "--quiet", "--message", "first")
    touch(repo, "a.md")
    for path in paths:
        repo.git("submodule", "--quiet", "add", "--force", str(other.top), path)


def test_a_submodule_is_noted_as_left_out_and_can_be_checked(repo: Repo, tmp_path: Path) -> None:
    with_submodules(repo, Repo(tmp_path / "other"), "web/sub")
    worktree = open_worktree(repo.top)
    assert listed(worktree) == [".gitmodules", "a.md"]
    assert worktree.note == "the submodule web/sub is not checked: run aos-check there"
    assert open_worktree(repo.top, Path("web")).note == worktree.note
    touch(repo, "app/b.md")
    assert open_worktree(repo.top, Path("app")).note == ""
    assert listed(open_worktree(repo.top / "web/sub")) == ["inner.md"]


def test_several_submodules_are_named_in_one_note(repo: Repo, tmp_path: Path) -> None:
    with_submodules(repo, Repo(tmp_path / "other"), "one", "two\x1b[2J")
    note = "the submodules one, 'two\\x1b[2J' are not checked: run aos-check in each"
    assert open_worktree(repo.top).note == note


@pytest.mark.parametrize("named", [".gitignore", "elsewhere"])
def test_git_is_not_waited_for_when_it_waits_for_a_pipe(
    named: str, repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    os.mkfifo(repo.top / named)
    repo.git("config", "core.excludesFile", str(repo.top / named))
    monkeypatch.setattr("aos_check.git.program.TIMEOUT", 0.2)
    with pytest.raises(CannotCheckError, match="does not finish") as caught:
        open_worktree(repo.top)
    assert "core.excludesFile" in caught.value.remedy


def test_a_name_that_is_not_utf8_is_read_all_the_same(repo: Repo) -> None:
    name = os.fsdecode(b"na\xefve.md")
    try:
        touch(repo, name)
    except OSError:
        pytest.skip("this file system takes UTF-8 only")
    worktree = open_worktree(repo.top)
    assert listed(worktree) == [name]
    assert worktree.tree.read(name, 100) == b"text\n"


def test_a_nested_repository_is_skipped(repo: Repo) -> None:
    touch(repo, "a.md")
    inner = Repo(repo.top / "inner")
    touch(inner, "b.md")
    inner.git("add", ".")
    inner.git("commit", "--quiet", "--message", "first")
    assert listed(open_worktree(repo.top)) == ["a.md"]
    assert listed(open_worktree(repo.top / "inner")) == ["b.md"]


def test_a_hooks_environment_does_not_lead_elsewhere(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(repo, "a.md")
    other = Repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other.top / ".git" / "index"))
    assert listed(open_worktree(repo.top)) == ["a.md"]


def test_nothing_that_the_repository_configures_is_run(repo: Repo, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    script = tmp_path / "monitor"
    script.write_text(f"#!/bin/sh\ntouch '{ran}'\n")
    script.chmod(0o755)
    touch(repo, "a.md")
    repo.git("add", ".")
    repo.git("config", "core.fsmonitor", str(script))
    assert listed(open_worktree(repo.top)) == ["a.md"]
    assert not ran.exists()


def test_outside_git_every_file_counts_but_those_of_vendors(tmp_path: Path) -> None:
    for path in ("a.md", "b/c.md", "node_modules/x/d.md"):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    worktree = open_worktree(tmp_path)
    assert listed(worktree) == ["a.md", "b/c.md"]
    assert worktree.note == ""


def test_outside_git_paths_are_relative_to_the_folder_named(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.md").touch()
    assert listed(open_worktree(tmp_path, Path("b"))) == ["c.md"]


def test_without_the_git_program_all_is_read_and_that_is_said(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    touch(repo, "a.md", "web/b.md")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    worktree = open_worktree(repo.top, Path("web"))
    assert (worktree.below, listed(worktree)) == ("web", ["a.md", "web/b.md"])
    assert worktree.note == NO_GIT


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="nowhere is not a folder"):
        open_worktree(tmp_path, Path("nowhere"))


def test_a_repository_that_git_refuses_is_refused_with_its_reason(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: /nowhere\n")
    with pytest.raises(CannotCheckError, match="not a git repository"):
        open_worktree(tmp_path)
