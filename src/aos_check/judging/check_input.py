"""What a check is asked to read, and what it has read."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from aos_check.judging.config import Config
from aos_check.judging.console import Console
from aos_check.judging.subject import Subject, utc_today
from aos_check.model.document import Ignore
from aos_check.model.project import Project
from aos_check.model.tree import Tree
from aos_check.reading.layouts import Layout
from aos_check.reading.snapshot import Sources


class CheckRequest(NamedTuple):
    """What the options that say what is read have said."""

    root: Path | None = None
    config_file: Path | None = None
    config_from: str | None = None
    baseline_file: Path | None = None
    stdin: Path | None = None
    allow_empty: bool = False
    console: Console = Console()
    clock: Callable[[], date] = utc_today


class Baseline(NamedTuple):
    """What a baseline holds, and what it is called."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class CheckInput:
    """What was read, ready to be judged.

    `allowed` are the only suppressions that count, where a revision says which; `notes` say what
    the revisions under check would change about the rules that judge them.
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
