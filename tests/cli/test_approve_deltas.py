"""The requirements of an OpenSpec change are its proposal and its deltas, and an approval pins all.

The whole way of a change in git: approved, built, changed, approved again, archived.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aos_check.agents.signatures import VARIABLES
from tests.support.git_repo import Files, Repo

HOME = "openspec/changes/add-horn"
RECORDS = f"{HOME}/approval.json"
DELTA, OTHER = f"{HOME}/specs/sound/horn/spec.md", f"{HOME}/specs/light/spec.md"
LOUD = (
    "## ADDED Requirements\n\n### Requirement: Blow\n\nThe horn SHALL blow.\n\n"
    "#### Scenario: Fog\n\n- **WHEN** fog comes\n- **THEN** it blows\n\n"
    "### Requirement: Rest\n\nThe horn SHALL rest at night.\n"
)


class ChangeRepo(Repo):
    """A repository with one change of OpenSpec."""

    def approve(self) -> str:
        """Run `approve` as a person, which must succeed."""
        result = self.run("approve", "add-horn", env=dict.fromkeys(VARIABLES, ""))
        assert result.exit_code == 0, result.output
        return result.output

    def stale(self, *arguments: str) -> list[str]:
        """The messages of SPEC005, with those of the related places."""
        result = self.run("check", *arguments, "--format", "json")
        found = [it for it in json.loads(result.stdout)["findings"] if it["code"] == "SPEC005"]
        return [
            each
            for it in found
            for each in (it["message"], *(place["message"] for place in it["related"]))
        ]


@pytest.fixture
def repo(tmp_path: Path) -> ChangeRepo:
    found = ChangeRepo(tmp_path / "repo")
    found.commit(
        "docs: propose",
        {
            f"{HOME}/proposal.md": "# Add a horn\n\n## Why\n\nFog.\n",
            DELTA: LOUD,
            f"{HOME}/tasks.md": "## 1. Horn\n\n- [ ] 1.1 Bend it\n- [ ] 1.2 Blow it\n",
        },
    )
    found.approve()
    found.commit("docs: approve", {})
    return found


def test_an_approval_pins_the_proposal_and_each_delta(repo: ChangeRepo) -> None:
    records = json.loads((repo.top / RECORDS).read_text("utf-8"))["approvals"]
    assert [record["artifact"] for record in records] == ["proposal.md", "specs/sound/horn/spec.md"]
    assert [each["id"] for each in records[1]["sections"]] == ["Blow", "Rest"]
    assert repo.stale() == []
    spec = repo.export()[0]["specs"][0]
    assert [each["id"] for each in spec["requirements"]] == ["Blow", "Rest"]
    assert spec["approval"]["level"] == "pinned"


APPROVED = "Ada <ada@example.org> approved add-horn, but it has changed since: "


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        ({DELTA: LOUD.replace("\n", "\r\n")}, []),
        ({DELTA: LOUD.replace("rest at", "sleep at")}, [f"{APPROVED}Rest", "Rest has changed"]),
        ({DELTA: LOUD.replace("fog comes", "it rains")}, [f"{APPROVED}Blow", "Blow has changed"]),
        ({DELTA: LOUD.partition("### Requirement: Rest")[0]}, [f"{APPROVED}Rest", "Rest is gone"]),
        ({OTHER: LOUD}, [f"{APPROVED}Blow and Rest", "Blow is new", "Rest is new"]),
        ({DELTA: None}, [f"{APPROVED}Blow and Rest", "Blow is gone", "Rest is gone"]),
        (
            {f"{HOME}/specs/light/README.md": "# Light\n", DELTA: f"{LOUD}\n### Requirement: A\n"},
            [f"{APPROVED}A", "A is new"],
        ),
        ({f"{HOME}/proposal.md": "# Add a horn\n\n## Why\n\nNoise.\n"}, [APPROVED[:-2]]),
    ],
)
def test_another_text_makes_it_stale(repo: ChangeRepo, files: Files, messages: list[str]) -> None:
    repo.commit("docs: think again", files)
    assert repo.stale() == messages
    if messages:
        repo.approve()
        assert repo.stale() == []
        repo.commit("docs: approve again", {})
        assert repo.stale("--range", "HEAD~2..HEAD") == []


def test_a_change_of_a_delta_in_a_range_is_an_error(repo: ChangeRepo) -> None:
    repo.commit("docs: think again", {DELTA: LOUD.replace("rest", "sleep")})
    result = repo.run("check", "--range", "HEAD~1..HEAD", "--format", "json")
    found = {(it["code"], it["severity"]) for it in json.loads(result.stdout)["findings"]}
    assert ("SPEC005", "error") in found
    assert result.exit_code == 1


def test_ticks_and_the_archive_leave_it_valid(repo: ChangeRepo) -> None:
    tasks = f"{HOME}/tasks.md"
    done = (repo.top / tasks).read_text("utf-8").replace("[ ]", "[x]")
    repo.commit("feat: blow\n\nTask: add-horn#1.1\nTask: add-horn#1.2", {tasks: done, "a.py": "1"})
    assert repo.stale() == []
    (repo.top / "openspec/changes/archive").mkdir()
    repo.git("mv", HOME, "openspec/changes/archive/2026-07-01-add-horn")
    repo.commit("docs: archive", {"openspec/specs/sound/horn/spec.md": LOUD.replace("ADDED ", "")})
    assert repo.stale() == []
    assert repo.stale("--range", "HEAD~2..HEAD") == []


def test_a_delta_that_nobody_approved_yet_is_not_stale(repo: ChangeRepo) -> None:
    (repo.top / RECORDS).unlink()
    arguments = ("approve", "add-horn", "--artifact", "proposal.md")
    assert repo.run(*arguments, env=dict.fromkeys(VARIABLES, "")).exit_code == 0
    repo.commit("docs: approve the proposal", {})
    assert repo.stale() == []
    assert repo.export()[0]["specs"][0]["approval"]["level"] == "none"
