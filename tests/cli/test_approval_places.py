"""The way of an approval in each layout: where its record is, what it covers, and what it asks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from aos_check.reading.layouts.loading import shipped
from tests.cli.test_approve_command import PERSON
from tests.support.git_repo import Repo, author

LEVEL = {"aos-check.toml": '[approval]\nlevel = "pinned"\n'}
APPROVALS = {"SPEC004", "SPEC005", "GIT004"}
GRACE = PERSON | author("Grace")


class Way(NamedTuple):
    """A spec with an open task, and a document that says "It rings once" and may not be in it.

    `work` are pairs of a text and another one, which work on the spec replaces.
    """

    spec: str
    document: str
    record: str
    files: Mapping[str, str]
    work: tuple[tuple[str, str], ...] = ()


def folder(path: str, document: str, tasks: str = "tasks.md", **more: str) -> Way:
    """A spec in a folder."""
    files = {f"{path}/{document}": "# Bell\n\n- **FR-001**: It rings once.\n", **more}
    files.setdefault(f"{path}/{tasks}", "# Tasks\n\n- [ ] 1. Ring\n- [ ] 2. Stop\n")
    return Way(path, f"{path}/{document}", f"{path}/approval.json", files)


STORY = (
    "# Story 1.2: Ring the bell\n\n{status}\n\n## Story\n\nAs a guest, I want a bell.\n\n"
    "## Acceptance Criteria\n\n1. It rings once.\n2. It stops.\n\n"
    "## Tasks / Subtasks\n\n- [ ] Ring it (AC: #1)\n- [ ] Stop it (AC: #2)\n\n"
    "## Dev Notes\n\n### File List\n\n"
    "## Dev Agent Record\n\n### Completion Notes List\n\n### File List\n\n"
    "## Change Log\n\n## QA Results\n"
)
FILLED = (
    ("### Completion Notes List\n", "### Completion Notes List\n\nIt rings.\n"),
    ("### File List\n\n## Change", "### File List\n\n- src/bell.py\n\n## Change"),
    ("## Change Log\n", "## Change Log\n\n| Date | Change |\n| --- | --- |\n| 2026 | Rang |\n"),
    ("## QA Results\n", "## QA Results\n\nPassed.\n\n### Story\n"),
)
BUILD_SPEC = (
    "---\ntitle: 'Bell'\ntype: 'feature'\nstatus: 'ready-for-dev'\n---\n\n"
    '<frozen-after-approval reason="the intent of a person">\n\n## Intent\n\nIt rings once.\n\n'
    "</frozen-after-approval>\n\n## Code Map\n\n- `src/bell.py`\n\n"
    "## Tasks & Acceptance\n\n**Execution:**\n- [ ] `src/bell.py` -- ring\n"
    "- [ ] `src/bell.py` -- stop\n\n"
    "**Acceptance Criteria:**\n- Given a guest, when they ring, then it rings\n\n"
    "## Spec Change Log\n\n## Verification\n"
)
V4, V6 = "docs/stories/1.2.bell", "_bmad-output/implementation-artifacts"
PLAN = "# Bell Plan\n\n### Task 1: Ring\n\n- [ ] **Step 1: Ring**\n- [ ] **Step 2: Stop**\n"
SUPERPOWERS = "docs/superpowers"
WAYS = {
    "agent-os-1": folder(".agent-os/specs/2026-01-02-bell", "spec.md"),
    "agent-os-2": folder("agent-os/specs/2026-01-02-bell", "planning/requirements.md"),
    "agent-os-3": folder("agent-os/specs/2026-01-02-1430-bell", "shape.md", "tasks.md"),
    "awos": folder("context/spec/001-bell", "functional-spec.md"),
    "dated-specs": folder("specs/2026-01-02-bell", "spec.md"),
    "kiro": folder(".kiro/specs/bell", "requirements.md"),
    "openspec": folder("openspec/changes/bell", "proposal.md"),
    "peer": folder(".agent-os/specs/2026-01-02-bell", "spec.md", **{".agent-os.yaml": "a: 1\n"}),
    "praxis-os": folder(".praxis-os/specs/2026-01-02-bell", "srd.md"),
    "spec-kit": folder("specs/001-bell", "spec.md"),
    "specify": folder(".specify/specs/001-bell", "spec.md"),
    "conductor": folder("conductor/tracks/bell_20260102", "spec.md", "plan.md"),
    "gsd": Way(
        ".planning/phases/01-bell",
        ".planning/phases/01-bell/01-CONTEXT.md",
        ".planning/phases/01-bell/approval.json",
        {
            ".planning/STATE.md": "# State\n",
            ".planning/phases/01-bell/01-CONTEXT.md": "# Bell\n\nIt rings once.\n",
            ".planning/phases/01-bell/01-01-PLAN.md": "# Ring\n",
            ".planning/phases/01-bell/01-02-PLAN.md": "# Stop\n",
        },
    ),
    "superpowers": Way(
        f"{SUPERPOWERS}/plans/2026-01-03-bell.md",
        f"{SUPERPOWERS}/specs/2026-01-02-bell-design.md",
        f"{SUPERPOWERS}/specs/2026-01-02-bell-design.approval.json",
        {
            f"{SUPERPOWERS}/plans/2026-01-03-bell.md": PLAN,
            f"{SUPERPOWERS}/specs/2026-01-02-bell-design.md": "# Bell\n\nIt rings once.\n",
        },
    ),
    "superpowers-4": Way(
        "docs/plans/2026-01-03-bell.md",
        "docs/plans/2026-01-02-bell-design.md",
        "docs/plans/2026-01-02-bell-design.approval.json",
        {
            "docs/plans/2026-01-03-bell.md": PLAN,
            "docs/plans/2026-01-02-bell-design.md": "# Bell\n\nIt rings once.\n",
        },
    ),
    "superpowers without a design": Way(
        f"{SUPERPOWERS}/plans/2026-01-03-bell.md",
        f"{SUPERPOWERS}/plans/2026-01-03-bell.md",
        f"{SUPERPOWERS}/plans/2026-01-03-bell.approval.json",
        {f"{SUPERPOWERS}/plans/2026-01-03-bell.md": f"It rings once.\n\n{PLAN}"},
    ),
    "one document": Way(
        "agent-os/specs/2026-01-02-bell.md",
        "agent-os/specs/2026-01-02-bell.md",
        "agent-os/specs/2026-01-02-bell.approval.json",
        {
            "agent-os/specs/2026-01-02-bell.md": "# Bell\n\nIt rings once.\n",
            "agent-os/product/mission.md": "# Mission\n",
        },
    ),
    "bmad-4": Way(
        f"{V4}.md",
        f"{V4}.md",
        f"{V4}.approval.json",
        {
            f"{V4}.md": STORY.format(status="## Status\n\nApproved"),
            ".bmad-core/core-config.yaml": "",
        },
        (*FILLED, ("Approved", "Ready for Review")),
    ),
    "bmad-6": Way(
        f"{V6}/1-2-bell.md",
        f"{V6}/1-2-bell.md",
        f"{V6}/1-2-bell.approval.json",
        {f"{V6}/1-2-bell.md": STORY.format(status="Status: ready-for-dev")},
        (*FILLED, ("Status: ready-for-dev", "Status: review")),
    ),
    "bmad-6 build spec": Way(
        f"{V6}/spec-bell.md",
        f"{V6}/spec-bell.md",
        f"{V6}/spec-bell.approval.json",
        {f"{V6}/spec-bell.md": BUILD_SPEC},
        (("Change Log\n", "Change Log\n\n- More.\n"), ("'ready-for-dev'", "'in-review'")),
    ),
    "task-master": Way(
        ".taskmaster",
        ".taskmaster/docs/prd.md",
        ".taskmaster/approval.json",
        {
            ".taskmaster/docs/prd.md": "# Bell\n\nIt rings once.\n",
            ".taskmaster/tasks/tasks.json": json.dumps(
                {"master": {"tasks": [{"id": 1, "title": "Ring", "status": "pending"}]}}
            ),
        },
    ),
}
WITHOUT = {
    "backlog-md": {
        f"backlog/tasks/task-{n} - Ring.md": f"---\nid: {n}\ntitle: Ring\nstatus: {said}\n---\n"
        for n, said in (("1", "In Progress"), ("2", "To Do"))
    },
    "task-master-legacy": {
        ".taskmasterconfig": "{}",
        "tasks/tasks.json": json.dumps(
            {
                "master": {
                    "tasks": [
                        {"id": 1, "title": "Ring", "status": "in-progress", "dependencies": []},
                        {"id": 2, "title": "Stop", "status": "pending", "dependencies": []},
                    ]
                }
            }
        ),
    },
}


def test_every_layout_has_its_way() -> None:
    assert {layout.name for layout in shipped()} <= {*WAYS, *WITHOUT}


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Way:
    return WAYS[request.param]


@pytest.fixture
def repo(tmp_path: Path, way: Way) -> Repo:
    found = Repo(tmp_path)
    found.commit("docs: plan", {**LEVEL, **way.files})
    found.git("tag", "base")
    return found


def works(repo: Repo) -> None:
    """Tick the first task, in a commit with code that names it."""
    (spec,) = repo.export()[0]["specs"]
    task = spec["tasks"][0]
    path = task["path"]
    if path.endswith(".json"):
        repo.write({path: (repo.top / path).read_text().replace("pending", "in-progress")})
    elif "PLAN" in path:
        repo.write({path.replace("PLAN", "SUMMARY"): "# Done\n"})
    else:
        repo.write({path: (repo.top / path).read_text().replace("[ ]", "[x]", 1)})
    repo.commit(f"feat: ring\n\nTask: {task['address']}", {"src/bell.py": "RINGS = 1\n"})


def approve(repo: Repo, way: Way) -> None:
    """Let Grace approve the spec in a commit."""
    result = repo.run("approve", way.spec, env=GRACE)
    assert result.exit_code == 0, result.output
    assert (repo.top / way.record).is_file()
    repo.commit("docs: approve", by="Grace")


def refused(repo: Repo) -> set[str]:
    """The errors about approvals in all commits after the first."""
    return APPROVALS & set(repo.codes("check", "--range", "base..HEAD"))


def replace(repo: Repo, path: str, *pairs: tuple[str, str]) -> None:
    """Replace texts in a file."""
    text = (repo.top / path).read_text()
    for before, after in pairs:
        assert before in text
        text = text.replace(before, after, 1)
    repo.write({path: text})


class TestEachLayout:
    def test_its_way(self, repo: Repo, way: Way) -> None:
        if repo.export()[0]["specs"][0]["tasks"]:
            works(repo)
            assert "GIT004" in refused(repo)
            repo.git("reset", "--quiet", "--hard", "base")
            approve(repo, way)
            works(repo)
        else:
            approve(repo, way)
        replace(repo, way.document, *way.work)
        repo.commit("docs: what was done")
        assert refused(repo) == set()
        replace(repo, way.document, ("It rings once", "It rings twice"))
        repo.commit("docs: ring twice")
        assert "SPEC005" in refused(repo)
        approve(repo, way)
        assert refused(repo) == set()
        assert repo.run("approve", way.spec, "--revoke", env=GRACE).exit_code == 0
        assert json.loads((repo.top / way.record).read_text())["approvals"] == []

    def test_agents_may_not_write_the_record(self, repo: Repo, way: Way) -> None:
        event = {
            "hook_event_name": "PreToolUse",
            "session_id": "s",
            "tool_name": "Write",
            "cwd": str(repo.top),
            "tool_input": {"file_path": str(repo.top / way.record), "content": "{}"},
        }
        said = repo.run("hook", "claude-code", give=json.dumps(event)).stdout
        assert "only a person approves" in said
        event |= {"tool_name": "Bash", "tool_input": {"command": f"echo '{{}}' > {way.record}"}}
        said = repo.run("hook", "claude-code", give=json.dumps(event)).stdout
        assert "nly a person approves" in said

    def test_agents_may_not_commit_it(self, repo: Repo, way: Way) -> None:
        assert repo.run("approve", way.spec, env=GRACE).exit_code == 0
        agent = "docs: approve\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
        repo.commit(agent, by="Grace")
        assert "SPEC006" in repo.codes("check", "--range", "base..HEAD")


@pytest.mark.parametrize("config", [LEVEL, {}])
@pytest.mark.parametrize("layout", WITHOUT)
def test_nothing_to_approve(tmp_path: Path, layout: str, config: dict[str, str]) -> None:
    repo = Repo(tmp_path)
    repo.commit("docs: plan", {**config, **WITHOUT[layout], "src/bell.py": "RINGS = 0\n"})
    (spec,) = repo.export()[0]["specs"]
    repo.commit(
        f"feat: ring\n\nTask: {spec['tasks'][0]['address']}", {"src/bell.py": "RINGS = 1\n"}
    )
    report = repo.report("check", "--range", "HEAD~..HEAD")
    assert not APPROVALS & {it["code"] for it in report["findings"]}
    reasons = {it["code"]: it["reason"] for it in report["not_evaluated"]}
    assert reasons["GIT004"].endswith("keeps no requirements, so there is nothing to approve")
    assert "SPEC004" not in repo.codes("check")
    result = repo.run("approve", spec["path"], env=GRACE)
    assert result.exit_code == 2
    assert "there is nothing to approve" in result.stderr
    assert "no setting asks for its approval" in result.stderr


class TestOneFile:
    way = WAYS["bmad-6"]

    def test_its_record_moves_along(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path)
        repo.commit("docs: plan", {**LEVEL, **self.way.files})
        repo.git("tag", "base")
        approve(repo, self.way)
        works(repo)
        renamed = f"{V6}/1-2-gong.md", f"{V6}/1-2-gong.approval.json"
        repo.git("mv", self.way.document, renamed[0])
        repo.commit("docs: rename the story alone")
        assert "GIT004" in refused(repo)
        repo.git("mv", self.way.record, renamed[1])
        repo.commit("docs: rename the record too")
        assert refused(repo) == set()
        assert repo.run("approve", "gong", "--revoke", env=GRACE).exit_code == 0

    def test_a_record_alone_is_no_spec(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path)
        repo.commit("docs: plan", {**LEVEL, **self.way.files})
        approve(repo, self.way)
        repo.commit("docs: drop", {self.way.document: None})
        assert "no specs, task lists or decisions" in repo.run("export").stderr

    def test_no_other_document(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path)
        way = WAYS["superpowers"]
        repo.commit("docs: plan", {**LEVEL, **way.files})
        result = repo.run("approve", "bell", "--artifact", way.spec, env=GRACE)
        assert result.exit_code == 2
        assert "name one of 2026-01-02-bell-design.md" in result.stderr

    def test_its_proofs_are_beside_it(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path)
        repo.commit("docs: plan", self.way.files)
        (spec,) = repo.export()[0]["specs"]
        result = repo.run("prove", spec["tasks"][0]["address"], "--", "true")
        assert result.exit_code == 0, result.output
        assert (repo.top / f"{V6}/1-2-bell.evidence.json").is_file()
        assert repo.run("check").exit_code == 0


def test_plans_share_a_design(tmp_path: Path) -> None:
    repo, way = Repo(tmp_path), WAYS["superpowers"]
    second = f"{SUPERPOWERS}/plans/2026-01-04-bell.md"
    repo.commit("docs: plan", {**LEVEL, **way.files, second: PLAN})
    repo.git("tag", "base")
    approve(repo, way)
    for path in (way.spec, second):
        replace(repo, path, ("[ ]", "[x]"))
        name = path.rpartition("/")[2].removesuffix(".md")
        repo.commit(f"feat: ring\n\nTask: {name}#1.1", {f"src/{name}.py": "RINGS = 1\n"})
    assert refused(repo) == set()
    replace(repo, way.document, ("once", "twice"))
    repo.commit("docs: ring twice")
    found = repo.report("check", "--range", "base..HEAD")["findings"]
    assert len([it for it in found if it["code"] == "SPEC005"]) == 2
    approve(repo, way)
    assert refused(repo) == set()
