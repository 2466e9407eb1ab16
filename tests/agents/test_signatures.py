"""Coding agents are recognised by their environment and signatures, and people are not."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest

from aos_check.agents.signatures import VARIABLES, agent_took_part, is_agent, running_agent
from aos_check.model.change import CommitRecord, Person

ADA = Person("Ada", "ada@example.org")


@pytest.mark.parametrize("variable", VARIABLES)
def test_an_agent_is_known_by_each_of_its_variables(variable: str) -> None:
    assert (
        running_agent({"PATH": "/bin", variable: "1"})
        == f"{VARIABLES[variable]} ({variable} is set)"
    )


@pytest.mark.parametrize("value", ["", "0", "false", "False"])
def test_a_variable_that_is_switched_off_is_ignored(value: str) -> None:
    assert running_agent({"CLAUDECODE": value}) == ""


@pytest.mark.parametrize(
    "variable",
    [
        "AGENT",  # anything
        "SSH_AGENT_PID",
        "SSH_AUTH_SOCK",
        "GPG_AGENT_INFO",
        "CURSOR_TRACE_ID",  # set in every terminal of the editor
        "TERM_PROGRAM",
        "CODEX_HOME",  # a setting, not a session
        "GEMINI_API_KEY",
        "ANTHROPIC_API_KEY",
        "AIDER_MODEL",
        "CLINE_API_KEY",
        "COPILOT_GITHUB_TOKEN",
        "GOOSE_PROVIDER",
        "CLAUDE_CONFIG_DIR",
        "CI",
    ],
)
def test_what_a_person_has_set_is_no_agent(variable: str) -> None:
    assert running_agent({variable: "1"}) == ""


@pytest.mark.parametrize(
    ("name", "mail"),
    [
        ("Claude", "noreply@anthropic.com"),
        ("Claude Opus 4.5", "noreply@anthropic.com"),
        ("claude[bot]", "209825114+claude[bot]@users.noreply.github.com"),
        ("Codex", "noreply@openai.com"),
        ("codex", "codex@openai.com"),
        ("Copilot", "223556219+Copilot@users.noreply.github.com"),
        ("copilot-swe-agent[bot]", "198982749+copilot-swe-agent[bot]@users.noreply.github.com"),
        ("GitHub Copilot", "copilot@github.com"),
        ("Cursor Agent", "cursoragent@cursor.com"),
        ("Gemini", "noreply@google.com"),
        ("gemini-code-assist[bot]", "176961590+gemini-code-assist[bot]@users.noreply.github.com"),
        ("aider (gpt-4o)", "noreply@aider.chat"),
        ("aider (gpt-4o)", "aider@aider.chat"),
        ("opencode", "noreply@opencode.ai"),
        ("Amp", "amp@ampcode.com"),
        ("Crush", "crush@charm.land"),
        ("Goose", "goose-agent@block.xyz"),
        (
            "devin-ai-integration[bot]",
            "158243242+devin-ai-integration[bot]@users.noreply.github.com",
        ),
        ("google-labs-jules[bot]", "161369871+google-labs-jules[bot]@users.noreply.github.com"),
        ("Windsurf", "no-reply@example.org"),
        ("Claude", " NoReply@Anthropic.com "),
    ],
)
def test_agents(name: str, mail: str) -> None:
    assert is_agent(Person(name, mail))


@pytest.mark.parametrize(
    ("name", "mail"),
    [
        ("Ada", "ada@example.org"),
        ("Claude Monet", "claude@example.org"),
        ("Claude Monet", "claude.monet@example.org"),
        ("Claude Monet", "12345+cmonet@users.noreply.github.com"),
        ("Jules Verne", "jules@users.noreply.github.com"),
        ("Devin Doe", "devin@example.org"),
        ("Gemini Jones", "4711+gemini@users.noreply.github.com"),
        ("Cursor Fan", "fan@cursor.com"),
        ("Ada", "ada@openai.com"),
        ("Ada", "ada@anthropic.com"),
        ("Ada", "noreply@example.org"),
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"),
        ("Amper Watt", "noreply@example.org"),
        ("", ""),
    ],
)
def test_people_and_other_machines(name: str, mail: str) -> None:
    assert not is_agent(Person(name, mail))


def record(
    *trailers: tuple[str, str], author: Person = ADA, committer: Person = ADA
) -> CommitRecord:
    when = datetime(2026, 1, 1, tzinfo=timezone.utc)
    return CommitRecord("0" * 40, (), author, committer, when, "", trailers)


@pytest.mark.parametrize(
    "trailer",
    [
        ("Co-authored-by", "Claude <noreply@anthropic.com>"),
        ("Co-Authored-By", "Claude Opus 4.5 <noreply@anthropic.com>"),
        ("CO-AUTHORED-BY", "Cursor <cursoragent@cursor.com>"),
        ("Assisted-by", "Claude:claude-opus-4-5"),
        ("Assisted-by", "Claude"),
        ("Co-authored-by", "Kiro <noreply@kiro.dev>"),
        ("Assisted-by", "Crush:gpt-5 <crush@charm.land>"),
        ("Generated-by", "codex <codex@openai.com>"),
    ],
)
def test_a_trailer_names_the_agent_that_helped(trailer: tuple[str, str]) -> None:
    assert agent_took_part(record(("Task", "login#1"), trailer))


def test_an_agent_may_be_the_author_or_the_committer() -> None:
    claude = Person("Claude", "noreply@anthropic.com")
    assert agent_took_part(record(author=claude))
    assert agent_took_part(record(committer=claude))


@pytest.mark.parametrize(
    "trailer",
    [
        ("Co-authored-by", "Grace <grace@example.org>"),
        ("Co-authored-by", "Claude Monet <claude@example.org>"),
        ("Reviewed-by", "Copilot <copilot@github.com>"),
        ("Assisted-by", "Claude Monet"),
        ("Co-authored-by", ""),
        ("Co-authored-by", "<" * 10_000),
    ],
)
def test_people_who_help_are_no_agents(trailer: tuple[str, str]) -> None:
    assert not agent_took_part(record(trailer))
