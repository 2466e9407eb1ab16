"""The certain fixes, as quick fixes of the diagnostics that the editor asks about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lsprotocol.types import (
    CodeAction,
    CodeActionKind,
    Diagnostic,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from aos_check.judging.check_input import CheckInput
from aos_check.judging.fixing import FIXABLE
from aos_check.judging.judge import judge
from aos_check.language_server.session import EditorSession
from aos_check.model.edit import Edit
from aos_check.model.finding import Fix, Place
from aos_check.model.wording import shortened
from aos_check.reporters.style import safe


def code_actions(
    session: EditorSession, opened: CheckInput, path: str, asked: Sequence[Diagnostic]
) -> Iterator[CodeAction]:
    """A quick fix for each of these diagnostics of the document that has a certain one."""
    wanted = [it for it in asked if it.code in FIXABLE]
    for fix in judge(opened).fixes.made if wanted else ():
        at = fix.finding.problem.at
        for diagnostic in wanted if at.path == path else ():
            if _is_about(fix, diagnostic):
                yield CodeAction(
                    title=f"Fix {fix.finding.code}: {safe(shortened(fix.finding.problem.help))}",
                    kind=CodeActionKind.QuickFix,
                    diagnostics=[diagnostic],
                    is_preferred=True,
                    edit=_as_workspace_edit(session, fix.edit),
                )


def _is_about(fix: Fix, diagnostic: Diagnostic) -> bool:
    finding = fix.finding
    same_line = diagnostic.range.start.line == finding.problem.at.line - 1
    return same_line and diagnostic.code == finding.code


def _as_workspace_edit(session: EditorSession, edit: Edit) -> WorkspaceEdit:
    """The edit of the version that was read: an editor refuses it for a newer text."""
    uri = session.uri_of(edit.path)
    document = session.documents.get(uri)
    line = Place(edit.path, edit.line)
    end = line._replace(column=len(edit.before) + 1)
    where = Range(session.position(edit.before, line), session.position(edit.before, end))
    changed = TextEdit(where, edit.after)
    if not session.versions_edits:
        return WorkspaceEdit(changes={uri: [changed]})
    version = document.version if document else None
    identifier = OptionalVersionedTextDocumentIdentifier(uri, version)
    return WorkspaceEdit(document_changes=[TextDocumentEdit(identifier, [changed])])
