"""The settings as one frozen value, with the default of every key.

The classes are plain dataclasses: pydantic fills them, and is imported only if there is a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from aos_check.model.rule import OptionValue
from aos_check.model.workflow import TeamPhase
from aos_check.reading.layouts import AS_TABLE, Layout, Level

Answer: TypeAlias = Literal["advise", "ask", "deny"]
ApprovalLevelName: TypeAlias = Literal["none", "status", "pinned", "separate", "listed", "signed"]


@dataclass(frozen=True)
class CommitsTable:
    """The requirements for a commit."""

    __pydantic_config__ = AS_TABLE

    require: Literal["exists", "started", "done"] = "done"
    """The state that the named task must have."""
    when: Literal["commit", "range"] = "range"
    """When a named task must be done: in its own commit, or at the end of a range."""
    references: tuple[Literal["trailer", "subject", "tick", "words"], ...] = (
        "trailer",
        "subject",
        "tick",
        "words",
    )
    """The ways to name a task."""
    trailers: tuple[str, ...] = ("Task",)
    """The trailers that name a task."""
    patterns: tuple[str, ...] = ()
    """Regular expressions with a group `task`, and perhaps `spec`, that find tasks in messages."""
    maintenance: Literal["allow", "warn", "deny"] = "allow"
    """Allow a commit that says `Task: none <reason>`, warn about it, or refuse it."""
    maintenance_lines: int = 200
    """The most lines of code that such a commit may change, added and deleted."""
    max_ticks: int = 5
    """The most tasks at the top level that a commit may mark done."""
    bots: tuple[str, ...] = ("dependabot[bot]", "renovate[bot]")
    """Authors who need no task for dependency manifests and lock files."""
    waivable: tuple[str, ...] = ("GIT001",)
    """The codes of the rules that a commit may waive."""
    waivers_by: tuple[str, ...] = ()
    """Mail addresses of those who may waive a rule. Without it, anyone may."""


@dataclass(frozen=True)
class ApprovalTable:
    """The requirements for an approval."""

    __pydantic_config__ = AS_TABLE

    level: ApprovalLevelName | None = None
    """The proof that an approval needs. Without it, `status`, with an exception."""
    approvers: tuple[str, ...] | Literal["CODEOWNERS"] = ()
    """Mail addresses of those who may approve, or the word CODEOWNERS."""
    statuses: tuple[str, ...] = ()
    """More statuses that count as approved."""
    members: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Mail addresses of each owner in CODEOWNERS: @user or @org/team."""
    allowed_signers: str | None = None
    """A file of this repository with the keys of signers."""


@dataclass(frozen=True)
class AgentsTable:
    """The answers of a coding agent's hook."""

    __pydantic_config__ = AS_TABLE

    code_without_cover: Answer = "advise"
    """A write of code that no approved spec with an open task covers."""
    self_approval: Answer = "deny"
    """An approval by the agent itself."""
    bypass: Answer = "deny"
    """Commands that skip git's hooks, and writes that weaken the hooks, the configuration or the
    baseline."""
    maintenance: Answer = "ask"
    """A commit that says `Task: none <reason>`."""


@dataclass(frozen=True)
class RoadmapTable:
    """When the roadmap must be updated."""

    __pydantic_config__ = AS_TABLE

    when: Literal["commit", "range"] = "range"
    """When ROAD004 fails: in each commit, or at the end of a range."""


@dataclass(frozen=True)
class EvidenceTable:
    """The evidence that a tick requires."""

    __pydantic_config__ = AS_TABLE

    require: tuple[Literal["work", "tests", "proof"], ...] = ()
    """What each task that a change marks done must show."""
    commands: tuple[str, ...] = ()
    """Commands of proofs that `ci --prove` may run; a last word `*` stands for any paths."""


@dataclass(frozen=True)
class WorkflowTable:
    """The team's own workflow."""

    __pydantic_config__ = AS_TABLE

    phases: tuple[TeamPhase, ...] = ()
    """The phases of each spec, in their order. Exactly one has `tasks = "done"`."""


@dataclass(frozen=True)
class PeerTable:
    """The bucket that `--live` reads the cycles of plan, execute, express and review from."""

    __pydantic_config__ = AS_TABLE

    server: str = "nats://127.0.0.1:4222"
    """The address of the NATS server, without a password. The variable NATS_URL replaces it."""
    bucket: str = "agent-os-peer-state"
    """The name of the key-value bucket."""


@dataclass(frozen=True)
class Config:
    """All settings; without a file, the defaults."""

    __pydantic_config__ = AS_TABLE

    layouts: tuple[str, ...] = ()
    """The layouts to look for. Without it, all layouts."""
    projects: tuple[str, ...] = ()
    """The folders of projects. Without it, they are detected."""
    decisions: tuple[str, ...] = ()
    """More folders with decision records."""
    select: tuple[str, ...] = ("ALL",)
    """The rules to run: codes, prefixes or names."""
    ignore: tuple[str, ...] = ()
    """The rules not to run: codes, prefixes or names."""
    severity: Mapping[str, Level] = field(default_factory=dict)
    """The severity of rules, by their code, prefix or name."""
    enforce_since: str | None = None
    """A date or a revision: older commits are not checked."""
    observe: str | None = None
    """The day since which findings are only reported, and nothing fails."""
    code: tuple[str, ...] = ("**",)
    """Globs of the files that may count as code."""
    exempt: tuple[str, ...] = ()
    """Globs of more files that are not code."""
    baseline: str = ".aos-check-baseline.json"
    """The file with findings that do not count."""
    inherited: Literal["show", "fail"] = "show"
    """Only show findings that existed before a change, or fail for them too."""
    commits: CommitsTable = CommitsTable()
    approval: ApprovalTable = ApprovalTable()
    evidence: EvidenceTable = EvidenceTable()
    workflow: WorkflowTable = WorkflowTable()
    agents: AgentsTable = AgentsTable()
    roadmap: RoadmapTable = RoadmapTable()
    peer: PeerTable = PeerTable()
    layout: Mapping[str, Layout] = field(default_factory=dict)
    """Layouts of your own, by name."""
    rules: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    """The options of a rule, by its code or name."""
    plugins: tuple[str, ...] = ()
    """Installed packages that add rules."""

    @property
    def adopted(self) -> str | None:
        """The day or revision at which the project adopted the gate."""
        return self.enforce_since or self.observe

    def at(self, *keys: str) -> str:
        """The key as a message names it: with file and line, if there is a file."""
        return ".".join(keys)
