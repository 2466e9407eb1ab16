"""Partial clones whose origin is gone: what is missing cannot be fetched."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

LONG = "".join(f"line {number}\n" for number in range(200))
ALL = ("--range", "start..HEAD")


class Clones:
    """A repository, and its clones without some contents."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.origin = Repo(folder / "origin")
        self.origin.git("config", "uploadpack.allowFilter", "true")
        self.origin.commit("docs: plan", {**project(), "src/a.py": LONG, "src/b.py": f"{LONG}b\n"})
        self.origin.git("tag", "start")

    def clone(self, wanted: str, *options: str) -> Repo:
        """A clone with this filter, which loses its origin."""
        found = Repo(self._folder / "clone")
        url = f"file://{self.origin.top}"
        found.git("clone", "-q", *options, f"--filter={wanted}", "--branch=main", url, ".partial")
        clone = Repo(found.top / ".partial")
        self.origin.top.rename(self._folder / "gone")
        return clone


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    """Two commits that move and edit long files of code, and one that names no task."""
    found = Clones(tmp_path)
    moved = {"src/a.py": None, "lib/a.py": f"{LONG}more\n", f"{SPEC}/tasks.md": tasks("1")}
    found.origin.commit("feat: one\n\nTask: login#1", moved)
    moved = {
        "lib/a.py": None,
        "lib/c.py": f"{LONG}more\nmore\n",
        f"{SPEC}/tasks.md": tasks("1", "2"),
    }
    found.origin.commit("feat: two\n\nTask: login#2", {**moved, "src/b.py": None})
    found.origin.commit("feat: three", {"src/d.py": "x\n"})
    return found


def codes(report: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in report["findings"]]


def test_code_is_missing(clones: Clones) -> None:
    clone = clones.clone("blob:limit=1k")
    report = clone.report("check", *ALL)
    assert codes(report) == ["GIT001"]
    assert report["checked"]["commits"] == 3
    assert [note.partition(",")[0] for note in report["notes"]] == [
        "contents are missing from this partial clone"
    ]
    for rev in ("HEAD~1", "HEAD~2"):
        assert codes(clone.report("check", "--commit", rev)) == []


def test_earlier_task_lists_are_missing(clones: Clones) -> None:
    report = clones.clone("blob:none").report("check", *ALL)
    assert codes(report) == ["GIT001"]
    assert f"missing from this partial clone, and not compared: {SPEC}/tasks.md" in report["notes"]
    reasons = {each["code"]: each["reason"] for each in report["not_evaluated"]}
    assert "the task lists that they name are missing" in reasons["GIT003"]
    assert report["checked"]["commits"] == 2


def test_an_artifact_of_the_last_commit_is_missing(clones: Clones) -> None:
    long = f"# Technical Specification: Login\n\n- **Status:** Approved\n\n{LONG}"
    wrong = tasks("1", "2", "3") + "- [x] 4. Part 4\n  - [ ] 4.1 A part of it\n"
    files = {f"{SPEC}/technical-considerations.md": long, f"{SPEC}/tasks.md": wrong}
    clones.origin.commit("docs: more", files)
    clone = clones.clone("blob:limit=1k", "--no-checkout")
    report = clone.report("check", "--commit", "HEAD", "--select", "DOC004,TASK,SPEC")
    found = [(finding["code"], finding["path"]) for finding in report["findings"]]
    assert found == [
        ("TASK001", f"{SPEC}/tasks.md"),
        ("DOC004", f"{SPEC}/technical-considerations.md"),
    ]


