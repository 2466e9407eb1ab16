"""The runner of GitHub Actions, which shows annotations and a summary, and passes on outputs."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from aos_check.ci.platform import Runner
from aos_check.model.errors import CannotCheckError
from aos_check.reporters.gfm import inline
from aos_check.reporters.github import annotation, as_annotations, guarded

if TYPE_CHECKING:
    from aos_check.model.finding import Report


class GitHubRunner(Runner):
    """The runner of GitHub Actions."""

    def log(self, text: str) -> None:
        """Write to the log. The runner executes no command that the text quotes."""
        self.emit(guarded(text, secrets.token_hex(16)), colour=True, commands=True)

    def conclude(
        self, report: Report, render: Callable[[str], str], outputs: Mapping[str, str]
    ) -> None:
        """Annotate the findings, and write the summary and the outputs."""
        self.emit(as_annotations(report), commands=True)
        self._append("GITHUB_STEP_SUMMARY", render("markdown"))
        self.set_outputs(outputs)

    def refuse(self, error: CannotCheckError, outputs: Mapping[str, str]) -> None:
        """Show the error in an annotation and the summary: few people read the log."""
        title = "aos-check could not check"
        line = annotation("error", f"{error.message}\nhelp: {error.remedy}", title)
        self.emit(f"{line}\n", commands=True)
        lines = (f"## {title}", inline(error.message), f"**Help:** {inline(error.remedy)}")
        self._append("GITHUB_STEP_SUMMARY", "\n\n".join(lines) + "\n")
        self.set_outputs(outputs)

    def set_outputs(self, outputs: Mapping[str, str]) -> None:
        """Write the outputs of the step."""
        self._append("GITHUB_OUTPUT", "".join(_output(*pair) for pair in outputs.items()))

    def _append(self, variable: str, text: str) -> None:
        """Add to the file that the variable names."""
        if not (name := self.environment.get(variable, "")):
            return
        try:
            with Path(name).open(
                "a", encoding="utf-8", errors="backslashreplace", newline="\n"
            ) as file:
                file.write(text)
        except OSError as error:
            raise CannotCheckError(
                f"{name} cannot be written: {error.strerror}", f"check the variable {variable}"
            ) from error


def _output(name: str, value: str) -> str:
    """An output in a form in which no value can end early and begin another output."""
    end = secrets.token_hex(16)
    return f"{name}<<{end}\n{value}\n{end}\n"
