"""Finds the title of a spec."""

from __future__ import annotations

import re

from aos_check.model.document import Document, Role
from aos_check.reading.expressions import expression
from aos_check.reading.spec_folders import SpecFolder

_TITLE_FORM = expression(
    r"^\W*(?:spec requirements document|(?:functional |technical |feature )?specifications?"
    r"|spec requirements|spec|tasks?(?: breakdown)?|spec tasks"
    r"|(?:(?:software |system |bugfix )?requirements|(?:bugfix )?design) document(?: \(\w+\))?"
    r"|requirements|implementation (?:tasks|plan|guide)|initial spec idea|spec initialization"
    r"|raw idea|plan"
    r"|shap(?:e|ing)(?: notes| decisions)?|change|(?:change )?proposal|design|变更|提案"
    r"|(?:要件|要求)(?:定義)?書?|(?:技術)?設計書?|実装計画書?|実装タスク|タスク"
    r"|需求(?:文档|规格说明书)?|(?:技术)?设计(?:文档)?|(?:实施|实现)计划"
    r"|documento de (?:requisitos|dise[ñn]o|design)|plano? de implementa(?:ci[óo]n|ção)"
    r"|任务(?:列表|清单)?|요구\s?사항(?: 문서)?|설계(?: 문서)?|구현 계획)"
    r"\s*(?:[:：—–-]\s*|$)"
    r"|\s+[—–-]\s+(?:shaping notes|lite summary|requirements document|specification|context)\s*$"
    r"|\s+implementation plan\s*$",
    re.IGNORECASE,
)


def title_of(folder: SpecFolder, documents: list[Document]) -> str:
    """The spec's name: `> Spec: NAME`, else the first title other than "Requirements" and such."""
    if folder.layout.specs.each == "home":
        return ""  # no document is about all of it
    own = [d for d in documents if d.role not in (Role.CLOSING, Role.OTHER)]
    for document in own:
        for key, value, _ in document.metadata:
            name = value.strip("` *")
            is_link = _PATH.match(value) or ".md" in value
            if key in _NAME_KEYS and name not in ("", folder.id) and not is_link:
                return name
    titles = (
        _TITLE_FORM.sub("", document.title).strip() for document in own if _is_titled(document)
    )
    return next((title for title in titles if title), "")


_NAME_KEYS = ("spec", "spec name", "project", "feature")
_PATH = expression(r"[`@.\[]*[\w.-]+/[\w./-]+")


def _is_titled(document: Document) -> bool:
    """True if the document begins with a title and not with a section."""
    return bool(document.sections) and document.sections[0].level == 1
