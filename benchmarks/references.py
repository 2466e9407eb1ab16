"""Measure how often each way to name the spec of a commit is right.

    python benchmarks/references.py [--commits N] [REPOSITORY...]

The ways are those of `aos-check replay`, held against commits that tick tasks of exactly one spec.
The histories are generated, one for each convention of messages, and then those of the
repositories; without any, that of this one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from aos_check.judging.input.revisions import RevisionReader
from aos_check.judging.replay.conventions import ConventionCounter
from aos_check.judging.replay.steps import steps
from aos_check.judging.request import closing_request
from aos_check.model.replay import Convention

HERE = Path(__file__).parents[1]


def conventions(folder: Path) -> tuple[Convention, ...]:
    """Return the ways that the commits of HEAD use."""
    with closing_request() as request:
        opened, tree = RevisionReader(request._replace(root=folder)).history()
        records = list(tree.reader.repository.commits(["HEAD"]))
        counter = ConventionCounter(opened.config.commits.trailers)
        for step in steps(tree.reader, records, records[-1].id):
            counter.add(step)
    return counter.every()


def show(title: str, folder: Path) -> None:
    """Print the table of one history."""
    started = time.perf_counter()
    found = conventions(folder)
    print(f"\n{title} ({time.perf_counter() - started:.1f} s)")
    for name, used, right in found:
        share = f"right in {right.part} of {right.whole}" if right.whole else ""
        print(f"  {name:32}{used.part:6} of {used.whole:6}  {share}".rstrip())


def main() -> None:
    """Write the histories, and print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=300)
    parser.add_argument("repositories", nargs="*", type=Path, default=[HERE])
    options = parser.parse_args()
    sys.path.append(str(HERE))
    from tests.support.histories import CONVENTIONS, write_history

    with tempfile.TemporaryDirectory() as scratch:
        for name, convention in CONVENTIONS.items():
            folder = Path(scratch, name)
            write_history(folder, convention, options.commits)
            show(f"generated: {name}", folder)
    for repository in options.repositories:
        show(repository.resolve().name, repository.resolve())


if __name__ == "__main__":
    main()
