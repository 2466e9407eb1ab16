"""What a decision is made of: its sections, by heading or bold label, in any language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from aos_check.reading.decision_labels import fold_key, known_key, read_cells, read_labels
from aos_check.reading.decision_status import fold
from aos_check.reading.markdown import LineKind, MarkdownLine, without_comments

PARTS = ("context", "decision", "consequences")
"""The sections that a decision needs, in the order in which they are asked for."""

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
    # The fold also takes the marks off kana and Hangul, so the patterns go through it as well.
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
    """Which of the three parts a folded heading stands for; several, if it says so."""
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
    """A section, by heading or by bold label (of a level below all headings), with its lines."""

    title: str
    key: str
    level: int
    line: MarkdownLine
    inside: tuple[MarkdownLine, ...]
    empty: bool

    @property
    def roles(self) -> frozenset[str]:
        """Which of the three parts of a decision it is."""
        return roles_of(self.key)


_LABEL_LEVEL = 7
# A label counts as a section only under one of these names; "Pros:" stands in every option.
_LABELS = re.compile(
    r"(?:the |our )?(?:context|background|problem(?: statement)?|motivation|decision(?: outcome)?|"
    r"rationale|why|reason(?:ing)?|(?:positive |negative )?consequences?|impact|implications?|"
    r"trade ?offs?|positive|negative|solution|outcome|contexto|contexte|kontext|decisao|"
    r"entscheidung|consequencias?|consecuencias?|konsequenzen|背景|決定|决定|決策|决策|影響|影响|"
    r"結果|后果|理由|контекст|решение|последствия)"
)


def read_parts(lines: Sequence[MarkdownLine]) -> list[Part]:
    """Every section among the lines, in order; one contains those of deeper levels below it."""
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
    """Index, level, title and the rest of the line of all that begins a section."""
    for index, line in enumerate(lines):
        if line.kind is LineKind.HEADING and line.parent < 0:
            whole = without_comments(line.text)
            title, _, value = whole.partition(":")
            short = value and roles_of(fold_key(title)) and len(title.split()) == 1
            yield index, line.level, title if short else whole, value if short else ""
        elif found := _label_of(line):
            yield index, _LABEL_LEVEL, *found


def _label_of(line: MarkdownLine) -> tuple[str, str] | None:
    """The key and value of a line that begins a section without being a heading."""
    if line.kind is LineKind.TABLE:
        key, *values = read_cells(line.text)
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
    # "**Positive:**" says nothing yet, "**We use it.**" does.
    bare = line.text.rstrip("*_ ").endswith((":", "："))
    label = next(read_labels(line.text), None) if bare else None
    return says_something(label.value if label and label.strong else line.text)


def names_part(heading: str) -> bool:
    """True when the heading is only the name of a part or of a fact, so no decision's title."""
    key = fold_key(heading)
    return bool(_LABELS.fullmatch(key)) or known_key(key) is not None


_NOTHING = frozenset({"", "tbd", "todo", "xxx", "to be done", "to be defined", "to be determined"})


def says_something(text: str) -> bool:
    """True when the text is more than marks, or a note that it is still to be written."""
    return re.sub(r"[\W_]+", " ", without_comments(text)).strip().lower() not in _NOTHING


def lacking(parts: Iterable[Part]) -> tuple[str, ...]:
    """Which of the three parts are absent or empty."""
    filled = {role for part in parts if not part.empty for role in part.roles}
    return tuple(part for part in PARTS if part not in filled)
