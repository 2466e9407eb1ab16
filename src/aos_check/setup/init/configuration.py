"""The configuration file that a repository starts with, and the keys of a soft start."""

from __future__ import annotations

import json
import re
from pathlib import Path
from string import Template

from aos_check.judging.config import table_of
from aos_check.reading.toml_edits import with_value
from aos_check.setup.file_edits import Removal

FILE = "aos-check.toml"

_TEMPLATE = Template((Path(__file__).parent / "configuration.toml").read_text("utf-8"))
_COMMENTS = {
    "observe": "# Since this day, findings are only reported: nothing fails.\n",
    "enforce-since": "# Commits up to this one are older than the gate, and are not checked.\n",
}
_LAYOUTS = "# aos-check looks only for these layouts.\nlayouts = [{}]\n\n"
_LEFT = "the configuration was changed: delete it by hand"


def written(layout: str = "", *, since: str = "", observe: str = "") -> str:
    """The configuration, for one layout, and for commits after `since` or from a day on."""
    return _TEMPLATE.substitute(
        observe=_lines("observe", observe),
        since=_lines("enforce-since", since),
        layouts=_LAYOUTS.format(json.dumps(layout)) if layout else "",
    )


def _lines(key: str, value: str) -> str:
    return f"{_COMMENTS[key]}{key} = {json.dumps(value)}\n\n" if value else ""


def observing(text: str, path: str, day: str) -> str:
    """The configuration of a project that observes since this day. Raises CannotCheckError."""
    return _with(text, path, "observe", day)


def enforcing(text: str, path: str) -> str:
    """The configuration of a project that no longer observes. Raises CannotCheckError."""
    return _with(text, path, "observe", None)


def adopted(text: str, path: str, commit: str) -> str:
    """The configuration for commits after this one. Raises CannotCheckError."""
    return _with(text, path, "enforce-since", commit)


def _with(text: str, path: str, key: str, value: str | None) -> str:
    return with_value(text, (*table_of(path), key), value, file=path, comment=_COMMENTS[key])


def without(text: str) -> Removal:
    """Delete the configuration if it is unchanged, else keep it."""
    found = {
        key: re.search(rf'^{key} = \[?"([^"\n]*)"\]?$', text, re.MULTILINE)
        for key in ("layouts", *_COMMENTS)
    }
    layout, observe, since = (each[1] if each else "" for each in found.values())
    if text == written(layout, since=since, observe=observe):
        return Removal(None)
    head = _TEMPLATE.template.partition("$")[0]
    return Removal(text, _LEFT if text.startswith(head) else "")
