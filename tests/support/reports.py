"""Sample reports and hostile text for the tests of formats."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from aos_check.model.approval import Approval, ApprovalRecord, StaleApproval
from aos_check.model.document import State, Status, StatusLine
from aos_check.model.finding import (
    Counts,
    Finding,
    Place,
    Problem,
    Related,
    Report,
    Severity,
    Unjudged,
    Waived,
)
from aos_check.model.project import Milestone
from aos_check.model.spec import Spec
from aos_check.model.task import Gate
from aos_check.progress import NextStep, SpecProgress, StepKind, TaskProgress, nothing

TASKS = ".agent-os/specs/2025-10-08-login/tasks.md"
COMMIT = "0123456789abcdef0123456789abcdef01234567"

EVIL = [
    "\n", "\r\n", "::error::x", "%0A::warning::x", "%", '"', "'", "<script>alert(1)</script>",
    "]]>", "<!--", "-->", "&amp;", "|", "\\|", "\\", "`", "``", "```", "$`x`$", "~~~", "\x1b[2J",
    "\x9b31m", "\x00", "\x7f", "\u202e", "\u2028", "\u200b", "\ud800", "\udcff", "\ufffe",
    "\uffff", "@everyone", "a@example.org", "#1", "GH-1", "owner/repo#2", "!3", "www.example.org",
    "(www.example.org)", "https://example.org", "![x](http://evil)", "[x](1)", "[x]: http://evil",
    "<http://evil>", "*x*", "__x__", "~~x~~", "# x", "- x", "1. x", "> x", "---", "===", "    x",
    "{0}", "{x}", "##[error]x", "::stop-commands::x", "</code>", "</details>", "<br>", "日本", "é",
    "$x$", ":smile:", "=1+1", " ", "\t", "", "word",
]  # fmt: skip

HOSTILE = st.lists(st.sampled_from(EVIL) | st.text(st.characters(), max_size=5), max_size=8).map(
    "".join
)


_TASK = Place(TASKS, 3, 1)


def finding(  # noqa: PLR0913 - one argument for each field that a test varies
    message: str = "task 1 is done, but its subtask 1.2 is open",
    *,
    at: Place = _TASK,
    severity: Severity = Severity.ERROR,
    commit: str | None = None,
    source: str = "- [x] 1. Sign-in form",
    fingerprint: str = "0123456789abcdef",
    related: tuple[Related, ...] = (Related(Place(TASKS, 5, 3), "still open"),),
) -> Finding:
    """A finding about a task, with a related place."""
    return Finding(
        code="TASK001",
        name="done-task-open-subtask",
        severity=severity,
        problem=Problem(at, message, "finish 1.2 or untick 1", related, task="1"),
        spec="2025-10-08-login",
        fingerprint=fingerprint,
        commit=commit,
        source=source,
    )


def in_message(message: str = "the commit names no task", commit: str | None = COMMIT) -> Finding:
    """A finding in a commit's message."""
    return Finding(
        code="GIT001",
        name="commit-without-task",
        severity=Severity.ERROR,
        problem=Problem(Place("", 1, 1), message, "add the trailer `Task: login#1`"),
        spec=None,
        fingerprint="fedcba9876543210",
        commit=commit,
        source="Add sign-in",
    )


def report(
    *findings: Finding,
    not_evaluated: tuple[Unjudged, ...] = (),
    waived: tuple[Waived, ...] = (),
    notes: tuple[str, ...] = (),
) -> Report:
    """A report of a worktree with three specs."""
    counts = Counts(projects=1, specs=3, tasks=41, decisions=1)
    return Report("worktree", findings, not_evaluated, counts, waived, notes)


UNJUDGED = (
    Unjudged("GIT001", "there is no commit"),
    Unjudged("GIT002", "there is no commit"),
    Unjudged("SPEC004", "no approval is recorded"),
)
WAIVED = (Waived("GIT001", COMMIT, "the site is down"),)
NOTES = ("the branch would change approval.level",)


def no_progress() -> list[SpecProgress]:
    """The progress of no specs."""
    return []


_RECORD = ApprovalRecord("spec.md", "Ada", "", Place("approval.json"))


def sample_progress(title: str = "Sign-in form") -> list[SpecProgress]:
    """Progress of two specs, with this title in every field that comes from a document."""
    at = Place(TASKS, 3)
    spec = Spec(
        id="2025-10-08-login",
        slug="login",
        path=".agent-os/specs/2025-10-08-login",
        layout="agent-os-1",
        status=StatusLine(Status.DRAFT, title, at),
        approval=Approval(stale=(StaleApproval(_RECORD, at, ((title, at),)),)),
    )
    spec_progress = SpecProgress(
        project=".",
        spec=spec,
        name=f"login {title}",
        tasks=TaskProgress(done=1, total=2),
        step=NextStep(StepKind.WORK, title, "it is the first open task", task="2"),
        gate=Gate(title, None, at, ()),
        milestone=Milestone(title, State.OPEN, at),
    )
    return [spec_progress, replace(spec_progress, step=nothing(title))]


def hostile(text: str) -> Report:
    """A report with this text in every field that the input can fill."""
    in_file = Finding(
        code="TASK001",
        name="done-task-open-subtask",
        severity=Severity.ERROR,
        problem=Problem(
            Place(f"a/{text}.md", 3, 7),
            text,
            text,
            (Related(Place(f"b/{text}.md", 1), text), Related(Place("c.md", 1), text)),
            task=text,
        ),
        spec=f"s{text}",
        fingerprint="0",
        commit=text,
        source=text,
    )
    of_message = Finding(
        code="GIT001",
        name="commit-without-task",
        severity=Severity.WARNING,
        problem=Problem(Place("", 1, 1), text, text),
        spec=None,
        fingerprint="0",
        source=text,
    )
    return report(
        in_file,
        of_message,
        not_evaluated=(Unjudged("SPEC004", text),),
        waived=(Waived("GIT001", text, text),),
        notes=(text,),
    )


FULL = report(
    finding(),
    finding("another", severity=Severity.WARNING, fingerprint="1"),
    finding("a third", severity=Severity.INFO, fingerprint="2", commit=COMMIT),
    in_message(),
    not_evaluated=UNJUDGED,
    waived=WAIVED,
    notes=NOTES,
)
"""A report with items of every kind."""
