"""`aos-check approve --all-finished`: leaving the specs of the past alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from aos_check.agents.signatures import VARIABLES
from tests.support.git_repo import Repo, contents
from tests.support.sample_project import FUNCTIONAL, MAIL, project, tasks

PERSON = dict.fromkeys(VARIABLES, "")
LEVEL = '# Our rules.\nignore = ["MISS001"]  # why\n\n[approval]\nlevel = "pinned"  # agreed\n'
TABLE = '[tool.other]\nenforce-since = "x"\n\n[tool.aos-check.approval]\nlevel = "pinned"\n'


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """One spec with finished work, and one that has not begun."""
    found = Repo(tmp_path / "repo")
    mail = {
        f"{MAIL}/functional-spec.md": FUNCTIONAL.format(status="Draft").replace("Login", "Mail"),
        f"{MAIL}/tasks.md": tasks(),
    }
    found.commit("docs: specify", {**project("Draft", "1"), **mail, "src/app.py": "x = 0\n"})
    return found


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("aos-check.toml", LEVEL),
        ("aos-check.toml", LEVEL.replace("\n", "\r\n")),
        ("aos-check.toml", f"enforce-since = 2020-01-01  # adopted\n{LEVEL}"),
        ("pyproject.toml", TABLE),
        (
            "pyproject.toml",
            TABLE.replace("[tool.aos-check.a", "[tool.aos-check]\n[tool.aos-check.a"),
        ),
    ],
)
def test_it_names_the_specs_and_keeps_everything_else(repo: Repo, file: str, text: str) -> None:
    head = repo.commit("chore: gate", {file: text})
    assert "SPEC004" in repo.codes("check")
    result = repo.run("approve", "--all-finished", env=PERSON)
    assert result.exit_code == 0, result.output
    assert "1 spec with finished work will need no approval:\n  001-login\n" in result.stdout
    assert f'+enforce-since = "{head}"' in result.stdout
    after = (repo.top / file).read_bytes().decode()
    kept = [line for line in text.splitlines(keepends=True) if line.strip() and "2020" not in line]
    assert [line for line in after.splitlines(keepends=True) if line in kept] == kept
    assert "2020" not in text or "# adopted" in after
    assert "SPEC004" not in repo.codes("check")
    assert not list(repo.top.rglob("approval.json"))
    repo.write({f"{MAIL}/tasks.md": tasks("1")})
    assert "SPEC004" in repo.codes("check")


def test_a_second_run_changes_nothing(repo: Repo) -> None:
    repo.commit("chore: gate", {"aos-check.toml": LEVEL})
    repo.run("approve", "--all-finished", env=PERSON)
    before = contents(repo.top)
    assert "+++" not in repo.run("approve", "--all-finished", env=PERSON).stdout
    assert contents(repo.top) == before


def test_without_a_configuration_it_writes_one(repo: Repo) -> None:
    said = repo.run("approve", "--all-finished", env=PERSON).stdout
    assert "nothing asks for their approval yet" in said
    assert repo.git("rev-parse", "HEAD") in (repo.top / "aos-check.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "env", "message"),
    [
        ((), {"AI_AGENT": "x"}, "only a person approves"),
        (("login",), {}, "--all-finished takes no SPEC"),
        (("--revoke",), {}, "--all-finished takes no SPEC"),
        (("--config", "a.toml"), {}, "changes the configuration of the repository"),
    ],
)
def test_what_is_refused(
    repo: Repo, words: tuple[str, ...], env: dict[str, str], message: str
) -> None:
    repo.write({"a.toml": ""})
    before = contents(repo.top)
    result = repo.run("approve", "--all-finished", *words, env=PERSON | env)
    assert result.exit_code == 2
    assert message in result.stderr
    assert contents(repo.top) == before


def test_a_value_on_several_lines_is_replaced(repo: Repo) -> None:
    text = 'enforce-since = """\n2020-01-01"""  # adopted\n'
    head = repo.commit("chore: gate", {"aos-check.toml": text})
    assert repo.run("approve", "--all-finished", env=PERSON).exit_code == 0
    after = (repo.top / "aos-check.toml").read_text("utf-8")
    assert after == f'enforce-since = "{head}"  # adopted\n'


def test_a_key_that_is_not_found_is_left_to_the_user(repo: Repo) -> None:
    repo.commit("chore: gate", {"aos-check.toml": '"enforce\\u002dsince" = "2020-01-01"\n'})
    result = repo.run("approve", "--all-finished", env=PERSON)
    assert result.exit_code == 2
    assert "aos-check.toml: there is no safe way to set enforce-since" in result.stderr
