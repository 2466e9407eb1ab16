"""The files that done tasks name as what they make."""

from __future__ import annotations

import pytest

from tests.support.reading import spec

TASKS = "openspec/changes/add-lamp/tasks.md"


def named(task: str, *files: str, mark: str = "x") -> list[tuple[str, bool | None]]:
    """The path that the task names, and whether the tree has it."""
    tree = dict.fromkeys(("src/other.py", *files), "")
    found = spec({TASKS: f"- [{mark}] 1.1 {task}\n", **tree}).named_files
    return [(file.path, file.found) for file in found]


@pytest.mark.parametrize(
    ("task", "path"),
    [
        ("Create `src/lamp.py`", "src/lamp.py"),
        ("create the `src/lamp.py` module", "src/lamp.py"),
        ("Create src/lamp.py", "src/lamp.py"),
        ("Create the file src/lamp.py with a switch", "src/lamp.py"),
        ("Add new unit tests `tests/lamp.test.ts` for the lamp", "tests/lamp.test.ts"),
        ("**Implement** `./src/lamp.rs` (with `Lamp`)", "src/lamp.rs"),
        ("Write: `lamp.go`", "lamp.go"),
        ("[P] [US1] Create the Lamp model in src/models/lamp.py", "src/models/lamp.py"),
        ("Create Lamp in `src/lamp.py`.", "src/lamp.py"),
        ("Implement `Lamp` in src/lamp.py", "src/lamp.py"),
        ("Add the `light` and `dim` methods of `Lamp` in `src/lamp.py`", "src/lamp.py"),
        ("Implement the lamp in src/lamp.py, with a switch", "src/lamp.py"),
        ("Define the types at src/lamp.d.ts", "src/lamp.d.ts"),
        ("Crear el modelo en src/lamp.py", "src/lamp.py"),
        ("Créer le modèle dans src/lamp.py", "src/lamp.py"),
        ("创建 `src/lamp.py`", "src/lamp.py"),
    ],
)
def test_a_task_that_makes_a_file(task: str, path: str) -> None:
    assert named(task) == [(path, False)]
    assert named(task, f"deep/{path}") == [(path, True)]


@pytest.mark.parametrize(
    "task",
    [
        "Update `src/lamp.py`",
        "Test the lamp in src/lamp.py",
        "Remove `src/lamp.py`",
        "Add a switch to `src/lamp.py`",
        "Add tests for `src/lamp.py`",
        "Write a script that reads `src/lamp.py`",
        "Create `src/lamp.py` or `src/light.py`",
        "Create `src/lamp.py` and `src/light.py`",
        "Create a module (e.g. `src/lamp.py`)",
        "Create `src/lamp.py` if needed",
        "Create `src/lamp.py` (optional)",
        "Create a temporary script in src/lamp.py",
        "Create `src/lamp.py` → moved to the light",
        "Create `src/lamp.py` (merged into light)",
        "Create `src/*.py`",
        "Create `src/<name>.py`",
        "Create `src/{name}.py`",
        "Create `path/to/lamp.py`",
        "Create the migration `YYYY-MM-DD_add_lamps.py`",
        "Create the migration `db/NNN_add_lamps.sql`",
        "Create the lamp in src/lamps/",
        "Create `docs/lamp.md`",
        "Create `.github/lamp.sh`",
        "Generate `dist/lamp.js`",
        "Generate the client in src/generated/lamp.ts",
        "Create the page in Next.js",
        "Create a `Next.js` application",
        "Create `/etc/lamp.sh`",
        "Create `../lamp/lamp.py`",
        "Create `https://example.org/lamp.py`",
        "Create the lamp",
        "Create in",
    ],
)
def test_a_task_that_names_no_certain_file(task: str) -> None:
    assert named(task) == []


@pytest.mark.parametrize("mark", [" ", "~", "-"])
def test_only_a_done_task_has_made_one(mark: str) -> None:
    assert named("Create `src/lamp.py`", mark=mark) == []


def test_a_parent_is_as_done_as_its_subtasks() -> None:
    text = "- [x] 1. Create `src/lamp.py`\n  - [x] 1.1 Create `src/switch.py`\n"
    assert [it.path for it in spec({TASKS: text, "src/a.py": ""}).named_files] == ["src/switch.py"]


def test_a_note_below_the_task_counts() -> None:
    text = (
        "- [x] 1.1 Create `src/lamp.py`\n  - Merged into the light.\n- [x] 1.2 Create `src/b.py`\n"
    )
    assert [it.path for it in spec({TASKS: text, "src/a.py": ""}).named_files] == ["src/b.py"]


@pytest.mark.parametrize(
    "file",
    [
        "lib/lamp.py",
        "src/Lamp.ts",
        "src/lamp/__init__.py",
        "src/lamp/index.ts",
        "tests/test_lamp.py",
        "src/lamp_model.py",
    ],
)
def test_a_similar_name_is_enough(file: str) -> None:
    assert named("Create `src/lamp.py`", file) == [("src/lamp.py", True)]


def test_a_migration_has_any_number() -> None:
    tree = "db/20260701_add_lamps.sql"
    assert named("Create `db/003_add_lamps.sql`", tree) == [("db/003_add_lamps.sql", True)]
    assert named("Create `db/003_add_oil.sql`", tree) == [("db/003_add_oil.sql", False)]


@pytest.mark.parametrize(
    "file", ["docs/lamp.md", "specs/lamp/notes.py", ".cache/lamps.py", "lamp/data.json"]
)
def test_a_document_or_folder_of_that_name_is_not(file: str) -> None:
    assert named("Create `src/lamp.py`", file) == [("src/lamp.py", False)]


def test_without_source_code_nothing_can_be_known() -> None:
    files: dict[str, str | bytes] = {TASKS: "- [x] 1.1 Create `src/lamp.py`\n"}
    for more in ("README.md", ".specify/scripts/setup.sh"):
        (file,) = spec({**files, more: ""}).named_files
        assert file.found is None


def test_the_code_may_be_in_another_repository() -> None:
    text = "".join(f"- [x] 1.{n} Create `app/part{n}.ts`\n" for n in range(1, 6))
    tree: dict[str, str | bytes] = {TASKS: text, "tools/release.sh": ""}
    assert {file.found for file in spec(tree).named_files} == {None}
    assert {file.found for file in spec({**tree, "app/main.ts": ""}).named_files} == {False}


def test_a_submodule_may_have_the_file() -> None:
    assert named("Create `lib/lamp.py`", ".gitmodules") == [("lib/lamp.py", None)]
    assert named("Create `src/lamp.py`", ".gitmodules") == [("src/lamp.py", False)]


def test_a_long_line_takes_no_time() -> None:
    assert named("Create " + "a b `" * 800) == []
    assert named("Create in " + "in a/" * 800) == []
    assert named("Create " + "a/" * 1900 + ".py.") == []
