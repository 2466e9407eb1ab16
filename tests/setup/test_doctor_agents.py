"""`aos-check doctor` on the hooks of coding agents, and the commands that it never runs."""

from __future__ import annotations

import json
import os
import shlex
from pathlib import Path
from typing import Any

import pytest

from aos_check.setup.init import claude_code
from tests.support.doctor import DoctorRepo, repo_with_changes
from tests.support.installation import FROM_GIT

ROOT = Path(__file__).parents[2]


@pytest.fixture
def repo(tmp_path: Path) -> DoctorRepo:
    """A repository with a spec, a commit and uncommitted changes."""
    return repo_with_changes(tmp_path)


def handler(agent: str, **more: object) -> dict[str, Any]:
    return {"type": "command", "command": f"aos-check hook {agent}", **more}


def blocks_of_the_guide() -> dict[str, str]:
    """The settings in docs/how-to/agents.md, by path."""
    text = (ROOT / "docs" / "how-to" / "agents.md").read_text("utf-8")
    parts = text.split("```json ")[1:]
    return {part.split("\n")[0]: part.split("\n", 1)[1].split("\n```")[0] for part in parts}


AGENTS = ("claude-code", "codex", "vscode", "copilot", "cursor", "gemini", "windsurf")


def claude(**more: object) -> str:
    return json.dumps({"hooks": claude_code.hooks(), **more})


