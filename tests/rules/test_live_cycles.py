"""The rules on cycles for a bucket: what they report, and what they leave alone."""

from __future__ import annotations

import json
from datetime import datetime, timezone
from typing import Any

import pytest

from aos_check.model.cycle import Entry
from aos_check.model.finding import Problem
from aos_check.model.project import Project
from aos_check.model.rule import Rule
from aos_check.reading.live_cycles import with_live_cycles
from aos_check.rules.broken_cycle_series import broken_cycle_series
from aos_check.rules.cycle_contradicts_spec import cycle_contradicts_spec
from aos_check.rules.foreign_phase_edit import foreign_phase_edit
from aos_check.rules.invalid_evidence import invalid_evidence
from aos_check.rules.phase_skipped import phase_skipped
from tests.support.cycles import PHASES, cycle
from tests.support.reading import SPEC, project

RULES = (invalid_evidence, phase_skipped, foreign_phase_edit, broken_cycle_series,
         cycle_contradicts_spec)  # fmt: skip
KEY = "peer.spec.login.cycle.1"
WHEN = datetime(2026, 1, 5, 10, tzinfo=timezone.utc)
TASKS = "# Spec Tasks\n\n- [x] 1. Form\n- [ ] 2. Sign-out\n"
Files = dict[str, str | bytes]


def entries(*values: tuple[str, object]) -> list[Entry]:
    return [
        Entry(key, _content(value), number, WHEN) for number, (key, value) in enumerate(values, 1)
    ]


def _content(value: object) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    return json.dumps(value).encode()


def live(*values: tuple[str, object], files: Files | None = None) -> Project:
    shop = project({f"{SPEC}/tasks.md": TASKS, **(files or {})})
    (found,) = with_live_cycles([shop], entries(*values))
    return found


def found(*values: tuple[str, object], files: Files | None = None) -> list[str]:
    """The findings of all rules about these entries, each with its code."""
    shop = live(*values, files=files)
    return [line for rule in RULES for line in judge(rule, shop)]


def judge(rule: Rule, shop: Project) -> list[str]:
    return [
        f"{rule.code} {it.message.replace(f'{KEY} in NATS: ', '')}"
        if isinstance(it, Problem)
        else it.reason
        for it in rule.check(shop)
    ]


def login(status: str, current: str, *done: str, number: int = 1, **parts: Any) -> dict[str, Any]:
    """A cycle of the spec, whose output of some phases is given."""
    value = cycle("login", number, status, current, *done)
    for part, content in parts.items():
        value["phases"][part]["output"] = content
    return value


POINTER = ("peer.spec.login.cycle.current", 1)
EXECUTED = {"tasks_completed": ["1"]}
COURSE = [
    login("INITIALIZED", "planning"),
    login("PLANNING", "plan"),
    login("EXECUTING", "execute", "plan") | {"phases": cycle("", 1, "X", "plan", "plan")["phases"]},
    login("EXECUTING", "execute", "plan"),
    login("EXPRESSING", "express", "plan", "execute", execute=EXECUTED)
    | {"phases": login("INITIALIZED", "express", "plan", "execute", execute=EXECUTED)["phases"]},
    login("EXPRESSING", "express", "plan", "execute", execute=EXECUTED),
    login("EXPRESSING", "express", "plan", "execute", "express", execute=EXECUTED),
    login("REVIEWING", "review", "plan", "execute", "express", execute=EXECUTED),
    login("COMPLETE", "review", *PHASES, execute=EXECUTED),
    login("COMPLETED", "review", *PHASES, execute=EXECUTED)
    | {"cycle_summary": {"success": True, "completion": 100}},
]
"""What the agents write from the first to the last phase, with the words of their prompts."""


@pytest.mark.parametrize("until", range(1, len(COURSE) + 1))
def test_a_cycle_as_the_agents_write_it_has_no_findings(until: int) -> None:
    values = [(KEY, value) for value in COURSE[:until]]
    assert found(*values[:1], POINTER, *values[1:]) == []


def test_the_words_of_the_prompts_are_no_faults() -> None:
    value = json.loads(json.dumps(COURSE[-1]).replace('"completed"', '"complete"'))
    value["phases"]["review"]["output"] = {"quality_score": "high"}
    failed = login("ERROR", "execute", "plan")
    failed["phases"]["execute"] = {"status": "error", "error": {"message": "No"}}
    assert found((KEY, value), POINTER) == found((KEY, failed), POINTER) == []


# Owners

