"""`aos-check schema`: the JSON Schemas of the documents that aos-check reads and writes."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from aos_check.cli import options
from aos_check.cli.output import emit

if TYPE_CHECKING:
    from aos_check.reporters.published import Published

_PRINTED = {
    "export": ("aos_check.reporters.export", "ExportModel"),
    "report": ("aos_check.reporters.json", "ReportModel"),
    "page": ("aos_check.reporters.page_schema", "PageModel"),
    "status": ("aos_check.reporters.status_json", "StatusModel"),
    "next": ("aos_check.reporters.status_json", "NextModel"),
    "decisions": ("aos_check.reporters.decisions_json", "DecisionsModel"),
    "context": ("aos_check.reporters.context_json", "TaskContextModel"),
    "doctor": ("aos_check.setup.doctor.published", "DoctorModel"),
    "replay": ("aos_check.reporters.replay_json", "ReplayModel"),
    "layouts": ("aos_check.reporters.layouts", "LayoutsModel"),
    "explanation": ("aos_check.reporters.layouts", "ExplanationModel"),
}
"""The module and the model of each document that a command prints."""
_WRITTEN = ("approval", "evidence")
NAMES = ("config", *_PRINTED, *_WRITTEN)
"""The documents that have a schema."""


@click.command(epilog=f"Documents: {', '.join(NAMES)}.")
@click.argument("document", type=options.Choice(NAMES), metavar="DOCUMENT")
@options.verbose
def schema(document: str) -> None:
    """Print the JSON Schema of a document.

    \b
    Examples:
      aos-check schema report
    """  # noqa: D301 - click reads the backspace
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
    module, name = _PRINTED[document]
    model: type[Published] = getattr(import_module(module), name)
    return model.model_json_schema(by_alias=True, mode="serialization")


def _config() -> dict[str, Any]:
    from aos_check.cli.rules import known_rules
    from aos_check.judging.config import adapter
    from aos_check.judging.selection import schema_of_options

    found = adapter().json_schema(by_alias=True)
    for name in ("Layout", "Specs"):
        del found["$defs"][name]["required"]  # a layout that extends another may leave all out
    found["properties"]["rules"] = schema_of_options(known_rules())
    return found
