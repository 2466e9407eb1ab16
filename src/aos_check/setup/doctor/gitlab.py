"""GitLab's pipeline: does a job run the check, and can it fail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from aos_check.reading.structured import UnreadableDataError, read_yaml
from aos_check.setup.doctor.clone import Clone, UnreadableError
from aos_check.setup.doctor.result import Result, ResultState

GATE = "ci"
FILE = ".gitlab-ci.yml"

_RUNS = re.compile(r"\baos-check[ \t]+(?:ci|check)\b")
_NAMES = re.compile(r"^[^#\n]*aos-check", re.MULTILINE)
_SHRUG = re.compile(r"\baos-check[ \t]+(?:ci|check)\b[^\n]{0,500}\|\|")


def examine(clone: Clone) -> Iterator[Result]:
    """What is found of the pipeline; nothing where it does not name aos-check."""
    try:
        text = clone.text(FILE)
    except UnreadableError as error:
        yield Result(GATE, FILE, ResultState.UNJUDGED, str(error), "make it a readable file")
        return
    if text is None or not _NAMES.search(text):
        return
    try:
        value = read_yaml(text).value
    except UnreadableDataError as error:
        why = f"line {error.line}: {error}"
        yield Result(GATE, FILE, ResultState.UNJUDGED, why, "see on GitLab whether the job runs")
        return
    jobs = [] if not isinstance(value, dict) else list(_jobs(value))
    if not jobs:
        why = "it names aos-check, but no job of its own is seen to run it"
        yield Result(GATE, FILE, ResultState.UNJUDGED, why, "see on GitLab whether the job runs")
    for name, job in jobs:
        yield from _of_job(name, job, value)


def _jobs(value: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, job in value.items():
        if isinstance(job, dict) and _RUNS.search(_script(job)):
            yield name, job


def _script(job: Mapping[str, Any]) -> str:
    lines = job.get("script", "")
    return "\n".join(map(str, lines)) if isinstance(lines, list) else str(lines)


def _of_job(name: str, job: Mapping[str, Any], value: Mapping[str, Any]) -> Iterator[Result]:
    ways = list(_ways_out(name, job))
    for said, remedy in ways:
        yield Result(GATE, FILE, ResultState.OPEN, said, remedy)
    if not ways:
        said = f"the job {name} judges what is pushed; whether it is required is not seen from here"
        yield Result(GATE, FILE, ResultState.OK, said, blocks=True)
    depths = (
        where["variables"].get("GIT_DEPTH")
        for where in (job, value)
        if isinstance(where.get("variables"), dict)
    )
    if "0" not in map(str, depths):
        said = f"the job {name} has a shallow clone; the check then fetches the rest, where it may"
        yield Result(GATE, FILE, ResultState.NOTE, said, 'give it the variable GIT_DEPTH: "0"')


def _ways_out(name: str, job: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Why a failure of the job need not be one of the pipeline."""
    rules: Any = job.get("rules")
    listed = rules if isinstance(rules, list) else []
    places = [job, *(rule for rule in listed if isinstance(rule, dict))]
    if any(_allows_failure(place.get("allow_failure")) for place in places):
        yield f"the job {name} may fail: allow_failure", "take allow_failure out"
    if job.get("when") == "manual" and job.get("allow_failure") is not False:
        yield f"the job {name} waits for somebody to start it", "take `when: manual` out"
    if _SHRUG.search(_script(job)):
        yield f"the job {name} throws away what aos-check answers", "let its script end with it"


def _allows_failure(value: object) -> bool:
    """True where findings may pass: their exit code is 1."""
    if not isinstance(value, dict):
        return value is True
    codes = value.get("exit_codes")
    return 1 in codes if isinstance(codes, list) else codes == 1
