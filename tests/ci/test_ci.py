"""`aos-check ci` in real repositories: the range of each event, the rules in force, the output.

tests/ci/test_action.py runs the steps of the action that start this command.
"""

from __future__ import annotations

import json
import re
import shutil
from functools import partial
from pathlib import Path

import pytest
from click.testing import Result

from aos_check.cli.action_inputs import arguments
from aos_check.model.errors import CannotCheckError
from tests.support.forge import NOBODY, Forge, ForgeEvent, variables
from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC, project, tasks
from tests.support.step_output import read_outputs

CODE = "src/app.py"
TASKS = f"{SPEC}/tasks.md"
BAD = "feat: part 1"
GOOD = "feat: part 1\n\nTask: login#1"
DONE: dict[str, str | bytes | None] = {CODE: "x = 1\n", TASKS: tasks("1")}


class Run:
    """One run of `aos-check ci` for an event."""

    def __init__(
        self,
        forge: Forge,
        event: ForgeEvent,
        *arguments: str,
        depth: int = 0,
        sha: str = "",
        env: dict[str, str] | None = None,
    ) -> None:
        number = len(list(forge.folder.glob("work*")))
        self.files = forge.folder / f"run{number}"
        self.repo = forge.checkout(event, forge.folder / f"work{number}", depth, sha)
        given = {**variables(event, self.files), **(env or {})}
        self.result: Result = self.repo.run("ci", *arguments, env=given)
        self.code = self.result.exit_code
        self.errors = self.result.stderr
        self.log = self.result.stdout

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs of the step."""
        return read_outputs((self.files / "output").read_text("utf-8"))

    @property
    def summary(self) -> str:
        """The summary of the step."""
        return (self.files / "summary").read_text("utf-8")


def branch(forge: Forge, name: str = "login") -> None:
    forge.desk.git("checkout", "--quiet", "-B", name)


def valid_branch(forge: Forge) -> None:
    """Check out the branch `login` with one valid commit."""
    branch(forge)
    forge.desk.commit(GOOD, DONE)


class TestPullRequest:
    def test_a_valid_commit_passes(self, forge: Forge) -> None:
        valid_branch(forge)
        run = Run(forge, forge.request("login"))
        assert (run.code, run.outputs["exit-code"], run.outputs["commits"]) == (0, "0", "1")
        assert "no problems found" in run.summary

    @pytest.mark.parametrize(
        ("level", "settings"), [("none", 0), ("signed", 0), ("pinned", 1), ("listed", 1)]
    )
    def test_claims_are_named_quietly(self, forge: Forge, level: str, settings: int) -> None:
        """Only the folded part of the summary and `--verbose` name a level that trusts claims."""
        forge.desk.commit("docs: rules", {"aos-check.toml": f'approval.level = "{level}"\n'})
        forge.desk.git("push", "--quiet", "origin", "main")
        branch(forge)
        forge.desk.commit("docs: a", {"a.md": "a\n"})
        run = Run(forge, forge.request("login"))
        assert run.code == 0
        assert run.summary.count("<details><summary>Taken on trust: 1 setting") == settings
        claim = f"the approval level is {level}: "
        assert claim not in run.log
        verbose = Run(forge, forge.request("login"), "--verbose")
        assert verbose.log.count(claim) == settings

    @pytest.mark.parametrize("depth", [0, 1, 2])
    def test_a_bad_commit_fails_at_any_depth(self, forge: Forge, depth: int) -> None:
        branch(forge)
        forge.desk.commit("docs: a word", {"README.md": "a\n"})
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        forge.desk.commit("docs: another", {"README.md": "b\n"})
        run = Run(forge, forge.request("login"), depth=depth)
        assert run.code == 1, run.errors
        assert "error GIT001" in run.log
        assert "::error title=GIT001 commit-without-task::commit " in run.log
        assert "GIT001" in run.summary
        assert (run.outputs["errors"], run.outputs["commits"]) == ("1", "3")
        assert ("fetching" in run.errors) is (depth > 0)

    def test_a_fork(self, forge: Forge) -> None:
        branch(forge)
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        assert Run(forge, forge.request("main", fork=True)).code == 1

    def test_the_merge_tells_what_the_base_is_now(self, forge: Forge) -> None:
        valid_branch(forge)
        old = forge.request("login")
        forge.desk.git("checkout", "--quiet", "main")
        forge.desk.commit(BAD, {"src/other.py": "y\n"})
        forge.push()
        forge.desk.git("checkout", "--quiet", "login")
        new = forge.request("login")
        # The event dates from the last push to the branch, but the merge includes the newest main.
        stale = ForgeEvent("pull_request", old.payload, new.ref, new.sha)
        run = Run(forge, stale)
        assert (run.code, run.outputs["commits"]) == (0, "1")

    @pytest.mark.parametrize("depth", [0, 1])
    def test_its_last_commit_is_checked_out_instead_of_the_merge(
        self, forge: Forge, depth: int
    ) -> None:
        branch(forge)
        forge.desk.commit("docs: a word", {"README.md": "a\n"})
        head = forge.desk.commit(BAD, {CODE: "x = 1\n"})
        run = Run(forge, forge.request("login"), depth=depth, sha=head)
        assert (run.code, run.outputs["commits"]) == (1, "2")

    def test_what_is_neither_is_refused(self, forge: Forge) -> None:
        valid_branch(forge)
        asked = forge.request("login")
        run = Run(forge, asked, sha=forge.desk.git("rev-parse", "main"))
        assert (run.code, run.outputs) == (2, {"exit-code": "2"})
        assert "neither the last commit of the request" in run.errors
        assert "could not check" in run.summary

    def test_it_cannot_loosen_the_rules_that_judge_it(self, forge: Forge) -> None:
        branch(forge)
        loose: dict[str, str | bytes | None] = {"aos-check.toml": 'ignore = ["GIT"]\n'}
        forge.desk.commit(BAD, {CODE: "x = 1\n", **loose})
        asked = forge.request("login")
        run = Run(forge, asked)
        assert run.code == 1
        assert "the checked one changes ignore" in run.summary
        assert Run(forge, asked, "--config-from", asked.sha).code == 0

    def test_a_bare_task_means_the_branch_that_asks(self, forge: Forge) -> None:
        files = {path.replace("001-login", "002-mail"): text for path, text in project().items()}
        forge.desk.commit("docs: more", {**files})
        forge.push()
        branch(forge)
        both = {**DONE, TASKS.replace("001-login", "002-mail"): tasks("1")}
        forge.desk.commit("feat: part 1\n\nTask: 1", both)
        forge.desk.git("branch", "--quiet", "-m", "anything")
        assert Run(forge, forge.request("login"), "--ignore", "SPEC,ROAD").code == 0
        assert Run(forge, forge.request("unknown"), "--ignore", "SPEC,ROAD").code == 1
        for name, code in (("login", 0), ("unknown", 1)):
            asked = forge.request(name, body="Task: 1")
            assert Run(forge, asked, "--squash", "--ignore", "SPEC,ROAD").code == code

    def test_the_base_of_another_repository_is_refused(self, forge: Forge) -> None:
        valid_branch(forge)
        asked = forge.request("login")
        run = Run(forge, ForgeEvent("pull_request_target", asked.payload, asked.ref, asked.sha))
        assert run.code == 2
        assert "pull_request_target" in run.errors
        assert "`pull_request`" in run.errors


class TestShallow:
    def test_a_history_that_reaches_just_far_enough_hides_a_nearer_base(self, forge: Forge) -> None:
        forge.desk.git("checkout", "--quiet", "-b", "old")
        forge.desk.commit(BAD, {"src/old.py": "y\n"})
        valid_branch(forge)
        forge.desk.git("checkout", "--quiet", "main")
        for number in range(12):
            forge.desk.commit("docs: a", {"README.md": f"{number}\n"})
        forge.desk.git("merge", "--quiet", "--no-edit", "old")
        forge.push()
        forge.desk.git("checkout", "--quiet", "login")
        run = Run(forge, forge.request("login"), depth=6)
        assert (run.code, run.outputs["commits"]) == (0, "1"), run.log


class TestSquash:
    @pytest.fixture
    def asked(self, forge: Forge) -> ForgeEvent:
        branch(forge)
        forge.desk.commit("wip", {CODE: "x = 1\n"})
        forge.desk.commit("tick", {TASKS: tasks("1")})
        body = "# What\r\n\r\nSigns in.\r\n\r\nTask: login#1\r\n"
        return forge.request("login", "#12 sign in", body)

    def test_title_and_body_count_when_asked_for(self, forge: Forge, asked: ForgeEvent) -> None:
        assert Run(forge, asked).code == 1
        run = Run(forge, asked, "--squash")
        assert (run.code, run.outputs["commits"]) == (0, "1")
        assert Run(forge, asked, env={"AOS_CHECK_SQUASH": "true"}).code == 0

    def test_without_a_task_it_fails(self, forge: Forge) -> None:
        branch(forge)
        forge.desk.commit("wip", {CODE: "x = 1\n"})
        run = Run(forge, forge.request("login", "#12 sign in"), "--squash")
        assert run.code == 1
        assert "GIT001" in run.log

    def test_a_push_has_its_own_messages(self, forge: Forge) -> None:
        forge.desk.commit(GOOD, DONE)
        assert Run(forge, forge.push(), "--squash").code == 0


class TestQueue:
    def test_what_the_queue_builds_is_judged(self, forge: Forge) -> None:
        branch(forge)
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        run = Run(forge, forge.queue(), depth=1)
        assert (run.code, run.outputs["commits"]) == (1, "2")

    def test_it_cannot_loosen_the_rules_either(self, forge: Forge) -> None:
        branch(forge)
        forge.desk.commit(BAD, {CODE: "x = 1\n", "aos-check.toml": 'ignore = ["GIT"]\n'})
        assert Run(forge, forge.queue()).code == 1


class TestPush:
    @pytest.mark.parametrize("depth", [0, 1])
    def test_the_pushed_commits_are_checked(self, forge: Forge, depth: int) -> None:
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        run = Run(forge, forge.push(), depth=depth)
        assert (run.code, run.outputs["commits"]) == (1, "2")

    @pytest.mark.parametrize("depth", [0, 1])
    def test_a_new_branch_brings_what_the_default_branch_has_not(
        self, forge: Forge, depth: int
    ) -> None:
        valid_branch(forge)
        run = Run(forge, forge.push("login"), depth=depth)
        assert (run.code, run.outputs["commits"]) == (0, "1")

    def test_what_the_default_branch_had_is_not_judged_again(self, forge: Forge) -> None:
        valid_branch(forge)
        forge.push("login")
        forge.desk.git("checkout", "--quiet", "main")
        forge.desk.commit(BAD, {"src/other.py": "y\n"})
        forge.push()
        forge.desk.git("checkout", "--quiet", "login")
        forge.desk.git("merge", "--quiet", "--no-edit", "main")
        run = Run(forge, forge.push("login"))
        assert (run.code, run.outputs["commits"]) == (0, "1")

    @pytest.mark.parametrize("depth", [0, 1])
    def test_a_forced_push_is_judged_by_what_is_there_now(self, forge: Forge, depth: int) -> None:
        branch(forge)
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        forge.push("login")
        forge.desk.git("checkout", "--quiet", "main")
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        forge.push()
        valid_branch(forge)
        run = Run(forge, forge.push("login", force=True), depth=depth)
        assert (run.code, run.outputs["commits"]) == (0, "1")

    def test_a_forced_push_of_the_default_branch(self, forge: Forge) -> None:
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        forge.push()
        forge.desk.git("reset", "--quiet", "--hard", "HEAD~1")
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        run = Run(forge, forge.push(force=True), depth=1)
        assert (run.code, run.outputs["commits"]) == (1, "1")

    def test_the_first_push_of_all_brings_everything(self, tmp_path: Path) -> None:
        forge = Forge(tmp_path / "forge")
        forge.desk.commit("docs: specify", dict(project()))
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        run = Run(forge, forge.push())
        assert (run.code, run.outputs["commits"]) == (1, "2")

    def test_without_new_commits_the_tree_is_judged(self, forge: Forge) -> None:
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        forge.push()
        forge.desk.git("reset", "--quiet", "--hard", "HEAD~1")
        run = Run(forge, forge.push(force=True))
        assert (run.code, run.outputs["commits"]) == (0, "0")
        assert "the worktree" in run.errors
        assert "GIT001-0" in run.log  # listed as not evaluated

    def test_a_branch_that_goes_leaves_the_tree(self, forge: Forge) -> None:
        gone = forge.other("push")
        gone.payload.update(deleted=True, before=gone.sha, after=NOBODY, ref="refs/heads/login")
        assert Run(forge, gone).code == 0

    def test_nothing_to_compare_with_is_no_success(self, forge: Forge) -> None:
        valid_branch(forge)
        pushed = forge.push("login")
        pushed.payload["repository"] = {"default_branch": "trunk"}
        run = Run(forge, pushed)
        assert run.code == 2
        assert "the commits that login adds are not known" in run.errors
        assert "fetch-depth: 0" in run.errors


class TestTree:
    @pytest.mark.parametrize("name", ["workflow_dispatch", "schedule", "release"])
    def test_what_is_about_no_commits_judges_the_tree(self, forge: Forge, name: str) -> None:
        forge.desk.commit("docs: b", {TASKS: "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"})
        forge.push()
        run = Run(forge, forge.other(name), depth=1)
        assert (run.code, run.outputs["commits"]) == (1, "0")
        assert f"::error file={TASKS},line=3,col=1,title=TASK001 " in run.log
        assert "fetching" not in run.errors


class TestGivenArguments:
    def test_a_range_from_the_user(self, forge: Forge) -> None:
        base = forge.desk.git("rev-parse", "HEAD")
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        pushed = forge.push()
        last = {"AOS_CHECK_RANGE": "HEAD~1..HEAD"}
        assert Run(forge, pushed, env=last).outputs["commits"] == "1"
        assert Run(forge, pushed, "--range", f"{base}..HEAD", env=last).outputs["commits"] == "2"

    def test_on_no_platform_the_range_must_be_given(self, forge: Forge) -> None:
        base = forge.desk.git("rev-parse", "HEAD")
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        away = {"GITHUB_ACTIONS": "", "GITLAB_CI": ""}
        result = forge.desk.run("ci", env=away)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--range" in result.stderr
        result = forge.desk.run("ci", "--range", f"{base}..HEAD", env=away)
        assert result.exit_code == 1
        assert not result.stdout.startswith("::")
        coloured = forge.desk.run("ci", "--range", f"{base}..HEAD", "--color", "always", env=away)
        assert "\x1b[1;31merror\x1b[0m" in coloured.stdout

    def test_a_range_does_not_loosen_its_rules(self, forge: Forge) -> None:
        base = forge.desk.git("rev-parse", "HEAD")
        forge.desk.commit("chore: rules", {"aos-check.toml": 'ignore = ["GIT001"]\n'})
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        away = {"GITHUB_ACTIONS": "", "GITLAB_CI": ""}
        written = ("ci", "--range", f"{base}..HEAD")
        assert forge.desk.run(*written, env=away).exit_code == 1
        assert forge.desk.run(*written, "--config-from", "HEAD", env=away).exit_code == 0
        pushed = forge.push()
        assert Run(forge, pushed, "--range", f"{base}..HEAD").outputs["errors"] == "1"

    def test_folders(self, forge: Forge) -> None:
        files = {f"{name}/{path}": text for name in "ab" for path, text in project().items()}
        forge.desk.commit("docs: two", {**files, "a/code.py": "x\n", "b/code.py": "x\n"})
        forge.push()
        branch(forge)
        forge.desk.commit(BAD, {"a/code.py": "y\n"})
        asked = forge.request("login")
        assert Run(forge, asked, env={"AOS_CHECK_PATHS": "b\n"}).code == 0
        both = Run(forge, asked, env={"AOS_CHECK_PATHS": "a\nb\n"})
        assert (both.code, both.outputs["errors"], both.outputs["commits"]) == (1, "1", "1")
        assert "checked 2 projects: 2 specs, 6 tasks" in both.log

    def test_warnings_fail_where_they_are_to(self, forge: Forge) -> None:
        forge.desk.commit("docs: b", {TASKS: "# T\n\n- [ ] 1. A\n  - [x] 1.1 B\n"})
        pushed = forge.push()
        assert Run(forge, pushed).code == 0
        assert Run(forge, pushed, env={"AOS_CHECK_SEVERITY": "warning"}).code == 1
        typo = Run(forge, pushed, env={"AOS_CHECK_SEVERITY": "warnings"})
        assert typo.code == 2
        assert "the nearest is warning; choose from error, warning" in typo.errors

    def test_sarif_goes_to_a_file_and_text_to_the_log(self, forge: Forge) -> None:
        forge.desk.commit("docs: b", {TASKS: "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"})
        asked = {"AOS_CHECK_SARIF_FILE": "out.sarif"}
        run = Run(forge, forge.push(), "--select", "TASK001", env=asked)
        file = run.repo.top / "out.sarif"
        assert run.outputs["sarif-file"] == str(file)
        [result] = json.loads(file.read_text())["runs"][0]["results"]
        assert result["ruleId"] == "TASK001"
        assert "error TASK001" in run.log

    def test_the_facts_of_the_page_go_to_a_file(self, forge: Forge) -> None:
        forge.desk.commit("docs: b", {TASKS: "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"})
        run = Run(forge, forge.push(), env={"AOS_CHECK_REPORT_FILE": "facts.json"})
        file = run.repo.top / "facts.json"
        assert run.outputs["report-file"] == str(file)
        facts = json.loads(file.read_text("utf-8"))
        assert facts["head"]["id"] == run.repo.git("rev-parse", "HEAD")
        assert "TASK001" in {it["code"] for it in facts["check"]["findings"]}

    def test_another_baseline_is_that_of_the_base(self, forge: Forge) -> None:
        bad = "# T\n\n- [x] 1. A\n  - [ ] 1.1 B\n"
        forge.desk.commit("docs: b", {TASKS: bad})
        forge.desk.run("baseline")
        (forge.desk.top / ".aos-check-baseline.json").rename(forge.desk.top / "old.json")
        forge.desk.commit("chore: begin")
        forge.push()
        branch(forge)
        forge.desk.commit("docs: c", {TASKS: bad + "- [x] 2. C\n  - [ ] 2.1 D\n"})
        forge.desk.run("baseline")
        (forge.desk.top / ".aos-check-baseline.json").rename(forge.desk.top / "old.json")
        forge.desk.commit("chore: hide")
        given = {"AOS_CHECK_BASELINE": "old.json", "AOS_CHECK_ARGS": "--select TASK001"}
        run = Run(forge, forge.request("login"), env=given)
        assert (run.code, run.outputs["errors"], run.outputs["baselined"]) == (1, "1", "1")


class TestInputs:
    def test_the_words_that_they_stand_for(self) -> None:
        given = {
            "AOS_CHECK_RANGE": "main..HEAD",
            "AOS_CHECK_SEVERITY": "",
            "AOS_CHECK_BASELINE": "--config=evil.toml",
            "AOS_CHECK_SQUASH": "true",
            "AOS_CHECK_SARIF_FILE": "--quiet",
            "AOS_CHECK_REPORT_FILE": "--version",
            "AOS_CHECK_ARGS": "--ignore 'TASK008, DOC' --verbose",
            "AOS_CHECK_PATHS": "services/a\n\n  -b \n$(touch pwned)\n",
        }
        assert list(arguments(given)) == [
            "--range=main..HEAD",
            "--baseline=--config=evil.toml",
            "--report-file=--version",
            "--squash",
            "--format=sarif",
            "--output=--quiet",
            "--ignore",
            "TASK008, DOC",
            "--verbose",
            "services/a",
            "./-b",
            "$(touch pwned)",
        ]

    def test_nothing_stands_for_nothing(self) -> None:
        assert list(arguments({})) == []

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [("SQUASH", "yes", "write true or false"), ("ARGS", "'open", "close every quotation mark")],
    )
    def test_what_cannot_be_meant_is_refused(self, name: str, value: str, said: str) -> None:
        with pytest.raises(CannotCheckError) as caught:
            list(arguments({f"AOS_CHECK_{name}": value}))
        assert said in caught.value.remedy


class TestErrors:
    def test_a_shallow_checkout_whose_server_is_gone_names_the_line_to_add(
        self, forge: Forge
    ) -> None:
        valid_branch(forge)
        asked = forge.request("login")
        repo = forge.checkout(asked, forge.folder / "work", depth=1)
        shutil.rmtree(forge.folder / "server")
        files = forge.folder / "run"
        result = repo.run("ci", env=variables(asked, files))
        assert result.exit_code == 2
        assert "add `fetch-depth: 0` below `with:` of actions/checkout" in result.stderr
        assert "fetch-depth: 0" in (files / "summary").read_text()
        assert read_outputs((files / "output").read_text()) == {"exit-code": "2"}

    @pytest.mark.parametrize("text", ["", "[1", "[]", '{"pull_request": {"base": 3}}', "\xff"])
    def test_an_unreadable_event(self, forge: Forge, text: str) -> None:
        asked = ForgeEvent("pull_request", {}, "refs/heads/main", "")
        given = variables(asked, forge.folder / "run")
        (forge.folder / "run" / "event.json").write_text(text, "latin-1")
        result = forge.desk.run("ci", env=given)
        assert result.exit_code == 2
        assert "the event" in result.stderr
        assert "--range" in result.stderr

    def test_an_internal_error_sets_the_outputs_too(
        self, forge: Forge, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("aos_check.cli.ci_run.report_on", lambda *_: 1 / 0)
        run = Run(forge, forge.other("schedule"))
        assert (run.code, run.outputs) == (3, {"exit-code": "3"})

    def test_a_summary_that_cannot_be_written(self, forge: Forge) -> None:
        run = Run(forge, forge.other("schedule"), env={"GITHUB_STEP_SUMMARY": "/nowhere/at/all"})
        assert run.code == 2
        assert "GITHUB_STEP_SUMMARY" in run.errors


class TestHostileText:
    TITLE = '"; touch pwned; #$(touch pwned)`touch pwned`\r\n::error::forged\x1b[2J\u202e@everyone'

    def test_it_stays_text(self, forge: Forge) -> None:
        branch(forge, "$(touch${IFS}pwned)")
        name = "::stop-commands::x"
        forge.desk.commit(
            f"{self.TITLE}\n\n::add-mask::x\n##[error]forged\n",
            {f"{SPEC}/{name}.md": f"{name}\n", CODE: "x = 1\n", f"{name}.py": "y\n"},
        )
        asked = forge.request("$(touch${IFS}pwned)", self.TITLE, "::error::forged\n##[error]x")
        for options in ((), ("--squash",)):
            run = Run(forge, asked, *options)
            assert run.code == 1
            assert not list(forge.folder.rglob("pwned"))
            _, token, *rest = run.log.partition("\n")[0].split("::")
            guard, after = "".join(rest), run.log.partition(f"::{rest[0]}::\n")[2]
            assert (token, bool(guard)) == ("stop-commands", True)
            commands = [line for line in after.splitlines() if line.lstrip().startswith("::")]
            assert commands
            assert all(line.startswith(("::error title=GIT", "::notice")) for line in commands)
            for text in (run.log, run.errors, run.summary):
                assert "\x1b" not in text
                assert "\u202e" not in text
            assert "::" not in [line.lstrip()[:2] for line in run.errors.splitlines()]
            plain = re.sub(r"`[^`]*`|<code>.*?</code>", "", run.summary)
            assert "@everyone" not in plain
            assert "::" not in plain


class TestGitLab:
    def given(self, source: str, **more: str) -> dict[str, str]:
        return {
            "GITHUB_ACTIONS": "",
            "GITLAB_CI": "true",
            "CI_PIPELINE_SOURCE": source,
            "CI_DEFAULT_BRANCH": "main",
            **more,
        }

    def request(self, asked: ForgeEvent, *, merged: bool, **more: str) -> dict[str, str]:
        """The variables of a merge request pipeline, with or without a merged result."""
        pull = asked.payload["pull_request"]
        return self.given(
            "merge_request_event",
            CI_MERGE_REQUEST_IID="1",
            CI_MERGE_REQUEST_TARGET_BRANCH_NAME="main",
            CI_MERGE_REQUEST_TARGET_BRANCH_SHA=pull["base"]["sha"] if merged else "",
            CI_MERGE_REQUEST_SOURCE_BRANCH_NAME=pull["head"]["ref"],
            CI_MERGE_REQUEST_SOURCE_BRANCH_SHA=pull["head"]["sha"] if merged else "",
            CI_COMMIT_SHA=asked.sha if merged else pull["head"]["sha"],
            CI_MERGE_REQUEST_TITLE="feat: part",
            **more,
        )

    @pytest.mark.parametrize("depth", [0, 1, 20])
    @pytest.mark.parametrize("merged", [True, False])
    def test_a_merge_request_and_its_result(self, forge: Forge, merged: bool, depth: int) -> None:
        branch(forge)
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        head = forge.desk.commit(BAD, {CODE: "x = 1\n", "aos-check.toml": 'ignore = ["GIT"]\n'})
        asked = forge.request("login")
        given = self.request(asked, merged=merged, CI_MERGE_REQUEST_DESCRIPTION="Task: login#1")
        ran = partial(Run, sha="" if merged else head, depth=depth)
        run = ran(forge, asked, "--format", "gitlab", "--output", "q.json", env=given)
        assert run.code == 1, run.errors
        [entry] = json.loads((run.repo.top / "q.json").read_text())
        assert entry["check_name"] == "GIT001"
        assert not (run.files / "output").exists()
        squashed = ran(forge, asked, "--squash", env=given)
        assert squashed.code == 1
        assert "GIT003" in squashed.log
        cut = {**given, "CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED": "true"}
        assert ran(forge, asked, "--squash", env=cut).code == 2

    def test_the_target_makes_the_rules_and_not_where_the_branch_left_it(
        self, forge: Forge
    ) -> None:
        branch(forge)
        head = forge.desk.commit(f"{BAD}\n\nAos-Waive: GIT001 no time", {CODE: "x = 1\n"})
        forge.desk.git("checkout", "--quiet", "main")
        forge.desk.commit("chore: rules", {"aos-check.toml": "[commits]\nwaivable = []\n"})
        forge.push()
        forge.desk.git("checkout", "--quiet", "login")
        asked = forge.request("login")
        run = Run(forge, asked, sha=head, env=self.request(asked, merged=False))
        assert run.code == 1, run.errors
        assert "GIT001" in run.log

    def test_a_target_that_is_not_there_is_no_success(self, forge: Forge) -> None:
        branch(forge)
        head = forge.desk.commit(GOOD, DONE)
        asked = forge.request("login")
        given = {**self.request(asked, merged=False), "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "x"}
        run = Run(forge, asked, sha=head, env=given)
        assert run.code == 2
        assert "the branch x" in run.errors

    def test_a_train_that_rebases(self, forge: Forge) -> None:
        branch(forge)
        forge.desk.commit(BAD, {CODE: "x = 1\n"})
        asked = forge.request("login")
        forge.desk.git("checkout", "--quiet", "main")
        forge.desk.commit("docs: a", {"README.md": "a\n"})
        forge.push()
        base = forge.desk.git("rev-parse", "HEAD")
        forge.desk.git("checkout", "--quiet", "-b", "train")
        forge.desk.git("cherry-pick", asked.payload["pull_request"]["head"]["sha"])
        train = forge.push("train")
        given = self.request(asked, merged=True)
        given |= {"CI_MERGE_REQUEST_TARGET_BRANCH_SHA": base, "CI_COMMIT_SHA": train.sha}
        run = Run(forge, train, env=given)
        assert run.code == 1, run.errors
        assert "1 commit" in run.log

    def test_a_push(self, forge: Forge) -> None:
        branch(forge)
        head = forge.desk.commit(BAD, {CODE: "x = 1\n"})
        pushed = forge.push("login")
        given = self.given(
            "push", CI_COMMIT_SHA=head, CI_COMMIT_BEFORE_SHA=NOBODY, CI_COMMIT_BRANCH="login"
        )
        run = Run(forge, pushed, depth=1, env=given)
        assert run.code == 1
        assert "1 commit" in run.log

    def test_a_schedule(self, forge: Forge) -> None:
        run = Run(forge, forge.other("schedule"), env=self.given("schedule"))
        assert run.code == 0
        assert "schedule: the worktree" in run.errors

    def test_a_name_without_a_commit_is_refused(self, forge: Forge) -> None:
        given = self.given("push", CI_COMMIT_SHA="HEAD; touch pwned")
        run = Run(forge, forge.other("push"), env=given)
        assert run.code == 2
        assert "CI_COMMIT_SHA" in run.errors


def test_the_worktree_is_left_as_it_was(forge: Forge) -> None:
    branch(forge)
    forge.desk.commit(BAD, {CODE: "x = 1\n"})
    run = Run(forge, forge.request("login"), depth=1)
    assert run.repo.git("status", "--porcelain") == ""
    assert isinstance(run.repo, Repo)
