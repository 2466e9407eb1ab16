"""The configuration and the baseline as files on disk."""

from __future__ import annotations

from pathlib import Path

from aos_check.git.files import read_regular
from aos_check.judging import baseline
from aos_check.judging import config as configuration
from aos_check.judging.check_input import Baseline, CheckRequest
from aos_check.judging.config import Config
from aos_check.model.errors import CannotCheckError


def configuration_on_disk(
    top: Path, below: str, request: CheckRequest
) -> tuple[Config, str | None]:
    """The configuration named, else the nearest from the folder `below` up to the top."""
    if request.config_file:
        return named_configuration(request.config_file)
    return configuration.find(lambda path: on_disk(top, path), configuration.above(below))


def named_configuration(file: Path) -> tuple[Config, str | None]:
    """The configuration in a file that was named."""
    name = str(file)
    return configuration.load(
        lambda path: on_disk(Path(path).resolve().parent, Path(path).name), name
    ), name


def baseline_on_disk(top: Path, config: Config, request: CheckRequest) -> Baseline | None:
    """The baseline that is named, else the configured one, if there is one."""
    named = request.baseline_file
    name = str(named or config.baseline)
    try:
        return Baseline(name, read_regular(named or top / name, baseline.MAX_SIZE + 1))
    except OSError as error:
        if named is None and isinstance(error, (FileNotFoundError, NotADirectoryError)):
            return None
        raise CannotCheckError(
            f"the baseline {name} cannot be read: {error.strerror}",
            "write it with `aos-check baseline`, or correct its name",
        ) from error


def on_disk(top: Path, path: str) -> bytes | None:
    """A configuration below `top`; None where there is none."""
    try:
        return read_regular(top / path, configuration.MAX_READ)
    except (FileNotFoundError, NotADirectoryError):
        return None
