"""What people see on a terminal of any width, and programs in a pipe."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from aos_check.reporters.style import width
from tests.support.git_repo import Repo, environment, write_files

SPEC = ".agent-os/specs/2025-10-08-a-spec-with-quite-a-long-name-as-they-often-are"
FILES = {
    f"{SPEC}/spec.md": "# Spec\n\n> Status: Planning\n\nSee [the other](gone.md).\n",
    f"{SPEC}/tasks.md": "- [x] 1. A task with many words so that its line is long enough to be cut"
    " at the edge of any terminal that people use\n  - [ ] 1.1 Write tests\n",
}
COMMANDS = (
    "check",
    "check --statistics",
    "status",
    "status a-spec-with-quite-a-long-name-as-they-often-are",
    "next",
    "layouts",
    "doctor --only git-hooks,ci",
    "explain TASK004",
    "rules",
)


@pytest.fixture
def here(tmp_path: Path) -> Path:
    write_files(tmp_path, FILES)
    Repo(tmp_path).commit("docs: a spec", {})
    return tmp_path


def on_terminal(folder: Path, columns: int, *arguments: str, **more: str) -> str:
    """Run the program in a pseudo-terminal, and return the text that it writes there."""
    pty = pytest.importorskip("pty")
    ours, theirs = pty.openpty()
    child = subprocess.Popen(
        [sys.executable, "-m", "aos_check", *arguments],
        cwd=folder, env={**environment(), "TERM": "xterm", "COLUMNS": str(columns), **more},
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(theirs)
    found = b""
    try:
        while part := os.read(ours, 65536):
            found += part
    except OSError:  # Linux reports the end of a terminal as an error
        pass
    os.close(ours)
    child.wait()
    return found.decode().replace("\r\n", "\n")


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("columns", [60, 80, 120])
def test_lines_end_before_the_edge(here: Path, command: str, columns: int) -> None:
    for line in on_terminal(here, columns, *command.split(), NO_COLOR="1").splitlines():
        *_, last = line.split() or [""]
        fits = width(line) <= columns
        # A word that no row can hold, as a long path, is left to the terminal.
        assert fits or width(last) > columns - 40, line


@pytest.mark.parametrize("command", ["check", "status", "doctor --only ci", "rules"])
def test_colours_change_no_text(here: Path, command: str) -> None:
    coloured = on_terminal(here, 80, *command.split())
    plain = on_terminal(here, 80, *command.split(), NO_COLOR="1")
    assert "\x1b" not in plain
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == plain
    assert ("\x1b[" in coloured) == (command != "rules")


def test_a_pipe_has_no_width_and_no_colours(here: Path) -> None:
    piped = subprocess.run(
        [sys.executable, "-m", "aos_check"],
        cwd=here, env={**environment(), "COLUMNS": "60"}, capture_output=True, check=False,
    )  # fmt: skip
    assert b"\x1b" not in piped.stdout
    assert max(map(len, piped.stdout.splitlines())) > 100


def test_an_explanation_is_filled_anew_except_its_examples() -> None:
    from aos_check.cli.explain import _unwrapped

    examples = "```md a.md\n# A\ntext\n```\n\n````md b.md\n```\nx\ny\n```\n````\n"
    prose = "Some words\ngo on.\n\n- an item\n  goes on\n- another\n\n| a |\n|---|\n\n"
    filled = "Some words go on.\n\n- an item goes on\n- another\n\n| a |\n|---|\n\n"
    assert _unwrapped(prose + examples) == filled + examples


@pytest.mark.parametrize("form", ["json", "concise"])
def test_a_format_for_programs_is_the_same_on_a_terminal(here: Path, form: str) -> None:
    arguments = ("check", "--format", form, "--color", "never")
    piped = subprocess.run(
        [sys.executable, "-m", "aos_check", *arguments],
        cwd=here, env=environment(), capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert on_terminal(here, 60, *arguments) == piped.stdout


@pytest.mark.parametrize("command", COMMANDS)
def test_an_old_code_page_shows_no_escapes_of_our_own(here: Path, command: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "aos_check", *command.split()],
        cwd=here, env={**environment(), "PYTHONIOENCODING": "cp437"}, capture_output=True,
        check=False,
    )  # fmt: skip
    assert done.returncode in (0, 1)
    assert "\\u" not in done.stdout.decode("cp437")


def test_the_documented_example_is_what_is_printed(tmp_path: Path) -> None:
    tasks = "# Spec Tasks\n\n- [x] 1. Sign-in form\n  - [x] 1.1 Tests\n  - [ ] 1.2 Code\n"
    write_files(tmp_path, {".agent-os/specs/2025-10-08-login/tasks.md": tasks})
    done = subprocess.run(
        [sys.executable, "-m", "aos_check", "--select", "TASK001"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    page = Path(__file__).parents[2] / "docs/reference/output.md"
    assert done.stdout == page.read_text("utf-8").split("```text\n")[1].split("```")[0]
