"""The workflow in `.github/workflows/` that runs the check."""

from __future__ import annotations

import re

from aos_check import HOME, __version__

FOLDER = ".github/workflows"
FILE = f"{FOLDER}/aos-check.yml"

_ACTION = f"{HOME.removeprefix('https://github.com/')}/github-action"
_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"


def written(branch: str = "main", revision: str = f"v{__version__}") -> str:
    """The workflow for a repository with this main branch."""
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


_RUNS = re.compile(
    r"^[^#\n]*(?:\buses:[ \t]*[\"']?(?:\S*/aos-check(?:/\S*)?@|\./github-action\b)"
    r"|\baos-check[ \t]+(?:ci|check)\b)",
    re.MULTILINE | re.IGNORECASE,
)


def checks(text: str) -> bool:
    """True if a workflow, or a part of one, runs the check."""
    return _RUNS.search(text) is not None


def without(text: str) -> tuple[str | None, str]:
    """None for the workflow as `init` wrote it; else the text, and why it stays."""
    branch = re.search(r"branches: \[(\S+)\]", text)
    revision = re.search(rf"{re.escape(_ACTION)}@(\S+)", text)
    if branch and revision:
        ours = text.replace("\r\n", "\n") == written(branch[1], revision[1])
        return (None, "") if ours else (text, _LEFT)
    return text, _LEFT if checks(text) else ""


_LEFT = "the workflow was changed: delete it by hand"
