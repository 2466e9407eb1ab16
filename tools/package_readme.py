"""Puts README.md into the package, with links that work on the page of a package index."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class PackageReadme(MetadataHookInterface):
    """hatchling calls this when it builds a package."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the readme."""
        text = (Path(self.root) / "README.md").read_text("utf-8")
        home = metadata["urls"]["Homepage"]
        metadata["readme"] = {"content-type": "text/markdown", "text": with_addresses(text, home)}


def with_addresses(text: str, home: str) -> str:
    """Return the text with the project's address in front of relative links and pictures."""
    return _RELATIVE.sub(
        lambda found: (
            f"{found[1]}({home}/{'raw' if found[1][0] == '!' else 'blob'}/main/{found[2]})"
        ),
        text,
    )


_RELATIVE = re.compile(r"(!?\[[^]]*\])\((?!\w+:|#)([^)]+)\)")
