"""A link or `@path` leads to a file that does not exist.

A reader gets lost. An agent that is told to read `@path` goes on without it. This happens when a
spec is renamed or moved. Correct the path, or delete the reference. Links to one missing file or
folder are one finding. Links to specs that moved are one finding too, and only information. So are
links in specs that are put away as completed.

## Flagged

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-07-login/spec.md  <!-- DOC003 -->

- [ ] 1. Sign-in form, see [the sketch](sketch.md)   <!-- DOC003 -->
```

## Flagged: once for all links into a missing folder, and once for each place outside

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

See [the form](../sketches/form.md),                 <!-- DOC003 -->
[the page](../sketches/page.md), [its data](../sketches/data/users.md)
and [the server's](../../../../server/README.md).    <!-- DOC003 -->

- [ ] 1. Sign-in form
```

## Flagged: once for all links to the old folder of a moved spec

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

## Accepted: valid links in every notation

```md .agent-os/specs/2025-10-08-login/tasks.md
# Spec Tasks

Tasks for @.agent-os/specs/2025-10-08-login/spec.md; the [spec](./spec.md#overview) and
[the same](/.agent-os/specs/2025-10-08-login/spec.md) again. `[a](missing.md)` is code,
[this](https://example.org/missing.md) is elsewhere, [that](path/to/file.md) is an example,
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
from collections.abc import Mapping

from aos_check.model.document import BrokenLink
from aos_check.model.finding import Problem, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("DOC003", doc=__doc__, severity=Severity.WARNING, weak=Severity.INFO)
def broken_reference(project: Project) -> Verdicts:
    """Report each missing file or folder once, and all links to specs that moved once."""
    folders = _folders(project)
    archived = {
        it.path for spec in project.specs if spec.bucket == "completed" for it in spec.documents
    }
    for document in project.all_documents():
        for link in document.broken_links:
            moved_to = _present_folder(link.text, folders) if link.missing else ""
            yield Problem(
                at=link.at,
                message=_message(link, moved_to),
                help="correct the path, or delete the reference"
                if link.missing
                else "link to the web page of the other repository, or delete the reference",
                weak=bool(moved_to) or document.path in archived,
                cause="moved" if moved_to else link.missing or f"{document.path}: {link.text}",
            )


def _message(link: BrokenLink, moved_to: str) -> str:
    if not link.missing:
        return f"{link.text} leads out of the repository"
    return f"{link.text} does not exist" + (f"; it is now in {moved_to}" if moved_to else "")


def _folders(project: Project) -> dict[str, str]:
    """The folder of each spec, by the paths of its documents that start with the spec's name."""
    return {
        path[len(posixpath.dirname(spec.path)) :].lstrip("/"): spec.path
        for spec in project.specs
        for path in (spec.path, *(document.path for document in spec.documents))
        if f"{path}/".startswith(f"{spec.path}/")
    }


def _present_folder(target: str, folders: Mapping[str, str]) -> str:
    """The folder of the spec that the target means, if the spec has moved; else ""."""
    parts = target.strip("/").split("/")
    tails = ("/".join(parts[index:]) for index in range(len(parts)))
    return next((folders[tail] for tail in tails if tail in folders), "")
