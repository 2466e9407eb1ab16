"""What a file will hold once a tool has written it."""

from __future__ import annotations

from aos_check.agents.event import Touch


def content_after(touch: Touch, file: str) -> bytes | None:
    """The content that the file will have; None where that is not known."""
    if touch.text is not None:
        return touch.text.encode("utf-8", "surrogatepass")
    if not touch.edits:
        return None
    content = content_now(touch.source or file)
    if content is None:
        return None
    for edit in touch.edits:
        old = edit.old.encode("utf-8", "surrogatepass")
        new = edit.new.encode("utf-8", "surrogatepass")
        if not old:
            content += new
            continue
        if old not in content:
            return None  # the tool will refuse it, and nothing is written
        content = content.replace(old, new) if edit.everywhere else content.replace(old, new, 1)
    return content


def content_now(file: str) -> bytes | None:
    """What the file holds; b"" where there is none, None where it cannot be read."""
    try:
        with open(file, "rb") as opened:
            return opened.read(_LARGEST)
    except FileNotFoundError:
        return b""
    except OSError:
        return None


_LARGEST = 4 * 1024 * 1024