class TestAgents:
    def test_what_the_guide_shows_holds(self, repo: DoctorRepo) -> None:
        repo.write(dict(blocks_of_the_guide()))
        seen = repo.doctor("agents", code=0)
        assert seen.states() == dict.fromkeys(AGENTS, "ok")
        assert len(seen.results) == len(AGENTS)
        assert seen.of("claude-code")[1] == (
            ".claude/settings.json: it refuses `git commit --no-verify -m more` "
            "and accepts `git status` in silence"
        )
        assert "with `/hooks`" in seen.of("codex")[1]

    def test_what_init_writes_holds(self, repo: DoctorRepo) -> None:
        repo.write({claude_code.FILE: claude_code.with_hooks(None)})
        seen = repo.doctor("agents")
        assert (seen.code, seen.states()) == (0, {"claude-code": "ok"})

    def test_none(self, repo: DoctorRepo) -> None:
        seen = repo.doctor("agents", code=0)
        assert seen.of("hooks") == (
            "not installed",
            "no agent's hook runs aos-check",
            "aos-check init --with claude-code",
        )

    def test_by_the_plugin_and_in_the_users_own_settings(self, repo: DoctorRepo) -> None:
        enabled = {"enabledPlugins": {"aos-check@aos-check": True}}
        (repo.home / ".claude").mkdir()
        own = repo.home / ".claude" / "settings.json"
        own.write_text(json.dumps(enabled))
        state, text, _ = repo.doctor("agents").of("claude-code")
        assert (state, text.split(":")[0]) == ("ok", "the plugin, which is enabled")
        repo.write({claude_code.FILE: '{"enabledPlugins": {"aos-check@aos-check": false}}'})
        assert repo.doctor("agents").of("hooks")[0] == "not installed"
        own.write_text(claude())
        assert repo.doctor("agents").of("claude-code")[0] == "ok"

    def test_all_hooks_turned_off(self, repo: DoctorRepo) -> None:
        local = ".claude/settings.local.json"
        repo.write({claude_code.FILE: claude(), local: '{"disableAllHooks": true}'})
        seen = repo.doctor("agents", code=1)
        assert seen.of("claude-code") == (
            "open",
            f"all hooks are turned off: disableAllHooks in {local}",
            f"remove disableAllHooks from {local}",
        )
        repo.write({claude_code.FILE: claude(disableAllHooks=True), local: "{}"})
        repo.doctor("agents", code=1)
        repo.write({local: '{"disableAllHooks": false}'})
        repo.doctor("agents", code=0)

    def test_a_program_that_is_not_there(self, repo: DoctorRepo) -> None:
        repo.write({claude_code.FILE: claude()})
        seen = repo.doctor("agents", env={"PATH": "/usr/bin:/bin"}, code=1)
        assert seen.of("claude-code") == (
            "open",
            ".claude/settings.json: aos-check is not on PATH",
            f"pipx install {shlex.quote(FROM_GIT.as_asked.requirement())}",
        )
        gone = claude().replace('"aos-check"', '"/nowhere/aos-check"')
        repo.write({claude_code.FILE: gone})
        assert repo.doctor("agents").of("claude-code")[:2] == (
            "open",
            ".claude/settings.json: there is no program /nowhere/aos-check",
        )

    @pytest.mark.parametrize(
        "started",
        [
            {"command": "./tools/aos-check hook claude-code"},
            {"command": "$CLAUDE_PROJECT_DIR/tools/aos-check", "args": ["hook", "claude-code"]},
            {"command": '"$CLAUDE_PROJECT_DIR"/tools/aos-check hook claude-code'},
            {"command": "aos-check hook claude-code; touch ../ran"},
            {"command": "aos-check hook claude-code $(touch ../ran)"},
            {"command": "sh -c 'touch ../ran # aos-check hook claude-code'"},
            {"command": "aos-check init && aos-check hook claude-code"},
            {"command": "aos-check", "args": ["hook"]},
            {"command": "aos-check 'hook"},
        ],
        ids=str,
    )
    def test_nothing_of_the_repository_is_run(
        self, repo: DoctorRepo, started: dict[str, Any]
    ) -> None:
        text = "#!/bin/sh\ntouch ../ran\ntouch ../../ran\n"
        repo.write({"tools/aos-check": text, "aos-check": text})
        for name in ("tools/aos-check", "aos-check"):
            (repo.top / name).chmod(0o755)
        hooks = {"PreToolUse": [{"hooks": [{"type": "command", **started}]}]}
        repo.write({claude_code.FILE: json.dumps({"hooks": hooks})})
        path = f".{os.pathsep}tools{os.pathsep}{os.pathsep}{repo.env['PATH']}"
        seen = repo.doctor("agents", env={"PATH": path})
        state, said, _ = seen.of("claude-code") if seen.results else ("not judged", "", "")
        assert state == "not judged"
        assert "which doctor does not run" in said + seen.complaint
        assert not (repo.top.parent / "ran").exists()
        assert not list(repo.top.rglob("ran"))

    def test_at_another_known_path(self, repo: DoctorRepo) -> None:
        known = claude().replace('"aos-check"', json.dumps(str(repo.bin / "aos-check")))
        repo.write({claude_code.FILE: known})
        assert repo.doctor("agents").of("claude-code")[0] == "ok"

    @pytest.mark.parametrize(
        ("matcher", "missing"),
        [
            ("Write|Edit", "Bash"),
            ("Bash", "Write, Edit"),
            ("bash", "Bash, Write, Edit"),
            ("Write, Edit, Bash", ""),
            ("*", ""),
            ("^(Bash|Write|Edit)$", ""),
            (".*", ""),
            ("(", "Bash, Write, Edit"),
        ],
    )
    def test_tools_that_it_is_not_asked_about(
        self, repo: DoctorRepo, matcher: str, missing: str
    ) -> None:
        hooks = {"PreToolUse": [{"matcher": matcher, "hooks": [handler("claude-code")]}]}
        repo.write({claude_code.FILE: json.dumps({"hooks": hooks})})
        seen = repo.doctor("agents")
        open_ones = [each["text"] for each in seen.results if each["state"] == "open"]
        said = f".claude/settings.json: at PreToolUse, aos-check is not run for {missing}"
        assert open_ones == ([said] if missing else [])
        assert seen.code == bool(missing)

    def test_events_that_it_is_not_run_at(self, repo: DoctorRepo) -> None:
        hooks = {"PostToolUse": [{"hooks": [handler("claude-code")]}]}
        repo.write({claude_code.FILE: json.dumps({"hooks": hooks})})
        seen = repo.doctor("agents", code=1)
        assert seen.of("claude-code")[1] == (
            "aos-check is not run at PreToolUse, so it cannot refuse anything there"
        )
        noted = [each["text"] for each in seen.results if each["state"] == "note"]
        assert noted == [
            "aos-check is not run at SessionStart, UserPromptSubmit, Stop, SubagentStop"
        ]

    @pytest.mark.parametrize(
        ("answer", "said"),
        [
            ("exit 0", "it runs, but accepts `git commit --no-verify -m more`"),
            ("exit 1", "it runs, but accepts `git commit --no-verify -m more`"),
            ("exit 2", "it does not accept `git status` in silence"),
            ("echo no; exit 2", "it does not accept `git status` in silence: no"),
        ],
    )
    def test_another_program_of_that_name(self, repo: DoctorRepo, answer: str, said: str) -> None:
        (repo.bin / "aos-check").write_text(f"#!/bin/sh\n{answer}\n")
        repo.write({claude_code.FILE: claude()})
        seen = repo.doctor("agents", code=1)
        state, text, remedy = seen.of("claude-code")
        assert state == "open"
        assert said in text
        assert remedy == "set its command to `aos-check hook claude-code`, of this version"

    def test_one_agents_words_to_another(self, repo: DoctorRepo) -> None:
        hooks = {"pre_run_command": [{"command": "aos-check hook cursor"}]}
        hooks["pre_write_code"] = hooks["pre_run_command"]
        repo.write({".windsurf/hooks.json": json.dumps({"hooks": hooks})})
        state, text, _ = repo.doctor("agents").of("windsurf")
        assert state == "open"
        assert "lets `git commit --no-verify -m more` through" in text or "in silence" in text

    def test_too_little_time(self, repo: DoctorRepo) -> None:
        # The agent counts milliseconds, but this value is in seconds.
        text = blocks_of_the_guide()[".gemini/settings.json"].replace("15000", "15")
        repo.write({".gemini/settings.json": text})
        seen = repo.doctor("agents", code=1)
        assert seen.of("gemini") == (
            "open",
            ".gemini/settings.json: it does not answer within its timeout of 0.015 s",
            "give it a longer timeout",
        )

    def test_settings_that_cannot_be_read(self, repo: DoctorRepo) -> None:
        repo.write({claude_code.FILE: claude()[:-1]})
        seen = repo.doctor("agents", code=1)
        state, text, remedy = seen.of("claude-code")
        assert (state, remedy) == ("open", "fix .claude/settings.json")
        assert "its hooks do not run" in text

    @pytest.mark.parametrize(
        "value",
        [[], 7, None, {"hooks": []}, {"hooks": {"PreToolUse": {}}}, {"hooks": {"a": [[], {}, 1]}},
         {"hooks": {"PreToolUse": [{"hooks": 7}]}}, {"enabledPlugins": []}, {"hooks": None}],
        ids=str,
    )  # fmt: skip
    def test_settings_of_any_shape(self, repo: DoctorRepo, value: object) -> None:
        repo.write({claude_code.FILE: json.dumps(value), ".github/hooks/a.json": json.dumps(value)})
        seen = repo.doctor("agents")
        assert (seen.code, seen.states()) == (0, {"hooks": "not installed"})
