"""The site builds without a warning, loads nothing from the network, and leads everywhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from aos_check import HOME
from aos_check.reporters.handbook import anchor
from aos_check.rules import RULES
from tests.support.shared_folders import made_once

pytest.importorskip("furo", reason="the extra docs is not installed")

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = {
    file.relative_to(DOCS).with_suffix("").as_posix()
    for file in DOCS.rglob("*.md")
    if "decisions" not in file.parts
}
_LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "link": "href"}


@dataclass
class Page(HTMLParser):
    """A page of the site: its links, its anchors and what it loads."""

    html: str
    links: set[str] = field(default_factory=set)
    anchors: set[str] = field(default_factory=set)
    loaded: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {key: value or "" for key, value in attrs}
        self.anchors.add(values.get("id", ""))
        if tag == "a":
            self.links.add(values.get("href", ""))
        if target := values.get(_LOADED.get(tag, ""), ""):
            self.loaded.add(target)


@dataclass(frozen=True)
class Site:
    """The built site in a folder."""

    folder: Path

    @cached_property
    def pages(self) -> dict[str, Page]:
        """The pages by path."""
        files = self.folder.rglob("*.html")
        return {it.relative_to(self.folder).as_posix(): Page(it.read_text("utf-8")) for it in files}

    def targets(self, path: str) -> set[tuple[str, str]]:
        """The pages and anchors of the site to which a page links."""
        links = (it.partition("#") for it in self.pages[path].links if "://" not in it)
        here = (self.folder / path).parent
        return {
            ((here / name).resolve().relative_to(self.folder).as_posix() if name else path, place)
            for name, _, place in links
        }


def build(folder: Path) -> None:
    command = ["-m", "sphinx", "-W", "--keep-going", "--quiet", str(DOCS), str(folder)]
    done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=False)
    assert (done.stderr, done.returncode) == ("", 0)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(made_once(tmp_path_factory, "site", build))


def test_the_start_page_leads_to_every_page(site: Site) -> None:
    reached, left = set[str](), ["index.html"]
    while left:
        if (path := left.pop()) not in reached:
            reached.add(path)
            left += (name for name, _ in site.targets(path) if name in site.pages)
    assert {f"{page}.html" for page in PAGES} <= reached


def test_every_link_leads_to_a_page_and_an_anchor(site: Site) -> None:
    assert [
        f"{path}: {name}#{place}"
        for path in site.pages
        for name, place in site.targets(path)
        if not (site.folder / name).exists()
        or (place and unquote(place) not in site.pages[name].anchors)
    ] == []


def test_links_into_the_repository_lead_to_a_heading(site: Site) -> None:
    links = {link for page in site.pages.values() for link in page.links if "#" in link}
    inside = (it.removeprefix(f"{HOME}/blob/main/").partition("#") for it in links)
    wanted = [(name, place) for name, _, place in inside if name.endswith(".md")]
    assert wanted
    assert [(name, place) for name, place in wanted if place not in headings(ROOT / name)] == []


def headings(file: Path) -> set[str]:
    """The anchors that a forge gives to the headings of a file."""
    titles = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_nothing_is_loaded_from_the_network(site: Site) -> None:
    loaded = {target for page in site.pages.values() for target in page.loaded}
    styles = "".join(file.read_text("utf-8") for file in site.folder.rglob("*.css"))
    loaded |= set(re.findall(r"url\(\s*[\"']?([^\"')]+)", styles))
    assert loaded
    assert [target for target in loaded if re.match(r"(\w+:)?//", target)] == []
    assert "@import" not in styles


def test_the_search_knows_every_page(site: Site) -> None:
    index = (site.folder / "searchindex.js").read_text("utf-8")
    found = json.loads(index.removeprefix("Search.setIndex(").removesuffix(")"))
    assert set(found["docnames"]) == PAGES


def test_a_rule_has_the_same_anchor_on_the_forge_and_on_the_site(site: Site) -> None:
    anchors = site.pages["reference/rules.html"].anchors & headings(DOCS / "reference/rules.md")
    assert {anchor(rule.code, rule.name) for rule in RULES} <= anchors
