"""Hostile text stays text in every format, and no part of the report is lost."""

from __future__ import annotations

import json
import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given, settings
from mistletoe.block_token import BlockToken, Document, Heading, List, ListItem, Paragraph, Table
from mistletoe.html_renderer import HtmlRenderer
from mistletoe.span_token import AutoLink, Image, Link, RawText
from mistletoe.token import Token

from aos_check import HOME
from aos_check.reporters import FORMATS, render
from tests.support.git_repo import Repo
from tests.support.reports import EVIL, HOSTILE, hostile, no_progress, report, sample_progress
from tests.support.sample_project import project

FEW = settings(max_examples=60)
ALL = "x".join(EVIL)


def rendered(form: str, text: str) -> str:
    return render(form, hostile(text), lambda: sample_progress(text))


def strings(value: Any) -> Iterator[str]:
    """Every string in a value read from JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def control_characters(text: str, allowed: str = "\n") -> set[str]:
    """The characters that a terminal executes or hides."""
    bad = {"Cc", "Cf", "Zl", "Zp", "Cs"}
    return {it for it in text if unicodedata.category(it) in bad and it not in allowed}


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
@FEW
@given(text=HOSTILE)
@example(text=ALL)
def test_nothing_controls_the_terminal_and_every_encoding_takes_it(form: str, text: str) -> None:
    written = rendered(form, text)
    assert control_characters(written) == set()
    assert written.encode("utf-8").endswith(b"\n")


@pytest.mark.parametrize("form", ["sarif", "gitlab", "rdjson"])
@FEW
@given(text=HOSTILE)
@example(text=ALL)
def test_json_holds_both_findings_and_messages_without_control(form: str, text: str) -> None:
    written = rendered(form, text)
    assert written.isascii()
    read = json.loads(written)
    for each in strings(read):
        each.encode("utf-8")
    if form == "sarif":
        results = read["runs"][0]["results"]
        assert [result["ruleId"] for result in results] == ["TASK001", "GIT001"]
        assert all(control_characters(each) == set() for each in strings(results))
        uris = [it["locations"][0]["physicalLocation"]["artifactLocation"] for it in results]
        assert all(re.fullmatch(r"(?:[\w./~-]|%[0-9A-F]{2})+", it["uri"], re.ASCII) for it in uris)
        return
    found = read if form == "gitlab" else read["diagnostics"]
    assert len(found) == 2
    message = "description" if form == "gitlab" else "message"
    assert all(control_characters(entry[message]) == set() for entry in found)


@FEW
@given(text=HOSTILE)
@example(text=ALL)
def test_xml_holds_no_more_elements_than_were_written(text: str) -> None:
    root = ET.fromstring(rendered("junit", text))  # noqa: S314 - our own
    tags = sorted(element.tag for element in root.iter())
    plain = ET.fromstring(rendered("junit", "word"))  # noqa: S314 - our own
    assert tags == sorted(element.tag for element in plain.iter())


@FEW
@given(text=HOSTILE)
@example(text=ALL)
def test_no_line_is_a_command_but_the_three_annotations(text: str) -> None:
    lines = rendered("github", text).split("\n")
    commands = [line for line in lines if line.lstrip().startswith("::")]
    assert lines == [*commands, *lines[-3:]]
    assert [re.match(r"::(\w+) ", line)[1] for line in commands] == [  # type: ignore[index]
        "error",
        "warning",
        "notice",
    ]
    assert "##[" not in "\n".join(lines[-3:])
    for line in commands:
        # For the runner, the properties end at the first double colon.
        properties, _, message = line[2:].partition(" ")[2].partition("::")
        names = [pair.partition("=")[0] for pair in properties.split(",")]
        assert names in (["file", "line", "col", "title"], ["title"])
        assert not re.search(r"%(?!25|0A|3A|2C)", properties + message)


class MarkdownPage:
    """A page of Markdown as a renderer reads it, without code."""

    def __init__(self, page: str) -> None:
        with HtmlRenderer():  # type: ignore[no-untyped-call]
            document = Document(page)
        self.blocks: list[str] = []
        self.links: list[str] = []
        self.html: list[str] = []
        self.text = ""
        self._walk(document)

    def _walk(self, token: Token) -> None:
        in_code = False
        for child in token.children or ():
            name = type(child).__name__
            if isinstance(child, BlockToken) and not isinstance(child, Paragraph):
                self.blocks.append(name)
            if isinstance(child, (Link, Image, AutoLink)):
                self.links.append(str(getattr(child, "target", getattr(child, "src", ""))))
            if name in ("HtmlSpan", "HtmlBlock"):
                tag = str(getattr(child, "content", ""))
                self.html.append(tag)
                in_code = tag == "<code>" or (in_code and tag != "</code>")
            elif isinstance(child, RawText) and not in_code:
                self.text += f"{child.content}\n"
            elif name != "InlineCode":
                self._walk(child)
        header = getattr(token, "header", None)
        if isinstance(token, Table) and header is not None:
            self._walk(header)


CALLS = re.compile(r"[@#!~$&<>*_`|\\\[\]{}^]|www\.|gh-\d|:\S|://", re.IGNORECASE)


@FEW
@given(text=HOSTILE)
@example(text=ALL)
@example(text="`")
@example(text="a`b`@x`")
@example(text="\\")
@example(text="1. x")
@example(text="- x")
@example(text="---")
@example(text="")
def test_markdown_is_no_markup_no_link_and_no_call(text: str) -> None:
    page = rendered("markdown", text)
    read, plain = MarkdownPage(page), MarkdownPage(rendered("markdown", "word"))
    assert sorted(read.blocks) == sorted(plain.blocks)
    assert read.links == plain.links
    assert all(link.startswith(f"{HOME}/blob/main/docs/reference/rules.md#") for link in read.links)
    assert [it for it in read.html if it not in ("<code>", "</code>")] == plain.html
    assert CALLS.findall(read.text) == []


@FEW
@given(text=HOSTILE)
@example(text=ALL)
def test_a_comment_of_reviewdog_is_no_markup_either(text: str) -> None:
    for found in json.loads(rendered("rdjson", text))["diagnostics"]:
        read = MarkdownPage(found["message"])
        assert read.links == []
        assert set(read.html) <= {"<code>", "</code>"}
        assert CALLS.findall(read.text) == []


def test_what_is_read_here_is_what_a_renderer_would_make_of_it() -> None:
    """The class `MarkdownPage` finds the markup in a page."""
    read = MarkdownPage("# a\n\n- [x](http://evil) <b>\n\n@everyone\n")
    assert read.blocks == [Heading.__name__, List.__name__, ListItem.__name__]
    assert (read.links, read.html) == (["http://evil"], ["<b>"])
    assert CALLS.findall(read.text) == ["@"]


def test_an_empty_report_is_rendered_in_every_format() -> None:
    for form in FORMATS:
        assert render(form, report(), no_progress)


TITLE = (
    "<script>alert(1)</script> ![x](http://evil) @everyone #1 | `x` ::error::x ##[add-mask]x "
    "%0A \x1b[2J\u202e"
)
NAME = "002-a\n::error::x%0A,b|`c` @everyone"


@pytest.fixture(scope="module")
def evil(tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """A repository with hostile text in its tasks, folders and commits."""
    repo = Repo(tmp_path_factory.mktemp("evil"))
    only_trailers = {"aos-check.toml": '[commits]\nreferences = ["trailer"]\n'}
    repo.commit("Begin", {**project(), **only_trailers})
    bad = f"# Tasks\n\n- [x] 1. {TITLE}\n  - [ ] 1.1 {TITLE}\n"
    spec = f"context/spec/{NAME}"
    repo.commit(f"::error::{TITLE}\n\n{TITLE}", {f"{spec}/tasks.md": bad, "a.py": "x = 1\n"})
    return repo


@pytest.mark.parametrize("form", FORMATS)
def test_no_format_changes_the_exit_code(form: str, evil: Repo) -> None:
    plain = evil.run("check", "--commit", "HEAD")
    result = evil.run("check", "--commit", "HEAD", "--format", form)
    assert (result.exit_code, plain.exit_code) == (1, 1), result.output
    assert result.stderr == ""
    for code in ("TASK001", "GIT001"):
        assert code in result.stdout
    assert control_characters(result.stdout) == set()


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_written_to_a_file_is_what_is_said(form: str, evil: Repo, tmp_path: Path) -> None:
    file = tmp_path / "report"
    said = evil.run("check", "--format", form)
    written = evil.run("check", "--format", form, "--output", str(file))
    assert (written.exit_code, said.exit_code) == (1, 1)
    assert "TASK001" in file.read_text("utf-8")
    assert written.stdout == evil.run("check").stdout


def test_the_log_of_a_build_holds_the_commands_that_were_meant(evil: Repo) -> None:
    lines = evil.run("check", "--commit", "HEAD", "--format", "github").stdout.splitlines()
    assert all(re.match(r"::(error|warning|notice) (file|title)=", line) for line in lines[:-2])
    assert not any("::" in line or "##[" in line for line in lines[-2:])


def test_git_takes_the_folder_that_means_harm(evil: Repo) -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=evil.top, capture_output=True, check=True
    )
    assert f"context/spec/{NAME}/tasks.md".encode() in listed.stdout.split(b"\0")
