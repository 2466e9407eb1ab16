"""The page of `aos-check report`: one HTML file that loads no other file and runs no script."""

from __future__ import annotations

from aos_check.reporters.page.model import PageFacts
from aos_check.reporters.page.rendering import as_html

__all__ = ["PageFacts", "as_html"]
