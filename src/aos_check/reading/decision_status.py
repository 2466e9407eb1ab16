"""Reads the status of a decision, in several languages and with the usual typos."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from aos_check.model.decision import DecisionStatus

_PROPOSED = DecisionStatus.PROPOSED
_ACCEPTED = DecisionStatus.ACCEPTED
_REJECTED = DecisionStatus.REJECTED
_DEPRECATED = DecisionStatus.DEPRECATED
_SUPERSEDED = DecisionStatus.SUPERSEDED

# Words and phrases that count only at the start of a clause. Most are ambiguous elsewhere.
_PHRASES = {
    _PROPOSED: """
        proposed, proposal, draft, drafted, deciding, pending, todo, to do, open, review,
        reviewing, in review, under review, ready for review, for review, discussion, in discussion,
        under discussion, discussing, in progress, wip, work in progress, new, idea, planned,
        planning, rfc, on hold, deferred, postponed, considering, under consideration, tbd, to
        be decided, candidate, exploring, investigating, awaiting, tentative, provisional, not
        started, undecided, not yet, initial, last call, decision required, decision needed,
        under evaluation, evaluating, suggested, needs, to be, unresolved, offen, abierta,
        abierto, aberta, aberto, entwurf, in bearbeitung, vorschlag, brouillon, en cours, a
        valider, borrador, pendiente, en revision, rascunho, pendente, em analise, em revisao,
        em discussao, bozza, in revisione, concept, szkic, propozycja, черновик, на
        рассмотрении, в обсуждении, ожидает, проект, чернетка, navrh, utkast, forslag,
        taslak""",
    _ACCEPTED: """
        accepted, accept, approved, agreed, adopted, active, decided, implemented, done, final,
        complete, completed, finalized, finalised, ratified, confirmed, valid, enacted, effective,
        in effect, in force, in use, in production, current, applied, resolved, committed,
        endorsed, settled, live, ok, closed, published, implementing, implementation, shipped,
        ongoing, beschlossen, entschieden, umgesetzt, gultig, en vigueur, vigente, em vigor,
        ativo, ativa, activa, activo, besloten, aanvaard, geaccepteerd, goedgekeurd,
        действует""",
    _REJECTED: """
        rejected, declined, denied, refused, withdrawn, abandoned, cancelled, canceled, dismissed,
        discarded, dropped, reverted, wontfix, won t do, wont do, not accepted, not approved,
        not adopted, abgelehnt, verworfen, zuruckgezogen, retire, abgewiesen, afgewezen,
        verworpen""",
    _DEPRECATED: """
        deprecated, obsolete, outdated, retired, archived, inactive, expired, no longer valid,
        invalid, sunset, historical, dead, veraltet, uberholt, caduc, en desuso, verouderd""",
    _SUPERSEDED: """
        superseded, superceded, replaced, overridden, overruled, obsoleted by, abgelost,
        vervangen""",
}
# Unambiguous stems, which count anywhere in a clause.
_STEMS = {
    _PROPOSED: """
        propos, propuest, discuss, draft, consider, voorgesteld, vorgeschlagen,
        proponowan, zaproponowan, предлож, предлаг, запропонован, navrzen, foresla, onerildi""",
    _ACCEPTED: """
        accept, approv, agreed, ratif, validat, aprov, aprob, adopt, adot, aceit, acept, accett,
        accolt, akzeptier, angenommen, genehmigt, implement, decid, valide, zaakceptowan,
        przyjet, zatwierdzon, принят, утвержд, одобрен, реализован, прийнят, затвердж, prijat,
        schvalen, godkan, antag, beslutad, kabul, onaylan""",
    _REJECTED: """
        reject, declin, withdr, abandon, cancel, revert, rejet, rejeit, rechaz, recusad, refus,
        rifiut, respint, scartat, descart, odrzucon, отклон, отверг, отмен, відхилен, zamitnut,
        avvisad, reddedil""",
    _DEPRECATED: """
        deprec, retired, obsolet, descontinuad, przestarz, wycofan, устар, застар, foraldrad""",
    _SUPERSEDED: """
        superseded, superceded, superseeded, replaced, substitu, sustitu, sostitu, reempla,
        remplac, ersetzt, supplant, superad, superat, zastapion, замен, замещ, замінен,
        nahrazen, ersatt""",
}
# Words of languages without spaces. They count anywhere, the longest first.
_SIGNS = {
    _PROPOSED: """
        提案, 提议, 提議, 拟议, 擬議, 建议, 草案, 草稿, 下書き, ドラフト, 検討中, 保留, 未決定,
        未定, レビュー, 待定, 待审, 待批准, 待决定, 待确认, 未批准, 未承認, 讨论中, 討論中,
        議論中, 评审中, 審査中, 进行中, 제안, 초안, 검토, 보류, 논의""",
    _ACCEPTED: """
        承認, 採択, 採用, 采用, 采纳, 採納, 決定, 决定, 受理, 確定, 确定, 合意, 実装済, 有効,
        接受, 批准, 通过, 通過, 生效, 有效, 已实施, 已实现, 已完成, 完成, 完了, 同意, 승인,
        채택, 수락, 결정, 확정, 완료""",
    _REJECTED: """
        却下, 不採用, 不采用, 不采纳, 不採納, 棄却, 取り下げ, 否決, 否决, 廃案, 拒绝, 拒絕,
        驳回, 駁回, 撤回, 放弃, 放棄, 取消, 거부, 기각, 반려, 거절""",
    _DEPRECATED: """
        非推奨, 廃止, 弃用, 棄用, 废弃, 廢棄, 废止, 过时, 過時, 失效, 無効, 폐기, 중단, 더
        이상""",
    _SUPERSEDED: "置換, 置き換え, 差し替え, 取代, 替代, 替换, 替換, 代替, 更新済, 대체",
}


def fold(text: str) -> str:
    """The text in lower case without accents."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def _entries(table: dict[DecisionStatus, str]) -> dict[str, DecisionStatus]:
    pairs = [
        (fold(" ".join(word.split())), status)
        for status, words in table.items()
        for word in words.split(",")
    ]
    return dict(sorted(pairs, key=lambda pair: -len(pair[0])))


