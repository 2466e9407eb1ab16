"""Opening repositories of every kind, and resolving the names of commits."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aos_check.git import Repository
from aos_check.model.errors import CannotCheckError
from tests.support.git_repo import Repo, environment
from tests.support.history import add_hook, first_commit_with

pytestmark = pytest.mark.usefixtures("neutral")


# Kinds of repositories


def test_a_repository_is_found_from_a_folder_inside(repo: Repo) -> None:
    repo.write({"web/app/a.md": "a"})
    with Repository.open(repo.top / "web" / "app") as opened:
        assert (opened.top, opened.git_dir) == (repo.top, repo.top / ".git")
        assert (opened.bare, opened.shallow) == (False, False)


def test_no_repository_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="is not inside a repository") as caught:
        Repository.open(tmp_path)
    assert "git init" in caught.value.remedy


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotCheckError, match="nowhere is not a folder"):
        Repository.open(tmp_path / "nowhere")


def test_an_empty_git_folder_is_no_part_of_the_repository_around_it(repo: Repo) -> None:
    (repo.top / "inner" / ".git").mkdir(parents=True)
    with pytest.raises(CannotCheckError, match="not a git repository"):
        Repository.open(repo.top / "inner")


def test_without_the_git_program_nothing_is_opened(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(CannotCheckError, match="git is not installed"):
        repo.open()


def test_a_repository_of_another_user_is_refused_with_the_remedy(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(CannotCheckError, match="dubious ownership") as caught:
        repo.open()
    assert "safe.directory" in caught.value.remedy


def test_before_the_first_commit_there_is_no_head(repo: Repo) -> None:
    repo.add({"a.md": "a\n"})
    with repo.open() as opened:
        assert (opened.head(), opened.branch()) == (None, "main")
        assert list(opened.index_tree().paths()) == ["a.md"]
        assert [change.paths for change in opened.staged(None)] == [("a.md",)]
        assert opened.unmerged() == []


def test_a_detached_head_has_no_branch(repo: Repo) -> None:
    first = repo.commit()
    repo.git("checkout", "--quiet", "--detach")
    with repo.open() as opened:
        assert (opened.head(), opened.branch()) == (first, "")


def test_a_branch_is_called_by_its_whole_name(repo: Repo) -> None:
    repo.commit()
    repo.git("checkout", "--quiet", "-b", "feature/zwölf")
    repo.git("tag", "feature/zwölf")
    with repo.open() as opened:
        assert opened.branch() == "feature/zwölf"


def test_a_bare_repository_has_history_and_no_top(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit(files={"a.md": "text\n"})
    repo.git("clone", "--quiet", "--bare", str(repo.top), str(tmp_path / "bare.git"))
    with Repository.open(tmp_path / "bare.git") as opened:
        assert (opened.top, opened.bare, opened.head()) == (None, True, first)
        assert opened.git_dir == (tmp_path / "bare.git").resolve()
        assert opened.commit_tree("main").read("a.md", 99) == b"text\n"
        assert [record.id for record in opened.commits([first])] == [first]
        assert [path for _, path in opened.touching("main", "a.md")] == ["a.md"]


def test_a_bare_repository_inside_a_worktree_is_itself(repo: Repo) -> None:
    repo.commit(files={"a.md": "text\n"})
    inner = Repo(repo.top / "inner.git", "--bare")
    with inner.open() as opened:
        assert (opened.bare, opened.head()) == (True, None)


def test_a_linked_worktree_has_its_own_index(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit(files={"a.md": "text\n"})
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
    repo.add({"b.md": "only in the main worktree\n"})
    with Repository.open(tmp_path / "linked") as opened:
        assert opened.top == (tmp_path / "linked").resolve()
        assert opened.git_dir == repo.top / ".git" / "worktrees" / "linked"
        assert (opened.head(), opened.branch()) == (first, "linked")
        assert list(opened.index_tree().paths()) == ["a.md"]
        assert opened.git_path("MERGE_HEAD").parent == opened.git_dir


def test_a_worktree_that_the_configuration_names_is_not_meant(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    repo.add({"a.md": "text\n"})
    repo.git("config", "core.worktree", str(tmp_path / "elsewhere"))
    with repo.open() as opened:
        assert opened.top == repo.top
        assert list(opened.index_tree().paths()) == ["a.md"]


def test_a_submodule_is_a_repository_and_none_of_its_files_are_ours(
    repo: Repo, tmp_path: Path
) -> None:
    other = Repo(tmp_path / "other")
    inner = other.commit(files={"inner.md": "text\n"})
    repo.commit(files={"a.md": "text\n"})
    repo.git("submodule", "--quiet", "add", str(other.top), "sub")
    added = repo.commit()
    with repo.open() as opened:
        assert set(opened.index_tree().paths()) == {".gitmodules", "a.md"}
        assert set(opened.commit_tree(added).paths()) == {".gitmodules", "a.md"}
        found = {change.after: change for change in opened.changes("HEAD^", "HEAD")}
        assert found["sub"].after_id == f"160000 {inner}"
    with Repository.open(repo.top / "sub") as opened:
        assert (opened.top, opened.head()) == (repo.top / "sub", inner)


def test_a_sparse_checkout_has_its_whole_index(repo: Repo) -> None:
    repo.commit(files={"kept/a.md": "a\n", "left/b.md": "b\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "kept")
    assert not (repo.top / "left").exists()
    with repo.open() as opened:
        tree = opened.index_tree()
        assert set(tree.paths()) == {"kept/a.md", "left/b.md"}
        assert tree.read("left/b.md", 99) == b"b\n"
        assert opened.staged("HEAD") == ()


def test_sha256_repositories_are_read_like_others(tmp_path: Path) -> None:
    try:
        repo = Repo(tmp_path / "repo", "--object-format=sha256")
    except AssertionError:
        pytest.skip("this git has no SHA-256")
    repo.add({"a.md": "one\n"})
    with repo.open() as opened:
        assert [change.after for change in opened.staged(None)] == ["a.md"]
    first = repo.commit("first\n\nTask: login#1\n")
    repo.git("branch", "side")
    second = repo.commit(files={"b.md": "two\n"})
    with repo.open() as opened:
        assert (len(first), opened.head()) == (64, second)
        assert opened.changes(None, first)[0].after == "a.md"
        assert [record.id for record in opened.commits([second])] == [first, second]
        assert len(list(opened.changes_of([(first, None), (second, first)]))) == 2
        merged = opened.automerge(first, second)
        assert merged is None or opened.changes(merged.tree, second) == ()
        assert opened.commit_tree(second).read("b.md", 99) == b"two\n"
        assert first_commit_with(opened, "HEAD", "b.md", "two") == opened.commit("HEAD")


# Incomplete clones


@pytest.fixture
def shallow(repo: Repo, tmp_path: Path) -> Repo:
    """A clone that has only the last commit."""
    repo.commit("first", {"a.md": "one\n"})
    repo.git("branch", "side")
    repo.commit("second", {"a.md": "two\n"})
    repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(tmp_path / "clone"))
    return Repo(tmp_path / "clone")


def test_a_commit_without_its_parents_is_not_taken_for_the_first(shallow: Repo) -> None:
    with shallow.open() as opened:
        assert opened.shallow
        head = opened.resolve("HEAD")
        assert opened.commit_tree(head).read("a.md", 99) == b"two\n"
        for ask in (
            lambda: opened.changes(None, head),
            lambda: list(opened.changes_of([(head, None)])),
            lambda: opened.inverse(head, None, ["a.md"]),
        ):
            with pytest.raises(CannotCheckError, match="the history is shallow") as caught:
                ask()
            assert "--unshallow" in caught.value.remedy


def test_a_commit_beyond_a_shallow_history_is_not_there(repo: Repo, shallow: Repo) -> None:
    with shallow.open() as opened:
        for rev in ("HEAD~1", repo.git("rev-parse", "HEAD~1")):
            with pytest.raises(CannotCheckError, match="shallow history") as caught:
                opened.resolve(rev)
            assert "--unshallow" in caught.value.remedy


def test_a_merge_base_beyond_a_shallow_history_is_not_guessed(repo: Repo, shallow: Repo) -> None:
    repo.git("checkout", "--quiet", "side")
    repo.commit("on the side")
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "side:side")
    with shallow.open() as opened:
        with pytest.raises(CannotCheckError, match="too shallow") as caught:
            opened.merge_base("main", "side")
        assert "fetch-depth: 0" in caught.value.remedy


def test_what_a_partial_clone_lacks_is_said_and_not_fetched(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", {"a.md": "one\n"})
    repo.commit("second", {"a.md": "two\n", "b.md": "b\n"})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone"
    filtered = ("clone", "--quiet", "--filter=blob:none", f"file://{repo.top}", str(clone))
    repo.git(*filtered)
    with Repository.open(clone) as opened:
        assert opened.commit_tree("HEAD").read("a.md", 99) == b"two\n"
        before = opened.commit_tree("HEAD^")
        for _ in range(2):
            with pytest.raises(CannotCheckError, match="is missing from this repository") as caught:
                before.read("a.md", 99)
            assert "--refetch" in caught.value.remedy
        assert opened.commit_tree("HEAD").read("b.md", 99) == b"b\n"


def test_an_object_that_is_gone_is_named(repo: Repo) -> None:
    head = repo.commit(files={"a.md": "one\n"})
    for name in (repo.git("rev-parse", "HEAD:a.md"), repo.git("rev-parse", "HEAD^{tree}")):
        (repo.top / ".git/objects" / name[:2] / name[2:]).unlink()
    with repo.open() as opened:
        with pytest.raises(CannotCheckError) as caught:
            opened.commit_tree(head).paths()
        assert "fetch what is missing" in caught.value.remedy
        with pytest.raises(CannotCheckError, match="fails in"):
            opened.changes(None, head)
        with pytest.raises(CannotCheckError, match="is missing from this repository"):
            list(opened.changes_of([("1" * 40, None)]))


# Environment variables


def test_the_environment_of_another_repositorys_hook_is_not_followed(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "other")
    other.commit(files={"secret.md": "text\n"})
    first = repo.commit(files={"a.md": "text\n"})
    for key, path in {
        "GIT_DIR": ".git",
        "GIT_INDEX_FILE": ".git/index",
        "GIT_WORK_TREE": ".",
        "GIT_OBJECT_DIRECTORY": ".git/objects",
        "GIT_COMMON_DIR": ".git",
    }.items():
        monkeypatch.setenv(key, str(other.top / path))
    monkeypatch.setenv("GIT_PREFIX", "sub/")
    with repo.open() as opened:
        assert (opened.top, opened.head()) == (repo.top, first)
        assert list(opened.index_tree().paths()) == ["a.md"]
        assert first_commit_with(opened, "HEAD", "a.md", "text") == opened.commit("HEAD")


@pytest.mark.parametrize("relative", [True, False])
def test_the_index_of_another_repository_is_not_read(
    relative: bool, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "other")
    other.add({"secret.md": "text\n"})
    repo.add({"a.md": "text\n"})
    monkeypatch.chdir(other.top)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index" if relative else f"{other.top}/.git/index")
    with repo.open() as opened:
        assert list(opened.index_tree().paths()) == ["a.md"]


def test_an_index_of_no_repository_is_the_one_that_was_meant(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit(files={"a.md": "text\n"})
    repo.git("read-tree", "--empty", env={"GIT_INDEX_FILE": str(tmp_path / "index")})
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    with repo.open() as opened:
        assert list(opened.index_tree().paths()) == []


def test_a_relative_index_is_relative_to_the_top(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.add({"web/a.md": "text\n"})
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.chdir(repo.top / "web")
    with Repository.open(Path.cwd()) as opened:
        assert list(opened.index_tree().paths()) == ["web/a.md"]


def test_a_repository_that_only_the_environment_names_is_taken(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repo.commit(files={"a.md": "text\n"})
    (tmp_path / "home").mkdir()
    monkeypatch.setenv("GIT_DIR", str(repo.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(tmp_path / "home"))
    with Repository.open(tmp_path / "home") as opened:
        assert (opened.top, opened.head()) == ((tmp_path / "home").resolve(), first)


def test_contrary_pathspec_settings_do_no_harm(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(files={"a.md": "text\n"})
    for key in ("GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS"):
        monkeypatch.setenv(key, "1")
    with repo.open() as opened:
        assert list(opened.commit_tree("HEAD").paths()) == ["a.md"]
        assert len(opened.touching("HEAD", "a.md")) == 1


def test_settings_on_the_command_line_of_git_stay(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.commentChar")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", ";")
    with repo.open() as opened:
        assert opened.comment_prefix(b"") == b";"


STAGED = "sorted(it.after for it in repo.staged(repo.head()))"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        (("commit", "--quiet", "-m", "x"), ["staged.md"]),
        (("commit", "--quiet", "-a", "-m", "x"), ["staged.md", "tracked.md"]),
        (("commit", "--quiet", "-m", "x", "--", "tracked.md"), ["tracked.md"]),
    ],
)
@pytest.mark.parametrize("linked", [False, True])
def test_a_hook_sees_the_index_that_is_committed(
    command: tuple[str, ...], expected: list[str], linked: bool, repo: Repo, tmp_path: Path
) -> None:
    repo.commit(files={"tracked.md": "one\n"})
    said = add_hook(repo, "pre-commit", STAGED)
    here = repo
    if linked:
        repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
        here = Repo(tmp_path / "linked")
    here.add({"staged.md": "new\n"})
    here.write({"tracked.md": "two\n"})
    here.git(*command)
    assert said.read_text() == f"{expected}\n"


def test_a_submodules_hook_sees_the_submodule(repo: Repo, tmp_path: Path) -> None:
    other = Repo(tmp_path / "other")
    other.commit(files={"inner.md": "text\n"})
    repo.commit(files={"a.md": "text\n"})
    repo.git("submodule", "--quiet", "add", str(other.top), "sub")
    sub = Repo(repo.top / "sub")
    said = add_hook(sub, "pre-commit", STAGED, repo.top / ".git/modules/sub/hooks")
    sub.add({"new.md": "text\n"})
    sub.git("commit", "--quiet", "-m", "x")
    assert said.read_text() == "['new.md']\n"


def test_a_hook_that_is_run_in_a_subfolder_sees_everything(repo: Repo) -> None:
    repo.commit(files={"a.md": "text\n"})
    said = add_hook(repo, "pre-commit", STAGED)
    repo.add({"b.md": "text\n", "web/c.md": "text\n"})
    repo.git("-C", "web", "commit", "--quiet", "-m", "x")
    assert said.read_text() == "['b.md', 'web/c.md']\n"


def test_a_servers_hook_sees_what_is_not_accepted_yet(repo: Repo, tmp_path: Path) -> None:
    server = Repo(tmp_path / "server.git", "--bare")
    repo.commit("known", {"a.md": "text\n"})
    repo.git("push", "--quiet", str(server.top), "main")
    code = (
        "(repo.bare, [it.message for it in repo.commits([input().split()[1]], repo.tips('refs'))])"
    )
    said = add_hook(server, "pre-receive", code, server.top / "hooks")
    repo.commit("news", {"b.md": "text\n"})
    repo.git("push", "--quiet", str(server.top), "main")
    assert said.read_text() == "(True, ['news'])\n"


def test_a_merge_is_known_before_git_writes_it_down(repo: Repo) -> None:
    repo.commit(files={"a.md": "text\n"})
    repo.git("checkout", "--quiet", "-b", "side")
    side = repo.commit(files={"b.md": "text\n"})
    repo.git("checkout", "--quiet", "main")
    repo.commit(files={"c.md": "text\n"})
    early = add_hook(repo, "pre-merge-commit", "repo.merge_heads()")
    late = add_hook(repo, "commit-msg", "repo.merge_heads()")
    repo.git("merge", "--quiet", "--no-edit", "side")
    assert early.read_text() == late.read_text() == f"('{side}',)\n"
    with repo.open() as opened:
        assert opened.merge_heads() == ()


# Names of commits


def test_a_commit_is_found_by_every_name_it_has(repo: Repo) -> None:
    first = repo.commit("first")
    repo.git("tag", "-a", "-m", "x", "v1")
    second = repo.commit("second")
    with repo.open() as opened:
        for name in ("v1", first, first[:8], "HEAD^", "main~1", "HEAD^{/first}"):
            assert opened.resolve(name) == first
        assert opened.commit("@").id == second


@pytest.mark.parametrize(
    "name",
    [
        "", "nothing", "--all", "-1", "--git-dir", "^HEAD", "HEAD..HEAD", "HEAD HEAD", "HEAD:a.md",
        "HEAD^{tree}", "HEAD\nHEAD", "HEAD\0", "0" * 40, "1" * 40, "--end-of-options", "HEAD^{/x",
    ],
)  # fmt: skip
def test_what_is_no_commit_is_refused(name: str, repo: Repo) -> None:
    repo.commit(files={"a.md": "text\n"})
    with repo.open() as opened:
        assert opened.find(name) is None
        with pytest.raises(CannotCheckError, match="is not a commit in this repository"):
            opened.resolve(name)


def test_unrelated_histories_have_no_merge_base(repo: Repo) -> None:
    first = repo.commit("first")
    repo.git("checkout", "--quiet", "--orphan", "other")
    other = repo.commit("other")
    with repo.open() as opened:
        assert opened.common(first, other) is None
        with pytest.raises(CannotCheckError, match="unrelated"):
            opened.merge_base("main", "other")


def test_ancestors_and_merge_bases(repo: Repo) -> None:
    first, second = repo.commit("first"), repo.commit("second")
    with repo.open() as opened:
        assert opened.is_ancestor(first, second)
        assert not opened.is_ancestor(second, first)
        assert opened.merge_base("HEAD", "HEAD~1") == first
        with pytest.raises(CannotCheckError, match="merge-base fails"):
            opened.is_ancestor("1" * 40, second)


def test_tips_are_what_the_refs_below_a_name_point_to(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit("first")
    Repo(tmp_path / "server.git", "--bare")
    for remote in ("origin", "origin-two"):
        repo.git("remote", "add", remote, str(tmp_path / "server.git"))
    repo.git("push", "--quiet", "origin", "main")
    second = repo.commit("second")
    with repo.open() as opened:
        assert opened.tips("refs/remotes/origin") == opened.tips("refs/remotes/") == [first]
        assert opened.tips("refs/remotes/origin-two") == []
        assert set(opened.tips("refs")) == {first, second}
        assert [record.id for record in opened.unmerged()] == [second]


def test_replacements_do_not_hide_what_is_stored(repo: Repo) -> None:
    first = repo.commit("first", {"a.md": "one\n"})
    second = repo.commit("second", {"a.md": "two\n"})
    repo.git("replace", second, first)
    with repo.open() as opened:
        assert opened.commit(second).message == "second"
        assert opened.commit_tree(second).read("a.md", 99) == b"two\n"


def test_git_is_not_waited_for_for_ever(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """A git that hangs must not make this program hang."""
    first = repo.commit()
    slow = repo.top.parent / "git"
    slow.write_text('#!/bin/sh\ncase "$*" in *rev-parse*) exec git "$@";; esac\nexec sleep 60\n')
    slow.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _name: str(slow))
    with repo.open() as opened:
        monkeypatch.setattr("aos_check.git.program.TIMEOUT", 0.2)
        for ask in (lambda: list(opened.commits([first])), lambda: opened.common(first, first)):
            with pytest.raises(CannotCheckError, match="does not finish"):
                ask()


def test_nothing_heavy_is_imported_before_it_is_needed() -> None:
    code = "import sys, aos_check.git; sys.exit('git' in sys.modules)"
    path = os.environ.get("PYTHONPATH", "")
    found = {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parents[2] / "src"), path])}
    subprocess.run([sys.executable, "-c", code], env=environment() | found, check=True)
