"""A project's requirements for commits."""

from __future__ import annotations

from dataclasses import dataclass, field

from aos_check.model.change import REFERENCES, Person
from aos_check.reading.code_files import CodePolicy


@dataclass(frozen=True)
class CommitPolicy:
    """A project's requirements for commits, as in the table [tool.aos-check.commits]."""

    require: str = "done"
    done_later: bool = True  # a task need not be done before the end of the range
    references: tuple[str, ...] = REFERENCES
    trailers: tuple[str, ...] = ("Task",)
    maintenance: bool = True  # a commit may say that no task describes it
    maintenance_lines: int = 200
    patterns: tuple[str, ...] = ()
    max_ticks: int = 5
    bots: tuple[str, ...] = ()
    waivable: tuple[str, ...] = ("GIT001",)
    waivers_by: tuple[str, ...] = ()
    files: CodePolicy = field(default_factory=CodePolicy)

    def names_bot(self, person: Person) -> bool:
        """True if the person is a bot by name or by mail address."""
        mailbox = person.mail.partition("@")[0].rpartition("+")[2]
        return person.name in self.bots or mailbox in self.bots
