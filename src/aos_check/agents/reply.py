"""Answers as hooks write them: JSON that every parser reads, no longer than agents take."""

from __future__ import annotations

from aos_check.agents.event import HookAnswer, Reply

# Claude Code shows the model the beginning only of what has 10 000, and counts as UTF-16 does.
_LONGEST = 9_500
_CUT = "\n(and more, which is cut off here; `aos-check check` says all of it)"
# A refusal without a reason is no refusal for some.
_WORDLESS = "aos-check does not allow this"

SILENCE = Reply()


def as_json(**fields: object) -> Reply:
    """The fields as one object; silence without any."""
    if not fields:
        return SILENCE
    from json import dumps

    return Reply(dumps(fields))


def told(answer: HookAnswer) -> str:
    """The text of the answer, fit to be shown."""
    return fit(answer.text)


def reason(answer: HookAnswer) -> str:
    """The text of an answer that says no."""
    return told(answer) or _WORDLESS


def fit(text: str) -> str:
    r"""The text without control and invisible characters (`\u{202e}`), and cut where it is long."""
    text = text.strip()
    if not text.isprintable():
        text = "".join(map(_shown, text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * _LONGEST].decode("utf-16-le", "ignore") + _CUT


def _shown(character: str) -> str:
    from unicodedata import category

    # Cc: C0 and C1. Cf: direction, zero width. Zl, Zp: line ends. Cs: half a character, which
    # not every parser takes.
    if character == "\n" or category(character) not in {"Cc", "Cf", "Zl", "Zp", "Cs"}:
        return character
    return " " if character == "\t" else f"\\u{{{ord(character):x}}}"
