"""The labels (`**Status:** …`) and sections of a decision, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aos_check.reading.decision_status import fold
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments


@dataclass(frozen=True, slots=True)
class Label:
    """A key and its value in one line. `key` is folded; `strong`: it is in bold type."""

    key: str
    value: str
    strong: bool = False


_STRONG = re.compile(
    r"[^\w*_]{0,8}(?:\*\*|__)([^*_:：\n]{1,60}[:：]?)(?:\*\*|__)\s*[:：]?\s*(.*)", re.DOTALL
)
_PLAIN = re.compile(r"\W{0,8}([^\W\d_][\w /'()#-]{0,40}?)\s?[:：]\s*(.*)", re.DOTALL)
_BESIDE = re.compile(r"\s{1,4}[|·•]\s{1,4}(?=[*_]{0,2}[^\W\d_][\w -]{0,24}[*_]{0,2}\s?[:：])")


def read_labels(text: str) -> Iterator[Label]:
    """The labels of one line, possibly several: `Status: X | Date: Y`."""
    for piece in _BESIDE.split(without_comments(text)):
        if found := _STRONG.match(piece):
            yield Label(fold_key(found[1]), found[2].strip(" -–—*_"), strong=True)
        elif found := _PLAIN.match(piece.replace("*", "").strip(" _")):
            yield Label(fold_key(found[1]), found[2].strip().strip("*_").strip())


def fold_key(text: str) -> str:
    """A key or heading in lower case, without accents, marks and numbering."""
    words = re.sub(r"[^\w&/]+|_", " ", fold(text))
    return re.sub(r"^(?:\d+(?:\s\d+)*\s+)?", "", words.strip()).strip()


def read_table(lines: Sequence[MarkdownLine]) -> Iterator[tuple[Label, MarkdownLine]]:
    """The labels in the tables among `lines`: one per row, or one per column below a header."""
    rows = [line for line in lines if line.kind is LineKind.TABLE]
    for index, line in enumerate(rows):
        cells = line.cells
        below = rows[index + 2].cells if index + 2 < len(rows) else []
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
        superseded by, superceded by, replaced by, supersededby,
        ersetzt durch, abgelost durch, remplace par, remplacee par, substituido por,
        substituida por, reemplazado por, sustituido por, sostituito da, заменено на,
        заменен на, 被取代, 取代者, 置き換え先""",
    "supersedes": """
        supersedes, supercedes, replaces, ersetzt,
        substitui, reemplaza, sustituye, sostituisce, заменяет, 取代, 置き換え元""",
    "superseded in part by": """
        partially superseded by, superseded in part by, partially replaced by,
        teilweise ersetzt durch, partiellement remplace par""",
    "supersedes in part": """
        partially supersedes, supersedes in part, partially replaces, teilweise ersetzt""",
    "topics": """
        tag, tags, category, categories, topic, topics, area, areas, domain, domains,
        schlagworte, kategorie, bereich, thema, categorie, categoria, etiquetas, tema, área,
        标签, 类别, タグ, カテゴリ, カテゴリー, тег, теги, категория""",
}
_KEY_OF = {
    fold_key(word): key for key, words in _KEYS.items() for word in words.split(",") if word.strip()
}


def known_key(key: str) -> str | None:
    """The fact that a folded key stands for (`status`, `date`, `id`, …), if any."""
    return _KEY_OF.get(key)


PARTS = ("context", "decision", "consequences")
"""The sections that a decision needs, in order."""

_ROLES = {
    "context": r"""
        context|kontext|contexto|contexte|contesto|kontekst|контекст|background|hintergrund
        |antecedent|problem|motiv|raison|razao|razon|driver|ausgangslage|issue|force|situation
        |achtergrond|aanleiding|rationale|reason|begrundung|justificat|justificac|why|facteur
        |fatores|предпосыл|проблем|背景|コンテキスト|文脈|状況|課題|問題|理由|动机|動機|上下文
        |问题|原因|맥락|배경|문제|이유""",
    "decision": r"""
        decision|decisao|decisio|entscheid|beslissing|besluit|decyzja|решение|рішення|rozhodnut
        |beslut|karar|resolution|chosen|solution|proposal|recommend|recomend|raccomand|empfehl
        |推奨|推荐|推薦|outcome|resultat|決定|决定|決策|决策|判断|結論|结论|方案|결정""",
    "consequences": r"""
        consequence|consequencia|consecuencia|conseguenz|konsequen|auswirkung|folge|gevolg
        |konsekwencj|последств|наслед|наслідк|dusledk|konsekvens|sonuc|impact|implication
        |impatto|implicac|trade\s?off|ramification|effect|result|outcome|benefit|risk|drawback
        |advantage|avantage|inconvenient|vorteil|nachteil|ventaja|vantage|positive|negative
        |pros\b|cons\b|結果|影響|影响|后果|後果|帰結|トレードオフ|权衡|權衡|결과|영향""",
}
_ROLE_OF = {
    # Folding also strips the marks of kana and Hangul, so the patterns are folded as well.
    role: re.compile(fold("(?<![a-z])(?:" + "".join(words.split()) + ")"))
    for role, words in _ROLES.items()
}
_NO_ROLE = re.compile(
    r"\b(?:option|considered|opcoes|opciones|alternativ)"
    r"|^(?:related|linked|see|previous|open|other)\b"
    r"|decision (?:maker|date|owner|log|record|status|id\b|number)"
)
_DRIVERS = re.compile(r"\b(?:driver|context|criteria|background|rationale|facteur|fator|treiber)")
_LONGEST_HEADING = 8


