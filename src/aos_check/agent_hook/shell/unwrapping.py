"""What runs inside: the command that `env` or `xargs` starts, the text that a shell gets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise, takewhile
from typing import NamedTuple

from aos_check.agent_hook.shell.git_commands import GitCall, alias, git_call
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.script import UNKNOWN, Dialect, cleaned

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=", re.ASCII)
_EXTENSION = re.compile(r"\.(?:exe|cmd|bat|ps1|com)\Z", re.IGNORECASE)
_VERSIONED = re.compile(r"(aos-check|pre-commit)(?:\[.*\])?(?:[@=<>~!].*)?\Z", re.DOTALL)
_PYTHON = re.compile(r"(?:python|pypy)[\d.]*w?|py\Z")


@lru_cache(maxsize=1024)
def _program(word: str) -> str:
    name = word.replace("\\", "/").rpartition("/")[2].lower()
    name = _EXTENSION.sub("", name)
    versioned = _VERSIONED.match(name)
    return versioned[1] if versioned else name


class Call(NamedTuple):
    """A program with its arguments, and what it finds in its environment and on its input."""

    words: tuple[str, ...]
    environment: Mapping[str, str]
    fed: str | None = None
    """What it reads from its input, where the line says it."""
    folder: str = ""
    """Where it is started, if not where the line stands."""

    @property
    def program(self) -> str:
        """The program's name, without folder and extension."""
        return _program(self.words[0])

    @property
    def arguments(self) -> tuple[str, ...]:
        """All words but the first."""
        return self.words[1:]


class Script(NamedTuple):
    """Text that a shell is given to run."""

    text: str
    dialect: Dialect
    environment: Mapping[str, str]
    parameters: tuple[str, ...] = ()
    """What `$0`, `$1`, … are in it."""


Inner = Call | Script


class _Wrapper(NamedTuple):
    """A program whose arguments are a command, after its own."""

    valued: str = ""
    """Options that take the next word."""
    skips: int = 0
    """How many words of its own stand before the command."""
    after: str = ""
    """The word of its own that comes before the command, where there is one."""
    stops: str = ""
    """Options with which it runs no command."""
    enters: str = ""
    """Options that say in which folder the command runs."""


_WRAPPERS = {
    "sudo": _Wrapper(
        "-u -g -h -p -C -D -R -T -U -r -t --user --group --host --prompt --chdir",
        enters="-D --chdir",
    ),
    "doas": _Wrapper("-u -C"),
    "command": _Wrapper(stops="-v -V"),
    "builtin": _Wrapper(),
    "exec": _Wrapper("-a"),
    "nohup": _Wrapper(),
    "setsid": _Wrapper(),
    "time": _Wrapper("-f -o --format --output"),
    "nice": _Wrapper("-n --adjustment"),
    "ionice": _Wrapper("-c -n --class --classdata", stops="-p --pid"),
    "timeout": _Wrapper("-k -s --kill-after --signal", skips=1),
    "gtimeout": _Wrapper("-k -s --kill-after --signal", skips=1),
    "stdbuf": _Wrapper("-i -o -e --input --output --error"),
    "chronic": _Wrapper(),
    "unbuffer": _Wrapper(),
    "strace": _Wrapper("-e -o -p -s -u -E -a -S"),
    "taskset": _Wrapper(skips=1),
    "caffeinate": _Wrapper("-t -w"),
    "winpty": _Wrapper(),
    "xvfb-run": _Wrapper("-n -s -e -f -p -w"),
    "cross-env": _Wrapper(),
    "busybox": _Wrapper(),
    "start": _Wrapper(),
    "wsl": _Wrapper("-d -u --distribution --user --cd", enters="--cd"),
    "uvx": _Wrapper("--from --with -p --python --index-url -i --with-requirements"),
    "npx": _Wrapper("-p --package"),
    "bunx": _Wrapper(),
    "pipx": _Wrapper("--spec --python --pip-args", after="run"),
    "uv": _Wrapper(
        "--directory --project --with --extra --group --env-file -p --python --from",
        after="run",
        enters="--directory",
    ),
    "poetry": _Wrapper("-C --directory -P --project", after="run"),
    "pdm": _Wrapper("-p --project", after="run"),
    "hatch": _Wrapper("-e --env", after="run"),
    "pipenv": _Wrapper(after="run"),
    "rye": _Wrapper(after="run"),
    "pixi": _Wrapper("-e --environment --manifest-path", after="run"),
    "conda": _Wrapper("-n --name -p --prefix --cwd", after="run", enters="--cwd"),
    "mamba": _Wrapper("-n --name -p --prefix --cwd", after="run", enters="--cwd"),
    "mise": _Wrapper("-C --cd -E --env", after="exec", enters="-C --cd"),
    "direnv": _Wrapper(after="exec", skips=1),
    "pnpm": _Wrapper("-C --dir --filter", after="exec", enters="-C --dir"),
    "npm": _Wrapper(after="exec"),
    "bundle": _Wrapper(after="exec"),
}
IN_PLACE = {"eval", "source", ".", "command", "builtin", "time", "invoke-expression", "iex"}
"""What starts no program of its own: where it goes, the line goes."""
_ALSO_AFTER = {"x": "exec", "tool": "run", "dlx": "exec"}


