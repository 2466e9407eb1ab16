"""The first approval in a running project asks nothing of its other specs."""

from __future__ import annotations

from pathlib import Path

import pytest

from aos_check.agents.signatures import VARIABLES
from tests.support.git_repo import Files, Repo
from tests.support.sample_project import FUNCTIONAL, MAIL, SPEC, project, tasks

PERSON = dict.fromkeys(VARIABLES, "")
APPROVALS = ("--select", "SPEC004,SPEC005,SPEC006,SPEC012,GIT004")

AWOS = {
    **project("Draft", "1"),
    f"{MAIL}/functional-spec.md": FUNCTIONAL.format(status="Draft").replace("Login", "Mail"),
    f"{MAIL}/tasks.md": tasks("1"),
}


def two(folder: str, document: str) -> Files:
    """Two specs with started work, by a layout without a status for approval."""
    text = "# {0}\n\n> Status: Planning\n\n## Goal\n\n{0} works.\n"
    return {
        f"{folder}/2026-01-0{number}-{name}/{path}": content
        for number, name in ((1, "login"), (2, "mail"))
        for path, content in ((document, text.format(name)), ("tasks.md", tasks("1")))
    }


PROJECTS = {
    "awos": AWOS,
    "awos-crlf": {path: text.replace("\n", "\r\n") for path, text in AWOS.items()},
    "agent-os-1": two(".agent-os/specs", "spec.md"),
    "agent-os-3": two("agent-os/specs", "spec.md"),
    "nested": {f"services/shop/{path}": text for path, text in AWOS.items()},
}


@pytest.fixture(params=PROJECTS)
def repo(request: pytest.FixtureRequest, tmp_path: Path) -> Repo:
    """A project with two specs under way, of which nobody has approved any."""
    found = Repo(tmp_path / "repo")
    found.commit("docs: specify", {**PROJECTS[request.param], "src/app.py": "x = 0\n"})
    return found


def approve(repo: Repo, name: str = "login") -> str:
    """Approve the spec, and stage the record."""
    result = repo.run("approve", name, env=PERSON)
    assert result.exit_code == 0, result.output
    repo.git("add", "--all")
    return result.stdout


def work_on(repo: Repo, name: str) -> None:
    repo.commit(f"feat: more\n\nTask: {name}#1", {"services/shop/app.py": f"# {name}\n"})


class TestWithoutALevel:
    def test_nothing_is_asked_before_the_first_approval(self, repo: Repo) -> None:
        work_on(repo, "login")
        assert repo.codes("check", *APPROVALS) == []
        assert repo.codes("check", "--commit", "HEAD", *APPROVALS) == []

    def test_a_record_asks_nothing_of_other_specs(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        approve(repo)
        assert repo.codes("check", "--staged", *APPROVALS) == []
        assert repo.message("docs: approve", *APPROVALS) == []
        repo.commit("docs: approve")
        work_on(repo, "mail")
        work_on(repo, "login")
        assert repo.codes("check", *APPROVALS) == []
        for revision in ("HEAD", "HEAD~1", "HEAD~2"):
            assert repo.codes("check", "--commit", revision, *APPROVALS) == []
        assert repo.codes("check", "--range", f"{start}..HEAD", *APPROVALS) == []

    def test_it_asks_for_its_own_spec(self, repo: Repo) -> None:
        approve(repo)
        repo.commit("docs: approve")
        (document,) = (
            path for path in repo.top.rglob("*.md")
            if "login" in path.parent.name and path.name in ("functional-spec.md", "spec.md")
        )  # fmt: skip
        document.write_bytes(document.read_bytes() + b"\nAnd more.\n")
        found = repo.report("check", *APPROVALS)["findings"]
        assert {it["code"] for it in found} == {"SPEC004", "SPEC005"}
        assert len({it["spec"] for it in found}) == 1


class TestTheWordApproved:
    """In AWOS the status says it. The change that says it first is not blocked by it."""

    APPROVED = FUNCTIONAL.format(status="Approved")

    @pytest.fixture
    def repo(self, tmp_path: Path) -> Repo:
        found = Repo(tmp_path / "repo")
        found.commit("docs: specify", {**AWOS, "src/app.py": "x = 0\n"})
        return found

    def test_the_first_one_asks_from_the_next_change_on(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        repo.add({f"{SPEC}/functional-spec.md": self.APPROVED})
        assert repo.codes("check", "--staged", *APPROVALS) == []
        assert repo.message("docs: approve", *APPROVALS) == []
        repo.commit("docs: approve")
        assert repo.codes("check", "--range", f"{start}..HEAD", *APPROVALS) == []
        assert repo.codes("check", *APPROVALS) == ["SPEC004"]
        work_on(repo, "mail")
        assert "GIT004" in repo.codes("check", "--commit", "HEAD", *APPROVALS)

    def test_a_branch_does_not_stop_it_by_taking_the_word_back(self, repo: Repo) -> None:
        base = repo.commit("docs: approve", {f"{SPEC}/functional-spec.md": self.APPROVED})
        repo.commit("docs: back", {f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status="Draft")})
        work_on(repo, "mail")
        assert "GIT004" in repo.codes("check", "--range", f"{base}..HEAD", *APPROVALS)

    @pytest.mark.parametrize("status", ["Completed", "In Progress", "In Review"])
    def test_other_words_say_nothing(self, repo: Repo, status: str) -> None:
        repo.write({f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status=status)})
        assert repo.codes("check", *APPROVALS) == []


class TestWithALevel:
    def test_specs_with_finished_work_at_adoption_are_left_alone(self, repo: Repo) -> None:
        adopted = repo.git("rev-parse", "HEAD")
        config = f'enforce-since = "{adopted}"\n[approval]\nlevel = "pinned"\n'
        repo.commit("chore: gate", {"aos-check.toml": config})
        work_on(repo, "mail")
        assert repo.codes("check", *APPROVALS) == []
        assert repo.codes("check", "--commit", "HEAD", *APPROVALS) == []
        assert repo.codes("check", "--range", f"{adopted}..HEAD", *APPROVALS) == []

    def test_a_date_is_the_last_commit_before_it(self, repo: Repo) -> None:
        level = '[approval]\nlevel = "pinned"\n'
        repo.commit("chore: gate", {"aos-check.toml": f"enforce-since = 2999-01-01\n{level}"})
        assert repo.codes("check", *APPROVALS) == []
        repo.write({"aos-check.toml": f"enforce-since = 2001-01-01\n{level}"})
        assert set(repo.codes("check", *APPROVALS)) == {"SPEC004"}

    @pytest.mark.parametrize("since", ["", 'enforce-since = "{empty}"\n'])
    def test_specs_without_it_are_asked(self, tmp_path: Path, since: str) -> None:
        repo = Repo(tmp_path / "repo")
        empty = repo.commit("begin", {"README.md": "a\n"})
        level = '[approval]\nlevel = "pinned"\n'
        repo.commit("docs", {**AWOS, "aos-check.toml": since.format(empty=empty) + level})
        assert set(repo.codes("check", *APPROVALS)) == {"SPEC004"}

    def test_setting_it_and_approving_in_one_commit_is_not_blocked(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        repo.write({"aos-check.toml": '[approval]\nlevel = "pinned"\n'})
        approve(repo)
        assert repo.run("check", "--staged").exit_code == 0
        repo.commit("docs: approve")
        assert repo.run("check", "--range", f"{start}..HEAD", *APPROVALS).exit_code == 0
