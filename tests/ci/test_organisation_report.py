"""The steps of the workflow that reports on many repositories, run with bash as GitHub does."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement

from aos_check import HOME
from tests.ci.test_documentation import fence
from tests.support.action import BASH, machine
from tests.support.git_repo import Repo, environment
from tests.support.hooks import copy_of_this_checkout
from tests.support.html import read
from tests.support.sample_project import project, tasks
from tests.support.step_output import read_outputs

HERE = Path(__file__).parents[2]
FILE = HERE / ".github" / "workflows" / "organisation-report.yml"
WORKFLOW: dict[Any, Any] = yaml.safe_load(FILE.read_text("utf-8"))
JOBS: dict[str, Any] = WORKFLOW["jobs"]
GUIDE = (HERE / "docs" / "how-to" / "organisation.md").read_text("utf-8")


@dataclass
class Job:
    """A job on a runner, with the values of its expressions."""

    name: str
    folder: Path
    temp: Path
    values: dict[str, str] = field(default_factory=dict)
    log: str = ""

    def run(self, *steps: str) -> dict[str, str] | None:
        """Run the steps with these names; return their outputs, or None if one fails."""
        workspace, output = self.folder / "work", self.folder / "output"
        for each in (workspace, self.temp):
            each.mkdir(parents=True, exist_ok=True)
        output.write_text("")
        for step in (it for it in JOBS[self.name]["steps"] if it.get("name") in steps):
            done = subprocess.run(
                [*BASH, "-c", step["run"]],
                cwd=workspace,
                env={
                    **machine(),
                    **{key: self._value(text) for key, text in step.get("env", {}).items()},
                    "GITHUB_WORKSPACE": str(workspace),
                    "GITHUB_OUTPUT": str(output),
                    "RUNNER_TEMP": str(self.temp),
                },
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
                timeout=600,
            )
            self.log += done.stdout
            if done.returncode:
                return None
        return read_outputs(output.read_text("utf-8"))

    def _value(self, text: str) -> str:
        return self.values[text.removeprefix("${{ ").removesuffix(" }}")]


def listed(text: str, folder: Path) -> list[dict[str, str]] | None:
    found = Job("list", folder, folder, {"inputs.repositories": text}).run("List")
    return None if found is None else json.loads(found["repositories"])


def test_the_list(tmp_path: Path) -> None:
    text = "\n ada/one\nada/two@dev/v1.x\n\nADA/one@next\n"
    assert listed(text, tmp_path) == [
        {"name": "ADA/one", "ref": "next"},
        {"name": "ada/two", "ref": "dev/v1.x"},
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "one",
        "ada/",
        "ada/..",
        "../ada",
        "-x/ada",
        "ada/one two",
        "ada/one;touch pwned",
        "https://github.com/ada/one",
        "\n".join(f"ada/r{number}" for number in range(257)),
    ],
)
def test_what_is_no_list(text: str, tmp_path: Path) -> None:
    assert listed(text, tmp_path) is None
    assert not list(tmp_path.rglob("pwned"))


def test_two_repositories_and_one_without_a_report(tmp_path: Path) -> None:
    repositories = listed("ada/one\nada/lost\nada/two", tmp_path / "list")
    assert repositories
    for number, name in enumerate(("ada/one", "ada/two")):
        given = {"matrix.repository.name": name}
        job = Job("report", tmp_path / name, tmp_path / "temp", given)
        repo = Repo(tmp_path / name / "work" / "repository")
        finished = tasks(*"123"[: number + 1])
        repo.commit("docs: begin", {**project(), "context/spec/001-login/tasks.md": finished})
        copy_of_this_checkout(tmp_path / name / "work" / "aos-check")
        (repo.top / "json.py").write_text("raise SystemExit('this file was run')\n")
        # The second job uses the installation of the first one, because pip is slow.
        steps = ("Install", "Report")[number:]
        assert job.run(*steps) is not None, job.log
        reports = tmp_path / name / "work" / "reports"
        shutil.copytree(reports, tmp_path / "page" / "work" / "reports", dirs_exist_ok=True)
    copy_of_this_checkout(tmp_path / "page" / "work" / "aos-check")
    given = {
        "needs.list.outputs.repositories": json.dumps(repositories),
        "inputs.title": "$(touch pwned) <b>All</b>",
    }
    page = Job("page", tmp_path / "page", tmp_path / "page-temp", given)
    assert page.run("Install", "Merge") is not None, page.log
    assert "ada/lost.json: it cannot be read" in page.log
    text = (tmp_path / "page" / "work" / "page" / "index.html").read_text("utf-8")
    shown = read(text)
    assert "$(touch pwned) <b>All</b>" in shown.text
    assert all(name in shown.text for name in ("ada/one", "ada/lost.json", "ada/two"))
    numbers = {it.attributes["id"]: it.text for it in shown.walk() if "id" in it.attributes}
    assert numbers["number-tasks"] == "3"
    assert not list(tmp_path.rglob("pwned"))


def test_each_job_has_the_least_rights_and_every_action_is_pinned() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job.get("permissions") for name, job in JOBS.items()} == {
        "list": None,
        "report": {"contents": "read"},
        "page": {"contents": "read"},
    }
    steps = [step for job in JOBS.values() for step in job["steps"]]
    assert all(len(step["uses"].partition("@")[2]) == 40 for step in steps if "uses" in step)
    assert not [step for step in steps if "${{" in step.get("run", "")]
    checkouts = [step["with"] for step in steps if step.get("uses", "").startswith("actions/check")]
    assert all(it["persist-credentials"] is False for it in checkouts)


def test_the_versions_for_the_page_are_known() -> None:
    text = (HERE / "github-action" / "report-requirements.txt").read_text("utf-8")
    lines = text.replace("\\\n", " ").splitlines()
    pinned = [line.split(" --hash=") for line in lines if line and not line.startswith("#")]
    assert all(hashes for _, *hashes in pinned)
    assert {Requirement(name.strip()).name for name, *_ in pinned} == {"jinja2", "markupsafe"}


class TestGuide:
    def test_the_caller_fits_the_workflow(self) -> None:
        caller = yaml.safe_load(fence(GUIDE, "caller"))
        called, publish = caller["jobs"]["report"], caller["jobs"]["publish"]
        home, _, file = called["uses"].partition("@")[0].partition("/.github/")
        assert (HERE / ".github" / file).is_file()
        assert f"https://github.com/{home}" == HOME
        inputs = WORKFLOW[True]["workflow_call"]["inputs"]  # YAML reads the key `on` as true
        assert called["with"].keys() <= inputs.keys()
        assert {name for name, it in inputs.items() if it.get("required")} <= called["with"].keys()
        assert called["permissions"] == {"contents": "read"}
        assert publish["permissions"].keys() == {"pages", "id-token"}

    def test_its_commands_work(self, tmp_path: Path) -> None:
        for name in ("shop", "mail"):
            Repo(tmp_path / name).commit("docs: begin", dict(project()))
        script = fence(GUIDE, "facts") + fence(GUIDE, "merge")
        done = subprocess.run(
            [*BASH, "-c", script.replace("aos-check ", "python3 -m aos_check ")],
            cwd=tmp_path,
            env=environment() | machine(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, "")
        page = (tmp_path / "page.html").read_text("utf-8")
        assert "All shops" in page
