"""A bare task id that fits a task in each of two specs, with real git."""

from __future__ import annotations

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks

OTHER = SPEC.replace("001-login", "002-mail")
BARE = "feat: a\n\nTask: 1"
GIT = ("--select", "GIT002,GIT003,GIT005")


@pytest.fixture
def both(repo: Repo) -> Repo:
    """The repository with a second spec of three tasks."""
    files = {path.replace("001-login", "002-mail"): text for path, text in project().items()}
    repo.commit("docs: more", {path: text for path, text in files.items() if "002" in path})
    return repo


def code(repo: Repo, *ticked: str, message: str = BARE) -> str:
    """Commit code, and tick task 1 of these specs."""
    files = {f"{spec}/tasks.md": tasks("1") for spec in ticked}
    return repo.commit(message, {**files, "src/app.py": "y\n"})


def where(repo: Repo, *arguments: str) -> list[str]:
    """The finding about the task: `GIT003 login` names a task that is open in that spec."""
    found = repo.report(*arguments, *GIT)["findings"]
    return [f"{it['code']} {(it['spec'] or '').partition('-')[2]}".strip() for it in found]


LAST = ("check", "--commit", "HEAD")


class TestTheSpecThatIsMeant:
    """Tasks are open, so the finding shows in which spec the id was found."""

    def test_none_is(self, both: Repo) -> None:
        code(both)
        assert where(both, *LAST) == ["GIT005"]

    @pytest.mark.parametrize("chosen", ["mail", "002-mail", "002", OTHER])
    def test_the_one_that_the_user_chose(self, both: Repo, chosen: str) -> None:
        both.git("config", "aos-check.spec", chosen)
        both.git("checkout", "-qb", "login")
        code(both)
        assert where(both, *LAST) == ["GIT003 mail"]
        assert where(both, "check", "--range", "main..login") == ["GIT003 mail"]

    @pytest.mark.parametrize("chosen", ["nothing", "", "2025"])
    def test_a_choice_of_no_spec(self, both: Repo, chosen: str) -> None:
        both.git("config", "aos-check.spec", chosen)
        code(both)
        assert where(both, *LAST) == ["GIT005"]

    def test_the_one_that_the_commit_ticks_comes_first(self, both: Repo) -> None:
        both.git("config", "aos-check.spec", "mail")
        code(both, SPEC)
        assert where(both, *LAST) == []

    def test_the_one_in_which_a_done_task_is_new(self, both: Repo) -> None:
        both.commit("docs: a", {f"{SPEC}/tasks.md": tasks().replace("- [ ] 1. Part 1\n", "")})
        code(both, SPEC)
        assert where(both, *LAST) == []

    def test_of_two_that_it_ticks_the_chosen_one(self, both: Repo) -> None:
        code(both, SPEC, OTHER)
        assert where(both, *LAST) == ["GIT005"]
        both.git("config", "aos-check.spec", "mail")
        assert where(both, *LAST) == []

    @pytest.mark.parametrize("status", ["Completed", "Cancelled"])
    def test_the_only_open_one_before_the_branch(self, both: Repo, status: str) -> None:
        document = f"{SPEC}/functional-spec.md"
        text = (both.top / document).read_text().replace("Approved", status)
        both.commit("docs: rest", {document: text})
        both.git("checkout", "-qb", "login")
        code(both)
        assert where(both, *LAST) == ["GIT003 mail"]

    @pytest.mark.parametrize("branch", ["login", "001-login", "feat/login"])
    def test_the_one_with_the_name_of_the_branch(self, both: Repo, branch: str) -> None:
        both.git("checkout", "-qb", branch)
        tip = code(both)
        for arguments in (LAST, ("check", "--commit", branch), ("check", "--commit", tip)):
            assert where(both, *arguments) == ["GIT003 login"]
        assert where(both, "check", "--since", "main") == ["GIT003 login"]
        both.git("checkout", "-q", "main")
        assert where(both, "check", "--commit", branch) == ["GIT003 login"]
        assert where(both, "check", "--range", f"main..{branch}") == ["GIT003 login"]

    @pytest.mark.parametrize("branch", ["login-2", "001", "fix-login", "login/again"])
    def test_a_branch_with_a_name_that_is_only_alike(self, both: Repo, branch: str) -> None:
        both.git("checkout", "-qb", branch)
        code(both)
        assert where(both, *LAST) == ["GIT005"]

    def test_a_branch_of_a_remote(self, both: Repo) -> None:
        both.git("checkout", "-qb", "login")
        tip = code(both)
        both.git("update-ref", "refs/remotes/origin/login", tip)
        both.git("checkout", "-q", "main")
        assert where(both, "check", "--range", "main..origin/login") == ["GIT003 login"]


