"""A user's layout in the configuration: what is refused, and what it takes from a shipped one."""

from __future__ import annotations

import sys

import pytest
from jsonschema import Draft202012Validator

from aos_check.cli.schema import schema_of
from aos_check.judging.config import parse
from aos_check.model.document import Role, Status
from aos_check.model.errors import CannotCheckError
from aos_check.reading.layout_files import read_layout
from aos_check.reading.layouts import Layout
from aos_check.reading.layouts.loading import shipped

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OWN = '[layout.own]\nhomes = ["plans"]\nspecs.name = ".+"\n'
WHOLE = f'{OWN}artifacts = [{{ role = "tasks", paths = ["tasks.md"] }}]\n'


def own(text: str) -> Layout:
    return parse(text, "aos-check.toml").layout["own"]


def refused(text: str) -> str:
    with pytest.raises(CannotCheckError) as caught:
        parse(text, "aos-check.toml")
    return f"{caught.value.message} | {caught.value.remedy}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (WHOLE + 'home = "x"', "5: unknown key layout.own.home | the nearest valid key is"),
        (WHOLE + "specs.wrd = 1", ("5: unknown key layout.own.specs.wrd | the nearest valid key is "
         "layout.own.specs.word")),
        (WHOLE.replace("paths", "pahts"), ("4: unknown key layout.own.artifacts.0.pahts (and 1 "
         "more)"
         " | the nearest valid key is layout.own.artifacts.0.paths")),
        (WHOLE.replace('"tasks"', '"task"'), " | the nearest valid value is tasks"),
        (WHOLE + 'specs.each = "files"', ("5: layout.own.specs.each must be 'folder', 'file' or "
         "'home' | the nearest valid value is file")),
        (WHOLE + "severity = { TASK001 = 'eror' }", " | the nearest valid value is error"),
        (WHOLE + "status.approves = 'maybe'", ("5: layout.own.status.approves must be "
         "'if-stated' or 'unless-draft' or true or false")),
        (WHOLE.replace('".+"', '"(.+"'), "3: layout.own.specs.name must be a pattern (missing )"),
        (WHOLE + "requirements.id = '(?P<id>x)'", "5: layout.own.requirements.id must be a"),
        (WHOLE + "requirements.file = '../a.md'", "5: layout.own.requirements.file must be paths"),
        (WHOLE + "elsewhere = { design = 'x' }", ("5: layout.own.elsewhere.design must be a "
         "pattern (it has no group (?P<slug>…))")),
        (WHOLE.replace('"plans"', '"../plans"'), ("2: layout.own.homes must be names of folders, "
         "not ../plans")),
        (WHOLE.replace('"plans"', '"/plans"'), "2: layout.own.homes must be names of folders"),
        (WHOLE.replace('"tasks.md"', '"/tasks.md"'), ("4: layout.own.artifacts must be paths below "
         "its folder, not /tasks.md")),
        (WHOLE + 'roadmap.paths = ["../roadmap.md"]', "5: layout.own.roadmap.paths must be paths"),
        (WHOLE + 'specs.roots = ["features/"]', "5: layout.own.specs.roots must be paths"),
        (WHOLE + 'ledgers = ["//a.yaml"]', "5: layout.own.ledgers must be paths"),
        (WHOLE + 'marks = ["specs/"]', ("5: layout.own.marks must be paths of files in a home: "
         "specs/ matches none")),
        (WHOLE + 'marks = ["plans/*.md"]', "plans/*.md repeats the home plans"),
        (WHOLE.replace(".own", ".kiro"), ('1: layout.kiro must be a name that no shipped layout '
         'has, or have extends = "kiro"')),
        ('[layout.own]\nextends = "kirro"', ("2: layout.own.extends names no shipped layout: kirro "
         "| the nearest is kiro")),
        ("[layout.own]\nextends = 3", "layout.own.artifacts must be present"),
    ],
)  # fmt: skip
def test_a_fault_has_its_line_and_the_remedy(text: str, expected: str) -> None:
    assert expected in refused(text)


@pytest.mark.parametrize(
    "line",
    [
        'marks = ["/PLANS.md", "{spec}/tasks.md", "**/a.md", "a/*"]',
        'ledgers = ["/status.yaml", "status.yaml"]',
        'others = ["/constitution.md", "notes.md"]',
        'specs.roots = ["", "a/b"]',
        'homes = ["docs/plans", ".plans"]',
    ],
)
def test_what_is_valid(line: str) -> None:
    key = line.partition(" =")[0]
    kept = "\n".join(it for it in WHOLE.splitlines() if not it.startswith(f"{key} "))
    assert own(f"{kept}\n{line}").name == "own"


def test_a_layout_takes_all_keys_from_the_one_that_it_extends() -> None:
    (base,) = (layout for layout in shipped() if layout.name == "agent-os-2")
    layout = own('[layout.own]\nextends = "agent-os-2"\n')
    assert (layout.homes, layout.specs, layout.artifacts) == (
        base.homes,
        base.specs,
        base.artifacts,
    )


def test_a_table_is_changed_key_by_key_and_an_artifact_by_its_role() -> None:
    (base,) = (layout for layout in shipped() if layout.name == "agent-os-2")
    layout = own(
        '[layout.own]\nextends = "agent-os-2"\nspecs = { roots = ["features"] }\n'
        'artifacts = [{ role = "design", paths = ["how.md"] }, '
        '{ role = "overview", paths = ["README.md"] }]\n'
    )
    assert (layout.specs.roots, layout.specs.name) == (("features",), base.specs.name)
    design, before = layout.artifact(Role.DESIGN), base.artifact(Role.DESIGN)
    assert design is not None
    assert before is not None
    assert (design.paths, design.sections) == (("how.md",), before.sections)
    assert [it.role for it in layout.artifacts] == [
        *(it.role for it in base.artifacts),
        Role.OVERVIEW,
    ]


def test_a_table_in_a_table_is_changed_key_by_key() -> None:
    layout = own('[layout.own]\nextends = "bmad-6"\nstatus.words = { draft = ["raw"] }\n')
    (base,) = (layout for layout in shipped() if layout.name == "bmad-6")
    assert layout.status.words == {**base.status.words, Status.DRAFT: ("raw",)}


def test_the_second_artifact_with_a_role_changes_the_second_one() -> None:
    layout = own(
        '[layout.own]\nextends = "agent-os-3"\nartifacts = [{ role = "tasks", paths = ["todo.md"] '
        '}, { role = "tasks", paths = ["how.md"] }]\n'
    )
    tasks = [it for it in layout.artifacts if it.role is Role.TASKS]
    assert [(it.paths, it.tracked) for it in tasks] == [(("todo.md",), True), (("how.md",), False)]


def test_a_layout_may_replace_the_one_that_it_extends() -> None:
    text = '[layout.agent-os-2]\nextends = "agent-os-2"\nrequirements.traced = ["*"]\n'
    config = parse(text, "aos-check.toml")
    assert config.layout["agent-os-2"].requirements.traced == ("*",)


@pytest.mark.parametrize(
    "text",
    [WHOLE, '[layout.own]\nextends = "agent-os-2"\nspecs = { roots = ["features"] }\n'],
)
def test_the_schema_accepts_a_layout_that_extends_another(text: str) -> None:
    Draft202012Validator(schema_of("config")).validate(tomllib.loads(text))


def test_the_schema_accepts_a_shipped_layout() -> None:
    table = {"layout": {"own": tomllib.loads(read_layout("agent-os-2"))}}
    Draft202012Validator(schema_of("config")).validate(table)
