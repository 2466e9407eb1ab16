"""`aos-check new`: a check reads the new files correctly, and finds only their gaps."""

from __future__ import annotations

import shutil
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import pytest

from aos_check.model.errors import CannotCheckError
from aos_check.reading.layout_files import shipped_names
from aos_check.setup.scaffold import run as drafts
from aos_check.setup.scaffold.naming import slug_of, title_of
from tests.support.git_repo import Repo

SAMPLES = Path(__file__).parents[1] / "layouts"
NOW = datetime(2026, 3, 4, 5, 6, tzinfo=timezone.utc)

FIRST = {
    "agent-os-1": [".agent-os/specs/2026-03-04-sign-in/spec.md"],
    "agent-os-2": [
        "agent-os/specs/2026-03-04-sign-in/planning/requirements.md",
        "agent-os/specs/2026-03-04-sign-in/spec.md",
    ],
    "agent-os-3": [
        "agent-os/specs/2026-03-04-0506-sign-in/plan.md",
        "agent-os/specs/2026-03-04-0506-sign-in/shape.md",
    ],
    "praxis-os": [
        ".praxis-os/specs/review/2026-03-04-sign-in/README.md",
        ".praxis-os/specs/review/2026-03-04-sign-in/srd.md",
    ],
    "awos": ["context/spec/001-sign-in/functional-spec.md"],
    "peer": [".agent-os/specs/2026-03-04-sign-in/spec.md"],
    "openspec": [
        "openspec/changes/sign-in/proposal.md",
        "openspec/changes/sign-in/specs/sign-in/spec.md",
    ],
    "kiro": [".kiro/specs/sign-in/requirements.md"],
    "spec-kit": ["specs/001-sign-in/spec.md"],
    "specify": [".specify/specs/sign-in/spec.md"],
    "conductor": ["conductor/tracks/sign-in_20260304/spec.md"],
    "gsd": [".planning/phases/01-sign-in/01-CONTEXT.md"],
    "bmad-4": ["docs/stories/1.1.sign-in.md"],
    "bmad-6": ["_bmad-output/implementation-artifacts/1-1-sign-in.md"],
    "backlog-md": ["backlog/tasks/task-1 - sign-in.md"],
    "task-master-legacy": ["tasks/tasks.json"],
    "task-master": [".taskmaster/tasks/tasks.json"],
    "superpowers": ["docs/superpowers/specs/2026-03-04-sign-in-design.md"],
    "superpowers-4": ["docs/plans/2026-03-04-sign-in-design.md"],
    "dated-specs": ["specs/2026-03-04-sign-in/spec.md"],
}
"""The files of a first spec in each layout."""


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "now", lambda: NOW)


def new(repo: Repo, *arguments: str) -> list[str]:
    """Run `new`, which must succeed; return the paths of the new files."""
    result = repo.run("new", *arguments)
    assert result.exit_code == 0, result.output
    assert "\nnext: " in result.stdout
    lines = result.stdout.splitlines()
    return sorted(line.removeprefix("wrote ") for line in lines if line.startswith("wrote "))


def refused(repo: Repo, *arguments: str) -> str:
    """Run `new`, which must write nothing; return the message and the help."""
    before = {path: path.read_bytes() for path in repo.top.rglob("*") if path.is_file()}
    result = repo.run("new", *arguments)
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert before == {path: path.read_bytes() for path in repo.top.rglob("*") if path.is_file()}
    return result.stderr


def findings(repo: Repo) -> list[tuple[str, str, str]]:
    """The findings: code, path and message."""
    report: list[dict[str, Any]] = repo.report("check")["findings"]
    return sorted((each["code"], each["path"], each["message"]) for each in report)


def sample(repo: Repo, layout: str) -> None:
    """Copy the sample of a layout into the repository."""
    shutil.copytree(SAMPLES / layout, repo.top, dirs_exist_ok=True)
    (repo.top / "expected.json").unlink()


# Specs


AS_TASKS = ["backlog-md", "task-master", "task-master-legacy"]
"""The layouts in which the whole home is one spec, so that `new spec` writes a task."""


def test_every_layout_has_a_first_spec() -> None:
    assert FIRST.keys() == set(shipped_names())


