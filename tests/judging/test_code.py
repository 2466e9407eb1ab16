"""Which changed files need a task, with real git: modes, homes, bots and changes of versions."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import SPEC

BOT = {"GIT_AUTHOR_NAME": "renovate[bot]", "GIT_AUTHOR_EMAIL": "1+renovate[bot]@x.org"}


def judged(repo: Repo) -> list[str]:
    return repo.codes("check", "--commit", "HEAD", "--select", "GIT")


class TestModes:
    def test_an_executable_document_is_code(self, repo: Repo) -> None:
        repo.add({"docs/run.md": "#!/bin/sh\n"})
        repo.git("update-index", "--chmod=+x", "docs/run.md")
        assert repo.message("docs: a") == ["GIT001"]
        repo.git("commit", "-qm", "docs: a")
        assert judged(repo) == ["GIT001"]

    def test_a_document_that_becomes_executable_is_code(self, repo: Repo) -> None:
        repo.commit("docs: a", {"docs/run.md": "#!/bin/sh\n"})
        assert judged(repo) == []
        repo.git("update-index", "--chmod=+x", "docs/run.md")
        repo.git("commit", "-qm", "docs: run")
        assert judged(repo) == ["GIT001"]

    @pytest.mark.parametrize("place", ["docs/lib", ".github/lib", f"{SPEC}/lib"])
    def test_a_submodule_is_code(self, repo: Repo, tmp_path: Path, place: str) -> None:
        other = Repo(tmp_path / "other")
        other.commit("a", {"evil.sh": "evil\n"})
        repo.git("submodule", "--quiet", "add", str(other.top), place)
        repo.git("commit", "-qm", "docs: more")
        assert judged(repo) == ["GIT001"]

    def test_a_link_is_judged_by_its_name(self, repo: Repo) -> None:
        repo.commit("docs: agents", {"AGENTS.md": "# Agents\n"})
        (repo.top / "CLAUDE.md").symlink_to("AGENTS.md")
        repo.commit("docs: claude")
        assert judged(repo) == []


class TestHomes:
    @pytest.mark.parametrize(
        "path",
        [
            "src/.agent-os/run", "src/.agent-os/data.json", "src/.kiro/a.txt", ".agent-os/a.py",
            "src/.agent-os/specs/2025-10-08-a/a.py", "context/product/a.sh",
        ],
    )  # fmt: skip
    def test_a_folder_with_the_name_of_a_home_hides_no_code(self, repo: Repo, path: str) -> None:
        repo.commit("docs: more", {path: "evil\n"})
        assert judged(repo) == ["GIT001"]

    @pytest.mark.parametrize("path", ["mockup.html", "poc/demo.py", "fix.patch", "contract.proto"])
    def test_all_in_the_folder_of_a_spec_belongs_to_it(self, repo: Repo, path: str) -> None:
        repo.commit("docs: more", {f"{SPEC}/{path}": "a\n"})
        assert judged(repo) == []


class TestBots:
    @pytest.mark.parametrize(
        "path",
        [
            "requirements/dev.txt", "gradle/wrapper/gradle-wrapper.properties",
            "infra/.terraform.lock.hcl", "infra/versions.tf", "charts/shop/Chart.yaml",
            "Dockerfile.dev", ".tool-versions", "package.json",
        ],
    )  # fmt: skip
    def test_they_may_change_every_manifest(self, repo: Repo, path: str) -> None:
        repo.commit("bump a (#7)", {path: "a\n", "README.md": "a\n"}, env=BOT)
        assert judged(repo) == []

    @pytest.mark.parametrize("path", [".github/scripts/a.sh", "infra/main.tf", "setup.py"])
    def test_their_name_is_not_enough_for_a_program(self, repo: Repo, path: str) -> None:
        repo.commit("bump a", {path: "a\n"}, env=BOT)
        assert judged(repo) == ["GIT001"]

    def test_they_may_update_a_submodule(self, repo: Repo, tmp_path: Path) -> None:
        other = Repo(tmp_path / "other")
        other.commit("a", {"a": "1\n"})
        repo.git("submodule", "--quiet", "add", str(other.top), "lib")
        repo.git("commit", "-qm", "feat: lib")
        other.commit("b", {"a": "2\n"})
        repo.git("submodule", "--quiet", "update", "--remote")
        repo.commit("bump lib", env=BOT)
        assert judged(repo) == []


class TestChangesOfVersions:
    """A change of versions only needs no task, whoever makes it."""

    GOOD: ClassVar = [
        ("package.json", '{"a": "^1.2.3", "node": ">=18"}', '{"a": "^1.3.0-rc.1", "node": ">=20"}'),
        ("package.json", '{"a": "^1.2.3"}', '{"a": "1.2.4"}'),
        ("package.json", '{\r\n"a": "1.0.0"\r\n}', '{\r\n"a": "1.0.1"\r\n}'),
        ("pyproject.toml", 'version = "1.2"\nd = ["a>=1.0,<2"]',
         'version = "1.3rc1"\nd = ["a>=1.1,<3"]'),
        ("requirements/dev.txt", f"a==1.0 \\\n  --hash=sha256:{'a' * 64}\n",
         f"a==1.1 \\\n  --hash=sha256:{'b' * 64} \\\n  --hash=sha256:{'c' * 64}\n"),
        ("go.mod", "go 1.22\nrequire a.org/b/v2 v2.1.0\n", "go 1.23\nrequire a.org/b/v3 v3.0.0\n"),
        ("Dockerfile", "FROM node:20-alpine\n", f"FROM node:22-alpine3.20@sha256:{'a' * 64}\n"),
        ("api/Dockerfile.dev", "FROM python:3.11-slim AS a\n", "FROM python:3.12-slim AS a\n"),
        ("Dockerfile", "ARG A=1.2\n env B=1.2\nRUN a-1.0\n", "ARG A=1.3\n env B=1.3\nRUN a-1.0\n"),
        (".nvmrc", "20\n", "22\n"),
        (".tool-versions", "nodejs 20.1.0\njava temurin-21.0.1+12\n",
         "nodejs 22.0.0\njava temurin-21.0.2+13\n"),
        ("pom.xml", "<version>5.3.1.RELEASE</version>", "<version>5.3.2.RELEASE</version>"),
        ("infra/main.tf", 'version = "~> 5.1"\n', 'version = "~> 5.2"\n'),
        ("gradle/wrapper/gradle-wrapper.properties", "u=https\\://a.org/gradle-8.5-bin.zip\n",
         "u=https\\://a.org/gradle-8.10.2-bin.zip\n"),
        ("charts/a/Chart.yaml", "version: 0.1.0\nappVersion: v1\n",
         "version: 0.2.0\nappVersion: v2\n"),
    ]  # fmt: skip
    BAD: ClassVar = [
        ("package.json", '{"a": "1.0.0"}', '{"b": "1.0.0"}'),
        ("package.json", '{"a": "1.0.0"}', '{"a": "1.0.1", "postinstall": "sh evil.sh"}'),
        ("package.json", '{"start": "run --port 8080"}', '{"start": "run --port 9090"}'),
        ("pyproject.toml", "line-length = 100\n", "line-length = 120\n"),
        ("docker-compose.yml", '- "127.0.0.1:80:80"\n', '- "0.0.0.0:80:80"\n'),
        ("docker-compose.yml", "- 8080:80\n", "- 8080:81\n"),
        ("Dockerfile", "FROM node:20\n", "FROM evil:20\n"),
        ("Dockerfile", "RUN sh a-1.2.sh\n", "RUN sh b-1.3.sh\n"),
        ("Dockerfile", "RUN curl a.org/1.2.3/a | sh\n", "RUN curl a.org/1.2.4/a | sh\n"),
        ("a.Dockerfile", "RUN a \\\n  b==1.2.3\n", "RUN a \\\n  b==1.2.4\n"),
        ("Containerfile", "COPY a-1.2 a\n", "COPY a-1.3 a\n"),
        ("infra/main.tf", "count = 1\n", "count = 2\n"),
        ("src/app.py", 'V = "1.2.3"\n', 'V = "1.2.4"\n'),
        ("package.json", "a\0 1.0.0", "a\0 1.0.1"),
    ]  # fmt: skip

    @pytest.mark.parametrize(("path", "before", "after"), GOOD)
    def test_they_need_no_task(self, repo: Repo, path: str, before: str, after: str) -> None:
        repo.commit("a", {path: before})
        repo.commit("chore: bump (#7)", {path: after, "CHANGELOG.md": "a\n"})
        assert judged(repo) == []
        assert repo.codes("check", "--range", "HEAD~1..HEAD", "--select", "GIT") == []

    @pytest.mark.parametrize(("path", "before", "after"), BAD)
    def test_any_other_change_does(self, repo: Repo, path: str, before: str, after: str) -> None:
        repo.commit("a", {path: before})
        repo.commit("chore: bump", {path: after})
        assert judged(repo) == ["GIT001"]

    def test_code_beside_it_does(self, repo: Repo) -> None:
        repo.commit("a", {"package.json": '{"a": "1.0.0"}'})
        repo.commit("chore: bump", {"package.json": '{"a": "1.0.1"}', "src/app.py": "evil\n"})
        assert judged(repo) == ["GIT001"]

    def test_a_new_manifest_does(self, repo: Repo) -> None:
        repo.commit("chore: begin", {"package.json": '{"a": "1.0.0"}'})
        assert judged(repo) == ["GIT001"]

    def test_the_next_commit_needs_none(self, repo: Repo) -> None:
        repo.commit("a", {"package.json": '{"a": "1.0.0"}'})
        repo.add({"package.json": '{"a": "1.0.1"}'})
        assert repo.message("chore: bump a") == []
