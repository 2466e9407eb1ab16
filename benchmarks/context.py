"""Compare the context of one task with the folders that an agent would read instead.

    python benchmarks/context.py [--specs 200] [--commits 1000] [--runs 9] [REPOSITORY...]

The first lines are about a generated repository with decisions, standards, assignments and a
history:

- warm: the context from an open worktree
- command: the whole process of `aos-check next --context`
- python: an empty Python program

The table compares sizes in tokens, estimated as 4 characters each, in that repository and in every
other one that is named: the context, the folder of its spec, and the folder around all documents.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from pathlib import Path

from measuring import measure

from aos_check.judging.check_input import CheckInput
from aos_check.judging.context import task_context
from aos_check.judging.input.worktree import open_projects
from aos_check.judging.overview import narrowed, overview_of
from aos_check.judging.request import closing_request
from aos_check.model.addresses import parse
from aos_check.model.errors import CannotCheckError
from aos_check.model.task_context import TOKEN
from aos_check.reporters.task_context import as_text

THEMES = ("login", "invoices", "search", "exports", "reminders", "payments", "reports", "imports")
SPEC = """# Specification: {theme} {n}

## Goal
Customers get {theme} of kind {n} without calling support.

## User Stories
- As a customer, I want {theme} of kind {n} so that I save time

## Specific Requirements
"""
REQUIREMENT = """**Part {part} of {theme}**
- FR-{part:03}: the {theme} page shows part {part} within a second
- Follow ADR-{adr:04} for its storage

"""
GROUP = """#### Task Group {group}: Layer {group} of {theme}
**Dependencies:** {needs}

- [{box}] {group}.0 Complete layer {group} of {theme}
  - [{box}] {group}.1 Write 4 focused tests for layer {group} (FR-{group:03})
    - Test the empty page and the full page
  - [{box}] {group}.2 Create `src/{theme}{n}/layer{group}.py`
  - [{box}] {group}.3 Show {theme} on the page (FR-{group:03})

**Acceptance Criteria:**
- The tests of {group}.1 pass

"""
DECISION = """# ADR-{adr:04}: Store {theme} in table {adr}

## Status
{status}

## Context
The {theme} page needs storage number {adr}.

## Decision
We store {theme} in table {adr}, with one row for each customer.

## Consequences
Migrations of table {adr} run before the page starts.
"""
STANDARD = "# Standard {n}\n\n## Rules\n\n- Name things plainly\n\n## Examples\n\n- One\n"


def main() -> None:
    """Build the repository, measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("repositories", nargs="*", type=Path)
    parser.add_argument("--specs", type=int, default=200)
    parser.add_argument("--commits", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=9)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        _build(top, given.specs, given.commits)
        _print_times(top, given.runs)
        print(f"\n{'repository':40} {'context':>8} {'spec':>8} {'all':>9}   spec   all")
        for repository in (top, *given.repositories):
            _print_sizes(repository)


def _print_times(top: Path, runs: int) -> None:
    with closing_request() as request:
        opened = open_projects(request._replace(root=top))
        warm = _median([_seconds_of_context(opened, top) for _ in range(runs)])
    words = [sys.executable, "-m", "aos_check", "next", "--context"]
    command = _median([measure(words, top).seconds for _ in range(runs)])
    bare = _median([measure([sys.executable, "-c", "pass"], top).seconds for _ in range(runs)])
    for name, seconds in (("warm", warm), ("command", command), ("python", bare)):
        print(f"{name:10} {seconds * 1000:8.1f} ms  {seconds / bare:6.1f} x python")


def _seconds_of_context(opened: CheckInput, top: Path) -> float:
    start = time.perf_counter()
    as_text(task_context(opened, top))
    return time.perf_counter() - start


def _median(values: list[float]) -> float:
    return statistics.median(values)


