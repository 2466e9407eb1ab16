"""Ways round the gate, and legal work, in real git: each row of the tables is one sequence.

A table is a YAML file. A row has a name, the sequence `run` in shell, and the `ring` that must
judge it. `refused` lists the codes or words of which at least one must stop it. Without it, the
ring must accept. `prelude.sh` has the commands of a sequence, `files` are more files of `main`,
and `env` is the environment of the commit. Each starts on `main`, which the remote has too.

`main` has one approved AWOS spec of three open tasks, and some code. With `layout`, it has the
sample of that layout instead, and `starts.yaml` says which of its tasks is open, and how to finish
it. `layout: all` is one sequence for each layout, but for those in `without`. The rows of
`trusted.yaml` are accepted, because a ring takes something on trust: `trusts` begins its row in
docs/explanation/trust.md.

The rings:

- `commit`: the hooks of the commit that ends the sequence, with the message `commit`
- `push`: the pre-push hook, when the branch is pushed, or the refs `to`
- `receive`: the pre-receive hook of the server, without any hook of the client
- `ci`: the check of a pull request to `main`, by the rules of `main`
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.git_repo import environment
from tests.support.hooks import CODE, SCRIPTS, TASKS, CommandResult, HookedRepo
from tests.support.sample_project import project

HERE = Path(__file__).parent
SPEC = TASKS.rpartition("/")[0]
PRELUDE = HERE / "prelude.sh"
SAMPLES = HERE.parent / "layouts"
STARTS: dict[str, dict[str, Any]] = yaml.safe_load((HERE / "starts.yaml").read_text("utf-8"))
TABLES = ("commits", "pushes", "pull_requests", "legal", "trusted")
TRUST = HERE.parents[1] / "docs" / "explanation" / "trust.md"


def rows() -> Iterator[Any]:
    """Every row of every table, for each of its layouts, as a parameter."""
    for table in TABLES:
        for row in yaml.safe_load((HERE / f"{table}.yaml").read_text("utf-8")):
            for layout in layouts(row):
                name = f"{table}: {row['name']}" + (f" ({layout})" if layout else "")
                yield pytest.param({**row, "layout": layout}, id=name)


def layouts(row: dict[str, Any]) -> list[str]:
    """The layouts of a row; "" is the approved AWOS spec."""
    wanted = row.get("layout", "")
    if isinstance(wanted, list):
        return wanted
    without = row.get("without", [])
    return [each for each in STARTS if each not in without] if wanted == "all" else [wanted]


@pytest.fixture(scope="session")
def starts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the repository of each layout, to be copied."""
    return tmp_path_factory.mktemp("starts")


@pytest.mark.parametrize("row", list(rows()))
def test_a_sequence(
    row: dict[str, Any], tmp_path: Path, on_path: dict[str, str], starts: Path
) -> None:
    repo = started(row, starts, tmp_path, on_path)
    prepare(repo, tmp_path, row["ring"])
    sequence(repo, row["run"], row["layout"])
    found = RINGS[row["ring"]](repo, row)
    wanted = row.get("refused", [])
    assert bool(found.code) == bool(wanted), found.screen
    assert not wanted or any(code in found.screen for code in wanted), found.screen


def test_the_page_on_trust_names_what_is_trusted() -> None:
    page = TRUST.read_text("utf-8")
    rows = yaml.safe_load((HERE / "trusted.yaml").read_text("utf-8"))
    assert [row["name"] for row in rows if f"\n| {row['trusts']}" not in page] == []
    assert not any("refused" in row for row in rows)


def started(row: dict[str, Any], starts: Path, folder: Path, env: dict[str, str]) -> HookedRepo:
    """A copy of the repository from which the row starts, with the row's files."""
    template = starts / (row["layout"] or "approved")
    if not template.exists():
        build(template, row["layout"])
    shutil.copytree(template, folder, symlinks=True, dirs_exist_ok=True)
    repo = HookedRepo(folder / "work", env=env)
    if "files" in row:
        repo.commit_unchecked("docs: more", row["files"])
        repo.git("push", "--quiet", "origin", "main")
    return repo


def build(template: Path, layout: str) -> None:
    """Make a repository with a project of the layout, and its remote."""
    HookedRepo(template / "remote.git", "--bare", "--template=")
    repo = HookedRepo(template / "work", "--template=")
    if layout:
        shutil.copytree(SAMPLES / layout, repo.top, dirs_exist_ok=True)
        repo.write({"expected.json": None, **STARTS[layout].get("files", {})})
        sequence(repo, STARTS[layout].get("begin", ""), layout)
    repo.commit_unchecked("docs: specify", {CODE: "x = 0\n", **({} if layout else project())})
    repo.git("remote", "add", "origin", "../remote.git")
    repo.git("push", "--quiet", "origin", "main")


def prepare(repo: HookedRepo, folder: Path, ring: str) -> None:
    """Install the hooks of the ring."""
    if ring in ("commit", "push"):
        repo.git("config", "core.hooksPath", str(SCRIPTS))
    elif ring == "receive":
        hook = folder / "remote.git" / "hooks" / "pre-receive"
        hook.parent.mkdir(exist_ok=True)
        hook.symlink_to(SCRIPTS / "pre-receive")


def sequence(repo: HookedRepo, script: str, layout: str) -> None:
    """Run the commands of a row in the repository."""
    start = STARTS.get(layout, {"task": "login#1", "finish": "tick 1"})
    finish = f"finish() {{ {start['finish']}; }}"
    done = subprocess.run(
        ["bash", "-e", "-c", f". '{PRELUDE}'\n{finish}\n{script}"], cwd=repo.top,
        env=environment() | repo.env
        | {"TASKS": TASKS, "TASK": start["task"], "SPEC": start.get("spec", SPEC)}
        | {"GIT_ALLOW_PROTOCOL": "file"},
        stdin=subprocess.DEVNULL, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, os.fsdecode(done.stdout + done.stderr)


def commit(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    repo.git("add", "--all")
    return repo.attempt("commit", "-m", row["commit"], **row.get("env", {}))


def push(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    return repo.attempt("push", "--force", "origin", *row.get("to", "HEAD").split())


def receive(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    del row
    return repo.attempt("-c", "core.hooksPath=/dev/null", "push", "origin", "HEAD")


def ci(repo: HookedRepo, row: dict[str, Any]) -> CommandResult:
    del row
    result = repo.run("check", "--range", "origin/main..HEAD", "--config-from", "origin/main")
    return CommandResult(result.exit_code, result.output)


RINGS = {"commit": commit, "push": push, "receive": receive, "ci": ci}
