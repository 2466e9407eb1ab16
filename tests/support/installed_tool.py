"""aos-check in an environment of its own, installed from a git repository on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from aos_check import HOME, __version__
from tests.support.git_repo import Repo
from tests.support.pre_commit import Installed


def install_tool(folder: Path, source: Path) -> None:
    """Install the package of that repository, or skip the test if no index is available."""
    Repo(source).git("tag", "--force", f"v{__version__}")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    wanted = f"aos-check @ git+file://{source}@v{__version__}"
    done = subprocess.run(
        [str(folder / "bin/pip"), "install", "--quiet", wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if "No matching distribution found" in done.stderr:
        pytest.skip(f"no index to install from: {done.stderr[-300:]}")
    assert done.returncode == 0, done.stderr
    Path(folder / "bin/pre-commit").write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit "$@"\n'
    )
    Path(folder / "bin/pre-commit").chmod(0o755)


def variables(folder: Path, installed: Installed) -> dict[str, str]:
    """The variables of someone who has this tool, and pre-commit."""
    published = {"COUNT": "1", "KEY_0": f"url.{installed.folder / 'source'}.insteadOf"}
    env = {f"GIT_CONFIG_{name}": value for name, value in (published | {"VALUE_0": HOME}).items()}
    path = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    own = {"PYTHONPATH": "", "PRE_COMMIT_HOME": installed.home}
    return env | path | own
