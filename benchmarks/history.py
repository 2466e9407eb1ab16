"""Compare the time and memory of aos-check and commitlint on a long history.

    python benchmarks/history.py [--runs N] [--keep DIR]

Build a repository of 2,000 commits and 200 specs. Then measure whole processes:

- `check --range` and `commitlint --from` on the last 500 commits
- `commit-msg` and `commitlint --edit` on one message

If commitlint is not on the path, it is skipped with a message. It checks only that there is a
subject.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from measuring import compare

SPECS = 200
TASKS = 8  # in each spec: two commits for documents, and one for each task
RANGE = 500
AOS_CHECK = [sys.executable, "-m", "aos_check"]


def build(folder: Path) -> None:
    """Create a repository without findings."""
    git(folder, "init", "--quiet", "--initial-branch=main")
    stream = "".join(commits())
    subprocess.run(["git", "fast-import", "--quiet"], cwd=folder, input=stream.encode(), check=True)
    git(folder, "checkout", "--quiet", "main")
    git(folder, "config", "user.name", "Ada")
    git(folder, "config", "user.email", "ada@example.org")
    (folder / "commitlint.config.js").write_text(
        "module.exports = {rules: {'subject-empty': [2, 'never']}}\n"
    )
    (folder / "src/extra.py").write_text("x = 1\n")
    git(folder, "add", "src/extra.py")
    (folder / "message").write_text("feat: one more\n\nTask: feature-001#1\n")


def git(folder: Path, *arguments: str) -> None:
    """Run git in the folder."""
    subprocess.run(["git", *arguments], cwd=folder, check=True)


def commits() -> Iterator[str]:
    """Yield the commits in the format of git fast-import."""
    mission = "# Product Definition\n\n## The Big Picture\n\nA small shop.\n"
    roadmap = ["# Product Roadmap\n", "## Phase 1\n"]
    mark = 0
    for number in range(1, SPECS + 1):
        name = f"{number:03}-feature-{number:03}"
        roadmap.append(f"- [ ] **Feature {number:03}:** one of many")
        files = {f"context/spec/{name}/{file}": text for file, text in spec(number).items()}
        files["context/product/roadmap.md"] = "\n".join(roadmap) + "\n"
        if number == 1:
            files["context/product/product-definition.md"] = mission
        mark += 1
        yield commit(mark, f"docs: specify feature {number}", files)
        for task in range(1, TASKS + 1):
            mark += 1
            message = f"feat: part {task} of feature {number}\n\nTask: feature-{number:03}#{task}"
            files = {
                f"context/spec/{name}/tasks.md": tasks(number, task),
                f"src/feature_{number:03}.py": f"PARTS = {task}\n" + "# a line\n" * 40,
            }
            if task == TASKS:
                roadmap[-1] = roadmap[-1].replace("[ ]", "[x]")
                files["context/product/roadmap.md"] = "\n".join(roadmap) + "\n"
            yield commit(mark, message, files)
        mark += 1
        yield commit(
            mark, f"docs: describe feature {number}", {"README.md": f"{number} features\n"}
        )


def spec(number: int) -> dict[str, str]:
    """Return the documents of a feature."""
    requirements = "".join(
        f"- **As a** visitor, **I want** part {part} of feature {number}, **so that** I can\n"
        f"  use it.\n  - **Acceptance Criteria:**\n    - [ ] Part {part} works when it is used.\n"
        for part in range(1, TASKS + 1)
    )
    return {
        "functional-spec.md": (
            f"# Functional Specification: Feature {number:03}\n\n- **Status:** Approved\n\n"
            f"## 1. Overview and Rationale\n\nVisitors asked for it.\n\n"
            f"## 2. Functional Requirements\n\n{requirements}\n"
            f"## 3. Scope and Boundaries\n\nNo more.\n"
        ),
        "technical-considerations.md": (
            f"# Technical Specification: Feature {number:03}\n\n- **Status:** Approved\n"
        ),
        "tasks.md": tasks(number, 0),
    }


def tasks(number: int, done: int) -> str:
    """Return the task list, with the first `done` tasks done."""
    lines = [f"# Tasks: Feature {number:03}\n"]
    for task in range(1, TASKS + 1):
        box = "x" if task <= done else " "
        lines.append(f"- [{box}] {task}. Part {task} of feature {number}, as specified")
    return "\n".join(lines) + "\n"


def commit(mark: int, message: str, files: dict[str, str]) -> str:
    """Return one commit of the stream."""
    when = 1760000000 + mark * 600
    head = f"commit refs/heads/main\ncommitter Ada <ada@example.org> {when} +0000\n{data(message)}"
    changes = (f"M 100644 inline {path}\n{data(text)}" for path, text in files.items())
    return head + "".join(changes) + "\n"


def data(text: str) -> str:
    """Return a text after its length."""
    return f"data {len(text.encode())}\n{text}\n"


def peer(name: str, *arguments: str) -> dict[str, list[str]]:
    """Return the command of commitlint if it is installed."""
    if found := shutil.which("commitlint"):
        return {name: [found, *arguments]}
    print(f"skipped, because it is not installed: {name}")
    return {}


def main() -> None:
    """Build the repository, measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    folder = options.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / ".git").exists():
        build(folder)
    start = f"HEAD~{RANGE}"
    print(f"the last {RANGE} of {SPECS * (TASKS + 2)} commits, {SPECS} specs")
    ours = {"aos-check check --range": [*AOS_CHECK, "check", "--range", f"{start}..HEAD"]}
    compare(ours | peer("commitlint --from", "--from", start), folder, options.runs)
    print("one message")
    ours = {"aos-check commit-msg": [*AOS_CHECK, "commit-msg", "message"]}
    compare(ours | peer("commitlint --edit", "--edit", "message"), folder, options.runs)
    if not options.keep:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
