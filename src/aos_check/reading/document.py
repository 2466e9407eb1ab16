"""Reads a document into the facts that rules need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice, takewhile

from aos_check.model.document import (
    Box,
    BoxKind,
    Document,
    Ignore,
    Mark,
    Role,
    Section,
    State,
    Status,
    StatusLine,
)
from aos_check.model.finding import Place
from aos_check.reading import metadata
from aos_check.reading.approved_parts import approved_parts
from aos_check.reading.boxes import checkbox, classify, notes
from aos_check.reading.expressions import expression
from aos_check.reading.layouts import Artifact
from aos_check.reading.lost_boxes import lost_boxes
from aos_check.reading.markdown import MAX_LINE, LineKind, MarkdownLine, comments, without_code
from aos_check.reading.page import SourceFile
from aos_check.reading.placeholders import placeholders
from aos_check.reading.references import Paths, broken_references
from aos_check.reading.spec_folders import SpecFolder
from aos_check.reading.status import is_template, normalise
from aos_check.reading.status_lines import status_lines


@dataclass(frozen=True, slots=True)
class Reading:
    """The settings for reading a document; links are checked only if `paths` is set.

    `by_status`: the configuration requires that the status says that a spec is approved.
    """

    paths: Paths | None
    status_words: Mapping[str, Status] = field(default_factory=dict)
    placeholders: tuple[str, ...] = ()
    without_code: frozenset[str] = frozenset()
    by_status: bool = False

    def of_spec(self, folder: SpecFolder) -> Reading:
        """The settings for the documents of the spec, by its layout."""
        layout = folder.layout
        return replace(
            self,
            status_words={**layout.status.meanings, **self.status_words},
            placeholders=layout.placeholders,
            without_code=frozenset(f"{folder.path}/{path}" for path in layout.without_code),
        )


_DEFAULT_BOXES = {Role.TASKS: BoxKind.TASK, Role.ROADMAP: BoxKind.MILESTONE}
# The kinds that count in each role. Elsewhere a list of criteria is a checklist, and a list of
# tasks repeats the task file.
_KINDS = {
    Role.TASKS: frozenset(BoxKind) - {BoxKind.MILESTONE},
    Role.ROADMAP: {BoxKind.MILESTONE, BoxKind.NOTE},
    Role.REQUIREMENTS: {BoxKind.CRITERION, BoxKind.APPROVER, BoxKind.NOTE},
    Role.OVERVIEW: {BoxKind.APPROVER, BoxKind.NOTE},
}  # in all other roles every box is a note


def read_document(page: SourceFile, artifact: Artifact, reading: Reading) -> Document:
    """The facts of a page in the role of `artifact`."""
    head = tuple(metadata.head_pairs(page))
    front = metadata.read_front_matter(page)
    stated = (
        tuple(_front_statuses(front, reading)),
        tuple(status_lines(page, head, reading.status_words)),
    )
    # The work on a story changes the line; its front matter may be of the day when it was created.
    statuses = tuple(chain(*(reversed(stated) if artifact.format == "story" else stated)))
    sections = tuple(read_sections(page))
    boxes, unread_boxes = _boxes(page, artifact)
    remarks = tuple(comments(page.lines)) if "<!--" in page.text else ()
    return Document(
        path=page.path,
        role=artifact.role,
        title=page.title,
        metadata=(*front.pairs, *((key, value, page.at(line)) for key, value, line in head)),
        statuses=statuses,
        sections=sections,
        broken_links=tuple(broken_references(page, reading.paths)) if reading.paths else (),
        placeholders=tuple(_left_over(page, artifact, statuses, reading)),
        repeated_keys=(*front.repeated, *_repeated_keys(page)),
        questions=tuple(_open_questions(page)),
        code_blocks=_code_blocks(page),
        markers=tuple(_markers(page, remarks)),
        boxes=boxes,
        ignores=tuple(_ignores(page, remarks)),
        unread=(*filter(None, [front.fault]), *unread_boxes),
        lacks=tuple(missing_sections(sections, artifact.sections)) if artifact.sections else (),
        forbids_code=page.path in reading.without_code,
        approved=tuple(approved_parts(page, artifact.approved)),
        lines=page.text.count("\n") + 1,
    )


def _repeated_keys(page: SourceFile) -> Iterator[Mark]:
    for key, line in page.data.repeated if page.data else ():
        yield Mark(key, Place(page.path, line))


def _code_blocks(page: SourceFile) -> tuple[Place, ...]:
    blocks = (line for line in page.lines if line.kind is LineKind.CODE)
    return tuple(page.at(line) for line in blocks if _is_code(page, line))


_OTHER_LANGUAGES = frozenset(
    {
        "text", "txt", "plain", "plaintext", "console", "output", "log", "mermaid", "plantuml",
        "markdown", "md", "gherkin", "ascii", "diagram", "tree", "diff", "csv", "http",
        # What a spec is about may be settings, data or a query.
        "yaml", "yml", "json", "jsonc", "toml", "ini", "env", "xml", "sql", "sh", "bash", "shell",
    }
)  # fmt: skip
_LOOKS_LIKE_CODE = expression(
    r"[;{}]\s*$|\w\([^()]*\)|^\s*(?:def|class|import|const|let|var|return)\b",
    re.IGNORECASE,
)
_ENOUGH = 100
_ROUTE = expression(r"\s*(?:GET|POST|PUT|PATCH|DELETE)\s+/")  # a contract, not code


def _is_code(page: SourceFile, line: MarkdownLine) -> bool:
    """True if the block at this line names a programming language or looks like code."""
    language = line.text.split(maxsplit=1)[0].lower() if line.text else ""
    if language:
        return language not in _OTHER_LANGUAGES
    fenced = page.source[line.number - 1].lstrip(" \t>").startswith(("`", "~"))
    first = line.number if fenced else line.number - 1
    below = page.source[first : first + _ENOUGH]
    inside = takewhile(_inside_fence if fenced else _indented, below)
    lines = [text[:MAX_LINE] for text in inside]
    return any(map(_LOOKS_LIKE_CODE.search, lines)) and not any(map(_ROUTE.match, lines))


def _inside_fence(text: str) -> bool:
    return not text.lstrip(" \t>").startswith(("```", "~~~"))


def _indented(text: str) -> bool:
    return text[:1] in ("", " ", "\t")


def _front_statuses(front: metadata.FrontMatter, reading: Reading) -> Iterator[StatusLine]:
    for key, value, at in front.pairs:
        if key == "status":
            yield StatusLine(normalise(value, reading.status_words), value, at)


def _left_over(
    page: SourceFile, artifact: Artifact, statuses: Collection[StatusLine], reading: Reading
) -> Iterator[Mark]:
    """Leftover template text. Documents without a template are skipped: they may discuss one."""
    if artifact.role is Role.OTHER and not artifact.paths:
        return
    unedited = [Mark(line.text, line.at) for line in statuses if is_template(line.text)]
    yield from unedited
    places = {mark.at for mark in unedited}
    yield from (mark for mark in placeholders(page, reading.placeholders) if mark.at not in places)


def read_sections(page: SourceFile) -> Iterator[Section]:
    """Every heading with its section, which is empty without text or a deeper heading."""
    heading: MarkdownLine | None = None  # the previous line, if it is one
    for line in page.lines:
        if line.kind is LineKind.COMMENT:
            continue
        another = line if line.kind is LineKind.HEADING and line.parent < 0 else None
        if heading is not None:
            empty = another is not None and another.level <= heading.level
            yield Section(heading.text, heading.level, page.at(heading), empty)
        heading = another
    if heading is not None:
        yield Section(heading.text, heading.level, page.at(heading), empty=True)


def missing_sections(
    sections: Collection[Section], wanted: Collection[Collection[str]]
) -> Iterator[str]:
    """The first name of each wanted section that is missing or empty."""
    # The first heading is the document's title: "Requirements Document" is not a section.
    below = [s for index, s in enumerate(sections) if index or s.level > 1]
    filled = [_plain(section.title) for section in below if not section.empty]
    for names in wanted:
        if not any(_plain(name) in title for name in names for title in filled):
            yield next(iter(names))


def _plain(title: str) -> str:
    return _NOT_WORDS.sub(" ", title).strip().casefold()


_NOT_WORDS = expression(r"[^\w]+")


def _boxes(page: SourceFile, artifact: Artifact) -> tuple[tuple[Box, ...], tuple[Mark, ...]]:
    """The boxes of the page, and the lines with a box that is not understood."""
    default = artifact.boxes or _DEFAULT_BOXES.get(artifact.role, BoxKind.NOTE)
    allowed = _KINDS.get(artifact.role)
    if not allowed:
        return tuple(_notes(page)), ()
    boxes: list[Box] = []
    unread: list[Mark] = []
    known: dict[int, BoxKind] = {}
    for found in classify(page, default):
        kind = found.kind if found.kind in allowed else BoxKind.NOTE
        at = page.at(page.lines[found.line])
        state = found.box.state_in(artifact.marks)
        if state is None and kind is not BoxKind.NOTE:
            unread.append(Mark(f"the checkbox mark [{found.box.mark}] is unknown", at))
        boxes.append(Box(kind, state or State.OPEN, found.box.text, at))
        known[found.line] = kind
    unread += lost_boxes(page, artifact.role, known)
    return tuple(boxes), tuple(unread)


def _notes(page: SourceFile) -> Iterator[Box]:
    for found in notes(page):
        at = page.at(page.lines[found.line])
        yield Box(BoxKind.NOTE, found.box.state or State.OPEN, found.box.text, at)


_CLARIFICATION = expression(
    r"\[NEEDS CLARIFICATION\b:?\s*([^\]\n]{0,400})(?:\]|$)(?!`?\s*markers?\b)"
)
_ANSWERED = expression(
    r"\b(?:answer(?:ed)?|resolved|resolution|decision|decided|clarified)\b\W*\w|→|✅|=>",
    re.IGNORECASE,
)
_QUESTION = expression(r"(?:\*\*|__)?(?:Q\d+|Follow-up(?: Question)? \d+)\s*[:.)]", re.IGNORECASE)
_EMPTY_ANSWER = expression(
    r"(?:[-*>]\s*)?(?:\*\*|__)?A(?:nswer)?\d*\s*:?\s*(?:\*\*|__)?\s*:?\s*"
    r"(?:\[[^\]]*\]|_+|TBD|\?)?\s*",
    re.IGNORECASE,
)


_QUESTION_STARTS = ("**", "__", "Q", "q", "F", "f")  # a fast test that excludes most lines


def _open_questions(page: SourceFile) -> Iterator[Mark]:
    lines = page.prose
    outside = 0  # the level of the heading "Out of scope" above the line
    for index, line in enumerate(lines):
        if line.kind is LineKind.HEADING and (not outside or line.level <= outside):
            outside = line.level if _OUT_OF_SCOPE.match(line.text) else 0
        if outside:
            continue
        if _UNCLEAR in line.text and not _is_closed(line.text):
            after = lines[index + 1].text if index + 1 < len(lines) else ""
            yield from (Mark(text, page.at(line)) for text in _clarifications(line.text, after))
        elif (
            line.text.startswith(_QUESTION_STARTS)
            and _QUESTION.match(line.text)
            and _is_unanswered(lines, index)
        ):
            yield Mark(line.text.replace("*", ""), page.at(line))


_UNCLEAR = "[NEEDS CLARIFICATION"


_OUT_OF_SCOPE = expression(
    r"\W*(?:\d[\d.]*\s*)?(?:out[ -]of[ -]scope|not in scope|non-goals?|fuera de(?:l)? alcance"
    r"|fora (?:do|de) escopo|hors (?:du )?périmètre|スコープ外|対象外|范围外|вне рамок)",
    re.IGNORECASE,
)


def _is_closed(text: str) -> bool:
    """True for a question with a ticked box, or behind the label "Out of scope"."""
    box = checkbox(text)
    return bool(_OUT_OF_SCOPE.match(text)) or (box is not None and box.state in _SETTLED)


_SETTLED = (State.DONE, State.CANCELLED)


def _clarifications(line: str, after: str) -> Iterator[str]:
    """The clarifications that are requested in a line and not answered there or in the next."""
    text = without_code(line)
    for found in _CLARIFICATION.finditer(text):
        struck = text.count("~~", 0, found.start()) % 2 == 1
        rest = text[found.end() :] + "\n" + (after if "[NEEDS" not in after else "")
        if not struck and not _ANSWERED.search(rest):
            yield line[found.start(1) : found.end(1)].strip() or "needs clarification"


def _is_unanswered(lines: tuple[MarkdownLine, ...], index: int) -> bool:
    """True if nothing, or only an empty `**Answer:**`, follows the question."""
    for line in islice(lines, index + 1, index + 4):
        if line.kind is LineKind.HEADING or _QUESTION.match(line.text):
            return True
        if not _EMPTY_ANSWER.fullmatch(line.text):
            return False
    return True


_MARKER = expression(r"not-user-reviewed|skip-tests:\s*(?:true|false)")


def _markers(page: SourceFile, remarks: Collection[tuple[MarkdownLine, str]]) -> Iterator[Mark]:
    for line, text in remarks:
        if _MARKER.fullmatch(text):
            yield Mark(text, page.at(line))


_IGNORE = expression(r"aos-check:\s*(ignore(?:-file)?)\s*\[([^\]]*)\]\s*(.*)", re.DOTALL)


def _ignores(page: SourceFile, remarks: Collection[tuple[MarkdownLine, str]]) -> Iterator[Ignore]:
    for line, text in remarks:
        if found := _IGNORE.match(text):
            codes = tuple(code.strip() for code in found[2].split(",") if code.strip())
            # A comment alone on its line applies to the next one.
            alone = line.kind is LineKind.COMMENT
            target = None if found[1] == "ignore-file" else line.number + alone
            below = page.source[target - 1 : target] if target else []
            at = Place(page.path, line.number)
            yield Ignore(codes, found[3].strip(), at, target, "".join(below).strip())
