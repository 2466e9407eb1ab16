"""Read a line of PowerShell: text in, simple commands out, as `lexing` does for bash.

What sets a variable is read as the assignment, or the `export`, that it would be in bash.
"""

from __future__ import annotations

import re

from aos_check.agent_hook.shell.script import (
    MAX_DEPTH,
    Command,
    Dialect,
    Output,
    Part,
    Redirect,
    Text,
    Variable,
    Word,
)


def read(text: str, depth: int = 0) -> tuple[Command, ...]:
    """The simple commands of a cleaned text, in order."""
    return _Reader(text, depth).commands()


_BLANK = re.compile(r"(?:[ \t\r,]|`\r?\n)*")
_COMMENT = re.compile(r"#[^\n]*|<#(?:[^#]|#(?!>))*(?:#>)?")
_REDIRECT = re.compile(r"[1-6*]?(>>|>&[12]|>)")
_SEPARATOR = re.compile(r"\n|;|&&|\|\||\||&")
_SETS = re.compile(
    r"\$(?P<env>env:)?(?:(?:global|script|local):)?(?P<name>[A-Za-z_]\w*)"
    r"[ \t]*(?P<more>\+?)=[ \t]*",
    re.ASCII | re.IGNORECASE,
)
_SETS_ENVIRONMENT = re.compile(
    r"\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*['\"](?P<name>\w+)['\"]\s*,\s*"
    r"['\"](?P<value>[^'\"]{0,200})['\"][^)]{0,200}\)",
    re.IGNORECASE | re.ASCII,
)
_HERE_STRING = re.compile(r"@(['\"])[ \t]*\r?\n")
_SINGLE = re.compile(r"(?:[^'\u2018\u2019]|'')*")
_PLAIN = re.compile(r"[^ \t\r\n,;|&(){}<>'\"`$@]+")
_PLAIN_QUOTED = re.compile(r"[^\"`$]+")
_NAME = re.compile(r"\{(?:env:)?([^}]{0,100})\}|(?:env:)?([A-Za-z_]\w*)", re.ASCII | re.IGNORECASE)
_ESCAPES = {
    "0": "", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r", "t": "\t",
    "v": "\v", "\n": "", "\r": "",
}  # fmt: skip
_EXPRESSION = re.compile(r"['\"$@(\d-]")


