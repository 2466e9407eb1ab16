"""One ordinary life of a project, in every layout: no ring may hold it up.

`life.yaml` has its steps, `lives.yaml` says how each layout writes them, and `life.sh` has the
verbs of both. Each life is lived twice: all of it before the first push, and with a push after
each few steps. The hooks of git judge every commit and every push, and `check --range` judges
every pull request.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.git_repo import environment
from tests.support.hooks import SCRIPTS, HookedRepo

HERE = Path(__file__).parent
STEPS: list[dict[str, str]] = yaml.safe_load((HERE / "life.yaml").read_text("utf-8"))
LIVES: dict[str, str] = yaml.safe_load((HERE / "lives.yaml").read_text("utf-8"))
PUSHES = {"before the first push": "", "with pushes": "origin"}
COMMIT = ("prepare-commit-msg", "pre-commit", "pre-merge-commit", "commit-msg")
HOOKS = {"before the first push": (*COMMIT, "pre-push"), "with pushes": (COMMIT[0], "pre-push")}


@pytest.mark.parametrize("pushed", PUSHES)
@pytest.mark.parametrize("layout", LIVES)
def test_a_life(layout: str, pushed: str, tmp_path: Path, on_path: dict[str, str]) -> None:
    HookedRepo(tmp_path / "remote.git", "--bare", "--template=")
    repo = HookedRepo(tmp_path / "work", "--template=", env=on_path)
    repo.git("remote", "add", "origin", "../remote.git")
    hooks = tmp_path / "work" / ".git" / "hooks"
    hooks.mkdir()
    for name in HOOKS[pushed]:
        (hooks / name).symlink_to(SCRIPTS / name)
    script = [f". '{HERE / name}.sh'" for name in ("prelude", "life")] + [LIVES[layout]]
    for step in STEPS:
        script += [f"echo '== {step['name']}'", step["run"]]
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(script)], cwd=repo.top,
        env=environment() | repo.env | {"REMOTE": PUSHES[pushed], "LAYOUT": layout},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode("utf-8", "backslashreplace")
    repo.accepted("push", "--quiet", "--all", "origin")
