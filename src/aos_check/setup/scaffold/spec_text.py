"""The documents of a new spec: the sections that its layout asks for, each to be filled in."""

from __future__ import annotations

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
"""What a document has where its layout asks for no sections."""

_PROMPTS = {
    "Summary": "[what changes and who asked for it]",
    "Overview": "[what changes and who asked for it]",
    "Goal": "[what is different when it is done]",
    "Problem": "[what goes wrong today]",
    "Requirements": "- [what it must do]",
    "Functional Requirements": "- [what it must do]",
    "Scope": "- [what belongs to it and what does not]",
}
# No task yet: there are none before somebody has agreed to what is to be built.
_PLAN = "[what is done first and what follows]"
_TRACED = "- **FR-001**: [what it must do]"


def documents(layout: Layout, title: str, now: datetime) -> dict[str, str]:
    """The first documents of a spec, by their paths below its folder."""
    return {
        _path(artifact): _document(artifact, layout, title, now)
        for artifact in layout.artifacts
        if _comes_first(artifact)
    }


def _comes_first(artifact: Artifact) -> bool:
    """True for what says what to build. Tasks are written once that is approved."""
    if artifact.role in (Role.OVERVIEW, Role.REQUIREMENTS):
        return True
    return artifact.required == "always" or bool(artifact.sections)


def _path(artifact: Artifact) -> str:
    """The first path that the artifact may have; a `*` in it may stand for any name."""
    return artifact.paths[0].replace("*", artifact.role.value)


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
    """The status, in the document that the layout reads it from, where it has a use for one."""
    if layout.approves and artifact.role is layout.status_from[0]:
        yield f"- **Status:** Draft\n- **Created:** {now:%Y-%m-%d}"


def _prompt(section: str, layout: Layout) -> str:
    if layout.traced and section.endswith("Requirements"):
        return _TRACED
    return _PROMPTS.get(section, f"[what is to be said of {_words(section)}]")


def _words(section: str) -> str:
    """The section's name in letters only, as what stands in brackets is read."""
    return " ".join(
        "".join(c if c.isascii() and c.isalpha() else " " for c in section).split()
    ).lower()
