"""One ordinary life of a project, and the whole way of one spec, in every layout.

`life.yaml` has the steps of a life, in which no ring may hold anything up. `way.yaml` has those of
the way from requirements to the roadmap, of which each one that comes too early is refused.
`lives.yaml` says how each layout writes its documents, and `life.sh` has the verbs of all. A life
is lived twice: all of it before the first push, and with a push after each few steps. The hooks of
git judge every commit and every push, and `check --range` judges every pull request.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

from tests.support.git_repo import environment
from tests.support.hooks import SCRIPTS, HookedRepo

HERE = Path(__file__).parent
LIVES: dict[str, str] = yaml.safe_load((HERE / "lives.yaml").read_text("utf-8"))
PUSHES = {"before the first push": "", "with pushes": "origin"}
COMMIT = ("prepare-commit-msg", "pre-commit", "pre-merge-commit", "commit-msg")
HOOKS = {"before the first push": (*COMMIT, "pre-push"), "with pushes": (COMMIT[0], "pre-push")}


@pytest.mark.parametrize("pushed", PUSHES)
@pytest.mark.parametrize("layout", LIVES)
def test_a_life(layout: str, pushed: str, tmp_path: Path, on_path: dict[str, str]) -> None:
    repo = live("life", layout, tmp_path, on_path, HOOKS[pushed], PUSHES[pushed])
    repo.accepted("push", "--quiet", "--all", "origin")


@pytest.mark.parametrize("layout", LIVES)
def test_the_whole_way(layout: str, tmp_path: Path, on_path: dict[str, str]) -> None:
    live("way", layout, tmp_path, on_path, (*COMMIT, "pre-push"), "origin")


def live(
    story: str, layout: str, folder: Path, path: dict[str, str], hooks: tuple[str, ...], remote: str
) -> HookedRepo:
    """Do the steps of the story in a new repository with these hooks."""
    HookedRepo(folder / "remote.git", "--bare", "--template=")
    repo = HookedRepo(folder / "work", "--template=", env=path)
    repo.git("remote", "add", "origin", "../remote.git")
    (folder / "work" / ".git" / "hooks").mkdir()
    for name in hooks:
        (folder / "work" / ".git" / "hooks" / name).symlink_to(SCRIPTS / name)
    script = [f". '{HERE / name}.sh'" for name in ("prelude", "life")] + [LIVES[layout]]
    for step in yaml.safe_load((HERE / f"{story}.yaml").read_text("utf-8")):
        script += [f"echo '== {step['name']}'", step["run"]]
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join(script)], cwd=repo.top,
        env=environment() | repo.env | {"REMOTE": remote, "LAYOUT": layout},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout.decode("utf-8", "backslashreplace")
    return repo
