"""GSD, Conductor and Superpowers: the traps of their grammars, and folders that only look alike."""

from __future__ import annotations

import json
from textwrap import dedent

import pytest

from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection, Severities
from aos_check.model.document import Role, State
from aos_check.model.tree import MemoryTree
from aos_check.progress.active import active
from aos_check.progress.spec_progress import all_progress
from aos_check.reading.layouts.loading import shipped
from aos_check.reading.project import read_projects
from aos_check.rules import RULES
from tests.support.reading import project, projects, spec

Files = dict[str, str | bytes]


def found(files: Files) -> list[str]:
    """The codes of everything that is more than information."""
    tree = MemoryTree({k: dedent(v) if isinstance(v, str) else v for k, v in files.items()})
    severities = Severities(layouts={layout.name: layout for layout in shipped()})
    report = check(Subject(read_projects(tree)), Selection(RULES), tree=tree, severities=severities)
    return sorted(it.code for it in report.findings if it.severity.value != "info")


@pytest.mark.parametrize(
    "files",
    [
        {"conductor/product.md": "# A", "conductor/tracks.md": "- [x] **Track: Adagio**"},
        {"conductor/src/plan.md": "- [ ] a", "conductor/README.md": "# A"},
        {".planning/ROADMAP.md": "- [x] Phase 1: A", ".planning/notes/plan.md": "- [ ] a"},
        {"docs/superpowers/flying.md": "# A", "docs/superpowers/plans/README.md": "- [ ] a"},
        {"superpowers/plans/2026-07-01-lamp.md": "### Task 1: A\n\n- [ ] a"},
    ],
)
def test_a_folder_of_the_same_name_is_no_project(files: Files) -> None:
    assert projects(files) == ()


def test_a_folder_of_the_same_name_hides_no_project() -> None:
    files: Files = {
        "conductor/README.md": "# A service",
        "conductor/.kiro/specs/lamp/tasks.md": "- [ ] 1. Lamp",
        "docs/superpowers/README.md": "# A",
        "docs/superpowers/agent-os/specs/2025-10-08-lamp/tasks.md": "- [ ] 1.0 Lamp",
    }
    assert [it.root for it in projects(files)] == ["conductor", "docs/superpowers"]


def test_the_root_of_a_home_of_two_folders() -> None:
    files: Files = {
        "web/docs/superpowers/plans/2026-07-01-lamp.md": "### Task 1: A\n\n- [ ] a",
        "web/docs/adr/0001-a.md": "# 1. A\n\n## Status\n\nAccepted\n",
    }
    only = project(files)
    assert (only.root, len(only.decisions)) == ("web", 1)


# GSD

ROADMAP = """
    # Roadmap

    - [x] **Phase 1: Light** - the lamp
    - [ ] **Phase 2: Fog** - after Phase 1

    ### Phase 1: Light
    Plans:
    - [x] 01-01-PLAN.md — lamp
    - [x] 01-02-PLAN.md — switch
"""
PHASE = ".planning/phases/01-light"
LIGHT: Files = {
    ".planning/ROADMAP.md": ROADMAP,
    f"{PHASE}/01-01-PLAN.md": "# A",
    f"{PHASE}/01-01-SUMMARY.md": "# A",
    f"{PHASE}/01-02-PLAN.md": '---\ndepends_on: ["01-01"]\n---\n# B',
    f"{PHASE}/01-02-SUMMARY.md": "# B",
    f"{PHASE}/01-VERIFICATION.md": "---\nstatus: passed\n---\n",
}


def without(name: str) -> Files:
    return {path: text for path, text in LIGHT.items() if not path.endswith(name)}


def verified(status: str) -> Files:
    return {**LIGHT, f"{PHASE}/01-VERIFICATION.md": f"---\nstatus: {status}\n---\n"}


def uat(name: str, status: str) -> Files:
    return {f"{PHASE}/{name}": f"---\nstatus: {status}\nphase: 01-light\n---\n\n# Test\n"}


def planned(old: str, new: str) -> Files:
    return {**LIGHT, ".planning/ROADMAP.md": ROADMAP.replace(old, new)}


@pytest.mark.parametrize(
    "files",
    [
        without("01-02-SUMMARY.md"),
        verified("gaps_found"),
        verified("human_needed"),
        {**verified("human_needed"), **uat("01-HUMAN-UAT.md", "partial")},
        {**verified("human_needed"), **uat("01-HUMAN-UAT.md", "testing")},
        {**verified("gaps_found"), **uat("01-HUMAN-UAT.md", "passed")},
        verified("failed"),
        {
            path: dedent(str(text)).replace("\n", "\r\n").encode()
            for path, text in without("01-02-SUMMARY.md").items()
        },
        {f"web/{path}": text for path, text in without("01-02-SUMMARY.md").items()},
        {
            path.replace("01-light", "01-lamp"): text
            for path, text in verified("gaps_found").items()
        },
        {
            path.replace("01-light", "1-light"): text
            for path, text in without("01-02-SUMMARY.md").items()
        },
        {path: text for path, text in LIGHT.items() if "SUMMARY" not in path},
    ],
)
def test_a_phase_is_ticked_too_early(files: Files) -> None:
    assert found(files) == ["ROAD002"]


