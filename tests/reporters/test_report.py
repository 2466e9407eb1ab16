"""The page of `aos-check report`: its numbers, and hostile text. Nothing else is written."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import pytest

from aos_check.history.timeline.record import Count, Sample
from aos_check.model.wording import shortened
from aos_check.reporters.page.model import Bar
from aos_check.reporters.page.plot import NARROW, WIDE, Size, plot
from aos_check.reporters.page.prose import prose
from aos_check.reporters.page.words import anchors
from aos_check.reporters.style import safe
from tests.support.git_repo import Repo, contents, environment
from tests.support.html import Node, read
from tests.support.sample_project import DECISION, MAIL, SPEC, project, roadmap, tasks, with_history

TASKS = f"{SPEC}/tasks.md"


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "shop")


def page_of(repo: Repo, *arguments: str) -> Node:
    return read(html_of(repo, *arguments))


def html_of(repo: Repo, *arguments: str) -> str:
    result = repo.run("report", "--output", "-", *arguments)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def number(page: Node, key: str) -> int:
    (node,) = [it for it in page.walk() if it.attributes.get("id") == f"number-{key}"]
    return int(node.text.replace(",", ""))


class TestNumbers:
    def test_they_are_those_of_the_report_and_of_status(self, repo: Repo) -> None:
        page, report = page_of(with_history(repo)), repo.report()
        counted = [each["severity"] for each in report["findings"]]
        assert counted.count("error") > 0
        assert number(page, "errors") == counted.count("error")
        assert number(page, "warnings") == counted.count("warning")
        assert number(page, "tasks-total") == report["checked"]["tasks"]
        assert number(page, "specs-total") == report["checked"]["specs"]
        assert number(page, "decisions") == 2
        rows = page.all("details", class_="spec")
        assert {name_of(row): bar_of(row) for row in rows} == {
            each["name"]: (each["tasks"]["done"], each["tasks"]["total"]) for each in repo.status()
        }
        assert number(page, "tasks") == sum(each["tasks"]["done"] for each in repo.status())

    def test_every_finding_is_listed_with_its_place_its_help_and_its_age(self, repo: Repo) -> None:
        page, report = page_of(with_history(repo)), repo.report()
        shown = page.all("li", class_="finding")
        assert len(shown) == len(report["findings"])
        for each in report["findings"]:
            (text,) = [it.text for it in shown if each["message"] in it.text]
            assert each["code"] in text
            assert each["help"] in text
            assert f"{each['path']}:{each['line']}" in text
            assert re.search(r"since \d+ [A-Z][a-z]{2} \d{4}", text)

    def test_what_the_baseline_excuses_is_counted_apart(self, repo: Repo) -> None:
        with_history(repo).run("baseline")
        page, excused = page_of(repo), len(repo.report()["findings"])
        assert number(page, "baselined") == excused > 0
        assert (number(page, "errors"), number(page, "warnings")) == (0, 0)
        assert page.all("li", class_="finding") == []

    def test_the_verdict_is_the_exit_code(self, repo: Repo) -> None:
        assert "The gate fails." in page_of(with_history(repo)).text
        assert repo.run("check").exit_code == 1
        repo.write({"context/product/roadmap.md": roadmap()})
        assert "The gate passes" in page_of(repo).text
        assert repo.run("check").exit_code == 0


def name_of(row: Node) -> str:
    return row.all("span", class_="name")[0].text


def bar_of(row: Node) -> tuple[int, int]:
    label = row.all("summary")[0].all("svg", role="img")[0].attributes["aria-label"]
    done, total = re.findall(r"\d+", label)
    return int(done), int(total)


class TestMaintenance:
    def test_its_share_and_its_reasons(self, repo: Repo) -> None:
        with_history(repo).commit(
            "fix: bell\n\nTask: none a <b>slip</b>", {"src/app.py": "x = 9\n"}
        )
        page = page_of(repo)
        assert (number(page, "maintenance"), number(page, "maintenance-total")) == (1, 3)
        (section,) = [
            it
            for it in page.all("section")
            if it.attributes.get("aria-labelledby") == "maintenance"
        ]
        (line,) = section.all("ul", class_="commits")[0].all("li")
        assert "fix: bell" in line.text
        assert "a <b>slip</b>" in line.text

    def test_nothing_without_it(self, repo: Repo) -> None:
        assert "Maintenance" not in page_of(with_history(repo)).text


class TestRoad:
    def test_from_requirements_to_commits(self, repo: Repo) -> None:
        page = page_of(with_history(repo))
        (row,) = [it for it in page.all("details", class_="spec") if name_of(it) == "login"]
        stages = [it.text for it in row.all("ol", class_="stages")[0].all("li")]
        assert stages == [
            "Requirements written",
            "Approval approved · status",
            "Tasks 1 of 3 done",
            "Commits 1 commit",
        ]
        head = repo.git("rev-parse", "HEAD~3")[:10]
        (done,) = [it for it in row.all("li", class_="task") if "Part 1" in it.text]
        assert head in done.text
        (line,) = row.all("ul", class_="commits")[0].all("li")
        assert "feat: one" in line.text
        assert "Ada · finishes 1 · 1 file of code" in line.text

    def test_each_done_task_shows_its_evidence(self, repo: Repo) -> None:
        rows = page_of(with_history(repo)).all("li", class_="task")
        (shown,) = [row.text for row in rows if "ticked in" in row.text]
        evidence = "1 code file , no test , approved · status"
        assert re.search(rf"ticked in [0-9a-f]{{10}} , {evidence}", shown)

    def test_an_approval_that_is_stale_names_what_changed(self, repo: Repo) -> None:
        requirements = "# Spec Requirements\n\n- FR-001: {first}.\n- FR-002: They sign out.\n"
        folder = "agent-os/specs/2026-05-01-login"
        path = f"{folder}/planning/requirements.md"
        repo.commit("docs: specify", {path: requirements.format(first="They sign in")})
        assert repo.run("approve", "login").exit_code == 0
        repo.commit("docs: approve", {path: requirements.format(first="They sign up")})
        row = page_of(repo).all("details", class_="spec")[0].text
        assert "Approval stale: FR-001" in row
        assert "FR-001 since Ada approved it" in row
        assert "Required status" in row
        assert re.search(r"Recorded planning/requirements.md, by Ada on \d+ [A-Z]", row)

    def test_the_next_step(self, repo: Repo) -> None:
        row = page_of(with_history(repo)).all("details", class_="spec")[0]
        step = row.all("div", class_="step")[0].text
        assert "login#2 Part 2" in step
        assert "commit message: Task: login#2" in step


class TestRoadmap:
    def rows(self, repo: Repo) -> dict[str, str]:
        table = page_of(repo).all("table", class_="cards")[0]
        rows = [it for it in table.all("tr") if it.all("td")]
        return {it.all("th")[0].text: " | ".join(td.text for td in it.all("td")) for it in rows}

    def test_an_item_that_was_ticked_early(self, repo: Repo) -> None:
        assert self.rows(with_history(repo)) == {
            "Login": "done | in progress 1 /6 | login , mail | ticked early"
        }

    def test_an_item_that_waits_for_its_tick(self, repo: Repo) -> None:
        repo.write({**project("Completed"), TASKS: tasks("1", "2", "3")})
        assert self.rows(repo) == {"Login": "open | done 3 /3 | login | not ticked"}

    def test_items_that_agree_or_that_no_spec_can_confirm(self, repo: Repo) -> None:
        plan = roadmap() + "- [x] **Passkeys**: later\n"
        repo.write({**project(), "context/product/roadmap.md": plan})
        assert self.rows(repo) == {
            "Login": "open | not started 0 /3 | login | agrees",
            "Passkeys": "done | no spec |  | ",
        }


class TestWithoutHistory:
    def test_a_plain_folder(self, tmp_path: Path) -> None:
        repo = Repo(tmp_path / "plain")
        repo.write({**project("Draft", "1"), "aos-check.toml": '[approval]\nlevel = "status"\n'})
        for file in sorted((repo.top / ".git").rglob("*"), reverse=True):
            file.unlink() if file.is_file() else file.rmdir()
        (repo.top / ".git").rmdir()
        page = page_of(repo)
        assert "there is no repository, so there is no history" in page.text
        assert "There is no history to draw from." in page.text
        assert "Commits not known" in page.text
        assert number(page, "tasks") == 1
        assert number(page, "errors") == len(page.all("li", class_="finding")) > 0

    def test_before_the_first_commit(self, repo: Repo) -> None:
        repo.write({**project()})
        assert "there are no commits yet" in page_of(repo).text

    def test_a_shallow_clone(self, repo: Repo) -> None:
        with_history(repo)
        repo.git("clone", "-q", "--depth=2", repo.top.as_uri(), "shallow")
        clone = Repo(repo.top / "shallow")
        assert "the history is shallow" in page_of(clone).text

    def test_rules_that_were_not_asked_are_named(self, repo: Repo) -> None:
        text = page_of(with_history(repo)).text
        assert "aos-check check --range checks commits" in text
        assert all(rule["code"] in text for rule in repo.report()["not_evaluated"])


UNPRINTABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e]")
EVIL = (
    "</style></title><script>alert(1)</script>",
    "\"' onmouseover='alert(1)' x=\"",
    "<img src=x onerror=alert(1)>",
    "[go](javascript:alert(1))",
    "{{ 7*7 }}{% include '/etc/passwd' %}",
    "\x1b[2J\x07\x00" + chr(0x202E) + "--><!-- ]]>",
)


class TestHostileText:
    @pytest.mark.parametrize("evil", EVIL)
    def test_it_stays_text(self, tmp_path: Path, evil: str) -> None:
        title = evil.replace("\0", "")
        html = html_of(self.with_text(tmp_path / "evil", evil), "--title", title)
        page = read(html)
        values = (value for node in page.walk() for value in node.attributes.values())
        assert not UNPRINTABLE.search("".join((html, *page.parts(), *values)))
        known = (
            self.with_text(tmp_path / "good", "harmless"),
            with_history(Repo(tmp_path / "shop")),
        )
        assert shapes(page) <= set().union(*(shapes(page_of(repo)) for repo in known))
        assert page.all("h1")[0].text == " ".join(safe(title).split())
        shown = read(prose(title)).text
        assert page.text.count(" ".join(shown[:40].split())) > 5

    @staticmethod
    def with_text(top: Path, text: str) -> Repo:
        """A repository with the text in every place where a document or a commit has text."""
        repo = Repo(top)
        text = text.replace("\0", "")
        files = project("Approved", "1")
        files[TASKS] = f"# Tasks\n\n## {text}\n\n- [x] 1. A {text}\n- [ ] 2. B {text}\n"
        files["context/product/roadmap.md"] = f"# Roadmap\n\n## {text}\n\n- [x] **Login** {text}\n"
        files["docs/adr/0001-a.md"] = DECISION.format(number=1, title=text, status="Accepted")
        name = f"{SPEC}/functional-spec.md"
        files[name] += f"\n- [see](missing/{text.replace(')', '').replace(' ', '')}.md)\n"
        files[f"{MAIL}/functional-spec.md"] = f"# Functional Specification: {text}\n"
        message = f"feat: {text}\n\n{text}\n\nTask: login#1"
        author = {"GIT_AUTHOR_NAME": text.replace("<", "").replace(">", "") or "a"}
        repo.write(dict(files))
        repo.git("add", "--all")
        repo.git("commit", "-q", "--cleanup=verbatim", "-m", message, env=author)
        return repo

    def test_names_that_are_no_text_at_all(self, repo: Repo) -> None:
        folder = b"agent-os/specs/2026-05-01-\xff\xfe"
        place = os.fsencode(repo.top) + b"/" + folder
        try:
            os.makedirs(place)  # noqa: PTH103 - bytes are no Path
        except OSError:
            pytest.skip("this file system takes no such name")
        with open(place + b"/tasks.md", "wb") as file:  # noqa: PTH123 - bytes are no Path
            file.write(b"- [x] 1. A\n  - [ ] 1.1 \xed\xa0\x80 B\n")
        repo.commit("docs: odd")
        result = repo.run("report", "--output", "out.html")
        assert result.exit_code == 0
        assert "\\xff\\xfe" in (repo.top / "out.html").read_text("utf-8")

    def test_what_does_not_end_is_cut(self, repo: Repo) -> None:
        long = "A" * 1_000_000
        repo.write({**project(), TASKS: f"- [x] 1. {long}\n  - [ ] 1.1 {long}\n", "message": long})
        repo.git("add", "--all")
        repo.git("commit", "-q", "-F", "message")
        assert len(html_of(repo)) < 100_000


def shapes(page: Node) -> set[tuple[str, tuple[str, ...]]]:
    """The elements by name and attribute names. None of them may load or run anything."""
    for node in page.walk():
        assert node.name not in {"script", "img", "iframe", "object", "embed", "form", "base"}
        assert not any(name.startswith("on") or name == "style" for name in node.attributes)
        target = node.attributes.get("href", "#")
        assert target == "data:," or re.fullmatch("#[a-z0-9-]*|https?://[^\\s<>\"']+", target)
        assert "src" not in node.attributes
    return {(node.name, tuple(node.attributes)) for node in page.walk()}


class TestDocument:
    def test_only_its_own_style_may_be_applied(self, repo: Repo) -> None:
        page = page_of(with_history(repo))
        (policy,) = [
            it.attributes["content"]
            for it in page.all("meta")
            if it.attributes.get("http-equiv") == "Content-Security-Policy"
        ]
        style = "".join(page.all("style")[0].parts())
        digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
        assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; ")
        assert "unsafe" not in policy
        assert style.isascii()
        assert "url(" not in style
        assert "@import" not in style

    def test_every_link_leads_somewhere_and_no_name_is_taken_twice(self, repo: Repo) -> None:
        page = page_of(with_history(repo))
        names = [it.attributes["id"] for it in page.walk() if "id" in it.attributes]
        assert len(names) == len(set(names))
        links = [it.attributes["href"][1:] for it in page.all("a")]
        assert links
        assert set(links) <= set(names)

    def test_the_same_commit_gives_the_same_bytes(self, repo: Repo, tmp_path: Path) -> None:
        with_history(repo)
        once = html_of(repo)
        assert html_of(repo) == once
        repo.git("clone", "-q", repo.top.as_uri(), str(tmp_path / "elsewhere" / "shop"))
        assert html_of(Repo(tmp_path / "elsewhere" / "shop")) == once

    def test_it_says_when_the_worktree_is_another(self, repo: Repo) -> None:
        assert "the worktree differs" not in page_of(with_history(repo)).text
        repo.write({TASKS: tasks("1", "2")})
        text = page_of(repo).text
        assert "the worktree differs" in text
        assert TASKS in text

    def test_the_title_is_the_folder_unless_it_is_given(self, repo: Repo) -> None:
        assert page_of(with_history(repo)).all("h1")[0].text == "shop"
        assert page_of(repo, "--title", "A & B").all("h1")[0].text == "A & B"


class TestCommand:
    def test_nothing_but_the_file_is_written(self, repo: Repo, tmp_path: Path) -> None:
        with_history(repo).write({TASKS: tasks("1", "2"), "new.md": "a\n"})
        before = contents(tmp_path)
        result = repo.run("report", "--output", str(tmp_path / "page.html"))
        assert (result.exit_code, result.output) == (0, "")
        after = contents(tmp_path)
        assert after.pop(str(tmp_path / "page.html"))
        assert after == before

    def test_standard_output_takes_it_in_any_encoding(self, repo: Repo) -> None:
        command = [sys.executable, "-m", "aos_check", "report", "--output", "-", "--title", "Früh"]
        done = subprocess.run(
            command, cwd=with_history(repo).top, env=environment() | {"PYTHONIOENCODING": "ascii"},
            capture_output=True, check=True,
        )  # fmt: skip
        assert read(done.stdout.decode("ascii")).all("h1")[0].text == "Früh"

    def test_findings_do_not_make_it_fail(self, repo: Repo) -> None:
        with_history(repo)
        assert repo.run("check").exit_code == 1
        assert repo.run("report", "--output", "page.html").exit_code == 0

    def test_an_output_is_asked_for(self, repo: Repo) -> None:
        result = with_history(repo).run("report")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "--output" in result.stderr

    def test_where_nothing_can_be_written(self, repo: Repo) -> None:
        result = with_history(repo).run("report", "--output", "not/there.html")
        assert (result.exit_code, result.stdout) == (2, "")
        assert "not/there.html cannot be written" in result.stderr

    def test_where_there_is_nothing_to_check(self, repo: Repo) -> None:
        repo.commit("begin", {"README.md": "a\n"})
        result = repo.run("report", "--output", "page.html")
        assert result.exit_code == 2
        assert "nothing to check" in result.stderr
        assert not (repo.top / "page.html").exists()
        page = page_of(repo, "--allow-empty")
        assert "There are no specs." in page.text

    def test_a_folder_of_it(self, repo: Repo) -> None:
        inner = {f"packages/web/{path}": text for path, text in project("Approved", "1").items()}
        repo.commit("docs: specify", {**project(), **inner})
        page = page_of(repo, "--root", "packages/web")
        assert (number(page, "specs-total"), number(page, "tasks")) == (1, 1)
        assert page.all("h1")[0].text == "web"
        assert "From 0 to" not in page.text
        whole = page_of(repo)
        assert (number(whole, "specs-total"), number(whole, "tasks-total")) == (2, 6)

    def test_without_jinja2_it_says_what_to_install(
        self, repo: Repo, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "jinja2", None)
        result = with_history(repo).run("report", "--output", "page.html")
        assert (result.exit_code, result.stdout) == (2, "")
        assert re.search(r"help: run `.*\[report\]", result.stderr)
        assert not (repo.top / "page.html").exists()

    def test_no_other_command_needs_jinja2(self, repo: Repo) -> None:
        script = "import sys; sys.argv = ['aos-check', 'status']\n\
from aos_check.__main__ import main\n\
try:\n    main()\nfinally:\n    assert 'jinja2' not in sys.modules\n"
        done = subprocess.run(
            [sys.executable, "-c", script],
            cwd=with_history(repo).top, env=environment(), capture_output=True, text=True,
            check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


START = datetime(2026, 3, 2, 9, tzinfo=timezone.utc)


def samples(*totals: tuple[int, int], every: timedelta) -> list[Sample]:
    return [
        Sample("", START + every * index, Count(*total), {}) for index, total in enumerate(totals)
    ]


class TestPlot:
    def test_steps_go_along_and_then_up(self) -> None:
        size = Size("test", 100, 50, left=0, right=0, top=0, bottom=0, dates=3)
        drawn = plot(samples((0, 2), (1, 2), (2, 2), every=timedelta(days=1)), size)
        right = f"{100 - drawn.size.right:.1f}"
        left = f"{drawn.size.left:.1f}"
        middle = f"{(drawn.size.left + 100 - drawn.size.right) / 2:.1f}"
        assert drawn.known_line == f"M{left} 0.0H{right}"
        assert drawn.done_line == f"M{left} 50.0H{middle}V25.0H{right}V0.0H{right}"
        assert drawn.done_area == f"{drawn.done_line}V50.0H{left}Z"

    @pytest.mark.parametrize(
        ("most", "labels"),
        [
            (0, ["0", "1"]),
            (4, ["0", "1", "2", "3", "4"]),
            (42, ["0", "10", "20", "30", "40"]),
            (1600, ["0", "500", "1,000", "1,500"]),
        ],
    )
    def test_round_numbers_at_the_side(self, most: int, labels: list[str]) -> None:
        drawn = plot(samples((0, 0), (0, most), every=timedelta(days=1)), WIDE)
        assert [tick.label for tick in drawn.numbers] == labels

    @pytest.mark.parametrize(
        ("every", "labels"),
        [
            (timedelta(0), ["2 Mar"]),
            (timedelta(hours=4), ["09:00", "10:00", "11:00", "12:00", "13:00"]),
            (timedelta(days=4), ["3 Mar", "4 Mar", "5 Mar", "6 Mar"]),
            (timedelta(days=40), ["9 Mar", "16 Mar", "23 Mar", "30 Mar", "6 Apr"]),
            (timedelta(days=150), ["Apr", "May", "Jun", "Jul"]),
            (timedelta(days=400), ["May", "Jul", "Sep", "Nov", "2027", "Mar"]),
            (timedelta(days=3000), ["2028", "2030", "2032", "2034"]),
        ],
        ids=str,
    )
    def test_round_dates_below(self, every: timedelta, labels: list[str]) -> None:
        drawn = plot(samples((0, 1), (1, 1), every=every), WIDE)
        assert [tick.label for tick in drawn.dates] == labels

    @pytest.mark.parametrize("size", [WIDE, NARROW], ids=lambda size: size.name)
    @pytest.mark.parametrize("days", [0.001, 0.3, 1, 3, 9, 33, 90, 300, 900, 9000, 2_000_000])
    def test_dates_never_crowd_and_stay_inside(self, size: Size, days: float) -> None:
        drawn = plot(samples((0, 1), (1, 9), every=timedelta(days=days)), size)
        places = [tick.at for tick in drawn.dates]
        assert places == sorted(places)
        assert all(drawn.size.left <= at <= size.width - drawn.size.right for at in places)
        assert len(places) <= size.dates
        assert all(later - earlier > 30 for earlier, later in pairwise(places))

    @pytest.mark.parametrize("done", [0, 1, 90, 99, 100])
    def test_labels_do_not_cover_one_another(self, done: int) -> None:
        drawn = plot(samples((0, 100), (done, 100), every=timedelta(days=1)), NARROW)
        assert drawn.done_label.at - drawn.known_label.at >= 17.9


class TestWords:
    def test_anchors_are_plain_and_no_two_alike(self) -> None:
        names = ["Login", "login", "a/b#c", "\u202e", "日本", "login-2", "x" * 500]
        found = anchors("spec", names)
        assert found[:3] == ["spec-login", "spec-login-2", "spec-a-b-c"]
        assert len(set(found)) == len(names)
        assert all(re.fullmatch("[a-z0-9-]{1,80}", name) for name in found)

    def test_a_text_is_cut_where_it_is_too_long(self) -> None:
        assert (shortened("short"), shortened("a word more", 8)) == ("short", "a word…")

    @pytest.mark.parametrize(
        ("done", "total", "share"), [(0, 9, 0), (1, 1000, 1), (999, 1000, 99), (7, 7, 100)]
    )
    def test_only_what_is_whole_looks_whole(self, done: int, total: int, share: int) -> None:
        assert Bar(done, total).share == share
