"""Validates JSON and YAML records against JSON Schemas. The only module that uses jsonschema."""

from __future__ import annotations

import json
import reprlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import TYPE_CHECKING, Any

from aos_check.model.wording import shortened

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

MAX_COMPLAINTS = 20
"""The maximum number of complaints about one value."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """One error, with the keys and indexes that lead to it."""

    path: tuple[str | int, ...]
    text: str


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema with that name."""
    text = files(__name__).joinpath(f"{name}.schema.json").read_text("utf-8")
    return dict(json.loads(text))


def located_complaints(kind: str, data: object) -> Iterator[Complaint]:
    """The errors in `data`, checked against the schema `kind`; each is one sentence."""
    for error in islice(_validator(kind).iter_errors(data), MAX_COMPLAINTS):
        path = tuple(error.absolute_path)
        yield Complaint(path, f"{_where(path)} {_predicate(error)}")


@cache
def _validator(kind: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema(kind))


def _where(path: tuple[str | int, ...]) -> str:
    keys = (str(key) if str(key).isprintable() else repr(key) for key in path)
    return shortened(".".join(keys), _LONGEST) or "the record"


def _predicate(error: ValidationError) -> str:
    """The error as a predicate, which follows the name of the value."""
    instance, wanted, around = _parts(error)
    match error.validator:
        case "type":
            kinds = [wanted] if isinstance(wanted, str) else wanted
            text = f"is {kind_of(instance)}, not {_one_of(_TYPES[kind] for kind in kinds)}"
        case "enum":
            text = f"is {_short.repr(instance)}, not {_one_of(map(str, wanted))}"
        case "const":
            text = f"is {_short.repr(instance)}, not {wanted}"
        case "required":
            # jsonschema names the key only in its message: "'status' is a required property".
            text = f"lacks {error.message.removesuffix(' is a required property')}"
        case "pattern":
            verb = "has the key" if "propertyNames" in error.absolute_schema_path else "is"
            text = f"{verb} {_short.repr(instance)}, which does not match {wanted}"
        case "additionalProperties":
            extra = next(key for key in instance if key not in around.get("properties", ()))
            text = f"has the unknown key {_short.repr(extra)}"
        case "minimum" | "maximum" as bound:
            less = "less" if bound == "minimum" else "more"
            text = f"is {_short.repr(instance)}, {less} than {wanted}"
        case "minLength" | "maxLength" | "minItems" | "maxItems" as bound:
            less = "fewer" if bound.startswith("min") else "more"
            unit = "characters" if bound.endswith("Length") else "items"
            text = f"has {len(instance)} {unit}, {less} than {wanted}"
        case _:
            # The message begins with the value, which may be long.
            message = error.message.removeprefix(repr(instance)).strip()
            text = f"is not valid: {_short.repr(instance)} {shortened(message, _LONGEST)}"
    return text


def _parts(error: ValidationError) -> tuple[Any, Any, Any]:
    """The wrong value, the expected value and the schema; each may be any JSON."""
    return error.instance, error.validator_value, error.schema


_TYPES = {
    "array": "a list",
    "boolean": "a boolean",
    "integer": "an integer",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a string",
}
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "a boolean"),
    (int, "an integer"),
    (float, "a number"),
    (str, "a string"),
    (list, "a list"),
    (dict, "an object"),
)


def kind_of(value: object) -> str:
    """The kind of a value in words, such as "a boolean" or "a list"."""
    return next((words for kind, words in _KINDS if isinstance(value, kind)), "null")


_short = reprlib.Repr()
_short.maxstring = 60
_LONGEST = 120


def _one_of(words: Iterator[str]) -> str:
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last
