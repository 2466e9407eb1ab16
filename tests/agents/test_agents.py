"""The dialects of the agents: each input becomes an event, and each answer fits its agent."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aos_check.agents import AGENTS, MalformedError, agent_of, sender
from aos_check.agents.event import (
    Event,
    EventKind,
    HookAnswer,
    HookVerdict,
    Reply,
    TextReplacement,
    ToolWrite,
)
from tests.support.agents.case import HOME, PATCH, Case
from tests.support.agents.claude_code import CLAUDE_CODE, WRITTEN, claude, claude_tool
from tests.support.agents.codex import CODEX, codex
from tests.support.agents.copilot import COPILOT, copilot
from tests.support.agents.cursor import CURSOR, cursor
from tests.support.agents.gemini import GEMINI, gemini_tool
from tests.support.agents.vscode import VSCODE, vscode_tool
from tests.support.agents.windsurf import WINDSURF
from tests.support.git_repo import environment

if TYPE_CHECKING:
    from aos_check.agents import CodingAgent

BEFORE, AFTER, STOP = EventKind.BEFORE_TOOL, EventKind.AFTER_TOOL, EventKind.STOP
TELL, ASK, DENY = HookVerdict.TELL, HookVerdict.ASK, HookVerdict.DENY


def dialect(agent: str) -> CodingAgent:
    found = agent_of(agent)
    assert found is not None
    return found


CASES: dict[str, list[Case]] = {
    "claude-code": CLAUDE_CODE,
    "codex": CODEX,
    "vscode": VSCODE,
    "copilot": COPILOT,
    "cursor": CURSOR,
    "gemini": GEMINI,
    "windsurf": WINDSURF,
}
EVERY = [(agent, *case) for agent, cases in CASES.items() for case in cases]


@pytest.mark.parametrize(
    ("agent", "payload", "event"),
    [(agent, payload, event) for agent, _, payload, event in EVERY],
    ids=[f"{agent}: {what}" for agent, what, _, _ in EVERY],
)
def test_the_input_of_an_agent(agent: str, payload: dict[str, Any], event: Event | None) -> None:
    assert dialect(agent).read(json.loads(json.dumps(payload))) == event


MALFORMED: list[tuple[str, object]] = [
    ("claude-code", []),
    ("claude-code", None),
    ("claude-code", {}),
    ("claude-code", {"hook_event_name": 1}),
    ("claude-code", {"hook_event_name": "Stop"}),
    ("claude-code", claude("Stop", stop_hook_active="no")),
    ("claude-code", claude("PreToolUse")),
    ("claude-code", claude_tool("PreToolUse", "Write", None)),
    ("claude-code", claude_tool("PreToolUse", "Write", {"content": ""})),
    ("claude-code", claude_tool("PreToolUse", "Write", {"file_path": "/a", "content": [1]})),
    ("claude-code", claude_tool("PreToolUse", "MultiEdit", {"file_path": "/a", "edits": {}})),
    ("claude-code", claude_tool("PreToolUse", "MultiEdit", {"file_path": "/a", "edits": [1]})),
    ("claude-code", claude_tool("PreToolUse", "Bash", {"cmd": "ls"})),
    ("codex", codex("PreToolUse", tool_name="apply_patch", tool_input="*** Begin Patch")),
    ("codex", codex("PreToolUse", tool_name="apply_patch", tool_input={"command": "no patch"})),
    ("vscode", {"cwd": HOME}),
    ("vscode", vscode_tool("editFiles", {"files": [1]})),
    ("vscode", vscode_tool("editFiles", {})),
    ("copilot", {"toolName": "bash"}),
    ("copilot", copilot(toolName="bash", toolArgs="ls")),
    ("copilot", copilot(toolName="bash", toolArgs="[" * 100_000)),
    ("copilot", copilot(toolName="bash", toolArgs=PATCH)),
    ("copilot", copilot(toolName="create", toolArgs=None)),
    ("cursor", cursor("stop", loop_count=True)),
    ("cursor", cursor("stop", workspace_roots="/a")),
    ("gemini", gemini_tool("write_file", [])),
    ("windsurf", {"agent_action_name": "pre_write_code"}),
]


@pytest.mark.parametrize(("agent", "payload"), MALFORMED)
def test_malformed_input_of_an_agent(agent: str, payload: object) -> None:
    with pytest.raises(MalformedError) as caught:
        dialect(agent).read(payload)
    message = str(caught.value)
    assert message.isprintable()
    assert message[0].islower() or message.startswith("`")


def test_only_known_agents_have_a_dialect() -> None:
    assert all(agent_of(agent) for agent in AGENTS)
    assert agent_of("event") is None
    assert agent_of("../secrets") is None


@pytest.mark.parametrize(
    ("payload", "speaks"),
    [
        (claude_tool("PreToolUse", "Write", WRITTEN), "claude-code"),
        (claude_tool("PreToolUse", "Write", WRITTEN, timestamp="now"), "claude-code"),
        ({"hook_event_name": "SessionStart", "cwd": HOME}, "claude-code"),
        ([], "claude-code"),
        (vscode_tool("create_file", {}), "vscode"),
        ({"hook_event_name": "Stop", "timestamp": "now", "transcript_path": "/t"}, "vscode"),
        ({"hook_event_name": "PreToolUse", "timestamp": "now", "tool_name": "Edit"}, "copilot"),
        (
            {
                "hook_event_name": "Stop",
                "timestamp": "now",
                "transcript_path": "/t",
                "stop_reason": "end_turn",
            },
            "copilot",
        ),
    ],
)
def test_others_run_what_claude_code_is_configured_for(payload: object, speaks: str) -> None:
    assert sender("claude-code", payload) == speaks


@pytest.mark.parametrize("agent", AGENTS[1:])
def test_other_agents_keep_their_own_dialect(agent: str) -> None:
    assert sender(agent, vscode_tool("create_file", {})) == agent


def event_of(kind: EventKind, name: str) -> Event:
    return Event(kind, HOME, name=name)


def special(name: str, **fields: str) -> dict[str, Any]:
    return {"hookSpecificOutput": {"hookEventName": name, **fields}}


def context(name: str) -> dict[str, Any]:
    return special(name, additionalContext="why")


def decided(name: str, decision: str) -> dict[str, Any]:
    return special(name, permissionDecision=decision, permissionDecisionReason="why")


BLOCK = {"decision": "block", "reason": "why"}
START, PROMPT = EventKind.SESSION_START, EventKind.PROMPT
Sample = tuple[str, EventKind, str, HookVerdict, dict[str, Any] | None]

CLAUDE_LIKE: list[Sample] = [
    (agent, kind, name, verdict, said)
    for agent in ("claude-code", "codex")
    for kind, name, verdict, said in [
        (START, "SessionStart", TELL, context("SessionStart")),
        (PROMPT, "UserPromptSubmit", TELL, context("UserPromptSubmit")),
        (PROMPT, "UserPromptSubmit", DENY, BLOCK),
        (BEFORE, "PreToolUse", TELL, context("PreToolUse")),
        (BEFORE, "PreToolUse", DENY, decided("PreToolUse", "deny")),
        (AFTER, "PostToolUse", TELL, context("PostToolUse")),
        (AFTER, "PostToolUse", ASK, context("PostToolUse")),
        (AFTER, "PostToolUse", DENY, BLOCK),
        (STOP, "Stop", TELL, None),
        (STOP, "Stop", ASK, None),
        (STOP, "Stop", DENY, BLOCK),
        (STOP, "SubagentStop", DENY, BLOCK),
    ]
]
REFUSED = {
    "permission": "deny",
    "user_message": "why",
    "agent_message": "why",
    "userMessage": "why",
    "agentMessage": "why",
}
ANSWERS: list[Sample] = [
    *CLAUDE_LIKE,
    ("claude-code", BEFORE, "PreToolUse", ASK, decided("PreToolUse", "ask")),
    ("codex", BEFORE, "PreToolUse", ASK, decided("PreToolUse", "deny")),
    ("vscode", START, "SessionStart", TELL, context("SessionStart")),
    ("vscode", PROMPT, "UserPromptSubmit", TELL, None),
    ("vscode", BEFORE, "PreToolUse", TELL, context("PreToolUse")),
    ("vscode", BEFORE, "PreToolUse", ASK, decided("PreToolUse", "ask")),
    ("vscode", BEFORE, "PreToolUse", DENY, decided("PreToolUse", "deny")),
    ("vscode", AFTER, "PostToolUse", TELL, context("PostToolUse")),
    ("vscode", AFTER, "PostToolUse", DENY, BLOCK),
    ("vscode", STOP, "Stop", TELL, None),
    ("vscode", STOP, "Stop", DENY, special("Stop", **BLOCK)),
    ("vscode", STOP, "SubagentStop", DENY, BLOCK),
    ("copilot", START, "sessionStart", TELL, {"additionalContext": "why"}),
    ("copilot", BEFORE, "preToolUse", TELL, None),
    (
        "copilot",
        BEFORE,
        "preToolUse",
        ASK,
        {"permissionDecision": "ask", "permissionDecisionReason": "why"},
    ),
    (
        "copilot",
        BEFORE,
        "PreToolUse",
        DENY,
        {"permissionDecision": "deny", "permissionDecisionReason": "why"},
    ),
    ("copilot", AFTER, "postToolUse", TELL, {"additionalContext": "why"}),
    ("copilot", AFTER, "postToolUse", DENY, {"additionalContext": "why"}),
    ("copilot", STOP, "agentStop", TELL, None),
    ("copilot", STOP, "agentStop", DENY, BLOCK),
    ("cursor", START, "sessionStart", TELL, {"additional_context": "why"}),
    ("cursor", BEFORE, "preToolUse", TELL, None),
    ("cursor", BEFORE, "preToolUse", ASK, REFUSED),
    ("cursor", BEFORE, "beforeShellExecution", ASK, {**REFUSED, "permission": "ask"}),
    ("cursor", BEFORE, "beforeShellExecution", DENY, REFUSED),
    ("cursor", AFTER, "postToolUse", DENY, {"additional_context": "why"}),
    ("cursor", STOP, "stop", TELL, None),
    ("cursor", STOP, "stop", DENY, {"followup_message": "why"}),
    ("gemini", START, "SessionStart", TELL, context("SessionStart")),
    ("gemini", PROMPT, "BeforeAgent", TELL, context("BeforeAgent")),
    ("gemini", PROMPT, "BeforeAgent", DENY, {"decision": "deny", "reason": "why"}),
    ("gemini", BEFORE, "BeforeTool", TELL, None),
    ("gemini", BEFORE, "BeforeTool", ASK, {"decision": "deny", "reason": "why"}),
    ("gemini", BEFORE, "BeforeTool", DENY, {"decision": "deny", "reason": "why"}),
    ("gemini", AFTER, "AfterTool", TELL, context("AfterTool")),
    ("gemini", AFTER, "AfterTool", DENY, context("AfterTool")),
    ("gemini", STOP, "AfterAgent", ASK, None),
    ("gemini", STOP, "AfterAgent", DENY, {"decision": "deny", "reason": "why"}),
]


@pytest.mark.parametrize(("agent", "kind", "name", "verdict", "said"), ANSWERS)
def test_the_answers_to_an_agent(
    agent: str, kind: EventKind, name: str, verdict: HookVerdict, said: dict[str, Any] | None
) -> None:
    reply = dialect(agent).write(event_of(kind, name), HookAnswer(verdict, "why"))
    assert (reply.complaint, reply.code) == ("", 0)
    assert (json.loads(reply.output) if reply.output else None) == said


@pytest.mark.parametrize(
    ("verdict", "reply"),
    [
        (TELL, Reply()),
        (ASK, Reply(complaint="why\n", code=2)),
        (DENY, Reply(complaint="why\n", code=2)),
    ],
)
def test_windsurf_hears_nothing_but_a_refusal(verdict: HookVerdict, reply: Reply) -> None:
    event = Event(BEFORE, HOME, name="pre_write_code")
    assert dialect("windsurf").write(event, HookAnswer(verdict, "why")) == reply


@pytest.mark.parametrize(
    ("agent", "name", "said"),
    [
        ("claude-code", "PreToolUse", {"systemMessage": "look"}),
        ("codex", "PreToolUse", {"systemMessage": "look"}),
        ("vscode", "PreToolUse", {"systemMessage": "look"}),
        ("gemini", "BeforeTool", {"systemMessage": "look"}),
        ("copilot", "preToolUse", None),
        ("cursor", "preToolUse", None),
        ("windsurf", "pre_write_code", None),
    ],
)
def test_the_user_gets_a_notice_if_the_agent_can_show_it(
    agent: str, name: str, said: dict[str, Any] | None
) -> None:
    reply = dialect(agent).write(event_of(BEFORE, name), HookAnswer(notice="look"))
    assert (json.loads(reply.output) if reply.output else None) == said


def test_a_notice_is_added_to_an_answer() -> None:
    answer = HookAnswer(DENY, "why", notice="look")
    answers = {
        agent: json.loads(dialect(agent).write(event_of(STOP, "Stop"), answer).output)
        for agent in ("claude-code", "codex", "vscode")
    }
    assert answers["claude-code"] == answers["codex"] == {**BLOCK, "systemMessage": "look"}
    assert answers["vscode"] == {**special("Stop", **BLOCK), "systemMessage": "look"}
    refused = dialect("cursor").write(event_of(BEFORE, "preToolUse"), answer)
    assert json.loads(refused.output)["user_message"] == "look"


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("kind", EventKind)
def test_silence_is_silent(agent: str, kind: EventKind) -> None:
    assert dialect(agent).write(event_of(kind, "Stop"), HookAnswer()) == Reply()


def test_a_refusal_always_has_a_reason() -> None:
    reply = dialect("codex").write(event_of(BEFORE, "PreToolUse"), HookAnswer(DENY, " \n"))
    assert json.loads(reply.output) == special(
        "PreToolUse",
        permissionDecision="deny",
        permissionDecisionReason="aos-check does not allow this",
    )


@pytest.mark.parametrize("agent", AGENTS)
@pytest.mark.parametrize("kind", [START, AFTER])
def test_an_empty_text_is_not_sent(agent: str, kind: EventKind) -> None:
    assert dialect(agent).write(event_of(kind, "any"), HookAnswer(TELL, " ")) == Reply()


@pytest.mark.parametrize("character", ["x", "\N{PARTY POPPER}"])
def test_long_text_is_cut_with_a_note(character: str) -> None:
    event = event_of(BEFORE, "PreToolUse")
    output = dialect("claude-code").write(event, HookAnswer(DENY, character * 20_000)).output
    reason = json.loads(output)["hookSpecificOutput"]["permissionDecisionReason"]
    assert reason.startswith(character * 4000)
    assert reason.endswith("\n(cut off here; run `aos-check check` to see the rest)")
    # JavaScript counts UTF-16 units.
    assert len(reason.encode("utf-16-le")) // 2 < 10_000


@pytest.mark.parametrize("agent", AGENTS)
def test_nothing_invisible_gets_through(agent: str) -> None:
    event = event_of(BEFORE, "PreToolUse")
    answer = HookAnswer(DENY, "a\x1b[31m\tb\u202ec\ud800d\r\ne", notice="\x07f")
    reply = dialect(agent).write(event, answer)
    texts = list(_texts(json.loads(reply.output))) if reply.output else [reply.complaint]
    assert any(text.strip() == "a\\u{1b}[31m b\\u{202e}c\\u{d800}d\\u{d}\ne" for text in texts)
    assert all(text.replace("\n", "").isprintable() for text in texts)


def _texts(value: object) -> list[str]:
    if isinstance(value, dict):
        return [text for each in value.values() for text in _texts(each)]
    return [str(value)]


CODEX_TAKES = json.loads(
    (Path(__file__).parents[1] / "support" / "agents" / "codex-answer.schema.json").read_text(
        "utf-8"
    )
)
NAMES = {
    "SessionStart": START,
    "UserPromptSubmit": PROMPT,
    "PreToolUse": BEFORE,
    "PostToolUse": AFTER,
    "Stop": STOP,
    "SubagentStop": STOP,
}


@given(
    name=st.sampled_from(sorted(NAMES)),
    answer=st.builds(HookAnswer, st.sampled_from(HookVerdict), st.text(), st.text()),
)
def test_codex_gets_only_fields_that_it_accepts(name: str, answer: HookAnswer) -> None:
    reply = dialect("codex").write(Event(NAMES[name], HOME, name=name), answer)
    answer = json.loads(reply.output) if reply.output else {}
    jsonschema.validate({"event": name, "answer": answer}, CODEX_TAKES)


def test_the_schema_is_as_strict_as_codex() -> None:
    asked = {"event": "PreToolUse", "answer": decided("PreToolUse", "ask")}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(asked, CODEX_TAKES)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"event": "Stop", "answer": special("Stop", **BLOCK)}, CODEX_TAKES)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@st.composite
def malformed(draw: st.DrawFn) -> tuple[str, object]:
    """An agent, and a sample of its input with one or two values of another type."""
    agent = draw(st.sampled_from(AGENTS))
    payload = json.loads(json.dumps(draw(st.sampled_from(CASES[agent]))[1]))
    for _ in range(draw(st.integers(0, 2))):
        place = payload
        while True:
            key = draw(st.sampled_from(sorted(place)))
            if not isinstance(place[key], dict) or not place[key] or draw(st.booleans()):
                break
            place = place[key]
        place[key] = draw(JSON)
    return agent, payload


@settings(max_examples=400)
@given(malformed() | st.tuples(st.sampled_from(AGENTS), JSON))
def test_no_payload_is_worse_than_malformed(case: tuple[str, object]) -> None:
    agent, payload = case
    with suppress(MalformedError):
        event = dialect(sender(agent, payload)).read(payload)
        assert event is None or isinstance(event, Event)


@given(st.text(alphabet=st.sampled_from("*+- @\n\rax") | st.characters(), max_size=80))
def test_no_patch_is_worse_than_malformed(body: str) -> None:
    patch = f"*** Begin Patch\n*** Update File: a.md\n{body}\n*** End Patch"
    payload = codex("PreToolUse", tool_name="apply_patch", tool_input={"command": patch})
    event = dialect("codex").read(payload)
    assert event is not None
    assert "a.md" in {
        path for tool_write in event.writes for path in (tool_write.path, tool_write.source)
    }


@pytest.mark.parametrize(
    ("patch", "writes"),
    [
        ("  *** Add File: a.md\n+a\n", (ToolWrite("a.md", text="a\n"),)),
        (
            "*** Begin Patch\r\n*** Add File: a.md\r\n+a\r\n*** End Patch\r\n",
            (ToolWrite("a.md", text="a\n"),),
        ),
        # Codex does not end a line at a form feed.
        ("*** Add File: a\n+b\x0c+c\n", (ToolWrite("a", text="b\x0c+c\n"),)),
        # A later change to the same file counts as well.
        (
            "*** Add File: a\n+draft\n*** Update File: a\n@@\n-draft\n+approved\n",
            (ToolWrite("a", text="approved\n"),),
        ),
        (
            "*** Update File: a\n@@\n-b\n+c\n*** Update File: a\n@@\n-d\n+e\n",
            (ToolWrite("a", edits=(TextReplacement("b\n", "c\n"), TextReplacement("d\n", "e\n"))),),
        ),
        (
            "*** Add File: a\n+draft\n*** Update File: a\n@@\n+approved\n",
            (ToolWrite("a", text="draft\napproved\n"),),
        ),
        ("*** Update File: a\n-b\n+c\n*** Delete File: a\n", (ToolWrite("a", gone=True),)),
        (
            "*** Update File: a\n*** Move to: b\n*** Update File: b\n-c\n+d\n",
            (ToolWrite("b", edits=(TextReplacement("c\n", "d\n"),), source="a"),),
        ),
        (
            "<<'EOF'\n*** Begin Patch\n*** Delete File: a\n*** End Patch\nEOF",
            (ToolWrite("a", gone=True),),
        ),
    ],
)
def test_patches(patch: str, writes: tuple[ToolWrite, ...]) -> None:
    payload = codex("PreToolUse", tool_name="apply_patch", tool_input={"command": patch})
    event = dialect("codex").read(payload)
    assert event is not None
    assert event.writes == writes


SCRIPT = """
import sys
before = set(sys.modules)
import {module}
print(*sorted(name.split(".")[0] for name in set(sys.modules) - before))
"""
LIGHT = {"aos_check", "__future__"}
LIGHT_ENOUGH = {"_functools", "builtins", "collections", "enum", "functools", "keyword", "operator"}


def loaded_by(module: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(module=module)],
        env=environment(), capture_output=True, text=True, check=True,
    )  # fmt: skip
    return set(done.stdout.split())


def test_to_know_the_agents_loads_nothing() -> None:
    assert loaded_by("aos_check.agents") <= LIGHT


@pytest.mark.parametrize("agent", AGENTS)
def test_a_dialect_loads_next_to_nothing(agent: str) -> None:
    loaded = loaded_by(f"aos_check.agents.{agent.replace('-', '_')}")
    words = loaded_by("enum") | loaded_by("typing")
    assert loaded <= LIGHT | LIGHT_ENOUGH | words
