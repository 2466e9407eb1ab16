"""`status` and `next`: the table, one spec in detail, JSON, and hostile text."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from aos_check.cli import cli
from aos_check.cli.schema import schema_of
from aos_check.model.document import State
from aos_check.reporters.drawing import ASCII, WIDTH, Column, Pencil, mark, pencil_for, table
from aos_check.reporters.style import width
from tests.support.git_repo import Repo, write_files

LOGIN = "agent-os/specs/2025-10-08-login"
MAIL = "agent-os/specs/2025-11-02-mail"
DONE = "agent-os/specs/2025-09-01-form"
REQUIREMENTS = "# Spec Requirements: Sign in\n\n- FR-001: Visitors sign in with their e-mail.\n"
TASKS = """\
# Task Breakdown: Sign in

#### Task Group 1: Form
**Dependencies:** None

- [x] 1.0 Complete the form
  - [x] 1.1 Write tests

#### Task Group 2: Mail
**Dependencies:** Task Group 1

- [ ] 2.0 Send a mail
  - [ ] 2.1 Validate the e-mail
  - [ ] 2.2 Translate it (deferred: no translator)
"""
ROADMAP = "# Product Roadmap\n\n## Phase 1\n\n- [x] **Form**\n- [ ] **Login**\n- [ ] **Mail**\n"
PRAXIS = ("README", "srd", "specs", "implementation")
FILES = {
    f"{LOGIN}/planning/requirements.md": REQUIREMENTS,
    f"{LOGIN}/tasks.md": TASKS,
    f"{MAIL}/planning/requirements.md": REQUIREMENTS.replace("Sign in", "Mail"),
    f"{DONE}/planning/requirements.md": REQUIREMENTS.replace("Sign in", "Form"),
    f"{DONE}/tasks.md": "- [x] 1. Form\n",
    "agent-os/product/roadmap.md": ROADMAP,
}
OVERVIEW = """\
this project  agent-os-2
  spec   tasks           approval      roadmap    next
▸ login  ████░░░░░░ 2/5  not required  [ ] Login  2.1 Validate the e-mail
  mail   no tasks        not required  [ ] Mail   write tasks.md
  1 finished: form

▸ login is active: it is the only spec with open tasks
"""
DETAIL = """\
login  Sign in
agent-os/specs/2025-10-08-login · agent-os-2

documents     requirements  agent-os/specs/2025-10-08-login/planning/requirements.md
              tasks         agent-os/specs/2025-10-08-login/tasks.md
requirements  1 with an id
approval      not required
tasks         ████░░░░░░ 2/5 (1 put aside)
                Task Group 1: Form  ██████████ 2/2
                Task Group 2: Mail  ░░░░░░░░░░ 0/3
open          [ ] 2.0  Send a mail          line 12
              [ ] 2.1  Validate the e-mail  line 13
roadmap       [ ] Login  agent-os/product/roadmap.md:6
next          login#2.1  Validate the e-mail
              why: it is the first open task, and everything it depends on is done
              file: agent-os/specs/2025-10-08-login/tasks.md:13
              commit message: Task: login#2.1