class TestEveryMode:
    @pytest.fixture(params=["config", "branch"])
    def decided(self, both: Repo, request: pytest.FixtureRequest) -> Repo:
        both.git("checkout", "-qb", "login" if request.param == "branch" else "topic")
        if request.param == "config":
            both.git("config", "aos-check.spec", "login")
        return both

    def test_a_message(self, decided: Repo) -> None:
        decided.add({"src/app.py": "y\n"})
        assert decided.message(BARE, *GIT) == ["GIT003"]

    def test_a_squash(self, decided: Repo) -> None:
        code(decided, message="wip")
        (decided.top / ".git/TITLE").write_text(BARE)
        given = ("--message-file", str(decided.top / ".git/TITLE"))
        assert where(decided, "check", "--since", "main", *given) == ["GIT003 login"]

    def test_a_push(self, decided: Repo) -> None:
        tip, start = code(decided), decided.git("rev-parse", "main")
        branch = decided.git("branch", "--show-current")
        refs = f"refs/heads/{branch} {tip} refs/heads/{branch} {start}\n"
        pushed = decided.run("pre-push", "origin", "url", *GIT, give=refs)
        assert "login#1" in pushed.output
        assert "GIT003" in pushed.output

    def test_the_trailer_of_a_task_in_progress(self, decided: Repo) -> None:
        started = {f"{each}/tasks.md": tasks().replace("[ ] 1", "[/] 1") for each in (SPEC, OTHER)}
        config = "[commits]\nrequire = 'started'\n"
        decided.commit("docs: start", {**started, "aos-check.toml": config})
        decided.add({"src/app.py": "y\n"})
        (decided.top / ".git/MESSAGE").write_text("feat: a\n")
        assert decided.run("prepare-commit-msg", ".git/MESSAGE").exit_code == 0
        assert "Task: login#1" in (decided.top / ".git/MESSAGE").read_text()


def test_it_is_the_task_that_the_commit_finishes(both: Repo) -> None:
    both.git("checkout", "-qb", "login")
    code(both, SPEC)
    assert both.codes("check", "--range", "main..login", "--select", "GIT") == []
    both.git("checkout", "-q", "main")
    both.git("merge", "-q", "--no-ff", "-m", "Merge login", "login")
    assert both.codes("check", "--range", "HEAD~1..HEAD", "--select", "GIT") == []


@pytest.mark.parametrize("ticked", [(), (SPEC, OTHER)])
def test_an_ambiguous_id_is_refused(both: Repo, ticked: tuple[str, ...]) -> None:
    code(both, *ticked)
    (finding,) = both.report(*LAST, "--select", "GIT")["findings"]
    assert finding["code"] == "GIT005"
    assert finding["help"] == (
        "write the full address, such as login#1, or choose the spec with "
        "`git config aos-check.spec NAME`, or give the branch the name of the spec"
    )


def test_another_task_that_is_finished_does_not_count(both: Repo) -> None:
    both.commit(BARE, {f"{SPEC}/tasks.md": tasks("2"), "src/app.py": "y\n"})
    assert both.codes(*LAST, "--select", "GIT") == ["GIT005"]
