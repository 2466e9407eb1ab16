"""Compare the time to read a megabyte of each layout's worst file.

    python benchmarks/reading.py [--size BYTES] [--runs N]

Each file uses all of the layout's grammar in every few lines. The table shows the time, its ratio
to the tasks of Agent OS 2, and the ratio of the whole file to its half: 2 means that time grows
with size.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterator

from aos_check.model.tree import MemoryTree
from aos_check.reading.project import read_projects

Files = dict[str, str]

AGENT_OS = """
#### Task Group {n}: Part {n}
**Dependencies:** Task Group {before}

- [x] {n}.0 Complete part {n} (FR-{n:04})
  - [x] {n}.1 Test `part{n}.py`
  - [ ] {n}.2 Build it (depends on {n}.1)
  - [x] {n}.3 Draw it
  - [x] {n}.4 Light it
  - [x] {n}.5 Hang it

**Acceptance Criteria:**
- [ ] Part {n} works
"""
KIRO = """
- [x] {n}. Part {n}
  - [x] {n}.1 Build `src/part{n}.py`
    - It does the work of part {n}
    - _Requirements: {n}.1, {n}.2_
  - [-] {n}.2 Show it **Validates: Requirements {n}.3**
  - [ ]\\* {n}.3 (P) Write property tests
    - _Requirements: {n}.2-{n}.3_
    - _Depends: {before}.1_
"""
OPENSPEC = """
## {n}. Part {n}

- [x] {n}.1 Add `src/part{n}.py`
- [ ] {n}.2 Show part {n} (depends on {n}.1)
  - [ ] {n}.2.1 Test it
"""
SPEC_KIT = """
## Phase {n}: User Story {n} - Part {n} (Priority: P1)

**Goal**: part {n}

- [x] T{n:04}1 [P] [US{n}] Create part {n} in src/part{n}.py (FR-{n:04})
- [ ] T{n:04}2 [US{n}] Show it (depends on T{n:04}1)

**Checkpoint**: part {n} works. Phase {n} depends on Phase {before}.
"""
CONDUCTOR = """
## Phase {n}: Part {n} [checkpoint: {n:07x}]

- [x] Task: Build part {n} {n:07x}
    - [x] Write tests
    - [~] Implement
- [ ] Task: Conductor - User Manual Verification 'Phase {n}: Part {n}' (Protocol in workflow.md)
"""
SUPERPOWERS = """
### Task {n}: Part {n}

**Files:**
- Create: `src/part{n}.py`
- Test: `tests/test_part{n}.py`

- [x] **Step 1: Write the failing test**

```python
assert part({n})
```

- [ ] **Step 2: Make it pass**
"""
GSD = """
### Phase {n}: Part {n}
**Depends on**: Phase {before}
**Plans:** 2 plans

Plans:
- [x] {n:02}-01-PLAN.md — build it
- [ ] {n:02}-02-PLAN.md — show it

