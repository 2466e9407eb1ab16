"""The constitution of Spec Kit: a document at the root of the project, with its own template."""

from __future__ import annotations

import pytest

from tests.support.reading import project

PATH = ".specify/memory/constitution.md"
UNTOUCHED = (
    "# [PROJECT_NAME] Constitution\n<!-- Example: Spec Constitution -->\n\n## Core Principles\n\n"
    "### [PRINCIPLE_1_NAME]\n<!-- Example: I. Library-First -->\n[PRINCIPLE_1_DESCRIPTION]\n\n"
    "## [SECTION_2_NAME]\n\n[SECTION_2_CONTENT]\n\n## Governance\n\n[GOVERNANCE_RULES]\n\n"
    "**Version**: [CONSTITUTION_VERSION] | **Ratified**: [RATIFICATION_DATE]\n"
)
FILLED = (
    "# Horn Constitution\n\n## Core Principles\n\n### I. Loud\n\nIt MUST be heard.\n\n"
    "## Governance\n\nAsk Ada.\n\n**Version**: 1.0.0 | **Ratified**: TODO(RATIFICATION_DATE)\n"
)
PARTLY = FILLED.replace("TODO(RATIFICATION_DATE)", "[RATIFICATION_DATE]")


def left_over(text: str, spec: str, root: str = "") -> list[str] | None:
    """The placeholders in the constitution; None if it is not read."""
    files: dict[str, str | bytes] = {
        f"{root}{PATH}": text,
        f"{root}{spec}/spec.md": "# Feature Specification: Horn\n",
        f"{root}{spec}/plan.md": "# Implementation Plan: Horn\n",
    }
    found = [it for it in project(files).documents if it.path == f"{root}{PATH}"]
    return [mark.text for mark in found[0].placeholders] if found else None


@pytest.mark.parametrize("spec", ["specs/001-horn", ".specify/specs/001-horn"])
@pytest.mark.parametrize("root", ["", "apps/horn/"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_it_is_read(spec: str, root: str, ends: str) -> None:
    texts = [text.replace("\n", ends) for text in (UNTOUCHED, FILLED, PARTLY)]
    assert [left_over(text, spec, root) for text in texts] == [[], [], ["[RATIFICATION_DATE]"]]


def test_other_layouts_have_none() -> None:
    assert left_over(PARTLY, "specs/2026-03-01-horn") is None
