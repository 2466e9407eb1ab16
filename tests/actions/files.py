"""The files that a step writes to: outputs, environment, path, state and summary."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

SUMMARY_LIMIT = 1024 * 1024
PREFIXES = {
    "GITHUB_OUTPUT": "set_output_",
    "GITHUB_ENV": "set_env_",
    "GITHUB_PATH": "add_path_",
    "GITHUB_STATE": "save_state_",
    "GITHUB_STEP_SUMMARY": "step_summary_",
}


class FileError(ValueError):
    """A file of a step cannot be read: the runner fails the step."""


@dataclass(frozen=True, slots=True)
class StepFiles:
    """The fresh files of one step."""

    suffix: str
    paths: dict[str, Path]

    @classmethod
    def create(cls, temp: Path) -> StepFiles:
        """Empty files below the runner's folder for temporary files."""
        folder = temp / "_runner_file_commands"
        folder.mkdir(parents=True, exist_ok=True)
        suffix = str(uuid4())
        paths = {variable: folder / f"{prefix}{suffix}" for variable, prefix in PREFIXES.items()}
        for path in paths.values():
            path.touch()
        return cls(suffix, paths)

    def environment(self) -> dict[str, str]:
        """The variables that tell the step where they are."""
        return {variable: str(path) for variable, path in self.paths.items()}

    def pairs(self, variable: str) -> dict[str, str]:
        """What the step wrote to GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE."""
        return dict(read_pairs(self._text(variable)))

    def folders(self) -> list[str]:
        """What the step put before the path, in the order of writing."""
        return [line for line in re.split(r"\r\n|\r|\n", self._text("GITHUB_PATH")) if line]

    def summary(self) -> str:
        """What the step wrote to its summary. Raises FileError where GitHub would refuse it."""
        path = self.paths["GITHUB_STEP_SUMMARY"]
        size = path.stat().st_size if path.exists() else 0
        if size > SUMMARY_LIMIT:
            raise FileError(
                "$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of "
                f"{SUMMARY_LIMIT // 1024}k, got {size // 1024}k"
            )
        return self._text("GITHUB_STEP_SUMMARY")

    def _text(self, variable: str) -> str:
        path = self.paths[variable]
        if not path.exists():
            return ""
        return path.read_bytes().decode("utf-8-sig", "replace")


def read_pairs(text: str) -> Iterator[tuple[str, str]]:
    """`name=value`, or `name<<WORD`, lines, `WORD`; empty lines between them are passed over."""
    lines = iter(re.findall(r"[^\n]*\n|[^\n]+", text))
    for line in lines:
        if not (plain := line.removesuffix("\n")):
            continue
        name, sign, value = _divide(plain)
        yield name, value if sign == "=" else "\n".join(_heredoc(lines, value))


def _divide(line: str) -> tuple[str, str, str]:
    """Name, `=` or `<<`, and what follows: whichever sign comes first."""
    found = re.match(r"(.*?)(=|<<)(.*)", line, re.DOTALL)
    if not found:
        raise FileError(f"Invalid format '{line}'")
    if not found[1]:
        raise FileError(f"Invalid format '{line}'. Name must not be empty")
    if found[2] == "<<" and not found[3]:
        raise FileError(f"Invalid format '{line}'. Delimiter must not be empty")
    return found[1], found[2], found[3]


def _heredoc(lines: Iterator[str], word: str) -> Iterator[str]:
    for line in lines:
        if line.removesuffix("\n") == word:
            return
        if not line.endswith("\n"):
            raise FileError("Invalid value. EOF marker missing new line.")
        yield line.removesuffix("\n")
    raise FileError(f"Invalid value. Matching delimiter not found '{word}'")
