"""Calls of git that skip its hooks: by options, by settings, or by low-level commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from aos_check.agent_hook.shell.options import Options, operands


class GitCall(NamedTuple):
    """A call of git, with its global options separate from the command."""

    command: str
    arguments: tuple[str, ...]
    settings: tuple[tuple[str, str], ...] = ()
    """The settings of `-c` and `--config-env`, with names in lower case."""
    folders: tuple[str, ...] = ()
    """The folders of `-C`, in order."""
    git_dir: str = ""
    """The folder of `--git-dir`."""

    @property
    def asks_for_help(self) -> bool:
        """True if git only prints help."""
        return self.command == "help" or self.arguments[:1] == ("-h",) or "--help" in self._before()

    def _before(self) -> tuple[str, ...]:
        ended = self.arguments.index("--") if "--" in self.arguments else None
        return self.arguments[:ended]


_VALUED = {"-C", "--git-dir", "--work-tree", "--namespace", "--super-prefix", "--attr-source"}
_SETTERS = {"-c", "--config-env"}


def git_call(arguments: Sequence[str]) -> GitCall | None:
    """Parse the arguments of git; None if they name no command."""
    given: list[tuple[str, str]] = []
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        option, equals, value = arguments[at].partition("=")
        if option in {"--help", "-h", "--version", "-v"}:
            return None
        if option in _VALUED | _SETTERS and not equals:
            at += 1
            value = "".join(arguments[at : at + 1])
        given.append((option, value))
        at += 1
    if at >= len(arguments):
        return None
    return GitCall(
        arguments[at],
        tuple(arguments[at + 1 :]),
        tuple(_setting(value for option, value in given if option in _SETTERS)),
        tuple(value for option, value in given if option == "-C"),
        next((value for option, value in reversed(given) if option == "--git-dir"), ""),
    )


def _setting(words: Iterable[str]) -> Iterator[tuple[str, str]]:
    for word in words:
        name, equals, value = word.partition("=")
        if equals:
            yield name.lower(), value


# The commands with an option `--no-verify`: the options that take a value, which may look like it,
# the shortest spelling that git accepts, and the letter.
_MESSAGE = "--message --file --author --date --cleanup --template --trailer --pathspec-from-file"
_MERGING = "--message --file --strategy --strategy-option --into-name --cleanup"
_FETCHING = "--upload-pack --depth --deepen --shallow-since --shallow-exclude --jobs --refmap"
_SKIPPING = {
    "commit": Options(
        "mFcCt", "uS", f"{_MESSAGE} --reedit-message --reuse-message --fixup --squash"
    ),
    "push": Options("o", "", "--repo --receive-pack --exec --push-option --recurse-submodules"),
    "merge": Options("mFsX", "S", _MERGING),
    "pull": Options("sXjo", "Sr", f"{_MERGING} {_FETCHING} --server-option --negotiation-tip"),
    "rebase": Options("sXxC", "Sr", f"{_MERGING} --onto --exec --whitespace --empty"),
    "am": Options("pC", "S", "--directory --exclude --include --whitespace --patch-format --empty"),
}  # fmt: skip
_SHORTEST = {
    "commit": "--no-veri", "push": "--no-veri", "merge": "--no-verify", "pull": "--no-verify",
    "rebase": "--no-veri", "am": "--no-v",
}  # fmt: skip
_LETTER = {"commit": "n", "am": "n"}
_UNSEEN = {"push": "no pre-push hook", "rebase": "no pre-rebase hook", "am": "no applypatch hooks"}


def skipping_option(call: GitCall) -> str:
    """The word that makes this call skip hooks; "" if none does."""
    options = _SKIPPING.get(call.command)
    if options is None or call.asks_for_help:
        return ""
    skipping = ""
    for option, word, _ in options.given(call.arguments):
        if _is_skip(option, call.command):
            skipping = word
        elif option == "--no-no-verify" or _is_verify(option, call.command):
            skipping = ""
        elif option in {"--dry-run", "-h"} or (option == "-n" and call.command == "push"):
            return ""
    return skipping


def _is_skip(option: str, command: str) -> bool:
    if option == f"-{_LETTER.get(command)}":
        return True
    return option.startswith(_SHORTEST[command]) and "--no-verify".startswith(option)


def _is_verify(option: str, command: str) -> bool:
    """True for `--verify`, also abbreviated, which cancels `--no-verify`."""
    shortest = "--" + _SHORTEST[command].removeprefix("--no-")
    return option.startswith(shortest) and "--verify".startswith(option)


def messages(call: GitCall) -> Iterator[tuple[str, bool]]:
    """The texts that this call puts into a commit's message; True for the name of a file."""
    if call.command not in {"commit", "merge"} or call.asks_for_help:
        return
    for option, _, value in _SKIPPING[call.command].given(call.arguments):
        if option == "-m" or _is_abbreviated(option, "--message"):
            yield value, False
        elif option == "--trailer":
            yield value.replace("=", ":", 1), False
        elif option == "-F" or _is_abbreviated(option, "--file"):
            yield value, True


