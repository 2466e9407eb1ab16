"""Records of an installation, as an installer leaves them next to the package (PEP 610)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from aos_check import HOME, __version__
from aos_check.model.source import Source

VERSION = "1.2.3"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
TAG = f"v{VERSION}"
URL = "https://github.com/acme/aos-check"
FROM_GIT = Source(git=URL, revision=COMMIT, tag=TAG)
PUBLISHED = Source(git=HOME, revision=f"v{__version__}")
FROM_INDEX = Source(version=VERSION)
FROM_FOLDER = Source(address="file:///opt/aos-check")


def git_record(url: str = URL, commit: str = COMMIT, asked: str = TAG) -> dict[str, Any]:
    """The record for a git URL."""
    asked_for = {"requested_revision": asked} if asked else {}
    return {"url": url, "vcs_info": {"vcs": "git", "commit_id": commit, **asked_for}}


RECORDS = {
    "git": git_record(),
    "index": None,
    "folder": {"url": FROM_FOLDER.address, "dir_info": {}},
}


def write_wheel(folder: Path, version: str) -> None:
    """Write an empty wheel with this version."""
    metadata = f"aos_check-{version}.dist-info"
    files = {
        "METADATA": f"Metadata-Version: 2.1\nName: aos-check\nVersion: {version}\n",
        "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        "RECORD": "",
    }
    with ZipFile(folder / f"aos_check-{version}-py3-none-any.whl", "w") as wheel:
        for name, text in files.items():
            wheel.writestr(f"{metadata}/{name}", text)


def write_record(folder: Path, record: object) -> Path:
    """Write the metadata of an installed aos-check; return the folder to put on Python's path."""
    metadata = folder / f"aos_check-{VERSION}.dist-info"
    metadata.mkdir(parents=True, exist_ok=True)
    (metadata / "METADATA").write_text(f"Name: aos-check\nVersion: {VERSION}\n", "utf-8")
    (metadata / "direct_url.json").unlink(missing_ok=True)
    if record is not None:
        text = record if isinstance(record, str) else json.dumps(record)
        (metadata / "direct_url.json").write_text(text, "utf-8")
    return folder
