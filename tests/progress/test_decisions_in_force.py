"""Tests of the decisions in force, with supersession resolved."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.finding import Place
from aos_check.model.project import Project
from aos_check.model.tree import MemoryTree
from aos_check.progress.decisions import DecisionStanding, in_force, standing
from aos_check.reading.project import read_projects
from aos_check.reporters.decision_digest import digest


def record(number: int, status: str, more: str = "", day: str = "") -> str:
    return (
        f"# {number}. Use number {number}\n\nDate: {day or f'2025-01-{number:02}'}\n{more}\n"
        f"## Status\n\n{status}\n\n## Context\n\nWe need it.\n\n## Decision\n\n"
        f"We use number {number}. It is good.\n\n## Consequences\n\nIt costs.\n"
    )


def projects(*records: str) -> tuple[Project, ...]:
    files = {f"docs/adr/{n:04}-use-{n}.md": text for n, text in enumerate(records, 1)}
    return read_projects(MemoryTree(files))


def held(*records: str) -> dict[str, list[str]]:
    """The ids of the decisions in force, each with those that it replaced."""
    found = in_force(projects(*records))
    return {it.decision.id: [each.id for each in it.replaced] for it in found}


ACCEPTED = record(1, "Accepted")
BOTH: dict[str, list[str]] = {"0002": [], "0001": []}


@pytest.mark.parametrize(
    ("records", "expected"),
    [
        ([ACCEPTED, record(2, "Accepted")], {"0002": [], "0001": []}),
        ([record(1, "Proposed"), record(2, "Rejected"), record(3, "Deprecated")], {}),
        # One side is enough, whichever it is.
        ([record(1, "Superseded by ADR-2"), record(2, "Accepted")], {"0002": ["0001"]}),
        ([ACCEPTED, record(2, "Accepted", "Supersedes: ADR-1\n")], {"0002": ["0001"]}),
        # A chain.
        (
            [
                record(1, "Superseded by ADR-2"),
                record(2, "Superseded by ADR-3"),
                record(3, "Accepted"),
            ],
            {"0003": ["0002", "0001"]},
        ),
        # A successor that has not taken effect, or never will.
        ([record(1, "Superseded by ADR-2"), record(2, "Proposed")], {"0001": []}),
        ([ACCEPTED, record(2, "Proposed", "Supersedes: ADR-1\n")], {"0001": []}),
        ([record(1, "Superseded by ADR-2"), record(2, "Rejected")], {"0001": []}),
        # A successor that was withdrawn later had replaced it all the same.
        ([record(1, "Superseded by ADR-2"), record(2, "Deprecated")], {}),
        # A successor that does not exist, or has no name: the status is all that is known.
        ([record(1, "Superseded by ADR-9")], {}),
        ([record(1, "Superseded")], {}),
        ([record(1, "Accepted", "Superseded by: ADR-9\n")], {"0001": []}),
        # In part.
        ([record(1, "Partially superseded by ADR-2"), record(2, "Accepted")], BOTH),
        ([ACCEPTED, record(2, "Accepted", "Partially supersedes: ADR-1\n")], BOTH),
        ([ACCEPTED, record(2, "Accepted", "Supersedes: ADR-1 (in part)\n")], BOTH),
        ([record(1, "Accepted", "Superseded in part by: 2\n"), record(2, "Accepted")], BOTH),
        # Two successors, and two predecessors.
        (
            [
                record(1, "Superseded by ADR-2"),
                record(2, "Accepted"),
                record(3, "Accepted", "Supersedes: ADR-1\n"),
            ],
            {"0003": ["0001"], "0002": ["0001"]},
        ),
        (
            [ACCEPTED, record(2, "Accepted"), record(3, "Accepted", "Supersedes: ADR-1, ADR-2\n")],
            {"0003": ["0002", "0001"]},
        ),
        # Circles.
        ([record(1, "Superseded by ADR-2"), record(2, "Superseded by ADR-1")], {}),
        (
            [record(1, "Superseded by ADR-2"), record(2, "Accepted", "Superseded by: ADR-1\n")],
            {"0002": ["0001"]},
        ),
        (
            [
                record(1, "Accepted", "Supersedes: ADR-2\n"),
                record(2, "Accepted", "Supersedes: ADR-1\n"),
            ],
            {"0002": [], "0001": []},
        ),
        ([record(1, "Accepted", "Supersedes: ADR-1\n")], {"0001": []}),
    ],
)  # fmt: skip
def test_supersession(records: list[str], expected: dict[str, list[str]]) -> None:
    assert held(*records) == expected


def test_without_any_status_in_a_folder_all_are_in_force() -> None:
    plain = "# {0}. Use {0}\n\n## Context\n\nWhy.\n\n## Decision\n\nWe use {0}.\n"
    assert set(held(plain.format(1), plain.format(2))) == {"0001", "0002"}
    found = standing(projects(plain.format(1), record(2, "Accepted"), record(3, "Purple")))
    assert [it.decision.id for it in found.in_force] == ["0002"]
    assert [each.id for each in found.unclear] == ["0003", "0001"]


def test_an_archived_decision_is_not_in_force() -> None:
    files = {f"docs/adr/{folder}0001-a.md": ACCEPTED for folder in ("", "archive/", "db/")}
    found = standing(read_projects(MemoryTree(files)))
    assert [it.decision.at.path for it in found.in_force] == [
        "docs/adr/0001-a.md",
        "docs/adr/db/0001-a.md",
    ]
    assert not found.unclear


@pytest.mark.parametrize(
    ("records", "amended", "waiting"),
    [
        ([ACCEPTED, record(2, "Accepted", "Partially supersedes: ADR-1\n")], ["0002"], []),
        ([record(1, "Partially superseded by ADR-2"), record(2, "Accepted")], ["0002"], []),
        ([ACCEPTED, record(2, "Proposed", "Partially supersedes: ADR-1\n")], [], []),
        ([ACCEPTED, record(2, "Proposed", "Supersedes: ADR-1\n")], [], ["0002"]),
        ([ACCEPTED, record(2, "Rejected", "Supersedes: ADR-1\n")], [], []),
        ([record(1, "Superseded by ADR-2"), record(2, "Rejected")], [], ["0002"]),
    ],
)
def test_what_replaces_a_part_or_would_replace_it(
    records: list[str], amended: list[str], waiting: list[str]
) -> None:
    first = next(it for it in in_force(projects(*records)) if it.decision.id == "0001")
    assert [each.id for each in first.amended_by] == amended
    assert [each.id for each in first.waiting_for] == waiting


def test_the_status_of_the_older_one_wins_over_a_part_in_the_newer_one() -> None:
    newer = record(2, "Accepted", "Supersedes: ADR-1 (the relevant parts)\n")
    assert held(record(1, "Superseded by ADR-2"), newer) == {"0002": ["0001"]}


def test_ids_are_unique_only_in_their_folder() -> None:
    found = read_projects(
        MemoryTree(
            {
                "docs/adr/api/0001-a.md": record(1, "Superseded by ADR-0002"),
                "docs/adr/api/0002-b.md": record(2, "Accepted"),
                "docs/adr/web/0001-a.md": record(1, "Accepted"),
                "docs/adr/web/0002-b.md": record(2, "Proposed"),
            }
        )
    )
    assert [(it.decision.at.path, it.topics) for it in in_force(found)] == [
        ("docs/adr/api/0002-b.md", ("api",)),
        ("docs/adr/web/0001-a.md", ("web",)),
    ]


def made(number: int, status: DecisionStatus, by: int | None, older: list[int]) -> Decision:
    return Decision(
        id=f"{number:04}",
        number=number,
        title=f"Use {number}",
        status=status,
        status_text=status.value,
        at=Place(f"docs/adr/{number:04}-use.md"),
        form="nygard",
        scheme="docs/adr/",
        superseded_by=None if by is None else f"{by:04}",
        supersedes=tuple(f"{each:04}" for each in older),
    )


_NUMBERS = st.integers(0, 7)
_LINKS = st.tuples(
    st.sampled_from(DecisionStatus), st.none() | _NUMBERS, st.lists(_NUMBERS, max_size=2)
)


@given(st.lists(_LINKS, max_size=8), st.randoms(use_true_random=False))
def test_any_supersession(
    links: list[tuple[DecisionStatus, int | None, list[int]]], order: Random
) -> None:
    decisions = [made(number, *link) for number, link in enumerate(links)]
    found = of(decisions)
    shuffled = list(decisions)
    order.shuffle(shuffled)
    assert of(shuffled) == found
    assert digest(found.in_force) == digest(of(shuffled).in_force)
    holding = {it.decision.id for it in found.in_force}
    named = {name for each in decisions for name in each.supersedes}
    for each in decisions:
        if each.status is DecisionStatus.ACCEPTED and each.id not in holding:
            # Something that took effect has replaced it, even if that was withdrawn later.
            assert each.superseded_by or each.id in named
        if each.status in (DecisionStatus.REJECTED, DecisionStatus.DEPRECATED):
            assert each.id not in holding
    for it in found.in_force:
        assert holding.isdisjoint(older.id for older in it.replaced)


def of(decisions: list[Decision]) -> DecisionStanding:
    return standing([Project(root=".", layouts=(), decisions=tuple(decisions))])


@pytest.mark.parametrize("head", [True, False])
def test_ten_thousand_decisions(head: bool) -> None:
    """A chain, whose end 5,000 decisions replace or none. It would take minutes if not linear."""
    chain = [made(number, DecisionStatus.SUPERSEDED, number + 1, []) for number in range(5_000)]
    last = [
        made(number, DecisionStatus.ACCEPTED, None, [0, 4_999]) for number in range(5_000, 10_000)
    ]
    found = of([*chain, *(last if head else last[:1])])
    assert len(found.in_force) == (5_000 if head else 1)
    assert len(found.in_force[0].replaced) == 100
