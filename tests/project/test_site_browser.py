"""The site in a real browser, opened from the disk: search, the width of a phone, dark mode."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.site import Site, built

pytest.importorskip("selenium", reason="selenium is not installed")
pytest.importorskip("jinja2", reason="jinja2 is not installed")

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from tests.reporters import test_report_browser as report
from tests.reporters.test_report_browser import AXE, BROWSER, DRIVER, FLAGS

pytestmark = report.pytestmark

PAGES = ["index", "tutorial", "how-to/ci", "reference/code", "reference/commands"]
PAGES += ["reference/configuration", "explanation/checks", "explanation/trust"]


class Reader:
    """Someone who opens pages of the site in a browser."""

    def __init__(self, browser: webdriver.Chrome, site: Site) -> None:
        self.browser = browser
        self.site = site

    def opens(self, page: str, *, width: int = 1280, dark: bool = False, ask: str = "") -> None:
        metrics = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": width < 600}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})
        self.browser.get(f"{(self.site.folder / page).as_uri()}.html{ask}")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    options = Options()
    options.binary_location = BROWSER or ""
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    try:
        yield Reader(browser, built(tmp_path_factory))
    finally:
        browser.quit()


def test_the_search_works_without_a_server(reader: Reader) -> None:
    reader.opens("search", ask="?q=waiver")
    result = "#search-results a[href*='explanation/commits.html']"
    WebDriverWait(reader.browser, 60).until(
        lambda browser: browser.find_elements(By.CSS_SELECTOR, result)
    )


@pytest.mark.parametrize("page", PAGES)
def test_no_page_scrolls_sideways_on_a_phone(reader: Reader, page: str) -> None:
    reader.opens(page, width=360)
    assert reader.browser.execute_script("return document.documentElement.scrollWidth") <= 360


def test_it_is_dark_where_the_reader_prefers_that(reader: Reader) -> None:
    colors = set()
    for dark in (False, True):
        reader.opens("index", dark=dark)
        script = "return getComputedStyle(document.body).backgroundColor"
        colors.add(reader.browser.execute_script(script))
    assert len(colors) == 2


@pytest.mark.skipif(not AXE, reason="AXE_CORE names no axe.min.js of the npm package axe-core")
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_it_can_be_read_by_everyone(reader: Reader, page: str, dark: bool) -> None:
    reader.opens(page, dark=dark)
    reader.browser.execute_script(Path(AXE).read_text("utf-8"))
    found = reader.browser.execute_async_script(
        "const done = arguments[arguments.length - 1];"
        "axe.run(document, {resultTypes: ['violations']}).then(done)"
    )
    assert found["passes"]
    assert {
        (each["id"], node["html"][:200])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
        for node in each["nodes"]
    } == set()
