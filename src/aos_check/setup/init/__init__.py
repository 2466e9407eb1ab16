"""`aos-check init`: each part is the text of a file before and after.

A text that others wrote is only inserted into. The result is parsed again to prove that it holds
everything it held before, and the new entry.
"""

from __future__ import annotations
