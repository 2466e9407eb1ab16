"""Running the proofs of a change again, if their commands are allowed."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Iterator

from aos_check.model.change import Change
from aos_check.model.proof import ProofRecord, Rerun
from aos_check.reading.expressions import expression

Run = Callable[[ProofRecord], Rerun]

NOT_ALLOWED = "evidence.commands of the base does not list `{command}`"
_ANY_PATHS = "*"
# Neither an option, nor a variable, nor a file of options: these could run any program.
_PATH = expression(r"[\w.][\w./:,\[\]-]*")


def words_of(allowed: str) -> list[str]:
    """The words of a configured command; none if it is not valid."""
    try:
        words = shlex.split(allowed)
    except ValueError:
        return []
    return words if words[:1] != [_ANY_PATHS] else []


def is_allowed(command: tuple[str, ...], allowed: Iterable[str]) -> bool:
    """True if the command is one of the configured ones."""
    return any(_fits(list(command), words_of(each)) for each in allowed)


def _fits(command: list[str], words: list[str]) -> bool:
    if words[-1:] != [_ANY_PATHS]:
        return command == words
    length = len(words) - 1
    return command[:length] == words[:-1] and all(map(_is_path, command[length:]))


def _is_path(word: str) -> bool:
    return bool(_PATH.fullmatch(word)) and ".." not in word.split("/")


def rerun(change: Change, allowed: Iterable[str], run: Run) -> Change:
    """The change with the result of running the proofs of its finished tasks again."""
    return change._replace(reruns=tuple(_reruns(change, tuple(allowed), run)))


def _reruns(change: Change, allowed: tuple[str, ...], run: Run) -> Iterator[Rerun]:
    by_spec = {spec.path: spec.proofs_by_task() for spec, _ in change.finished()}
    proofs = [by_spec[spec.path].get(task.id) for spec, task in change.finished()]
    for proof in dict.fromkeys(filter(None, proofs)):
        if is_allowed(proof.command, allowed):
            yield run(proof)
        else:
            yield Rerun(proof, reason=NOT_ALLOWED.format(command=shlex.join(proof.command)))
