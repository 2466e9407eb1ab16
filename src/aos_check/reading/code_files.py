"""Decides which files are code, by the table and the configuration."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from aos_check.model.globs import Patterns
from aos_check.reading import code_table
from aos_check.reading.code_table import CodeRow
from aos_check.reading.expressions import expression

SUBMODULE, PROGRAM = "160000", "100755"
"""The modes of a submodule and of an executable file, as git writes them."""

_EXEMPT = "`exempt` in the configuration lists it"
_OUTSIDE = CodeRow("`code` in the configuration does not list it", ())
_SUBMODULE = CodeRow("it is a submodule", (), is_code=True)
_EXECUTABLE = CodeRow("it is executable", (), is_code=True)
_OTHER = CodeRow("no row of the table exempts it", (), is_code=True)
ARTIFACT = CodeRow("an artifact of the project", ())
IN_SPEC = CodeRow("it is in the folder of a spec", ())


@dataclass(frozen=True)
class CodePolicy:
    """The settings `code` and `exempt`, and the table below them."""

    code: tuple[str, ...] = ("**",)
    exempt: tuple[str, ...] = ()

    def row(
        self, path: str, root: str, modes: Sequence[str] = (), known: CodeRow | None = None
    ) -> CodeRow:
        """The row that decides about a path of the project at `root`.

        `known` is the row of an artifact: ARTIFACT or IN_SPEC.
        """
        return next(self._rows(_forms(path, root), modes, known))

    def _rows(
        self, forms: Collection[str], modes: Collection[str], known: CodeRow | None
    ) -> Iterator[CodeRow]:
        """The rows that apply, the deciding one first."""
        lower = {form.lower() for form in forms}
        if SUBMODULE in modes:
            yield _SUBMODULE
        if any(map(self._exempt.match, forms)):
            yield CodeRow(_EXEMPT, self.exempt)
        if known is IN_SPEC:
            yield IN_SPEC
        if not any(map(self._code.match, forms)):
            yield _OUTSIDE
        yield from _matching((code_table.INSTALLED,), lower)
        if PROGRAM in modes:
            yield _EXECUTABLE
        yield from _matching((code_table.LOCK_FILES, *code_table.PROGRAMS), lower)
        if known:
            yield known
        yield from _matching(code_table.QUIET, lower)
        yield _OTHER

    @cached_property
    def _code(self) -> Patterns:
        return Patterns(self.code)

    @cached_property
    def _exempt(self) -> Patterns:
        return Patterns(self.exempt)


def _forms(path: str, root: str) -> set[str]:
    """The path from the top, and from the root of its project."""
    return {path, path[len(root) + 1 :] if root else path}


def _matching(rows: tuple[CodeRow, ...], forms: Collection[str]) -> Iterator[CodeRow]:
    """The rows that match a path, those for its name and its ending first."""
    names, others = _lookup(rows)
    for form in forms:
        name = form.rpartition("/")[2]
        _, dot, ending = name.rpartition(".")
        yield from (names[key] for key in (name, f"*{dot}{ending}") if key in names)
    yield from (row for row, globs in others if any(map(globs.match, forms)))


@cache
def _lookup(
    rows: tuple[CodeRow, ...],
) -> tuple[dict[str, CodeRow], list[tuple[CodeRow, Patterns]]]:
    """The rows by their plain names and endings, and with their other globs.

    An expression for all globs takes ten times longer, and a history has many paths.
    """
    names = {glob: row for row in reversed(rows) for glob in row.globs if _PLAIN.fullmatch(glob)}
    others = [
        (row, Patterns(tuple(glob for glob in row.globs if glob not in names))) for row in rows
    ]
    return names, [(row, globs) for row, globs in others if globs.patterns]


_PLAIN = expression(r"(?:\*\.)?[^*?\[/\\.]+|[^*?\[/\\]+")


@cache
def _patterns(globs: tuple[str, ...]) -> Patterns:
    return Patterns(globs)


def matching_glob(row: CodeRow, path: str, root: str) -> str | None:
    """The first glob of the row that matches the path, if any."""
    forms = {text for form in _forms(path, root) for text in (form, form.lower())}
    return next((glob for glob in row.globs if any(map(_patterns((glob,)).match, forms))), None)


def is_test(path: str) -> bool:
    """True for a file of code that is a test by its name or its folder."""
    return _patterns(code_table.TESTS.globs).match(path.lower())


def is_manifest(path: str) -> bool:
    """True for a manifest that Renovate and Dependabot update."""
    return _patterns(code_table.MANIFESTS).match(path.lower())


def is_dockerfile(path: str) -> bool:
    """True for a file whose commands build an image."""
    return _patterns(code_table.DOCKERFILES).match(path.lower())


def may_hold_versions(path: str) -> bool:
    """True for a file in which a change of versions alone is exempt."""
    return is_manifest(path) or _patterns(code_table.PROGRAMS_WITH_VERSIONS).match(path.lower())
