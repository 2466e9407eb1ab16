"""A new agent, CI platform or format takes one file and one line.

Each test adds one to a copy of the package and uses it there.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import aos_check
from tests.support.git_repo import Repo, environment
from tests.support.sample_project import SPEC, project

CODE = "src/app.py"


class PackageCopy:
    """A copy of the package, and a repository in which it runs."""

    def __init__(self, folder: Path) -> None:
        self.package = folder / "copy" / "aos_check"
        here = Path(aos_check.__file__).parent
        shutil.copytree(here, self.package, ignore=shutil.ignore_patterns("__pycache__"))
        program = folder / "bin" / "aos-check"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m aos_check "$@"\n')
        program.chmod(0o755)
        self.env = environment() | {
            "HOME": str(folder),
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(self.package.parent),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "GITHUB_ACTIONS": "",
            "GITLAB_CI": "",
        }
        self.repo = Repo(folder / "shop")
        self.base = self.repo.commit("docs: specify", {**project(), CODE: "x = 0\n"})

    def add(self, file: str, text: str, listed_in: str, before: str, line: str) -> None:
        """Write the file, and insert its line before another one."""
        (self.package / file).write_text(text, "utf-8")
        listing = self.package / listed_in
        old = listing.read_text("utf-8")
        assert old.count(before) == 1
        listing.write_text(old.replace(before, line + before), "utf-8")

    def run(self, *words: str, given: object = "", **env: str) -> tuple[int, str, str]:
        """Run a command; return its exit code, standard output and standard error."""
        done = subprocess.run(
            [sys.executable, "-m", "aos_check", *words],
            cwd=self.repo.top, env=self.env | env, input=json.dumps(given),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        return done.returncode, done.stdout, done.stderr

    def doctor(self, gate: str) -> dict[str, str]:
        """Run doctor; return the state of each subject."""
        _, output, complaint = self.run("doctor", "--only", gate, "--format", "json")
        assert output, complaint
        return {each["subject"]: each["state"] for each in json.loads(output)["results"]}


@pytest.fixture
def copy(tmp_path: Path) -> PackageCopy:
    return PackageCopy(tmp_path)


AGENT = '''\
"""Nova: Claude Code's dialect, and files of its own."""

from __future__ import annotations

from aos_check.agents.claude_code import EVENTS, read, sample, write
from aos_check.agents.profile import HookSetup, Signature

__all__ = ["EVENTS", "read", "sample", "write"]

SETUP = HookSetup(
    files=(".nova/hooks.json",), command_gate="PreToolUse", gates={"PreToolUse": ("Bash",)}
)
SIGNATURE = Signature("Nova", names=("nova",), variables=("NOVA_AGENT",))
'''


def test_an_agent(copy: PackageCopy) -> None:
    copy.add("agents/nova.py", AGENT, "agents/__init__.py", '"windsurf")', '"nova", ')
    bypass = {
        "session_id": "s",
        "cwd": str(copy.repo.top),
        "hook_event_name": "PreToolUse",
        "tool_name": "Bash",
        "tool_input": {"command": "git commit --no-verify -m x"},
    }
    code, output, _ = copy.run("hook", "nova", given=bypass)
    assert code == 0
    assert json.loads(output)["hookSpecificOutput"]["permissionDecision"] == "deny"
    hook = {"hooks": [{"type": "command", "command": "aos-check hook nova"}]}
    copy.repo.write({".nova/hooks.json": json.dumps({"hooks": {"PreToolUse": [hook]}})})
    assert copy.doctor("agents") == {"nova": "ok"}
    assert "nova" in copy.run("hook", "--help")[1]
    assert "Nova (NOVA_AGENT is set)" in copy.run("approve", "login", NOVA_AGENT="1")[2]


PLATFORM = '''\
"""Woodpecker CI."""

from __future__ import annotations

from collections.abc import Mapping

from aos_check.ci.event import CIEvent, CIEventKind
from aos_check.ci.platform import Examined, Platform
from aos_check.model.source import Source


class Woodpecker(Platform):
    """Woodpecker CI."""

    site = "Woodpecker"
    files = (".woodpecker/*.yml",)
    file = ".woodpecker/aos-check.yml"

    def runs(self, environment: Mapping[str, str]) -> bool:
        """Return whether Woodpecker runs this process."""
        return environment.get("CI") == "woodpecker"

    def event_of(self, environment: Mapping[str, str]) -> CIEvent:
        """Read the event from variables."""
        base, head = environment["CI_PREV_COMMIT_SHA"], environment["CI_COMMIT_SHA"]
        return CIEvent("push", CIEventKind.PUSHED, base, head, branch="main", default="main")

    def written(self, branch: str, source: Source) -> str:
        """Return the pipeline."""
        return f"when: {{branch: {branch}}}\\nsteps: [{{commands: [aos-check ci]}}]\\n"

    def next_step(self, *, wrote: bool, checks: bool, branch: str) -> str | None:
        """Ask to turn it on."""
        return "turn the repository on in Woodpecker" if wrote else None

    def look_into(self, value: object) -> Examined | None:
        """Examine a pipeline."""
        return Examined(notes=[("its clone is shallow", "clone all")])


PLATFORM = Woodpecker()
'''


def test_a_ci_platform(copy: PackageCopy) -> None:
    copy.add("ci/woodpecker.py", PLATFORM, "ci/__init__.py", '"gitlab")', '"woodpecker", ')
    copy.repo.write({".woodpecker/test.yml": "steps: []\n"})
    code, output, _ = copy.run("init", "--with", "workflow")
    assert code == 0
    assert "turn the repository on in Woodpecker" in output
    file = ".woodpecker/aos-check.yml"
    assert "branch: main" in (copy.repo.top / file).read_text("utf-8")
    assert copy.doctor("ci") == {file: "note"}
    head = copy.repo.commit("feat: a", {CODE: "x = 1\n"})
    pushed = {"CI": "woodpecker", "CI_PREV_COMMIT_SHA": copy.base, "CI_COMMIT_SHA": head}
    code, output, complaint = copy.run("ci", **pushed)
    assert code == 1
    assert "GIT001" in output
    assert "push: the commits of" in complaint


FORMAT = '''\
"""A report as a number."""

from __future__ import annotations

from aos_check.model.finding import Report


def as_tally(report: Report) -> str:
    """The number of findings."""
    return f"{len(report.findings)} findings\\n"
'''


def test_a_report_format(copy: PackageCopy) -> None:
    listing = "reporters/__init__.py"
    copy.add("reporters/tally.py", FORMAT, listing, '"text", ', '"tally", ')
    copy.repo.write({f"{SPEC}/tasks.md": "# Tasks: Login\n\n- [x] 1. A\n  - [ ] 1.1 B\n"})
    code, output, _ = copy.run("check", "--format", "tally")
    assert (code, output) == (1, "1 findings\n")
