"""The places of a spec's records: its approvals, and the proofs of its tasks.

A spec in a folder, and one that is a whole home, has `approval.json` and `evidence.json` in that
folder. A spec in one file `login.md` has `login.approval.json` and `login.evidence.json` beside it.
If the requirements are in another folder of the home, the approvals are beside them, and specs that
share them share the approvals.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from aos_check.model.document import Role
from aos_check.model.record_names import APPROVALS, PROOFS

if TYPE_CHECKING:
    from aos_check.reading.spec_folders import SpecFolder


class RecordPlaces(NamedTuple):
    """The paths of the files with a spec's records, which may not exist yet.

    `approvals` is "" if the layout knows no document that could be approved.
    """

    approvals: str
    proofs: str


def places_of_records(
    folder: SpecFolder, elsewhere: Sequence[tuple[str, Role]] = ()
) -> RecordPlaces:
    """The places for a spec, some of whose documents may be `elsewhere`."""
    single = folder.path in folder.files
    own = next((path for path, role in elsewhere if role is Role.REQUIREMENTS), "")
    if own or single:
        approvals = _beside(own or folder.path, APPROVALS)
    elif Role.REQUIREMENTS in folder.layout.elsewhere or folder.layout.artifact(Role.REQUIREMENTS):
        approvals = f"{folder.path}/{APPROVALS}"
    else:
        approvals = ""
    proofs = _beside(folder.path, PROOFS) if single else f"{folder.path}/{PROOFS}"
    return RecordPlaces(approvals, proofs)


def _beside(document: str, name: str) -> str:
    return f"{posixpath.splitext(document)[0]}.{name}"
