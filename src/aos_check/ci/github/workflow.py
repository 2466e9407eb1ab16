"""The workflow in `.github/workflows/` that runs the check."""

from __future__ import annotations

import re

from aos_check.model.source import Source

FOLDER = ".github/workflows"
FILE = f"{FOLDER}/aos-check.yml"

_CHECKOUT = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1"
_PYTHON = "actions/setup-python@5fda3b95a4ea91299a34e894583c3862153e4b97 # v7.0.0"


def written(source: Source, branch: str = "main") -> str:
    """The workflow for a repository with this main branch."""
    return _before(branch) + _steps(source)


def _before(branch: str) -> str:
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
"""


def _steps(source: Source) -> str:
    """The action of a repository on GitHub; from elsewhere, the package and its command."""
    if source.github:
        tag = f" # {source.tag}" if source.tag else ""
        return f"      - uses: {source.github}/github-action@{source.revision}{tag}\n"
    return f"""\
      - uses: {_PYTHON}
        with:
          python-version: "3.13"
      - run: python -m pip install "{source.requirement()}"
      - run: aos-check ci
"""


_RUNS = re.compile(
    r"^[^#\n]*(?:\buses:[ \t]{1,9}[\"']?"
    r"(?:\S{0,200}/aos-check(?:/\S{0,200})?@|[^\s/@]{1,100}/[^\s/@]{1,100}/github-action@"
    r"|\./github-action\b)"
    r"|\baos-check[ \t]+(?:ci|check)\b)",
    re.MULTILINE | re.IGNORECASE,
)


def checks(text: str) -> bool:
    """True if a workflow, or a part of one, runs the check."""
    return _RUNS.search(text) is not None


def action(word: str) -> Source | None:
    """The source of an action; None if the word names no action."""
    found = _ACTION.fullmatch(word)
    return Source(git=f"https://github.com/{found[1]}", revision=found[2]) if found else None


_ACTION = re.compile(r"([^\s/@]+/[^\s/@]+)(?:/\S*)?@(\S+)")


def without(text: str) -> tuple[str | None, str]:
    """None for the workflow as `init` wrote it; else the text, and why it stays."""
    branch = re.search(r"branches: \[(\S+)\]", text)
    start = _before(branch[1]) if branch else ""
    plain = text.replace("\r\n", "\n")
    if start and plain.startswith(start) and _STEPS.fullmatch(plain, len(start)):
        return None, ""
    return text, _LEFT if checks(text) else ""


_STEPS = re.compile(
    r"      - uses: \S+/github-action@\S+(?: # \S+)?\n|"
    + re.escape(_steps(Source(version="ANY"))).replace("==ANY", r'[^"\n]+')
)
_LEFT = "the workflow was changed: delete it by hand"