def test_merges_and_reverts_of_missing_code_are_not_checked(clones: Clones) -> None:
    origin = clones.origin
    origin.git("tag", "-f", "start")
    ours, theirs = LONG.replace("line 7\n", "7\n"), LONG.replace("line 50\n", "50\n")
    both = ours.replace("line 50\n", "50\n")
    origin.commit("feat: a\n\nAos-Waive: GIT001 sample", {"src/a.py": LONG})
    origin.git("checkout", "-qb", "topic")
    done = {"src/a.py": theirs, f"{SPEC}/tasks.md": tasks("1", "2", "3")}
    work = origin.commit("feat: part 3\n\nTask: login#3", done)
    origin.git("checkout", "-q", "main")
    origin.commit("feat: b\n\nAos-Waive: GIT001 sample", {"src/a.py": ours})
    origin.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    origin.commit("feat: c\n\nAos-Waive: GIT001 sample", {"src/a.py": f"{both}more\n"})
    origin.git("revert", "--no-edit", work)
    origin.commit("feat: end", {"src/a.py": "x\n"})
    select = ("check", *ALL, "--select", "GIT,TASK012")
    assert codes(origin.report(*select)) == ["GIT001"]
    report = clones.clone("blob:limit=1k").report(*select)
    assert codes(report) == ["GIT001"]
    reasons = [each["reason"] for each in report["not_evaluated"] if each["code"] == "GIT001"]
    assert [reason[:36] for reason in reasons] == ["merges and reverts are not checked i"]


def test_maintenance_of_missing_code_is_not_checked(clones: Clones) -> None:
    clones.origin.git("tag", "-f", "start")
    clones.origin.commit("fix: a\n\nTask: none a slip", {"src/a.py": f"{LONG}x\n"})
    clones.origin.commit("fix: b", {"src/a.py": None})
    report = clones.clone("blob:limit=1k").report("check", *ALL, "--select", "GIT")
    assert codes(report) == ["GIT001"]
    reasons = [each["reason"] for each in report["not_evaluated"] if each["code"] == "GIT009"]
    assert [reason[:35] for reason in reasons] == ["maintenance commits are not checked"]


def test_nothing_was_checked_out(clones: Clones) -> None:
    clone = clones.clone("blob:none", "--no-checkout")
    report = clone.report("check", "--commit", "HEAD", "--select", "DOC004,GIT001")
    assert set(codes(report)) == {"DOC004", "GIT001"}
    unread = {it["path"]: it for it in report["findings"] if it["code"] == "DOC004"}
    assert f"{SPEC}/tasks.md" in unread
    finding = unread[f"{SPEC}/tasks.md"]
    assert finding["message"].endswith("its content is missing from this partial clone")
    assert finding["help"].startswith("fetch the file with `git fetch --refetch --no-filter`")


@pytest.mark.parametrize(
    ("wanted", "gap"),
    [
        ("blob:limit=1k", "contents are missing from this partial clone"),
        ("blob:none", "documents of 2 commits are missing from this partial clone"),
    ],
)
def test_the_page_is_not_empty(clones: Clones, wanted: str, gap: str) -> None:
    clone = clones.clone(wanted)
    page = clone.top.parent / "page.html"
    assert clone.run("report", "--output", str(page)).exit_code == 0
    text = page.read_text()
    assert gap in text
    assert "the history is not known" not in text
    assert "feat: three" in text or "feat: two" in text


@pytest.mark.parametrize("restarts", [0, 1, 20])
def test_a_walk_goes_on_after_each_gap(
    clones: Clones, restarts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aos_check.git.differences._MAX_RESTARTS", restarts)
    clones.origin.git("mv", f"{SPEC}/tasks.md", "moved.md")
    clones.origin.commit("docs: move", {"moved.md": tasks("1", "2") + "- [ ] 4. Part 4\n"})
    with clones.clone("blob:limit=1k").open() as opened:
        records = list(opened.commits(["HEAD"]))
        changes = list(opened.changes_of([(it.id, it.parent) for it in records]))
    assert len(changes) == len(records) == 5
    paths = [sorted(path for each in found for path in each.paths) for found in changes]
    assert paths[1] == [f"{SPEC}/tasks.md", "lib/a.py", "src/a.py"]
    assert paths[3] == ["src/d.py"]
    renamed = [each for each in changes[4] if each.before and each.after]
    assert len(renamed) == (1 if restarts == 20 else 0)
    assert opened.gaps
