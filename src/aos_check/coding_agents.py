"""Coding agents: how one shows that it is at work, and how it signs its commits."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aos_check.change import CommitRecord, Person

VARIABLES = {
    "CLAUDECODE": "Claude Code",
    "CLAUDE_CODE_ENTRYPOINT": "Claude Code",
    "CODEX_SANDBOX": "Codex",
    "CODEX_THREAD_ID": "Codex",
    "COPILOT_AGENT": "Copilot",
    "COPILOT_CLI": "Copilot",
    "CURSOR_AGENT": "Cursor",
    "CURSOR_PROJECT_DIR": "Cursor",
    "CURSOR_TRACE_ID": "Cursor",
    "GEMINI_CLI": "Gemini CLI",
    "GEMINI_PROJECT_DIR": "Gemini CLI",
    "OPENCODE": "OpenCode",
    "WINDSURF_AGENT": "Windsurf",
    "AI_AGENT": "a coding agent",
    "AGENT": "a coding agent",
}
"""Environment variables that the agents set for what they run."""


def at_work(environment: Mapping[str, str]) -> str:
    """The coding agent that runs this process, with the variable that says so; else nothing."""
    for variable, name in VARIABLES.items():
        if environment.get(variable, "") not in {"", "0", "false"}:
            return f"{name} ({variable} is set)"
    return ""


# Names and mail addresses that the agents commit with, or add as co-authors.
_SIGNATURES = re.compile(
    r"noreply@anthropic\.com|\bclaude\b.{0,20}@|cursoragent@cursor\.com"
    r"|copilot(?:-swe-agent)?(?:\[bot\])?@|\+copilot@users\.noreply|copilot@github\.com"
    r"|(?:noreply|codex)@openai\.com|devin-ai-integration|google-labs-jules|gemini-code-assist"
    r"|noreply@(?:aider\.chat|opencode\.ai|windsurf\.com|codeium\.com)|\bsweep-ai\b",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:claude(?: code)?|codex|copilot|cursor(?: agent)?|gemini(?: cli)?|aider|devin|jules"
    r"|windsurf|opencode)(?:\W.{0,40})?",
    re.IGNORECASE,
)
_LONGEST = 200


def is_agent(person: Person) -> bool:
    """True for a name or mail address that a coding agent commits with."""
    name, mail = person.name[:_LONGEST], person.mail[:_LONGEST]
    if _SIGNATURES.search(mail):
        return True
    # "Claude" is a person's name as well: alone it says nothing, with a machine's mail it does.
    return bool(_NAMES.fullmatch(name)) and "noreply" in mail.lower()


def had_a_hand_in(record: CommitRecord) -> bool:
    """True when an agent wrote or committed it, or is named as a co-author."""
    authors = (_person(value) for key, value in record.trailers if key.lower() == "co-authored-by")
    return any(map(is_agent, (record.author, record.committer, *authors)))


def _person(text: str) -> Person:
    name, _, mail = text[:_LONGEST].partition("<")
    return Person(name.strip(), mail.rstrip("> "))
