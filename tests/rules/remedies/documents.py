"""The remedies of the rules on documents."""

from __future__ import annotations

from tests.rules.remedies.remedy import Remedy
from tests.rules.remedies.texts import AGENT_OS, PLANNED, STATE

ORCHESTRATION = "orchestration.yml"
GATHERED = {"agent-os/specs/2025-10-08-login/planning/requirements.md": "# Requirements\n\nForm.\n"}
WORKFLOWS = ".praxis-os/workflows"
METADATA = "build_v1/metadata.json"
GATE_OF_1 = "1/gate-definition.yaml"
TWO_PHASES = """\
    {"phase_number": 2, "phase_name": "Test"},
    {"phase_number": 4, "phase_name": "Ship"}
"""
FOLDER = ".praxis-os/specs/approved/2025-10-08-login"
WHOLE = {
    f"{FOLDER}/README.md": "# Login\n\n**Status:** Approved\n",
    f"{FOLDER}/srd.md": "# Login\n\n## 4. Functional Requirements\n\nForm.\n",
    f"{FOLDER}/specs.md": "# Technical Specifications\n\nA form.\n",
    f"{FOLDER}/implementation.md": "# Implementation Approach\n\nTests first.\n",
}
SECOND_ENTRY = """\
  - name: "Task Group 2"
    claude_code_subagent: implementer
"""

