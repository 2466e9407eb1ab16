"""A document that an agent writes: whether it would approve itself, and what the edit broke."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import closing
from pathlib import Path

from aos_check.agent_hook.coverage import answer
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.pending_write import content_after
from aos_check.agent_hook.repository_root import RepositoryRoot
from aos_check.agent_hook.repository_view import RepositoryView, RepositoryViewer
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, ToolWrite
from aos_check.judging.checking import check
from aos_check.judging.plugins import rules_of
from aos_check.judging.selection import choose, levels
from aos_check.judging.severities import Severities
from aos_check.judging.subject import Subject
from aos_check.model.document import Mark
from aos_check.model.finding import Finding, Severity
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.tree import Overlay
from aos_check.reading.snapshot import Snapshot
from aos_check.rules import RULES

_MOST = 10
"""How many findings are told of one edit."""


def judge(
    event: Event, tool_write: ToolWrite, repo: RepositoryRoot, path: str, facts: RepositoryFacts
) -> HookAnswer:
    """What is said of a document that is written, or was."""
    with closing(RepositoryViewer(repo.top)) as viewer:
        if event.kind is EventKind.BEFORE_TOOL:
            content = content_after(tool_write, str(Path(repo.top, path)))
            if content is None and not tool_write.gone:
                return HookAnswer()
            files = {path: None if tool_write.gone else content}
            return _approval(viewer, Overlay(viewer.tree, files), path, facts)
        return _broken(viewer, tool_write, path, facts)


# Approvals


def _approval(
    viewer: RepositoryViewer, after: Overlay, path: str, facts: RepositoryFacts
) -> HookAnswer:
    now, then = viewer.now(), viewer.of(after)
    place = then.snapshot.found.owners.get(path) or now.snapshot.found.owners.get(path)
    if place is None:
        return HookAnswer()
    said = approves(_spec(now.snapshot, place), _spec(then.snapshot, place))
    if not said:
        return HookAnswer()
    return answer(facts["self_approval"], _self_approval(path, said, place))


def _self_approval(path: str, said: str, place: str) -> str:
    return (
        f"{path}: {said}, and an approval is a person's, never an agent's (SPEC006). Leave it as "
        f"it was, and ask a person to read the spec and run `aos-check approve "
        f"{place.rpartition('/')[2]}`."
    )


def _spec(snapshot: Snapshot, place: str) -> Spec | None:
    return snapshot.spec(place) if place in snapshot.found.folders else None


def approves(before: Spec | None, after: Spec | None) -> str:
    """How a change approves a spec by its own words; "" where it does not."""
    if after is None or (before and before.approval.approved and not before.approval.vetoes):
        return ""
    known = {mark.text for mark in before.approval.marks} if before else set()
    gained = [mark for mark in after.approval.marks if mark.text not in known]
    if gained and not after.approval.vetoes:
        return f'this would approve it ("{gained[0].text}")'
    lost = [mark.text for mark in _standing_against(before)]
    kept = {mark.text for mark in _standing_against(after)}
    gone = next((text for text in lost if text not in kept), "")
    return f'this would take away what stands against its approval ("{gone}")' if gone else ""


def _standing_against(spec: Spec | None) -> Iterator[Mark]:
    """What a person put there against the approval, beside the words of the status."""
    for mark in spec.approval.vetoes if spec else ():
        if spec and not (spec.status and mark.at == spec.status.at):
            yield mark


# What an edit breaks


def _broken(
    viewer: RepositoryViewer, tool_write: ToolWrite, path: str, facts: RepositoryFacts
) -> HookAnswer:
    if tool_write.before is None:
        return HookAnswer()
    earlier = tool_write.before.encode("utf-8", "surrogatepass") if tool_write.before else None
    owner = viewer.now().snapshot.found.owners.get(path)
    only = {owner} if owner else None
    now = viewer.of(viewer.tree, only)
    before = viewer.of(Overlay(viewer.tree, {path: earlier}), only)
    # What a tool has written after all is seen here, however it came about.
    said = approves(_spec(before.snapshot, owner), _spec(now.snapshot, owner)) if owner else ""
    if owner and said:
        return answer(facts["self_approval"], _self_approval(path, said, owner))
    new = _brought(_errors(before), _errors(now))
    return HookAnswer(HookVerdict.TELL, _told(new)) if new else HookAnswer()


def _brought(before: list[Finding], now: list[Finding]) -> list[Finding]:
    """What was not found before: a finding that only got another line or number was."""
    known = {finding.fingerprint for finding in before}
    room = Counter(map(_kind, now))
    room.subtract(map(_kind, before))
    new = []
    for finding in now:
        if finding.fingerprint not in known and room[_kind(finding)] > 0:
            room[_kind(finding)] -= 1
            new.append(finding)
    return new


def _kind(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.problem.at.path


def _errors(view: RepositoryView) -> list[Finding]:
    rules = rules_of(view.config)
    report = check(
        Subject(view.projects, unjudged=dict.fromkeys(_NOT_HERE, "only documents are judged")),
        choose(rules, view.config),
        tree=view.snapshot.tree,
        severities=Severities(
            layouts={layout.name: layout for layout in view.layouts},
            levels=levels(rules, view.config),
        ),
    )
    return [finding for finding in report.findings if finding.severity is Severity.ERROR]


_NOT_HERE: Collection[type] = tuple({rule.judges for rule in RULES} - {Project})


def _told(new: list[Finding]) -> str:
    counted = "an error" if len(new) == 1 else f"{len(new)} errors"
    lines = [f"aos-check: this edit brought {counted}."]
    for finding in new[:_MOST]:
        at = finding.problem.at
        rule = f"{finding.code} {finding.name}"
        lines.append(f"{at.path}:{at.line}: {rule}: {finding.problem.message}")
        lines.append(f"  help: {finding.problem.help}")
    if more := len(new) - _MOST:
        lines += [f"and {more} more: `aos-check`"] if more > 0 else []
    return "\n".join(lines)
