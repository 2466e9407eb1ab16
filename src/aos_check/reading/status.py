"""Reads the status in a text, in the words of all layouts and of some other languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from aos_check.model.document import State, Status
from aos_check.reading.expressions import expression

_NEGATED = expression(
    r"\b(?:not|non|un|awaiting|needs?|requires?|without|before|pending)[\s-]*(?:yet\s+|the\s+)?"
    r"(?:approv|confirm|review|accept|sign)\w*"
)
_UNFINISHED = expression(
    r"\b(?:incomplete|unfinished|not (?:yet )?(?:complete|completed|done|finished|implemented))\b"
)
_NOT_STARTED = expression(r"\bnot (?:yet )?(?:started|begun)\b|\bto ?do\b|\bpending\b|\bqueued\b")

# The first match decides. "Complete - ready for implementation" is a finished document, so
# readiness comes before completion.
_DOCUMENTS = (
    "spec|specification|design|planning|documentation|requirement|plan|document|analysis"
    "|tasks? breakdown"
)
_WORDS: dict[Status, tuple[str, ...]] = {
    Status.CANCELLED: (
        r"cancel\w*", r"reject\w*", r"supersed\w*", r"abandon\w*", r"deprecat\w*", "obsolete",
        "wont ?fix", "won't (?:do|fix)", "withdrawn", "archived", "取消", r"отмен\w*",
    ),
    Status.REVIEW: (
        "in review", "under review", "review requested", "for review", r"ready for (?:\w+ )?review",
        "review", "feedback", "評審", "审核中", "レビュー中", "em revis[ãa]o", "на проверке",
    ),
    Status.READY: (
        r"ready (?:for|to) (?:\w+ )?(?:implement\w*|develop\w*|execut\w*|build\w*|start|code)",
        "ready (?:for|to) tasks?", "clarified",
        r"(?<!production )(?<!production-)ready(?! (?:for|to)\b)",
        f"(?:{_DOCUMENTS})s? (?:is |are )?(?:complete[d]?|finali[sz]ed|finished|done|ready)",
        "実装準備完了", "設計完了", "准备实施", r"pronto para implementa\w*",
    ),
    Status.APPROVED: (
        "approved", "confirmed", "accepted", "signed off", "greenlit", "aprovado", "aprobado",
        "approuvé", "genehmigt", "承認済み?", "已批准", "批准", r"утвержден\w*", "утверждён",
        "aceito", "accepté", "akzeptiert",
    ),
    Status.IN_PROGRESS: (
        "in[ -]?progress", "implementing", "implementation in", "executing", "active",
        r"partial\w*", "ongoing", "started", "underway", "wip", "in development",
        "under development", "mostly", "nearly", "almost", "blocked", "on hold", "paused",
        "substantial", r"(?:tasks?|phases?) [\d, -]+ complete[d]?", "fix(?:es)? required",
        "em andamento", "en curso", "en cours", "in arbeit", "进行中", "実装中",
        "進行中", "в работе",
    ),
    Status.DONE: (
        r"ready (?:for|to) (?:merge|release|deploy\w*|production|ship\w*)", "validated",
        "complete[d]?", "completion", "done", "passed", "pass", "shipped", "frozen", "implemented",
        "finished", "fixed", "resolved", "delivered", "released", "deployed", "merged", "closed",
        "live", "production[ -]ready", "verified", r"success\w*", "all (?:tasks )?complete",
        "historical", r"concluíd\w*", r"implementad\w*", r"completad\w*", "terminé", "fertig",
        "erledigt", "完了", "已完成", "完成", "实现", r"завершен\w*", "завершён", "готово",
        "выполнено",
    ),
    Status.DRAFT: (
        "draft", "planning", "planned", "proposed", "proposal", "design(?: phase)?",
        "requirements(?: phase)?", "task breakdown", "implementation guidance", "investigation",
        "investigating", r"research\w*", "idea", "concept", "backlog", "todo", "to do",
        "not started", "pending", "new", "open", r"initial\w*", "created", "specification", "spec",
        "deferred", "future", "exploration", "discovery", "example", "scheduled", "tbd", "queued",
        "rascunho", "proposto", "propuesto", "borrador", "brouillon", "entwurf", "草案", "草稿",
        "計画中", "计划中", "下書き", "черновик", r"запланирован\w*",
    ),
}  # fmt: skip
_PATTERNS = tuple(
    (status, expression(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)")) for status, words in _WORDS.items()
)
_READY = next(pattern for status, pattern in _PATTERNS if status is Status.READY)
_MARKS = (
    ("🟡", Status.REVIEW), ("🔄", Status.IN_PROGRESS), ("🚧", Status.IN_PROGRESS),
    ("⏳", Status.IN_PROGRESS), ("✅", Status.DONE), ("✔", Status.DONE), ("🟢", Status.DONE),
    ("❌", Status.CANCELLED), ("🔴", Status.DRAFT), ("📝", Status.DRAFT), ("⚠", Status.IN_PROGRESS),
)  # fmt: skip
_CHOICES = expression(r"[|/]")
# The text after the clause with the status is commentary: "Completed - Issue #80 (PR merged)".
_CLAUSE = expression(r"\s+[-–—]+\s+|\s*[(（;,.:]\s*|\s*[✅⏳🔄🚧]\s*$")


def normalise(text: str, words: Mapping[str, Status] = MappingProxyType({})) -> Status:
    """The status in `text`. `words` are additional case-folded texts with their status.

    UNSET for an empty text or an unedited list of choices, UNKNOWN for a text without a status.
    """
    plain = _plain(text)
    if not plain or _EMPTY.fullmatch(plain) or _lists_choices(plain):
        return Status.UNSET
    return words.get(plain) or _negated(plain) or _from_words(plain)


def is_template(text: str) -> bool:
    """True for the status line of a template: a list of choices, or words in brackets."""
    plain = _plain(text)
    bracketed = plain[:1] + plain[-1:] in ("[]", "{}", "<>")
    return _lists_choices(plain) or (bracketed and bool(re.search(r"\w", plain)))


def _plain(text: str) -> str:
    return re.sub(r"[*_`~]", "", text).strip().casefold()


_EMPTY = expression(r"n/?a|none|-+|—|tbd|_+|[\[{<].*[\]}>]")
_MIN_CHOICES = 3


def _lists_choices(plain: str) -> bool:
    """True for an unedited line of a template: `Draft | In Review | Approved`."""
    choices = [choice.strip(" []{}") for choice in _CHOICES.split(plain)]
    first = choices[:_MIN_CHOICES]
    return len(choices) >= _MIN_CHOICES and Status.UNKNOWN not in map(_from_words, first)


def _negated(plain: str) -> Status | None:
    if _UNFINISHED.search(plain):
        return Status.IN_PROGRESS
    if _NEGATED.search(plain):
        return Status.REVIEW if "review" in plain else Status.DRAFT
    return Status.DRAFT if _NOT_STARTED.search(plain) else None


def _from_words(plain: str) -> Status:
    # Readiness counts anywhere. Any other status counts only in the first clause with a match.
    if _READY.search(plain) and "production" not in plain:
        return Status.APPROVED if re.match(r"\W*approved", plain) else Status.READY
    for clause in (*_CLAUSE.split(plain), plain):
        for status, pattern in _PATTERNS:
            if pattern.search(clause):
                return status
    return next((status for mark, status in _MARKS if mark in plain), Status.UNKNOWN)


_STATES = {
    Status.DONE: State.DONE,
    Status.APPROVED: State.DONE,
    Status.IN_PROGRESS: State.IN_PROGRESS,
    Status.REVIEW: State.IN_PROGRESS,
    Status.CANCELLED: State.CANCELLED,
    Status.DRAFT: State.OPEN,
    Status.READY: State.OPEN,
}


def task_state(text: str) -> State | None:
    """The state of a task with this status line; None if it names no state."""
    plain = text.casefold()
    if re.search(r"\bdefer|\bskip|\bpostpone", plain):
        return State.DEFERRED
    if re.search(r"\bblocked\b|\bon hold\b", plain):
        return State.BLOCKED
    if box := re.match(r"\W*\[([ xX~-]?)\]", text):
        return {"x": State.DONE, "X": State.DONE, "~": State.DEFERRED, "-": State.CANCELLED}.get(
            box[1], State.OPEN
        )
    return _STATES.get(normalise(text))
