"""The tasks of Backlog.md: one file each, with criteria, parents, dependencies and folders."""

from __future__ import annotations

import pytest

from aos_check.model.change import PathChange
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree
from aos_check.progress.dependencies import DependencyNames
from aos_check.progress.ids import doubled
from aos_check.progress.work_queue import WorkQueue
from aos_check.reading.snapshot import Snapshot
from tests.support.reading import projects, spec

CONFIG = 'project_name: x\nstatuses: ["Later", "Brewing", "Served"]\n'


def task(identity: str, *lines: str, body: str = "", status: str = "To Do") -> str:
    head = (f"id: {identity}", "title: A", f"status: {status}", *lines)
    return "\n".join(("---", *head, "---", "", body))


def read(*texts: str, folder: str = "tasks", config: str = "", **others: str) -> Spec:
    files: dict[str, str | bytes] = {
        f"backlog/{folder}/task-{number} - A.md": text for number, text in enumerate(texts, 1)
    }
    files |= {"backlog/config.yml": config} if config else {}
    return spec({**files, **others})


def states(found: Spec) -> dict[str, str]:
    return {each.id: each.state.value for each in found.all_tasks()}


def unread(found: Spec) -> list[tuple[int, str]]:
    return [(mark.at.line, mark.text) for each in found.documents for mark in each.unread]


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("To Do", "open"),
        ("todo", "open"),
        ("Draft", "open"),
        ("In Progress", "in-progress"),
        ("in-progress", "in-progress"),
        ("Done", "done"),
        ("done", "done"),
        ("'✔ Done'", "done"),
        ("Completed", "done"),
        ("Blocked", "blocked"),
        ("Cancelled", "cancelled"),
        ("完了", "done"),
    ],
)
def test_statuses(status: str, state: str) -> None:
    found = read(task("TASK-1", status=status))
    assert states(found) == {"TASK-1": state}
    assert not unread(found)


def test_the_configuration_gives_other_statuses_a_meaning() -> None:
    texts = [task(f"T-{word}", status=word) for word in ("later", "Brewing", "SERVED", "Banana")]
    found = read(*texts, config=CONFIG)
    assert states(found) == {
        "T-later": "open", "T-Brewing": "in-progress", "T-SERVED": "done", "T-Banana": "open",
    }  # fmt: skip
    assert unread(found) == [(4, 'the status "Banana" is unknown')]
    assert len(unread(read(*texts))) == 4


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        ("To Do, In Progress, Testing, Done", "open in-progress in-progress done"),
        ("Triage, Refined, In Progress, Live", "open open in-progress done"),
        ("To Do, Doing, Done, Parked", "open in-progress done deferred"),
        ("To Do, Blocked, Done, Won't Do", "open blocked done cancelled"),
        ("Später, Kocht, Serviert", "open in-progress done"),
    ],
)
def test_the_place_of_a_status_gives_a_meaning_that_its_words_do_not(
    listed: str, wanted: str
) -> None:
    words = listed.split(", ")
    texts = [task(f"T-{number}", status=f'"{word}"') for number, word in enumerate(words)]
    found = read(*texts, config=f"statuses: [{', '.join(map(repr, words))}]\n")
    assert list(states(found).values()) == wanted.split()
    assert not unread(found)


def test_a_status_that_the_configuration_does_not_list() -> None:
    texts = [task("TASK-1", status="Completed"), task("TASK-2", status="brewing")]
    found = read(*texts, config=CONFIG)
    assert states(found) == {"TASK-1": "done", "TASK-2": "in-progress"}
    assert unread(found) == [(4, 'the status "Completed" is unknown')]


@pytest.mark.parametrize("root", ["", "web/"])
@pytest.mark.parametrize("home", ["backlog", ".backlog"])
def test_the_configuration_at_the_root_comes_first(root: str, home: str) -> None:
    files: dict[str, str | bytes] = {
        f"{root}{home}/tasks/task-1 - A.md": task("TASK-1", status="Brewing"),
        f"{root}{home}/config.yml": "statuses: [Later, Cold, Brewing]\n",
    }
    assert states(spec(files)) == {"TASK-1": "done"}
    assert states(spec({**files, f"{root}backlog.config.yml": CONFIG})) == {"TASK-1": "in-progress"}


def test_a_change_of_the_configuration_at_the_root_changes_the_tasks() -> None:
    old = {"backlog/tasks/task-1 - A.md": task("TASK-1", status="Served").encode()}
    new = {**old, "backlog.config.yml": CONFIG.encode()}
    change = PathChange(None, "backlog.config.yml")
    before = Snapshot(MemoryTree(old))
    assert [states(each) for each in before.specs()] == [{"TASK-1": "open"}]
    assert [states(each) for each in before.after(MemoryTree(new), [change]).specs()] == [
        {"TASK-1": "done"}
    ]


