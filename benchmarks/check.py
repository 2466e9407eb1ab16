"""Time and memory of `aos-check check` on one repository, beside what a user might run instead.

    python benchmarks/check.py DIR [--runs N]

Prints the median wall time and the peak memory of each command as a whole process, and the ratio
to aos-check from the same run. A peer that is not installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from measuring import compare


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
    compare(commands(), options.folder, options.runs)


if __name__ == "__main__":
    main()