- [ ] **Phase {n}: Part {n}** - it works
| {n}. Part {n} | 1/2 | In Progress | - |
"""
STORY = """
- [x] Task {n}: Part {n} (AC: #{n})
  - [x] {n}.1 Build `src/part{n}.py`
  - [ ] {n}.2 Show it (AC: {n}, {before})
"""
CRITERION = "- [x] #{n} Part {n} can be seen in `src/part{n}.py`\n"
STORY_HEAD = """# Story 1.1: Parts

Status: in-progress

## Acceptance Criteria

1. It is there

## Tasks / Subtasks
"""
BACKLOG = """---
id: TASK-{n}
title: Part {n}
status: In Progress
dependencies: [TASK-{before}]
---

## Acceptance Criteria
"""


def blocks(form: str, size: int, head: str = "# Tasks\n") -> str:
    """The block again and again, with other numbers, up to the size."""
    parts, length, number = [head], len(head), 0
    while length < size:
        number += 1
        parts.append(form.format(n=number, before=number - 1))
        length += len(parts[-1])
    return "".join(parts)


def kiro(size: int) -> str:
    """Tasks and the waves that name each of them."""
    tasks = blocks(KIRO, size * 4 // 5)
    named = ([f"{n}.{part}" for part in (1, 2, 3)] for n in range(1, tasks.count("Part ") + 1))
    waves = [json.dumps({"id": n, "tasks": each}) for n, each in enumerate(named)]
    graph = ",\n".join(waves)
    return f'{tasks}\n## Task Dependency Graph\n\n```json\n{{"waves": [\n{graph}\n]}}\n```\n'


def task_master(size: int) -> str:
    """A task list with subtasks and dependencies."""
    tasks = [
        {
            "id": n,
            "title": f"Part {n}",
            "status": "pending",
            "dependencies": [n - 1] if n > 1 else [],
            "subtasks": [{"id": 1, "title": "Test it", "status": "done", "dependencies": []}],
        }
        for n in range(1, size // 300)
    ]
    return json.dumps({"master": {"tasks": tasks}}, indent=2)


def backlog(size: int) -> Files:
    """Many small task files."""
    body = "".join(CRITERION.format(n=n, before=0) for n in range(1, 9))
    one = len(BACKLOG) + len(body)
    return {
        f"backlog/tasks/task-{n} - Part.md": BACKLOG.format(n=n, before=n - 1) + body
        for n in range(1, size // one)
    }


SAMPLES: dict[str, Callable[[int], Files]] = {
    "agent-os-2": lambda size: {"agent-os/specs/2026-01-01-parts/tasks.md": blocks(AGENT_OS, size)},
    "kiro": lambda size: {".kiro/specs/parts/tasks.md": kiro(size)},
    "openspec": lambda size: {"openspec/changes/parts/tasks.md": blocks(OPENSPEC, size)},
    "spec-kit": lambda size: {
        "specs/001-parts/spec.md": "# Parts\n",
        "specs/001-parts/tasks.md": blocks(SPEC_KIT, size),
    },
    "conductor": lambda size: {"conductor/tracks/parts_20260101/plan.md": blocks(CONDUCTOR, size)},
    "superpowers": lambda size: {
        "docs/superpowers/plans/2026-01-01-parts.md": blocks(SUPERPOWERS, size)
    },
    "gsd": lambda size: {
        ".planning/STATE.md": "# State\n",
        ".planning/ROADMAP.md": blocks(GSD, size, "# Roadmap\n\n## Phases\n"),
        ".planning/phases/01-part/01-01-PLAN.md": "# Plan\n",
    },
    "bmad-6": lambda size: {
        "_bmad-output/implementation-artifacts/1-1-parts.md": blocks(STORY, size, STORY_HEAD)
    },
    "task-master": lambda size: {".taskmaster/tasks/tasks.json": task_master(size)},
    "backlog-md, one file": lambda size: {
        "backlog/tasks/task-1 - Parts.md": blocks(CRITERION, size, BACKLOG.format(n=1, before=1))
    },
    "backlog-md, many files": backlog,
}


def seconds(files: Files, runs: int) -> float:
    """The shortest time to read the files, as other work only ever adds to it."""
    tree = MemoryTree({path: text.encode() for path, text in files.items()})

    def times() -> Iterator[float]:
        for _ in range(runs):
            started = time.process_time()
            if not read_projects(tree):
                raise SystemExit(f"not read: {', '.join(files)}")
            yield time.process_time() - started

    return min(times())


def main() -> None:
    """Measure each layout and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    first = 0.0
    print(f"{'layout':24} {'seconds':>8} {'x agent-os-2':>13} {'x its half':>11}")
    for name, sample in SAMPLES.items():
        half = seconds(sample(options.size // 2), options.runs)
        whole = seconds(sample(options.size), options.runs)
        first = first or whole
        print(f"{name:24} {whole:8.2f} {whole / first:13.2f} {whole / half:11.2f}")


if __name__ == "__main__":
    main()
