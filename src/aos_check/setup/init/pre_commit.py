"""Adding our entry to `.pre-commit-config.yaml` as lines of text, and removing these lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aos_check import HOME
from aos_check.model.errors import CannotCheckError
from aos_check.model.source import Source
from aos_check.reading.lines import ended_like, indent_of, lines_of, put_in, take_out
from aos_check.reading.structured import Data, UnreadableDataError, read_yaml
from aos_check.setup.file_edits import Removal
from aos_check.setup.init.hook_entry import (
    END,
    HOOKS,
    as_lines,
    entry_of,
    hooks_of,
    in_brackets,
    lines_pattern,
    source_of,
)

FILE = ".pre-commit-config.yaml"

HOOK_TYPES = ("pre-commit", "pre-merge-commit", "commit-msg", "prepare-commit-msg", "pre-push")
"""The git hooks that ours need. By default, `pre-commit install` installs only the first."""

_TYPES = "default_install_hook_types"
# The comment marks the line as ours, so that no other line is removed.
_TYPES_LINE = f"{_TYPES}: [{', '.join(HOOK_TYPES)}]  # what aos-check needs\n"
_HEADER = "# Added by `aos-check init`.\n"


class PreCommitSettings(NamedTuple):
    """The configuration of pre-commit, with the line of each key."""

    data: Data

    @property
    def value(self) -> dict[str, Any]:
        """The top-level keys."""
        value: dict[str, Any] | None = self.data.value
        return value or {}

    @property
    def repos(self) -> list[Any]:
        """All entries."""
        repos: list[Any] | None = self.value.get("repos")
        return repos or []

    @property
    def ours(self) -> list[Any]:
        """The entries with one of our hooks."""
        return [repo for repo in self.repos if _is_ours(repo)]

    def installs_all(self) -> bool:
        """True if `pre-commit install` installs every hook that ours need."""
        types = self.value.get(_TYPES)
        return isinstance(types, list) and set(HOOK_TYPES) <= set(map(str, types))


def read(text: str) -> PreCommitSettings:
    """The configuration. Raises CannotCheckError if it is broken."""
    try:
        # A merge key is read as an ordinary key, because its content does not matter here.
        data = read_yaml(_MERGE.sub(r'\1"<<":', text))
    except UnreadableDataError as error:
        raise CannotCheckError(f"{FILE}:{error.line}: {error}", "fix the file") from error
    value = {} if data.value is None else data.value
    if not isinstance(value, dict):
        raise CannotCheckError(
            f"{FILE}:1: it is not a mapping with the key repos", "run `pre-commit migrate-config`"
        )
    if not isinstance(value.get("repos", []), list | None):
        line = data.line("repos")
        raise CannotCheckError(
            f"{FILE}:{line}: repos is not a list", "make it a list of repositories"
        )
    return PreCommitSettings(data)


_MERGE = re.compile(r"^([ \t]*(?:-[ \t]+)*)<<[ \t]*:", re.MULTILINE)


def _is_ours(repo: object) -> bool:
    if not isinstance(repo, dict):
        return False
    ids = [hook.get("id") for hook in hooks_of(repo)]
    url = str(repo.get("repo", "")).lower().rstrip("/").removesuffix(".git")
    return url == HOME.lower() or any(id_ == name for id_ in ids for name in HOOKS)


# Add


def with_entry(text: str | None, source: Source) -> str:
    """The configuration with our entry; unchanged if it has one. Raises CannotCheckError."""
    if text is None:
        return f"{_HEADER}{_TYPES_LINE}repos:\n{as_lines(source, '  ')}"
    before = read(text)
    if before.ours:
        return text
    wanted = {**before.value, "repos": [*before.repos, entry_of(source)]}
    wanted.setdefault(_TYPES, list(HOOK_TYPES))
    for after in _attempts(text, before, source):
        if _reads_as(after, wanted):
            return after
    raise CannotCheckError(
        f"{FILE}: aos-check finds no safe place in it to add an entry",
        f"add {in_brackets(source)} to `repos` by hand, or leave this part out",
    )


def _reads_as(text: str, wanted: Mapping[str, Any]) -> bool:
    try:
        return read(text).value == wanted
    except CannotCheckError:
        return False


def _attempts(text: str, before: PreCommitSettings, source: Source) -> Iterator[str]:
    """The text with the entry after the others, at each possible position."""
    lines = lines_of(text)
    if "repos" not in before.value:
        types = "" if _TYPES in before.value else _TYPES_LINE
        yield put_in(text, len(lines), f"{_HEADER}{types}repos:\n{as_lines(source, '  ')}")
        return
    start = before.data.line("repos") - 1
    inside = range(start + 1, _end_of(start, lines, before))
    if _BRACKET.match(lines[start]):
        attempts = _into_brackets(lines, inside, in_brackets(source), empty=not before.repos)
    else:
        attempts = iter([_after_the_last(text, lines, inside, source)])
    yield from (_with_types(attempt, before) for attempt in attempts)


def _after_the_last(text: str, lines: Sequence[str], inside: range, source: Source) -> str:
    items = (lines[i] for i in inside if lines[i].lstrip(" ").startswith("-"))
    indent = next(map(indent_of, items), "  ")
    return put_in(text, _line_after(lines, inside, indent), as_lines(source, indent))


def _end_of(start: int, lines: Sequence[str], before: PreCommitSettings) -> int:
    """The line of the next top-level key, or the end of the document."""
    keys = (line - 1 for path, line in before.data.lines.items() if len(path) == 1)
    ends = (i for i, line in enumerate(lines) if i > start and line.startswith(("...", "---")))
    return min((line for line in (*keys, *ends) if line > start), default=len(lines))


def _line_after(lines: Sequence[str], inside: range, indent: str) -> int:
    """The line after the last entry and the comments in it."""
    for index in reversed(inside):
        line = lines[index].rstrip()
        if not line or (line.lstrip().startswith("#") and len(indent_of(line)) <= len(indent)):
            continue
        return index + 1
    return inside.start


_BRACKET = re.compile(r"[^#]*?repos[\"']?\s*:\s*(?:[&!]\S+\s+)*\[")


def _into_brackets(
    lines: Sequence[str], inside: range, entry: str, *, empty: bool
) -> Iterator[str]:
    """The text with the entry before each closing bracket, the last one first.

    Some brackets may be in comments.
    """
    start = inside.start - 1
    text = "".join(lines[start : inside.stop])
    for bracket in reversed([found.start() for found in re.finditer(r"\]", text)]):
        at = len(text[:bracket].rstrip())
        added = entry if empty else f", {entry}"
        yield "".join([*lines[:start], text[:at], added, text[at:], *lines[inside.stop :]])


def _with_types(text: str, before: PreCommitSettings) -> str:
    """The text with the line that lists the hooks to install, before the first key."""
    if _TYPES in before.value:
        return text
    first = min(line for path, line in before.data.lines.items() if len(path) == 1) - 1
    return put_in(text, first, indent_of(lines_of(text)[first]) + _TYPES_LINE)


# Observe


def with_verbose(text: str) -> str:
    """The configuration in which our hooks print their findings; unchanged if that is not safe.

    pre-commit hides the output of a hook that passes, and all pass while the project observes.
    """
    value = read(text).value
    wanted = {**value, "repos": list(map(_as_verbose, value.get("repos") or ()))}
    end = ended_like(text, "\n")
    after = _PRINTING_ROW.sub(rf"\g<0>{end}\g<indent>{_VERBOSE}", text)
    return after if wanted != value and _reads_as(after, wanted) else text


def without_verbose(text: str) -> str:
    """The configuration without what `with_verbose` added."""
    return re.sub(rf"\r?\n[ ]*{re.escape(_VERBOSE)}(?={END})", "", text)


_PRINTING = tuple(id_ for id_ in HOOKS if id_ != "aos-check-prepare-commit-msg")
"""The hooks that check."""

_VERBOSE = "  verbose: true  # while aos-check observes"
_PRINTING_ROW = re.compile(
    rf"^(?P<indent>[ ]*)- id: (?:{'|'.join(_PRINTING)})[ ]*(?:#[^\r\n]*)?(?={END})",
    re.MULTILINE,
)


def _as_verbose(repo: Any) -> Any:  # noqa: ANN401 - any YAML
    if not _is_ours(repo) or any("verbose" in hook for hook in hooks_of(repo)):
        return repo
    hooks = ({**it, "verbose": True} if it.get("id") in _PRINTING else it for it in hooks_of(repo))
    return {**repo, "hooks": list(hooks)}


# Remove


def without_entry(text: str) -> Removal:
    """The configuration without what `with_entry` added. Raises CannotCheckError."""
    text = without_verbose(text)
    before = read(text)
    if not before.ours:
        return Removal(text)
    source = source_of(before.ours[0])
    if before.ours != [entry_of(source)]:
        return Removal(text, _LEFT)
    after = _without_types(_without_repo(text, source))
    wanted = {
        **before.value,
        "repos": [repo for repo in before.repos if not _is_ours(repo)] or None,
    }
    if _TYPES not in read(after).value:
        wanted.pop(_TYPES, None)
    left = {"repos": None, **read(after).value}
    if after == text or {**left, "repos": left["repos"] or None} != wanted:
        return Removal(text, _LEFT)
    return Removal(None if not after and text.endswith("\n") else after)


_LEFT = "the entry was changed: remove it by hand"


def _without_repo(text: str, source: Source) -> str:
    """The text without the entry, as lines or in brackets."""
    types = rf"(?:{re.escape(_TYPES_LINE.rstrip())}{END})?"
    header = rf"{re.escape(_HEADER.rstrip())}{END}{types}repos:{END}"
    if found := re.search(rf"^(?:{header})?{lines_pattern(source)}", text, re.MULTILINE):
        return take_out(text, found.start(), found.end())
    return re.sub(r"(?:,\s*)?" + re.escape(in_brackets(source)), "", text, count=1)


def _without_types(text: str) -> str:
    """The text without our line that lists the hooks to install."""
    return "".join(line for line in lines_of(text) if line.strip() != _TYPES_LINE.strip())
