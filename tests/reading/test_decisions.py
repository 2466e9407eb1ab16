"""Decision records and logs: their names, statuses, dates, forms and links."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from aos_check.git.folder import Folder
from aos_check.model.decision import Decision, DecisionStatus
from aos_check.model.document import Mark
from aos_check.model.finding import NotEvaluated, Problem
from aos_check.model.project import Project
from aos_check.model.rule import Rule
from aos_check.model.tree import MemoryTree, Tree
from aos_check.reading.decision_dates import read_date
from aos_check.reading.decision_files import find_decisions, is_no_decision
from aos_check.reading.decision_names import read_name, read_title
from aos_check.reading.decision_status import read_status, read_status_lines
from aos_check.reading.decisions import read_decisions, unread_decisions
from aos_check.reading.page import read_page
from aos_check.rules.duplicate_decision_number import duplicate_decision_number
from aos_check.rules.misnumbered_decision import misnumbered_decision
from aos_check.rules.missing_decision_section import missing_decision_section
from aos_check.rules.one_sided_supersession import one_sided_supersession
from aos_check.rules.undated_decision import undated_decision
from aos_check.rules.unknown_decision_status import unknown_decision_status

RULES = (
    unknown_decision_status,
    missing_decision_section,
    duplicate_decision_number,
    one_sided_supersession,
    misnumbered_decision,
    undated_decision,
)
HOMES = {".agent-os": ""}


def read(files: dict[str, str]) -> tuple[tuple[Decision, ...], tuple[Mark, ...]]:
    tree = MemoryTree({path: dedent(text) for path, text in files.items()})
    return read_all(tree, HOMES)


def read_all(tree: Tree, homes: Mapping[str, str]) -> tuple[tuple[Decision, ...], tuple[Mark, ...]]:
    decisions: list[Decision] = []
    unread: list[Mark] = []
    for files in find_decisions(tree.paths(), homes).values():
        found = read_decisions(files, lambda path: read_page(tree, path))
        decisions += found
        unread += unread_decisions(files, found, lambda path: read_page(tree, path))
    return tuple(decisions), tuple(unread)


def adr(text: str, name: str = "0001-use-postgres.md") -> Decision:
    (decision,), unread = read({f"docs/adr/{name}": text})
    assert not unread
    return decision


def nygard(number: int = 1, status: str = "Accepted", date: str = "Date: 2025-03-04") -> str:
    return (
        f"# {number}. Use PostgreSQL\n\n{date}\n\n## Status\n\n{status}\n\n"
        "## Context\n\nWe need transactions.\n\n## Decision\n\nWe use PostgreSQL.\n\n"
        "## Consequences\n\nWe run a server.\n"
    )


def log(*entries: str) -> tuple[Decision, ...]:
    text = "\n\n".join(("# Product Decisions Log\n\n> Last Updated: 2025-07-29", *entries))
    decisions, unread = read({".agent-os/product/decisions.md": text})
    assert not unread
    return decisions


def entry(heading: str = "2025-07-29: Initial Planning", labels: str = "") -> str:
    return (
        f"## {heading}\n\n{labels}\n\n### Decision\n\nWe build it.\n\n### Context\n\nNo.\n\n"
        "### Alternatives Considered\n\n1. **Buy**\n   - Pros: quick\n   - Cons: dear\n\n"
        "### Consequences\n\n**Positive:**\n- Ours\n"
    )


def findings(decisions: tuple[Decision, ...]) -> list[tuple[str, str]]:
    project = Project(root=".", layouts=(), decisions=decisions)
    return [
        (rule.code, verdict.message if isinstance(verdict, Problem) else verdict.reason)
        for rule in RULES
        for verdict in rule.check(project)
    ]


def codes(files: dict[str, str]) -> list[str]:
    return [code for code, _ in findings(read(files)[0])]


# Paths and names


def test_records_are_looked_for_where_projects_keep_them() -> None:
    places = [
        "docs/adr/0001-a.md", "doc/adr/0001-a.md", "docs/adrs/0001-a.md", "adr/0001-a.md",
        "docs/decisions/0001-a.md", "docs/architecture/decisions/0001-a.md", "adrs/0001-a.md",
        "decisions/0001-a.md", "docs/adr/archive/0001-a.md", "docs/internal/adr/0001-a.md",
        "docs/architecture/adr/0001-a.md", "architecture/decisions/0001-a.md",
        "docs/architecture-decisions/a.md", "docs/adr-log/0001-a.md",
        "docs/technical-decisions/0001-a.md", "decision-records/0001-a.md", "Docs/ADR/0001-a.md",
        ".agent-os/product/decisions/dec-001-a.md", ".agent-os/adr/0001-a.md",
        ".agent-os/decisions/a.md", ".agent-os/product/adr-one-database.md",
        ".agent-os/specs/2025-10-08-login/decisions/0001-a.md",
    ]  # fmt: skip
    others = [
        "src/decisions/0001-a.md", "docs/0001-a.md", "src/adr/usage.md",
        "docs/api/decisions/list.md", ".claude/skills/adr/0001-a.md",
        ".agent-os/specs/examples/adr/0001-a.md", ".agent-os/specs/adr/design.md",
        ".agent-os/adr/template.md", "docs/decisions/0000-modele-adr.md",
    ]  # fmt: skip
    found = find_decisions([*places, *others], HOMES)
    assert found[""].records == tuple(sorted(places))
    assert list(found) == [""]


def test_a_log_is_the_layouts_or_the_users() -> None:
    paths = [".agent-os/product/decisions.md", "notes/choices.md", "records/one.md", "decisions.md"]
    found = find_decisions(paths, HOMES, ["notes/choices.md", "records"])
    assert found[""].logs == (".agent-os/product/decisions.md", "notes/choices.md")
    assert found[""].records == ("records/one.md",)


def test_records_belong_to_the_project_around_them() -> None:
    paths = ["web/docs/adr/0001-a.md", "api/docs/adr/0001-a.md", "api/lib/docs/adr/0001-a.md"]
    found = find_decisions(paths, {"api/.agent-os": "api"})
    assert {root: len(files.records) for root, files in found.items()} == {"api": 2, "web": 1}


def test_records_of_a_package() -> None:
    found = find_decisions(["packages/pay/adr/0001-a.md", "packages/pay/adr/README.md"])
    assert {root: files.records for root, files in found.items()} == {
        "packages/pay": ("packages/pay/adr/0001-a.md",)
    }


def test_samples_are_nobodys_records() -> None:
    assert find_decisions(["tests/fixtures/x/docs/adr/0001-a.md"]) == {}
    found = find_decisions(["tests/x/docs/adr/0001.md"], {"tests/x/agent-os": "tests/x"})
    assert list(found) == ["tests/x"]


@pytest.mark.parametrize(
    "name",
    ["README.md", "index.md", "template.md", "adr-template.md", "0000-template.md", "000-index.md",
     "NNNN-title.md", "templates/0001-a.md", "adr-template-minimal.md"],
)  # fmt: skip
def test_overviews_and_templates_are_no_decisions(name: str) -> None:
    assert is_no_decision(f"docs/adr/{name}")


@pytest.mark.parametrize(
    "name", ["0012-email-template.md", "0003-index-search.md", "0001-choose-the-adr-model.md"]
)
def test_a_decision_may_be_about_templates(name: str) -> None:
    assert not is_no_decision(f"docs/adr/{name}")


@pytest.mark.parametrize(
    ("name", "prefix", "digits"),
    [
        ("0005-use-x", "", "0005"),
        ("ADR-005-use-x", "ADR", "005"),
        ("adr005-use-x", "ADR", "005"),
        ("dec-015-use-x", "DEC", "015"),
        ("ADR-0080", "ADR", "0080"),
        ("5", "", "5"),
        ("adr-fe-001-use-x", "ADR-FE", "001"),
        ("2025-07-25-use-x", "", ""),
        ("20250725-use-x", "", ""),
        ("2024-001-use-x", "", ""),
        ("use-2-factors", "", ""),
        ("http-404-pages", "", ""),
        ("3d-rendering", "", ""),
    ],
)
def test_numbers_of_file_names(name: str, prefix: str, digits: str) -> None:
    read_ = read_name(f"docs/adr/{name}.md")
    assert (read_.prefix, read_.digits) == (prefix, digits)


@pytest.mark.parametrize(
    ("heading", "prefix", "digits", "date", "text"),
    [
        ("5. Use X", "", "5", "", "Use X"),
        ("ADR-0005: Use X", "ADR", "0005", "", "Use X"),
        ("ADR 5 — Use X", "ADR", "5", "", "Use X"),
        ("Architecture Decision Record 5: Use X", "ADR", "5", "", "Use X"),
        ("[DEC-001] Use X", "DEC", "001", "", "Use X"),
        ("0002-Use X", "", "0002", "", "Use X"),
        ("3-tier architecture", "", "", "", "3-tier architecture"),
        ("2025-07-25: Use X", "", "", "2025-07-25", "Use X"),
        ("July 25, 2025: Use X", "", "", "July 25, 2025", "Use X"),
        ("DEC-003 — 2026-05-18 — Use X", "DEC", "003", "2026-05-18", "Use X"),
        ("DEC-003: Use X (2026-05-18)", "DEC", "003", "2026-05-18", "Use X"),
        ("[CURRENT_DATE]: Use X", "", "", "[CURRENT_DATE]", "Use X"),
        ("Use Python 3.12", "", "", "", "Use Python 3.12"),
    ],
)
def test_titles(heading: str, prefix: str, digits: str, date: str, text: str) -> None:
    title = read_title(heading)
    assert (title.prefix, title.digits, title.date, title.text) == (prefix, digits, date, text)


# Statuses


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Accepted", "accepted"),
        ("✅ **ACCEPTED**", "accepted"),
        ("_Approved_ by the team", "accepted"),
        ("Accepted 2025-07-25", "accepted"),
        ("2025-07-25 accepted", "accepted"),
        ("Accepted (the addendum was superseded by DEC-010)", "accepted"),
        ("Accepted, supersedes ADR-0003", "accepted"),
        ("Accepted. Amended by ADR-033: revisions are recorded", "accepted"),
        ("Implemented", "accepted"),
        ("Decided", "accepted"),
        ("active (since October)", "accepted"),
        ("Partially implemented", "accepted"),
        ("This decision has been accepted.", "accepted"),
        ("ACCEPTED Not Implemented", "accepted"),
        ("Proposed → Accepted", "accepted"),
        ("Proposed | **Accepted** | Rejected", "accepted"),
        ("~~Proposed~~ Accepted", "accepted"),
        ("[Accepted]", "accepted"),
        ("Acepted", "accepted"),
        ("Accpeted", "accepted"),
        ("✅", "accepted"),
        ("Aceito", "accepted"),
        ("Aprovada", "accepted"),
        ("Accepté", "accepted"),
        ("Akzeptiert", "accepted"),
        ("Angenommen", "accepted"),
        ("принято", "accepted"),
        ("承認済み", "accepted"),
        ("採用済み（v1：列方式）", "accepted"),
        ("決定", "accepted"),
        ("已接受", "accepted"),
        ("승인됨", "accepted"),
        ("Draft", "proposed"),
        ("Pending", "proposed"),
        ("TODO", "proposed"),
        ("on hold", "proposed"),
        ("In review", "proposed"),
        ("DECISION REQUIRED", "proposed"),
        ("Being discussed in the guild", "proposed"),
        ("Not yet accepted", "proposed"),
        ("To be decided", "proposed"),
        ("awaiting approval", "proposed"),
        ("Propsed", "proposed"),
        ("Proposto", "proposed"),
        ("Propuesta", "proposed"),
        ("Vorgeschlagen", "proposed"),
        ("提案", "proposed"),
        ("待批准", "proposed"),
        ("Rejected", "rejected"),
        ("Not accepted", "rejected"),
        ("Won't do", "rejected"),
        ("Abgelehnt", "rejected"),
        ("Rechazada", "rejected"),
        ("却下", "rejected"),
        ("Deprecated", "deprecated"),
        ("Obsoleta", "deprecated"),
        ("非推奨", "deprecated"),
        ("废弃", "deprecated"),
        ("Superseded by [ADR-0005](0005-x.md)", "superseded"),
        ("Superceded by [5. Use X](0005-x.md)", "superseded"),
        ("Accepted, superseded by ADR-5", "superseded"),
        ("Accepted (superseded by ADR-5)", "superseded"),
        ("Partially superseded by DEC-012 (2026-05-23)", "superseded"),
        ("SUPERSEDED by 004", "superseded"),
        ("Substituído por ADR-7", "superseded"),
        ("Teilweise ersetzt durch ADR-010", "superseded"),
        ("Reemplazada por ADR-7", "superseded"),
        ("已被 ADR-0005 取代", "superseded"),
        ("proposed | accepted | rejected", "none"),
        (
            "[proposed | rejected | accepted | deprecated | … | superseded by [ADR-0005](x.md)]",
            "none",
        ),
        ("{proposed | accepted}", "none"),
        ("Proposed / Accepted", "none"),
        ("Proposta | Aceita | Rejeitada", "none"),
        ("`PROPOSED`, `ACCEPTED`, or `SUPERCEDED`", "none"),
        ("What is the status, such as proposed, accepted, rejected, deprecated, etc.?", "none"),
        ("[STATUS]", "none"),
        ("N/A", "none"),
        ("", "none"),
        ("Accepted, although the first plan was rejected", "accepted"),
        ("Accepted, although the first draft was rejected", "accepted"),
        ("Superseded by ADR-5, as the draft was accepted and then abandoned", "superseded"),
        ("Proposed, accepted, rejected", "none"),
        ("Accepted (replaces nothing)", "accepted"),
        ("Accepted, but see ADR-7 (superseded by ADR-9)", "accepted"),
        ("Accepted (superseded by nothing)", "accepted"),
        ("Accepted. This does not supersede ADR 3", "accepted"),
        ("Accepted. Replaced the nightly job.", "accepted"),
        ("Accepted until superseded by ADR-5", "accepted"),
        ("Proposed, supersedes the accepted ADR-2", "proposed"),
        ("Superseded → [ADR-0005](0005-x.md)", "superseded"),
        ("Purple", "other"),
        ("Living document", "other"),
        ("string", "other"),
    ],
)
def test_statuses(text: str, status: str) -> None:
    assert read_status(text).value == status


@pytest.mark.parametrize(
    ("lines", "status", "index"),
    [
        (["Accepted", "Supersedes ADR-1"], "accepted", 0),
        (["Accepted", "Superceded by [5. Use X](0005-x.md)"], "superseded", 1),
        (["- 2025-01-01 proposed", "- 2025-02-02 accepted"], "accepted", 1),
        (["Accepted.", "This replaces what was deprecated in 2019."], "accepted", 0),
        (["[ ] Proposed", "[x] Accepted", "[ ] Rejected"], "accepted", 1),
        (["[ ] Proposed", "[ ] Accepted"], "none", 0),
        (["Accepted, although the first", "plan was rejected."], "accepted", 0),
        (["Accepted, and until now", "superseded by nothing but habit."], "accepted", 0),
        (["Accepted.", "Superseded by nothing."], "accepted", 0),
        (["Accepted", "Rejected ideas: two servers."], "accepted", 0),
        (["Accepted", "Deprecated calls stay."], "accepted", 0),
        (["Accepted", "Replaced the nightly job."], "accepted", 0),
        (["Accepted", "superseded by ADR-5"], "superseded", 1),
        (["Accepted", "Deprecated since May, see the wiki."], "deprecated", 1),
        (["2025-01-01: Accepted", "2025-02-02: Rejected, too dear"], "rejected", 1),
        ([], "none", 0),
    ],
)
def test_statuses_of_several_lines(lines: list[str], status: str, index: int) -> None:
    found, where = read_status_lines(lines)
    assert (found.value, where) == (status, index)


@pytest.mark.parametrize(
    "written",
    [
        "# 1. X\n\n## Status\n\nAccepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n## Status: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\nSTATUS: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n**Status:** Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n**Status**: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n**Status** — Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n- **Status**: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n* Status: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n> Status: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n| Field | Value |\n| --- | --- |\n| Status | Accepted |\n\n## Decision\n\nYes.",
        "# 1. X\n\n| Status | Date | By |\n|---|---|---|\n| Accepted | 2025-01 | I |\n\n## Why",
        "# 1. X\n\n| Date | Status |\n|---|---|\n| 2025-01-01 | Accepted |\n\n## Decision\n\nA",
        "# 1. X\n\nDate: 2025-01-01 | Status: Accepted\n\n## Decision\n\nYes.",
        "# 1. X\n\n**Status:** Accepted · **Date:** 2025-06\n\n## Decision\n\nYes.",
        "# 1. X\n\n**Status:**\nAccepted\n\n## Decision\n\nYes.",
        "---\nstatus: Accepted\n---\n# X\n\n## Decision\n\nYes.",
        '---\nstatus: "Accepted"  # for now\n---\n# X\n\n## Decision\n\nYes.',
        "# 1. X [Accepted]\n\n## Decision\n\nYes.",
        "# 1. X\n\n## Decision\n\nYes.\n\n---\n\n*Status: Accepted*",
        "# 1. X\n\n**ステータス**：Accepted\n\n## 決定\n\nはい。",
        "# 1. X\n\n* statut : Accepted\n\n## Décision\n\nOui.",
    ],
)
def test_a_status_in_any_form(written: str) -> None:
    assert adr(written).status is DecisionStatus.ACCEPTED


def test_a_status_further_down_is_another_matter() -> None:
    decision = adr("# 1. X\n\n## Decision\n\nThe order has:\n\n**Status**: string\n")
    assert decision.status is DecisionStatus.NONE


def test_the_status_knows_its_place() -> None:
    at = adr(nygard(status="Purple")).status_at
    assert at is not None
    assert (at.path, at.line) == ("docs/adr/0001-use-postgres.md", 7)


# Dates


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2025-07-25", "2025-07-25"),
        ("2025/07/25", "2025-07-25"),
        ("25.07.2025", "2025-07-25"),
        ("25/07/2025", "2025-07-25"),
        ("07/25/2025", "2025-07-25"),
        ("July 25, 2025", "2025-07-25"),
        ("Jul 25th 2025", "2025-07-25"),
        ("25 July 2025", "2025-07-25"),
        ("25. Juli 2025", "2025-07-25"),
        ("25 juillet 2025", "2025-07-25"),
        ("25 de julho de 2025", "2025-07-25"),
        ("25 июля 2025", "2025-07-25"),
        ("2025年7月25日", "2025-07-25"),
        ("2025-07-25T10:00:00Z", "2025-07-25"),
        ("[2025-07-25](https://example.org/2020-01-01)", "2025-07-25"),
        ("Accepted on 2025-07-25", "2025-07-25"),
        ("20250725", "2025-07-25"),
        ("2025-07", "2025-07"),
        ("July 2025", "2025-07"),
        ("07/2025", "2025-07"),
        ("2025-13-40", None),
        ("2025-02-30", None),
        ("YYYY-MM-DD", None),
        ("TBD", None),
        ("Version 2.10.3", None),
        ("", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert read_date(text) == date


def test_a_date_may_stand_in_the_status_or_the_name() -> None:
    assert adr(nygard(status="Accepted (2025-05-06)", date="")).date == "2025-05-06"
    assert adr(nygard(date=""), "2025-05-07-use-x.md").date == "2025-05-07"
    assert adr(nygard(date="") + "\n_Last updated: May 8, 2025_\n").date == "2025-05-08"
    assert adr(nygard(date="").replace("## Context", "## Date\n\n2025-05-09\n\n## Context")).date


# Forms


def test_adr_tools() -> None:
    decision = adr(nygard())
    assert (decision.id, decision.number, decision.title) == ("0001", 1, "Use PostgreSQL")
    assert (decision.form, decision.date, decision.at.line) == ("nygard", "2025-03-04", 1)
    assert decision.lacks == ()
    assert "We need transactions." in decision.substance


def test_madr_asks_for_less() -> None:
    decision = adr(
        """\
        # Use PostgreSQL

        * Deciders: Ada

        ## Context and Problem Statement

        Which database?

        ## Considered Options

        * PostgreSQL

        ## Decision Outcome

        Chosen option: "PostgreSQL", because we know it.
        """
    )
    assert (decision.form, decision.status.value, decision.lacks) == ("madr", "none", ())
    assert findings((decision,)) == []


def test_madr_in_french() -> None:
    decision = adr(
        """\
        ---
        title: 0001-Licence
        ---

        # Licence

        * statut : proposé
        * date : 2025-05-27

        ## Contexte et énoncé du problème

        Tout doit avoir une licence.

        ## Résultat de la Décision

        Option choisie : MIT.
        """
    )
    assert (decision.form, decision.status.value) == ("madr", "proposed")
    assert (decision.date, decision.lacks) == ("2025-05-27", ())


def test_front_matter_of_madr_4() -> None:
    (old, new), _ = read(
        {
            "docs/decisions/0001-a.md": "---\nstatus: superseded by ADR-0002\n"
            "date: 2025-01-02\n---\n# A\n\n## Decision Outcome\n\nYes.\n",
            "docs/decisions/0002-b.md": "---\nstatus: accepted\nsupersedes:\n  - ADR-0001\n---\n"
            "# B\n\n## Decision Outcome\n\nNo.\n",
        }
    )
    assert (old.superseded_by, old.date) == ("0002", "2025-01-02")
    assert new.supersedes == ("0001",)
    assert new.mentions == {"0001"}


def test_the_agent_os_log() -> None:
    labels = "**ID:** DEC-005  \n**Status:** Accepted  \n**Category:** Product"
    first, second = log(
        entry("July 30, 2025: Exports", labels),
        entry(labels="**ID:** DEC-001\n**Status:** Superseded by DEC-005"),
    )
    assert (first.id, first.date, first.title) == ("DEC-005", "2025-07-30", "Exports")
    assert (second.id, second.date, second.superseded_by) == ("DEC-001", "2025-07-29", "DEC-005")
    assert (first.form, first.lacks, first.scheme == second.scheme) == ("agent-os", (), True)
    assert (first.at.line, second.status_at and second.status_at.line) == (5, 34)


def test_a_log_of_bold_labels() -> None:
    decisions = log(
        *(
            f"## ADR-00{number}: Use X{number}\n\n**Status**: Accepted  \n**Date**: 2026-03  \n"
            "**Context**: We need it\n\n**Decision**: Use it\n\n**Consequences**:\n- good\n"
            for number in (1, 2)
        )
    )
    assert [decision.id for decision in decisions] == ["ADR-001", "ADR-002"]
    assert findings(decisions) == []


def test_a_log_in_portuguese() -> None:
    (decision,) = log(
        "## 2025-09-30: Planejamento\n\n**ID:** DEC-001\n**Status:** Aceito\n\n### Decisão\n\nX\n"
        "\n### Contexto\n\nNada.\n\n### Justificativa\n\nBom.\n\n"
        "### Consequências\n\n**Positivas:**\n- Tudo"
    )
    assert findings((decision,)) == []


def test_a_free_log_is_not_held_to_the_form() -> None:
    decisions = log(
        "## 2026-05-20: Track the work here\n\nDecision: In one place.\n\nWhy: it is one.",
        "## 2026-05-21: Leave specs alone\n\nUntil behaviour changes.",
    )
    assert [decision.form for decision in decisions] == ["log", "log"]
    assert findings(decisions) == []


def test_dates_over_entries_are_no_entries() -> None:
    decisions = log(
        "## 2026-05-20\n\n### DEC-001: A\n\n**Status:** Accepted\n\n"
        "### DEC-002: B\n\n**Status:** Draft"
    )
    assert [decision.id for decision in decisions] == ["DEC-001", "DEC-002"]


def test_the_sample_in_a_log_is_no_entry() -> None:
    decisions = log(
        entry(labels="**ID:** DEC-001\n**Status:** Accepted"),
        "## Template\n\n**ID:** DEC-XXX\n**Status:** Accepted | Proposed",
        "```markdown\n## 2025-01-01: [Title]\n\n**ID:** DEC-XXX\n```",
    )
    assert [decision.id for decision in decisions] == ["DEC-001"]


def test_a_log_without_entries_says_so() -> None:
    _, unread = read(
        {".agent-os/product/decisions.md": "# Decisions\n\n## Logging\n\n- To files\n"}
    )
    assert [mark.text for mark in unread] == ["no entry of this decision log can be read"]
    assert read({".agent-os/product/decisions.md": "# Decisions\n\nNone yet.\n"}) == ((), ())


def test_a_split_log() -> None:
    (decision,), _ = read(
        {
            ".agent-os/product/decisions/dec-003-use-x.md": "# DEC-003: Use X\n\n"
            "> Date: 2025-07-29\n> Status: Accepted\n> Category: Technical\n\n"
            "## Decision\n\nX.\n\n## Context\n\nY.\n\n"
            "## Consequences\n\nZ.\n"
        }
    )
    assert (decision.id, decision.form, decision.date) == ("DEC-003", "agent-os", "2025-07-29")
    assert findings((decision,)) == []


def test_files_beside_decisions() -> None:
    decisions, unread = read(
        {
            "docs/adr/0001-a.md": nygard(),
            "docs/adr/how-we-decide.md": "# How we decide\n\nTogether.\n",
            "docs/adr/0000-modelo.md": "# {título}\n\n* Status: {proposto | aceito}\n",
            "docs/adr/use-sqlite.md": "# Use SQLite\n\nStatus: Accepted\n\n## Decision\n\nYes.\n",
            "docs/adr/0007-empty.md": "# 7. Nothing here\n\nSoon.\n",
        }
    )
    assert [decision.id for decision in decisions] == ["0001", "use-sqlite"]
    assert [mark.at.path for mark in unread] == ["docs/adr/0007-empty.md"]


def test_a_log_in_a_folder_of_records() -> None:
    decisions, _ = read(
        {
            "docs/adr/decisions.md": "# ADR-001\n\n## Title\n\nUse X\n\n### Status\n\n"
            "Accepted\n\n---\n\n# ADR-002\n\n## Title\n\nUse Y\n\n### Status\n\nProposed\n"
        }
    )
    assert [(decision.id, decision.status.value) for decision in decisions] == [
        ("ADR-001", "accepted"),
        ("ADR-002", "proposed"),
    ]


def test_a_log_of_a_spec() -> None:
    path = ".agent-os/specs/2025-10-08-login/decisions.md"
    text = (
        "# Decisions\n\n## 2025-10-08: Use X\n\nDecision: X.\n\n## 2025-10-09: Use Y\n\nWhy: Z.\n"
    )
    decisions, unread = read({path: text})
    assert [decision.date for decision in decisions] == ["2025-10-08", "2025-10-09"]
    assert findings(decisions) == []
    assert read({path: "# Decisions\n\n## Logging\n\n- To files\n"}) == ((), ())
    assert not unread


@pytest.mark.parametrize(
    "text", ["", "\n", "# ", "---\n---\n", "| |\n|-|\n", "> \n> #\n", "- [ ]\n"]
)
def test_odd_files_are_survived(text: str) -> None:
    read({"docs/adr/0001-a.md": text, ".agent-os/product/decisions.md": text})


# Sections


@pytest.mark.parametrize(
    "text",
    [
        "## Context\n\nA.\n\n## Decision\n\nB.\n\n## Consequences\n\nC.",
        "## Background\n\nA.\n\n## Decision Outcome\n\nB.\n\n### Positive Consequences\n\n* C",
        "## 1. Problem Statement\n\nA.\n\n## 2. Solution\n\nB.\n\n## 3. Trade-offs\n\nC.",
        "**Context:** A.\n\n**Decision:** B.\n\n**Impact:** C.",
        "- **Context**\n  - A\n- **Decision**\n  - B\n- **Consequences**\n  - C",
        "## Contexto\n\nA.\n\n## Decisão\n\nB.\n\n## Consequências\n\nC.",
        "## 背景\n\nA\n\n## 決定\n\nB\n\n## 影響\n\nC",
        "## Контекст\n\nA\n\n## Решение\n\nB\n\n## Последствия\n\nC",
        "## Kontext\n\nA\n\n## Entscheidung\n\nB\n\n## Konsequenzen\n\nC",
        "## 맥락\n\nA\n\n## 결정\n\nB\n\n## 결과\n\nC",
        "## Context\n\nA\n\n## Decision\n\n**We will use it.**\n\n## Consequences\n\nC",
        "## Rationale\n\nA\n\n## Recommendation\n\nB\n\n## Implications\n\n```\nC\n```",
        "# CONTEXT\n\nA\n\n# DECISION\n\nB\n\n# CONSEQUENCES\n\n__Positive__\n- C",
    ],
)
def test_sections_by_any_name(text: str) -> None:
    assert adr(f"# 1. Use X\n\nStatus: Accepted\nDate: 2025-01-01\n\n{text}\n").lacks == ()


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("## Context\n\nA.\n\n## Decision\n\nB.", ("consequences",)),
        ("## Context\n\n## Decision\n\nB.\n\n## Consequences\n\nC.", ("context",)),
        ("## Context\n\nA.\n\n## Decision\n\nTBD\n\n## Consequences\n\nC.", ("decision",)),
        ("## Context\n\nA.\n\n## Decision\n\nB\n\n## Consequences\n\n**Good:**\n\n**Bad:**",
         ("consequences",)),
        ("## Context\n\nA.\n\n## Decision\n\nB\n\n## Consequences\n\n<!-- what follows -->",
         ("consequences",)),
        ("## Context\n\nA.\n\n## Considered Options\n\nB\n\n## Related Decisions\n\n- C",
         ("decision", "consequences")),
    ],
)  # fmt: skip
def test_sections_absent_or_empty(text: str, lacks: tuple[str, ...]) -> None:
    assert adr(f"# 1. Use X\n\nStatus: Accepted\n\n{text}\n").lacks == lacks


# Numbers


def test_numbers_are_unique_within_folder_and_scheme() -> None:
    same = {"docs/adr/0001-a.md": nygard(), "docs/adr/001-b.md": nygard()}
    assert codes(same) == ["ADR003"]
    apart = {"docs/adr/0001-a.md": nygard(), "docs/adr/archive/0001-b.md": nygard()}
    assert codes(apart) == []
    spellings = {"docs/adr/0001-a.md": nygard(), "docs/adr/adr_001_b.md": nygard()}
    assert codes(spellings) == ["ADR003"]
    series = {"docs/adr/0001-a.md": nygard(), "docs/adr/DEC-001-b.md": nygard()}
    assert codes(series) == []


def test_two_names_of_one_number() -> None:
    titled = nygard().replace("# 1.", "# ADR-0001:")
    assert codes({"docs/adr/0001-a.md": titled, "docs/adr/ADR-0001-b.md": titled}) == ["ADR003"]


def test_the_same_id_twice_in_a_log() -> None:
    labels = "**ID:** DEC-001\n**Status:** Accepted"
    decisions = log(entry(labels=labels), entry("2025-08-01: Other", labels))
    assert [code for code, _ in findings(decisions)] == ["ADR003"]


def test_numbers_that_disagree() -> None:
    assert codes({"docs/adr/0002-a.md": nygard(1)}) == ["ADR006"]
    assert codes({"docs/adr/0001-a.md": nygard(1, date="Date: 2025-01-01\nID: ADR-003")}) == [
        "ADR006"
    ]
    assert codes({"docs/adr/001-a.md": nygard(1)}) == []


# Substance

LOG = "# Product Decisions Log\n\n" + entry(labels="**ID:** DEC-001\n**Status:** Accepted")
MADR = (
    "---\nstatus: accepted\n---\n# Use X\n\n## Context and Problem Statement\n\nWhich?\n\n"
    '## Decision Outcome\n\nChosen option: "X", because fast.\n\n### Consequences\n\n'
    "* Good, because cheap\n\n## Pros and Cons of the Options\n\n* Good, because new\n"
)
LABELS = "# 1. X\n\n**Context:** A.\n**Decision:** B.\n**Status:** Accepted\n**Consequences:** C.\n"


def substance(text: str) -> str:
    path = ".agent-os/product/decisions.md" if text.startswith("# Product") else "docs/adr/0001.md"
    (decision,), _ = read({path: text})
    return decision.substance


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        (nygard(), "Accepted", "Superseded by [2](0002-b.md)"),
        (nygard(), "We run a server.", "We run two."),
        (nygard(), "2025-03-04", "2025-03-05"),
        (nygard(), "We use PostgreSQL.", "We use\n[PostgreSQL](https://example.org)."),
        (nygard(), "We use PostgreSQL.", "We use PostgreSQL.\n\nSee also [2](b.md)."),
        (nygard(), "We use PostgreSQL.", "We use PostgreSQL.\n\n> Superseded by ADR-0002."),
        (nygard(), "We use PostgreSQL.", "We use PostgreSQL. <!-- still -->"),
        (MADR, "status: accepted", "status: superseded by ADR-2"),
        (MADR, "because cheap", "because dear"),
        (MADR, "because new", "because old"),
        (LOG, "Accepted", "Superseded by DEC-002"),
        (LOG, "- Ours", "- Theirs"),
        (LABELS, "Accepted", "Superseded by ADR-2"),
        (LABELS, "C.", "D."),
    ],
)  # fmt: skip
def test_what_may_change_in_an_accepted_decision(text: str, old: str, new: str) -> None:
    assert old in text
    assert substance(text.replace(old, new)) == substance(text)


@pytest.mark.parametrize(
    ("text", "old"),
    [(nygard(), "We use"), (MADR, "because fast"), (MADR, "Which?"), (LOG, "We build"),
     (LABELS, "B.")],
)  # fmt: skip
def test_what_may_not_change_in_an_accepted_decision(text: str, old: str) -> None:
    assert substance(text.replace(old, "Something else")) != substance(text)


# Supersession


def pair(old: str, new: str) -> dict[str, str]:
    return {"docs/adr/0001-a.md": nygard(1, old), "docs/adr/0002-b.md": nygard(2, new)}


@pytest.mark.parametrize(
    "new",
    ["Accepted\n\nSupercedes [1. Use PostgreSQL](0001-a.md)", "Accepted, replaces ADR 1",
     "Accepted, supersedes 0001", "Accepted (see ADR-0001)", "Accepted; see 0001-a.md",
     "Accepted. Ends ADRs 4, 7 and 1"],
)  # fmt: skip
@pytest.mark.parametrize(
    "old",
    ["Superseded by ADR-0002", "Superceded by [2. Use SQLite](0002-b.md)", "Superseded by 0002",
     "Superseded by 2 (Use SQLite)", "Superseded by #2.",
     "Superseded by\n[2. Use SQLite](0002-b.md)", "Superseded by\n\n- ADR-002",
     "Superseded by [2](docs/adr/0002-b.md)", "Superseded by [2](/docs/adr/0002-b.md)",
     "Superseded by docs/adr/0002-b.md", "Superseded by [2](adr/0002-b.md)", "Superseded by 0002-b",
     "Superseded by ADR 2", "Superseded (see [here](../adr/0002-b.md#decision))"],
)  # fmt: skip
def test_both_sides_name_each_other(old: str, new: str) -> None:
    assert codes(pair(old, new)) == []


@pytest.mark.parametrize(
    "head",
    ["Status: Superseded by\n[2. Use SQLite](0002-b.md)", "**Status:** Superseded by\n  ADR-2",
     "- Status: Superseded\n  by [ADR 2](0002-b.md)", "Superseded by:\n0002\nStatus: Superseded"],
)  # fmt: skip
def test_a_successor_on_the_line_after(head: str) -> None:
    old = nygard(1, date=head).replace("## Status\n\nAccepted\n\n", "")
    files = pair("", "Accepted") | {"docs/adr/0001-a.md": old}
    assert read(files)[0][0].superseded_by == "0002"


@pytest.mark.parametrize("named", ["Use gas", "“Use gas”", "*Use gas*.", "use-gas.md", "`use-gas`"])
def test_a_successor_by_title_or_file(named: str) -> None:
    oil = nygard(1, f"Superseded by {named}").replace("1. Use PostgreSQL", "Use oil")
    gas = nygard(1, "Accepted. Supersedes “Use oil”").replace("1. Use PostgreSQL", "Use gas")
    (new, old), _ = read({"docs/adr/use-oil.md": oil, "docs/adr/use-gas.md": gas})
    assert old.superseded_by == "use-gas"
    assert new.mentions == {"use-oil"}


def test_a_number_in_another_spelling() -> None:
    old = nygard(1, "Superseded by ADR-2")
    new = nygard(2, "Accepted, supersedes 1")
    assert codes({"docs/adr/0001-a.md": old, "docs/adr/adr_002_b.md": new}) == []


def test_the_other_side_has_no_link() -> None:
    decisions, _ = read(pair("Superseded by ADR-0002", "Accepted"))
    assert findings(decisions) == [
        ("ADR004", "decision 0001 is superseded by 0002, which does not mention it")
    ]


def test_the_other_side_is_not_there() -> None:
    decisions, _ = read(pair("Superseded by ADR-0007", "Accepted"))
    assert findings(decisions) == [
        ("ADR004", "decision 0001 is superseded by ADR-0007, which does not exist")
    ]


def test_what_supersedes_may_be_no_decision() -> None:
    assert codes(pair("Superseded by [a spec](../specs/login.md)", "Accepted")) == []
    assert codes(pair("Superseded by the new approach", "Accepted")) == []
    assert codes(pair("Superseded by 3 small services", "Accepted")) == []
    assert codes(pair("Superseded by version 7 of the protocol", "Accepted")) == []
    assert codes(pair("Superseded by nothing but habit", "Accepted")) == []
    assert (
        codes(pair("Superseded by [theirs](https://example.org/adr/0009-x.md)", "Accepted")) == []
    )


def test_a_cycle_is_reported_once() -> None:
    decisions, _ = read(pair("Superseded by ADR-0002", "Superseded by ADR-0001"))
    assert findings(decisions) == [
        ("ADR004", "decision 0001 supersedes itself: 0001 → 0002 → 0001")
    ]


def test_a_trail_into_a_cycle_ends() -> None:
    files = {
        "docs/adr/0001-a.md": nygard(1, "Superseded by ADR-0002"),
        "docs/adr/0002-b.md": nygard(2, "Superseded by ADR-0003") + "\nAfter ADR-0001.\n",
        "docs/adr/0003-c.md": nygard(3, "Superseded by ADR-0002"),
    }
    assert codes(files) == ["ADR004"]


def test_supersession_in_the_metadata() -> None:
    (old, new), _ = read(
        {
            "docs/adr/0001-a.md": nygard(1, "Superseded", "Date: 2025-01-01\nSuperseded by: ADR-2"),
            "docs/adr/0002-b.md": nygard(2, "Accepted", "Date: 2025-01-01\nSupersedes: ADR-1"),
        }
    )
    assert (old.superseded_by, new.supersedes) == ("0002", ("0001",))
    none = adr(nygard(1, date="Date: 2025-01-01\nSuperseded by: None (see 9)\nSupersedes: None"))
    assert (none.superseded_by, none.supersedes) == (None, ())


# Rules on dates and statuses


def test_without_any_date_no_date_is_asked_for() -> None:
    files = {f"docs/adr/000{n}-x{n}.md": nygard(n, date="") for n in (1, 2, 3)}
    project = Project(root=".", layouts=(), decisions=read(files)[0])
    assert list(undated_decision.check(project)) == [
        NotEvaluated("none of the 3 decisions in docs/adr has a date")
    ]
    files["docs/adr/0003-x3.md"] = nygard(3)
    assert codes(files) == ["ADR007", "ADR007"]


def test_no_status_is_weak() -> None:
    decision = adr("# 1. X\n\nDate: 2025-01-01\n\n## Context\n\nA\n\n## Decision\n\nB\n")
    project = Project(root=".", layouts=(), decisions=(decision,))
    (problem,) = unknown_decision_status.check(project)
    assert isinstance(problem, Problem)
    assert problem.weak


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_nothing_is_said_of_nothing(rule: Rule) -> None:
    assert list(rule.check(Project(root=".", layouts=()))) == []


# Real repositories

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not here")
def test_real_repositories(capsys: pytest.CaptureFixture[str]) -> None:
    decisions: list[Decision] = []
    for repository in sorted(CORPUS.glob("*/*/")):
        tree = Folder(repository)
        homes = {home: "" for home in (".agent-os", "agent-os") if (repository / home).is_dir()}
        found, unread = read_all(tree, homes)
        assert not unread
        decisions += found
        if repository.parent.name == "adr":
            # 0000-modele is a template without status, date and title.
            named = {p for p in tree.paths() if read_name(p).digits and "0000-modele" not in p}
            assert named == {decision.at.path for decision in found}
    said = [decision for decision in decisions if decision.status_text]
    known = [decision for decision in said if decision.status is not DecisionStatus.OTHER]
    with capsys.disabled():
        print(f"\n{len(decisions)} decisions, status known of {len(known)} of {len(said)}")
    assert len(known) / len(said) >= 0.97