def inner(call: Call) -> Iterator[Inner]:
    """The commands and scripts that this call runs."""
    if call.program in _OPENERS:
        yield from _OPENERS[call.program](call)
    elif wrapper := _WRAPPERS.get(call.program):
        yield from _wrapped(call, wrapper)
    elif _PYTHON.match(call.program):
        yield from _module(call)


def _wrapped(call: Call, wrapper: _Wrapper) -> Iterator[Inner]:
    rest = _after_options(call.arguments, wrapper)
    if wrapper.after and rest is not None:
        subcommand = _ALSO_AFTER.get(rest[0], rest[0]) if rest else ""
        # `uv tool run` is two words.
        rest = rest[2:] if rest[:2] == ("tool", "run") else rest[1:]
        rest = _after_options(rest, wrapper) if subcommand == wrapper.after else None
    if rest is not None:
        own = call.arguments[: len(call.arguments) - len(rest)]
        yield from _assigned(call, rest[wrapper.skips :], _entered(own, wrapper))


def _entered(words: tuple[str, ...], wrapper: _Wrapper) -> str:
    """The folder that its own options say a wrapper goes to."""
    for word, after in pairwise((*words, "")):
        option, equals, value = word.partition("=")
        if option in wrapper.enters.split():
            return value if equals else after
    return ""


def _after_options(words: tuple[str, ...], wrapper: _Wrapper) -> tuple[str, ...] | None:
    valued, stops = wrapper.valued.split(), wrapper.stops.split()
    at = 0
    while at < len(words) and words[at].startswith("-"):
        if words[at] in stops:
            return None
        if words[at] == "--":
            return words[at + 1 :]
        at += 2 if words[at] in valued else 1
    return words[at:]


def _assigned(call: Call, words: tuple[str, ...], folder: str = "") -> Iterator[Inner]:
    """The command after the variables that are set for it."""
    environment = dict(call.environment)
    at = 0
    while at < len(words) and _ASSIGNMENT.match(words[at]):
        name, _, value = words[at].partition("=")
        environment[name] = value
        at += 1
    if words[at:]:
        yield Call(words[at:], environment, call.fed, folder)


def _env(call: Call) -> Iterator[Inner]:
    environment = dict(call.environment)
    words = call.arguments
    at, folder = 0, ""
    while at < len(words) and words[at].startswith("-"):
        option, equals, value = words[at].partition("=")
        at += 1
        if option == "--":
            break
        if option in {"-u", "--unset", "-C", "--chdir", "-S", "--split-string"}:
            value = value if equals else "".join(words[at : at + 1])
            at += not equals
        if option in {"-C", "--chdir"}:
            folder = value
        elif option in {"-i", "-", "--ignore-environment"}:
            environment.clear()
        elif option in {"-u", "--unset"}:
            environment.pop(value, None)
        elif option.startswith(("-S", "--split-string")):
            text = value if option in {"-S", "--split-string"} else words[at - 1][2:]
            yield Script(f"env {text} {joined(words[at:])}", Dialect.BASH, environment)
            return
    yield from _assigned(call._replace(environment=environment), words[at:], folder)


def _quoted(word: str) -> str:
    """The word, quoted for a shell."""
    return "'" + word.replace("'", "'\\''") + "'"


def _module(call: Call) -> Iterator[Inner]:
    """`python -m aos_check`."""
    for at, word in enumerate(call.arguments):
        if not word.startswith("-") or word.startswith("-c"):
            return
        if word.startswith("-") and word.endswith("m"):
            name = "".join(call.arguments[at + 1 : at + 2]).removesuffix(".__main__")
            rest = call.arguments[at + 2 :]
            yield call._replace(words=(name.replace("_", "-"), *rest))
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
        yield Script(rest[0], Dialect.BASH, call.environment, rest[1:])
    elif call.fed is not None and (not rest or "-s" in words or rest[0] == "/dev/stdin"):
        yield Script(call.fed, Dialect.BASH, call.environment, ("", *rest))


