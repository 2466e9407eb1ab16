"""Which files a program writes to or takes away, as far as its arguments say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from aos_check.shell.cmdlets import touched_by_cmdlet
from aos_check.shell.git_commands import GitCall, git_call
from aos_check.shell.options import operands
from aos_check.shell.touch import Touch
from aos_check.shell.unwrapping import Call, places_found


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


def _copied(arguments: Sequence[str]) -> Iterator[Touch]:
    yield from _destination(arguments, "-m --mode -o --owner -g --group -S --suffix -e")


def _moved(arguments: Sequence[str]) -> Iterator[Touch]:
    sources = operands(arguments, "-t --target-directory -S --suffix")
    into, _ = _target_option(arguments)
    for path in sources if into else sources[:-1]:
        yield Touch(path, removes=True, deep=True)
    yield from _destination(arguments, "-S --suffix")


def _target_option(arguments: Sequence[str]) -> tuple[str, str]:
    """The folder that `-t` gives, and the option as it was written."""
    for at, word in enumerate(arguments):
        if word in {"-t", "--target-directory"}:
            return "".join(arguments[at + 1 : at + 2]), word
        if word.startswith("--target-directory="):
            return word.partition("=")[2], word
    return "", ""


def _destination(arguments: Sequence[str], valued: str) -> Iterator[Touch]:
    """The last operand, or what is put into it."""
    into, _ = _target_option(arguments)
    paths = operands(arguments, f"{valued} -t --target-directory")
    if into:
        paths.append(into)
    if len(paths) > 1:
        yield Touch(paths[-1])
        for source in paths[:-1]:
            name = source.rstrip("/").rpartition("/")[2]
            yield Touch(f"{paths[-1]}/{name}")


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
            yield Touch(path, removes=True)


def _git(call: GitCall) -> Iterator[Touch]:
    if {"-n", "--dry-run"} & set(call.arguments):
        return
    if call.command == "rm":
        yield from _removed(call.arguments)
    elif call.command == "mv":
        yield from _moved(call.arguments)


_PROGRAMS: dict[str, Callable[[Sequence[str]], Iterator[Touch]]] = {
    "rm": _removed, "rimraf": _removed_whole, "tee": _all_written, "cp": _copied, "mv": _moved,
    "sed": _sed, "perl": _scripted, "yq": _yq, "awk": _awk, "dd": _dd, "patch": _patch,
    "curl": _fetched, "truncate": _cut, "chmod": _mode, "find": _found,
}  # fmt: skip
_ALSO = {
    "unlink": "rm", "shred": "rm", "rmdir": "rm", "del": "rm", "erase": "rm",
    "rd": "rimraf", "trash": "rimraf", "trash-put": "rimraf",
    "sponge": "tee", "ed": "tee", "ex": "tee",
    "install": "cp", "ln": "cp", "rsync": "cp", "copy": "cp", "xcopy": "cp",
    "move": "mv", "ren": "mv", "rename": "mv",
    "gsed": "sed", "ruby": "perl", "gawk": "awk", "wget": "curl",
}  # fmt: skip
