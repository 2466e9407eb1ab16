"""The layouts: the places and forms of each framework's artifacts, as data.

Every TOML file in this folder is a shipped layout. To add a layout, add a file. A user's own layout
has the same keys and is in the configuration.

The classes are plain dataclasses so that a hook starts without pydantic. A user's layout is
validated by pydantic in `aos_check.judging.config`, and the shipped ones by a test.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from aos_check.model.document import BoxKind, Role, State, Status
from aos_check.reading.layout_files import read_layout, shipped_names

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

Level = Literal["error", "warning", "info", "off"]
Bucket = Literal["review", "approved", "active", "completed"]


_PART = re.compile(r"\{(?P<name>[a-z]+)(?::(?P<digits>\d))?\}")


def filled_in(form: str, parts: Mapping[str, str]) -> str:
    """The form with the parts of a name; `{number:2}` has at least two digits."""

    def part(found: re.Match[str]) -> str:
        text = parts.get(found["name"], found[0])
        return f"{int(text):0{found['digits']}}" if found["digits"] else text

    return _PART.sub(part, form)


def kebab(name: str) -> str:
    """The name of a field in TOML."""
    return name.replace("_", "-")


# For pydantic: keys are in kebab-case, unknown keys are errors, docstrings are descriptions.
AS_TABLE = {"extra": "forbid", "alias_generator": kebab, "use_attribute_docstrings": True}


@dataclass(frozen=True)
class TaskFile:
    """A file that is one task.

    `name` is a pattern for the start of the file's name, with the group `id` and optionally
    `title`. `titled` is a pattern for the title in the text, with the group `title`. `id`, `title`,
    `status`, `parent`, `group`, `dependencies` and `order` (a number) are keys of the front matter.
    Boxes below the headings `criteria` are the criteria of the task. `done_by` is the end of
    another file's name: the task is done if a file with this end and the same id exists.
    `needs_status`: a file without a status is no task, and any status but a success leaves it open.
    `stage`: an open task that is archived is cancelled, and a draft is no task yet, but tasks may
    depend on it.
    """

    __pydantic_config__ = AS_TABLE

    name: str = r"(?P<id>.+?)(?: - (?P<title>.*))?\.md"
    titled: str = ""
    id: str = "id"
    title: str = "title"
    status: str = "status"
    parent: str = "parent"
    group: str = "group"
    dependencies: str = "dependencies"
    order: str = "order"
    criteria: tuple[str, ...] = ("acceptance criteria", "definition of done")
    done_by: str = ""
    needs_status: bool = False
    stage: Literal["draft", "task", "archived"] = "task"


@dataclass(frozen=True)
class Artifact:
    """A document of a spec: its role and its possible paths in the spec's folder.

    A path may use `*`, and case does not matter. `required` says when the document must exist.
    `sections` lists its required headings, each with synonyms. `boxes` is the kind of a checkbox
    that no heading or label determines. `marks` are marks of boxes with a meaning of their own.
    `headings` says whether a heading such as "Task 1" over boxes is a task or a group of tasks, and
    `groups` whether any heading is a group or only one with a word and a number: "Phase 1".
    `waves`: JSON in a fence may state the order of its tasks, `{"waves": [{"tasks": ["1.1"]}]}`.
    `tracked`: a list of tasks in it must say which of them are done. It replaces the tasks of all
    artifacts that need not, and for those a status of done outweighs tasks that nobody ticked.
    `format` is the form of its tasks: boxes, the data of task-master, or a story. `task_file`: each
    file is one task in this form. `states` are statuses with a meaning of their own; for a task
    file they are all that exist. `new` is the name of a new document below the spec (with `/` in
    front, below the home), by default the first of `paths`, and `draft` its first text. In both,
    `{slug}`, `{number}`, `{date}` and `{title}` stand for those of the spec. `settled_by` are
    statuses that wait for another file: its name has this end, and its status a success. `suffix`
    is a pattern of the text at the end of a task or a heading that is not part of its title, such
    as the id of a commit.
    """

    __pydantic_config__ = AS_TABLE

    role: Role
    paths: tuple[str, ...]
    required: Literal["never", "always", "with-tasks"] = "never"
    sections: tuple[tuple[str, ...], ...] = ()
    boxes: BoxKind | None = None
    marks: Mapping[str, State] = field(default_factory=dict, hash=False)
    headings: Literal["tasks", "groups"] = "tasks"
    waves: bool = False
    groups: Literal["any", "numbered"] = "any"
    tracked: bool = True
    format: Literal["boxes", "task-master", "story"] = "boxes"
    task_file: TaskFile | None = None
    states: Mapping[str, State] = field(default_factory=dict, hash=False)
    suffix: str = ""
    settled_by: Mapping[str, str] = field(default_factory=dict, hash=False)
    new: str = ""
    draft: str = ""

    def new_path(self, parts: Mapping[str, str]) -> str:
        """The path of a new document; `parts` are the parts of the spec's name."""
        return filled_in(self.new or self.paths[0], parts)


