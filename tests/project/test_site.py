"""The site builds without a warning, loads nothing from the network, and leads everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from aos_check.reporters.handbook import anchor
from aos_check.rules import RULES
from tests.support.site import DOCS, Site, built

ROOT = DOCS.parent
PAGES = {
    file.relative_to(DOCS).with_suffix("").as_posix()
    for file in DOCS.rglob("*.md")
    if "decisions" not in file.parts
}
MARKDOWN = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(DOCS.rglob("*.md"))]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return built(tmp_path_factory)


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


@pytest.mark.parametrize("file", MARKDOWN, ids=lambda file: file.relative_to(ROOT).as_posix())
def test_links_lead_somewhere_on_the_forge_too(file: Path) -> None:
    text = re.sub(r"^( *`{3,}).*?^\1$", "", file.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", text)
    assert [
        f"{name}#{place}"
        for name, place in links
        if not (target := file.parent / name if name else file).exists()
        or (place and place not in headings(target))
    ] == []


def headings(file: Path) -> set[str]:
    """The anchors that a forge gives to the headings of a file."""
    titles = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_a_file_has_a_caption_and_a_page_its_title(site: Site) -> None:
    tutorial = site.pages["tutorial.html"].html
    assert re.search(r'"caption-text">\.kiro/specs/login/tasks\.md<', tutorial)
    shown = re.compile(r'<a class="reference internal"[^>]*><span[^>]*>([\w-]+\.md)<')
    assert [name for page in site.pages.values() for name in shown.findall(page.html)] == []


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
