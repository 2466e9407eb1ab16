"""A linter for spec-driven development: documents, commits and roadmap must agree."""

from __future__ import annotations

__version__ = "0.1.0"

HOME = "https://github.com/aos-check/aos-check"
"""Where the project and its documentation are found."""
