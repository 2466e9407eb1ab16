"""The first documents of a new spec, with the sections that its layout requires."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from aos_check.model.document import Role
from aos_check.reading.layouts import Artifact, Layout

_TITLES = {
    Role.OVERVIEW: "{}",
    Role.REQUIREMENTS: "Requirements: {}",
    Role.DESIGN: "Specification: {}",
    Role.TASKS: "Plan: {}",
}

_SECTIONS = {
    Role.OVERVIEW: ("Summary",),
    Role.REQUIREMENTS: ("Summary", "Requirements"),
}
"""The sections of a document whose layout requires none."""

_PROMPTS = {
    "Summary": "[what changes and who asked for it]",
    "Overview": "[what changes and who asked for it]",
    "Goal": "[what is different when it is done]",
    "Problem": "[what goes wrong today]",
    "Requirements": "- [what it must do]",
    "Functional Requirements": "- [what it must do]",
    "Scope": "- [what belongs to it and what does not]",
}
# No tasks: those come after the approval of the requirements.
_PLAN = "[what is done first and what follows]"
_TRACED = "- **FR-001**: [what it must do]"


def documents(layout: Layout, folder: str, title: str, now: datetime) -> dict[str, str]:
    """The documents of the spec in `folder` by their paths."""
    return {
        _path(artifact, folder): _document(artifact, layout, title, now)
        for artifact in layout.artifacts
        if _comes_first(artifact)
    }


def _comes_first(artifact: Artifact) -> bool:
    """True for the overview and the requirements, and for documents that are always required."""
    if artifact.role in (Role.OVERVIEW, Role.REQUIREMENTS):
        return True
    return artifact.required == "always" or bool(artifact.sections)


def _path(artifact: Artifact, folder: str) -> str:
    """The first possible path of the artifact, with its role in place of a `*`.

    If any Markdown file is one, the spec is a single file.
    """
    if artifact.paths[0] == "*.md":
        return f"{folder}.md"
    return f"{folder}/{artifact.paths[0].replace('*', artifact.role.value)}"


def _document(artifact: Artifact, layout: Layout, title: str, now: datetime) -> str:
    heading = _TITLES.get(artifact.role, "{}").format(title)
    if artifact.role is Role.TASKS:
        return f"# {heading}\n{_PLAN}\n"
    parts = [f"# {heading}", *_metadata(artifact, layout, now)]
    wanted = [names[0] for names in artifact.sections] or _SECTIONS.get(artifact.role, ())
    for name in wanted:
        parts += [f"## {name}", _prompt(name, layout)]
    return "\n\n".join(parts) + "\n"


def _metadata(artifact: Artifact, layout: Layout, now: datetime) -> Iterator[str]:
    """The status, if the layout uses one and reads it from this document."""
    if layout.approves and artifact.role is layout.status_from[0]:
        yield f"- **Status:** Draft\n- **Created:** {now:%Y-%m-%d}"


def _prompt(section: str, layout: Layout) -> str:
    if layout.traced and section.endswith("Requirements"):
        return _TRACED
    # DOC002 recognizes only letters in a placeholder.
    words = " ".join(re.findall(r"[A-Za-z]+", section)).lower()
    return _PROMPTS.get(section, f"[what to say about {words}]")
