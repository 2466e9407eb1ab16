"""`aos-check schema`: the JSON Schemas of the documents that aos-check reads and writes."""

from __future__ import annotations

from typing import Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit

_WRITTEN = ("approval", "evidence")
NAMES = ("config", "export", "report", "page", "replay", "layouts", "explanation", *_WRITTEN)
"""The documents that have a schema."""


@click.command()
@click.argument("document", type=click.Choice(NAMES))
@options.verbose
def schema(document: str) -> None:
    """Print the JSON Schema of a document."""
    import json

    emit(json.dumps(schema_of(document), indent=2) + "\n")


def schema_of(document: str) -> dict[str, Any]:
    """Return the JSON Schema of one of NAMES."""
    if document in _WRITTEN:
        from aos_check.reading.schemas import schema as written

        return written(document)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **_generated(document)}


def _generated(document: str) -> dict[str, Any]:
    # A configuration is read and may leave everything out; the others are written in full.
    if document == "config":
        return _config()
    if document == "export":
        from aos_check.reporters.export import ExportModel

        return ExportModel.model_json_schema(by_alias=True, mode="serialization")
    if document == "page":
        from aos_check.reporters.page_schema import PageModel

        return PageModel.model_json_schema(by_alias=True, mode="serialization")
    if document == "replay":
        from aos_check.reporters.replay_json import ReplayModel

        return ReplayModel.model_json_schema(by_alias=True, mode="serialization")
    if document in ("layouts", "explanation"):
        from aos_check.reporters.layouts import ExplanationModel, LayoutsModel

        model = LayoutsModel if document == "layouts" else ExplanationModel
        return model.model_json_schema(by_alias=True, mode="serialization")
    from aos_check.reporters.json import ReportModel

    return ReportModel.model_json_schema(by_alias=True, mode="serialization")


def _config() -> dict[str, Any]:
    from aos_check.cli.rules import known_rules
    from aos_check.judging.config import adapter
    from aos_check.judging.selection import schema_of_options

    found = adapter().json_schema(by_alias=True)
    for name in ("Layout", "Specs"):
        del found["$defs"][name]["required"]  # a layout that extends another may leave all out
    found["properties"]["rules"] = schema_of_options(known_rules())
    return found