def _print_sizes(top: Path) -> None:
    try:
        with closing_request() as request, redirect_stderr(StringIO()):
            opened = open_projects(request._replace(root=top))
            context = task_context(opened, top)
            address = parse(context.address)
            if address is None:
                return
            (progress,) = narrowed(overview_of(opened, top), address.spec).all_progress
    except CannotCheckError as error:
        print(f"{top.name[:40]:40} {error.message}")
        return
    path = progress.spec.path
    own = len(as_text(context)) // TOKEN
    spec = sum(_tokens(opened, path))
    home = sum(_tokens(opened, path.partition("/")[0]))
    ratios = f"{spec / own:5.1f} {home / own:5.1f} x context"
    print(f"{top.name[:40]:40} {own:8} {spec:8} {home:9}  {ratios}")


def _tokens(opened: CheckInput, folder: str) -> Iterator[int]:
    for path in opened.tree.paths():
        if f"{path}/".startswith(f"{folder}/") and path.endswith((".md", ".json", ".yml", ".yaml")):
            text = opened.tree.read(path, 10_000_000).decode("utf-8", "replace")
            yield len(text) // TOKEN


def _build(top: Path, specs: int, commits: int) -> None:
    """A repository whose last spec has open tasks."""
    for path, text in _files(specs):
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, "utf-8")
    person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for words in (
        ("init", "-q", "-b", "main"),
        ("add", "-A"),
        (*person, "commit", "-q", "-m", "begin"),
    ):
        subprocess.run(["git", *words], cwd=top, check=True)
    stream = "".join(_commits(specs, commits))
    subprocess.run(["git", "fast-import", "--quiet"], cwd=top, input=stream.encode(), check=True)
    subprocess.run(["git", "reset", "-q", "--hard"], cwd=top, check=True)


def _files(specs: int) -> Iterator[tuple[str, str]]:
    for n in range(1, specs + 1):
        theme, base = THEMES[n % len(THEMES)], f"agent-os/specs/2025-{n % 12 + 1:02}-01-part-{n}"
        parts = [REQUIREMENT.format(theme=theme, part=it, adr=n % 40 + 1) for it in range(1, 9)]
        yield f"{base}/spec.md", SPEC.format(theme=theme, n=n) + "".join(parts)
        yield f"{base}/tasks.md", _tasks(theme, n, n == specs)
        names = "".join(
            f"  - name: layer-{it}-of-{theme}\n    standards:\n      - backend/*\n"
            for it in range(1, 6)
        )
        yield f"{base}/orchestration.yml", f"task_groups:\n{names}"
    for adr in range(1, 41):
        old = adr % 4 == 0
        status = f"Superseded by ADR-{adr + 1:04}" if old and adr < 40 else "Accepted"  # noqa: PLR2004
        text = DECISION.format(adr=adr, theme=THEMES[adr % len(THEMES)], status=status)
        yield f"docs/adr/{adr:04}-table-{adr}.md", text
    for n in range(20):
        yield f"agent-os/standards/{('backend', 'frontend')[n % 2]}/s{n}.md", STANDARD.format(n=n)


def _tasks(theme: str, n: int, unfinished: bool) -> str:  # noqa: FBT001 - private
    groups = [
        GROUP.format(
            theme=theme,
            n=n,
            group=it,
            needs=f"Task Group {it - 1}" if it > 1 else "None",
            box=" " if unfinished and it > 2 else "x",  # noqa: PLR2004
        )
        for it in range(1, 6)
    ]
    return f"# Task Breakdown: {theme} {n}\n\n## Task List\n\n" + "".join(groups)


def _commits(specs: int, commits: int) -> Iterator[str]:
    """A stream for `git fast-import`: each commit writes one file for a task."""
    for number in range(commits):
        n = specs - number % specs
        message = f"Add layer {number % 5 + 1}\n\nTask: part-{n}#{number % 5 + 1}.2\n"
        content = f"x = {number}\n"
        start = "from refs/heads/main^0\n" if number == 0 else ""
        yield (
            f"commit refs/heads/main\ncommitter Ada <ada@example.org> {1735689600 + number} +0000\n"
            f"data {len(message)}\n{message}{start}"
            f"M 100644 inline src/{THEMES[n % len(THEMES)]}{n}/layer{number % 5 + 1}.py\n"
            f"data {len(content)}\n{content}\n"
        )


if __name__ == "__main__":
    main()
