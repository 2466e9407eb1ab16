"""`replay`: the stops of a history, the proposed settings, and that both are true."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from aos_check.cli.schema import schema_of
from aos_check.judging.config import parse
from aos_check.judging.replay import stops
from aos_check.judging.replay.conventions import PATTERNS, WORDS
from aos_check.model.project import Project
from aos_check.reading.toml_edits import written
from tests.support.git_repo import Files, Repo, contents, write_files
from tests.support.histories import CONVENTIONS, slug, write_history
from tests.support.sample_project import FUNCTIONAL, MAIL, SPEC, project, roadmap, tasks

GOLDENS = Path(__file__).parent / "replays"
MERGED = ("merge", "--quiet", "--no-ff", "-m")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A history with direct commits, merged and squashed branches, and faults of most kinds."""
    made = Repo(tmp_path / "repo")
    made.commit("chore: begin", {"src/app.py": "x = 0\n", "README.md": "# App\n"})
    made.commit("docs: specify", project())
    made.commit("feat: one\n\nTask: login#1", _work(1, "1"))
    for number in range(4):
        made.commit(f"fix: a slip {number}", {"src/app.py": f"x = {number + 10}\n"})
    made.commit("feat: gone\n\nTask: login#9", {"src/app.py": "x = 2\n"})
    _branch(made, "open", [("feat: two\n\nTask: login#2", {"src/two.py": "y = 0\n"})])
    _branch(
        made,
        "ticked",
        [
            ("feat: two again\n\nTask: login#2", {"src/two.py": "y = 1\n"}),
            ("docs: tick two", {f"{SPEC}/tasks.md": tasks("1", "2")}),
        ],
    )
    _branch(
        made, "unnamed", [("feat: unnamed", {"src/un.py": "y = 1\n"}), ("docs: b", {"b.md": ""})]
    )
    made.commit("fix: squashed (#12)", {"src/app.py": "x = 3\n"})
    made.commit("docs: roadmap", {"context/product/roadmap.md": roadmap(done=True)})
    made.commit("fix: after the roadmap", {"src/app.py": "x = 4\n"})
    made.commit("Add three (Spec 001, task 3) (#13)", _work(5, "1", "2", "3"))
    made.commit("docs: forget three", {f"{SPEC}/tasks.md": tasks("1", "2", count=2)})
    mail = {path.replace(SPEC, MAIL): text for path, text in project("Draft").items()}
    made.commit("docs: mail", {path: text for path, text in mail.items() if MAIL in path})
    _branch(made, "draft", [("feat: mail\n\nTask: mail#1", {"src/mail.py": "z = 0\n"})])
    return made


def _work(number: int, *done: str) -> dict[str, str]:
    return {f"{SPEC}/tasks.md": tasks(*done), "src/app.py": f"x = {number}\n"}


def _branch(repo: Repo, name: str, commits: Sequence[tuple[str, Files]]) -> None:
    repo.git("checkout", "--quiet", "-b", name)
    for message, files in commits:
        repo.commit(message, files)
    repo.git("checkout", "--quiet", "main")
    repo.git(*MERGED, f"Merge branch '{name}'", name)


def replayed(repo: Repo, *arguments: str) -> dict[str, Any]:
    result = repo.run("replay", "--format", "json", *arguments)
    assert result.exit_code == 0, result.output
    return dict(json.loads(result.stdout))


def share(part: int, whole: int) -> dict[str, int]:
    return {"part": part, "whole": whole}


@pytest.mark.parametrize("name", CONVENTIONS)
def test_the_text_for_each_convention(name: str, tmp_path: Path) -> None:
    write_history(tmp_path / name, CONVENTIONS[name], 40)
    result = Repo(tmp_path / name).run("replay")
    assert result.output == (GOLDENS / f"{name}.txt").read_text("utf-8")


def errors(repo: Repo, *arguments: str) -> set[str]:
    """The codes of the errors that count in a check."""
    found = repo.report("check", *arguments)["findings"]
    return {it["code"] for it in found if it["severity"] == "error" and not it["inherited"]}


