"""`aos-check new`: a draft of a spec or a decision.

Brackets stand for what only a person can say. DOC002 reports them until they are filled in.
"""

from __future__ import annotations
