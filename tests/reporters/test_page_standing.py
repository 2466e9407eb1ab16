"""The page cannot contradict itself, `status` or the findings."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import TypeAlias

from hypothesis import given, settings
from hypothesis import strategies as st

from aos_check.history.timeline.record import Timeline
from aos_check.judging.check_input import Subject
from aos_check.judging.report.checking import check
from aos_check.judging.selection import Selection
from aos_check.model.finding import Finding, Report
from aos_check.model.project import Milestone, Project
from aos_check.model.tree import MemoryTree
from aos_check.progress import SpecProgress, active, all_progress
from aos_check.reading.project import read_projects
from aos_check.reporters.page.model import PageFacts
from aos_check.reporters.page.rendering import as_html
from aos_check.reporters.page.standing import Stage, standing, together, verdict
from aos_check.reporters.status import Overview
from aos_check.reporters.status_json import status_json
from aos_check.rules import RULES
from tests.support.html import Node, read
from tests.support.sample_project import FUNCTIONAL

NAMES = ("login", "mail", "sheets")
BOXES = ("- [ ] ", "- [x] ", "- [~] ", "- [ ] (deferred: later) ", "- [ ] (blocked: by them) ")
STATUS = ("Draft", "Approved", "In Progress", "Completed", "Cancelled")
Spec: TypeAlias = "tuple[str, list[tuple[str, str | None]] | None]"
State: TypeAlias = "tuple[tuple[Spec, ...], tuple[str | None, ...]]"
task = st.tuples(st.sampled_from(BOXES), st.sampled_from(BOXES) | st.none())
spec = st.tuples(st.sampled_from(STATUS), st.lists(task, max_size=4) | st.none())
item = st.sampled_from(("- [ ] ", "- [x] ", "- [~] ", "")) | st.none()
states = st.tuples(st.tuples(spec, spec, spec), st.tuples(item, item, item))


def files(state: State) -> dict[str, str | bytes]:
    specs, items = state
    found: dict[str, str | bytes] = {}
    roadmap = "# Roadmap\n\n## Phase 1\n\n"
    for number, (name, (status, tasks), box) in enumerate(zip(NAMES, specs, items, strict=True)):
        folder = f"context/spec/{number + 1:03}-{name}"
        text = FUNCTIONAL.format(status=status).replace("Login", name)
        found[f"{folder}/functional-spec.md"] = text
        if tasks is not None:
            rows = (
                f"{own}Part {at} of {name}\n" + (f"  {below}Detail {at}\n" if below else "")
                for at, (own, below) in enumerate(tasks, 1)
            )
            found[f"{folder}/tasks.md"] = f"# Tasks: {name}\n\n" + "".join(rows)
        if box:
            roadmap += f"{box}**{name}**: it works\n"
    return found | {"context/product/roadmap.md": roadmap}


def judged(contents: dict[str, str | bytes]) -> tuple[Report, tuple[Project, ...]]:
    tree = MemoryTree(contents)
    projects = read_projects(tree)
    subject = Subject(projects, today=date(2026, 1, 31))
    report = check(subject, Selection(RULES), tree=tree)
    return report, projects


@settings(max_examples=50)
@given(states)
def test_every_statement_agrees(state: State) -> None:
    report, projects = judged(files(state))
    found = all_progress(projects)
    overview = Overview(projects, found, *active(found))
    page = read(as_html(PageFacts("x", report, overview, Timeline())))
    for each in json.loads(status_json(overview))["specs"]:
        (row,) = [it for it in page.all("details", class_="spec") if name_of(it) == each["name"]]
        done, total, aside = (each["tasks"][key] for key in ("done", "total", "aside"))
        left = total - done - aside
        chip = row.all("span", class_="marks")[0].all("span", class_="chip")[0].text
        assert (chip == "done") is False
        assert not (left and chip in ("finished", "ready to close", "put aside"))
        assert not (not left and chip in ("in progress", "not started"))
        assert (chip == "finished") <= (each["step"]["kind"] == "none")
        stage = row.all("ol", class_="stages")[0].all("li")[2].text
        if total:
            assert stage.startswith(f"Tasks {done} of {total} done")
            assert (f", {aside} put aside" in stage) is bool(aside)
            assert row.all("span", class_="num")[0].text.startswith(f"{done} /{total}")
        assert each["step"]["text"].replace('"', "") in row.text.replace('"', "")
    for project in projects:
        for milestone in project.milestones:
            agrees(page, milestone, found, report.findings)


def agrees(
    page: Node,
    milestone: Milestone,
    found: Sequence[SpecProgress],
    findings: Sequence[Finding],
) -> None:
    own = [it for it in found if it.spec.id in milestone.specs]
    actual = together(map(standing, own))
    said = verdict(milestone, actual, findings).text
    rows = [it for it in page.all("table", class_="cards")[0].all("tr") if it.all("td")]
    (row,) = [it.text for it in rows if it.all("th")[0].text == milestone.title]
    assert row.endswith(said)
    assert actual.stage.value.text in row
    claimed = milestone.state.value == "done"
    about = {it.code for it in findings if it.problem.at == milestone.at}
    assert ("ROAD002" in about) <= said.startswith("ticked early")
    assert ("ROAD003" in about) <= said.startswith("not ticked")
    if said == "agrees":
        assert not about & {"ROAD002", "ROAD003"}
        assert claimed == (actual.stage is Stage.DONE)


def name_of(row: Node) -> str:
    return row.all("span", class_="name")[0].text
