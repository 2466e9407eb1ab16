"""Compare the time that a coding agent waits for its hook with an empty Python program.

    python benchmarks/hook.py [--specs 200] [--runs 15]

Print the median time of whole processes:

- ungoverned: in a repository without specs
- cold: in a repository with many specs, without cached facts
- warm: the same with cached facts

The agent writes code that a spec covers, so the hook is silent.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

FUNCTIONAL = (
    "# Functional Specification: Part {n}\n\n- **Status:** {status}\n\n## 1. Overview\n\nA.\n"
)
TECHNICAL = (
    "# Technical Specification: Part {n}\n\n- **Status:** Approved\n\n## 1. Overview\n\nB.\n"
)


def main() -> None:
    """Build both repositories, measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--specs", type=int, default=200)
    parser.add_argument("--runs", type=int, default=15)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        cache = top / "cache"
        environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
        plain, governed = top / "plain", top / "governed"
        _repository(plain, 0)
        _repository(governed, given.specs)
        hook = [sys.executable, "-m", "aos_check", "hook", "claude-code"]

        def hook_time(where: Path, before: Callable[[], None]) -> float:
            return _median(hook, _event(where), where, environment, given.runs, before)

        bare = _median(
            [sys.executable, "-c", "pass"], b"", plain, environment, given.runs, _nothing
        )
        rows = [
            ("ungoverned", hook_time(plain, _nothing), 2.5),
            ("cold", hook_time(governed, lambda: shutil.rmtree(cache, ignore_errors=True)), 30),
            ("warm", hook_time(governed, _nothing), 6),
        ]
        print(f"python -c pass  {bare:7.1f} ms")
        for name, milliseconds, goal in rows:
            print(
                f"{name:<15} {milliseconds:7.1f} ms  {milliseconds / bare:5.1f} x  (goal {goal} x)"
            )


def _repository(top: Path, specs: int) -> None:
    files = {"src/app.py": "x = 0\n"}
    for number in range(1, specs + 1):
        base = f"context/spec/{number:03}-part-{number}"
        done = number < specs
        rows = "".join(f"- [{'x' if done else ' '}] {task}. Task {task}\n" for task in range(1, 9))
        status = "Completed" if done else "Approved"
        files[f"{base}/functional-spec.md"] = FUNCTIONAL.format(n=number, status=status)
        files[f"{base}/technical-considerations.md"] = TECHNICAL.format(n=number)
        files[f"{base}/tasks.md"] = f"# Tasks: Part {number}\n\n{rows}"
    for path, text in files.items():
        (top / path).parent.mkdir(parents=True, exist_ok=True)
        (top / path).write_text(text, "utf-8")
    person = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org")
    for words in (("init", "-q"), ("add", "-A"), (*person, "commit", "-q", "-m", "begin")):
        subprocess.run(["git", *words], cwd=top, check=True)


def _event(top: Path) -> bytes:
    given = {"file_path": str(top / "src" / "app.py"), "content": "x = 1\n"}
    event = {
        "session_id": "s", "transcript_path": "/nowhere", "cwd": str(top), "tool_name": "Write",
        "hook_event_name": "PreToolUse", "permission_mode": "default", "tool_input": given,
    }  # fmt: skip
    return json.dumps(event).encode()


def _nothing() -> None:
    """Prepare nothing, so that the cache of the last run is used."""


def _median(
    command: Sequence[str],
    given: bytes,
    folder: Path,
    environment: dict[str, str],
    runs: int,
    before: Callable[[], None],
) -> float:
    """Return the median time in milliseconds of `runs` processes, after one that does not count."""
    taken = []
    for _ in range(runs + 1):
        before()
        start = time.perf_counter()
        done = subprocess.run(
            command, input=given, cwd=folder, env=environment, capture_output=True, check=True
        )
        taken.append((time.perf_counter() - start) * 1000)
        assert not done.stdout, done.stdout  # noqa: S101 - allowed actions pass silently
    return statistics.median(taken[1:])


if __name__ == "__main__":
    main()
