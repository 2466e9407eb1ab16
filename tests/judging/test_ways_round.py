"""Ways round the checks of commits, each with its nearest variants and its legal twin."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import MAIL, SPEC, project, tasks

DONE_1 = "feat: part 1\n\nTask: login#1\n"
TASKS = f"{SPEC}/tasks.md"
CODE = "src/app.py"
LAX = "agent-os/specs/2026-01-01-anything/tasks.md"
LAX_TASK = "# Tasks\n\n- [x] 1. Anything\n"


def found(repo: Repo, *arguments: str) -> list[str]:
    """The codes of the failing findings and of warnings of a range from `main`."""
    report = repo.report("check", *(arguments or ("--range", "main..HEAD")))
    return [it["code"] for it in report["findings"] if not it["inherited"]]


def work(repo: Repo, message: str, text: str, *done: str) -> str:
    """Commit code, and the ticks of these tasks."""
    files = {CODE: text, **({TASKS: tasks(*done)} if done else {})}
    return repo.commit(message, files)


@pytest.fixture(autouse=True)
def topic(repo: Repo) -> None:
    """Check out a branch of the repository with one approved spec."""
    repo.git("checkout", "-q", "-b", "topic")


class TestFixups:
    @pytest.mark.parametrize("kin", ["fixup!", "squash!", "amend!", "fixup! fixup!"])
    @pytest.mark.parametrize(
        ("target", "codes"),
        [
            ("docs: a\n\nTask: login#1", ["GIT003", "GIT011"]),  # not done
            ("docs: a\n\nTask: login#9", ["GIT002", "GIT002", "GIT011"]),  # does not exist
            ("docs: a (GH#12)", ["GIT001", "GIT011"]),  # only looks like a task
            ("docs: a", ["GIT001", "GIT011"]),
        ],
    )
    def test_of_a_target_without_a_good_task(
        self, repo: Repo, kin: str, target: str, codes: list[str]
    ) -> None:
        repo.commit(target, {"README.md": "a\n"})
        work(repo, f"{kin} {target.splitlines()[0]}", "evil\n")
        if "(" in target:
            codes = ["GIT002", "GIT011"]  # the fixup repeats the subject
        assert sorted(found(repo)) == codes

    def test_of_a_spec_without_approval(self, repo: Repo) -> None:
        mail = {path.replace("001-login", "002-mail"): it for path, it in project("Draft").items()}
        repo.commit("docs: mail", {path: it for path, it in mail.items() if "002-mail" in path})
        repo.commit("docs: a\n\nTask: mail#1", {"README.md": "a\n", f"{MAIL}/tasks.md": tasks("1")})
        work(repo, "fixup! docs: a", "evil\n")
        assert "GIT004" in found(repo)

    @pytest.mark.parametrize("by_id", [True, False])
    def test_of_a_task_that_is_done(self, repo: Repo, *, by_id: bool) -> None:
        target = work(repo, DONE_1, "x = 1\n", "1")
        work(repo, f"fixup! {target[:9] if by_id else 'feat: part 1'}", "x = 2\n")
        assert found(repo) == ["GIT011"]
        assert found(repo, "--commit", "HEAD") == ["GIT001"]

    def test_of_a_bare_task(self, repo: Repo) -> None:
        work(repo, "feat: part 1\n\nTask: 1", "x = 1\n", "1")
        work(repo, "fixup! feat: part 1", "x = 2\n")
        assert found(repo) == ["GIT011"]

    def test_before_it_is_committed(self, repo: Repo) -> None:
        repo.commit("docs: a\n\nTask: login#9", {"README.md": "a\n"})
        work(repo, DONE_1, "x = 1\n", "1")
        repo.add({CODE: "x = 2\n"})
        assert repo.message("fixup! docs: a\n") == ["GIT002"]
        assert repo.message("fixup! feat: part 1\n") == []

    def test_squashed_it_is_gone(self, repo: Repo) -> None:
        work(repo, DONE_1, "x = 1\n", "1")
        work(repo, "fixup! feat: part 1", "x = 2\n")
        (repo.top / ".git/M").write_text(DONE_1)
        given = ("--range", "main..HEAD", "--message-file", str(repo.top / ".git/M"))
        assert found(repo, *given) == []


class TestTheProjectLeaves:
    @pytest.mark.parametrize("to", ["sub/context", "examples/context", "ctx", ".hidden/context"])
    def test_and_its_code_stays(self, repo: Repo, to: str) -> None:
        (repo.top / to).parent.mkdir(exist_ok=True)
        repo.git("mv", "context", to)
        repo.git("commit", "-qm", "docs: tidy")
        assert "GIT010" in found(repo)
        assert "GIT010" in found(repo, "--commit", "HEAD")
        work(repo, "feat: evil", "evil\n")
        assert {"GIT001", "GIT010"} <= {*found(repo)}

    @pytest.mark.parametrize("away", ["context", "context/spec"])
    def test_by_deletion(self, repo: Repo, away: str) -> None:
        repo.git("rm", "-qr", away)
        assert "GIT010" in found(repo, "--staged")
        repo.git("commit", "-qm", "docs: tidy")
        assert "GIT010" in found(repo)

    def test_to_another_home_in_the_same_folder(self, repo: Repo) -> None:
        repo.git("rm", "-qr", "context")
        repo.commit("docs: another framework", {LAX: LAX_TASK.replace("[x]", "[ ]")})
        assert "GIT010" not in found(repo)

    def test_with_its_code(self, repo: Repo) -> None:
        (repo.top / "app").mkdir()
        repo.git("mv", "context", "src", "app")
        repo.git("commit", "-qm", "chore: into app\n\nAos-Waive: GIT001 a move")
        assert found(repo) == []

    def test_that_has_only_documents_left(self, repo: Repo) -> None:
        repo.git("rm", "-qr", "context", "src")
        repo.commit("chore: end\n\nAos-Waive: GIT001 the end", {"README.md": "a\n"})
        assert found(repo, "--range", "main..HEAD", "--allow-empty") == ["SPEC011"]


class TestOldTasks:
    @pytest.fixture(autouse=True)
    def finished(self, repo: Repo) -> None:
        """Finish the spec on the main branch."""
        work(repo, "feat: all\n\nTask: login#1, login#2, login#3", "x = 1\n", "1", "2", "3")
        repo.git("branch", "-qf", "main")

    def test_of_a_finished_spec_cover_nothing(self, repo: Repo) -> None:
        work(repo, DONE_1, "evil\n")
        (finding,) = [
            it
            for it in repo.report("check", "--range", "main..HEAD")["findings"]
            if it["code"] == "GIT003"
        ]
        assert "was finished before this change" in finding["message"]

    def test_in_a_squash(self, repo: Repo) -> None:
        work(repo, "wip", "evil\n")
        (repo.top / ".git/M").write_text(DONE_1)
        given = ("--range", "main..HEAD", "--message-file", str(repo.top / ".git/M"))
        assert "GIT003" in found(repo, *given)

    def test_even_where_the_spec_moves(self, repo: Repo) -> None:
        repo.git("mv", SPEC, SPEC.replace("001", "007"))
        repo.commit("docs: renumber")
        repo.commit("feat: a\n\nTask: login#1", {CODE: "evil\n"})
        assert "GIT003" in found(repo)

    def test_a_new_task_of_the_spec_covers(self, repo: Repo) -> None:
        repo.commit("docs: plan", {TASKS: tasks("1", "2", "3", count=4)})
        files = {TASKS: tasks("1", "2", "3", "4", count=4), CODE: "x = 2\n"}
        repo.commit("feat: part 4\n\nTask: login#4", files)
        assert "GIT003" not in found(repo)

    def test_a_task_finished_in_the_range_covers_what_follows(self, repo: Repo) -> None:
        repo.git("branch", "-qf", "main", "main~1")
        work(repo, "fix: more\n\nTask: login#3", "x = 3\n")
        assert "GIT003" not in found(repo)


class TestTasksThatAppearDone:
    def test_in_a_spec_that_was_approved(self, repo: Repo) -> None:
        files = {TASKS: tasks("4", count=4), CODE: "x = 2\n"}
        repo.commit("feat: part 4\n\nTask: login#4", files)
        (finding,) = repo.report("check", "--range", "main..HEAD")["findings"]
        assert (finding["code"], finding["severity"]) == ("GIT003", "info")
        assert "appears already done" in finding["message"]

    def test_that_were_added_open(self, repo: Repo) -> None:
        repo.commit("docs: plan", {TASKS: tasks(count=4)})
        files = {TASKS: tasks("4", count=4), CODE: "x = 2\n"}
        repo.commit("feat: part 4\n\nTask: login#4", files)
        assert found(repo) == []
        (repo.top / ".git/M").write_text("feat: part 4\n\nTask: login#4\n")
        given = ("--range", "main..HEAD", "--message-file", str(repo.top / ".git/M"))
        assert found(repo, *given) == []

    def test_that_were_planned_before(self, repo: Repo) -> None:
        work(repo, DONE_1, "x = 1\n", "1")
        assert found(repo) == []

    def test_in_a_spec_that_is_new(self, repo: Repo) -> None:
        mail = {path.replace("001-login", "002-mail"): it for path, it in project().items()}
        files = {path: it for path, it in mail.items() if "002-mail" in path}
        files |= {f"{MAIL}/tasks.md": tasks("1"), CODE: "x = 2\n"}
        repo.commit("feat: mail\n\nTask: mail#1", files)
        assert "GIT003" not in found(repo)


class TestOtherProjects:
    @pytest.mark.parametrize("root", ["", "examples/", "src/"])
    def test_a_laxer_one_covers_nothing(self, repo: Repo, root: str) -> None:
        repo.commit("feat: a\n\nTask: anything#1", {f"{root}{LAX}": LAX_TASK, CODE: "evil\n"})
        assert {"GIT001", "GIT004"} & {*found(repo)}

    def test_each_task_covers_its_own(self, repo: Repo) -> None:
        part = {f"part/{path}": text for path, text in project().items()}
        repo.commit("docs: part", {**part, "part/a.py": "x\n"})
        repo.git("branch", "-qf", "main")
        done = {f"part/{TASKS}": tasks("1"), "part/a.py": "y\n"}
        repo.commit(f"feat: a\n\nTask: part/{SPEC}#1", done)
        assert found(repo) == []
        repo.commit(f"feat: b\n\nTask: part/{SPEC}#1", {CODE: "evil\n"})
        assert found(repo) == ["GIT001"]

    def test_the_outer_one_covers_those_inside(self, repo: Repo) -> None:
        part = {f"part/{path}": text for path, text in project().items()}
        repo.commit("docs: part", part)
        repo.git("branch", "-qf", "main")
        repo.commit(f"feat: a\n\nTask: {SPEC}#1", {TASKS: tasks("1"), "part/a.py": "y\n"})
        assert found(repo) == []


class TestWhatMarksAHome:
    @pytest.mark.parametrize("mark", [".bmad-core/core-config.yaml", "docs/sprint-status.yaml"])
    @pytest.mark.parametrize("root", ["", "shop/"])
    def test_outside_of_it_counts_in_commits(self, tmp_path: Path, mark: str, root: str) -> None:
        repo = Repo(tmp_path / "stories")
        story = "# Story 1.1: Ring\n\n## Status: Approved\n\n## Tasks / Subtasks\n\n- [ ] Cast it\n"
        repo.commit("docs: a", {f"{root}{mark}": "", f"{root}docs/stories/1.1.ring.md": story})
        repo.commit("feat: a", {f"{root}src/app.py": "x = 1\n"})
        assert repo.codes("check", "--commit", "HEAD")[:1] == ["GIT001"]


class TestWithoutSpecs:
    def test_a_cherry_pick_to_an_old_release(self, repo: Repo) -> None:
        picked = work(repo, DONE_1, "x = 1\n", "1")
        repo.git("checkout", "-q", "--orphan", "release")
        repo.git("rm", "-qrf", "context")
        repo.commit("feat: old", {CODE: "x = 0\n", "context/product/roadmap.md": "# Roadmap\n"})
        repo.git("branch", "-qf", "main")
        repo.git("cherry-pick", "-n", picked, check=False)
        repo.git("rm", "-qrf", "--ignore-unmatch", TASKS)
        repo.commit(DONE_1, {CODE: "x = 1\n"})
        assert found(repo, "--range", "main..HEAD", "--allow-empty") == []
        assert found(repo, "--commit", "HEAD", "--allow-empty") == []

    def test_code_from_before_the_first_spec(self, tmp_path: Path) -> None:
        new = Repo(tmp_path / "new")
        new.commit("feat: old", {CODE: "x = 0\n"})
        new.git("tag", "first")
        product = {path: it for path, it in project().items() if "product" in path}
        new.commit("docs: product", product)
        new.commit("feat: still before", {CODE: "x = 1\n"})
        new.commit("docs: specify", project())
        assert found(new, "--range", "first..HEAD") == []
        new.commit("feat: after", {CODE: "x = 2\n"})
        assert found(new, "--range", "first..HEAD") == ["GIT001"]


class TestEnforceSince:
    @pytest.fixture(autouse=True)
    def wild(self, repo: Repo) -> None:
        """A branch with a commit that is not covered, and the gate adopted before it."""
        repo.git("branch", "-q", "gate")
        work(repo, "feat: evil", "evil\n")

    def since(self, repo: Repo, since: str) -> list[str]:
        repo.write({"aos-check.toml": f'enforce-since = "{since}"\n'})
        return found(repo)

    @pytest.mark.parametrize("since", ["gate", "refs/heads/gate", "gate~0", "HEAD~1", "{id}"])
    def test_a_revision_that_means_one_commit(self, repo: Repo, since: str) -> None:
        named = since.format(id=repo.git("rev-parse", "gate"))
        assert self.since(repo, named) == ["GIT001"]

    @pytest.mark.parametrize("since", ["gate", "gate~0", "{id:.8}"])
    def test_a_tag_of_the_same_name(self, repo: Repo, since: str) -> None:
        named = since.format(id=repo.git("rev-parse", "gate"))
        repo.git("tag", named.partition("~")[0], "HEAD")
        repo.write({"aos-check.toml": f'enforce-since = "{named}"\n'})
        result = repo.run("check", "--range", "main..HEAD")
        assert result.exit_code == 2
        assert "is ambiguous" in result.stderr
        assert self.since(repo, "refs/heads/gate") == ["GIT001"]
        assert self.since(repo, repo.git("rev-parse", "refs/heads/gate")) == ["GIT001"]

    def test_a_date_is_only_a_claim(self, repo: Repo) -> None:
        repo.write({"aos-check.toml": "enforce-since = 2020-01-01\n"})
        assert "enforce-since is a date (2020-01-01)" in repo.run("check").stdout
        repo.write({"aos-check.toml": 'enforce-since = "gate"\n'})
        assert "is a date" not in repo.run("check").stdout


AGENT = {"GIT_AUTHOR_NAME": "Claude", "GIT_AUTHOR_EMAIL": "noreply@anthropic.com"}
HELPED = "docs: approve\n\nCo-Authored-By: Claude <noreply@anthropic.com>"
REQUIREMENTS = f"{MAIL}/functional-spec.md"


def second(status: str) -> dict[str, str]:
    """The files of a second spec."""
    files = {path.replace("001-login", "002-mail"): it for path, it in project(status).items()}
    return {path: text for path, text in files.items() if path.startswith(MAIL)}


class TestApprovalsOfAgents:
    @pytest.fixture(autouse=True)
    def draft(self, repo: Repo) -> None:
        """A draft on the main branch."""
        repo.commit("docs: mail", second("Draft"))
        repo.git("branch", "-qf", "main")

    @pytest.mark.parametrize(
        ("message", "env"),
        [
            ("docs: approve", AGENT),
            (
                "docs: approve",
                {"GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "cursoragent@cursor.com"},
            ),
            (HELPED, {}),
            (f"{HELPED}\n\n🤖 Generated with [Claude Code](https://claude.com/claude-code)", {}),
            (f"{HELPED}\n\nRefs: #3", {}),
        ],
    )
    @pytest.mark.parametrize("level", ["", '[approval]\nlevel = "status"\n'])
    def test_by_status(self, repo: Repo, message: str, env: dict[str, str], level: str) -> None:
        repo.commit("chore: level", {"aos-check.toml": level})
        approved = repo.commit(message, second("Approved"), env=env)
        repo.commit("docs: more", {"README.md": "a\n"})
        (finding,) = repo.report("check", "--range", "main..HEAD")["findings"]
        assert (finding["code"], finding["path"]) == ("SPEC006", REQUIREMENTS)
        assert approved[:10] in finding["message"]
        assert found(repo, "--commit", approved) == ["SPEC006"]

    def test_of_a_spec_that_is_new(self, repo: Repo) -> None:
        chat = {path.replace("002-mail", "003-chat"): it for path, it in second("Approved").items()}
        repo.commit("docs: chat", chat, env=AGENT)
        assert "SPEC006" in found(repo)

    def test_by_a_person(self, repo: Repo) -> None:
        repo.commit("docs: words", {f"{MAIL}/technical-considerations.md": "# T\n"}, env=AGENT)
        repo.commit("docs: approve", second("Approved"))
        assert found(repo) == []

    def test_again_by_a_person(self, repo: Repo) -> None:
        repo.commit("docs: approve", second("Approved"), env=AGENT)
        repo.commit("docs: withdraw", second("Draft"))
        repo.commit("docs: approve", second("Approved"), by="Grace")
        assert found(repo) == []

    def test_the_printed_remedy(self, repo: Repo) -> None:
        repo.commit("docs: approve", second("Approved"), env=AGENT)
        assert repo.run("approve", "002-mail").exit_code == 0
        repo.commit("docs: approve it", by="Grace")
        assert found(repo) == []

    def test_by_record(self, repo: Repo) -> None:
        assert repo.run("approve", "002-mail").exit_code == 0
        repo.commit(HELPED)
        assert "SPEC006" in found(repo)

    def test_approved_text_that_only_moves(self, repo: Repo) -> None:
        repo.commit("docs: approve", second("Approved"), by="Grace")
        repo.git("branch", "-qf", "main")
        repo.git("mv", MAIL, MAIL.replace("002", "004"))
        repo.commit("docs: renumber", env=AGENT)
        assert "SPEC006" not in found(repo)

    def test_before_it_is_committed(self, repo: Repo) -> None:
        repo.add(second("Approved"))
        assert found(repo, "--staged") == []
        assert repo.codes("check", "--staged", env=AGENT) == ["SPEC006"]
        assert repo.codes("check", "--staged", env={"CLAUDECODE": "1"}) == ["SPEC006"]
        (repo.top / ".git/M").write_text(HELPED)
        given = ("--staged", "--message-file", str(repo.top / ".git/M"))
        assert found(repo, *given) == ["SPEC006"]


class TestRequirementsInMetadata:
    """A record pins the text, and a digest leaves only short facts out."""

    @pytest.fixture(autouse=True)
    def pinned(self, repo: Repo) -> None:
        """A record of the present text."""
        repo.commit("docs: level", {"aos-check.toml": '[approval]\nlevel = "pinned"\n'})
        self.write(repo, "- **Owner:** Ada")
        assert repo.run("approve", "001-login").exit_code == 0
        repo.commit("docs: approve")
        repo.git("branch", "-qf", "main")

    def write(self, repo: Repo, line: str, end: str = "\n") -> None:
        """Write the requirements with this line in their head."""
        text = project()[f"{SPEC}/functional-spec.md"]
        text = text.replace("Approved\n", f"Approved\n{line}\n", 1)
        file = repo.top / f"{SPEC}/functional-spec.md"
        file.write_bytes(text.replace("\n", end).encode())

    @pytest.mark.parametrize("end", ["\n", "\r\n"])
    @pytest.mark.parametrize(
        "line",
        [
            "- **Owner:** Ada. The form must also send the password.",
            "- **Owner:** Ada, and the form sends the password",
            "- **Version:** 2, which drops the password",
            "- **Status:** Approved. Send the password too.",
            "- **Updated:** 2026-01-01; The Form Must Send The Password",
            "- **作者:** 表单还必须把密码发送给管理员",
        ],
    )
    def test_a_rule_counts(self, repo: Repo, line: str, end: str) -> None:
        self.write(repo, line, end)
        repo.commit("docs: words")
        assert "SPEC005" in found(repo)

    @pytest.mark.parametrize(
        "line",
        [
            "- **Owner:** Grace Hopper",
            "- **Owners:** Grace Hopper <grace@example.org>, @ada and the team",
            "- **Version:** v2.1.0-rc1",
            "- **Updated:** 3 March 2026, 10:30 UTC",
            "- **Date:** Tuesday, 3rd of March 2026",
            "- **Reviewed by:** J. R. von Müller (QA)",
            "- **Author:** 山田太郎",
        ],
    )
    def test_a_fact_does_not(self, repo: Repo, line: str) -> None:
        self.write(repo, line)
        repo.commit("docs: words")
        assert found(repo) == []


class TestInheritedFindings:
    """A spec was finished with only a warning for its roadmap item."""

    @pytest.fixture(autouse=True)
    def finished(self, repo: Repo) -> None:
        """Finish the spec, and leave the roadmap."""
        message = "feat: all\n\nTask: login#1, login#2, login#3"
        work(repo, message, "x = 1\n", "1", "2", "3")
        assert repo.run("check", "--commit", "HEAD").exit_code == 0

    def test_the_next_documents(self, repo: Repo) -> None:
        repo.add({"README.md": "a\n"})
        assert repo.run("check", "--staged").exit_code == 0
        repo.commit("docs: a")
        assert repo.run("check", "--commit", "HEAD").exit_code == 0

    def test_a_clean_merge(self, repo: Repo) -> None:
        repo.git("checkout", "-q", "main")
        repo.commit("docs: b", {"docs/b.md": "b\n"})
        repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
        assert repo.run("check", "--staged").exit_code == 0
        repo.git("commit", "-qm", "Merge topic")
        assert repo.run("check", "--commit", "HEAD").exit_code == 0
        assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 1  # the range finishes it


class TestMaintenance:
    def test_it_is_listed_and_counted(self, repo: Repo) -> None:
        work(repo, "fix: a\n\nTask: none a slip", "x = 1\n")
        work(repo, "fix: b\n\nTask: none another slip", "x = 2\n")
        work(repo, DONE_1, "x = 3\n", "1")
        report = repo.report("check", "--range", "main..HEAD", "--select", "GIT")
        assert [(it["code"], it["severity"]) for it in report["findings"]] == [
            ("GIT009", "info")
        ] * 2
        reasons = {it["message"].partition(": ")[2] for it in report["findings"]}
        assert reasons == {"a slip", "another slip"}
        assert report["checked"]["maintenance_commits"] == 2
        shown = repo.run("check", "--range", "main..HEAD", "--select", "GIT").output
        assert "3 commits, 2 maintenance commits" in shown

    def test_that_is_invalid_is_one_finding_and_not_counted(self, repo: Repo) -> None:
        work(repo, "feat: a\n\nTask: none a slip", "x = 1\n")
        report = repo.report("check", "--range", "main..HEAD", "--select", "GIT0,DOC")
        assert [(it["code"], it["severity"]) for it in report["findings"]] == [("GIT009", "error")]
        assert report["checked"]["maintenance_commits"] == 0

    def test_that_only_warns(self, repo: Repo) -> None:
        repo.commit("chore: a", {"aos-check.toml": '[commits]\nmaintenance = "warn"\n'})
        work(repo, "fix: a\n\nTask: none a slip", "x = 1\n")
        report = repo.report("check", "--commit", "HEAD", "--select", "GIT0")
        assert [(it["code"], it["severity"]) for it in report["findings"]] == [
            ("GIT009", "warning")
        ]

    def test_beside_a_task(self, repo: Repo) -> None:
        work(repo, f"{DONE_1}\nTask: none a slip", "x = 1\n", "1")
        report = repo.report("check", "--commit", "HEAD", "--select", "GIT0")
        (finding,) = report["findings"]
        assert (finding["code"], finding["severity"]) == ("GIT009", "info")
        assert "which counts" in finding["message"]
        assert report["checked"]["maintenance_commits"] == 0

    def test_the_hook_writes_no_task_beside_it(self, repo: Repo) -> None:
        repo.add({CODE: "x = 1\n"})
        assert repo.message("fix: a\n\nTask: none a slip\n") == ["GIT009"]
