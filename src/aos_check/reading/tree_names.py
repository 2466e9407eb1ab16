"""The names of the files in a tree."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property

from aos_check.reading.expressions import expression

SUFFIXES = (
    "py|pyi|js|jsx|mjs|cjs|ts|tsx|mts|vue|svelte|astro|css|scss|sass|less|go|rs|java|kt|kts|scala|groovy|"
    "clj|cs|fs|vb|c|h|cc|cpp|cxx|hpp|hh|m|mm|swift|rb|erb|php|pl|pm|lua|r|jl|dart|ex|exs|erl|hs|elm|ml|"
    "zig|nim|sol|sql|proto|graphql|tf|sh|bash|zsh|ps1"
)
"""The suffixes of source files, as a pattern."""


class TreeNames:
    """The names of the files in a tree, compared without case and punctuation."""

    def __init__(self, files: Collection[str]) -> None:
        self._files = files

    def has(self, path: str) -> bool | None:
        """True if a file of that name, or a source file with its stem, is in the tree.

        None if the tree has no source code, or if the file may be in a submodule.
        """
        folder, _, name = path.rpartition("/")
        if name in self._names:
            return True
        stem = _AFFIXES.sub("", name.rpartition(".")[0])
        if _squashed(stem) in self._code:
            return True
        hidden = ".gitmodules" in self._files and not self._has_folder(folder)
        return None if hidden or not self._code else False

    def _has_folder(self, folder: str) -> bool:
        return any(path.startswith(f"{folder}/") for path in self._files)

    @cached_property
    def folders(self) -> frozenset[str]:
        """The folders at the top of the tree."""
        return frozenset(path.partition("/")[0] for path in self._files if "/" in path)

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(path.rpartition("/")[2] for path in self._files)

    @cached_property
    def _code(self) -> str:
        """The names of the source files, one a line; a module's folder counts as its name."""
        shown = (path for path in self._files if not path.startswith(".") and "/." not in path)
        return _squashed("\n".join(_own_name(path) for path in shown if _IS_SOURCE.search(path)))


_IS_SOURCE = expression(rf"\.(?:{SUFFIXES})$")
# The parts of a name that tell tests and migrations from others.
_AFFIXES = expression(r"\.(?:test|spec)$|^[vV]?\d[\d_-]*(?=[a-zA-Z_]{4})")
_MODULES = ("index.", "__init__.", "mod.", "main.")


def _own_name(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return folder.rpartition("/")[2] + name if name.startswith(_MODULES) else name


_PUNCTUATION = expression(r"(?:[^\w\n]|_)+")


def _squashed(text: str) -> str:
    return _PUNCTUATION.sub("", text.casefold())
