"""The parts of the page that come from the history, and the filters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from aos_check.reporters.page import index
from tests.support.git_repo import Repo
from tests.support.html import Node, read
from tests.support.sample_project import FUNCTIONAL, MAIL, SPEC, project, roadmap, tasks

TASKS = f"{SPEC}/tasks.md"
REMOTE = "git@github.com:ada/shop.git"


def day(number: int, name: str = "Ada") -> dict[str, str]:
    when = f"2026-03-{number:02}T09:00:00+00:00"
    return {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_AUTHOR_NAME": name}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """A finished spec of Ada, and one of Grace without work since the 5th."""
    made = Repo(tmp_path / "shop")
    made.commit("docs: specify", project("Draft"), env=day(1))
    approved = {f"{SPEC}/functional-spec.md": FUNCTIONAL.format(status="Approved")}
    made.commit("docs: approve", approved, env=day(2, "Grace"))
    for number in (1, 2, 3):
        done = [str(it) for it in range(1, number + 1)]
        code = {"src/app.py": f"x = {number}\n"} if number < 3 else {}
        test = {"tests/test_app.py": "def test(): pass\n"} if number == 1 else {}
        files = {TASKS: tasks(*done), **code, **test}
        made.commit(f"feat: {number}\n\nTask: login#{number}", files, env=day(2 + number))
    mail = {
        path.replace(SPEC, MAIL): text.replace("Login", "Mail")
        for path, text in project("Approved", "1").items()
        if path.startswith(SPEC)
    }
    made.commit("feat: mail\n\nTask: mail#1", {**mail, "src/mail.py": "y = 0\n"}, env=day(5, "Eve"))
    files = {"context/product/roadmap.md": roadmap(done=True)}
    made.commit("docs: roadmap", files, env=day(28))
    return made


def page_of(repo: Repo) -> Node:
    result = repo.run("report", "--output", "-")
    assert (result.exit_code, result.stderr) == (0, "")
    return read(result.stdout)


def section(page: Node, key: str) -> Node:
    (found,) = [it for it in page.all("section") if it.attributes.get("aria-labelledby") == key]
    return found


def rows(table: Node) -> list[list[str]]:
    cells = ([it.text for it in row.all("th") + row.all("td")] for row in table.all("tr"))
    return [each for each in cells if each][1:]


def test_the_top_says_what_is_next_and_what_is_late(repo: Repo) -> None:
    page = page_of(repo)
    assert "mail#2 Part 2" in page.all("p", class_="upcoming")[0].text
    lines = [it.text for it in page.all("ul", class_="notices")[0].all("li")]
    assert any(line.startswith("late mail: no commit for 23 days") for line in lines)


def test_the_top_names_the_oldest_errors(repo: Repo) -> None:
    wrong = "# Tasks\n\n- [x] 1. Part\n  - [ ] 1.1 Detail with `code`\n"
    repo.commit("docs: wrong", {f"{SPEC}/tasks.md": wrong}, env=day(29))
    (line,) = [
        it for it in page_of(repo).all("ul", class_="notices")[0].all("li") if "TASK" in it.text
    ]
    assert re.match(r"TASK001 login: task 1 is done.* \(since 29 Mar 2026\)", line.text)


def test_the_times_of_each_spec_and_their_spread(repo: Repo) -> None:
    spread, each = section(page_of(repo), "times").all("table")
    assert rows(spread) == [
        ["Approved to first work", "", "1", "1", "1", "1", "1", "1"],
        ["First work to done", "", "2", "2", "2", "2", "2", "1"],
        ["Approved to done", "", "3", "3", "3", "3", "3", "1"],
    ]
    assert rows(each) == [
        ["login", "2 Mar 2026", "3 Mar 2026", "5 Mar 2026", "1 day", "2 days"],
        ["mail", "5 Mar 2026", "5 Mar 2026", "", "under 1 day", ""],
    ]


def test_who_approved_what_when_and_at_which_level(repo: Repo) -> None:
    (table,) = section(page_of(repo), "approvals").all("table")
    assert [row[:5] for row in rows(table)] == [
        ["mail", "functional-spec.md", "Eve", "5 Mar 2026", "status"],
        ["login", "functional-spec.md", "Grace", "2 Mar 2026", "status"],
    ]


def test_the_evidence_of_each_tick_says_what_is_missing(repo: Repo) -> None:
    shown = [it.all("span", class_="evidence") for it in page_of(repo).all("li", class_="task")]
    texts = [re.sub(r" [0-9a-f]{10} ?", "", it[0].text).replace(" ,", ",") for it in shown if it]
    assert texts == [
        "appeared done in, 1 code file, no test, approved · status",
        "ticked in, 2 code files, 1 test, approved · status",
        "ticked in, 1 code file, no test, approved · status",
        "ticked in, no code, approved · status",
    ]


def test_a_proof_is_evidence_and_its_absence_is_said(repo: Repo) -> None:
    text = page_of(repo).all("details", class_="spec")[0].text
    assert "No task of this spec has a recorded proof" in text
    assert repo.run("prove", "login#2", "--", "true").exit_code == 0
    repo.commit("docs: prove", env=day(29))
    shown = [it.text for it in page_of(repo).all("li", class_="task")]
    assert [("proof" in it, "proved by true" in it) for it in shown if "Part" in it][-3:] == [
        (True, False),
        (False, True),
        (True, False),
    ]


def test_the_findings_over_time(repo: Repo) -> None:
    caption = section(page_of(repo), "findings").all("figcaption")[0].text
    assert re.match(r"Errors went from \d+ to \d+, errors and warnings together from \d+", caption)


def test_commits_and_lines_are_links_if_the_remote_is_known(repo: Repo) -> None:
    links = [it.attributes["href"] for it in page_of(repo).all("a")]
    assert all(link.startswith("#") for link in links)
    repo.git("remote", "add", "origin", REMOTE)
    head = repo.git("rev-parse", "HEAD").strip()
    links = [it.attributes["href"] for it in page_of(repo).all("a")]
    base = "https://github.com/ada/shop"
    assert f"{base}/commit/{head}" in links
    assert f"{base}/blob/{head}/{MAIL}/tasks.md?plain=1#L4" in links
    repo.write({f"{MAIL}/tasks.md": tasks("1", count=5)})
    links = [it.attributes["href"] for it in page_of(repo).all("a")]
    assert not any(f"{MAIL}/tasks.md" in link for link in links)


def test_a_shallow_history_says_so_where_something_is_missing(repo: Repo) -> None:
    repo.git("clone", "-q", "--depth=2", repo.top.as_uri(), "shallow")
    page = page_of(Repo(repo.top / "shallow"))
    for key in ("progress", "findings", "times", "approvals"):
        (gap,) = section(page, key).all("p", class_="gap")
        assert "the history is shallow" in gap.text
        assert "git fetch --unshallow" in gap.text
    assert "The known history begins after this spec" in page.text


class TestFilters:
    def test_each_choice_keeps_what_fits(self, repo: Repo) -> None:
        page = page_of(repo)
        style = "".join(page.all("style")[0].parts())
        labels = {it.text: it.all("input")[0].attributes["id"] for it in page.all("label")}
        assert {"Ada", "Eve", "In progress", "Nothing to do"} <= set(labels)
        for spec, owner in (("login", "Ada"), ("mail", "Eve")):
            name = labels[owner]
            assert f":root:has(#{name}:checked) .pick:not(.{name}){{display:none}}" in style
            kept = page.all("details", class_=name)
            assert [it.all("span", class_="name")[0].text for it in kept] == [spec]

    def test_each_question_is_one_group_of_radio_buttons(self, repo: Repo) -> None:
        for each in page_of(repo).all("fieldset"):
            inputs = each.all("input", type="radio")
            assert len({it.attributes["name"] for it in inputs}) == 1
            assert ["checked" in it.attributes for it in inputs] == [True] + [False] * (
                len(inputs) - 1
            )

    def test_rare_values_are_one_choice(self, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(index, "MAX_CHOICES", 1)
        page = page_of(repo)
        (rare,) = next(it for it in page.all("fieldset") if "Owner" in it.text).all("label")[2:]
        assert rare.text == "others"
        assert len(page.all("details", class_=rare.all("input")[0].attributes["id"])) == 1

    def test_nothing_to_choose_is_not_asked(self, repo: Repo) -> None:
        legends = [it.text for it in page_of(repo).all("legend")]
        assert legends == ["Owner", "State"]
