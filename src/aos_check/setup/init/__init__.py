"""What `aos-check init` puts into a repository: of each file, the text before made the text after.

Nothing here reads or writes a file. A text that somebody else wrote is only ever inserted into, and
what comes out is parsed to prove that it says what it said before, and the new entry.
"""

from __future__ import annotations