def by_checks(repo: Repo) -> dict[str, dict[str, int]]:
    """The rates as single checks find them."""
    main = repo.git("rev-list", "--first-parent", "--reverse", "HEAD").split()
    sides = [it for it in repo.git("rev-list", "HEAD").split() if it not in main]
    branches = []
    stopped = [errors(repo, "--commit", it, "--select", "GIT,TASK012") for it in sides]
    for commit in main[1:]:
        record = repo.git("show", "--no-patch", "--format=%P%x00%s", commit)
        parents, subject = record.split("\0")
        merge = " " in parents
        if merge or subject.endswith(")"):
            branches.append(errors(repo, "--range", f"{commit}^1..{commit}"))
            stopped.append(errors(repo, "--commit", commit, "--select", "GIT,TASK012"))
        else:
            stopped.append(errors(repo, "--commit", commit))
    return {
        "commits": share(sum(map(bool, stopped)), len(stopped)),
        "branches": share(sum(map(bool, branches)), len(branches)),
    }


@pytest.mark.parametrize("seed", [None, 203, 207])
def test_the_rates_are_those_of_checks_before_and_after_the_settings(
    seed: int | None, repo: Repo, tmp_path: Path
) -> None:
    repo = repo if seed is None else random_history(tmp_path / "random", seed)
    found = replayed(repo)
    before = {key: found["before"][key] for key in ("commits", "branches")}
    assert before == by_checks(repo)
    repo.run("replay", "--write")
    file = repo.top / "aos-check.toml"
    settings = file.read_text().splitlines(keepends=True)
    # Older commits would not be checked at all.
    file.write_text("".join(line for line in settings if not line.startswith("enforce-since")))
    after = {key: found["after"][key] for key in ("commits", "branches")}
    assert after == by_checks(repo)
    assert after["commits"]["part"] < before["commits"]["part"]


def every_spec(_: object, earlier: Sequence[Project], later: Sequence[Project]) -> set[str]:
    return {spec.path for project in (*earlier, *later) for spec in project.specs}


