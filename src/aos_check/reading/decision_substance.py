"""The text of a decision: what may not change once it is accepted, and its first sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

from aos_check.model.wording import shortened
from aos_check.reading.decision_sections import Part, known_key, read_labels, says_something
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


_LONGEST_ESSENCE = 240
_PROSE = (LineKind.TEXT, LineKind.ITEM)
_STOPS = (".", "!", "?", "。", "！", "？")
# A sentence ends at a mark before a blank and a capital, but not after "e.g." or an initial.
_END = re.compile(
    r"(?<!\be\.g)(?<!\bi\.e)(?<!\bvs)(?<!\b[A-Z])(?<!\A\d)[.!?](?=[\"”')*_`\]]{0,3}\s+[^a-z\s])|[。！？]"
)


def essence_of(parts: Sequence[Part], entry: Sequence[MarkdownLine] = ()) -> str:
    """The first sentence of the decision; "" if there is none.

    Without a decision's section it is that of the `entry` of a log.
    """
    own = sorted(
        (part for part in parts if "decision" in part.roles), key=lambda part: len(part.roles)
    )
    for lines in (*((part.line, *part.inside) for part in own), entry):
        text = " ".join(_first_paragraph(lines).split())
        if text:
            end = _END.search(text)
            return shortened(text[: end.end()] if end else text, _LONGEST_ESSENCE)
    return ""


def _first_paragraph(lines: Sequence[MarkdownLine]) -> str:
    """The first paragraph and, unless that ends like a sentence, the list below it."""
    found, last = "", None
    for line in lines:
        text = _plain(line)
        if last is None:
            found, last = text, line if text else None
            continue
        in_list = last.kind is LineKind.ITEM
        goes_on = line.kind is LineKind.TEXT and line.number == last.number + 1
        listed = line.kind is LineKind.ITEM and (in_list or not found.endswith(_STOPS))
        if not text or not (goes_on or listed) or len(found) > _LONGEST_ESSENCE:
            break
        sign = ";" if listed and in_list and found[-1].isalnum() else ""
        found, last = f"{found}{sign} {text}", line
    return found


def _plain(line: MarkdownLine) -> str:
    """The text of a line of prose without links and bold marks; "" for a heading or a fact."""
    if line.kind not in _PROSE or _is_fact(line):
        return ""
    text = _LINK.sub(r"\1", without_comments(line.text)).replace("**", "").strip()
    label = next(read_labels(text), None)
    value = label.value if label and _OPENING.fullmatch(label.key) else text
    return value if says_something(value) else ""


_OPENING = re.compile(
    r"(?:the |our )?decision(?: outcome)?|chosen option|decisao|entscheidung|decisione?"
)
