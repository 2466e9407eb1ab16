"""The layouts: the places and forms of each framework's artifacts, as data.

Every TOML file in this folder is a shipped layout. To add a layout, add a file. A user's own layout
has the same keys and is in the configuration.

The classes are plain dataclasses so that a hook starts without pydantic. A user's layout is
validated by pydantic in `aos_check.judging.config`, and the shipped ones by a test.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from aos_check.model.document import BoxKind, Role, State, Status

Level = Literal["error", "warning", "info", "off"]
Bucket = Literal["review", "approved", "active", "completed"]


_PART = re.compile(r"\{(?P<name>[a-z]+)(?::(?P<digits>\d))?\}")


def filled_in(form: str, parts: Mapping[str, str]) -> str:
    """The form with the parts of a name; `{number:2}` has at least two digits."""

    def part(found: re.Match[str]) -> str:
        text = parts.get(found["name"], found[0])
        whole, dot, rest = text.partition(".")
        return f"{int(whole):0{found['digits']}}{dot}{rest}" if found["digits"] else text

    return _PART.sub(part, form)


def kebab(name: str) -> str:
    """The name of a field in TOML."""
    return name.replace("_", "-")


# For pydantic: keys are in kebab-case, unknown keys are errors, docstrings are descriptions.
AS_TABLE = {"extra": "forbid", "alias_generator": kebab, "use_attribute_docstrings": True}


@dataclass(frozen=True)
class TaskFile:
    """A file that is one task."""

    __pydantic_config__ = AS_TABLE

    name: str = r"(?P<id>.+?)(?: - (?P<title>.*))?\.md"
    """A pattern for the start of the file's name, with the group `id` and optionally `title`."""
    titled: str = ""
    """A pattern for the title in the text, with the group `title`."""
    id: str = "id"
    """The key of the front matter with the task's id."""
    title: str = "title"
    """The key of the front matter with the title."""
    status: str = "status"
    """The key of the front matter with the status."""
    parent: str = "parent"
    """The key of the front matter with the id of the parent task."""
    group: str = "group"
    """The key of the front matter with the name of the group."""
    dependencies: str = "dependencies"
    """The key of the front matter with the ids of the tasks that this one waits for."""
    order: str = "order"
    """The key of the front matter with a number for the order of tasks."""
    criteria: tuple[str, ...] = ("acceptance criteria", "definition of done")
    """The headings above boxes that are criteria of the task."""
    done_by: str = ""
    """The end of another file's name. The task is done if a file with it and the same id is in the
    same folder, unless the front matter of that file has a status that says otherwise."""
    needs_status: bool = False
    """If true, a file without a status is not a task, and only a success closes it."""
    stage: Literal["draft", "task", "archived"] = "task"
    """The stage of the task. An open task that is archived is cancelled. A draft is no task yet,
    but tasks may depend on it."""


@dataclass(frozen=True)
class Artifact:
    """A document of a spec: its role and its possible paths in the spec's folder."""

    __pydantic_config__ = AS_TABLE

    role: Role
    """The role of the document in the spec. Documents with the role `other` are only checked."""
    paths: tuple[str, ...]
    """Its possible paths in the spec's folder. The first that exists counts; `*` matches any text
    and case does not matter."""
    required: Literal["never", "always", "with-tasks"] = "never"
    """When the document must exist: never, always, or as soon as the spec has tasks."""
    sections: tuple[tuple[str, ...], ...] = ()
    """Its required headings, each with synonyms."""
    boxes: BoxKind | None = None
    """The kind of a checkbox that no heading or label determines."""
    marks: Mapping[str, State] = field(default_factory=dict, hash=False)
    """The meanings of other marks in boxes, such as `~`."""
    headings: Literal["tasks", "groups"] = "tasks"
    """A heading such as "Task 1" over boxes is one of the tasks, or a group of them."""
    waves: bool = False
    """If true, JSON in a fence may state the order of its tasks."""
    groups: Literal["any", "numbered"] = "any"
    """Any heading is a group of tasks, or only one with a word and a number, such as "Phase 1"."""
    tracked: bool = True
    """If true, a list of tasks in it must say which of them are done, and replaces the tasks of
    artifacts where this is false. For those, the status done outweighs tasks without a tick."""
    format: Literal["boxes", "task-master", "story"] = "boxes"
    """The form of its tasks: boxes, the data of task-master, or a story."""
    task_file: TaskFile | None = None
    """Makes each file one task, in this form."""
    states: Mapping[str, State] = field(default_factory=dict, hash=False)
    """The meanings of other statuses of a task. A task file may have no statuses but these."""
    suffix: str = ""
    """A pattern of the text at the end of a task or a heading that is not part of its title, such
    as the id of a commit. Its group `closed` says that all tasks below the heading are finished."""
    settled_by: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Statuses of a task that wait for the success of another file, whose name has this end."""
    approved: tuple[str, ...] = ()
    """The parts that an approval covers: headings of sections in lower case, and tags in `<>`. It
    covers all blocks in such tags and all sections with such a heading, of any level, but none in
    code or a comment, or below the heading of a review, a record, a log or QA. A tag that is not
    closed covers the rest. In a document without any of them, an approval covers everything."""
    new: str = ""
    """The name of a new document in the spec's folder, or with `/` in front in the home; by default
    the first of `paths`. `{slug}`, `{number}`, `{date}` and `{title}` stand for those of the
    spec."""
    draft: str = ""
    """The first text of a new document, in which they stand for the same."""

    def new_path(self, parts: Mapping[str, str]) -> str:
        """The path of a new document; `parts` are the parts of the spec's name."""
        return filled_in(self.new or self.paths[0], parts)


