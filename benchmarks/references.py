"""Measure how often each kind of reference in a commit names the right spec.

    python benchmarks/references.py [--commits N] [--pattern REGEX]... [REPOSITORY...]

The truth is a commit that finishes tasks of exactly one spec. The histories are generated, one for
each convention of messages, and then those of the repositories; without any, that of this one. The
branch of a commit is known from the subject of its merge.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from aos_check.git import Repository
from aos_check.history.commit_reader import CommitReader
from aos_check.history.messages import read
from aos_check.history.reference_precision import MeasuredCommit, precision
from aos_check.judging.config import find_in
from aos_check.judging.input.policies import commit_policy_of, sources_of
from aos_check.model.change import CommitRecord

HERE = Path(__file__).parents[1]
MERGED = re.compile(r"Merge (?:branch '([^']+)'|pull request #\d+ from [^/\s]+/(\S+))")


def measured(folder: Path) -> Iterator[MeasuredCommit]:
    """Yield the commits of HEAD that are no merges."""
    with Repository.open(folder) as repository:
        head = repository.head()
        if head is None:
            return
        config, _ = find_in(repository.commit_tree(head))
        policy = commit_policy_of(config)
        reader = CommitReader(repository, sources_of(config), policy, date.min)
        records = list(repository.commits([head]))
        branches = branches_of(repository, records)
        for record, diff in reader.diffs(records, reader.changes_of(records), set()):
            if len(record.parents) < 2:  # noqa: PLR2004 - no merge
                message = read(record.message, record.trailers, policy.trailers)
                yield MeasuredCommit(message, diff, branches.get(record.id, ""))


def branches_of(repository: Repository, records: Sequence[CommitRecord]) -> dict[str, str]:
    """Return the branch of each commit that a merge brought in."""
    found: dict[str, str] = {}
    for record in records:
        if record.parents[1:] and (name := MERGED.match(record.message)):
            for merged in repository.commits(record.parents[1:2], record.parents[:1]):
                found.setdefault(merged.id, name[1] or name[2])
    return found


def show(title: str, folder: Path, patterns: Sequence[str]) -> None:
    """Print the table of one history."""
    started = time.perf_counter()
    count, kinds = precision(measured(folder), patterns)
    print(f"\n{title}: {count} commits tick one spec ({time.perf_counter() - started:.1f} s)")
    for kind, (named, right) in kinds.items():
        share = f"{right / named:7.1%}" if named else "      -"
        print(f"  {kind:22}{named:6} name one  {share} right")


def main() -> None:
    """Write the histories, and print a table for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--commits", type=int, default=300)
    parser.add_argument("--pattern", action="append", default=[])
    parser.add_argument("repositories", nargs="*", type=Path, default=[HERE])
    options = parser.parse_args()
    sys.path.append(str(HERE))
    from tests.support.histories import CONVENTIONS, write_history

    with tempfile.TemporaryDirectory() as scratch:
        for name, convention in CONVENTIONS.items():
            folder = Path(scratch, name)
            write_history(folder, convention, options.commits)
            show(f"generated: {name}", folder, options.pattern)
    for repository in options.repositories:
        show(repository.resolve().name, repository, options.pattern)


if __name__ == "__main__":
    main()
