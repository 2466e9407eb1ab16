"""Checks the claim of a commit that no task describes it: `Task: none <reason>`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import islice

from aos_check.model.change import Maintenance, PathChange
from aos_check.model.no_task import reason_in
from aos_check.model.tree import Tree
from aos_check.reading.expressions import expression

_FEATURE = expression(
    r"\W{0,8}feat(?:ure)?\s{0,4}(?:\([^()]{0,200}\)){0,1}\s{0,4}!{0,1}\s{0,4}[:\])]", re.IGNORECASE
)
_MAX_REASONS = 20


def read(fields: Iterable[tuple[str, int]]) -> Maintenance | None:
    """The claim in the values of trailers, each with its line; None if there is none."""
    found = [(reason, line) for value, line in fields if (reason := reason_in(value)) is not None]
    if not found:
        return None
    reasons = dict.fromkeys(reason for reason, _ in found if any(map(str.isalpha, reason)))
    return Maintenance("; ".join(islice(reasons, _MAX_REASONS)), found[0][1])


def is_feature(subject: str) -> bool:
    """True for the subject of a new feature: `feat: …`, `feat(scope)!: …`, `[feature] …`."""
    return bool(_FEATURE.match(subject))


def inherited(own: Maintenance | None, target: Maintenance | None) -> Maintenance | None:
    """The claim of a fixup. Its size counts together with that of the commit it belongs to."""
    if target is None:
        return own
    return (own or target._replace(line=1))._replace(lines=target.lines, fault="", remedy="")


def checked(claim: Maintenance, subject: str, *, denied: bool, trailer: str) -> Maintenance:
    """The claim with the first fault that its message shows, if it has one."""
    other = f"name a task in the trailer `{trailer}: <spec>#<task>`"
    begin = f"{other}, or begin a spec with `aos-check new spec NAME`"
    if denied:
        fault, remedy = "`commits.maintenance` does not allow it", begin
    elif not claim.reason:
        fault, remedy = "it gives no reason", f"write the reason: `{trailer}: none <reason>`"
    elif is_feature(subject):
        fault, remedy = "its subject announces a feature", begin
    else:
        return claim
    return claim._replace(fault=fault, remedy=remedy)


def measured(claim: Maintenance, lines: int, most: int, trailer: str) -> Maintenance:
    """The claim with the number of changed lines, which is a fault if it is above `most`."""
    whole = claim._replace(lines=claim.lines + lines)
    if whole.lines <= most:
        return whole
    together = "together with the commit that it belongs to, " if claim.lines else ""
    return whole._replace(
        fault=f"{together}it changes more than {most:,} lines of code",
        remedy=f"name a task in the trailer `{trailer}: <spec>#<task>`, or begin a spec with "
        "`aos-check new spec NAME`",
    )


# Changed lines

_LARGEST = 4 << 20
_LONGEST = 200


def changed_lines(
    changes: Iterable[PathChange],
    code: Collection[str],
    tree_of: Callable[[Mapping[str, str]], Tree],
    at_most: int,
) -> int:
    """The lines of code that are added and deleted. Counting ends above `at_most`.

    A line that only moves inside a file is not counted. A side that is no code is empty, so code
    that comes out of a document counts as added. Raises MissingObjectError.
    """
    total = 0
    for each in changes:
        sides = ((each.before, each.before_id), (each.after, each.after_id))
        before, after = (id_ if path in code else "" for path, id_ in sides)
        if before != after:
            total += _differing(*(_lines(tree_of, id_) for id_ in (before, after)))
        if total > at_most:
            break
    return total


def _lines(tree_of: Callable[[Mapping[str, str]], Tree], id_: str) -> Counter[bytes]:
    """The lines of a content, without blanks at their ends; "" is an empty one."""
    if not id_ or " " in id_:  # a link or a submodule is one line
        return Counter([id_.encode()] if id_ else [])
    content = tree_of({id_: id_}).read(id_, _LARGEST + 1)
    if len(content) > _LARGEST:  # the ends may differ
        return Counter([id_.encode() + content])
    return Counter(map(bytes.rstrip, content.splitlines()))


def _differing(before: Counter[bytes], after: Counter[bytes]) -> int:
    """The lines that only one side has. A long line, as of a binary file, counts as several."""
    return sum(
        times * (1 + len(line) // _LONGEST)
        for line, times in ((before - after) + (after - before)).items()
    )