@dataclass(frozen=True)
class Product:
    """A document of the project."""

    __pydantic_config__ = AS_TABLE

    paths: tuple[str, ...]
    """Its possible paths in the home. The first that exists counts."""
    sections: tuple[tuple[str, ...], ...] = ()
    """Its required headings, each with synonyms."""
    optional: bool = False
    """If true, it may be missing."""
    marks: Mapping[str, State] = field(default_factory=dict, hash=False)
    """The meanings of other marks in boxes, such as `~`."""
    under: tuple[str, ...] = ()
    """The headings of the items that count, in lower case and with `*` for any text. Without them,
    all items count."""


@dataclass(frozen=True)
class Specs:
    """The folders of specs in a home, the form of their names, and their marks."""

    __pydantic_config__ = AS_TABLE

    name: str
    """A pattern of a spec's name with the group `slug`, and optionally `date`, `number` and
    `time`."""
    roots: tuple[str, ...] = ("specs",)
    """The folders in the home that contain the specs; an empty text is the home itself."""
    buckets: Mapping[str, Bucket] = field(default_factory=dict)
    """Folders around specs, each with the stage that it means."""
    marks: tuple[str, ...] = ()
    """Files in a spec's folder that distinguish this layout from the others of the same home. The
    layout with the most matches applies. If none matches, a layout without marks applies,
    preferably one with a fitting `name`."""
    each: Literal["folder", "file", "home"] = "folder"
    """What one spec is: a folder, a Markdown file at any depth, or the artifacts of the whole
    home."""
    word: str = "spec"
    """The word before a spec's number in the titles of roadmap items."""
    new: str = ""
    """The name of a new spec, such as `{slug}_{day}`, or `{number:2}-{slug}` for a number of two
    digits."""


@dataclass(frozen=True)
class Schemas:
    """The files in which a repository names more artifacts of its specs than the layout."""

    __pydantic_config__ = AS_TABLE

    file: str
    """The path of a schema in the home. `{schema}` stands for its name. A document that the layout
    knows keeps its role, and must exist only if the schema names it."""
    in_spec: tuple[str, ...] = ()
    """Files of a spec that name its schema."""
    in_home: tuple[str, ...] = ()
    """Files of the home that name the schema of all specs without one."""
    built_in: tuple[str, ...] = ()
    """The names of schemas that are the layout itself."""


@dataclass(frozen=True)
class StatusForm:
    """How a spec says which stage it has reached."""

    __pydantic_config__ = AS_TABLE

    roles: tuple[Role, ...] = (Role.REQUIREMENTS, Role.TASKS)
    """The roles of the documents that state a spec's status, in order of precedence."""
    file: str = ""
    """A JSON file of a spec, whose key `status` takes precedence over its documents."""
    flag: str = ""
    """The path of a flag in that file, such as `approvals.requirements.approved`. It takes the
    place of the status, and says whether the spec is approved or in review."""
    words: Mapping[Status, tuple[str, ...]] = field(default_factory=dict, hash=False)
    """More words for a status."""
    approves: bool | Literal["if-stated", "unless-draft"] = False
    """If true, the convention has the status "approved". With `if-stated`, only specs that state a
    status need it. With `unless-draft`, only drafts need it unless `approval.level` is set, and
    "review" is about the work."""

    @property
    def meanings(self) -> dict[str, Status]:
        """The status that each of the words means."""
        words = ((word, status) for status, words in self.words.items() for word in words)
        return {word.casefold(): status for word, status in words}