@pytest.mark.parametrize("status", ["In Progress", "In Review", "Testing"])
def test_a_task_in_review_has_all_criteria_ticked(status: str) -> None:
    body = "## Acceptance Criteria\n- [x] One\n"
    config = "statuses: [To Do, In Progress, In Review, Testing, Done]\n"
    found = read(task("TASK-1", body=body, status=status), task("TASK-2"), config=config)
    assert [each.in_review for each in found.all_tasks()] == [status != "In Progress", False]
    assert found.tasks
    first = "TASK-1" if status == "In Progress" else "TASK-2"
    assert WorkQueue(found.tasks).left[0].id == first


@pytest.mark.parametrize(
    "line", ["assignee: @ada", "assignee: [@ada, @eve-1]", "assignee:\n  - @ada", "reporter: @ada"]
)
def test_names_with_an_at_sign_need_no_quotes(line: str) -> None:
    found = read(task("TASK-1", line, "dependencies: [TASK-2]"), task("TASK-2"))
    assert not unread(found)
    assert found.tasks
    [need] = [need for each in found.all_tasks() for need in each.depends_on]
    assert need.at.line == line.count("\n") + 6


@pytest.mark.parametrize(
    ("name", "identity", "differs"),
    [
        ("task-1 - A", "TASK-2", True),
        ("task-1.1 - A", "task-1.2", True),
        ("task-01 - A", "TASK-1", False),
        ("task-1 - A", "BACK-2", False),
        ("task-1-note - A", "TASK-2", False),
    ],
)
def test_the_id_in_the_name_of_a_file(name: str, identity: str, *, differs: bool) -> None:
    found = spec(
        {f"backlog/tasks/{name}.md": task(identity), "backlog/tasks/task-9 - B.md": task("task-9")}
    )
    reason = f"the name of this file says {name.split(maxsplit=1)[0]}, and its id is {identity}"
    assert unread(found) == ([(2, reason)] if differs else [])


def test_ordinals_then_numbers_order_the_tasks() -> None:
    texts = [task("T-10"), task("T-9"), task("T-2", "ordinal: 2000"), task("T-11", "ordinal: 5.5")]
    found = read(*texts)
    assert list(states(found)) == ["T-2", "T-9", "T-10", "T-11"]
    assert found.tasks
    assert [each.id for each in WorkQueue(found.tasks).left] == ["T-11", "T-2", "T-9", "T-10"]


def test_a_long_title_is_cut_and_one_in_the_name_of_the_file_counts() -> None:
    files: dict[str, str | bytes] = {
        "backlog/tasks/task-1 - Add-lamp.md": "---\nid: TASK-1\nstatus: Done\n---\n",
        "backlog/tasks/task-2 - B.md": task("TASK-2").replace("title: A", f"title: {'lamp ' * 99}"),
    }
    first, second = (each.title for each in spec(files).all_tasks())
    assert first == "Add-lamp"
    assert second.startswith("lamp lamp")
    assert len(second) <= 200


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# A\n", 1, "no status"),
        ("---\nid: TASK-1\nstatus:\n---\n", 3, "no status"),
        ("---\nid: [\n---\n", 3, "front matter cannot be read"),
        ("---\nstatus: [Done]\n---\n", 2, "no status"),
        ("---\nstatus: Done\n---\n## Acceptance Criteria\n- [?] a\n", 5, "mark [?] is unknown"),
        ("---\nstatus: Done\n---\n## Definition of Done\n- [?] a\n", 5, "mark [?] is unknown"),
    ],
)
def test_what_cannot_be_read_is_reported(text: str, line: int, words: str) -> None:
    found = unread(read(text))
    assert any(at == line and words in reason for at, reason in found), found
    assert len({reason for _, reason in found}) == len(found)


CRITERIA = """\
## Description

- [ ] an idea

## Acceptance Criteria
<!-- AC:BEGIN -->
- [x] #1 One
* [ ] #2 Two
<!-- AC:END -->

## Implementation Plan

1. [ ] a step

## Definition of Done
<!-- DOD:BEGIN -->
- [X] #1 Three
<!-- DOD:END -->

```md
## Acceptance Criteria
- [ ] #9 in a fence
```
"""


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_boxes_of_criteria_and_no_others(ends: str) -> None:
    text = task("TASK-1", body=CRITERIA).replace("\n", ends)
    found = spec({"backlog/tasks/task-1 - A.md": text.encode()})
    [only] = found.all_tasks()
    boxes = [(box.text, box.state.value, box.at.line) for box in only.criteria]
    assert boxes == [("#1 One", "done", 13), ("#2 Two", "open", 14), ("#1 Three", "done", 23)]
    assert not unread(found)


def test_criteria_below_subheadings_and_no_nested_boxes_or_comments() -> None:
    body = """\
## Acceptance Criteria (Optional)
### Light
- [x] One
  - [ ] a detail
### Sound
- [ ] Two
## Comments
<!-- COMMENTS:BEGIN -->
- [ ] a question
<!-- COMMENTS:END -->
"""
    [only] = read(task("TASK-1", body=body)).all_tasks()
    assert [box.text for box in only.criteria] == ["One", "Two"]


def test_criteria_without_marks_are_those_of_older_releases() -> None:
    found = read(task("task-1", body="## Acceptance Criteria\n\n- [ ] One\n\n## Notes\n- [ ] no\n"))
    assert [box.text for each in found.all_tasks() for box in each.criteria] == ["One"]


