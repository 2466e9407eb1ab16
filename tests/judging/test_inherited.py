"""Findings that stood before a change are shown as inherited and never fail, in every mode."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.support.git_repo import Repo, put_on_path

SPEC = "agent-os/specs/2025-10-21-player-sheets"
OTHER = "agent-os/specs/2025-11-02-line-ups"
TASKS = f"{SPEC}/tasks.md"
FAULTY = "- [x] 1. Sheets\n  - [x] 1.1 Page\n  - [ ] 1.2 Print\n"
SECOND = "- [x] 1. Line-ups\n  - [ ] 1.1 Bench\n"
OLD = {
    "agent-os/product/mission.md": "# Mission\n\nSheets for coaches.\n",
    "agent-os/product/roadmap.md": "# Roadmap\n\n1. [ ] Player sheets `M`\n",
    f"{SPEC}/spec.md": "# Player sheets\n\n[gone](gone.md)\n",
    f"{SPEC}/planning/requirements.md": "# Requirements\n\nSheets.\n",
    TASKS: FAULTY,
    "README.md": "# Sheets\n",
}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository whose main branch has faults; `branch` is checked out."""
    repo = Repo(tmp_path / "repo")
    repo.commit("start", OLD)
    repo.git("checkout", "--quiet", "-b", "branch")
    return repo


def new(report: dict[str, Any]) -> list[tuple[str, str]]:
    """Code and path of the findings that are not inherited, without those about commits."""
    return [
        (it["code"], it["path"]) for it in report["findings"] if it["path"] and not it["inherited"]
    ]


def old(report: dict[str, Any]) -> set[str]:
    return {it["code"] for it in report["findings"] if it["inherited"]}


MODES = [
    ("check", "--commit", "HEAD"),
    ("check", "--range", "main..branch"),
    ("check", "--since", "main"),
    ("ci", "--range", "main..branch"),
]


@pytest.mark.parametrize("mode", MODES)
def test_faults_of_the_base_do_not_fail_a_commit_or_range(repo: Repo, mode: tuple[str]) -> None:
    repo.commit("docs: a word", {"README.md": "# Sheets!\n"})
    assert repo.run("check").exit_code == 1
    result = repo.run(*mode)
    assert result.exit_code == 0, result.output
    report = repo.report(*mode)
    assert not new(report)
    assert {"TASK001", "DOC003"} <= old(report)


@pytest.mark.parametrize("mode", MODES)
def test_a_new_fault_beside_old_ones_fails_and_comes_first(repo: Repo, mode: tuple[str]) -> None:
    repo.commit("docs: line-ups", {f"{OTHER}/tasks.md": SECOND, f"{OTHER}/spec.md": "# L\n"})
    result = repo.run(*mode)
    assert result.exit_code == 1
    report = repo.report(*mode)
    assert ("TASK001", f"{OTHER}/tasks.md") in new(report)
    assert not any(path.startswith(SPEC) for _, path in new(report))
    states = [it["inherited"] for it in report["findings"]]
    assert states == sorted(states)


def test_the_index_is_compared_with_head(repo: Repo) -> None:
    repo.add({"README.md": "# Sheets!\n"})
    assert repo.run("check", "--staged").exit_code == 0
    repo.add({TASKS: FAULTY + SECOND.replace("1", "2")})
    report = repo.report("check", "--staged")
    assert new(report) == [("TASK001", TASKS)]
    assert len([it for it in report["findings"] if it["code"] == "TASK001"]) == 2


def test_a_merge_answers_for_neither_side(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "main")
    repo.commit("docs: line-ups", {f"{OTHER}/tasks.md": SECOND, f"{OTHER}/spec.md": "# L\n"})
    repo.git("checkout", "--quiet", "branch")
    repo.commit("docs: a word", {"README.md": "# Sheets!\n"})
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "main")
    assert not new(repo.report("check", "--staged"))


def test_a_merge_answers_for_what_only_both_sides_bring(repo: Repo) -> None:
    first, second = "specs/001-lamp", "specs/001-horn"
    repo.commit(
        "docs: lamp", {f"{first}/spec.md": "# Lamp\n", f"{first}/tasks.md": "- [ ] T001 A\n"}
    )
    repo.git("checkout", "--quiet", "main")
    repo.commit(
        "docs: horn", {f"{second}/spec.md": "# Horn\n", f"{second}/tasks.md": "- [ ] T001 A\n"}
    )
    repo.git("merge", "--quiet", "--no-commit", "--no-ff", "branch")
    assert "SPEC008" in {code for code, _ in new(repo.report("check", "--staged"))}
    repo.git("commit", "--quiet", "-m", "merge")
    assert "SPEC008" in {code for code, _ in new(repo.report("check", "--commit", "HEAD"))}


