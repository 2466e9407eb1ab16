"""Who runs CI, and what it is told beside the log: annotations, a summary, outputs."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from aos_check.cli.output import emit
from aos_check.cli.present import told
from aos_check.model.errors import CannotCheckError
from aos_check.reporters.summary import problems

if TYPE_CHECKING:
    from aos_check.judging.check_input import CheckInput
    from aos_check.model.finding import Report


class Runner:
    """A runner that reads the log and the exit code, and nothing else."""

    def log(self, text: str) -> None:
        """Write to the log."""
        emit(text, colour=True)

    def conclude(
        self, report: Report, opened: Sequence[CheckInput], outputs: Mapping[str, str]
    ) -> None:
        """Hand on what was found."""

    def refuse(self, error: CannotCheckError, outputs: Mapping[str, str]) -> None:
        """Hand on that nothing could be checked, and why."""

    def hand_on(self, outputs: Mapping[str, str]) -> None:
        """Give values to the steps that follow."""


class GitHubRunner(Runner):
    """The runner of GitHub Actions."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._summary = environment.get("GITHUB_STEP_SUMMARY", "")
        self._outputs = environment.get("GITHUB_OUTPUT", "")

    def log(self, text: str) -> None:
        """Write text in which nothing is a command, whatever it quotes."""
        from aos_check.reporters.github import guarded

        emit(guarded(text, secrets.token_hex(16)), colour=True, commands=True)

    def conclude(
        self, report: Report, opened: Sequence[CheckInput], outputs: Mapping[str, str]
    ) -> None:
        """Annotate the findings, and write the summary and the outputs."""
        from aos_check.reporters.github import as_annotations

        emit(as_annotations(report), commands=True)
        _append(self._summary, told(report, "markdown", opened))
        self.hand_on(outputs)

    def refuse(self, error: CannotCheckError, outputs: Mapping[str, str]) -> None:
        """Say it where it is looked for: few read the log."""
        from aos_check.reporters.gfm import inline
        from aos_check.reporters.github import annotation

        title = "aos-check could not check"
        said = annotation("error", f"{error.message}\nhelp: {error.remedy}", title)
        emit(f"{said}\n", commands=True)
        lines = (f"## {title}", inline(error.message), f"**Help:** {inline(error.remedy)}")
        _append(self._summary, "\n\n".join(lines) + "\n")
        self.hand_on(outputs)

    def hand_on(self, outputs: Mapping[str, str]) -> None:
        """Write the outputs of the step."""
        _append(self._outputs, "".join(_output(*pair) for pair in outputs.items()))


def runner_of(environment: Mapping[str, str]) -> Runner:
    """The runner that the environment tells of."""
    on_github = environment.get("GITHUB_ACTIONS") == "true"
    return GitHubRunner(environment) if on_github else Runner()


def counted(report: Report) -> dict[str, str]:
    """The outputs that count what a report holds."""
    counting = problems(report)
    found = Counter(finding.severity.value for finding in counting)
    return {
        "errors": str(found["error"]),
        "warnings": str(found["warning"]),
        "infos": str(found["info"]),
        "baselined": str(len(report.findings) - len(counting)),
        "waived": str(len(report.waived)),
        "not-evaluated": str(len({rule.code for rule in report.not_evaluated})),
        "commits": str(report.checked.commits),
    }


def _output(name: str, value: str) -> str:
    """An output in the form in which no value can end itself and begin another."""
    end = secrets.token_hex(16)
    return f"{name}<<{end}\n{value}\n{end}\n"


def _append(name: str, text: str) -> None:
    if not name:
        return
    try:
        with Path(name).open(
            "a", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            file.write(text)
    except OSError as error:
        raise CannotCheckError(
            f"{name} cannot be written: {error.strerror}",
            "see where GITHUB_STEP_SUMMARY and GITHUB_OUTPUT lead",
        ) from error
