"""A word that aos-check does not know: the error names the nearest, and where all are listed."""

from __future__ import annotations

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import project

SPECS = "see `aos-check status --verbose`"
RULES = "see `aos-check rules`"
KEYS = "see `aos-check schema config` for the valid keys"


@pytest.fixture
def repo(repo: Repo) -> Repo:
    """A repository with one spec of three open tasks."""
    repo.commit("docs: specify", project())
    return repo


@pytest.mark.parametrize(
    ("arguments", "nearest", "listing"),
    [
        (["chekc"], "check", "see `aos-check --help`"),
        (["exprot"], "export", "see `aos-check --help`"),
        (["pre-comit"], "prepare-commit-msg", "see `aos-check --help`"),
        (["xyzzy"], "", "see `aos-check --help`"),
        (["--slect", "TASK"], "--select", "see `aos-check check --help`"),
        (["check", "--sict"], "--strict", "see `aos-check check --help`"),
        (["status", "--formt=json"], "--format", "see `aos-check status --help`"),
        (["check", "--xyzzy"], "", "see `aos-check check --help`"),
        (["check", "--format", "jsno"], "json", "choose from text, concise, json"),
        (["check", "--color", "alwas"], "always", "choose from auto, always, never"),
        (["check", "--select", "TSAK001"], "TASK001", RULES),
        (["check", "--select", "duplicate-task"], "duplicate-task-id", RULES),
        (["check", "--ignore", "tasc003"], "TASK003", RULES),
        (["explain", "raod003"], "ROAD003", RULES),
        (["explain", "milestone-not-tickd"], "milestone-not-ticked", RULES),
        (["explain", "xyzzy"], "", RULES),
        (["status", "logni"], "login", SPECS),
        (["status", "001-logi"], "001-login", SPECS),
        (["status", "xyzzy"], "", SPECS),
        (["approve", "logni"], "login", SPECS),
        (["prove", "logni#1", "--", "true"], "login", SPECS),
        (["prove", "login#4", "--", "true"], "login#1", "`aos-check status SPEC` lists the tasks"),
        (["prove", "xyzzy", "--", "true"], "", "`aos-check status SPEC` lists the tasks"),
        (["new", "sepc", "mail"], "spec", "choose from spec, decision"),
        (["new", "spec", "mail", "--layout", "awso"], "awos", "choose from agent-os-1"),
        (["layouts", "--show", "kirro"], "kiro", "the shipped layouts are agent-os-1"),
        (["schema", "exprot"], "export", "choose from config, export"),
        (["doctor", "--only", "pre-comit"], "pre-commit", "choose from git-hooks, pre-commit"),
        (["init", "--with", "workflw"], "workflow", "choose from pre-commit, workflow"),
        (["hook", "cursr"], "cursor", "choose from claude-code, codex"),
        (["check", "docs/adr"], "", "`git ls-files` lists the files"),
        (["check", "context/produkt"], "context/product", "`git ls-files` lists the files"),
    ],
)
def test_on_the_command_line(repo: Repo, arguments: list[str], nearest: str, listing: str) -> None:
    result = repo.run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    error = " ".join(result.stderr.split()).replace("`cli ", "`aos-check ")
    assert listing in error
    if nearest:
        assert any(f"the nearest {verb} {nearest}" in error for verb in ("is", "are")), error
    else:
        assert "nearest" not in error


@pytest.mark.parametrize(
    ("line", "nearest", "listing"),
    [
        ('selct = ["A"]', "select", KEYS),
        ("[commits]\nmax-tick = 1", "commits.max-ticks", KEYS),
        ('select = ["TSAK001"]', "TASK001", RULES),
        ('severity = { TASK0001 = "error" }', "TASK001", RULES),
        ('layouts = ["awso"]', "awos", "the layouts are agent-os-2"),
        ('[layout.mine]\nextends = "kirro"', "kiro", "the shipped layouts are agent-os-1"),
        ("[rules.SPEC0013]\nday = 1", "SPEC013", RULES),
    ],
)
def test_in_the_configuration(repo: Repo, line: str, nearest: str, listing: str) -> None:
    repo.write({"aos-check.toml": f"{line}\n"})
    error = " ".join(repo.run("check").stderr.split())
    assert "the nearest" in error
    assert nearest in error.partition("the nearest")[2]
    assert listing in error
