"""Finding the bypasses in a command: goes through it as a shell would, without running it."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from aos_check.agent_hook.shell.builtins import change_state, is_export, make_links
from aos_check.agent_hook.shell.bypass import Bypass, BypassKind, FileWrite, Guarded
from aos_check.agent_hook.shell.effects import effects, file_changed
from aos_check.agent_hook.shell.environment import matters, switched_off
from aos_check.agent_hook.shell.file_writes import written
from aos_check.agent_hook.shell.inline_code import started_by, written_by, written_in
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.output import printed
from aos_check.agent_hook.shell.paths import Places
from aos_check.agent_hook.shell.syntax import LONGEST, SyntaxNode, parse, statements, substitutions
from aos_check.agent_hook.shell.text import BREAK, UNKNOWN, cleaned, unbraced
from aos_check.agent_hook.shell.unwrap import IN_PLACE, SHELLS, Call, Dialect, Script, inner
from aos_check.agent_hook.shell.words import STREAM, Expander, Variables, one_of

_SECONDS = 2.0
_MOST_BYPASSES = 20
_MOST_DOCUMENTS = 100
_HERE = re.compile(r"<<-?[ \t]*(['\"])(?P<end>\w+)\1[^\n]*\n")


class TooComplexError(Exception):
    """A command that is too long or too deeply nested to be read completely."""

    def __init__(self, found: tuple[Bypass, ...]) -> None:
        super().__init__("the command is too long or too deeply nested to be checked completely")
        self.found = found
        """The bypasses in the part that was read."""


def bypasses(
    command: str, *, dialect: Literal["bash", "powershell"] = "bash", guarded: Guarded
) -> tuple[Bypass, ...]:
    """The bypasses of the gate in this command, each once.

    `quote` contains untrusted text from the command. Raises TooComplexError if the command cannot
    be read completely.
    """
    shell = _Shell(guarded)
    try:
        shell.script(Script(cleaned(command), Dialect(dialect), {}))
        shell.leave()
    except RecursionError:
        shell.unread = True
    found = tuple(dict.fromkeys(shell.found))
    if shell.unread:
        raise TooComplexError(found)
    return found


_COMMANDS = {"pipeline", "list", "command", "redirected_statement"}
_PROGRAM = re.compile(r"[^\W\d_]")  # the name of a program has a letter


class _Shell:
    """Goes through the statements in order, and tracks the state that later ones depend on."""

    def __init__(self, guarded: Guarded) -> None:
        self.found: list[Bypass] = []
        self.unread = False
        self._documents: list[str] = []
        self._functions: dict[str, SyntaxNode] = {}
        self._running: list[str] = []
        self._deadline = time.monotonic() + _SECONDS
        self._places = Places(guarded)
        self._variables = Variables()
        self._expander = Expander(self._variables, self._output, self._places.here)
        self._environment: Mapping[str, str] = {}
        self._exporting: SyntaxNode | None = None
        self._forks = True
        """True if pipes and brackets run in a subshell."""

    def leave(self) -> None:
        """Report an export at the end of the command: it must be meant for later commands."""
        off = switched_off(self._variables.environment(), self._places)
        if self._exporting and off:
            folder = self._places.absolute(self._places.spot)
            self._report([Bypass(BypassKind.SKIPS_HOOKS, *off, folder)], self._exporting)

    # Scripts

    def script(self, script: Script) -> str | None:
        """Go through a text; return its output, if it is one command whose output is known."""
        if script.parameters:
            self._variables.give(script.parameters)
        # Unknown parts of a computed text stay unknown.
        text = unbraced(script.text).replace(BREAK, " ")
        bash = script.dialect is Dialect.BASH
        if bash and len(text) > LONGEST:
            text = self._without_documents(text)
        node = parse(self._cut(_as_bash(self._cut(text), script.dialect)), self._deadline)
        if node is None:
            self.unread = True
            return None
        before = self._environment, self._forks
        self._environment, self._forks = script.environment, bash
        if script.dialect is Dialect.POWERSHELL:
            self._report(written_in(text, self._places), node)
        output = self._all(node)
        self._environment, self._forks = before
        return output

    def _cut(self, text: str) -> str:
        self.unread = self.unread or len(text) > LONGEST
        return text[:LONGEST]

    def _without_documents(self, text: str) -> str:
        """A long text without the bodies of quoted here-documents, which are kept separately."""
        kept, at = "", 0
        while len(self._documents) < _MOST_DOCUMENTS and (found := _HERE.search(text, at)):
            end = text.find(f"\n{found['end']}\n", found.end() - 1)
            if end < 0:
                break
            kept += f"{text[at : found.end()]}{UNKNOWN}{len(self._documents)}"
            self._documents.append(text[found.end() : end + 1])
            at = end
        return kept + text[at:]

    def _document(self, body: SyntaxNode) -> str:
        text = body.text
        number = text[1:].strip()
        aside = text[:1] == UNKNOWN and number.isdecimal() and int(number) < len(self._documents)
        return self._documents[int(number)] if aside else text

    # Statements

    def _all(self, node: SyntaxNode, fed: str | None = None) -> str | None:
        """Go through the statements; return their output, if it is one and its output is known."""
        output, count = None, 0
        for count, (each, background) in enumerate(statements(node), 1):  # noqa: B007 - used below
            if time.monotonic() > self._deadline:
                self.unread = True
                break
            output = self._subshell([each], fed) if background else self._statement(each, fed)
        return output if count == 1 else None

    def _subshell(self, nodes: Iterable[SyntaxNode], fed: str | None = None) -> str | None:
        """Go through statements that run in a subshell, which cannot change the folder."""
        spot = self._places.spot
        outputs = [self._all(each, fed) for each in nodes]
        if self._forks:
            self._places.spot = spot
        return outputs[0] if len(outputs) == 1 else None

    def _output(self, node: SyntaxNode) -> str | None:
        return self._subshell(node.parts)

    def _statement(self, node: SyntaxNode, fed: str | None) -> str | None:
        kind = node.type
        if kind in {"command", "declaration_command", "unset_command"}:
            return self._command(node, node, fed)
        if kind == "redirected_statement":
            return self._redirected(node, fed)
        if kind == "pipeline":
            for each in node.parts:
                fed = self._subshell([each], fed)
            return fed
        if kind == "subshell":
            return self._output(node)
        if kind == "function_definition":
            self._define(node)
        elif kind == "for_statement":
            self._loop(node)
        elif kind in {"variable_assignment", "variable_assignments"}:
            self._assign(node)
        else:
            for each in substitutions(node):
                self._output(each)
        return None

    def _define(self, node: SyntaxNode) -> None:
        """Go through the body of a function, and keep it for the calls."""
        self._subshell(node.field("body"))
        for name in node.field("name"):
            self._functions[name.text] = node

    def _loop(self, node: SyntaxNode) -> None:
        """Go through the body of a loop, whose variable stands for each of the words."""
        values = self._expander.fields(node.field("value"))
        for variable in node.field("variable"):
            self._variables.set(variable.text, one_of(values))
        for body in node.field("body"):
            self._all(body)

    def _assign(self, node: SyntaxNode) -> None:
        for each in node.parts if node.type == "variable_assignments" else [node]:
            self._variables.set(*self._assignment(each))

    def _assignment(self, node: SyntaxNode) -> tuple[str, str]:
        value = "".join(map(self._expander.value, node.field("value")))
        name = node.text.partition("=")[0]
        if name.endswith("+"):
            name = name[:-1]
            value = (self._variables.get(name) or "") + value
        return name.partition("[")[0], value

    # Redirections

    def _redirected(self, node: SyntaxNode, fed: str | None) -> str | None:
        bodies = node.field("body")
        while bodies and bodies[-1].type == "list":
            # tree-sitter reads `a && b > file` as a redirection of both.
            *before, last = bodies[-1].parts
            for each in before:
                self._all(each)
            bodies = [last]
        piped: list[SyntaxNode] = []
        redirects = list(node.field("redirect"))
        for each in node.field("redirect"):
            fed = self._redirect(each, fed)
            if each.type == "heredoc_redirect":  # it contains the rest of its line
                redirects += each.parts
                piped += [part for part in each.parts if part.type in _COMMANDS]
        for body in bodies:
            simple = body.type in {"command", "declaration_command"}
            fed = self._command(body, node, fed) if simple else self._all(body, fed)
        for each in redirects:
            self._write(each, node, fed)
        for each in piped:
            fed = self._statement(each, fed)
        return fed

    def _redirect(self, node: SyntaxNode, fed: str | None = None) -> str | None:
        """Return the input of the command."""
        parts = node.parts
        if node.type == "heredoc_redirect":
            quoted = any(it.type == "heredoc_start" and it.text[:1] in "'\"\\" for it in parts)
            bodies = [each for each in parts if each.type == "heredoc_body"]
            return "".join(map(self._document if quoted else self._expander.value, bodies))
        if node.type == "herestring_redirect":
            return "".join(map(self._expander.value, parts))
        if node.type != "file_redirect" or not parts:
            return fed
        for path in self._expander.one(parts[-1]):
            if path.startswith(STREAM) and not _is_write(node):
                fed = self._expander.streams.get(path)
        return fed

    def _write(self, node: SyntaxNode, whole: SyntaxNode, text: str | None) -> None:
        """Report a redirection of this text to a guarded file."""
        if node.type != "file_redirect" or not node.parts or not _is_write(node):
            return
        change = written(text, appends=">>" in node.text)
        for path in self._expander.one(node.parts[-1]):
            self._report(file_changed(FileWrite(path, change=change), self._places), whole)
            if text is not None:
                self._places.written[self._places.file(path, self._places.spot)] = text

    # Commands

    def _command(self, node: SyntaxNode, written: SyntaxNode, fed: str | None) -> str | None:
        assigned: dict[str, str] = {}
        words: list[str] = []
        plain: list[SyntaxNode] = []
        redirects: list[SyntaxNode] = []
        for each in node.parts if node.type == "command" else node.children:
            if each.type == "variable_assignment":
                name, value = self._assignment(each)
                if node.type == "command":
                    assigned[name] = value
                else:
                    words.append(f"{name}={value}")
            elif each.type.endswith("_redirect"):
                fed = self._redirect(each, fed)
                redirects.append(each)
            else:
                plain.append(each)
        words = self._expander.fields(plain) + words
        for each in redirects:
            self._write(each, written, None)
        if not words or (len(words) == 1 and not _PROGRAM.search(words[0])):
            return None
        own = {name: value for name, value in assigned.items() if matters(name)}
        seen = {**self._environment, **self._variables.environment(), **own}
        return self._call(self._with_streams(Call(tuple(words), seen, fed)), written, assigned)

    def _with_streams(self, call: Call) -> Call:
        """The call with the output of `<(…)` as its input."""
        streams = [word for word in call.words if word.startswith(STREAM)]
        if not streams:
            return call
        words = tuple("/dev/stdin" if word in streams[:1] else word for word in call.words)
        return call._replace(words=words, fed=self._expander.streams.get(streams[0]))

    def _call(
        self, call: Call, node: SyntaxNode, assigned: Mapping[str, str] | None = None
    ) -> str | None:
        self._exporting = node if is_export(call) else None
        change_state(call, self._variables, self._places)
        output: str | None = None
        spot = self._places.spot
        self._run_function(call)
        for each in (*inner(call), *started_by(call), *self._scripts(call)):
            output = self._inside(each, node, assigned or {})
        if call.program not in IN_PLACE:
            self._places.spot = spot
        self._report(effects(call, self._places), node)
        self._report(written_by(call, self._places), node)
        make_links(call, self._places)
        return output or printed(call, self._places)

    def _run_function(self, call: Call) -> None:
        """Go through the body of a function that the command has defined, with its arguments."""
        name = call.words[0]
        function = self._functions.get(name)
        if function is None or name in self._running:
            return
        before = dict(self._variables.values)
        self._running.append(name)
        self._variables.give(call.words)
        self._subshell(function.field("body"))
        self._running.pop()
        self._variables.values = before

    def _scripts(self, call: Call) -> Iterator[Script]:
        """The script that the command has written before and runs now."""
        names = [call.words[0]] if "/" in call.words[0] else []
        if call.program in SHELLS:
            names = operands(call.arguments)[:1]
        for name in names if self._places.written else ():
            text = self._places.written.get(self._places.file(name, self._places.spot))
            if text is not None and len(self._running) < _DEEPEST:
                self._running.append(name)
                yield call.script(text)._replace(parameters=(name, *call.arguments))
                self._running.pop()

    def _inside(
        self, each: Call | Script, node: SyntaxNode, assigned: Mapping[str, str]
    ) -> str | None:
        if isinstance(each, Script):
            self._variables.values.update(assigned)
            return self.script(each)
        spot = self._places.spot
        self._places.spot = self._places.reached(each.folder)
        output = self._call(each, node, assigned)
        self._places.spot = spot if each.folder else self._places.spot
        return output

    def _report(self, found: Iterable[Bypass], node: SyntaxNode) -> None:
        for bypass in found:
            if len(self.found) < _MOST_BYPASSES:
                self.found.append(bypass._replace(quote=_shown(node.text, bypass.quote)))


def _as_bash(text: str, dialect: Dialect) -> str:
    if dialect is Dialect.POWERSHELL:
        from aos_check.agent_hook.shell.powershell import as_bash

        return as_bash(text)
    return _cmd_as_bash(text) if dialect is Dialect.CMD else text


_DEEPEST = 5


def _is_write(redirect: SyntaxNode) -> bool:
    return any(">" in each.type for each in redirect.children)


_SETS = re.compile(r"\bset (?=\w+=)", re.IGNORECASE)


def _cmd_as_bash(text: str) -> str:
    """The text of cmd.exe, where only double quotes quote and `^` escapes, as bash."""
    text = text.replace("\\", "/").replace("^", "").replace("'", "\\'").replace("$", "\\$")
    return _SETS.sub("export ", text)


_LONGEST_QUOTE = 80
_HALF = 38


def _shown(written: str, word: str) -> str:
    """The command as written. Of a long one, only the beginning and the part around `word`."""
    written = cleaned(written).strip()
    if len(written) <= _LONGEST_QUOTE:
        return written
    at = written.find(word) if word else -1
    if at < _LONGEST_QUOTE - len(word):
        return f"{written[: _LONGEST_QUOTE - 1]}…"
    return f"{written[:_HALF]} … {written[at : at + _HALF]}"