class _Reader:
    """Goes through a text once, from left to right."""

    def __init__(self, text: str, depth: int) -> None:
        self.text = text
        self.at = 0
        self.depth = depth
        self.found: list[Command] = []
        self.words: list[Word] = []
        self.redirects: list[Redirect] = []
        self.start = self.end = 0
        self.piped = False

    def commands(self, closing: str = "") -> tuple[Command, ...]:
        """All commands to the closing bracket, or to the end of the text."""
        nested = 0
        while True:
            self._take(_BLANK)
            if not (self.words or self.redirects):
                self.start = self.at
            character = self.text[self.at : self.at + 1]
            if not character or (character == closing and not nested):
                self._end_command()
                return tuple(self.found)
            nested += self._step(character)

    def _step(self, character: str) -> int:
        """Read on; by how much that goes into brackets."""
        if self._take(_COMMENT) or self._redirect() or self._separator(character):
            return 0
        if self.words and character in "({" and self.depth < MAX_DEPTH:
            self.words.append(Word((self._block(quoted=True),)))
            self.end = self.at
        elif character in "(){}":
            self._end_command()
            self.at += 1
            return 1 if character in "({" else -1
        elif self.words or not self._sets():
            self._word()
        return 0

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found[0] if found else ""

    def _end_command(self) -> None:
        if self.words or self.redirects:
            read = (tuple(self.words), self.redirects, self.text, self.start, self.end)
            self.found.append(Command(*read, 0, self.piped, Dialect.POWERSHELL))
            self.words, self.redirects, self.piped = [], [], False

    def _separator(self, character: str) -> bool:
        # A `&` at the beginning calls what follows.
        begins = not self.words and character == "&"
        separator = self._take(_SEPARATOR)
        if separator and not begins:
            self._end_command()
            self.piped = separator == "|" or (separator == "\n" and self.piped)
        return bool(separator)

    def _redirect(self) -> bool:
        found = _REDIRECT.match(self.text, self.at)
        if not found:
            return False
        self.at = found.end()
        if "&" not in found[1]:
            self._take(_BLANK)
            self.redirects.append(Redirect(found[1], Word(tuple(self._parts()))))
            self.end = self.at
        return True

    def _sets(self) -> bool:
        """Read what sets a variable; True if that stands here."""
        if found := _SETS_ENVIRONMENT.match(self.text, self.at):
            self._export(f"{found['name']}={found['value']}", found.end())
            return True
        found = _SETS.match(self.text, self.at)
        if not found:
            return False
        self.at = found.end()
        if not _EXPRESSION.match(self.text, self.at):
            return True  # what a command prints: the command follows
        name = Text(f"{found['name']}{found['more']}=", quoted=False)
        word = Word((name, *self._parts()))
        self.words = [_literal("export"), word] if found["env"] else [word]
        self.end = self.at
        self._end_command()
        return True

    def _export(self, setting: str, end: int) -> None:
        self.words = [_literal("export"), _literal(setting)]
        self.at = self.end = end
        self._end_command()

    # Words

    def _word(self) -> None:
        before = self.at
        parts = self._parts()
        self.at += self.at == before  # what begins nothing here is passed over
        if parts and parts != [Text(".", quoted=False)]:
            self.words.append(Word(tuple(parts)))
            self.end = self.at

    def _parts(self) -> list[Part]:
        parts: list[Part] = []
        while self.at < len(self.text):
            if plain := self._take(_PLAIN):
                # Braces stand for no alternatives here: they count as quoted.
                parts.append(Text(plain, quoted=True))
            elif not self._special(parts, self.text[self.at]):
                break
        return parts

    def _special(self, parts: list[Part], character: str) -> bool:
        if here := _HERE_STRING.match(self.text, self.at):
            parts.append(self._here_string(here))
        elif character in "'\u2018\u2019":
            self.at += 1
            parts.append(Text(self._take(_SINGLE).replace("''", "'"), quoted=True))
            self.at += 1
        elif character == '"':
            self.at += 1
            parts.extend(self._double())
        elif character == "`" and not self.text.startswith(("`\n", "`\r\n"), self.at):
            parts.append(self._escaped())
        elif character == "$":
            parts.append(self._dollar(quoted=False))
        elif character == "@" or (character in "({" and parts and self.depth < MAX_DEPTH):
            parts.append(self._at_sign() if character == "@" else self._block(quoted=True))
        else:
            return False
        return True

    def _here_string(self, opened: re.Match[str]) -> Part:
        closing = f"\n{opened[1]}@"
        end = self.text.find(closing, opened.end() - 1)
        end = len(self.text) if end < 0 else end
        self.at = end + len(closing)
        return Text(self.text[opened.end() : end], quoted=True)

    def _double(self) -> list[Part]:
        parts: list[Part] = [Text("", quoted=True)]
        while self.at < len(self.text):
            if plain := self._take(_PLAIN_QUOTED):
                parts.append(Text(plain, quoted=True))
            elif self.text.startswith('""', self.at):
                self.at += 2
                parts.append(Text('"', quoted=True))
            elif self.text[self.at] == "`":
                parts.append(self._escaped())
            elif self.text[self.at] == "$":
                parts.append(self._dollar(quoted=True))
            else:
                self.at += 1
                break
        return parts

    def _escaped(self) -> Part:
        character = self.text[self.at + 1 : self.at + 2]
        self.at += 2
        return Text(_ESCAPES.get(character, character), quoted=True)

    def _dollar(self, *, quoted: bool) -> Part:
        self.at += 1
        if self.text.startswith("(", self.at) and self.depth < MAX_DEPTH:
            return self._block(quoted=quoted)
        found = _NAME.match(self.text, self.at)
        if not found:
            return Text("$", quoted=True)
        self.at = found.end()
        # A variable is one word, whatever blanks it has.
        return Variable(found[1] or found[2] or "", quoted=True)

    def _at_sign(self) -> Part:
        """`@(…)`, `@{…}` or `@name`: values that are not looked into, commands that are."""
        self.at += 1
        if self.text[self.at : self.at + 1] in ("(", "{") and self.depth < MAX_DEPTH:
            return self._block(quoted=False)
        return Text("@", quoted=True)

    def _block(self, *, quoted: bool) -> Part:
        """The commands of the bracket that opens here."""
        closing = ")" if self.text[self.at] == "(" else "}"
        inner = _Reader(self.text, self.depth + 1)
        inner.at = self.at + 1
        commands = inner.commands(closing)
        self.at = inner.at + 1
        return Output(commands, quoted)


def _literal(text: str) -> Word:
    return Word((Text(text, quoted=False),))