@pytest.mark.parametrize(
    "files",
    [
        LIGHT,
        without("01-VERIFICATION.md"),
        verified("PASSED"),
        {**verified("human_needed"), **planned("- [x] **Phase 1", "- [ ] **Phase 1")},
        {**verified("human_needed"), **uat("01-HUMAN-UAT.md", "passed")},
        {**verified("human_needed"), **uat("01-UAT.md", "complete")},
        {**verified("human_needed"), **uat("01-HUMAN-UAT.md", "Resolved")},
        {**verified("gaps_found"), **planned("- [x] **Phase 1", "- [ ] **Phase 1")},
        {**without("01-02-PLAN.md"), f"{PHASE}/01-02-PLAN.md": "---\nstatus: superseded\n---\n# B"},
        {**LIGHT, f"{PHASE}/01-01-PLAN.md": "# A\n\n@.planning/phases/02-fog/02-01-SUMMARY.md\n"},
        {**LIGHT, f"{PHASE}/01-01-PLAN.md": "# A\n\n## Success Criteria\n\n- [ ] It shines\n"},
        {**LIGHT, f"{PHASE}/01-RESEARCH.md": "- [ ] open", f"{PHASE}/01-UAT.md": "# A"},
        {**LIGHT, ".planning/milestones/v1.0-ROADMAP.md": "- [x] **Phase 1: Light**"},
        {**LIGHT, ".planning/phases/1.1-door/1.1-01-PLAN.md": "# Not on the roadmap"},
    ],
)
def test_a_phase_is_ticked_in_time(files: Files) -> None:
    assert found(files) == []


def progress(*rows: str, roadmap: str = ROADMAP, head: str = "Phase | Plans Complete") -> Files:
    table = [f"| {head} | Status | Completed |", "|---|---|---|---|", *rows]
    text = dedent(roadmap) + "\n## Progress\n\n" + "\n".join(table) + "\n"
    return {**LIGHT, ".planning/ROADMAP.md": text}


OPEN_PHASE = ROADMAP.replace("[x] **Phase 1", "[ ] **Phase 1")
OPEN_PLAN = OPEN_PHASE.replace("[x] 01-02", "[ ] 01-02")


def unfinished(*rows: str, roadmap: str) -> Files:
    files = progress(*rows, roadmap=roadmap)
    return {path: text for path, text in files.items() if not path.endswith("01-02-SUMMARY.md")}


LATER = "- [x] **Phase 3: Horn**\n    - [ ] **Phase 1"


@pytest.mark.parametrize(
    "files",
    [
        planned("- [x] 01-02", "- [ ] 01-02"),
        planned("- [x] 01-02", "* [ ] 01-02"),
        progress("| 1. Light | 2/2 | In Progress | - |"),
        progress("| 01. Light | 2/2 | Not started | - |"),
        progress("| Phase 1: Light | 2/2 | Planned |  |"),
        progress("| **1. Light** | 0/TBD | Ready to execute | - |"),
        progress("| 1 | v1.0 | Planned | - |", head="Phase | Milestone"),
        progress("| 2. Fog | 0/TBD | Complete | - |"),
        progress(
            "| 1. Light | 2/2 | ✓ Complete | - |",
            roadmap=OPEN_PHASE.replace("- [ ] **Phase 1", LATER),
        ),
        unfinished(roadmap=OPEN_PHASE),
        unfinished("| 1. Light | 2/2 | In Progress | - |", roadmap=OPEN_PLAN),
        planned(
            "- [x] 01-02-PLAN.md — switch", "- [x] 01-02: switch\n    - [x] 01-03-PLAN.md — cord"
        ),
    ],
)
def test_the_places_of_a_roadmap_disagree(files: Files) -> None:
    assert found(files) == ["SPEC015"]


@pytest.mark.parametrize(
    "files",
    [
        progress(
            "| 1. Light | 2/2 | Complete | 2026-03-02 |", "| 2. Fog | 0/? | Not started | - |"
        ),
        progress("| 1. Light | 2/2 | Complete (UAT: 1/2, one quirk) | 2026-03-02 |"),
        progress("| 1. Light | 2/2 | ✓ Complete | 2026-03-02 |"),
        progress("| 1. Light | 2/2 | Shipped | 2026-03-02 |"),
        progress("| 1. Light | 2/2 | N/A | - |", "| 2. Fog | - | Deferred | - |"),
        progress("| 1. Light | 2/2 | Verify | - |"),
        progress("| 1-5 | 9/9 | Not started | - |", "| 1–6 + 5.1 | 30 | Planned | - |"),
        progress("| 1. Light | 2/2 | Planned | - |", "| 1. Old light | 3/3 | Complete | - |"),
        progress("| v1.0 | 1 | Planned | - |", head="Milestone | Phase Range"),
        progress("| 1. Light | 1/2 | In Progress | - |", roadmap=OPEN_PHASE),
        progress("| 1. Light | 2/2 | Complete | - |", roadmap=OPEN_PHASE),
        progress("| 1. Light | 9/9 | Complete | - |"),
        planned("- [x] 01-0", "- [ ] 01-0"),
        planned("- [x] 01-02", "- [~] 01-02"),
        progress("| 1.1 Door | 0/1 | Not started | - |"),
        unfinished("| 1. Light | 1/2 | In Progress | - |", roadmap=OPEN_PLAN),
        unfinished("| 1. Light | 9/9 | In Progress | - |", roadmap=OPEN_PLAN),
    ],
)
def test_the_places_of_a_roadmap_agree(files: Files) -> None:
    assert found(files) == []


NEEDED = """
    # Requirements

    - [x] **LAMP-01**: It shines
    - [ ] **LAMP-02**: It is bright
    - **FOG-01**: It is seen in fog
    - [ ] **LAMP-03**: It is blue
    - [ ] **LAMP-04**: It is loud
    - **LAMP-V2-01**: It sings

    ## Traceability

    | Requirement | Phase | Status |
    |-------------|-------|--------|
    | LAMP-01 | Phase 1 | Complete |
    | LAMP-02 | Phase 1, 2 | Pending |
    | FOG-01 | 2 | Pending |
    | LAMP-03 | Phase 1 | Deferred |
    | LAMP-04 | Phase 2 - Level 1 | Pending |
"""


def traced(*plans: str) -> Files:
    files = {**LIGHT, ".planning/REQUIREMENTS.md": NEEDED}
    for number, names in enumerate(plans, 1):
        files[f"{PHASE}/01-0{number}-PLAN.md"] = f"---\nrequirements: {names}\n---\n# A\n"
    return files


