"""The configuration file that a repository starts with."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template

from aos_check.setup.file_edits import Removal

FILE = "aos-check.toml"

_TEMPLATE = Template((Path(__file__).parent / "configuration.toml").read_text("utf-8"))
_LAYOUTS = "# aos-check looks only for these layouts.\nlayouts = [{}]\n\n"
_SINCE = (
    "# Commits up to this one are older than the gate, and are not checked.\nenforce-since = {}\n\n"
)
_LEFT = "the configuration was changed: delete it by hand"


def written(layout: str = "", since: str = "") -> str:
    """The configuration, for one layout and for commits after `since`."""
    return _TEMPLATE.substitute(
        layouts=_LAYOUTS.format(json.dumps(layout)) if layout else "",
        since=_SINCE.format(json.dumps(since)) if since else "",
    )


def without(text: str) -> Removal:
    """Delete the configuration if it is unchanged, else keep it."""
    layout = re.search(r'^layouts = \["([^"\n]*)"\]$', text, re.MULTILINE)
    since = re.search(r'^enforce-since = "([^"\n]*)"$', text, re.MULTILINE)
    if text == written(layout[1] if layout else "", since[1] if since else ""):
        return Removal(None)
    head = _TEMPLATE.template.partition("$")[0]
    return Removal(text, _LEFT if text.startswith(head) else "")
