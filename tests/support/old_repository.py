"""A project of two years without aos-check: many faults in its documents, and no trailer at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone

from tests.support.git_repo import Repo
from tests.support.sample_project import FUNCTIONAL, PRODUCT

SPECS = 10
HOME = "context/spec"
ROADMAP = "context/product/roadmap.md"
_DAYS_BETWEEN = 12
Commit = tuple[str, dict[str, str]]


def folder(spec: int) -> str:
    """The folder of a spec."""
    return f"{HOME}/{spec:03}-feature-{spec}"


def write_old_repository(repo: Repo) -> None:
    """Commit the project, from two years ago until lately."""
    commits = list(_commits())
    now = datetime.now(timezone.utc)
    for ago, (message, files) in zip(range(len(commits), 0, -1), commits, strict=True):
        when = (now - timedelta(days=_DAYS_BETWEEN * ago)).isoformat()
        repo.commit(message, files, env={"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when})


def _commits() -> Iterator[Commit]:
    """Each spec is written, built in four commits and finished badly."""
    yield "initial import", {"src/app.py": "x = 0\n", "README.md": "# Shop\n"}
    yield "wip", {"src/app.py": "x = 1\n"}
    product = "context/product/product-definition.md"
    yield "product docs", {product: PRODUCT, ROADMAP: _roadmap()}
    for spec in range(1, SPECS + 1):
        code, tasks = f"src/feature_{spec}.py", f"{folder(spec)}/tasks.md"
        yield f"spec for feature {spec}", _documents(spec)
        yield f"feature {spec}: start", {code: "y = 0\n"}
        yield f"Add part 1 of feature {spec}", {code: "y = 1\n", tasks: _tasks(spec, 1)}
        yield "fix tests", {code: "y = 2\n"}
        yield f"Add part 2 of feature {spec}", {code: "y = 3\n", tasks: _tasks(spec, 2)}
    yield "update roadmap", {ROADMAP: _roadmap(done=True)}
    last = f"{HOME}/{SPECS:03}-billing"
    yield "billing", {f"{last}/functional-spec.md": _requirements("Billing", "Draft")}
    for number in range(5):
        yield f"fix: detail {number}", {"src/app.py": f"x = {number + 2}\n"}


def _documents(spec: int) -> dict[str, str]:
    status = "Approved" if spec % 3 else "Completed"
    return {
        f"{folder(spec)}/functional-spec.md": _requirements(f"Feature {spec}", status),
        f"{folder(spec)}/technical-considerations.md": "# Technical\n\nSee [it](gone.md).\n",
        f"{folder(spec)}/tasks.md": _tasks(spec, 0),
    }


def _requirements(title: str, status: str) -> str:
    open_question = "\n- [NEEDS CLARIFICATION: how many?]\n" if status == "Completed" else ""
    return FUNCTIONAL.format(status=status).replace("Login", title) + open_question


def _tasks(spec: int, done: int) -> str:
    """A list whose first task is ticked before its subtask, and whose second has a wrong number."""
    box = ["x" if done > number else " " for number in range(2)]
    return (
        f"# Tasks: Feature {spec}\n\n"
        f"- [{box[0]}] 1. First\n  - [{box[0]}] 1.1 Code\n  - [ ] 1.2 Tests\n"
        f"- [ ] 2. Second\n  - [{box[1]}] 2.1 Code\n"
        f"- [ ] {4 if spec % 2 else 3}. Third\n"
    )


def _roadmap(*, done: bool = False) -> str:
    box = "x" if done else " "
    rows = "".join(f"- [{box}] **Feature {spec}**: it works\n" for spec in range(1, SPECS + 1))
    return f"# Product Roadmap\n\n## Phase 1\n\n{rows}- [ ] **Billing**: to pay\n"
