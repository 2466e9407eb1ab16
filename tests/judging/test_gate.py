"""The rules on commits with real git, and the task references after squash, rebase, cherry-pick,
merge, revert, amend and fixup."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from aos_check.git.merging import Merges
from tests.support.git_repo import Repo
from tests.support.sample_project import FUNCTIONAL, SPEC, project, roadmap, tasks

DONE_1 = "feat: part 1\n\nTask: login#1\n"


def finish(repo: Repo, *done: str, message: str = DONE_1, text: str = "x = 1\n") -> str:
    """A valid commit: code, and the tick of its task."""
    return repo.commit(message, {f"{SPEC}/tasks.md": tasks(*done), "src/app.py": text})


class TestOneCommit:
    def test_the_legal_one(self, repo: Repo) -> None:
        finish(repo, "1")
        assert repo.codes("check", "--commit", "HEAD") == []

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ("feat: part 1", "GIT001"),
            ("feat: part 1 (GH#12)", "GIT002"),
            ("feat: part 1\n\nTask: login#9", "GIT002"),
            ("feat: part 1\n\nTask: logout#1", "GIT002"),
            ("feat: part 1\n\nTask: login#2", "GIT003"),
            ("feat: part 1\n\nTask: nonsense", "GIT002"),
        ],
    )
    def test_what_is_wrong_with_the_message(self, repo: Repo, message: str, code: str) -> None:
        finish(repo, "1", message=message)
        assert repo.codes("check", "--commit", "HEAD") == [code]

    @pytest.mark.parametrize(
        "message",
        [
            "feat: part 1 [login#1]",
            "feat: part 1 (001-login#1)",
            "feat: part 1 [001#1]",
            "feat: part 1 [1#1]",
            "feat: part 1\n\ntask: 001-login#1",
            "feat: part 1\n\nTask: 1",
            "feat: part 1 (#12)\n\nTask: login#1",
            f"feat: part 1\n\nTask: {SPEC}#1",
        ],
    )
    def test_every_way_to_name_a_task(self, repo: Repo, message: str) -> None:
        finish(repo, "1", message=message)
        assert repo.codes("check", "--commit", "HEAD") == []

    @pytest.mark.parametrize(
        ("message", "codes"),
        [
            ("Part 1 (#3)\n\nTask: login#1\n\n---------\n\nCo-authored-by: B <b@x.org>", []),
            ("a\n\nTask: login#1\n\nMade with care\n\nCo-authored-by: B <b@x.org>", ["GIT001"]),
            ("a\n\nTask: login#1\n\nCo-Authored-By: B", ["GIT001"]),
            ("a\n\nGates: 3 of 3\nTask: see the plan\n\nTask: login#1", []),
            ("a\n\nTask: see the plan\n\nWords.\n\nTask: login#1\nRefs: #3", []),
        ],
    )
    def test_a_line_that_is_no_trailer(self, repo: Repo, message: str, codes: list[str]) -> None:
        finish(repo, "1", message=message)
        report = repo.report("check", "--commit", "HEAD")
        assert [finding["code"] for finding in report["findings"]] == codes
        for finding in report["findings"]:
            assert "move the line `Task: login#1`" in finding["help"]

    @pytest.mark.parametrize(
        "message",
        [
            "a\nTask: login#1",
            "a\r\nTask: login#1\r\n\r\n",
            "a\nTask: login#1\nCo-authored-by: B <b@x.org>",
            "a\nGates: 3 of 3\nTask: login#1",
            "a\n\nSome words\nTask: login#1",
        ],
    )
    def test_a_trailer_without_a_blank_line_before_it(self, repo: Repo, message: str) -> None:
        finish(repo, "1", message=message)
        (finding,) = repo.report("check", "--commit", "HEAD")["findings"]
        assert finding["code"] == "GIT001"
        assert finding["help"].startswith("put a blank line before `Task: login#1`")

    def test_prose_that_begins_like_a_trailer(self, repo: Repo) -> None:
        finish(repo, "1", message="a\n\nTask: see the plan\n\nMore words.")
        (finding,) = repo.report("check", "--commit", "HEAD")["findings"]
        assert finding["code"] == "GIT001"
        assert finding["help"].startswith("add the trailer `Task: login#1`")

    def test_documents_need_no_task(self, repo: Repo) -> None:
        repo.commit("docs: more", {"README.md": "a\n", "docs/a.rst": "a\n", "uv.lock": "a\n"})
        assert repo.codes("check", "--commit", "HEAD") == []

    @pytest.mark.parametrize(
        "path",
        [
            ".DS_Store", "web/Thumbs.db", f"{SPEC}/fix.patch", ".specify/scripts/bash/common.sh",
            ".awos/scripts/install.py", ".bmad-core/utils/run.js",
        ],
    )  # fmt: skip
    def test_files_of_tools_and_patches_in_a_spec_need_no_task(self, repo: Repo, path: str) -> None:
        repo.commit("chore: more", {path: "a\n"})
        assert repo.codes("check", "--commit", "HEAD") == []

    @pytest.mark.parametrize(
        "path",
        [
            "context/evil.py", "LICENSE.py", "src/docs/a.py", "a.lock.py", "src/fix.patch",
            "src/.awos/a.py",
        ],
    )  # fmt: skip
    def test_what_only_looks_exempt_does(self, repo: Repo, path: str) -> None:
        repo.commit("docs: more", {path: "evil\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    def test_so_does_code_that_comes_as_the_project_goes(self, repo: Repo) -> None:
        repo.git("rm", "-rq", "context")
        repo.commit("chore: no more", {"src/app.py": "evil\n"})
        assert "GIT001" in repo.codes("check", "--commit", "HEAD", "--allow-empty")

    def test_a_deletion_does(self, repo: Repo) -> None:
        repo.commit("chore: clean", {"src/app.py": None})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    def test_words_exempt_nothing(self, repo: Repo) -> None:
        for subject in ("Merge branch 'x'", 'Revert "y"', "fixup! z", "chore(deps): bump a"):
            finish(repo, "1", message=subject, text=f"x = {subject!r}\n")
            assert "GIT001" in repo.codes("check", "--commit", "HEAD"), subject

    def test_the_root_commit(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "new")
        repo.commit("init", {**project("Approved", "1"), "src/app.py": "x = 0\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    def test_unapproved_work(self, repo: Repo) -> None:
        repo.commit("docs: back", {f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status="Draft")})
        finish(repo, "1")
        assert repo.codes("check", "--commit", "HEAD") == ["GIT004"]

    def test_where_nothing_says_what_is_approved_it_is_not_evaluated(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "v1")
        spec = ".agent-os/specs/2025-10-08-login"
        repo.commit("docs: a", {f"{spec}/spec.md": "# L\n", f"{spec}/tasks.md": "- [ ] 1. A\n"})
        repo.commit("feat: a\n\nTask: login#1", {f"{spec}/tasks.md": "- [x] 1. A\n", "a.py": "1\n"})
        report = repo.report("check", "--commit", "HEAD", "--select", "GIT,SPEC004,SPEC012")
        assert report["findings"] == []
        assert "GIT004" in {each["code"] for each in report["not_evaluated"]}

    def test_require_started_and_exists(self, repo: Repo) -> None:
        repo.commit("chore: how", {"aos-check.toml": '[commits]\nrequire = "exists"\n'})
        finish(repo, "1", message="feat: a\n\nTask: login#3")
        assert repo.codes("check", "--commit", "HEAD") == []
        repo.commit("chore: how", {"aos-check.toml": '[commits]\nrequire = "started"\n'})
        assert repo.codes("check", "--commit", "HEAD~1") == ["GIT003"]

    def test_two_specs_of_one_number(self, repo: Repo) -> None:
        other = SPEC.replace("login", "logout")
        files = {path.replace("login", "logout"): text for path, text in project().items()}
        repo.commit("docs: another", {path: text for path, text in files.items() if other in path})
        finish(repo, "1", message="feat: a [001#1]")
        report = repo.report("check", "--commit", "HEAD", "--select", "GIT")
        (finding,) = report["findings"]
        assert finding["code"] == "GIT005"
        assert "login#1" in finding["message"]
        assert "logout#1" in finding["message"]

    def test_a_tick_alone_is_a_question(self, repo: Repo) -> None:
        repo.commit("chore: tick", {f"{SPEC}/tasks.md": tasks("1")})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT006"]
        assert repo.run("check", "--commit", "HEAD").exit_code == 0

    def test_many_ticks_at_once(self, repo: Repo) -> None:
        repo.commit("docs: longer", {f"{SPEC}/tasks.md": tasks(count=9)})
        all_but_one = tuple(str(n) for n in range(1, 9))
        text = tasks(*all_but_one, count=9)
        repo.commit("feat: all\n\nTask: login#1", {f"{SPEC}/tasks.md": text, "src/app.py": "y\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT007"]

    def test_a_done_task_is_reopened_with_a_word_only(self, repo: Repo) -> None:
        finish(repo, "1")
        repo.commit("docs: tidy", {f"{SPEC}/tasks.md": tasks()})
        assert repo.codes("check", "--commit", "HEAD") == ["TASK012"]
        finish(repo, "1", text="x = 2\n")
        repo.commit("docs: reopen login#1", {f"{SPEC}/tasks.md": tasks()})
        assert repo.codes("check", "--commit", "HEAD") == []

    def test_code_outside_projects_is_reported_as_not_judged(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "mono")
        repo.commit("docs: a", {f"services/a/{path}": text for path, text in project().items()})
        repo.commit("feat: b", {"services/b/app.py": "x\n"})
        report = repo.report("check", "--commit", "HEAD", "--select", "GIT")
        assert report["findings"] == []
        assert any(each["code"] == "GIT001" for each in report["not_evaluated"])
        repo.commit("feat: a", {"services/a/app.py": "x\n"})
        assert repo.codes("check", "--commit", "HEAD", "--select", "GIT") == ["GIT001"]


class TestBots:
    MAIL: ClassVar = {
        "GIT_AUTHOR_NAME": "dependabot[bot]",
        "GIT_AUTHOR_EMAIL": "1+dependabot[bot]@x.org",
    }

    def test_one_that_bumps_a_dependency(self, repo: Repo) -> None:
        repo.write({"package.json": "{}\n", "package-lock.json": "{}\n"})
        repo.git("add", "--all")
        repo.git("commit", "-qm", "bump a", env=self.MAIL)
        assert repo.codes("check", "--commit", "HEAD") == []

    def test_its_name_is_not_enough(self, repo: Repo) -> None:
        repo.write({"package.json": "{}\n", "src/app.py": "evil\n"})
        repo.git("add", "--all")
        repo.git("commit", "-qm", "bump a", env=self.MAIL)
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]


class TestWaivers:
    def test_one_that_holds_stays_in_the_report(self, repo: Repo) -> None:
        repo.commit("fix: at once\n\nAos-Waive: GIT001 the site is down", {"src/app.py": "y\n"})
        report = repo.report("check", "--commit", "HEAD")
        assert report["findings"] == []
        (waived,) = report["waived"]
        assert (waived["code"], waived["reason"]) == ("GIT001", "the site is down")

    @pytest.mark.parametrize(
        ("waiver", "codes"),
        [
            ("GIT001", {"GIT001", "GIT008"}),
            ("GIT001 until later until 2020-01-01", {"GIT001", "GIT008"}),
            ("GIT001 for now until 2099-01-01", set()),
            ("GIT003 because", {"GIT001", "GIT008"}),
        ],
    )
    def test_one_that_does_not(self, repo: Repo, waiver: str, codes: set[str]) -> None:
        repo.commit(f"fix: a\n\nAos-Waive: {waiver}", {"src/app.py": "y\n"})
        assert set(repo.codes("check", "--commit", "HEAD")) == codes

    def test_who_may(self, repo: Repo) -> None:
        repo.commit("c", {"aos-check.toml": '[commits]\nwaivers-by = ["grace@example.org"]\n'})
        repo.commit("fix: a\n\nAos-Waive: GIT001 why not", {"src/app.py": "y\n"})
        assert set(repo.codes("check", "--commit", "HEAD")) == {"GIT001", "GIT008"}
        repo.commit("fix: b\n\nAos-Waive: GIT001 why not", {"src/app.py": "z\n"}, by="Grace")
        assert repo.codes("check", "--commit", "HEAD") == []


class TestRanges:
    def test_every_commit_then_the_whole(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        finish(repo, "1")
        bad = repo.commit("feat: no name", {"src/app.py": "y\n"})
        finish(repo, "1", "2", message="feat: b\n\nTask: login#2", text="z\n")
        report = repo.report("check", "--range", f"{start}..HEAD")
        assert [(it["code"], it["commit"], it["path"]) for it in report["findings"]] == [
            ("GIT001", bad, None)
        ]
        assert report["checked"]["commits"] == 3
        assert report["mode"] == "range"
        assert repo.codes("check", "--since", start) == ["GIT001"]

    def test_a_completed_spec_carries_its_roadmap_item(self, repo: Repo) -> None:
        finish(repo, "1")
        finish(repo, "1", "2", message="feat: b\n\nTask: login#2", text="y\n")
        finish(repo, "1", "2", "3", message="feat: c\n\nTask: login#3", text="z\n")
        assert repo.codes("check", "--range", "HEAD~3..HEAD") == ["ROAD004"]
        assert repo.run("check", "--commit", "HEAD").exit_code == 0
        assert repo.codes("check", "--commit", "HEAD") == ["ROAD004"]
        repo.commit("docs: roadmap", {"context/product/roadmap.md": roadmap(done=True)})
        assert repo.codes("check", "--range", "HEAD~4..HEAD") == []
        repo.commit("chore: strict", {"aos-check.toml": '[roadmap]\nwhen = "commit"\n'})
        report = repo.report("check", "--range", "HEAD~5..HEAD")
        (finding,) = report["findings"]
        assert finding["code"] == "ROAD004"
        assert finding["commit"] == repo.git("rev-parse", "HEAD~2")

    def test_a_task_unticked_later_is_not_done(self, repo: Repo) -> None:
        named = finish(repo, "1")
        repo.commit("docs: reopen login#1", {f"{SPEC}/tasks.md": tasks()})
        report = repo.report("check", "--range", "HEAD~2..HEAD")
        assert [(it["code"], it["commit"]) for it in report["findings"]] == [("GIT003", named)]

    @pytest.mark.parametrize("written", ["HEAD", "HEAD...HEAD~1", "nope..HEAD", "HEAD..HEAD"])
    def test_what_is_no_range(self, repo: Repo, written: str) -> None:
        finish(repo, "1")
        result = repo.run("check", "--range", written)
        assert result.exit_code == 2
        assert result.stdout == ""
        assert "help:" in result.stderr

    def test_an_empty_range_may_be_allowed(self, repo: Repo) -> None:
        assert repo.run("check", "--range", "HEAD..HEAD", "--allow-empty").exit_code == 0

    def test_a_shallow_clone_cannot_know(self, repo: Repo, tmp_path: Path) -> None:
        finish(repo, "1")
        clone = Repo(tmp_path / "clone")
        clone.git("fetch", "-q", "--depth=1", f"file://{repo.top}", "main")
        clone.git("reset", "-q", "--hard", "FETCH_HEAD")
        for arguments in (("--range", "HEAD~1..HEAD"), ("--commit", "HEAD")):
            result = clone.run("check", *arguments)
            assert result.exit_code == 2, arguments
            assert "unshallow" in result.stderr

    def test_since_the_gate_was_adopted(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        adopted = repo.commit("feat: wild", {"src/app.py": "wild\n"})
        text = f'enforce-since = "{adopted}"\n'
        repo.commit("chore: gate", {"aos-check.toml": text})
        report = repo.report("check", "--range", f"{start}..HEAD")
        assert report["findings"] == []
        assert report["checked"]["commits"] == 1
        assert any("enforce-since" in each["reason"] for each in report["not_evaluated"])
        repo.write({"aos-check.toml": "enforce-since = 2999-01-01\n"})
        assert repo.codes("check", "--commit", adopted) == []


class TestGitOperations:
    """Each test does one git operation and checks what happens to the task reference."""

    def test_squash(self, repo: Repo) -> None:
        repo.git("checkout", "-qb", "topic")
        finish(repo, "1")
        finish(repo, "1", "2", message="feat: b\n\nTask: login#2", text="y\n")
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--squash", "topic")
        repo.git("commit", "-qm", (repo.top / ".git/SQUASH_MSG").read_text())
        assert repo.codes("check", "--commit", "HEAD") == []

    def test_a_squash_to_come(self, repo: Repo) -> None:
        finish(repo, "1", message="wip")
        (repo.top / ".git/TITLE").write_text("Part 1 (#3)\n\n* wip\n\nTask: login#1\n")
        (repo.top / ".git/BARE").write_text("Part 1 (#3)\n")
        name = str(repo.top / ".git/TITLE")
        assert repo.codes("check", "--range", "HEAD~1..HEAD", "--message-file", name) == []
        name = str(repo.top / ".git/BARE")
        assert repo.codes("check", "--range", "HEAD~1..HEAD", "--message-file", name) == ["GIT001"]

    def test_rebase_and_cherry_pick(self, repo: Repo) -> None:
        repo.git("checkout", "-qb", "topic")
        finish(repo, "1")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: more", {"README.md": "a\n"})
        repo.git("cherry-pick", "topic")
        assert repo.codes("check", "--commit", "HEAD") == []
        repo.git("reset", "-q", "--hard", "HEAD~1")
        repo.git("rebase", "-q", "main", "topic")
        assert repo.codes("check", "--range", "main..topic") == []

    def test_a_cherry_pick_without_its_tick(self, repo: Repo) -> None:
        finish(repo, "1")
        repo.git("checkout", "-qb", "release", "HEAD~1")
        repo.git("cherry-pick", "--no-commit", "main")
        repo.git("checkout", "HEAD", "--", f"{SPEC}/tasks.md")
        repo.git("commit", "-qm", DONE_1)
        assert repo.codes("check", "--commit", "HEAD") == ["GIT003"]

    def test_a_merge(self, repo: Repo) -> None:
        repo.git("checkout", "-qb", "topic")
        finish(repo, "1")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: more", {"README.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == []

    def test_a_merge_that_brings_more(self, repo: Repo) -> None:
        repo.git("checkout", "-qb", "topic")
        finish(repo, "1")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: more", {"README.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "--no-commit", "topic")
        repo.commit("Merge topic", {"src/evil.py": "x\n"})
        assert len(repo.git("log", "-1", "--format=%P").split()) == 2
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    @pytest.mark.parametrize(("resolved", "codes"), [("b\n", []), ("c\n", ["GIT001"])])
    def test_a_merge_with_conflicts(self, repo: Repo, resolved: str, codes: list[str]) -> None:
        repo.git("checkout", "-qb", "topic")
        finish(repo, "1", text="a\n")
        repo.git("checkout", "-q", "main")
        repo.commit("feat: b\n\nAos-Waive: GIT001 sample", {"src/app.py": "b\n"})
        repo.git("merge", "topic", check=False)
        repo.commit("Merge topic", {"src/app.py": resolved})
        assert repo.codes("check", "--commit", "HEAD") == codes

    def test_a_revert(self, repo: Repo) -> None:
        finish(repo, "1")
        repo.git("revert", "--no-edit", "HEAD")
        assert repo.codes("check", "--commit", "HEAD") == []
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == []

    def test_a_revert_that_leaves_the_tick(self, repo: Repo) -> None:
        finish(repo, "1")
        done = repo.git("rev-parse", "HEAD")
        message = f'Revert "feat: part 1"\n\nThis reverts commit {done}.\n'
        repo.commit(message, {"src/app.py": "x = 0\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT003"]
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == ["GIT003"]

    def test_a_revert_of_a_revert(self, repo: Repo) -> None:
        finish(repo, "1")
        repo.git("revert", "--no-edit", "HEAD")
        repo.git("revert", "--no-edit", "HEAD")
        assert repo.codes("check", "--range", "HEAD~3..HEAD") == []

    def test_a_revert_of_a_merge(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        repo.git("checkout", "-qb", "topic")
        finish(repo, "1")
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
        repo.git("revert", "--no-edit", "-m", "1", "HEAD")
        assert repo.codes("check", "--range", f"{start}..HEAD") == []

    def test_renumbered_tasks_are_followed_by_their_titles(self, repo: Repo) -> None:
        finish(repo, "1")
        text = "# Tasks: Login\n\n- [ ] 1. New\n- [x] 2. Part 1\n- [ ] 3. Part 2\n- [ ] 4. Part 3\n"
        repo.commit("docs: insert", {f"{SPEC}/tasks.md": text})
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == []

    def test_a_task_that_was_there_for_a_moment(self, repo: Repo) -> None:
        more = tasks("1") + "- [x] 9. Anything\n"
        repo.commit("a\n\nTask: login#9", {f"{SPEC}/tasks.md": more, "src/app.py": "evil\n"})
        repo.commit("docs: tidy up login#9", {f"{SPEC}/tasks.md": tasks("1")})
        assert "GIT003" in repo.codes("check", "--range", "HEAD~2..HEAD")

    def test_an_octopus_with_an_old_parent(self, repo: Repo) -> None:
        old = repo.git("rev-parse", "HEAD")
        finish(repo, "1")
        repo.git("checkout", "-qb", "topic")
        repo.commit("docs: more", {"README.md": "a\n"})
        tree = repo.git("rev-parse", f"{old}^{{tree}}")
        made = repo.git("commit-tree", tree, "-p", "main", "-p", "topic", "-p", old, "-m", "Merge")
        repo.git("reset", "-q", "--hard", made)
        assert "GIT001" in repo.codes("check", "--commit", "HEAD")

    def test_a_revert_of_something_else(self, repo: Repo) -> None:
        finish(repo, "1")
        done = repo.git("rev-parse", "HEAD")
        repo.commit(f"Revert\n\nThis reverts commit {done}.", {"src/app.py": "evil\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]
        ghost = "1234567890" * 4
        repo.commit(f"Revert\n\nThis reverts commit {ghost}.", {"src/app.py": "x = 1\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    def test_amend(self, repo: Repo) -> None:
        finish(repo, "1", message="feat: forgotten")
        repo.git("commit", "-q", "--amend", "-m", DONE_1)
        assert repo.codes("check", "--commit", "HEAD") == []

    def test_a_fixup_of_what_names_no_task(self, repo: Repo) -> None:
        repo.commit("docs: more", {"README.md": "a\n"})
        repo.commit("fixup! docs: more", {"src/app.py": "x = 2\n"})
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == ["GIT001"]

    def test_fixup(self, repo: Repo) -> None:
        finish(repo, "1")
        repo.write({"src/app.py": "x = 2\n"})
        repo.git("commit", "-qa", "--fixup", "HEAD")
        assert repo.codes("check", "--range", "HEAD~2..HEAD") == []
        assert repo.codes("check", "--range", "HEAD~1..HEAD") == ["GIT001"]
        repo.git("-c", "sequence.editor=true", "rebase", "-qi", "--autosquash", "HEAD~2")
        assert repo.codes("check", "--commit", "HEAD") == []


class TestStaged:
    def test_the_index_is_judged_not_the_disk(self, repo: Repo) -> None:
        repo.write({f"{SPEC}/tasks.md": "- [x] 1. A\n  - [ ] 1.1 B\n"})
        assert repo.codes("check", "--staged") == []
        repo.git("add", "--all")
        repo.write({f"{SPEC}/tasks.md": tasks()})
        assert "TASK001" in repo.codes("check", "--staged")
        assert repo.codes("check") == []

    def test_nothing_staged_is_fine(self, repo: Repo) -> None:
        assert repo.run("check", "--staged").exit_code == 0

    def test_before_the_first_commit(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "new")
        repo.write({**project(), "src/app.py": "x\n"})
        repo.git("add", "--all")
        assert repo.codes("check", "--staged") == []
        assert repo.message("init") == ["GIT001"]

    def test_commit_rules_wait_for_the_message(self, repo: Repo) -> None:
        repo.write({"src/app.py": "y\n"})
        repo.git("add", "--all")
        report = repo.report("check", "--staged")
        waiting = {each["code"] for each in report["not_evaluated"]}
        assert {"GIT001", "GIT003", "TASK012"} <= waiting
        (repo.top / ".git/M").write_text("feat: a\n")
        with_message = ("--staged", "--message-file", str(repo.top / ".git/M"))
        assert repo.codes("check", *with_message) == ["GIT001"]

    def test_tasks_before_requirements(self, repo: Repo) -> None:
        other = SPEC.replace("001-login", "002-mail")
        repo.write(
            {
                f"{other}/functional-spec.md": FUNCTIONAL.format(status="Draft"),
                f"{other}/technical-considerations.md": "# Technical Specification: Mail\n",
                f"{other}/tasks.md": tasks(),
            }
        )
        repo.git("add", "--all")
        assert repo.codes("check", "--staged") == ["SPEC012"]

    def test_an_unfinished_spec_is_deleted(self, repo: Repo) -> None:
        repo.git("rm", "-rq", SPEC)
        assert "SPEC011" in repo.codes("check", "--staged")

    def test_an_accepted_decision_is_rewritten(self, repo: Repo) -> None:
        text = (
            "# 1. Use X\n\nDate: 2026-01-01\n\n## Status\n\nAccepted\n\n## Context\n\nA.\n\n"
            "## Decision\n\nUse X.\n\n## Consequences\n\nC.\n"
        )
        repo.commit("docs: decide", {"docs/adr/0001-use-x.md": text})
        repo.write({"docs/adr/0001-use-x.md": text.replace("Use X.", "Use Y.")})
        repo.git("add", "--all")
        assert repo.codes("check", "--staged") == ["ADR005"]

    def test_two_modes_exclude_each_other(self, repo: Repo) -> None:
        assert repo.run("check", "--staged", "--commit", "HEAD").exit_code == 2


class TestPolicyFromTheBase:
    def test_a_branch_cannot_loosen_its_rules(self, repo: Repo) -> None:
        base = repo.git("rev-parse", "HEAD")
        bad = "# T\n\n<!-- aos-check: ignore-file[TASK001] because -->\n- [x] 1. A\n  - [ ] 1.1 B\n"
        repo.commit(
            "feat: a", {"src/app.py": "y\n", "aos-check.toml": 'ignore = ["GIT", "TASK"]\n'}
        )
        repo.commit("docs: b", {f"{SPEC}/tasks.md": bad})
        assert repo.codes("check", "--range", f"{base}..HEAD", "--ignore", "DOC,ROAD") == []
        report = repo.report(
            "check",
            "--range",
            f"{base}..HEAD",
            "--config-from",
            base,
            "--ignore",
            "DOC,ROAD,TASK012,GIT006",
        )
        assert {finding["code"] for finding in report["findings"]} == {"GIT001", "TASK001"}
        assert any("ignore" in note for note in report["notes"])
        assert any("1 suppression" in note for note in report["notes"])

    def test_a_suppression_may_not_move_to_another_line(self, repo: Repo) -> None:
        ignore = "<!-- aos-check: ignore[TASK001] because -->"
        old = f"# T\n\n{ignore}\n- [x] 1. A\n  - [ ] 1.1 B\n- [ ] 2. C\n"
        base = repo.commit("docs: b", {f"{SPEC}/tasks.md": old})
        new = f"# T\n\n- [ ] 1. A\n{ignore}\n- [x] 2. C\n  - [ ] 2.1 D\n"
        repo.commit("docs: c", {f"{SPEC}/tasks.md": new})
        judged = ("check", "--since", base, "--select", "TASK001")
        assert repo.codes(*judged) == []
        assert repo.codes(*judged, "--config-from", base) == ["TASK001"]

    def test_a_branch_cannot_loosen_a_file_that_an_option_names(self, repo: Repo) -> None:
        base = repo.commit("ci: rules", {"ci/rules.toml": "ignore = []\n"})
        loose = {"ci/rules.toml": 'ignore = ["GIT"]\n', "src/app.py": "y\n"}
        repo.commit("feat: a", {**loose, "ci/more.toml": 'ignore = ["GIT"]\n'})
        judged = ("check", "--since", base, "--ignore", "DOC,MISS,ROAD,SPEC,TASK")
        assert repo.codes(*judged, "--config", "ci/rules.toml") == []
        strictly = (*judged, "--config-from", base)
        report = repo.report(*strictly, "--config", "ci/rules.toml")
        assert [finding["code"] for finding in report["findings"]] == ["GIT001"]
        note = f"the configuration is that of {base}; the checked one changes ignore"
        assert note in report["notes"]
        report = repo.report(*strictly, "--config", "ci/more.toml")
        assert [finding["code"] for finding in report["findings"]] == ["GIT001"]
        assert f"the configuration ci/more.toml is not in {base}: not in force" in report["notes"]

    def test_what_was_suppressed_at_the_base_still_is(self, repo: Repo) -> None:
        bad = "# T\n\n<!-- aos-check: ignore-file[TASK001] because -->\n- [x] 1. A\n  - [ ] 1.1 B\n"
        base = repo.commit("docs: b", {f"{SPEC}/tasks.md": bad})
        repo.commit("docs: c", {"README.md": "a\n"})
        assert "TASK001" not in repo.codes("check", "--since", base, "--config-from", base)


def merge_of(repo: Repo, *parents: str, files: dict[str, str | bytes | None]) -> str:
    """A merge commit of these parents, with the first parent's tree and these files."""
    repo.git("checkout", "-qf", "--detach", parents[0])
    repo.write(files)
    repo.git("add", "--all")
    named = [part for parent in parents for part in ("-p", parent)]
    made = repo.git("commit-tree", repo.git("write-tree"), *named, "-m", "Merge some")
    repo.git("checkout", "-qf", "--detach", made)
    return made


