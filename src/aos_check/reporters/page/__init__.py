"""The state of the process as one page of HTML, which needs nothing else and runs nothing."""

from __future__ import annotations

from aos_check.reporters.page.facts import PageFacts

__all__ = ["PageFacts", "as_html"]


def as_html(facts: PageFacts) -> str:
    """The page. The same facts give the same text."""
    from aos_check.reporters.page.filling import page_of
    from aos_check.reporters.page.rendering import rendered

    return rendered(page_of(facts))