def _sourced(call: Call) -> Iterator[Inner]:
    if call.fed is not None and call.arguments[:1] == ("/dev/stdin",):
        yield Script(call.fed, Dialect.BASH, call.environment)


def _evaluated(call: Call) -> Iterator[Inner]:
    yield Script(" ".join(call.arguments), Dialect.BASH, call.environment)


def _invoked(call: Call) -> Iterator[Inner]:
    yield Script(" ".join(operands(call.arguments)), Dialect.POWERSHELL, call.environment)


def _first(call: Call) -> Iterator[Inner]:
    for word in operands(call.arguments)[:1]:
        yield Script(word, Dialect.BASH, call.environment)


def _joined(call: Call) -> Iterator[Inner]:
    words = _after_options(call.arguments, _Wrapper("-n --interval")) or ()
    yield Script(" ".join(words), Dialect.BASH, call.environment)


def _after_c(call: Call) -> Iterator[Inner]:
    """`su -c text`, `script -qc text`, and what is no option of `flock`."""
    for at, word in enumerate(call.arguments[:-1]):
        if re.fullmatch(r"-[a-z]*c|--command", word):
            yield Script(call.arguments[at + 1], Dialect.BASH, call.environment)
            return
    if call.program == "flock":
        rest = _after_options(call.arguments, _Wrapper("-w -E --timeout")) or ()
        yield from _assigned(call, rest[1:])


def _cmd(call: Call) -> Iterator[Inner]:
    for at, word in enumerate(call.arguments):
        if word.lower() in {"/c", "/k", "/r", "-c"}:
            text = " ".join(call.arguments[at + 1 :])
            yield Script(text, Dialect.CMD, call.environment)
            return


def _powershell(call: Call) -> Iterator[Inner]:
    rest = iter(call.arguments)
    for word in rest:
        option = word.lower()
        if option in {"-e", "-ec"} or option.startswith("-enc"):
            yield Script(_decoded(next(rest, "")), Dialect.POWERSHELL, call.environment)
            return
        plain = not option.startswith("-")
        if option == "-file" or (plain and call.program == "pwsh"):
            return
        if plain or (option.startswith("-c") and "-commandwithargs".startswith(option)):
            words = [word] * plain + list(rest)
            text = call.fed or "" if words == ["-"] else " ".join(words)
            yield Script(text, Dialect.POWERSHELL, call.environment)
            return
        if option.startswith(_POWERSHELL_VALUED):
            next(rest, None)
    yield Script(call.fed or "", Dialect.POWERSHELL, call.environment)


_POWERSHELL_VALUED = ("-ex", "-ep", "-w", "-v", "-in", "-o", "-ps", "-conf", "-f")


def _decoded(text: str) -> str:
    import binascii

    try:
        return cleaned(binascii.a2b_base64(text).decode("utf-16-le", "replace"))
    except ValueError:
        return ""


def _started(call: Call) -> Iterator[Inner]:
    """`Start-Process git -ArgumentList 'commit -n'`."""
    names = {"-argumentlist", "-args", "-filepath", "-path", "-wait", "-nonewwindow", "-passthru"}
    words = [part for word in call.arguments if word.lower() not in names for part in word.split()]
    if words:
        yield call._replace(words=tuple(words))


# Programs that run a command for each of something

_REPLACES = re.compile(r"-[iI](.*)|--replace(?:=(.*))?")
_MOST_GIVEN = 50
_XARGS_VALUED = "-a -d -E -L -l -n -P -s --arg-file --delimiter --max-args --max-procs --max-lines"


def _xargs(call: Call) -> Iterator[Inner]:
    words, mark = call.arguments, ""
    at = 0
    while at < len(words) and words[at].startswith("-"):
        found = _REPLACES.fullmatch(words[at])
        if found:
            mark = found[1] or found[2] or ("".join(words[at + 1 : at + 2]) or "{}")
            at += words[at] == "-I"
        at += 2 if words[at : at + 1] and words[at] in _XARGS_VALUED.split() else 1
    command = words[at:]
    given = tuple((call.fed or "").split())[:_MOST_GIVEN]
    if command and mark:
        for each in given or (UNKNOWN,):
            yield call._replace(words=tuple(word.replace(mark, each) for word in command), fed=None)
    elif command:
        yield call._replace(words=(*command, *given), fed=None)


