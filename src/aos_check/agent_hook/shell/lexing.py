"""Read a line of bash: text in, simple commands out, in time that grows with the text alone.

A line is read as one run of simple commands: what separates them (`;`, `&&`, `if`, `do`, braces)
does not matter here. Of what is malformed, as much is read as can be; a shell would run none of it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from aos_check.agent_hook.shell.escapes import unescaped
from aos_check.agent_hook.shell.script import (
    FUNCTION,
    MAX_DEPTH,
    Array,
    Command,
    Dialect,
    Output,
    Part,
    Redirect,
    Stream,
    Text,
    Variable,
    Word,
    braced,
)


def read(text: str, dialect: Dialect = Dialect.BASH, depth: int = 0) -> tuple[Command, ...]:
    """The simple commands of a cleaned text, in order."""
    return _Reader(text, dialect, depth).commands()


_BLANK = re.compile(r"(?:[ \t]|\\\r?\n|\r(?=\n))*")
_COMMENT = re.compile(r"#[^\n]*")
_DEFINES = re.compile(r"\([ \t]*\)")
_TOO_DEEP = re.compile(r"(?:\(\$(?=\())*")
_OPERATOR = re.compile(r"(?P<separator>\n|;;&|;;|;&|;|&&|\|\||\|&|\||&(?!>))|(?P<paren>[()])")
_REDIRECT = re.compile(r"(?:\d+|\{\w+\})?(<<<|<<-|<<|<>|<&|<(?!\()|>>|>&|>\||>(?!\())|(&>>|&>)")
_ARITHMETIC = re.compile(r"\(\([^()`]*(?:(?<!\$)\([^()`]*\)[^()`]*){0,20}\)\)")
_ARITHMETIC_MAX = 500

# What runs on plainly, by where it stands.
_BARE = re.compile(r"[^ \t\r\n;&|()<>'\"\\$`]+")
_DOUBLE = re.compile(r"[^\"\\$`]+")
_DEFAULT = re.compile(r"[^}'\"\\$`]+")
_QUOTED_DEFAULT = re.compile(r"[^}\"\\$`]+")
_HERE = re.compile(r"[^\\$`]+")
_STOPS = {_BARE: " \t\n;&|()<>", _DOUBLE: '"', _DEFAULT: "}", _QUOTED_DEFAULT: "}", _HERE: ""}

_NAME = re.compile(r"[A-Za-z_]\w*|[0-9@*#?$!-]", re.ASCII)
_PARAMETER = re.compile(
    r"(?P<name>[A-Za-z_]\w*|[0-9@*])(?:\[[@*\d]*\])?(?:(?P<operator>:?[-+=])|(?=\}))", re.ASCII
)
_SINGLE = re.compile(r"[^']*")
_ANSI = re.compile(r"(?:[^'\\]|\\.)*", re.DOTALL)
_BACKTICKS = re.compile(r"(?:[^`\\]|\\.)*", re.DOTALL)
_INNER_ESCAPE = re.compile(r"\\([\\`$])")
_LINE_END = re.compile(r"\r?\n")
_ARRAY_NAME = re.compile(r"[A-Za-z_]\w*\+?=\Z", re.ASCII)


class _Here(NamedTuple):
    """A here-document whose text is still to come."""

    redirects: list[Redirect]
    place: int
    end: str
    quoted: bool
    tabs: bool


class _Reader:
    """Goes through a text once, from left to right."""

    def __init__(self, text: str, dialect: Dialect, depth: int) -> None:
        self.text = text
        self.dialect = dialect
        self.at = 0
        self.depth = depth
        self.expected: list[_Here] = []

    def commands(self, closing: str = "") -> tuple[Command, ...]:
        """All commands to the closing parenthesis, or to the end of the text."""
        run = _Run(self)
        while True:
            self._take(_BLANK)
            run.begin()
            if self.at >= len(self.text) or not self._step(run, closing):
                run.end_command()
                return tuple(run.found)

    def _step(self, run: _Run, closing: str) -> bool:
        if self._take(_COMMENT):
            return True
        if run.may_begin and (length := self._arithmetic()):
            self.at += length
            return True
        if found := _REDIRECT.match(self.text, self.at):
            self.at = found.end()
            self._redirect(run, found[1] or found[2])
            run.end = self.at
            return True
        if found := _OPERATOR.match(self.text, self.at):
            return self._operator(run, found, closing)
        before = self.at
        word = self.word()
        run.end = self.at
        run.take_word(word)
        self.at += self.at == before  # what begins nothing here is passed over
        return True

    def _operator(self, run: _Run, found: re.Match[str], closing: str) -> bool:
        if found[0] == ")" and closing and not run.nested:
            return False
        if found[0] == "(" and run.is_name and (closed := _DEFINES.match(self.text, self.at)):
            self.at = closed.end()
            run.define()
            return True
        self.at = found.end()
        if found["paren"]:
            run.take_parenthesis(found[0])
        else:
            run.take_separator(found[0])
        if found[0] == "\n":
            self._read_expected()
        return True

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _arithmetic(self) -> int:
        """The length of `((…))` here, which is no subshell within a subshell."""
        if not self.text.startswith("((", self.at):
            return 0
        found = _ARITHMETIC.match(self.text, self.at, self.at + _ARITHMETIC_MAX)
        return len(found[0]) if found else 0

    # Redirections

    def _redirect(self, run: _Run, operator: str) -> None:
        self._take(_BLANK)
        target = self.word()
        if operator.startswith("<<") and operator != "<<<":
            quoted = any(not isinstance(part, Text) or part.quoted for part in target.parts)
            end = "".join(part.text for part in target.parts if isinstance(part, Text))
            here = _Here(run.redirects, len(run.redirects), end, quoted, operator == "<<-")
            self.expected.append(here)
        run.redirects.append(Redirect(operator, target, target if operator == "<<<" else None))

    def _read_expected(self) -> None:
        expected, self.expected = self.expected, []
        for here in expected:
            start = self.at
            stop = self._pass(here)
            body = self._body(self.text[start:stop], quoted=here.quoted)
            here.redirects[here.place] = here.redirects[here.place]._replace(body=body)

    def _pass(self, here: _Here) -> int:
        """Go past a here-document; where its text ends."""
        while self.at < len(self.text):
            begun = self.at
            ended = self.text.find("\n", begun)
            ended = len(self.text) if ended < 0 else ended
            line = self.text[begun:ended].rstrip("\r")
            line = line.lstrip("\t") if here.tabs else line
            # In `$(…)` the parenthesis may follow at once.
            if line == here.end or (line.startswith(f"{here.end})") and self.depth):
                self.at = min(ended + 1, len(self.text))
                if line != here.end:
                    self.at = self.text.index(f"{here.end})", begun) + len(here.end)
                return begun
            self.at = min(ended + 1, len(self.text))
        return len(self.text)

    def _body(self, text: str, *, quoted: bool) -> Word:
        if quoted or self.depth >= MAX_DEPTH:
            return Word((Text(text, quoted=True),))
        return Word(tuple(_Reader(text, self.dialect, self.depth + 1)._parts(_HERE)))  # noqa: SLF001

    # Words

    def word(self) -> Word:
        """The word here; an empty one where none begins."""
        parts = self._parts(_BARE)
        name = parts[0].text if len(parts) == 1 and isinstance(parts[0], Text) else ""
        if self.text.startswith("(", self.at) and _ARRAY_NAME.match(name):
            self.at += 1
            parts.append(Array(tuple(self._array())))
        return Word(tuple(parts))

    def _array(self) -> list[Word]:
        words: list[Word] = []
        while True:
            self._take(_BLANK)
            if self.at >= len(self.text):
                return words
            if parts := self._parts(_BARE):
                words.append(Word(tuple(parts)))
                continue
            self.at += 1
            if self.text[self.at - 1] == ")":
                return words

    def _parts(self, plain: re.Pattern[str]) -> list[Part]:
        """What stands here up to where this kind of text stops."""
        parts: list[Part] = []
        stops = _STOPS[plain]
        while self.at < len(self.text):
            if run := self._take(plain):
                bare = plain in (_BARE, _DEFAULT)
                parts.append(Text(braced(run) if plain is _BARE else run, quoted=not bare))
                continue
            character = self.text[self.at]
            if plain is _BARE and self._at_stream():
                parts.append(self._stream())
                continue
            if character in stops or (character == "\r" and self._at_line_end()):
                break
            self._special(parts, character, plain)
        return parts

    def _at_stream(self) -> bool:
        return self.text.startswith(("<(", ">("), self.at) and self.depth < MAX_DEPTH

    def _at_line_end(self) -> bool:
        return self.text.startswith("\r\n", self.at)

    def _special(self, parts: list[Part], character: str, plain: re.Pattern[str]) -> None:
        quoted = plain not in (_BARE, _DEFAULT)
        self.at += 1
        if character == "\\":
            parts.extend(self._escaped(plain, quoted=quoted))
        elif character == "'" and not quoted:
            parts.append(Text(self._take(_SINGLE), quoted=True))
            self.at += 1
        elif character == '"' and plain is not _DOUBLE:
            parts.extend(self._double())
        elif character == "$":
            parts.extend(self._dollar(quoted=quoted))
        elif character == "`" and self.depth < MAX_DEPTH:
            parts.append(self._backticks(quoted=quoted))
        else:
            parts.append(Text(character, quoted=quoted))

    def _escaped(self, plain: re.Pattern[str], *, quoted: bool) -> list[Part]:
        if self._take(_LINE_END):
            return []
        character = self.text[self.at : self.at + 1]
        special = '$`\\"' if plain is not _HERE else "$`\\"
        if quoted and character not in special:
            return [Text("\\", quoted=True)]
        self.at += 1
        return [Text(character or "\\", quoted=True)]

    def _double(self) -> list[Part]:
        parts = self._parts(_DOUBLE)
        self.at += 1
        return parts or [Text("", quoted=True)]

    def _dollar(self, *, quoted: bool) -> list[Part]:
        following = self.text[self.at : self.at + 1]
        if following == "(":
            return self._substitution(quoted=quoted)
        if following == "{" and self.depth < MAX_DEPTH:
            return self._parameter(quoted=quoted)
        if following == "'" and not quoted:
            self.at += 1
            text = unescaped(self._take(_ANSI))
            self.at += 1
            return [Text(text, quoted=True)]
        if following == '"' and not quoted:
            self.at += 1
            return self._double()
        name = self._take(_NAME)
        return [Variable(name, quoted)] if name else [Text("$", quoted=quoted)]

    def _substitution(self, *, quoted: bool) -> list[Part]:
        if length := self._arithmetic():
            self.at += length
            return [Variable("", quoted)]
        if self.depth >= MAX_DEPTH:
            self._take(_TOO_DEEP)
            return [Text("$", quoted=quoted)]
        self.at += 1
        return [Output(self._nested(), quoted)]

    def _nested(self) -> tuple[Command, ...]:
        self.depth += 1
        expected, self.expected = self.expected, []
        commands = self.commands(")")
        self.expected = expected
        self.depth -= 1
        self.at += 1
        return commands

    def _stream(self) -> Part:
        self.at += 2
        return Stream(self._nested())

    def _backticks(self, *, quoted: bool) -> Part:
        inner = _INNER_ESCAPE.sub(r"\1", self._take(_BACKTICKS))
        self.at += 1
        if quoted:
            inner = inner.replace('\\"', '"')
        return Output(read(inner, self.dialect, self.depth + 1), quoted)

    def _parameter(self, *, quoted: bool) -> list[Part]:
        self.at += 1
        found = _PARAMETER.match(self.text, self.at)
        name, operator = (found["name"], found["operator"] or "") if found else ("", "")
        self.at = found.end() if found else self.at
        self.depth += 1
        word = tuple(self._parts(_QUOTED_DEFAULT if quoted else _DEFAULT))
        self.depth -= 1
        self.at += 1
        return [Variable(name, quoted, operator, word)]


_ASIDE = {"|", "|&", "&"}
_MOST_OPENERS = 8
_OPENERS = {"if", "then", "elif", "else", "while", "until", "do", "!", "{", "time"}


class _Run:
    """The commands found so far, and the one being read."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.found: list[Command] = []
        self.words: list[Word] = []
        self.redirects: list[Redirect] = []
        self.start = self.end = reader.at
        self.subshells = 0
        self.cases = 0
        self.in_pattern = False
        self.piped = False

    @property
    def may_begin(self) -> bool:
        """True where a command may begin."""
        return not self.words and not self.in_pattern

    @property
    def nested(self) -> bool:
        """True where a closing parenthesis belongs to this run."""
        return self.subshells > 0 or self.in_pattern

    def begin(self) -> None:
        """Note where the next command begins."""
        if not (self.words or self.redirects):
            self.start = self.reader.at

    def end_command(self) -> None:
        """Put what was read to what was found."""
        if not (self.words or self.redirects):
            return
        read = (tuple(self.words), self.redirects, self.reader.text, self.start, self.end)
        where = (self.subshells, self.piped, self.reader.dialect)
        self.found.append(Command(*read, *where, aside=self.piped))
        self.words, self.redirects, self.piped = [], [], False

    def take_word(self, word: Word) -> None:
        """Put a word to the command, or look at it as a pattern of `case`."""
        if word.bare == "esac" and self.cases and (self.in_pattern or not self.words):
            self.cases -= 1
            self.in_pattern = False
        elif not self.in_pattern and word.parts:
            self.words.append(word)
            if self._is_function():
                self.end_command()
            elif word.bare == "in" and self._is_case():
                self.end_command()
                self.cases += 1
                self.in_pattern = True

    def _is_function(self) -> bool:
        return self._follows_openers(2) and self.words[-2].bare == FUNCTION

    @property
    def is_name(self) -> bool:
        """True where what was read may be the name of a function."""
        return self._follows_openers(1) and bool(self.words[-1].bare) and not self.in_pattern

    def define(self) -> None:
        """Take what was read as the name of a function, as if `function` stood before it."""
        self.words.insert(-1, Word((Text(FUNCTION, quoted=False),)))
        self.end_command()

    def _is_case(self) -> bool:
        return self._follows_openers(3) and self.words[-3].bare == "case"

    def _follows_openers(self, count: int) -> bool:
        """True where the last words, so many of them, are the first that are no openers."""
        before = len(self.words) - count
        return 0 <= before <= _MOST_OPENERS and all(
            word.bare in _OPENERS for word in self.words[:before]
        )

    def take_parenthesis(self, parenthesis: str) -> None:
        """Enter or leave a subshell, or end a pattern of `case`."""
        if self.in_pattern:
            self.in_pattern = parenthesis == "("
            return
        self.end_command()
        self.subshells = max(0, self.subshells + (1 if parenthesis == "(" else -1))

    def take_separator(self, separator: str) -> None:
        """End the command."""
        if self.in_pattern:
            return
        ends = bool(self.words or self.redirects)
        self.end_command()
        if ends and separator in _ASIDE:
            self.found[-1] = self.found[-1]._replace(aside=True)
        if separator != "\n":
            self.piped = separator in {"|", "|&"}
        self.in_pattern = self.cases > 0 and separator in {";;", ";&", ";;&"}
