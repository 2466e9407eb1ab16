"""Tasks that only archive their spec, and tasks that only sound like it."""

from __future__ import annotations

import pytest

from tests.support.reading import spec

HOME = "openspec/changes/archive/2026-07-01-add-lamp"


def left(*titles: str) -> list[str]:
    """The titles of the open tasks that are work."""
    text = "- [x] 1.1 Build the lamp\n" + "".join(
        f"- [ ] 2.{number} {title}\n" for number, title in enumerate(titles, 1)
    )
    return [task.title for task in spec({f"{HOME}/tasks.md": text}).work_left()]


@pytest.mark.parametrize(
    "title",
    [
        "Archive the change with `openspec archive add-lamp`",
        "`openspec archive add-lamp --yes`",
        "Run /opsx:archive add-lamp",
        "Execute: openspec-archive-change",
        "**Archive** this completed OpenSpec change after the merge",
        "Archive add-lamp",
        "Archive",
        "Archive once the pull request is merged",
        "Archive `openspec/changes/add-lamp`",
        "Finalize and archive the change",
        "Close and archive",
        "Run the archive command",
        "Use the archive workflow for this change",
        "After the merge, archive the change",
        "Post-deploy: archive the proposal",
        "Move to archive",
        "Move the change folder to `openspec/changes/archive/`",
        "git mv openspec/changes/add-lamp openspec/changes/archive/2026-07-01-add-lamp",
        "Sync delta specs into openspec/specs",
        "Sync specs",
        "Merge the spec deltas into the main specs",
        "Run `/opsx:sync`",
        "Sync to main specs",
        "Apply deltas to the main specs",
        "Apply spec deltas on archive",
        "Update openspec/specs with the deltas",
        "Archivar el cambio",
        "Ejecutar `openspec archive add-lamp`",
        "Arquivar a mudança",
        "Archiver le changement",
        "Änderung archivieren",
        "Archiviere die Änderung",
        "Архивировать изменение",
        "归档变更",
        "运行 `openspec archive add-lamp`",
        "同步 delta specs",
        "変更をアーカイブする",
        "변경 아카이브",
    ],
)
def test_the_archiving_itself(title: str) -> None:
    assert left(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "Build the archive page",
        "Apply deltas to generate future state",
        "Merge specs to create one index",
        "Add an archive command",
        "Archive old logs",
        "Archive the change history page",
        "Run the archive tests",
        "Use the archive format of tar",
        "Close and reopen the archive",
        "Update the specs of the lamp",
        "Apply the theme to specs",
        "Archive records when they expire",
        "Add tests of `openspec archive`",
        "Test `openspec archive` with flags",
        "Verify that `openspec archive` applies cleanly",
        "Document openspec archive with --skip-specs",
        "Move the orders to the archive table",
        "Move old orders to archive",
        "Sync the calendar to the server",
        "Sync user data",
        "Merge the branch into main",
        "Update the documents and archive the change",
        "归档旧日志",
        "Archivar pedidos antiguos",
    ],
)
def test_work_about_archives(title: str) -> None:
    assert left(title) == [title]


def test_a_parent_with_only_the_archiving_left() -> None:
    text = "- [ ] 2. Close\n  - [x] 2.1 Test\n  - [ ] 2.2 Archive the change\n"
    assert spec({f"{HOME}/tasks.md": text}).work_left() == []
    more = f"{text}  - [ ] 2.3 Clean up\n"
    left = spec({f"{HOME}/tasks.md": more}).work_left()
    assert [task.id for task in left] == ["2", "2.3"]


def test_only_a_layout_that_archives_has_such_tasks() -> None:
    text = "- [ ] 1. Archive the change\n"
    found = spec({".agent-os/specs/2025-10-08-login/tasks.md": text})
    assert [task.id for task in found.work_left()] == ["1"]