_PHRASE_OF = _entries(_PHRASES)
_STEM_OF = _entries(_STEMS)
_SIGN_OF = _entries(_SIGNS)
# Active voice: the decision does this to another one, so it says nothing about its own status.
_ACTIVE = frozenset(
    {"supersedes", "supercedes", "superseding", "replaces", "replacing", "remplacent", "substitui"}
)
_BY = ("durch", "von", "par")
_NOUNS = frozenset({"approval", "acceptance", "decider", "deciders", "adoption", "implementer"})
_NEGATIONS = frozenset({"not", "no", "never", "nicht", "non", "nao", "не", "nie", "niet"})
_BEFORE_VERDICT = frozenset({"awaiting", "pending", "needs", "until", "before", "once", "ready"})
_FILLERS = frozenset(
    {"partially", "partly", "now", "since", "was", "is", "been", "has", "fully", "provisionally",
     "teilweise", "partiellement", "parcialmente"}
)  # fmt: skip
# Words that connect a status with its date, author, reason or successor.
_LINKING = frozenset(
    {
        "by", "on", "at", "in", "since", "as", "because", "due", "after", "until", "from", "with",
        "for", "per", "via", "see", "and", "but", "durch", "von", "am", "im", "weil", "wegen",
        "seit", "zugunsten", "par", "le", "en", "depuis", "por", "pelo", "pela", "em", "el",
        "desde", "da", "dal", "di", "door", "op", "przez", "av", "den",
    }
)  # fmt: skip
_NOTHING = frozenset({"nothing", "none", "no", "nobody", "nichts", "rien", "nada", "niente"})


_LONGEST = 1000  # characters of a line that are read


def read_status(text: str) -> DecisionStatus:
    """The status in one line; NONE for an empty line, an unedited list or a placeholder."""
    text = text[:_LONGEST]
    plain = _plain(text)
    mark = next((status for mark, status in _MARKS if mark in text), None)
    if not re.search(r"\w", plain):
        return mark or DecisionStatus.NONE
    if _is_template(text, plain) or re.fullmatch(r"\W*(?:n/?a|none|unset)\W*", plain):
        return DecisionStatus.NONE
    clauses = [clause for clause in _CLAUSE.split(plain) if re.search(r"\w", clause)]
    for before, clause in zip(["", *clauses], clauses, strict=False):
        # "see ADR-7 (superseded by ADR-9)" is about ADR-7.
        if _stated(clause) is _SUPERSEDED and not _ENDS_IN_ID.search(before):
            return _SUPERSEDED
    for find in (_first_words, _anywhere):
        for clause in clauses:
            if status := find(clause):
                return status
    return mark or DecisionStatus.OTHER


