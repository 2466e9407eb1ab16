"""The next step of a spec: the first that applies, in the order in which work becomes legal."""

from __future__ import annotations

from aos_check.model.document import Status
from aos_check.progress.before_work import approve, clarify, write_missing, write_tasks
from aos_check.progress.step import NextStep, StepContext, StepKind, nothing
from aos_check.progress.work import go_on

_IN_ORDER = (write_missing, clarify, approve, write_tasks, go_on)


def next_step(context: StepContext) -> NextStep:
    """What is legal next.

    A cancelled spec asks for nothing, a finished one for its own end only. Else what is missing is
    written, what is unclear asked, what is written approved, tasks made of it and worked on.
    """
    spec = context.spec
    if spec.status and spec.status.value is Status.CANCELLED:
        return nothing("it is cancelled")
    if spec.finished:
        return _close(context) or nothing("every task is done or put aside")
    if spec.said_done and not spec.open_tasks():
        return nothing("it is said to be done, and no task is open")
    found = (step for ask in _IN_ORDER if (step := ask(context)))
    return next(found, nothing("every open task is put aside"))


def _is_neglected(context: StepContext) -> bool:
    """True in a layout whose status lines nobody updates: it takes SPEC007 lightly as well."""
    return context.layout is not None and context.layout.weak.get("SPEC007") in ("info", "off")


def _close(context: StepContext) -> NextStep | None:
    """Say of what is finished that it is: on the roadmap, then in its status."""
    if item := context.unticked:
        return NextStep(
            StepKind.CLOSE,
            f'tick the roadmap item "{item.title}"',
            "every task is done, and the item is still open",
            how="tick the item, or add the task that is missing",
            at=item.at,
        )
    status = context.spec.lagging_status
    if status and not _is_neglected(context):
        return NextStep(
            StepKind.CLOSE,
            "bring the status up to date",
            f'every task is done, and the status still says "{status.text}"',
            how="write there that it is done",
            at=status.at,
        )
    return None
