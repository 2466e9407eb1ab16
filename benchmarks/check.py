"""Time and memory of `aos-check check` on one repository, beside what a user might run instead.

    python benchmarks/check.py DIR [--runs N]

Prints the median wall time and the peak memory of each command as a whole process, and the ratio
to aos-check from the same run. A peer that is not installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measurement:
    """Seconds of wall time and MiB of peak memory of one finished process."""

    seconds: float
    mebibytes: float


def measure(command: list[str], folder: Path) -> Measurement:
    """Run the command once; its output is thrown away, its exit code does not matter."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Measurement(time.perf_counter() - started, usage.ru_maxrss / 1024)


def commands() -> dict[str, list[str]]:
    """aos-check first, then every peer that is on the path."""
    found = {"aos-check check": [sys.executable, "-m", "aos_check", "check"]}
    peers = {
        "openspec validate --all": ["openspec", "validate", "--all"],
        "markdownlint-cli2 **/*.md": ["markdownlint-cli2", "**/*.md"],
    }
    for name, command in peers.items():
        if shutil.which(command[0]):
            found[name] = command
        else:
            print(f"left out, because it is not installed: {name}")
    return found


def main() -> None:
    """Measure every command in turn, several times, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    documents = [path for path in options.folder.rglob("*.md") if path.is_file()]
    size = sum(path.stat().st_size for path in documents)
    print(f"{options.folder.name}: {len(documents)} Markdown documents, {size / 1e6:.1f} MB")
    runs: dict[str, list[Measurement]] = {}
    compared = commands()
    for _ in range(options.runs):
        for name, command in compared.items():
            runs.setdefault(name, []).append(measure(command, options.folder))
    ours = statistics.median(run.seconds for run in runs["aos-check check"])
    for name, measured in runs.items():
        seconds = statistics.median(run.seconds for run in measured)
        memory = max(run.mebibytes for run in measured)
        print(f"{name:28} {seconds:7.2f} s  {memory:6.0f} MiB  {seconds / ours:6.2f} x aos-check")


if __name__ == "__main__":
    main()