def branches(repo: Repo, *at: str) -> list[str]:
    """A branch from each of the commits, with one document each: a.md, b.md and so on."""
    found = []
    for name, start in zip("abcd", at, strict=False):
        repo.git("checkout", "-q", "--detach", start)
        found.append(repo.commit(f"docs: {name}", {f"{name}.md": name}))
    return found


class TestUnusualMerges:
    """Merges of many parents, of unrelated histories, and of two parents with an old git."""

    DOCUMENTS: ClassVar[dict[str, str | bytes | None]] = {"a.md": "a", "b.md": "b", "c.md": "c"}
    OLD: ClassVar[dict[str, str | bytes | None]] = {
        "src/app.py": "x = 0\n", f"{SPEC}/tasks.md": tasks()
    }  # fmt: skip

    def test_an_octopus_that_sets_back(self, repo: Repo) -> None:
        old, new = repo.git("rev-parse", "HEAD"), finish(repo, "1")
        parents = branches(repo, new, old, old)
        merge_of(repo, *parents, files={**self.DOCUMENTS, **self.OLD})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001", "TASK012"]

    def test_an_octopus_that_stays_behind(self, repo: Repo) -> None:
        old, new = repo.git("rev-parse", "HEAD"), finish(repo, "1")
        first, *others = branches(repo, old, new, old)
        merge_of(repo, first, *others, files=self.DOCUMENTS)
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001", "TASK012"]

    def test_an_octopus_that_brings_more(self, repo: Repo) -> None:
        parents = branches(repo, *["main"] * 3)
        merge_of(repo, *parents, files={**self.DOCUMENTS, "src/evil.py": "x\n"})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    def test_an_honest_octopus(self, repo: Repo) -> None:
        start = repo.git("rev-parse", "HEAD")
        repo.commit("docs: unused", {"README.md": "a\n"})
        repo.git("checkout", "-qb", "one", start)
        finish(repo, "1")
        repo.git("checkout", "-qb", "two", start)
        repo.commit("chore: two\n\nAos-Waive: GIT001 sample", {"src/two.py": "2\n"})
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "-m", "Merge one and two", "one", "two")
        assert len(repo.git("log", "-1", "--format=%P").split()) == 3
        assert repo.codes("check", "--range", f"{start}..HEAD") == []

    def test_an_unrelated_history_that_takes_code_away(self, repo: Repo) -> None:
        main = repo.git("rev-parse", "HEAD")
        repo.git("checkout", "-q", "--orphan", "other")
        repo.git("rm", "-rfq", ".")
        other = repo.commit("docs: other", {"a.md": "a"})
        merge_of(repo, main, other, files={"a.md": "a", "src/app.py": None})
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]
        merge_of(repo, other, main, files=dict(project()))
        assert repo.codes("check", "--commit", "HEAD") == ["GIT001"]

    def test_an_unrelated_history_that_only_comes_in(self, repo: Repo) -> None:
        main = repo.git("rev-parse", "HEAD")
        repo.git("checkout", "-q", "--orphan", "other")
        repo.git("rm", "-rfq", ".")
        waived = "chore: import\n\nAos-Waive: GIT001 it comes from elsewhere"
        repo.commit(waived, {"a.md": "a", "vendor/a.py": "a\n"})
        repo.git("checkout", "-q", "main")
        repo.git("merge", "-q", "--allow-unrelated-histories", "-m", "Merge other", "other")
        assert repo.codes("check", "--commit", "HEAD") == []
        assert repo.codes("check", "--range", f"{main}..HEAD") == []

    def test_two_parents_with_a_git_that_is_old(
        self, repo: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Merges, "automerge", lambda *_: None)
        old, new = repo.git("rev-parse", "HEAD"), finish(repo, "1")
        first, second = branches(repo, new, old)
        for parents in ((first, second), (second, first)):
            merge_of(repo, *parents, files={"a.md": "a", "b.md": "b", **self.OLD})
            assert repo.codes("check", "--commit", "HEAD") == ["GIT001", "TASK012"]
            repo.git("checkout", "-q", "--detach", parents[0])
            repo.git("merge", "-q", "--no-ff", "-m", "Merge the other", parents[1])
            assert repo.codes("check", "--range", f"{old}..HEAD") == []

    def test_one_that_is_being_concluded(self, repo: Repo) -> None:
        first, *others = branches(repo, *["main"] * 3)
        repo.git("checkout", "-q", "--detach", first)
        repo.git("merge", "-q", "--no-commit", *others)
        assert repo.message("Merge some\n") == []
        repo.write({"src/app.py": "evil\n"})
        repo.git("add", "--all")
        assert repo.message("Merge some\n") == ["GIT001"]


