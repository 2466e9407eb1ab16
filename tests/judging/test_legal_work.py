"""Legal work is not held up: each test follows the printed remedy literally, and is accepted."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result

from tests.support.git_repo import Repo
from tests.support.sample_project import FUNCTIONAL, MAIL, SPEC, tasks

NOBODY = "0" * 40
PRAXIS = ".praxis-os/specs/review/2025-10-08-login"
APPROVED = PRAXIS.replace("review", "approved")
FIVE = {
    "README.md": "# Login\n\n**Status:** In Review\n",
    "srd.md": "# Software Requirements: Login\n\n## Functional Requirements\n\n"
    "### FR-001: The form asks for e-mail and password\n",
    "specs.md": "# Technical Specification: Login\n",
    "tasks.md": "# Tasks: Login\n\n- [ ] **Task 1.1**: Add the form (FR-001)\n",
    "implementation.md": "# Implementation: Login\n",
}


@pytest.fixture
def empty(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "empty")


GATES = ("--select", "GIT,SPEC004,SPEC010,SPEC012,SPEC006")


def praxis(repo: Repo) -> str:
    """A repository with code, and the five documents in review, committed together."""
    start = repo.commit("begin", {"README.md": "a\n"})
    repo.commit("docs: propose login", {f"{PRAXIS}/{name}": text for name, text in FIVE.items()})
    return start


class TestTasksUnderReview:
    """A spec in review may have a draft of its tasks, but no work."""

    def test_the_documents_are_committed_together(self, empty: Repo) -> None:
        start = praxis(empty)
        assert empty.codes("check", "--commit", "HEAD", *GATES) == []
        assert empty.codes("check", "--range", f"{start}..HEAD", *GATES) == []

    def test_the_process_goes_on_to_the_work(self, empty: Repo) -> None:
        start = praxis(empty)
        (empty.top / APPROVED).parent.mkdir(parents=True)
        empty.git("mv", PRAXIS, APPROVED)
        readme = FIVE["README.md"].replace("In Review", "Approved")
        empty.commit("docs: approve login", {f"{APPROVED}/README.md": readme})
        done = FIVE["tasks.md"].replace("[ ]", "[x]")
        files = {f"{APPROVED}/tasks.md": done, "src/app.py": "x = 1\n"}
        empty.commit("feat: form\n\nTask: login#1.1", files)
        assert empty.codes("check", "--range", f"{start}..HEAD", *GATES) == []

    def test_work_may_not_begin(self, empty: Repo) -> None:
        praxis(empty)
        done = FIVE["tasks.md"].replace("[ ]", "[x]")
        files = {f"{PRAXIS}/tasks.md": done, "src/app.py": "x = 1\n"}
        empty.commit("feat: form\n\nTask: login#1.1", files)
        assert "GIT004" in empty.codes("check", "--commit", "HEAD", *GATES)

    def test_tasks_that_are_begun_at_once_are_no_draft(self, empty: Repo) -> None:
        empty.commit("begin", {"README.md": "a\n"})
        files = FIVE | {
            "tasks.md": FIVE["tasks.md"].replace("[ ]", "[x]") + "- [ ] **Task 1.2**: B\n"
        }
        empty.commit("docs: login", {f"{PRAXIS}/{name}": text for name, text in files.items()})
        assert "SPEC012" in empty.codes("check", "--commit", "HEAD", *GATES)

    @pytest.mark.parametrize(("status", "codes"), [("In Review", []), ("Draft", ["SPEC012"])])
    def test_a_status_counts_like_the_folder(
        self, repo: Repo, status: str, codes: list[str]
    ) -> None:
        other = SPEC.replace("001-login", "002-mail")
        text = FUNCTIONAL.format(status=status)
        files = {f"{other}/functional-spec.md": text, f"{other}/tasks.md": tasks()}
        repo.commit("docs: mail", files)
        assert repo.codes("check", "--commit", "HEAD", *GATES) == codes


class TestAllIsFinished:
    """A bug is fixed after the last spec was finished."""

    def refused(self, repo: Repo) -> str:
        every = tasks("1", "2", "3")
        repo.commit("feat: all\n\nTask: login#1", {f"{SPEC}/tasks.md": every, "src/app.py": "1\n"})
        repo.add({"src/app.py": "2\n"})
        (repo.top / ".git/M").write_text("fix: the form")
        (finding,) = repo.report("commit-msg", ".git/M")["findings"]
        assert finding["code"] == "GIT001"
        return str(finding["help"])

    def test_with_a_new_spec(self, repo: Repo) -> None:
        told = self.refused(repo)
        assert "start one with `aos-check new spec NAME`, get it approved, mark a task" in told
        written = repo.run("new", "spec", "Fix the form").stdout.split()[1]
        folder = written.rpartition("/")[0]
        repo.write({written: FUNCTIONAL.format(status="Draft")})
        repo.git("checkout", "--quiet", "HEAD", "--", "src")
        repo.commit("docs: specify")
        repo.commit("docs: approve", {written: FUNCTIONAL.format(status="Approved")})
        repo.commit("docs: plan", {f"{folder}/tasks.md": tasks(count=1)})
        repo.add({f"{folder}/tasks.md": tasks("1", count=1), "src/app.py": "2\n"})
        message = "fix: the form\n\nTask: fix-the-form#1\n"
        assert repo.message(message, *GATES) == []
        repo.commit(message)
        assert repo.codes("check", "--range", "HEAD~4..HEAD", *GATES) == []

    def test_with_a_waiver(self, repo: Repo) -> None:
        assert "or add a trailer `Aos-Waive: GIT001 <reason>`" in self.refused(repo)
        assert repo.message("fix: the form\n\nAos-Waive: GIT001 the site is down\n") == []

    @pytest.mark.parametrize("setting", ["waivable = []", 'waivers-by = ["eve@x.org"]'])
    def test_without_a_waiver_that_would_not_count(self, repo: Repo, setting: str) -> None:
        repo.commit("chore: how", {"aos-check.toml": f"[commits]\n{setting}\n"})
        assert "Aos-Waive" not in self.refused(repo)

    def test_with_an_open_task_it_is_named(self, repo: Repo) -> None:
        repo.add({"src/app.py": "2\n"})
        (repo.top / ".git/M").write_text("fix: the form")
        (finding,) = repo.report("commit-msg", ".git/M")["findings"]
        assert "new spec" not in finding["help"]


class TestTwoCommitsForOneTask:
    """The first of them leaves the task open, and the second ticks it."""

    MESSAGE = "feat: half\n\nTask: login#1\n"

    def first(self, repo: Repo) -> str:
        """Commit half of the work; return the help of the finding, which does not fail."""
        repo.add({"src/app.py": "half\n"})
        (repo.top / ".git/M").write_text(self.MESSAGE)
        assert repo.run("commit-msg", ".git/M").exit_code == 0
        (finding,) = repo.report("commit-msg", ".git/M")["findings"]
        assert (finding["code"], finding["severity"]) == ("GIT003", "info")
        repo.commit(self.MESSAGE)
        assert repo.run("check", "--commit", "HEAD").exit_code == 0
        return str(finding["help"])

    @pytest.mark.parametrize("apart", [False, True])
    def test_the_last_one_finishes_it(self, repo: Repo, apart: bool) -> None:
        told = self.first(repo)
        assert told.startswith(
            "finish login#1 by the end of the range, and mark it as done in that commit"
        )
        ticked = {f"{SPEC}/tasks.md": tasks("1")}
        message = self.MESSAGE.replace("half", "whole")
        repo.commit(message, {"src/app.py": "whole\n", **({} if apart else ticked)})
        repo.commit("docs: tick", ticked)
        assert repo.codes("check", "--range", "HEAD~3..HEAD", "--select", "GIT003") == []
        assert repo.run("check", "--range", "HEAD~3..HEAD").exit_code == 0

    def test_a_range_that_leaves_it_open_fails(self, repo: Repo) -> None:
        self.first(repo)
        assert repo.codes("check", "--range", "HEAD~1..HEAD") == ["GIT003"]
        assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 1

    def test_a_tick_that_is_taken_back_fails(self, repo: Repo) -> None:
        self.first(repo)
        repo.commit("feat: whole\n\nTask: login#1", {f"{SPEC}/tasks.md": tasks("1")})
        repo.commit("docs: login#1 is not done", {f"{SPEC}/tasks.md": tasks()})
        assert "GIT003" in repo.codes("check", "--range", "HEAD~3..HEAD")

    def test_a_project_may_ask_at_once(self, repo: Repo) -> None:
        how = {"aos-check.toml": '[commits]\nwhen = "commit"\n'}
        repo.commit("chore: how", how)
        repo.commit(self.MESSAGE, {"src/app.py": "half\n"})
        report = repo.report("check", "--commit", "HEAD")
        assert [it["severity"] for it in report["findings"]] == ["error"]
        assert report["findings"][0]["help"].startswith("mark it as done in this commit")
        repo.commit(
            "feat: b\n\nTask: login#1", {f"{SPEC}/tasks.md": tasks("1"), "src/app.py": "b\n"}
        )
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == ["GIT003"]


class TestNothingIsSpecifiedYet:
    """A framework is installed, and the first push comes before the first document."""

    @pytest.mark.parametrize(
        "path", ["openspec/project.md", ".praxis-os/standards/a.md", "context/a.txt", ".kiro/a.md"]
    )
    def test_the_first_push(self, empty: Repo, path: str) -> None:
        begin = empty.commit("begin", {"src/app.py": "x = 1\n"})
        empty.commit("chore: a framework", {path: "a\n"})
        tip = empty.commit("feat: more", {"src/app.py": "x = 2\n"})
        assert empty.codes("check", "--range", f"{begin}..HEAD") == []
        assert pushed(empty, tip).exit_code == 0
        empty.git("checkout", "-q", "--detach")
        empty.git("update-ref", "-d", "refs/heads/main")
        assert empty.run("pre-receive", give=f"{NOBODY} {tip} refs/heads/x\n").exit_code == 0

    def test_documents_that_vanish_are_missed(self, repo: Repo) -> None:
        repo.git("rm", "-rq", "context", "src")
        repo.commit("chore: away", {"context/a.txt": "a\n"})
        assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 2


class TestAFixupOfWhatIsPushed:
    """The branch is at the remote already, and its fixup comes in the next push."""

    def begun(self, repo: Repo) -> None:
        repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        repo.git("checkout", "-q", "-b", "topic")
        repo.commit("docs: more", {"README.md": "a\n"})
        files = {f"{SPEC}/tasks.md": tasks("1"), "src/app.py": "1\n"}
        repo.commit("feat: part 1\n\nTask: login#1", files)
        repo.git("update-ref", "refs/remotes/origin/topic", "HEAD")
        repo.add({"src/app.py": "2\n"})

    @pytest.mark.parametrize(
        ("target", "code"), [("feat: part 1", ""), ("docs: more", "GIT001"), ("x", "GIT001")]
    )
    def test_is_judged_by_the_task_of_its_target(self, repo: Repo, target: str, code: str) -> None:
        self.begun(repo)
        message, old = f"fixup! {target}\n", repo.git("rev-parse", "HEAD")
        assert repo.message(message) == [code] * bool(code)
        tip = repo.commit(message)
        result = pushed(repo, tip, old, "topic")
        assert result.exit_code == bool(code)
        assert code in result.output

    def test_what_is_on_the_default_branch_is_no_target(self, repo: Repo) -> None:
        self.begun(repo)
        old = repo.git("rev-parse", "HEAD")
        repo.git("update-ref", "refs/remotes/origin/main", old)
        message = "fixup! feat: part 1\n"
        assert repo.message(message) == ["GIT001"]
        assert "GIT001" in pushed(repo, repo.commit(message), old, "topic").output


def pushed(repo: Repo, tip: str, old: str = NOBODY, branch: str = "main") -> Result:
    """The pre-push hook's answer to this push."""
    line = f"refs/heads/{branch} {tip} refs/heads/{branch} {old}\n"
    return repo.run("pre-push", "origin", "url", give=line)