@dataclass(frozen=True)
class RequirementForm:
    """How a requirement is written, and which of them tasks must name."""

    __pydantic_config__ = AS_TABLE

    id: str = r"(?:FR|NFR|REQ|US)-[A-Z]*\d+"
    """A pattern of the id of a requirement."""
    numbered: bool = False
    """If true, requirements have numbers in their headings, and numbered lists of criteria, instead
    of ids."""
    stories: tuple[str, ...] = ()
    """The words before the number of a user story in a heading. The story is a requirement with the
    id `US` and the number."""
    traced: tuple[str, ...] = ()
    """The kinds of requirements, such as `FR`, that tasks must name. `*` is every kind."""
    file: str = ""
    """The file in the home with the requirements of all specs, and a table of the specs, by their
    numbers, that build each."""


@dataclass(frozen=True)
class Process:
    """The file in a spec's folder that names the spec's process."""

    __pydantic_config__ = AS_TABLE

    file: str
    """The path of the JSON file in the spec's folder."""
    key: str
    """The key in it whose value is the name of the process."""
    without_requirements: tuple[str, ...] = ()
    """The names of processes whose specs need no requirements."""


@dataclass(frozen=True)
class Layout:
    """One convention, identified by its name."""

    __pydantic_config__ = AS_TABLE

    homes: tuple[str, ...]
    """The names of its folders."""
    specs: Specs
    """The places and names of its specs."""
    artifacts: tuple[Artifact, ...]
    """The documents of a spec."""
    name: str = ""
    """The name of the layout. In a configuration, the name of its table."""
    title: str = ""
    """The name of the convention for people."""
    extends: str = ""
    """The shipped layout that this one changes: its keys apply unless they are set here. A table is
    changed key by key, and an artifact changes the inherited one with its role."""
    marks: tuple[str, ...] = ()
    """Paths in a home that show that this layout applies, if the folder's name is not enough. A
    path that begins with `{spec}/` is in any folder with a spec's name, and one with `/` at the
    root of the project. A path with `!` in front shows that the layout does not apply."""
    schemas: Schemas | None = None
    """The files in which a repository names more artifacts of its specs than the layout."""
    process: Process | None = None
    """The file in a spec's folder that names the spec's process."""
    mission: Product | None = None
    """The document with the project's mission."""
    roadmap: Product | None = None
    """The roadmap."""
    decisions: tuple[str, ...] = ()
    """Decision logs in a home."""
    closings: tuple[str, ...] = ()
    """Documents outside a spec's folder that report its completion. `{spec}` and `{slug}` stand for
    its names."""
    others: tuple[str, ...] = ("product/*.md", "recaps/*.md", "specs/readme.md")
    """More documents in a home to check. With `/` in front, the file is at the root of the
    project."""
    elsewhere: Mapping[Role, str] = field(default_factory=dict)
    """A pattern for each role of a spec's documents in another folder of the home. Its group `slug`
    is that of the spec."""
    drafts: tuple[str, ...] = ()
    """Paths of these documents that count as a spec until its own file exists."""
    status: StatusForm = StatusForm()
    """The places and words of a spec's status."""
    requirements: RequirementForm = RequirementForm()
    """The forms of requirements, and whether tasks must name them."""
    standards: str = ""
    """The folder in the home with the standards that agents follow."""
    without_code: tuple[str, ...] = ()
    """Documents of a spec that must not contain code."""
    archiving: tuple[str, ...] = ()
    """Patterns for the start of a task that only archives the spec, which cannot be ticked before
    it happens. The title is in lower case, with "change" for the spec's name."""
    deltas: str = ""
    """The documents of a spec that change the requirements of the document at the same path in the
    home."""
    settings: tuple[str, ...] = ()
    """The possible files that list the `statuses` of tasks in their order, or name the list of
    tasks that is worked on (`currentTag`). With `/` in front, the file is at the root of the
    project."""
    ledgers: tuple[str, ...] = ()
    """Files with the status of every spec. With `/` in front, the file is at the root of the
    project."""
    placeholders: tuple[str, ...] = ()
    """Texts of the convention's templates that must be replaced."""
    severity: Mapping[str, Level] = field(default_factory=dict)
    """The severity of rules in this layout, by code."""
    weak: Mapping[str, Level] = field(default_factory=dict)
    """The lesser severity of rules that have two, by code."""

    def __hash__(self) -> int:
        return hash(self.name)

    @property
    def products(self) -> dict[Role, Product]:
        """The mission and the roadmap, if the convention has them."""
        both = {Role.MISSION: self.mission, Role.ROADMAP: self.roadmap}
        return {role: product for role, product in both.items() if product}

    @property
    def has_task_files(self) -> bool:
        """True if some files are one task each."""
        return any(artifact.task_file for artifact in self.artifacts)

    def artifact(self, role: Role) -> Artifact | None:
        """The first artifact with that role."""
        return next((artifact for artifact in self.artifacts if artifact.role is role), None)
