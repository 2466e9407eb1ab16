"""Finding the commands and scripts that a command runs, such as those of `env` or `sh -c`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from aos_check.agent_hook.shell.git_commands import GitCall, alias, git_call, setting
from aos_check.agent_hook.shell.git_programs import programs
from aos_check.agent_hook.shell.options import operands, values
from aos_check.agent_hook.shell.text import ROOT, UNKNOWN, cleaned

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=", re.ASCII)
_EXTENSION = re.compile(r"\.(?:exe|cmd|bat|ps1|com)\Z", re.IGNORECASE)
_VERSIONED = re.compile(r"(aos-check|pre-commit)(?:\[.*\])?(?:[@=<>~!].*)?\Z", re.DOTALL)
_PYTHON = re.compile(r"(?:python|pypy)[\d.]*w?|py\Z")


@lru_cache(maxsize=1024)
def program_of(word: str) -> str:
    """The name of a program, without folder, extension and version."""
    name = _EXTENSION.sub("", word.replace("\\", "/").rpartition("/")[2].lower())
    versioned = _VERSIONED.match(name)
    return versioned[1] if versioned else name


class Dialect(Enum):
    """The shell language of a text."""

    BASH = "bash"
    POWERSHELL = "powershell"
    CMD = "cmd"


class Script(NamedTuple):
    """A text that a shell runs."""

    text: str
    dialect: Dialect
    environment: Mapping[str, str]
    parameters: tuple[str, ...] = ()
    """The values of `$0`, `$1`, …"""


class Call(NamedTuple):
    """A program with its arguments, its environment and its input."""

    words: tuple[str, ...]
    environment: Mapping[str, str]
    fed: str | None = None
    """Its standard input, if that is known."""
    folder: str = ""
    """The folder in which it starts; "" for the current folder."""

    @property
    def program(self) -> str:
        """The name of the program, without folder and extension."""
        return program_of(self.words[0])

    @property
    def arguments(self) -> tuple[str, ...]:
        """All words except the first."""
        return self.words[1:]

    def script(self, text: str, dialect: Dialect = Dialect.BASH) -> Script:
        """A text that it runs."""
        return Script(text, dialect, self.environment)


Inner = Call | Script


class _Wrapper(NamedTuple):
    """A program that runs the command in its arguments."""

    valued: str = ""
    """The options that take the next word."""
    skips: int = 0
    """The number of its operands before the command."""
    after: str = ""
    """The subcommand after which the command comes, such as `run`."""
    stops: str = ""
    """The options with which it runs no command."""
    enters: str = ""
    """The options that set the folder of the command."""


_PLAIN = "builtin nohup setsid chronic unbuffer winpty cross-env busybox start bunx"
_RUNNING = "pipenv rye"
_EXECUTING = "npm bundle"
_WRAPPERS = {
    **dict.fromkeys(_PLAIN.split(), _Wrapper()),
    **dict.fromkeys(_RUNNING.split(), _Wrapper(after="run")),
    **dict.fromkeys(_EXECUTING.split(), _Wrapper(after="exec")),
    "sudo": _Wrapper(
        "-u -g -h -p -C -D -R -T -U -r -t --user --group --host --prompt --chdir",
        enters="-D --chdir",
    ),
    "doas": _Wrapper("-u -C"),
    "command": _Wrapper(stops="-v -V"),
    "exec": _Wrapper("-a"),
    "time": _Wrapper("-f -o --format --output"),
    "nice": _Wrapper("-n --adjustment"),
    "ionice": _Wrapper("-c -n --class --classdata", stops="-p --pid"),
    "timeout": _Wrapper("-k -s --kill-after --signal", skips=1),
    "gtimeout": _Wrapper("-k -s --kill-after --signal", skips=1),
    "stdbuf": _Wrapper("-i -o -e --input --output --error"),
    "strace": _Wrapper("-e -o -p -s -u -E -a -S"),
    "taskset": _Wrapper(skips=1),
    "caffeinate": _Wrapper("-t -w"),
    "xvfb-run": _Wrapper("-n -s -e -f -p -w"),
    "wsl": _Wrapper("-d -u --distribution --user --cd", enters="--cd"),
    "uvx": _Wrapper("--from --with -p --python --index-url -i --with-requirements"),
    "npx": _Wrapper("-p --package"),
    "pipx": _Wrapper("--spec --python --pip-args", after="run"),
    "uv": _Wrapper(
        "--directory --project --with --extra --group --env-file -p --python --from",
        after="run",
        enters="--directory",
    ),
    "poetry": _Wrapper("-C --directory -P --project", after="run"),
    "pdm": _Wrapper("-p --project", after="run"),
    "hatch": _Wrapper("-e --env", after="run"),
    "pixi": _Wrapper("-e --environment --manifest-path", after="run"),
    "conda": _Wrapper("-n --name -p --prefix --cwd", after="run", enters="--cwd"),
    "mamba": _Wrapper("-n --name -p --prefix --cwd", after="run", enters="--cwd"),
    "mise": _Wrapper("-C --cd -E --env", after="exec", enters="-C --cd"),
    "direnv": _Wrapper(after="exec", skips=1),
    "pnpm": _Wrapper("-C --dir --filter", after="exec", enters="-C --dir"),
}
_ENV = _Wrapper("-u --unset -C --chdir -S --split-string", enters="-C --chdir")
_FLOCK = _Wrapper("-w -E --timeout", skips=1)
_WATCH = _Wrapper("-n --interval")
_PARALLEL = _Wrapper("-j -S --jobs")
_XARGS = _Wrapper(
    "-I -a -d -E -L -l -n -P -s --arg-file --delimiter --max-args --max-procs --max-lines"
)
IN_PLACE = {"eval", "source", ".", "command", "builtin", "time", "invoke-expression", "iex"}
"""Programs that run a command in the shell itself, so that it can change the folder."""
_ALSO_AFTER = {"x": "exec", "dlx": "exec"}


def inner(call: Call) -> Iterator[Inner]:
    """The commands and scripts that this call runs."""
    if call.program in _OPENERS:
        yield from _OPENERS[call.program](call)
    elif wrapper := _WRAPPERS.get(call.program):
        yield from _wrapped(call, wrapper)
    elif _PYTHON.match(call.program):
        yield from _module(call)
    elif call.program.startswith("git-"):  # in the folder of `git --exec-path`
        yield call._replace(words=("git", call.program[len("git-") :], *call.arguments))


def _wrapped(call: Call, wrapper: _Wrapper) -> Iterator[Inner]:
    own, rest = _own(call.arguments, wrapper)
    if wrapper.after:
        rest = rest[1:] if rest[:1] == ("tool",) else rest  # `uv tool run` is two words
        if not rest or _ALSO_AFTER.get(rest[0], rest[0]) != wrapper.after:
            return
        more, rest = _own(rest[1:], wrapper)
        own += more
    if not set(wrapper.stops.split()) & set(own):
        yield from _assigned(call, rest[wrapper.skips :], _entered(own, wrapper))


def _own(words: tuple[str, ...], wrapper: _Wrapper) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The options of the wrapper, and the words after them."""
    valued, at = wrapper.valued.split(), 0
    while at < len(words) and words[at].startswith("-"):
        if words[at] == "--":
            return words[:at], words[at + 1 :]
        at += 2 if words[at] in valued else 1
    return words[:at], words[at:]


