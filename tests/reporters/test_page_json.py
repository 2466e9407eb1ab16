"""The facts of a page as JSON: they follow the schema and name nothing of the machine."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aos_check.cli.schema import schema_of
from tests.history.test_timeline import TASKS, commit
from tests.support.git_repo import Repo, environment
from tests.support.sample_project import SPEC, project, roadmap, tasks, with_history


def facts_of(repo: Repo, *arguments: str) -> dict[str, Any]:
    result = repo.run("report", "--format", "json", "--output", "-", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.isascii()
    found: dict[str, Any] = json.loads(result.stdout)
    Draft202012Validator(schema_of("page")).validate(found)
    return found


def shop(repo: Repo) -> Repo:
    """A repository with a finished spec that its roadmap does not tick."""
    commit(repo, 1, "specify", {**project(), "context/product/roadmap.md": roadmap()})
    commit(repo, 3, "one\n\nTask: login#1", {TASKS: tasks("1"), "src/app.py": "x = 1\n"})
    commit(repo, 6, "rest", {TASKS: tasks("1", "2", "3")})
    repo.git("config", "remote.origin.url", "https://ada:secret@github.com/ada/shop.git")
    return repo


def test_the_facts_of_a_repository(repo: Repo) -> None:
    found = facts_of(shop(repo), "--title", "ada/shop")
    head = repo.git("rev-parse", "HEAD")
    url = "https://github.com/ada/shop"
    assert (found["schema"], found["title"], found["url"]) == (1, "ada/shop", url)
    assert found["head"]["url"] == f"{url}/commit/{head}"
    assert found["head"]["when"] == "2026-05-06T12:00:00+00:00"
    (spec,) = found["specs"]
    assert (spec["state"], spec["finished"], spec["progress"]["tasks"]["done"]) == (
        "ready to close", True, 3,
    )  # fmt: skip
    assert spec["url"].startswith(f"{url}/blob/{head}/{SPEC}/")
    life = spec["life"]
    assert (life["cycle_days"], life["lead_days"], life["cut"]) == (3, 5, False)
    assert [it["level"] for it in life["approvals"]] == ["status"]
    assert [it["finished"] for it in spec["contributions"]] == [["2", "3"], ["1"]]
    assert [it["task"] for it in spec["evidence"]] == ["1", "2", "3"]
    assert found["durations"]["cycle"] == {
        "least": 3, "lower": 3, "median": 3, "upper": 3, "most": 3, "known": 1, "unknown": 0,
    }  # fmt: skip
    assert [it["tasks_done"] for it in found["trend"]] == [0, 1, 3]
    assert [it["contradicts"] for it in found["roadmap"]] == [True]
    assert found["maintenance"]["months"] == [{"month": "2026-05-01", "maintenance": 0, "code": 1}]
    assert found["check"]["findings"]
    assert found["gaps"] == []


def test_the_same_findings_as_the_check(repo: Repo) -> None:
    repo = with_history(repo)
    assert facts_of(repo)["check"]["findings"] == repo.report()["findings"]


def test_nothing_of_the_machine_or_of_a_password(repo: Repo) -> None:
    written = json.dumps(facts_of(shop(repo)))
    assert str(repo.top.parent) not in written
    assert "secret" not in written


def test_without_a_history(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "shop")
    repo.write(dict(project()))
    found = facts_of(repo)
    assert (found["head"], found["trend"], found["maintenance"]) == (None, [], None)
    assert found["specs"][0]["life"] is None
    assert [it["fact"] for it in found["gaps"]] == ["history"]


def test_it_needs_no_template_engine(repo: Repo) -> None:
    script = (
        "import sys; sys.modules['jinja2'] = None; sys.argv = ['aos-check', 'report', "
        "'--format', 'json', '--output', 'page.json']\n"
        "from aos_check.__main__ import main\nmain()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=shop(repo).top, env=environment(), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads((repo.top / "page.json").read_text("utf-8"))["schema"] == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.json"], "--merge and the files to merge belong together"),
        (["--merge"], "--merge and the files to merge belong together"),
        (["--merge", "a.json", "--format", "json"], "a merge has no JSON"),
        (["--merge", "a.json"], "none of the files can be read"),
        (["--merge", *["a.json"] * 501], "a page has at most 500 repositories"),
    ],
)
def test_wrong_use(arguments: list[str], message: str, repo: Repo) -> None:
    result = repo.run("report", "--output", "page.html", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
