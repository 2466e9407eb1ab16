"""A link or `@path` leads to a file that is not there.

The reader gets lost, and an agent that is told to read `@path` goes on without it. It happens when
a spec is renamed or moved. Correct the path, or drop the reference.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-07-login/spec.md  <!-- DOC003 -->

- [ ] 1. Sign-in form, see [the sketch](sketch.md)   <!-- DOC003 -->
```

## Flagged: once, what still names the folder that the whole spec has left

```md .agent-os/recaps/2025-10-08-login/spec.md
# Spec Requirements Document

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password

Tasks: @.agent-os/specs/2025-10-08-login/tasks.md   <!-- DOC003 -->
```

```md .agent-os/recaps/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-08-login/spec.md

- [x] 1. Sign-in form
```

## Accepted: links that lead somewhere, in whatever way they are written

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-08-login/spec.md; the [spec](./spec.md#overview) and
[the same](/.agent-os/specs/2025-10-08-login/spec.md) again. `[a](missing.md)` is code,
[this](https://example.org/missing.md) lies elsewhere, [that](path/to/file.md) is an example,
and so is `@.agent-os/specs/2025-01-01-example/spec.md`. It closes [#7](../../issues/7).

- [ ] 1. Sign-in form by @ada with @types/react
```

```md .agent-os/specs/2025-10-08-login/spec.md
# Spec Requirements Document

## Overview

Visitors sign in with their e-mail.

## Spec Scope

1. **Form** - ask for e-mail and password
```
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping

from aos_check.model.document import Document, Mark
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("DOC003", doc=__doc__, severity=Severity.WARNING)
def broken_reference(project: Project) -> Verdicts:
    """Report each target that is missing once a document, and a spec that moved once."""
    folders = _folders(project)
    alone = ((document,) for document in project.documents)
    for documents in (*alone, *(spec.documents for spec in project.specs)):
        for (where, target), (mark, *others) in _missing(documents, folders).items():
            yield Problem(
                at=mark.at,
                message=f"{mark.text} is not there" + ("" if where else f"; it lies in {target}"),
                help="correct the path, or drop the reference",
                related=tuple(Related(other.at, f"{other.text} is not there") for other in others),
            )


def _folders(project: Project) -> dict[str, str]:
    """For each spec and each document in it, by its path from the spec's name on: where it is."""
    return {
        path[len(posixpath.dirname(spec.path)) :].lstrip("/"): spec.path
        for spec in project.specs
        for path in (spec.path, *(document.path for document in spec.documents))
        if f"{path}/".startswith(f"{spec.path}/")
    }


def _missing(
    documents: Iterable[Document], folders: Mapping[str, str]
) -> dict[tuple[str, str], list[Mark]]:
    """The broken references by what is missing: a document's target, or a spec's old folder.

    The key is the document and the target, or nothing and the folder in which the spec lies now.
    """
    found: dict[tuple[str, str], list[Mark]] = {}
    for document in documents:
        for mark in document.broken_links:
            now = _lies_elsewhere(mark.text, folders)
            key = ("", now) if now else (document.path, mark.text)
            found.setdefault(key, []).append(mark)
    return found


def _lies_elsewhere(target: str, folders: Mapping[str, str]) -> str:
    """Where the spec lies to which the target belongs but for the folder that it names, or ""."""
    parts = target.strip("/").split("/")
    tails = ("/".join(parts[index:]) for index in range(len(parts)))
    return next((folders[tail] for tail in tails if tail in folders), "")
