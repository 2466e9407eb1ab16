"""`prove`, and what its records are worth to a check: prove, tick, check in real git."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

TASKS = f"{SPEC}/tasks.md"
RECORDS = f"{SPEC}/evidence.json"
TITLED = tasks().replace("Part 1", "Part 1 in `src/app.py`")
PASS = (sys.executable, "-c", "import sys; sys.exit(0)")
FAIL = (sys.executable, "-c", "import sys; sys.exit(3)")
CONFIG = 'enforce-since = "2000-01-01"\n[evidence]\nrequire = ["proof"]\n'


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    found = Repo(tmp_path / "work")
    files = {**project(), TASKS: TITLED, "aos-check.toml": CONFIG, "src/app.py": "x = 0\n"}
    found.commit("docs: specify", files)
    found.git("checkout", "-qb", "topic")
    found.commit("feat: one\n\nTask: login#1", {"src/app.py": "x = 1\n"})
    return found


def proved(repo: Repo, command: tuple[str, ...] = PASS, task: str = "login#1") -> Result:
    return repo.run("prove", task, "--", *command)


def records(repo: Repo) -> list[dict[str, Any]]:
    return list(json.loads((repo.top / RECORDS).read_text())["evidence"])


def ticked(repo: Repo) -> str:
    return repo.commit("docs: tick", {TASKS: TITLED.replace("[ ] 1.", "[x] 1.")})


def check(repo: Repo, *more: str) -> Result:
    return repo.run("check", "--range", "main..topic", "--select", "TASK015,GATE002,DOC004", *more)


def test_prove_tick_check(repo: Repo) -> None:
    result = proved(repo)
    assert result.exit_code == 0, result.output
    assert "now mark login#1 as done, and commit that with" in result.output
    (record,) = records(repo)
    assert (record["task"], record["command"], record["exit"]) == ("login#1", list(PASS), 0)
    assert record["tree"] == repo.git("rev-parse", "HEAD^{tree}")
    ticked(repo)
    assert check(repo).exit_code == 0, check(repo).output
    assert "proved by `" in repo.run("status", "login").output


def test_without_a_proof_the_tick_is_an_error(repo: Repo) -> None:
    ticked(repo)
    result = check(repo)
    assert result.exit_code == 1
    assert "task 1 is marked done, but it has no proof" in result.output
    assert "run `aos-check prove 001-login#1 -- COMMAND`" in result.output


def test_a_failing_command_is_recorded_and_does_not_count(repo: Repo) -> None:
    result = proved(repo, FAIL)
    assert result.exit_code == 3
    assert "now fix the code, commit it, and run this again" in result.output
    ticked(repo)
    assert "its proof does not count: its command ended with exit code 3" in check(repo).output
    proved(repo)
    repo.commit("docs: prove")
    assert [it["exit"] for it in records(repo)] == [3, 0]
    assert check(repo).exit_code == 0


def test_a_proof_is_stale_when_a_file_of_its_task_changes(repo: Repo) -> None:
    proved(repo)
    ticked(repo)
    repo.commit("feat: two\n\nTask: login#2", {"src/other.py": "x = 1\n"})
    assert check(repo).exit_code == 0
    repo.commit("feat: more\n\nTask: login#1", {"src/app.py": "x = 2\n"})
    assert "its proof does not count: src/app.py has changed since" in check(repo).output


@pytest.mark.parametrize("staged", [False, True])
def test_uncommitted_code_is_refused(repo: Repo, staged: bool) -> None:
    repo.write({"src/app.py": "x = 2\n"})
    if staged:
        repo.git("add", "--all")
    result = proved(repo)
    assert result.exit_code == 2
    assert "uncommitted changes in 1 file of code: src/app.py" in result.output
    assert "commit the code first, then the done task together with evidence.json" in result.output
    assert not (repo.top / RECORDS).exists()


def test_an_edited_document_is_no_code(repo: Repo) -> None:
    repo.write({TASKS: TITLED.replace("[ ] 1.", "[x] 1."), "README.md": "a\n"})
    assert proved(repo).exit_code == 0


def test_a_command_that_changes_code_is_not_recorded(repo: Repo) -> None:
    writes = (sys.executable, "-c", "open('src/app.py', 'w').write('x = 5')")
    assert proved(repo, writes).exit_code == 2
    assert not (repo.top / RECORDS).exists()


def test_there_is_no_shell(repo: Repo) -> None:
    echo = (sys.executable, "-c", "import sys; sys.exit(len(sys.argv))", "a; exit 9", "$(b)")
    assert proved(repo, echo).exit_code == 3


@pytest.mark.parametrize(
    ("task", "command", "words"),
    [
        ("login#9", PASS, "there is no task login#9"),
        ("other#1", PASS, "there is no spec other"),
        ("login#1", ("no-such-program",), "no-such-program cannot be run: it is not on PATH"),
    ],
)
def test_wrong_names(repo: Repo, task: str, command: tuple[str, ...], words: str) -> None:
    result = proved(repo, command, task)
    assert (result.exit_code, words in result.output) == (2, True), result.output


def test_an_id_alone_is_enough_in_one_spec(repo: Repo) -> None:
    assert proved(repo, task="2").exit_code == 0
    assert records(repo)[0]["task"] == "login#2"


# Records that do not come from `prove`


def test_evidence_from_another_tree(repo: Repo) -> None:
    proved(repo)
    other = repo.git("rev-parse", "main^{tree}")[::-1]
    text = (repo.top / RECORDS).read_text().replace(records(repo)[0]["tree"], other)
    repo.write({RECORDS: text})
    ticked(repo)
    assert f"no commit in the history has the tree {other[:10]}" in check(repo).output


def test_evidence_copied_from_another_spec(repo: Repo) -> None:
    proved(repo)
    mail = "context/spec/002-mail"
    files = {path.replace(SPEC, mail): text for path, text in project().items() if SPEC in path}
    text = (repo.top / RECORDS).read_text()
    done = {f"{mail}/evidence.json": text, f"{mail}/tasks.md": tasks("1")}
    repo.commit("docs: mail", {**files, **done})
    assert "task 1 is marked done, but it has no proof" in check(repo).output


@pytest.mark.parametrize("require", [CONFIG, 'enforce-since = "2000-01-01"\n'])
def test_a_proof_that_was_edited(repo: Repo, require: str) -> None:
    proved(repo, FAIL)
    repo.commit("docs: prove", {"aos-check.toml": require})
    repo.git("checkout", "-qB", "main")
    repo.git("checkout", "-qB", "topic")
    edited = (repo.top / RECORDS).read_text().replace('"exit": 3', '"exit": 0')
    repo.write({RECORDS: edited})
    ticked(repo)
    result = check(repo)
    assert result.exit_code == 1
    assert "the proof of login#1 from" in result.output
    assert "was edited or removed" in result.output


def test_a_moved_spec_keeps_its_proofs(repo: Repo) -> None:
    proved(repo)
    ticked(repo)
    repo.git("checkout", "-qB", "main")
    repo.git("checkout", "-qB", "topic")
    repo.git("mv", SPEC, "context/spec/007-login")
    repo.commit("docs: move")
    assert check(repo).exit_code == 0, check(repo).output
    assert "proved by `" in repo.run("status", "login").output


def test_a_squash_loses_the_tree_of_the_proof_and_says_so(repo: Repo) -> None:
    proved(repo)
    ticked(repo)
    repo.git("checkout", "-q", "main")
    repo.git("merge", "-q", "--squash", "topic")
    repo.commit("feat: one (#1)")
    result = repo.run("check", "--range", "HEAD~1..HEAD", "--select", "TASK015")
    assert "no commit in the history has the tree" in result.output


HOSTILE = [
    "{",
    "[]",
    '{"schema": 1}',
    '{"schema": 1, "evidence": [], "more": 1}',
    '{"schema": 1, "evidence": [{"task": "login#1"}]}',
    '{"schema": 1, "evidence": [{"task": "a#1", "command": [], "exit": 0, "tree": "0"}]}',
    "[" * 100_000,
    '{"schema": 1, "evidence": ' + "9" * 10_000 + "}",
    "\udcff",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_file_is_a_finding_and_never_a_crash(repo: Repo, text: str) -> None:
    repo.write({RECORDS: text.encode("utf-8", "surrogateescape")})
    assert proved(repo).exit_code == 2
    ticked(repo)
    result = repo.run("check", "--range", "main..topic", "--format", "json")
    assert result.exit_code == 1, result.output
    found = [it["code"] for it in json.loads(result.stdout)["findings"] if it["path"] == RECORDS]
    assert found, result.stdout
    assert repo.run("status", "login").exit_code == 0
