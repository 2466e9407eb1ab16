"""Rules from plugins: their options, the date and history they get, and when they load."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import date
from importlib import import_module, invalidate_caches
from pathlib import Path
from typing import Any

import pytest

from aos_check.judging import plugins
from aos_check.judging.judge import Modes, judge, open_subject
from aos_check.judging.request import CheckRequest
from aos_check.judging.testing import TODAY, examples, run
from aos_check.model.change import Change, Commit
from aos_check.model.finding import Severity
from aos_check.model.project import Project
from aos_check.model.rule import Option, Rule, Verdicts, commit_rule, project_rule
from aos_check.reporters import FORMATS
from tests.support.git_repo import Repo, environment

TASKS = ".agent-os/specs/2025-10-08-login/tasks.md"
RULE = '''"""A spec lost its file.

Nobody can find it. Bring it back.

## Flagged: it was there before

```md .agent-os/specs/2025-10-08-login/tasks.md ACME001:1
- [ ] 1. Sign-in form
```

```py src/login.py before
FORM = []
```

## Accepted: another name

```md .agent-os/specs/2025-10-08-login/tasks.md
- [ ] 1. Sign-in form
```

```toml aos-check.toml
[rules.lost-file]
names = ["other.py"]
```

```py src/login.py before
FORM = []
```
"""

from aos_check.model.finding import Problem, Severity
from aos_check.model.rule import Option, project_rule

OPTIONS = (
    Option("names", ("login.py",), "The names of the files."),
    Option("max-age", 14, "The age in days."),
)


@project_rule("ACME001", doc=__doc__, severity=Severity.ERROR, options=OPTIONS)
def lost_file(project, *, today, history, names, max_age):
    lost = [name for name in names if history.ever_had(name)]
    if lost:
        count = len(history.commits())
        message = f"{today}: {', '.join(lost)} in {count} commits, {max_age} days"
        yield Problem(project.specs[0].at, message, "bring it back")
'''
Install = Callable[..., Path]
TARGET = "acme_rules.lost_file:lost_file"
ENTRY = f"lost-file = {TARGET}"


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Install]:
    """A function that installs the package acme-rules with some entries and a module."""
    site = tmp_path / "site"

    def install(*entries: str, code: str = RULE, group: str = plugins.GROUP) -> Path:
        package = site / "acme_rules"
        package.mkdir(parents=True)
        (package / "__init__.py").write_text("", "utf-8")
        (package / "lost_file.py").write_text(code, "utf-8")
        info = site / "acme_rules-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: acme-rules\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *entries, ""]))
        invalidate_caches()
        return site

    monkeypatch.syspath_prepend(site)
    plugins._load.cache_clear()
    yield install
    for name in [name for name in sys.modules if name.startswith("acme_rules")]:
        del sys.modules[name]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A repository in which src/login.py was deleted."""
    repo = Repo(tmp_path / "repo")
    files = {TASKS: "- [ ] 1. Form\n", "src/login.py": "FORM = []\n"}
    repo.commit("Add the form", {**files, "aos-check.toml": 'plugins = ["acme-rules"]\n'})
    repo.commit("Drop it", {"src/login.py": None})
    return repo


def messages(repo: Repo, *arguments: str) -> list[str]:
    found = repo.report("check", "--select", "ACME001", *arguments)["findings"]
    return [finding["message"] for finding in found]


def refused(repo: Repo, text: str) -> str:
    """The error message of a check with this configuration, without its first word."""
    repo.write({"aos-check.toml": text})
    result = repo.run("check")
    assert (result.exit_code, result.stdout) == (2, "")
    return result.stderr.removeprefix("aos-check: ")