@dataclass(frozen=True)
class Product:
    """A document of the project, with its possible paths in the home.

    An `optional` one may be missing. `marks` are marks of boxes with a meaning of their own.
    `under` are the headings of the items that count, in lower case and with `*` for any text; all
    items count if there are none.
    """

    __pydantic_config__ = AS_TABLE

    paths: tuple[str, ...]
    sections: tuple[tuple[str, ...], ...] = ()
    optional: bool = False
    under: tuple[str, ...] = ()
    marks: Mapping[str, State] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Specs:
    """The folders of specs in a home, the form of their names, and their marks.

    `name` is a pattern with the group `slug`, and optionally `date`, `number` and `time`. `buckets`
    are lifecycle folders with their meaning. `marks` are files in a spec's folder that distinguish
    this layout from the others of the same home: the one with the most matches applies. If none
    matches, a layout without marks applies, preferably one with a fitting `name`. `word` is the
    word before a spec's number in the titles of roadmap items. `each` is what one spec is: a
    folder, a Markdown file at any depth, or the artifacts of the whole home. `new` is the name of a
    new spec: `{slug}_{day}`, or `{number:2}-{slug}` for a number of two digits.
    """

    __pydantic_config__ = AS_TABLE

    name: str
    roots: tuple[str, ...] = ("specs",)
    buckets: Mapping[str, Bucket] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    each: Literal["folder", "file", "home"] = "folder"
    word: str = "spec"
    new: str = ""


@dataclass(frozen=True)
class Schemas:
    """The files in which a repository replaces the artifacts of its specs.

    A spec names its schema in one of the files `in_spec`, else one `in_home` names that of all
    specs. `file` is the path of a schema in the home, `{schema}` its name. Those in `built_in` are
    the layout itself.
    """

    __pydantic_config__ = AS_TABLE

    file: str
    in_spec: tuple[str, ...] = ()
    in_home: tuple[str, ...] = ()
    built_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Process:
    """The file in a spec's folder that names the spec's process, as JSON with this `key`.

    The specs of the processes in `without_requirements` need no requirements.
    """

    __pydantic_config__ = AS_TABLE

    file: str
    key: str
    without_requirements: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layout:
    """One convention, identified by its name.

    `homes` are its folders. `marks` are paths in a home that prove this layout if the folder's name
    alone does not; `{spec}/` in front stands for any folder with a spec's name. `decisions` are
    decision logs in a home. `closings` are documents outside a spec's folder that report its
    completion (`{spec}` and `{slug}` stand for its names), and `others` are more documents to
    check. `elsewhere` has a pattern for each role of a spec's documents in another folder of the
    home: its group `slug` is the spec's. `drafts` are paths of such documents that are a spec
    before its own file exists. `status_file` is a JSON file of a spec with the key "status", which
    takes precedence. `approval_flag` is the path of a flag in that file, such as
    "approvals.requirements.approved": it takes the place of the status, and says whether the spec
    is approved or in review. `status_from` lists the roles of the documents that state a spec's
    status, in order of precedence. `approves`: the convention has the status "approved"; if it is
    "if-stated", only specs that state one need it. `traced` are the kinds of requirements of which
    each must be named by a task, such as `FR`; `*` is every kind. `without_code` are documents of a
    spec that must not contain code. `requirements_in` is the file in the home with the requirements
    of all specs, and a table of the specs, by their numbers, that build each. `numbered`:
    requirements have numbers in their headings, and numbered lists of criteria, instead of ids.
    `stories` are the words before the number of a user story in a heading: the story is a
    requirement with the id `US` and the number. `statuses` has more words for a status. `archiving`
    are patterns for the start of a task, in lower case and with "change" for the spec's name, that
    only archives the spec: it cannot be ticked before it happens. `deltas` are the documents of a
    spec that change the requirements of the document at the same path in the home. `settings` are
    the possible files that list the `statuses` of tasks in their order, or name the list of tasks
    that is worked on (`currentTag`). `ledgers` are files with the status of every spec; the roadmap
    is one if it states a status more than once. With `/` in front, a mark, a ledger, one of
    `settings` or one of `others` is at the root of the project; with `!` in front, a mark disproves
    the layout.
    """

    __pydantic_config__ = AS_TABLE

    homes: tuple[str, ...]
    specs: Specs
    artifacts: tuple[Artifact, ...]
    name: str = ""
    title: str = ""
    marks: tuple[str, ...] = ()
    schemas: Schemas | None = None
    process: Process | None = None
    mission: Product | None = None
    roadmap: Product | None = None
    decisions: tuple[str, ...] = ()
    closings: tuple[str, ...] = ()
    others: tuple[str, ...] = ("product/*.md", "recaps/*.md", "specs/readme.md")
    elsewhere: Mapping[Role, str] = field(default_factory=dict)
    drafts: tuple[str, ...] = ()
    status_file: str = ""
    approval_flag: str = ""
    status_from: tuple[Role, ...] = (Role.REQUIREMENTS, Role.TASKS)
    approves: bool | Literal["if-stated"] = False
    traced: tuple[str, ...] = ()
    requirements_in: str = ""
    numbered: bool = False
    stories: tuple[str, ...] = ()
    without_code: tuple[str, ...] = ()
    archiving: tuple[str, ...] = ()
    deltas: str = ""
    settings: tuple[str, ...] = ()
    ledgers: tuple[str, ...] = ()
    requirement: str = r"(?:FR|NFR|REQ|US)-[A-Z]*\d+"
    placeholders: tuple[str, ...] = ()
    statuses: Mapping[Status, tuple[str, ...]] = field(default_factory=dict)
    severity: Mapping[str, Level] = field(default_factory=dict)
    weak: Mapping[str, Level] = field(default_factory=dict)

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def products(self) -> dict[Role, Product]:
        """The mission and the roadmap, if the convention has them."""
        both = {Role.MISSION: self.mission, Role.ROADMAP: self.roadmap}
        return {role: product for role, product in both.items() if product}

    def artifact(self, role: Role) -> Artifact | None:
        """The first artifact with that role."""
        return next((artifact for artifact in self.artifacts if artifact.role is role), None)


