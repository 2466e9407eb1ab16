"""`aos-check init`: adding aos-check to the files of a repository, and removing it.

An existing text is kept, and only inserted into. The result is parsed again to make sure that it
has everything it had before, and the new entry.
"""

from __future__ import annotations
