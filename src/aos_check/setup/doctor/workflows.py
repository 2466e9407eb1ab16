"""GitHub's workflows: does one run the check for each pull request, and can it fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aos_check.reading.structured import UnreadableDataError, read_yaml
from aos_check.setup.doctor.clone import Clone, UnreadableError
from aos_check.setup.doctor.result import Result, ResultState
from aos_check.setup.init import workflow

GATE = "ci"

_SHRUG = re.compile(
    r"\baos-check\b[^\n]{0,500}(?:\|\||;[ \t]*(?:true\b|:|exit[ \t]+0\b)|[^&]&[ \t]*$)",
    re.MULTILINE,
)
_REVISION = re.compile(r"/aos-check(?:/\S{0,200})?@(\S{1,200})")


class WorkflowStep(NamedTuple):
    """A step that runs the check, with the job that it stands in and the steps before it."""

    job: Mapping[str, Any]
    step: Mapping[str, Any]
    before: Sequence[Mapping[str, Any]]


def texts(clone: Clone) -> Iterator[tuple[str, str]]:
    """The workflows that can be read, by their paths."""
    folder = clone.folder / workflow.FOLDER
    names = sorted(folder.glob("*")) if folder.is_dir() and not folder.is_symlink() else []
    for file in names:
        if file.suffix in {".yml", ".yaml"}:
            path = f"{workflow.FOLDER}/{file.name}"
            try:
                text = clone.text(path)
            except UnreadableError:
                continue
            if text is not None:
                yield path, text


def examine(path: str, text: str) -> Iterator[Result]:
    """What is found of a workflow; nothing of one that does not run the check."""
    if workflow.running({path: text}) is None:
        return
    try:
        value = read_yaml(text).value
        steps = list(_steps(value))
    except UnreadableDataError as error:
        why = f"line {error.line}: {error}"
        yield Result(GATE, path, ResultState.UNJUDGED, why, "see on GitHub whether it runs")
        return
    if not steps:
        why = "it names aos-check, but no step of its jobs is seen to run it"
        yield Result(GATE, path, ResultState.UNJUDGED, why, "see on GitHub whether it runs")
        return
    events = _events(value)
    ways = [*_ways_through(events), *(way for step in steps for way in _ways_out(step))]
    for said, remedy in ways:
        yield Result(GATE, path, ResultState.OPEN, said, remedy)
    if not ways:
        said = "it judges each pull request; whether it is required cannot be seen from here"
        yield Result(GATE, path, ResultState.OK, said, blocks=True)
    notes = [*_remarks(events), *(note for step in steps for note in _depth(step))]
    for said, remedy in dict.fromkeys(notes):
        yield Result(GATE, path, ResultState.NOTE, said, remedy)


def revisions(path: str, text: str) -> Iterator[tuple[str, str]]:
    """The revisions of the action that a workflow names."""
    if workflow.running({path: text}):
        for found in dict.fromkeys(_REVISION.findall(text)):
            yield path, found.strip("\"'")


def _steps(value: object) -> Iterator[WorkflowStep]:
    jobs = value.get("jobs") if isinstance(value, dict) else None
    for job in jobs.values() if isinstance(jobs, dict) else ():
        steps: Any = job.get("steps") if isinstance(job, dict) else None
        steps = steps if isinstance(steps, list) else []
        listed = [each for each in steps if isinstance(each, dict)]
        for index, step in enumerate(listed):
            if _runs_us(step):
                yield WorkflowStep(job, step, listed[:index])


def _runs_us(step: Mapping[str, Any]) -> bool:
    said = f"uses: {step.get('uses', '')}\n{step.get('run', '')}"
    return workflow.running({"": said}) is not None


def _events(value: Mapping[str, Any]) -> Mapping[str, Any]:
    """What starts the workflow, each with what is said of it."""
    on = value.get("on", value.get("true"))
    if isinstance(on, str):
        return {on: None}
    if isinstance(on, list):
        return {str(event): None for event in on}
    return on if isinstance(on, dict) else {}


_Said = Iterator[tuple[str, str]]


def _ways_through(events: Mapping[str, Any]) -> _Said:
    """Why a pull request need not be judged, or is judged wrongly."""
    if "pull_request_target" in events:
        yield (
            "it runs for pull_request_target, where the base is checked out and not what is new",
            "let it run for pull_request",
        )
    elif "pull_request" not in events:
        yield "it does not run for pull requests", "add `pull_request:` to what it runs on"


def _ways_out(found: WorkflowStep) -> _Said:
    """Why a failure of the step need not be one of the workflow."""
    for what, where in (("job", found.job), ("step", found.step)):
        goes_on = where.get("continue-on-error", False)
        if goes_on is not False and str(goes_on).lower() != "false":
            yield f"its {what} has continue-on-error: {goes_on}", "take continue-on-error out"
        if str(where.get("if", "")).strip(" ${}").lower() == "false":
            yield f"its {what} never runs: `if: false`", "take the condition out"
    if _SHRUG.search(str(found.step.get("run", ""))):
        yield "what aos-check answers is thrown away in its `run`", "let the step end with it"


def _remarks(events: Mapping[str, Any]) -> _Said:
    if "merge_group" not in events:
        yield (
            "it does not run for merge_group: a merge queue that requires it would wait for ever",
            "add `merge_group:` to what it runs on, if there is a queue",
        )
    about = events.get("pull_request")
    for key in ("paths", "paths-ignore", "branches", "branches-ignore"):
        if isinstance(about, dict) and key in about:
            yield f"`{key}` exempts some pull requests from it", f"take `{key}` out"


def _depth(found: WorkflowStep) -> _Said:
    for step in found.before:
        if str(step.get("uses", "")).startswith("actions/checkout@"):
            given = step.get("with")
            depth = given.get("fetch-depth") if isinstance(given, dict) else None
            if str(depth) != "0":
                yield (
                    "the checkout is shallow; the check then fetches the rest, where it may",
                    "add `fetch-depth: 0` to the checkout",
                )
    for what, where in (("job", found.job), ("step", found.step)):
        condition = str(where.get("if", "")).strip()
        if condition and condition.strip(" ${}").lower() != "false":
            yield f"its {what} runs only if `{condition[:80]}`", "see that this holds when it must"


def examine_all(clone: Clone) -> Iterator[Result]:
    """What is found of all workflows."""
    for path, text in texts(clone):
        yield from examine(path, text)
