"""The results as text: one line each below the gate, and the remedies."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from aos_check.model.gate import DECISIVE, Result, ResultState
from aos_check.model.wording import counted
from aos_check.reporters.style import Style, safe
from aos_check.setup.doctor import observing

_GREEN, _RED, _YELLOW, _CYAN, _RESET = (
    "\x1b[32m", "\x1b[1;31m", "\x1b[33m", "\x1b[36m", "\x1b[0m",
)  # fmt: skip
_COLOURS = {
    ResultState.OK: _GREEN,
    ResultState.OPEN: _RED,
    ResultState.ABSENT: "\x1b[2m",
    ResultState.UNJUDGED: _YELLOW,
    ResultState.NOTE: _CYAN,
}
_WIDTH = max(len(state.value) for state in ResultState)
_TITLES = {
    "git-hooks": "git hooks",
    "pre-commit": "pre-commit",
    "agents": "coding agents",
    "ci": "CI",
    "versions": "versions",
    "merge": "merges",
    "rules": "rules",
    "trust": "taken on trust",
}


def as_text(results: Sequence[Result], style: Style) -> str:
    """All results, and a conclusion."""
    blocks = []
    for gate in dict.fromkeys(result.gate for result in results):
        own = [result for result in results if result.gate == gate]
        blocks.append("\n".join([style.bold(_TITLES[gate]), *_lines(own, style)]))
    return "\n\n".join([*blocks, safe(conclusion(results))]) + "\n"


def _lines(results: Sequence[Result], style: Style) -> Iterator[str]:
    for result, later in itertools.zip_longest(results, results[1:]):
        word = result.state.value
        painted = f"{_COLOURS[result.state]}{word}{_RESET}" if style.colour else word
        gap = " " * (_WIDTH - len(word))
        yield f"  {painted}{gap}  {style.bold(result.subject)}: {safe(result.text)}"
        # Several results in a row with the same remedy share one line for it.
        repeated = later is not None and later.remedy == result.remedy
        if result.remedy and result.state is not ResultState.OK and not repeated:
            yield f"  {' ' * _WIDTH}    {style.dim('help: ')}{safe(result.remedy)}"


def conclusion(results: Sequence[Result]) -> str:
    """The conclusion, in a sentence."""
    if any(result.gate == observing.GATE for result in results):
        return f"{_of_the_gates(results)}; the project only observes, so nothing is refused yet"
    return _of_the_gates(results)


def _of_the_gates(results: Sequence[Result]) -> str:
    open_ones = [result for result in results if result.state is ResultState.OPEN]
    if open_ones:
        return f"{counted(len(open_ones), 'gate is', 'gates are')} open"
    deciding = [result for result in results if result.gate in DECISIVE]
    unjudged = any(result.state is ResultState.UNJUDGED for result in results)
    if deciding and not any(result.blocks for result in deciding):
        return f"no gate {'is known to keep' if unjudged else 'keeps'} mistakes out of the history"
    return f"every installed gate{' that could be tested' if unjudged else ''} holds"
