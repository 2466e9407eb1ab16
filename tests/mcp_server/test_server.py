"""The tools and resources, asked through the official client from a server on real pipes."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from aos_check.mcp_server.arguments import MAX_BUDGET
from aos_check.model.task_context import BUDGET, LEAST_BUDGET
from tests.support.git_repo import Repo, contents
from tests.support.mcp_client import ServedRepository, served
from tests.support.sample_project import SPEC, tasks, with_history
from tests.support.walkthrough import DOCS

TASKS, ROADMAP = f"{SPEC}/tasks.md", "context/product/roadmap.md"
HALF = "# Tasks: Login\n\n- [x] 1. Part 1\n  - [ ] 1.1 Half\n"
TOOLS = {
    "status": {"spec", "live", "budget"},
    "next": {"budget"},
    "context": {"task", "budget"},
    "check": {"path", "text", "staged", "budget"},
    "explain": {"code", "path", "budget"},
    "find": {"words", "budget"},
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A repository with two specs, decisions, and a finding in the roadmap."""
    return with_history(Repo(tmp_path_factory.mktemp("shop")))


@pytest.fixture(scope="module")
def server(shop: Repo) -> Iterator[ServedRepository]:
    """One server for all tests of a repository that no test changes."""
    before = contents(shop.top)
    with served(shop.top) as found:
        yield found
    assert contents(shop.top) == before


def test_the_tools_are_exactly_these_and_only_read(server: ServedRepository) -> None:
    found = server.tools()
    assert {name: set(it.input_schema["properties"]) for name, it in found.items()} == TOOLS
    for tool in found.values():
        assert tool.annotations
        assert tool.annotations.read_only_hint
        assert not tool.annotations.destructive_hint
        assert tool.output_schema is None
        assert tool.description


def test_the_page_has_these_tools_and_resources(server: ServedRepository) -> None:
    page = (DOCS / "how-to/mcp.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \| .* \|(.*)\|$", page, re.MULTILINE)
    found = {tool: {*re.findall(r"`(\w+)`", given), "budget"} for tool, given in rows}
    assert found == TOOLS
    assert sorted(re.findall(r"^\| `(aos-check:.*?)`", page, re.MULTILINE)) == server.addresses()
    assert f"from {LEAST_BUDGET} to {MAX_BUDGET:,} tokens, by default {BUDGET:,}" in page


def test_every_argument_is_described_and_bounded(server: ServedRepository) -> None:
    for tool in server.tools().values():
        assert tool.input_schema["additionalProperties"] is False
        assert "required" not in tool.input_schema or tool.input_schema["required"] == ["words"]
        for given in tool.input_schema["properties"].values():
            kind = given.get("anyOf", [given])[0]
            assert kind["description"].endswith(".")
            bounds = {"string": {"maxLength"}, "integer": {"minimum", "maximum"}, "boolean": set()}
            assert bounds[kind["type"]] <= kind.keys()


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("status", {}, ["> login", "1/3", "> login is active"]),
        ("status", {"spec": "login"}, ["[ ] 2", "Part 2", "done", "[x] 1"]),
        ("status", {"spec": "001-login"}, ["login"]),
        ("next", {}, ["login#2", f"file: {TASKS}:4", "commit message: Task: login#2"]),
        ("context", {}, ["# login#2 Part 2", "Task: login#2", f"{TASKS}:4"]),
        ("context", {"task": "login#3"}, ["# login#3 Part 3"]),
        ("context", {"task": "mail"}, ["mail"]),
        ("check", {}, [ROADMAP, "ROAD002", "help: ", "2 errors"]),
        ("check", {"path": "context/product"}, ["ROAD002"]),
        ("check", {"path": TASKS}, ["no problems found"]),
        ("check", {"path": TASKS, "text": HALF}, ["TASK001", "help: ", "stood before"]),
        ("check", {"path": TASKS, "text": tasks("1", "2", "3")}, ["no new problems"]),
        ("check", {"path": ROADMAP, "text": ""}, ["no problems found"]),
        ("check", {"path": ROADMAP, "text": "[1]"}, ["no problems found"]),
        ("check", {"staged": True}, ["2 errors"]),
        ("explain", {"code": "TASK001"}, ["TASK001 done-task-open-subtask", "## Flagged"]),
        ("explain", {"code": "done-task-open-subtask"}, ["TASK001"]),
        ("explain", {"path": "src/app.py"}, ["path: src/app.py", "code: yes"]),
        ("explain", {"path": "src/not-yet.py"}, ["code: yes"]),
        ("find", {"words": "part"}, ["task login#1 Part 1", f"{TASKS}:3"]),
        ("find", {"words": "decide 2"}, ["decision ", "docs/adr/0002-accepted.md:1"]),
        ("find", {"words": "zebra"}, ["nothing has any of these words: zebra"]),
    ],
)  # fmt: skip
def test_an_answer(
    server: ServedRepository, tool: str, arguments: dict[str, object], expected: list[str]
) -> None:
    text = server.says(tool, **arguments)
    assert [it for it in expected if it not in text] == [], text


