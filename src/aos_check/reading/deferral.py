"""Finds the work that a text puts aside: on a task's own line, in a note or in a heading.

A word such as "deferred" counts only as a remark. In "Handle deferred mail" it is part of the work.
"""

from __future__ import annotations

import re

from aos_check.model.document import State
from aos_check.reading.expressions import expression, lower

_ASIDE = {
    State.DEFERRED: (
        r"deferred|skipped|postponed|not executed|future|moved to|out of scope|later"
        r"|requires (?:\w{1,12} )?testing"
    ),
    State.BLOCKED: r"blocked|blocking issue|blocker|on hold",
    State.CANCELLED: (
        r"cancell?ed|not (?:needed|required|applicable)|n/a|obsolete|won'?t do|wontfix|removed"
        r"|dropped|superseded|abandoned|no longer (?:needed|required)|(?:covered|handled) by"
    ),
}
_ANY_ASIDE = expression("|".join(("ignored", "optional", *_ASIDE.values())))
_OTHER_STATES = "open|done|active|pending|completed?|in.progress|new|approved|rejected"

# What may follow the first words of a remark. "(future dates)" and "Filter: blocked, done" go on.
_END = (
    rf"(?:[\s*_]*(?:$|[\])(:;.!—–⏸⏭✅❌]|-(?!\w)"
    rf"|,(?!\s*(?:(?:and|or) )?(?:{'|'.join(_ASIDE.values())}|{_OTHER_STATES})\b))"
    r"|[*_]*\s+(?:by|until|till|due|for|to|because|as|since|per|in|into|pending|now|after|at|but"
    r"|if|on|with|when|while|via|from|under|yet|here|anymore)\b)"
)
_START = (
    r"^\W{0,20}(?:(?:(?:task|step)\s*)?\d{1,4}(?:\.\d{1,4})*[a-z]?[.:)]*\s|t\d{1,5}\b)?"
    r"\W{0,20}(?:\[\w{1,9}\]\W{0,9}){0,3}"
)
_BEFORE = rf"(?:(?:[(\[—–:;>→➡❌⚠⏭⏸🚫]|\s-|(?<!\w)[*_])[\s*_(\[⚠⏭⏸🚫\ufe0f]{{0,6}}|{_START})"
_REMARKS = tuple(
    (state, expression(rf"{_BEFORE}(?:{words})(?:(?<=moved to)\b|(?<=ed by)\b|{_END})"))
    for state, words in _ASIDE.items()
)
# "Mail DEFERRED to phase 2", but not "Set the state to CANCELLED" and "Add DEFERRED to the states".
_SHOUT = (
    r"(?<!\bto )(?<!\bas )(?<!\bis )(?<!\bor )(?<!\band )(?<!state )(?<!status )\b(?:{})\b"
    r"(?=[\s*_]*(?:$|[\])(:;.!—–]|-(?!\w)|(?:by|until|because|due|pending)\b"
    r"|to (?:(?:the|an?) )?(?:phase|v?\d|next|later|spec|task|sprint|release|follow|future)))"
)
_SHOUTED = (
    (State.DEFERRED, expression(_SHOUT.format("DEFERRED|SKIPPED|POSTPONED"))),
    (State.BLOCKED, expression(_SHOUT.format("BLOCKED|BLOCKING ISSUE"))),
    (State.CANCELLED, expression(_SHOUT.format("CANCELLED|CANCELED|WONTFIX"))),
)
_AT_START = tuple(
    (
        state,
        expression(
            rf"^[\W_]*(?:(?:note|reason|status)\W+)?(?:{words})\b\s*(?:[:(—–.-]|by\b|until\b|due\b|$)",
            re.IGNORECASE,
        ),
    )
    for state, words in {**_ASIDE, State.DEFERRED: f"optional|{_ASIDE[State.DEFERRED]}"}.items()
)
_NOTED = expression(
    r"^[\W_]*(?:(?i:note|reason|status)\W+)?(?:IGNORED|SKIPPED|DEFERRED|POSTPONED"
    r"|(?i:ignored|skipped|deferred|postponed)(?=\s*(?:$|[:(—–.,;-]"
    r"|(?i:by|until|due|for|because|per|as|since|in favou?r)\b)))\b"
)
_MARKED = ((State.DEFERRED, expression("[⏸⏭]")), (State.BLOCKED, expression("🚫")))
_IN_A_NOTE = (*_AT_START, (State.DEFERRED, _NOTED), *_MARKED)
_STRUCK = expression(r"^\W*(?:[\d.]+\s+)?~~.+~~")
_WITHDRAWN = expression(
    rf"^\W*(?:[\d.]+\s+)?~~[^~]+~~.*(?:(?<!\w)(?:{'|'.join(_ASIDE.values())}|withdrawn)(?!\w)"
    r"|取り下げ|取下げ|見送り|先送り|中止|廃止|不要|延期|保留|取消|废弃|作废|취소|보류)"
)
_CODE = expression(r"`[^`]{1,200}`")