def test_without_a_change_the_index_is_checked_as_a_whole(repo: Repo) -> None:
    assert ("TASK001", TASKS) in new(repo.report("check", "--staged"))
    # As in a hook of `git commit --amend`.
    amending = {"GIT_INDEX_FILE": str(repo.top / ".git" / "index")}
    assert not new(repo.report("check", "--staged", env=amending))


def test_a_first_commit_inherits_nothing(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo")
    repo.add(OLD)
    assert ("TASK001", TASKS) in new(repo.report("check", "--staged"))
    repo.commit("start")
    assert ("TASK001", TASKS) in new(repo.report("check", "--commit", "HEAD"))


def test_a_plain_check_fails_for_all(repo: Repo) -> None:
    report = repo.report("check")
    assert ("TASK001", TASKS) in new(report)
    assert not old(report)


def test_a_team_may_fail_for_inherited_findings(repo: Repo) -> None:
    repo.commit("chore: settings", {"aos-check.toml": 'inherited = "fail"\n'})
    assert repo.run("check", "--range", "main..branch").exit_code == 1
    repo.commit("chore: settings", {"aos-check.toml": 'inherited = "hide"\n'})
    result = repo.run("check", "--range", "main..branch")
    assert result.exit_code == 2
    assert "aos-check.toml:1" in result.stderr


def test_the_base_decides_whether_a_branch_may_inherit(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "main")
    repo.commit("chore: settings", {"aos-check.toml": 'inherited = "fail"\n'})
    repo.git("checkout", "--quiet", "-B", "branch")
    repo.commit("chore: settings", {"aos-check.toml": 'inherited = "show"\n'})
    mode = ("check", "--range", "main..branch", "--config-from", "main")
    assert repo.run(*mode).exit_code == 1


# What a finding keeps


def gone(folder: str) -> dict[str, str | None]:
    """The deletion of all files below a folder."""
    return dict.fromkeys(path for path in OLD if path.startswith(folder))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({TASKS: f"# Tasks\n\nA word.\n\n{FAULTY}"}, id="lines above"),
        pytest.param(
            {TASKS: "- [x] 1. Plan\n\n" + FAULTY.replace("1.", "2.")}, id="renumbered tasks"
        ),
        pytest.param({TASKS: FAULTY.replace("\n", "\r\n")}, id="line ends"),
        pytest.param(
            {TASKS: None, f"{SPEC}/TASKS.md": FAULTY}, id="a renamed file of the same spec"
        ),
        pytest.param(
            gone(SPEC)
            | {p.replace("sheets", "pages"): t for p, t in OLD.items() if p.startswith(SPEC)},
            id="a renamed spec",
        ),
        pytest.param(
            gone("agent-os")
            | {f"app/{path}": text for path, text in OLD.items() if path.startswith("agent-os")},
            id="a moved home",
        ),
    ],
)
def test_a_finding_stays_the_same(repo: Repo, change: dict[str, str | None]) -> None:
    before = {it["code"] for it in repo.report("check")["findings"]}
    repo.commit("docs: move", change)
    report = repo.report("check", "--range", "main..branch")
    assert not new(report)
    assert old(report) == before


def test_fingerprints_survive_a_move_and_new_numbers(repo: Repo) -> None:
    before = {it["fingerprint"] for it in repo.report("check")["findings"]}
    moved = gone("agent-os")
    moved |= {f"app/{path}": text for path, text in OLD.items() if path.startswith("agent-os")}
    moved[f"app/{TASKS}"] = "# T\n\n" + FAULTY.replace("1.", "7.")
    repo.commit("docs: move", moved)
    assert {it["fingerprint"] for it in repo.report("check")["findings"]} == before


def test_the_new_one_of_two_alike_is_the_one_in_the_new_file(repo: Repo) -> None:
    twin = "agent-os/specs/2024-01-01-player-sheets/tasks.md"
    repo.commit("docs: a twin that comes first", {twin: FAULTY})
    report = repo.report("check", "--range", "main..branch")
    assert ("TASK001", twin) in new(report)
    assert ("TASK001", TASKS) not in new(report)


