"""Examining whether a workflow checks each pull request and can fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aos_check.ci.github.workflow import checks
from aos_check.ci.platform import Examined

_SHRUG = re.compile(
    r"\baos-check\b[^\n]{0,500}(?:\|\||;[ \t]*(?:true\b|:|exit[ \t]+0\b)|[^&]&[ \t]*$)",
    re.MULTILINE,
)


class WorkflowStep(NamedTuple):
    """A step that runs the check, with its job and the steps before it."""

    job: Mapping[str, Any]
    step: Mapping[str, Any]
    before: Sequence[Mapping[str, Any]]

    @property
    def places(self) -> Iterator[tuple[str, Mapping[str, Any], str]]:
        """The job and the step, each with its condition."""
        for what, where in (("job", self.job), ("step", self.step)):
            yield what, where, str(where.get("if", "")).strip()


def look_into(value: object) -> Examined | None:
    """Examine a workflow; return None if no step seems to run the check."""
    steps = list(_steps(value))
    if not steps or not isinstance(value, dict):
        return None
    events = _events(value)
    holes = [*_holes(events), *(hole for step in steps for hole in _holes_of(step))]
    notes = [*_notes(events), *(note for step in steps for note in _notes_of(step))]
    return Examined(holes, notes)


def _steps(value: object) -> Iterator[WorkflowStep]:
    jobs = value.get("jobs") if isinstance(value, dict) else None
    for job in jobs.values() if isinstance(jobs, dict) else ():
        steps: Any = job.get("steps") if isinstance(job, dict) else None
        steps = steps if isinstance(steps, list) else []
        listed = [each for each in steps if isinstance(each, dict)]
        for index, step in enumerate(listed):
            if checks(f"uses: {step.get('uses', '')}\n{step.get('run', '')}"):
                yield WorkflowStep(job, step, listed[:index])


def _events(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """The events that start the workflow, each with its filters."""
    on = value.get("on", value.get("true"))
    if isinstance(on, str):
        return {on: None}
    if isinstance(on, list):
        return {str(event): None for event in on}
    return on if isinstance(on, dict) else {}


_Sentences = Iterator[tuple[str, str]]


def _holes(events: Mapping[str, Any]) -> _Sentences:
    """The reasons why a pull request is not checked, or checked wrongly."""
    if "pull_request_target" in events:
        yield (
            "it runs for pull_request_target, which checks out the base and not the new commits",
            "run it for pull_request instead",
        )
    elif "pull_request" not in events:
        yield "it does not run for pull requests", "add `pull_request:` to its events"


def _holes_of(found: WorkflowStep) -> _Sentences:
    """The ways in which the workflow can pass although the step fails."""
    for what, where, condition in found.places:
        ignored = where.get("continue-on-error", False)
        if ignored is not False and str(ignored).lower() != "false":
            yield f"its {what} has continue-on-error: {ignored}", "remove continue-on-error"
        if _is_false(condition):
            yield f"its {what} never runs: `if: false`", "remove the condition"
    if _SHRUG.search(str(found.step.get("run", ""))):
        yield (
            "its `run` ignores the exit code of aos-check",
            "make aos-check the last command of the step",
        )


def _notes(events: Mapping[str, Any]) -> _Sentences:
    if "merge_group" not in events:
        yield (
            "it does not run for merge_group: a merge queue that requires it would wait forever",
            "add `merge_group:` to its events if you use a merge queue",
        )
    filters = events.get("pull_request")
    for key in ("paths", "paths-ignore", "branches", "branches-ignore"):
        if isinstance(filters, dict) and key in filters:
            yield f"`{key}` exempts some pull requests", f"remove `{key}`"


def _notes_of(found: WorkflowStep) -> _Sentences:
    for step in found.before:
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            given = step.get("with")
            if not isinstance(given, dict) or str(given.get("fetch-depth")) != "0":
                yield (
                    "the checkout is shallow, so the check must fetch the rest",
                    "add `fetch-depth: 0` to the checkout",
                )
    for what, _, condition in found.places:
        if condition and not _is_false(condition):
            yield (
                f"its {what} runs only if `{condition[:80]}`",
                "make sure that this holds for every pull request",
            )


def _is_false(condition: str) -> bool:
    return condition.strip(" ${}").lower() == "false"
