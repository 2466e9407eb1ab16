"""Workflow states, gates and PEER cycles become phases or readable errors."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.model.document import Mark
from aos_check.model.finding import Place, Problem
from aos_check.model.project import Project
from aos_check.model.rule import Rule
from aos_check.model.tree import MemoryTree
from aos_check.model.workflow import Demand, Workflow
from aos_check.model.workflow_definition import WorkflowDefinition
from aos_check.reading.records import read_records
from aos_check.reading.schemas import located_complaints, schema
from aos_check.rules.invalid_evidence import invalid_evidence
from aos_check.rules.missing_evidence import missing_evidence
from aos_check.rules.phase_skipped import phase_skipped

STATE = ".praxis-os/.cache/state/5e1f.json"
GATE = ".praxis-os/workflows/build_v1/phases/1/gate-definition.yaml"
METADATA = ".praxis-os/workflows/build_v1/metadata.json"
CYCLE = ".agent-os/specs/2025-10-08-login/peer.spec.login.cycle.1.json"

STRICT_GATE = """\
checkpoint:
  strict: true
evidence_schema:
  tests_passing:
    type: integer
    required: true
  notes:
    type: string
"""


def state(**changes: object) -> str:
    whole = {
        "workflow_type": "build_v1",
        "current_phase": 2,
        "completed_phases": [1],
        "phase_artifacts": {"1": {"phase_number": 1, "evidence": {"tests_passing": 3}}},
        "checkpoints": {"1": "passed"},
    }
    return json.dumps({**whole, **changes}, indent=1)


def cycle(**statuses: str) -> str:
    phases = {name: {"status": status} for name, status in statuses.items()}
    return json.dumps({"cycle_id": "peer.spec.login.cycle.1", "phases": phases}, indent=1)


def read(files: dict[str, str | bytes]) -> list[Workflow]:
    tree = MemoryTree(files)
    homes = (".praxis-os", ".agent-os")
    return [it for home in homes for it in read_records(tree, home, tree.paths()).workflows]


def read_one(files: dict[str, str | bytes]) -> Workflow:
    (record,) = read(files)
    return record


def errors(files: dict[str, str | bytes]) -> list[tuple[int, str]]:
    return [(error.at.line, error.text) for record in read(files) for error in record.errors]


def judge(rule: Rule, files: dict[str, str | bytes]) -> list[str]:
    project = Project(root=".", layouts=(), workflows=tuple(read(files)))
    return [
        f"{verdict.at.line}: {verdict.message}" if isinstance(verdict, Problem) else verdict.reason
        for verdict in rule.check(project)
    ]


# Definitions


def definition(files: dict[str, str | bytes]) -> WorkflowDefinition:
    tree = MemoryTree(files)
    (found,) = read_records(tree, ".praxis-os", tree.paths()).definitions
    return found


FOLDER = ".praxis-os/workflows/build_v1"


def test_a_definition_has_its_phases_gates_and_folders() -> None:
    metadata = {
        "workflow_type": "build_v1",
        "total_phases": 2,
        "phases": [
            {
                "phase_number": 0,
                "phase_file": "phases/0/phase.md",
                "tasks": [{"file": "task-1.md"}],
            },
            {"phase_number": 1, "phase_name": "Build", "tasks": [{"file": "task-1.md"}, {}, 7]},
        ],
    }
    found = definition(
        {
            METADATA: json.dumps(metadata, indent=1),
            GATE: STRICT_GATE,
            f"{FOLDER}/phases/0/phase.md": "Plan.\n",
            f"{FOLDER}/phases/0/task-1.md": "Read.\n",
            f"{FOLDER}/phases/dynamic/phase-template.md": "{PHASE}\n",
        }
    )
    assert [(it.number, it.name, it.at.line, it.missing) for it in found.phases] == [
        (0, "", 6, ()),
        (1, "Build", 15, ("task-1.md",)),
    ]
    assert (found.total, found.total_at, found.dynamic) == (2, Place(METADATA, 3), False)
    assert found.folders == ((0, Place(f"{FOLDER}/phases/0/phase.md")), (1, Place(GATE)))
    assert [demand.name for demand in found.demands(1) or ()] == ["tests_passing", "notes"]
    assert found.demands(0) is None


@pytest.mark.parametrize(
    "metadata",
    [
        {"total_phases": "dynamic"},
        {"dynamic_phases": True},
        {"phases": [{"phase_number": 0}, {"phase_number": "1-N"}]},
    ],
)
def test_a_definition_whose_phases_come_from_the_tasks(metadata: dict[str, object]) -> None:
    text = json.dumps({"workflow_type": "build_v1", **metadata})
    assert definition({METADATA: text}).dynamic


@pytest.mark.parametrize("phases", [None, 3, [{"phase_number": 0, "tasks": {"file": 1}}]])
def test_metadata_of_another_form_has_no_phases_with_files(phases: object) -> None:
    found = definition({METADATA: json.dumps({"workflow_type": "build_v1", "phases": phases})})
    assert [phase.missing for phase in found.phases] in ([], [()])


def test_a_validator_is_only_looked_up() -> None:
    code = "__import__('os').abort()"
    gate = STRICT_GATE.replace("required: true", "required: true\n    validator: positive")
    (known,) = definition({GATE: f'{gate}validators:\n  positive: "{code}"\n'}).gates
    (unknown,) = definition({GATE: f"{gate}validators: {{}}\n"}).gates
    assert (known.untested, unknown.untested) == ((), (Mark("tests_passing", Place(GATE, 7)),))


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({}, ""),
        ({"target_file": "specs/review/login"}, "specs/review/login"),
        ({"target_file": None, "metadata": None}, ""),
        ({"target_file": "login", "metadata": {"spec_path": "specs/login"}}, "specs/login"),
    ],
)
def test_a_state_names_what_it_works_on(changes: dict[str, object], target: str) -> None:
    assert read_one({STATE: state(**changes)}).target == target


# Reading


def test_a_state_is_read_with_the_gate_of_each_phase() -> None:
    record = read_one({STATE: state(), GATE: STRICT_GATE})
    assert (record.kind, record.at, record.errors) == ("build_v1", Place(STATE), ())
    first, second = record.phases
    assert (first.number, first.state, first.evidence) == (1, "passed", {"tests_passing": 3})
    assert first.demands == (
        Demand("tests_passing", "integer", required=True),
        Demand("notes", "string", required=False),
    )
    assert (second.number, second.state, second.demands) == (2, "in-progress", None)


def test_a_phase_is_placed_at_its_checkpoint() -> None:
    text = state(checkpoints={"1": "passed", "2": "pending"})
    first, second = read_one({STATE: text}).phases
    lines = text.split("\n")
    assert '"1": "passed"' in lines[first.at.line - 1]
    assert '"2": "pending"' in lines[second.at.line - 1]


def test_a_phase_without_checkpoint_is_placed_where_it_is_mentioned() -> None:
    text = state(checkpoints={}, phase_artifacts={})
    first, second = read_one({STATE: text}).phases
    lines = text.split("\n")
    assert '"completed_phases"' in lines[first.at.line - 1]
    assert '"current_phase"' in lines[second.at.line - 1]


@pytest.mark.parametrize(
    ("changes", "states"),
    [
        ({}, {1: "passed", 2: "in-progress"}),
        ({"checkpoints": {}}, {1: "passed", 2: "in-progress"}),
        ({"checkpoints": {"1": "failed"}}, {1: "failed", 2: "in-progress"}),
        ({"checkpoints": {"1": "skipped"}}, {1: "skipped", 2: "in-progress"}),
        (
            {"checkpoints": {"1": "pending"}, "phase_artifacts": {}},
            {1: "pending", 2: "in-progress"},
        ),
        (
            {"current_phase": 4, "completed_phases": [1, 3]},
            {1: "passed", 2: "pending", 3: "passed", 4: "in-progress"},
        ),
        (
            {"current_phase": 0, "completed_phases": [], "checkpoints": {}, "phase_artifacts": {}},
            {0: "in-progress"},
        ),
    ],
)
def test_the_state_of_each_phase(changes: dict[str, object], states: dict[int, str]) -> None:
    phases = read_one({STATE: state(**changes)}).phases
    assert {phase.number: phase.state for phase in phases} == states


def test_metadata_names_the_phases_and_the_optional_ones() -> None:
    metadata = {
        "workflow_type": "build_v1",
        "total_phases": "dynamic",
        "start_phase": 0,
        "phases": [
            {"phase_number": 0, "phase_name": "Documents", "skippable": True},
            {"phase_number": 1, "phase_name": "Requirements"},
            {"phase_number": "2-N", "phase_name": "Whatever the tasks say"},
        ],
    }
    phases = read_one({STATE: state(), METADATA: json.dumps(metadata)}).phases
    assert [(phase.title, phase.state) for phase in phases] == [
        ("phase 0 (Documents)", "skipped"),
        ("phase 1 (Requirements)", "passed"),
        ("phase 2", "in-progress"),
    ]


def test_evidence_is_found_where_later_versions_keep_it() -> None:
    later = ".praxis-os/state/workflow/completed/workflow_7.json"
    text = state(phase_artifacts={}, evidence_submitted={"1": {"tests_passing": 3}})
    assert read_one({later: text}).phases[0].evidence == {"tests_passing": 3}


def test_a_gate_that_is_switched_off_asks_for_nothing() -> None:
    gate = STRICT_GATE.replace("strict: true", "enabled: false")
    assert read_one({STATE: state(), GATE: gate}).phases[0].demands == ()


@pytest.mark.parametrize("path", [CYCLE, ".agent-os/notes/export.json"])
def test_a_peer_cycle_has_four_phases(path: str) -> None:
    text = cycle(plan="completed", execute="complete", express="in_progress", review="pending")
    record = read_one({path: text})
    assert record.kind == "peer"
    assert [(phase.number, phase.name, phase.state) for phase in record.phases] == [
        (1, "plan", "passed"),
        (2, "execute", "passed"),
        (3, "express", "in-progress"),
        (4, "review", "pending"),
    ]
    lines = text.split("\n")
    assert all(f'"{phase.name}"' in lines[phase.at.line - 1] for phase in record.phases)


def test_an_exported_store_holds_several_cycles() -> None:
    one, two = cycle(plan="completed"), cycle(plan="failed")
    text = f'{{"peer.spec.a.cycle.1": {one},\n"peer.global.cycle.2": {two}, "peer.note": 3}}'
    first, second = read({".agent-os/store.json": text})
    assert (first.phases[0].state, second.phases[0].state) == ("passed", "failed")
    assert first.at.line == 1
    assert second.at.line > first.at.line


@pytest.mark.parametrize(
    "path",
    [
        ".praxis-os/config.json",
        ".praxis-os/.cache/vector_index/metadata.json",
        ".praxis-os/workflows/notes.json",
        ".agent-os/state/mine.json",
        ".agent-os/peer.spec.login.cycle.current.json",
        "elsewhere/.cache/state/5e1f.json",
        ".praxis-os-old/.cache/state/5e1f.json",
    ],
)
def test_any_other_json_is_left_alone(path: str) -> None:
    assert read({path: '{"phases": 1'}) == []


# Errors


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("", 1, "the record cannot be read: it is not JSON: expecting value"),
        ('{\n"a": nope}', 2, "the record cannot be read: it is not JSON: expecting value"),
        ("[" * 20_000, 1, "the record cannot be read: it"),
        ("[" * 20_000 + "]" * 20_000, 1, "the record cannot be read: it nests deeper"),
        (b"{}\n\0", 1, "the record cannot be read: it contains a NUL byte"),
        (b"\xff\xfe", 1, "the record cannot be read: it is not UTF-8"),
        (b" " * (2 * 1024 * 1024 + 1), 1, "the record cannot be read: it is larger than 2 MiB"),
        ("[]", 1, "the workflow state does not satisfy its schema: the record is a list, not an"),
        ("null", 1, "the workflow state does not satisfy its schema: the record is null, not an"),
    ],
)
def test_an_invalid_state(content: str | bytes, line: int, message: str) -> None:
    (found,) = errors({STATE: content})
    assert (found[0], found[1][: len(message)]) == (line, message)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"checkpoints": {"1": "done"}}, "checkpoints.1 is 'done', not pending, passed, failed or"),
        ({"checkpoints": {"one": "passed"}}, "checkpoints has the key 'one', which does not match"),
        ({"checkpoints": []}, "checkpoints is a list, not an object"),
        ({"current_phase": True}, "current_phase is a boolean, not an integer"),
        ({"current_phase": -1}, "current_phase is -1, less than 0"),
        ({"current_phase": 10**9}, "current_phase is 1000000000, more than 999"),
        ({"current_phase": None}, "current_phase is null, not an integer"),
        ({"completed_phases": ["1"]}, "completed_phases.0 is a string, not an integer"),
        ({"phase_artifacts": {"1": {"evidence": "yes"}}}, "phase_artifacts.1.evidence is a string"),
        ({"workflow_type": 3}, "workflow_type is an integer, not a string"),
        ({"workflow_type": ""}, "workflow_type has 0 characters, fewer than 1"),
        ({"completed_phases": [0] * 2000}, "completed_phases has 2000 items, more than 1000"),
    ],
)
def test_a_state_that_breaks_its_schema(changes: dict[str, object], complaint: str) -> None:
    record = read_one({STATE: state(**changes)})
    assert record.phases == ()
    assert record.errors[0].text.startswith(
        f"the workflow state does not satisfy its schema: {complaint}"
    )


def test_a_complaint_has_the_line_of_the_error() -> None:
    text = state(checkpoints={"1": "passed", "2": "so-so"})
    ((line, _),) = errors({STATE: text})
    assert "so-so" in text.split("\n")[line - 1]


def test_what_is_missing_is_named() -> None:
    ((line, text),) = errors(
        {STATE: '{"workflow_type": "x", "current_phase": 1, "checkpoints": {}}'}
    )
    assert line == 1
    assert text.endswith("the record lacks 'completed_phases'")


def test_a_repeated_key_is_an_error() -> None:
    text = state().replace('"current_phase": 2', '"current_phase": 2,\n "current_phase": 3')
    assert errors({STATE: text}) == [
        (4, "the key 'current_phase' is given twice, and only the last counts")
    ]


UNFIT_GATE = "the gate definition does not satisfy its schema: "


@pytest.mark.parametrize(
    ("gate", "line", "message"),
    [
        ("a: [", 1, "the record cannot be read: it is not YAML: "),
        ("", 1, UNFIT_GATE + "the record is null, not an object"),
        (
            STRICT_GATE.replace("checkpoint:\n  strict: true\n", ""),
            1,
            UNFIT_GATE + "the record lacks 'checkpoint'",
        ),
        (
            STRICT_GATE.replace("integer", "number"),
            5,
            UNFIT_GATE + "evidence_schema.tests_passing.type is 'number', not boolean, integer, ",
        ),
        (
            STRICT_GATE.replace("required: true", "required: 'true'"),
            6,
            UNFIT_GATE + "evidence_schema.tests_passing.required is a string, not a boolean",
        ),
        (
            STRICT_GATE + "  tests_passing: {}\n",
            9,
            "the key 'tests_passing' is given twice, and only the last counts",
        ),
    ],
)
def test_an_invalid_gate(gate: str, line: int, message: str) -> None:
    found = errors({GATE: gate})
    assert (found[0][0], found[0][1][: len(message)]) == (line, message)


def test_invalid_metadata() -> None:
    text = '{"workflow_type": "x",\n"total_phases": "many",\n"phases": [{"phase_name": "a"}]}'
    unfit = "the workflow metadata does not satisfy its schema: "
    assert errors({METADATA: text}) == [
        (2, unfit + "total_phases is 'many', which does not match ^dynamic$"),
        (3, unfit + "phases.0 lacks 'phase_number'"),
    ]


UNFIT_CYCLE = "the peer cycle does not satisfy its schema: "


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "the record cannot be read: it is not JSON: "),
        ("3", UNFIT_CYCLE + "the record is an integer, not an object"),
        (cycle(plan="done"), UNFIT_CYCLE + "phases.plan.status is 'done', not pending,"),
        (
            cycle(plan="pending", revise="pending"),
            UNFIT_CYCLE + "phases has the unknown key 'revise'",
        ),
    ],
)
def test_an_invalid_cycle(content: str, message: str) -> None:
    (found,) = errors({CYCLE: content})
    assert found[1].startswith(message)


def test_a_list_without_end_is_not_validated() -> None:
    ((line, text),) = errors({STATE: state(completed_phases=[0] * 400_000)})
    assert line > 1
    assert text == "the record cannot be read: it has more than 100,000 values"


def test_a_hostile_record_makes_few_errors_and_takes_no_time() -> None:
    many = {str(number): "?" for number in range(90_000)}
    found = errors({STATE: state(checkpoints=many), GATE: "a: &a [*a]\n"})
    assert len(found) <= 21
    assert all(len(text) < 400 for _, text in found)


@given(st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_any_record_is_read_or_has_errors(content: bytes) -> None:
    for path in (STATE, GATE, METADATA, CYCLE):
        for record in read({path: content}):
            assert record.phases or record.errors


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-5, 2000) | st.floats() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["0", "1", "status", "evidence", "plan", "x"]), inner)
    ),
    max_leaves=12,
)
_KEYS = ["workflow_type", "current_phase", "completed_phases", "phase_artifacts", "checkpoints"]


@given(st.dictionaries(st.sampled_from([*_KEYS, "cycle_id", "phases", "metadata"]), _JSON))
def test_the_rules_can_judge_any_record(value: dict[str, object]) -> None:
    whole = {**json.loads(state()), "cycle_id": "x", "phases": {}, **value}
    files: dict[str, str | bytes] = {GATE: STRICT_GATE}
    files.update(dict.fromkeys((STATE, METADATA, CYCLE), json.dumps(whole)))
    for rule in (missing_evidence, invalid_evidence, phase_skipped):
        judge(rule, files)


# Rules


def test_a_required_piece_of_evidence_may_not_be_null() -> None:
    artifacts = {"1": {"evidence": {"tests_passing": None}}}
    files: dict[str, str | bytes] = {STATE: state(phase_artifacts=artifacts), GATE: STRICT_GATE}
    (found,) = judge(missing_evidence, files)
    assert found.endswith("phase 1 is recorded as passed without tests_passing")
    assert judge(invalid_evidence, files) == []


def test_phases_without_a_gate_are_listed_once_for_their_workflow() -> None:
    files: dict[str, str | bytes] = {
        STATE: state(),
        STATE.replace("5e1f", "6a02"): state(current_phase=3, completed_phases=[1, 2]),
        CYCLE: cycle(plan="completed"),
    }
    assert judge(missing_evidence, files) == [
        "build_v1 has no valid gate definition for its passed phases: 1, 2"
    ]
    names = [{"phase_number": 2, "phase_name": "Technical Design"}]
    metadata = json.dumps({"workflow_type": "build_v1", "total_phases": 2, "phases": names})
    assert judge(missing_evidence, {**files, METADATA: metadata}) == [
        "build_v1 has no valid gate definition for its passed phases: 1, Technical Design"
    ]


@pytest.mark.parametrize(
    ("wanted", "value", "said"),
    [
        ("integer", True, "a boolean, not an integer"),
        ("integer", 1.5, "a number, not an integer"),
        ("integer", "12", "a string, not an integer"),
        ("boolean", 1, "an integer, not a boolean"),
        ("string", ["a"], "a list, not a string"),
        ("list", {"a": 1}, "an object, not a list"),
        ("object", "a", "a string, not an object"),
        ("dict", [], "a list, not a dict"),
    ],
)
def test_evidence_of_the_wrong_type(wanted: str, value: object, said: str) -> None:
    gate = STRICT_GATE.replace("integer", wanted)
    artifacts = {"1": {"evidence": {"tests_passing": value}}}
    (found,) = judge(invalid_evidence, {STATE: state(phase_artifacts=artifacts), GATE: gate})
    assert found.endswith(f"tests_passing of phase 1 is {said}")


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        ("integer", 0),
        ("boolean", False),
        ("string", ""),
        ("list", []),
        ("object", {}),
        ("dict", {"a": 1}),
    ],
)
def test_evidence_of_the_right_type(wanted: str, value: object) -> None:
    gate = STRICT_GATE.replace("integer", wanted)
    artifacts = {"1": {"evidence": {"tests_passing": value}}}
    files: dict[str, str | bytes] = {STATE: state(phase_artifacts=artifacts), GATE: gate}
    assert judge(invalid_evidence, files) == []
    assert judge(missing_evidence, files) == []


def test_a_failed_phase_is_not_asked_for_its_evidence() -> None:
    artifacts = {"1": {"evidence": {"tests_passing": "none"}}}
    text = state(phase_artifacts=artifacts, checkpoints={"1": "failed"}, completed_phases=[])
    files: dict[str, str | bytes] = {STATE: text, GATE: STRICT_GATE}
    assert judge(missing_evidence, files) == []
    assert judge(invalid_evidence, files) == []


def test_validators_are_code_and_not_run() -> None:
    gate = STRICT_GATE.replace("    required: true", "    required: true\n    validator: positive")
    assert judge(invalid_evidence, {STATE: state(), GATE: gate}) == [
        "the validators in the gates of build_v1 are code and are not run"
    ]


TWO_BEFORE = "2 phases before it are neither passed nor skipped"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"current_phase": 3, "completed_phases": [1], "checkpoints": {}},
            ["phase 3 is in progress, but phase 2 is pending"],
        ),
        ({"checkpoints": {"1": "failed"}}, ["phase 2 is in progress, but phase 1 failed"]),
        (
            {"current_phase": 5, "completed_phases": [1, 4], "checkpoints": {}},
            [f"phase 4 is recorded as passed, but {TWO_BEFORE}"],
        ),
        (
            {"current_phase": 5, "completed_phases": [2, 4], "checkpoints": {"1": "skipped"}},
            ["phase 4 is recorded as passed, but phase 3 is pending"],
        ),
        ({"current_phase": 2, "completed_phases": [0, 1]}, []),
        ({"current_phase": 3, "completed_phases": [1, 2]}, []),
        ({"current_phase": 1, "completed_phases": [1, 2]}, []),
    ],
)
def test_phases_out_of_order(changes: dict[str, object], said: list[str]) -> None:
    found = judge(phase_skipped, {STATE: state(**changes)})
    assert [message.partition(": ")[2] for message in found] == said


def test_a_review_before_anything_was_executed() -> None:
    text = cycle(plan="completed", execute="failed", express="pending", review="completed")
    assert judge(phase_skipped, {CYCLE: text}) == [
        f"13: phase 4 (review) is recorded as passed, but {TWO_BEFORE}"
    ]


# Schemas


@pytest.mark.parametrize(
    "kind", ["workflow-state", "gate-definition", "workflow-metadata", "peer-cycle", "approval"]
)
def test_every_shipped_schema_is_one(kind: str) -> None:
    from jsonschema import Draft202012Validator

    Draft202012Validator.check_schema(schema(kind))
    (complaint,) = located_complaints(kind, 3)
    assert complaint.text == "the record is an integer, not an object"
