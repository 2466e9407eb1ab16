"""The GitHub Action: its real steps, over real repositories and the event of each kind.

They are run as a runner runs them (tests/actions), from a copy of this checkout; what they start
is tested in all its cases by tests/test_ci.py.
"""

from __future__ import annotations

import json
import shutil
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import tomli
import yaml
from packaging.requirements import Requirement

from tests.actions.composite import run_action
from tests.actions.events import Event
from tests.actions.outcome import Outcome
from tests.actions.stubs import Cache
from tests.forging import Forge, Happening
from tests.gitting import SPEC, environment, project, tasks

HERE = Path(__file__).parents[1]
ACTION = HERE / "github-action"
CODE = "src/app.py"
TASKS = f"{SPEC}/tasks.md"
BAD = "feat: part 1"
GOOD = "feat: part 1\n\nTask: login#1"
DONE: dict[str, str | bytes | None] = {CODE: "x = 1\n", TASKS: tasks("1")}


@pytest.fixture(scope="session")
def downloaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The action as a runner downloads it: the whole repository at one revision."""
    top = tmp_path_factory.mktemp("actions") / "OWNER" / "aos-check" / "v1"
    top.mkdir(parents=True)
    for folder in ("src", "github-action"):
        shutil.copytree(HERE / folder, top / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(HERE / name, top / name)
    return top / "github-action"


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    """What `actions/cache` keeps from one run to the next."""
    return Cache(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def forge(tmp_path: Path) -> Forge:
    """A server with one approved spec of three open tasks, and some code."""
    found = Forge(tmp_path / "forge")
    found.desk.commit("docs: specify", {**project(), CODE: "x = 0\n"})
    found.push()
    found.desk.git("checkout", "--quiet", "-b", "login")
    return found


Act = Callable[..., Outcome]


@pytest.fixture
def act(forge: Forge, downloaded: Path, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> Act:
    """Check out what an event is about, as actions/checkout does, and run the action."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}:{environment()['PATH']}")

    def run(happening: Happening, depth: int = 0, cache: Cache = cache, **inputs: str) -> Outcome:
        checkout = forge.checkout(happening, forge.folder / "job" / "shop", depth)
        pull = happening.payload.get("pull_request", {})
        event = Event(
            name=happening.name,
            payload=happening.payload,
            sha=happening.sha,
            ref=happening.ref,
            head_ref=pull.get("head", {}).get("ref", ""),
            base_ref=pull.get("base", {}).get("ref", ""),
        )
        given = {name.replace("_", "-"): text for name, text in inputs.items()}
        uses = {"actions/cache": cache}
        return run_action(downloaded, given, event, checkout.top, uses=uses)

    return run


