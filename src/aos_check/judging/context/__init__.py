"""The context of one task: everything that an agent needs for it, within a budget of tokens."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from aos_check.judging.check_input import CheckInput
from aos_check.judging.context.budget import fitted
from aos_check.judging.context.decisions import decision_pieces
from aos_check.judging.context.earlier_work import file_pieces
from aos_check.judging.context.excerpts import Excerpts
from aos_check.judging.context.requirements import requirement_pieces, spec_pieces
from aos_check.judging.context.shared_words import stems
from aos_check.judging.context.standards import standard_pieces
from aos_check.judging.context.subject import ContextSubject, find_subject
from aos_check.judging.context.task import block_pieces, step_pieces, task_pieces
from aos_check.judging.overview import overview_of
from aos_check.model.errors import CannotCheckError
from aos_check.model.task_context import BUDGET, LEAST_BUDGET, Piece, TaskContext
from aos_check.progress import StepKind


def task_context(
    opened: CheckInput, root: Path | None, address: str | None = None, budget: int = BUDGET
) -> TaskContext:
    """The context of the task at the address, or else of the next step.

    The address may also be the name of a spec, for its next step. `root` is the folder of the
    worktree, or None for the current one. Raises CannotCheckError for an unknown address and for a
    budget below LEAST_BUDGET.
    """
    if budget < LEAST_BUDGET:
        message = f"a budget of {budget} tokens is too small for a context"
        raise CannotCheckError(message, f"give it at least {LEAST_BUDGET} tokens")
    overview = overview_of(opened, root)
    subject = find_subject(overview, address)
    if subject is None:
        return TaskContext("", f"nothing is left to do: {overview.why}", budget)
    heading = subject.task.title if subject.task else subject.step.text
    return fitted(subject.address, heading, list(_pieces(opened, subject)), budget)


def _pieces(opened: CheckInput, subject: ContextSubject) -> Iterator[Piece]:
    """Every piece of the context, by need."""
    excerpts, task = Excerpts(opened), subject.task
    yield from step_pieces(subject, excerpts)
    own = [*block_pieces(subject, task), *task_pieces(subject, task, excerpts)] if task else []
    traced = list(requirement_pieces(subject, task, excerpts)) if task else []
    yield from own
    yield from traced
    # Of what is around the task, only the title: the tasks next to it are about other things.
    around = [it.text.partition("\n")[0] for it in own if it.kind == "parent"]
    texts = [it.text for it in (*own, *traced) if it.kind != "parent"]
    words = stems("\n".join([subject.spec.title, *around, *texts]))
    if subject.step.kind is StepKind.CLOSE and task is None:
        return
    said = {piece.at for piece in (*own, *traced)}
    if traced:  # then no other requirement is meant
        said.update(it.at for it in subject.spec.requirements)
    yield from spec_pieces(subject, words, said, excerpts)
    named = [("the task", own), ("its requirements", traced)]
    sources = [(what, "\n".join(it.text for it in pieces)) for what, pieces in named]
    sources.append(("the spec", "\n".join(excerpts.texts(subject.spec))))
    yield from decision_pieces(subject.project, sources, words, excerpts)
    yield from standard_pieces(opened, subject, words, excerpts)
    yield from file_pieces(opened, subject)
