"""A file or folder that a command changes."""

from __future__ import annotations

from typing import NamedTuple


class Touch(NamedTuple):
    """A file or folder that a command changes, by the path it names."""

    path: str
    removes: bool = False
    deep: bool = False
    """With all that the folder holds."""
    fills: bool = False
    """What it puts into the folder, the line does not say."""
    keeps_git: bool = False
    """Git's own folder, if it holds one, is there as before."""
    mode: bool = False
    """Only what may be done with it: whether it may be run."""
