"""What an editor shows about the thing under the cursor."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.judging.check_input import CheckInput
from aos_check.language_server.targets import Target, TaskTarget, spec_of
from aos_check.model.decision import Decision
from aos_check.model.evidence import Evidence
from aos_check.model.project import Milestone
from aos_check.model.rule import Rule
from aos_check.model.spec import Requirement
from aos_check.progress import approval_in_words, evidence_in_words
from aos_check.reporters.gfm import code, inline
from aos_check.reporters.handbook import prose, url


def hover(opened: CheckInput, target: Target, evidence: Evidence | None) -> str:
    """The facts about the target as Markdown. `evidence` is that of a done task, if known."""
    return "\n\n".join(_paragraphs(opened, target, evidence))


def _paragraphs(opened: CheckInput, target: Target, evidence: Evidence | None) -> Iterator[str]:
    if isinstance(target, TaskTarget):
        yield f"{code(target.address)} **{target.task.state.value}**"
        yield inline(target.task.title)
        if evidence:
            yield f"Evidence: {inline(evidence_in_words(evidence))}"
        yield f"Spec {code(target.spec.id)}: {inline(approval_in_words(target.spec.approval))}"
    elif isinstance(target, Requirement):
        yield f"{code(target.id)} {inline(target.text)}"
    elif isinstance(target, Decision):
        yield f"{code(target.id)} **{target.status.value}** {inline(target.date or '')}".rstrip()
        yield inline(target.title)
    elif isinstance(target, Milestone):
        yield f"{inline(target.title)} **{target.state.value}**"
        if spec := spec_of(opened, target):
            yield f"Spec {code(spec.id)}"
    else:
        yield from _of_rule(target)


def _of_rule(rule: Rule) -> Iterator[str]:
    yield f"{code(rule.code)} {code(rule.name)} **{rule.severity.value}**"
    yield from map(inline, prose(rule).split("\n\n"))
    if address := url(rule.code, rule.name):
        yield f"[Documentation]({address})"
