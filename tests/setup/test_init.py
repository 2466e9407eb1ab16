"""`aos-check init` on repositories in many states: one run, a second run, and removal.

`goldens/init/NAME` holds a repository before and after. `init` refuses a state without `after`.
`{HEAD}` stands for the id of the repository's first commit.
"""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

from aos_check import HOME, __version__
from aos_check.ci.github import workflow
from aos_check.model.errors import CannotCheckError
from aos_check.reading.layouts.loading import shipped
from aos_check.setup import file_edits as putting
from aos_check.setup.file_edits import Removal
from aos_check.setup.init import claude_code, configuration, pre_commit
from aos_check.setup.init.hook_entry import entry_of
from tests.support.git_repo import Repo, environment, put_on_path
from tests.support.installation import FROM_GIT, FROM_INDEX, PUBLISHED, VERSION
from tests.support.samples import samples

ROOT = Path(__file__).parents[2]
GOLDENS = Path(__file__).parent / "goldens" / "init"
STATES = sorted(folder.name for folder in GOLDENS.iterdir())
REFUSED = {"broken-yaml", "broken-json"}
PUT_IN = sorted(set(STATES) - REFUSED)
OPTIONS = {"empty": ("--layout", "awos")}
"""The options for `init`, by state."""
LONG_AGO = {f"GIT_{role}_DATE": "2020-01-01T12:00:00Z" for role in ("AUTHOR", "COMMITTER")}
ALL = ("--with", "pre-commit,workflow,claude-code")