▸ login is active: it is the only spec with open tasks
"""
NEXT = """\
login#2.1  Validate the e-mail
why: it is the first open task, and everything it depends on is done
file: agent-os/specs/2025-10-08-login/tasks.md:13
commit message: Task: login#2.1
spec: login, as it is the only spec with open tasks
"""


@pytest.fixture
def here(here: Path) -> Path:
    """The working directory, with a project."""
    write_files(here, FILES)
    return here


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, arguments, prog_name="aos-check")


def output(*arguments: str) -> str:
    result = run(*arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def published(*arguments: str) -> Any:
    return json.loads(output(*arguments, "--format", "json"))


@pytest.mark.usefixtures("here")
class TestStatus:
    def test_all_specs_at_a_glance(self) -> None:
        assert output("status") == OVERVIEW

    def test_verbose_folds_nothing(self) -> None:
        shown = run("status", "--verbose").stdout
        assert "  form   ██████████ 1/1  not required  [x] Form   nothing is left to do" in shown
        assert "finished" not in shown

    @pytest.mark.parametrize(
        "name",
        [
            "login",
            "2025-10-08-login",
            LOGIN,
            f"./{LOGIN}/",
            f"{LOGIN}/tasks.md",
            "specs/2025-10-08-login",
        ],
    )
    def test_one_spec_in_detail_by_any_name(self, name: str) -> None:
        assert output("status", name) == DETAIL

    def test_what_is_missing_and_what_is_too_much(self, here: Path) -> None:
        tasks = "".join(f"- [ ] {number}. Draw\n" for number in range(1, 26))
        write_files(here, {"agent-os/specs/2026-01-01-chat/tasks.md": tasks})
        text = output("status", "chat")
        missing = "agent-os/specs/2026-01-01-chat/planning/requirements.md (missing)\n"
        assert f"              requirements  {missing}" in text
        assert "              [ ] 20  Draw  line 20\n              and 5 more\n" in text

    def test_by_whom_it_is_approved(self, here: Path) -> None:
        spec = "# Functional Specification: Chat\n\n- **Status:** Approved\n"
        write_files(here, {"context/spec/001-chat/functional-spec.md": spec})
        text = output("status", "chat")
        assert "context/spec/001-chat · awos · Approved\n" in text
        assert "approval      approved · status" in text

    def test_by_its_path_on_the_disk(self, here: Path) -> None:
        assert output("status", str(here / LOGIN)) == DETAIL

    def test_a_finished_spec_is_shown_when_it_is_asked_for(self) -> None:
        assert "nothing is left to do" in output("status", "form")

    def test_an_unknown_spec_cannot_be_shown(self) -> None:
        result = run("status", "logni")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "there is no spec logni" in result.stderr
        assert "the nearest is login; " in result.stderr

    def test_several_specs_cannot_be_shown(self, here: Path) -> None:
        write_files(here, {"packages/web/agent-os/specs/2026-01-01-login/tasks.md": "- [ ] 1. A\n"})
        result = run("status", "login")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "login is more than one spec" in result.stderr
        assert "packages/web/agent-os/specs/2026-01-01-login" in result.stderr

    def test_each_project_has_a_heading(self, here: Path) -> None:
        write_files(here, {"packages/web/agent-os/specs/2026-01-01-chat/tasks.md": "- [ ] 1. A\n"})
        assert "\n\npackages/web  agent-os-2\n  spec " in output("status")

    def test_a_repository_without_specs_says_so(self, here: Path) -> None:
        write_files(here, {"packages/web/agent-os/product/mission.md": "# Mission\n"})
        text = output("status", "--root", "packages/web")
        assert text == "this project  agent-os-2\n  no specs\n\nthere are no specs\n"

    def test_colours_say_what_is_well(self) -> None:
        text = output("status", "--color", "always")
        assert "\x1b[32m████\x1b[0m\x1b[2m░░░░░░ 2/5\x1b[0m" in text
        assert "\x1b[1m▸ login\x1b[0m" in text

    def test_as_json(self) -> None:
        found = published("status")
        assert {key: found[key] for key in ("schema", "active", "why")} == {
            "schema": 1,
            "active": "login",
            "why": "it is the only spec with open tasks",
        }
        assert [each["name"] for each in found["specs"]] == ["form", "login", "mail"]
        assert found["specs"][1] == {
            "id": "2025-10-08-login",
            "name": "login",
            "path": LOGIN,
            "project": ".",
            "status": "unset",
            "tasks": {"done": 2, "total": 5, "in_progress": 0, "aside": 1},
            "approval": {
                "level": "none",
                "asked": None,
                "holds": False,
                "stale": False,
                "text": "not required",
            },
            "phases": [],
            "gate": None,
            "milestone": {
                "title": "Login",
                "state": "open",
                "path": "agent-os/product/roadmap.md",
                "line": 6,
            },
            "cycle": None,
            "step": {
                "kind": "work",
                "text": "Validate the e-mail",
                "address": "login#2.1",
                "path": f"{LOGIN}/tasks.md",
                "line": 13,
                "why": "it is the first open task, and everything it depends on is done",
            },
        }

    def test_one_spec_as_json(self) -> None:
        found = published("status", "mail")
        assert [each["name"] for each in found["specs"]] == ["mail"]
        assert found["active"] == "login"

    def test_many_tasks_in_files_of_their_own(self, here: Path) -> None:
        names = (f"backlog/tasks/task-{number} - A.md" for number in range(1, 31))
        write_files(here, dict.fromkeys(names, "---\ntitle: A\nstatus: To Do\n---\n"))
        shown = output("status", "backlog")
        assert shown.count("\n              tasks  ") + 1 == 20
        assert "              and 10 more (--verbose)\napproval " in shown
        assert "  task-1 - A.md:3\n" in shown
        assert "task-30 - A.md\n" in run("status", "backlog", "--verbose").stdout

    def test_groups_without_a_number(self, here: Path) -> None:
        tags = (f'"{name}": {{"tasks": [{{"id": 1, "title": "A"}}]}}' for name in ("master", "b"))
        write_files(here, {".taskmaster/tasks/tasks.json": f"{{{', '.join(tags)}}}"})
        shown = output("status", "taskmaster")
        assert "                master  ░░░░░░░░░░ 0/1\n                b       ░" in shown

    def test_a_gate_and_an_approval_that_are_in_the_way(self, here: Path) -> None:
        folder = ".praxis-os/specs/approved/2025-10-08-chat"
        files = {f"{folder}/{name}.md": "# Chat\n\nSo.\n" for name in PRAXIS}
        tasks = "## Phase 1: A\n\n- [x] **Task 1.1**: B\n\n### Validation Gate\n\n- [ ] It works\n"
        later = "\n## Phase 2: C\n\n- [ ] **Task 2.1**: D\n"
        write_files(here, {**files, f"{folder}/tasks.md": tasks + later})
        row = "approved · status  Validation…"
        assert row in output("status")
        assert "gates         Validation Gate of phase 1: 1 open\n" in output("status", "chat")
        gate = next(each["gate"] for each in published("status")["specs"] if each["gate"])
        assert gate == {
            "title": "Validation Gate",
            "path": f"{folder}/tasks.md",
            "line": 5,
            "open": 1,
        }


@pytest.mark.usefixtures("here")
class TestNext:
    def test_the_task_its_place_and_its_trailer(self) -> None:
        assert output("next") == NEXT

    def test_what_must_happen_first(self, here: Path) -> None:
        (here / LOGIN / "tasks.md").unlink()
        assert output("next") == (
            "write tasks.md\n"
            "why: there are no tasks yet\n"
            f"file: {LOGIN}/tasks.md:1\n"
            f"do: write {LOGIN}/tasks.md\n"
            "spec: login, as no task is free, and it is the first by path\n"
        )

    def test_nothing(self, here: Path) -> None:
        for folder in (LOGIN, MAIL):
            (here / folder / "tasks.md").write_text("- [x] 1. A\n", "utf-8")
        (here / "agent-os/product/roadmap.md").write_text(ROADMAP.replace("[ ]", "[x]"), "utf-8")
        assert output("next") == "nothing is left to do\nwhy: no spec has a next step\n"
        assert published("next") == {
            "schema": 1,
            "spec": None,
            "step": {
                "kind": "none",
                "text": "nothing is left to do",
                "address": None,
                "path": None,
                "line": None,
                "why": "no spec has a next step",
            },
        }

    def test_as_json(self) -> None:
        found = published("next")
        assert (found["schema"], found["spec"]) == (1, "login")
        assert (found["step"]["kind"], found["step"]["address"]) == ("work", "login#2.1")

    def test_the_branch_decides(self, here: Path) -> None:
        Repo(here).git("symbolic-ref", "HEAD", "refs/heads/ada/mail")
        assert published("status")["active"] == "mail"
        assert published("status")["why"] == "the branch ada/mail is named after it"
        assert published("next", "--root", str(here))["spec"] == "mail"

    def test_without_any_artifact_there_is_nothing_to_say(
        self, tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        result = run("next", "--root", str(tmp_path_factory.mktemp("empty")))
        assert (result.exit_code, result.stdout) == (2, "")
        assert "nothing to check" in result.stderr


@pytest.mark.usefixtures("here")
class TestContext:
    def test_the_next_task(self) -> None:
        text = output("next", "--context")
        assert text.startswith("# login#2.1 Validate the e-mail\n\nEnd the message of its commit")
        assert f"**login#2.1** ({LOGIN}/tasks.md:13)\n> - [ ] 2.1 Validate the e-mail\n" in text

    def test_another_task_within_a_budget(self) -> None:
        text = output("next", "--context", "login#1.1", "--budget", "200")
        assert "**the task is done**" in text
        assert len(text) <= 800

    def test_as_json(self) -> None:
        found = published("next", "--context", "login")
        Draft202012Validator(schema_of("context")).validate(found)
        assert (found["address"], found["budget"]) == ("login#2.1", 2000)
        assert found["pieces"][0] == {
            "kind": "task",
            "title": "login#2.1",
            "text": "- [ ] 2.1 Validate the e-mail",
            "quoted": True,
            "path": f"{LOGIN}/tasks.md",
            "line": 13,
        }

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (("login#1.1",), "TASK needs --context"),
            (("--budget", "500"), "--budget needs --context"),
            (("--context", "--budget", "50"), "50 is not in the range x>=200"),
            (("--context", "login#9"), "login has no task 9"),
        ],
    )
    def test_usage(self, arguments: tuple[str, ...], message: str) -> None:
        result = run("next", *arguments)
        assert result.exit_code == 2
        assert message in result.stderr


class TestHostileText:
    EVIL = "\x1b[2J\x07" + "\u202e" + "A" * 1_000_000
    """Text that clears the screen, rings the bell, reverses the direction, and is very long."""

    @pytest.mark.parametrize(
        "arguments",
        [
            ("status",),
            ("status", "login"),
            ("status", "--verbose"),
            ("next",),
            ("next", "--context"),
        ],
    )
    def test_it_does_not_reach_the_terminal(self, here: Path, arguments: tuple[str, ...]) -> None:
        tasks = TASKS.replace("Validate", self.EVIL).replace("Group 2: Mail", self.EVIL[:5000])
        roadmap = ROADMAP.replace("**Login**", f"**Login** {self.EVIL}")
        write_files(here, {f"{LOGIN}/tasks.md": tasks, "agent-os/product/roadmap.md": roadmap})
        text = run(*arguments).stdout
        assert not any(bad in text for bad in "\x1b\x07\u202e")
        assert len(text) < 10_000

    @pytest.mark.parametrize("arguments", [("status",), ("status", "chat"), ("next",)])
    def test_the_text_of_gates_does_not_reach_the_terminal(
        self, tmp_path: Path, arguments: tuple[str, ...]
    ) -> None:
        folder = "evil/.praxis-os/specs/approved/2025-10-08-chat"
        tasks = f"## Phase 1: A\n\n### Validation Gate: {self.EVIL}\n\n- [ ] {self.EVIL}\n"
        files = {f"{folder}/{name}.md": "# Chat\n\nSo.\n" for name in PRAXIS}
        later = "\n## Phase 2: C\n\n- [ ] **Task 2.1**: D\n"
        write_files(tmp_path, {**files, f"{folder}/tasks.md": tasks + later})
        text = run(*arguments, "--root", str(tmp_path / "evil")).stdout
        assert "pass the gate" in text
        assert not any(bad in text for bad in "\x1b\x07\u202e")
        assert len(text) < 10_000

    def test_json_is_ascii(self, here: Path) -> None:
        write_files(here, {f"{LOGIN}/tasks.md": TASKS.replace("Validate", "Prüfe \x1b")})
        text = output("next", "--format", "json")
        assert text.isascii()
        assert "\x1b" not in text
        assert json.loads(text)["step"]["text"] == "Prüfe \x1b the e-mail"


def test_what_an_encoding_lacks_is_drawn_in_ascii(here: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aos_check", "status"],
        cwd=here,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=True,
    )
    assert "> login  ####------ 2/5  not required" in done.stdout.decode("ascii")


class TestDrawing:
    @pytest.mark.parametrize(
        ("done", "total", "bar"),
        [
            (0, 7, "----------"),
            (1, 100, "#---------"),
            (5, 10, "#####-----"),
            (99, 100, "#########-"),
            (7, 7, "##########"),
            (0, 0, "----------"),
        ],
    )
    def test_only_what_is_whole_looks_whole(self, done: int, total: int, bar: str) -> None:
        assert ASCII.bar(done, total) == bar

    @pytest.mark.parametrize(
        ("text", "columns", "cut"),
        [
            ("short", 5, "short"),
            ("longer", 5, "long…"),
            ("a word more", 7, "a word…"),
            ("登录表单", 6, "登录…"),
            ("e\u0301" * 9, 4, "e\u0301" * 3 + "…"),
            ("\x1b[2J", 20, "\\x1b[2J"),
        ],
    )
    def test_text_is_cut_by_what_is_seen(self, text: str, columns: int, cut: str) -> None:
        assert Pencil().cut(text, columns) == cut

    @pytest.mark.parametrize(
        ("encoding", "pencil"),
        [("utf-8", Pencil()), ("ascii", ASCII), ("latin-1", ASCII), ("unheard-of", ASCII)],
    )
    def test_by_the_encoding(self, encoding: str, pencil: Pencil) -> None:
        assert pencil_for(encoding) == pencil

    def test_every_state_has_its_own_mark(self) -> None:
        assert len({mark(state) for state in State}) == len(State)

    def test_a_table_fits_and_its_columns_stand_straight(self) -> None:
        columns = [Column(20), Column(WIDTH), Column(10), Column(10)]
        rows = [["n" * 90, "##--", "", "登录" * 60], ["short", "####", "", "t" * 300]]
        lines = table(columns, rows, Pencil())
        assert all(width(line) <= WIDTH for line in lines)
        before = [line[: line.index("#")] for line in lines]
        assert width(before[0]) == width(before[1])