def _parallel(call: Call) -> Iterator[Inner]:
    words = call.arguments
    ended = next((at for at, word in enumerate(words) if word.startswith(":::")), len(words))
    command = _after_options(words[:ended], _Wrapper("-j -S --jobs")) or ()
    text = " ".join((*command, *words[ended + 1 :]))
    yield Script(text, Dialect.BASH, call.environment)


_EXECUTES = {"-exec", "-execdir", "-ok", "-okdir"}
_MOST_EXECUTED = 50


def _find(call: Call) -> Iterator[Inner]:
    found = places_found(call.arguments)
    begun, left = -1, _MOST_EXECUTED
    for at, word in enumerate((*call.arguments, ";")):
        if begun < 0:
            begun = at + 1 if word in _EXECUTES else -1
        elif word in {";", "+"}:
            command = call.arguments[begun:at]
            left -= 1
            for place in found if left >= 0 else ():
                words = tuple(part.replace("{}", place) for part in command)
                if words:
                    yield call._replace(words=words, fed=None)
            begun = -1


def _leaves_out(arguments: Sequence[str], at: int) -> bool:
    """True where a name says what is not to be found."""
    negated = at > 0 and arguments[at - 1] in {"!", "-not"}
    pruned = tuple(arguments[at + 2 : at + 4])
    return negated or pruned in {("-prune", "-o"), ("-prune", "-or")}


# What `find` may be told without finding fewer files.
_FINDS_ALL = re.compile(r"-(?:type|delete|mindepth|depth|print0?|xdev|mount|follow)|f|[0-9]+")
_MOST_PLACES = 4
_NAMES = {"-name", "-iname", "-path", "-wholename"}


def places_found(arguments: Sequence[str]) -> list[str]:
    """Paths that stand for what `find` finds with these arguments."""
    starts = list(takewhile(lambda word: not word.startswith(("-", "(", "!")), arguments))
    count = len(starts)
    named = [
        name
        for at, (option, name) in enumerate(pairwise(arguments))
        if option in _NAMES and not _leaves_out(arguments, at)
    ]
    starts, named = (starts or ["."])[:_MOST_PLACES], named[:_MOST_PLACES]
    if not named:
        # Of what is picked otherwise, nobody knows how it is called.
        picks = not all(_FINDS_ALL.fullmatch(word) for word in arguments[count:])
        return [f"{start}/{UNKNOWN}" if picks else start for start in starts]
    return [name if "/" in name else f"{start}/{name}" for start in starts for name in named]


def _git(call: Call) -> Iterator[Inner]:
    """What git runs for its user: `rebase --exec`, `bisect run`, an alias given with the call."""
    git = git_call(call.arguments)
    if git is None:
        return
    words = git.arguments
    if (meant := alias(git, call.environment)) is not None:
        yield alias_script(meant, git, call)
    elif git.command == "bisect" and words[:1] == ("run",) and words[1:]:
        yield call._replace(words=words[1:])
    elif git.command == "submodule" and (run := operands(words))[:1] == ["foreach"]:
        yield Script(" ".join(run[1:]), Dialect.BASH, call.environment)
    elif git.command == "rebase":
        for option, after in pairwise(words):
            if option in {"-x", "--exec"}:
                yield Script(after, Dialect.BASH, call.environment)


def alias_script(meant: str, git: GitCall, call: Call) -> Script:
    """What git runs for an alias that stands for these words."""
    own = call.words[: len(call.words) - len(git.arguments) - 1]
    text = meant[1:] if meant.startswith("!") else f"{joined(own)} {meant}"
    rest = git.arguments if git.command != "config" else ()
    return Script(f"{text} {joined(rest)}", Dialect.BASH, call.environment)


def joined(words: Iterable[str]) -> str:
    """The words as one text that a shell reads as these words."""
    return " ".join(map(_quoted, words))


_OPENERS: dict[str, Callable[[Call], Iterator[Inner]]] = {
    **dict.fromkeys(("bash", "sh", "dash", "zsh", "ksh", "mksh", "ash", "rbash", "fish"), _shell),
    **dict.fromkeys(("pwsh", "powershell"), _powershell),
    **dict.fromkeys(("su", "script", "flock"), _after_c),
    **dict.fromkeys(("source", "."), _sourced),
    **dict.fromkeys(("start-process", "saps"), _started),
    "git": _git,
    **dict.fromkeys(("invoke-expression", "iex"), _invoked),
    "env": _env,
    "eval": _evaluated,
    "trap": _first,
    "watch": _joined,
    "cmd": _cmd,
    "xargs": _xargs,
    "parallel": _parallel,
    "find": _find,
}
