"""`check --fix` and `check --diff`: what they write, print and refuse."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest
from click.testing import Result

from aos_check.cli import fixing
from tests.support.git_repo import Repo, contents

TASKS = "agent-os/specs/2025-10-08-login/tasks.md"
OPEN = "# Tasks\n\n- [ ] 1.0 A\n  - [x] 1.1 B\n"
DONE = OPEN.replace("[ ]", "[x]")
ONLY = ("--select", "TASK002,DOC006")
DIFF = f"""\
--- a/{TASKS}
+++ b/{TASKS}
@@ -1,4 +1,4 @@
 # Tasks
{" "}
-- [ ] 1.0 A
+- [x] 1.0 A
   - [x] 1.1 B
"""


@pytest.fixture
def repo(repo: Repo) -> Repo:
    """A repository with one parent to tick."""
    repo.commit("docs: plan", {TASKS: OPEN})
    return repo


def fix(repo: Repo, *arguments: str) -> Result:
    return repo.run("check", "--fix", *ONLY, *arguments)


def test_check_says_what_can_be_fixed(repo: Repo) -> None:
    text = repo.run("check", *ONLY).stdout
    assert "but task 1.0 is open (fixable)\n" in text
    assert "\nit can be fixed: aos-check check --fix\n" in text
    (found,) = repo.report(*ONLY)["findings"]
    assert found["fixable"]
    (found,) = repo.report("--staged", *ONLY)["findings"]
    assert not found["fixable"]


def test_fix_writes_and_checks_again(repo: Repo) -> None:
    result = fix(repo, "--strict")
    assert result.exit_code == 0
    assert result.stderr == f"fixed {TASKS}:3: TASK002 open-task-done-subtasks\n"
    assert result.stdout.startswith("no problems found\n")
    assert (repo.top / TASKS).read_text() == DONE
    assert fix(repo).stderr == ""


def test_the_rest_decides_the_exit_code(repo: Repo) -> None:
    repo.write({TASKS: f"{OPEN}- [x] 2.0 C\n  - [ ] 2.1 D\n"})
    result = repo.run("check", "--fix", "--select", "TASK001,TASK002", "--format", "json")
    assert result.exit_code == 1
    assert [it["code"] for it in json.loads(result.stdout)["findings"]] == ["TASK001"]
    assert (repo.top / TASKS).read_text() == f"{DONE}- [x] 2.0 C\n  - [ ] 2.1 D\n"


@pytest.mark.parametrize("option", ["--fix", "--diff"])
def test_nothing_to_fix_is_said(repo: Repo, option: str) -> None:
    repo.write({TASKS: "# Tasks\n\n- [x] 2.0 C\n  - [ ] 2.1 D\n"})
    only = ("--select", "TASK001")
    assert repo.run("check", option, *only).stderr == "no finding can be fixed automatically\n"
    assert repo.run("check", option, "--quiet", *only).stderr == ""
    assert repo.run("check", option, *ONLY).stderr == ""


def test_diff_writes_nothing(repo: Repo) -> None:
    before = contents(repo.top)
    result = repo.run("check", "--diff", *ONLY)
    assert (result.exit_code, result.stdout, result.stderr) == (1, DIFF, "")
    assert contents(repo.top) == before
    repo.git("apply", give=DIFF.encode())
    assert (repo.top / TASKS).read_text() == DONE
    result = repo.run("check", "--diff", *ONLY)
    assert (result.exit_code, result.stdout.splitlines()[0]) == (0, "no problems found")


@pytest.mark.parametrize(
    "content",
    [
        OPEN.replace("\n", "\r\n").encode(),
        OPEN.rstrip().encode(),
        b"\xef\xbb\xbf" + OPEN.encode(),
        OPEN.replace("- [ ]", "-\t[ ]").encode(),
        OPEN.replace("A", "\x1b[31m\u2028Ä").encode(),
    ],
    ids=["CRLF", "no final newline", "BOM", "tab", "controls"],
)
def test_only_the_box_changes(repo: Repo, content: bytes) -> None:
    repo.write({TASKS: content})
    (repo.top / TASKS).chmod(0o755)
    assert fix(repo).exit_code == 0
    assert (repo.top / TASKS).read_bytes() == content.replace(b"[ ]", b"[x]")
    assert stat.S_IMODE((repo.top / TASKS).stat().st_mode) == 0o755


@pytest.mark.parametrize("content", [OPEN.encode("utf-16"), OPEN.encode() + b"\xff", b"\0"])
def test_a_file_that_is_not_read_is_not_written(repo: Repo, content: bytes) -> None:
    repo.write({TASKS: content, TASKS.replace("login", "mail"): OPEN})
    assert fix(repo).exit_code == 0
    assert (repo.top / TASKS).read_bytes() == content
    assert (repo.top / TASKS.replace("login", "mail")).read_text() == DONE


def test_a_link_is_not_followed(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text(OPEN)
    (repo.top / TASKS).unlink()
    (repo.top / TASKS).symlink_to(tmp_path / "outside.md")
    fix(repo, "--allow-empty")
    assert (tmp_path / "outside.md").read_text() == OPEN
    assert (repo.top / TASKS).is_symlink()


def test_an_ignored_file_is_not_written(repo: Repo) -> None:
    copy = TASKS.replace("login", "mail")
    repo.write({".gitignore": f"/{copy}\n", copy: OPEN})
    assert fix(repo).exit_code == 0
    assert (repo.top / copy).read_text() == OPEN


def test_a_read_only_file_is_an_error(repo: Repo) -> None:
    (repo.top / TASKS).chmod(0o444)
    result = fix(repo)
    assert result.exit_code == 2
    assert f"aos-check: {TASKS} is read-only\n" in result.stderr
    assert (repo.top / TASKS).read_text() == OPEN


@pytest.mark.parametrize("now", [OPEN.replace("A", "E"), f"{OPEN}\n- [ ] 2.0 C\n"])
def test_a_file_that_changes_meanwhile(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    monkeypatch.setattr(fixing, "_expect_writable", lambda *_: repo.write({TASKS: now}))
    result = fix(repo)
    assert result.exit_code == 2
    assert f"{TASKS} has just been changed" in result.stderr
    assert (repo.top / TASKS).read_text() == now


def test_a_known_finding_is_not_fixed(repo: Repo) -> None:
    repo.run("baseline")
    assert repo.run("check", "--fix", *ONLY).exit_code == 0
    assert (repo.top / TASKS).read_text() == OPEN


@pytest.mark.parametrize("option", ["--fix", "--diff"])
@pytest.mark.parametrize(
    "mode", [["--staged"], ["--commit=HEAD"], ["--range=HEAD~..HEAD"], ["--since=HEAD"]]
)
def test_only_the_worktree_is_fixed(repo: Repo, option: str, mode: list[str]) -> None:
    result = repo.run("check", option, *mode)
    assert result.exit_code == 2
    assert f"and {option} exclude each other" in result.stderr


def test_standard_input_is_not_fixed(repo: Repo) -> None:
    assert repo.run("check", "--fix", "--stdin", TASKS, give=OPEN).exit_code == 2
    assert repo.run("check", "--fix", "--diff").exit_code == 2


def test_only_findings_in_the_named_paths_are_fixed(repo: Repo) -> None:
    copy = TASKS.replace("login", "mail")
    repo.write({copy: OPEN})
    result = fix(repo, os.path.dirname(copy))  # noqa: PTH120
    assert result.stderr == f"fixed {copy}:3: TASK002 open-task-done-subtasks\n"
    assert (repo.top / TASKS).read_text() == OPEN
    assert (repo.top / copy).read_text() == DONE