def _entered(own: Sequence[str], wrapper: _Wrapper) -> str:
    """The folder that the options of a wrapper set; "" if they set none."""
    enters = wrapper.enters.split()
    return next((value for option, value in values(own) if option in enters), "")


def _assigned(call: Call, words: tuple[str, ...], folder: str = "") -> Iterator[Inner]:
    """The command after the assignments of variables."""
    given = tuple(takewhile(_ASSIGNMENT.match, words))
    if words[len(given) :]:
        environment = {**call.environment, **dict(word.split("=", 1) for word in given)}
        yield Call(words[len(given) :], environment, call.fed, folder)


def _env(call: Call) -> Iterator[Inner]:
    own, rest = _own(call.arguments, _ENV)
    environment = {} if {"-i", "-", "--ignore-environment"} & set(own) else dict(call.environment)
    for option, value in values(own):
        if option in {"-u", "--unset"}:
            environment.pop(value, None)
        elif option.startswith(("-S", "--split-string")):
            text = value if option in {"-S", "--split-string"} else option[2:]
            yield call.script(f"env {text} {joined(rest)}")
            return
    yield from _assigned(call._replace(environment=environment), rest, _entered(own, _ENV))


def _module(call: Call) -> Iterator[Inner]:
    """The program of `python -m aos_check`."""
    for at, word in enumerate(call.arguments):
        if not word.startswith("-") or word.startswith("-c"):
            return
        if word.endswith("m"):
            name, *rest = call.arguments[at + 1 :] or ("",)
            words = (name.removesuffix(".__main__").replace("_", "-"), *rest)
            yield call._replace(words=words)
            return


# Shells