_ENDS_IN_ID = re.compile(r"\b(?:adr|madr|dec)[-_ ]?\d{1,5}\W*$")
_MARKS = (
    ("✅", _ACCEPTED), ("✔", _ACCEPTED), ("❌", _REJECTED), ("🚧", _PROPOSED), ("⏳", _PROPOSED),
)  # fmt: skip
_CLAUSE = re.compile(r"[()（）\[\];,.:；，。：|]|\s[-–—]+\s|—|\s/\s")
# This many different statuses in one line are a list of choices.
_SEVERAL = 3
_STRENGTH = (_PROPOSED, _ACCEPTED, _REJECTED, _DEPRECATED, _SUPERSEDED)


def read_status_lines(lines: Sequence[str]) -> tuple[DecisionStatus, int]:
    """The status in a section, and the index of the line that states it.

    The first line counts, unless a later one begins with a status that goes further. That happens
    in a history, or when a tool has added "Superseded by …" below "Accepted".
    """
    lines = _ticked(lines)
    first = next((index for index, line in enumerate(lines) if re.search(r"\w", line)), None)
    if first is None:
        return DecisionStatus.NONE, 0
    found, where = read_status(lines[first]), first
    for index, line in enumerate(lines[first + 1 :], first + 1):
        if _continues(line, lines[index - 1]):
            continue
        text = _DATE.sub("", _plain(line)).lstrip(" -–—:*")
        later = _stated(_CLAUSE.split(text, maxsplit=1)[0])
        if later and (found not in _STRENGTH or _goes_beyond(later, found)):
            found, where = later, index
    return found, where


def _continues(line: str, above: str) -> bool:
    """True for the rest of a wrapped sentence; a status alone ends its line."""
    return line[:1].islower() and above[-1:].isalpha() and len(above.split()) > 1


def _goes_beyond(later: DecisionStatus, earlier: DecisionStatus) -> bool:
    return _STRENGTH.index(later) > _STRENGTH.index(earlier)


_BOX = re.compile(r"(?:[-*+]\s+)?\[([ xX✓✅])\]\s*")
_DATE = re.compile(r"^\W*(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}")


def _ticked(lines: Sequence[str]) -> list[str]:
    """The lines; if the statuses are a list of boxes, only the ticked ones."""
    boxes = [_BOX.match(line) for line in lines]
    if not any(boxes):
        return list(lines)
    return [
        line[box.end() :] if box and box[1] != " " else ""
        for line, box in zip(lines, boxes, strict=True)
    ]


_STRUCK = re.compile(r"~~[^~]{1,200}~~")
_LINK = re.compile(r"\[([^\]\[]{0,200})\]\([^()\s]{0,400}\)")
_ARROW = re.compile(r"→|->|=>|➜|⇒")


def _plain(text: str) -> str:
    """The folded text without markup, links and struck-out words."""
    text = _LINK.sub(r"\1", _STRUCK.sub(" ", text[:_LONGEST]))
    text = _chosen(text)
    if len(parts := _ARROW.split(text)) > 1 and _first_words(fold(parts[-1])):
        text = parts[-1]
    return fold(re.sub(r"[*_`\"“”']", " ", text)).strip()


def _chosen(text: str) -> str:
    """The bold word in a list of choices: "Proposed | **Accepted** | Deprecated"."""
    bold = re.findall(r"\*\*([^*]{1,60})\*\*", text)
    is_list = len(re.split(r"[|/]", text)) >= _SEVERAL
    return bold[0] if is_list and len(bold) == 1 else text


