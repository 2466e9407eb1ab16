"""The steps of the GitHub Action, in real repositories and for every kind of event.

The steps run from a copy of this checkout. tests/ci/test_ci.py tests all cases of the command
that they start.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli
import yaml
from packaging.requirements import Requirement

from tests.support.action import ActionRun, Outcome
from tests.support.forge import Forge, ForgeEvent
from tests.support.hooks import copy_of_this_checkout
from tests.support.sample_project import SPEC, tasks
from tests.support.shared_folders import made_once

HERE = Path(__file__).parents[2]
ACTION = HERE / "github-action"
CODE = "src/app.py"
TASKS = f"{SPEC}/tasks.md"
BAD = "feat: part 1"
GOOD = "feat: part 1\n\nTask: login#1"
DONE: dict[str, str | bytes | None] = {CODE: "x = 1\n", TASKS: tasks("1")}


class InstalledAction(NamedTuple):
    """The action as a runner downloads it, on a machine where it has run before."""

    action: Path
    temp: Path
    cache: Path


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> InstalledAction:
    """The action, after one run of all steps except the last."""

    def install(top: Path) -> None:
        copy_of_this_checkout(top / "aos-check")
        job, nothing = top / "job" / "shop", ForgeEvent("schedule", {}, "refs/heads/main", "")
        job.mkdir(parents=True)
        run = ActionRun(*installed_in(top), nothing, job)
        outcome = run.run("Find Python", "Keep downloads", "Install")
        assert outcome.ok, outcome.log

    def installed_in(top: Path) -> InstalledAction:
        return InstalledAction(top / "aos-check" / "github-action", top / "temp", top / "cache")

    return installed_in(made_once(tmp_path_factory, "action", install))


@pytest.fixture
def forge(forge: Forge) -> Forge:
    """A server whose clone has a branch checked out."""
    forge.desk.git("checkout", "--quiet", "-b", "login")
    return forge


Act = Callable[..., Outcome]


@pytest.fixture
def act(forge: Forge, installed: InstalledAction) -> Act:
    """Check out an event's commit as actions/checkout does, and run the last step."""

    def run(event: ForgeEvent, depth: int = 0, *, origin: str = "", **inputs: str) -> Outcome:
        checkout = forge.checkout(event, forge.folder / "job" / "shop", depth)
        if origin:
            checkout.git("remote", "set-url", "origin", origin)
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        return ActionRun(*installed, event, checkout.top, given).run("Check")

    return run


@pytest.fixture
def act_on_new_machine(forge: Forge, installed: InstalledAction) -> Act:
    """Check out an event's commit, and run all steps as on a new machine."""

    def run(event: ForgeEvent, *, cache: Path = installed.cache, **inputs: str) -> Outcome:
        checkout = forge.checkout(event, forge.folder / "job" / "shop")
        temp = forge.folder / "job" / "temp"
        return ActionRun(installed.action, temp, cache, event, checkout.top, inputs).run()

    return run


