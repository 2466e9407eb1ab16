"""The configuration that a repository begins with: what a new user would change, and why."""

from __future__ import annotations

import json
import re

from aos_check.setup.init.removal import Removal

FILE = "aos-check.toml"

_LAYOUTS = """\
# Only these layouts are looked for.
layouts = [{layouts}]

"""
_SINCE = """\
# Commits up to this one are older than the gate, and are not judged.
enforce-since = {since}

"""
_HEAD = """\
# Settings of aos-check. `aos-check schema config` describes all of them; what is left out has its
# default.

"""
_REST = """\
# Rules that are not run, and severities of your own, by code, prefix or name.
# ignore = ["TASK008"]
# severity = { DOC003 = "off", SPEC003 = "error" }

# Paths that are no code: a commit that changes only these needs no task.
# exempt = ["scripts/**"]

# [commits]
# How far the task that a commit names must be: exists, started or done.
# require = "done"

# [approval]
# How well an approval of requirements is proved: none, status, pinned, separate, listed or signed.
# level = "pinned"
"""


def written(layout: str = "", since: str = "") -> str:
    """The configuration; `layout` is the only one to look for, `since` the commit before it."""
    layouts = _LAYOUTS.format(layouts=json.dumps(layout)) if layout else ""
    return _HEAD + layouts + (_SINCE.format(since=json.dumps(since)) if since else "") + _REST


def without(text: str) -> Removal:
    """Nothing, if the configuration is as it was written; else the configuration."""
    if not text.startswith(_HEAD):
        return Removal(text)
    layout = re.search(r'^layouts = \["([^"\n]*)"\]$', text, re.MULTILINE)
    since = re.search(r'^enforce-since = "([^"\n]*)"$', text, re.MULTILINE)
    ours = written(layout[1] if layout else "", since[1] if since else "")
    return Removal(None) if text == ours else Removal(text, _LEFT)


_LEFT = "the configuration was changed: delete it by hand"
