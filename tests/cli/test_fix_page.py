"""docs/how-to/fix.md: its project, its diff and its last command are real."""

from __future__ import annotations

import re
from pathlib import Path

from aos_check.judging.fixing import FIXABLE
from tests.support.git_repo import Repo

PAGE = (Path(__file__).parents[2] / "docs/how-to/fix.md").read_text("utf-8")
FILES = dict(re.findall(r"^```md (\S+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
DIFF = re.findall(r"^```diff\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
COMMAND = re.findall(r"^```sh\naos-check (.*?)\n```$", PAGE, re.MULTILINE)


def test_its_example(repo: Repo) -> None:
    repo.write(FILES)
    assert [repo.run("check", "--diff").stdout] == DIFF
    (command,) = COMMAND
    assert repo.run(*command.split()).stderr == "no finding can be fixed automatically\n"
    assert repo.run("check", "--fix").stderr.count("fixed ") == 2
    assert "no problems found" in repo.run("check", "--select", "TASK,ROAD").stdout


def test_its_table_has_every_rule() -> None:
    # ROAD004 is about a change, and says the same of one item as ROAD003.
    assert set(re.findall(r"^\| (\w+\d{3}) ", PAGE, re.MULTILINE)) == FIXABLE - {"ROAD004"}
