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
    r"|\b(?:n[ãa]o|no|nicht|pas|non|не|aguardando|pendiente de|en attente d['’e])[\s-]*"
    r"(?:\w{1,10}\s)?"
    r"(?:aprov|aprob|genehmig|freigegeb|approuv|accept|aceit|acept|утвержд)\w*"
    r"|[未待不](?:批准|承認|承认|审|審)|(?:批准|承認|審査)待ち"
)
_UNFINISHED = expression(
    r"\b(?:incomplete|unfinished|not (?:yet )?(?:complete|completed|done|finished|implemented))\b"
    r"|(?<!\d)\d{1,2} ?% (?:complete|done|finished|implemented)|\b(?:complete[d]?|done) except\b"
    r"|\b(?P<some>\d+) (?:out )?of (?!(?P=some)\b)\d"
    r"|\b(?P<part>\d+) ?/ ?(?!(?P=part)\b)\d+ (?:task|phase|slice|step|group|stor)"
    r"|未(?:完成|完了|実装|实现|实施)"
)
_NOT_STARTED = expression(
    r"\bnot (?:yet )?(?:started|begun)\b|\bto ?do\b|\bpending\b|\bqueued\b"
    r"|未(?:着手|开始|開始)|待(?:办|辦|处理|開始)"
)

# The first match decides. "Complete - ready for implementation" is a finished document, so
# readiness comes before completion.
_DOCUMENTS = (
    "spec|specification|design|planning|documentation|requirement|plan|document|analysis"
    "|tasks? breakdown|research|discovery"
)
_WORDS: dict[Status, tuple[str, ...]] = {
    Status.CANCELLED: (
        r"cancel\w*", r"reject\w*", r"supersed\w*", r"abandon\w*", r"deprecat\w*", "obsolete",
        "wont ?fix", "won't (?:do|fix)", "withdrawn", "archived", r"cancelad\w*", "abgelehnt",
        "verworfen", "取消", "中止", "废弃", r"отмен\w*", r"отклон\w*",
    ),
    Status.REVIEW: (
        "in review", "under review", "review requested", "for review", r"ready for (?:\w+ )?review",
        "review", "feedback", "評審", "审核中", "评审中", "レビュー", "검토",
        "em revis[ãa]o", "en revisi[óo]n", "en revue", "in pr[üu]fung", "на проверке",
    ),
    Status.READY: (
        r"ready (?:for|to) (?:\w+ )?(?:implement\w*|develop\w*|execut\w*|build\w*|start|code)",
        "ready (?:for|to) (?:tasks?|dev)", "ready-for-dev", "clarified",
        r"(?<!production )(?<!production-)ready(?! (?:for|to)\b)",
        f"(?:{_DOCUMENTS})s? (?:is |are )?(?:complete[d]?|finali[sz]ed|finished|done|ready)",
        f"(?:complete[d]?|finali[sz]ed|finished) (?:{_DOCUMENTS})s?",
        "準備完了", "設計完了", "设计完成", "准备实施", "准备就绪", "준비 완료",
        r"pronto para implementa\w*", r"list[oa] para implementa\w*", r"bereit zur umsetzung",
    ),
    Status.APPROVED: (
        "approved", "confirmed", "accepted", "signed off", "greenlit", "aprovado", "aprobado",
        "approuvée?", "genehmigt", "freigegeben", "approvat[oa]", "aprovada", "aprobada",
        "承認", "批准", "승인", r"утвержден\w*", "утверждён", "aceit[oa]", r"aceptad\w*",
        "acceptée?", "akzeptiert", "angenommen", "принят[оа]?",
    ),
    Status.IN_PROGRESS: (
        "in[ -]?progress", "implementing", "implementation in", "executing", "active",
        r"partial\w*", "ongoing", "started", "underway", "wip", "doing", "in development",
        "under development", "mostly", "nearly", "almost", "blocked", "on hold", "paused",
        "substantial", r"ready (?:for|to) (?:qa|test\w*|verif\w*)", "fix(?:es)? required",
        r"(?:tasks?|phases?) [\d, -]+ complete[d]?",
        "em andamento", "em progresso", "en curso", "en progreso", "en cours", "in arbeit",
        "in umsetzung", "in corso", "w trakcie", "进行中", "実装中", "進行中", "作業中",
        "开发中", "진행", "в работе",
    ),
    Status.DONE: (
        r"ready (?:for|to) (?:merge|release|deploy\w*|production|ship\w*)", "validated",
        "complete[d]?", "completion", "done", "passed", "pass", "shipped", "frozen", "implemented",
        "finished", "fixed", "resolved", "delivered", "released", "deployed", "merged", "closed",
        "live", "production[ -]ready", "verified", r"success\w*", "all (?:tasks )?complete",
        "historical", "all requirements (?:are )?met", r"conclu[ií]d\w*", r"implementad\w*",
        r"completad\w*", r"completat\w*", r"terminée?", "fertig", "erledigt", "abgeschlossen",
        "umgesetzt", "完了", "完成", "实现", "実装済", "已实施", "완료", r"завершен\w*", "завершён",
        "готово", "выполнено", r"реализован\w*",
    ),
    Status.DRAFT: (
        "draft", "planning", "planned", "proposed", "proposal", "design(?: phase)?",
        "requirements(?: phase)?", "task breakdown", "implementation guidance", "investigation",
        "investigating", r"research\w*", "idea", "concept", "backlog", "todo", "to do",
        "not started", "pending", "new", "open", r"initial\w*", "created", "specification", "spec",
        "deferred", "future", "exploration", "discovery", "example", "scheduled", "tbd", "queued",
        "rascunho", "propost[oa]", "propuest[oa]", "proposée?", r"planejad\w*", r"planificad\w*",
        "pendente", "pendiente", "borrador", "brouillon", "entwurf", "geplant", "vorgeschlagen",
        "bozza", "szkic", "草案", "草稿", "計画", "计划", "规划", "提案", "下書き", "초안",
        "черновик", r"запланирован\w*", r"предложен\w*",
    ),
}  # fmt: skip


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A pattern for any of the words; those of languages without spaces match within others."""
    signs = [word for word in words if word[0] > _LAST_LETTER]
    spaced = [word for word in words if word[0] <= _LAST_LETTER]
    return expression("|".join((rf"(?<!\w)(?:{'|'.join(spaced)})(?!\w)", *signs)))


_LAST_LETTER = "\u2e7f"  # the last one before the signs of Chinese, Japanese and Korean
_PATTERNS = tuple((status, _pattern(words)) for status, words in _WORDS.items())
_READY, _DONE = (dict(_PATTERNS)[status] for status in (Status.READY, Status.DONE))
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
    words = re.sub(r"(?<=[^\W_])_(?=[^\W_])", " ", text)  # in_progress
    return re.sub(r"[*_`~]", "", words).strip().casefold()


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
    negated = _NEGATED.search(plain)
    if not negated and not _NOT_STARTED.search(plain):
        return None
    if _DONE.match(plain.lstrip(" ✅✔-")):
        return Status.IN_PROGRESS  # "Implemented - awaiting review"
    return Status.REVIEW if negated and "review" in plain else Status.DRAFT


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


SET_ASIDE = (State.DEFERRED, State.BLOCKED, State.CANCELLED)
"""The states of work that nobody waits for."""


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
