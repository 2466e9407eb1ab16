"""The phases of a team's own workflow: what is over, what has begun, and what comes next."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from aos_check.agents.signatures import VARIABLES
from aos_check.judging.config import parse
from aos_check.model.errors import CannotCheckError
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree
from aos_check.model.workflow import TeamPhase
from aos_check.progress.phases import how_to_meet
from aos_check.reading.artifact_index import Sources
from aos_check.reading.snapshot import Snapshot
from tests.support.git_repo import Repo, author
from tests.support.sample_project import SPEC, project, roadmap, tasks

PERSON = dict.fromkeys(VARIABLES, "")
CODE = "src/app.py"
DESIGN, REVIEW = f"{SPEC}/design.md", f"{SPEC}/review.md"
BUILD = TeamPhase("build", tasks="done")
RULES = """\
[[workflow.phases]]
name = "design"
approved = ["design.md"]

[[workflow.phases]]
name = "build"
tasks = "done"
proved = true

[[workflow.phases]]
name = "review"
exists = ["review.md"]
"""


def spec(files: dict[str, str], *phases: TeamPhase) -> Spec:
    """The spec of the sample with these files in its folder, in a team's workflow."""
    tree = MemoryTree({**project(), **{f"{SPEC}/{name}": text for name, text in files.items()}})
    (found,) = Snapshot(tree, Sources(phases=phases)).specs()
    return found


def needs(found: Spec) -> list[str]:
    """What the current phase needs, after its name."""
    current = found.phases.current
    return [current.name, *(need.why for need in current.needs)] if current else []