class TestEvents:
    def test_a_good_pull_request(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        outcome = act(forge.request("login"))
        assert outcome.ok, outcome.log
        assert (outcome.outputs["exit-code"], outcome.outputs["commits"]) == ("0", "1")
        assert "no problems found" in outcome.summary
        assert not outcome.errors

    def test_a_bad_pull_request_of_a_fork_with_a_shallow_checkout(
        self, forge: Forge, act: Act
    ) -> None:
        bad = "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        forge.desk.commit("docs: tick", {TASKS: bad})
        outcome = act(forge.request("login", fork=True), 1, sarif_file="a.sarif")
        assert not outcome.ok
        assert outcome.outputs["exit-code"] == "1"
        shown = [it.properties for it in outcome.errors if "TASK001" in it.properties["title"]]
        assert [(it["file"], it["line"]) for it in shown] == [(TASKS, "3")]
        assert "GIT001" in outcome.summary
        assert outcome.outputs["errors"] == str(len(outcome.errors))

    def test_old_faults_of_the_base_fail_no_pull_request(self, forge: Forge, act: Act) -> None:
        bad = "- [x] 1. A\n  - [ ] 1.1 B\n"
        forge.desk.git("checkout", "--quiet", "main")
        forge.desk.commit("docs: old", {"context/spec/003-old/tasks.md": bad})
        forge.push()
        forge.desk.git("checkout", "--quiet", "-B", "login")
        forge.desk.commit("docs: more", {"README.md": "more\n"})
        outcome = act(forge.request("login"))
        assert outcome.ok, outcome.log
        assert (outcome.outputs["errors"], outcome.outputs["inherited"] > "0") == ("0", True)
        assert not outcome.errors
        assert "stood before this change" in outcome.summary

    def test_a_new_fault_beside_old_ones_is_on_top(self, forge: Forge, act: Act) -> None:
        bad = "- [x] 1. A\n  - [ ] 1.1 B\n"
        forge.desk.git("checkout", "--quiet", "main")
        old = {f"context/spec/{number:03}-old/tasks.md": bad for number in range(3, 13)}
        forge.desk.commit("docs: old", old)
        forge.push()
        forge.desk.git("checkout", "--quiet", "-B", "login")
        forge.desk.commit("docs: tick", {TASKS: bad})
        outcome = act(forge.request("login"))
        assert not outcome.ok
        assert [it.properties["file"] for it in outcome.errors] == [TASKS]
        assert outcome.log.index(TASKS) < outcome.log.index("003-old/tasks.md")

    def test_a_squash_to_come(self, forge: Forge, act: Act) -> None:
        forge.desk.commit("wip", {CODE: "x = 1\n"})
        forge.desk.commit("tick", {TASKS: tasks("1")})
        asked = forge.request("login", "feat: part 1", "Signs in.\r\n\r\nTask: login#1")
        assert act(asked, squash="true").ok

    def test_a_merge_queue(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        outcome = act(forge.queue(), 1)
        assert (outcome.ok, outcome.outputs["commits"]) == (False, "1")

    def test_a_new_branch(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        outcome = act(forge.push("login"), 1)
        assert (outcome.ok, outcome.outputs["commits"]) == (True, "1")

    def test_a_forced_push(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        forge.push("login")
        forge.desk.git("reset", "--quiet", "--hard", "main")
        forge.desk.commit(BAD, {CODE: "x = 2\n"})
        outcome = act(forge.push("login", force=True), 1)
        assert (outcome.ok, outcome.outputs["commits"]) == (False, "1")

    def test_a_schedule_writes_sarif(self, forge: Forge, act: Act) -> None:
        outcome = act(forge.other("schedule"), 1, sarif_file="a.sarif", args="--ignore 'DOC, ADR'")
        assert outcome.ok
        sarif = json.loads(Path(outcome.outputs["sarif-file"]).read_text("utf-8"))
        assert sarif["version"] == "2.1.0"

    def test_the_facts_of_the_page(self, forge: Forge, act: Act) -> None:
        outcome = act(forge.push(), report_file="facts.json")
        assert outcome.ok, outcome.log
        facts = json.loads(Path(outcome.outputs["report-file"]).read_text("utf-8"))
        assert (facts["schema"], facts["head"]["id"]) == (1, forge.desk.git("rev-parse", "main"))

    @pytest.mark.parametrize(("folder", "found"), [("src", True), ("nowhere", False)])
    def test_a_folder_to_work_in(self, forge: Forge, act: Act, folder: str, found: bool) -> None:
        outcome = act(forge.other("schedule"), working_directory=folder)
        assert (outcome.ok, outcome.outputs["exit-code"]) == (found, "0" if found else "")

    def test_a_checkout_that_cannot_be_deepened(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        outcome = act(forge.request("login"), 1, origin="file:///nowhere")
        assert (outcome.ok, outcome.outputs["exit-code"]) == (False, "2")
        [said] = outcome.errors
        assert said.properties["title"] == "aos-check could not check"
        assert "fetch-depth: 0" in said.message


class TestHostile:
    TITLE = '"; touch pwned; #$(touch pwned)`touch pwned`\n::set-output name=exit-code::0'

    def test_what_a_pull_request_says_is_run_by_nothing(
        self, forge: Forge, act_on_new_machine: Act
    ) -> None:
        branch = "$(touch${IFS}pwned)"
        name = "::error::forged"
        forge.desk.commit(
            f"{self.TITLE}\n\n::add-mask::x",
            {CODE: "x = 1\n", f"{SPEC}/{name}.md": "a\n", f"{name}.py": "a\n"},
        )
        outcome = act_on_new_machine(forge.request(branch, self.TITLE, self.TITLE), squash="true")
        assert outcome.outputs["exit-code"] == "1"
        assert not list(forge.folder.rglob("pwned"))
        allowed = {"stop-commands", "error", "notice"}
        assert {it.name for it in outcome.commands} <= allowed
        assert "forged" not in {it.message for it in outcome.commands}
        assert "forged" not in {it.properties.get("title") for it in outcome.commands}

    def test_no_input_is_run_either(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        evil = "\"; touch pwned; $(touch pwned) '"
        names = (
            "range",
            "paths",
            "severity",
            "baseline",
            "args",
            "squash",
            "sarif_file",
            "report_file",
        )
        outcome = act(forge.other("schedule"), **dict.fromkeys(names, evil))
        assert not outcome.ok
        assert not list(forge.folder.rglob("pwned"))

    def test_no_file_of_the_checkout_is_run_for_a_module(
        self, forge: Forge, act_on_new_machine: Act
    ) -> None:
        trap = "import pathlib; pathlib.Path(__file__).with_name('pwned').touch()\n"
        names = ("venv", "pip", "hashlib", "json", "aos_check", "sitecustomize", "click", "re")
        files: dict[str, str | bytes | None] = {f"{name}.py": trap for name in names}
        forge.desk.commit(f"{BAD}\n\nTask: login#1", {**files, **DONE})
        outcome = act_on_new_machine(forge.request("login"), args="--ignore TASK012")
        assert outcome.ok, outcome.log
        assert not list(forge.folder.rglob("pwned"))

    def test_nothing_that_was_put_into_the_cache_is_run(
        self, forge: Forge, installed: InstalledAction, tmp_path: Path, act_on_new_machine: Act
    ) -> None:
        forge.desk.commit(GOOD, DONE)
        poisoned = shutil.copytree(installed.cache, tmp_path / "poisoned")
        [wheel] = poisoned.rglob("mistletoe-*.whl")
        with zipfile.ZipFile(wheel, "a") as opened:
            opened.writestr("click/__init__.py", f"open({str(tmp_path / 'pwned')!r}, 'w')")
        outcome = act_on_new_machine(forge.request("login"), cache=poisoned)
        assert not outcome.ok
        assert "DO NOT MATCH THE HASHES" in outcome.log
        assert not (tmp_path / "pwned").exists()


class TestManifest:
    @pytest.fixture
    def manifest(self) -> dict[str, object]:
        found: dict[str, object] = yaml.safe_load((ACTION / "action.yml").read_text("utf-8"))
        return found

    def test_no_expression_stands_in_a_script(self, manifest: dict[str, object]) -> None:
        scripts = [step["run"] for step in manifest["runs"]["steps"] if "run" in step]  # type: ignore[index]
        assert scripts
        assert not [script for script in scripts if "${{" in script]

    def test_every_version_and_every_file_of_it_is_known(self) -> None:
        text = (ACTION / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
        lines = [line for line in text.splitlines() if line and not line.startswith("#")]
        pinned: dict[str, list[Requirement]] = {}
        for line in lines:
            written, *hashes = line.split(" --hash=")
            assert hashes, line
            assert all(each.strip().startswith("sha256:") for each in hashes)
            found = Requirement(written.strip())
            pinned.setdefault(found.name.lower(), []).append(found)
        project = tomli.loads((HERE / "pyproject.toml").read_text("utf-8"))
        for text in project["project"]["dependencies"] + project["build-system"]["requires"]:
            need = Requirement(text)
            versions = [str(it.specifier).removeprefix("==") for it in pinned[need.name.lower()]]
            assert all(need.specifier.contains(version) for version in versions), need
