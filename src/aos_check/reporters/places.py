"""Where a finding is, for formats that demand a file, a span of text and an identity."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from aos_check.model.finding import MESSAGE, Finding, Place

MESSAGE_FILE = "COMMIT_EDITMSG"
"""The file of a finding in a commit's message.

Code scanning refuses a whole upload for one result without a file; GitLab and reviewdog drop such
an entry without a word. This is how git calls the file in which a message is written. No tree has
it, so nothing is shown beside the finding, and the text of the finding names the commit. Any real
file would be wrongly accused.
"""


def file_at(place: Place) -> str:
    """The path of the file."""
    return MESSAGE_FILE if place.path == MESSAGE else place.path


def end_column(finding: Finding) -> int:
    """The column behind the last character of the finding's line, beyond where it begins."""
    return max(len(finding.source.rstrip()), finding.problem.at.column) + 1


def identities(findings: Iterable[Finding]) -> Iterator[str]:
    """Who each finding is, unique among them: its fingerprint and which one of that it is."""
    seen: Counter[str] = Counter()
    for finding in findings:
        seen[finding.fingerprint] += 1
        yield f"{finding.fingerprint}:{seen[finding.fingerprint]}"
