"""The documentation of CI, the template and the action agree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from aos_check.reporters import FORMATS
from tests.support.git_repo import Repo
from tests.support.sample_project import project

HERE = Path(__file__).parents[2]
ACTION = yaml.safe_load((HERE / "github-action" / "action.yml").read_text("utf-8"))
DOCS = (HERE / "docs" / "how-to" / "ci.md").read_text("utf-8")


def fence(text: str, name: str) -> str:
    """The only code block with that name."""
    [found] = re.findall(rf"^```\w+ {name}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return str(found)


def rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading."""
    part = DOCS.split(f"\n### {heading}\n")[1]
    lines = [line for line in part.splitlines()[2:] if line]
    table = lines[: next(i for i, line in enumerate(lines) if not line.startswith("|"))]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table[1:]]


def test_the_inputs_are_those_of_the_action() -> None:
    expected = [
        [f"`{name}`", f"`{given['default']}`" if given["default"] else "", given["description"]]
        for name, given in ACTION["inputs"].items()
    ]
    assert rows("Inputs") == expected


def test_the_outputs_are_those_of_the_action() -> None:
    expected = [[f"`{name}`", given["description"]] for name, given in ACTION["outputs"].items()]
    assert rows("Outputs") == expected


def test_every_format_is_named() -> None:
    named = re.findall(r"^\| `(\w+)` \|", DOCS.split("## Any other platform")[1], re.MULTILINE)
    assert sorted(named) == sorted(FORMATS)


def test_the_workflow_fits_the_action() -> None:
    workflow: dict[Any, Any] = yaml.safe_load(fence(DOCS, "workflow"))
    assert set(workflow[True]) == {
        "pull_request",
        "merge_group",
        "push",
    }  # YAML reads the key `on` as true
    assert workflow["permissions"] == {"contents": "read"}
    checkout, check = workflow["jobs"]["aos-check"]["steps"]
    assert re.fullmatch(r"actions/checkout@[0-9a-f]{40}", checkout["uses"])
    folder = check["uses"].partition("@")[0].removeprefix("aos-check/aos-check/")
    assert (HERE / folder / "action.yml").is_file()
    assert set(check.get("with", {})) <= set(ACTION["inputs"])


def test_the_template_is_the_one_in_the_documentation() -> None:
    text = (HERE / "templates" / "gitlab-ci.yml").read_text("utf-8")
    written = text.partition("\n\n")[2]
    assert written == fence(DOCS, "gitlab")


@pytest.mark.parametrize("source", ["docs", "template"])
def test_the_command_lines_work_as_they_are_written(tmp_path: Path, source: str) -> None:
    repo = Repo(tmp_path / "shop")
    base = repo.commit("docs: specify", dict(project()))
    repo.git("update-ref", "refs/remotes/origin/main", base)
    head = repo.commit("feat: a", {"src/app.py": "x\n"})
    given = {"GITHUB_ACTIONS": "", "GITLAB_CI": ""}
    line = fence(DOCS, "anywhere")
    if source == "template":
        job = yaml.safe_load(fence(DOCS, "gitlab"))["aos-check"]
        line = job["script"][-1]
        assert job["artifacts"]["reports"]["codequality"] in line
        given = {
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": "merge_request_event",
            "CI_MERGE_REQUEST_IID": "1",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "CI_COMMIT_SHA": head,
        }
    command, *arguments = line.split()
    assert command == "aos-check"
    result = repo.run(*arguments, env=given)
    assert result.exit_code == 1, result.output
    assert "GIT001" in (repo.top / arguments[-1]).read_text("utf-8")


@pytest.mark.parametrize("file", sorted((HERE / ".github" / "workflows").glob("*.yml")), ids=str)
def test_workflows_pin_what_they_use_and_ask_for_little(file: Path) -> None:
    text = file.read_text("utf-8")
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    for used in re.findall(r"uses: (\S+)", text):
        assert re.fullmatch(r"\./\S+|[\w./-]+@[0-9a-f]{40}", used)
    assert "pull_request_target" not in text
