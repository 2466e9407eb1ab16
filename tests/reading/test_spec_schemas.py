"""Schemas of a repository, which name the documents of a change."""

from __future__ import annotations

import pytest

from aos_check.model.document import Role
from aos_check.model.finding import NotEvaluated
from aos_check.model.spec import Spec
from aos_check.model.tree import MemoryTree
from aos_check.reading import spec_schemas
from aos_check.reading.snapshot import Snapshot
from aos_check.rules.unread_artifact import unread_artifact
from tests.support.reading import project, spec

CHANGE = "openspec/changes/add-horn"
LEAN = """\
name: lean
version: 1
artifacts:
  - id: brief
    generates: brief.md
  - id: work
    generates: planning/work-items.md
    requires: [brief]
apply:
  requires: [work]
  tracks: planning/work-items.md
"""
TASKS = "- [x] 1.1 Bend it\n- [ ] 1.2 Blow it\n"

Files = dict[str, "str | bytes"]


def files(more: Files | None = None, *, schema: str = LEAN) -> Files:
    return {
        "openspec/schemas/lean/schema.yaml": schema,
        "openspec/config.yaml": "schema: lean\n",
        f"{CHANGE}/brief.md": "# Horn\n",
        f"{CHANGE}/planning/work-items.md": TASKS,
        **(more or {}),
    }


def ids(found: Spec) -> list[str]:
    return [task.id for task in found.all_tasks()]


def reasons(some: Files) -> list[str]:
    verdicts = unread_artifact.check(project(some))
    return [each.reason for each in verdicts if isinstance(each, NotEvaluated)]


def test_the_schema_names_the_task_list_and_the_requirements() -> None:
    found = spec(files())
    assert ids(found) == ["1.1", "1.2"]
    roles = {document.path.rpartition("/")[2]: document.role for document in found.documents}
    assert roles == {"brief.md": Role.REQUIREMENTS, "work-items.md": Role.TASKS}
    assert (found.missing, found.unknown_tasks) == ((), "")


def test_the_schema_of_the_change_comes_first() -> None:
    own: Files = {
        f"{CHANGE}/.openspec.yaml": "schema: todo\ncreated: 2026-07-03\n",
        f"{CHANGE}/todo.md": "- [ ] 3. Polish it\n",
        "openspec/schemas/todo/schema.yaml": LEAN.replace("planning/work-items.md", "todo.md"),
    }
    assert ids(spec(files(own))) == ["3"]


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        (LEAN.replace("planning/work-items.md", "planning/*.md"), ["planning/work-items.md"]),
        (LEAN.replace("planning/work-items.md", "'**/work-items.md'"), ["planning/work-items.md"]),
        (LEAN.partition("apply:")[0].replace("id: work", "id: tasks"), ["planning/work-items.md"]),
        (LEAN.replace("tracks: planning/work-items.md", "tracks: null"), ["tasks.md"]),
        (LEAN.replace("planning/work-items.md", "later.md"), ["tasks.md"]),
        (LEAN.replace("planning/work-items.md", "../../../secret.md"), ["tasks.md"]),
        ("artifacts: 3\napply: []\n", ["tasks.md"]),
        ("- a list\n", ["tasks.md"]),
        ("", ["tasks.md"]),
    ],
)
def test_forms_of_a_schema(schema: str, paths: list[str]) -> None:
    found = spec(files({f"{CHANGE}/tasks.md": "- [ ] 9. Tidy up\n"}, schema=schema))
    places = dict.fromkeys(task.at.path for task in found.all_tasks())
    assert list(places) == [f"{CHANGE}/{path}" for path in paths]


@pytest.mark.parametrize("pattern", ["specs/**/*.md", "specs/**/spec.md", "specs/*/spec.md"])
def test_the_first_document_and_the_deltas_are_the_requirements(pattern: str) -> None:
    specs = f"  - id: specs\n    generates: '{pattern}'\n  - id: work\n"
    delta = f"{CHANGE}/specs/horn/spec.md"
    text = "## ADDED Requirements\n\n### Requirement: Blow\nIt SHALL blow.\n"
    found = spec(files({delta: text}, schema=LEAN.replace("  - id: work\n", specs)))
    requirements = [it.path for it in found.documents if it.role is Role.REQUIREMENTS]
    assert requirements == [f"{CHANGE}/brief.md", delta]
    assert [each.id for each in found.requirements] == ["Blow"]


