"""The page of many repositories: its order, its sums, and files that nobody can trust."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aos_check.reporters.organisation.files import MAX_BYTES, Unread, read_page_file
from aos_check.reporters.organisation.merge import merge
from aos_check.reporters.page_schema import PageModel
from tests.history.test_timeline import TASKS, commit
from tests.support.git_repo import Repo
from tests.support.html import Node, read
from tests.support.sample_project import project, tasks

Facts = dict[str, Any]
HOSTILE = '"><script>alert(1)</script>\x1b[31m\u202e::error::'


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """The facts of a small repository."""
    repo = Repo(tmp_path_factory.mktemp("organisation") / "shop")
    commit(repo, 1, "specify", dict(project()))
    commit(repo, 3, "one", {TASKS: tasks("1")})
    commit(repo, 6, "rest", {TASKS: tasks("1", "2", "3")})
    repo.git("config", "remote.origin.url", "git@github.com:ada/shop.git")
    result = repo.run("report", "--format", "json", "--output", "-")
    found: Facts = json.loads(result.stdout)
    found["check"]["findings"] = []
    found["roadmap"] = []
    return found


FINDING = {
    "code": "TASK001", "name": "done-task-open-subtask", "severity": "error", "message": "m",
    "path": "a.md", "line": 1, "column": 1, "commit": None, "spec": None, "task": None,
    "help": "h", "related": [], "fingerprint": "f", "baselined": False, "inherited": False,
    "observed": False, "fixable": False,
}  # fmt: skip
ITEM = {
    "title": "t", "state": "open", "path": "r.md", "line": 1, "specs": [], "verdict": "v",
    "contradicts": True,
}  # fmt: skip


def with_findings(*severities: str) -> Callable[[Facts], None]:
    def change(it: Facts) -> None:
        it["check"]["findings"] = [{**FINDING, "severity": each} for each in severities]

    return change


def variant(facts: Facts, name: str, change: Callable[[Facts], None] = lambda _: None) -> Facts:
    """The facts of another repository, changed."""
    found = copy.deepcopy(facts)
    found["title"], found["url"] = name, f"https://github.com/ada/{name}"
    change(found)
    return found


def set_in(*path: str | int, to: object) -> Callable[[Facts], None]:
    def change(it: Any) -> None:
        for key in path[:-1]:
            it = it[key]
        it[path[-1]] = to

    return change


def test_the_worst_comes_first(facts: Facts) -> None:
    every = [
        variant(facts, "clean"),
        variant(facts, "open", set_in("specs", 0, "progress", "tasks", "done", to=1)),
        variant(facts, "waiting", set_in("specs", 0, "approval_missing", to=True)),
        variant(facts, "warning", with_findings("warning")),
        variant(facts, "contradiction", set_in("roadmap", to=[ITEM])),
        variant(facts, "stale", set_in("specs", 0, "progress", "approval", "stale", to=True)),
        variant(facts, "one-error", with_findings("error")),
        variant(facts, "two-errors", with_findings("error", "error")),
    ]
    merged = merge("all", map(PageModel.model_validate, every))
    found = [it.title for it in merged.repositories]
    assert found == [
        "two-errors", "one-error", "stale", "contradiction", "warning", "waiting", "open", "clean",
    ]  # fmt: skip
    assert merged.found == (3, 1, 0)
    assert merged.tasks == (22, 24)
    assert merged.specs == (8, 8)
    assert merged.cycle == 3


def test_specs_with_open_tasks_share_a_state(facts: Facts) -> None:
    specs = [{**facts["specs"][0], "state": f"marked done, {left} open"} for left in ("1", "1,033")]
    (found,) = merge("all", [PageModel.model_validate({**facts, "specs": specs})]).repositories
    assert found.states == [("marked done, tasks open", 2)]


@pytest.mark.parametrize(
    ("number", "counted"), [(9 * 10**4299, 1_000_000), (-5, 0)], ids=["huge", "negative"]
)
def test_numbers_that_nobody_has(facts: Facts, number: int, counted: int) -> None:
    hostile = variant(facts, "x")
    hostile["specs"][0]["progress"]["tasks"] |= {"done": number, "total": number}
    (found,) = merge("all", [PageModel.model_validate(hostile)]).repositories
    assert found.tasks == (counted, counted)


def test_the_sums_over_time(facts: Facts) -> None:
    later = variant(facts, "later")
    for sample in later["trend"]:
        sample["when"] = sample["when"].replace("2026-05", "2026-06")
        sample["errors"] = None
    merged = merge("all", map(PageModel.model_validate, [later, facts]))
    sums = [(it.when.month, it.when.day, *it.total) for it in merged.samples]
    assert sums == [
        (5, 1, 0, 3), (5, 3, 1, 3), (5, 6, 3, 3), (6, 1, 3, 6), (6, 3, 4, 6), (6, 6, 6, 6),
    ]  # fmt: skip


@pytest.mark.parametrize("newer_first", [True, False])
def test_of_two_reports_on_a_repository_the_newer_one_counts(
    newer_first: bool, facts: Facts
) -> None:
    old = variant(facts, "shop", set_in("head", "when", to="2026-04-01T00:00:00Z"))
    new = variant(facts, "shop", with_findings("error"))
    pair = [new, old] if newer_first else [old, new]
    merged = merge("all", map(PageModel.model_validate, pair))
    assert [it.found.errors for it in merged.repositories] == [1]
    assert [it.when.month for it in merged.left_out] == [4]


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / "a.json"
    file.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
    return file


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("", 1, "it is not JSON: expecting value"),
        ('{\n"schema": 1,\n', 3, "it is not JSON: expecting property name"),
        (b"\xff", 0, "it is not JSON: 'utf-8' codec"),
        ("[]", 0, "the document: input should be"),
        ('{"schema": 1}', 0, "tool: field required"),
        ('{\n"schema": "1"}', 2, "schema: input should be 1"),
        ('{\n"title": "a",\n"schema": 2}', 3, "a newer aos-check wrote it, with schema 2"),
        ('{"schema": 1' + "0" * 5_000 + "}", 0, "it is not JSON: exceeds the limit"),
        ("[" * 100_000, 0, "it nests too deep"),
        ('{"schema": NaN}', 0, "it is not JSON: nan is not a number"),
        (b" " * (MAX_BYTES + 1), 0, "it is larger than 16 MiB"),
    ],
)
def test_a_broken_file_names_line_and_remedy(
    content: str | bytes, line: int, reason: str, tmp_path: Path
) -> None:
    found = read_page_file(written(tmp_path, content))
    assert isinstance(found, Unread)
    assert found.reason.lower().startswith(reason.lower())
    assert found.line in (line, 1)
    assert found.remedy


@pytest.mark.parametrize(
    "change",
    [
        set_in("title", to=5),
        set_in("mood", to="good"),
        set_in("head", "id", to="<script>"),
        set_in("head", "when", to="yesterday"),
        set_in("head", "when", to="2026-05-06T12:00:00"),
        set_in("trend", 0, "tasks_done", to=-1),
        set_in("trend", 0, "tasks_done", to=10**12),
        set_in("specs", 0, "progress", "approval", "level", to="blessed"),
        set_in("check", "findings", to=[{**FINDING, "severity": "fatal"}]),
        set_in("check", to=None),
        set_in("gaps", to=[{"fact": "all", "reason": "r", "remedy": None}]),
    ],
)
def test_facts_that_the_schema_forbids(
    change: Callable[[Facts], None], facts: Facts, tmp_path: Path
) -> None:
    text = json.dumps(variant(facts, "shop", change), indent=2)
    found = read_page_file(written(tmp_path, text))
    assert isinstance(found, Unread)
    assert found.line > 0
    assert "\n" not in str(found)


class TestPage:
    def page_of(self, folder: Path, *every: Facts) -> tuple[Node, str, str]:
        """The page of these repositories, its text, and the messages."""
        repo = Repo(folder / "merging")
        names = [f"{number}.json" for number in range(len(every))]
        repo.write({name: json.dumps(it) for name, it in zip(names, every, strict=True)})
        result = repo.run("report", "--output", "-", "--merge", *names, "missing.json")
        assert result.exit_code == 0
        return read(result.stdout), result.stdout, result.stderr

    def test_the_numbers_and_the_links(self, facts: Facts, tmp_path: Path) -> None:
        one, two = variant(facts, "one", with_findings("error")), variant(facts, "two")
        page, text, messages = self.page_of(tmp_path, two, one)
        links = [it.attributes.get("href") or "" for it in page.walk() if it.name == "a"]
        assert [it for it in links if not it.startswith("#")] == [
            f"https://github.com/ada/{name}{end}"
            for name in ("one", "two")
            for end in ("", f"/commit/{facts['head']['id']}")
        ]
        numbers = {it.attributes["id"]: it.text for it in page.walk() if "id" in it.attributes}
        assert (numbers["number-errors"], numbers["number-tasks"]) == ("1", "6")
        assert numbers["number-cycle"] == "3"
        assert "missing.json: it cannot be read: No such file or directory" in messages
        assert "missing.json" in text
        anchors = {link[1:] for link in links if link.startswith("#")}
        assert anchors <= numbers.keys()

    def test_the_same_files_give_the_same_page(self, facts: Facts, tmp_path: Path) -> None:
        pages = {self.page_of(tmp_path / name, facts)[1] for name in "ab"}
        assert len(pages) == 1

    def test_hostile_text_stays_text(self, facts: Facts, tmp_path: Path) -> None:
        def spoil(value: Any, key: str = "") -> Any:
            if isinstance(value, dict):
                return {name: spoil(each, name) for name, each in value.items()}
            if isinstance(value, list):
                return [spoil(each, key) for each in value]
            free = {"title", "author", "subject", "state", "reason", "remedy", "name", "message"}
            return HOSTILE if key in free and isinstance(value, str) else value

        hostile = spoil({**facts, "roadmap": []})
        hostile["tool"] = hostile["check"]["tool"] = facts["tool"]
        hostile["specs"][0]["progress"]["milestone"] = None
        hostile["url"] = "javascript:alert(1)//github.com/ada/shop"
        gap = {"fact": "work", "reason": HOSTILE, "remedy": HOSTILE}
        hostile["gaps"] = [gap]
        _, text, _ = self.page_of(tmp_path, hostile)
        assert not re.search(r"<script|\x1b|\u202e|href=\"javascript", text)
        assert "&lt;script&gt;" in text

    def test_an_address_of_another_shape_is_no_link(self, facts: Facts, tmp_path: Path) -> None:
        for url in ("http://evil.example/a/b", "https://ada:pw@github.com/ada/shop", "//x/y"):
            page, _, _ = self.page_of(tmp_path, {**facts, "url": url})
            links = [it.attributes.get("href") or "" for it in page.walk() if it.name == "a"]
            assert all(link.startswith("#") for link in links)