def test_a_finding_that_becomes_worse_is_new(repo: Repo) -> None:
    repo.commit(
        "docs: less", {f"{SPEC}/spec.md": "# Player sheets\n\n[gone](gone.md)\n\n[b](gone.md)\n"}
    )
    report = repo.report("check", "--range", "main..branch")
    assert ("DOC003", f"{SPEC}/spec.md") in new(report)


def test_what_a_project_lacks_stays_the_same_with_another_first_spec(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "main")
    repo.commit("docs: no mission", {"agent-os/product/mission.md": None})
    repo.git("checkout", "--quiet", "-B", "branch")
    first = "agent-os/specs/2025-01-01-bells"
    repo.commit("docs: bells", {f"{first}/planning/requirements.md": "# Requirements\n\nBells.\n"})
    report = repo.report("check", "--range", "main..branch")
    assert "MISS001" in old(report)
    assert "MISS001" not in {code for code, _ in new(report)}


def test_a_deleted_target_breaks_a_link_of_this_change(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "main")
    repo.commit(
        "docs: guide", {"guide.md": "# G\n", f"{OTHER}/spec.md": "[g](../../../guide.md)\n"}
    )
    repo.git("checkout", "--quiet", "-B", "branch")
    repo.commit("docs: no guide", {"guide.md": None})
    report = repo.report("check", "--range", "main..branch")
    assert ("DOC003", f"{OTHER}/spec.md") in new(report)
    assert ("DOC003", f"{SPEC}/spec.md") not in new(report)


def test_a_removed_suppression_brings_its_finding_back(repo: Repo) -> None:
    hidden = "<!-- aos-check: ignore[TASK001] the printer is broken -->\n" + FAULTY
    repo.git("checkout", "--quiet", "main")
    repo.commit("docs: ignore", {TASKS: hidden})
    repo.git("checkout", "--quiet", "-B", "branch")
    repo.commit("docs: no ignore", {TASKS: FAULTY})
    assert ("TASK001", TASKS) in new(repo.report("check", "--range", "main..branch"))


def test_an_unused_suppression_is_inherited(repo: Repo) -> None:
    repo.git("checkout", "--quiet", "main")
    repo.commit("docs: ignore", {TASKS: FAULTY + "\n<!-- aos-check: ignore-file[DOC006] old -->\n"})
    repo.git("checkout", "--quiet", "-B", "branch")
    repo.commit("docs: a word", {"README.md": "# Sheets!\n"})
    report = repo.report("check", "--range", "main..branch")
    assert "DOC007" in old(report)
    assert not new(report)


# Hooks


def test_pre_push_passes_with_old_faults_and_stops_a_new_one(repo: Repo, tmp_path: Path) -> None:
    server = Repo(tmp_path / "server", "--bare")
    repo.git("remote", "add", "origin", str(server.top))
    repo.git("push", "--quiet", "origin", "main")
    program = put_on_path(tmp_path)
    hook = repo.top / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text('#!/bin/sh\nexec aos-check pre-push "$@"\n')
    hook.chmod(0o755)
    repo.commit("docs: a word", {"README.md": "# Sheets!\n"})
    repo.git("push", "--quiet", "origin", "branch", env=program)
    repo.commit("docs: line-ups", {f"{OTHER}/tasks.md": SECOND, f"{OTHER}/spec.md": "# L\n"})
    with pytest.raises(AssertionError, match="task 1 is done, but"):
        repo.git("push", "--quiet", "origin", "branch", env=program)


def test_pre_receive_passes_with_old_faults_and_stops_a_new_one(repo: Repo, tmp_path: Path) -> None:
    server = Repo(tmp_path / "server", "--bare")
    repo.git("remote", "add", "origin", str(server.top))
    repo.git("push", "--quiet", "origin", "main")
    program = put_on_path(tmp_path)
    hook = server.top / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexec aos-check pre-receive\n")
    hook.chmod(0o755)
    repo.commit("docs: a word", {"README.md": "# Sheets!\n"})
    repo.git("push", "--quiet", "origin", "branch", env=program)
    repo.commit("docs: line-ups", {f"{OTHER}/tasks.md": SECOND, f"{OTHER}/spec.md": "# L\n"})
    with pytest.raises(AssertionError, match="task 1 is done, but"):
        repo.git("push", "--quiet", "origin", "branch", env=program)