@pytest.mark.parametrize(
    "schema",
    [
        "artifacts:\n  - id: tasks\n    generates: steps.md\n",
        "artifacts:\n  - id: proposal\n    generates: proposal.md\n",
        "artifacts:\n  - id: tasks\n    generates: proposal.md\n",
        "artifacts: []\napply:\n  tracks: specs/**/spec.md\n",
    ],
)
def test_a_schema_takes_no_requirements_away(schema: str) -> None:
    own: Files = {f"{CHANGE}/proposal.md": "# Horn\n", f"{CHANGE}/specs/horn/spec.md": "# Blow\n"}
    found = spec(files(own, schema=schema))
    requirements = [it.path for it in found.documents if it.role is Role.REQUIREMENTS]
    assert requirements == list(own)


def test_a_change_need_not_have_a_proposal_that_its_schema_does_not_name() -> None:
    with_tasks = "artifacts:\n  - id: {}\n    generates: {}\n  - id: tasks\n    generates: t.md\n"
    more: Files = {f"{CHANGE}/t.md": TASKS}
    schemas = [with_tasks.format("brief", "brief.md"), with_tasks.format("proposal", "proposal.md")]
    missing = [spec(files(more, schema=schema)).missing for schema in schemas]
    assert [bool(paths) for paths in missing] == [False, True]


def test_a_list_in_several_files() -> None:
    more: Files = {
        f"{CHANGE}/backend/tasks.md": "- [x] 1.1 Bend it\n",
        f"{CHANGE}/tasks.md": "- [ ] 1.1 Blow it\n",
    }
    found = spec(files(more, schema=LEAN.replace("planning/work-items.md", "'**/tasks.md'")))
    assert [(task.id, task.done) for task in found.all_tasks()] == [("1.1", True), ("1.1", False)]


def test_line_ends_of_windows() -> None:
    some = {path: text.replace("\n", "\r\n") for path, text in files().items()}  # type: ignore[arg-type]
    assert ids(spec(some)) == ["1.1", "1.2"]


@pytest.mark.parametrize(
    "name", ["spec-driven", "'spec-driven' # the default", "workspace-planning", "tdd"]
)
def test_the_built_in_schema(name: str) -> None:
    some: Files = {"openspec/config.yaml": f"schema: {name}\n", f"{CHANGE}/proposal.md": "# Horn\n"}
    assert (spec(some).unknown_tasks, reasons(some)) == ("", [])


def test_a_repository_may_replace_the_built_in_schema() -> None:
    more: Files = {
        "openspec/config.yaml": "schema: spec-driven\n",
        "openspec/schemas/spec-driven/schema.yaml": LEAN,
    }
    assert ids(spec(files(more))) == ["1.1", "1.2"]


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ("schema: elsewhere\n", 'the schema "elsewhere" of add-horn is not in openspec'),
        ("schema: ../../etc\n", 'the schema "../../etc" of add-horn is not in openspec'),
        ("schema: [\n", "the schema of add-horn cannot be read: it is not YAML"),
        ("schema: !!python/object:os.system x\n", "the schema of add-horn cannot be read"),
        (f"a: {'[' * 999}\n", "the schema of add-horn cannot be read"),
    ],
)
def test_a_schema_that_is_not_known(config: str, reason: str) -> None:
    some = files({"openspec/config.yaml": config})
    (found,) = reasons(some)
    assert found.startswith(reason)
    assert ids(spec(some)) == []


def test_with_a_plain_task_list_no_schema_is_needed() -> None:
    some: Files = {"openspec/config.yaml": "schema: elsewhere\n", f"{CHANGE}/tasks.md": TASKS}
    assert (ids(spec(some)), reasons(some)) == (["1.1", "1.2"], [])


def test_a_changed_schema_is_read_again() -> None:
    from aos_check.model.change import PathChange

    path = "openspec/schemas/lean/schema.yaml"
    before = Snapshot(MemoryTree(files()))
    assert ids(before.specs()[0]) == ["1.1", "1.2"]
    later = files({f"{CHANGE}/todo.md": "- [ ] 3. Polish it\n"})
    later[path] = LEAN.replace("planning/work-items.md", "todo.md")
    after = before.after(MemoryTree(later), [PathChange(path, path)])
    assert ids(after.specs()[0]) == ["3"]


def test_the_files_of_a_home_are_searched_once_for_all_its_changes() -> None:
    spec_schemas._any_below.cache_clear()
    specs = project({f"openspec/changes/add-{it}/tasks.md": TASKS for it in range(20)}).specs
    assert len(specs) == 20
    assert spec_schemas._any_below.cache_info().misses == 1
