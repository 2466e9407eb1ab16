"""Code for an interpreter on the command line that obviously writes to the gate."""

from __future__ import annotations

import re
from collections.abc import Iterator

from aos_check.agent_hook.shell.bypass import Bypass, FileWrite
from aos_check.agent_hook.shell.effects import file_changed
from aos_check.agent_hook.shell.paths import Places
from aos_check.agent_hook.shell.unwrap import Call, Dialect, Inner, Script

_INTERPRETER = re.compile(r"(?:python|pypy)[\d.]*w?|py|node|nodejs|deno|bun|perl|ruby|php")
_CODE = re.compile(r"-[a-zA-Z0-9]*[cerpE]|--eval|--print|eval")
_LITERAL = re.compile(r"[rbuf]{0,2}(?P<quote>['\"`])(?P<path>[^'\"`\n]{1,400})(?P=quote)")

# The beginning of a call that writes, up to its arguments. The path is before the call (method),
# is the first argument (open), comes after a comma (copy), or is any argument.
_WRITES = re.compile(
    rf"(?P<method>(?:\bPath\(\s{{0,10}}{_LITERAL.pattern}\s{{0,10}}\))?"
    r"\.(?:write_text|write_bytes|unlink|rename|chmod|touch)\()"
    r"|\b(?P<open>open)\((?=[^()\n]{0,400}?,\s{0,10}(?:mode\s?=\s?)?['\"](?:[wax]|r\+|[+>]))"
    r"|\b(?P<copy>shutil\.copy\w*|copyFile(?:Sync)?|FileUtils\.cp\w*|File\]::Copy)\("
    r"|\b(?:(?:writeFile|appendFile|unlink|rm|rename|truncate|chmod)(?:Sync)?|createWriteStream"
    r"|os\.(?:remove|replace)|shutil\.(?:move|rmtree)|File\.(?:write|delete)|FileUtils\.(?:rm|mv)\w*"
    r"|file_put_contents|(?:WriteAll|AppendAll)\w+|File\]::(?:Delete|Move))\("
)
_ARGUMENTS = re.compile(r"[^)\n]{0,400}")

# A call that runs a command, with the literals of the command or of its words.
_WORD = r"(?:'[^'\n]{0,400}'|\"[^\"\n]{0,400}\")"
_STARTS = re.compile(
    r"\b(?:system|popen|Popen|run|call|check_call|check_output|getoutput|execSync|exec|spawnSync|spawn"
    r"|execFileSync|execFile|execvp|execlp|shell_exec)\("
    rf"(?P<words>[\[(\s]{{0,10}}{_WORD}(?:\s{{0,10}},[\[(\s]{{0,10}}{_WORD}){{0,30}})"
)


def started_by(call: Call) -> Iterator[Inner]:
    """The commands that the code in the call obviously runs."""
    if not _INTERPRETER.fullmatch(call.program):
        return
    for code in _codes(call):
        for found in _STARTS.finditer(code):
            words = tuple(each["path"] for each in _LITERAL.finditer(found["words"]))
            if len(words) > 1:
                yield Call(words, call.environment)
            elif words:
                yield Script(words[0], Dialect.BASH, call.environment)


def written_by(call: Call, places: Places) -> Iterator[Bypass]:
    """The bypasses by writes of the code that is in the call or is its input."""
    if _INTERPRETER.fullmatch(call.program):
        for code in _codes(call):
            yield from written_in(code, places)


def _codes(call: Call) -> Iterator[str]:
    for at, word in enumerate(call.arguments[:-1]):
        if _CODE.fullmatch(word):
            yield call.arguments[at + 1]
            return
    if call.fed is not None and call.arguments in ((), ("-",)):
        yield call.fed


def written_in(code: str, places: Places) -> Iterator[Bypass]:
    """The bypasses by writes in the code. If a written path is computed, any path in it counts."""
    aims = {aim for found in _WRITES.finditer(code) for aim in _aims(found, code)}
    if not aims:
        return
    named = dict.fromkeys(found["path"] for found in _LITERAL.finditer(code))
    for path in named:
        if None in aims or path in aims:
            yield from file_changed(FileWrite(path), places)


def _aims(found: re.Match[str], code: str) -> list[str | None]:
    """The literal paths that a call writes to; None for one that is computed."""
    if found["method"]:
        return [found["path"]]
    given = _ARGUMENTS.match(code, found.end())
    arguments = given[0] if given else ""
    paths = [(each.start(), each["path"]) for each in _LITERAL.finditer(arguments)]
    if found["copy"]:
        return [path for start, path in paths if 0 <= arguments.find(",") < start]
    if found["open"]:
        # The first literal may also be the mode.
        return [path if not arguments[:start].strip() else None for start, path in paths[:1]]
    return [path for _, path in paths] or [None]
