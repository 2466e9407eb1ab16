"""The README is short and correct, and its links work on the forge and in the package."""

from __future__ import annotations

import re
import runpy
import sys
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from aos_check import HOME, __version__
from aos_check.cli import cli
from aos_check.reading.layouts.loading import shipped

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
_ALL = re.MULTILINE | re.DOTALL
PROSE = re.sub(r"^```.*?^```$|!\[[^]]*\]\([^)]*\)|<!--.*?-->", "", README, flags=_ALL)
UV = "https://docs.astral.sh/uv/"
PICTURE = (ROOT / "docs/run.svg").read_text("utf-8")


def test_it_is_short() -> None:
    assert len(PROSE.split()) <= 900


def test_one_sentence_and_the_picture_come_first() -> None:
    title, sentence, picture = README.split("\n\n")[:3]
    assert title == "# aos-check"
    assert sentence.count(". ") == 0
    assert picture.startswith("![A terminal")


def test_the_first_command_is_one_line_for_uvx() -> None:
    block = README.split("```sh\n")[1].split("```")[0]
    assert [line.partition("#")[0].strip() for line in block.splitlines()] == [
        "uvx aos-check",
        "uvx --from PATH-TO-CHECKOUT aos-check",
    ]


def commands() -> list[list[str]]:
    """The words after `aos-check` of each command in a block or in the text."""
    lines = re.findall(r"(?:^|`)aos-check((?: [\w./-]+)*)", README, re.MULTILINE)
    return [line.split() for line in lines if line]


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_a_command_and_its_options_exist(words: list[str]) -> None:
    name, *rest = words
    options = {option for each in cli.commands[name].params for option in each.opts}
    assert {word for word in rest if word.startswith("--")} <= options


@pytest.mark.parametrize("part", ["pre-commit", "workflow", "claude-code"])
def test_each_use_has_a_command_that_adds_it(part: str) -> None:
    assert f"\naos-check init --with {part}" in README


FRAMEWORKS = {re.split(r" [\d/(]| in | with ", layout.title)[0] for layout in shipped()}


@pytest.mark.parametrize("name", sorted(FRAMEWORKS - {"Dated specs"}))
def test_every_framework_is_named_after_the_first_command(name: str) -> None:
    assert name.lower() in README.split("## Use it\n")[1].lower().replace("-", " ")


def test_there_are_two_command_lines() -> None:
    block = README.split("## Work on it\n")[1].split("```sh two-commands\n")[1].split("```")[0]
    assert len(block.strip().splitlines()) == 2


def test_the_version_is_the_same_in_both_places() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{__version__}"' in project


# The picture. Whether it is current, `python tools/generate.py --check` says.


def test_the_picture_is_xml_with_a_title_and_a_description() -> None:
    top = ET.fromstring(PICTURE)  # noqa: S314 - our own file
    names = {each.tag.rpartition("}")[2] for each in top.iter()}
    assert names == {"svg", "title", "desc", "style", "rect", "text", "tspan"}
    assert "".join(top.itertext()).count("git commit") > 1


def test_the_picture_loads_nothing_and_runs_nothing() -> None:
    assert re.findall(r"https?://[^\"]+", PICTURE) == ["http://www.w3.org/2000/svg"]
    assert not re.search(r"url\(|@import|@font-face|href|<script|\son\w+=", PICTURE)


def test_the_picture_names_no_place_of_this_machine() -> None:
    assert not re.search(r"/(tmp|home|work|root|Users)\b", PICTURE)


# The package


def test_links_in_the_package_have_the_address_of_the_project(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hatchling = SimpleNamespace(MetadataHookInterface=object)
    monkeypatch.setitem(sys.modules, "hatchling.metadata.plugin.interface", hatchling)
    with_addresses = runpy.run_path(str(ROOT / "tools/package_readme.py"))["with_addresses"]
    text = with_addresses(README, HOME)
    links = re.findall(r"\]\(([^)]+)\)", text)
    assert links
    assert {link for link in links if not link.startswith(f"{HOME}/")} == {UV}
    assert f"]({HOME}/raw/main/docs/run.svg)" in text
    assert f"[tutorial]({HOME}/blob/main/docs/tutorial.md)" in text
    assert with_addresses("[a](https://b.c) [d](#e)", HOME) == "[a](https://b.c) [d](#e)"
