"""The commands that install aos-check again: with an extra, or for good."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from aos_check.model.errors import CannotCheckError
from aos_check.model.source import Source
from aos_check.setup.source import installed


def expect_extra(extra: str, module: str, what: str, command: str) -> None:
    """Raise CannotCheckError if the module of an extra is missing. `what` needs it.

    An installation that is gone after this run cannot be completed: `command` runs again instead.
    """
    if find_spec(module) is None:
        raise CannotCheckError(
            f"{what} needs {module}, which is not installed",
            f"run `{_with_extra(installed(), extra, command)}`",
        )


def expect_lasting() -> None:
    """Raise CannotCheckError unless later commands will find aos-check on PATH."""
    if lasting_program() is None:
        raise CannotCheckError(
            "aos-check is not on PATH after this command, so a git hook cannot run it",
            f"run `{for_good()}`, then `aos-check init` again, with the same options",
        )


def lasting_program() -> str | None:
    """The aos-check that later commands will find on PATH."""
    folders = [Path(each) for each in os.get_exec_path()]
    # A repository could contain a relative folder.
    lasting = [str(it) for it in folders if it.is_absolute() and not _is_temporary(it.parent)]
    return shutil.which("aos-check", path=os.pathsep.join(lasting))


def for_good() -> str:
    """The command that installs this aos-check for all repositories of the user."""
    program = "uv tool" if shutil.which("uv") and not shutil.which("pipx") else "pipx"
    return f"{program} install {shlex.quote(installed().as_asked.requirement())}"


def _with_extra(source: Source, extra: str, command: str) -> str:
    """The command that adds an extra to this installation."""
    wanted = shlex.quote(source.as_asked.requirement(extra))
    environment = Path(sys.prefix)
    by_pipx = (environment / "pipx_metadata.json").is_file()
    if _is_temporary(environment):
        return f"{'pipx run --spec' if by_pipx else 'uvx --from'} {wanted} {command}"
    if by_pipx:
        return f"pipx install --force {wanted}"
    if (environment / "uv-receipt.toml").is_file():
        return f"uv tool install {wanted}"
    if source.editable:
        wanted = "--editable " + shlex.quote(f"{unquote(urlsplit(source.address).path)}[{extra}]")
    python = shlex.quote(sys.executable)
    if find_spec("pip") is None:
        return f"uv pip install --python {python} {wanted}"
    return f"{python} -m pip install {wanted}"


def _is_temporary(environment: Path) -> bool:
    """True for an environment in a cache, as `uvx` and `pipx run` make it."""
    # Older versions of pipx do not mark their cache.
    return environment.parent.name == ".cache" or any(
        (folder / "CACHEDIR.TAG").is_file() for folder in environment.parents
    )
