"""A linter for documents of spec-driven development: what they say must hold together."""

from __future__ import annotations

__version__ = "0.1.0"

HOME = "https://github.com/OWNER/aos-check"
"""Where the project and its documentation are found."""
