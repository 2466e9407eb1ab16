"""The first documents of a new spec, with the sections that its layout requires."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from datetime import datetime

from aos_check.model.document import Role
from aos_check.reading.layouts import Artifact, Layout, filled_in
from aos_check.setup.scaffold.spec_folder import SpecTarget

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


def documents(
    target: SpecTarget, place: str, title: str, values: Mapping[str, str], now: datetime
) -> dict[str, str]:
    """The documents of the spec at `place` by their paths; `values` are the parts of its name."""
    layout = target.layout
    # A string of JSON is one of YAML, too.
    parts = {
        **values,
        "spec": posixpath.basename(place),
        "title": title,
        "quoted": json.dumps(title, ensure_ascii=False),
    }
    return {
        _path(artifact, target, place, parts): _document(artifact, layout, parts, now)
        for artifact in layout.artifacts
        if artifact.draft or (layout.specs.each != "home" and _comes_first(artifact))
    }


def _comes_first(artifact: Artifact) -> bool:
    """True for the overview and the requirements, and for documents that are always required."""
    if artifact.role in (Role.OVERVIEW, Role.REQUIREMENTS):
        return True
    return artifact.required == "always" or bool(artifact.sections)


def _path(artifact: Artifact, target: SpecTarget, place: str, parts: Mapping[str, str]) -> str:
    """The path of the new document. If any Markdown file is a spec, it is the spec itself."""
    name = artifact.new_path(parts)
    if name == "*.md":
        return f"{place}.md"
    if name.startswith("/"):
        return posixpath.join(target.home, name[1:])
    return f"{place}/{name.replace('*', artifact.role.value)}"


def _document(artifact: Artifact, layout: Layout, parts: Mapping[str, str], now: datetime) -> str:
    if artifact.draft:
        return filled_in(artifact.draft, parts)
    heading = _TITLES.get(artifact.role, "{}").format(parts["title"])
    if artifact.role is Role.TASKS:
        return f"# {heading}\n{_PLAN}\n"
    blocks = [f"# {heading}", *_metadata(artifact, layout, now)]
    wanted = [names[0] for names in artifact.sections] or _SECTIONS.get(artifact.role, ())
    for name in wanted:
        blocks += [f"## {name}", _prompt(name, layout)]
    return "\n\n".join(blocks) + "\n"


def _metadata(artifact: Artifact, layout: Layout, now: datetime) -> Iterator[str]:
    """The status, if the layout uses one and reads it from this document."""
    if layout.status.approves and artifact.role is layout.status.roles[0]:
        yield f"- **Status:** Draft\n- **Created:** {now:%Y-%m-%d}"


def _prompt(section: str, layout: Layout) -> str:
    form = layout.requirements
    if form.traced and not form.file and section.endswith("Requirements"):
        return _TRACED
    # DOC002 recognizes only letters in a placeholder.
    words = " ".join(re.findall(r"[A-Za-z]+", section)).lower()
    return _PROMPTS.get(section, f"[what to say about {words}]")
