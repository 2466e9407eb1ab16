"""The text of a decision that may not change once it is accepted."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aos_check.reading.decision_sections import Part, known_key, read_labels
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments


def substance_of(parts: Sequence[Part]) -> str:
    """The text of the context and the decision, which may not change after acceptance.

    The facts, the consequences and the targets of links among them may.
    """
    free = {
        line.number
        for part in parts
        if part.roles == {"consequences"} or known_key(part.key)
        for line in (part.line, *part.inside)
    }
    kept = dict.fromkeys(
        (line.number, line.text)
        for part in parts
        if part.roles & {"context", "decision"}
        for line in (part.line, *part.inside)
        if line.kind is not LineKind.COMMENT and line.number not in free and not _is_fact(line)
    )
    return " ".join(" ".join(_unlinked(text).split()) for _, text in kept).strip()


def _is_fact(line: MarkdownLine) -> bool:
    return any(known_key(label.key) for label in read_labels(line.text))


_LINK = re.compile(r"\[([^\]\[]{0,200})\](?:\([^()\n]{0,400}\)|\[[^\]\[]{0,200}\])")
_TARGET = re.compile(r"\s{0,3}\[[^\]\[]{1,200}\]:\s*\S")
_ID = re.compile(r"\b[A-Z]{2,5}[- ]\d{1,5}\b")
_REMARK = re.compile(
    r"\W*(?:see(?: also)?|related(?: to)?|links?|supersedes|replaces|amends"
    r"|(?:partially )?(?:superseded|replaced|amended|extended|updated) by)\b\W*",
    re.IGNORECASE,
)


def _unlinked(text: str) -> str:
    """The text without the targets of its links; "" for a remark that only names others."""
    text = without_comments(text)
    is_remark = _REMARK.fullmatch(_ID.sub("", _LINK.sub("", text)))
    return "" if is_remark or _TARGET.match(text) else _LINK.sub(r"\1", text)