@pytest.mark.parametrize(
    ("plans", "codes"),
    [
        (("[LAMP-01]", "[LAMP-02]"), []),
        (("[LAMP-01, LAMP-02, FOG-01]", "[]"), []),
        (('["LAMP-01", "LAMP-02"]', "TBD"), []),
        (("LAMP-01, LAMP-02", "3"), []),
        (("[LAMP-01, LAMP-02, LAMP-03]", "[PHASE GOAL]"), []),
        (("[]", "[]"), []),
        (("[FOG-01]", "[]"), []),
        (("[LAMP-01]", "[]"), ["TASK010"]),
        (("[LAMP-01, LAMP-02]", "[LAMP-V2-01]"), []),
        (("[LAMP-01, LAMP-02]", "[LAMP-05]"), ["TASK011"]),
        (("[LAMP-01, LAMP-02]", "[: "), ["DOC001"]),
    ],
)
def test_the_requirements_of_a_phase(plans: tuple[str, ...], codes: list[str]) -> None:
    files = traced(*plans)
    assert found(files) == codes
    assert [it.id for it in spec(files).requirements] == ["LAMP-01", "LAMP-02"]
    del files[".planning/REQUIREMENTS.md"]
    assert set(found(files)) <= {"DOC001"}


def test_the_other_places_of_a_plan() -> None:
    names = ["PLAN.md", "01-PLAN.md", "01-01-lamp-PLAN.md", "01-02B-PLAN.md"]
    done = ["SUMMARY.md", "01-SUMMARY.md", "01-01-SUMMARY.md", "01-02B-SUMMARY.md"]
    for plan, summary in zip(names, done, strict=True):
        files: Files = {f"{PHASE}/{plan}": "# A", ".planning/STATE.md": "# A"}
        for state, more in ((State.OPEN, {}), (State.DONE, {f"{PHASE}/{summary}": "# A"})):
            [task] = spec({**files, **more}).all_tasks()
            assert task.state is state, plan


@pytest.mark.parametrize(
    ("summary", "text", "state"),
    [
        ("01-01-SUMMARY.md", "# A", State.DONE),
        ("01-01-lamp-summary.md", "---\nstatus: complete\n---\n", State.DONE),
        ("01-01-SUMMARY.md", "---\nstatus: ready for review\n---\n", State.DONE),
        ("01-01-SUMMARY.md", "---\nstatus: complete (two tests fail as before)\n---\n", State.DONE),
        ("01-01-SUMMARY.md", "---\nplan: 01\n---\n\nStatus: failed at first\n", State.DONE),
        ("01-01-SUMMARY.md", "---\nstatus: failed\n---\n", State.OPEN),
        ("01-01-SUMMARY.md", "---\r\nStatus: 'Failed: no light'\r\n---\r\n", State.OPEN),
        ("01-01-SUMMARY.md", "---\nstatus: BLOCKED\n---\n", State.OPEN),
        ("01-01-SUMMARY.md", "---\nstatus: partially-complete\n---\n", State.OPEN),
        ("old/01-01-SUMMARY.md", "# A", State.OPEN),
    ],
)
def test_a_summary_that_makes_a_plan_done(summary: str, text: str, state: State) -> None:
    files: Files = {f"{PHASE}/01-01-PLAN.md": "# A", ".planning/STATE.md": "# A"}
    [task] = spec({**files, f"{PHASE}/{summary}": text}).all_tasks()
    assert task.state is state


def test_a_second_summary_after_a_failure() -> None:
    files: Files = {
        f"{PHASE}/01-01-PLAN.md": "# A",
        f"{PHASE}/01-01-try-SUMMARY.md": "---\nstatus: failed\n---\n",
        f"{PHASE}/01-01-SUMMARY.md": "# A",
        ".planning/STATE.md": "# A",
    }
    assert [task.state for task in spec(files).all_tasks()] == [State.DONE]


def test_a_plan_depends_on_plans_of_its_phase() -> None:
    files = {
        **LIGHT,
        f"{PHASE}/01-03-PLAN.md": "---\ndepends_on: [1, 01-02-PLAN.md, 00-09, {a: b}]\n---\n",
    }
    third = list(spec(files).all_tasks())[2]
    assert [need.id for need in third.depends_on] == ["01-01", "01-02"]
    early = {**files, f"{PHASE}/01-03-SUMMARY.md": "# C"}
    del early[f"{PHASE}/01-02-SUMMARY.md"]
    assert found(early) == ["ROAD002", "TASK006"]


@pytest.mark.parametrize(
    ("needs", "codes"),
    [
        ('["01-09"]', ["TASK004"]),
        ("[1-9]", ["TASK004"]),
        ("\n  - 01-09-PLAN.md", ["TASK004"]),
        ('["01-03"]', ["TASK005"]),
        ('["01-08"]', []),  # its summary is left
        ('["02-09", "09", 3, "phase 2", "Terraform 1.5"]', []),
    ],
)
def test_a_plan_depends_on_no_plan(needs: str, codes: list[str]) -> None:
    files = {
        **LIGHT,
        f"{PHASE}/01-03-PLAN.md": f"---\ndepends_on: {needs}\n---\n",
        f"{PHASE}/01-03-SUMMARY.md": "# C",
        f"{PHASE}/01-08-SUMMARY.md": "# D",
    }
    assert found(files) == codes


def test_a_plan_whose_name_leaves_out_the_phase() -> None:
    files: Files = {
        f"{PHASE}/01-PLAN.md": "# A",
        f"{PHASE}/02-PLAN.md": '---\ndepends_on: ["01-01"]\n---\n',
        ".planning/STATE.md": "# A",
    }
    assert [[need.id for need in it.depends_on] for it in spec(files).all_tasks()] == [[], ["01"]]
    assert found(files) == []


