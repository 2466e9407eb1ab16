"""Build the site: `python -m sphinx -W --keep-going docs build/site`.

The pages are plain Markdown that also reads well on a forge. Four things are different on the site:
its contents are the lists of index.md, the path after the language of a code block is its caption,
a link to a file outside of docs leads to the repository, and a link that shows the name of a page
shows its title.
"""

from __future__ import annotations

import posixpath
import re
import sys
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
HOME = PROJECT["urls"]["Homepage"]

project = PROJECT["name"]
release = PROJECT["version"]
extensions = ["myst_parser"]
exclude_patterns = ["decisions"]  # for those who change aos-check
nitpicky = True  # every reference must lead somewhere
myst_heading_anchors = 4  # the anchors of a forge
html_theme = "furo"
html_title = f"{project} {release}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_sphinx = False
html_show_copyright = False
html_copy_source = False
html_theme_options = {
    "source_repository": HOME,
    "source_branch": "main",
    "source_directory": "docs/",
}


def setup(app: Any) -> None:
    """Sphinx calls this."""
    app.connect("source-read", adapt)
    app.connect("html-page-context", complete, priority=900)  # after Furo's own


def adapt(app: Any, page: str, source: list[str]) -> None:
    """Turn a page for a forge into one for the site, in place."""

    def adapted(part: re.Match[str]) -> str:
        if part["marks"]:
            return _block(part)
        return _title(page, part["page"]) if part["page"] else _link(page, part["target"])

    text = _PART.sub(adapted, source[0])
    source[0] = text + (_contents(text) if page == app.config.root_doc else "")


def complete(_app: Any, _page: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    """Give the headings of the contents the level that a screen reader needs."""
    contents = context["furo_navigation_tree"]
    heading = 'role="heading"'
    context["furo_navigation_tree"] = contents.replace(heading, f'{heading} aria-level="2"')


# A block of code comes first, so that nothing in it is taken for a link.
_PART = re.compile(
    r"^(?P<indent> *)(?P<marks>`{3,})(?P<language>\w*) ?(?P<words>[^\n]*)"
    r"(?P<body>\n.*?^ *(?P=marks))$"
    r"|\[[\w-]+\.md\](?=\((?P<page>[^)#\s]+))"
    r"|(?<=\]\()(?P<target>\.\./[^)#\s]+)",
    re.MULTILINE | re.DOTALL,
)


def _block(part: re.Match[str]) -> str:
    indent, marks, language, words, body = part.group(
        "indent", "marks", "language", "words", "body"
    )
    path, _, more = words.partition(" ")
    if path == "commit":
        path = "commit message"
    elif not re.search(r"[./]", path):  # a mark for a test, as is the language `read`
        return part[0].replace("```read\n", "```text\n", 1)
    caption = f"{path} ({more})" if more else path
    return f"{indent}{marks}{{code-block}} {language}\n{indent}:caption: {caption}\n{body}"


def _title(page: str, target: str) -> str:
    text = (ROOT / _path(page, target)).read_text("utf-8")
    return f"[{text.partition('# ')[2].splitlines()[0]}]"


def _link(page: str, target: str) -> str:
    path = _path(page, target)
    if path.startswith("docs/") and not path.startswith("docs/decisions/"):
        return target
    kind = "tree" if (ROOT / path).resolve(strict=True).is_dir() else "blob"
    return f"{HOME}/{kind}/main/{path}"


def _path(page: str, target: str) -> str:
    """Return the path of a link's target from the top of the repository."""
    return posixpath.normpath(posixpath.join("docs", posixpath.dirname(page), target))


def _contents(index: str) -> str:
    """Return a table of contents for each list of pages."""
    return "".join(
        f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n\n"
        + "".join(f"{name} <{file}>\n" for name, file in _ENTRY.findall(section))
        + "```\n"
        for title, section in re.findall(r"^## (.+)\n((?:(?!## ).*\n?)*)", index, re.MULTILINE)
        if _ENTRY.search(section)
    )


_ENTRY = re.compile(r"^- \[(.+?)\]\(([\w/-]+)\.md\)", re.MULTILINE)