def files_in(folder: Path) -> dict[str, bytes]:
    """The files by path, without git's own."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }


def started(name: str, top: Path) -> Repo:
    """A repository in this state, committed."""
    repo = Repo(top / name)
    repo.commit("docs: begin", dict(files_in(GOLDENS / name / "before")))
    return repo


def init(repo: Repo, name: str, *more: str) -> str:
    """Run `init` for all parts, which must succeed; return its output."""
    env = put_on_path(repo.top.parent) if name == "from-folder" else None
    result = repo.run("init", *ALL, *OPTIONS.get(name, ()), *more, env=env)
    assert result.exit_code == 0, result.output
    return result.stdout


def expected(name: str, repo: Repo) -> dict[str, bytes]:
    """The expected files after `init`."""
    head = repo.git("rev-parse", "HEAD").encode()
    after = files_in(GOLDENS / name / "after")
    return {path: content.replace(b"{HEAD}", head) for path, content in after.items()}


# States


@pytest.mark.parametrize("sample", samples("layouts"), ids=lambda sample: sample.name)
def test_it_says_which_framework_it_found(sample: Path, tmp_path: Path) -> None:
    repo = Repo(tmp_path / "work")
    shutil.copytree(sample, repo.top, dirs_exist_ok=True)
    titles = [layout.title for layout in shipped() if layout.name == sample.name]
    said = repo.run("init", "--yes").stdout
    found = [line for line in said.splitlines() if line.startswith("found: ")]
    assert [line.removeprefix("found: ").rpartition(" in ")[0] for line in found] == titles


@pytest.mark.parametrize("name", PUT_IN)
def test_what_it_makes_is_what_is_written_down(name: str, tmp_path: Path) -> None:
    repo = started(name, tmp_path)
    init(repo, name)
    assert files_in(repo.top) == expected(name, repo)


@pytest.mark.parametrize("name", PUT_IN)
def test_a_second_run_changes_nothing(name: str, tmp_path: Path) -> None:
    repo = started(name, tmp_path)
    init(repo, name)
    before = files_in(repo.top)
    said = init(repo, name)
    assert ("nothing to do: everything is set up already\n" in said) == (name != "from-folder")
    assert "+++" not in said
    assert files_in(repo.top) == before


@pytest.mark.parametrize("name", PUT_IN)
def test_remove_brings_back_every_byte(name: str, tmp_path: Path) -> None:
    repo = started(name, tmp_path)
    init(repo, name)
    repo.run("init", "--remove")
    assert files_in(repo.top) == files_in(GOLDENS / name / "before")


@pytest.mark.parametrize("name", PUT_IN)
def test_a_rehearsal_shows_the_same_and_writes_nothing(name: str, tmp_path: Path) -> None:
    repo = started(name, tmp_path)
    rehearsed = init(repo, name, "--dry-run")
    assert files_in(repo.top) == files_in(GOLDENS / name / "before")
    assert not repo.git("status", "--porcelain")
    assert "\nnext:" not in rehearsed
    assert rehearsed.split("\nthis is a dry run")[0] == init(repo, name).split("\nwrote ")[0]


@pytest.mark.parametrize("name", sorted(set(PUT_IN) - {"comments"}))
def test_what_is_shown_is_a_patch_that_does_it(name: str, tmp_path: Path) -> None:
    repo = started(name, tmp_path)
    patch = tmp_path / "patch"
    patch.write_text(init(repo, name, "--dry-run").split("\nthis is a dry run")[0], "utf-8")
    repo.git("apply", str(patch))
    assert files_in(repo.top) == expected(name, repo)


@pytest.mark.parametrize("name", PUT_IN)
def test_the_configuration_is_accepted(name: str, tmp_path: Path) -> None:
    repo = started(name, tmp_path)
    init(repo, name)
    repo.git("add", "--all")
    assert repo.run("check", "--staged", "--allow-empty").exit_code in (0, 1)
    assert repo.run("check", "--allow-empty").exit_code in (0, 1)


@pytest.mark.parametrize("name", PUT_IN)
def test_the_files_are_what_others_read(name: str, tmp_path: Path) -> None:
    clientlib = pytest.importorskip("pre_commit.clientlib")
    check_jsonschema = pytest.importorskip("check_jsonschema")
    repo = started(name, tmp_path)
    init(repo, name)
    assert clientlib.load_config(repo.top / pre_commit.FILE)["repos"]
    for file in (repo.top / workflow.FOLDER).glob("*"):
        schema = ("--builtin-schema", "vendor.github-workflows")
        result = CliRunner().invoke(check_jsonschema.main, [*schema, str(file)])
        assert result.exit_code == 0, result.output
    settings = json.loads((repo.top / claude_code.FILE).read_bytes())
    assert {event for event in claude_code.hooks() if event in settings["hooks"]}


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("broken-yaml", ".pre-commit-config.yaml:4: it is not YAML"),
        ("broken-json", ".claude/settings.json:3: it is not JSON"),
    ],
)
def test_what_is_broken_is_named_and_nothing_is_written(
    name: str, message: str, tmp_path: Path
) -> None:
    repo = started(name, tmp_path)
    for arguments in (("init", *ALL), ("init", "--remove")):
        result = repo.run(*arguments)
        assert result.exit_code == 2
        assert f"aos-check: {message}" in result.stderr
        assert "  help: fix the file" in result.stderr
        assert result.stdout == ""
    assert files_in(repo.top) == files_in(GOLDENS / name / "before")


# Options


def test_outside_of_git_it_says_how_to_begin(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    repo.top = tmp_path
    result = repo.run("init")
    assert result.exit_code == 2
    assert result.stderr.endswith("  help: run `git init` first\n")


def test_it_writes_at_the_top_wherever_it_runs(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    top, repo.top = repo.top, repo.top / "context" / "spec"
    init(repo, "awos")
    repo.top = top
    assert files_in(top) == expected("awos", repo)


def test_without_artifacts_and_nobody_to_ask_it_wants_a_layout(tmp_path: Path) -> None:
    repo = started("empty", tmp_path)
    result = repo.run("init")
    assert result.exit_code == 2
    assert "  help: name it with --layout: " in result.stderr
    assert "; without a framework, try kiro\n" in result.stderr
    assert "agent-os-3, awos" in result.stderr
    assert files_in(repo.top) == files_in(GOLDENS / "empty" / "before")


def on_terminal(repo: Repo, typed: str, *options: str) -> subprocess.CompletedProcess[bytes]:
    """Run `init` for a user who types this."""
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\x04".encode())  # the end, in case it asks for more
    try:
        return subprocess.run(
            [sys.executable, "-m", "aos_check", "init", *options], cwd=repo.top, stdin=theirs,
            env=environment() | {"PYTHONPATH": os.pathsep.join([sys.path[0], str(ROOT / "src")])},
            capture_output=True, check=False,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)


def test_on_a_terminal_it_asks_for_each_part_and_once_before_it_writes(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    done = on_terminal(repo, "n\ny\nn\nn\ny\n")
    assert done.stderr.count(b"Add ") == 4
    assert done.stderr.count(b"Write this?") == 1
    written = {configuration.FILE, workflow.FILE}
    assert files_in(repo.top).keys() - files_in(GOLDENS / "awos" / "before").keys() == written
    said = done.stdout.decode()
    assert said.startswith(
        f"found: AWOS in context, 1 spec\nto write: {configuration.FILE}, {workflow.FILE}\n\n--- "
    )
    assert "aos-check init --with pre-commit,claude-code,merge  #" in said


@pytest.mark.parametrize("options", [ALL, ("--observe", *ALL)])
def test_what_is_not_confirmed_is_not_written(options: tuple[str, ...], tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    done = on_terminal(repo, "n\n", *options)
    assert done.stdout.decode().endswith("\nnothing was written\n")
    assert files_in(repo.top) == files_in(GOLDENS / "awos" / "before")


def test_without_a_terminal_it_writes_only_the_configuration(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    said = repo.run("init").stdout
    assert files_in(repo.top).keys() - files_in(GOLDENS / "awos" / "before").keys() == {
        configuration.FILE
    }
    assert "aos-check init --with pre-commit,workflow,claude-code,merge  #" in said


def test_on_a_terminal_it_asks_for_the_layout(tmp_path: Path) -> None:
    repo = started("empty", tmp_path)
    done = on_terminal(repo, "awos\n", *ALL, "--yes")
    assert done.returncode == 0, done.stderr
    assert b"Which layout?" in done.stderr
    assert files_in(repo.top) == expected("empty", repo)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--layout", "agent-os"), "there is no layout agent-os"),
        (("--with", "hooks"), "there is no part 'hooks'; choose from pre-commit, workflow"),
        (("--only", "workflow"), "--only"),
        (("--enforce", "--observe"), "--observe does not go with --enforce"),
        (("--enforce", "--with", "workflow"), "--with does not go with --enforce"),
        (("--remove", "--layout", "awos"), "--layout does not go with --remove"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    arguments: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    repo = started("awos", tmp_path)
    result = repo.run("init", *arguments)
    assert result.exit_code == 2
    assert message in result.stderr
    assert files_in(repo.top) == files_in(GOLDENS / "awos" / "before")


def test_parts_are_set_up_each_by_itself(tmp_path: Path) -> None:
    repo = started("empty", tmp_path)
    options = ("--layout", "awos", "--with", "workflow, claude-code")
    assert repo.run("init", *options).exit_code == 0
    added = files_in(repo.top).keys() - files_in(GOLDENS / "empty" / "before").keys()
    assert added == {configuration.FILE, workflow.FILE, claude_code.FILE}
    assert repo.run("init", "--remove").exit_code == 0
    assert not (repo.top / ".claude").exists()


def test_a_layout_that_is_named_is_written_down(tmp_path: Path) -> None:
    repo = started("agent-os-2", tmp_path)
    init(repo, "agent-os-2", "--layout", "agent-os-2")
    assert 'layouts = ["agent-os-2"]\n' in (repo.top / configuration.FILE).read_text("utf-8")


def test_the_workflow_names_the_main_branch(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    repo.git("branch", "--move", "main", "trunk")
    repo.git("checkout", "--quiet", "-b", "topic")
    init(repo, "awos")
    assert "branches: [trunk]\n" in (repo.top / workflow.FILE).read_text("utf-8")


def test_old_commits_are_not_judged_and_new_ones_are(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    repo.commit("feat: old", {"src/app.py": "x = 1\n"})
    init(repo, "awos")
    assert repo.codes("check", "--range", "HEAD~1..HEAD", "--select", "GIT") == []
    repo.commit("feat: new", {"src/app.py": "x = 2\n"})
    assert repo.codes("check", "--range", "HEAD~2..HEAD", "--select", "GIT001") == ["GIT001"]


# Next steps


def test_only_open_steps_are_listed_as_next(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    first = init(repo, "awos")
    assert re.search(r"^  (pip install pre-commit && )?pre-commit install  #", first, re.MULTILINE)
    assert "git add aos-check.toml .pre-commit-config.yaml" in first
    assert "make the job aos-check a required check of main" in first
    assert "aos-check new spec" not in first
    for name in pre_commit.HOOK_TYPES:
        (repo.top / ".git" / "hooks" / name).write_text("# File generated by pre-commit\n")
    second = init(repo, "awos")
    assert "pre-commit install" not in second
    assert "required" not in second
    assert "git add" not in second


def test_hook_types_of_the_users_own_are_left_and_the_rest_is_named(tmp_path: Path) -> None:
    said = init(started("brackets", tmp_path), "brackets")
    assert "pre-commit install -t pre-commit -t pre-merge-commit -t commit-msg" in said


def test_findings_of_today_lead_to_a_baseline(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    rows = "- [x] 1. Form\n  - [ ] 1.1 Tests\n"
    repo.write({"context/spec/001-borrow-a-book/tasks.md": f"# Tasks\n\n{rows}"})
    command = r"aos-check baseline && git add .aos-check-baseline.json"
    step = command + r"  # records today's findings \(\d errors?\),"
    assert re.search(step, init(repo, "awos"))


def test_on_gitlab_no_workflow_is_written(tmp_path: Path) -> None:
    repo = started("vacant", tmp_path)
    assert "docs/how-to/ci.md#gitlab" in init(repo, "vacant")
    repo.write({".gitlab-ci.yml": "aos-check:\n  script: [aos-check ci]\n"})
    assert "gitlab" not in init(repo, "vacant")


# Later changes by the user


def test_what_the_user_added_stays_when_ours_goes(tmp_path: Path) -> None:
    repo = started("comments", tmp_path)
    init(repo, "comments")
    hooks = repo.top / pre_commit.FILE
    mine = b"\r\n# mine\r\ndefault_stages: [pre-commit]\r\n"
    hooks.write_bytes(hooks.read_bytes() + mine)
    settings = repo.top / claude_code.FILE
    settings.write_text(
        settings.read_text("utf-8").replace('{\n  "hooks"', '{\n  "a": 1,\n  "hooks"')
    )
    assert repo.run("init", "--remove").exit_code == 0
    before = files_in(GOLDENS / "comments" / "before")
    assert hooks.read_bytes() == before[pre_commit.FILE] + mine
    assert settings.read_text("utf-8") == '{\n  "a": 1\n}\n'


def test_what_was_changed_is_left_and_named(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    init(repo, "awos")
    changes = {
        configuration.FILE: ("# ignore", "ignore"),
        pre_commit.FILE: ("- id: aos-check  ", "- args: [--strict]\n        id: aos-check  "),
        workflow.FILE: ("ubuntu-latest", "ubuntu-24.04"),
        claude_code.FILE: ('"timeout": 30', '"timeout": 60'),
    }
    for path, (old, new) in changes.items():
        file = repo.top / path
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
    said = repo.run("init", "--remove").stdout
    for path in changes:
        assert f"left {path}: " in said
    assert "timeout" in (repo.top / claude_code.FILE).read_text("utf-8")
    assert '"timeout": 15' not in (repo.top / claude_code.FILE).read_text("utf-8")
    untouched = [configuration.FILE, pre_commit.FILE, workflow.FILE]
    assert not [path for path in untouched if f"deleted {path}" in said]


@pytest.mark.parametrize(
    "rev", ["v9.9.9", "3d3c42e5aac5ba805825da76410c181273ba90b1  # frozen: v9"]
)
def test_a_newer_revision_is_still_ours(rev: str) -> None:
    text = pre_commit.with_entry("ci: {}\n", PUBLISHED).replace(
        f"rev: v{__version__}", f"rev: {rev}"
    )
    assert pre_commit.without_entry(text).text == "ci: {}\n"


# Obstacles


@pytest.mark.parametrize("path", [".pre-commit-config.yaml", ".claude", ".github/workflows"])
def test_links_are_not_written_through(path: str, tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (repo.top / path).parent.mkdir(exist_ok=True)
    (repo.top / path).symlink_to(elsewhere)
    result = repo.run("init", *ALL)
    assert result.exit_code == 2
    assert f"{path} is a symbolic link" in result.stderr
    assert not list(elsewhere.iterdir())
    assert not (repo.top / configuration.FILE).exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [(b"repos: []  # caf\xe9\n", "is not UTF-8"), (b"#" * 2_000_000, "is larger than 1 MiB")],
)
def test_what_cannot_be_read_is_not_written(content: bytes, message: str, tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    repo.write({pre_commit.FILE: content})
    result = repo.run("init", *ALL)
    assert result.exit_code == 2
    assert f"{pre_commit.FILE} {message}" in result.stderr
    assert not (repo.top / configuration.FILE).exists()


def test_a_file_where_a_folder_must_be_stops_all(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    repo.write({".github": "x\n"})
    result = repo.run("init", *ALL)
    assert result.exit_code == 2
    assert ".github is not a folder" in result.stderr
    assert not (repo.top / configuration.FILE).exists()


def test_when_one_cannot_be_written_the_others_are_put_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = started("comments", tmp_path)

    def replace(path: Path, content: bytes) -> None:
        if path.name == "settings.json":
            raise CannotCheckError("the disk is full", "make room")
        path.write_bytes(content)

    monkeypatch.setattr(putting, "replace_file", replace)
    result = repo.run("init", *ALL)
    assert result.exit_code == 2
    assert "the disk is full" in result.stderr
    assert files_in(repo.top) == files_in(GOLDENS / "comments" / "before")


def test_a_file_that_changes_meanwhile_is_not_written(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("new\n")
    with pytest.raises(CannotCheckError, match="a has just been changed"):
        putting.write_all(tmp_path, [putting.FileEdit("a", "old\n", "ours\n")])
    assert (tmp_path / "a").read_text() == "new\n"


def test_a_diff_holds_nothing_that_a_terminal_obeys() -> None:
    edits = [putting.FileEdit("a", "x\x1b[2J\u202e\n", "x\x1b[2J\u202e\ny\n")]
    assert putting.diff_of(edits) == ("--- a/a\n+++ b/a\n@@ -1 +1,2 @@\n x\\x1b[2J\\u{202e}\n+y\n")


# The documentation shows the same entries


def test_the_workflow_is_that_of_the_documentation() -> None:
    page = (ROOT / "docs/how-to/ci.md").read_text("utf-8")
    assert workflow.written(PUBLISHED) == page.split("```yaml workflow\n")[1].split("```")[0]


def test_the_hooks_are_those_of_the_documentation() -> None:
    shown = (ROOT / "docs/how-to/git-hooks.md").read_text("utf-8")
    shown = shown.split("```yaml\n")[1].split("```")[0]
    wanted, written = yaml.safe_load(shown), yaml.safe_load(pre_commit.with_entry(None, PUBLISHED))
    assert written == wanted


def test_a_local_hook_has_the_settings_of_the_manifest() -> None:
    manifest = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    dropped = {"description", "minimum_pre_commit_version"}
    wanted = [{key: hook[key] for key in hook.keys() - dropped} for hook in manifest]
    local = entry_of(FROM_INDEX)["hooks"]
    assert all(hook.pop("additional_dependencies") == [f"aos-check=={VERSION}"] for hook in local)
    assert local == [hook for hook in wanted if hook["stages"] != ["manual"]]
    assert set(pre_commit.HOOK_TYPES) == {stage for hook in local for stage in hook["stages"]}


def test_the_agents_hooks_are_those_of_the_documentation() -> None:
    page = (ROOT / "docs" / "how-to" / "agents.md").read_text("utf-8")
    shown = page.split("```json .claude/settings.json\n")[1].split("```")[0]
    assert claude_code.hooks() == json.loads(shown)["hooks"]


# A soft start


@pytest.mark.parametrize("name", sorted(set(PUT_IN) - {"monorepo", "pyproject"}))
def test_observing_and_enforcing_leave_what_enforcing_at_once_would(
    name: str, tmp_path: Path
) -> None:
    repo = started(name, tmp_path)
    init(repo, name, "--observe")
    assert repo.run("init", "--enforce").exit_code == 0
    assert files_in(repo.top) == expected(name, repo)
    assert repo.run("init", "--enforce").stdout == "nothing to do: the project enforces already\n"
    repo.run("init", "--remove")
    assert files_in(repo.top) == files_in(GOLDENS / name / "before")


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("monorepo", ["aos-check.toml", "packages/shop/aos-check.toml"]),
        ("pyproject", ["pyproject.toml"]),
    ],
)
def test_each_configuration_observes_and_enforces(
    name: str, paths: list[str], tmp_path: Path
) -> None:
    repo = started(name, tmp_path)
    init(repo, name, "--observe")
    assert all('\nobserve = "' in (repo.top / path).read_text("utf-8") for path in paths)
    assert repo.run("init", "--enforce").exit_code == 0
    for path in paths:
        text = (repo.top / path).read_text("utf-8")
        assert "observe" not in text
        assert f'\nenforce-since = "{repo.git("rev-parse", "HEAD")}"\n' in text
        assert path == "aos-check.toml" or 'ignore = ["TASK008"]' in text


def test_an_existing_configuration_keeps_its_words(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    ours = '# Ours.\nenforce-since = "main"  # adopted\nignore = []\n'
    repo.commit("chore: gate", {configuration.FILE: ours})
    observing = repo.run("init", "--observe").stdout
    assert '+observe = "20' in observing
    text = (repo.top / configuration.FILE).read_text("utf-8")
    assert text.endswith(ours)
    assert repo.run("init", "--enforce").exit_code == 0
    enforced = ours.replace("main", repo.git("rev-parse", "HEAD"))
    assert (repo.top / configuration.FILE).read_text("utf-8") == enforced


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_pre_commit_prints_the_findings_while_the_project_observes(end: str) -> None:
    text = pre_commit.with_entry("repos: []\n", FROM_GIT).replace("\n", end)
    assert pre_commit.with_verbose(text) == text  # in brackets, there is no line for it
    text = pre_commit.with_entry(None, FROM_GIT).replace("\n", end)
    shown = pre_commit.with_verbose(text)
    (entry,) = yaml.safe_load(shown)["repos"]
    assert [hook.get("verbose") for hook in entry["hooks"]] == [True, True, None, True]
    assert pre_commit.with_verbose(shown) == shown
    assert pre_commit.without_verbose(shown) == text
    assert pre_commit.without_entry(shown) == Removal(None)
    cut = text.rstrip()
    assert pre_commit.with_verbose(cut) == shown.rstrip()
    assert pre_commit.without_verbose(shown.rstrip()) == cut


def test_hooks_that_are_added_while_the_project_observes(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    repo.run("init", "--observe")
    assert "aos-check baseline" not in init(repo, "awos")
    assert (repo.top / pre_commit.FILE).read_text("utf-8").count("verbose: true") == 3
    repo.run("init", "--enforce")
    assert files_in(repo.top) == expected("awos", repo)


@pytest.mark.parametrize(
    "text",
    [
        "repos:\n- repo: local\n  hooks:\n  - id: aos-check\n    verbose: false\n",
        "repos:\n- repo: https://example.org\n  hooks:\n  - id: other\n",
        "repos:\n- repo: local\n  hooks:\n  - id: a\n    entry: |\n      - id: aos-check\n",
        f"repos:\n- repo: {HOME}\n",
    ],
)
def test_other_hooks_and_the_users_own_keys_stay(text: str) -> None:
    assert pre_commit.with_verbose(text) == text
    assert pre_commit.without_verbose(text) == text


def test_errors_from_before_the_observation_would_not_have_failed(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    tasks = "context/spec/001-login/tasks.md"
    repo.commit("docs: wrong", {tasks: "- [x] 1. A\n  - [ ] 1.1 B\n- [ ] 2. C\n"}, env=LONG_AGO)
    repo.run("init", "--observe")
    assert ", 0 findings would have failed" in repo.run("doctor", "--only", "rules").stdout
    repo.commit("docs: wrong", {tasks: "- [x] 1. A\n  - [ ] 1.1 B\n- [x] 2. C\n  - [ ] 2.1 D\n"})
    said = repo.run("init", "--enforce").stdout
    assert ", 1 finding would have failed:\n     1  TASK001" in said
    assert re.search(
        r"baseline\.json  # records today's findings \(\d errors\),.*\n  git add aos-check\.toml",
        said,
    )


def test_enforcing_tells_what_would_have_failed(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    init(repo, "awos", "--observe")
    assert "aos-check baseline" not in init(repo, "awos", "--observe")
    repo.commit("feat: a", {"src/app.py": "x = 1\n"})
    assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 0
    rehearsed = repo.run("init", "--enforce", "--dry-run").stdout
    assert "     1  GIT001 commit-without-task\nfrom now on, an error fails" in rehearsed
    assert 'observe = "' in (repo.top / configuration.FILE).read_text("utf-8")
    repo.run("init", "--enforce")
    assert repo.commit("chore: enforce")
    repo.commit("feat: b", {"src/app.py": "x = 2\n"})
    assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 1


def test_doctor_knows_that_a_project_only_observes(tmp_path: Path) -> None:
    repo = started("awos", tmp_path)
    init(repo, "awos")
    repo.commit("chore: gate")
    assert "observ" not in repo.run("doctor", "--only", "rules,trust").stdout
    repo.run("init", "--observe")
    repo.commit("feat: a", {"src/app.py": "x = 1\n"})
    said = repo.run("doctor", "--only", "rules,trust").stdout
    assert re.search(
        r"^  note +aos-check.toml: observing since 20\S+, 1 finding would have failed\n"
        r" +help: run `aos-check init --enforce` when",
        said,
        re.MULTILINE,
    )
    assert "the project only observes, so nothing is refused yet" in said
