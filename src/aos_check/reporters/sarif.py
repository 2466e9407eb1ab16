"""A report as SARIF 2.1.0, as GitHub's code scanning takes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from aos_check import HOME, __version__
from aos_check.model.finding import MESSAGE, Finding, Place, Related, Report, Severity
from aos_check.model.rule import Rule
from aos_check.model.wording import shortened
from aos_check.reporters.handbook import prose, url
from aos_check.reporters.places import end_column, file_at, identities
from aos_check.reporters.style import safe, whole
from aos_check.reporters.summary import problems, said, waiver
from aos_check.rules import RULES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAX_RESULTS = 25_000
"""How many results GitHub takes of a run; of more it takes none."""

MAX_RELATED = 100
"""How many locations GitHub shows of a result."""

MAX_DESCRIPTION = 1024

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "recommendation"}
_TOPICS = {
    "ADR": "decisions",
    "DOC": "documents",
    "GATE": "gates",
    "GIT": "commits",
    "MISS": "mission",
    "ROAD": "roadmap",
    "SPEC": "specs",
    "TASK": "tasks",
}
_ROOT = "%SRCROOT%"


def as_sarif(report: Report) -> str:
    """The report as SARIF, in ASCII so that it is safe on any terminal and in any encoding.

    All shipped rules are in it, so that a rule's index is the same in each file of a version. What
    stands in the baseline is left out: GitHub knows neither `suppressions` nor `baselineState`.
    There is no exit code, which depends on more than the report.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(log, indent=2) + "\n"


def _run(report: Report) -> dict[str, Any]:
    found = problems(report)
    listed = _heaviest(found)
    rules = [*map(_rule, RULES), *_rules_of_plugins(report)]
    indexes = {rule["id"]: index for index, rule in enumerate(rules)}
    unlisted = len(found) - len(listed)
    return {
        "tool": {"driver": _driver(rules)},
        # It ends in a slash: all of it is the category, and none of it the name of a single run.
        "automationDetails": {"id": "aos-check/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, unlisted, indexes)],
        "results": [
            _result(finding, identity, indexes)
            for finding, identity in zip(listed, identities(listed), strict=True)
        ],
        "properties": {
            "mode": report.mode,
            "checked": report.checked._asdict(),
            "baselined": len(report.findings) - len(found),
        },
    }


def _driver(rules: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "name": "aos-check",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": rules,
    }


def _rules_of_plugins(report: Report) -> Iterator[dict[str, Any]]:
    """The rules of plugins, as far as the report speaks of them: it has no documentation."""
    names = {finding.code: finding.name for finding in report.findings}
    codes = {*names, *(it.code for it in report.not_evaluated), *(it.code for it in report.waived)}
    codes -= {rule.code for rule in RULES}
    return ({"id": code, "name": names.get(code, code)} for code in sorted(codes))


def _heaviest(found: Sequence[Finding]) -> Sequence[Finding]:
    """As many as GitHub takes, the heaviest of them, in their order."""
    if len(found) <= MAX_RESULTS:
        return found
    weights = tuple(Severity)
    order = sorted(range(len(found)), key=lambda index: weights.index(found[index].severity))
    return [found[index] for index in sorted(order[:MAX_RESULTS])]


def _rule(rule: Rule) -> dict[str, Any]:
    more = f"`aos-check explain {rule.code}` shows examples."
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": f"{rule.title}."},
        "fullDescription": {"text": shortened(prose(rule), MAX_DESCRIPTION)},
        "help": {"text": f"{prose(rule)}\n\n{more}", "markdown": rule.doc.strip()},
        "helpUri": url(rule.code, rule.name),
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": ["spec-driven-development", _TOPICS[rule.code.rstrip("0123456789")]],
            "precision": "very-high" if rule.severity is Severity.ERROR else "high",
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _result(finding: Finding, identity: str, indexes: Mapping[str, int]) -> dict[str, Any]:
    problem = finding.problem
    facts = {"commit": finding.commit, "spec": finding.spec, "task": problem.task}
    return {
        "ruleId": finding.code,
        "ruleIndex": indexes[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(_sentences(finding))},
        "locations": [_location(finding)],
        "relatedLocations": [_related(each) for each in problem.related[:MAX_RELATED]],
        "partialFingerprints": {
            "aosCheck/v1": finding.fingerprint,
            "primaryLocationLineHash": identity,
        },
        "properties": {key: safe(value) for key, value in facts.items() if value},
    }


def _sentences(finding: Finding) -> Iterator[str]:
    """What is wrong, and what to do; of several sentences a list shows the first alone."""
    yield _sentence(said(finding))
    yield _sentence(f"Help: {finding.problem.help}")
    if (more := len(finding.problem.related) - MAX_RELATED) > 0:
        yield f"Related places that are not listed: {more}."


def _sentence(text: str) -> str:
    text = _text(text).strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _text(text: str) -> str:
    """The text as a message. SARIF has no way to write what looks like a link or a placeholder."""
    return re.sub(r"\{(?=\d+\})", "{ ", safe(text)).replace("](", "] (")


def _location(finding: Finding) -> dict[str, Any]:
    at = finding.problem.at
    region = {
        "startLine": at.line,
        "startColumn": at.column,
        "endLine": at.line,
        "endColumn": end_column(finding),
    }
    location: dict[str, Any] = {"physicalLocation": {**_file(at), "region": region}}
    if at.path == MESSAGE:
        whose = f"commit {safe(finding.commit)}" if finding.commit else "commit message"
        location["logicalLocations"] = [{"fullyQualifiedName": whose, "kind": "commit"}]
    return location


def _related(related: Related) -> dict[str, Any]:
    region = {"startLine": related.at.line, "startColumn": related.at.column}
    return {
        "physicalLocation": {**_file(related.at), "region": region},
        "message": {"text": _sentence(related.message)},
    }


def _file(place: Place) -> dict[str, Any]:
    return {"artifactLocation": {"uri": _uri(file_at(place)), "uriBaseId": _ROOT}}


def _uri(path: str) -> str:
    """The path with what a URI cannot hold as `%` and a byte, also where it is not UTF-8."""
    try:
        return quote(path, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(whole(path))


def _invocation(report: Report, unlisted: int, indexes: Mapping[str, int]) -> dict[str, Any]:
    """That the run went well, and what it has to say beside its results."""
    about_the_run = [_notification(note) for note in report.notes]
    about_the_run += [
        _notification(f"waived: {waiver(waived)}", waived.code, indexes) for waived in report.waived
    ]
    if unlisted:
        about_the_run.append(_notification(f"results that are not listed: {unlisted}"))
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": about_the_run,
        "toolConfigurationNotifications": [
            _notification(f"{rule.code} was not evaluated: {rule.reason}", rule.code, indexes)
            for rule in report.not_evaluated
        ],
    }


def _notification(
    text: str, code: str = "", indexes: Mapping[str, int] | None = None
) -> dict[str, Any]:
    notification: dict[str, Any] = {"level": "note", "message": {"text": _sentence(text)}}
    if code and indexes:
        notification["associatedRule"] = {"id": code, "index": indexes[code]}
    return notification
