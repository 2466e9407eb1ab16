"""The pages on commits, approvals and tasks: their examples do what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from aos_check.judging.config import parse
from aos_check.judging.settings import ApprovalLevelName, Config
from aos_check.rules import RULES
from tests.support.git_repo import Repo

DOCS = Path(__file__).parents[2] / "docs/explanation"
COMMITS, APPROVALS, TASKS = (
    (DOCS / f"{name}.md").read_text("utf-8") for name in ("commits", "approvals", "tasks")
)
PLAN = "agent-os/specs/2026-01-05-login/tasks.md"
LISTED = "# Tasks: Login\n\n- [ ] 1. Sign-in form\n  - [ ] 1.1 Form\n  - [ ] 1.2 Mail\n"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    made = Repo(tmp_path)
    made.commit("docs: plan", {PLAN: LISTED})
    made.add({"src/login.py": "x = 1\n"})
    return made


def messages(heading: str) -> list[str]:
    """The messages in the table below a heading of the second level."""
    part = COMMITS.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return re.findall(r"^\| [^|`]+ \| `([^`]+)` \|$", part, re.MULTILINE)


@pytest.mark.parametrize("message", messages("Name the task"))
def test_a_message_names_the_task(message: str, repo: Repo) -> None:
    text = f"Add the form\n\n{message}" if message.startswith("Task:") else message
    assert repo.message(text) == ["GIT003"]
    assert repo.message("Add the form") == ["GIT001"]


def test_a_tick_names_the_task(repo: Repo) -> None:
    repo.add({PLAN: LISTED.replace("[ ] 1.1", "[x] 1.1")})
    assert repo.message("Add the form") == []


@pytest.mark.parametrize(("start", "codes"), [("Fix a typo", ["GIT009"]), ("Start the server", [])])
def test_maintenance_and_a_waiver_are_written_as_shown(
    start: str, codes: list[str], repo: Repo
) -> None:
    [message] = re.findall(rf"^```text\n({start}.*?)^```$", COMMITS, re.MULTILINE | re.DOTALL)
    assert repo.message(message) == codes


def test_every_level_is_explained() -> None:
    named = re.findall(r"^\| `(\w+)` \|", APPROVALS, re.MULTILINE)
    assert named == list(get_args(ApprovalLevelName))


def test_the_rules_have_their_titles() -> None:
    titles = {rule.code: rule.title for rule in RULES}
    rows = re.findall(r"^\| \[(\w+)\]\([^)]+\) \| (.*) \|$", APPROVALS, re.MULTILINE)
    assert rows
    assert [titles[code] for code, _ in rows] == [title for _, title in rows]


@pytest.mark.parametrize("page", [COMMITS, APPROVALS, TASKS])
def test_a_configuration_is_valid(page: str) -> None:
    for block in re.findall(r"^```toml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        assert isinstance(parse(block, "pyproject.toml"), Config)


def test_each_form_is_a_task(tmp_path: Path) -> None:
    forms = TASKS.split("```md tasks\n")[1].split("```")[0]
    repo = Repo(tmp_path)
    for number, line in enumerate(forms.splitlines()):
        repo.write({f"agent-os/specs/2026-01-0{number + 1}-a{number}/tasks.md": f"# T\n\n{line}\n"})
    found = [spec["tasks"] for project in repo.export() for spec in project["specs"]]
    assert [len(tasks) for tasks in found] == [1] * 5


@pytest.mark.parametrize("mark", ["(deferred: no server)", "(optional)", "if needed"])
def test_a_marker_closes_a_task(mark: str, tmp_path: Path) -> None:
    assert mark in TASKS
    repo = Repo(tmp_path)
    repo.write({PLAN: f"# T\n\n- [x] 1. Form\n  - [ ] 1.1 Mail {mark}\n"})
    assert "TASK001" not in repo.codes("check")
