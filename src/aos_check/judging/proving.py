"""Running the proofs of a change again, if their commands are allowed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from aos_check.model.change import Change
from aos_check.model.proof import ProofRecord, Rerun
from aos_check.reading.expressions import expression

Run = Callable[[ProofRecord], Rerun]

NOT_ALLOWED = "evidence.commands of the base does not list `{command}`"
_ANY_PATHS = "*"
# Neither an option, nor a variable, nor a file of options: these could run any program.
_PATH = expression(r"[\w.][\w./:,\[\]-]*")
_BETWEEN = expression(r"[:,\[\]]")  # as in tests/test_a.py::test_b


def words_of(allowed: str) -> list[str]:
    """The words of a configured command; none if it is not valid."""
    try:
        words = shlex.split(allowed)
    except ValueError:
        return []
    return words if words[:1] != [_ANY_PATHS] else []


def free_words(command: tuple[str, ...], allowed: Iterable[str]) -> list[str] | None:
    """The words that a configured command leaves open; None if none is like this one."""
    found = (_free_words(list(command), words_of(each)) for each in allowed)
    return min((each for each in found if each is not None), key=len, default=None)


def _free_words(command: list[str], words: list[str]) -> list[str] | None:
    if words[-1:] != [_ANY_PATHS]:
        return [] if command == words else None
    length = len(words) - 1
    free = command[length:]
    return free if command[:length] == words[:-1] and all(map(_is_path, free)) else None


def _is_path(word: str) -> bool:
    return bool(_PATH.fullmatch(word)) and ".." not in word.split("/")


def _leaves(word: str, top: Path) -> bool:
    """True if a link on one of the paths in the word leads out of the folder `top`."""
    inside = top.resolve()
    try:
        paths = [(inside / path).resolve() for path in _BETWEEN.split(word) if path]
    except (OSError, RuntimeError):  # a loop of links
        return True
    return not all(path.is_relative_to(inside) for path in paths)


def rerun(change: Change, allowed: Iterable[str], run: Run, top: Path) -> Change:
    """The change with the result of running the proofs of its finished tasks again at `top`."""
    return change._replace(reruns=tuple(_reruns(change, tuple(allowed), run, top)))


def _reruns(change: Change, allowed: tuple[str, ...], run: Run, top: Path) -> Iterator[Rerun]:
    by_spec = {spec.path: spec.proofs_by_task() for spec, _ in change.finished()}
    proofs = [by_spec[spec.path].get(task.id) for spec, task in change.finished()]
    for proof in dict.fromkeys(filter(None, proofs)):
        free = free_words(proof.command, allowed)
        if free is None:
            yield Rerun(proof, reason=NOT_ALLOWED.format(command=shlex.join(proof.command)))
        elif outside := next((word for word in free if _leaves(word, top)), None):
            yield Rerun(proof, reason=f"{outside} leads out of the repository")
        else:
            yield run(proof)
