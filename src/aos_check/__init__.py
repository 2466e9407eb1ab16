"""A linter for spec-driven development: documents, commits and roadmap must agree."""

from __future__ import annotations

__version__ = "0.1.0"

HOME = "https://github.com/aos-check/aos-check"
"""Where the project and its documentation are found."""

GUIDES = f"{HOME}/blob/main/docs"
"""Where the guides are read. A user who installed aos-check has no copy of them."""