def _is_abbreviated(option: str, whole: str) -> bool:
    return len(option) > len("--x") and whole.startswith(option)


def skipped_hooks(call: GitCall) -> str:
    """The hooks that the option skips, as the object of "runs"."""
    return _UNSEEN.get(call.command, "no hooks")


# Commands that run the hooks of the gate. A command that git does not know is an alias, which may
# stand for one of them.
_HOOKED = {"commit", "merge", "push", "pull", "rebase", "am", "cherry-pick", "revert", "citool"}
_HOOKLESS = """
    add apply archive bisect blame branch bundle cat-file check-ignore checkout clean clone
    config count-objects describe diff diff-files diff-index diff-tree difftool fetch format-
    patch fsck gc grep hash-object help hook init lfs log ls-files ls-remote ls-tree
    maintenance merge-base merge-file merge-tree mv name-rev notes prune range-diff read-tree
    reflog remote repack request-pull reset restore rev-list rev-parse rm shortlog show show-
    branch show-ref sparse-checkout stash status submodule switch symbolic-ref tag update-
    index var verify-commit version whatchanged worktree write-tree
""".split()  # noqa: SIM905 - a text is easier to read


def runs_hooks(call: GitCall) -> bool:
    """True for a call that runs hooks of the gate, if they are installed."""
    if call.asks_for_help or call.command in _HOOKLESS or call.command.startswith("-"):
        return False
    dry = {"--dry-run", "-n"} if call.command == "push" else {"--dry-run"}
    return not dry & set(call.arguments) if call.command in _HOOKED else call.command.isidentifier()


_BY_HAND = {"commit-tree", "fast-import"}
_GUARDED_REF = re.compile(r"(?:refs/(?:heads|replace)/.+|HEAD)\Z", re.DOTALL)
_REMOTES = "refs/remotes/"


def by_hand(call: GitCall, fed: str | None = None) -> str:
    """A clause on how this call makes or moves commits without hooks; "" if it does not.

    `fed` is its input, None if that is not known.
    """
    if call.asks_for_help:
        return ""
    if call.command in _BY_HAND:
        return f"`git {call.command}` makes commits without hooks"
    if _pretends(call, fed):
        return f"`git {call.command}` makes up what a remote has, so that no push checks it"
    if call.command == "update-ref" and any(map(_GUARDED_REF.match, _updated(call.arguments, fed))):
        return "`git update-ref` moves a branch without hooks"
    if call.command == "replace" and _replaces(call.arguments):
        return "`git replace` replaces a checked commit by another one"
    return ""


def _updated(arguments: Sequence[str], fed: str | None) -> Iterator[str]:
    """The refs that `git update-ref` moves. Without a known input, it may move any branch."""
    names = operands(arguments, "-m")
    if "--stdin" in arguments:
        lines = (fed or "update HEAD").splitlines()
        yield from (found[1] for found in map(_UPDATE.match, lines) if found)
    elif len(names) > 1 and not {"-d", "--delete"} & set(arguments):
        yield names[0]