@cache
def shipped() -> tuple[Layout, ...]:
    """The layouts of aos-check in the order in which they are tried.

    The specific ones come first: those with marks for a spec, then those with marks for a home.
    """
    layouts = (_layout(name, read_layout(name)) for name in shipped_names())
    return tuple(sorted(layouts, key=lambda it: (not it.specs.marks, not it.marks)))


def _layout(name: str, text: str) -> Layout:
    """The layout in a shipped file, which needs no validation: a test validates each file."""
    data = _fields({key: _plain(value) for key, value in tomllib.loads(text).items()})
    data |= {
        "name": name,
        "specs": Specs(**data["specs"]),
        "artifacts": tuple(map(_artifact, data["artifacts"])),
        "statuses": {Status(key): words for key, words in data.get("statuses", {}).items()},
    }
    if "schemas" in data:
        data["schemas"] = Schemas(**_fields(data["schemas"]))
    if "process" in data:
        data["process"] = Process(**_fields(data["process"]))
    data |= {key: _product(data[key]) for key in ("mission", "roadmap") if key in data}
    data["elsewhere"] = {Role(role): form for role, form in data.get("elsewhere", {}).items()}
    if "status_from" in data:
        data["status_from"] = tuple(map(Role, data["status_from"]))
    return Layout(**data)


def _fields(table: Mapping[str, Any]) -> dict[str, Any]:
    return {key.replace("-", "_"): value for key, value in table.items()}


def _artifact(data: Mapping[str, Any]) -> Artifact:
    boxes = BoxKind(data["boxes"]) if "boxes" in data else None
    form = TaskFile(**_fields(data["task-file"])) if "task-file" in data else None
    known = {"role": Role(data["role"]), "boxes": boxes, "task_file": form}
    states = {key: _states(data, key) for key in ("marks", "states")}
    return Artifact(**{**_fields(data), **known, **states})


def _product(data: Mapping[str, Any]) -> Product:
    return Product(**{**data, "marks": _states(data, "marks")})


def _states(data: Mapping[str, Any], key: str) -> dict[str, State]:
    return {word: State(state) for word, state in data.get(key, {}).items()}


def _plain(value: Any) -> Any:  # noqa: ANN401 - any TOML value
    """The value with all lists in it turned into tuples."""
    if isinstance(value, list):
        return tuple(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
