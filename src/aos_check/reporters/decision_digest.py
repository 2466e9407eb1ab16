"""The digest of the decisions in force, for an agent's context, and the file that keeps it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from aos_check.progress.decisions import DecisionInForce
from aos_check.reporters.decisions import by_topic, name_of, remarks
from aos_check.reporters.gfm import code, inline
from aos_check.reporters.style import inert

_END = "<!-- end of aos-check decisions -->"
# The line ends of Windows are not part of a mark.
_BEGINS = re.compile(r"^<!-- aos-check decisions: \S{1,200} -->(?=[ \t\r]*$)", re.MULTILINE)
_ENDS = re.compile(rf"^{_END}(?=[ \t\r]*$)", re.MULTILINE)
_VERSION = "aos1"


class KeptDigest(NamedTuple):
    """A digest in a file: its text, and the texts of the file before and after it."""

    before: str
    text: str
    after: str

    @property
    def line(self) -> int:
        """Its first line."""
        return self.before.count("\n") + 1

    def is_current(self, now: str) -> bool:
        """True if the file has the digest of now."""
        return self.text.replace("\r\n", "\n") == now

    def renewed(self, now: str) -> str:
        """The text of the file with the digest of now."""
        own = now.replace("\n", "\r\n") if "\r\n" in self.text else now
        return f"{self.before}{own}{self.after}"


class NoDigestError(Exception):
    """A file does not have exactly one digest; the message completes "it has …"."""


def digest(found: Sequence[DecisionInForce]) -> str:
    """The decisions in force in Markdown, a line each, between two lines that mark the digest."""
    facts = json.dumps([_facts(each) for each in found])
    checksum = hashlib.sha256(facts.encode()).hexdigest()
    begin = f"<!-- aos-check decisions: {_VERSION}:sha256:{checksum} -->"
    return inert("\n".join([begin, "", *_lines(found), _END]))


def _facts(each: DecisionInForce) -> list[object]:
    decision = each.decision
    known = [name_of(decision), decision.date, decision.at.path, decision.essence]
    return [*known, list(each.topics), list(remarks(each))]


def _lines(found: Sequence[DecisionInForce]) -> Iterator[str]:
    yield from ("## Decisions in force", "")
    if not found:
        yield from ("None.", "")
    for topic, own in by_topic(found).items():
        if topic:
            yield from (f"### {inline(topic)}", "")
        elif len(own) < len(found):
            yield from ("### Without a topic", "")
        yield from (*map(_line, own), "")


def _line(each: DecisionInForce) -> str:
    decision = each.decision
    facts = "; ".join([*([decision.date] if decision.date else []), *map(inline, remarks(each))])
    essence = f" {inline(decision.essence)}" if decision.essence else ""
    about = f" ({facts})" if facts else ""
    return f"- **{inline(name_of(decision))}**{about}:{essence} {code(decision.at.path)}"


def kept_in(text: str) -> KeptDigest:
    """The digest in the text of a file. Raises NoDigestError."""
    begins, ends = list(_BEGINS.finditer(text)), list(_ENDS.finditer(text))
    if not begins:
        raise NoDigestError("no digest of the decisions")
    if len(begins) != 1 or len(ends) != 1 or ends[0].start() < begins[0].end():
        raise NoDigestError("marks that do not begin and end one digest of the decisions")
    start, end = begins[0].start(), ends[0].end()
    return KeptDigest(text[:start], text[start:end], text[end:])