_UPDATE = re.compile(r"\s*(?:update|create)\s+(\S+)")


def _pretends(call: GitCall, fed: str | None) -> bool:
    """True for a move of a remote's refs that does not come from this remote."""
    if call.command == "update-ref":
        return any(name.startswith(_REMOTES) for name in _updated(call.arguments, fed))
    if call.command == "symbolic-ref":
        name, *to = operands(call.arguments, "-m") or [""]
        return name.startswith(_REMOTES) and any(not it.startswith(_REMOTES) for it in to)
    if call.command not in {"fetch", "pull", "push"}:
        return False
    valued = f"{_FETCHING} -o --push-option --receive-pack --exec --negotiation-tip"
    source, *refs = operands(call.arguments, valued) or [""]
    targets = (ref.partition(":")[2] for ref in refs)
    return any(it.startswith(_REMOTES) and it.split("/")[2] != source for it in targets)


def _replaces(arguments: Sequence[str]) -> bool:
    if {"-l", "--list", "-d", "--delete"} & set(arguments):
        return False
    making = {"-e", "--edit", "-g", "--graft", "--convert-graft-file"} & set(arguments)
    return bool(making) or len(operands(arguments)) > 1


_KEY = "core.hookspath"
_READS = {"--get", "--get-all", "--get-regexp", "--get-urlmatch", "--list", "-l", "get", "list"}
_VERBS = {"set", "unset", "add"}
_REMOVES = {"--unset", "--unset-all", "unset", "--remove-section", "--rename-section"}
_SECTIONS = {"--remove-section", "--rename-section", "remove-section", "rename-section"}
_CONFIG_VALUED = "-f --file --blob --type -t --default --comment --value --url"
_CONFIGS = {"config", "config.worktree", ".gitconfig", "gitconfig"}
_EVERYWHERE = {"--global", "--system"}


class Setting(NamedTuple):
    """A change by `git config`: the key in lower case, and the value ("" if it is removed).

    If a whole section is removed, the key is the name of the section.
    """

    key: str
    value: str = ""
    everywhere: bool = False
    """The change affects all repositories of the user."""

    @property
    def moves_hooks(self) -> bool:
        """True if it changes the folder of the hooks."""
        return self.key in {_KEY, "core"}


def setting(call: GitCall) -> Setting | None:
    """The setting that this call changes or removes; None if it does neither."""
    words = set(call.arguments)
    if call.command != "config" or call.asks_for_help or words & _READS or _is_other_file(call):
        return None
    names = operands(call.arguments, _CONFIG_VALUED)
    everywhere = bool(words & _EVERYWHERE) or bool(_files(call))
    if words & _SECTIONS:
        names = [name for name in names if name not in _SECTIONS]
        return Setting("".join(names[:1]).lower(), "", everywhere)
    verb = names.pop(0) if names and names[0] in _VERBS else ""
    removes = bool(words & _REMOVES) or verb == "unset"
    if not names or (len(names) == 1 and not removes):
        return None
    return Setting(names[0].lower(), "" if removes else names[1], everywhere)


def _files(call: GitCall) -> list[str]:
    files = [after for option, after in pairwise(call.arguments) if option in {"-f", "--file"}]
    return files + [word[len("--file=") :] for word in call.arguments if word.startswith("--file=")]


def _is_other_file(call: GitCall) -> bool:
    """True if the call names a file that is not one of git's configuration files."""
    return any(file.replace("\\", "/").rpartition("/")[2] not in _CONFIGS for file in _files(call))


def hooks_path_given(call: GitCall) -> str | None:
    """The folder of hooks that `-c` sets for this call; None if it sets none."""
    return dict(call.settings).get(_KEY)


def alias(call: GitCall, environment: Mapping[str, str]) -> str | None:
    """The meaning of the command, if the call itself defines it as an alias; else None."""
    key = f"alias.{call.command.lower()}"
    names = (name for name, value in environment.items() if value.lower() == key)
    given = next(names, "").replace("KEY", "VALUE")
    return dict(call.settings).get(key, environment.get(given))
