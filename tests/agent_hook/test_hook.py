"""The answers of `aos-check hook` to Claude Code, in real repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from aos_check.agent_hook.decision import decide
from aos_check.agents.claude_code import read, write
from aos_check.model.errors import CannotCheckError
from tests.support.git_repo import Repo, environment
from tests.support.sample_project import SPEC, project, roadmap, tasks

CODE = "src/app.py"
TASKS = f"{SPEC}/tasks.md"
FUNCTIONAL = f"{SPEC}/functional-spec.md"

DONE = SPEC.replace("001-login", "009-done")
# Another spec says that it is approved, so this one must be as well.
DRAFT = {
    **project("Draft"),
    f"{DONE}/functional-spec.md": project()[FUNCTIONAL].replace("Login", "Done"),
    f"{DONE}/tasks.md": tasks("1", "2", "3"),
}
APPROVE = f"sed -i s/Draft/Approved/ {FUNCTIONAL}"
RECORD = f"{SPEC}/approval.json"
RECORDED = json.dumps(
    {
        "schema": 1,
        "approvals": [
            {
                "artifact": "functional-spec.md",
                "by": "Ada <ada@example.org>",
                "at": "2026-01-01T00:00:00Z",
                "digest": f"aos2:sha256:{'0' * 64}",
            }
        ],
    }
)
TICK = f"sed -i 's/\\[ ] 1/[x] 1/' {TASKS}; echo z > src/own.py;"
FORGE = f"echo '{RECORDED}' > {RECORD}"
BY_HAND = (
    'git cat-file commit HEAD | sed "s/^tree .*/tree $(git write-tree)/" '
    "| git hash-object -t commit -w --stdin"
)
PRE_COMMIT = """\
repos:
- repo: https://x
  rev: v1
  hooks:
  - id: aos-check
"""


class Agent:
    """An agent at work in a repository."""

    def __init__(self, repo: Repo, session: str = "one") -> None:
        self.repo = repo
        self.session = session

    def ask(self, event: str, **more: Any) -> dict[str, Any]:
        """The hook's answer to an event, as the client reads it."""
        payload = {
            "session_id": self.session,
            "transcript_path": "/nowhere",
            "cwd": str(self.repo.top),
            "permission_mode": "default",
            "hook_event_name": event,
            **more,
        }
        asked = read(payload)
        assert asked is not None
        reply = write(asked, decide(asked))
        assert reply.code == 0
        found: dict[str, Any] = json.loads(reply.output or "{}")
        return found

    def start(self, source: str = "startup") -> str:
        return self._context(self.ask("SessionStart", source=source))

    def prompt(self) -> str:
        return self._context(self.ask("UserPromptSubmit", prompt="go on"))

    def write(self, path: str, content: str) -> tuple[str, str]:
        """The decision and the message for a pending write."""
        given = {"file_path": str(self.repo.top / path), "content": content}
        return self._decision(self.ask("PreToolUse", tool_name="Write", tool_input=given))

    def edit(self, path: str, old: str, new: str) -> tuple[str, str]:
        """The decision and the message for a pending edit."""
        given = {"file_path": str(self.repo.top / path), "old_string": old, "new_string": new}
        return self._decision(self.ask("PreToolUse", tool_name="Edit", tool_input=given))

    def run(self, command: str) -> tuple[str, str]:
        """The decision and the message for a pending command."""
        given = {"command": command}
        return self._decision(self.ask("PreToolUse", tool_name="Bash", tool_input=given))

    def written(self, path: str, content: str) -> str:
        """Write a file; return the message after it."""
        file = self.repo.top / path
        before = file.read_text("utf-8") if file.exists() else None
        self.repo.write({path: content})
        response = {"type": "update" if before else "create", "originalFile": before}
        given = {"file_path": str(file), "content": content}
        asked = {"tool_name": "Write", "tool_input": given, "tool_response": response}
        return self._context(self.ask("PostToolUse", **asked))

    def ran(self, command: str, by: str = "Bash") -> str:
        """Run a command between the two events of a tool; return the message after it."""
        given = {"command": command} if by == "Bash" else {"anything": command}
        self.ask("PreToolUse", tool_name="Bash", tool_input={"command": "true"})
        done = subprocess.run(["sh", "-c", command], cwd=self.repo.top, check=False)
        event = "PostToolUseFailure" if done.returncode else "PostToolUse"
        answer = self.ask(event, tool_name=by, tool_input=given)
        assert answer.get("decision", "block") == "block"
        return str(answer.get("reason", "")) + self._context(answer)

    def stop(self, *, again: bool = False) -> str:
        """The reason why the agent may not stop, or ""."""
        answer = self.ask("Stop", stop_hook_active=again)
        return str(answer["reason"]) if answer.get("decision") == "block" else ""

    @staticmethod
    def _context(answer: dict[str, Any]) -> str:
        return str(answer.get("hookSpecificOutput", {}).get("additionalContext", ""))

    @staticmethod
    def _decision(answer: dict[str, Any]) -> tuple[str, str]:
        special = answer.get("hookSpecificOutput", {})
        context = special.get("additionalContext", "")
        decision = special.get("permissionDecision", "tell" if context else "")
        return decision, special.get("permissionDecisionReason", context)


