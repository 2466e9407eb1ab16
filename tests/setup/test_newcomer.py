"""One pass as a newcomer: an old repository adopts the gate with the real git and pre-commit.

Each command is one that docs/how-to/adopt.md or the output of an earlier command names.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from aos_check import HOME
from tests.support.git_repo import Repo, put_on_path
from tests.support.hooks import HookedRepo
from tests.support.installation import git_record, write_record
from tests.support.old_repository import folder, write_old_repository
from tests.support.pre_commit import Installed

pytestmark = pytest.mark.pre_commit
PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "adopt.md").read_text("utf-8")
CONFIG = "aos-check.toml"
TASKS, OTHER = f"{folder(1)}/tasks.md", f"{folder(2)}/tasks.md"
CODE, MORE = "src/feature_1.py", "src/feature_2.py"


class Newcomer:
    """A lead who types commands, and looks at what they print."""

    def __init__(self, folder: Path, installed: Installed, monkeypatch: pytest.MonkeyPatch) -> None:
        source = installed.folder / "source"
        record = git_record(HOME, Repo(source).git("rev-parse", "HEAD"))
        monkeypatch.syspath_prepend(write_record(folder / "record", record))
        published = {"COUNT": "1", "KEY_0": f"url.{source}.insteadOf", "VALUE_0": HOME}
        env = {f"GIT_CONFIG_{name}": value for name, value in published.items()}
        self.env = env | put_on_path(folder) | {"PRE_COMMIT_HOME": installed.home}
        HookedRepo(folder / "remote.git", "--bare")
        self.repo = HookedRepo(folder / "work", env=self.env)
        write_old_repository(self.repo)
        self.repo.git("remote", "add", "origin", "../remote.git")
        self.repo.git("push", "--quiet", "--set-upstream", "origin", "main")
        self.installed = installed

    def types(self, *arguments: str, code: int = 0) -> str:
        """Run aos-check; return its output."""
        result = self.repo.run(*arguments, env=self.env)
        assert result.exit_code == code, result.output
        return result.output

    def reads(self, title: str) -> str:
        """Run the commands in a section of the page; return the output of all."""
        section = PAGE.split(f"## {title}\n")[1].split("\n## ")[0]
        yesterday = f"{datetime.now(timezone.utc) - timedelta(days=1):%Y-%m-%d}"
        blocks = re.findall(r"```sh\naos-check (.*?)```", section, re.DOTALL)
        commands = [row for block in blocks for row in block.split("\naos-check ")]
        typed = (re.sub(r"\d{4}-\d\d-\d\d", yesterday, row).split() for row in commands)
        return "".join(self.types(*words) for words in typed)

    def follows(self, output: str) -> None:
        """Run the commands that `init` lists as the next ones."""
        for step in output.partition("\nnext:\n")[2].splitlines():
            for command in step.partition("  #")[0].split("&&"):
                self.runs(command.split())

    def runs(self, command: list[str]) -> None:
        """Run one command line."""
        if command[0] == "aos-check":
            self.types(*command[1:])
        elif command[0] == "pre-commit":
            assert self.installed.run(self.repo.top, *command[1:]).code == 0
        elif command[:2] == ["git", "commit"]:
            self.repo.accepted("commit", "-m", "chore: aos-check")
        elif command[0] == "git":
            self.repo.accepted(*command[1:])
        elif command[0] != "pip":
            raise AssertionError(command)

    def edits(self, path: str, text: str, instead: str = "") -> None:
        """Append the text to a file, or replace `instead` by it."""
        file = self.repo.top / path
        before = file.read_text("utf-8") if file.exists() else ""
        assert instead in before
        after = before.replace(instead, text, 1) if instead else before + text
        self.repo.write({path: after})

    def commits(self, message: str) -> str:
        """Commit everything; return the output."""
        self.repo.git("add", "--all")
        return self.repo.accepted("commit", "-m", message).screen


@pytest.fixture
def lead(installed: Installed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Newcomer:
    return Newcomer(tmp_path, installed, monkeypatch)


def test_from_the_first_look_to_the_gate(lead: Newcomer) -> None:
    looks_at_the_history(lead)
    observes(lead)
    works_for_a_week(lead)
    enforces(lead)
    is_refused_once(lead)
    works_on(lead)


def looks_at_the_history(lead: Newcomer) -> None:
    assert int(lead.repo.git("rev-list", "--count", "HEAD")) == 60
    assert len(lead.repo.codes("check")) > 40
    assert "no gate keeps mistakes out of the history" in lead.types("doctor", code=1)
    assert "feature-1#1.2  Tests" in lead.types("next")
    assert "▸ feature-1   █████░░░░░ 3/6" in lead.types("status")
    said = lead.reads("1. Replay: see what would have been stopped")
    assert "would have been stopped" in said
    assert re.search(r"GIT001 +commit-without-task +25 ", said)
    assert "write them with `aos-check replay --write`" in said


def observes(lead: Newcomer) -> None:
    lead.follows(lead.reads("2. Write the settings, and observe"))
    assert not lead.repo.git("status", "--porcelain")
    said = lead.types("doctor")
    assert re.search(r"observing since \S+, 0 findings would have failed", said)
    assert "severity keeps GIT001, TASK001, DOC006, SPEC007 from refusing anything" in said
    assert said.endswith("the project only observes, so nothing is refused yet\n")


def works_for_a_week(lead: Newcomer) -> None:
    lead.edits(CODE, "z = 1\n")
    assert "warning GIT001 commit-without-task" in lead.commits("a quick change")
    lead.edits("README.md", "More.\n")
    assert ": error" not in lead.commits("docs")
    lead.edits(OTHER, "- [ ] 3. Again\n")
    assert re.search(r"error TASK003 .* \(would fail\)", lead.commits("plan more"))
    lead.edits(CODE, "z = 2\n")
    said = lead.commits("a wrong name\n\nTask: feature-2#9")
    assert re.search(r"error GIT002 .* \(would fail\)", said)
    lead.edits(OTHER, "- [ ] 4. Again\n", "- [ ] 3. Again\n")
    lead.commits("another number")
    assert "2 findings would have failed" in lead.repo.accepted("push").screen
    lead.edits(CODE, "z = 3\n")
    lead.commits("another wrong name, which is not pushed yet\n\nTask: feature-2#9")
    # Feature 2 is done in the roadmap, and now has one more open task (ROAD002).
    assert "3 findings would have failed" in lead.types("doctor", "--only", "rules")


def enforces(lead: Newcomer) -> None:
    lead.edits(CONFIG, "", 'GIT001 = "warning"\n')
    said = lead.reads("3. Enforce")
    assert re.search(r"in all +4 of 7 ", said)
    assert re.search(r"since \S+, 4 findings would have failed:\n +2  GIT00", said)
    lead.follows(said)
    assert not lead.repo.git("status", "--porcelain")
    lead.types("check")
    said = lead.types("doctor")
    assert "observ" not in said
    assert said.endswith("\nevery installed gate holds\n")
    lead.repo.accepted("push")


def is_refused_once(lead: Newcomer) -> None:
    lead.edits(CODE, "z = 4\n")
    said = lead.repo.refused("commit", "-am", "a quick change").screen
    assert "error GIT001 commit-without-task" in said
    assert "aos-check next" in said
    lead.repo.git("checkout", "--quiet", "HEAD", "--", ".")


def works_on(lead: Newcomer) -> None:
    repo = lead.repo
    task = "Task: feature-1#1.2"
    repo.git("checkout", "--quiet", "-b", "topic")
    lead.edits("tests/test_feature_1.py", "assert True\n")
    lead.commits(f"test: feature 1\n\n{task}")
    lead.edits(CODE, "z = 5\n")
    lead.commits(f"feat: feature 1\n\n{task}")
    lead.edits(CODE, "z = 6\n")
    repo.git("add", "--all")
    repo.accepted("commit", "--fixup", "HEAD")
    sequence = {"GIT_SEQUENCE_EDITOR": "true"}
    repo.accepted("rebase", "--interactive", "--autosquash", "main", **sequence)
    lead.edits(TASKS, "[x] 1.2 Tests", "[ ] 1.2 Tests")
    lead.commits("docs: tick")
    repo.accepted("push", "--set-upstream", "origin", "topic")
    repo.git("checkout", "--quiet", "main")
    lead.edits(CODE, "z = 0\n")
    lead.commits("fix: a crash\n\nTask: none the shop is down")
    repo.accepted("revert", "--no-edit", "HEAD")
    lead.edits("pyproject.toml", '[project]\nname = "shop"\nversion = "1.0.0"\n')
    lead.commits("build: package\n\nTask: none the packaging")
    lead.edits("pyproject.toml", "1.0.1", "1.0.0")
    lead.edits("CHANGELOG.md", "## 1.0.1\n")
    lead.commits("chore: release 1.0.1")
    lead.edits("README.md", "Even more.\n")
    lead.commits("docs: more")
    repo.accepted("merge", "--no-edit", "topic")
    lead.edits(MORE, "z = 1\n")
    lead.edits(OTHER, "[x] 1.2 Tests", "[ ] 1.2 Tests")
    lead.commits("feat: tests of feature 2")
    assert repo.last_message() == "feat: tests of feature 2\n\nTask: feature-2#1.2"
    lead.edits(MORE, "z = 2\n")
    lead.edits(OTHER, "[x] 3. Third", "[ ] 3. Third")
    lead.commits("feat: a part (Spec 002, task 3)")
    repo.accepted("push")
