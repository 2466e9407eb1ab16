"""The hooks in the real Claude Code client, which talks to a scripted model.

The client gets a temporary home and connects to nothing outside this machine.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import MAIL, SPEC, project, tasks
from tests.support.scripted_model import CLIENT, ScriptedModel, Turn, client_environment, use

pytestmark = pytest.mark.client

CODE = "src/app.py"
TASKS = f"{SPEC}/tasks.md"
FUNCTIONAL = f"{SPEC}/functional-spec.md"
TOOLS = "^(Write|Edit|MultiEdit|NotebookEdit|Bash|PowerShell|Monitor|mcp__.*)$"


def settings() -> str:
    """Settings with the hooks of a project, which run the code of this checkout."""
    words = ["-m", "aos_check", "hook", "claude-code"]
    handler = {"type": "command", "command": sys.executable, "args": words, "timeout": 60}
    plain = [{"hooks": [handler]}]
    tools = [{"matcher": TOOLS, "hooks": [handler]}]
    hooks = {
        "SessionStart": plain, "UserPromptSubmit": plain, "PreToolUse": tools,
        "PostToolUse": tools, "PostToolUseFailure": tools, "Stop": plain, "SubagentStop": plain,
    }  # fmt: skip
    return json.dumps({"hooks": hooks})


class Session:
    """A repository in which the client works."""

    def __init__(self, folder: Path, status: str, config: str = "") -> None:
        self.folder = folder
        self.repo = Repo(folder / "shop")
        files: dict[str, str | bytes | None] = {**project(status), CODE: "x = 0\n"}
        files[".claude/settings.json"] = settings()
        # A project asks for approvals once a spec says that it is approved.
        files[f"{MAIL}/functional-spec.md"] = "- **Status:** Approved\n"
        files[f"{MAIL}/tasks.md"] = "# Tasks: Mail\n\n- [x] 1. Send\n"
        if config:
            files["aos-check.toml"] = config
        self.repo.commit("docs: specify", files)

    def play(self, *turns: Turn) -> ScriptedModel:
        """Run the client against a model that plays these turns, and return the model."""
        home = self.folder / "home"
        home.mkdir(exist_ok=True)
        with ScriptedModel([*turns, {"text": "finished"}, {"text": "finished"}]) as model:
            done = subprocess.run(
                [CLIENT, "-p", "go", "--permission-mode", "acceptEdits",
                 "--allowedTools", "Write", "Edit", "Bash", "--output-format", "json"],
                cwd=self.repo.top, env=client_environment(home, model.url),
                stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=120,
            )  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
        return model

    def read(self, path: str) -> str:
        return (self.repo.top / path).read_text("utf-8")


def write(session: Session, path: str, content: str) -> Turn:
    return use("Write", file_path=str(session.repo.top / path), content=content)


def run(command: str) -> Turn:
    return use("Bash", command=command, description="run it")


def test_an_agent_gets_the_progress_at_the_start(tmp_path: Path) -> None:
    seen = Session(tmp_path, "Approved").play().seen
    assert "Active spec: login" in seen
    assert 'login#1 "Part 1"' in seen


def test_a_write_that_is_refused_is_not_on_disk(tmp_path: Path) -> None:
    session = Session(tmp_path, "Draft", '[agents]\ncode-without-cover = "deny"\n')
    model = session.play(write(session, "src/new.py", "print(1)\n"))
    assert not (session.repo.top / "src/new.py").exists()
    assert "src/new.py is code, and no approved spec with an open task covers it" in model.seen
    assert "`aos-check approve login`" in model.seen


def test_legal_work_is_done_without_a_word(tmp_path: Path) -> None:
    session = Session(tmp_path, "Approved")
    model = session.play(write(session, "src/new.py", "print(1)\n"))
    assert session.read("src/new.py") == "print(1)\n"
    assert "hook additional context" not in model.seen.split("toolu_0_0", 1)[1]


def test_what_an_edit_breaks_reaches_the_model(tmp_path: Path) -> None:
    session = Session(tmp_path, "Approved")
    bad = "# Tasks: Login\n\n- [x] 1. Part 1\n  - [ ] 1.1 Half\n- [ ] 2. Part 2\n"
    looked = use("Read", file_path=str(session.repo.top / TASKS))
    model = session.play(looked, write(session, TASKS, bad))
    assert session.read(TASKS) == bad
    assert "TASK001 done-task-open-subtask: task 1 is done" in model.seen


def test_it_may_not_approve_its_own_spec(tmp_path: Path) -> None:
    session = Session(tmp_path, "Draft")
    looked = use("Read", file_path=str(session.repo.top / FUNCTIONAL))
    change = use(
        "Edit",
        file_path=str(session.repo.top / FUNCTIONAL),
        old_string="**Status:** Draft",
        new_string="**Status:** Approved",
    )
    model = session.play(looked, change, run("aos-check approve login"))
    assert "Draft" in session.read(FUNCTIONAL)
    assert "this would approve it" in model.seen
    assert "never an agent " in model.seen


@pytest.mark.parametrize("end", ["", "; false", "; git commit -qam 'docs: tidy'"])
def test_it_learns_that_its_command_approved_a_spec(tmp_path: Path, end: str) -> None:
    session = Session(tmp_path, "Draft")
    model = session.play(
        run(f"git ls-files | grep functional | xargs sed -i s/Draft/Approved/{end}")
    )
    assert "Approved" in session.read(FUNCTIONAL)
    assert (
        "login approves itself since this session began" in model.seen.split("fix this before")[0]
    )


def test_it_may_not_commit_past_the_hooks(tmp_path: Path) -> None:
    session = Session(tmp_path, "Approved")
    before = session.repo.git("rev-parse", "HEAD")
    model = session.play(
        write(session, CODE, "x = 1\n"), run("git add -A && git commit -m 'feat: x' --no-verify")
    )
    assert session.repo.git("rev-parse", "HEAD") == before
    assert "Do not bypass the gate" in model.seen


def test_it_may_not_go_round_the_gate_from_a_repository_inside(tmp_path: Path) -> None:
    session = Session(tmp_path, "Approved")
    before = session.repo.git("rev-parse", "HEAD")
    inside = "mkdir -p vendor/x; git init -q vendor/x; cd vendor/x"
    commit = "git commit --allow-empty -n -m x"
    model = session.play(run(inside), run(f"git -C ../.. {commit[4:]}"), run(commit))
    assert session.repo.git("rev-parse", "HEAD") == before
    assert model.seen.count("Do not bypass the gate") == 1
    assert session.repo.git("-C", "vendor/x", "log", "--format=%s").strip() == "x"


def test_what_the_shell_wrote_is_asked_about_once_at_the_end(tmp_path: Path) -> None:
    session = Session(tmp_path, "Draft")
    model = session.play(run("printf 'y = 1\\n' > src/other.py"))
    assert session.read("src/other.py") == "y = 1\n"
    assert model.seen.count("fix this before you stop (it is reported only once)") == 1
    assert "src/other.py changed, and no approved spec" in model.seen
    held = [it for it in model.requests if it.get("tools")]
    assert len(held) == 3  # the command, the end, the end after the block


def test_it_learns_at_the_end_that_a_commit_names_no_task(tmp_path: Path) -> None:
    session = Session(tmp_path, "Approved")
    stashed = "git add src/new.py && git stash -q && git merge -q --ff-only stash@{0}"
    model = session.play(write(session, "src/new.py", "x = 1\n"), run(stashed))
    assert session.repo.git("show", "HEAD:src/new.py") == "x = 1"
    assert model.seen.count("names no task") == 1
    assert "GIT001" in model.seen


def test_work_that_keeps_to_the_process_is_not_held(tmp_path: Path) -> None:
    session = Session(tmp_path, "Approved")
    looked = use("Read", file_path=str(session.repo.top / TASKS))
    work = (write(session, "src/new.py", "x = 1\n"), write(session, TASKS, tasks("1")))
    model = session.play(looked, *work)
    assert "leaves behind" not in model.seen
    assert session.read(TASKS) == tasks("1")
