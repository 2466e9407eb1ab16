"""A report as JUnit, in the dialect that Jenkins and GitLab read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from xml.etree import ElementTree as ET

from aos_check.model.finding import MESSAGE, Finding, Report, Severity
from aos_check.reporters.style import safe
from aos_check.reporters.summary import SHORT_ID, checked, problems, said, verdict

_NO_XML = re.compile("[\ufffe\uffff]")


def as_junit(report: Report) -> str:
    """The report as suites of tests, in ASCII.

    A finding is a case in the suite of its file or commit. An error is a failure. A warning and
    what is less is a case that passes and says so in its output: by itself it fails no run, and
    the report does not know of `--strict`. What was waived or not evaluated is skipped. One case
    always passes: that the project was checked.
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
    suite = ET.Element("testsuite", name="aos-check")
    case = _case(suite, "aos-check", "the project was checked")
    said_of_it = [verdict(report), checked(report), *report.notes]
    _written(case, "system-out", "\n".join(map(_xml, said_of_it)))
    return _counted(suite)


def _findings(report: Report) -> Iterator[ET.Element]:
    """A suite for each file and each commit that there are findings in."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for finding in problems(report):
        groups.setdefault(_whose(finding), []).append(finding)
    for (name, path), findings in groups.items():
        suite = ET.Element("testsuite", name=_xml(name))
        if path:
            suite.set("file", _xml(path))
        titles = _distinct(f"{it.code} {it.problem.message}" for it in findings)
        for finding, title in zip(findings, titles, strict=True):
            _judge(_case(suite, name, title), finding)
        yield _counted(suite)


def _whose(finding: Finding) -> tuple[str, str]:
    """The name of the suite, and the file if there is one."""
    path = finding.problem.at.path
    if path != MESSAGE:
        return path, path
    return (f"commit {finding.commit[:SHORT_ID]}" if finding.commit else "commit message"), ""


def _judge(case: ET.Element, finding: Finding) -> None:
    """Say in the case what the finding is."""
    at = finding.problem.at
    place = f"{at.path or _whose(finding)[0]}:{at.line}:{at.column}"
    lines = [
        f"{place}: {finding.severity.value} {finding.code} {finding.name}: {said(finding)}",
        *(f"{it.at.path}:{it.at.line}: {it.message}" for it in finding.problem.related),
        f"help: {finding.problem.help}",
    ]
    text = "\n".join(map(_xml, lines))
    if finding.severity is Severity.ERROR:
        failure = _written(case, "failure", text)
        failure.set("type", finding.code)
        failure.set("message", _xml(said(finding)))
    else:
        _written(case, "system-out", text)


def _skipped(report: Report) -> Iterator[ET.Element]:
    waived = [
        (f"{it.code} of {it.commit[:SHORT_ID] or 'the commit'}", it.reason) for it in report.waived
    ]
    unjudged = [(it.code, it.reason) for it in report.not_evaluated]
    for name, skipped in (("waived", waived), ("not evaluated", unjudged)):
        suite = ET.Element("testsuite", name=name)
        titles = _distinct(title for title, _ in skipped)
        for title, (_, reason) in zip(titles, skipped, strict=True):
            case = _case(suite, name, title)
            ET.SubElement(case, "skipped", message=_xml(reason))
        if skipped:
            yield _counted(suite)


def _case(suite: ET.Element, classname: str, name: str) -> ET.Element:
    return ET.SubElement(suite, "testcase", classname=_xml(classname), name=_xml(name))


def _written(parent: ET.Element, tag: str, text: str) -> ET.Element:
    element = ET.SubElement(parent, tag)
    element.text = text
    return element


def _counted(suite: ET.Element) -> ET.Element:
    """The suite with the counts that its cases give."""
    suite.set("tests", str(len(suite.findall("testcase"))))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", "0")
    suite.set("skipped", str(len(suite.findall("testcase/skipped"))))
    return suite


def _distinct(titles: Iterable[str]) -> Iterator[str]:
    """The titles, numbered where one is there already: a second case of a name is overlooked."""
    taken: Counter[str] = Counter()
    for title in titles:
        name = title
        while name in taken:
            taken[title] += 1
            name = f"{title} ({taken[title]})"
        taken[name] += 1
        yield name


def _xml(text: str) -> str:
    """The text as XML 1.0 can hold it."""
    return _NO_XML.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", safe(text))