def _shell(call: Call) -> Iterator[Inner]:
    words = call.arguments
    at, takes_text = 0, False
    while at < len(words) and words[at][:1] in ("-", "+") and words[at] not in ("-", "--"):
        takes_text |= "c" in words[at] and not words[at].startswith("--")
        long = words[at] in {"--rcfile", "--init-file"}
        at += 2 if long or words[at][-1:] in "oO" else 1
    at += words[at : at + 1] in (("-",), ("--",))
    rest = words[at:]
    if takes_text and rest:
        yield call.script(rest[0])._replace(parameters=rest[1:])
    elif call.fed is not None and (not rest or "-s" in words or rest[0] == "/dev/stdin"):
        yield call.script(call.fed)._replace(parameters=("", *rest))


def _sourced(call: Call) -> Iterator[Inner]:
    if call.fed is not None and call.arguments[:1] == ("/dev/stdin",):
        yield call.script(call.fed)


def _evaluated(call: Call) -> Iterator[Inner]:
    yield call.script(" ".join(call.arguments))


def _invoked(call: Call) -> Iterator[Inner]:
    yield call.script(" ".join(operands(call.arguments)), Dialect.POWERSHELL)


def _trapped(call: Call) -> Iterator[Inner]:
    yield call.script("".join(operands(call.arguments)[:1]))


def _watched(call: Call) -> Iterator[Inner]:
    yield call.script(" ".join(_own(call.arguments, _WATCH)[1]))


def _after_c(call: Call) -> Iterator[Inner]:
    """The text of `su -c text` or `script -qc text`, or the command of `flock`."""
    for word, after in pairwise(call.arguments):
        if re.fullmatch(r"-[a-z]*c|--command", word):
            yield call.script(after)
            return
    if call.program == "flock":
        yield from _wrapped(call, _FLOCK)


def _cmd(call: Call) -> Iterator[Inner]:
    for at, word in enumerate(call.arguments):
        if word.lower() in {"/c", "/k", "/r", "-c"}:
            yield call.script(" ".join(call.arguments[at + 1 :]), Dialect.CMD)
            return


def _powershell(call: Call) -> Iterator[Inner]:
    rest = iter(call.arguments)
    text = call.fed or ""
    for word in rest:
        option = word.lower()
        plain = not option.startswith("-")
        if option == "-file" or (plain and call.program == "pwsh"):
            return
        if option in {"-e", "-ec"} or option.startswith("-enc"):
            text = _decoded(next(rest, ""))
            break
        if plain or (option.startswith("-c") and "-commandwithargs".startswith(option)):
            words = [word] * plain + list(rest)
            text = text if words == ["-"] else " ".join(words)
        elif option.startswith(_POWERSHELL_VALUED):
            next(rest, None)
    yield call.script(text, Dialect.POWERSHELL)


_POWERSHELL_VALUED = ("-ex", "-ep", "-w", "-v", "-in", "-o", "-ps", "-conf", "-f")


def _decoded(text: str) -> str:
    import binascii

    try:
        return cleaned(binascii.a2b_base64(text).decode("utf-16-le", "replace"))
    except ValueError:
        return ""


_START_PROCESS = {
    "-argumentlist", "-args", "-filepath", "-path", "-wait", "-nonewwindow", "-passthru",
}  # fmt: skip


def _started(call: Call) -> Iterator[Inner]:
    """The program of `Start-Process git -ArgumentList 'commit -n'`."""
    words = (word.split() for word in call.arguments if word.lower() not in _START_PROCESS)
    if flat := tuple(part for parts in words for part in parts):
        yield call._replace(words=flat)


# Programs that run a command for each item

_REPLACES = re.compile(r"-[iI](.*)|--replace(?:=(.*))?")
_MOST_GIVEN = 50


def _xargs(call: Call) -> Iterator[Inner]:
    own, command = _own(call.arguments, _XARGS)
    given = tuple((call.fed or "").split())[:_MOST_GIVEN]
    mark = ""
    for word, after in pairwise((*own, "")):
        if found := _REPLACES.fullmatch(word):
            mark = found[1] or found[2] or (after if word == "-I" else "{}")
    if command and mark:
        for each in given or (UNKNOWN,):
            yield call._replace(words=tuple(word.replace(mark, each) for word in command), fed=None)
    elif command:
        yield call._replace(words=(*command, *given), fed=None)


def _parallel(call: Call) -> Iterator[Inner]:
    _, command = _own(call.arguments, _PARALLEL)
    yield call.script(" ".join(word for word in command if not word.startswith(":::")))


_EXECUTES = re.compile(r"-(?:exec|ok)(?:dir)?")
_MOST_EXECUTED = 50


