"""`check PATH`: only the findings in some files and folders are reported."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from aos_check.cli import cli
from tests.support.git_repo import Repo

ONE = "agent-os/specs/2025-10-08-login/tasks.md"
TWO = "agent-os/specs/2025-11-02-mail/tasks.md"
BAD = "# Tasks\n\n- [x] 1.0 A\n  - [ ] 1.1 B\n"
ONLY = ("--select", "TASK001")


@pytest.fixture
def repo(repo: Repo) -> Repo:
    """A repository with a finding in each of two specs."""
    repo.commit("docs: plan", {ONE: BAD, TWO: BAD, "README.md": "# Shop\n"})
    return repo


def run(folder: Path, *arguments: str) -> Result:
    """Run aos-check in a folder."""
    with pytest.MonkeyPatch.context() as patched:
        patched.chdir(folder)
        return CliRunner().invoke(cli, arguments)


def paths_in(folder: Path, *arguments: str) -> list[str]:
    """The files with findings."""
    result = run(folder, "check", *ONLY, "--format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    return [finding["path"] for finding in json.loads(result.stdout)["findings"]]


@pytest.mark.parametrize(
    ("folder", "arguments", "found"),
    [
        (".", [ONE], [ONE]),
        (".", [f"./{ONE}"], [ONE]),
        (".", ["agent-os/specs/2025-11-02-mail"], [TWO]),
        (".", ["agent-os/specs/2025-11-02-mail/"], [TWO]),
        (".", [ONE, "agent-os/specs/2025-11-02-mail"], [ONE, TWO]),
        (".", ["."], [ONE, TWO]),
        (".", ["README.md"], []),
        (".", [ONE, "--staged"], [ONE]),
        (".", [ONE, "--root", "agent-os"], [ONE]),
        ("agent-os", ["specs/2025-10-08-login"], [ONE]),
        ("agent-os/specs", ["."], [ONE, TWO]),
        ("agent-os/specs/2025-10-08-login", ["../2025-11-02-mail"], [TWO]),
        ("agent-os/specs", ["2025-10-08-login", "--root", ".."], [ONE]),
    ],
)
def test_only_these_findings(
    repo: Repo, folder: str, arguments: list[str], found: list[str]
) -> None:
    assert paths_in(repo.top / folder, *arguments) == found


def test_a_name_is_no_prefix(repo: Repo) -> None:
    repo.write({"agent-os/specs/2025-10-08-log/tasks.md": BAD})
    assert paths_in(repo.top, "agent-os/specs/2025-10-08-log") == [
        "agent-os/specs/2025-10-08-log/tasks.md"
    ]


def test_the_verdict_says_where(repo: Repo) -> None:
    result = run(repo.top, "check", *ONLY, ONE)
    assert result.exit_code == 1
    assert f"\n1 error in {ONE}\n" in result.stdout
    result = run(repo.top, "check", *ONLY, "README.md")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "no problems found in README.md",
        "checked 1 project: 2 specs, 4 tasks, 0 decisions",
    ]
    result = run(repo.top, "check", *ONLY, ONE, "--format", "json")
    assert json.loads(result.stdout)["paths"] == [ONE]


def test_a_path_without_the_command(repo: Repo) -> None:
    result = run(repo.top, "agent-os", *ONLY)
    assert "2 errors in agent-os\n" in result.stdout
    assert "there is no file or folder docs/adr\n" in run(repo.top, "docs/adr").stderr
    repo.write({"status/a.md": "a\n"})
    assert "2 errors" not in run(repo.top, "status").stdout  # the name of a command


@pytest.mark.parametrize(
    ("folder", "path", "near"),
    [
        (".", "agent-os/specs/2025-10-08-logn", "agent-os/specs/2025-10-08-login"),
        (".", "READNE.md", "README.md"),
        ("agent-os/specs", "2025-11-02-mali/tasks.md", "2025-11-02-mail/tasks.md"),
    ],
)
def test_a_path_that_does_not_exist(repo: Repo, folder: str, path: str, near: str) -> None:
    result = run(repo.top / folder, "check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    first, second = result.stderr.splitlines()
    assert first == f"aos-check: there is no file or folder {path}"
    assert second.startswith("  help: the nearest")
    assert f" {near}" in second
    assert second.endswith("; `git ls-files` lists the files")


def test_a_deleted_file_is_still_a_path(repo: Repo) -> None:
    repo.write({ONE: None})
    assert paths_in(repo.top, ONE) == []
    repo.git("add", "--all")
    assert paths_in(repo.top, "agent-os/specs/2025-10-08-login", "--staged") == []


def test_a_path_outside_of_the_repository(repo: Repo, tmp_path: Path) -> None:
    result = run(repo.top, "check", str(tmp_path))
    assert result.exit_code == 2
    assert "is not below" in result.stderr


@pytest.mark.parametrize("path", ["link", "link/2025-10-08-login", f"link/{ONE[15:]}"])
def test_a_path_through_a_link(repo: Repo, path: str) -> None:
    (repo.top / "link").symlink_to("agent-os/specs")
    result = run(repo.top, "check", path)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "link is a symbolic link in the repository" in result.stderr


def test_a_folder_outside_of_git(tmp_path: Path) -> None:
    (tmp_path / ONE).parent.mkdir(parents=True)
    (tmp_path / ONE).write_text(BAD)
    assert paths_in(tmp_path, "agent-os") == [ONE]
    assert run(tmp_path, "check", "agent-as").exit_code == 2


@pytest.mark.parametrize(
    "mode", ["--commit=HEAD", "--range=HEAD~..HEAD", "--since=HEAD", "--message-file=m"]
)
def test_no_path_for_commits(repo: Repo, mode: str) -> None:
    result = run(repo.top, "check", mode, ONE)
    assert result.exit_code == 2
    assert f"PATH does not go with {mode.partition('=')[0]}" in result.stderr
    assert "a gate must not lose them" in " ".join(result.stderr.split())


def test_a_hostile_path_does_not_forge_output(repo: Repo) -> None:
    repo.write({"a\x1b[31m\nb": "a"})
    result = run(repo.top, "check", *ONLY, "a\x1b[31m\nb")
    assert "\x1b" not in result.stdout
    assert result.stdout.startswith("no problems found in a\\x1b[31m\\x0ab\n")
