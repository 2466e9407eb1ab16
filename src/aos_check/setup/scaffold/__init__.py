"""What `aos-check new` writes: a spec or a decision of a layout, plainly unfilled.

Nothing here reads or writes a file. What only a person can say stands in brackets, in words that
DOC002 reports until somebody has said it.
"""

from __future__ import annotations
