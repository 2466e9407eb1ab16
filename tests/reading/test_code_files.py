"""The table of code: which files are code, and by which row."""

from __future__ import annotations

import pytest

from aos_check.reading import code_table
from aos_check.reading.artifact_index import ArtifactIndex, Sources
from aos_check.reading.code_files import (
    ARTIFACT,
    IN_SPEC,
    PROGRAM,
    SUBMODULE,
    CodePolicy,
    is_manifest,
    may_hold_versions,
)
from aos_check.reading.code_table import CodeRow

REGULAR = "100644"
ROWS = [row for row in vars(code_table).values() if isinstance(row, CodeRow)]


def is_code(path: str, mode: str = REGULAR, known: CodeRow | None = None, root: str = "") -> bool:
    return CodePolicy().row(path, root, (mode, mode), known).is_code


@pytest.mark.parametrize(
    "path",
    [
        "README", "Readme.txt", "CHANGELOG", "AUTHORS", "guide/start.adoc", "doc/a.html",
        "docs/api/index.html", "logo.png", "src/logo.svg", ".gitmodules", ".mailmap",
        ".dockerignore", "mkdocs.yml", ".circleci/config.yml", "Jenkinsfile", "LICENSE-MIT",
        ".codex/config.toml", ".gemini/settings.json", ".windsurf/rules/a.txt", ".github/a.yml",
        ".claude/settings.json", "CODEOWNERS", ".DS_Store", "web/Thumbs.db", "Cargo.lock",
        "infra/.terraform.lock.hcl", ".specify/templates/a.yaml", "README.MD", ".vscode/a.json",
        ".specify/scripts/bash/common.sh", ".awos/scripts/install.py", ".bmad-core/utils/run.js",
        "README.ja", "CHANGELOG.json", "ci/Jenkinsfile.release", ".changeset/config.json",
        "release-please-config.json", "src/.DS_Store", "app/docs/a.svg",
    ],
)  # fmt: skip
def test_what_is_not_code(path: str) -> None:
    assert not is_code(path)


@pytest.mark.parametrize(
    "path",
    [
        "src/app.py", "docs/evil.py", "docs/EVIL.PY", "doc/conf.py", ".github/scripts/a.sh",
        "LICENSE-x.js", "README.js", ".claude/hooks/a.py", ".specify/evil.py", "docs/Makefile",
        ".codex/run.ts", "a.lock.py", "src/fix.patch", "src/docs/a.yml", "src/.awos/a.py",
        "src/.github/a.yml", "requirements.txt", "index.html", "Dockerfile", "app", "README.foo/a",
        "src/.agent-os/run", "settings.yml", "fig.png/run", "src/md", "src/readme.d/a",
        "CHANGELOG.py", "readme.sh", "Jenkinsfile.groovy", ".changeset/run.js", "src/Thumbs.db.py",
    ],
)  # fmt: skip
def test_what_is_code(path: str) -> None:
    assert is_code(path)


@pytest.mark.parametrize(
    ("path", "known", "mode", "code"),
    [
        ("context/a.md", ARTIFACT, REGULAR, False),
        ("context/a.md", ARTIFACT, PROGRAM, True),
        ("README.md", None, PROGRAM, True),
        ("docs/run", None, PROGRAM, True),
        ("yarn.lock", None, PROGRAM, True),
        (".specify/scripts/a.sh", None, PROGRAM, False),
        (".agent-os/tools/a.py", ARTIFACT, REGULAR, True),
        (".agent-os/hooks.conf", ARTIFACT, REGULAR, False),
        ("context/spec/001-a/demo.py", IN_SPEC, REGULAR, False),
        ("context/spec/001-a/demo.sh", IN_SPEC, PROGRAM, False),
        ("context/spec/001-a/lib", IN_SPEC, SUBMODULE, True),
        ("docs/lib", None, SUBMODULE, True),
        (".awos/lib", None, SUBMODULE, True),
        ("AGENTS.md", None, "120000", False),
        ("src/a.py", None, "120000", True),
    ],
)
def test_the_mode_and_the_artifact_count(
    path: str, known: CodeRow | None, mode: str, code: bool
) -> None:
    assert is_code(path, mode, known) is code