class TestNeeds:
    """A rule gets the inputs that it asks for."""

    def test_the_history_up_to_the_tree_under_check(self, install: Install, repo: Repo) -> None:
        install(ENTRY)
        assert [message.partition(": ")[2] for message in messages(repo)] == [
            "login.py in 2 commits, 14 days"
        ]
        assert "in 2 commits" in messages(repo, "--staged")[0]
        assert "in 1 commits" in messages(repo, "--commit", "HEAD~1")[0]
        assert "in 2 commits" in messages(repo, "--range", "HEAD~1..HEAD")[0]

    def test_options_by_code_or_name(self, install: Install, repo: Repo) -> None:
        install(ENTRY)
        config = 'plugins = ["acme-rules"]\n[rules.{}]\nmax-age = 3\nnames = ["a", "login.py"]\n'
        for word in ("ACME001", "lost-file"):
            repo.write({"aos-check.toml": config.format(word)})
            assert messages(repo)[0].endswith(": login.py in 2 commits, 3 days")

    def test_the_date_of_the_run(
        self, install: Install, repo: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        install(ENTRY)
        monkeypatch.chdir(repo.top)
        opened = open_subject(CheckRequest(clock=lambda: date(2031, 2, 3)), Modes())
        (finding,) = judge(opened, select=["ACME001"]).findings
        assert finding.problem.message.startswith("2031-02-03: ")

    def test_without_a_history_the_rule_is_not_evaluated(
        self, install: Install, repo: Repo, tmp_path: Path
    ) -> None:
        install(ENTRY)
        shallow = tmp_path / "shallow"
        repo.git("clone", "--quiet", "--depth=1", f"file://{repo.top}", str(shallow))
        report = Repo(shallow).report("check")
        assert {"code": "ACME001", "reason": "the history is shallow, so it does not show every "
                "commit"} in report["not_evaluated"]  # fmt: skip
        subprocess.run(["rm", "-rf", str(shallow / ".git")], check=True)
        found = subprocess.run(
            [sys.executable, "-m", "aos_check", "--format", "json", "--root", "."],
            cwd=shallow, env=environment() | {"PYTHONPATH": str(tmp_path / "site")},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        listed = json.loads(found.stdout)["not_evaluated"]
        assert {"code": "ACME001", "reason": "there is no git history here"} in listed

    def test_before_the_first_commit_there_is_nothing_in_it(
        self, install: Install, tmp_path: Path
    ) -> None:
        install(ENTRY)
        repo = Repo(tmp_path / "new")
        repo.write({TASKS: "- [ ] 1. Form\n", "aos-check.toml": 'plugins = ["acme-rules"]\n'})
        report = repo.report("check", "--select", "ACME001")
        assert (report["findings"], report["not_evaluated"]) == ([], [])

    def test_the_documentation_is_run_like_ours(self, install: Install) -> None:
        install(ENTRY)
        rule: Rule = import_module("acme_rules.lost_file").lost_file
        flagged, accepted = examples(rule)
        assert run(rule, flagged) == flagged.expected == {(TASKS, 1)}
        assert run(rule, accepted) == accepted.expected == set()

    def test_a_parameter_that_nothing_fills_is_refused(self) -> None:
        def odd(project: Project, *, yesterday: date) -> Verdicts:
            del project, yesterday
            return iter(())

        options: tuple[Option, ...]
        for options in ((), (Option("yesterday", 1, "A."), Option("max-age", 1, "B."))):
            with pytest.raises(TypeError, match="the keyword-only parameters of odd must be"):
                project_rule("ACME001", doc="", severity=Severity.INFO, options=options)(odd)

    def test_a_commit_is_no_other_than_the_rule_says(self) -> None:
        @commit_rule("ACME002", doc="A rule.", severity=Severity.INFO)
        def late(commit: Commit, *, today: date) -> Verdicts:
            del commit, today
            return iter(())

        assert (late.judges, late.name, late.needs) == (Commit, "late", ("today",))
        assert list(late.check(Commit("", "", Change()), today=TODAY)) == []


class TestOptions:
    """Options in the configuration are checked like every other key."""

    HEAD = 'plugins = ["acme-rules"]\n\n'

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            (
                "[rules.ACME001]\nmax-agee = 1\n",
                (
                    "aos-check.toml:4: rules.ACME001.max-agee: ACME001 lost-file has no such "
                    "option\n"
                    "  help: the nearest is max-age; its options are names, max-age\n"
                ),
            ),
            (
                '[rules.ACME001]\nnames = ["a"]\nmax-age = "1"\n',
                (
                    "aos-check.toml:5: rules.ACME001.max-age must be a whole number\n"
                    "  help: correct max-age\n"
                ),
            ),
            (
                "[rules]\nACME001 = { max-age = true }\n",
                (
                    "aos-check.toml:4: rules.ACME001.max-age must be a whole number\n"
                    "  help: correct max-age\n"
                ),
            ),
            (
                "[rules.lost-fil]\nmax-age = 1\n",
                (
                    "aos-check.toml:3: rules.lost-fil: there is no rule lost-fil\n"
                    "  help: the nearest is lost-file; see `aos-check rules`\n"
                ),
            ),
            (
                "[rules.ACME001]\n[rules.lost-file]\n",
                (
                    "aos-check.toml:4: rules.lost-file is a second table for ACME001 lost-file\n"
                    "  help: keep one of the two\n"
                ),
            ),
            (
                "[rules.TASK001]\na = 1\n",
                (
                    "aos-check.toml:4: rules.TASK001.a: TASK001 done-task-open-subtask has no such "
                    "option\n  help: delete it: this rule has no options\n"
                ),
            ),
            (
                "[rules]\nTASK001 = 1\n",
                "aos-check.toml:4: rules.TASK001 must be a table\n  help: correct rules.TASK001\n",
            ),
        ],
    )
    def test_a_fault_has_its_line_and_a_remedy(
        self, install: Install, repo: Repo, text: str, says: str
    ) -> None:
        install(ENTRY)
        assert refused(repo, self.HEAD + text) == says

    def test_the_schema_knows_them(self, install: Install, repo: Repo) -> None:
        install(ENTRY)
        schema = json.loads(repo.run("schema", "config").stdout)
        tables: dict[str, Any] = schema["properties"]["rules"]["properties"]
        assert tables["ACME001"] == tables["lost-file"]
        assert tables["ACME001"]["properties"]["max-age"] == {
            "type": "integer",
            "default": 14,
            "description": "The age in days.",
        }


