"""Pages: encodings, line ends, front matter and the head."""

from __future__ import annotations

import pytest

from aos_check.model.tree import MemoryTree
from aos_check.reading.page import UnreadableFileError, read_page, read_text


def refused(content: bytes) -> str:
    with pytest.raises(UnreadableFileError) as caught:
        read_text(MemoryTree({"a.md": content}), "a.md")
    return str(caught.value)


def test_what_cannot_be_read_says_why() -> None:
    assert refused(b"one\ntwo \xff\n") == "it is not UTF-8 (line 2)"
    assert refused(b"a\0b") == "it contains a NUL byte"
    assert refused(b"x" * (2 * 1024 * 1024 + 1)) == "it is larger than 2 MiB"


def test_line_ends_and_byte_order_mark() -> None:
    text = read_text(MemoryTree({"a.md": "\ufeff# T\r\na\rb\x0cc\u2028d\n".encode()}), "a.md")
    assert text == "# T\na\nb c d\n"


def test_front_matter_is_no_heading_and_keeps_the_line_numbers() -> None:
    page = read_page(MemoryTree({"a.md": "---\nstatus: draft\n---\n# T\n"}), "a.md")
    assert page.front == "status: draft\n"
    assert [(line.number, line.text) for line in page.lines] == [(4, "T")]


@pytest.mark.parametrize("text", ["---\n\n# T\n\n---\n", "---\nno end: here\n"])
def test_a_rule_at_the_top_is_no_front_matter(text: str) -> None:
    assert read_page(MemoryTree({"a.md": text}), "a.md").front == ""


def test_the_head_ends_at_the_first_section() -> None:
    page = read_page(MemoryTree({"a.md": "# T\n> Status: Draft\n\n## One\nStatus: Done\n"}), "a.md")
    assert [line.text for line in page.head] == ["T", "Status: Draft"]


def test_a_second_heading_over_metadata_is_a_subtitle() -> None:
    text = "# Requirements\n## Login\n\n**Version:** 1\n**Status:** Draft\n\n## 1. Goals\nMore\n"
    page = read_page(MemoryTree({"a.md": text}), "a.md")
    assert [line.text for line in page.head][-1] == "**Status:** Draft"
    text = "# Requirements\n\n## Data\n\n- **Date:** a day\n- **Status:** string\n"
    page = read_page(MemoryTree({"a.md": text}), "a.md")
    assert [line.text for line in page.head] == ["Requirements"]
