"""A worktree that stays open reads the same as one that is opened anew."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aos_check.git import watched
from aos_check.judging.check_input import CheckInput
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.judge import judge
from aos_check.judging.request import closing_request
from aos_check.judging.workspace import Workspace
from aos_check.model.errors import CannotCheckError
from aos_check.model.tree import Overlay
from tests.support.git_repo import Repo

SPEC = "agent-os/specs/2026-01-0{}-part-{}"
TASKS = """# Tasks

- [x] 1.0 Build it (see [the model](../../../src/model.py))
  - [x] 1.1 Write `src/model.py` (R1)
  - [ ] 1.2 Read @agent-os/product/mission.md
- [ ] 2.0 Ship it
"""
REQUIREMENTS = """# Requirements

Status: Approved

## Requirements

- R1: It is [fast](./tasks.md).
- R2: It is small.
"""
RECORD = """{"schema": 1, "approvals": [{"artifact": "spec.md", "digest": "aos2:0", "by": "Ada",
"at": "2026-01-02", "email": "ada@example.org"}]}
"""
DECISION = (
    "# {}. Use it\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\n## Decision\n"
)
CONFIGURATIONS = (
    "",
    'ignore = ["SPEC001"]\n',
    '[approval]\nlevel = "status"\n',
    '[approval]\nlevel = "listed"\napprovers = ["ada@example.org"]\n',
    '[approval]\nlevel = "separate"\n',
    '[approval]\nlevel = "listed"\napprovers = "CODEOWNERS"\n',
    'enforce-since = "2026-01-01"\n[approval]\nlevel = "separate"\n',
    'layouts = ["agent-os-2"]\n',
    "this is = not toml",
    'projects = ["missing"]\n',
)


def _files() -> dict[str, str]:
    files = {
        "agent-os/product/mission.md": "# Mission\n",
        "agent-os/product/roadmap.md": "# Roadmap\n\n1. [x] part-1 — see specs\n2. [ ] part-2\n",
        "src/model.py": "pass\n",
        "CODEOWNERS": "* ada@example.org\n",
        "specs/004-kit/spec.md": "# Feature: Kit\n\n**Status**: Draft\n\n- **FR-001**: It runs.\n",
        "specs/004-kit/tasks.md": "# Tasks: Kit\n\n- [ ] T001 Build src/model.py\n",
        "docs/adr/0001-use-it.md": DECISION.format(1),
        "docs/adr/0002-drop-it.md": DECISION.format(2) + "\nSupersedes [1](0001-use-it.md)\n",
        "openspec/changes/add-a/tasks.md": "## 1. Do\n\n- [ ] 1.1 Do it\n",
        "openspec/changes/add-a/proposal.md": "# Why\n",
        "openspec/specs/a/spec.md": "# A\n\n### Requirement: It is\n",
    }
    for number in (1, 2, 3):
        folder = SPEC.format(number, number)
        files[f"{folder}/tasks.md"] = TASKS
        files[f"{folder}/spec.md"] = REQUIREMENTS
    files[f"{SPEC.format(1, 1)}/approval.json"] = RECORD
    return files


class Editor:
    """Changes a repository at random."""

    def __init__(self, repo: Repo, seed: int) -> None:
        self._repo = repo
        self._random = random.Random(seed)  # noqa: S311 - to repeat a failure
        self.unsaved: dict[str, bytes] = {}
        self.done: list[str] = []
        self._acts: tuple[Callable[[], object], ...] = (
            *(self._edit,) * 5,
            *(self._type,) * 3,
            self._delete,
            self._rename_folder,
            self._add,
            self._configure,
            self._commit,
            self._stage,
            self._save,
        )

    def act(self) -> None:
        """Change something."""
        act = self._random.choice(self._acts)
        self.done.append(act.__name__)
        act()

    def _path(self) -> Path:
        found = [it for it in self._repo.top.rglob("*") if it.is_file() and ".git" not in it.parts]
        return self._random.choice(sorted(found))

    def _text(self) -> str:
        lines = self._random.choice(list(_files().values())).split("\n")
        if self._random.random() < 0.5:
            lines.insert(self._random.randrange(len(lines)), "- [x] 3.0 More [it](../gone.md)")
        else:
            lines.pop(self._random.randrange(len(lines)))
        return "\n".join(lines)

    def _write(self, path: Path, text: str) -> None:
        # Another file in its place has another inode, whatever the clock says.
        path.parent.mkdir(parents=True, exist_ok=True)
        new = self._repo.top / ".git/new"
        new.write_text(text)
        os.replace(new, path)  # noqa: PTH105

    def _edit(self) -> None:
        self._write(self._path(), self._text())

    def _type(self) -> None:
        path = self._path().relative_to(self._repo.top).as_posix()
        self.unsaved[path] = self._text().encode()

    def _save(self) -> None:
        self.unsaved.clear()

    def _delete(self) -> None:
        self._path().unlink()

    def _rename_folder(self) -> None:
        folder = self._path().parent
        if folder != self._repo.top:
            shutil.move(folder, folder.with_name(f"{folder.name}{self._random.choice('ab')}"))

    def _add(self) -> None:
        names = ("tasks.md", "notes.md", "approval.json", "requirements.md", "src/gone.md")
        self._write(self._path().parent / self._random.choice(names), self._text())

    def _configure(self) -> None:
        self._write(self._repo.top / "aos-check.toml", self._random.choice(CONFIGURATIONS))

    def _commit(self) -> None:
        self._repo.commit("Work", by=self._random.choice(["Ada", "Bob"]))

    def _stage(self) -> None:
        self._repo.git("add", "--all")


@pytest.fixture
def at_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust the state of every file: nothing here changes one without a trace."""
    monkeypatch.setattr(watched, "_SETTLED", 0)


