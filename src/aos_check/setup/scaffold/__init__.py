"""`aos-check new`: a draft of a spec or a decision.

A person must replace the text in brackets. DOC002 reports it until then.
"""

from __future__ import annotations
