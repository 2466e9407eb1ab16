"""docs/run.svg: a terminal with a real run, in which a commit is refused, repaired and accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

from sample import sample

TITLE = "aos-check refuses a commit, and accepts it after the repair"
ABOUT = (
    "A terminal. git commit is refused: the roadmap says that the login is done, but a task of its "
    "spec is still open. The task is ticked, and the same commit is accepted."
)
CODE = 'FIELDS = ["mail", "password"]\n'
SHOWN = (
    "# The code is there, and the roadmap says that the login is done.",
    '$ git commit -m "Add the sign-in form"',
    "",
    "# Refused: a task is open. It is finished, so tick it and try again.",
    "$ sed -i 's/\\[ \\] 2/[x] 2/' agent-os/specs/*/tasks.md",
    '$ git commit --all -m "Add the sign-in form"',
)
"""The lines that are typed."""

COLUMNS, EDGE, LINE, COLUMN = 72, 20, 20, 8.45
SVG = "http://www.w3.org/2000/svg"
STYLE = """
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
       white-space: pre; fill: #d8dee9; }
.s97, .s1 { font-weight: bold; fill: #ffffff; }
.s1-31 { font-weight: bold; fill: #ff7b85; }
.s1-33, .s33 { font-weight: bold; fill: #f2cc60; }
.s1-36 { font-weight: bold; fill: #79c0ff; }
.s90 { fill: #9db4d6; font-style: italic; }
.s32 { fill: #8ddb8c; }
.s2 { fill: #a5b1c2; }
"""


def drawn() -> str:
    """Return the picture of the run."""
    lines = [part for line in _run() for part in _wrapped(_cells(line))]
    width, height = round(COLUMNS * COLUMN + 2 * EDGE), len(lines) * LINE + 2 * EDGE
    rows = (
        f'<text x="{EDGE}" y="{EDGE + LINE * number + 14}" xml:space="preserve">{_row(line)}</text>'
        for number, line in enumerate(lines)
        if line
    )
    size = f'viewBox="0 0 {width} {height}"'
    return "\n".join(
        [
            f'<svg xmlns="{SVG}" {size} role="img" aria-labelledby="title about">',
            f'<title id="title">{TITLE}</title>',
            f'<desc id="about">{ABOUT}</desc>',
            f"<style>{STYLE}</style>",
            f'<rect width="{width}" height="{height}" rx="8" fill="#1b2230"/>',
            *rows,
            "</svg>\n",
        ]
    )


def _run() -> Iterator[str]:
    """What a terminal shows, with its escape codes."""
    with sample() as repository:
        repository.use_hooks()
        repository.write("src/login.py", CODE)
        repository.run("sed -i 's/\\[ \\]/[x]/' agent-os/product/roadmap.md && git add --all")
        for typed in SHOWN:
            yield f"\x1b[{97 if typed.startswith('$') else 90}m{typed}\x1b[0m"
            yield from repository.run(typed.removeprefix("$ "), FORCE_COLOR="1").splitlines()


Cells = list[tuple[str, str]]
"""The characters of a line, each with its style: the numbers of an escape code, as in `1;31`."""


def _cells(line: str) -> Cells:
    first, *parts = re.split(r"\x1b\[([\d;]*)m", line)
    styled = zip(parts[1::2], parts[::2], strict=True)
    return [
        (character, "" if style == "0" else style)
        for text, style in [(first, ""), *styled]
        for character in text
    ]


def _wrapped(cells: Cells) -> Iterator[Cells]:
    """The line in lines that fit, broken between words and indented like the first."""
    indent = next((at for at, (character, _) in enumerate(cells) if character != " "), 0)
    while len(cells) > COLUMNS:
        end = max(at for at in range(indent + 3, COLUMNS) if cells[at][0] == " ")
        yield cells[:end]
        cells = [(" ", "")] * (indent + 4) + cells[end + 1 :]
    yield cells


def _row(cells: Cells) -> str:
    """The line as SVG."""
    runs = groupby(cells, key=lambda cell: cell[1])
    return "".join(_span("".join(character for character, _ in run), style) for style, run in runs)


def _span(text: str, style: str) -> str:
    text = escape(text, quote=False)
    return f'<tspan class="s{style.replace(";", "-")}">{text}</tspan>' if style else text