AT_REVIEW = login("REVIEWING", "review", "plan", "execute", "express", execute=EXECUTED)
REWRITTEN = login(
    "REVIEWING", "review", "plan", "execute", "express", execute=EXECUTED, plan={"steps": 1}
)
TWO_AT_ONCE = login("EXECUTING", "execute", "plan", plan={"steps": 1})
SUMMED_UP = AT_REVIEW | {"cycle_summary": {"success": True}}
TOO_EARLY = login("EXECUTING", "execute", "plan") | {"cycle_summary": {"success": True}}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([AT_REVIEW, REWRITTEN], ["revision 3 changes the phase plan while it is at review"]),
        ([AT_REVIEW, REWRITTEN, REWRITTEN], ["revision 3 changes the phase plan while it is at"]),
        ([AT_REVIEW, REWRITTEN, AT_REVIEW], []),
        ([AT_REVIEW, SUMMED_UP], []),
        (
            [login("PLANNING", "plan"), TWO_AT_ONCE],
            ["revision 3 changes the phase execute together with the phase plan"],
        ),
        (
            [login("EXECUTING", "execute", "plan"), TOO_EARLY],
            ["the cycle has a summary, but its review has not begun"],
        ),
        ([login("PLANNING", "plan"), b"{", AT_REVIEW], []),
        ([AT_REVIEW, None, login("PLANNING", "plan", plan={"a": 1})], []),
    ],
    ids=["another", "later", "put back", "summary", "two", "early", "unreadable", "deleted"],
)
def test_each_phase_is_written_by_its_owner(values: list[object], expected: list[str]) -> None:
    first, *more = values
    shown = judge(foreign_phase_edit, live((KEY, first), POINTER, *((KEY, it) for it in more)))
    pairs = zip(shown, expected, strict=True)
    assert all(line.startswith(f"GATE011 {text}") for line, text in pairs)


# Series


def series(*cycles: dict[str, Any], pointer: object) -> list[tuple[str, object]]:
    return [*((it["cycle_id"], it) for it in cycles), (POINTER[0], pointer)]


def nth(number: int, status: str = "COMPLETED", mode: str = "new") -> dict[str, Any]:
    done = PHASES if status == "COMPLETED" else ()
    value = login(status, "review" if done else "plan", *done, number=number)
    value["metadata"]["instruction_name"] = "create-spec"
    value["context"]["peer_mode"] = mode
    return value


RESUMED = [("peer.spec.login.cycle.2", nth(2, "PLANNING", mode)) for mode in ("new", "continue")]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (series(nth(1), nth(2, "PLANNING"), pointer=2), []),
        (series(nth(1, "FAILED"), nth(2, "PLANNING", "continue"), pointer="2"), []),
        (series(nth(1, "PLANNING"), nth(2, "PLANNING", "continue"), pointer=2), []),
        (series(nth(3), nth(4), pointer=4), []),
        ([*series(nth(1), pointer=2), *RESUMED], []),
        (
            series(nth(1), nth(2, "PLANNING", "continue"), pointer=2),
            ["cycle 2 continues an earlier one, but cycle 1 was completed"],
        ),
        (
            series(nth(1, "PLANNING"), nth(2, "PLANNING"), pointer=2),
            ["cycle 2 of login is open, and so is cycle 1"],
        ),
        (
            series(nth(1), nth(2), pointer=1),
            ["peer.spec.login.cycle.current is 1, but the newest cycle is 2"],
        ),
        (
            series(nth(1), pointer=None),
            ["peer.spec.login.cycle.current is missing, but the newest cycle is 1"],
        ),
        (series(nth(1), nth(3), pointer=3), ["cycle 3 follows cycle 1"]),
        (
            [("peer.spec.login.cycle.1", nth(2)), (POINTER[0], 1)],
            ["the value calls itself peer.spec.login.cycle.2"],
        ),
    ],
)
def test_the_cycles_of_a_spec_follow_one_another(
    values: list[tuple[str, object]], expected: list[str]
) -> None:
    lines = judge(broken_cycle_series, live(*values))
    assert [line.partition(" in NATS: ")[2] or line[8:] for line in lines] == expected


def test_a_cycle_that_is_exported_twice_is_one_cycle() -> None:
    text = json.dumps(nth(1, "PLANNING"))
    shop = project({f"{SPEC}/{name}.json": text for name in ("a", "b")})
    assert [judge(rule, shop) for rule in (broken_cycle_series, cycle_contradicts_spec)] == [[], []]


# The repository

SPEC_MD = "# Spec Requirements Document\n\n> Status: {}\n\n## Overview\n\nForm.\n"
DONE: Files = {f"{SPEC}/tasks.md": TASKS.replace("[ ]", "[x]")}
RECORD = f"{SPEC}/{KEY}.json"
AND_NOW = ", and the bucket is at revision 2"