REMEDIES = (
    Remedy(
        "DOC001",
        "write it in the form of its layout",
        {"tasks.md": [("[@]", "[x]"), ("[#]", "[ ]")]},
        "unknown marks",
    ),
    Remedy(
        "DOC001",
        "write it in the form of its layout",
        {"tasks.md": [("-[x]", "- [x]"), ("]3", "] 3"), ("\n[ ] 4", "\n- [ ] 4")]},
        "lines that only look like boxes, once for each reason",
    ),
    Remedy(
        "DOC001",
        "write it in the form of its layout",
        {"tasks.md": [("make test\n", "make test\n~~~\n")]},
        "a fence that is never closed",
    ),
    Remedy(
        "DOC001",
        "write it in the form of its layout",
        {"tasks.md": [("- 1.1", "- [ ] 1.1"), ("- 1.2", "- [ ] 1.2")]},
        "no task says whether it is done",
        also={
            "agent-os/specs/2025-10-08-login/planning/requirements.md": "# Requirements\n\nForm.\n"
        },
    ),
    Remedy(
        "DOC001",
        "write it in the form of its layout",
        {"postgres.md": [("[2025", "2025")]},
        "front matter that is not YAML",
    ),
    Remedy(
        "DOC002",
        "replace it with your own text",
        {"spec.md": [("[SPEC_NAME]", "Login"), ("{FEATURE_NAME}", "the shop")]},
    ),
    Remedy(
        "DOC002",
        "or delete it",
        {"spec.md": [("> Spec: [SPEC_NAME]\n", ""), (" to {FEATURE_NAME}", "")]},
    ),
    Remedy(
        "DOC002",
        "replace it with your own text",
        {"functional-spec.md": [("[Draft | In Review | Approved]", "In Review")]},
        "a list of choices without a choice",
    ),
    Remedy(
        "DOC003",
        "correct the path, or delete the reference",
        {
            "tasks.md": [
                ("Tasks for @.agent-os/specs/2025-10-07-login/spec.md", ""),
                ("(sketch.md)", "(tasks.md)"),
            ]
        },
    ),
    Remedy(
        "DOC003",
        "link to the web page of the other repository, or delete the reference",
        {
            "tasks.md": [
                ("../../../../server/README.md", "https://example.org/server"),
                ("[the form](../sketches/form.md),\n", ""),
                ("[the page](../sketches/page.md), [its data](../sketches/data/users.md)\n", ""),
            ]
        },
        "once for all links into a missing folder, and once for each place outside",
    ),
    Remedy(
        "DOC003",
        "correct the path",
        {
            "spec.md": [("@.agent-os/specs/", "@.agent-os/recaps/")],
            "tasks.md": [("@.agent-os/specs/", "@.agent-os/recaps/")],
        },
        "once for all links to the old folder of a moved spec",
    ),
    Remedy(
        "DOC004",
        "save the file as UTF-8",
        {"tasks.md": "# Spec Tasks\n\n- [ ] 1. Formular für die Anmeldung\n"},
        "not UTF-8",
        also=PLANNED,
    ),
    Remedy(
        "DOC004",
        "nest it less deeply",
        {"tasks.md": "# Spec Tasks\n\n> A quotation.\n\n- [ ] 1. Form\n"},
        "nested too deeply",
        also=PLANNED,
    ),
    Remedy(
        "DOC005",
        "keep the status that is true, and delete the other",
        {"functional-spec.md": [("## Status\n\nCompleted\n\n", "")]},
        "two status lines",
    ),
    Remedy(
        "DOC005",
        "keep the status that is true, and delete the other",
        {"functional-spec.md": [("- **Status:** Draft\n", "")]},
        "two status lines",
    ),
    Remedy(
        "DOC005",
        "keep the status that is true, and delete the other",
        {"spec.md": [("> Status: Planning\n", "")]},
        "a draft, and approved",
    ),
    Remedy(
        "DOC005",
        'keep one "status"',
        {"postgres.md": [("status: rejected\n", "")]},
        "a key given twice",
    ),
    Remedy(
        "DOC006",
        "get an answer, and write it",
        {"spec.md": [("[NEEDS CLARIFICATION: how long?]", "an hour")]},
        "a marker",
    ),
    Remedy(
        "DOC006",
        "get an answer, and write it",
        {"requirements.md": [("last?\n**Answer:**", "last?\n**Answer:** An hour.")]},
        "an unanswered question",
    ),
    Remedy(
        "DOC007",
        "write the reason after the bracket",
        {
            "tasks.md": [
                (
                    "<!-- aos-check: ignore[TASK001] Ada signs off without the check -->\n- [x] 1",
                    "- [x] 1",
                ),
                ("[TASK001] -->", "[TASK001] the tests are Grace's -->"),
                ("<!-- aos-check: ignore[TSAK001] Ada signs off without the check -->\n", ""),
            ]
        },
    ),
    Remedy(
        "DOC008",
        "keep the right version of these lines, and delete the markers",
        {
            "tasks.md": [
                ("<<<<<<< HEAD\n- [x] 2. Sign-out\n  - [ ] 2.1 Clear the session\n=======\n", ""),
                (">>>>>>> feature/sign-out\n", ""),
            ]
        },
        also=PLANNED,
    ),
    Remedy(
        "DOC008",
        "keep the right version of these lines, and delete the markers",
        {
            "tasks.md": [("- [ ] 2. Sign-out\n=======\n", ""), (">>>>>>> feature/sign-out\n", "")],
            "roadmap.md": "# Product Roadmap\n\n1. [x] Sign-in form `S`\n",
        },
        "with the common ancestor, and half resolved",
        also=PLANNED,
    ),
    Remedy(
        "GATE001",
        "record the evidence for phase 1",
        {STATE: [('"looks fine"', '"looks fine", "tests_passing": 151')]},
    ),
    Remedy(
        "GATE001",
        "or reopen its checkpoint",
        {
            STATE: [
                ('"1": "passed"', '"1": "pending"'),
                ("[0, 1]", "[0]"),
                ('_phase": 2', '_phase": 1'),
            ]
        },
    ),
    Remedy(
        "GATE002",
        "correct the record",
        {
            STATE: [
                ('"150 of 151"', "151"),
                ('{"2":', '{"1": {"evidence": {"tests_passing": 9}}, "2":'),
            ],
            "9b20.json": [("almost", "pending")],
            "1/gate-definition.yaml": [("yes-or-no", "boolean")],
        },
    ),
    Remedy(
        "GATE003",
        "finish phase 2",
        {
            STATE: [('"3": "passed"', '"2": "passed", "3": "passed"'), ("1, 3]", "1, 2, 3]")],
            "cycle.json": [('"in_progress"', '"completed"')],
        },
        also=PLANNED,
    ),
    Remedy(
        "GATE003",
        "or record that it was skipped",
        {
            STATE: [('"3": "passed"', '"2": "skipped", "3": "passed"')],
            "cycle.json": [('"in_progress"', '"completed"')],
        },
        also=PLANNED,
    ),
    Remedy(
        "GATE003",
        "set phase 2 back to pending",
        {
            STATE: [('"3": "passed"', '"2": "passed", "3": "passed"'), ("1, 3]", "1, 2, 3]")],
            "cycle.json": [('"completed", "output": {"files": 3}', '"pending"')],
        },
        also=PLANNED,
    ),
    Remedy(
        "GATE004",
        "write .agent-os/specs/2025-10-08-login/sub-specs/technical-spec.md",
        {f"{AGENT_OS}/sub-specs/technical-spec.md": "# Technical Specification\n\nOne form.\n"},
        "work before the design",
    ),
    Remedy(
        "GATE004",
        "finish the tasks",
        {
            "login/tasks.md": [("[ ] 2", "[x] 2")],
            "sheets/security.md": [("In review", "Approved")],
        },
        "a review of work that is not done",
    ),
    Remedy(
        "GATE006",
        "use the title of a task group",
        {
            ORCHESTRATION: [(SECOND_ENTRY, ""), ("payments", "sign-in-form")],
        },
        also=GATHERED,
    ),
    Remedy(
        "GATE006",
        "add an entry for it",
        {
            ORCHESTRATION: [
                ("Task Group 2", "Task Group 3"),
                ("  - name: payments\n    claude_code_subagent: implementer\n", ""),
            ]
        },
        also=GATHERED,
    ),
    Remedy(
        "GATE006",
        "add its subagent",
        {ORCHESTRATION: [("sign-in-form", "sign-in-form\n    claude_code_subagent: implementer")]},
        "a group without a subagent, although others have one",
        also=GATHERED,
    ),
    Remedy(
        "GATE007",
        "name a subagent that is defined (implementer)",
        {ORCHESTRATION: [("ui-specialist", "implementer")]},
        also=GATHERED,
    ),
    Remedy(
        "GATE007",
        "or commit its definition",
        {".claude/agents/ui-specialist.md": "---\nname: ui-specialist\n---\n"},
        also=GATHERED,
    ),
    Remedy(
        "GATE008",
        "name a file in the folder of standards",
        {ORCHESTRATION: [("frontend/css.md", "frontend/styles.md"), ("testing/*", "none")]},
        also=GATHERED,
    ),
    Remedy(
        "GATE009",
        "number the phases without a gap",
        {
            METADATA: [
                ('"total_phases": 4', '"total_phases": 3'),
                ("task-2-ask.md", "task-1-read.md"),
                ('"phase_number": 3', '"phase_number": 2'),
            ],
            f"{WORKFLOWS}/build_v1/phases/2/phase.md": "Review it.\n",
            "phases/3/phase.md": None,
            "phases/4/phase.md": None,
            GATE_OF_1: [("    validator: positive\n", "")],
        },
        also=PLANNED,
    ),
    Remedy(
        "GATE009",
        "define it under validators",
        {
            METADATA: [
                ('"phase_name": "Review"\n    }', '"phase_name": "Review"\n    },\n' + TWO_PHASES),
                ('"total_phases": 4', '"total_phases": 5'),
            ],
            f"{WORKFLOWS}/build_v1/phases/0/task-2-ask.md": "Ask the visitor.\n",
            GATE_OF_1: [("validators: {}", 'validators:\n  positive: "lambda x: x > 0"')],
        },
        also=PLANNED,
    ),
    Remedy(
        "GATE009",
        "write the metadata",
        {
            METADATA: [('"phase_number": 0, "phase_name": "Build"', '"phase_number": 1')],
            f"{WORKFLOWS}/ship_v1/metadata.json": '{"workflow_type": "ship_v1", "phases": '
            '[{"phase_number": 1}]}\n',
        },
        "phases without metadata, and a phase twice",
        also=PLANNED,
    ),
    Remedy(
        "GATE010",
        "tick the tasks that are done",
        {
            "tasks.md": [
                ("- [ ] **Task 1.2", "- [x] **Task 1.2"),
                ("- [ ] **Task 2", "- [x] **Task 2"),
            ]
        },
        "open tasks in passed phases",
        also=WHOLE,
    ),
    Remedy(
        "GATE010",
        "or set the phase in the state back",
        {STATE: [("[0, 1, 2]", "[0]"), ('_phase": 3', '_phase": 1')]},
        "open tasks in passed phases",
        also=WHOLE,
    ),
    Remedy(
        "GATE010",
        "use a workflow that is defined (build_v1)",
        {
            "9b20.json": [("built_v1", "build_v1")],
            STATE: [
                ("[0, 1, 2]", "[0, 1]"),
                ('_phase": 3', '_phase": 2'),
                ('"1": "passed",\n    "2": "passed"', '"1": "passed"'),
            ],
        },
        "a phase and a workflow that are not defined",
        also=PLANNED,
    ),
    Remedy(
        "GATE010",
        "add the phase to the metadata of the workflow",
        {
            "9b20.json": None,
            METADATA: [('"Build"}', '"Build"},\n    {"phase_number": 2, "phase_name": "Ship"}')],
        },
        "a phase and a workflow that are not defined",
        also=PLANNED,
    ),
    Remedy(
        "GATE011",
        "remove the summary",
        {"cycle.json": [(',\n  "cycle_summary": {"success": true, "completion": 100}', "")]},
        also=PLANNED,
    ),
    Remedy(
        "GATE012",
        "complete one of the two, or set its status to FAILED",
        {"cycle.1.json": [('"EXECUTING"', '"FAILED"')]},
        also=PLANNED,
    ),
    Remedy(
        "GATE012",
        "set peer_mode to new",
        {"cycle.2.json": [('"continue"', '"new"')]},
        "nothing to continue",
        also=PLANNED,
    ),
    Remedy(
        "GATE013",
        "tick the tasks if they are done",
        {"tasks.md": [("[ ] 2", "[x] 2")]},
        "a task that the cycle calls completed",
    ),
    Remedy(
        "GATE013",
        "else take them out of the cycle",
        {"cycle.json": [('"1", "2"', '"1"')]},
        "a task that the cycle calls completed",
    ),
    Remedy(
        "GATE013",
        "tick the tasks that are done",
        {"tasks.md": [("[ ]", "[x]")]},
        "a completed cycle and open tasks",
    ),
    Remedy(
        "GATE013",
        "set the cycle's status to FAILED",
        {"cycle.json": [('"PLANNING"', '"FAILED"')]},
        "a plan for finished tasks",
    ),
    Remedy(
        "GATE013",
        "get the requirements approved: set their status",
        {"spec.md": [("Planning", "Approved")]},
        "execution before the approval",
    ),
)
