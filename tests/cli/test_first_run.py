"""The first run: a check in a repository that is not set up names the one next step."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from aos_check.cli import cli
from aos_check.setup import first_run
from tests.support.git_repo import Files, Repo

TASKS = "agent-os/specs/2025-10-08-login/tasks.md"
GOOD = "# Tasks\n\n- [x] 1.0 A\n  - [x] 1.1 B\n"
BAD = GOOD.replace("[x] 1.1", "[ ] 1.1")
HOOK = ".git/hooks/pre-commit"
INIT = "next: aos-check init  # sets up the check of every commit"


def last_line(repo: Repo, *arguments: str) -> str:
    """The last line on a terminal."""
    return repo.run(*arguments).output.splitlines()[-1]


@pytest.mark.parametrize(
    ("files", "step"),
    [
        ({"a.md": "a\n"}, "next: aos-check init --layout NAME"),
        ({"aos-check.toml": 'layouts = ["kiro"]\n'}, "next: aos-check new spec NAME"),
        ({TASKS: GOOD}, INIT),
        ({TASKS: BAD}, INIT),
        ({TASKS: BAD, ".pre-commit-config.yaml": "repos: []\n"}, INIT),
        ({TASKS: GOOD, HOOK: "#!/bin/sh\nexec make lint\n"}, INIT),
        ({TASKS: GOOD, "aos-check.toml": ""}, "checked 1 project"),
        ({TASKS: GOOD, "pyproject.toml": "[tool.aos-check]\n"}, "checked 1 project"),
        ({TASKS: GOOD, ".pre-commit-config.yaml": "- id: aos-check\n"}, "checked 1 project"),
        ({TASKS: GOOD, ".github/workflows/a.yml": "run: aos-check ci\n"}, "checked 1 project"),
        ({TASKS: GOOD, ".gitlab-ci.yml": "script: aos-check ci\n"}, "checked 1 project"),
        ({TASKS: GOOD, HOOK: "#!/bin/sh\nexec aos-check check --staged\n"}, "checked 1 project"),
    ],
)
def test_the_next_step(repo: Repo, files: Files, step: str) -> None:
    repo.write(files)
    assert last_line(repo).startswith(step)
    assert repo.run().output.count("next: ") == step.startswith("next: ")


def test_findings_after_a_long_history(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(first_run, "LONG", 2)
    repo.commit("docs: plan", {TASKS: BAD})
    repo.commit("docs: more", {"a.md": "a\n"})
    assert last_line(repo) == INIT
    repo.commit("docs: more", {"a.md": "b\n"})
    assert last_line(repo).startswith("next: aos-check replay  # ")
    repo.write({TASKS: GOOD, TASKS.replace("tasks", "planning/requirements"): "# A\n\nB.\n"})
    assert last_line(repo) == INIT


@pytest.mark.parametrize(
    "arguments",
    [["check", "--quiet"], ["--format", "json"], ["--staged"], ["--select", "TASK"], ["agent-os"]],
)
def test_only_a_plain_check_says_it(repo: Repo, arguments: list[str]) -> None:
    repo.add({TASKS: BAD})
    assert "next: " not in repo.run(*arguments).output
    assert last_line(repo, "check", "--color", "never") == INIT


def test_not_outside_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "next: " not in CliRunner().invoke(cli, []).output
    (tmp_path / TASKS).parent.mkdir(parents=True)
    (tmp_path / TASKS).write_text(BAD)
    assert "next: " not in CliRunner().invoke(cli, []).output
