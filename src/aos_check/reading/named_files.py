"""Finds the files that tasks name, and looks in the tree for those that a done task makes."""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterable, Iterator, Sequence

from aos_check.model.spec import NamedFile
from aos_check.model.task import Task, TaskList
from aos_check.reading.expressions import expression
from aos_check.reading.page import SourceFile
from aos_check.reading.tree_names import SUFFIXES, TreeNames

_VERBS = (
    "create|add|write|implement|build|generate|scaffold|define"
    "|crear|añadir|agregar|escribir|implementar|generar|definir"  # Spanish
    "|criar|adicionar|escrever|gerar|créer|ajouter|écrire|implémenter|générer|définir"
    "|erstellen?|schreiben?|implementieren?|definieren?|creare|aggiungere|scrivere|implementare"
    "|создать|добавить|написать|реализовать|创建|新建|新增|添加|编写|实现|建立"
)
_MAKES = expression(rf"(?:\[[^\]]*\]\s*)*(?:{_VERBS})(?=[\s:`])", re.IGNORECASE)
_PATH = rf"(?:[\w@.+-]+/)*[\w@+-][\w@.+-]*\.(?:{SUFFIXES})"
_WHOLE_PATH = expression(rf"(?:\./)?({_PATH})")
_FILE = expression(r"(?:\./)?((?:[\w@.+-]+/)*[\w@+-][\w@.+-]*\.[A-Za-z]\w{0,9})")
_TOKEN = expression(r"[^\s`'\"()\[\],;]+")
# A path without code marks comes right after the verb, and no preposition before one with them.
_OBJECT = expression(
    rf"[\s:]*(?:(?:an?|the|new|file)\s+){{0,3}}(?:`(?P<span>[^`]+)`|(?P<bare>{_PATH})(?=[\s,;:.)]|$))",
    re.IGNORECASE,
)
_LATER_OBJECT = expression(
    r"[\s:]*(?:(?!(?:to|in|into|for|from|of|with|on|at|by|as|via|using|that|which|and|under|per|a|al|en"
    r"|para|de|dans|pour|avec|für|zu|mit|nach)\b)[\w'’-]+\s+){1,4}`(?P<span>[^`]+)`",
    re.IGNORECASE,
)
_PLACE = expression(
    r"(?:^|\s)(?:in|at|en|em|dans|в|于|在)\s+(?:the\s+)?(?:(?:new\s+)?file\s+)?`?(?P<span>[^\s`]+?)`?"
    r"(?=$|[\s,;)]|[.:](?:\s|$))",
    re.IGNORECASE,
)
# Words by which the task says that the file may be absent.
_UNSURE = expression(
    r"\b(?:or|o|ou|oder|e\.?g|i\.?e|temporary|temporarily|temp|optional(?:ly)?"
    r"|if (?:needed|necessary|required)|instead|removed|deleted|renamed|moved|merged|replaced"
    r"|consolidated|combined|inlined|superseded|skipped|deferred|dropped|reverted|folded"
    r"|extracted|generated|git-?ignored?|untracked"
    r"|throwaway|scratch|placeholder|such as|for example|not (?:needed|required|applicable)|n/a"
    r"|another repo\w*|upstream|external)\b|或|[→⇒…*{}<>$]|->|=>|\.\.\.",
    re.IGNORECASE,
)
_NO_SOURCE = expression(
    r"(?:^|/)(?:dist|build|out|target|node_modules|tmp|temp|generated|gen|coverage|vendor|path/to|your\w*"
    r"|examples?|foo|bar|\.[^/]+|\.\.)(?:/|\.\w+$)"
    r"|yyyy|nnn|xxx",
    re.IGNORECASE,
)
_CREATED = expression(
    r"\s{0,8}[-*+] (?:\*\*)?(?:Create|New)(?:\*\*)?:(?:\*\*)?\s{1,4}`(?P<path>[^`\s]{1,300})`",
    re.IGNORECASE,
)
_NOTE_LINES = 4
_LIST_LINES = 20
_ELSEWHERE = 5  # files without a trace in the tree, which may be those of another repository