@pytest.mark.parametrize("name", ["TASK-2", "task-2", "TASK-002", "2"])
@pytest.mark.parametrize(
    "form", ["dependencies: [{}]", "dependencies:\n  - {}", "dependencies: {}"]
)
def test_spellings_of_a_dependency(name: str, form: str) -> None:
    found = read(task("TASK-1", form.format(name)), task("TASK-2"))
    assert found.tasks
    names = DependencyNames(found.tasks)
    [need] = [need for each in found.all_tasks() for need in each.depends_on]
    assert [each.id for each in names.find(need) if hasattr(each, "id")] == ["TASK-2"]
    assert need.at.line == (6 if "\n" in form else 5)


def test_completed_and_archived_tasks_are_known_and_drafts_are_not() -> None:
    found = read(
        task("TASK-1", "dependencies: [TASK-8, TASK-9]"),
        **{
            "backlog/completed/task-8 - B.md": task("TASK-8", status="Done"),
            "backlog/archive/tasks/task-9 - C.md": task("TASK-9", body=CRITERIA),
            "backlog/drafts/draft-1 - D.md": task("DRAFT-1"),
            "backlog/tasks/readme.md": "- [ ] 1. no task\n",
            "backlog/docs/doc-1 - E.md": task("doc-1"),
        },
    )
    assert states(found) == {"TASK-1": "open", "TASK-8": "done", "TASK-9": "cancelled"}
    assert not [box for each in found.all_tasks() if each.id == "TASK-9" for box in each.criteria]


def test_a_draft_may_be_a_dependency_and_a_parent() -> None:
    found = read(
        task("TASK-1", "dependencies: [DRAFT-1, draft-01, TASK-2]", "parent_task_id: DRAFT-1"),
        **{"backlog/drafts/draft-1 - D.md": task("DRAFT-1", status="Draft", body=CRITERIA)},
        config=CONFIG,
    )
    [only] = found.all_tasks()
    assert ([need.id for need in only.depends_on], only.parent) == (["TASK-2"], None)
    assert unread(found) == [(4, 'the status "To Do" is unknown')]


def test_a_milestone_is_the_group_of_a_task() -> None:
    found = read(task("TASK-1", "milestone: m-1"), task("TASK-2"))
    assert [each.group for each in found.all_tasks()] == ["m-1", ""]


def test_parents_by_their_key_or_by_a_dotted_id() -> None:
    found = read(
        task("BACK-24"), task("BACK-24.02"), task("BACK-3", "parent_task_id: back-24"),
        task("BACK-9.1"), task("BACK-24.2.1"),
    )  # fmt: skip
    parents = {each.id: each.parent for each in found.all_tasks()}
    assert parents == {
        "BACK-24": None, "BACK-24.02": "BACK-24", "BACK-24.2.1": "BACK-24.02",
        "BACK-3": "BACK-24", "BACK-9.1": None,
    }  # fmt: skip


def test_a_parent_that_does_not_exist_is_reported() -> None:
    found = read(
        task("TASK-1", "parent_task_id: TASK-7"),
        task("TASK-2", "parent_task_id: task-08"),
        **{"backlog/archive/tasks/task-8 - B.md": task("TASK-8")},
    )
    assert unread(found) == [(4, "its parent TASK-7 does not exist")]


def test_circles_and_chains_of_parents_lose_no_task() -> None:
    texts = [task(f"T-{i}", f"parent_task_id: T-{i + 1}") for i in range(60)]
    assert len(states(read(*texts))) == 60
    circle = [task("T-1", "parent_task_id: T-2"), task("T-2", "parent_task_id: T-1")]
    assert len(states(read(*circle, task("T-3", "parent_task_id: T-3")))) == 3
    assert len(list(read(task("T-1"), task("T-1"), task("T-1.1")).all_tasks())) == 3


def test_an_id_in_two_files_unless_one_is_archived() -> None:
    archived = {"backlog/archive/tasks/task-9 - B.md": task("TASK-1")}
    assert not list(doubled(read(task("TASK-1"), **archived)))
    assert [each.at.path for each in read(task("TASK-1"), **archived).all_tasks()] == [
        "backlog/tasks/task-1 - A.md"
    ]
    [(first, second)] = doubled(read(task("TASK-1"), task("task-1"), **archived))
    assert (first.at.path, second.at.path) == (
        "backlog/tasks/task-1 - A.md", "backlog/tasks/task-2 - A.md",
    )  # fmt: skip


@pytest.mark.parametrize(
    "files",
    [
        {"backlog/tasks/login.md": task("x")},
        {"backlog/tasks/task-1.md": task("x")},
        {"backlog/config.yml": CONFIG, "backlog/models.md": "# A\n- [ ] a\n"},
        {"backlog/ideas - 1.md": "- [ ] a\n"},
    ],
)
def test_any_other_backlog_is_no_project(files: dict[str, str | bytes]) -> None:
    assert not projects(files)


def test_specs_in_a_folder_called_backlog_are_still_found() -> None:
    [found] = projects({"backlog/openspec/changes/a/tasks.md": "- [ ] 1.1 A\n"})
    assert found.root == "backlog"