def _is_template(text: str, plain: str) -> bool:
    """True for a list of choices or a placeholder."""
    if re.fullmatch(r"[^\w\[{<]*(?:\{.*\}|\[[^\]]*\](?!\()|<[^>]*>)\W*", text.strip(" *_`\"'")):
        inside = _CLAUSE.split(re.sub(r"[\[\]{}<>]", "", plain))
        return len(inside) != 1 or not _first_words(inside[0])
    choices = re.split(r"[|/]|\bor\b|\bou\b|\boder\b", plain)
    named = {_first_words(choice.strip(" []{}")) for choice in choices} - {None}
    if len(named) > 1 and len(choices) > 1:
        return True
    # In a list each word stands alone. "Accepted, although the draft was rejected" is a sentence.
    words = [part.split()[-1] for part in re.split(r"[^\w\s]|\bor\b", plain) if part.strip()]
    listed = {_PHRASE_OF[word] for word in words if word in _PHRASE_OF}
    return len(listed) >= _SEVERAL and not re.search(r"(?:19|20)\d\d", plain)


def _words(clause: str) -> list[str]:
    return re.findall(r"[^\W_]+", clause)[:40]


def _first_words(clause: str) -> DecisionStatus | None:
    """The status that the clause begins with."""
    return _opening(clause)[0]


def _stated(clause: str) -> DecisionStatus | None:
    """The status that the clause begins with, unless it is other prose ("Replaced the old job")."""
    status, after = _opening(clause)
    link = after[0] if after else "by"
    is_link = link in _LINKING or link[0].isdigit() or not link.isascii()
    return status if is_link and _NOTHING.isdisjoint(after[:2]) else None


def _opening(clause: str) -> tuple[DecisionStatus | None, list[str]]:
    """The status that the clause begins with, and the words after it."""
    words = _words(clause)
    while words and (words[0] in _FILLERS or words[0].isdigit()):
        words = words[1:]
    if not words or words[0] in _ACTIVE:
        return None, []
    start = " ".join(words[:4])
    for phrase, status in _PHRASE_OF.items():
        if start == phrase or start.startswith(f"{phrase} "):
            return _negated(words, status), words[phrase.count(" ") + 1 :]
    return _word(words, 0) or _sign(clause), words[1:]


def _negated(words: list[str], status: DecisionStatus) -> DecisionStatus:
    """The status, or PROPOSED if a negation ("not yet accepted") comes before it."""
    return status if words[0] not in _NEGATIONS or status is _REJECTED else _PROPOSED


def _anywhere(clause: str) -> DecisionStatus | None:
    """The first unambiguous status in the clause."""
    words = _words(clause)
    for index in range(min(len(words), 12)):
        if status := _word(words, index):
            before = words[max(0, index - 3) : index]
            if (_NEGATIONS | _BEFORE_VERDICT).intersection(before):
                return _PROPOSED
            return status
    return _sign(clause)


def _word(words: list[str], index: int) -> DecisionStatus | None:
    word = words[index]
    if word in _ACTIVE or word in _NOUNS:
        return None
    after = words[index + 1 : index + 3]
    # "ersetzt durch 5" is passive and "ersetzt 5" is active: only the next word differs.
    if word in ("ersetzt", "remplace") and any(map(str.isdigit, after)) and after[0] not in _BY:
        return None
    for stem, status in _STEM_OF.items():
        if word.startswith(stem):
            return status
    return _misspelt(word)


def _sign(clause: str) -> DecisionStatus | None:
    if clause.isascii():
        return None
    return next((status for sign, status in _SIGN_OF.items() if sign in clause), None)


_LONG_ENOUGH = 6  # a typo may turn a shorter word into another
_SPELT = tuple(word for word in _PHRASE_OF if re.fullmatch(r"[a-z]{6,}", word))


def _misspelt(word: str) -> DecisionStatus | None:
    """The status of the word that this one differs from by one letter."""
    if len(word) < _LONG_ENOUGH or word in _PHRASE_OF:
        return None
    return next((_PHRASE_OF[spelt] for spelt in _SPELT if word in _typos(spelt, word)), None)


def _typos(spelt: str, word: str) -> Iterator[str]:
    """`spelt` with one typo at the first letter where `word` differs from it."""
    at = next(
        (i for i, pair in enumerate(zip(spelt, word, strict=False)) if pair[0] != pair[1]), None
    )
    if at is None:
        at = min(len(spelt), len(word))
    yield spelt[:at] + spelt[at + 1 :]
    if at < len(word):
        yield spelt[:at] + word[at] + spelt[at:]
        yield spelt[:at] + word[at] + spelt[at + 1 :]
    yield spelt[:at] + spelt[at + 1 : at + 2] + spelt[at : at + 1] + spelt[at + 2 :]