class TestEnforceSinceDate:
    GATE = 'enforce-since = "2020-06-01"\n'

    def commit_on(self, repo: Repo, day: str, message: str, path: str) -> str:
        """A commit with this date."""
        repo.write({path: f"{day}\n"})
        repo.git("add", "--all")
        when = f"{day}T12:00:00Z"
        dates = {"GIT_COMMITTER_DATE": when, "GIT_AUTHOR_DATE": when}
        repo.git("commit", "-qm", message, env=dates)
        return repo.git("rev-parse", "HEAD")

    @pytest.fixture
    def old(self, tmp_path: Path) -> Repo:
        """A repository older than the gate, which another branch adopts."""
        repo = Repo(tmp_path / "old")
        repo.write(dict(project()))
        self.commit_on(repo, "2020-01-01", "docs: specify", "src/app.py")
        repo.git("checkout", "-qb", "gated")
        repo.write({"aos-check.toml": self.GATE})
        self.commit_on(repo, "2020-06-01", "chore: gate", "README.md")
        return repo

    def test_a_date_before_the_parents_date_is_ignored(self, old: Repo) -> None:
        start = old.git("rev-parse", "HEAD")
        bad = self.commit_on(old, "2019-01-01", "feat: evil", "src/evil.py")
        worse = self.commit_on(old, "2019-01-02", "feat: worse", "src/evil.py")
        report = old.report("check", "--range", f"{start}..HEAD")
        found = [(it["code"], it["commit"]) for it in report["findings"]]
        assert sorted(found) == sorted([("GIT001", bad), ("GIT001", worse)])
        assert old.codes("check", "--commit", bad) == ["GIT001"]

    def test_a_branch_from_before_stays_old(self, old: Repo) -> None:
        old.git("checkout", "-qb", "topic", "main")
        self.commit_on(old, "2020-02-01", "feat: one", "src/one.py")
        self.commit_on(old, "2020-05-31", "feat: two", "src/two.py")
        (old.top.parent / "gate.toml").write_text(self.GATE)
        given = ("--config", str(old.top.parent / "gate.toml"))
        report = old.report("check", "--range", "main..topic", *given)
        assert report["findings"] == []
        assert report["checked"]["commits"] == 0

    def test_what_follows_a_merge_of_the_gate_is_judged(self, old: Repo) -> None:
        old.git("checkout", "-qb", "topic", "main")
        self.commit_on(old, "2020-02-01", "feat: one", "src/one.py")
        old.git("merge", "-q", "--no-ff", "-m", "Merge gated", "gated")
        late = self.commit_on(old, "2020-02-02", "feat: two", "src/two.py")
        report = old.report("check", "--range", "gated..topic")
        assert [(it["code"], it["commit"]) for it in report["findings"]] == [("GIT001", late)]
        assert any("1 commit is older" in each["reason"] for each in report["not_evaluated"])

    def test_of_a_squash_only_what_is_old_is_exempt(self, old: Repo) -> None:
        message, config = old.top.parent / "M", old.top.parent / "gate.toml"
        message.write_text("feat: all of it\n")
        config.write_text(self.GATE)
        given = ("--message-file", str(message), "--config", str(config))
        old.git("checkout", "-qb", "topic", "main")
        self.commit_on(old, "2020-02-01", "feat: one", "src/one.py")
        report = old.report("check", "--range", "main..topic", *given)
        assert report["findings"] == []
        assert report["checked"]["commits"] == 0
        reason = "1 commit is older than enforce-since (2020-06-01)"
        assert {each["code"]: each["reason"] for each in report["not_evaluated"]} == {
            f"GIT00{number}": reason for number in range(1, 9)
        }
        self.commit_on(old, "2020-07-01", "docs: one", "one.md")
        report = old.report("check", "--range", "main..topic", *given)
        assert report["findings"] == []
        assert any(each["reason"] == reason for each in report["not_evaluated"])
        self.commit_on(old, "2020-07-02", "feat: two", "src/two.py")
        report = old.report("check", "--range", "main..topic", *given)
        assert [finding["code"] for finding in report["findings"]] == ["GIT001"]
        assert not any(each["reason"] == reason for each in report["not_evaluated"])