def test_commit_msg_does_not_speak_of_documents(repo: Repo) -> None:
    repo.add({"README.md": "# Sheets!\n"})
    assert repo.message("docs: a word\n") == []


# Formats


@pytest.fixture
def mixed(repo: Repo) -> Repo:
    """One new fault beside old ones."""
    repo.commit("docs: line-ups", {f"{OTHER}/tasks.md": SECOND, f"{OTHER}/spec.md": "# L\n"})
    return repo


def shown(repo: Repo, form: str) -> str:
    arguments = ("--range", "main..branch", "--select", "TASK001", "--format", form)
    return repo.run("check", *arguments).stdout


def test_text_marks_them_in_one_line_each(mixed: Repo) -> None:
    text = shown(mixed, "text")
    first, second = text.index(f"{OTHER}/tasks.md\n  1:"), text.index(f"{TASKS}\n  1:")
    assert first < second
    _, line, rest = text[second:].split("\n", 2)
    assert line.endswith("(inherited)")
    assert rest.startswith("\n")
    assert "1 error in 1 file\n1 finding stood before this change\n" in text
    assert text.count("help:") == 1


def test_text_shows_the_first_ones(mixed: Repo) -> None:
    mixed.git("checkout", "--quiet", "main")
    mixed.commit("docs: old", {f"{SPEC}-{n}/tasks.md": FAULTY for n in range(14)})
    mixed.git("checkout", "--quiet", "branch")
    mixed.git("merge", "--quiet", "--no-edit", "main")
    text = shown(mixed, "text")
    assert text.count("(inherited)\n") == 10
    assert "\nand 5 more that stood before: --verbose shows them\n" in text
    assert "15 findings stood before this change\n" in text


def test_sarif_states_which_are_new(mixed: Repo) -> None:
    [run] = json.loads(shown(mixed, "sarif"))["runs"]
    states = {
        it["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]: it["baselineState"]
        for it in run["results"]
    }
    assert states == {f"{OTHER}/tasks.md": "new", TASKS: "unchanged"}
    assert run["properties"]["inherited"] == 1
    [whole] = json.loads(mixed.run("check", "--format", "sarif").stdout)["runs"]
    assert all("baselineState" not in it for it in whole["results"])


def test_junit_skips_them(mixed: Repo) -> None:
    from xml.etree import ElementTree as ET

    root = ET.fromstring(shown(mixed, "junit"))  # noqa: S314 - our own report
    suites = {suite.get("name"): suite for suite in root}
    assert suites[TASKS].find("testcase/skipped") is not None
    assert suites[TASKS].get("failures") == "0"
    assert suites[f"{OTHER}/tasks.md"].get("failures") == "1"


def test_annotations_of_them_are_notices(mixed: Repo) -> None:
    lines = shown(mixed, "github").splitlines()
    [notice] = [line for line in lines if f"file={TASKS}" in line]
    assert notice.startswith("::notice")
    assert "(inherited)" in notice
    [error] = [line for line in lines if f"file={OTHER}/tasks.md" in line]
    assert error.startswith("::error")


def test_the_summary_folds_them(mixed: Repo) -> None:
    text = shown(mixed, "markdown")
    assert text.startswith("## ❌ aos-check: 1 error in 1 file")
    assert "<summary>1 finding stood before this change</summary>" in text
    assert text.index(OTHER) < text.index("<details>") < text.index(f"{TASKS}:1")


@pytest.mark.parametrize("form", ["gitlab", "rdjson"])
def test_other_reports_lower_them_to_information(mixed: Repo, form: str) -> None:
    data = json.loads(shown(mixed, form))
    found = data if form == "gitlab" else data["diagnostics"]
    severities = {it["location"]["path"]: it["severity"].lower() for it in found}
    assert severities[TASKS] == "info"
    assert severities[f"{OTHER}/tasks.md"] in ("major", "error")


def test_a_job_without_new_problems_says_so(repo: Repo) -> None:
    repo.commit("docs: a word", {"README.md": "# Sheets!\n"})
    assert shown(repo, "text").startswith(f"{TASKS}\n  1:1 error")
    assert "no new problems found\n1 finding stood before this change" in shown(repo, "text")