class TestAnApprovedTextChanges:
    """The text changes in one commit, and is approved again in a later one."""

    def begun(self, repo: Repo, *, pinned: bool) -> None:
        if pinned:
            repo.commit("chore: how", {"aos-check.toml": '[approval]\nlevel = "pinned"\n'})
            assert repo.run("approve", "login").exit_code == 0
        repo.commit("docs: approve and begin", {f"{SPEC}/tasks.md": tasks("1")})
        repo.git("update-ref", "refs/remotes/origin/main", "HEAD")

    def text(self, status: str) -> dict[str, str]:
        return {f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status=status) + "\nMore.\n"}

    @pytest.mark.parametrize("pinned", [True, False])
    def test_it_informs_until_the_end(self, repo: Repo, *, pinned: bool) -> None:
        self.begun(repo, pinned=pinned)
        files = self.text("Approved" if pinned else "Draft")
        repo.add(files)
        code = "SPEC005" if pinned else "SPEC004"
        (finding,) = repo.report("check", "--staged")["findings"]
        assert (finding["code"], finding["severity"]) == (code, "info")
        assert finding["help"].endswith("by the end of the range")
        tip = repo.commit("docs: more")
        assert repo.run("check", "--commit", "HEAD").exit_code == 0
        assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 1
        assert pushed(repo, tip, branch="topic").exit_code == 0
        assert code in pushed(repo, tip).output
        # If no spec says that it is approved, the project asks for no approval.
        assert repo.run("check").exit_code == (1 if pinned else 0)
        if pinned:
            assert repo.run("approve", "login").exit_code == 0
        repo.commit("docs: approve again", self.text("Approved"))
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == []

    def test_work_on_what_is_not_approved_fails_at_once(self, repo: Repo) -> None:
        self.begun(repo, pinned=False)
        other = {f"{MAIL}/functional-spec.md": FUNCTIONAL.format(status="Approved")}
        repo.commit("docs: more", {**self.text("Draft"), **other})
        repo.add({f"{SPEC}/tasks.md": tasks("1", "2"), "src/app.py": "2\n"})
        assert "GIT004" in repo.message("feat: two\n\nTask: login#2\n")
