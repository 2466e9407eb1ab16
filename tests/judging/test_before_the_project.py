"""Commits from before the project, which no rule on commits checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import DECISION, SPEC, project, tasks

NOBODY = "0" * 40
REASON = "commits with no project in their tree are not checked"
LATER = 'projects = ["."]\ndecisions = ["context/adr"]\n'
DECIDED = DECISION.format(number=1, title="Decide", status="Accepted")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """Two commits of code, then a project, then code without a task."""
    found = Repo(tmp_path / "repo")
    found.commit("feat: old", {"src/app.py": "x = 0\n"})
    found.git("tag", "first")
    found.commit("feat: older\n\nTask: login#9\nAos-Waive: GIT009", {"src/app.py": "x = 1\n"})
    found.git("tag", "old")
    settings = {"aos-check.toml": LATER, "context/adr/0001-decide.md": DECIDED}
    found.commit("docs: adopt", {**project(), **settings})
    found.git("tag", "adopted")
    found.commit("feat: new", {"src/app.py": "x = 2\n"})
    return found


def commits(repo: Repo, *arguments: str) -> tuple[list[str], int, bool]:
    """The subjects of the findings on commits, the number of checked ones, the remark."""
    report = repo.report(*arguments, "--select", "GIT,TASK012")
    found = [it["commit"] for it in report["findings"]]
    subjects = [repo.git("log", "-1", "--format=%s", each) for each in found]
    remark = any(each["reason"] == REASON for each in report["not_evaluated"])
    return subjects, report["checked"]["commits"], remark


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (("--commit", "first"), ([], 0, True)),
        (("--commit", "old"), ([], 0, True)),
        (("--commit", "adopted"), ([], 1, False)),
        (("--commit", "HEAD"), (["feat: new"], 1, False)),
        (("--range", "first..old"), ([], 0, True)),
        (("--range", "first..HEAD"), (["feat: new"], 2, True)),
        (("--since", "first"), (["feat: new"], 2, True)),
        (("--since", "adopted"), (["feat: new"], 1, False)),
    ],
)
def test_only_what_follows_is_checked(
    repo: Repo, arguments: tuple[str, ...], expected: tuple[list[str], int, bool]
) -> None:
    assert commits(repo, "check", *arguments) == expected


def test_one_alone_is_reported_as_not_checked(repo: Repo) -> None:
    result = repo.run("check", "--commit", "old")
    assert result.exit_code == 0
    assert "is not checked: there is no project in its tree" in result.stderr


@pytest.mark.parametrize(("tip", "found"), [("old", 0), ("main", 1)])
@pytest.mark.parametrize("hook", ["pre-push", "pre-receive"])
def test_a_push(repo: Repo, hook: str, tip: str, found: int) -> None:
    commit = repo.git("rev-parse", tip)
    arguments, refs = [hook, "origin", "url"], f"refs/heads/x {commit} refs/heads/x {NOBODY}\n"
    if hook == "pre-receive":
        repo.git("checkout", "-q", "--detach", tip)
        for ref in repo.git("for-each-ref", "--format=%(refname)").split():
            repo.git("update-ref", "-d", ref)
        arguments, refs = [hook], f"{NOBODY} {commit} refs/heads/x\n"
    pushed = repo.run(*arguments, "--select", "GIT", give=refs)
    assert pushed.exit_code == found, pushed.output
    assert pushed.output.count("error GIT001") == found


def test_decisions_alone_need_no_task(repo: Repo) -> None:
    repo.git("checkout", "-q", "old")
    repo.commit("feat: decide", {"docs/adr/0001-decide.md": DECIDED, "src/app.py": "x = 3\n"})
    assert commits(repo, "check", "--commit", "HEAD") == ([], 0, True)


def test_an_old_branch_that_is_merged_later(repo: Repo) -> None:
    repo.git("checkout", "-qb", "topic", "old")
    repo.commit("feat: topic", {"src/topic.py": "x\n"})
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    assert commits(repo, "check", "--range", "HEAD~1..HEAD") == ([], 1, True)


def test_code_may_not_come_in_while_the_project_is_away(repo: Repo) -> None:
    repo.git("rm", "-rq", "context")
    repo.commit("chore: away")
    repo.commit("feat: hidden", {"src/hidden.py": "x\n"})
    repo.commit("chore: back", {**project(), "context/adr/0001-decide.md": DECIDED})
    found, checked, remark = commits(repo, "check", "--since", "HEAD~3")
    assert (found, checked, remark) == (["feat: hidden"], 3, False)


def test_a_message(repo: Repo) -> None:
    repo.git("checkout", "-q", "old")
    repo.add({"src/app.py": "x = 3\n"})
    assert repo.message("feat: a\n\nTask: login#9\n") == []


def test_a_squash(repo: Repo) -> None:
    (repo.top / ".git/TITLE").write_text("feat: all\n")
    given = ("--message-file", str(repo.top / ".git/TITLE"))
    assert commits(repo, "check", "--range", "first..old", *given) == ([], 0, True)
    repo.git("reset", "-q", "--hard", "adopted")
    files = {"src/app.py": "x = 3\n", f"{SPEC}/tasks.md": tasks("1")}
    repo.commit("feat: part\n\nTask: login#1", files)
    (repo.top / ".git/TITLE").write_text("feat: all\n\nTask: login#1\n")
    assert commits(repo, "check", "--range", "first..HEAD", *given) == ([], 1, False)
