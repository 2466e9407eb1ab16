"""Writing answers as JSON that every parser reads, and no longer than agents accept."""

from __future__ import annotations

from aos_check.agents.event import HookAnswer, Reply

# Claude Code shows the model at most 10,000 UTF-16 code units.
_LONGEST = 9_500
_CUT = "\n(cut off here; run `aos-check check` to see the rest)"
# Some agents ignore a refusal without a reason.
_WORDLESS = "aos-check does not allow this"

SILENCE = Reply()


def as_json(**fields: object) -> Reply:
    """The fields as one object; silence without fields."""
    if not fields:
        return SILENCE
    from json import dumps

    return Reply(dumps(fields))


def shown(answer: HookAnswer) -> str:
    """The text of the answer, safe and short enough to show."""
    return fit(answer.text)


def reason(answer: HookAnswer) -> str:
    """The text of a refusal."""
    return shown(answer) or _WORDLESS


def notice(answer: HookAnswer) -> dict[str, str]:
    """The field that shows the user a notice, if there is one."""
    return {"systemMessage": fit(answer.notice)} if answer.notice.strip() else {}


def fit(text: str) -> str:
    r"""The text with control and invisible characters escaped (`\u{202e}`), cut if it is long."""
    text = text.strip()
    if not text.isprintable():
        text = "".join(map(_escaped, text))
    units = text.encode("utf-16-le")
    if len(units) <= 2 * _LONGEST:
        return text
    return units[: 2 * _LONGEST].decode("utf-16-le", "ignore") + _CUT


def _escaped(character: str) -> str:
    from unicodedata import category

    # Cc: C0 and C1. Cf: direction, zero width. Zl, Zp: line ends. Cs: surrogates, which some
    # parsers reject.
    if character == "\n" or category(character) not in {"Cc", "Cf", "Zl", "Zp", "Cs"}:
        return character
    return " " if character == "\t" else f"\\u{{{ord(character):x}}}"
