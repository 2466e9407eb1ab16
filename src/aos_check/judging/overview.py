"""The progress of all specs, and the one being worked on."""

from __future__ import annotations

import os
from pathlib import Path

from aos_check.git import Repository
from aos_check.judging.check_input import CheckInput
from aos_check.model.addresses import SpecDirectory, suggestion
from aos_check.model.errors import CannotCheckError
from aos_check.progress import active, all_progress
from aos_check.reporters.status import Overview


def overview_of(opened: CheckInput, root: Path | None) -> Overview:
    """The progress of the specs in a worktree, whose folder is `root` or else the current one."""
    found = all_progress(opened.projects, opened.layouts)
    return Overview(opened.projects, found, *active(found, *_at_work_on(root)))


def _at_work_on(root: Path | None) -> tuple[str, str]:
    """The current branch and the spec that the user chose, "" for none."""
    try:
        with Repository.open(Path.cwd() if root is None else root) as repository:
            return repository.branch(), repository.chosen_spec()
    except CannotCheckError:
        return "", ""


def narrowed(overview: Overview, name: str) -> Overview:
    """The overview with one spec alone. Raises CannotCheckError unless one spec has the name."""
    by_path = {each.spec.path: each for each in overview.all_progress}
    found = [spec.path for spec in SpecDirectory([it.spec for it in by_path.values()]).find(name)]
    found = found or [path for path in by_path if _leads_to(path, name)]
    if len(found) == 1:
        return overview._replace(all_progress=[by_path[found[0]]])
    if found:
        paths = ", ".join(found)
        raise CannotCheckError(f"{name} is more than one spec", f"name one by its path: {paths}")
    listing = "see `aos-check status --verbose`"
    known = SpecDirectory([it.spec for it in by_path.values()]).names()
    raise CannotCheckError(f"there is no spec {name}", suggestion(name, known, listing))


def _leads_to(path: str, written: str) -> bool:
    """True if a path as a shell completes it leads to the spec, or to a file of it."""
    place = Path(os.path.normpath(written)).as_posix()
    return "/" in place and (f"/{path}/" in f"/{place}/" or path.endswith(f"/{place}"))