PHASES = """
    # Roadmap

    - [ ] **Phase 1: Dig** - a hole
    - [x] **Phase 2: Fill** - with water
    - [x] **Phase 2.1: Warm** - it

    ### Phase 1: Dig
    **Goal**: Nothing depends on it
    **Depends on**: Nothing (first phase)

    ### Phase 2: Fill
    **Depends on**: {}

    ### Phase 2.1: Warm
    Depends on: Phase 2
"""


@pytest.mark.parametrize(
    ("needs", "codes"),
    [
        ("Phase 1", ["ROAD002"]),
        ("Phase 1, Phase 2.1", ["ROAD002"]),
        ("Phase 2.1 (warm), Phase 1 (the hole)", ["ROAD002"]),
        ("Phases 1-2", ["ROAD002"]),
        ("1", ["ROAD002"]),
        ("Phase 1 or Phase 2.1", []),
        ("Phase 1 only for the rim", []),
        ("Phase 1A", []),
        ("01", ["ROAD002"]),
        ("Phase 2.1 (can run before Phase 1)", []),
        ("None (independent of Phase 1)", []),
        ("Phase 9 (v1.1 complete)", []),
        ("v1.0, plan 1", []),
        ("-", []),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_phase_depends_on_an_open_one(needs: str, codes: list[str], end: str) -> None:
    text = dedent(PHASES.format(needs)).replace("\n", end)
    files: Files = {".planning/ROADMAP.md": text.encode(), ".planning/STATE.md": "# A"}
    assert found(files) == codes


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[ ] **Phase 1: Dig", "[x] **Phase 1: Dig"),
        ("[ ] **Phase 1: Dig** - a hole", "[ ] ~~**Phase 1: Dig**~~ - a hole"),
        ("[x] **Phase", "[ ] **Phase"),
        # The table says that it is complete, and SPEC015 that they differ.
        ("## X", "| Phase | Status |\n    |---|---|\n    | 1 | Complete |"),
    ],
)
def test_a_phase_depends_on_another_one(old: str, new: str) -> None:
    text = (PHASES.format("Phase 1") + "\n    ## X\n").replace(old, new)
    files: Files = {".planning/ROADMAP.md": text, ".planning/STATE.md": "# A"}
    assert set(found(files)) <= {"SPEC015"}


def test_phases_that_depend_on_one_open_phase_are_one_finding() -> None:
    text = PHASES.format("Phase 1").replace("on: Phase 2", "on: Phase 1")
    files: Files = {".planning/ROADMAP.md": text, ".planning/STATE.md": "# A"}
    assert found(files) == ["ROAD002"]


FOLDED = """
    # Roadmap

    ## v1.1 Fog

    ### Phase 17: Mist

    - [ ] 17-01: TBD

    ### Phase 18: Horn
    - [x] 18-01-PLAN.md - blow

    <details>
    <summary>v1.0 Light (Phase 1)</summary>

    - [x] Phase 1: Lamp (2/2 plans) — completed 2026-02-10

    </details>

    ## Progress

    | Phase | Milestone | Plans Complete | Status | Completed |
    |-------|-----------|----------------|--------|-----------|
    | 1 | v1.0 | 2/2 | ✓ Complete | 2026-02-10 |
    | 17 | v1.1 | 0/? | Not started | - |
    | 18 | v1.1 | 1/1 | ✓ Complete | 2026-02-11 |
"""


def test_a_phase_whose_only_plan_has_no_number() -> None:
    files = {".planning/ROADMAP.md": ROADMAP.replace("- [x] 01-02-PLAN.md — switch", "")}
    for name in ("PLAN.md", "SUMMARY.md"):
        files[f"{PHASE}/{name}"] = "# A"
    assert found(dict(files)) == []


def test_the_phases_of_a_roadmap_without_boxes() -> None:
    files: Files = {
        ".planning/ROADMAP.md": FOLDED,
        ".planning/phases/18-horn/18-01-PLAN.md": "# A",
        ".planning/phases/18-horn/18-01-SUMMARY.md": "# A",
    }
    items = {it.title: (it.state.value, it.phase, it.specs) for it in project(files).milestones}
    assert items == {
        "Phase 17: Mist": ("open", "", ()),
        "17-01: TBD": ("open", "Phase 17: Mist", ()),
        "Phase 18: Horn": ("done", "", ("18-horn",)),
        "18-01-PLAN.md - blow": ("done", "Phase 18: Horn", ()),
        "Phase 1: Lamp (2/2 plans)": ("done", "v1.0 Light (Phase 1)", ()),
    }
    assert found(files) == []
    del files[".planning/phases/18-horn/18-01-SUMMARY.md"]
    assert found(files) == ["ROAD002"]


def test_the_parts_of_a_roadmap_after_a_folded_one() -> None:
    text = FOLDED.replace("</details>", "</details>\n\n    - [ ] **Phase 19: Bell** - rings")
    phases = {
        it.title: it.phase for it in project({**LIGHT, ".planning/ROADMAP.md": text}).milestones
    }
    assert phases["Phase 19: Bell"] == "Phase 18: Horn"


def test_a_phase_of_an_earlier_milestone_with_the_same_number() -> None:
    roadmap = """
        # Roadmap

        <details>
        <summary>v1.0</summary>

        - [x] **Phase 1: Base** - old

        ### Phase 1: Base
        - [x] 01-01: Dig

        </details>

        - [ ] **Phase 1: Light** - new

        ### Phase 1: Light
        - [ ] 01-01: Lamp
        - [ ] TBD
    """
    assert found({**without("SUMMARY.md"), ".planning/ROADMAP.md": roadmap}) == []


@pytest.mark.parametrize(
    "text",
    [b"\xff\xfe", b"---\nstatus: [\n---\n", b"---\n- a\n---\n", b"---\ndepends_on: 3\n---\n", b""],
)
@pytest.mark.parametrize("name", ["01-02-PLAN.md", "01-VERIFICATION.md", "01-02-SUMMARY.md"])
def test_broken_files_of_a_phase(name: str, text: bytes) -> None:
    assert set(found({**LIGHT, f"{PHASE}/{name}": text})) <= {"DOC001", "DOC004"}


