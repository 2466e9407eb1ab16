"""The workflow in `.github/workflows/` that runs the check where nobody can pass it by."""

from __future__ import annotations

import re
from collections.abc import Mapping

from aos_check import HOME, __version__
from aos_check.reading.lines import ended_like
from aos_check.setup.init.removal import Removal

FOLDER = ".github/workflows"
FILE = f"{FOLDER}/aos-check.yml"

_ACTION = f"{HOME.removeprefix('https://github.com/')}/github-action"
_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"


def written(branch: str = "main", revision: str = f"v{__version__}") -> str:
    """The workflow for a repository whose main branch has that name."""
    return f"""\
name: aos-check

on:
  pull_request:
    types: [opened, synchronize, reopened, edited]
  merge_group:
  push:
    branches: [{branch}]

permissions:
  contents: read

jobs:
  aos-check:
    runs-on: ubuntu-latest
    steps:
      - uses: {_CHECKOUT}
        with:
          fetch-depth: 0
          persist-credentials: false
      - uses: {_ACTION}@{revision}
"""


_NAME = re.compile(r"[\w./-]+")


def fits(branch: str) -> bool:
    """True for a branch whose name can stand in the workflow as it is."""
    return _NAME.fullmatch(branch) is not None


_RUNS = re.compile(
    r"^[^#\n]*(?:\buses:[ \t]*[\"']?(?:\S*/aos-check(?:/\S*)?@|\./github-action\b)"
    r"|\baos-check[ \t]+(?:ci|check)\b)",
    re.MULTILINE | re.IGNORECASE,
)


def running(workflows: Mapping[str, str]) -> str | None:
    """The workflow that runs the check already, of those by their paths."""
    return next((path for path, text in workflows.items() if _RUNS.search(text)), None)


def without(text: str) -> Removal:
    """Nothing, if the workflow is as it was written; else the workflow."""
    branch = re.search(r"branches: \[(\S+)\]", text)
    revision = re.search(rf"{re.escape(_ACTION)}@(\S+)", text)
    if not (branch and revision):
        return Removal(text, _LEFT if _RUNS.search(text) else "")
    ours = ended_like(text, written(branch[1], revision[1]))
    return Removal(None) if text == ours else Removal(text, _LEFT)


_LEFT = "the workflow was changed: delete it by hand"
