"""The files that a program writes or removes, as far as its arguments name them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import NamedTuple

from aos_check.agent_hook.shell.bypass import FileWrite
from aos_check.agent_hook.shell.cmdlets import as_unix
from aos_check.agent_hook.shell.edits import Change, edit_of
from aos_check.agent_hook.shell.git_commands import GitCall, git_call
from aos_check.agent_hook.shell.options import operands, values
from aos_check.agent_hook.shell.text import UNKNOWN
from aos_check.agent_hook.shell.unwrap import Call, places_found


class _Editor(NamedTuple):
    """A program that changes each of its operands."""

    valued: str = ""
    """Options that take the next word."""
    if_given: str = ""
    """The option without which it changes nothing, as a pattern."""


_SED = _Editor("-e --expression -f --file -l", r"-[nErsuz]*i.*|--in-place(?:=.*)?")
# The letters before `i` leave out those that take the rest of the word: `-Mstrict` is not `-i`.
_PERL = _Editor("-e -E", r"-[abcdfghjklnopqrstuvwyzABGHJKLNOPQRSTUWXYZ0-9]*i.*")
_AWK = _Editor("-i -v -F -f", "inplace")
_SCRIPTED = re.compile(r"-[a-zA-Z]*[ef]|--expression|--file")
_EDITORS = {
    **dict.fromkeys(("tee", "sponge", "ed", "ex"), _Editor()),
    "sed": _SED, "gsed": _SED, "perl": _PERL, "ruby": _PERL, "awk": _AWK, "gawk": _AWK,
    "yq": _Editor("", "-i|--in-?place"),
    "truncate": _Editor("-s --size -r --reference"),
}  # fmt: skip


def file_writes(call: Call) -> Iterator[FileWrite]:
    """The files that the call writes or removes."""
    program, arguments = as_unix(call.program, call.arguments)
    if program == "git":
        if git := git_call(arguments):
            yield from _git(git)
    elif editor := _EDITORS.get(program):
        pattern = re.compile(editor.if_given, re.DOTALL)
        if not editor.if_given or any(map(pattern.fullmatch, arguments)):
            change = _change(program, call)
            # The first operand of `sed` is the script, unless an option has it.
            scripted = editor is not _SED or any(map(_SCRIPTED.match, arguments))
            for path in operands(arguments, editor.valued)[not scripted :]:
                yield FileWrite(path, change=change)
    elif reader := _PROGRAMS.get(program):
        yield from reader(arguments)


def _change(program: str, call: Call) -> Change | None:
    if program in {"tee", "sponge"}:
        return written(call.fed, appends="-a" in call.arguments)
    return edit_of(program, call.arguments) if program in {"sed", "gsed", "perl"} else None


def written(text: str | None, *, appends: bool) -> Change | None:
    """The change of a file to which a known text is written; None if the text is not known."""
    if text is None or UNKNOWN in text:
        return None
    return partial(_joined, text, appends)


def _joined(text: str, appends: bool, old: str) -> str:  # noqa: FBT001 - of a partial
    return f"{old}{text}\n" if appends else f"{text}\n"


_DEEP = re.compile(r"-[a-zA-Z]*[rR][a-zA-Z]*|--recursive")
_RECURSIVE = re.compile(r"-[a-zA-Z]*[aRr][a-zA-Z]*|--recursive|--archive|/[sSeE]")


def _removed(arguments: Sequence[str], *, whole: bool = False) -> Iterator[FileWrite]:
    deep = whole or any(map(_DEEP.fullmatch, arguments))
    for path in operands(arguments):
        yield FileWrite(path, removes=True, deep=deep)


def _removed_whole(arguments: Sequence[str]) -> Iterator[FileWrite]:
    yield from _removed(arguments, whole=True)


def _copied(arguments: Sequence[str]) -> Iterator[FileWrite]:
    deep = any(map(_RECURSIVE.fullmatch, arguments))
    yield from _destination(arguments, "-m --mode -o --owner -g --group -S --suffix -e", deep=deep)


def _moved(arguments: Sequence[str]) -> Iterator[FileWrite]:
    sources = operands(arguments, "-t --target-directory -S --suffix")
    for path in sources if _target(arguments) else sources[:-1]:
        yield FileWrite(path, removes=True, deep=True, keeps_git=True)
    yield from _destination(arguments, "-S --suffix", deep=True)


def _destination(arguments: Sequence[str], valued: str, *, deep: bool) -> Iterator[FileWrite]:
    """The last operand, or the files put into it. With `deep`, whole folders."""
    paths = operands(arguments, f"{valued} -t --target-directory") + _target(arguments)
    for source in paths[:-1]:
        whole = deep and source.endswith(("/", "/.", "/*"))
        name = source.replace("\\", "/").rstrip("/").rpartition("/")[2]
        yield FileWrite(paths[-1])
        yield FileWrite(paths[-1] if whole else f"{paths[-1]}/{name}", fills=deep)


def _target(arguments: Sequence[str]) -> list[str]:
    """The folder that `-t` gives."""
    return [value for option, value in values(arguments) if option in _TARGET][:1]


_TARGET = {"-t", "--target-directory"}


def _dd(arguments: Sequence[str]) -> Iterator[FileWrite]:
    yield from (FileWrite(value) for option, value in values(arguments) if option == "of")


def _patch(arguments: Sequence[str]) -> Iterator[FileWrite]:
    yield from map(FileWrite, operands(arguments, "-p -d -i -o -r -F")[:1])


_OUTPUT = re.compile(r"-[a-zA-Z]*[oO]|--output|--output-document")


def _fetched(arguments: Sequence[str]) -> Iterator[FileWrite]:
    """The file that curl or wget saves to."""
    yield from (FileWrite(it) for option, it in values(arguments) if _OUTPUT.fullmatch(option))


_FORBIDS = re.compile(
    r"(?:.*,)?(?:[go]*[ua][ugoa]*)?(?:-[rwst]*x|=[rwst]*(?:,|\Z)).*|0*[0246][0-7]{2}|0+", re.DOTALL
)


def _mode(arguments: Sequence[str]) -> Iterator[FileWrite]:
    # `-x` is not an option here, but a mode.
    words = [word for word in arguments if not re.fullmatch(r"-[Rvcf]+|--.*", word)]
    if words and _FORBIDS.fullmatch(words[0]):
        deep = any(re.fullmatch(r"-[vcf]*R[vcf]*|--recursive", word) for word in arguments)
        for path in words[1:]:
            yield FileWrite(path, mode=True, deep=deep)


def _found(arguments: Sequence[str]) -> Iterator[FileWrite]:
    if "-delete" in arguments:
        for path in places_found(arguments):
            yield FileWrite(path, removes=True, deep=True)


# Unpacking: the contents of an archive are not known.

_UNPACKS = re.compile(r"-[a-zA-Z]*x[a-zA-Z]*|--extract|--get")
_TAR_VALUED = "-C --directory -f --file --exclude -X -I --transform --strip-components --strip"


def _tar(arguments: Sequence[str]) -> Iterator[FileWrite]:
    bundled = re.fullmatch(r"[a-zA-Z]*x[a-zA-Z]*", "".join(arguments[:1]))
    if not bundled and not any(map(_UNPACKS.fullmatch, arguments)):
        return
    folder = "."
    for option, value in values(arguments):
        if option in {"-C", "--directory", "--cd"}:
            folder = value
        elif option.startswith("-C"):
            folder = option[2:]
    yield from _unpacked(folder, operands(arguments, _TAR_VALUED))


def _unzip(arguments: Sequence[str]) -> Iterator[FileWrite]:
    if not any(re.fullmatch(r"-[a-zA-Z]*[lptvzZ]", word) for word in arguments):
        folder = next((after for word, after in pairwise(arguments) if word == "-d"), ".")
        yield from _unpacked(folder, operands(arguments, "-d -x -P")[1:])


def _unpacked(folder: str, members: Sequence[str]) -> Iterator[FileWrite]:
    for path in (folder, *(f"{folder}/{member}" for member in members)):
        yield FileWrite(path, fills=True)


# git

_BRANCHES = {"-b", "-B", "--orphan", "--detach", "-d", "-t", "--track"}
_CHECKING = "--conflict --pathspec-from-file"


def _git(call: GitCall) -> Iterator[FileWrite]:
    words, command = call.arguments, call.command
    if call.asks_for_help or (command in {"rm", "mv"} and {"-n", "--dry-run"} & set(words)):
        return
    if command == "rm":
        yield from (write._replace(keeps_git=True) for write in _removed(words))
    elif command == "mv":
        yield from _moved(words)
    elif command == "update-index":
        yield from map(FileWrite, _put_in_index(words))
    for path in _restored(command, words):
        yield FileWrite(path, deep=True)


_INDEXED = re.compile(r"1[02]\d{4},[^,]*,(.+)", re.DOTALL)


def _put_in_index(words: Sequence[str]) -> Iterator[str]:
    for at, word in enumerate(words):
        if word.startswith("--cacheinfo"):
            given = word.partition("=")[2] or ",".join(words[at + 1 : at + 4])
            if found := _INDEXED.match(given):
                yield found[1].partition(",")[0]


def _restored(command: str, words: Sequence[str]) -> Sequence[str]:
    """The files that the command replaces by those of a commit or of the index."""
    if command == "checkout" and not _BRANCHES & set(words):
        return words[words.index("--") + 1 :] if "--" in words else operands(words, _CHECKING)
    if command == "checkout-index":
        return operands(words, "--prefix --stage")
    staged_only = {"--staged", "-S"} & set(words) and not {"--worktree", "-W"} & set(words)
    if command == "restore" and not staged_only:
        return operands(words, f"-s --source {_CHECKING}")
    return ()


_PROGRAMS: dict[str, Callable[[Sequence[str]], Iterator[FileWrite]]] = {
    **dict.fromkeys(("rm", "unlink", "shred", "rmdir", "del", "erase"), _removed),
    **dict.fromkeys(("rimraf", "rd", "trash", "trash-put"), _removed_whole),
    **dict.fromkeys(("cp", "install", "ln", "rsync", "copy", "xcopy"), _copied),
    **dict.fromkeys(("mv", "move", "ren", "rename"), _moved),
    **dict.fromkeys(("curl", "wget"), _fetched),
    **dict.fromkeys(("tar", "bsdtar", "gtar"), _tar),
    "dd": _dd, "patch": _patch, "chmod": _mode, "find": _found, "unzip": _unzip,
}  # fmt: skip