# Conductor

TRACK = "conductor/tracks/lamp_20260701"


def track(entry: str, status: object = "in_progress", plan: str = "- [ ] Task: Lamp\n") -> Files:
    data = status if isinstance(status, bytes) else json.dumps({"status": status}).encode()
    return {
        "conductor/tracks.md": f"# Tracks\n\n{entry}\n",
        f"{TRACK}/spec.md": "# Spec\n",
        f"{TRACK}/plan.md": plan,
        f"{TRACK}/metadata.json": data,
    }


@pytest.mark.parametrize(
    "entry",
    [
        "- [x] **Track: Add lamp**\n*Link: [./tracks/lamp_20260701/](./tracks/lamp_20260701/)*",
        "- [x] **Track: A lamp** *Phases: 5 | Link: [x](./tracks/lamp_20260701/)* — with a shade",
        "- [x] **Track: A** — a bug: dark | [Plan](./tracks/lamp_20260701/plan.md)",
        "## [x] Track: A\n*Link: [a](./conductor/tracks/lamp_20260701/)*\n\nIt shines.",
        "### [x] Track: A\n- **Objective:** light\n- **Link:** [a](./tracks/lamp_20260701/)",
        "* [X] **Track: A**\n  *Link: [a](./tracks/lamp_20260701/)*",
    ],
)
def test_a_track_is_ticked_too_early(entry: str) -> None:
    assert found(track(entry)) == ["ROAD002"]
    open_entry = entry.replace("[x]", "[~]", 1).replace("[X]", "[~]")
    assert found(track(open_entry)) == []


def test_a_mention_of_a_track_is_no_link() -> None:
    entry = "- [x] **Track: Horn**\n*Link: [a](./tracks/horn_1/)*\n*Depends on: lamp_20260701*"
    horn: Files = {
        "conductor/tracks/horn_1/plan.md": "- [x] Task: A",
        "conductor/tracks/horn_1/spec.md": "# A",
    }
    assert found({**track(entry), **horn}) == []
    entry = "- [x] **Track: Horn** — after the lamp ([plan](./tracks/lamp_20260701/plan.md))"
    assert found(track(entry)) == []


PLAN = """
    ## Phase 1: [checkpoint: ]

    - [x] Task: Lamp 0a1b2c3
        - [x] Sub-task: Test
    - [~] Task: Switch
    - [ ] Task: Conductor - User Manual Verification 'Phase 1' (Protocol in workflow.md)
"""


def test_the_tasks_of_a_plan() -> None:
    only = spec(track("", plan=PLAN))
    assert [(task.title, task.state.value) for task in only.all_tasks()] == [
        ("Lamp", "done"),
        ("Test", "done"),
        ("Switch", "in-progress"),
        (
            "Conductor - User Manual Verification 'Phase 1' (Protocol in workflow.md)",
            "open",
        ),
    ]
    assert not (only.tasks and only.tasks.gates)


@pytest.mark.parametrize(
    ("status", "plan", "codes"),
    [
        ("new", "- [x] Task: A\n- [ ] Task: B\n", []),  # most people never change it
        ("new", "- [x] Task: A\n", []),
        ("not_started", "- [x] Task: A\n- [ ] Task: B\n", []),
        ("completed", "- [x] Task: A\n- [ ] Task: B\n", ["SPEC007"]),
        ("new", "- [ ] Task: A\n", []),
        ("in_progress", "- [x] Task: A\n- [ ] Task: B\n", []),
        ("completed", "- [x] Task: A\n", []),
        (["new"], "- [x] Task: A\n", []),
        (b"{", "- [ ] Task: A\n", ["DOC004"]),
        (b"[" * 5_000, "- [ ] Task: A\n", ["DOC004"]),
        (b"\xff\xfe", "- [ ] Task: A\n", ["DOC004"]),
        (b"[1]", "- [ ] Task: A\n", []),
    ],
)
def test_the_status_in_the_metadata(status: object, plan: str, codes: list[str]) -> None:
    assert found(track("", status, plan)) == codes


def test_a_checkpoint_in_a_heading_is_no_gate() -> None:
    only = spec(track("", plan=PLAN.replace("1: [checkpoint: ]", "1 [checkpoint: abc1234]")))
    assert only.tasks
    assert not only.tasks.gates


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("Lamp 64b2327", "Lamp"),
        ("Lamp (d481c60)", "Lamp"),
        ("Lamp `abaa869`", "Lamp"),
        ("Lamp [3715842]", "Lamp"),
        ("Lamp 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567", "Lamp"),
        ("**Lamp** [checkpoint: e97fb60]", "Lamp"),
        ("**Lamp e97fb60**", "Lamp"),
        ("Lamp, effaced", "Lamp, effaced"),
        ("Release 20260701", "Release 20260701"),
        ("Bump to v1.2.3", "Bump to v1.2.3"),
        ("Fix 64b2327 in the lamp", "Fix 64b2327 in the lamp"),
        ("Mend (#1234567)", "Mend (#1234567)"),
    ],
)
def test_the_commit_of_a_task_is_not_in_its_title(line: str, title: str) -> None:
    plan = f"## Phase 1: Light [checkpoint: 4e0806c]\n\n- [x] Task: {line}\n"
    [task] = spec(track("", plan=plan)).all_tasks()
    assert (task.title, task.group) == (title, "Phase 1: Light")


DONE_TRACK = "- [x] **Track: A**\n*Link: [./tracks/lamp_20260701/](./tracks/lamp_20260701/)*"