def roles_of(key: str) -> frozenset[str]:
    """The members of PARTS that a folded heading stands for, possibly several."""
    if len(key.split()) > _LONGEST_HEADING or _NO_ROLE.search(key):
        return frozenset()
    roles = {role for role, pattern in _ROLE_OF.items() if pattern.search(key)}
    if _DRIVERS.search(key):
        roles.discard("decision")
    if "decision" in roles and re.search(r"\b(?:decision outcome|decision result)", key):
        roles.discard("consequences")
    return frozenset(roles)


@dataclass(frozen=True, slots=True)
class Part:
    """A section with its lines. A label may also begin one, at a level below all headings."""

    title: str
    key: str
    level: int
    line: MarkdownLine
    inside: tuple[MarkdownLine, ...]
    empty: bool

    @property
    def roles(self) -> frozenset[str]:
        """The members of PARTS that the section stands for."""
        return roles_of(self.key)


_LABEL_LEVEL = 7
# A label begins a section only if it has one of these names: each option may have a "Pros:".
_LABELS = re.compile(
    r"(?:the |our )?(?:context|background|problem(?: statement)?|motivation|decision(?: outcome)?|"
    r"rationale|why|reason(?:ing)?|(?:positive |negative )?consequences?|impact|implications?|"
    r"trade ?offs?|positive|negative|solution|outcome|contexto|contexte|kontext|decisao|"
    r"entscheidung|consequencias?|consecuencias?|konsequenzen|背景|決定|决定|決策|决策|影響|影响|"
    r"結果|后果|理由|контекст|решение|последствия)"
)


def read_parts(lines: Sequence[MarkdownLine]) -> list[Part]:
    """Every section in order; each includes its subsections."""
    heads = list(_heads(lines))
    parts = []
    for position, (index, level, title, value) in enumerate(heads):
        following = heads[position + 1 :]
        end = next((at for at, other, *_ in following if other <= level), len(lines))
        inside = tuple(lines[index + 1 : end])
        empty = not says_something(value) and not any(map(_has_content, inside))
        parts.append(Part(title, fold_key(title), level, lines[index], inside, empty))
    return parts


def _heads(lines: Sequence[MarkdownLine]) -> Iterator[tuple[int, int, str, str]]:
    """Index, level, title and value of each line that begins a section."""
    for index, line in enumerate(lines):
        if line.kind is LineKind.HEADING and line.parent < 0:
            whole = without_comments(line.text)
            title, _, value = whole.partition(":")
            short = value and roles_of(fold_key(title)) and len(title.split()) == 1
            yield index, line.level, title if short else whole, value if short else ""
        elif found := _label_of(line):
            yield index, _LABEL_LEVEL, *found


def _label_of(line: MarkdownLine) -> tuple[str, str] | None:
    """The key and value of a label that begins a section."""
    if line.kind is LineKind.TABLE:
        key, *values = line.cells
        is_label = len(values) == 1 and _LABELS.fullmatch(fold_key(key))
        return (key, values[0]) if is_label else None
    if line.kind is LineKind.TEXT or (line.kind is LineKind.ITEM and line.level == 1):
        label = next(read_labels(line.text), None)
        return (label.key, label.value) if label and _LABELS.fullmatch(label.key) else None
    return None


def _has_content(line: MarkdownLine) -> bool:
    if line.kind in (LineKind.HEADING, LineKind.COMMENT):
        return False
    if line.kind in (LineKind.CODE, LineKind.TABLE):
        return True
    # "**Positive:**" is not content, but "**We use it.**" is.
    bare = line.text.rstrip("*_ ").endswith((":", "："))
    label = next(read_labels(line.text), None) if bare else None
    return says_something(label.value if label and label.strong else line.text)


def names_part(heading: str) -> bool:
    """True if the heading names a part or a fact, so that it is not a decision's title."""
    key = fold_key(heading)
    return bool(_LABELS.fullmatch(key)) or known_key(key) is not None


_NOTHING = frozenset({"", "tbd", "todo", "xxx", "to be done", "to be defined", "to be determined"})


def says_something(text: str) -> bool:
    """True if the text is more than punctuation or "to be done"."""
    return re.sub(r"[\W_]+", " ", without_comments(text)).strip().lower() not in _NOTHING


def missing_parts(parts: Iterable[Part]) -> tuple[str, ...]:
    """The members of PARTS that are absent or empty."""
    filled = {role for part in parts if not part.empty for role in part.roles}
    return tuple(part for part in PARTS if part not in filled)
