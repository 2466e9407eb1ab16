"""Applies the schema that a repository has for its specs, in the form of OpenSpec."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from aos_check.model.document import Role
from aos_check.model.wording import shortened
from aos_check.reading.homes import Home
from aos_check.reading.layouts import Artifact, Layout, Schemas
from aos_check.reading.page import UnreadableFileError
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.structured import UnreadableDataError

ReadData = Callable[[str], Any]
"""Reads the value of a YAML file. Raises UnreadableFileError or UnreadableDataError."""

_LONGEST = 200  # characters of a name or path


class SchemaResult(NamedTuple):
    """The folder with the artifacts of its schema; `fault` is the reason why they are unknown."""

    folder: SpecFolder
    fault: str = ""


def with_schema(folder: SpecFolder, read: ReadData) -> SchemaResult:
    """Apply the schema that the spec follows. Without one, the layout's artifacts apply."""
    layout, home = folder.layout, folder.home
    if not layout.schemas or _is_plain(folder, layout.schemas):
        return SchemaResult(folder)
    try:
        name = _name(folder, layout.schemas, read)
        path = f"{home.path}/{layout.schemas.file.replace('{schema}', name)}"
        if path in home.files:
            artifacts = tuple(_artifacts(layout, read(path)))
            return SchemaResult(replace(folder, layout=replace(layout, artifacts=artifacts)))
    except (UnreadableFileError, UnreadableDataError) as error:
        return SchemaResult(folder, f"the schema of {folder.id} cannot be read: {error}")
    if not name or name in layout.schemas.built_in or _has_tasks(folder):
        return SchemaResult(folder)
    shown = shortened(name, _LONGEST)
    return SchemaResult(
        folder, f'the schema "{shown}" of {folder.id} is not in {home.path}: its tasks are unknown'
    )


def defines_schemas(home: Home, paths: Collection[str]) -> bool:
    """True if any of the paths may decide the schema of the home's specs."""
    return any(
        path in {f"{home.path}/{name}" for name in layout.schemas.in_home}
        or path.startswith(_folder_of_schemas(home, layout.schemas))
        for layout in home.layouts
        if layout.schemas
        for path in paths
    )


def _folder_of_schemas(home: Home, schemas: Schemas) -> str:
    return f"{home.path}/{schemas.file.partition('{schema}')[0]}"


def _is_plain(folder: SpecFolder, schemas: Schemas) -> bool:
    """True if no schema can change anything, which saves the time to read one."""
    below = _folder_of_schemas(folder.home, schemas)
    return _has_tasks(folder) and not _any_below(folder.home.files, below)


@lru_cache(maxsize=4)
def _any_below(files: frozenset[str], folder: str) -> bool:
    """True if a file is in the folder. All specs of a home ask this."""
    return any(path.startswith(folder) for path in files)


def _has_tasks(folder: SpecFolder) -> bool:
    artifact = folder.layout.artifact(Role.TASKS)
    names = {folder.below(path).lower() for path in folder.files}
    return artifact is not None and not names.isdisjoint(artifact.paths)


def _name(folder: SpecFolder, schemas: Schemas, read: ReadData) -> str:
    """The name of the schema that the spec follows; "" if nothing names one."""
    own = [f"{folder.path}/{name}" for name in schemas.in_spec]
    shared = [f"{folder.home.path}/{name}" for name in schemas.in_home]
    for path in (*own, *shared):
        if path in folder.home.files and (name := _text(_table(read(path)).get("schema"))):
            return name
    return ""


def _artifacts(layout: Layout, schema: object) -> Iterator[Artifact]:
    """The artifacts of the layout, and those that the schema adds.

    A schema takes no document away, so that what is approved stays approved. It need not have all
    of them. Its first document is the requirements too if the layout does not know it.
    """
    table = _table(schema)
    items = table.get("artifacts")
    rows = [_table(item) for item in (items if isinstance(items, list) else ())]
    paths = [path for row in rows if (path := _text(row.get("generates")))]
    tracked = _text(_table(table.get("apply")).get("tracks"))
    tracked = tracked or next(
        (_text(it.get("generates")) for it in rows if it.get("id") == "tasks"), ""
    )
    documents = [it for it in layout.artifacts if it.role is not Role.TASKS]
    if paths and paths[0] != tracked and not any(_is_among(it, paths[:1]) for it in documents):
        yield Artifact(Role.REQUIREMENTS, (paths[0],))
    for it in documents:
        yield it if _is_among(it, paths) else replace(it, required="never")
    tasks = layout.artifact(Role.TASKS)
    if tasks:
        yield replace(tasks, paths=tuple(filter(None, (tracked, *tasks.paths))))


def _is_among(artifact: Artifact, paths: Sequence[str]) -> bool:
    """True if the artifact is at one of the paths. Patterns need only begin alike: `specs/**`."""
    places, wanted = ({each.partition("*")[0] for each in some} for some in (artifact.paths, paths))
    return not places.isdisjoint(wanted)


def _table(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """The value if it is a short text, else ""."""
    return value if isinstance(value, str) and len(value) <= _LONGEST else ""