@pytest.fixture(autouse=True)
def installed(repo: Repo) -> None:
    """Others have docs/stories or tasks, too, so these layouts are known by their own files."""
    settings = {".bmad-core/core-config.yaml": "devStoryLocation: docs/stories\n"}
    repo.write({**settings, ".taskmasterconfig": "{}\n"})


@pytest.mark.parametrize(
    ("layout", "name", "written"),
    [
        ("gsd", "Bell", ".planning/phases/02-bell/02-CONTEXT.md"),
        ("gsd", "Sign in", ".planning/phases/03-sign-in/03-CONTEXT.md"),
        (
            "bmad-6",
            "Weigh the flour",
            "_bmad-output/implementation-artifacts/1-3-weigh-the-flour.md",
        ),
        ("bmad-6", "Sign in", "_bmad-output/implementation-artifacts/1-4-sign-in.md"),
    ],
)
def test_a_new_spec_has_the_number_that_the_plan_gives_it(
    layout: str, name: str, written: str, repo: Repo
) -> None:
    sample(repo, layout)
    assert new(repo, "spec", name) == [written]


def test_the_plan_may_give_an_inserted_number(repo: Repo) -> None:
    sample(repo, "gsd")
    path = repo.top / ".planning/ROADMAP.md"
    text = path.read_text().replace("Phase 2: Bell", "Phase 1.2: Bell")
    path.write_text(f"{text}\n- [ ] Phase {'9' * 5000}: x\n")
    assert new(repo, "spec", "Bell") == [".planning/phases/01.2-bell/01.2-CONTEXT.md"]


@pytest.mark.parametrize("layout", FIRST)
def test_the_first_spec_of_a_layout(layout: str, repo: Repo) -> None:
    assert new(repo, "spec", "Sign in", "--layout", layout) == FIRST[layout]
    found = findings(repo)
    # Data has no text in brackets that a rule could see.
    gaps = {path for path in FIRST[layout] if path.endswith(".md")}
    assert {code for code, _, _ in found} - {"MISS001", "ROAD001", "DOC002"} == set()
    assert {path for code, path, _ in found if code == "DOC002"} == gaps
    (project,) = repo.export()
    (spec,) = project["specs"]
    assert spec["layout"] == ("agent-os-1" if layout == "peer" else layout)
    assert spec["approval"]["level"] == "none"
    if layout in AS_TASKS:
        (task,) = spec["tasks"]
        assert (task["title"], task["state"]) == ("Sign in", "open")
    else:
        assert (spec["slug"], spec["title"].endswith("Sign in")) == ("sign-in", True)


@pytest.mark.parametrize("layout", FIRST)
def test_the_next_step_of_a_first_spec(layout: str, repo: Repo) -> None:
    new(repo, "spec", "Sign in", "--layout", layout)
    (spec,) = repo.export()[0]["specs"]
    step = repo.run("next").stdout.splitlines()
    where = next(line.removeprefix("file: ") for line in step if line.startswith("file: "))
    assert where.startswith(spec["path"])
    assert not set("*[?") & set(where)


@pytest.mark.parametrize("layout", FIRST)
def test_the_first_spec_of_the_configured_layout(layout: str, repo: Repo) -> None:
    repo.write({"aos-check.toml": f'layouts = ["{layout}"]\n'})
    assert new(repo, "spec", "Sign in") == FIRST[layout]
    (spec,) = repo.export()[0]["specs"]
    assert spec["layout"] == layout


def test_the_first_spec_of_one_of_several_configured_layouts(repo: Repo) -> None:
    repo.write({"aos-check.toml": 'layouts = ["peer", "awos"]\n'})
    assert new(repo, "spec", "Sign in", "--layout", "peer") == FIRST["peer"]
    (spec,) = repo.export()[0]["specs"]
    assert spec["layout"] == "peer"


@pytest.mark.parametrize("layout", FIRST)
def test_the_next_spec_of_a_layout(layout: str, repo: Repo) -> None:
    sample(repo, layout)
    before = findings(repo)
    written = new(repo, "spec", "Sign in")
    added = [found for found in findings(repo) if found not in before]
    # The tracker does not have the new story or track yet, which is information.
    news = {"SPEC015"} if layout in ("bmad-6", "conductor") else set()
    assert {code for code, _, _ in added} <= {"DOC002", *news}
    gaps = {path for code, path, _ in added if code == "DOC002"}
    assert gaps == {path for path in written if path.endswith(".md")}
    specs = [spec for project in repo.export() for spec in project["specs"]]
    if layout in AS_TASKS:
        (spec,) = specs
        (task,) = [task for task in spec["tasks"] if task["title"] == "Sign in"]
        assert task["id"] not in [other["id"] for other in spec["tasks"] if other is not task]
    else:
        (spec,) = [spec for spec in specs if spec["slug"] == "sign-in"]
    assert spec["layout"] == layout