@pytest.fixture
def workspace(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.chdir(repo.top)
    opened = Workspace()
    yield opened
    opened.close()


def _outcome(read: Callable[[], CheckInput]) -> object:
    try:
        opened = read()
        report = judge(opened)
    except CannotCheckError as error:
        return error.message, error.remedy
    return (
        opened.projects,
        opened.config,
        opened.baseline,
        opened.sources.policy,
        sorted(opened.tree.paths()),
        report.findings,
        report.fixes,
        report.not_evaluated,
    )


@pytest.mark.usefixtures("at_rest")
@pytest.mark.parametrize("seed", range(6))
def test_a_workspace_reads_what_a_fresh_check_reads(
    repo: Repo, workspace: Workspace, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    repo.commit("Start", _files())
    repo.git("config", "user.name", "Ada")
    repo.git("config", "user.email", "ada@example.org")
    editor = Editor(repo, seed)
    for _ in range(15):
        editor.act()
        kept = _outcome(lambda: workspace.read(editor.unsaved))
        with monkeypatch.context() as here:
            over = lambda tree, _: Overlay(tree, editor.unsaved)  # noqa: E731
            here.setattr("aos_check.judging.input.worktree.Overlay", over)
            with closing_request() as request:
                fresh = _outcome(lambda: open_projects(request))
        assert kept == fresh, editor.done


def test_a_change_that_leaves_no_trace_is_read(repo: Repo, workspace: Workspace) -> None:
    path = f"{SPEC.format(1, 1)}/tasks.md"
    repo.write({path: "- [ ] 1.0 Aye\n"})
    workspace.read()
    before = (repo.top / path).stat()
    (repo.top / path).write_text("- [ ] 1.0 Bee\n")
    os.utime(repo.top / path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert [task.title for task in workspace.read().specs[0].all_tasks()] == ["Bee"]


@pytest.mark.usefixtures("at_rest")
def test_what_did_not_change_is_not_read_again(repo: Repo, workspace: Workspace) -> None:
    repo.write(_files())
    first = workspace.read()
    changed = f"{SPEC.format(1, 1)}/tasks.md"
    later = workspace.read({changed: b"- [ ] 1.0 New\n"})
    kept = {id(spec) for spec in first.specs}
    assert [spec.path for spec in later.specs if id(spec) not in kept] == [SPEC.format(1, 1)]


def test_a_folder_outside_of_git_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "alone"
    (folder / "agent-os/specs/2026-01-01-one").mkdir(parents=True)
    (folder / "agent-os/specs/2026-01-01-one/tasks.md").write_text("- [ ] 1.0 Do it\n")
    workspace = Workspace(folder)
    assert [spec.id for spec in workspace.read().specs] == ["2026-01-01-one"]
    shutil.rmtree(folder / "agent-os")
    assert workspace.read().specs == []
    workspace.close()
