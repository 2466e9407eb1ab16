"""What to say of a document that a project should have and that was not found."""

from __future__ import annotations

from aos_check.model.finding import NotEvaluated, Problem
from aos_check.model.project import Project


def absent(project: Project, what: str, remedy: str) -> Problem | NotEvaluated:
    """A problem at the first spec, unless the document may be among the files that are unreadable.

    The project must have a spec.
    """
    for mark in project.unreadable:
        path = mark.at.path
        if not any(f"{path}/".startswith(f"{spec.path}/") for spec in project.specs):
            return NotEvaluated(f"{path} cannot be read, and may be the {what}")
    return Problem(
        at=project.specs[0].at,
        message=f"this project has specs and no {what}",
        help=remedy,
    )