@pytest.mark.parametrize("layout", FIRST)
def test_a_draft_may_be_committed(layout: str, repo: Repo) -> None:
    repo.commit("chore: begin", {"aos-check.toml": '[approval]\nlevel = "pinned"\n'})
    new(repo, "spec", "Sign in", "--layout", layout)
    repo.git("add", "--all")
    assert repo.run("check", "--staged").exit_code == 0


def test_numbers_go_on_and_keep_their_width(repo: Repo) -> None:
    repo.write({"context/spec/009-old/functional-spec.md": "# Old\n"})
    assert new(repo, "spec", "New") == ["context/spec/010-new/functional-spec.md"]
    repo.write({"specs/0041-old/spec.md": "# Old\n"})
    written = new(repo, "spec", "Newer", "--layout", "spec-kit")
    assert written == ["specs/0042-newer/spec.md"]

    assert new(repo, "spec", "Newest", "--layout", "awos")[0].startswith("context/spec/011-")


def test_a_spec_beside_dated_ones_is_dated(repo: Repo) -> None:
    repo.write(
        {"agent-os/config.yml": "version: 2.1.1\n", "specs/2025-11-17-old/spec.md": "# Old\n"}
    )
    assert new(repo, "spec", "Newer") == ["specs/2026-03-04-newer/spec.md"]


def test_a_spec_goes_where_the_others_are(repo: Repo) -> None:
    repo.write({".praxis-os/specs/2025-10-08-old/srd.md": "# Old\n"})
    assert new(repo, "spec", "New")[0] == ".praxis-os/specs/2026-03-04-new/README.md"
    repo.write({"context/specs/001-odd/functional-spec.md": "# Odd\n"})
    repo.write({"context/product/product-definition.md": "# Shop\n"})
    written = new(repo, "spec", "Newer", "--layout", "awos")
    assert written == ["context/specs/002-newer/functional-spec.md"]


def test_a_name_is_like_that_of_the_newest_spec(repo: Repo) -> None:
    repo.write({"agent-os/specs/2025-10-08-old/shape.md": "# Old\n"})
    assert "agent-os/specs/2026-03-04-new/shape.md" in new(repo, "spec", "New")
    repo.write({".specify/specs/007-old/spec.md": "# Old\n"})
    written = new(repo, "spec", "Newer", "--layout", "specify")
    assert written == [".specify/specs/008-newer/spec.md"]


def test_of_several_layouts_the_newest_specs_counts(repo: Repo) -> None:
    repo.write(
        {
            ".agent-os/specs/2025-10-08-old/spec.md": "# Old\n",
            "agent-os/specs/2025-11-08-newer/planning/requirements.md": "# Newer\n",
        }
    )
    assert new(repo, "spec", "New")[0].startswith("agent-os/specs/")
    repo.write({"context/spec/001-other/functional-spec.md": "# Other\n"})
    said = refused(repo, "spec", "Newest")
    assert "there are specs of several layouts" in said
    assert "--layout" in said
    assert new(repo, "spec", "Newest", "--layout", "awos")


def test_in_a_monorepo_the_project_is_that_around_the_folder(repo: Repo) -> None:
    for name in ("shop", "bank"):
        repo.write({f"{name}/context/spec/001-old/functional-spec.md": "# Old\n"})
    (repo.top / "shop/src").mkdir()
    assert "name one with --root" in refused(repo, "spec", "New")
    assert new(repo, "spec", "New", "--root", "bank") == [
        "bank/context/spec/002-new/functional-spec.md"
    ]
    top, repo.top = repo.top, repo.top / "shop/src"
    assert new(repo, "spec", "New") == ["shop/context/spec/002-new/functional-spec.md"]
    repo.top = top
    (top / "farm").mkdir()
    written = new(repo, "spec", "New", "--root", "farm", "--layout", "kiro")
    assert written == ["farm/.kiro/specs/new/requirements.md"]