class TestPhases:
    @pytest.mark.parametrize(
        ("files", "needed"),
        [
            ({}, ["design.md is missing"]),
            ({"design.md": "\n \n"}, ["design.md is empty or cannot be read"]),
            ({"sub/design.md": "A form.\n"}, ["design.md is missing"]),
            ({"design.md/part.md": "A form.\n"}, ["design.md is missing"]),
            ({"desgin.md": "A form.\n"}, ["design.md is missing (the nearest file is desgin.md)"]),
            ({"design.md": "A form.\n"}, None),
            ({"Design.md": "A form.\n"}, None),
        ],
    )
    def test_a_file_must_exist(self, files: dict[str, str], needed: list[str] | None) -> None:
        found = spec(files, TeamPhase("design", exists=("design.md",)), BUILD)
        assert needs(found)[0] == ("design" if needed else "build")
        assert needed is None or needs(found)[1:] == needed

    def test_a_glob_needs_one_file_and_approves_all(self) -> None:
        phase = TeamPhase("design", exists=("notes/*.md",), approved=("adr/**", "adr/*.md"))
        assert needs(spec({}, phase, BUILD))[1:] == [
            "no file is notes/*.md",
            "no file is adr/**",
            "no file is adr/*.md",
        ]
        files = {"notes/a.md": "A\n", "adr/0.md": "A\n", "adr/b/2.md": "B\n", "adr/c.json": "{}"}
        found = spec({**files, "adr/1.md": "> Status: Approved\n"}, phase, BUILD)
        assert needs(found)[1:] == [
            "adr/0.md is not approved",
            "adr/b/2.md is not approved",
            "adr/c.json is no document, and only documents can be approved",
        ]

    @pytest.mark.parametrize(
        ("changed", "name", "help_"),
        [
            ({}, "design.md", "runs `aos-check approve 001-login --artifact design.md`"),
            (
                {},
                "data.json",
                "leave data.json out: name only documents in `approved` of the phase",
            ),
            ({"approval_file": ""}, "design.md", "a person sets its status in design.md to Appr"),
        ],
    )
    def test_the_way_to_an_approval(self, changed: dict[str, Any], name: str, help_: str) -> None:
        phase = TeamPhase("design", approved=(name,))
        found = spec({"design.md": "A\n", "data.json": "{}"}, phase, BUILD)._replace(**changed)
        current = found.phases.current
        assert current
        assert help_ in how_to_meet(current.needs[0], found)

    def test_the_approval_of_the_spec_itself(self) -> None:
        phase = TeamPhase("rfc", approved=("functional-spec.md",))
        assert needs(spec({}, phase, BUILD))[0] == "build"
        draft = project("Draft")[f"{SPEC}/functional-spec.md"]
        found = spec({"functional-spec.md": draft}, phase, BUILD)
        assert needs(found) == ["rfc", "functional-spec.md is not approved"]
        assert found.phases.before_work is found.phases.current

    def test_each_done_task_is_proved(self) -> None:
        build = TeamPhase("build", tasks="done", proved=True)
        record = {
            "task": "login#1", "command": ["pytest"], "exit": 1,
            "tree": "0" * 40, "at": "2026-01-30T12:00:00Z", "seconds": 2,
        }  # fmt: skip
        evidence = json.dumps({"schema": 1, "evidence": [record]})
        found = spec({"tasks.md": tasks("1", "2", "3"), "evidence.json": evidence}, build)
        assert needs(found)[1:] == [
            "the proof of task 1 ended with exit code 1",
            "task 2 has no proof",
            "task 3 has no proof",
        ]

    @pytest.mark.parametrize(
        ("text", "begun"),
        [
            ("# Review\n", True),
            ("# Review\n\n- **Status:** Approved\n", True),
            ("# Review\n\n- **Status:** Draft\n", False),
            ("# Review\n\n- **Status:** In review\n", False),
            ("\n", False),
        ],
    )
    def test_a_draft_begins_no_phase(self, text: str, *, begun: bool) -> None:
        found = spec({"review.md": text}, BUILD, TeamPhase("review", exists=("review.md",)))
        assert bool(found.phases.ahead) == begun

    def test_a_file_belongs_to_the_first_phase_that_names_it(self) -> None:
        everything = TeamPhase("review", exists=("**",))
        first = TeamPhase("design", exists=("design.md", "**"))
        assert spec({}, first, BUILD, everything).phases.ahead is None
        jump = spec({}, TeamPhase("design", exists=("design.md",)), BUILD, everything).phases.ahead
        assert jump
        assert jump.later.name == "review"

    def test_many_phases(self) -> None:
        many = [TeamPhase(f"phase {n}", exists=(f"{n}.md",)) for n in range(1000)]
        found = spec({f"{n}.md": "a\n" for n in range(500)}, *many, BUILD)
        assert needs(found) == ["phase 500", "500.md is missing"]
        assert [state for _, state in found.phases.states()].count("later") == 500


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('name = "a"\nexist = ["b"]', "aos-check.toml:6: unknown key workflow.phases.1.exist"),
        ('name = "a"\ntasks = "all"', "aos-check.toml:6: workflow.phases.1.tasks must be 'done'"),
        ('name = "a"', "aos-check.toml:4: workflow.phases.1 must be a phase with one of the keys"),
        (
            'name = " Build"\nexists = ["a"]',
            "aos-check.toml:5: workflow.phases.1.name must be a name that no other phase has",
        ),
        (
            'name = "a"\ntasks = "done"',
            'aos-check.toml:1: workflow.phases must be phases of which exactly one has tasks = "do',
        ),
        ('name = "a"\nexists = ["../a"]', "aos-check.toml:6: workflow.phases.1.exists must be pat"),
        ('name = "a"\nexists = ["/a"]', "aos-check.toml:6: workflow.phases.1.exists must be paths"),
        ('name = "a"\napproved = ["a/"]', "aos-check.toml:6: workflow.phases.1.approved must be"),
    ],
)
def test_a_workflow_with_a_fault_is_refused(text: str, message: str) -> None:
    build = '[[workflow.phases]]\nname = "build"\ntasks = "done"\n'
    with pytest.raises(CannotCheckError) as caught:
        parse(f"{build}[[workflow.phases]]\n{text}\n", "aos-check.toml")
    assert caught.value.message.startswith(message)


def test_proofs_come_with_the_work() -> None:
    early = '[[workflow.phases]]\nname = "a"\nproved = true\n'
    with pytest.raises(CannotCheckError, match="proved must be false before the phase with tasks"):
        parse(f'{early}[[workflow.phases]]\nname = "b"\ntasks = "done"\n', "aos-check.toml")


