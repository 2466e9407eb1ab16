"""The generated part of docs/reference/json.md: the documents, with examples and their fields."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from sample import SPEC, Sample, sample

from aos_check.cli.schema import schema_of


class Document(NamedTuple):
    """A document, its purpose, and the command that prints it or writes it to `file`."""

    name: str
    purpose: str
    command: str
    file: str = ""


DOCUMENTS = (
    Document(
        "report",
        "The result of a check: its findings, and what could not be evaluated.",
        "aos-check check --format json",
    ),
    Document(
        "export",
        "The project as data: its mission, roadmap, decisions, specs and tasks.",
        "aos-check export",
    ),
    Document(
        "status",
        "The progress of every spec. With the name of a spec, also the evidence of its done tasks.",
        "aos-check status login --format json",
    ),
    Document(
        "page",
        "The facts of the page: the check, the life of each spec, the roadmap, the decisions and "
        "the trend. `aos-check report --merge` makes one page of many such files.",
        "aos-check report --format json --output -",
    ),
    Document(
        "next",
        "The next step, for a script or a coding agent.",
        "aos-check next --format json",
    ),
    Document(
        "context",
        "What an agent needs for one task, the most needed first.",
        "aos-check next --context --format json",
    ),
    Document(
        "doctor",
        "The state of every gate, and what a repository takes on trust.",
        "aos-check doctor --only trust --format json",
    ),
    Document(
        "replay",
        "What the rules would have stopped, the habits of the team, and the proposed settings.",
        "aos-check replay --format json",
    ),
    Document(
        "decisions",
        "The decisions in force, with supersession resolved.",
        "aos-check decisions --format json",
    ),
    Document(
        "layouts",
        "The layouts that were found, and where.",
        "aos-check layouts --format json",
    ),
    Document(
        "explanation",
        "How one file or one line is read.",
        f"aos-check layouts --explain {SPEC}/tasks.md:4 --format json",
    ),
    Document(
        "approval",
        "The approvals of one spec. `aos-check approve` writes them to `approval.json` in the "
        "spec's folder, or to `NAME.approval.json` beside its only file `NAME.md`.",
        "aos-check approve login",
        f"{SPEC}/approval.json",
    ),
    Document(
        "evidence",
        "The recorded runs of commands for the tasks of one spec. `aos-check prove` adds them to "
        "`evidence.json` in the spec's folder, or to `NAME.evidence.json` beside its only file "
        "`NAME.md`.",
        "aos-check prove login#1 -- true",
        f"{SPEC}/evidence.json",
    ),
)

Shown = dict[str, tuple[str, str]]
"""The place where the fields of each table are listed: the name of the document, and the field."""

NOW = {"at": "2026-01-06T09:00:00Z", "seconds": 0.1}
"""The values of fields that differ with each run."""


def documents() -> str:
    """Return a section for every document, from commands that run in a sample repository."""
    shown: Shown = {}
    with sample() as repository:
        return "".join("\n".join(_section(it, repository, shown)) + "\n" for it in DOCUMENTS)


def _section(document: Document, repository: Sample, shown: Shown) -> Iterator[str]:
    schema = schema_of(document.name)
    shown[schema["title"]] = (document.name, "")
    printed = repository.run(document.command)
    text = repository.read(document.file) if document.file else printed
    yield f"\n## {document.name}\n\n{document.purpose}\n"
    yield f"```sh\n{document.command}\n```\n"
    yield f"```json {document.name}\n{json.dumps(_shortened(json.loads(text)), indent=2)}\n```\n"
    yield "| field | is | meaning |\n|---|---|---|"
    yield from _rows(schema, schema, document.name, shown)


def _shortened(value: Any) -> Any:  # noqa: ANN401 - any JSON
    """The value with the first element of each list, and with fixed times."""
    if isinstance(value, list):
        return [_shortened(each) for each in value[:1]]
    if isinstance(value, dict):
        return {key: NOW.get(key, _shortened(each)) for key, each in value.items()}
    return value


def _rows(
    table: dict[str, Any], schema: dict[str, Any], document: str, shown: Shown, prefix: str = ""
) -> Iterator[str]:
    """A row for each field of the table, and below it the fields of the tables in it.

    The fields of a table that is shown already are not repeated.
    """
    for key, field in table.get("properties", {}).items():
        tables = dict(_tables(field, f"{prefix}{key}"))
        known = {_place(shown[name], document) for name in tables if name in shown}
        words = [_sentence(field, schema), *(f"Its fields are those of {it}." for it in known)]
        yield f"| `{prefix}{key}` | {_kind(field, schema)} | {_as_cell(' '.join(words))} |"
        for name, path in tables.items():
            part = schema["$defs"][name]
            if name not in shown and "properties" in part:
                shown[name] = (document, path)
                yield from _rows(part, schema, document, shown, f"{path}.")


def _place(shown: tuple[str, str], document: str) -> str:
    """Where the fields are listed, in words."""
    there, path = shown
    link = "" if there == document else f"[{there}](#{there})"
    return " in ".join(filter(None, [f"`{path}`" if path else "", link]))


def _as_cell(text: str) -> str:
    """The text on one line, without HTML."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<")


def _sentence(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """The description of the field, or else that of the table in it."""
    tables = (schema["$defs"][name] for name, _ in _tables(field, ""))
    return next((it["description"] for it in (field, *tables) if "description" in it), "")


def _tables(field: dict[str, Any], path: str) -> Iterator[tuple[str, str]]:
    """The names of the tables in the field, each with its path."""
    if "$ref" in field:
        yield field["$ref"].rpartition("/")[2], path
    for part in field.get("anyOf", ()):
        yield from _tables(part, path)
    if isinstance(field.get("items"), dict):
        yield from _tables(field["items"], f"{path}[]")
    if isinstance(field.get("additionalProperties"), dict):
        yield from _tables(field["additionalProperties"], f"{path}.NAME")


_WORDS = {
    "boolean": "true or false",
    "integer": "number",
    "null": "null",
    "number": "number",
    "object": "table",
    "string": "text",
}


def _kind(field: dict[str, Any], schema: dict[str, Any]) -> str:
    """The type in words."""
    if "$ref" in field:
        return _kind(schema["$defs"][field["$ref"].rpartition("/")[2]], schema)
    if "anyOf" in field:
        return " or ".join(_kind(part, schema) for part in field["anyOf"])
    if "enum" in field or "const" in field:
        values = field.get("enum", [field.get("const")])
        return ", ".join(f"`{value}`" for value in values)
    if field.get("type") == "array":
        return f"list of {_many(_kind(field['items'], schema))}"
    return _WORDS[field["type"]]


def _many(kind: str) -> str:
    """The type in the plural, if it is one word."""
    return f"{kind}s" if kind.isalpha() else kind