def test_a_custom_layout(repo: Repo) -> None:
    own = (
        'layouts = ["ours"]\n[layout.ours]\nhomes = ["planning"]\n'
        "specs = { roots = ['features'], name = 'F(?P<number>\\d+)-(?P<slug>.+)' }\n"
        'artifacts = [{ role = "requirements", paths = ["what.md"], required = "always", '
        'sections = [["Why"], ["Non-goals"]] }]\n'
    )
    repo.write({"aos-check.toml": own})
    assert "create the folder of the first spec by hand" in refused(repo, "spec", "Sign in")
    repo.write({"planning/features/F7-old/what.md": "# Old\n\n## Why\n\nx\n\n## Non-goals\n\nx\n"})
    assert new(repo, "spec", "Sign in") == ["planning/features/F8-sign-in/what.md"]
    assert {code for code, _, _ in findings(repo)} == {"DOC002"}


def test_the_layout_is_asked_for_where_nothing_shows_it(repo: Repo) -> None:
    assert "help: name it with --layout: " in refused(repo, "spec", "Sign in")
    assert "the nearest is awos" in refused(repo, "spec", "Sign in", "--layout", "awso")
    repo.write({"aos-check.toml": 'layouts = ["kiro"]\n'})
    assert new(repo, "spec", "Sign in") == FIRST["kiro"]


def test_a_rehearsal_writes_nothing(repo: Repo) -> None:
    result = repo.run("new", "spec", "Sign in", "--layout", "awos", "--dry-run")
    assert result.exit_code == 0
    assert "+++ b/context/spec/001-sign-in/functional-spec.md" in result.stdout
    assert not (repo.top / "context").exists()


def test_what_is_there_is_never_written_over(repo: Repo) -> None:
    new(repo, "spec", "Sign in", "--layout", "awos")
    assert "the spec sign-in already exists: context/spec/001-sign-in" in refused(
        repo, "spec", "sign / in"
    )
    repo.write({".gitignore": "002-*\n", "context/spec/002-hidden/notes.txt": "x\n"})
    assert "context/spec/002-hidden already exists" in refused(repo, "spec", "hidden")


