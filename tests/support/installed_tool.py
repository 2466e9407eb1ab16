"""aos-check in an environment of its own, installed from a git repository on disk."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from aos_check import HOME, __version__
from tests.support.git_repo import Repo
from tests.support.pre_commit import Installed, expect_installed


def install_tool(folder: Path, source: Path) -> None:
    """Install the package of that repository, or skip the test if no index is available."""
    Repo(source).git("tag", "--force", f"v{__version__}")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    wanted = f"git+file://{source}@v{__version__}"
    done = subprocess.run(
        [str(folder / "bin/pip"), "install", "--quiet", wanted],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    expect_installed(done.returncode, done.stderr)
    program = folder / "bin/pre-commit"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m pre_commit "$@"\n')
    program.chmod(0o755)


def variables(folder: Path, installed: Installed) -> dict[str, str]:
    """The variables of someone who has this tool, and pre-commit."""
    published = {"COUNT": "1", "KEY_0": f"url.{installed.folder / 'source'}.insteadOf"}
    env = {f"GIT_CONFIG_{name}": value for name, value in (published | {"VALUE_0": HOME}).items()}
    path = {"PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    own = {"PYTHONPATH": "", "PRE_COMMIT_HOME": installed.home}
    return env | path | own