class TestEvents:
    def test_a_good_pull_request(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        outcome = act(forge.request("login"))
        assert outcome.conclusion == "success", outcome.log
        assert (outcome.outputs["exit-code"], outcome.outputs["commits"]) == ("0", "1")
        assert "no problems found" in outcome.summary
        assert not [it for it in outcome.annotations if it.kind == "error"]

    def test_a_bad_pull_request_of_a_fork_with_a_shallow_checkout(
        self, forge: Forge, act: Act
    ) -> None:
        bad = "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"
        forge.desk.commit(BAD, {CODE: "x = 1\n", TASKS: bad})
        outcome = act(forge.request("login", fork=True), 1, sarif_file="a.sarif")
        assert outcome.conclusion == "failure"
        assert outcome.outputs["exit-code"] == "1"
        shown = {(it.path, it.line) for it in outcome.annotations if "TASK001" in it.title}
        assert shown == {(TASKS, 3)}
        assert "GIT001" in outcome.summary
        assert outcome.outputs["errors"] == str(
            len([it for it in outcome.annotations if it.kind == "error" and it.title])
        )

    def test_a_squash_to_come(self, forge: Forge, act: Act) -> None:
        forge.desk.commit("wip", {CODE: "x = 1\n"})
        forge.desk.commit("tick", {TASKS: tasks("1")})
        asked = forge.request("login", "feat: part 1", "Signs in.\r\n\r\nTask: login#1")
        assert act(asked, squash="true").conclusion == "success"

    def test_a_merge_queue(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        outcome = act(forge.queue(), 1)
        assert (outcome.conclusion, outcome.outputs["commits"]) == ("failure", "1")

    def test_a_new_branch(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        outcome = act(forge.push("login"), 1)
        assert (outcome.conclusion, outcome.outputs["commits"]) == ("success", "1")

    def test_a_forced_push(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        forge.push("login")
        forge.desk.git("reset", "--quiet", "--hard", "main")
        forge.desk.commit(BAD, {CODE: "x = 2\n"})
        outcome = act(forge.push("login", force=True), 1)
        assert (outcome.conclusion, outcome.outputs["commits"]) == ("failure", "1")

    def test_a_schedule_writes_sarif(self, forge: Forge, act: Act) -> None:
        outcome = act(forge.other("schedule"), 1, sarif_file="a.sarif", args="--ignore 'DOC, ADR'")
        assert outcome.conclusion == "success"
        sarif = json.loads(Path(outcome.outputs["sarif-file"]).read_text("utf-8"))
        assert sarif["version"] == "2.1.0"

    def test_a_checkout_that_cannot_be_deepened(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        asked = forge.request("login")
        checkout = Forge.checkout

        def cut_off(self: Forge, *arguments: object) -> object:
            made = checkout(self, *arguments)  # type: ignore[arg-type]
            made.git("remote", "set-url", "origin", "file:///nowhere")
            return made

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Forge, "checkout", cut_off)
            outcome = act(asked, 1)
        assert (outcome.conclusion, outcome.outputs["exit-code"]) == ("failure", "2")
        [said] = [it for it in outcome.annotations if it.title == "aos-check could not check"]
        assert "fetch-depth: 0" in said.message


class TestHostile:
    TITLE = '"; touch pwned; #$(touch pwned)`touch pwned`\n::set-output name=exit-code::0'

    def test_what_a_pull_request_says_is_run_by_nothing(self, forge: Forge, act: Act) -> None:
        branch = "$(touch${IFS}pwned)"
        name = "::error::forged"
        forge.desk.commit(
            f"{self.TITLE}\n\n::add-mask::x",
            {CODE: "x = 1\n", f"{SPEC}/{name}.md": "a\n", f"{name}.py": "a\n"},
        )
        outcome = act(forge.request(branch, self.TITLE, self.TITLE), squash="true")
        assert outcome.outputs["exit-code"] == "1"
        assert not list(forge.folder.rglob("pwned"))
        allowed = {"stop-commands", "error", "notice"}
        assert {it.name for it in outcome.step("check").log.commands} <= allowed
        assert "forged" not in {it.title for it in outcome.annotations}

    def test_no_input_is_run_either(self, forge: Forge, act: Act) -> None:
        forge.desk.commit(GOOD, DONE)
        evil = "\"; touch pwned; $(touch pwned) '"
        names = ("range", "paths", "severity", "baseline", "args", "squash", "sarif_file")
        outcome = act(forge.other("schedule"), **dict.fromkeys(names, evil))
        assert outcome.conclusion == "failure"
        assert not list(forge.folder.rglob("pwned"))

    def test_no_file_of_the_checkout_is_run_for_a_module(self, forge: Forge, act: Act) -> None:
        trap = "import pathlib; pathlib.Path(__file__).with_name('pwned').touch()\n"
        names = ("venv", "pip", "hashlib", "json", "aos_check", "sitecustomize", "click", "re")
        files: dict[str, str | bytes | None] = {f"{name}.py": trap for name in names}
        forge.desk.commit(f"{BAD}\n\nTask: login#1", {**files, **DONE})
        outcome = act(forge.request("login"), args="--ignore TASK012")
        assert outcome.conclusion == "success", outcome.log
        assert not list(forge.folder.rglob("pwned"))

    def test_nothing_that_was_put_into_the_cache_is_run(
        self, forge: Forge, tmp_path: Path, act: Act
    ) -> None:
        forge.desk.commit(GOOD, DONE)
        asked = forge.request("login")
        poisoned = Cache(tmp_path / "poisoned")
        assert act(asked, cache=poisoned).conclusion == "success"
        [wheel] = (tmp_path / "poisoned").rglob("mistletoe-*.whl")
        with zipfile.ZipFile(wheel, "a") as opened:
            opened.writestr("click/__init__.py", f"open({str(tmp_path / 'pwned')!r}, 'w')")
        shutil.rmtree(forge.folder / "job")
        outcome = act(asked, cache=poisoned)
        assert outcome.conclusion == "failure"
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