@pytest.mark.parametrize(
    ("entry", "status", "codes"),
    [
        (DONE_TRACK, "in_progress", ["SPEC015"]),
        (DONE_TRACK, "in-progress", ["SPEC015"]),
        (DONE_TRACK.replace("/)*", "/plan.md)*"), "in_progress", ["SPEC015"]),
        (f"{DONE_TRACK}\n\n- [ ] **Track: B**", "completed", []),
        (DONE_TRACK, "completed", []),
        (DONE_TRACK, "cancelled", []),
        (DONE_TRACK, "submitted", []),
        (DONE_TRACK, "new", []),
        (DONE_TRACK.replace("[x]", "[ ]"), "completed", ["ROAD003"]),
    ],
)
def test_a_track_and_its_metadata(entry: str, status: str, codes: list[str]) -> None:
    assert found(track(entry, status, "- [x] Task: A 64b2327\n")) == codes


def test_what_is_below_a_track_in_a_heading() -> None:
    entry = """
        ## [~] Track: Lamp
        *Link: [./tracks/lamp_20260701/](./tracks/lamp_20260701/)*

        - ✅ `shade`: done
        - [ ] **Track: Horn**

        ## [x] Track: Bell
    """
    items = project(track(dedent(entry))).milestones
    assert [(it.title, it.state.value, it.phase) for it in items] == [
        ("Lamp", "in-progress", ""), ("Horn", "open", ""), ("Bell", "done", ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("heading", "task", "codes"),
    [
        ("[checkpoint: abc1234]", "[ ] A", ["TASK007"]),
        ("[checkpoint: 4e0806c1d2]", "[~] A", ["TASK007"]),
        ("[checkpoint: abc1234]", "[ ] ~~A~~ (cancelled: not needed)", []),
        ("[checkpoint: abc1234]", "[-] A", []),
        ("[checkpoint: ]", "[ ] A", []),
        ("[checkpoint: pending]", "[ ] A", []),
        ("abc1234", "[ ] A", []),
        ("", "[ ] A [checkpoint: abc1234]", []),
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_phase_with_a_checkpoint(heading: str, task: str, codes: list[str], end: str) -> None:
    first = f"# Plan\n\n## Phase 1: B {heading}\n\n- [x] Task: C\n- {task}\n"
    plan = f"{first}\n## Phase 2: D\n\n- [ ] E\n"
    entry = f"- [~] **Track: A**\n*Link: [./tracks/{TRACK.rpartition('/')[2]}/](./)*"
    assert found(track(entry, plan=plan.replace("\n", end))) == codes


def information(files: Files) -> list[str]:
    tree = MemoryTree({k: v.encode() if isinstance(v, str) else v for k, v in files.items()})
    report = check(Subject(read_projects(tree)), Selection(RULES), tree=tree)
    return [it.problem.at.path for it in report.findings if it.code == "SPEC015"]


@pytest.mark.parametrize(
    ("entry", "plan", "paths"),
    [
        ("- [ ] **Track: A** ./tracks/lamp_20260701/", "- [ ] A", ["conductor/tracks/b/spec.md"]),
        ("- [A](./tracks/lamp_20260701/index.md)", "- [ ] A", ["conductor/tracks/b/spec.md"]),
        ("| lamp_20260701 | A | [~] |", "- [ ] A", ["conductor/tracks/b/spec.md"]),
        ("| lamp_20260701 | A | [~] |\n| tracks/b | B | [ ] |", "- [ ] A", []),
        ("- [ ] **Track: A** ./tracks/lamp_20260701/", "- [x] A", []),
        ("- [ ] **Track: A**", "- [ ] A", []),
    ],
)
def test_a_track_that_is_not_listed(entry: str, plan: str, paths: list[str]) -> None:
    other = {"conductor/tracks/b/spec.md": "# B", "conductor/tracks/b/plan.md": plan}
    kiro: Files = {".kiro/specs/c/tasks.md": "- [ ] 1. C", ".kiro/specs/d/tasks.md": "- [x] 1. D"}
    assert information({**track(entry), **other, **kiro}) == paths


def test_a_checkpoint_with_a_box_has_no_id() -> None:
    plan = "## Phase 1: A\n\n### [x] 1.1 Wire\n\n### [ ] Phase 1 Checkpoint\n"
    tasks = list(spec(track("", plan=plan)).all_tasks())
    assert [(it.named, it.title) for it in tasks] == [(True, "Wire"), (False, "Phase 1 Checkpoint")]


def test_an_unknown_mark_in_a_heading_of_the_roadmap() -> None:
    assert found(track("## [?] Track: A")) == ["DOC001"]


# Superpowers

PLANS = "docs/superpowers/plans"
STEPS = """
    # Lamp Implementation Plan

    ## Task 1: Switch

    **Interfaces:**
    - Produces: nothing

    - [x] **Step 1: Write the failing test** (append to `tests/a.py`)

    ```md
    - [ ] not a step
    ```

    - [x] **Step 2: Commit**

    ## Task 2: Lamp

    - [x] **Step 1: Write the failing test**
    - [ ] **Step 2: Commit**

    ## Self-Review Checklist

    - [ ] It shines
"""


def design(status: str, name: str = "2026-06-30-lamp-design.md") -> Files:
    return {f"{PLANS}/2026-07-01-lamp.md": STEPS, f"docs/superpowers/specs/{name}": status}


def test_steps_have_no_ids() -> None:
    tasks = list(spec(design("# Lamp")).all_tasks())
    assert [(it.label, it.state.value) for it in tasks if not it.parent] == [
        ("1", "done"), ("2", "in-progress"),
    ]  # fmt: skip
    assert [it.named for it in tasks if it.parent] == [False] * 4
    assert found(design("# Lamp")) == []


@pytest.mark.parametrize("name", ["2026-07-01-lamp-design.md", "2026-01-01-lamp.md"])
def test_a_design_belongs_to_the_plan_of_its_name(name: str) -> None:
    approved = spec(design("# Lamp\n\n**Status**: Approved\n", name))
    assert approved.approval.approved
    assert found(design("# Lamp\n\n**Status**: Approved\n", name)) == []


def test_work_on_a_design_that_calls_itself_a_draft() -> None:
    assert found(design("# Lamp\n\n**Status:** Draft\n")) == ["SPEC004"]
    assert found(design("# Lamp\n\n**Status:** Draft\n", "2026-07-01-lampshade-design.md")) == []


def test_a_plan_belongs_to_the_newest_design_that_is_not_younger() -> None:
    files: Files = {
        **design("# Lamp\n\n**Status:** Draft\n", "2026-01-01-lamp-design.md"),
        **design("# Lamp\n\n**Status:** Approved\n", "2026-07-01-lamp-design.md"),
        **design("# Lamp\n\n**Status:** Draft\n", "2026-08-01-lamp-design.md"),
    }
    assert spec(files).approval.approved


@pytest.mark.parametrize(
    ("status", "steps", "codes"),
    [
        ("Implemented", "- [ ] **Step 1: A**\n- [ ] **Step 2: B**\n", []),
        ("Implemented on `fix/a` (2026-08-27). Merged.", "- [ ] **Step 1: A**\n", []),
        ("Implemented", "- [x] **Step 1: A**\n- [ ] **Step 2: B**\n", ["SPEC007"]),
        ("In progress", "- [ ] **Step 1: A**\n", []),
    ],
)
def test_a_status_outweighs_steps_that_nobody_ticked(
    status: str, steps: str, codes: list[str]
) -> None:
    plan = f"# Lamp\n\n**Status:** {status}\n\n### Task 1: A\n\n{steps}"
    files = {**design("# Lamp\n\n**Status:** Approved\n"), f"{PLANS}/2026-07-01-lamp.md": plan}
    assert found(files) == codes
    only = spec(files)
    assert (only.status.text if only.status else "", only.approval.approved) == (status, True)


def test_a_plan_does_not_approve_its_design() -> None:
    steps = "- [x] **Step 1: A**\n- [ ] **Step 2: B**\n"
    plan = f"# Lamp\n\n**Status:** Approved\n\n### Task 1: A\n\n{steps}"
    files = {**design("# Lamp\n\n**Status:** Draft\n"), f"{PLANS}/2026-07-01-lamp.md": plan}
    assert not spec(files).approval.approved
    assert found(files) == ["SPEC004"]


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("- Create: `src/hearth.py`", ["src/hearth.py"]),
        ("* **Create:** `src/hearth.py` (new)", ["src/hearth.py"]),
        ("- Create: `src/hearth.py:1-20`", []),
        ("- Create: `src/lamp.py`", []),
        ("- Create: `src/hearth.py` or `src/fire.py`", []),
        ("- Create: `docs/notes`", []),
        ("- Modify: `src/hearth.py`", []),
        ("- Test: `tests/test_hearth.py`", []),
        ("\n### Note\n\n- Create: `src/hearth.py`", []),
    ],
)
def test_the_files_that_a_done_task_creates(line: str, missing: list[str]) -> None:
    steps = "- [x] **Step 1: A**\n\n### Task 2: B\n\n**Files:**\n- Create: `src/b.py`\n\n- [ ] b\n"
    plan = f"# Lamp\n\n### Task 1: A\n\n**Files:**\n{line}\n\n{steps}"
    files: Files = {f"{PLANS}/2026-07-01-lamp.md": plan, "src/lamp.py": "", "tests/test_a.py": ""}
    assert [it.path for it in spec(files).named_files if it.found is False] == missing


def test_the_groups_of_a_plan() -> None:
    plan = """
        # Lamp

        ## Global Constraints

        - Python 3.12

        ## Tasks

        ### Task 1: Wire

        - [ ] **Step 1: A**

        ## Chunk 2: Light

        ### Task 2: Bulb

        - [ ] **Step 1: A**

        ## Self-Review

        ### Task 3: Read it again

        - [ ] **Step 1: A**
    """
    files: Files = {f"{PLANS}/2026-07-01-lamp.md": dedent(plan)}
    groups = {task.title: task.group for task in spec(files).all_tasks() if not task.parent}
    assert groups == {"Wire": "", "Bulb": "Chunk 2: Light", "Read it again": ""}


SPECS = "docs/superpowers/specs"


@pytest.mark.parametrize(
    ("files", "specs"),
    [
        ([f"{SPECS}/2026-06-30-lamp-design.md"], [("lamp", False)]),
        ([f"{SPECS}/2026-06-30-lamp-spec.md"], [("lamp", False)]),
        ([f"{SPECS}/2026-06-30-lamp-design.md", f"{PLANS}/2026-07-01-lamp.md"], [("lamp", True)]),
        (
            [f"{SPECS}/2026-06-30-Lamp-design.md", f"{PLANS}/2026-07-01-lamp-plan.md"],
            [("lamp", True)],
        ),
        ([f"{SPECS}/2026-06-30-lamp.md", f"{PLANS}/2026-07-01-lamp.md"], [("lamp", True)]),
        ([f"{SPECS}/2026-08-01-lamp-design.md", f"{PLANS}/2026-07-01-lamp.md"], [("lamp", True)]),
        (
            [
                f"{SPECS}/2026-06-30-lamp-design.md",
                f"{PLANS}/2026-07-01-lamp-phase-1.md",
                f"{PLANS}/2026-07-02-lamp-p2-shade.md",
            ],
            [("lamp-phase-1", True), ("lamp-p2-shade", True)],
        ),
        (
            [f"{SPECS}/2026-06-29-lamp-design.md", f"{SPECS}/2026-06-30-lamp-design.md"],
            [("lamp", False)],
        ),
        (
            [f"{SPECS}/2026-06-30-lamp-design.md", f"{PLANS}/2026-07-01-lampshade.md"],
            [("lampshade", True), ("lamp", False)],
        ),
        ([f"{SPECS}/2026-06-30-lamp-results.md", f"{SPECS}/2026-06-30-audit.md"], []),
        ([f"{SPECS}/lamp-design.md", f"{SPECS}/README.md"], []),
        (["docs/plans/2026-01-30-lamp-design.md"], [("lamp", False)]),
        (
            ["docs/plans/2026-01-30-lamp-design.md", "docs/plans/2026-01-30-lamp.md"],
            [("lamp", True)],
        ),
        (
            [
                "docs/plans/2026-01-30-lamp-design.md",
                "docs/plans/2026-01-31-lamp-implementation.md",
            ],
            [("lamp", True)],
        ),
        (["docs/plans/2026-01-30-lamp.md", "docs/plans/design.md"], []),
        (["docs/plans/2026-q3-lamp-design.md", "docs/plans/lamp-plan.md"], []),
    ],
)
def test_a_design_is_a_spec_before_its_plan(
    files: list[str], specs: list[tuple[str, bool]]
) -> None:
    found = [it for each in projects(dict.fromkeys(files, "# Lamp\n")) for it in each.specs]
    assert [(it.slug, it.document(Role.TASKS) is not None) for it in found] == specs
    designed = {it.slug for it in found if it.document(Role.REQUIREMENTS)}
    assert designed == {slug for slug, _ in specs} - {"lampshade"}


@pytest.mark.parametrize(
    ("folder", "bucket", "next_kind"),
    [("active", "active", "work"), ("archive", "completed", "none"), ("done", "completed", "none")],
)
def test_a_plan_in_a_folder_of_its_stage(folder: str, bucket: str, next_kind: str) -> None:
    files: Files = {
        f"{PLANS}/{folder}/2026-07-01-lamp.md": "# Lamp\n\n### Task 1: A\n\n- [ ] **Step 1: B**\n",
        f"{PLANS}/{folder}/2026-07-01-lamp-verification.md": "# Checked\n\n- [ ] a\n",
        f"{SPECS}/{folder}/2026-06-30-lamp-design.md": "# Lamp\n\n**Status:** Approved\n",
        f"{PLANS}/drafts/2026-07-01-horn.md": "# Horn\n\n- [ ] a\n",
    }
    only = spec(files)
    assert (only.slug, only.bucket, only.approval.approved) == ("lamp", bucket, True)
    assert found(files) == []
    [progress] = all_progress([project(files)], shipped())
    assert progress.step.kind.value == next_kind


DESIGN = f"{SPECS}/2026-06-30-lamp-design.md"


@pytest.mark.parametrize(
    "line",
    [
        f"**Spec:** `{DESIGN}`",
        f"Spec: `{DESIGN}` (this plan is for section 2 only)",
        "**Design:** [the lamp](../specs/2026-06-30-lamp-design.md)",
        f"> **Owning spec:** {DESIGN}",
        f"**Design doc:** `{DESIGN}` and `{SPECS}/2026-06-29-horn-design.md`",
    ],
)
def test_a_plan_may_name_a_design_of_another_name(line: str) -> None:
    files: Files = {
        DESIGN: "# Lamp\n\n**Status:** Approved\n",
        f"{PLANS}/2026-07-01-light-the-hall.md": f"# Hall\n\n{line}\n\n### Task 1: A\n\n- [ ] a\n",
        f"{PLANS}/2026-07-02-light-the-yard.md": f"# Yard\n\n{line}\n\n### Task 1: A\n\n- [ ] a\n",
    }
    specs = project(files).specs
    assert [it.slug for it in specs] == ["light-the-hall", "light-the-yard"]
    assert all(it.approval.approved for it in specs)


@pytest.mark.parametrize(
    "line",
    [
        "**Spec:** none",
        "**Spec:** `docs/horn-design.md`",
        f"**Goal:** replace {DESIGN}",
        f"## Notes\n\n**Spec:** `{DESIGN}`",
    ],
)
def test_a_plan_without_a_design(line: str) -> None:
    plan = f"# Hall\n\n{line}\n\n### Task 1: A\n\n- [ ] a\n"
    files: Files = {DESIGN: "# Lamp\n", f"{PLANS}/2026-07-01-hall.md": plan}
    assert [it.slug for it in project(files).specs] == ["hall", "lamp"]


def test_the_next_step_of_a_design() -> None:
    path = f"{SPECS}/2026-06-30-lamp-design.md"
    layouts = shipped()

    def step(status: str) -> tuple[str, str]:
        files: Files = {path: f"# Lamp\n\n**Status:** {status}\n"}
        [only] = all_progress([project(files)], layouts)
        return only.step.kind.value, only.step.at.path if only.step.at else ""

    assert step("Draft") == ("approve", path)
    assert step("Approved") == ("write", f"{PLANS}/2026-06-30-lamp.md")
    assert step("Implemented") == ("none", "")


def test_designs_without_a_plan_come_after_open_plans() -> None:
    old = {
        f"{SPECS}/2026-01-0{day}-d{day}-design.md": f"# D\n\n{status}\n"
        for day, status in enumerate(("", "**Status:** Draft", "**Status:** Superseded by d2"), 1)
    }
    files: Files = {**old, f"{PLANS}/2026-07-01-lamp.md": "# Lamp\n\n### Task 1: A\n\n- [ ] a\n"}
    progress = all_progress([project(files)], shipped())
    assert [it.step.kind.value for it in progress] == ["work", "write", "approve", "none"]
    chosen, _ = active(progress)
    assert chosen is not None
    assert chosen.spec.slug == "lamp"


def test_a_plan_without_boxes() -> None:
    files: Files = {
        f"{PLANS}/2026-01-02-bell.md": "# Bell\n\n### Task 1: A\n\n**Step 1: B**\n\nC\n"
    }
    assert found(files) == []
    assert spec(files).layout == "superpowers"
