"""The `junit` format, in the dialect that Jenkins and GitLab read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from xml.etree import ElementTree as ET

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.style import safe
from aos_check.reporters.summary import (
    SHORT_ID,
    checked,
    full_message,
    observing,
    problems,
    stood_before,
    subject,
    verdict,
)

_NO_XML = re.compile("[\ufffe\uffff]")
_COUNTED = {"tests": "testcase", "failures": "testcase/failure", "skipped": "testcase/skipped"}


def as_junit(report: Report) -> str:
    """The report as suites of test cases, in ASCII.

    - Each finding is a case in the suite of its file or commit.
    - An error is a failure.
    - An inherited finding is a skipped case.
    - A warning or an info is a case that passes, with the finding as its output: by itself, it does
      not fail the run, and `--strict` is not part of the report. So is every finding of a project
      that only observes.
    - Waived rules and rules that were not evaluated are skipped cases.
    - One case, "the project was checked", always passes.
    """
    suites = [_run(report), *_findings(report), *_skipped(report)]
    root = ET.Element("testsuites", name="aos-check", errors="0")
    root.extend(suites)
    for name in ("tests", "failures"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in suites)))
    ET.indent(root)
    text = ET.tostring(root, encoding="us-ascii").decode()
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _run(report: Report) -> ET.Element:
    suite = _suite("aos-check", ["the project was checked"])
    _write(
        suite[0],
        "system-out",
        [verdict(report), stood_before(report), observing(report), checked(report), *report.notes],
    )
    return _count(suite)


def _findings(report: Report) -> Iterator[ET.Element]:
    """A suite for each file and each commit with findings."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in problems(report):
        groups.setdefault((subject(finding), finding.problem.at.path), []).append(finding)
    for (name, path), findings in groups.items():
        file = {"file": path} if path != MESSAGE else {}
        suite = _suite(name, (f"{it.code} {it.problem.message}" for it in findings), file)
        for case, finding in zip(suite, findings, strict=True):
            _fill(case, finding)
        yield _count(suite)


def _fill(case: ET.Element, finding: Finding) -> None:
    at, message = finding.problem.at, full_message(finding)
    place = f"{subject(finding)}:{at.line}:{at.column}"
    lines = [
        f"{place}: {finding.severity.value} {finding.code} {finding.name}: {message}",
        *(f"{it.at.path}:{it.at.line}: {it.message}" for it in finding.problem.related),
        f"help: {finding.problem.help}",
    ]
    if finding.inherited:
        skipped = _write(case, "skipped", lines)
        skipped.set("message", _xml(f"stood before this change: {message}"))
    elif finding.level is Severity.ERROR:
        failure = _write(case, "failure", lines)
        failure.set("type", finding.code)
        failure.set("message", _xml(message))
    else:
        _write(case, "system-out", lines)


def _skipped(report: Report) -> Iterator[ET.Element]:
    waived = [
        (f"{it.code} of {it.commit[:SHORT_ID] or 'the commit'}", it.reason) for it in report.waived
    ]
    unjudged = [(it.code, it.reason) for it in report.not_evaluated]
    for name, skipped in (("waived", waived), ("not evaluated", unjudged)):
        suite = _suite(name, (title for title, _ in skipped))
        for case, (_, reason) in zip(suite, skipped, strict=True):
            ET.SubElement(case, "skipped", message=_xml(reason))
        if skipped:
            yield _count(suite)


def _suite(name: str, titles: Iterable[str], extra: Mapping[str, str] | None = None) -> ET.Element:
    """A suite with an empty case for each title."""
    attributes = {"name": name, **(extra or {})}
    suite = ET.Element("testsuite", {key: _xml(value) for key, value in attributes.items()})
    for title in _distinct(titles):
        ET.SubElement(suite, "testcase", classname=_xml(name), name=_xml(title))
    return suite


def _write(parent: ET.Element, tag: str, lines: Iterable[str]) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = "\n".join(map(_xml, filter(None, lines)))
    return element


def _count(suite: ET.Element) -> ET.Element:
    """The suite, with the numbers of its cases set."""
    numbers = {name: len(suite.findall(path)) for name, path in _COUNTED.items()}
    for name in ("tests", "failures", "errors", "skipped"):
        suite.set(name, str(numbers.get(name, 0)))
    return suite


def _distinct(titles: Iterable[str]) -> Iterator[str]:
    """The titles, with repeated ones numbered. Readers ignore a second case of the same name."""
    taken: Counter[str] = Counter()
    for title in titles:
        name = title
        while name in taken:
            taken[title] += 1
            name = f"{title} ({taken[title]})"
        taken[name] += 1
        yield name


def _xml(text: str) -> str:
    """The text with the characters escaped that XML 1.0 cannot contain."""
    return _NO_XML.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", safe(text))
