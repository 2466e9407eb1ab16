"""The server while its repository changes: each answer is about the files of that moment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.cycles import cycle
from tests.support.git_repo import Repo, contents, write_files
from tests.support.mcp_client import Calls, ServedRepository, served
from tests.support.nats_server import NatsServer
from tests.support.sample_project import SPEC, project, tasks

TASKS, CONFIG = f"{SPEC}/tasks.md", "aos-check.toml"
HOSTILE = "- [ ] 1. \x1b[2J\x9b31m\u202eno\u200bw\x07 ::error::x\n"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    found = Repo(tmp_path_factory.mktemp("changing"))
    found.commit("docs: specify", project())
    return found


@pytest.fixture(scope="module")
def server(kept: Repo) -> Iterator[ServedRepository]:
    """One server for all tests."""
    with served(kept.top) as found:
        yield found


@pytest.fixture
def repo(kept: Repo) -> Repo:
    """The repository of the server, without what earlier tests changed."""
    kept.git("reset", "--quiet", "--hard")
    kept.git("clean", "-dfq")
    return kept


def test_the_next_answer_is_about_the_files_of_that_moment(
    repo: Repo, server: ServedRepository
) -> None:
    assert "login#1" in server.says("next")
    repo.write({TASKS: tasks("1")})
    assert "login#2" in server.says("next")
    repo.write({CONFIG: "selct = []\n"})
    for tool in ("status", "next", "check"):
        text, failed = server.call(tool)
        assert failed
        assert "aos-check.toml" in text
        assert "select" in text
    assert "done-task-open-subtask" in server.says("explain", code="TASK001")
    repo.write({CONFIG: 'ignore = ["ROAD"]\n'})
    assert "login#2" in server.says("next")
    for path in project():
        repo.write({path: None})
    assert "there are no specs" in server.says("status")


def test_what_is_hostile_reaches_no_agent_raw(repo: Repo, server: ServedRepository) -> None:
    """The client of the tests refuses an answer with a control character."""
    repo.write({TASKS: HOSTILE})
    assert r"\x1b[2J\x9b31m\u{202e}no" in server.says("status", spec="login")
    assert r"\x1b[2J" in server.says("next")
    broken = HOSTILE.replace("[ ]", "[x]") + "  - [ ] 1.1 \x1b]0;x\x07\n"
    assert "TASK001" in server.says("check", path=TASKS, text=broken)
    text, failed = server.call("status", spec="\x1b[2J")
    assert failed
    assert r"there is no spec \x1b[2J" in text


def test_live_cycles_are_read_when_they_are_asked_for(
    repo: Repo, server: ServedRepository, tmp_path: Path
) -> None:
    nats = NatsServer(tmp_path)
    repo.write({CONFIG: f'[peer]\nserver = "{nats.url}"\n'})
    assert "the live cycles are not known" in server.says("status", live=True)
    nats.start()
    try:
        nats.write(("peer.spec.login.cycle.1", cycle("login", 1, "EXECUTING", "execute", "plan")))
        assert "EXECUTING" not in server.says("status", spec="login")
        assert "EXECUTING" in server.says("status", spec="login", live=True)
    finally:
        nats.kill()


def test_a_link_does_not_lead_out_of_the_repository(repo: Repo, server: ServedRepository) -> None:
    secret = repo.top.parent / "secret"
    write_files(secret, {"tasks.md": "- [x] 1. Secret\n  - [ ] 1.1 More\n"})
    (repo.top / SPEC / "out").symlink_to(secret)
    (repo.top / TASKS).unlink()
    (repo.top / TASKS).symlink_to(secret / "tasks.md")
    assert "Secret" not in server.says("check") + server.says("status", spec="login")
    for arguments in ({"path": f"{SPEC}/out/tasks.md"}, {"path": f"{SPEC}/out", "text": "x"}):
        text, failed = server.call("check", **arguments)
        assert failed
        assert "help: " in text


def test_the_index_is_checked_as_it_would_be_committed(
    repo: Repo, server: ServedRepository
) -> None:
    repo.add({TASKS: "- [x] 1. Part 1\n  - [ ] 1.1 Half\n"})
    repo.write({TASKS: tasks()})
    before = contents(repo.top)
    assert "TASK001" in server.says("check", staged=True)
    assert "TASK001" in server.says("check", path=TASKS, staged=True)
    assert "no problems found" in server.says("check", path=TASKS)
    assert contents(repo.top) == before


@pytest.mark.usefixtures("repo")
def test_calls_at_the_same_time_have_the_same_answers(server: ServedRepository) -> None:
    some: Calls = [("status", {}), ("next", {}), ("check", {}), ("status", {"spec": "login"})]
    calls = [*some, *some, *some]
    alone = [server.says(tool, **given) for tool, given in calls]
    assert server.together(calls) == alone


def test_a_folder_without_git_and_without_specs(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bare")
    with served(folder) as server:
        assert "there are no specs" in server.says("status")
        assert "nothing is left to do" in server.says("next")
        assert "checked 0 projects" in server.says("check")
        text, failed = server.call("check", staged=True)
        assert failed
        assert "help: " in text
        write_files(folder, project())
        assert "login#1" in server.says("next")
        assert "Part 1" in server.says("status", spec="login")