def started(repo: Repo) -> Agent:
    """An agent whose session has started."""
    agent = Agent(repo)
    agent.start()
    return agent


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep the hook's memory in the test's folder, and isolate git from the user's settings."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, value in environment().items():
        monkeypatch.setenv(name, value)
    return tmp_path / "cache"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A project with one approved spec of three open tasks, and some code."""
    found = Repo(tmp_path / "shop")
    found.commit("docs: specify", {**project(), CODE: "x = 0\n"})
    return found


@pytest.fixture
def draft(tmp_path: Path) -> Repo:
    """The same project, with a draft spec."""
    found = Repo(tmp_path / "draft")
    found.commit("docs: specify", {**DRAFT, CODE: "x = 0\n"})
    return found


def rules(repo: Repo, text: str) -> None:
    repo.commit("chore: rules", {"aos-check.toml": text})


def inside(repo: Repo, folder: str = "vendor/x", *, governed: bool = False) -> Repo:
    """A repository inside of another one, with specs of its own or without any."""
    inner = Repo(repo.top / folder)
    inner.commit("docs: begin", DRAFT if governed else {"README.md": "a\n"})
    return inner


class TestUngoverned:
    def test_silence(self, tmp_path: Path, memory: Path) -> None:
        plain = Repo(tmp_path / "plain")
        plain.commit("begin", {CODE: "x\n", "README.md": "a\n"})
        agent = Agent(plain)
        assert agent.start() == ""
        assert agent.prompt() == ""
        assert agent.write(CODE, "y\n") == ("", "")
        assert agent.run("git commit --no-verify -m x") == ("", "")
        assert agent.stop() == ""
        assert not (memory / "aos-check" / "sessions").exists()

    def test_a_folder_that_only_sounds_like_a_home(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        plain.commit("begin", {CODE: "x\n", "context/readme.md": "a\n", "specs/a_spec.rb": "x\n"})
        agent = Agent(plain)
        assert agent.start() == ""
        assert agent.write(CODE, "y\n") == ("", "")

    def test_decisions_alone_ask_for_no_task(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        plain.commit("begin", {CODE: "x\n", "docs/adr/0001-a.md": "# 1. A\n"})
        assert Agent(plain).write(CODE, "y\n") == ("", "")

    def test_a_home_that_appears_governs_from_then_on(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        plain.commit("begin", {CODE: "x\n"})
        agent = Agent(plain)
        assert agent.start() == ""
        for path, text in DRAFT.items():
            agent.written(path, text)
        assert agent.write(CODE, "y\n")[0] == "tell"
        assert agent.run("git commit -n -m x")[0] == "deny"

    def test_a_home_of_a_custom_layout(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        layout = '[layout.own]\ntitle = "Own"\nhomes = ["plans"]\nspecs = {name = "(?P<slug>.+)"}\n'
        layout += '[[layout.own.artifacts]]\nrole = "tasks"\npaths = ["todo.md"]\n'
        plain.commit("begin", {CODE: "x\n", "aos-check.toml": layout})
        agent = Agent(plain)
        assert agent.write(CODE, "y\n") == ("", "")
        agent.written("plans/specs/login/todo.md", "- [ ] 1. Form\n")
        assert agent.run("git commit -n -m x")[0] == "deny"

    def test_the_first_spec_is_not_approved(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        plain.commit("begin", {CODE: "x\n"})
        agent = Agent(plain)
        assert agent.write(FUNCTIONAL, project("Approved")[FUNCTIONAL])[0] == "deny"
        assert agent.write(FUNCTIONAL, project("Draft")[FUNCTIONAL]) == ("", "")

    def test_outside_of_any_repository(self, tmp_path: Path, repo: Repo) -> None:
        assert Agent(repo).write(str(tmp_path / "note.py"), "x\n") == ("", "")


class TestCode:
    def test_what_a_spec_covers_is_written_without_a_word(self, repo: Repo) -> None:
        assert Agent(repo).write(CODE, "y\n") == ("", "")
        assert Agent(repo).write("src/new/deep.py", "y\n") == ("", "")

    def test_what_none_covers_is_advised_on_by_default(self, draft: Repo) -> None:
        decision, said = Agent(draft).write(CODE, "y\n")
        assert decision == "tell"
        assert said.startswith(f"{CODE} is code, and no approved spec with an open task covers it.")
        assert "login is active" in said
        assert "`aos-check approve login`" in said

    def test_who_may_approve_is_known_here_as_well(self, repo: Repo) -> None:
        listed = '[approval]\nlevel = "listed"\napprovers = ["grace@example.org"]\n'
        repo.commit("chore: rules", {"aos-check.toml": listed})
        assert Agent(repo).write(CODE, "y")[0] == "tell"
        repo.run("approve", "login", "--artifact", FUNCTIONAL)
        repo.commit("docs: approve", by="Grace")
        assert Agent(repo).write(CODE, "y") == ("", "")

    def test_a_phase_of_the_team_before_the_work(self, repo: Repo) -> None:
        phases = '[[workflow.phases]]\nname = "design"\nexists = ["design.md"]\n'
        phases += '[[workflow.phases]]\nname = "build"\ntasks = "done"\n'
        rules(repo, f'{phases}[agents]\ncode-without-cover = "deny"\n')
        decision, said = Agent(repo).write(CODE, "y\n")
        assert decision == "deny"
        assert f"Do this first: write design.md: write {SPEC}/design.md" in said
        assert Agent(repo).write(f"{SPEC}/design.md", "A form.\n") == ("", "")
        repo.write({f"{SPEC}/design.md": "A form.\n"})
        assert Agent(repo).write(CODE, "y\n") == ("", "")

    def test_a_document_of_a_phase_is_approved_by_a_person(self, repo: Repo) -> None:
        phases = '[[workflow.phases]]\nname = "design"\napproved = ["design.md"]\n'
        rules(repo, f'{phases}[[workflow.phases]]\nname = "build"\ntasks = "done"\n')
        decision, said = Agent(repo).write(f"{SPEC}/design.md", "> Status: Approved\n\nA form.\n")
        assert decision == "deny"
        assert "this would approve design.md" in said
        assert Agent(repo).write(f"{SPEC}/design.md", "> Status: Draft\n\nA form.\n") == ("", "")

    @pytest.mark.parametrize("policy", ["ask", "deny"])
    def test_the_project_sets_the_severity(self, draft: Repo, policy: str) -> None:
        rules(draft, f'[agents]\ncode-without-cover = "{policy}"\n')
        decision, said = Agent(draft).write(CODE, "y\n")
        assert decision == policy
        assert "no approved spec" in said

    def test_documents_and_what_is_exempt_are_free(self, draft: Repo) -> None:
        rules(draft, 'exempt = ["tests/**"]\n[agents]\ncode-without-cover = "deny"\n')
        agent = Agent(draft)
        free = (
            "README.md", "docs/a.md", "tests/test_a.py", ".github/workflows/a.yml", TASKS,
            "README", "doc/a.adoc", ".codex/config.toml", "logo.png", f"{SPEC}/demo/a.py",
        )  # fmt: skip
        assert {agent.write(path, "a\n") for path in free} == {("", "")}
        code = ("context/code.py", "docs/evil.py", ".github/scripts/a.sh", "LICENSE-x.js")
        assert {agent.write(path, "a\n")[0] for path in code} == {"deny"}

    def test_finished_work_covers_nothing_new(self, repo: Repo) -> None:
        repo.commit("feat: all", {TASKS: tasks("1", "2", "3"), CODE: "y\n"})
        assert Agent(repo).write(CODE, "z\n")[0] == "tell"

    def test_work_right_after_the_last_tick(self, repo: Repo) -> None:
        agent = started(repo)
        repo.write({TASKS: tasks("1", "2", "3"), CODE: "y\n"})
        assert agent.write("tests/test_app.py", "z\n") == ("", "")
        repo.commit("feat: all\n\nTask: login#1")
        assert agent.write("tests/test_app.py", "z\n") == ("", "")
        agent = Agent(repo, "next")
        agent.start()
        assert agent.write("tests/test_app.py", "z\n")[0] == "tell"

    def test_the_branch_and_the_users_choice_say_which_spec_is_meant(self, repo: Repo) -> None:
        other = {
            path.replace("001-login", "002-mail"): text for path, text in project("Draft").items()
        }
        repo.commit("docs: more", {path: text for path, text in other.items() if "002-" in path})
        repo.git("checkout", "--quiet", "-b", "mail")
        assert (
            "mail is active (the branch mail is named after it)" in Agent(repo).write(CODE, "y")[1]
        )
        repo.git("config", "aos-check.spec", "login")
        assert Agent(repo).write(CODE, "y") == ("", "")
        assert "it was chosen with" in repo.run("status").output

    def test_each_project_of_a_monorepo_by_itself(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "mono")
        files = {f"a/{path}": text for path, text in project().items()}
        files |= {f"b/{path}": text for path, text in DRAFT.items()}
        repo.commit("docs: specify", {**files, "a/x.py": "x\n", "b/x.py": "x\n", "c/x.py": "x\n"})
        agent = Agent(repo)
        assert agent.write("a/x.py", "y\n") == ("", "")
        assert agent.write("b/x.py", "y\n")[0] == "tell"
        assert agent.write("c/x.py", "y\n") == ("", "")

    def test_a_monorepo_with_nothing_at_its_top(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "mono")
        files = {f"packages/a/{path}": text for path, text in DRAFT.items()}
        repo.commit("docs: specify", {**files, "packages/a/x.py": "x\n"})
        agent = Agent(repo)
        assert "Active spec: login" in agent.start()
        assert agent.run("git commit -n -m x")[0] == "deny"
        assert agent.write(".git/hooks/commit-msg", "x")[0] == "deny"
        repo.write({"packages/a/x.py": "y\n"})
        assert "packages/a/x.py changed" in agent.stop()

    def test_what_git_ignores_is_no_code(self, draft: Repo) -> None:
        draft.commit("chore: ignore", {".gitignore": "dist/\n"})
        assert Agent(draft).write("dist/a.js", "x") == ("", "")
        assert Agent(draft).write("lib/a.js", "x")[0] == "tell"

    def test_a_project_before_its_first_spec(self, draft: Repo) -> None:
        product = "packages/b/context/product/product-definition.md"
        draft.commit("docs: product", {product: project()["context/product/product-definition.md"]})
        assert Agent(draft).write("packages/b/x.py", "x") == ("", "")

    def test_a_change_on_disk_is_seen_at_once(self, draft: Repo, memory: Path) -> None:
        agent = Agent(draft)
        assert agent.write(CODE, "y\n")[0] == "tell"
        assert list(memory.rglob("*.json"))
        draft.write({FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        assert agent.write(CODE, "y\n") == ("", "")
        draft.write({TASKS: tasks("1", "2", "3")})
        assert agent.write(CODE, "y\n")[0] == "tell"

    def test_a_broken_memory_is_replaced(self, draft: Repo, memory: Path) -> None:
        agent = Agent(draft)
        agent.write(CODE, "y\n")
        [file] = memory.rglob("*.json")
        of = json.dumps(["0.1.0", str(draft.top)])
        for text in ("", "[]", '{"of": 3}', f'{{"of": {of}, "facts": {{}}, "seen": []}}'):
            file.write_text(text)
            assert agent.write(CODE, "y\n")[0] == "tell"

    def test_a_linked_worktree_is_judged_as_it_is(self, draft: Repo, tmp_path: Path) -> None:
        draft.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "linked"))
        linked = object.__new__(Repo)
        linked.top = tmp_path / "linked"
        linked.write({FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        assert Agent(linked).write(CODE, "y\n") == ("", "")
        assert Agent(draft).write(CODE, "y\n")[0] == "tell"


class TestApprovals:
    def test_a_status_that_approves_is_a_persons_to_write(self, draft: Repo) -> None:
        decision, said = Agent(draft).edit(FUNCTIONAL, "Draft", "Approved")
        assert decision == "deny"
        assert 'this would approve it ("Approved")' in said
        assert "`aos-check approve" in said

    def test_the_command_for_a_spec_in_one_file_works(self, repo: Repo) -> None:
        path = "docs/superpowers/specs/2026-03-10-lamp-design.md"
        repo.commit("docs: design", {path: "# Lamp Design\n\n**Status:** Draft\n"})
        _, said = Agent(repo).edit(path, "Draft", "Approved")
        command = said.rpartition("`aos-check ")[2].partition("`")[0]
        result = repo.run(*command.split())
        assert result.exit_code == 0, result.output

    def test_the_flag_of_a_framework_is_a_persons_to_set(self, repo: Repo) -> None:
        path = ".kiro/specs/mail/spec.json"
        text = '{"approvals": {"requirements": {"generated": true, "approved": %s}}}\n'
        files = {".kiro/specs/mail/requirements.md": "# Requirements Document\n"}
        repo.commit("docs: specify", {**files, path: text % "false"})
        decision, said = Agent(repo).edit(path, '"approved": false', '"approved": true')
        assert decision == "deny"
        assert 'this would approve it ("approvals.requirements.approved: true")' in said
        assert Agent(repo).edit(path, '"generated": true', '"generated": false') == ("", "")
        decision, said = Agent(repo).write(path, "{}")
        assert decision == "deny"
        assert "this would remove the objection to its approval" in said
        new = ".kiro/specs/fax"
        assert Agent(repo).write(f"{new}/spec.json", text % "true")[0] == "deny"
        assert Agent(repo).write(f"{new}/spec.json", text % "false") == ("", "")

    def test_a_new_spec_that_is_born_approved(self, draft: Repo) -> None:
        text = project("Approved")[FUNCTIONAL]
        path = FUNCTIONAL.replace("001-login", "002-mail")
        assert Agent(draft).write(path, text)[0] == "deny"
        assert Agent(draft).write(path, project("Draft")[FUNCTIONAL]) == ("", "")

    def test_ordinary_work_on_the_document_goes_on(self, draft: Repo, repo: Repo) -> None:
        assert Agent(draft).edit(FUNCTIONAL, "Visitors", "Customers") == ("", "")
        assert Agent(draft).edit(FUNCTIONAL, "Draft", "In Review") == ("", "")
        assert Agent(repo).edit(FUNCTIONAL, "Approved", "Completed") == ("", "")
        assert Agent(repo).edit(TASKS, "- [ ] 1.", "- [x] 1.") == ("", "")

    def test_an_approver_box(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "praxis")
        base = ".praxis-os/specs/2025-10-08-login"
        head = "# Login\n\n**Status:** Draft\n\n## Approval\n**Approvers:**\n"
        files = {f"{base}/README.md": f"{head}- [ ] A. Lead\n- [ ] B. Owner\n"}
        repo.commit("docs: specify", {**files, f"{base}/srd.md": "# S\n"})
        decision, said = Agent(repo).edit(f"{base}/README.md", "- [ ] A. Lead", "- [x] A. Lead")
        assert decision == "deny"
        assert 'remove the objection to its approval ("A. Lead")' in said

    @pytest.mark.parametrize(
        ("command", "decision"),
        [
            ("git mv {home}/review/2025-10-08-login {home}/approved/", "deny"),
            ("cd . && mv -f '{home}/review/2025-10-08-login' {home}/approved/login", "deny"),
            ("mv {home}/approved/2025-10-08-login {home}/completed/", ""),
            ("mv {home}/approved/a.md {home}/approved/b.md", ""),
            ("mv report.pdf approved/", ""),
            ("echo mv {home}/review/x {home}/approved/", ""),
        ],
    )
    def test_a_folder_named_approved(self, tmp_path: Path, command: str, decision: str) -> None:
        repo = Repo(tmp_path / "praxis")
        home = ".praxis-os/specs"
        base = f"{home}/review/2025-10-08-login"
        repo.commit("docs: specify", {f"{base}/README.md": "# L\n", f"{base}/srd.md": "# S\n"})
        assert Agent(repo).run(command.format(home=home))[0] == decision

    def test_a_review_marker(self, draft: Repo) -> None:
        marker = "<!-- not-user-reviewed -->\n"
        path = f"{SPEC}/technical-considerations.md"
        text = (draft.top / path).read_text("utf-8")
        draft.commit("docs: marker", {path: text + marker})
        assert Agent(draft).edit(path, marker, "")[0] == "deny"

    def test_the_record(self, draft: Repo) -> None:
        decision, said = Agent(draft).write(f"{SPEC}/approval.json", "{}")
        assert decision == "deny"
        assert "never an agent" in said

    @pytest.mark.parametrize("ends", ["\n", "\r\n"])
    def test_an_edit_that_the_tool_finds_more_freely(self, draft: Repo, ends: str) -> None:
        text = project("Draft")[FUNCTIONAL].replace("Login\n", "\u201cLogin\u201d\n")
        draft.write({FUNCTIONAL: text.replace("\n", ends).encode()})
        old = '"Login"\n\n- **Status:** Draft'
        new = old.replace("Draft", "Approved")
        assert Agent(draft).edit(FUNCTIONAL, old, new)[0] == "deny"

    def test_a_pipe_keeps_nobody_waiting(self, draft: Repo) -> None:
        os.mkfifo(draft.top / SPEC / "pipe.md")
        assert Agent(draft).edit(f"{SPEC}/pipe.md", "a", "b") == ("", "")

    def test_a_project_may_say_otherwise(self, draft: Repo) -> None:
        rules(draft, '[agents]\nself-approval = "ask"\n')
        assert Agent(draft).edit(FUNCTIONAL, "Draft", "Approved")[0] == "ask"


NONE = "fix: a\n\nTask: none a slip\n"


class TestMaintenance:
    @pytest.mark.parametrize(
        "command",
        ["git commit -F message.txt", f"git add -A && git commit -m '{NONE}'"],
    )
    def test_the_user_is_asked(self, repo: Repo, command: str) -> None:
        repo.write({"message.txt": NONE})
        decision, said = Agent(repo).run(command)
        assert decision == "ask"
        assert "`Task: none`" in said
        assert "the user decides" in said

    def test_a_file_with_another_message(self, repo: Repo) -> None:
        repo.write({"message.txt": "fix: a\n\nTask: login#1\n"})
        assert Agent(repo).run("git commit -F message.txt") == ("", "")
        assert Agent(repo).run("git commit -F nowhere.txt") == ("", "")

    @pytest.mark.parametrize(("policy", "decision"), [("advise", "tell"), ("deny", "deny")])
    def test_the_project_sets_the_severity(self, repo: Repo, policy: str, decision: str) -> None:
        rules(repo, f'[agents]\nmaintenance = "{policy}"\n')
        assert Agent(repo).run(f"git commit -m '{NONE}'")[0] == decision

    def test_the_trailers_of_the_project(self, repo: Repo) -> None:
        rules(repo, '[commits]\ntrailers = ["Refs"]\n')
        assert Agent(repo).run(f"git commit -m '{NONE}'") == ("", "")
        assert Agent(repo).run("git commit -m 'Refs: none a slip'")[0] == "ask"


class TestCommands:
    @pytest.mark.parametrize(
        ("command", "said"),
        [
            ("git add -A && git commit -m 'x' --no-verify", "--no-verify"),
            ("git -c core.hooksPath=/dev/null commit -m x", "core.hooksPath"),
            ("rm .git/hooks/pre-commit", ".git/hooks"),
        ],
    )
    def test_a_way_round_the_gate(self, repo: Repo, command: str, said: str) -> None:
        decision, reason = Agent(repo).run(command)
        assert decision == "deny"
        assert said in reason
        assert "aos-check next" in reason

    def test_a_command_for_another_repository(
        self, repo: Repo, draft: Repo, tmp_path: Path
    ) -> None:
        plain = Repo(tmp_path / "plain")
        agent = Agent(repo)
        assert agent.run(f"cd {plain.top} && git commit -n -m x") == ("", "")
        assert agent.run(f"git -C {plain.top} commit -n -m x") == ("", "")
        assert agent.run(f"cd {draft.top} && git commit -n -m x")[0] == "deny"
        assert agent.run(f"cd {tmp_path}/nowhere; git commit -n -m x")[0] == "deny"
        assert agent.run(f"cd {plain.top}; cd {repo.top}; git commit -n -m x")[0] == "deny"

    def test_hooks_that_lie_elsewhere(self, repo: Repo) -> None:
        repo.git("config", "core.hooksPath", ".husky")
        assert Agent(repo).run("rm .husky/commit-msg")[0] == "deny"
        assert Agent(repo).run("rm .other/commit-msg") == ("", "")

    def test_a_command_that_is_too_long_is_not_let_through_unseen(self, repo: Repo) -> None:
        decision, said = Agent(repo).run(f"echo {'x' * 300_000}")
        assert decision == "tell"
        assert "too long" in said

    def test_an_approval(self, repo: Repo) -> None:
        decision, reason = Agent(repo).run("env -u CLAUDECODE aos-check approve login")
        assert decision == "deny"
        assert "a person" in reason

    @pytest.mark.parametrize(
        "command",
        [
            f"sed -i s/Draft/Approved/ {FUNCTIONAL}",
            f"sed -i 's/Draft/Approved/' {SPEC}/*.md",
            f"sed -i.bak -E 's/(Status:.*) +Draft/\\1 Approved/' {FUNCTIONAL}",
            f"sed -i -e '/Status/s/Draft/Approved/' -e '$d' -- {FUNCTIONAL} && git commit -qam x",
            f"cd {SPEC} && sed -i '3s|Draft|Approved|' functional-spec.md",
            f"perl -pi -e 's/Draft/Approved/g' {FUNCTIONAL}",
            f"cat > {SPEC.replace('001', '002')}/functional-spec.md <<'EOF'\n"
            + project("Approved")[FUNCTIONAL]
            + "EOF",
            f"echo '- **Status:** Approved' > {FUNCTIONAL}",
            f"echo '- **Status:** Approved' | tee {FUNCTIONAL}",
            f"sed -i s/Draft/Appr0ved/ {FUNCTIONAL}; sed -i s/0/o/ {FUNCTIONAL}",
        ],
    )
    def test_a_document_is_written_by_a_command(self, draft: Repo, command: str) -> None:
        decision, reason = Agent(draft).run(command)
        assert decision == "deny"
        assert "this would approve it" in reason

    @pytest.mark.parametrize(
        "command",
        [
            f"sed -i s/Visitors/Customers/ {FUNCTIONAL}",
            f"sed -i 's/Draft/In Review/' {FUNCTIONAL}",
            f"sed -i 's/\\[ \\] 1/[x] 1/' {TASKS}",
            f"sed s/Draft/Approved/ {FUNCTIONAL} | head",
            f"cat > {SPEC.replace('001', '002')}/functional-spec.md <<'EOF'\n"
            + project("Draft")[FUNCTIONAL]
            + "The request is Approved by a clerk.\nEOF",
            f"echo 'Approved words' >> {FUNCTIONAL}",
            f"rm {FUNCTIONAL}; git mv {TASKS} {SPEC}/old-tasks.md",
            "sed -i s/Draft/Approved/ src/app.py README.md",
            "echo '{}' > src/fixtures/approval.json; rm -f src/fixtures/approval.json",
            "cp x.json tests/approval.json; find tests -name approval.json -delete",
            "cp x.json tests/login.approval.json; rm tests/login.approval.json",
        ],
    )
    def test_a_document_may_be_written_by_a_command(self, draft: Repo, command: str) -> None:
        assert Agent(draft).run(command) == ("", "")

    @pytest.mark.parametrize(
        "command",
        [
            f"echo '{{}}' > {SPEC}/approval.json",
            f"cp x.json {SPEC}/approval.json",
            f"cp x.json {SPEC}.approval.json",
            "find . -name approval.json -delete",
            "find context -name approval.json -exec sed -i s/a/b/ {} +",
        ],
    )
    def test_a_record_in_a_folder_of_specs(self, draft: Repo, command: str) -> None:
        assert Agent(draft).run(command)[0] == "deny"

    @pytest.mark.parametrize(
        ("command", "decision"),
        [
            ("sed -i s/v1/v2/ .pre-commit-config.yaml", ""),
            ("sed -i 's/^\\( *rev:\\).*/\\1 v2/' .pre-commit-config.yaml", ""),
            ("echo '  - id: other' >> .pre-commit-config.yaml", ""),
            ("sed -i '1i exclude: .*' .pre-commit-config.yaml", "deny"),
            ("echo 'exclude: .*' >> .pre-commit-config.yaml", "deny"),
            ("echo 'files: ^$' | tee -a .pre-commit-config.yaml", "deny"),
            ("echo 'default_stages: [manual]' >> ./.pre-commit-config.yaml", "deny"),
            ("sed -i /aos-check/d .pre-commit-config.yaml", "deny"),
            ("rm .pre-commit-config.yaml", "deny"),
            ("python edit.py .pre-commit-config.yaml", ""),
        ],
    )
    def test_the_configuration_of_pre_commit(self, repo: Repo, command: str, decision: str) -> None:
        repo.write({".pre-commit-config.yaml": PRE_COMMIT})
        assert Agent(repo).run(command)[0] == decision

    @pytest.mark.parametrize(
        ("command", "decision"),
        [
            ("echo '[core]\nhooksPath=/dev/null' >> ~/.gitconfig", "deny"),
            ("cp x ~/.gitconfig", "deny"),
            ("echo '[include]\npath=x' >> $HOME/.config/git/config", "deny"),
            ("echo '{\"disableAllHooks\": true}' > ~/.claude/settings.json", "deny"),
            ("sed -i 's/false/true/' ~/.claude/settings.json", ""),
            ('echo \'{"env": {"PATH": "/tmp"}}\' > ~/.claude/settings.json', "deny"),
            ('echo \'{"model": "x"}\' > ~/.claude/settings.json', ""),
            ("jq .x ~/.claude/settings.json | sponge ~/.claude/settings.json", "deny"),
            ("echo '[user]\nname=Ada' >> ~/.gitconfig", ""),
            ("cat ~/.gitconfig ~/.claude/settings.json; cp ~/.gitconfig x", ""),
            ("git config --global user.name Ada", ""),
        ],
    )
    def test_the_settings_of_the_user(
        self, repo: Repo, monkeypatch: pytest.MonkeyPatch, command: str, decision: str
    ) -> None:
        monkeypatch.setenv("HOME", str(repo.top.parent))
        assert Agent(repo).run(command)[0] == decision

    def test_a_repository_inside_of_this_one(self, repo: Repo) -> None:
        Repo(repo.top / "vendor/lib")
        assert Agent(repo).run("git -C vendor/lib commit -n -m x") == ("", "")
        assert Agent(repo).run("git -C vendor commit -n -m x")[0] == "deny"

    @pytest.mark.parametrize("told", [True, False])
    @pytest.mark.parametrize(
        ("command", "decision"),
        [
            ("git -C ../.. commit -n -m x", "deny"),
            ("cd ../.. && git commit -n -m x", "deny"),
            ("cd $CLAUDE_PROJECT_DIR; git push --no-verify", "deny"),
            (f"sed -i s/Draft/Approved/ ../../{FUNCTIONAL}", "deny"),
            ("cp /dev/null ../../.git/hooks/commit-msg", "deny"),
            ("git -C ../.. config core.hooksPath x", "deny"),
            ("aos-check approve login --root ../..", "deny"),
            ("git commit -n -m x", ""),
            ("cd none; git commit -n -m x", ""),
            ("cp /dev/null .git/hooks/commit-msg; git config core.hooksPath x", ""),
            ("git -C ../.. commit -m x; sed -i s/a/b/ ../../src/app.py", ""),
        ],
    )
    def test_from_a_repository_inside_of_this_one(
        self, draft: Repo, monkeypatch: pytest.MonkeyPatch, command: str, decision: str, told: bool
    ) -> None:
        started(draft)
        inner = inside(draft)
        if told:
            monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(draft.top))
        assert Agent(inner).run(command)[0] == decision

    def test_from_a_repository_elsewhere(
        self, repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("CLAUDE_PROJECT_DIR", str(repo.top))
        other = Repo(tmp_path / "other")
        assert Agent(other).run("git commit -n -m x; rm .git/hooks/*") == ("", "")
        assert Agent(other).run(f"git -C {repo.top} commit -n -m x")[0] == "deny"
        assert Agent(other).run("git -C ../shop commit -n -m x")[0] == "deny"

    @pytest.mark.parametrize(
        "command", ["git commit -m 'no --no-verify here'", "ls -n", "git push -n", "make test"]
    )
    def test_what_only_looks_so(self, repo: Repo, command: str) -> None:
        assert Agent(repo).run(command) == ("", "")


class TestGateTriggers:
    def test_hooks_and_settings_stay(self, repo: Repo) -> None:
        settings = '{"hooks": {"Stop": [{"hooks": [{"command": "aos-check"}]}]}}\n'
        repo.write({".claude/settings.json": settings})
        agent = Agent(repo)
        assert agent.write(".git/hooks/commit-msg", "#!/bin/sh\n")[0] == "deny"
        assert agent.write(".claude/settings.json", "{}\n")[0] == "deny"
        assert agent.edit(".claude/settings.json", '{"hooks"', '{"model": "x", "hooks"') == ("", "")

    def test_the_rules_are_a_persons_to_change(self, repo: Repo) -> None:
        agent = Agent(repo)
        assert agent.write("aos-check.toml", 'projects = ["nowhere"]\n')[0] == "deny"
        rules(repo, "ignore = []\n")
        assert agent.write("aos-check.toml", "# a word\nignore = []\n") == ("", "")
        assert agent.write("aos-check.toml", 'ignore = ["GIT"]\n')[0] == "deny"
        assert agent.write("tests/fixtures/aos-check.toml", 'ignore = ["GIT"]\n') == ("", "")

    def test_of_pyproject_only_our_table(self, repo: Repo) -> None:
        repo.commit("chore: project", {"pyproject.toml": '[project]\nname = "shop"\n'})
        agent = Agent(repo)
        assert agent.write("pyproject.toml", '[project]\nname = "store"\n') == ("", "")
        loose = '[tool.aos-check.agents]\nbypass = "advise"\n'
        decision, said = agent.write("pyproject.toml", loose)
        assert decision == "deny"
        assert "sets the rules" in said

    @pytest.mark.parametrize(
        ("before", "after", "decision"),
        [
            ("{}", '{"disableAllHooks": true}', "deny"),
            ("{HOOKS}", "{HOOKS, DISABLED}", "deny"),
            ("{HOOKS}", "{MATCHER}", "deny"),
            ("{HOOKS}", "{OTHERS}", ""),
            ("{}", "{HOOKS}", ""),
            ("{}", '{"env": {"PATH": "/tmp/fake:/usr/bin"}}', "deny"),
            ("{HOOKS}", "{HOOKS, ENV}", "deny"),
            ("{}", '{"env": {"GIT_CONFIG_COUNT": "1"}}', "deny"),
            ("{}", '{"enabledPlugins": {"aos-check@aos-check": false}}', "deny"),
            ('{"enabledPlugins": {"aos-check@aos-check": true}}', "{}", "deny"),
            ('{"env": {"PATH": "/a"}}', '{"env": {"PATH": "/a", "DEBUG": "1"}, "model": "x"}', ""),
            ("{}", '{"env": {"PATHOLOGY": "1", "NODE_ENV": "test"}}', ""),
            ("{}", '{"enabledPlugins": {"other@x": false, "aos-check@aos-check": true}}', ""),
            ('{"model": "x"}', '{"permissions": {"allow": ["Bash(PATH=x ls)"]}}', ""),
        ],
    )
    def test_settings_by_what_they_do(
        self, repo: Repo, before: str, after: str, decision: str
    ) -> None:
        own = {"hooks": [{"type": "command", "command": "aos-check"}]}
        forms = {
            "{HOOKS}": {"hooks": {"Stop": [own]}},
            "{HOOKS, DISABLED}": {"disableAllHooks": True, "hooks": {"Stop": [own]}},
            "{HOOKS, ENV}": {"env": {"PATH": "/a"}, "hooks": {"Stop": [own]}},
            "{MATCHER}": {"hooks": {"Stop": [{"matcher": "Nothing", **own}]}},
            "{OTHERS}": {"model": "x", "hooks": {"Stop": [own, {"hooks": []}]}},
        }
        old, new = (json.dumps(forms[text]) if text in forms else text for text in (before, after))
        for path in (".claude/settings.json", ".claude/settings.local.json"):
            repo.write({path: old})
            assert Agent(repo).write(path, new)[0] == decision

    def test_the_configuration_of_pre_commit_by_what_it_does(self, repo: Repo) -> None:
        path = ".pre-commit-config.yaml"
        entry = "repos:\n- repo: https://x\n  rev: v1\n  hooks:\n  - id: aos-check\n"
        repo.write({path: entry})
        agent = Agent(repo)
        assert agent.write(path, entry.replace("v1", "v2")) == ("", "")
        assert agent.write(path, entry + "  - id: other\n") == ("", "")
        for gone in ("repos: []\n", entry + "    stages: [manual]\n", f"# {entry}", "{"):
            assert agent.write(path, gone)[0] == "deny"

    @pytest.mark.parametrize(
        "keys",
        [
            "exclude: .*\n",
            "files: ^$\n",
            "default_stages: [manual]\n",
            "fail_fast: true\n",
            "default_install_hook_types: [post-checkout]\n",
            "ci:\n  skip: [aos-check]\n",
        ],
    )
    def test_keys_for_all_hooks_of_pre_commit(self, repo: Repo, keys: str) -> None:
        path = ".pre-commit-config.yaml"
        repo.write({path: PRE_COMMIT})
        agent = Agent(repo)
        for text in (keys + PRE_COMMIT, (PRE_COMMIT + keys).replace("\n", "\r\n")):
            assert agent.write(path, text)[0] == "deny"
        assert agent.write(path, "ci:\n  skip: [other]\n" + PRE_COMMIT) == ("", "")
        assert agent.write(path, "default_language_version: {python: a}\n" + PRE_COMMIT)[0] == ""

    def test_settings_of_the_user(self, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
        home = repo.top.parent / "home"
        monkeypatch.setenv("HOME", str(home))
        agent = Agent(repo)
        for path in (".gitconfig", ".config/git/config"):
            assert agent.write(str(home / path), "[core]\n\thooksPath = x\n")[0] == "deny"
            assert agent.write(str(home / path), "[include]\n\tpath = x\n")[0] == "deny"
            assert agent.write(str(home / path), "[user]\n\tname = Ada\n") == ("", "")
        settings = str(home / ".claude/settings.json")
        assert agent.write(settings, '{"disableAllHooks": true}')[0] == "deny"
        assert agent.write(settings, '{"model": "x"}') == ("", "")
        assert agent.write(str(home / "notes.md"), "disableAllHooks") == ("", "")

    @pytest.mark.parametrize(
        ("path", "decision"),
        [
            (".git/commondir", "deny"),
            (".git/refs/remotes/origin/main", "deny"),
            (".git/packed-refs", "deny"),
            (".git/logs/HEAD", "deny"),
            (".git/COMMIT_EDITMSG", ""),
            (".git/info/exclude", ""),
            (".codex/hooks.json", "deny"),
            (".cursor/hooks.json", ""),
        ],
    )
    def test_files_of_git_and_of_other_agents(self, repo: Repo, path: str, decision: str) -> None:
        own = {"hooks": {"PreToolUse": [{"hooks": [{"command": "aos-check hook codex"}]}]}}
        repo.write({".codex/hooks.json": json.dumps(own), ".cursor/hooks.json": "{}"})
        assert Agent(repo).write(path, "{}")[0] == decision

    @pytest.mark.parametrize(
        ("tool", "given", "decision"),
        [
            ("mcp__filesystem__write_file", {"path": FUNCTIONAL, "content": "APPROVED"}, "deny"),
            ("mcp__filesystem__write_file", {"path": FUNCTIONAL, "content": "DRAFT"}, ""),
            (
                "mcp__filesystem__edit_file",
                {"path": FUNCTIONAL, "edits": [{"oldText": "Draft", "newText": "Approved"}]},
                "deny",
            ),
            (
                "mcp__serena__replace_content",
                {"relative_path": FUNCTIONAL, "old_text": "Draft", "new_text": "Approved"},
                "deny",
            ),
            ("mcp__fs__writeFile", {"filePath": ".git/hooks/pre-commit", "text": ""}, "deny"),
            ("mcp__fs__append_file", {"path": ".git/config", "content": "x"}, "deny"),
            ("mcp__fs__move_file", {"source": ".git/hooks/pre-commit", "destination": "x"}, "deny"),
            ("mcp__fs__delete_file", {"paths": [".git/hooks/pre-push", "x"]}, "deny"),
            ("mcp__fs__write_file", {"path": f"{SPEC}/approval.json", "content": "{}"}, "deny"),
            ("mcp__fs__write_file", {"path": CODE, "content": "x"}, "tell"),
            ("mcp__shell__execute", {"command": "git commit -n -m x"}, "deny"),
            ("mcp__shell__execute", {"command": ["git", "commit"]}, ""),
            ("mcp__fs__read_file", {"path": ".git/config"}, ""),
            ("mcp__fs__get_file_info", {"path": ".git/hooks/pre-commit"}, ""),
            ("mcp__fs__list_directory", {"path": ".git/hooks"}, ""),
            ("mcp__git__commit", {"repo_path": ".", "message": "x"}, ""),
            ("mcp__fs__write_file", {"path": ".git/hooks", "content": "x"}, "deny"),
            ("mcp__fs__move_file", {"source": ".git/hooks", "destination": ".git/h"}, "deny"),
            (
                "mcp__fs__rename",
                {"new_path": "a.yaml", "old_path": ".pre-commit-config.yaml"},
                "deny",
            ),
            ("mcp__fs__move", {"from": "x", "to": f"{SPEC}/approval.json"}, "deny"),
            ("mcp__fs__copy_file", {"source": "x", "destination": ".git/hooks/pre-push"}, "deny"),
            ("mcp__fs__copy_file", {"source": ".pre-commit-config.yaml", "destination": "x"}, ""),
            ("mcp__fs__remove_directory", {"dir": ".git"}, "deny"),
            ("mcp__fs__move_file", {"source": "src", "destination": "lib"}, ""),
            ("mcp__fs__move_file", {"source": FUNCTIONAL, "destination": f"{SPEC}/old.md"}, ""),
            ("mcp__fs__delete_file", {"path": FUNCTIONAL}, ""),
            ("mcp__x__put", {"where": ".git/hooks/pre-commit", "what": "x"}, "deny"),
            ("mcp__x__put", {"key": ".github/x.yml", "url": "https://a.b/.git/hooks"}, ""),
            ("mcp__shell__run", {"cmd": "git commit --no-verify -m x"}, "deny"),
            ("mcp__shell__run", {"cmd": "git", "args": ["commit", "-n", "-m", "x"]}, "deny"),
            ("mcp__shell__run", {"args": "commit -n", "program": "git"}, "deny"),
            ("mcp__shell__run", {"command": ["git", "commit", "-n"]}, "deny"),
            ("mcp__shell__run", {"commands": ["git add .", "git commit -n -m x"]}, "deny"),
            ("mcp__terminal__send", {"input": "git commit -n -m x\n", "cwd": "."}, "deny"),
            ("mcp__x__go", {"script": "cd .\ngit commit -n -m x"}, "deny"),
            ("mcp__shell__run", {"cmd": "git", "args": ["commit", "-m", "-n"]}, ""),
            ("mcp__shell__run", {"cmd": "ls", "description": "git commit -n"}, ""),
            ("mcp__agent__run", {"prompt": "git commit --no-verify is forbidden"}, ""),
            ("mcp__hub__create_issue", {"title": "git commit -n", "body": "git commit -n\n"}, ""),
            ("mcp__git__git_commit", {"repo_path": ".", "no_verify": True}, "deny"),
            ("mcp__git__push", {"noVerify": True, "remote": "origin"}, "deny"),
            ("mcp__git__commit", {"message": "x", "verify": False}, "deny"),
            ("mcp__git__commit", {"message": "x", "options": ["--no-verify"]}, "deny"),
            ("mcp__git__commit", {"message": "x", "all": True, "no_verify": False}, ""),
            ("mcp__git__git_add", {"repo_path": ".", "files": [".pre-commit-config.yaml"]}, ""),
            ("mcp__git__delete_branch", {"repo_path": ".", "branch": "fix/a"}, ""),
            ("mcp__jira__delete_issue", {"root": ".", "id": "AB-1"}, ""),
            ("mcp__git__git", {"args": ["commit", "-n", "-m", "x"]}, "deny"),
            ("mcp__git__run", {"args": ["commit", "-m", "-n"]}, ""),
            ("mcp__digital__run", {"args": ["commit", "-n"]}, ""),
            ("mcp__fs__write", {"uri": "file://TOP/.git/hooks/pre-push", "text": ""}, "deny"),
            ("mcp__fs__write", {"uri": "file://TOP/docs/a.md", "text": ""}, ""),
            ("mcp__x__put", {"where": "file://TOP/.git/hooks/pre-push"}, "deny"),
            ("mcp__sh__exec", {"request": '{"cmd": "git commit -n -m x"}'}, "deny"),
            ("mcp__sh__exec", {"steps": [{"script": "cd .\ngit commit -n -m x"}]}, "deny"),
            ("mcp__sh__exec", {"steps": [{"script": "git commit -m x"}, 5, "{"]}, ""),
            ("mcp__x__add", {"message": '{"cmd": "git commit -n"}', "body": {"cmd": "git"}}, ""),
            ("mcp__fs__write_file", {"path": "a.md", "content": '{"path": ".git/HEAD"}'}, ""),
            ("mcp__fs__write_files", {"files": [{"path": ".git/HEAD", "content": ""}]}, "deny"),
            ("mcp__x__summarize", {"document": f"{SPEC}/approval.json"}, ""),
            ("mcp__memory__add", {"path": 5, "content": None, "edits": "x"}, ""),
        ],
    )
    def test_the_tools_of_servers(
        self, draft: Repo, tool: str, given: dict[str, Any], decision: str
    ) -> None:
        texts = {name: project(name.title())[FUNCTIONAL] for name in ("APPROVED", "DRAFT")}
        given = {key: texts.get(str(value), value) for key, value in given.items()}
        if "://TOP" in str(given):
            given = json.loads(json.dumps(given).replace("TOP", str(draft.top)))
        payload = {"session_id": "s", "cwd": str(draft.top), "hook_event_name": "PreToolUse"}
        event = read({**payload, "tool_name": tool, "tool_input": given})
        answer = json.loads(write(event, decide(event)).output or "{}") if event else {}
        assert Agent._decision(answer)[0] == decision

    def test_the_baseline(self, repo: Repo) -> None:
        assert Agent(repo).write(".aos-check-baseline.json", "{}")[0] == "deny"

    def test_what_the_hook_remembers(self, repo: Repo, memory: Path) -> None:
        agent = started(repo)
        [file, *_] = memory.rglob("*.json")
        assert agent.write(str(file), "{}")[0] == "deny"

    def test_a_file_that_is_only_called_like_a_record(self, repo: Repo) -> None:
        assert Agent(repo).write("src/fixtures/approval.json", "{}") == ("", "")


class TestAfterAnEdit:
    BAD = "# Tasks: Login\n\n- [x] 1. Part 1\n  - [ ] 1.1 Half\n- [ ] 2. Part 2\n"

    def test_a_broken_rule_is_reported_with_the_fix(self, repo: Repo) -> None:
        said = Agent(repo).written(TASKS, self.BAD)
        assert f"{TASKS}:3: TASK001 done-task-open-subtask: task 1 is done" in said
        assert "help: finish 1.1" in said

    def test_earlier_findings_are_not_reported(self, repo: Repo) -> None:
        repo.write({TASKS: self.BAD})
        agent = Agent(repo)
        assert agent.written(TASKS, self.BAD + "- [ ] 3. Part 3\n") == ""
        assert "task 4 is done" in agent.written(
            TASKS, self.BAD + "- [x] 4. Part 4\n  - [ ] 4.1 Half\n"
        )

    def test_an_error_with_another_number_is_not_a_new_one(self, repo: Repo) -> None:
        repo.write({TASKS: self.BAD})
        renumbered = self.BAD.replace("1. Part 1", "4. Part 1").replace("1.1", "4.1")
        assert Agent(repo).written(TASKS, renumbered) == ""

    def test_an_approval_that_came_through_all_the_same(self, draft: Repo) -> None:
        text = project("Draft")[FUNCTIONAL]
        approved = text.replace("Draft", "Approved")
        draft.write({FUNCTIONAL: approved})
        given = {"file_path": FUNCTIONAL, "old_string": "Draft", "new_string": "Approved"}
        answer = Agent(draft).ask(
            "PostToolUse",
            tool_name="Edit",
            tool_input=given,
            tool_response={"type": "update", "originalFile": text},
        )
        assert answer["decision"] == "block"
        assert "this would approve it" in answer["reason"]

    def test_a_new_file(self, repo: Repo) -> None:
        path = "context/spec/002-mail/tasks.md"
        assert "SPEC002" in Agent(repo).written(path, tasks("1"))

    def test_legal_work_is_not_commented(self, repo: Repo) -> None:
        assert Agent(repo).written(TASKS, tasks("1")) == ""
        assert Agent(repo).written(CODE, "y = 1\n") == ""


class TestAfterACommand:
    """What a command did is seen in the repository, however it was written."""

    @pytest.mark.parametrize(
        "command",
        [
            APPROVE,
            f"{APPROVE}; false",
            f"{APPROVE} && git commit -qam 'docs: tidy'",
            f"{APPROVE} && git commit -qam 'docs: tidy' && git commit -q --allow-empty -m x",
            f"perl -pi -e 's/Draft/Approved/' {FUNCTIONAL}",
            f"printf 's/Draft/Approved/' > x.sed && sed -f x.sed -i $(ls {FUNCTIONAL})",
            f"cp {FUNCTIONAL} x; sed s/Draft/Approved/ x > {FUNCTIONAL}",
            "git ls-files -z | xargs -0 sed -i s/Draft/Approved/",
            f"sed -i 's/Draft/Approved/;s/$/\\r/' {FUNCTIONAL}",
            FORGE,
            f"{FORGE}; sed -i 's/$/\\r/' {RECORD}",
            f"{FORGE}; git add -A && git commit -qm 'docs: tidy'",
            f"{FORGE}; sed -i s/2026-01/2026-02/ {RECORD}",
            f"{APPROVE}; {FORGE}",
        ],
    )
    def test_an_approval(self, draft: Repo, command: str) -> None:
        said = started(draft).ran(command)
        assert "login approves itself" in said
        assert "undo it" in said

    @pytest.mark.parametrize("by", ["Grace", "Ada"])
    def test_a_record_of_an_approved_spec(self, repo: Repo, by: str) -> None:
        repo.commit("docs: approve", {RECORD: RECORDED})
        agent = started(repo)
        said = agent.ran(f"sed -i 's/Ada/{by}/' {RECORD}; touch {RECORD}")
        assert ("this would record an approval by Grace" in said) == (by == "Grace")
        assert ("login approves itself" in agent.stop()) == (by == "Grace")

    def test_an_approval_by_the_tool_of_a_server(self, draft: Repo) -> None:
        assert "login approves itself" in started(draft).ran(APPROVE, "mcp__shell__go")

    def test_an_approval_in_a_session_that_nobody_saw_begin(self, draft: Repo) -> None:
        assert "login approves itself" in Agent(draft).ran(APPROVE)

    def test_a_project_may_say_otherwise(self, draft: Repo) -> None:
        rules(draft, '[agents]\nself-approval = "advise"\n')
        agent = started(draft)
        asked = {"tool_name": "Bash", "tool_input": {"command": APPROVE}}
        agent.ask("PreToolUse", tool_name="Bash", tool_input={"command": "true"})
        draft.write({FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        answer = agent.ask("PostToolUse", **asked)
        assert "decision" not in answer
        assert "login approves itself" in answer["hookSpecificOutput"]["additionalContext"]

    @pytest.mark.parametrize(
        "command",
        [
            "true",
            f"sed -i s/Visitors/Customers/ {FUNCTIONAL}",
            f"sed -i 's/Draft/In Review/' {FUNCTIONAL}",
            "echo x > src/app.py",
            "git commit -q --allow-empty -m x",
            f"mkdir -p tests; echo '{RECORDED}' > tests/approval.json",
        ],
    )
    def test_ordinary_work(self, draft: Repo, command: str) -> None:
        agent = started(draft)
        assert agent.ran(command) == ""
        assert "approves" not in agent.stop()

    def test_an_approval_and_a_part_of_the_gate(self, draft: Repo) -> None:
        draft.commit("chore: gate", {".pre-commit-config.yaml": PRE_COMMIT})
        draft.git("tag", "blob", "HEAD:src/app.py")
        said = started(draft).ran(f"{APPROVE}; rm .pre-commit-config.yaml")
        assert "login approves itself" in said
        assert "weakened the gate (.pre-commit-config.yaml)" in said

    def test_in_a_linked_worktree(self, draft: Repo, tmp_path: Path) -> None:
        draft.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "linked")
        agent = started(Repo(tmp_path / "linked"))
        said = agent.ran(f"{APPROVE} && git commit -qam x")
        assert "login approves itself" in said
        assert "login approves itself" in agent.stop()

    def test_in_a_worktree_that_the_session_enters(self, draft: Repo, tmp_path: Path) -> None:
        draft.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "-b", "linked")
        agent = started(draft)
        agent.repo = Repo(tmp_path / "linked")
        assert agent.ran("echo > notes.md && git add . && git commit -qm 'docs: note'") == ""
        assert agent.stop() == ""
        said = agent.ran(f"{APPROVE} && git commit -qam x")
        assert "login approves itself" in said
        assert "login approves itself" in agent.ask("SubagentStop")["reason"]

    @pytest.mark.parametrize("governed", [False, True])
    def test_from_a_repository_inside_of_this_one(self, draft: Repo, governed: bool) -> None:
        hook = draft.top / ".git/hooks/pre-commit"
        draft.write({".git/hooks/pre-commit": "exec aos-check\n"})
        hook.chmod(0o755)
        agent = started(draft)
        agent.repo = inside(draft, governed=governed)
        assert "weakened the gate" in agent.ran("rm ../../.git/hooks/pre-commit")
        assert "approves itself" in agent.ran(APPROVE.replace("context", "../../context"))
        assert agent.ran("git commit -q --allow-empty -m x; rm -rf .git/hooks") == ""
        assert "login approves itself" in agent.stop()
        assert agent.stop() == ""

    @pytest.mark.parametrize(
        "rest", ["", "; git add -A; git commit -qm x", "; echo .aos* >> .git/info/exclude"]
    )
    @pytest.mark.parametrize(
        ("before", "after", "told"),
        [
            ((), "a", True), ("a", "ab", True), ("a", "b", True), ("ab", "a", False),
            ("ab", "", False), ("ab", None, False), ("a", "a", False),
        ],
    )  # fmt: skip
    def test_the_baseline(
        self, draft: Repo, before: str, after: str | None, told: bool, rest: str
    ) -> None:
        def text(of: str) -> str:
            return json.dumps({"schema": 1, "findings": [{"fingerprint": each} for each in of]})

        name = ".aos-check-baseline.json"
        if before:
            draft.commit("chore: baseline", {name: text(before)})
        agent = started(draft)
        draft.write({"x": text(after or "")})
        change = f"rm x {name}" if after is None else f"mv x {name}"
        assert (name in agent.ran(f"{change}{rest}")) == told
        assert (f"{name} hides more findings" in agent.stop()) == told

    def test_a_baseline_that_is_not_the_sessions(self, repo: Repo, tmp_path: Path) -> None:
        name, text = (
            ".aos-check-baseline.json",
            '{"schema": 1, "findings": [{"fingerprint": "%s"}]}',
        )
        clone = Repo(tmp_path / "clone")
        clone.git("pull", "--quiet", str(repo.top), "main")
        repo.commit("chore: baseline", {name: text % "a"})
        agent = started(clone)
        assert agent.ran(f"git pull -q {repo.top} main") == ""
        assert agent.stop() == ""
        clone.write({name: text % "b"})
        agent = Agent(clone, "next")
        agent.start()
        assert agent.ran("touch x.md") == ""
        assert agent.stop() == ""
        clone.write({name: "{"})
        assert agent.ran("true") == ""

    def test_the_end_of_an_approved_spec(self, repo: Repo) -> None:
        agent = started(repo)
        assert agent.ran(f"sed -i s/Approved/Completed/ {FUNCTIONAL}") == ""
        assert agent.ran(f"sed -i 's/\\[ ]/[x]/' {TASKS}") == ""

    @pytest.mark.parametrize("commit", ["", " && git commit -qm 'docs: archive'"])
    @pytest.mark.parametrize("level", ["", '[approval]\nlevel = "status"\n'])
    def test_a_finished_change_is_archived(self, tmp_path: Path, level: str, commit: str) -> None:
        repo = Repo(tmp_path / "openspec")
        changes = "openspec/changes"
        files = {f"{changes}/login/proposal.md": "# Login\n\n## Why\n\nA.\n"}
        files[f"{changes}/login/tasks.md"] = "- [x] 1.1 Form\n"
        repo.commit("docs: specify", {**files, "aos-check.toml": level})
        agent = started(repo)
        move = (
            f"mkdir {changes}/archive && git mv {changes}/login {changes}/archive/2026-02-02-login"
        )
        assert agent.ran(move + commit) == ""
        assert "approves" not in agent.stop()

    @pytest.mark.parametrize("status", ["Ready", "InProgress", "Review"])
    @pytest.mark.parametrize("level", ["", '[approval]\nlevel = "status"\n'])
    def test_a_drafted_story_moves_on(self, tmp_path: Path, level: str, status: str) -> None:
        repo = Repo(tmp_path / "bmad")
        story = "docs/stories/1.1.bell.story.md"
        text = "# Story 1.1: Bell\n\nStatus: Draft\n\n## Tasks / Subtasks\n\n- [ ] Task 1: Ring\n"
        repo.commit("docs: specify", {story: text, "aos-check.toml": level})
        said = started(repo).ran(f"sed -i s/Draft/{status}/ {story}")
        assert ("approves itself" in said) == bool(level)

    def test_a_spec_is_moved_to_the_approved_ones(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "praxis")
        home = ".praxis-os/specs"
        base = f"{home}/completed/2025-10-08-login"
        repo.commit("docs: specify", {f"{base}/README.md": "# L\n", f"{base}/srd.md": "# S\n"})
        said = started(repo).ran(f"mkdir {home}/approved && ls | true; mv {base} {home}/approved/")
        assert "login approves itself" in said

    @pytest.mark.parametrize(
        "command", ["true", f"git add -A; git mv {SPEC} {SPEC}s", f"rm {RECORD}"]
    )
    def test_a_record_from_before(self, draft: Repo, command: str) -> None:
        draft.write({RECORD: RECORDED})
        agent = started(draft)
        assert agent.ran(command) == ""
        assert "approves" not in agent.stop()
        draft.git("checkout", "--quiet", "-b", "other")
        draft.commit("docs: approve")
        assert "approves" not in agent.stop()

    def test_an_approval_that_a_person_gave_before(self, draft: Repo) -> None:
        agent = started(draft)
        draft.commit("docs: approve", {FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        assert agent.ran("echo x > docs.md") == ""

    @pytest.mark.parametrize("way", ["pull -q", "checkout -q approved", "merge -q approved"])
    def test_an_approval_that_a_pull_or_a_branch_brings(
        self, draft: Repo, tmp_path: Path, way: str
    ) -> None:
        draft.git("checkout", "--quiet", "-b", "approved")
        approved = {FUNCTIONAL: project("Approved")[FUNCTIONAL], RECORD: RECORDED}
        draft.commit("docs: approve", approved)
        draft.git("checkout", "--quiet", "main")
        server = Repo(tmp_path / "server", "--bare")
        draft.git("push", "--quiet", str(server.top), "main", "approved")
        clone = Repo(tmp_path / "clone")
        clone.git("remote", "add", "origin", str(server.top))
        clone.git("pull", "--quiet", "origin", "main")
        clone.git("branch", "--quiet", "--set-upstream-to=origin/main")
        clone.git("fetch", "--quiet", "origin", "approved:approved")
        draft.git("push", "--quiet", str(server.top), "approved:main")
        agent = started(clone)
        assert agent.ran(f"git {way}") == ""
        assert agent.stop() == ""

    @pytest.mark.parametrize(
        ("command", "file"),
        [
            ("git config core.hooksPath /dev/null", ".git/hooks/pre-commit"),
            ("printf '[core]\nhooksPath=/dev/null\n' >> \"$GIT_CONFIG_GLOBAL\"", ""),
            ("rm .git/hooks/pre-commit", ".git/hooks/pre-commit"),
            ("echo 'exit 0' > .git/hooks/pre-commit", ".git/hooks/pre-commit"),
            ("rm .pre-commit-config.yaml", ".pre-commit-config.yaml"),
            ("sed -i '1i exclude: .*' .pre-commit-config.yaml", ".pre-commit-config.yaml"),
            ("sed -i '1i exclude: .*' .pre*.yaml; git commit -qam x", ".pre-commit-config.yaml"),
            ("echo '{}' > .claude/settings.json", ".claude/settings.json"),
            ("echo 'ignore = [\"SPEC\"]' > aos-check.toml", "aos-check.toml"),
        ],
    )
    def test_a_part_of_the_gate_that_is_gone(self, repo: Repo, command: str, file: str) -> None:
        own = {"hooks": {"Stop": [{"hooks": [{"type": "command", "command": "aos-check"}]}]}}
        settings = {".claude/settings.json": json.dumps(own), ".pre-commit-config.yaml": PRE_COMMIT}
        repo.commit("chore: gate", settings)
        repo.write({".git/hooks/pre-commit": "#!/bin/sh\nexec true aos-check\n"})
        (repo.top / ".git/hooks/pre-commit").chmod(0o755)
        agent = started(repo)
        said = agent.ran(command)
        assert ("weakened the gate" in said) == bool(file)
        assert file in said

    @pytest.mark.parametrize(
        "command",
        [
            "sed -i s/v1/v2/ .pre-commit-config.yaml",
            "printf '  - id: other\n' >> .pre-commit-config.yaml",
            "git checkout -q before",
            "echo 'exempt = []' > other.toml",
        ],
    )
    def test_the_gate_stays(self, repo: Repo, command: str) -> None:
        repo.git("branch", "before")
        repo.commit("chore: gate", {".pre-commit-config.yaml": PRE_COMMIT})
        assert started(repo).ran(command) == ""


class TestSessions:
    def test_it_starts_with_the_progress_of_the_work(self, repo: Repo) -> None:
        said = Agent(repo).start()
        assert "Active spec: login (it is the only spec with open tasks), 0 of 3 tasks done" in said
        assert 'login#1 "Part 1"' in said
        assert len(said) < 1200

    def test_it_starts_with_what_the_next_task_needs(self, repo: Repo) -> None:
        said = Agent(repo).start()
        assert "\n\n# login#1 Part 1\n\nEnd the message of its commit with `Task: login#1`." in said
        assert f"**login#1** ({TASKS}:" in said

    def test_without_a_task_there_is_no_context(self, draft: Repo) -> None:
        assert "\n# " not in Agent(draft).start()

    def test_much_that_waits_is_cut_short(self, repo: Repo) -> None:
        for number in range(2, 40):
            text = project("Draft")
            name = f"{number:03}-{'x' * 60}"
            repo.write({p.replace("001-login", name): t for p, t in text.items() if SPEC in p})
        said, _, context = Agent(repo).start().partition("\n\n# ")
        assert len(said) < 1500
        assert len(context) < 600 * 4
        assert "Blocked: " in said

    def test_a_prompt_hears_of_it_only_when_it_changed(self, repo: Repo) -> None:
        agent = started(repo)
        assert agent.prompt() == ""
        repo.write({TASKS: tasks("1")})
        assert 'login#2 "Part 2"' in agent.prompt()
        assert agent.prompt() == ""

    def test_nothing_was_done(self, repo: Repo) -> None:
        agent = started(repo)
        assert agent.stop() == ""

    def test_work_that_keeps_to_the_process_may_stop(self, repo: Repo) -> None:
        agent = started(repo)
        repo.write({TASKS: tasks("1"), CODE: "y\n"})
        assert agent.stop() == ""
        repo.commit("feat: part 1\n\nTask: login#1")
        assert agent.stop() == ""

    def test_code_that_no_spec_covers_by_any_tool(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({"src/other.py": "y\n"})
        said = agent.stop()
        assert "src/other.py changed, and no approved spec" in said
        assert agent.stop() == ""
        draft.write({"src/more.py": "y\n"})
        assert "src/more.py" in agent.stop()

    def test_it_is_not_held_twice_in_a_row(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({CODE: "y\n"})
        assert agent.stop(again=True) == ""
        assert agent.stop() != ""

    def test_what_was_there_before_is_not_the_sessions(self, draft: Repo) -> None:
        draft.write({CODE: "mine\n", "src/new.py": "mine\n", TASKS: tasks("1")})
        agent = started(draft)
        assert agent.stop() == ""
        draft.write({CODE: "other\n"})
        said = agent.stop()
        assert CODE in said
        assert "src/new.py" not in said

    def test_a_file_that_was_only_touched_is_as_it_was(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({CODE: "y\n"})
        draft.git("checkout", "--quiet", "--", CODE)
        os.utime(draft.top / CODE)
        assert agent.stop() == ""

    def test_a_tick_without_work(self, repo: Repo) -> None:
        agent = started(repo)
        repo.write({TASKS: tasks("2")})
        said = agent.stop()
        assert "GIT006 will report: the commit marks 1 task done and changes nothing else" in said
        assert f"({TASKS}:4: 2 is marked done)" in said

    def test_a_finished_spec_whose_roadmap_item_is_open(self, repo: Repo) -> None:
        agent = started(repo)
        repo.write({TASKS: tasks("1", "2", "3"), CODE: "y\n"})
        said = agent.stop()
        assert "ROAD004 will report: the last task of 001-login is now done" in said
        assert "(context/product/roadmap.md:5). To fix: tick the roadmap item" in said
        repo.write({"context/product/roadmap.md": roadmap(done=True)})
        assert agent.stop() == ""

    def test_an_approval_by_any_tool(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        assert "login approves itself" in agent.stop()

    def test_a_record_by_any_tool(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({RECORD: RECORDED})
        assert "login approves itself" in agent.stop()
        draft.commit("docs: tidy")
        assert agent.stop() == ""

    def test_other_commits_are_not_part_of_the_session(self, draft: Repo, tmp_path: Path) -> None:
        server = Repo(tmp_path / "server", "--bare")
        draft.git("remote", "add", "origin", str(server.top))
        draft.git("push", "--quiet", "origin", "main")
        clone = Repo(tmp_path / "bob")
        clone.git("pull", "--quiet", str(server.top), "main")
        clone.commit(
            "feat: bob", {"src/bob.py": "b\n", FUNCTIONAL: project("Approved")[FUNCTIONAL]}
        )
        clone.commit("feat: done", {TASKS: tasks("1", "2", "3")})
        clone.git("push", "--quiet", str(server.top), "HEAD:main")
        agent = started(draft)
        draft.git("pull", "--quiet", "origin", "main")
        assert agent.stop() == ""
        draft.git("checkout", "--quiet", "-b", "other", "HEAD~1")
        assert agent.stop() == ""
        draft.write({"src/own.py": "y\n", FUNCTIONAL: project("Draft")[FUNCTIONAL]})
        said = agent.stop()
        assert "src/own.py changed" in said
        assert "bob" not in said

    @pytest.mark.parametrize(
        "command",
        [
            "git commit -qam x",
            "git format-patch -q -1 side && git reset -q --hard && git am -q *.patch",
            "git reset -q --hard $(git commit-tree -p HEAD -m x $(git write-tree))",
            "git update-ref HEAD $(git commit-tree -p HEAD -m x $(git write-tree))",
            "git stash -q && git stash apply -q --index && git commit -qm x && git stash drop -q",
            "git checkout -qb other && git commit -qam x && git checkout -q main && git merge -q -",
            "git checkout -qb other && git commit -qam x && git rebase -q main",
            "git commit -qam x && git push -q . HEAD:refs/remotes/origin/x && git fetch -q .",
            "git commit -qam x && git update-ref refs/remotes/origin/x HEAD",
            "git commit -qam x && cp .git/refs/heads/main .git/refs/remotes/x",
            "git checkout -qb o && git commit -qam x && git checkout -q main && git pull -q . o",
            "export GIT_COMMITTER_DATE=2020-01-01T00:00:00 && git commit -qam x",
        ],
    )
    def test_its_own_commits_count(self, draft: Repo, command: str) -> None:
        agent = started(draft)
        draft.add({"src/own.py": "y\n", FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        if "side" in command:
            draft.git("checkout", "--quiet", "-b", "side")
            draft.commit("feat: side")
            draft.git("checkout", "--quiet", "main")
        (draft.top / ".git/refs/remotes").mkdir(exist_ok=True)
        agent.ran(command)
        said = agent.stop()
        assert "src/own.py changed" in said or "login approves itself" in said
        assert "login approves itself" in said

    @pytest.mark.parametrize(
        "command",
        [
            "git commit -qm x",
            "git commit -qm x; git revert -n HEAD; git commit -qm 'Take it back'",
            "git commit -qm x; git checkout -qb other HEAD~1",
            "git checkout -qb other; git commit -qm x; git checkout -q main",
            "git commit -qm x; git checkout -q --detach",
            "git checkout -q --detach; git commit -qm x",
            "git stash -q; git reset -q --hard stash@{0}",
            "git stash -q; git branch -f w stash@{0}; git stash drop -q",
            "git stash -q; git merge -q --ff-only stash@{0}",
            "git branch w $(git stash create)",
            "git reset -q --hard stash@{0}",
            "git reset -q --hard; git am -q ../a.patch",
            "git reset -q --hard; git am -q ../a.patch; git rm -q src/own.py; git commit -qm y",
            "git reset -q --hard; git filter-branch -f --tree-filter 'echo y > src/own.py' HEAD",
            f"git checkout -qB main $({BY_HAND})",
            "git commit -qm x -m 'Task: login#9'",
            "git commit -qm x; git push -q . HEAD:refs/remotes/o/m; git fetch -q . main:o",
            "git commit -qm x; git push -q ../server main; git fetch -q ../server main:theirs",
            "git commit -qm x; git remote add self .; git fetch -q self",
            "GIT_REFLOG_ACTION='clone: from x' git commit -qm x",
            "git checkout -q --orphan o; GIT_REFLOG_ACTION='clone: from x' git commit -qm x",
        ],
    )
    def test_its_commits_are_judged_one_by_one(
        self, repo: Repo, command: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("FILTER_BRANCH_SQUELCH_WARNING", "1")
        Repo(repo.top.parent / "server", "--bare")
        repo.add({"src/own.py": "y\n"})
        repo.git("stash", "store", repo.git("stash", "create").strip())
        repo.git("commit", "--quiet", "--message", "x")
        repo.git("format-patch", "--quiet", "-1", "--output", "../a.patch")
        repo.git("reset", "--quiet", "--soft", "HEAD~1")
        agent = started(repo)
        agent.ran(command)
        assert "GIT00" in agent.stop()
        assert agent.stop() == ""

    @pytest.mark.parametrize(
        "command",
        [
            "git stash -q",
            "git stash -q; git stash pop -q",
            "git commit -qm x -m 'Task: login#1'",
            f"{TICK} git commit -qam x -m 'Task: login#1'",
            "git commit -qm x -m 'Aos-Waive: GIT001 the build is broken'",
            "git commit -qm x; git reset -q --soft HEAD~1",
            "git commit -qm x; git revert --no-edit HEAD; git reset -q --hard HEAD~2",
            "git reset -q; git commit -q --allow-empty -m 'docs: x'",
            "git reset -q --hard; git merge -q --no-ff -m 'Merge side' side",
            "git reset -q --hard; git checkout -q side; git rebase -q main",
            "git reset -q --hard; git checkout -q side; git commit -q --amend -m 'Better words'",
            "git reset -q --hard; git cherry-pick side",
            "git reset -q --hard; git fetch -q ../other main:theirs; git merge -q theirs",
            "cd ../linked; echo y > a.py; git add .; git commit -qm x",
        ],
    )
    def test_commits_that_need_no_word(self, repo: Repo, command: str) -> None:
        repo.git("clone", "--quiet", ".", "../other")
        other = object.__new__(Repo)
        other.top = repo.top.parent / "other"
        other.commit("feat: other", {"src/other.py": "o\n"})
        repo.git("checkout", "--quiet", "-b", "side")
        repo.commit("feat: side", {"src/side.py": "s\n"})
        repo.git("checkout", "--quiet", "main")
        repo.commit("docs: main", {"docs/main.md": "m\n"})
        repo.git("worktree", "add", "--quiet", "../linked", "-b", "linked")
        repo.add({"src/own.py": "y\n"})
        agent = started(repo)
        agent.ran(command)
        assert agent.stop() == ""

    @pytest.mark.parametrize(
        ("command", "told"),
        [
            ("git commit -qm x; {push} main; git reset -q --hard HEAD~1", True),
            ("{away}; {push} HEAD:main; git checkout -q main", True),
            ("{away}; {push} HEAD:refs/heads/f; git checkout -q main; git fetch -q", True),
            ("{away}; {push} HEAD:refs/heads/f; {push} -f main:f; git checkout -q main", True),
            ("{away}; git -c core.logAllRefUpdates=false push -q origin @:refs/heads/m", True),
            ("{away}; git tag t; git checkout -q main", True),
            ("{away}; git tag -a t -m t; git checkout -q main", True),
            ("{away}; git update-ref refs/x/y HEAD; git checkout -q main", True),
            ("{away}; git commit -q --allow-empty -m y; git tag t; git checkout -q main", True),
            ("{branch}; {push} f; git checkout -q main; git branch -qD f", True),
            ("git stash -q; {push} $(git commit-tree -p @ -m x stash^{tree}):refs/heads/z", True),
            ("{away}; git checkout -q main", False),
            ("{branch}; git checkout -q main; git branch -qD f", False),
            ("git commit -qm x; git reset -q --hard HEAD~1; {push} main", False),
            ("git commit -qm x; git commit -q --amend -m y -m '{task}'; {push} main:f", False),
            ("git commit -qm x -m '{task}'; {push} main; git tag t", False),
            ("git commit -qm a -m '{task}'; {fixup}; {push} main", False),
            ("git reset -q --hard; git fetch -q origin; git merge -q origin/theirs", False),
            ("git reset -q --hard; git fetch -q origin; git tag t origin/theirs", False),
            ("git reset -q --hard; git fetch -q origin; git fetch -q origin", False),
        ],
    )  # fmt: skip
    def test_commits_that_no_branch_has(
        self,
        repo: Repo,
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
        command: str,
        told: bool,
    ) -> None:
        server = Repo(tmp_path / "server", "--bare")
        repo.git("remote", "add", "origin", str(server.top))
        old = repo.commit("feat: pushed and replaced", {"src/old.py": "o\n"})
        repo.git("push", "--quiet", "origin", "main")
        repo.git("reset", "--quiet", "--hard", "HEAD~1")
        repo.git("push", "--quiet", "--force", "origin", "main")
        clone = Repo(tmp_path / "clone")
        clone.git("pull", "--quiet", str(server.top), "main")
        clone.commit("feat: theirs", {"src/theirs.py": "t\n"})
        clone.git("tag", "theirs")
        clone.git("push", "--quiet", str(server.top), "HEAD:theirs", "theirs")
        repo.git("worktree", "add", "--quiet", "../linked", "-b", "linked")
        repo.add({"src/own.py": "y\n"})
        agent = started(repo)
        fixup = (
            "echo > src/b.py; git add src; git commit -qm 'fixup! a'; git rebase -qi --autosquash"
        )
        for name, text in {
            "{away}": "git checkout -q --detach; git commit -qm x",
            "{branch}": "git checkout -qb f; git commit -qm x",
            "{fixup}": f"{fixup} HEAD~2",
            "{push}": "git push -q origin",
            "{task}": "Task: login#1",
        }.items():
            command = command.replace(name, text)
        monkeypatch.setenv("GIT_SEQUENCE_EDITOR", "true")
        agent.ran(command)
        linked = (
            "cd ../linked; echo y > a.py; git add .; git commit -qm x; git push -q origin linked"
        )
        agent.ran(linked)
        said = agent.stop()
        assert ("GIT00" in said) == told, said
        assert str(old)[:10] not in said
        assert agent.stop() == ""

    def test_a_repository_that_is_gone(self, draft: Repo) -> None:
        agent = started(draft)
        (draft.top / ".git").rename(draft.top / ".gitx")
        assert "is gone. Restore its `.git`" in agent.stop()
        assert agent.stop() == ""
        assert Agent(draft, "unseen").stop() == ""
        (draft.top / ".gitx").rename(draft.top / ".git")
        draft.write({CODE: "y\n"})
        assert CODE in agent.stop()

    @pytest.mark.parametrize(
        "change",
        [
            {".aos-check.toml": "ignore = []\n", "aos-check.toml": "ignore = []\n"},
            {"aos-check.toml": "x"},
            {".git/index": "x"},
        ],
    )
    def test_a_repository_that_cannot_be_read_any_more(
        self, draft: Repo, change: dict[str, str]
    ) -> None:
        agent = started(draft)
        draft.write(change)
        assert "cannot be checked any more" in agent.stop()
        assert agent.stop() == ""

    def test_a_broken_configuration_opens_no_gate(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({".aos-check.toml": "ignore = []\n", "aos-check.toml": "ignore = []\n"})
        assert agent.run("git commit -n -m x")[0] == "deny"
        assert agent.run("rm .aos-check.toml")[0] == "deny"
        assert agent.write(".git/hooks/pre-push", "")[0] == "deny"
        assert agent.run("git commit -m x; make") == ("", "")

    def test_a_configuration_that_could_never_be_read(self, draft: Repo) -> None:
        draft.write({"aos-check.toml": "x"})
        agent = Agent(draft)
        with pytest.raises(CannotCheckError):
            agent.start()
        with pytest.raises(CannotCheckError):
            agent.stop()

    def test_specs_that_are_gone(self, repo: Repo) -> None:
        agent = started(repo)
        repo.commit("feat: x", {CODE: "z\n"})
        repo.git("mv", "context", "ctx")
        repo.commit("docs: move")
        assert "GIT001" in agent.stop()

    def test_commits_are_reported_once(self, repo: Repo) -> None:
        agent = started(repo)
        first = repo.commit("feat: x", {CODE: "1\n"})
        assert agent.stop().count("GIT001") == 1
        repo.commit("feat: y", {CODE: "2\n"})
        said = agent.stop()
        assert said.count("GIT001") == 1
        assert str(first)[:10] not in said
        assert agent.ask("SubagentStop", stop_hook_active=False)["reason"].count("GIT001") == 2

    def test_an_approval_in_a_commit_of_another_branch(self, draft: Repo) -> None:
        agent = started(draft)
        draft.git("checkout", "--quiet", "-b", "other")
        draft.commit("docs: tidy", {FUNCTIONAL: project("Approved")[FUNCTIONAL]})
        draft.git("checkout", "--quiet", "main")
        assert "login approves itself" in agent.stop()
        draft.git("checkout", "--quiet", "other")
        draft.git("revert", "--no-edit", "HEAD")
        assert agent.stop() == ""

    def test_commits_from_before_that_a_rebase_makes_again(
        self, draft: Repo, tmp_path: Path
    ) -> None:
        server = Repo(tmp_path / "server", "--bare")
        draft.git("remote", "add", "origin", str(server.top))
        draft.git("push", "--quiet", "--set-upstream", "origin", "main")
        clone = Repo(tmp_path / "bob")
        clone.git("pull", "--quiet", str(server.top), "main")
        clone.commit("feat: bob", {"src/bob.py": "b\n"})
        clone.git("push", "--quiet", str(server.top), "HEAD:main")
        draft.commit("feat: mine", {"src/mine.py": "m\n"})
        agent = started(draft)
        draft.git("pull", "--quiet", "--rebase")
        assert agent.stop() == ""
        draft.git("commit", "--quiet", "--amend", "-m", "feat: better words")
        assert agent.stop() == ""
        draft.commit("feat: more", {"src/more.py": "m\n"})
        said = agent.stop()
        assert "src/more.py changed" in said
        assert "mine" not in said

    def test_a_tick_covers_only_where_the_work_was_approved(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({"src/own.py": "y\n", TASKS: tasks("1")})
        assert "src/own.py changed" in agent.stop()

    def test_a_tick_with_any_work_other_than_documents(self, repo: Repo) -> None:
        agent = started(repo)
        repo.write({TASKS: tasks("1"), "docs/guide.md": "a\n"})
        assert agent.stop() == ""

    def test_a_spec_that_was_renamed_is_not_approved_by_that(self, repo: Repo) -> None:
        agent = started(repo)
        repo.git("mv", SPEC, SPEC.replace("001", "002"))
        assert "approved by its own words" not in agent.stop()

    def test_rules_that_were_loosened_by_whatever_tool(self, repo: Repo) -> None:
        agent = started(repo)
        repo.write({"aos-check.toml": 'exempt = ["**"]\n'})
        assert "the configuration of aos-check has changed" in agent.stop()

    def test_an_agent_and_its_helper_are_each_asked(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({"src/own.py": "y\n"})
        assert agent.ask("SubagentStop", stop_hook_active=False)["decision"] == "block"
        assert agent.ask("SubagentStop", stop_hook_active=False) == {}
        assert "src/own.py" in agent.stop()

    def test_where_nothing_can_be_kept_it_says_so_once(
        self, draft: Repo, memory: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        memory.write_text("no folder")
        agent = Agent(draft)
        assert "cannot record" in agent.ask("SessionStart", source="startup")["systemMessage"]
        assert agent.prompt() == ""
        assert "did not see this" in agent.ask("Stop", stop_hook_active=False)["systemMessage"]
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")
        monkeypatch.setattr("os.path.expanduser", lambda path: path)
        monkeypatch.chdir(draft.top)
        assert Agent(draft).write("README.md", "a\n") == ("", "")
        Agent(draft, "half \ud800").start()
        assert draft.git("status", "--porcelain") == ""

    def test_a_session_that_nobody_saw_begin_is_not_held(self, draft: Repo) -> None:
        draft.write({CODE: "y\n"})
        assert Agent(draft, "unseen").stop() == ""

    def test_going_on_keeps_the_beginning(self, draft: Repo) -> None:
        agent = started(draft)
        draft.write({CODE: "y\n"})
        agent.start("compact")
        assert CODE in agent.stop()

    def test_before_the_first_commit(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "new")
        repo.write(DRAFT)
        agent = started(repo)
        repo.write({CODE: "y\n"})
        assert CODE in agent.stop()


class TestCommand:
    def call(self, repo: Repo, content: bytes, *words: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "aos_check", "hook", *(words or ("claude-code",))],
            cwd=repo.top, input=content, capture_output=True, check=False,
        )  # fmt: skip

    def test_an_event_and_its_answer(self, draft: Repo) -> None:
        event = {
            "session_id": "s", "cwd": str(draft.top), "hook_event_name": "PreToolUse",
            "tool_name": "Write", "tool_input": {"file_path": CODE, "content": "y\n"},
        }  # fmt: skip
        done = self.call(draft, json.dumps(event).encode())
        assert (done.returncode, done.stderr) == (0, b"")
        assert "no approved spec" in done.stdout.decode()

    @pytest.mark.parametrize(
        "content", [b"", b"[]", b"{", b'{"cwd": "/"}', b"\xff", b"[" * 100_000]
    )
    def test_what_is_no_event_is_refused_in_one_line(self, repo: Repo, content: bytes) -> None:
        done = self.call(repo, content)
        assert (done.returncode, done.stdout) == (2, b"")
        assert done.stderr.count(b"\n") == 1

    def test_an_event_that_nobody_knows_is_let_be(self, repo: Repo) -> None:
        done = self.call(repo, b'{"hook_event_name": "Novelty", "cwd": "/", "session_id": "s"}')
        assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")

    def test_an_agent_that_nobody_knows_is_named(self, repo: Repo) -> None:
        done = self.call(repo, b"{}", "clippy")
        assert done.returncode == 2
        assert b"claude-code" in done.stderr

    def test_a_fault_is_reported_and_blocks_nothing(
        self, repo: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from aos_check.agent_hook import entry
        from aos_check.agents.event import Event, EventKind, HookVerdict

        monkeypatch.setattr("aos_check.agent_hook.decision.decide", lambda _event: 1 / 0)
        answer = entry._answer(Event(EventKind.BEFORE_TOOL, str(repo.top), command="ls"))
        assert answer.verdict is HookVerdict.TELL
        assert "could not check" in answer.text
        assert "ZeroDivisionError" in answer.notice

    def test_its_help_is_listed_with_the_others(self, repo: Repo) -> None:
        assert "hook" in repo.run("--help").output
        assert "cursor" in repo.run("hook", "--help").output


LOADED = """
import io, json, sys
sys.stdin = io.TextIOWrapper(io.BytesIO(sys.argv[1].encode()))
sys.argv = ["aos-check", "hook", "claude-code"]
from aos_check.__main__ import main
try:
    main()
