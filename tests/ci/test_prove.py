"""`ci --prove` runs proofs again, and no command that the base does not list."""

from __future__ import annotations

import json
import shlex
import sys

import pytest
from click.testing import Result

from aos_check.judging.config import parse
from aos_check.judging.proving import free_words
from aos_check.model.errors import CannotCheckError
from tests.support.forge import Forge, variables
from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, tasks

CHECK = (
    "import sys; from pathlib import Path; sys.exit(Path('src/app.py').read_text() != 'x = 1\\n')"
)
COMMAND = (sys.executable, "-c", CHECK)
SETTINGS = f"[evidence]\ncommands = [{json.dumps(shlex.join(COMMAND))}]\n"
DONE = f"{SPEC}/tasks.md"


@pytest.fixture
def desk(forge: Forge) -> Repo:
    """A clone on a branch with one proved task, whose commands `main` allows."""
    forge.desk.commit("docs: rules", {"aos-check.toml": SETTINGS})
    forge.desk.git("push", "-q", "origin", "main")
    forge.desk.git("checkout", "-qb", "login")
    forge.desk.commit("feat: one\n\nTask: login#1", {"src/app.py": "x = 1\n"})
    prove(forge.desk, COMMAND)
    return forge.desk


def prove(repo: Repo, command: tuple[str, ...], code: int = 0) -> None:
    assert repo.run("prove", "login#1", "--", *command).exit_code == code
    repo.commit("docs: tick", {DONE: tasks("1")})


def ci(forge: Forge, *more: str) -> Result:
    """A run for the pull request of the branch."""
    event = forge.request("login")
    number = len(list(forge.folder.glob("work*")))
    repo = forge.checkout(event, forge.folder / f"work{number}", 0, "")
    files = forge.folder / f"run{number}"
    return repo.run("ci", "--prove", "--verbose", *more, env=variables(event, files))


def test_a_proof_that_holds(forge: Forge, desk: Repo) -> None:
    del desk
    result = ci(forge)
    assert result.exit_code == 0, result.output
    assert "aos-check: running" in result.stderr
    assert "was not run again" not in result.output


def test_a_proof_that_no_longer_holds(forge: Forge, desk: Repo) -> None:
    desk.commit("feat: more\n\nTask: login#1", {"src/app.py": "x = 2\n"})
    result = ci(forge)
    assert result.exit_code == 1
    assert "ended with 1, and the proof of login#1 records 0" in result.output


def test_without_the_option_nothing_runs(forge: Forge, desk: Repo) -> None:
    desk.commit("feat: more\n\nTask: login#1", {"src/app.py": "x = 2\n"})
    event = forge.request("login")
    repo = forge.checkout(event, forge.folder / "work", 0, "")
    assert repo.run("ci", env=variables(event, forge.folder / "run")).exit_code == 0


@pytest.mark.parametrize("own_settings", [False, True])
def test_a_branch_chooses_no_command(forge: Forge, desk: Repo, own_settings: bool) -> None:
    mark = forge.folder / "owned"
    evil = (sys.executable, "-c", f"open({str(mark)!r}, 'w')")
    prove(desk, evil)
    mark.unlink()
    if own_settings:
        text = f"[evidence]\ncommands = [{json.dumps(shlex.join(evil))}]\n"
        desk.commit("chore: settings", {"aos-check.toml": text})
    result = ci(forge)
    assert not mark.exists()
    assert "the proof of login#1 was not run again: evidence.commands of the base" in result.output
    assert result.exit_code == 0, result.output