def step(repo: Repo) -> dict[str, Any]:
    """The next step, without its reason."""
    found: dict[str, Any] = json.loads(repo.run("next", "--format", "json").stdout)["step"]
    return found


def test_the_whole_way(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.setitem(os.environ, name, "")
    repo.commit("docs: plan", {**project(), "aos-check.toml": RULES, CODE: "x = 1\n"})
    assert (step(repo)["kind"], step(repo)["text"]) == ("write", "write design.md")
    repo.write({DESIGN: "# Design\n\nA form.\n", CODE: "x = 2\n"})
    repo.git("add", "--all")
    assert repo.message("feat: one\n\nTask: login#1\n") == ["GATE005", "GIT003"]
    assert step(repo)["text"] == "get design.md approved"
    assert repo.run("approve", "login", "--artifact", "design.md", env=PERSON).exit_code == 0
    repo.write({f"{SPEC}/tasks.md": tasks("1", "2", "3")})
    repo.git("add", "--all")
    assert repo.message("feat: all\n\nTask: login#1, login#2, login#3\n") == []
    repo.commit("feat: all\n\nTask: login#1, login#2, login#3\n")
    assert step(repo)["text"] == "prove task 1"
    for number in "123":
        assert repo.run("prove", f"login#{number}", "--", "true").exit_code == 0
    assert step(repo)["text"] == "write review.md"
    assert repo.status()[0]["phases"] == [
        {"name": "design", "state": "over", "needs": []},
        {"name": "build", "state": "over", "needs": []},
        {"name": "review", "state": "current", "needs": ["review.md is missing"]},
    ]
    assert "ROAD003" not in repo.codes("check")
    repo.write({REVIEW: "# Review\n\nIt works.\n"})
    assert step(repo)["kind"] == "close"
    repo.commit("docs: review", {"context/product/roadmap.md": roadmap(done=True)})
    assert step(repo)["kind"] == "none"
    repo.write({f"{SPEC}/tasks.md": tasks("1", "2")})
    assert "GATE004" in repo.codes("check")


def test_status_shows_the_phase(repo: Repo) -> None:
    repo.commit("docs: plan", {**project(), "aos-check.toml": RULES})
    table = repo.run("status").stdout
    assert "phase" in table
    assert "design" in table
    detail = repo.run("status", "login").stdout
    assert "[/] design" in detail
    assert "design.md is missing" in detail
    assert "[ ] build" in detail


def test_an_approval_needs_the_level_of_the_project(repo: Repo) -> None:
    level = '[approval]\nlevel = "separate"\n'
    base = repo.commit("docs: plan", {**project(), "aos-check.toml": RULES + level})
    repo.commit("docs: design", {DESIGN: "# Design\n\nA form.\n\n- **Status:** Approved\n"})
    repo.run("approve", "login", "--artifact", "design.md", env=PERSON)
    repo.run("approve", "login", env=PERSON)
    repo.commit("docs: approve the own design")
    repo.commit("feat: one\n\nTask: login#1", {f"{SPEC}/tasks.md": tasks("1"), CODE: "x = 1\n"})
    refused = repo.run("check", "--since", base, "--select", "GATE").stdout
    assert "Ada <ada@example.org> both wrote and approved it" in refused
    repo.git("reset", "--quiet", "--hard", "HEAD~2")
    repo.run("approve", "login", "--artifact", "design.md", env=PERSON)
    repo.git("add", "--all")
    repo.commit("docs: approve the design", by="Grace")
    repo.commit("feat: one\n\nTask: login#1", {f"{SPEC}/tasks.md": tasks("1"), CODE: "x = 1\n"})
    assert repo.codes("check", "--since", base, "--select", "GATE") == []


@pytest.mark.parametrize("by_record", [True, False])
def test_an_agent_approves_no_document_of_a_phase(repo: Repo, *, by_record: bool) -> None:
    design = "# Design\n\n- **Status:** Draft\n"
    base = repo.commit("docs: plan", {**project(), "aos-check.toml": RULES, DESIGN: design})
    if by_record:
        repo.run("approve", "login", "--artifact", "design.md", env=PERSON)
    else:
        repo.write({DESIGN: design.replace("Draft", "Approved")})
    repo.commit("docs: go\n\nCo-Authored-By: Claude <noreply@anthropic.com>")
    assert repo.codes("check", "--since", base, "--select", "SPEC006") == ["SPEC006"]
    repo.git("commit", "--quiet", "--amend", "--message", "docs: go")
    assert repo.codes("check", "--since", base, "--select", "SPEC006") == []


def test_an_approval_that_is_not_committed_is_not_judged(repo: Repo) -> None:
    level = '[approval]\nlevel = "separate"\n'
    files = {**project(), "aos-check.toml": RULES + level, DESIGN: "# Design\n\nA form.\n"}
    repo.commit("docs: plan", files)
    repo.run("approve", "login", "--artifact", "design.md", env=PERSON | author("Grace"))
    assert "the approval is not committed yet" in repo.run("next", env=author("Grace")).stdout
    repo.add({f"{SPEC}/tasks.md": tasks("1")})
    report = repo.report("check", "--staged", "--select", "GATE", env=author("Grace"))
    assert report["findings"] == []
    reasons = {it["code"]: it["reason"] for it in report["not_evaluated"]}
    assert "design.md is not approved: the approval is not committed yet" in reasons["GATE004"]
    repo.add({f"{SPEC}/tasks.md": tasks("1", "2"), REVIEW: "# Review\n"})
    report = repo.report("check", "--staged", "--select", "GATE", env=author("Grace"))
    assert ["task 3 is open" in it["message"] for it in report["findings"]] == [True]


def test_specs_from_before_the_gate_are_not_asked(repo: Repo) -> None:
    old = repo.commit("docs: plan", {**project("Approved", "1"), CODE: "x = 1\n"})
    repo.commit("chore: rules", {"aos-check.toml": RULES})
    assert "GATE004" in repo.codes("check")
    repo.write({"aos-check.toml": f'enforce-since = "{old}"\n{RULES}'})
    assert "GATE004" not in repo.codes("check")
    assert repo.status()[0]["phases"] == []


def test_nor_when_they_were_moved_since() -> None:
    old, new = (f".praxis-os/specs/{it}/2025-10-08-login" for it in ("approved", "completed"))

    def phases(*paths: str) -> list[int]:
        tree = MemoryTree({f"{path}/tasks.md": tasks("1") for path in paths})
        found = Snapshot(tree, Sources(phases=(BUILD,), settled=lambda: [old])).specs()
        return [len(each.phases) for each in found]

    assert (phases(old), phases(new), phases(old, new)) == ([0], [0], [0, 1])


def test_a_breach_that_stood_before_is_inherited(repo: Repo) -> None:
    base = repo.commit("docs: plan", {**project("Approved", "1"), "aos-check.toml": RULES})
    repo.commit("docs: more", {f"{SPEC}/tasks.md": tasks("1", "2")})
    report = repo.report("check", "--since", base, "--select", "GATE004")
    assert [finding["inherited"] for finding in report["findings"]] == [True]
    repo.commit("docs: review", {REVIEW: "# Review\n"})
    assert repo.run("check", "--since", base, "--select", "GATE004").exit_code == 0
    repo.commit("docs: design", {DESIGN: "# Design\n\n- **Status:** Approved\n"})
    report = repo.report("check", "--since", base, "--select", "GATE004")
    assert [finding["inherited"] for finding in report["findings"]] == [False]


def test_a_symbolic_link_is_no_file_of_a_phase(repo: Repo, tmp_path: Path) -> None:
    rules = RULES.replace("approved", "exists")
    repo.commit("docs: plan", {**project("Approved", "1"), "aos-check.toml": rules})
    (tmp_path / "design.md").write_text("A form.\n")
    (repo.top / DESIGN).symlink_to(tmp_path / "design.md")
    assert "GATE004" in repo.codes("check")
    (repo.top / DESIGN).unlink()
    (repo.top / DESIGN).write_text("A form.\n")
    assert "GATE004" not in repo.codes("check")
