"""Translating PowerShell to bash, as far as the check needs it.

Every block becomes a `$(…)`, as if it always ran.
"""

from __future__ import annotations

import re

_VARIABLE = r"(?:(?:global|script|local):)?"
_TOKEN = re.compile(
    rf"""
      (?P<left_out> <\#.*?(?:\#>|\Z) | (?<![^\s;({{|])\#[^\n]* | \*(?=>)
      | (?:\A|(?<=[\n;|({{=&]))[ \t]*&(?!&)[ \t]* )
    | (?P<blank> `\r?\n | , )
    | `(?P<escaped>.)
    | (?P<verbatim> @'[ \t]*\r?\n(?P<here>.*?)(?:\n'@|\Z) | '(?P<single>(?:[^']|'')*)(?:'|\Z) )
    | @"[ \t]*\r?\n(?P<expanded>.*?)(?:\n"@|\Z)
    | (?P<string> ")
    | (?P<exported> \[(?:System\.)?Environment\]::SetEnvironmentVariable\(
      \s*['"](?P<name>\w+)['"]\s*,\s*(?P<value>'[^'\n]*'|"[^"\n]*")[^)\n]*\) )
    | (?P<assigned> \$(?P<env>env:)?{_VARIABLE}(?P<to>[a-z_]\w*)[ \t]*\+?=[ \t]*
      (?P<literal>(?=['"$@(\d-]))? )
    | \$\{{?(?:env:)?{_VARIABLE}(?P<variable>[a-z_]\w*)\}}?
    | (?P<skipped> \[[\w.]+\]::\w+ | (?<![\w.-])(?:(?:else)?if|else|for(?:each)?|while|until|do
      |switch|try|catch|finally|begin|process|end|trap)(?=\s*[({{])
      | (?<![\w.-])function[ \t]+[\w:-]+ )
    | (?P<opens> [$@]?\( | @?\{{ )
    | (?P<closes> [)}}] )
    | (?P<slash> \\ )
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_WITHIN_STRING = re.compile(
    rf"""
      (?P<quote> "") | (?P<string> ") | `(?P<escaped>.) | (?P<opens> \$\() | (?P<slash> \\ )
    | \$\{{?(?:env:)?{_VARIABLE}(?P<variable>[a-z_]\w*)\}}?
    """,
    re.DOTALL | re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_REPLACED = {
    "left_out": "", "blank": " ", "quote": '\\"', "skipped": ":", "opens": "$(", "closes": ")",
    "slash": "/", "string": '"',
}  # fmt: skip
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": ""}


def as_bash(text: str) -> str:
    """The text as bash."""
    written: list[str] = []
    opened: list[str] = []
    at = 0
    while True:
        in_string = opened[-1:] == ["string"]
        found = (_WITHIN_STRING if in_string else _TOKEN).search(text, at)
        if not found:
            return "".join([*written, text[at:]])
        written += text[at : found.start()], _translated(found, in_string=in_string)
        at = found.end()
        kind = found.lastgroup or ""
        if kind == "opens" or (kind == "string" and not in_string):
            opened.append(kind)
        elif kind in {"closes", "string"}:
            del opened[-1:]


def _translated(found: re.Match[str], *, in_string: bool) -> str:
    kind = found.lastgroup or ""
    if kind in _REPLACED:
        return _REPLACED[kind]
    if kind == "verbatim":
        text = found["single"] if found["here"] is None else found["here"]
        return "'" + text.replace("''", "'").replace("'", "'\\''") + "'"
    if kind == "expanded":
        return as_bash('"' + found["expanded"].replace('"', '""') + '"')
    if kind == "variable":
        return f"${{{found['variable']}}}" if in_string else f'"${{{found["variable"]}}}"'
    return _escaped(found["escaped"], in_string=in_string) if kind == "escaped" else _set(found)


def _set(found: re.Match[str]) -> str:
    """An assignment as bash. Of `$r = git commit`, only the command is kept."""
    if found.lastgroup == "exported":
        return f"export {found['name']}={found['value']}"
    name = f"export {found['to']}=" if found["env"] else f"{found['to']}="
    return name if found["literal"] is not None else ""


def _escaped(character: str, *, in_string: bool) -> str:
    character = _ESCAPES.get(character, character)
    plain = character not in '"$`' if in_string else not character.strip()
    return character if plain else f"\\{character}"
