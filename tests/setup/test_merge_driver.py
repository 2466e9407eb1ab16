"""The merge driver that `aos-check init` sets up, and `doctor` looks for."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.setup.init import merge_driver
from tests.support.doctor import DoctorRepo
from tests.support.git_repo import Repo

TASKS = ".kiro/specs/login/tasks.md"
WITHOUT_US = {"PATH": str(Path(shutil.which("git") or "").parent)}
LINE = ".kiro/**/*.md merge=aos-check-tasks\n"
ALONE = "git merges task lists without it"


@pytest.fixture
def repo(tmp_path: Path) -> DoctorRepo:
    """A repository with a task list."""
    repo = DoctorRepo(tmp_path)
    repo.commit("docs: plan", {TASKS: "- [ ] 1. A\n- [ ] 2. B\n"})
    return repo


def init(repo: Repo, *options: str, env: dict[str, str]) -> str:
    result = repo.run("init", *options, env=env)
    assert result.exit_code == 0, result.output
    return result.stdout


def test_init_sets_it_up_once_and_takes_it_away(repo: DoctorRepo) -> None:
    config = repo.top / ".git/config"
    before = config.read_bytes()
    shown = init(repo, "--with", "merge", "--dry-run", env=repo.env)
    assert f"+{LINE}" in shown
    assert '+[merge "aos-check-tasks"]\n' in shown
    assert config.read_bytes() == before
    said = init(repo, "--with", "merge", env=repo.env)
    assert (repo.top / ".gitattributes").read_text() == LINE
    assert repo.git("config", merge_driver.SETTING) == merge_driver.DRIVER
    assert "git add aos-check.toml .gitattributes && git commit" in said
    assert "aos-check init --with merge  # in every other clone" in said
    assert "nothing to do" in init(repo, "--with", "merge", env=repo.env)
    init(repo, "--remove", env=repo.env)
    assert config.read_bytes() == before
    assert not (repo.top / ".gitattributes").exists()


def test_git_runs_what_init_has_set_up(repo: DoctorRepo) -> None:
    init(repo, "--with", "merge", env=repo.env)
    merge_adjacent_ticks(repo, repo.env)
    assert (repo.top / TASKS).read_text() == "- [x] 1. A\n- [x] 2. B\n"


def test_without_the_program_git_leaves_its_own_conflict(repo: DoctorRepo) -> None:
    init(repo, "--with", "merge", env=repo.env)
    merge_adjacent_ticks(repo, WITHOUT_US)
    merged = (repo.top / TASKS).read_text()
    assert "- [x] 1. A\n- [ ] 2. B\n=======\n- [ ] 1. A\n- [x] 2. B\n>>>>>>> " in merged


def merge_adjacent_ticks(repo: Repo, env: dict[str, str]) -> None:
    repo.commit("chore: set up aos-check")
    repo.git("switch", "-q", "-c", "other")
    repo.commit("b", {TASKS: "- [ ] 1. A\n- [x] 2. B\n"})
    repo.git("switch", "-q", "main")
    repo.commit("a", {TASKS: "- [x] 1. A\n- [ ] 2. B\n"})
    repo.git("merge", "-q", "other", env=env, check=False)


def test_in_a_linked_worktree_it_names_the_command(repo: DoctorRepo, tmp_path: Path) -> None:
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    linked = Repo.__new__(Repo)
    linked.top = tmp_path / "linked"
    said = init(linked, "--with", "merge", env=repo.env)
    (command,) = (line for line in said.splitlines() if "git config merge." in line)
    assert repo.git("config", "--get", merge_driver.SETTING, check=False) == ""
    linked.git("config", merge_driver.SETTING, command.split("'")[1])
    assert repo.git("config", "--get", merge_driver.SETTING) == merge_driver.DRIVER
    init(linked, "--remove", env=repo.env)


def test_doctor_looks_for_both_parts(repo: DoctorRepo) -> None:
    assert repo.doctor("merge", code=0).results == []
    repo.write({".gitattributes": LINE})
    state, text, remedy = repo.doctor("merge", code=0).of(".gitattributes")
    assert (state, remedy) == ("note", "run `aos-check init --with merge`")
    assert ALONE in text
    init(repo, "--with", "merge", env=repo.env)
    assert repo.doctor("merge", code=0).of(".gitattributes")[0] == "ok"
    found = repo.doctor("merge", code=0, env=WITHOUT_US).of(".gitattributes")
    assert found[0] == "note"
    assert ALONE in found[1]


def test_changed_lines_are_left_and_named(repo: DoctorRepo) -> None:
    mine = {".gitattributes": ".kiro/specs/*/tasks.md merge=aos-check-tasks\n"}
    repo.write(mine)
    init(repo, "--with", "merge", env=repo.env)
    repo.git("config", merge_driver.SETTING, "true")
    said = init(repo, "--remove", env=repo.env)
    assert "left .gitattributes: the merge driver was changed: remove it by hand" in said
    assert "left .git/config: the merge driver was changed" in said
    assert (repo.top / ".gitattributes").read_text() == mine[".gitattributes"]


@pytest.mark.parametrize(
    ("home", "line"),
    [
        (".kiro", ".kiro/**/*.md"),
        ("a b/.kiro", "a*b/.kiro/**/*.md"),
        ("!a/x\n* y/.kiro", "*a/x*y/.kiro/**/*.md"),
        ('"#é/docs', "*é/docs/**/*.md"),
    ],
)
def test_the_name_of_a_home_is_no_syntax(home: str, line: str, tmp_path: Path) -> None:
    text = merge_driver.with_attributes(None, [home])
    assert text == f"{line} merge=aos-check-tasks\n"
    repo = Repo(tmp_path)
    repo.write({".gitattributes": text})
    path = f"{home}/specs/x/tasks.md"
    assert repo.git("check-attr", "-z", "merge", "--", path).endswith("aos-check-tasks\0")


TEXTS = st.text("a*#\n\r ", max_size=8).map(lambda text: text.replace("\r", "\r\n"))
HOMES = st.lists(st.sampled_from([".kiro", "app/.kiro", "app/b c/.kiro"]), unique=True, min_size=1)


@given(st.none() | TEXTS, HOMES)
def test_any_attributes_come_back(text: str | None, homes: list[str]) -> None:
    after = merge_driver.with_attributes(text, homes)
    assert merge_driver.with_attributes(after, homes) == after
    assert merge_driver.without_attributes(after) == (text, "")


@given(TEXTS)
def test_any_configuration_comes_back(text: str) -> None:
    after = merge_driver.with_driver(text)
    assert merge_driver.with_driver(after) == after
    assert merge_driver.without_driver(after) == (text, "")
