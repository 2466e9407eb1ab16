"""The input of a check: the subject, and the tree and rules it was read with."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from aos_check.judging.config import Config
from aos_check.judging.subject import Subject
from aos_check.model.document import Ignore
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.artifact_index import Sources
from aos_check.reading.layouts import Layout


class Baseline(NamedTuple):
    """The name and content of a baseline file."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckInput:
    """Everything that was read for a check.

    `allowed` are the only suppressions that count (None: all). `notes` say what the checked
    revisions would change about the rules.
    """

    tree: Tree
    config: Config
    layouts: tuple[Layout, ...]
    projects: tuple[Project, ...]
    subject: Subject
    sources: Sources
    mode: str = "worktree"
    allowed: Collection[Ignore] | None = None
    notes: tuple[str, ...] = ()
    top: Path | None = None
    baseline: Baseline | None = field(default=None, repr=False)
