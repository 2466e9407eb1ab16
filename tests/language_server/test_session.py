"""A real session of an editor with `aos-check lsp`. The tests share one server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from lsprotocol import types as lsp

from tests.support.editor import Editor
from tests.support.git_repo import Repo

LOGIN = "agent-os/specs/2026-01-01-login"
SEARCH = "agent-os/specs/2026-01-02-search"
TASKS, SPEC, ROADMAP = f"{LOGIN}/tasks.md", f"{LOGIN}/spec.md", "agent-os/product/roadmap.md"
MESSAGE = ".git/COMMIT_EDITMSG"
TASK_LIST = """# Tasks

- [x] 1.0 Sign in (FR-001), see search#1.0
  - [x] 1.1 Draw <b>the form</b> [here](javascript:x) \x1b[31m
- [ ] 2.0 Sign out 😀 FR-002 by ADR-0001
"""
FILES = {
    TASKS: TASK_LIST,
    SPEC: "# Login\n\nStatus: Approved\n\n## Requirements\n\n- FR-001: A user signs in.\n"
    "- FR-002: A user signs out.\n",
    f"{SEARCH}/tasks.md": "- [ ] 1.0 Find it\n",
    f"{SEARCH}/spec.md": "# Search\n\n## Requirements\n\n- FR-001: It finds.\n",
    "agent-os/product/mission.md": "# Mission\n\n## Pitch\n\nWe let users in.\n",
    ROADMAP: "# Roadmap\n\n1. [ ] Login — `2026-01-01-login`\n"
    "2. [ ] Search — `2026-01-02-search`\n",
    "docs/adr/0001-use-tokens.md": "# 1. Use tokens\n\nDate: 2026-01-01\n\n"
    "## Status\n\nAccepted\n\n"
    "## Context\n\nWe need it.\n\n## Decision\n\nTokens.\n\n## Consequences\n\nNone.\n",
    "notes.md": "See login#1.1 and login#9.9.\n",
    ".gitignore": "ignored/\n",
    "ignored/agent-os/specs/2026-01-01-x/tasks.md": "- [x] 1.0 a\n  - [ ] 1.1 b\n",
}


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    repo = Repo(tmp_path_factory.mktemp("editor") / "a repo")
    repo.commit("Begin", FILES)
    opened = Editor(repo.top)
    opened.initialize()
    opened.open(TASKS)
    opened.wait(lambda: TASKS in opened.shown)
    yield opened
    assert opened.quit() == 0


@pytest.fixture(autouse=True)
def at_first(editor: Editor) -> Iterator[None]:
    """Leave the files and the open text as they were."""
    yield
    for path, text in FILES.items():
        (editor.folder / path).write_text(text, "utf-8")
    (editor.folder / "aos-check.toml").unlink(missing_ok=True)
    for path in set(editor.versions) - {TASKS}:
        editor.close(path)
        del editor.versions[path]
    editor.type(TASKS, TASK_LIST)
    _settle(editor)
    editor.messages.clear()


def _settle(editor: Editor) -> None:
    editor.wait(lambda: editor.shown[TASKS].version == editor.versions[TASKS])


def test_findings_appear_and_go_as_one_types(editor: Editor) -> None:
    editor.type(TASKS, TASK_LIST.replace("[x] 1.1", "[ ] 1.1"))
    editor.wait(lambda: editor.codes(TASKS) == ["TASK001"])
    [found] = editor.shown[TASKS].diagnostics
    assert found.range == lsp.Range(lsp.Position(2, 0), lsp.Position(2, 42))
    assert found.severity is lsp.DiagnosticSeverity.Error
    assert found.source == "aos-check"
    assert "\nhelp: " in found.message
    assert found.code_description
    assert found.code_description.href.endswith("#task001-done-task-open-subtask")
    [related] = found.related_information or ()
    assert (related.location.uri, related.location.range.start.line) == (editor.uri(TASKS), 3)
    editor.type(TASKS, TASK_LIST)
    editor.wait(lambda: editor.codes(TASKS) == [])


def test_only_the_last_of_many_changes_is_checked(editor: Editor) -> None:
    for number in range(30):
        editor.type(TASKS, TASK_LIST + f"- [x] 3.{number} Type\n")
    _settle(editor)
    assert editor.shown[TASKS].version == editor.versions[TASKS]


def test_columns_count_as_the_editor_counts(editor: Editor) -> None:
    editor.type(TASKS, TASK_LIST + "- [ ] 3.0 😀😀 [see](gone.md)\n")
    editor.wait(lambda: editor.codes(TASKS) == ["DOC003"])
    [found] = editor.shown[TASKS].diagnostics
    assert (found.range.start, found.range.end) == (lsp.Position(5, 21), lsp.Position(5, 29))


def test_files_that_are_not_open_are_shown_when_they_change(editor: Editor) -> None:
    path = f"{SEARCH}/tasks.md"
    (editor.folder / path).write_text("- [x] 1.0 Find it\n  - [ ] 1.1 Deep\n")
    editor.changed_on_disk()
    editor.wait(lambda: "TASK001" in editor.codes(path))
    assert editor.shown[path].version is None
    (editor.folder / path).unlink()
    editor.changed_on_disk()
    editor.wait(lambda: editor.codes(path) == [])


def test_a_deleted_file_that_is_open_is_checked_as_typed(editor: Editor) -> None:
    (editor.folder / TASKS).unlink()
    editor.type(TASKS, TASK_LIST.replace("[x] 1.1", "[ ] 1.1"))
    editor.wait(lambda: editor.codes(TASKS) == ["TASK001"])


def test_a_broken_configuration_is_shown_in_its_place(editor: Editor) -> None:
    config = editor.folder / "aos-check.toml"
    config.write_text("\nlayouts = [1]\n")
    editor.type(TASKS, TASK_LIST)
    editor.wait(lambda: bool(editor.messages))
    [error] = editor.shown["aos-check.toml"].diagnostics
    assert error.range.start.line == 1
    assert editor.messages[0].startswith("aos-check: aos-check.toml:2: ")
    assert editor.hover(TASKS, 2, 7) == ""
    config.write_text('ignore = ["TASK001"]\n')
    editor.type(TASKS, TASK_LIST.replace("[x] 1.1", "[ ] 1.1"))
    editor.wait(lambda: editor.shown["aos-check.toml"].diagnostics == ())
    _settle(editor)
    assert editor.codes(TASKS) == []


def test_files_outside_and_ignored_ones_are_not_checked(editor: Editor) -> None:
    path = "ignored/agent-os/specs/2026-01-01-x/tasks.md"
    editor.open(path, FILES[path] + "\n")
    editor.open("../elsewhere.md", "- [x] 1.0 a\n  - [ ] 1.1 b\n")
    editor.open("\x00.md", "hostile")
    editor.type(TASKS, TASK_LIST)
    _settle(editor)
    assert editor.codes(path) == []
    assert not [it for it in editor.shown if "elsewhere" in it]
    assert editor.hover("../elsewhere.md", 0, 7) == ""
    assert editor.actions(TASKS, [lsp.Diagnostic(lsp.Range(*[lsp.Position(0, 0)] * 2), "x")]) == []


@pytest.mark.parametrize(
    "text",
    ["\ud800", "\0", "- [x] " * 20_000, "[" * 20_000, "---\na: &a [*a]\n---\n", "\u2028\x85\r\r\n"],
)
def test_hostile_text_neither_ends_nor_blocks_the_server(editor: Editor, text: str) -> None:
    editor.type(TASKS, text)
    _settle(editor)
    for line, column in ((0, 3), (0, 10**6), (10**6, 3)):
        editor.hover(TASKS, line, column)
        editor.completions(TASKS, line, column)


@pytest.mark.parametrize(
    ("path", "line", "column", "shows"),
    [
        pytest.param(
            TASKS, 2, 8, ["`login#1.0`", "**done**", "Evidence: appeared done in", "approved"],
            id="a task",
        ),
        pytest.param(TASKS, 2, 19, ["`FR-001` A user signs in."], id="a requirement"),
        pytest.param(TASKS, 2, 35, ["`search#1.0`", "**open**", "Find it"], id="an address"),
        pytest.param(TASKS, 4, 34, ["**accepted**", "Use tokens"], id="a decision"),
        pytest.param(TASKS, 3, 12, ["`login#1.1`", "`<b>the`"], id="hostile text as code"),
        pytest.param(ROADMAP, 2, 9, ["Login", "`2026-01-01-login`"], id="a roadmap item"),
        pytest.param("notes.md", 0, 7, ["`login#1.1`"], id="an address in any document"),
    ],
)  # fmt: skip
def test_hover(editor: Editor, path: str, line: int, column: int, shows: list[str]) -> None:
    if path != TASKS:
        editor.open(path)
    text = editor.hover(path, line, column)
    assert all(part in text for part in shows), text
    assert text.replace("\n", "").isprintable()


def test_hover_on_the_rule_of_a_suppression(editor: Editor) -> None:
    ignore = "<!-- aos-check: ignore TASK001 because it is so -->"
    editor.type(TASKS, f"{TASK_LIST}\n{ignore}\n")
    text = editor.hover(TASKS, 6, ignore.index("TASK001") + 2)
    assert text.startswith("`TASK001` `done-task-open-subtask` **error**")


@pytest.mark.parametrize(
    ("path", "line", "column", "leads_to"),
    [
        (TASKS, 2, 19, (SPEC, 6)),
        (TASKS, 4, 22, (SPEC, 7)),
        (TASKS, 2, 35, (f"{SEARCH}/tasks.md", 0)),
        (TASKS, 4, 34, ("docs/adr/0001-use-tokens.md", 0)),
        (ROADMAP, 2, 9, (SPEC, 0)),
        ("notes.md", 0, 7, (TASKS, 3)),
        ("notes.md", 0, 19, None),
        ("notes.md", 0, 0, None),
    ],
)
def test_definition(
    editor: Editor, path: str, line: int, column: int, leads_to: tuple[str, int] | None
) -> None:
    if path != TASKS:
        editor.open(path)
    assert editor.definition(path, line, column) == leads_to


def test_a_commit_message_leads_to_tasks_and_completes_them(editor: Editor) -> None:
    editor.open(MESSAGE, "Sign out\n\nTask: login#2.0\nTask: lo\nOther: lo\n", "gitcommit")
    assert editor.definition(MESSAGE, 2, 8) == (TASKS, 4)
    found = editor.completions(MESSAGE, 3, 8)
    assert [it.label for it in found] == ["login#2.0", "search#1.0"]
    assert isinstance(found[0].text_edit, lsp.TextEdit)
    assert found[0].text_edit.range == lsp.Range(lsp.Position(3, 6), lsp.Position(3, 8))
    assert editor.completions(MESSAGE, 4, 9) == []
    assert MESSAGE not in editor.shown or editor.codes(MESSAGE) == []


def test_requirement_ids_complete_in_task_lists(editor: Editor) -> None:
    editor.type(TASKS, TASK_LIST + "- [ ] 3.0 More FR\n")
    found = editor.completions(TASKS, 5, 17)
    assert [(it.label, it.detail) for it in found] == [
        ("FR-001", "A user signs in."),
        ("FR-002", "A user signs out."),
    ]
    assert editor.completions(TASKS, 0, 5) == []


def test_a_certain_fix_is_an_edit_of_the_version_that_was_read(editor: Editor) -> None:
    editor.type(TASKS, TASK_LIST.replace("[x] 1.0", "[ ] 1.0"))
    editor.wait(lambda: editor.codes(TASKS) == ["TASK002"])
    diagnostics = list(editor.shown[TASKS].diagnostics)
    [action] = editor.actions(TASKS, diagnostics)
    assert action.kind == lsp.CodeActionKind.QuickFix
    assert action.diagnostics == tuple(diagnostics)
    assert action.edit
    [change] = action.edit.document_changes or ()
    assert isinstance(change, lsp.TextDocumentEdit)
    assert change.text_document.version == editor.versions[TASKS]
    [edit] = change.edits
    assert isinstance(edit, lsp.TextEdit)
    assert edit.new_text == TASK_LIST.split("\n")[2]
    assert edit.range == lsp.Range(lsp.Position(2, 0), lsp.Position(2, 42))


def test_nothing_is_written(editor: Editor) -> None:
    """All files are as this module wrote them, and git has no more objects or locks."""
    status = Repo(editor.folder).git("status", "--porcelain")
    assert status == ""


def test_a_client_that_closes_the_pipe_ends_the_server(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    opened = Editor(tmp_path / "empty")
    opened.initialize()
    assert opened.hang_up() == 0
