"""Labels: the keys and values that a decision's lines give (`**Status:** …`), in any language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from aos_check.reading.decision_status import fold
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments


@dataclass(frozen=True, slots=True)
class Label:
    """A key and its value as one line gives them; `key` is folded, a bold one is `strong`."""

    key: str
    value: str
    strong: bool = False


_STRONG = re.compile(
    r"[^\w*_]{0,8}(?:\*\*|__)([^*_:：\n]{1,60}[:：]?)(?:\*\*|__)\s*[:：]?\s*(.*)", re.DOTALL
)
_PLAIN = re.compile(r"\W{0,8}([^\W\d_][\w /'()#-]{0,40}?)\s?[:：]\s*(.*)", re.DOTALL)
_BESIDE = re.compile(r"\s{1,4}[|·•]\s{1,4}(?=[*_]{0,2}[^\W\d_][\w -]{0,24}[*_]{0,2}\s?[:：])")


def read_labels(text: str) -> Iterator[Label]:
    """The labels of one line: none, one, or several side by side (`Status: X | Date: Y`)."""
    for piece in _BESIDE.split(without_comments(text)):
        if found := _STRONG.match(piece):
            yield Label(fold_key(found[1]), found[2].strip(" -–—*_"), strong=True)
        elif found := _PLAIN.match(piece.replace("*", "").strip(" _")):
            yield Label(fold_key(found[1]), found[2].strip().strip("*_").strip())


def fold_key(text: str) -> str:
    """A key or heading without accents, marks, numbering and case."""
    words = re.sub(r"[^\w&/]+|_", " ", fold(text))
    return re.sub(r"^(?:\d+(?:\s\d+)*\s+)?", "", words.strip()).strip()


def read_cells(text: str) -> list[str]:
    """The cells of a table's row."""
    return [cell.strip() for cell in text.strip().strip("|").split("|")]


def read_table(lines: Sequence[MarkdownLine]) -> Iterator[tuple[Label, MarkdownLine]]:
    """The labels of the tables among `lines`: one a row, or one a column below a header."""
    rows = [line for line in lines if line.kind is LineKind.TABLE]
    for index, line in enumerate(rows):
        cells = read_cells(line.text)
        below = read_cells(rows[index + 2].text) if index + 2 < len(rows) else []
        is_header = index + 1 < len(rows) and re.fullmatch(r"[\s|:-]+", rows[index + 1].text)
        in_columns = any(known_key(fold_key(cell)) for cell in cells[1:]) or bool(cells[2:])
        if is_header and in_columns:
            for cell, value in zip(cells, below, strict=False):
                yield Label(fold_key(cell), value), rows[index + 2]
        elif len(cells) > 1:
            yield Label(fold_key(cells[0]), cells[1], strong=True), line


_KEYS = {
    "status": """
        status, statut, estado, stato, статус, 状态, 狀態, ステータス, 状態, 상태, stav, durum,
        decision status, adr status, current status, tila""",
    "date": """
        date, datum, fecha, data, 日期, 日付, дата, 날짜, tarih, decision date, date decided,
        decided, decided on, decided at, date of decision, date accepted, accepted, accepted on,
        approved on, date approved, 決定日, 決定日付, 决定日期, 决策日期, 日時, 时间""",
    "other date": """
        created, created at, created on, date created, creation date, proposed on, updated,
        updated at, last updated, last modified, date updated, last update, timestamp,
        effective date, 作成日, 更新日, 创建日期, 更新日期, 承認日, criado em, creado""",
    "id": """
        id, adr, adr id, adr number, adr no, decision id, decision number, number, no, nr,
        adr nr, numero, record id, identifier, 番号, 编号, номер""",
    "superseded by": """
        superseded by, superceded by, partially superseded by, replaced by, supersededby,
        ersetzt durch, abgelost durch, remplace par, remplacee par, substituido por,
        substituida por, reemplazado por, sustituido por, sostituito da, заменено на,
        заменен на, 被取代, 取代者, 置き換え先""",
    "supersedes": """
        supersedes, supercedes, partially supersedes, replaces, partially replaces, ersetzt,
        substitui, reemplaza, sustituye, sostituisce, заменяет, 取代, 置き換え元""",
}
_KEY_OF = {
    fold_key(word): key for key, words in _KEYS.items() for word in words.split(",") if word.strip()
}


def known_key(key: str) -> str | None:
    """Which of the known facts a folded key stands for (`status`, `date`, `id`, …)."""
    return _KEY_OF.get(key)