def _find(call: Call) -> Iterator[Inner]:
    found = places_found(call.arguments)
    start, left = -1, _MOST_EXECUTED
    for at, word in enumerate((*call.arguments, ";")):
        if start < 0:
            start = at + 1 if _EXECUTES.fullmatch(word) else -1
        elif word in {";", "+"}:
            command, start, left = call.arguments[start:at], -1, left - 1
            for place in found if command and left >= 0 else ():
                words = tuple(part.replace("{}", place) for part in command)
                yield call._replace(words=words, fed=None)


# Arguments with which `find` still finds all files.
_FINDS_ALL = re.compile(r"-(?:type|delete|mindepth|depth|print0?|xdev|mount|follow)|f|[0-9]+")
_MOST_PLACES = 4
_NAMES = {"-name", "-iname", "-path", "-wholename"}


def places_found(arguments: Sequence[str]) -> list[str]:
    """Paths that represent the results of `find` with these arguments."""
    starts = list(takewhile(lambda word: not word.startswith(("-", "(", "!")), arguments))
    picked = arguments[len(starts) :]
    starts = (starts or ["."])[:_MOST_PLACES]
    named = [
        name
        for at, (option, name) in enumerate(pairwise(arguments))
        if option in _NAMES and not _leaves_out(arguments, at)
    ]
    if not named:
        # The names of files that are picked by other tests are unknown.
        picks = not all(map(_FINDS_ALL.fullmatch, picked))
        return [f"{start}/{UNKNOWN}" if picks else start for start in starts]
    return [
        name if "/" in name else f"{start}/{name}"
        for start in starts
        for name in named[:_MOST_PLACES]
    ]


def _leaves_out(arguments: Sequence[str], at: int) -> bool:
    """True if the name at this position is excluded."""
    negated = at > 0 and arguments[at - 1] in {"!", "-not"}
    return negated or tuple(arguments[at + 2 : at + 4]) in {("-prune", "-o"), ("-prune", "-or")}


# aos-check


def _proved(call: Call) -> Iterator[Inner]:
    """The command of `aos-check prove TASK -- COMMAND`, which runs in the top folder."""
    command = operands(call.arguments, "--root --config")
    if command[:1] == ["prove"] and command[2:]:
        root = next((value for option, value in values(call.arguments) if option == "--root"), ROOT)
        yield call._replace(words=tuple(command[2:]), folder=root)


# git


def _git(call: Call) -> Iterator[Inner]:
    """The commands that git runs: for `rebase --exec`, `bisect run`, an alias or a setting."""
    git = git_call(call.arguments)
    if git is None:
        return
    for text in programs(git, call.environment):
        # With the same environment, git would run the same program again.
        yield call._replace(environment={}).script(text)
    words = git.arguments
    if (meant := alias(git, call.environment)) is not None:
        yield _alias_script(meant, git, call)
    elif (changed := setting(git)) and changed.key.startswith("alias."):
        # A later command can use the new alias, so its effects count now.
        yield _alias_script(changed.value, git, call)
    elif git.command == "bisect" and words[:1] == ("run",) and words[1:]:
        yield call._replace(words=words[1:])
    elif git.command == "submodule" and (run := operands(words))[:1] == ["foreach"]:
        yield call.script(" ".join(run[1:]))
    elif git.command == "rebase":
        for option, after in pairwise(words):
            if option in {"-x", "--exec"}:
                yield call.script(after)


def _alias_script(meant: str, git: GitCall, call: Call) -> Script:
    """The text that git runs for an alias with this meaning."""
    own = call.words[: len(call.words) - len(git.arguments) - 1]
    text = meant[1:] if meant.startswith("!") else f"{joined(own)} {meant}"
    return call.script(f"{text} {joined(git.arguments if git.command != 'config' else ())}")


def joined(words: Iterable[str]) -> str:
    """The words quoted and joined, so that a shell reads the same words."""
    return " ".join("'" + word.replace("'", "'\\''") + "'" for word in words)


_SHELLS = ("bash", "sh", "dash", "zsh", "ksh", "mksh", "ash", "rbash", "fish")
SHELLS = frozenset({*_SHELLS, "source", "."})
"""Programs that run the script in their first operand."""
_OPENERS: dict[str, Callable[[Call], Iterator[Inner]]] = {
    **dict.fromkeys(_SHELLS, _shell),
    **dict.fromkeys(("pwsh", "powershell"), _powershell),
    **dict.fromkeys(("su", "script", "flock"), _after_c),
    **dict.fromkeys(("source", "."), _sourced),
    **dict.fromkeys(("start-process", "saps"), _started),
    **dict.fromkeys(("invoke-expression", "iex"), _invoked),
    "aos-check": _proved, "git": _git, "env": _env, "eval": _evaluated, "trap": _trapped,
    "watch": _watched, "cmd": _cmd, "xargs": _xargs, "parallel": _parallel, "find": _find,
}  # fmt: skip
