"""`aos-check init`: the text of each file before and after.

A text that others wrote is only inserted into. The result is parsed again to prove that it holds
everything it held before, and the new entry.
"""

from __future__ import annotations
