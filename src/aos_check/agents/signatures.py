"""Telling coding agents from people: by environment variables, names and mail addresses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aos_check.agents import AGENTS, agent_of
from aos_check.agents.profile import Signature
from aos_check.model.change import CommitRecord, Person
from aos_check.model.trailers import closing_trailers

_WITHOUT_HOOKS = (
    Signature("Aider", ("aider",), mails=("noreply@aider.chat", "aider@aider.chat")),
    Signature("Amazon Q", ("amazon q",)),
    Signature("Amp", ("amp",), mails=("amp@ampcode.com",), variables=("AMP_CURRENT_THREAD_ID",)),
    Signature("Antigravity", ("antigravity",), variables=("ANTIGRAVITY_AGENT",)),
    Signature("Augment", variables=("AUGMENT_AGENT",)),
    Signature("Cline", ("cline",), variables=("CLINE_ACTIVE",)),
    Signature("Crush", ("crush",), mails=("crush@charm.land",), variables=("CRUSH",)),
    Signature("Devin", ("devin",), bots=("devin-ai-integration",)),
    Signature("Factory", ("factory droid", "factory-droid"), bots=("factory-droid",)),
    Signature(
        "Goose",
        ("goose",),
        mails=("goose@block.xyz", "goose-agent@block.xyz"),
        variables=("GOOSE_TERMINAL",),
    ),
    Signature("Jules", ("jules",), bots=("google-labs-jules",)),
    Signature("Kiro", ("kiro",)),
    Signature(
        "OpenCode",
        ("opencode",),
        mails=("noreply@opencode.ai", "support@opencode.ai"),
        bots=("opencode-agent",),
        variables=("OPENCODE",),
    ),
    Signature("Qwen Code", ("qwen",), variables=("QWEN_CODE",)),
    Signature("Sweep", bots=("sweep-ai",)),
    Signature("Warp", mails=("oz-agent@warp.dev",)),
    Signature("a coding agent", variables=("AI_AGENT",)),
)
_SIGNATURES = (
    *(agent.SIGNATURE for agent in map(agent_of, AGENTS) if agent),
    *_WITHOUT_HOOKS,
)

VARIABLES = {name: each.agent for each in _SIGNATURES for name in each.variables}
"""The environment variables that agents set for the commands and hooks they run, with the agent.

Variables that a person's shell may have are left out: `AGENT` can mean anything, and Cursor sets
`CURSOR_TRACE_ID` in every terminal. Aider and Windsurf set none.
"""

_UNSET = {"", "0", "false"}


def running_agent(environment: Mapping[str, str]) -> str:
    """The agent that runs this process, with the variable that shows it; "" if none does."""
    found = (name for name in VARIABLES if environment.get(name, "").lower() not in _UNSET)
    variable = next(found, None)
    return f"{VARIABLES[variable]} ({variable} is set)" if variable else ""


_MAILS = frozenset(
    mail
    for each in _SIGNATURES
    for mail in (*each.mails, *(f"{bot}[bot]@users.noreply.github.com" for bot in each.bots))
)
_ACCOUNT = re.compile(r"\d+\+")
"""The number of an account, which GitHub puts before its name in a mail address."""

# People are called Claude, Devin and Jules too: a name counts only with a machine's address.
_ANY = "|".join(re.escape(name) for each in _SIGNATURES for name in each.names)
_NAMES = re.compile(rf"(?:{_ANY})(?:\W.*)?", re.IGNORECASE | re.DOTALL)
_WHOLE_NAMES = frozenset(name for each in _SIGNATURES for name in each.names)
_MACHINES = re.compile(r"(?:no-?reply|bot)@.*|.*\[bot\]@.*", re.IGNORECASE | re.DOTALL)
_MODELS = re.compile(rf"(?:{_ANY}):\S.*", re.IGNORECASE | re.DOTALL)
_LONGEST = 200


def is_agent(person: Person) -> bool:
    """True for a name or mail address that a coding agent commits with."""
    name, mail = person.name[:_LONGEST].strip(), person.mail[:_LONGEST].strip()
    number = _ACCOUNT.match(mail)
    known = mail[number.end() if number else 0 :].lower() in _MAILS
    by_name = _NAMES.fullmatch(name) and _MACHINES.fullmatch(mail)
    return bool(known or by_name or _MODELS.fullmatch(name))


_BY_TOOLS = {"assisted-by", "generated-by"}
_HELPED = {"co-authored-by", *_BY_TOOLS}


def agent_took_part(record: CommitRecord) -> bool:
    """True if an agent is the author or committer, or a trailer names an agent that helped."""
    trailers = (*record.trailers, *closing_trailers(record.message))
    helpers = [(key.lower(), _person(it)) for key, it in trailers if key.lower() in _HELPED]
    # `Assisted-by: Claude` needs no address: hardly anybody writes a person's first name there.
    named = any(key in _BY_TOOLS and it.name.lower() in _WHOLE_NAMES for key, it in helpers)
    people = (record.author, record.committer, *(person for _, person in helpers))
    return named or any(map(is_agent, people))


def _person(text: str) -> Person:
    name, _, mail = text[:_LONGEST].partition("<")
    return Person(name.strip(), mail.rstrip("> "))
