"""Runs one script, and reads what it left behind."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.actions.commands import Annotation, Command, Log, read_log
from tests.actions.files import FileError, StepFiles
from tests.actions.values import Unsupported

SHELLS: Mapping[str, tuple[tuple[str, ...], str]] = {
    "bash": (("bash", "--noprofile", "--norc", "-eo", "pipefail"), ".sh"),
    "sh": (("sh", "-e"), ".sh"),
    "python": (("python",), ".py"),
}
"""The arguments before the script, and how the name of its file ends."""
DEPRECATED = {"set-output", "save-state"}
DISABLED = {"set-env", "add-path"}
NOT_DONE = {"add-matcher", "remove-matcher"}


@dataclass(slots=True)
class Result:
    """What came of running a step."""

    log: Log = field(default_factory=lambda: Log(""))
    problems: list[str] = field(default_factory=list)
    """Why it failed; empty if it did not."""
    remarks: list[Annotation] = field(default_factory=list)
    """What the runner itself annotates and what fails nothing."""
    outputs: dict[str, str] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    folders: list[str] = field(default_factory=list)
    script: str = ""
    summary: str = ""


@dataclass(frozen=True, slots=True)
class Script:
    """A script, ready to run."""

    shell: str
    text: str
    folder: Path
    variables: Mapping[str, str]
    seconds: float

    def run(self, temp: Path) -> Result:
        """Run it as the runner does, with files of its own."""
        if self.shell not in SHELLS:
            raise Unsupported(f"shell: {self.shell}")
        arguments, suffix = SHELLS[self.shell]
        files = StepFiles.create(temp)
        path = temp / f"{files.suffix}{suffix}"
        path.write_bytes(without_surrogates(self.text).encode())
        result = self._start([*arguments, str(path)], files)
        result.script = self.text
        obey(result)
        _collect(result, files)
        return result

    def _start(self, command: Sequence[str], files: StepFiles) -> Result:
        every = {**self.variables, **files.environment()}
        try:
            ended = subprocess.run(
                command, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                env={key: without_surrogates(value) for key, value in every.items()},
                stderr=subprocess.STDOUT, check=False, timeout=self.seconds,
            )  # fmt: skip
        except OSError as error:
            return Result(problems=[f"An error occurred trying to start {command[0]}: {error}"])
        result = Result(read_log(ended.stdout.decode("utf-8", "replace")))
        if code := ended.returncode:
            result.problems.append(f"Process completed with exit code {code}.")
        return result


def without_surrogates(text: str) -> str:
    """Half characters become the replacement character, as in every text of the runner."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def obey(result: Result) -> None:
    """Do what the commands in the log ask for, but for annotations."""
    for word in result.log.refused:
        result.problems.append(f"You cannot use {word!r} as the token of stop-commands")
    for command in result.log.commands:
        if command.name in NOT_DONE:
            raise Unsupported(f"the command {command}")
        if command.name in DISABLED:
            result.problems.append(f"Unable to process command '{command.name}' successfully.")
        if command.name in DEPRECATED:
            _obey_deprecated(command, result)


def _obey_deprecated(command: Command, result: Result) -> None:
    message = f"The `{command.name}` command is deprecated and will be disabled soon."
    result.remarks.append(Annotation("warning", message))
    if not command.properties.get("name"):
        result.problems.append(f"Unable to process command '{command.name}' successfully.")
    elif command.name == "set-output":
        result.outputs[command.properties["name"]] = command.data


def _collect(result: Result, files: StepFiles) -> None:
    """Read the files that the step may have written; one that cannot be read fails it."""
    _try(result, "output", lambda: result.outputs.update(files.pairs("GITHUB_OUTPUT")))
    _try(result, "env", lambda: result.environment.update(_allowed(files.pairs("GITHUB_ENV"))))
    _try(result, "path", lambda: result.folders.extend(files.folders()))
    _try(result, "state", lambda: files.pairs("GITHUB_STATE").clear())
    try:
        result.summary = files.summary()
    except FileError as error:
        result.remarks.append(Annotation("error", str(error)))


def _try(result: Result, name: str, read: Callable[[], None]) -> None:
    try:
        read()
    except FileError as error:
        result.problems.append(f"Unable to process file command '{name}' successfully.")
        result.problems.append(str(error))


def _allowed(variables: dict[str, str]) -> dict[str, str]:
    if "NODE_OPTIONS" in map(str.upper, variables):
        raise FileError("Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.")
    return variables
