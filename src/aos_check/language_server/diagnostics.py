"""The findings as diagnostics, and the files whose diagnostics changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    PublishDiagnosticsParams,
)

from aos_check.judging.judge import judge
from aos_check.language_server.session import EditorSession, Lines
from aos_check.model.errors import CannotCheckError
from aos_check.model.finding import Finding, Place, Severity
from aos_check.reporters.finding_text import MAX_RELATED
from aos_check.reporters.handbook import url
from aos_check.reporters.style import safe
from aos_check.reporters.summary import full_message

SOURCE = "aos-check"
_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.INFO: DiagnosticSeverity.Information,
}
_PLACED = re.compile(r"(?P<path>[^:\n]+\.toml):(?P<line>\d{1,6}): ")

Found = Mapping[str, Sequence[Diagnostic]]
"""The diagnostics of each file, by its path."""


class Diagnostics:
    """Finds diagnostics, and remembers those that the editor has."""

    def __init__(self, session: EditorSession) -> None:
        self._session = session
        self._shown: Found = {}
        self._versions: dict[str, int] = {}

    def changed(self) -> Iterator[PublishDiagnosticsParams]:
        """The diagnostics of each file where they or its open text changed.

        Raises CannotCheckError after those of a broken configuration.
        """
        error = None
        try:
            found = self._found()
        except CannotCheckError as broken:
            error, found = broken, {**self._shown, **self._of_error(broken)}
        yield from self._publish(found)
        if error:
            raise error

    def _publish(self, found: Found) -> Iterator[PublishDiagnosticsParams]:
        shown, self._shown = self._shown, found
        known, self._versions = (
            self._versions,
            {it.path: it.version for it in self._session.documents.values() if it.path},
        )
        for path in sorted({*shown, *found, *self._versions}):
            now, version = found.get(path, ()), self._versions.get(path)
            typed = version is not None and version != known.get(path)
            if typed or now != shown.get(path, ()):
                yield PublishDiagnosticsParams(self._session.uri_of(path), list(now), version)

    def _found(self) -> Found:
        opened = self._session.read()
        lines = Lines(opened)
        found: dict[str, list[Diagnostic]] = {}
        # Fixes are only found when the editor asks for them.
        for finding in judge(replace(opened, snapshot=None)).findings:
            if finding.counts and finding.problem.at.path:
                diagnostic = self._diagnostic(finding, lines)
                found.setdefault(finding.problem.at.path, []).append(diagnostic)
        return found

    def _diagnostic(self, finding: Finding, lines: Lines) -> Diagnostic:
        problem = finding.problem
        address = url(finding.code, finding.name)
        return Diagnostic(
            range=self._session.rest_of_line(lines.at(problem.at), problem.at),
            message=f"{safe(full_message(finding))}\nhelp: {safe(problem.help)}",
            severity=_SEVERITIES[finding.level],
            code=finding.code,
            code_description=CodeDescription(address) if address else None,
            source=SOURCE,
            related_information=[
                DiagnosticRelatedInformation(
                    self._session.location(it.at, lines.at(it.at)), safe(it.message)
                )
                for it in problem.related[:MAX_RELATED]
                if it.at.path
            ],
        )

    def _of_error(self, error: CannotCheckError) -> Found:
        """The error in the configuration file that its message names."""
        placed = _PLACED.match(error.message)
        if placed is None:
            return {}
        place = Place(placed["path"], int(placed["line"]))
        message = f"{safe(error.message[placed.end() :])}\nhelp: {safe(error.remedy)}"
        where = self._session.rest_of_line("", place)
        return {place.path: [Diagnostic(where, message, DiagnosticSeverity.Error, source=SOURCE)]}