class TestLoading:
    """Only the plugins that the configuration in force names are loaded."""

    def test_it_is_documented_and_listed(self, install: Install, repo: Repo) -> None:
        install(ENTRY)
        said = repo.run("explain", "lost-file").stdout
        assert said.startswith("ACME001 lost-file (error)\n\nA spec lost its file.\n")
        assert said.endswith(
            "\n## Options\n\nIn the table `[tool.aos-check.rules.ACME001]`:\n\n"
            '- `names` (default `["login.py"]`): The names of the files.\n'
            "- `max-age` (default `14`): The age in days.\n"
        )
        for form in ("text", "json", "markdown", "handbook"):
            assert "lost-file" in repo.run("rules", "--format", form).stdout

    def test_where_nothing_names_it_nothing_is_loaded(self, install: Install, repo: Repo) -> None:
        site = install(ENTRY, code="raise SystemExit('loaded')")
        repo.write({"aos-check.toml": None})
        script = (
            "import sys; from aos_check.cli import cli; cli(['check'], standalone_mode=False);"
            "print('importlib.metadata' in sys.modules, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=repo.top,
            env=environment() | {"PYTHONPATH": str(site)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr.endswith("False\n")

    def test_a_branch_adds_none(self, install: Install, repo: Repo) -> None:
        install(ENTRY)
        named = (repo.top / "aos-check.toml").read_text("utf-8")
        base = repo.commit("Name no plugin", {"aos-check.toml": ""})
        repo.commit("Name one", {"aos-check.toml": named})
        range_ = ("check", "--range", f"{base}..HEAD")
        assert "ACME001" in repo.codes(*range_)
        report = repo.report(*range_, "--config-from", base)
        assert "ACME001" not in str(report["findings"]) + str(report["not_evaluated"])
        assert "acme_rules.lost_file" in sys.modules  # the first check alone loaded it
        assert any(note.endswith("changes plugins") for note in report["notes"])

    def test_a_branch_removes_none(self, install: Install, repo: Repo) -> None:
        install(ENTRY)
        repo.commit("Name no plugin", {"aos-check.toml": ""})
        assert "ACME001" in repo.codes("check", "--range", "HEAD~1..", "--config-from", "HEAD~1")

    @pytest.mark.parametrize(
        ("entries", "code", "says"),
        [
            ((), RULE, "the package acme-rules has no entry point in the group aos_check.rules"),
            (
                (ENTRY,),
                "1 / 0",
                (
                    f"the rule {TARGET} of acme-rules cannot be loaded: "
                    "ZeroDivisionError: division by zero"
                ),
            ),
            (
                (ENTRY,),
                "lost_file = 1",
                f"{TARGET} of acme-rules is not a rule with a code such as ACME001",
            ),
            (
                (ENTRY,),
                RULE.replace("ACME001", "1"),
                f"{TARGET} of acme-rules is not a rule with a code such as ACME001",
            ),
            (
                (ENTRY,),
                RULE.replace("ACME001", "TASK001"),
                (
                    "TASK001 lost-file of acme-rules has the code or the name of TASK001 "
                    "done-task-open-subtask"
                ),
            ),
            (
                (ENTRY, f"again = {TARGET}"),
                RULE,
                "ACME001 lost-file of acme-rules has the code or the name of ACME001 lost-file",
            ),
        ],
    )
    def test_a_broken_plugin_is_refused(
        self, install: Install, repo: Repo, entries: tuple[str, ...], code: str, says: str
    ) -> None:
        install(*entries, code=code)
        said = refused(repo, 'plugins = ["acme-rules"]\n')
        assert said.startswith(f"aos-check.toml:1: plugins: {says}\n  help: ")

    @pytest.mark.parametrize("name", ["acme-rules", "", "../site", "click"])
    def test_a_package_that_is_not_there_is_refused(self, repo: Repo, name: str) -> None:
        plugins._load.cache_clear()
        said = refused(repo, f"plugins = [{json.dumps(name)}]\n")
        assert said.startswith("aos-check.toml:1: plugins: the package ")
        assert "delete it from plugins" in said

    def test_shipped_rules_are_explained_without_the_plugin(self, repo: Repo) -> None:
        plugins._load.cache_clear()
        assert repo.run("explain", "TASK001").stderr == ""
        result = repo.run("rules")
        assert result.exit_code == 0
        assert "TASK001" in result.stdout
        assert result.stderr.startswith("aos-check: only the shipped rules are listed: ")

    @pytest.mark.parametrize("form", FORMATS)
    def test_every_format_writes_its_findings(
        self, install: Install, repo: Repo, form: str
    ) -> None:
        install(ENTRY)
        result = repo.run("check", "--format", form)
        assert result.exit_code == 1
        assert "ACME001" in result.stdout
        assert "rules.md#acme001" not in result.stdout
