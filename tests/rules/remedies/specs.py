"""The remedies of the rules on specs."""

from __future__ import annotations

from tests.rules.remedies.remedy import Remedy, approve, approved_by_grace, git, move
from tests.rules.remedies.texts import (
    AGENT_OS,
    APPROVED,
    AWOS,
    FUNCTIONAL,
    OPENSPEC,
    PRAXIS,
    SPEC,
    SRD,
)

REMOVED = """\
## REMOVED Requirements

### Requirement: Sessions never end
**Reason**: passkeys are short-lived

"""

REMEDIES = (
    Remedy(
        "SPEC001",
        "rename it",
        example="a date that does not exist",
        run=move("agent-os/specs/2025-02-30-login", "agent-os/specs/2025-02-28-login"),
    ),
    Remedy(
        "SPEC001",
        "rename it",
        example="no number",
        run=move("context/spec/login", "context/spec/001-login"),
    ),
    Remedy(
        "SPEC002",
        f"write {PRAXIS}/approved/2025-10-08-login/srd.md",
        {f"{PRAXIS}/approved/2025-10-08-login/srd.md": SRD},
        "tasks without requirements",
    ),
    Remedy(
        "SPEC003",
        "write the section",
        {"spec.md": [("Scope\n", "Scope\n\n1. **Form** - ask for the e-mail\n")]},
    ),
    Remedy(
        "SPEC003",
        "or explain in it why it is empty",
        {"spec.md": [("Scope\n", "Scope\n\nThe overview says it all.\n")]},
    ),
    Remedy(
        "SPEC003",
        "add a section",
        {"spec.md": [("e-mail.\n", "e-mail.\n\n## Scope\n\n1. **Form** - ask for the e-mail\n")]},
        "a missing section",
    ),
    Remedy("SPEC004", "set their status", APPROVED),
    Remedy("SPEC004", "or run `aos-check approve 001-login`", run=approve("001-login")),
    Remedy(
        "SPEC004",
        "remove what contradicts the approval",
        {"srd.md": [("<!-- not-user-reviewed -->\n", "")]},
        "still in review",
    ),
    Remedy(
        "SPEC004",
        "get the requirements approved with `aos-check approve 001-login`",
        example="a status where a record is required",
        run=approve("001-login"),
    ),
    Remedy("SPEC005", "approve them with `aos-check approve 001-login`", run=approve("001-login")),
    Remedy(
        "SPEC006",
        "approve it in a commit of their own",
        run=approved_by_grace,
        by="Grace",
    ),
    Remedy(
        "SPEC006",
        "approve it in a commit of their own",
        example="by a coding agent",
        run=approved_by_grace,
        by="Grace",
    ),
    Remedy("SPEC007", "finish the tasks", {"tasks.md": [("[ ]", "[x]")]}, "done with open tasks"),
    Remedy(
        "SPEC007",
        "mark them as deferred",
        {"tasks.md": [("sign in**", "sign in** (deferred: after the release)")]},
        "done with open tasks",
    ),
    Remedy(
        "SPEC007",
        "or correct the status",
        {"functional-spec.md": [("Completed", "Approved")]},
        "done with open tasks",
    ),
    Remedy(
        "SPEC007",
        "update the status",
        {"spec.md": [("Planning", "Completed")]},
        "all tasks done, and still planning",
    ),
    Remedy(
        "SPEC007",
        "update the status",
        {"metadata.json": [('"new"', '"in_progress"')]},
        "new, and begun",
    ),
    Remedy(
        "SPEC008",
        "give the later spec a free number",
        example="a number twice",
        run=move("context/spec/001-sheets", "context/spec/002-sheets"),
    ),
    Remedy(
        "SPEC008",
        "delete the copy",
        {"completed/2025-10-08-login/srd.md": None},
        "copied to the next folder",
    ),
    Remedy(
        "SPEC009",
        "describe what to build, without code",
        {
            "spec.md": [
                ("```python\ndef sign_in(mail: str) -> None: ...\n```", "- It asks for the e-mail.")
            ]
        },
    ),
    Remedy(
        "SPEC010", "finish the tasks", {"tasks.md": [("[ ]", "[x]")]}, "completed with open tasks"
    ),
    Remedy(
        "SPEC010",
        "mark them as deferred",
        {"tasks.md": [("Sign in", "Sign in (deferred: after the release)")]},
        "completed with open tasks",
    ),
    Remedy(
        "SPEC010",
        "or move the spec back",
        example="completed with open tasks",
        run=move(f"{PRAXIS}/completed/2025-10-08-login", f"{PRAXIS}/approved/2025-10-08-login"),
    ),
    Remedy(
        "SPEC010",
        "finish the tasks",
        {"tasks.md": [("[ ]", "[x]")]},
        "completed with an open subtask below a done task",
    ),
    Remedy(
        "SPEC010",
        "get the spec approved and move it on",
        example="in review, but work has started",
        run=move(f"{PRAXIS}/review/2025-10-08-login", f"{PRAXIS}/approved/2025-10-08-login"),
    ),
    Remedy(
        "SPEC010",
        "or reopen 1.1",
        {"tasks.md": [("[x]", "[ ]")]},
        "in review, but work has started",
        message="docs: untick 1.1, whose spec is in review",
    ),
    Remedy(
        "SPEC010",
        "tick them",
        {"tasks.md": [("[ ]", "[x]")]},
        "archived, but the task of archiving is not ticked",
    ),
    Remedy(
        "SPEC011",
        "restore it",
        run=git("checkout", "HEAD~1", "--", ".agent-os/specs"),
        also={
            f"{AGENT_OS}/spec.md": SPEC,
            ".agent-os/product/roadmap.md": "# Product Roadmap\n\n- [ ] Login `S`\n",
        },
    ),
    Remedy("SPEC012", "set their status", APPROVED, "requirements that are a draft"),
    Remedy(
        "SPEC012",
        "or run `aos-check approve 001-login`",
        example="requirements that are a draft",
        run=approve("001-login"),
    ),
    Remedy(
        "SPEC012",
        f"write {AWOS}/functional-spec.md first, and get it approved",
        {f"{AWOS}/functional-spec.md": FUNCTIONAL},
        "no requirements at all",
    ),
    Remedy(
        "SPEC013",
        "archive it to openspec/changes/archive",
        {"tasks.md": [("[ ]", "[x]")]},
        run=move(f"{OPENSPEC}/add-login", f"{OPENSPEC}/archive/2026-01-31-add-login"),
    ),
    Remedy(
        "SPEC013",
        "or add the task that is left",
        {"tasks.md": [("- [ ] 1.2", "- [ ] 1.3 Test the form\n- [ ] 1.2")]},
    ),
    Remedy(
        "SPEC014",
        "copy the name from the base, or put a new requirement under ADDED",
        {
            "add-passkeys/specs/login/spec.md": [
                ("log in", "sign in"),
                ("Sessions never end", "Sessions end"),
                ("\n## RENAMED Requirements\n\n", ""),
                ("- FROM: `### Requirement: sessions end`\n", ""),
                ("- TO: `### Requirement: Sessions end after an hour`\n", ""),
            ]
        },
    ),
    Remedy(
        "SPEC014",
        'write the name as the base does: "Sessions end"',
        {
            "add-passkeys/specs/login/spec.md": [
                ("## MODIFIED", "## ADDED"),
                ("sessions end", "Sessions end"),
                (
                    REMOVED,
                    "",
                ),
            ]
        },
    ),
    Remedy(
        "SPEC014",
        "put it under ADDED",
        {"spec.md": [("MODIFIED", "ADDED")]},
        "a new capability has nothing to modify",
    ),
    Remedy(
        "SPEC016",
        "copy the scenario from the base",
        {
            "add-passkeys/specs/login/spec.md": [
                (
                    "#### Scenario: A known",
                    "#### Scenario: An unknown e-mail\n#### Scenario: A known",
                ),
                ("A day later", "An hour later"),
            ]
        },
    ),
    Remedy(
        "SPEC015",
        "find out which is right, and correct the other",
        {"sprint-status.yaml": [("1-1-sign-in: done", "1-1-sign-in: review")]},
        "a story and the tracker",
    ),
    Remedy(
        "SPEC015",
        "find out which is right, and correct the other",
        {"1-1-sign-in.md": [("review", "done"), ("[ ]", "[x]")]},
        "a story and the tracker",
    ),
    Remedy(
        "SPEC015",
        "find out which is right, and correct the other",
        {
            "sprint-status.yaml": [
                ("epic-1: done", "epic-1: in-progress"),
                ("epic-2: backlog", "epic-2: in-progress"),
            ]
        },
        "an epic and its stories",
    ),
)
