"""A link or `@path` leads to a file that does not exist.

A reader gets lost. An agent that is told to read `@path` goes on without it. This happens when a
spec is renamed or moved. Correct the path, or delete the reference.

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
from collections.abc import Iterable, Mapping

from aos_check.model.document import BrokenLink, Document
from aos_check.model.finding import Problem, Related, Severity
from aos_check.model.project import Project
from aos_check.model.rule import Verdicts, project_rule


@project_rule("DOC003", doc=__doc__, severity=Severity.WARNING)
def broken_reference(project: Project) -> Verdicts:
    """Report each missing file or folder once per document, and each moved spec once."""
    folders = _folders(project)
    alone = ((document,) for document in project.documents)
    for documents in (*alone, *(spec.documents for spec in project.specs)):
        for (where, target), links in _missing(documents, folders).items():
            yield Problem(
                at=links[0].at,
                message=_message(links, "" if where else target),
                help="correct the path, or delete the reference"
                if links[0].missing
                else "link to the web page of the other repository, or delete the reference",
                related=tuple(
                    Related(link.at, f"{link.text} does not exist") for link in links[1:]
                ),
            )


def _message(links: list[BrokenLink], moved_to: str) -> str:
    first = links[0]
    if not first.missing:
        return f"{first.text} leads out of the repository"
    if moved_to:
        return f"{first.text} does not exist; it is now in {moved_to}"
    return f"{_common(links)} does not exist"


def _common(links: list[BrokenLink]) -> str:
    """The missing file or folder as written, or its path if the links write it differently."""
    texts = {link.text for link in links}
    if len(texts) == 1:
        return links[0].text
    missing = links[0].missing
    alike = len({text.startswith("/") for text in texts}) == 1
    common = posixpath.commonpath(texts) if alike else ""
    return common if posixpath.basename(missing) in common.split("/") else missing


def _folders(project: Project) -> dict[str, str]:
    """The folder of each spec, by the paths of its documents that start with the spec's name."""
    return {
        path[len(posixpath.dirname(spec.path)) :].lstrip("/"): spec.path
        for spec in project.specs
        for path in (spec.path, *(document.path for document in spec.documents))
        if f"{path}/".startswith(f"{spec.path}/")
    }


def _missing(
    documents: Iterable[Document], folders: Mapping[str, str]
) -> dict[tuple[str, str], list[BrokenLink]]:
    """The broken references, grouped by the missing file or folder, or by the spec that moved.

    The key is the document and what is missing; for a spec that moved, "" and its new folder.
    """
    found: dict[tuple[str, str], list[BrokenLink]] = {}
    for document in documents:
        for link in document.broken_links:
            now = _present_folder(link.text, folders) if link.missing else ""
            key = ("", now) if now else (document.path, link.missing or link.text)
            found.setdefault(key, []).append(link)
    return found


def _present_folder(target: str, folders: Mapping[str, str]) -> str:
    """The folder of the spec that the target means, if the spec has moved; else ""."""
    parts = target.strip("/").split("/")
    tails = ("/".join(parts[index:]) for index in range(len(parts)))
    return next((folders[tail] for tail in tails if tail in folders), "")
