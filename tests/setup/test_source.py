"""The source of an installation, and the commands that install it again."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from aos_check.model.errors import CannotCheckError
from aos_check.model.source import Source
from aos_check.setup import installing
from aos_check.setup.source import installed
from tests.support.git_repo import Repo, put_on_path
from tests.support.installation import (
    COMMIT,
    FROM_FOLDER,
    FROM_GIT,
    FROM_INDEX,
    TAG,
    URL,
    VERSION,
    git_record,
    write_record,
)

FOLDER: dict[str, Any] = {"url": "file:///opt/aos-check", "dir_info": {}}
WHEEL: dict[str, Any] = {
    "url": "https://example.org/aos_check-1-py3-none-any.whl",
    "archive_info": {},
}


@pytest.mark.parametrize(
    ("record", "source"),
    [
        (git_record(), FROM_GIT),
        (git_record(asked="1.2rc1"), FROM_GIT._replace(tag="1.2rc1")),
        (git_record(asked="main"), FROM_GIT._replace(tag="")),
        (git_record(asked=""), FROM_GIT._replace(tag="")),
        (git_record(asked="v1\n- x"), FROM_GIT._replace(tag="")),
        (git_record("https://me:secret@x.org/y.git"), FROM_GIT._replace(git="https://x.org/y.git")),
        (git_record("https://token@x.org/y.git"), FROM_GIT._replace(git="https://x.org/y.git")),
        (git_record("https://me:se@cret@x.org/y"), FROM_GIT._replace(git="https://x.org/y")),
        (git_record("ssh://me:secret@x.org/y"), FROM_GIT._replace(git="ssh://x.org/y")),
        (git_record("--upload-pack=x"), Source(address="--upload-pack=x")),
        (git_record("ext::x"), Source(address="ext::x")),
        (git_record("https://x.org/y:"), Source(address="https://x.org/y:")),
        (git_record("ssh://git@x.org/y"), FROM_GIT._replace(git="ssh://git@x.org/y")),
        (git_record("file:///my repository"), Source(address="file:///my repository")),
        (git_record("https://x.org/$(y)"), Source(address="https://x.org/$(y)")),
        (git_record(commit="--upload-pack=x"), Source(address=URL)),
        ({**git_record(), "subdirectory": "tools"}, Source(address=URL)),
        (None, FROM_INDEX),
        (FOLDER, FROM_FOLDER),
        ({**FOLDER, "dir_info": {"editable": True}}, FROM_FOLDER._replace(editable=True)),
        (WHEEL, Source(address=WHEEL["url"])),
        *((text, Source()) for text in ("", "{", "[]", "{}", '{"url": 1}', '{"url": null}')),
        ('{"url": "x", "vcs_info": "git"}', Source()),
    ],
)
def test_the_record_of_the_installer_names_the_source(
    record: object, source: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(write_record(tmp_path, record))
    assert installed() == source


def test_without_an_installation_there_is_no_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    assert installed() == Source()


GIT = f"'aos-check[report] @ git+{URL}@{TAG}'"
INDEX = f"'aos-check[report]=={VERSION}'"


@pytest.mark.parametrize(
    ("source", "environment", "files", "command"),
    [
        (FROM_GIT, "venv", ["pip"], f"venv/bin/python -m pip install {GIT}"),
        (FROM_INDEX, "venv", [], f"uv pip install --python venv/bin/python {INDEX}"),
        (FROM_INDEX, "venv", ["uv-receipt.toml"], f"uv tool install {INDEX}"),
        (FROM_INDEX, "venv", ["pipx_metadata.json"], f"pipx install --force {INDEX}"),
        (
            FROM_INDEX,
            "uv/archive-v0/x",
            ["../../CACHEDIR.TAG"],
            f"uvx --from {INDEX} aos-check report",
        ),
        (
            FROM_INDEX,
            "pipx/.cache/x",
            ["pipx_metadata.json"],
            f"pipx run --spec {INDEX} aos-check report",
        ),
        (
            FROM_FOLDER,
            "venv",
            ["pip"],
            "venv/bin/python -m pip install 'aos-check[report] @ file:///opt/aos-check'",
        ),
        (
            FROM_FOLDER._replace(editable=True),
            "venv",
            ["pip"],
            "venv/bin/python -m pip install --editable '/opt/aos-check[report]'",
        ),
    ],
)
def test_a_missing_extra_is_installed_as_aos_check_was(
    source: Source, environment: str, files: list[str], command: str,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    prefix = tmp_path / environment
    prefix.mkdir(parents=True)
    for name in files:
        (prefix / name).touch()
    monkeypatch.setattr(sys, "prefix", str(prefix))
    monkeypatch.setattr(sys, "executable", str(prefix / "bin/python"))
    monkeypatch.setattr(installing, "installed", lambda: source)
    monkeypatch.setattr(installing, "find_spec", lambda name: name if name in files else None)
    with pytest.raises(CannotCheckError) as caught:
        installing.expect_extra("report", "jinja2", "the page", "aos-check report")
    assert caught.value.message == "the page needs jinja2, which is not installed"
    assert caught.value.remedy == f"run `{command.replace('venv/bin', f'{tmp_path}/venv/bin')}`"


@pytest.mark.parametrize(
    ("folder", "marked", "lasts"),
    [("bin", "", True), ("uv/archive-v0/x/bin", "uv", False), ("pipx/.cache/x/bin", "", False)],
)
def test_a_local_hook_needs_a_program_that_stays(
    folder: str, marked: str, lasts: bool, records: dict[str, Path], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.syspath_prepend(records["folder"])
    programs = tmp_path / folder
    programs.mkdir(parents=True)
    if marked:
        (tmp_path / marked / "CACHEDIR.TAG").touch()
    put_on_path(programs)
    repo = Repo(tmp_path / "repo")
    repo.commit("docs: begin", {".agent-os/specs/2025-10-08-x/spec.md": "# X\n"})
    env = {"PATH": f"{programs}:/usr/bin:/bin"}
    result = repo.run("init", "--with", "pre-commit", env=env)
    assert result.exit_code == (0 if lasts else 2), result.output
    if not lasts:
        assert "aos-check is not on PATH after this command" in result.stderr
        wanted = "run `pipx install 'aos-check @ file:///opt/aos-check'`, then `aos-check init`"
        assert wanted in result.stderr
        assert not repo.git("status", "--porcelain")


def test_a_git_source_on_this_machine_is_written_and_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(write_record(tmp_path / "record", git_record("file:///opt/x")))
    repo = Repo(tmp_path / "repo")
    repo.commit("docs: begin", {".agent-os/specs/2025-10-08-x/spec.md": "# X\n"})
    said = repo.run("init", "--with", "pre-commit,workflow").stdout
    assert "repo: file:///opt/x\n" in (repo.top / ".pre-commit-config.yaml").read_text("utf-8")
    assert "publish file:///opt/x, and install from there" in said
    assert f"CI cannot install from file:///opt/x at {COMMIT}" in said
    assert not (repo.top / ".github").exists()
