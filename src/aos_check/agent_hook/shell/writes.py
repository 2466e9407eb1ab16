"""Which files a program writes to or takes away, as far as its arguments say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from aos_check.agent_hook.shell.cmdlets import touched_by_cmdlet
from aos_check.agent_hook.shell.git_commands import GitCall, git_call
from aos_check.agent_hook.shell.options import operands
from aos_check.agent_hook.shell.touch import Touch
from aos_check.agent_hook.shell.unwrapping import Call, places_found


def touched(call: Call) -> Iterator[Touch]:
    """What the call writes to or removes."""
    program = _ALSO.get(call.program, call.program)
    if program == "git":
        if git := git_call(call.arguments):
            yield from _git(git)
    elif reader := _PROGRAMS.get(program):
        yield from reader(call.arguments)
    else:
        yield from touched_by_cmdlet(program, call.arguments)


def _removed(arguments: Sequence[str]) -> Iterator[Touch]:
    short = "".join(word for word in arguments if re.fullmatch(r"-[a-zA-Z]+", word))
    deep = bool({"r", "R"} & set(short)) or "--recursive" in arguments
    for path in operands(arguments):
        yield Touch(path, removes=True, deep=deep)


def _removed_whole(arguments: Sequence[str]) -> Iterator[Touch]:
    for path in operands(arguments):
        yield Touch(path, removes=True, deep=True)


def _all_written(arguments: Sequence[str]) -> Iterator[Touch]:
    yield from map(Touch, operands(arguments))


def _cut(arguments: Sequence[str]) -> Iterator[Touch]:
    yield from map(Touch, operands(arguments, "-s --size -r --reference"))


_RECURSIVE = re.compile(r"-[a-zA-Z]*[aRr][a-zA-Z]*|--recursive|--archive|/[sSeE]")


def _copied(arguments: Sequence[str]) -> Iterator[Touch]:
    deep = any(_RECURSIVE.fullmatch(word) for word in arguments)
    yield from _destination(arguments, "-m --mode -o --owner -g --group -S --suffix -e", deep=deep)


def _moved(arguments: Sequence[str]) -> Iterator[Touch]:
    sources = operands(arguments, "-t --target-directory -S --suffix")
    into, _ = _target_option(arguments)
    for path in sources if into else sources[:-1]:
        yield Touch(path, removes=True, deep=True, keeps_git=True)
    yield from _destination(arguments, "-S --suffix", deep=True)


def _target_option(arguments: Sequence[str]) -> tuple[str, str]:
    """The folder that `-t` gives, and the option as it was written."""
    for at, word in enumerate(arguments):
        if word in {"-t", "--target-directory"}:
            return "".join(arguments[at + 1 : at + 2]), word
        if word.startswith("--target-directory="):
            return word.partition("=")[2], word
    return "", ""


def _destination(arguments: Sequence[str], valued: str, *, deep: bool) -> Iterator[Touch]:
    """The last operand, or what is put into it; with `deep`, whole folders."""
    into, _ = _target_option(arguments)
    paths = operands(arguments, f"{valued} -t --target-directory")
    if into:
        paths.append(into)
    if len(paths) > 1:
        yield Touch(paths[-1])
        for source in paths[:-1]:
            whole = source.endswith(("/", "/.", "/*"))
            name = source.rstrip("/").rpartition("/")[2]
            yield Touch(paths[-1] if whole and deep else f"{paths[-1]}/{name}", fills=deep)


_SED_IN_PLACE = re.compile(r"-[nErsuz]*i.*|--in-place(?:=.*)?", re.DOTALL)
# No letter before the `i` may be one that takes the rest of the word: `-Mstrict` is no `-i`.
_SCRIPTED_IN_PLACE = re.compile(r"-[abcdfghjklnopqrstuvwyzABGHJKLNOPQRSTUWXYZ0-9]*i.*", re.DOTALL)


def _sed(arguments: Sequence[str]) -> Iterator[Touch]:
    if any(_SED_IN_PLACE.fullmatch(word) for word in arguments):
        yield from map(Touch, operands(arguments, "-e --expression -f --file -l"))


def _scripted(arguments: Sequence[str]) -> Iterator[Touch]:
    """Perl and Ruby with `-i`."""
    if any(_SCRIPTED_IN_PLACE.fullmatch(word) for word in arguments):
        yield from map(Touch, operands(arguments, "-e -E"))


def _yq(arguments: Sequence[str]) -> Iterator[Touch]:
    if {"-i", "--inplace", "--in-place"} & set(arguments):
        yield from map(Touch, operands(arguments))


def _awk(arguments: Sequence[str]) -> Iterator[Touch]:
    if "inplace" in arguments:
        yield from map(Touch, operands(arguments, "-i -v -F -f"))


def _dd(arguments: Sequence[str]) -> Iterator[Touch]:
    for word in arguments:
        if word.startswith("of="):
            yield Touch(word[len("of=") :])


def _patch(arguments: Sequence[str]) -> Iterator[Touch]:
    yield from map(Touch, operands(arguments, "-p -d -i -o -r -F")[:1])


_OUTPUT = re.compile(r"-[a-zA-Z]*[oO]|--output|--output-document")


def _fetched(arguments: Sequence[str]) -> Iterator[Touch]:
    """The file that curl or wget saves to."""
    for at, word in enumerate(arguments):
        option, _, value = word.partition("=")
        if _OUTPUT.fullmatch(option):
            yield Touch(value or "".join(arguments[at + 1 : at + 2]))


_FORBIDS = re.compile(
    r"(?:.*,)?(?:[go]*[ua][ugoa]*)?(?:-[rwst]*x|=[rwst]*(?:,|\Z)).*|0*[0246][0-7]{2}|0+", re.DOTALL
)


def _mode(arguments: Sequence[str]) -> Iterator[Touch]:
    # `-x` is no option here, but what is done to the file.
    words = [word for word in arguments if not re.fullmatch(r"-[Rvcf]+|--.*", word)]
    if words and _FORBIDS.fullmatch(words[0]):
        deep = any(re.fullmatch(r"-[vcf]*R[vcf]*|--recursive", word) for word in arguments)
        for path in words[1:]:
            yield Touch(path, mode=True, deep=deep)


def _found(arguments: Sequence[str]) -> Iterator[Touch]:
    if "-delete" in arguments:
        for path in places_found(arguments):
            yield Touch(path, removes=True, deep=True)


# Unpacking: what is in an archive, the line does not say.

_UNPACKS = re.compile(r"-?[a-zA-Z]*x[a-zA-Z]*|--extract|--get")
_TAR_VALUED = "-C --directory -f --file --exclude -X -I --transform --strip-components --strip"


def _tar(arguments: Sequence[str]) -> Iterator[Touch]:
    if not any(_UNPACKS.fullmatch(word) for word in (*arguments[:1], *_dashed(arguments))):
        return
    folder = "."
    for option, after in pairwise((*arguments, "")):
        name, equals, value = option.partition("=")
        if name in {"-C", "--directory", "--cd"}:
            folder = value if equals else after
        elif option.startswith("-C"):
            folder = option[2:]
    yield Touch(folder, fills=True)
    for member in operands(arguments, _TAR_VALUED):
        yield Touch(f"{folder}/{member}", fills=True)


def _dashed(arguments: Sequence[str]) -> list[str]:
    return [word for word in arguments if word.startswith("-")]


def _unzip(arguments: Sequence[str]) -> Iterator[Touch]:
    if any(re.fullmatch(r"-[a-zA-Z]*[lptvzZ]", word) for word in arguments):
        return
    folder = next((after for word, after in pairwise(arguments) if word == "-d"), ".")
    yield Touch(folder, fills=True)
    for member in operands(arguments, "-d -x -P")[1:]:
        yield Touch(f"{folder}/{member}", fills=True)


def _git(call: GitCall) -> Iterator[Touch]:
    words = call.arguments
    if call.asks_for_help or (call.command in {"rm", "mv"} and {"-n", "--dry-run"} & set(words)):
        return
    if call.command == "rm":
        yield from (touch._replace(keeps_git=True) for touch in _removed(words))
    elif call.command == "mv":
        yield from _moved(words)
    elif call.command == "checkout" and not _BRANCHES & set(words):
        after = words[words.index("--") + 1 :] if "--" in words else operands(words, _CHECKING)
        yield from _brought_back(after)
    elif call.command == "checkout-index":
        yield from _brought_back(operands(words, "--prefix --stage"))
    elif call.command == "restore" and not _only_staged(words):
        yield from _brought_back(operands(words, "-s --source --conflict --pathspec-from-file"))


_BRANCHES = {"-b", "-B", "--orphan", "--detach", "-d", "-t", "--track"}
_CHECKING = "--conflict --pathspec-from-file"


def _only_staged(words: Sequence[str]) -> bool:
    staged, worktree = {"--staged", "-S"}, {"--worktree", "-W"}
    return bool(staged & set(words)) and not worktree & set(words)


def _brought_back(paths: Sequence[str]) -> Iterator[Touch]:
    """Files as another commit, or the index, has them."""
    for path in paths:
        yield Touch(path, deep=True)


_PROGRAMS: dict[str, Callable[[Sequence[str]], Iterator[Touch]]] = {
    "rm": _removed, "rimraf": _removed_whole, "tee": _all_written, "cp": _copied, "mv": _moved,
    "sed": _sed, "perl": _scripted, "yq": _yq, "awk": _awk, "dd": _dd, "patch": _patch,
    "curl": _fetched, "truncate": _cut, "chmod": _mode, "find": _found, "tar": _tar,
    "unzip": _unzip,
}  # fmt: skip
_ALSO = {
    "unlink": "rm", "shred": "rm", "rmdir": "rm", "del": "rm", "erase": "rm",
    "rd": "rimraf", "trash": "rimraf", "trash-put": "rimraf",
    "sponge": "tee", "ed": "tee", "ex": "tee",
    "install": "cp", "ln": "cp", "rsync": "cp", "copy": "cp", "xcopy": "cp",
    "move": "mv", "ren": "mv", "rename": "mv",
    "gsed": "sed", "ruby": "perl", "gawk": "awk", "wget": "curl", "bsdtar": "tar", "gtar": "tar",
}  # fmt: skip
