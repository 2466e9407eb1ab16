"""The page in a real browser: it loads nothing, fits a phone, and is accessible."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.support.git_repo import Repo
from tests.support.sample_project import with_history

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("jinja2", reason="jinja2 is not installed")

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

DRIVER = shutil.which("chromedriver")
BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("chrome")
AXE = os.environ.get("AXE_CORE", "")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not (DRIVER and BROWSER), reason="there is no chromium with its chromedriver on the path"
    ),
]


class ShownPage(NamedTuple):
    """A page, the browser that shows it, and the repository that it describes."""

    browser: webdriver.Chrome
    file: Path
    repo: Repo

    def open(self, *, width: int, dark: bool = False) -> None:
        """Show the page at this width."""
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.browser.get(self.file.as_uri())

    def run(self, script: str) -> Any:
        """Run the script; return its result."""
        return self.browser.execute_script(script)

    def number(self, key: str) -> int:
        """One of the numbers at the top of the page."""
        return int(self.browser.find_element(By.ID, f"number-{key}").text.replace(",", ""))


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShownPage]:
    folder = tmp_path_factory.mktemp("browser")
    repo = with_history(Repo(folder / "shop"))
    long = "unbroken" * 20
    linked = "# Tasks\n\n- [ ] 1. See [`it`](https://example.org) **now**, לחצן\n"
    repo.commit("docs: link", {"context/spec/003-link/tasks.md": linked})
    repo.commit(
        f"docs: {long}", {f"docs/adr/0009-{'n' * 90}.md": f"# 9. {long}\n\n## Status\n\nOld\n"}
    )
    file = folder / "page.html"
    assert repo.run("report", "--output", str(file), "--title", long).exit_code == 0
    options = Options()
    options.binary_location = BROWSER or ""
    for flag in (*FLAGS, f"--user-data-dir={folder / 'profile'}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield ShownPage(browser, file, repo)
    finally:
        browser.quit()


def test_the_page_loads_only_itself_and_logs_no_error(shown: ShownPage) -> None:
    shown.browser.get("about:blank")  # leave the browser's start page
    logged(shown, "performance")
    logged(shown, "browser")
    shown.open(width=1280)
    events = [json.loads(entry["message"])["message"] for entry in logged(shown, "performance")]
    asked = [
        event["params"]["request"]["url"]
        for event in events
        if event["method"] == "Network.requestWillBeSent"
    ]
    assert [url for url in asked if not url.startswith("data:")] == [shown.file.as_uri()]
    assert logged(shown, "browser") == []


def logged(shown: ShownPage, kind: str) -> list[dict[str, Any]]:
    """The log entries since the last call."""
    found: list[dict[str, Any]] = shown.browser.get_log(kind)  # type: ignore[no-untyped-call]
    return found


def test_the_style_is_applied(shown: ShownPage) -> None:
    shown.open(width=1280)
    light = shown.run("return getComputedStyle(document.body).backgroundColor")
    shown.open(width=1280, dark=True)
    dark = shown.run("return getComputedStyle(document.body).backgroundColor")
    assert (light, dark) == ("rgb(252, 252, 250)", "rgb(19, 22, 25)")


def test_what_is_brought_in_does_not_run(shown: ShownPage) -> None:
    shown.open(width=1280)
    shown.run(
        "document.body.insertAdjacentHTML('beforeend',"
        ' \'<img src=x onerror="document.title=1"><p id=evil style="color: red">a</p>\')'
    )
    assert shown.run("return document.title") != "1"
    assert shown.run("return getComputedStyle(document.getElementById('evil')).color") != (
        "rgb(255, 0, 0)"
    )
    assert any("Content Security Policy" in entry["message"] for entry in logged(shown, "browser"))


def test_the_numbers_are_those_of_the_report(shown: ShownPage) -> None:
    shown.open(width=1280)
    report = shown.repo.report()
    severities = [finding["severity"] for finding in report["findings"]]
    assert shown.number("errors") == severities.count("error")
    assert shown.number("warnings") == severities.count("warning")
    assert shown.number("tasks-total") == report["checked"]["tasks"]
    assert shown.number("specs-total") == report["checked"]["specs"]
    rows = {
        row.find_element(By.CLASS_NAME, "name").text: row.find_element(By.CLASS_NAME, "num").text
        for row in shown.browser.find_elements(By.CSS_SELECTOR, ".spec > summary")
    }
    assert rows == {
        each["name"]: f"{each['tasks']['done']}/{each['tasks']['total']}"
        for each in shown.repo.status()
    }


@pytest.mark.parametrize("width", [360, 390, 768, 1280, 1920])
@pytest.mark.parametrize("folded", [True, False])
def test_nothing_scrolls_sideways(shown: ShownPage, width: int, folded: bool) -> None:
    shown.open(width=width)
    if not folded:
        shown.run("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert shown.run("return document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("width", "kind"), [(360, "narrow"), (1280, "wide")])
def test_one_plot_of_each_figure_is_seen_and_its_labels_are_inside(
    shown: ShownPage, width: int, kind: str
) -> None:
    shown.open(width=width)
    seen = [
        each for each in shown.browser.find_elements(By.CLASS_NAME, "plot") if each.is_displayed()
    ]
    assert [each.get_attribute("class") for each in seen] == [f"plot {kind}"] * 2
    outside = shown.run(
        f"return [...document.querySelectorAll('.plot.{kind} text')].filter(each => {{"
        " const frame = each.closest('.plot').getBoundingClientRect();"
        " const box = each.getBoundingClientRect();"
        " return box.left < frame.left - 1 || box.right > frame.right + 1"
        " || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;"
        "}).map(each => each.textContent)"
    )
    assert outside == []


def test_a_choice_by_keyboard_keeps_what_fits_also_in_print(shown: ShownPage) -> None:
    shown.open(width=1280)
    every = shown.browser.find_elements(By.CSS_SELECTOR, "details.spec")
    assert all(each.is_displayed() for each in every)
    chosen = shown.browser.find_element(By.ID, "state-all")
    chosen.send_keys(Keys.ARROW_RIGHT)
    assert shown.run("return document.activeElement.checked && document.activeElement.id") in (
        "state-0",
        "state-1",
    )
    kept = [each for each in every if each.is_displayed()]
    assert 0 < len(kept) < len(every)
    shown.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    assert [each for each in every if each.is_displayed()] == kept
    seen = [it for it in shown.browser.find_elements(By.TAG_NAME, "label") if it.is_displayed()]
    assert len(seen) == 1
    shown.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_a_link_to_a_spec_unfolds_it(shown: ShownPage) -> None:
    shown.open(width=1280)
    link = shown.browser.find_element(By.CSS_SELECTOR, "#roadmap ~ table a")
    shown.browser.get(str(link.get_attribute("href")))
    anchor = shown.run("return document.querySelector(location.hash).closest('details').open")
    assert anchor is True


@pytest.mark.skipif(not AXE, reason="AXE_CORE names no axe.min.js of the npm package axe-core")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_can_be_read_by_everyone(shown: ShownPage, width: int, dark: bool) -> None:
    shown.open(width=width, dark=dark)
    shown.run("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert grave_violations(shown) == set()


def grave_violations(shown: ShownPage) -> set[tuple[str, str]]:
    """The serious faults that axe finds on the page, with the elements."""
    shown.run(Path(AXE).read_text("utf-8"))
    found = shown.browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    assert found["passes"]
    return {
        (each["id"], node["html"][:200]) for each in found["violations"] for node in each["nodes"]
    }


@pytest.fixture(scope="module")
def organisation(shown: ShownPage) -> ShownPage:
    """The page of two repositories, and of a file that cannot be read."""
    folder = shown.file.parent
    names = [f"{'unbroken' * 20}.json", "shop.json"]
    for name in names:
        run = shown.repo.run(
            "report", "--format", "json", "--output", str(folder / name), "--title", name
        )
        assert run.exit_code == 0
    file = folder / "organisation.html"
    files = [str(folder / name) for name in (*names, "missing.json")]
    assert shown.repo.run("report", "--merge", *files, "--output", str(file)).exit_code == 0
    return shown._replace(file=file)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 768, 1280, 1920])
def test_the_page_of_many_repositories(organisation: ShownPage, width: int, dark: bool) -> None:
    organisation.open(width=width, dark=dark)
    assert organisation.run("return document.documentElement.scrollWidth") <= width
    rows = organisation.browser.find_elements(By.CSS_SELECTOR, ".repositories tbody tr")
    assert len(rows) == 3
    if AXE:
        assert grave_violations(organisation) == set()