def test_a_command_that_does_not_end(
    forge: Forge, desk: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    del desk
    monkeypatch.setattr("aos_check.cli.proving.LIMIT", 0.0)
    result = ci(forge)
    assert result.exit_code == 1
    assert "did not end in time, and the proof of login#1 records 0" in result.output


def test_a_range_uses_the_settings_at_its_start(desk: Repo) -> None:
    desk.commit("feat: more\n\nTask: login#1", {"src/app.py": "x = 2\n", "aos-check.toml": ""})
    result = desk.run("ci", "--prove", "--range", "main..login")
    assert result.exit_code == 1
    assert "ended with 1, and the proof of login#1 records 0" in result.output


def test_commits_that_are_not_checked_out_are_not_proved(desk: Repo) -> None:
    desk.git("checkout", "-q", "main")
    result = desk.run("ci", "--prove", "--range", "main..login", "--verbose")
    assert "was not run again: the commits under check are not checked out" in result.output


@pytest.mark.parametrize(
    ("link", "target", "word"),
    [
        ("check.py", "{out}/evil.py", "check.py"),
        ("sub", "{out}", "sub/evil.py"),
        ("sub", "{out}", "src/app.py:sub/evil.py"),
        ("sub", "../../..", "sub/evil.py::test_a"),
        ("sub", "sub", "sub/evil.py"),
    ],
)
def test_a_path_that_leaves_the_repository(forge: Forge, link: str, target: str, word: str) -> None:
    repo = linked(forge, link, target.format(out=forge.folder / "out"), word)
    result = repo.run("ci", "--prove", "--range", "main..login", "--verbose")
    assert f"the proof of login#1 was not run again: {word} leads out" in result.output
    assert not (forge.folder / "owned").exists()


def test_a_link_inside_the_repository(forge: Forge) -> None:
    repo = linked(forge, "sub", "src", "sub/app.py")
    result = repo.run("ci", "--prove", "--range", "main..login", "--verbose")
    assert "aos-check: running" in result.stderr
    assert result.exit_code == 0, result.output


def linked(forge: Forge, link: str, target: str, word: str) -> Repo:
    """A branch with a link, and a proof by a command with this last word."""
    write = f"open({str(forge.folder / 'owned')!r}, 'w')"
    (forge.folder / "out").mkdir()
    (forge.folder / "out" / "evil.py").write_text(write)
    repo, command = forge.desk, (sys.executable, "-c", "", word)
    allowed = f"{shlex.join(command[:-1])} *"
    settings = f"[evidence]\ncommands = [{json.dumps(allowed)}]\n"
    repo.commit("docs: rules", {"aos-check.toml": settings})
    repo.git("checkout", "-qb", "login")
    (repo.top / link).symlink_to(target)
    repo.commit("feat: one\n\nTask: login#1", {"src/app.py": "x = 1\n"})
    prove(repo, command)
    return repo


PATHS = ("pytest -q *",)


@pytest.mark.parametrize(
    ("command", "allowed", "expected"),
    [
        ("pytest", ("pytest",), True),
        ("pytest -q tests/a.py", PATHS, True),
        ("pytest -q", PATHS, True),
        ("pytest -q tests/a.py::test_b tests/c.py", PATHS, True),
        ("npm run 'two words'", ("npm run 'two words'",), True),
        ("pytest tests/a.py", ("pytest",), False),
        ("pytest", PATHS, False),
        ("pytest -q -p evil", PATHS, False),
        ("pytest -q --rootdir=/tmp", PATHS, False),
        ("pytest -q /tmp/evil.py", PATHS, False),
        ("pytest -q ../evil.py", PATHS, False),
        ("pytest -q tests/../../evil.py", PATHS, False),
        ("pytest -q @options", PATHS, False),
        ("make SHELL=evil", ("make *",), False),
        ("make '$(evil)'", ("make *",), False),
        ("make 'a;b'", ("make *",), False),
        ("make 'a\nb'", ("make *",), False),
        ("pytest -q *", PATHS, False),
        ("pytest", (), False),
    ],
)
def test_the_commands_that_may_run(command: str, allowed: tuple[str, ...], expected: bool) -> None:
    assert (free_words(tuple(shlex.split(command)), allowed) is not None) == expected


@pytest.mark.parametrize("command", ["pytest 'tests", "*", "* tests", ""])
def test_a_command_in_the_settings_that_is_none(command: str) -> None:
    with pytest.raises(CannotCheckError, match=r"evidence\.commands must be words"):
        parse(f"[evidence]\ncommands = [{json.dumps(command)}]\n", "aos-check.toml")
