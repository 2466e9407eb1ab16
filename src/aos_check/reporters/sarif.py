"""The `sarif` format: SARIF 2.1.0, for GitHub's code scanning."""

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
from aos_check.reporters.style import safe, whole
from aos_check.reporters.summary import (
    end_column,
    file_at,
    full_message,
    identities,
    inherited,
    problems,
    waiver,
)
from aos_check.rules import RULES

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MAX_RESULTS = 25_000
"""The most results that GitHub accepts in a run. It rejects a longer list completely."""

MAX_RELATED = 100
"""The most related locations that GitHub shows for a result."""

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
    """The report as SARIF, in ASCII, which is safe in any terminal and encoding.

    It lists all shipped rules, so that a rule has the same index in every file of one version. It
    leaves out the findings in the baseline, because GitHub ignores `suppressions`. In a check of a
    change, `baselineState` is `new` or, for an inherited finding, `unchanged`. It has no exit code,
    because that also depends on the options.
    """
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]}
    return json.dumps(log, indent=2) + "\n"


def _run(report: Report) -> dict[str, Any]:
    found = problems(report)
    listed = _most_severe(found)
    rules = [*map(_rule, RULES), *_rules_of_plugins(report)]
    indexes = {rule["id"]: index for index, rule in enumerate(rules)}
    driver = {
        "name": "aos-check",
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": rules,
    }
    return {
        "tool": {"driver": driver},
        # With the final slash, the whole id is the category, and the run has no name.
        "automationDetails": {"id": "aos-check/"},
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(report, len(found) - len(listed), indexes)],
        "results": [
            _result(finding, identity, indexes, _states(report))
            for finding, identity in zip(listed, identities(listed), strict=True)
        ],
        "properties": {
            "mode": report.mode,
            "checked": report.checked._asdict(),
            "baselined": len(report.findings) - len(found),
            "inherited": len(inherited(report)),
            **({"observing": report.observing} if report.observing else {}),
        },
    }


def _rules_of_plugins(report: Report) -> Iterator[dict[str, Any]]:
    """The rules of plugins that the report mentions, without documentation."""
    names = {finding.code: finding.name for finding in report.findings}
    codes = {*names, *(it.code for it in report.not_evaluated), *(it.code for it in report.waived)}
    codes -= {rule.code for rule in RULES}
    return ({"id": code, "name": names.get(code, code)} for code in sorted(codes))


def _most_severe(found: Sequence[Finding]) -> Sequence[Finding]:
    """The most severe findings, as many as GitHub accepts, in their order."""
    severities = tuple(Severity)
    order = sorted(range(len(found)), key=lambda index: severities.index(found[index].severity))
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


def _states(report: Report) -> Mapping[bool, str]:
    """SARIF's names for new and inherited findings; none if no change was checked."""
    compared = report.mode not in ("worktree", "stdin")
    return {False: "new", True: "unchanged"} if compared else {}


def _result(
    finding: Finding, identity: str, indexes: Mapping[str, int], states: Mapping[bool, str]
) -> dict[str, Any]:
    problem = finding.problem
    state = states.get(finding.inherited)
    facts = {"commit": finding.commit, "spec": finding.spec, "task": problem.task}
    return {
        "ruleId": finding.code,
        "ruleIndex": indexes[finding.code],
        "level": _LEVELS[finding.level],
        **({"baselineState": state} if state else {}),
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
    """The message, then the help. GitHub's list of results shows only the first sentence."""
    yield _sentence(full_message(finding))
    yield _sentence(f"Help: {finding.problem.help}")
    if (more := len(finding.problem.related) - MAX_RELATED) > 0:
        yield f"Not listed here: {more} more related places."


def _sentence(text: str) -> str:
    # SARIF has no escapes for text that looks like a link or a placeholder.
    text = re.sub(r"\{(?=\d+\})", "{ ", safe(text)).replace("](", "] (").strip()
    return text if text.endswith((".", "!", "?")) else f"{text}."


def _location(finding: Finding) -> dict[str, Any]:
    at = finding.problem.at
    location = _place(at, endLine=at.line, endColumn=end_column(finding))
    if at.path == MESSAGE:
        whose = f"commit {safe(finding.commit)}" if finding.commit else "commit message"
        location["logicalLocations"] = [{"fullyQualifiedName": whose, "kind": "commit"}]
    return location


def _related(related: Related) -> dict[str, Any]:
    return {**_place(related.at), "message": {"text": _sentence(related.message)}}


def _place(at: Place, **end: int) -> dict[str, Any]:
    file = {"uri": _uri(file_at(at)), "uriBaseId": _ROOT}
    region = {"startLine": at.line, "startColumn": at.column, **end}
    return {"physicalLocation": {"artifactLocation": file, "region": region}}


def _uri(path: str) -> str:
    """The path, percent-encoded, even if it is not UTF-8."""
    try:
        return quote(path, errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(whole(path))


def _invocation(report: Report, unlisted: int, indexes: Mapping[str, int]) -> dict[str, Any]:
    """The notes on the run as a whole."""

    def note(text: str, code: str = "") -> dict[str, Any]:
        about = {"associatedRule": {"id": code, "index": indexes[code]}} if code in indexes else {}
        return {"level": "note", "message": {"text": _sentence(text)}, **about}

    about_the_run = [
        *map(note, report.notes),
        *(note(f"waived: {waiver(waived)}", waived.code) for waived in report.waived),
        *([note(f"not listed here: {unlisted} more results")] if unlisted else []),
    ]
    return {
        "executionSuccessful": True,
        "toolExecutionNotifications": about_the_run,
        "toolConfigurationNotifications": [
            note(f"{rule.code} was not evaluated: {rule.reason}", rule.code)
            for rule in report.not_evaluated
        ],
    }
