"""Folders that hold copies of projects: dependencies, worktrees, and files that a tool installs."""

from __future__ import annotations

_COPIES = frozenset(
    {
        "node_modules", "bower_components", "site-packages", "venv", ".venv", ".worktrees",
        "third_party", "third-party", "fixture", "fixtures", "__fixtures__", "testdata", "template",
        "templates", "_bmad", ".bmad-core", ".awos",
    }
)  # fmt: skip
# A service may have such a name too, so these count only around another folder.
_COLLECTIONS = frozenset({"vendor", "vendored", "profiles", "worktrees"})
_DOCUMENTATION = frozenset({"doc", "docs", "documentation", "website"})
_EXAMPLES = frozenset({"example", "examples", "sample", "samples"})
# In a tool's hidden folder, such as .claude, these contain what a framework installs.
_INSTALLED = frozenset(
    {
        "agents", "chatmodes", "command", "commands", "extensions", "hooks", "instructions",
        "modes", "plugins", "prompts", "rules", "scripts", "skills", "workflows",
    }
)  # fmt: skip


def is_foreign(root: str) -> bool:
    """True if a project at this root is a copy, an example of the documentation or a tool's file.

    >>> [is_foreign(root) for root in ("web/node_modules/band", ".claude/agents", "docs/examples")]
    [True, True, True]
    >>> [is_foreign(root) for root in ("", "services/vendor", "examples/band", ".ai")]
    [False, False, False, False]
    """
    folders = root.lower().split("/")
    if not (_COPIES.isdisjoint(folders) and _COLLECTIONS.isdisjoint(folders[:-1])):
        return True
    hidden = next((i for i, name in enumerate(folders) if name.startswith(".")), len(folders))
    documents = next((i for i, name in enumerate(folders) if name in _DOCUMENTATION), len(folders))
    return not (
        _INSTALLED.isdisjoint(folders[hidden:]) and _EXAMPLES.isdisjoint(folders[documents:])
    )
