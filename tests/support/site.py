"""The documentation site, built from docs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.support.shared_folders import made_once

DOCS = Path(__file__).parents[2] / "docs"

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


def built(factory: pytest.TempPathFactory) -> Site:
    """The site, built once for all tests; without the extra docs, they are skipped."""
    pytest.importorskip("furo", reason="the extra docs is not installed")
    return Site(made_once(factory, "site", build))
