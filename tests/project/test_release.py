"""The steps that build and test a release, run with bash in a clone of this repository."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
import yaml

from aos_check import HOME, __version__
from tests.support.action import BASH, machine

ROOT = Path(__file__).parents[2]
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text("utf-8"))
FIRST, *OTHERS = [it["run"] for it in WORKFLOW["jobs"]["build"]["steps"] if "run" in it]


class Job:
    """The job on a runner: a clone, a Python without packages, and a folder for temporary files."""

    def __init__(self, folder: Path) -> None:
        self.clone, temp = folder / "clone", folder / "temp"
        subprocess.run(["git", "clone", "--quiet", ROOT, self.clone], check=True)
        subprocess.run([sys.executable, "-m", "venv", folder / "python"], check=True)
        temp.mkdir()
        path = f"{folder}/python/bin{os.pathsep}{os.environ['PATH']}"
        server, _, repository = HOME.removeprefix("https://").partition("/")
        self.env = machine() | {
            "PATH": path,
            "RUNNER_TEMP": str(temp),
            "GITHUB_REF_NAME": f"v{__version__}",
            "GITHUB_SERVER_URL": f"https://{server}",
            "GITHUB_REPOSITORY": repository,
        }

    def run(self, script: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run a step."""
        return subprocess.run(
            [*BASH, "-c", script], cwd=self.clone, env=self.env | env, check=False,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip


@pytest.fixture
def job(tmp_path: Path) -> Job:
    return Job(tmp_path)


@pytest.mark.pre_commit
def test_the_steps_of_a_release(job: Job) -> None:
    for step in (FIRST, *OTHERS):
        done = job.run(step)
        if "No matching distribution found" in done.stdout:
            pytest.skip(f"no index to install from: {done.stdout[-300:]}")
        assert done.returncode == 0, done.stdout
    dist = job.clone / "dist"
    names = sorted(file.name for file in dist.iterdir())
    assert names == [f"aos_check-{__version__}{end}" for end in ("-py3-none-any.whl", ".tar.gz")]
    source = job.clone / "src"
    wanted = {it.relative_to(source).as_posix() for it in source.rglob("*") if it.is_file()}
    with ZipFile(dist / names[0]) as wheel:
        assert {name for name in wheel.namelist() if ".dist-info/" not in name} == wanted
    with tarfile.open(dist / names[1]) as sdist:
        packed = {name.partition("/")[2] for name in sdist.getnames()}
    assert {f"src/{name}" for name in wanted} <= packed


@pytest.mark.parametrize(
    "wrong", [{"GITHUB_REF_NAME": "v9.8.7"}, {"GITHUB_REPOSITORY": "someone/aos-check"}]
)
def test_a_tag_of_another_version_or_repository_is_refused(job: Job, wrong: Any) -> None:
    assert job.run(FIRST).returncode == 0
    assert job.run(FIRST, **wrong).returncode == 1


def test_only_the_last_job_can_publish() -> None:
    jobs = WORKFLOW["jobs"]
    assert WORKFLOW["permissions"] == {}
    assert jobs["build"]["permissions"] == {"contents": "read"}
    assert jobs["publish"]["permissions"] == {"id-token": "write", "attestations": "write"}
    assert jobs["publish"]["needs"] == ["test", "build"]
    assert not any("run" in step for step in jobs["publish"]["steps"])