@pytest.mark.parametrize(
    ("tool", "arguments", "expected"),
    [
        ("status", {"spec": "logn"}, ["there is no spec logn", "the nearest are login"]),
        ("context", {"task": "login#9"}, ["login has no task 9", "help: "]),
        ("check", {"path": "../other"}, ["../other is not below", "name a file of this"]),
        ("check", {"path": "/etc/passwd"}, ["/etc/passwd is not below"]),
        ("check", {"path": "/etc/passwd", "text": "x"}, ["/etc/passwd is not below"]),
        ("check", {"path": "context/spec/001-logn"}, ["there is no file", "001-login"]),
        ("check", {"path": "context", "text": "x"}, ["context is a folder", "name a file of it"]),
        ("check", {"path": "src/app.py", "text": "x"}, ["src/app.py is not an artifact"]),
        ("check", {"text": "x"}, ["pass `text` with the `path`"]),
        ("check", {"path": TASKS, "text": "x", "staged": True}, ["without `staged`"]),
        ("check", {"pth": TASKS}, ["pth", "Extra inputs are not permitted"]),
        ("explain", {"code": "TASK9"}, ["there is no rule TASK9"]),
        ("explain", {"code": "TASK"}, ["more than one rule", "name one of TASK001"]),
        ("explain", {"path": "../x"}, ["not below"]),
        ("explain", {"path": "src"}, ["is a folder", "name a file in it"]),
        ("explain", {}, ["pass either `code` or `path`"]),
        ("next", {"budget": 199}, ["budget", "greater than or equal to 200"]),
        ("next", {"budget": 10_001}, ["budget", "less than or equal to 10000"]),
        ("status", {"spec": "x" * 1_001}, ["spec", "at most 1000 characters"]),
        ("find", {}, ["words", "Field required"]),
        ("find", {"words": ""}, ["words", "at least 1 character"]),
        ("approve", {"spec": "login"}, ["approve"]),
    ],
)  # fmt: skip
def test_an_error_says_what_to_do(
    server: ServedRepository, tool: str, arguments: dict[str, object], expected: list[str]
) -> None:
    text, failed = server.call(tool, **arguments)
    assert failed
    assert [it for it in expected if it not in text] == [], text


def test_a_cut_answer_says_what_is_missing(server: ServedRepository) -> None:
    text = server.says("explain", code="TASK001", budget=200)
    assert len(text) <= 800
    assert text.splitlines()[0].startswith("TASK001")
    note = text.splitlines()[-1]
    assert note.startswith("(cut at 200 tokens: ")
    [wanted] = [int(it.split(",")[0]) for it in note.split("pass budget=")[1:]]
    assert "(cut at" not in server.says("explain", code="TASK001", budget=wanted)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("aos-check://specs", "login"),
        ("aos-check://specs/login", "Part 2"),
        ("aos-check://decisions", "2 decisions in force"),
        ("aos-check://rules", "TASK001 done-task-open-subtask: "),
        ("aos-check://rules/TASK001", "## Flagged"),
    ],
)
def test_a_resource(server: ServedRepository, address: str, expected: str) -> None:
    assert expected in server.read(address).text


def test_the_resources_are_exactly_these(server: ServedRepository) -> None:
    assert server.addresses() == [
        "aos-check://decisions",
        "aos-check://rules",
        "aos-check://rules/{code}",
        "aos-check://specs",
        "aos-check://specs/{name}",
    ]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("aos-check://specs/logn", "there is no spec logn"),
        ("aos-check://rules/TASK9", "there is no rule TASK9"),
        ("aos-check://specs/..%2f..%2fetc", "Unknown resource"),
        ("file:///etc/passwd", "Unknown resource"),
    ],
)
def test_a_resource_that_is_not_there(
    server: ServedRepository, address: str, expected: str
) -> None:
    text, failed = server.read(address)
    assert failed
    assert expected in text
