"""docs/reference/layouts.md shows every key of a layout, and its examples are true."""

from __future__ import annotations

import re

import pytest

from aos_check.cli.schema import schema_of
from aos_check.judging.config import parse
from aos_check.reading.layouts import Layout
from aos_check.reporters.layout_keys import keys_of
from tests.support.layout_page import PAGE, Example, examples, shown_keys

EXAMPLES = list(examples())
KEYS = [key.name for key in keys_of(Layout)]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.heading)
def test_an_example_is_true(example: Example) -> None:
    assert example.facts
    assert example.observed() == example.facts


@pytest.mark.parametrize("key", KEYS)
def test_every_key_has_an_example(key: str) -> None:
    configs = shown_keys().get(key, [])
    last = re.escape(key.rpartition(".")[2])
    assert any(re.search(rf"\b{last}\b", config) for config in configs), (
        f"docs/reference/layouts.md needs a heading #### `{key}` with an example"
    )


def test_the_page_shows_no_other_key() -> None:
    assert set(shown_keys()) == set(KEYS)


def test_every_key_has_a_description_in_the_schema() -> None:
    tables = schema_of("config")["$defs"]
    assert [
        f"{table}.{key}"
        for table, schema in tables.items()
        for key, about in schema.get("properties", {}).items()
        if not about.get("description")
    ] == []


def test_a_key_has_its_type_its_default_and_a_sentence() -> None:
    written = {key.name: key.written for key in keys_of(Layout)}
    assert written["specs.roots"] == (
        '- `specs.roots` (list of texts; default: `["specs"]`): The folders in the home that '
        "contain the specs; an empty text is the home itself.\n"
    )
    assert [line for line in written.values() if not line.endswith(".\n")] == []


BLOCKS = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS)
def test_the_configurations_shown_are_valid(block: str) -> None:
    parse(block, "aos-check.toml")
