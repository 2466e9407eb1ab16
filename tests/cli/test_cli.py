"""The command line: every exit code, every option, and its output on each stream."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from aos_check import __version__
from aos_check.cli import cli
from aos_check.cli.output import wants_colour
from aos_check.cli.terminal import Terminal
from aos_check.judging import judge as judging
from aos_check.reporters import FORMATS
from tests.support.git_repo import Repo, write_files

SPEC = ".agent-os/specs/2025-10-08-login/spec.md"
TASKS = ".agent-os/specs/2025-10-08-login/tasks.md"
BAD = "# Spec Tasks\n\n- [x] 1. Sign-in form\n  - [ ] 1.1 Write tests\n"
GOOD = BAD.replace("[ ]", "[x]")
FOUND = (
    f"{TASKS}\n  3:1 error TASK001 done-task-open-subtask: "
    "task 1 is done, but its subtask 1.1 is open\n"
)


def run(*arguments: str, given: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=given, prog_name="aos-check")


def check(*arguments: str, given: str | None = None) -> Result:
    return run("check", "--select", "TASK001", *arguments, given=given)


def run_process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the program in a new process."""
    return subprocess.run(
        [sys.executable, "-m", "aos_check", *arguments],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize("form", ["gitlab", "rdjson"])
def test_a_format_without_a_place_for_rules_not_evaluated(here: Path, form: str) -> None:
    write_files(here, {TASKS: GOOD})
    arguments = ("check", "--select", "TASK001,GIT001", "--format", form)
    result = run(*arguments)
    assert "not evaluated: GIT001: " in result.stderr
    assert "not evaluated" not in result.stdout
    assert run(*arguments, "--quiet").stderr == ""
    assert run(*arguments, "--output", "report.json").stderr == ""
    assert run("check", "--select", "TASK001,GIT001", "--format", "json").stderr == ""


class TestExitCodes:
    def test_0_nothing_that_fails(self, here: Path) -> None:
        write_files(here, {TASKS: GOOD})
        result = check()
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout == (
            "no problems found\nchecked 1 project: 1 spec, 2 tasks, 0 decisions\n"
        )

    def test_1_findings_that_fail(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check()
        assert result.exit_code == 1
        assert result.stdout.startswith(FOUND)
        assert "\n1 error in 1 file\n" in result.stdout

    def test_2_nothing_to_check(self, here: Path) -> None:
        write_files(here, {"README.md": "# A project\n"})
        result = check()
        assert (result.exit_code, result.stdout) == (2, "")
        missing = "nothing to check: no specs, task lists or decisions below"
        assert f"aos-check: {missing} {here}" in result.stderr
        assert "  help: looked for .agent-os/" in result.stderr
        assert "--root" in result.stderr
        assert "--allow-empty" in result.stderr

    def test_0_nothing_to_check_if_that_is_allowed(self, here: Path) -> None:
        result = check("--allow-empty")
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.endswith("checked 0 projects: 0 specs, 0 tasks, 0 decisions\n")
        assert here.is_dir()

    def test_2_bad_configuration(self, here: Path) -> None:
        write_files(here, {TASKS: BAD, "aos-check.toml": "\n[commits]\nmax-tick = 3\n"})
        result = check()
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "aos-check: aos-check.toml:3: unknown key commits.max-tick\n"
            "  help: the nearest valid key is commits.max-ticks; "
            "see `aos-check schema config` for the valid keys\n"
        )

    @pytest.mark.parametrize("option", ["--select", "--ignore"])
    def test_2_an_unknown_code(self, here: Path, option: str) -> None:
        write_files(here, {TASKS: BAD})
        result = run(option, "TASK001,TSK")
        assert (result.exit_code, result.stdout) == (2, "")
        assert f"aos-check: {option}: there is no rule TSK\n" in result.stderr

    def test_2_no_rule_is_left(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--ignore", "TASK")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no rule is left to run" in result.stderr

    @pytest.mark.parametrize("arguments", [["--frmat", "json"], ["--format", "xml"], ["chekc"]])
    def test_2_bad_usage(self, here: Path, arguments: list[str]) -> None:
        write_files(here, {TASKS: BAD})
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "Usage: aos-check" in result.stderr

    def test_2_a_root_that_is_not_there(self, here: Path) -> None:
        result = check("--root", "nowhere")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "nowhere is not a folder" in result.stderr
        assert here.is_dir()

    def test_2_a_named_file_that_cannot_be_read(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--config", "nowhere.toml")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "there is no configuration file nowhere.toml" in result.stderr

    def test_3_a_fault_of_our_own(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def break_down(*_arguments: object, **_options: object) -> None:
            message = "two\nlines"
            raise ZeroDivisionError(message)

        monkeypatch.setattr(judging, "judge", break_down)
        write_files(here, {TASKS: BAD})
        result = check()
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr == ("aos-check: internal error: ZeroDivisionError: two\\x0alines\n")
        result = check("--verbose")
        assert result.exit_code == 3
        assert "Traceback (most recent call last)" in result.stderr

    def test_130_interrupted(self, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(*_arguments: object, **_options: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(judging, "judge", interrupt)
        write_files(here, {TASKS: BAD})
        assert check().exit_code == 130


class TestSelection:
    def test_bare_is_check_with_its_options(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        assert run("--select", "TASK001").stdout == check().stdout
        assert FOUND.split("\n")[1] in run().stdout

    def test_warnings_fail_only_strictly(self, here: Path) -> None:
        config = 'severity = { TASK001 = "warning" }\n'
        write_files(here, {TASKS: BAD, "aos-check.toml": config})
        assert check().exit_code == 0
        assert check("--strict").exit_code == 1

    @pytest.mark.parametrize("word", ["TASK001", "task001", "done-task-open-subtask", "TASK"])
    def test_rules_are_named_by_code_prefix_or_name(self, here: Path, word: str) -> None:
        write_files(here, {TASKS: BAD})
        assert FOUND in run("--select", word).stdout
        assert FOUND not in run("--ignore", word).stdout

    def test_the_longest_word_gives_the_severity(self, here: Path) -> None:
        config = 'severity = { TASK001 = "info", TASK = "off", ALL = "error" }\n'
        write_files(here, {TASKS: BAD, "aos-check.toml": config})
        assert "info TASK001" in check().stdout

    def test_an_unknown_code_in_the_configuration_is_an_error(self, here: Path) -> None:
        write_files(here, {TASKS: BAD, "aos-check.toml": 'severity = { TASK1 = "off" }\n'})
        result = check()
        assert result.exit_code == 2
        assert "aos-check: aos-check.toml:1: severity: there is no rule TASK1\n" in result.stderr

    def test_what_is_asked_for_by_name_runs_though_the_configuration_ignores_it(
        self, here: Path
    ) -> None:
        write_files(here, {TASKS: BAD, "aos-check.toml": 'ignore = ["TASK001"]\n'})
        assert FOUND not in run().stdout
        assert FOUND in check().stdout
        assert FOUND not in run("--select", "TASK").stdout


class TestReading:
    def test_configuration_may_be_named(self, here: Path) -> None:
        write_files(here, {TASKS: BAD, "ci/strict.toml": 'severity = { TASK001 = "info" }\n'})
        assert check("--config", "ci/strict.toml").exit_code == 0

    def test_from_a_folder_inside_the_repository_is_checked(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_files(here, {TASKS: BAD, "src/app.py": ""})
        Repo(here)
        monkeypatch.chdir(here / "src")
        assert check().stdout.startswith(FOUND)

    def test_root_judges_one_folder_with_paths_from_the_repository(self, here: Path) -> None:
        write_files(here, {f"web/{TASKS}": BAD, f"api/{TASKS}": BAD, "api/deep/x.md": ""})
        Repo(here)
        found = check("--root", "web").stdout
        assert f"web/{TASKS}\n  3:1 " in found
        assert "api/" not in found
        assert check("--root", "api/deep").exit_code == 2

    def test_root_does_not_break_links_that_lead_out_of_it(self, here: Path) -> None:
        spec = "# Login\n\nSee [the guide](../../../../docs/guide.md) and [none](gone.md).\n"
        write_files(here, {f"web/{SPEC}": spec, f"web/{TASKS}": GOOD, "docs/guide.md": "# Guide\n"})
        Repo(here)
        found = run("--root", "web", "--select", "DOC003").stdout
        assert "gone.md" in found
        assert "1 warning in 1 file" in found

    def test_root_takes_the_nearest_configuration(self, here: Path) -> None:
        write_files(
            here,
            {
                f"web/{TASKS}": BAD,
                "web/aos-check.toml": 'severity = { TASK001 = "info" }\n',
                f"api/{TASKS}": BAD,
                "aos-check.toml": 'severity = { TASK001 = "warning" }\n',
            },
        )
        Repo(here)
        assert "info TASK001" in check("--root", "web").stdout
        assert "warning TASK001" in check("--root", "api").stdout

    def test_standard_input_is_laid_over_a_file(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--stdin", TASKS, "--format", "json", given=GOOD)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["mode"] == "stdin"
        assert check("--stdin", TASKS, given=BAD).exit_code == 1

    def test_standard_input_may_be_a_file_that_is_not_there_yet(self, here: Path) -> None:
        write_files(here, {SPEC: "# Login\n"})
        assert check("--stdin", TASKS, given=BAD).stdout.startswith(FOUND)

    def test_standard_input_belongs_below_the_root(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--stdin", "../elsewhere.md", given="")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "../elsewhere.md is not below" in result.stderr

    def test_projects_may_be_configured(self, here: Path) -> None:
        write_files(here, {f"web/{TASKS}": BAD, f"api/{TASKS}": BAD})
        write_files(here, {"aos-check.toml": 'projects = ["web"]\n'})
        assert "api/" not in check().stdout
        write_files(here, {"aos-check.toml": 'projects = ["shop"]\n'})
        assert check().exit_code == 2

    def test_layouts_may_be_configured(self, here: Path) -> None:
        write_files(here, {TASKS: BAD, "aos-check.toml": 'layouts = ["awos"]\n'})
        assert "nothing to check" in check().stderr
        write_files(here, {"aos-check.toml": 'layouts = ["agent-os"]\n'})
        assert "there is no layout agent-os\n  help: the nearest are agent-os-" in check().stderr

    def test_a_custom_layout_is_read(self, here: Path) -> None:
        config = (
            '[layout.house]\nhomes = ["process"]\n'
            "specs = { roots = ['features'], name = '(?P<slug>[a-z-]+)' }\n"
            "artifacts = [{ role = 'tasks', paths = ['todo.md'] }]\n"
        )
        write_files(here, {"process/features/login/todo.md": BAD, "aos-check.toml": config})
        assert "process/features/login/todo.md\n  3:1 error TASK001" in check().stdout

    def test_verbose_says_what_is_read(self, here: Path) -> None:
        write_files(here, {TASKS: GOOD, "aos-check.toml": ""})
        assert f"root {here}" in check("--verbose").stderr
        assert "configuration aos-check.toml" in check("--verbose").stderr


class TestWriting:
    def test_json_is_written_alone(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--format", "json")
        assert (result.exit_code, result.stderr) == (1, "")
        report = json.loads(result.stdout)
        assert report["mode"] == "worktree"
        assert [finding["code"] for finding in report["findings"]] == ["TASK001"]
        assert report["findings"][0]["task"] == "1"
        assert report["findings"][0]["spec"] == "2025-10-08-login"
        assert report["checked"]["tasks"] == 2

    def test_a_format_decides_nothing(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        assert {check("--format", form).exit_code for form in FORMATS} == {1}

    def test_beside_a_file_the_terminal_gets_text(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--format", "json", "--output", "report.json")
        assert result.exit_code == 1
        assert json.loads((here / "report.json").read_text())["findings"][0]["code"] == "TASK001"
        assert result.stdout.startswith(FOUND)

    def test_a_file_that_cannot_be_written_is_a_user_error(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--output", "nowhere/report.txt")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "nowhere/report.txt cannot be written" in result.stderr

    def test_quiet_says_the_findings_alone(self, here: Path) -> None:
        write_files(here, {TASKS: GOOD})
        assert check("--quiet").stdout == ""
        write_files(here, {TASKS: BAD})
        assert "checked" not in check("--quiet").stdout

    def test_statistics_are_a_table_of_the_rules(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--statistics")
        assert result.exit_code == 1
        assert result.stdout.startswith(
            "  1  error  TASK001  done-task-open-subtask\n\n1 error in 1 "
        )
        refused = check("--statistics", "--format", "json")
        assert (refused.exit_code, refused.stdout) == (2, "")
        assert "--statistics is for --format text" in refused.stderr
        both = check("--statistics", "--format", "json", "--output", "report.json")
        assert both.stdout == result.stdout

    def test_concise_is_one_line_for_each_finding(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        line = FOUND.replace("\n  3:1 ", ":3:1: ")
        assert check("--format", "concise").stdout == f"{line}1 error in 1 file\n"
        assert check("--format", "concise", "--quiet").stdout == line
        coloured = check("--format", "concise", "--color", "always").stdout
        assert f"\x1b[1m{TASKS}:3:1:\x1b[0m \x1b[1;31merror" in coloured

    def test_colour_when_it_is_asked_for(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        assert "\x1b[1;31merror\x1b[0m" in check("--color", "always").stdout
        assert "\x1b" not in check("--color", "never").stdout
        assert "\x1b" not in check().stdout

    @pytest.mark.parametrize(
        ("when", "environment", "expected"),
        [
            ("auto", {}, False),
            ("auto", {"FORCE_COLOR": "1"}, True),
            ("auto", {"FORCE_COLOR": "0"}, False),
            ("auto", {"FORCE_COLOR": ""}, False),
            ("auto", {"CLICOLOR_FORCE": "1"}, True),
            ("auto", {"CLICOLOR_FORCE": "0"}, False),
            ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
            ("always", {"NO_COLOR": "1"}, True),
            ("never", {"FORCE_COLOR": "1"}, False),
        ],
    )
    def test_the_environment_is_heard(
        self, when: str, environment: dict[str, str], *, expected: bool
    ) -> None:
        assert wants_colour(when, environment) is expected

    @pytest.mark.parametrize(
        ("environment", "expected"),
        [
            ({}, True),
            ({"CLICOLOR": "0"}, False),
            ({"TERM": "dumb"}, False),
            ({"NO_COLOR": ""}, True),
            ({"NO_COLOR": "0"}, False),
            ({"FORCE_COLOR": "0"}, False),
            ({"TERM": "dumb", "FORCE_COLOR": "1"}, True),
        ],
    )
    def test_on_a_terminal(
        self, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch, *, expected: bool
    ) -> None:
        monkeypatch.setattr(sys, "stdout", TTY())
        assert wants_colour("auto", environment) is expected


class TTY(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


class TestProgress:
    def test_a_long_run_is_reported_on_a_terminal_and_wiped_away(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = TTY()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr("aos_check.cli.terminal.PATIENCE", 0.0)
        monkeypatch.setenv("TERM", "xterm")
        shown = Terminal(quiet=False)
        shown.progress(3, 40)
        shown.finish_progress()
        assert "reading [#-----------------------] 3 of 40 documents" in terminal.getvalue()
        assert terminal.getvalue().endswith("\r\x1b[K")

    def test_a_terminal_without_control_sequences_gets_no_bar(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        terminal = TTY()
        monkeypatch.setattr(sys, "stderr", terminal)
        monkeypatch.setattr("aos_check.cli.terminal.PATIENCE", 0.0)
        monkeypatch.setenv("TERM", "dumb")
        Terminal(quiet=False).progress(3, 40)
        assert terminal.getvalue() == ""

    def test_a_short_run_is_not(self, monkeypatch: pytest.MonkeyPatch) -> None:
        terminal = TTY()
        monkeypatch.setattr(sys, "stderr", terminal)
        shown = Terminal(quiet=False)
        shown.progress(3, 40)
        shown.finish_progress()
        assert terminal.getvalue() == ""


class TestOtherCommands:
    def test_export(self, here: Path) -> None:
        write_files(here, {SPEC: "# Login\n\n> Status: Planning\n", TASKS: BAD})
        result = run("export")
        assert result.exit_code == 0
        (project,) = json.loads(result.stdout)["projects"]
        (spec,) = project["specs"]
        assert (spec["id"], spec["slug"], spec["layout"]) == (
            "2025-10-08-login",
            "login",
            "agent-os-1",
        )
        assert [(task["address"], task["state"]) for task in spec["tasks"]] == [
            ("login#1", "done"),
            ("login#1.1", "open"),
        ]

    def test_export_to_a_file(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        result = run("export", "--output", "model.json")
        assert (result.exit_code, result.stdout) == (0, "")
        assert json.loads((here / "model.json").read_text())["schema"] == 1

    def test_export_of_nothing(self, here: Path) -> None:
        assert run("export").exit_code == 2
        assert json.loads(run("export", "--allow-empty").stdout) == {"schema": 1, "projects": []}
        assert here.is_dir()

    @pytest.mark.parametrize("word", ["TASK001", "task001", "done-task-open-subtask"])
    def test_explain(self, word: str) -> None:
        result = run("explain", word)
        assert result.exit_code == 0
        assert result.stdout.startswith(
            "TASK001 done-task-open-subtask (error)\n\nA finished task has an unfinished subtask.\n"
        )

    @pytest.mark.parametrize(
        ("path", "code", "reason"),
        [
            ("src/app.py", "yes", "its ending is one of code (*.py)"),
            ("src/app.xyz", "yes", "no row of the table exempts it"),
            ("README", "no", "a document (readme)"),
            ("docs/run", "yes", "it is executable"),
            ("lib", "yes", "it is a submodule"),
            ("scripts/a.py", "no", "`exempt` in the configuration lists it (scripts/**)"),
            (TASKS, "no", "it is in the folder of a spec"),
            ("missing.toml", "yes", "no row of the table exempts it"),
            ("Cargo.lock", "no", "a lock file, written by a package manager (cargo.lock)"),
        ],
    )
    def test_explain_a_file(self, here: Path, path: str, code: str, reason: str) -> None:
        write_files(here, {TASKS: GOOD, "aos-check.toml": 'exempt = ["scripts/**"]\n'})
        write_files(here, {"docs/run": "", "lib/.git": "gitdir: x\n"})
        (here / "docs/run").chmod(0o755)
        result = run("explain", "--path", path)
        lines = [f"path: {path}", "project: .", f"code: {code}", f"reason: {reason}"]
        assert (result.stdout.splitlines(), result.exit_code) == (lines, 0)

    def test_explain_whose_a_file_is(self, here: Path) -> None:
        write_files(here, {f"web/{TASKS}": GOOD, "src/a.py": ""})
        assert "project: web\n" in run("explain", "--path", "web/src/a.py").stdout
        assert "project: none, so" in run("explain", "--path", "src/a.py").stdout
        for path in ("src", "../a.py"):
            assert run("explain", "--path", path).exit_code == 2

    def test_explain_one_thing_at_a_time(self) -> None:
        for arguments in ([], ["TASK001", "--path", "a.py"]):
            assert run("explain", *arguments).exit_code == 2

    def test_explain_what_is_not_there(self) -> None:
        result = run("explain", "done-task-open-subtak")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "there is no rule done-task-open-subtak" in result.stderr
        assert "the nearest are done-task-open-subtask, " in result.stderr

    def test_rules_as_text(self) -> None:
        (line,) = [line for line in run("rules").stdout.splitlines() if "TASK001" in line]
        assert line.split()[:3] == ["TASK001", "error", "done-task-open-subtask"]
        assert "A finished task has an unfinished subtask" in line

    def test_rules_as_json(self) -> None:
        rules = json.loads(run("rules", "--format", "json").stdout)
        (rule,) = [rule for rule in rules if rule["code"] == "TASK001"]
        assert rule["name"] == "done-task-open-subtask"
        assert (rule["severity"], rule["weak"]) == ("error", None)
        assert rule["layouts"]["agent-os-1"] == "error"

    def test_rules_as_markdown(self) -> None:
        lines = run("rules", "--format", "markdown").stdout.splitlines()
        assert lines[:2] == ["| code | name | severity | finds |", "|---|---|---|---|"]
        assert (
            "| TASK001 | done-task-open-subtask | error "
            "| A finished task has an unfinished subtask |"
        ) in lines

    def test_schema(self) -> None:
        assert json.loads(run("schema", "report").stdout)["title"] == "ReportModel"
        assert run("schema", "poem").exit_code == 2

    @pytest.mark.parametrize("arguments", [["--version"], ["check", "--version"]])
    def test_version(self, arguments: list[str]) -> None:
        result = run(*arguments)
        assert (result.exit_code, result.stdout) == (0, f"aos-check {__version__}\n")

    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_every_command_and_option_says_what_it_is_for(self, name: str) -> None:
        command = cli.commands[name]
        assert command.help
        for parameter in command.params:
            if isinstance(parameter, click.Option) and parameter.name != "form":
                assert parameter.help, parameter.name


class TestNewProcess:
    """In a new process: facts that click's test runner cannot show."""

    def test_a_run(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        done = run_process("--select", "TASK001")
        assert (done.returncode, done.stderr) == (1, "")
        assert done.stdout.startswith(FOUND)

    def test_a_limited_encoding_does_not_end_the_run(self, here: Path) -> None:
        write_files(here, {TASKS: BAD.replace("Sign-in", "日本")})
        done = run_process("--select", "TASK001", PYTHONIOENCODING="latin-1")
        assert done.returncode == 1
        assert r"\u65e5\u672c" in done.stdout

    def test_a_reader_who_leaves_early_changes_nothing(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-m", "aos_check", "--select", "TASK001"],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (1, b"")

    def test_shell_completion(self, here: Path) -> None:
        done = run_process(_AOS_CHECK_COMPLETE="bash_source")
        assert done.returncode == 0
        assert "_AOS_CHECK_COMPLETE=bash_complete" in done.stdout
        assert here.is_dir()

    @pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["check", "--help"]])
    def test_what_reads_nothing_imports_little(self, arguments: list[str]) -> None:
        program = (
            "import sys\n"
            "from aos_check.cli import cli\n"
            f"cli({arguments!r}, prog_name='aos-check', standalone_mode=False)\n"
            "heavy = {'pydantic', 'mistletoe', 'jsonschema', 'yaml',\n"
            "    'aos_check.reading', 'aos_check.rules', 'aos_check.judging.config'}\n"
            "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
        )
        done = subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=False
        )
        assert done.stderr.strip().splitlines()[-1] == "[]"

    @pytest.mark.parametrize(
        ("command", "status"),
        [
            (">&-", "2"),
            ("--help >&-", "2"),
            ("> /dev/full", "2"),
            ("--help > /dev/full", "2"),
            ("check --help > /dev/full", "2"),
            (f"--stdin {TASKS} <&-", "2"),
            ("2>&- > /dev/null", "1"),
        ],
    )
    def test_streams_that_are_closed_or_full(self, here: Path, command: str, status: str) -> None:
        write_files(here, {TASKS: BAD})
        done = subprocess.run(
            ["sh", "-c", f"{sys.executable} -m aos_check {command}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (str(done.returncode), done.stdout) == (status, "")
        assert "Traceback" not in done.stderr
        assert done.stderr.startswith("aos-check: ") == (status == "2")

    @pytest.mark.parametrize(
        ("words", "number", "expected"),
        [
            ("aos-check ex", "1", {"plain,explain", "plain,export"}),
            ("aos-check --fo", "1", {"plain,--format"}),
            ("aos-check explain TASK00", "2", {"plain,TASK001"}),
            ("aos-check explain done-task", "2", {"plain,done-task-open-subtask"}),
        ],
    )
    def test_completion_of_words(self, words: str, number: str, expected: set[str]) -> None:
        done = run_process(COMP_WORDS=words, COMP_CWORD=number, _AOS_CHECK_COMPLETE="bash_complete")
        assert expected <= set(done.stdout.split())


class TestWrongNames:
    def test_layouts_may_be_those_of_decisions_alone(self, here: Path) -> None:
        write_files(here, {TASKS: BAD, "aos-check.toml": 'layouts = ["nygard"]\n'})
        assert "nothing to check" in check().stderr

    @pytest.mark.parametrize(
        ("line", "message"),
        [
            ('ignore = ["TSK"]', "aos-check.toml:2: ignore: there is no rule TSK"),
            ('select = ["TSK"]', "aos-check.toml:2: select: there is no rule TSK"),
            ('layouts = ["zzz"]', "aos-check.toml:2: layouts: there is no layout zzz"),
            ('projects = ["zzz"]', "aos-check.toml:2: projects names zzz"),
            ('decisions = ["zzz"]', "aos-check.toml:2: decisions names zzz"),
        ],
    )
    def test_a_name_in_the_configuration(self, here: Path, line: str, message: str) -> None:
        write_files(here, {TASKS: BAD, "aos-check.toml": f"# a word\n{line}\n"})
        result = run()
        assert result.exit_code == 2
        assert message in result.stderr

    @pytest.mark.parametrize("root", ["api/.agent-os", "api/.agent-os/specs"])
    def test_a_root_inside_a_home_is_the_project_that_holds_it(self, here: Path, root: str) -> None:
        write_files(here, {f"api/{TASKS}": BAD, f"web/{TASKS}": BAD})
        Repo(here)
        found = check("--root", root).stdout
        assert f"api/{FOUND}" in found
        assert "web/" not in found

    def test_a_root_inside_the_home_at_the_top(self, here: Path) -> None:
        write_files(here, {TASKS: BAD, f"web/{TASKS}": BAD})
        Repo(here)
        found = check("--root", ".agent-os").stdout
        assert found.startswith(FOUND)
        assert "web/" not in found

    def test_a_home_outside_a_repository(self, here: Path) -> None:
        write_files(here, {TASKS: BAD})
        assert "name the folder above .agent-os" in check("--root", ".agent-os").stderr

    @pytest.mark.parametrize("path", ["nope", ".", ".agent-os"])
    def test_standard_input_that_nothing_judges(self, here: Path, path: str) -> None:
        write_files(here, {TASKS: BAD})
        result = check("--stdin", path, given="")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "is not an artifact" in result.stderr or "is a folder" in result.stderr

    def test_a_prefix_is_not_explained(self) -> None:
        result = run("explain", "TASK")
        assert result.exit_code == 2
        assert "TASK001" in result.stderr

    def test_the_list_of_commands_cuts_no_sentence(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "80")
        listed = run("--help").stdout.partition("\n\nCheck:")[2]
        assert "..." not in listed
        for command in cli.commands.values():
            assert command.get_short_help_str(limit=200) in listed

    def test_help_is_short(self) -> None:
        assert run("-h").stdout == run("--help").stdout
        assert run("check", "-h").exit_code == 0

    @pytest.mark.parametrize("name", sorted(cli.commands))
    def test_every_command_may_say_more(self, name: str) -> None:
        assert "--verbose" in run(name, "--help").stdout

    @pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"]])
    def test_help_that_nobody_reads_is_no_finding(self, arguments: list[str]) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [sys.executable, "-m", "aos_check", *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
            check=False,
        )
        os.close(writing)
        assert (done.returncode, done.stderr) == (0, b"")
