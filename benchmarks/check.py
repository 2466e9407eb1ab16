"""Compare the time and memory of `aos-check check` with other linters on one repository.

    python benchmarks/check.py DIR [--runs N]

Print for each command the median wall time and the peak memory of its process, and the ratio to
aos-check. Linters that are not installed are skipped with a message.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

from measuring import compare


def commands() -> dict[str, list[str]]:
    """Return the command of aos-check, then those of the other linters on the path."""
    found = {"aos-check check": [sys.executable, "-m", "aos_check", "check"]}
    peers = {
        "openspec validate --all": ["openspec", "validate", "--all"],
        "markdownlint-cli2 **/*.md": ["markdownlint-cli2", "**/*.md"],
    }
    for name, command in peers.items():
        if shutil.which(command[0]):
            found[name] = command
        else:
            print(f"skipped, because it is not installed: {name}")
    return found


def main() -> None:
    """Measure each command several times and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    folder = options.folder.resolve()
    documents = [path for path in folder.rglob("*.md") if path.is_file()]
    size = sum(path.stat().st_size for path in documents)
    print(f"{folder.name}: {len(documents)} Markdown documents, {size / 1e6:.1f} MB")
    compare(commands(), folder, options.runs)


if __name__ == "__main__":
    main()