@pytest.mark.parametrize(
    ("value", "files", "expected"),
    [
        (login("EXPRESSING", "express", "plan", "execute", execute=EXECUTED), {}, []),
        (
            login(
                "EXPRESSING", "express", "plan", "execute", execute={"tasks_completed": ["2. B"]}
            ),
            {},
            ["error: the cycle calls tasks of 2025-10-08-login completed that are open: 2"],
        ),
        (
            login("COMPLETED", "review", *PHASES),
            {},
            ["weak: the cycle has executed the tasks of 2025-10-08-login, but tasks are open: 2"],
        ),
        (login("COMPLETED", "review", *PHASES), DONE, []),
        (
            login("PLANNING", "plan"),
            DONE,
            ["error: the cycle still plans the tasks of 2025-10-08-login, which is finished"],
        ),
        (login("FAILED", "plan"), DONE, []),
        (login("PLANNING", "plan"), {RECORD: json.dumps(login("PLANNING", "plan"))}, []),
        (
            login("EXECUTING", "execute", "plan"),
            {RECORD: json.dumps(login("PLANNING", "plan"))},
            [f"weak: this export of {KEY} is revision 1{AND_NOW}"],
        ),
        (
            login("EXECUTING", "execute", "plan"),
            {RECORD: json.dumps(login("REVIEWING", "plan"))},
            [f"weak: this export of {KEY} is no revision that the bucket keeps{AND_NOW}"],
        ),
    ],
)
def test_a_bucket_and_its_repository(value: object, files: Files, expected: list[str]) -> None:
    shop = live((KEY, login("PLANNING", "plan")), (KEY, value), files=files)
    problems = [it for it in cycle_contradicts_spec.check(shop) if isinstance(it, Problem)]
    lines = [
        f"{'weak' if it.weak else 'error'}: {it.message.replace(f'{KEY} in NATS: ', '')}"
        for it in problems
    ]
    assert lines == expected
    assert {it.at.path for it in problems} <= {f"{SPEC}/tasks.md", RECORD}


@pytest.mark.parametrize(
    ("instruction", "status", "reported"),
    [
        ("execute-tasks", "PLANNING", True),
        ("create-spec", "PLANNING", False),  # it writes the spec
        ("execute-tasks", "COMPLETED", False),  # that of a spec that is gone
    ],
)
def test_a_cycle_of_a_spec_that_is_not_here(instruction: str, status: str, reported: bool) -> None:
    value = cycle("ghost", 3, status, "review")
    value["metadata"]["instruction_name"] = instruction
    lines = found(("peer.spec.ghost.cycle.3", value))
    expected = "GATE013 peer.spec.ghost.cycle.3 in NATS: there is no spec ghost"
    assert lines == [expected] * reported


def test_a_spec_that_nobody_approved() -> None:
    files: Files = {
        "aos-check.toml": "",
        f"{SPEC}/spec.md": SPEC_MD.format("Planning"),
    }
    shop = live((KEY, login("EXECUTING", "execute", "plan")), files=files)
    assert judge(cycle_contradicts_spec, shop) == []  # nothing asks for approvals


# Hostile values


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (b"", "the value cannot be read: it is not JSON"),
        (b"\xff\xfe{", "the value cannot be read: it is not JSON"),
        (b"[" * 100_000, "the value cannot be read: it nests deeper"),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "the peer cycle does not satisfy its schema: the"),
        (b"9" * 100_000, "the value cannot be read: it has a number with more than"),
        (b"[]", "the peer cycle does not satisfy its schema: the record is a list"),
        (b'{"cycle_id": 3, "phases": {}}', "the peer cycle does not satisfy its schema: cycle_id"),
    ],
)
def test_a_hostile_value_is_a_finding(value: bytes, text: str) -> None:
    lines = found((KEY, value))
    assert lines[0].startswith(f"GATE002 {text}")


@pytest.mark.parametrize(
    "value", [b"", b"[" * 100_000, b'{"phases":' * 900 + b"1" + b"}" * 900, b"9" * 100_000, b"[]"]
)
def test_a_hostile_revision_before_is_passed_over(value: bytes) -> None:
    assert found((KEY, value), POINTER, (KEY, login("PLANNING", "plan"))) == []


@pytest.mark.parametrize(
    "key",
    ["peer.spec.\x1b[2J.cycle.1", "peer.spec.a b.cycle.1", "peer.commit.2026.01.05.10.00", "other",
     "peer.spec.login.cycle.99999999999", "peer.spec.login.cycle.current.cycle.x"],
)  # fmt: skip
def test_any_other_key_is_left_alone(key: str) -> None:
    assert live((key, b"nothing")).workflows == ()


def test_a_cycle_that_is_deleted_is_gone() -> None:
    assert live((KEY, login("PLANNING", "plan")), (KEY, None)).workflows == ()
