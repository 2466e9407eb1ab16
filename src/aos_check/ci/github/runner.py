"""The runner of GitHub Actions: it reads annotations, a summary and outputs besides the log."""

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
        """Write to the log. The runner takes no command from the text, whatever it quotes."""
        self.emit(guarded(text, secrets.token_hex(16)), colour=True, commands=True)

    def conclude(
        self, report: Report, render: Callable[[str], str], outputs: Mapping[str, str]
    ) -> None:
        """Annotate the findings, and write the summary and the outputs."""
        self.emit(as_annotations(report), commands=True)
        self._append("GITHUB_STEP_SUMMARY", render("markdown"))
        self.hand_on(outputs)

    def refuse(self, error: CannotCheckError, outputs: Mapping[str, str]) -> None:
        """Show the error in an annotation and the summary: few people read the log."""
        title = "aos-check could not check"
        said = annotation("error", f"{error.message}\nhelp: {error.remedy}", title)
        self.emit(f"{said}\n", commands=True)
        lines = (f"## {title}", inline(error.message), f"**Help:** {inline(error.remedy)}")
        self._append("GITHUB_STEP_SUMMARY", "\n\n".join(lines) + "\n")
        self.hand_on(outputs)

    def hand_on(self, outputs: Mapping[str, str]) -> None:
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
                f"{name} cannot be written: {error.strerror}", f"see where {variable} leads"
            ) from error


def _output(name: str, value: str) -> str:
    """An output in a form in which a value cannot end itself and begin another."""
    end = secrets.token_hex(16)
    return f"{name}<<{end}\n{value}\n{end}\n"
