"""`aos-check layouts`: what was found, where and why, and how a file or a line is read."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from aos_check.cli import cli
from aos_check.cli.schema import schema_of
from aos_check.judging.config import parse
from aos_check.reading.layout_files import shipped_names
from aos_check.reading.layouts.loading import shipped
from tests.support.git_repo import Repo, write_files

SPEC = "agent-os/specs/2026-01-05-login"
TASKS = f"{SPEC}/tasks.md"
FILES = {
    f"{SPEC}/spec.md": "# Login\n\n**Status:** Approved\n",
    f"{SPEC}/planning/requirements.md": "- FR-001: A visitor can sign in.\n",
    f"{SPEC}/wireframe.svg": "<svg/>",
    TASKS: (
        "# Tasks\n\n#### Task Group 1: Form\n\n- [x] 1.0 Form (FR-001)\n  - [x] 1.1 Field\n\n"
        "**Acceptance Criteria:**\n- [ ] It can be seen\n\n```sh\n- [ ] 9. No task\n```\n\n"
        "- [?] 2.0 Link\n\nSome words.\n<!-- - [ ] 3.0 hidden -->\n"
    ),
    "agent-os/product/roadmap.md": "# Roadmap\n\n- [ ] Sign-in\n",
    "agent-os/commands/plan.sh": "true\n",
    "specs/001-x/README.md": "# X\n",
    "web/fixtures/band/.kiro/specs/a/tasks.md": "- [ ] 1. A\n",
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    write_files(tmp_path, FILES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def layouts(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["layouts", *arguments])


def published(*arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(layouts(*arguments, "--format", "json").stdout)
    name = "explanation" if "--explain" in arguments else "layouts"
    Draft202012Validator(schema_of(name)).validate(found)
    return found


@pytest.mark.usefixtures("here")
class TestFound:
    def test_a_home_has_its_layouts_and_the_reasons(self) -> None:
        (project,) = published()["projects"]
        (home,) = project["homes"]
        assert home["path"] == "agent-os"
        assert [(it["name"], it["specs"]) for it in home["layouts"]] == [
            ("agent-os-2", 1),
            ("agent-os-3", 0),
        ]
        assert home["layouts"][0]["why"] == "a folder agent-os is its home"
        assert project["roadmap_items"] == 1

    def test_a_folder_of_specs_is_counted(self) -> None:
        (folder,) = published()["projects"][0]["homes"][0]["folders"]
        assert folder == {
            "path": "agent-os/specs",
            "layout": "agent-os-2",
            "specs": 1,
            "documents": {"design": 1, "requirements": 1, "tasks": 1},
            "tasks_done": 2,
            "tasks_open": 1,
            "tasks_aside": 0,
        }

    def test_every_file_has_a_role_or_the_reason_why_it_has_none(self) -> None:
        files = published()["projects"][0]["homes"][0]["files"]
        assert {it["path"]: (it["role"], it["why"]) for it in files} == {
            "agent-os/commands/plan.sh": (
                None,
                "only Markdown is read, and data that the layout names",
            ),
            "agent-os/product/roadmap.md": ("roadmap", "it matches the path product/roadmap.md"),
            f"{SPEC}/planning/requirements.md": (
                "requirements",
                "it matches the path planning/requirements.md",
            ),
            f"{SPEC}/spec.md": ("design", "it matches the path spec.md"),
            TASKS: ("tasks", "it matches the path tasks.md"),
            f"{SPEC}/wireframe.svg": (
                None,
                "only Markdown is read, and data that the layout names",
            ),
        }

    def test_rejected_layouts_have_reasons(self) -> None:
        rejected = {(it["folder"], it["why"]): it["layouts"] for it in published()["rejected"]}
        why = "no folder in it with a spec's name has spec.md or plan.md"
        assert rejected["specs", why] == ["spec-kit"]
        copy = "it is part of a copy, an example or a tool"
        assert rejected["web/fixtures/band/.kiro", copy] == ["kiro"]

    def test_as_text(self) -> None:
        text = layouts().stdout
        assert "agent-os-2 Agent OS 2.x: 1 spec, because a folder agent-os is its home" in text
        assert "read: 4 files (design 1, requirements 1, roadmap 1, tasks 1)" in text
        assert "not read: 2 files: --verbose lists them" in text
        assert "specs/: not spec-kit, because no folder in it" in text
        assert f"{SPEC}/wireframe.svg: not read, because" in layouts("--verbose").stdout

    def test_marks_and_the_configuration_are_reasons(self, here: Path) -> None:
        write_files(here, {".planning/STATE.md": "# State\n"})
        homes = published()["projects"][0]["homes"]
        assert ".planning/STATE.md matches its mark" in homes[0]["layouts"][0]["why"]
        write_files(here, {"aos-check.toml": 'layouts = ["agent-os-2"]\n'})
        (home,) = published()["projects"][0]["homes"]
        (layout,) = home["layouts"]
        assert layout["why"] == "the configuration names it, and a folder agent-os is its home"


def test_nothing_found_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = layouts()
    assert (result.exit_code, result.stdout) == (
        0,
        "no layout was found: no folder is the home of one\n",
    )


@pytest.mark.usefixtures("here")
class TestExplained:
    def test_a_file(self) -> None:
        found = published("--explain", TASKS)
        kept = {key: value for key, value in found.items() if key != "read"}
        assert kept == {
            "schema": 1,
            "path": TASKS,
            "line": None,
            "project": ".",
            "home": "agent-os",
            "layout": "agent-os-2",
            "why_layout": "its files match the most marks: spec.md, tasks.md, planning/*",
            "spec": SPEC,
            "role": "tasks",
            "why": "it matches the path tasks.md",
        }
        assert (5, "task") in [(it["line"], it["kind"]) for it in found["read"]]

    @pytest.mark.parametrize(
        ("line", "kind", "text"),
        [
            (3, "group", "Task Group 1: Form"),
            (5, "task", "1.0 Form (FR-001) (done, group Task Group 1: Form, for FR-001)"),
            (6, "task", "1.1 Field (done, below 1.0, group Task Group 1: Form)"),
            (9, "box: criterion", "It can be seen (open)"),
            (11, "code, in which nothing is read", ""),
            (12, "code, in which nothing is read", ""),
            (14, "an empty line", ""),
            (17, "prose", ""),
            (18, "a comment, in which nothing is read", ""),
            (99, "the file has only 19 lines", ""),
        ],
    )
    def test_a_line(self, line: int, kind: str, text: str) -> None:
        found = published("--explain", f"{TASKS}:{line}")
        assert [(it["line"], it["kind"], it["text"]) for it in found["read"]] == [
            (line, kind, text)
        ]

    def test_a_line_that_could_not_be_read_has_the_reason(self) -> None:
        facts = published("--explain", f"{TASKS}:15")["read"]
        assert ("not read", "the checkbox mark [?] is unknown") in [
            (it["kind"], it["text"]) for it in facts
        ]

    @pytest.mark.parametrize(
        ("path", "why"),
        [
            (f"{SPEC}/wireframe.svg", "only Markdown is read, and data that the layout names"),
            ("specs/001-x/README.md", "it is in no home of a layout"),
        ],
    )
    def test_a_file_that_is_not_read(self, path: str, why: str) -> None:
        found = published("--explain", path)
        assert (found["role"], found["why"], found["read"]) == (None, why, [])

    @pytest.mark.parametrize(
        ("layout", "path", "role", "why"),
        [
            (
                "openspec",
                "openspec/changes/plan-menu/.openspec.yaml",
                "schema",
                "it names the schema of the spec",
            ),
            (
                "spec-kit",
                ".specify/memory/constitution.md",
                "other",
                "a layout names it in others",
            ),
            (
                "backlog-md",
                "backlog/drafts/draft-1 - Sell-postcards.md",
                "other",
                "it matches the path drafts/*-[0-9]*.md, and each such file is the draft of a task",
            ),
        ],
    )
    def test_files_of_other_frameworks(
        self, layout: str, path: str, role: str, why: str, here: Path
    ) -> None:
        shutil.copytree(Path(__file__).parents[1] / "layouts" / layout, here, dirs_exist_ok=True)
        found = published("--explain", path)
        assert (found["role"], found["why"]) == (role, why)

    @pytest.mark.parametrize(
        ("path", "text", "role", "why"),
        [
            (
                f"{SPEC}/orchestration.yml",
                "task_groups:\n  - name: form\n",
                "assignments",
                "it matches the path orchestration.yml",
            ),
            (
                ".praxis-os/workflows/build_v1/metadata.json",
                '{"workflow_type": "build_v1"}',
                "workflow",
                "it defines a workflow",
            ),
        ],
    )
    def test_data_that_agents_work_from(
        self, path: str, text: str, role: str, why: str, here: Path
    ) -> None:
        write_files(here, {path: text})
        found = published("--explain", path)
        assert (found["role"], found["why"]) == (role, why)

    def test_a_path_is_relative_to_the_current_folder(
        self, here: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        Repo(here)
        monkeypatch.chdir(here / SPEC)
        assert "line 5: task: 1.0 Form" in layouts("--explain", "tasks.md:5").stdout

    def test_a_file_that_does_not_exist(self) -> None:
        result = layouts("--explain", "nowhere.md:3")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "there is no file nowhere.md to read" in result.stderr


class TestShown:
    @pytest.mark.parametrize("name", shipped_names())
    def test_a_shipped_layout_can_be_copied(self, name: str) -> None:
        (ours,) = (layout for layout in shipped() if layout.name == name)
        (copied,) = parse(layouts("--show", name).stdout, "aos-check.toml").layout.values()
        assert copied.name == f"my-{name}"
        assert copied.specs == ours.specs
        assert copied.artifacts == ours.artifacts
        assert copied.severity == ours.severity

    def test_an_unknown_name_has_the_nearest(self) -> None:
        result = layouts("--show", "kirro")
        assert result.exit_code == 2
        assert "there is no shipped layout kirro\n  help: the nearest is kiro" in result.stderr

    def test_it_excludes_explain(self) -> None:
        assert layouts("--show", "kiro", "--explain", "a.md").exit_code == 2


class TestSilence:
    def test_a_check_says_what_it_does_not_read(self, here: Path) -> None:
        write_files(here, {"agent-os/specs/2026-01-06-logout/README.md": "# Logout\n"})
        note = "the spec agent-os/specs/2026-01-06-logout has no document"
        assert f"note: {note}" in CliRunner().invoke(cli, ["check"]).stdout
        report = json.loads(CliRunner().invoke(cli, ["check", "--format", "json"]).stdout)
        assert [text for text in report["notes"] if text.startswith(note)]
        (silent,) = published()["projects"][0]["silent"]
        assert silent.startswith(note)

    def test_of_many_it_names_five(self, here: Path) -> None:
        write_files(
            here, {f"agent-os/specs/2026-02-0{day}-x{day}/a.md": "# A\n" for day in range(1, 8)}
        )
        text = CliRunner().invoke(cli, ["check"]).stdout
        assert text.count("note: the spec agent-os/specs/2026-02-0") == 5
        assert "note: nothing is read in 2 more homes or specs: see `aos-check layouts`" in text

    def test_nothing_to_check_names_the_nearest_miss(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_files(tmp_path, {"specs/001-x/README.md": "# X\n", ".kiro/settings/a.json": "{}"})
        monkeypatch.chdir(tmp_path)
        help_text = CliRunner().invoke(cli, ["check"]).stderr
        assert (
            "; .kiro/ holds nothing that is read: looked for specs/*/requirements.md" in help_text
        )
        assert "; specs/ exists, but no folder in it with a spec's name has spec.md" in help_text
        assert "see `aos-check layouts`" in help_text
        assert "superpowers" not in help_text
