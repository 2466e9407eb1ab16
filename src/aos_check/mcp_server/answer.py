"""An answer to an agent: one at a time, without control characters, and cut at a budget."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import ParamSpec

from mcp.server.mcpserver.exceptions import ResourceError

from aos_check.mcp_server.arguments import MAX_BUDGET
from aos_check.model.errors import CannotCheckError
from aos_check.model.task_context import TOKEN
from aos_check.reporters.style import safe

_NOTE = 240
"""The characters to keep for the note on what was cut."""

_ONE_AT_A_TIME = Lock()  # the SDK calls from several threads, and the parsers cannot

Given = ParamSpec("Given")


def answers(function: Callable[Given, str]) -> Callable[Given, str]:
    """Make a function answer an agent: one call at a time, with errors that reach the agent."""

    @wraps(function)
    def answer(*args: Given.args, **given: Given.kwargs) -> str:
        with _ONE_AT_A_TIME:
            try:
                return function(*args, **given)
            except CannotCheckError as error:
                # The SDK passes the text of this one on, from tools and from resources.
                raise ResourceError(_clean(_in_words(error))) from error

    return answer


def _in_words(error: CannotCheckError) -> str:
    following = f"\nnext: {error.next_step}" if error.next_step else ""
    return f"{error.message}\nhelp: {error.remedy}{following}"


def fits(text: str, budget: int) -> bool:
    """True if the text needs no cut."""
    return len(_clean(text)) <= budget * TOKEN


def fitted(text: str, budget: int, otherwise: str) -> str:
    """The text within the budget. If it is cut, its last line says what is missing.

    `otherwise` is another way to get that than a larger budget.
    """
    text = _clean(text)
    if len(text) <= budget * TOKEN:
        return text
    kept = text[: budget * TOKEN - _NOTE]
    kept = kept[: kept.rfind("\n") + 1 or None].rstrip()
    left = text[len(kept) :].strip().count("\n") + 1
    needed = -(-len(text) // TOKEN)
    more = f"pass budget={needed}, or {otherwise}" if needed <= MAX_BUDGET else otherwise
    lines = "1 more line" if left == 1 else f"{left:,} more lines"
    return f"{kept}\n\n(cut at {budget:,} tokens: {lines}. To read on, {more}.)"


def _clean(text: str) -> str:
    return "\n".join(map(safe, text.rstrip("\n").replace("\t", "    ").split("\n")))
