"""Writes to documents: refusing self-approval before, and listing new errors after."""

from __future__ import annotations

import shlex
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from aos_check.agent_hook.coverage import answer
from aos_check.agent_hook.facts_cache import RepositoryFacts
from aos_check.agent_hook.pending_write import content_after
from aos_check.agent_hook.repository_root import RepositoryRoot
from aos_check.agent_hook.repository_view import RepositoryView, RepositoryViewer
from aos_check.agents.event import Event, EventKind, HookAnswer, HookVerdict, ToolWrite
from aos_check.judging.check_input import Subject
from aos_check.judging.plugins import rules_of
from aos_check.judging.report.checking import check
from aos_check.judging.selection import choose, severities_of
from aos_check.model.document import Mark
from aos_check.model.finding import Finding, Severity
from aos_check.model.project import Project
from aos_check.model.spec import Spec
from aos_check.model.tree import Overlay
from aos_check.reading.approval.records import identity
from aos_check.rules import RULES

_MOST = 10
"""The most findings of one edit to list."""


def judge(
    event: Event, write: ToolWrite, repo: RepositoryRoot, path: str, facts: RepositoryFacts
) -> HookAnswer:
    """Refuse an approval before the write; list the new errors after it."""
    with closing(RepositoryViewer(repo.top)) as viewer:
        if event.kind is EventKind.AFTER_TOOL:
            return _new_errors(viewer, write, path, facts)
        content = content_after(write, str(Path(repo.top, path)))
        if content is None and not write.gone:
            return HookAnswer()
        after = viewer.of(Overlay(viewer.tree, {path: None if write.gone else content}))
        return _approval(viewer.now(), after, path, facts) or HookAnswer()


# Approvals


def _approval(
    before: RepositoryView, after: RepositoryView, path: str, facts: RepositoryFacts
) -> HookAnswer | None:
    """The refusal of a change that approves the spec of the path; None if it does not."""
    owners = (view.snapshot.found.owners.get(path) for view in (after, before))
    place = next(filter(None, owners), None)
    spec = _spec(after, place) if place else None
    effect = approves(_spec(before, place), spec) if place else ""
    if spec is None or not effect:
        return None
    text = (
        f"{path}: {effect}. Only a person approves a spec, never an agent (SPEC006). Leave that as "
        f"it was, and ask a person to read the spec and run `aos-check approve "
        f"{shlex.quote(spec.id)}`."
    )
    return answer(facts["self_approval"], text)


def _spec(view: RepositoryView, place: str) -> Spec | None:
    return view.snapshot.spec(place) if place in view.snapshot.found.folders else None


def approves(before: Spec | None, after: Spec | None) -> str:
    """The effect of a change that approves a spec, as a clause; "" if it has none."""
    if after is None:
        return ""
    recorded = set(map(identity, before.approval.records)) if before else set()
    if new := [it for it in after.approval.records if identity(it) not in recorded]:
        return f"this would record an approval by {new[0].by}"
    approved = before.phases.approved if before else frozenset()
    if documents := sorted(after.phases.approved - approved):
        return f"this would approve {documents[0]}"
    if before and before.given_approvals and not before.approval.vetoes:
        return ""
    known = {mark.text for mark in before.approval.marks} if before else set()
    gained = [mark for mark in after.given_approvals if mark.text not in known]
    if gained and not after.approval.vetoes:
        return f'this would approve it ("{gained[0].text}")'
    kept = {mark.text for mark in _vetoes(after)}
    gone = next((mark.text for mark in _vetoes(before) if mark.text not in kept), "")
    if before and before.status and before.status.flag and not (after.status and after.status.flag):
        gone = before.status.text
    return f'this would remove the objection to its approval ("{gone}")' if gone else ""


def _vetoes(spec: Spec | None) -> Iterator[Mark]:
    """The objections to the approval, except the words of the status."""
    for mark in spec.approval.vetoes if spec else ():
        status = spec.approval.status or spec.status if spec else None
        if not (status and mark.at == status.at):
            yield mark


# New errors


def _new_errors(
    viewer: RepositoryViewer, write: ToolWrite, path: str, facts: RepositoryFacts
) -> HookAnswer:
    if write.before is None:
        return HookAnswer()
    earlier = write.before.encode("utf-8", "surrogatepass") if write.before else None
    owner = viewer.now().snapshot.found.owners.get(path)
    only = {owner} if owner else None
    now = viewer.of(viewer.tree, only)
    before = viewer.of(Overlay(viewer.tree, {path: earlier}), only)
    # The agent may have written an approval despite the advice before the write.
    if owner and (refusal := _approval(before, now, path, facts)):
        return refusal
    new = _added(_errors(before), _errors(now))
    return HookAnswer(HookVerdict.TELL, _listed(new)) if new else HookAnswer()


def _added(before: list[Finding], now: list[Finding]) -> list[Finding]:
    """The new findings. A finding is not new if only its line or number differs."""
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
    only_documents = dict.fromkeys(_NOT_DOCUMENTS, "only documents are checked")
    found = findings(view, Subject(view.projects, unjudged=only_documents))
    return [finding for finding in found if finding.severity is Severity.ERROR]


_NOT_DOCUMENTS: Collection[type] = tuple({rule.judges for rule in RULES} - {Project, Spec})


def findings(
    view: RepositoryView, subject: Subject, codes: Collection[str] = ()
) -> Sequence[Finding]:
    """The findings on the subject, of all rules of the project or of those with these codes."""
    rules = rules_of(view.config)
    selection = choose(rules, view.config)
    if codes:
        chosen = [rule for rule in selection.rules if rule.code in codes]
        selection = selection._replace(rules=chosen)
    severities = severities_of(rules, view.layouts, view.config)
    return check(subject, selection, tree=view.snapshot.tree, severities=severities).findings


def _listed(new: list[Finding]) -> str:
    counted = "an error" if len(new) == 1 else f"{len(new)} errors"
    lines = [f"aos-check: this edit added {counted}. Fix it before you go on."]
    for finding in new[:_MOST]:
        at = finding.problem.at
        rule = f"{finding.code} {finding.name}"
        lines.append(f"{at.path}:{at.line}: {rule}: {finding.problem.message}")
        lines.append(f"  help: {finding.problem.help}")
    if (more := len(new) - _MOST) > 0:
        lines.append(f"and {more} more: run `aos-check` to see them")
    return "\n".join(lines)
