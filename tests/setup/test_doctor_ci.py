"""`aos-check doctor` on workflows and pipelines."""

from __future__ import annotations

from pathlib import Path

import pytest

from aos_check.ci.github import workflow
from tests.support.doctor import DoctorRepo, repo_with_changes
from tests.support.installation import PUBLISHED

ROOT = Path(__file__).parents[2]


@pytest.fixture
def repo(tmp_path: Path) -> DoctorRepo:
    """A repository with a spec, a commit and uncommitted changes."""
    return repo_with_changes(tmp_path)


WORKFLOW = workflow.written(PUBLISHED)


RUN = "on: [pull_request, merge_group]\njobs:\n  a:\n    steps:\n      - run: {}\n"
JUDGES = "it checks each pull request; whether it is required cannot be seen from here"
TARGET = "it runs for pull_request_target, which checks out the base and not the new commits"


def replaced(old: str, new: str) -> str:
    assert old in WORKFLOW
    return WORKFLOW.replace(old, new)


class TestWorkflows:
    def test_the_files_of_init_work(self, repo: DoctorRepo) -> None:
        repo.write({workflow.FILE: WORKFLOW})
        seen = repo.doctor(code=0)
        assert [each for each in seen.results if each["gate"] == "ci"] == [
            {
                "gate": "ci",
                "subject": workflow.FILE,
                "state": "ok",
                "text": JUDGES,
                "remedy": "",
                "blocks": True,
            }
        ]

    def test_none(self, repo: DoctorRepo) -> None:
        repo.write({".github/workflows/test.yml": "on: push\njobs: {}\n"})
        seen = repo.doctor("ci")
        assert (seen.code, seen.states()) == (0, {".github/workflows": "not installed"})
        assert seen.results[0]["text"].endswith("so no branch can require it")

    @pytest.mark.parametrize(
        ("text", "said", "remedy"),
        [
            (
                replaced("    runs-on", "    continue-on-error: true\n    runs-on"),
                "its job has continue-on-error: True",
                "remove continue-on-error",
            ),
            (
                WORKFLOW + "        continue-on-error: ${{ always() }}\n",
                "its step has continue-on-error: ${{ always() }}",
                "remove continue-on-error",
            ),
            (
                replaced("  pull_request:", "  pull_request_target:"),
                TARGET,
                "run it for pull_request instead",
            ),
            (
                "on: [push, merge_group]\n" + WORKFLOW[WORKFLOW.index("permissions") :],
                "it does not run for pull requests",
                "add `pull_request:` to its events",
            ),
            (
                WORKFLOW + "        if: ${{ false }}\n",
                "its step never runs: `if: false`",
                "remove the condition",
            ),
            (
                RUN.format("aos-check ci || true"),
                "its `run` ignores the exit code of aos-check",
                "make aos-check the last command of the step",
            ),
        ],
    )
    def test_open_ones(self, repo: DoctorRepo, text: str, said: str, remedy: str) -> None:
        repo.write({workflow.FILE: text})
        seen = repo.doctor("ci", code=1)
        assert [each["state"] for each in seen.results] == ["open"]
        assert seen.of(workflow.FILE) == ("open", said, remedy)

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            (replaced("          fetch-depth: 0\n", ""), "the checkout is shallow"),
            (replaced("fetch-depth: 0", "fetch-depth: 1"), "the checkout is shallow"),
            (replaced("  merge_group:\n", ""), "it does not run for merge_group"),
            (
                replaced("    types:", "    paths: [src/**]\n    types:"),
                "`paths` exempts some pull requests",
            ),
            (WORKFLOW + "        if: github.actor != 'a'\n", "its step runs only if"),
        ],
    )
    def test_only_a_notice(self, repo: DoctorRepo, text: str, said: str) -> None:
        repo.write({workflow.FILE: text})
        seen = repo.doctor("ci", code=0)
        assert [each["state"] for each in seen.results] == ["ok", "note"]
        assert seen.results[1]["text"].startswith(said)
        assert seen.results[1]["remedy"]

    @pytest.mark.parametrize(
        "text",
        [
            "on: pull_request\njobs:\n  a:\n    uses: o/aos-check/.github/workflows/a.yml@v1\n",
            WORKFLOW + "\t- x",
            "run: aos-check ci\njobs: [1]\n",
            "- run: aos-check ci\n",
        ],
    )
    def test_what_cannot_be_read(self, repo: DoctorRepo, text: str) -> None:
        repo.write({workflow.FILE: text})
        seen = repo.doctor("ci", code=2)
        assert "look on GitHub whether it runs" in seen.complaint


GITLAB = (ROOT / "templates" / "gitlab-ci.yml").read_text("utf-8")


class TestGitLab:
    def test_the_template_works(self, repo: DoctorRepo) -> None:
        repo.write({".gitlab-ci.yml": GITLAB})
        seen = repo.doctor("ci")
        assert (seen.code, seen.states()) == (0, {".gitlab-ci.yml": "ok"})
        assert len(seen.results) == 1

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ("  allow_failure: true\n", "allow_failure lets the job aos-check fail"),
            ("  allow_failure: {exit_codes: [1]}\n", "allow_failure lets the job aos-check fail"),
            ("  when: manual\n", "the job aos-check waits until a person starts it"),
        ],
    )
    def test_open_ones(self, repo: DoctorRepo, more: str, said: str) -> None:
        repo.write({".gitlab-ci.yml": GITLAB + more})
        seen = repo.doctor("ci", code=1)
        assert seen.of(".gitlab-ci.yml")[:2] == ("open", said)

    def test_an_answer_thrown_away(self, repo: DoctorRepo) -> None:
        repo.write({".gitlab-ci.yml": "a:\n  script: aos-check ci || echo no\n"})
        seen = repo.doctor("ci", code=1)
        assert [each["state"] for each in seen.results] == ["open", "note"]
        assert "GIT_DEPTH" in seen.results[1]["remedy"]

    @pytest.mark.parametrize(
        "text", ["include: https://e.org/aos-check.yml\n", "a: !reference [aos-check]\n"]
    )
    def test_what_cannot_be_seen(self, repo: DoctorRepo, text: str) -> None:
        repo.write({".gitlab-ci.yml": text})
        repo.doctor("ci", code=2)
