"""Coding agents: how one shows that it is at work, and how it signs its commits."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aos_check.model.change import CommitRecord, Person

# None that a person's shell has too: `AGENT` means anything, and every terminal of an editor
# has its `CURSOR_TRACE_ID`. Aider and Windsurf set none.
VARIABLES = {
    "AMP_CURRENT_THREAD_ID": "Amp",
    "ANTIGRAVITY_AGENT": "Antigravity",
    "AUGMENT_AGENT": "Augment",
    "CLAUDECODE": "Claude Code",
    "CLAUDE_CODE_ENTRYPOINT": "Claude Code",
    "CLINE_ACTIVE": "Cline",
    "CODEX_CI": "Codex",
    "CODEX_SANDBOX": "Codex",
    "CODEX_THREAD_ID": "Codex",
    "COPILOT_AGENT": "Copilot",
    "COPILOT_CLI": "Copilot",
    "CRUSH": "Crush",
    "CURSOR_AGENT": "Cursor",
    "CURSOR_PROJECT_DIR": "Cursor",
    "GEMINI_CLI": "Gemini CLI",
    "GEMINI_PROJECT_DIR": "Gemini CLI",
    "GOOSE_TERMINAL": "Goose",
    "OPENCODE": "OpenCode",
    "QWEN_CODE": "Qwen Code",
    "AI_AGENT": "a coding agent",
}
"""Environment variables that the agents set for the commands and the hooks they run."""

_UNSET = {"", "0", "false"}


def at_work(environment: Mapping[str, str]) -> str:
    """The coding agent that runs this process, with the variable that says so; else nothing."""
    said = (name for name in VARIABLES if environment.get(name, "").lower() not in _UNSET)
    variable = next(said, None)
    return f"{VARIABLES[variable]} ({variable} is set)" if variable else ""


# Mail addresses that no person has. The number before a `+` is an account's at GitHub.
_MAILS = re.compile(
    r"noreply@anthropic\.com|cursoragent@cursor\.com|(?:noreply|codex)@openai\.com"
    r"|copilot@github\.com|(?:\d+\+)?copilot@users\.noreply\.github\.com"
    r"|(?:noreply|aider)@aider\.chat|(?:noreply|support)@opencode\.ai|amp@ampcode\.com"
    r"|crush@charm\.land|goose(?:-agent)?@block\.xyz|oz-agent@warp\.dev"
    r"|noreply@(?:windsurf|codeium)\.com"
    r"|(?:\d+\+)?(?:claude|copilot-swe-agent|copilot|cursor|devin-ai-integration|google-labs-jules"
    r"|gemini-code-assist|gemini-cli|openai-codex|chatgpt-codex-connector|opencode-agent|sweep-ai)"
    r"\[bot\]@users\.noreply\.github\.com",
    re.IGNORECASE,
)
# Claude, Devin and Jules are people as well: a name counts only beside a machine's address.
_AGENTS = (
    "aider|amp|antigravity|claude|cline|codex|copilot|crush|cursor|devin|gemini|github copilot"
    "|goose|jules|opencode|qwen|windsurf"
)
_NAMES = re.compile(rf"(?:{_AGENTS})(?:\W.*)?", re.IGNORECASE | re.DOTALL)
_MACHINES = re.compile(r"(?:no-?reply|bot)@.*|.*\[bot\]@.*", re.IGNORECASE | re.DOTALL)
_MODELS = re.compile(rf"(?:{_AGENTS}):\S.*", re.IGNORECASE | re.DOTALL)
_LONGEST = 200


def is_agent(person: Person) -> bool:
    """True for a name or mail address that a coding agent commits with."""
    name, mail = person.name[:_LONGEST].strip(), person.mail[:_LONGEST].strip()
    by_name = _NAMES.fullmatch(name) and _MACHINES.fullmatch(mail)
    return bool(by_name or _MAILS.fullmatch(mail) or _MODELS.fullmatch(name))


_HELPED = {"co-authored-by", "assisted-by", "generated-by"}


def had_a_hand_in(record: CommitRecord) -> bool:
    """True when an agent wrote or committed it, or a trailer names one that helped."""
    helpers = (_person(value) for key, value in record.trailers if key.lower() in _HELPED)
    return any(map(is_agent, (record.author, record.committer, *helpers)))


def _person(text: str) -> Person:
    name, _, mail = text[:_LONGEST].partition("<")
    return Person(name.strip(), mail.rstrip("> "))