def test_a_file_that_is_no_longer_executable_was_a_program() -> None:
    assert CodePolicy().row("docs/a.md", "", (PROGRAM, REGULAR)).is_code


def test_a_place_counts_from_the_project_too() -> None:
    assert not is_code("apps/web/docs/a.html", root="apps/web")
    assert is_code("apps/web/docs/a.html", root="apps")


@pytest.mark.parametrize(
    ("path", "mode", "code"),
    [
        ("tools/a.py", REGULAR, False),
        ("tools/a.py", PROGRAM, False),
        ("tools/lib", SUBMODULE, True),
        ("web/a.py", REGULAR, False),
        ("src/a.py", REGULAR, True),
        ("src/a.md", REGULAR, False),
    ],
)
def test_the_configuration_comes_first(path: str, mode: str, code: bool) -> None:
    policy = CodePolicy(code=("src/**", "tools/**"), exempt=("tools/**",))
    assert policy.row(path, "", (mode,)).is_code is code


@pytest.mark.parametrize(
    "path",
    [
        "requirements/dev.txt", "a/requirements/dev.in", "gradle/wrapper/gradle-wrapper.properties",
        "infra/versions.tf", "charts/a/Chart.yaml", "Dockerfile.dev", ".tool-versions",
        "dev-requirements.txt", "gradle/libs.versions.toml", "docker-compose.prod.yml",
        ".mvn/extensions.xml", "App.csproj", "go.mod", "mise.toml", "gradlew",
    ],
)  # fmt: skip
def test_manifests(path: str) -> None:
    assert is_manifest(path)


@pytest.mark.parametrize("path", ["src/app.py", "infra/main.tf", "setup.py", "src/txt/a.txt"])
def test_other_files_are_no_manifests(path: str) -> None:
    assert not is_manifest(path)


def test_programs_that_hold_versions() -> None:
    assert may_hold_versions("infra/main.tf")
    assert may_hold_versions("setup.py")
    assert not may_hold_versions("src/app.py")


def test_the_globs_are_in_lower_case_and_every_row_says_why() -> None:
    tables = [*(row.globs for row in ROWS), code_table.MANIFESTS, code_table.PROGRAMS_WITH_VERSIONS]
    assert [glob for globs in tables for glob in globs if glob != glob.lower()] == []
    assert all(len(globs) == len(set(globs)) for globs in tables)
    assert all(row.why for row in ROWS)


@pytest.mark.parametrize(
    ("more", "path", "row"),
    [
        ([], ".agent-os/tools/run", None),
        (["src/.agent-os/data.json"], "src/.agent-os/data.json", None),
        (["src/.agent-os/specs/2025-10-08-a/a.py"], "src/.agent-os/specs/2025-10-08-a/a.py", None),
        ([".agent-os/product/mission.md"], ".agent-os/tools/run", ARTIFACT),
        ([".agent-os/specs/2025-10-08-a/spec.md"], ".agent-os/tools/run", ARTIFACT),
        ([".agent-os/specs/2025-10-08-a/spec.md"], ".agent-os/specs/2025-10-08-a/x/a.py", IN_SPEC),
        ([".agent-os/specs/2025-10-08-a/spec.md"], ".agent-os/specs/a.txt", ARTIFACT),
        ([".agent-os/product/decisions.md"], ".agent-os/tools/run", ARTIFACT),
    ],
)
def test_a_home_holds_artifacts(more: list[str], path: str, row: CodeRow | None) -> None:
    index = ArtifactIndex({path, *more}, Sources(), {})
    assert index.row(path) is row