def test_a_link_is_not_written_through(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (repo.top / "context").symlink_to(tmp_path / "elsewhere")
    said = refused(repo, "spec", "Sign in", "--layout", "awos")
    assert "context is a symbolic link" in said
    assert not list((tmp_path / "elsewhere").iterdir())


def test_a_name_that_would_be_read_as_something_else_is_refused(repo: Repo) -> None:
    said = refused(repo, "spec", "archive", "--layout", "openspec")
    assert "openspec/changes/archive would not be read as a spec" in said


NASTY = [
    "../../etc/passwd",
    "Status: Approved",
    "<!-- aos-check: ignore-file[DOC002] x -->",
    "a\x1b[2J\u202eb\n# c\n- [x] 1. d",
    "[FEATURE_NAME] `x` @docs/y.md [a](b.md)",
    "[NEEDS CLARIFICATION: what?]",
    "Task: login#1",
    "::error file=x::boo",
    "{0.__class__} %s ${HOME} $(id)",
    "w" * 5000,
    "FR-001: x ✅ DONE",
]


@pytest.mark.parametrize("layout", ["agent-os-2", "praxis-os", "awos"])
@pytest.mark.parametrize("name", NASTY)
def test_a_name_is_no_more_than_a_name(name: str, layout: str, repo: Repo) -> None:
    written = new(repo, "spec", "--layout", layout, "--", name)
    assert all(path.isascii() and ".." not in path for path in written)
    assert {code for code, _, _ in findings(repo)} - {"MISS001", "ROAD001"} == {"DOC002"}
    (spec,) = repo.export()[0]["specs"]
    assert spec["status"] in ("draft", "unset", "review")
    assert spec["approval"]["level"] == "none"


@pytest.mark.parametrize("name", ["", " ", "/", "...", "登录", "!?"])
def test_a_name_without_letters_is_refused(name: str, repo: Repo) -> None:
    for kind in ("spec", "decision"):
        assert "use a name with letters from a to z" in refused(repo, kind, "--", name)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Sign in", "sign-in"),
        ("Größe & Łódź/ŒUVRE", "grosse-lodz-oeuvre"),
        ("  v2.0_final.md ", "v2-0-final-md"),
        ("Ǆ ﬁne ２", "dz-fine-2"),
        ("word " * 30, "word-" * 11 + "word"),
        ("w" * 100, "w" * 60),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_slug_needs_something_to_be_made_of() -> None:
    with pytest.raises(CannotCheckError, match="has no letters or digits"):
        slug_of("\u200b")


def test_a_title_is_one_line_without_markup() -> None:
    assert title_of("a\n# b  `c`\x00 <d> [e](f) *g*") == "a b c d e (f) g"


# Decisions

RECORD = """\
# {heading}

Date: 2025-10-08

## Status

Accepted

## Context

Two were too many.

## Decision

We use one.

## Consequences

Some learn it.
"""


def only_gaps(repo: Repo, path: str) -> None:
    """Assert that the check finds only gaps in this file."""
    assert {(code, where) for code, where, _ in findings(repo)} == {("DOC002", path)}


@pytest.mark.parametrize("form", ["nygard", "madr"])
def test_the_first_decision(form: str, repo: Repo) -> None:
    path = "docs/decisions/0001-use-postgresql.md"
    assert new(repo, "decision", "Use PostgreSQL", "--layout", form) == [path]
    only_gaps(repo, path)
    assert new(repo, "decision", "Use Redis") == ["docs/decisions/0002-use-redis.md"]
    first, second = repo.export()[0]["decisions"]
    assert (first["title"], first["status"], first["date"]) == (
        "Use PostgreSQL", "proposed", "2026-03-04",
    )  # fmt: skip
    assert (second["id"], second["title"]) == ("0002", "Use Redis")
    text = (repo.top / "docs/decisions/0002-use-redis.md").read_text("utf-8")
    assert ("## Decision Outcome" in text) == (form == "madr")


@pytest.mark.parametrize(
    ("path", "heading", "expected", "first_line"),
    [
        ("docs/adr/0009-one.md", "9. One", "docs/adr/0010-two-tongues.md", "# 10. Two tongues"),
        ("doc/adr/ADR-007-one.md", "ADR-007: One", "doc/adr/ADR-008-two-tongues.md",
         "# ADR-008: Two tongues"),
        ("adr/3_one_tongue.md", "One tongue", "adr/4_two_tongues.md", "# Two tongues"),
        ("docs/adrs/adr_0001_one.md", "ADR 1 - One", "docs/adrs/adr_0002_two-tongues.md",
         "# ADR 2 - Two tongues"),
        ("docs/decisions/2025-10-08-one.md", "One", "docs/decisions/2026-03-04-two-tongues.md",
         "# Two tongues"),
    ],
)  # fmt: skip
def test_a_decision_is_like_the_newest(
    path: str, heading: str, expected: str, first_line: str, repo: Repo
) -> None:
    repo.write({path: RECORD.format(heading=heading)})
    assert findings(repo) == []
    assert new(repo, "decision", "Two tongues") == [expected]
    assert (repo.top / expected).read_text("utf-8").splitlines()[0] == first_line
    only_gaps(repo, expected)


def test_a_number_that_is_taken_by_any_file_is_not_given_again(repo: Repo) -> None:
    repo.write(
        {
            "docs/adr/0001-one.md": RECORD.format(heading="1. One"),
            "docs/adr/0002-notes.md": "Notes on the first.\n",
            "docs/adr/README.md": "# Decisions\n",
        }
    )
    assert new(repo, "decision", "Two") == ["docs/adr/0003-two.md"]


def test_a_folder_that_waits_for_decisions_is_used(repo: Repo) -> None:
    repo.write({"docs/adr/README.md": "# Decisions\n"})
    assert new(repo, "decision", "One") == ["docs/adr/0001-one.md"]


def test_a_decision_of_a_spec_is_no_model(repo: Repo) -> None:
    later = RECORD.format(heading="7. Later").replace("2025-10-08", "2026-01-01")
    repo.write(
        {
            "docs/adr/0001-one.md": RECORD.format(heading="1. One"),
            "agent-os/specs/2025-10-08-login/spec.md": "# Login\n",
            "agent-os/specs/2025-10-08-login/decisions/0007-later.md": later,
        }
    )
    assert new(repo, "decision", "Two") == ["docs/adr/0002-two.md"]


LOG = """\
# Product Decisions Log

> Last Updated: 2025-10-08

## 2025-10-08: One tongue

**ID:** DEC-001
**Status:** Accepted

### Decision

We use one.

### Context

Two were too many.

### Consequences

Some learn it.
"""
PATH = ".agent-os/product/decisions.md"


def entries(repo: Repo) -> list[tuple[str, str, str]]:
    found = repo.export()[0]["decisions"]
    return [(each["id"], each["title"], each["status"]) for each in found]


@pytest.mark.parametrize("text", [LOG, LOG.rstrip(), LOG.replace("\n", "\r\n")])
def test_an_entry_is_put_behind_the_others(text: str, repo: Repo) -> None:
    repo.write({PATH: text})
    assert new(repo, "decision", "Two tongues") == [PATH]
    after = (repo.top / PATH).read_bytes().decode()
    assert after.startswith(text)
    assert ("\r\n" in after) == ("\r\n" in text)
    assert entries(repo) == [
        ("DEC-001", "One tongue", "accepted"), ("DEC-002", "Two tongues", "proposed"),
    ]  # fmt: skip
    assert {code for code, _, _ in findings(repo)} <= {"DOC002", "MISS001", "ROAD001"}


def test_a_new_entry_is_first_in_a_log_with_the_newest_first(repo: Repo) -> None:
    second = LOG.split("\n\n", 2)[2].replace("2025-10-08: One", "2025-11-08: Two")
    head, first = LOG.split("## 2025", 1)
    text = f"{head}{second.replace('DEC-001', 'DEC-002')}\n## 2025{first}"
    repo.write({PATH: text})
    new(repo, "decision", "Three tongues")
    assert [id_ for id_, _, _ in entries(repo)] == ["DEC-003", "DEC-002", "DEC-001"]
    after = (repo.top / PATH).read_text("utf-8")
    assert after.startswith(f"{head}## 2026-03-04: Three tongues\n")
    assert after.endswith(text.removeprefix(head))


def test_entries_that_are_numbered_in_their_headings(repo: Repo) -> None:
    text = LOG.replace("## 2025-10-08: One", "## DEC-001: One").replace("**ID:** DEC-001\n", "")
    repo.write({PATH: text})
    new(repo, "decision", "Two tongues")
    assert "## DEC-002: Two tongues\n\n**Date:** 2026-03-04\n" in (repo.top / PATH).read_text()
    assert entries(repo)[1] == ("DEC-002", "Two tongues", "proposed")


def test_a_log_is_begun_where_the_layout_keeps_it(repo: Repo) -> None:
    assert new(repo, "decision", "One tongue", "--layout", "agent-os-1") == [PATH]
    assert entries(repo) == [("DEC-001", "One tongue", "proposed")]
    said = refused(repo, "decision", "Two", "--layout", "awos")
    assert "the layout awos has no log of decisions" in said


def test_a_log_that_does_not_end_its_code_is_refused(repo: Repo) -> None:
    repo.write({PATH: f"{LOG}\n```text\nno end\n"})
    assert "as one proposed decision" in refused(repo, "decision", "Two")


@pytest.mark.parametrize("title", ["template", "Readme", "Status"])
def test_a_title_that_would_be_read_as_something_else_is_refused(title: str, repo: Repo) -> None:
    assert "choose another title" in refused(repo, "decision", title)


@pytest.mark.parametrize(
    "title", [*NASTY, "12. Monkeys", "ADR-7: x", "2025-01-01: x", "(accepted)"]
)
@pytest.mark.parametrize("form", ["nygard", "madr", "agent-os-1"])
def test_a_title_is_no_more_than_a_title(title: str, form: str, repo: Repo) -> None:
    new(repo, "decision", "First", "--layout", form)
    (written,) = new(repo, "decision", "--layout", form, "--", title)
    assert written.isascii()
    assert {code for code, _, _ in findings(repo)} <= {"DOC002"}
    decisions = repo.export()[0]["decisions"]
    assert [each["status"] for each in decisions] == ["proposed"] * 2
    assert [each["date"] for each in decisions] == ["2026-03-04"] * 2


def test_the_same_decision_twice_gets_the_next_number(repo: Repo) -> None:
    assert new(repo, "decision", "One") != new(repo, "decision", "One")
    (repo.top / "docs/adr").mkdir()
    said = repo.run("new", "decision", "One", "--dry-run").stdout
    assert "+++ b/docs/decisions/0003-one.md" in said
    assert not (repo.top / "docs/decisions/0003-one.md").exists()