@pytest.mark.parametrize("seed", range(3))
def test_a_step_is_checked_as_if_all_specs_were_read(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Repo(tmp_path / "repo")
    for message, files in random_edits(Random(seed)):  # noqa: S311 - no secret
        made.commit(message, files)
    narrow = replayed(made)
    monkeypatch.setattr(stops, "concerned", every_spec)
    assert replayed(made) == narrow
    assert narrow["before"]["commits"]["part"] > 3


def random_edits(random: Random) -> Iterator[tuple[str, Files]]:
    """Commits that write, rename and delete specs, tick tasks and edit the roadmap."""
    specs: dict[str, tuple[str, ...]] = {}
    for _ in range(40):
        files: dict[str, str | bytes | None] = {}
        if random.random() < 0.3 or not specs:
            name = f"context/spec/{random.randint(1, 6):03}-{random.choice(NAMES)}"
            specs.setdefault(name, ())
            status = random.choice(["Draft", "Approved"])
            files[f"{name}/functional-spec.md"] = FUNCTIONAL.format(status=status)
        name = random.choice(sorted(specs))
        if random.random() < 0.1 and len(specs) > 1 and specs[name]:
            del specs[name]
            files[f"{name}/tasks.md"] = None
        else:
            specs[name] = tuple(random.sample("123", random.randint(1, 3)))
            files[f"{name}/tasks.md"] = tasks(*specs[name])
        if random.random() < 0.4:
            items = (f"- [{random.choice(' x')}] **{each.title()}**\n" for each in NAMES)
            files["context/product/roadmap.md"] = "# Roadmap\n\n## Phase 1\n\n" + "".join(items)
        if random.random() < 0.5:
            files["src/app.py"] = f"x = {random.random()}\n"
        yield random.choice(["Work", "Task 1 (#3)", f"Task\n\nTask: {name[17:]}#1"]), files


def random_history(folder: Path, seed: int) -> Repo:
    """A repository with random edits, some of them in merged branches."""
    random, made = Random(seed), Repo(folder)  # noqa: S311 - no secret
    made.commit("chore: begin", {"README.md": "# App\n"})
    edits = list(random_edits(Random(seed)))[:24]  # noqa: S311 - no secret
    while edits:
        number = random.randint(1, 3)
        if len(edits) < 21 and random.random() < 0.3:
            commits = [(message.replace(" (#3)", ""), files) for message, files in edits[:number]]
            _branch(made, f"topic-{len(edits)}", commits)
            del edits[:number]
        else:
            made.commit(*edits.pop(0))
    return made


NAMES = ("login", "mail", "cart")


def test_the_json_fits_its_schema(repo: Repo) -> None:
    found = replayed(repo)
    Draft202012Validator(schema_of("replay")).validate(found)
    assert found["habits"]["unticks"] == 0
    assert found["habits"]["vanished"] == 1


def test_maintenance_and_other_exemptions_are_counted_apart(repo: Repo) -> None:
    repo.commit("fix: a\n\nTask: none a slip", {"src/app.py": "x = 8\n"})
    repo.commit("chore: bump", {"package.json": '{"version": "1.0.0"}\n'})
    repo.commit("chore: bump", {"package.json": '{"version": "1.0.1"}\n'})
    habits = replayed(repo, "--since", "HEAD~2")["habits"]
    assert (habits["maintenance"]["part"], habits["exempt"]["part"]) == (0, 1)
    habits = replayed(repo, "--since", "HEAD~3")["habits"]
    assert (habits["maintenance"]["part"], habits["exempt"]["part"]) == (1, 1)


@pytest.mark.parametrize(
    "message",
    [
        "Merge branch 'feature/001-login'",
        "Merge pull request #3 from ada/login",
        "Merge branch '001-sign-in-form' into main",
    ],
)
def test_the_name_of_a_branch_is_a_convention(message: str, tmp_path: Path) -> None:
    made = Repo(tmp_path / "repo")
    made.commit("docs: specify", project())
    made.git("checkout", "--quiet", "-b", "work")
    made.commit("feat: one", _work(1, "1"))
    made.git("checkout", "--quiet", "main")
    made.git(*MERGED, message, "work")
    found = {it["name"]: it for it in replayed(made)["conventions"]}
    assert found["name of the branch"]["right"] == share(1, 1)


def test_a_way_that_names_the_wrong_spec_is_not_right(tmp_path: Path) -> None:
    made = Repo(tmp_path / "repo")
    made.commit("docs: specify", {**project("Approved"), f"{MAIL}/tasks.md": tasks()})
    made.commit("feat: a (Spec 2, task 1)", _work(1, "1"))
    made.commit("feat: b (Spec 1, task 2)", _work(2, "1", "2"))
    both = {f"{at}/tasks.md": tasks("1", "2", "3") for at in (SPEC, MAIL)}
    made.commit("feat: two (Spec 1, task 3)", {**both, "src/app.py": "x = 3\n"})
    found = {it["name"]: it for it in replayed(made)["conventions"]}
    assert found[WORDS]["used"] == share(3, 3)
    assert found[WORDS]["right"] == share(1, 2)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_proposed_pattern_is_accepted(pattern: str) -> None:
    parse(f"[commits]\npatterns = {written([pattern])}\n", "aos-check.toml")


def test_a_form_of_the_team_becomes_a_pattern(tmp_path: Path) -> None:
    write_history(tmp_path / "repo", lambda spec, task: f"feat({slug(spec)}): {task} add", 30)
    made = Repo(tmp_path / "repo")
    assert ["commits", "patterns"] in [it["key"] for it in replayed(made)["settings"]]
    assert made.run("replay", "--write").exit_code == 0
    assert made.run("check").exit_code == 0
    again = replayed(made, "--since", "2025-01-01")["settings"]
    assert ["commits", "patterns"] not in [it["key"] for it in again]


def test_too_many_ticks_and_late_tasks_are_proposed(tmp_path: Path) -> None:
    made = Repo(tmp_path / "repo")
    made.commit("docs: specify", {**project(), f"{SPEC}/tasks.md": tasks(count=40)})
    for number in range(4):
        done = [str(each) for each in range(1, 8 * number + 9)]
        files = {f"{SPEC}/tasks.md": tasks(*done, count=40), "src/a.py": f"x = {number}\n"}
        _branch(made, f"bulk-{number}", [(f"feat: {number}\n\nTask: login#40", files)])
    found = {".".join(it["key"]): it["value"] for it in replayed(made)["settings"]}
    assert found["commits.max-ticks"] == "8"
    assert found["commits.require"] == '"exists"'


def test_it_writes_only_with_write(repo: Repo) -> None:
    before = contents(repo.top)
    repo.run("replay")
    assert contents(repo.top) == before
    text = repo.run("replay", "--write").output
    assert "+++ b/aos-check.toml" in text
    assert "wrote aos-check.toml" in text
    assert repo.run("check", "--range", "HEAD~1..HEAD").exit_code == 0


def test_enforce_since_alone_has_no_second_count(tmp_path: Path) -> None:
    made = Repo(tmp_path / "made")
    wrong = "# Tasks\n\n- [x] 1. A\n  - [ ] 1.1 B\n"
    settings = "approval.level = 'none'\n"
    made.commit("docs: plan", {f"{SPEC}/tasks.md": wrong, "aos-check.toml": settings})
    text = made.run("replay").stdout
    assert "enforce-since = " in text
    assert "with these settings" not in text


def test_it_begins_at_since_or_at_enforce_since(repo: Repo) -> None:
    assert replayed(repo, "--since", "HEAD~2")["commits"] == 3
    repo.commit(
        "chore: adopt", {"aos-check.toml": f'enforce-since = "{repo.git("rev-parse", "HEAD")}"\n'}
    )
    found = replayed(repo)
    assert found["commits"] == 1
    assert not any(it["key"] == ["enforce-since"] for it in found["settings"])


def test_a_shallow_clone_says_what_is_not_known(repo: Repo, tmp_path: Path) -> None:
    clone = Repo(tmp_path / "clone")
    clone.git("fetch", "--quiet", "--depth", "4", f"file://{repo.top}", "main")
    clone.git("checkout", "--quiet", "FETCH_HEAD")
    found = replayed(clone)
    assert any("shallow" in gap for gap in found["gaps"])


def test_a_partial_clone_says_what_is_not_known(repo: Repo, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(tmp_path / "clone")
    clone.git("remote", "add", "origin", f"file://{repo.top}")
    clone.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    clone.git("checkout", "--quiet", "FETCH_HEAD")
    clone.git("remote", "remove", "origin")
    assert any("partial clone" in gap for gap in replayed(clone)["gaps"])


def test_the_page_shows_the_stops_while_the_project_observes(repo: Repo, tmp_path: Path) -> None:
    assert "would have stopped" not in repo.run("report", "--output", "-").output
    repo.write({"aos-check.toml": "observe = 2026-01-01\n"})
    page = repo.run("report", "--output", "-").output
    assert "What the rules would have stopped" in page
    assert "17 steps of the main line would have been stopped" in page
    write_files(tmp_path / "plain", {**project(), "aos-check.toml": "observe = 2026-01-01\n"})
    empty = Repo(tmp_path / "plain")
    assert "would have stopped" not in empty.run("report", "--output", "-").output


def test_a_bare_repository_is_replayed_and_not_edited(repo: Repo, tmp_path: Path) -> None:
    repo.commit("chore: settings", {"aos-check.toml": 'select = ["GIT"]\n'})
    bare = Repo(tmp_path / "bare", "--bare")
    repo.git("push", "--quiet", str(bare.top), "main")
    assert replayed(bare)["before"] == replayed(repo)["before"]
    assert bare.run("replay", "--write").exit_code == 2


def test_an_existing_configuration_keeps_everything_else(repo: Repo) -> None:
    text = (
        '[tool.aos-check] # ours\nselect = ["ALL"]\n\n'
        '[tool.aos-check.severity] # a\nROAD002 = "off"\n'
    )
    repo.write({"pyproject.toml": f"\ufeff# top\r\n{text}"})
    assert repo.run("replay", "--write").exit_code == 0
    after = (repo.top / "pyproject.toml").read_bytes().decode()
    assert after.startswith("\ufeff# top\r\n[tool.aos-check] # ours\n")
    added = [line for line in after.splitlines() if line not in text and "top" not in line]
    assert [line.partition(" ")[0] for line in added] == ["enforce-since", "GIT001"]


def test_without_a_project_there_is_nothing_to_replay(tmp_path: Path) -> None:
    plain = Repo(tmp_path / "plain")
    plain.commit("chore: begin", {"src/app.py": "x = 0\n"})
    assert plain.run("replay").exit_code == 2


def test_without_a_commit_there_is_nothing_to_replay(tmp_path: Path) -> None:
    result = Repo(tmp_path / "empty").run("replay")
    assert result.exit_code == 2
    assert "there are no commits yet" in result.output