def set_aside(text: str) -> State | None:
    """The state of a task whose own line calls it deferred, blocked or cancelled.

    The word must be in brackets, after a dash or colon, first or in capitals. A task that is struck
    through is cancelled.
    """
    if "~~" in text and _STRUCK.match(text):
        return State.CANCELLED
    if not _ANY_ASIDE.search(lower(text)):  # a fast test: few lines have any of the words
        return None
    words = _CODE.sub("x", text)
    plain = lower(words)
    remark = (state for state, pattern in _REMARKS if pattern.search(plain))
    shouted = (state for state, pattern in _SHOUTED if pattern.search(words))
    return next(remark, None) or next(shouted, None)


def is_withdrawn(text: str) -> bool:
    """True for a task that is struck through with the reason behind it: its tick is no work."""
    return "~~" in text and bool(_WITHDRAWN.match(lower(text)))


def noted(text: str) -> State | None:
    """The state of a task above a note that begins with such a word."""
    if _ANY_ASIDE.search(lower(text)):
        patterns = _IN_A_NOTE
    elif text.isascii():
        return None
    else:
        patterns = _MARKED
    return next((state for state, pattern in patterns if pattern.search(text)), None)


_IF = (
    r"(?:only )?if (?:needed|necessary|applicable|available|required|possible|desired|appropriate"
    r"|relevant|time (?:permits|allows))"
)
_EVENT = (
    r"[ -](?:the |this )?(?:merg(?:e|ing)|releas(?:e|ing)|deploy(?:ment|ing)?|archiv(?:e|ing|al)"
    r"|launch)(?: (?:in)?to (?:main|master|develop|production|prod|staging))?"
)
_OPTIONAL = r"optional|nice[ -]to[ -]have|stretch(?: goal)?"
_CONDITIONAL = expression(
    rf"{_START}(?:{_OPTIONAL})[*_]*\s?(?:[:)\]—–]|-\s)"
    rf"|[(\[][\s*_]*(?:{_OPTIONAL}|{_IF}|(?:after|post){_EVENT}){_END}[^()\[\]]{{0,100}}[)\]]?\W*$"
    rf"|[(\[][\s*_]*(?:{_OPTIONAL})[\s*_]*[)\]][*_]*(?:\s?[:;—–]|\s-\s)"
    rf"|(?:\s-\s|[—–,]\s?)(?:{_OPTIONAL})[\s*_.]*$"
)
# "Write a test: merges twice if needed" is about the code.
_BEHAVIOUR = expression(
    rf"{_START}(?:implement|handle|support|ensure|show|display|return|render|retry)\b|\btests?:"
)
_CONDITION = expression(rf"(?:\s|[—–:,])(?:{_IF}|after{_EVENT})[\s*_.]*$")
_CONDITIONAL_WORDS = ("optional", "nice", "stretch", "if ", "after", "post")


def is_conditional(text: str) -> bool:
    """True for a task that may never be due: `(optional)`, `if needed`, `after merge to main`."""
    plain = lower(text)
    if not any(word in plain for word in _CONDITIONAL_WORDS):
        return False
    plain = _CODE.sub("x", plain)
    conditional = _CONDITION.search(plain) and not _BEHAVIOUR.search(plain)
    return bool(conditional or _CONDITIONAL.search(plain))


# The titles of headings over work that is not due now.
_NOUN = (
    r"(?: (?:original |possible |potential )?(?:work|tasks?|items?|enhancements?|improvements?"
    r"|considerations?|features?|ideas?|plans?|scope|extensions?|opportunit(?:y|ies)|possibilities"
    r"|steps?|iterations?|releases?|versions?|specs?|changes?|phases?|development|directions?"
    r"|additions?|follow-?ups?))?"
)
_NOT_DUE = (
    r"(?:(?:possible|potential|optional) )?(?:out[ -]of[ -]scope|not (?:needed now|in scope"
    r"|in (?:this|the current) (?:change|proposal|spec|scope|pr|phase|release|version|sprint"
    r"|iteration))"
    r"|deferred|postponed|future|nice[ -]to[ -]haves?|stretch(?: goals?)?|later|optional|someday"
    rf"|post[ -](?:archive|archival|merge|release|launch|mvp)){_NOUN}"
)
_UNTIL = r"(?: (?:to|until|for|from)\b[^()]{0,80})?"
_HEADING = expression(
    rf"^\W*(?:\d{{1,4}}(?:\.\d{{1,4}})*\W+)?{_NOT_DUE}(?:\s?(?:/|&|and|or)\s?(?:{_NOT_DUE}|ideas))?"
    rf"{_UNTIL}(?:\W*$|\s*[(:—–]|\s-\s)"
    rf"|[(\[]\s*{_NOT_DUE}{_END}[^()\[\]]{{0,100}}[)\]]?\W*$"
    rf"|(?:\s-\s|[—–:]\s*)\W{{0,4}}{_NOT_DUE}{_UNTIL}\s*(?:\([^()]*\))?\W*$"
    r"|[⏸⏭]"
)


def heads_deferred_work(title: str) -> bool:
    """True for a heading over work that is not due now: `## 5. Follow-ups (not in this change)`."""
    return bool(_HEADING.search(lower(title)))