class TestSquashOfExemptCommits:
    def squash(self, repo: Repo, message: str) -> list[str]:
        """Squash everything after `start` into one commit; return the codes."""
        file = repo.top / ".git/SQUASH"
        file.write_text(message)
        return repo.codes("check", "--range", "start..HEAD", "--message-file", str(file))

    def start(self, repo: Repo) -> None:
        """Mark the commit after which everything is squashed."""
        repo.git("tag", "start")

    def test_a_bot(self, repo: Repo) -> None:
        self.start(repo)
        repo.commit("bump a", {"package.json": "{}\n"}, by="dependabot[bot]")
        repo.commit("docs: a", {"a.md": "a\n"})
        assert self.squash(repo, "Bump a") == []
        repo.commit("bump b", {"package.json": "{ }\n"})
        assert self.squash(repo, "Bump a") == ["GIT001"]

    def test_a_revert(self, repo: Repo) -> None:
        done = finish(repo, "1")
        self.start(repo)
        repo.git("revert", "--no-edit", done)
        assert self.squash(repo, "Take the form back") == []
        repo.commit("feat: evil", {"src/evil.py": "x\n"})
        assert self.squash(repo, "Take the form back") == ["GIT001", "TASK012"]

    def test_a_revert_that_leaves_the_tick(self, repo: Repo) -> None:
        done = finish(repo, "1")
        self.start(repo)
        message = f"Take it back\n\nThis reverts commit {done}.\n"
        repo.commit(message, {"src/app.py": "x = 0\n"})
        assert self.squash(repo, "Take the form back") == ["GIT003"]

    def test_a_merge_that_adds_nothing(self, repo: Repo) -> None:
        self.start(repo)
        repo.git("checkout", "-qb", "topic")
        repo.commit("bump a", {"package.json": "{}\n"}, by="dependabot[bot]")
        repo.git("checkout", "-q", "main")
        repo.commit("docs: a", {"a.md": "a\n"})
        repo.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
        assert self.squash(repo, "Bump a") == []

    def test_a_fixup_has_no_task_but_that_of_the_squash(self, repo: Repo) -> None:
        self.start(repo)
        repo.commit("docs: a\n\nTask: login#1", {"a.md": "a\n"})
        repo.commit("fixup! docs: a", {"src/evil.py": "x\n"})
        assert self.squash(repo, "docs: a") == ["GIT001"]


class TestSquashMessage:
    @pytest.mark.parametrize("title", ["Part 1", "Part 1 (#3)"])
    @pytest.mark.parametrize(
        ("body", "codes"),
        [
            ("Task: login#1\n\n## Checklist\n- [x] tests\n", []),
            ("## Why\n\n- [x] tests\n\nFixes #12\nTask: login#1\nand more\n", []),
            ("Task: login#2\n\n## Checklist\n", ["GIT003"]),
            ("Aos-Waive: GIT001 the site is down\n\nIt is.\n", []),
            ("The task is login#1\n", ["GIT001"]),
        ],
    )
    def test_a_task_may_stand_anywhere(
        self, repo: Repo, title: str, body: str, codes: list[str]
    ) -> None:
        finish(repo, "1", message="wip")
        (repo.top / ".git/TITLE").write_text(f"{title}\n\n{body}")
        given = ("--message-file", str(repo.top / ".git/TITLE"))
        assert repo.codes("check", "--range", "HEAD~1..HEAD", *given) == codes