finally:
    own = sorted(name for name in sys.modules if name.startswith("aos_check"))
    print(json.dumps([own, sorted(set(sys.modules) & {heavy!r})]))
"""
HEAVY = {
    "click", "dataclasses", "git", "jsonschema", "mistletoe", "pathlib", "pydantic", "tree_sitter",
    "yaml",
}  # fmt: skip
ENTRY = ["", ".__main__", ".agents", ".agents.claude_code", ".agents.event", ".agents.payload",
         ".agents.profile", ".agents.reply", ".agent_hook", ".agent_hook.entry"]  # fmt: skip
ALWAYS_LOADED = [
    *ENTRY,
    ".agent_hook.coverage",
    ".agent_hook.decision",
    ".agent_hook.repository_root",
]


class TestImports:
    """The hook imports only what its answer needs, because the agent waits for it."""

    def loaded(self, repo: Repo, event: str, **more: object) -> list[list[str]]:
        payload = {"session_id": "s", "cwd": str(repo.top), "hook_event_name": event, **more}
        done = subprocess.run(
            [sys.executable, "-c", LOADED.replace("{heavy!r}", repr(HEAVY)), json.dumps(payload)],
            cwd=repo.top, capture_output=True, text=True, check=True,
        )  # fmt: skip
        found: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
        return found

    @staticmethod
    def modules(*more: str) -> list[str]:
        return sorted(f"aos_check{name}" for name in more)

    def writing(self, path: str) -> dict[str, object]:
        return {"tool_name": "Write", "tool_input": {"file_path": path, "content": "y"}}

    def test_of_an_event_of_another_kind(self, repo: Repo) -> None:
        assert self.loaded(repo, "Notification") == [self.modules(*ENTRY), []]

    def test_without_specs(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        assert Agent(plain).write(CODE, "y") == ("", "")
        more = [".agent_hook.facts_cache"]
        found = self.loaded(plain, "PreToolUse", **self.writing(CODE))
        assert found == [self.modules(*ALWAYS_LOADED, *more), []]

    def test_of_legal_work(self, repo: Repo) -> None:
        assert Agent(repo).write(CODE, "y") == ("", "")
        found = self.loaded(repo, "PreToolUse", **self.writing(CODE))
        assert found == [self.modules(*ALWAYS_LOADED, ".agent_hook.facts_cache"), []]

    def test_of_a_harmless_command(self, repo: Repo) -> None:
        Agent(repo).write(CODE, "y")
        given = {"tool_name": "Bash", "tool_input": {"command": "make test"}}
        own, heavy = self.loaded(repo, "PreToolUse", **given)
        assert heavy == ["pathlib", "tree_sitter"]  # tree_sitter_bash imports the first
        assert {name.split(".")[1] for name in own if "." in name} == {
            "__main__", "agent_hook", "agents",
        }  # fmt: skip

    def test_after_a_harmless_command(self, repo: Repo) -> None:
        Agent(repo).write(CODE, "y")
        given = {"tool_name": "Bash", "tool_input": {"command": "make test"}}
        found = self.loaded(repo, "PostToolUse", **given)
        more = [".agent_hook.after_tool", ".agent_hook.facts_cache"]
        assert found == [self.modules(*ALWAYS_LOADED, *more), []]

    def test_after_a_command_without_specs(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        assert Agent(plain).run("true") == ("", "")
        given = {"tool_name": "Bash", "tool_input": {"command": "git commit -n"}}
        found = self.loaded(plain, "PostToolUse", **given)
        more = [".agent_hook.after_tool", ".agent_hook.facts_cache"]
        assert found == [self.modules(*ALWAYS_LOADED, *more), []]

    def test_of_a_command_without_specs(self, tmp_path: Path) -> None:
        plain = Repo(tmp_path / "plain")
        given = {"tool_name": "Bash", "tool_input": {"command": "git commit -n"}}
        assert Agent(plain).run("git commit -n") == ("", "")
        own, heavy = self.loaded(plain, "PreToolUse", **given)
        assert heavy == []
        assert not [name for name in own if name.startswith("aos_check.agent_hook.shell")]


def test_without_the_parser_the_agent_gets_a_note(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    from aos_check.agent_hook import entry
    from aos_check.agent_hook.shell import syntax
    from aos_check.agents.event import Event, EventKind, HookVerdict

    syntax._parser.cache_clear()
    monkeypatch.setitem(sys.modules, "tree_sitter", None)
    answer = entry._answer(Event(EventKind.BEFORE_TOOL, str(repo.top), command="git commit -n"))
    assert answer.verdict is HookVerdict.TELL
    assert "could not check" in answer.text


class TestObserving:
    """A project that observes: the hook advises, except about the gate itself."""

    RULES = 'observe = "2020-01-01"\n[agents]\ncode-without-cover = "deny"\n'

    def test_code_is_advised_on(self, draft: Repo) -> None:
        rules(draft, self.RULES)
        agent = started(draft)
        assert agent.write(CODE, "y\n")[0] == "tell"
        draft.write({CODE: "y\n"})
        assert agent.stop() == ""

    @pytest.mark.parametrize(
        "command",
        [
            "git commit -n -m x", "aos-check init --enforce", "aos-check approve login", APPROVE,
            "aos-check approve --all-finished", "sed -i /observe/d aos-check.toml",
        ],
    )  # fmt: skip
    def test_the_gate_is_protected(self, draft: Repo, command: str) -> None:
        rules(draft, self.RULES)
        assert started(draft).run(command)[0] == "deny"

    def test_an_agent_cannot_begin_it(self, draft: Repo) -> None:
        rules(draft, "ignore = []\n")
        agent = started(draft)
        assert agent.run("aos-check init --observe")[0] == "deny"
        assert agent.write("aos-check.toml", self.RULES)[0] == "deny"