def named_files(
    tasks: TaskList, pages: Sequence[SourceFile], names: TreeNames
) -> tuple[NamedFile, ...]:
    """The files that the done tasks in these pages name."""
    by_page: dict[str, list[Task]] = {}
    for task in tasks.all_tasks():
        by_page.setdefault(task.at.path, []).append(task)
    files = tuple(
        file for page in pages for file in _files_in(page, by_page.get(page.path, []), names)
    )
    folders = {file.path.partition("/")[0] for file in files if not file.found}
    elsewhere = len(files) >= _ELSEWHERE and not (
        any(file.found for file in files) or folders & names.folders
    )
    return tuple(file._replace(found=None) for file in files) if elsewhere else files


def mentioned(title: str) -> tuple[str, ...]:
    """Every file that a title names, with or without its folders."""
    tokens = (token.partition(":")[0].rstrip(".") for token in _TOKEN.findall(title))
    return tuple(it[1] for it in map(_FILE.fullmatch, tokens) if it)


def is_source(path: str) -> bool:
    """True for a path with the suffix of source code."""
    return bool(_WHOLE_PATH.fullmatch(path))


def fitting(titled: Collection[str], paths: Iterable[str]) -> list[str]:
    """The paths that end in one of the names in a title."""
    names: dict[str, list[str]] = {}
    for name in titled:
        names.setdefault(name.rpartition("/")[2], []).append(f"/{name}")
    return [
        path
        for path in paths
        if any(map(f"/{path}".endswith, names.get(path.rpartition("/")[2], ())))
    ]


def _files_in(page: SourceFile, tasks: list[Task], names: TreeNames) -> Iterator[NamedFile]:
    starts = {task.at.line for task in tasks}
    for task in tasks:
        for path in _created(page, task, starts) if task.done else ():
            yield NamedFile(task.id, path, task.at, names.has(path))
        path = _path(task) if task.done and not task.subtasks else ""
        if path and not any(map(_UNSURE.search, _notes(page, task, starts))):
            yield NamedFile(task.id, path, task.at, names.has(path))


def _created(page: SourceFile, task: Task, starts: Container[int]) -> Iterator[str]:
    """The source files that the task lists below itself as new: "- Create: `src/lamp.py`"."""
    for number in range(task.at.line + 1, min(task.at.line + _LIST_LINES, len(page.source)) + 1):
        text = page.source[number - 1]
        if number in starts or text.startswith("#"):
            return
        found = _CREATED.match(text)
        path = found["path"] if found and not _UNSURE.search(text, found.end()) else ""
        if _WHOLE_PATH.fullmatch(path) and not _NO_SOURCE.search(path):
            yield path


def _notes(page: SourceFile, task: Task, starts: Container[int]) -> Iterator[str]:
    """The lines of text directly below the task."""
    for number in range(task.at.line + 1, min(task.at.line + _NOTE_LINES, len(page.source)) + 1):
        text = page.source[number - 1]
        if number in starts or not text.strip() or text.startswith("#"):
            return
        yield text


def _path(task: Task) -> str:
    """The one source file that the task makes, or ""."""
    verb = _MAKES.match(task.title)
    if not verb:
        return ""
    rest = task.title[verb.end() :]
    tokens = (_WHOLE_PATH.fullmatch(token.rstrip(".:")) for token in _TOKEN.findall(rest))
    paths = [token[1] for token in tokens if token]
    found = (_OBJECT.match(rest), _LATER_OBJECT.match(rest), *_PLACE.finditer(rest))
    spans = [it["span"] or it.groupdict().get("bare", "") for it in found if it]
    named = (_WHOLE_PATH.fullmatch(span) for span in spans)
    path = next((it[1] for it in named if it), "")
    if not path or paths != [path]:
        return ""
    certain = "/" in path or not path.lower().endswith(".js")  # Next.js is no file
    unsure = _UNSURE.search(rest.replace(path, "")) or _NO_SOURCE.search(path)
    return path if certain and not unsure else ""
