"""Checking that pre-commit's configuration has our hooks, and that their Python exists."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from aos_check import HOME
from aos_check.model.errors import CannotCheckError
from aos_check.model.gate import Result, ResultState
from aos_check.model.source import Source
from aos_check.setup.doctor.clone import Clone, UnreadableError, hook_in
from aos_check.setup.doctor.running import find_program
from aos_check.setup.init import pre_commit
from aos_check.setup.init.hook_entry import HOOKS, source_of
from aos_check.setup.init.pre_commit import FILE, HOOK_TYPES, PreCommitSettings

GATE = "pre-commit"

MANIFEST: Mapping[str, Sequence[str]] = {
    **{id_: hook.settings["stages"] for id_, hook in HOOKS.items()},
    "aos-check-range": ("manual",),
}
"""The stages of our hooks, unless the configuration changes them."""

_FORMER = {"commit": "pre-commit", "push": "pre-push", "merge-commit": "pre-merge-commit"}
_TYPES = "default_install_hook_types"


class HookEntry(NamedTuple):
    """A configuration, and its entries reduced to our hooks."""

    settings: PreCommitSettings
    ours: list[dict[str, Any]]

    @property
    def hooks(self) -> Iterator[dict[str, Any]]:
        """Each of our hooks."""
        return (hook for repo in self.ours for hook in repo["hooks"])

    @property
    def stages(self) -> frozenset[str]:
        """The git hooks that run one of ours."""
        found = {stage for hook in self.hooks for stage in self._stages_of(hook)}
        return frozenset(HOOK_TYPES) & {_FORMER.get(stage, stage) for stage in found}

    def _stages_of(self, hook: Mapping[str, Any]) -> list[str]:
        default = self.settings.value.get("default_stages")
        for stages in (hook.get("stages"), MANIFEST.get(str(hook.get("id"))), default):
            if stages and isinstance(stages, list | tuple):
                return list(map(str, stages))
        return list(HOOK_TYPES)

    @property
    def sources(self) -> list[Source]:
        """The sources of aos-check that it names."""
        found = map(source_of, self.ours)
        return [source for source in found if source.git or source.version]

    def alone(self) -> str:
        """The configuration with only our hooks, as JSON, which is also YAML."""
        return json.dumps({**self.settings.value, "repos": self.ours}, indent=2) + "\n"


def entry_in(clone: Clone) -> HookEntry | None:
    """Read the configuration; None if there is none. Raises CannotCheckError."""
    try:
        text = clone.text(FILE)
    except UnreadableError as error:
        raise CannotCheckError(f"{FILE}: {error}", "make it a readable file") from error
    if text is None:
        return None
    settings = pre_commit.read(text)
    found = (_our_part(repo, settings) for repo in settings.repos)
    return HookEntry(settings, [repo for repo in found if repo])


def _our_part(repo: object, settings: PreCommitSettings) -> dict[str, Any] | None:
    """The entry with only our hooks; None if it has none."""
    if not isinstance(repo, dict) or not isinstance(repo.get("hooks"), list):
        return None
    home = _is_from_home(repo)
    hooks = [
        hook
        for hook in repo["hooks"]
        if isinstance(hook, dict)
        and (hook.get("id") in MANIFEST or "aos-check" in str(hook.get("entry", "")) or home)
    ]
    known = repo in settings.ours or repo.get("repo") == "local" or home
    return {**repo, "hooks": hooks} if hooks and known else None


def _is_from_home(repo: Mapping[str, Any]) -> bool:
    url = str(repo.get("repo", "")).lower().rstrip("/").removesuffix(".git")
    # A fork or a mirror has the same revisions.
    return url == HOME.lower() or url.endswith("/aos-check")


def examine(clone: Clone, entry: HookEntry | None) -> Iterator[Result]:
    """The results for the configuration, and for the Python that its hooks run."""
    if entry is None or not entry.ours:
        text = "there is no such file" if entry is None else "it has no entry for aos-check"
        yield Result(GATE, FILE, ResultState.ABSENT, text, "aos-check init --with pre-commit")
    else:
        ids = ", ".join(str(hook.get("id")) for hook in entry.hooks)
        yield Result(GATE, FILE, ResultState.OK, f"it has our hooks: {ids}")
        for text, remedy in (gap for source in entry.sources for gap in source.gaps):
            yield Result(GATE, FILE, ResultState.OPEN, text, remedy)
        for text, remedy in _gaps(entry):
            yield Result(GATE, FILE, ResultState.NOTE, text, remedy)
    yield from _of_python(clone)


def _gaps(entry: HookEntry) -> Iterator[tuple[str, str]]:
    if without := [name for name in HOOK_TYPES if name not in entry.stages]:
        yield f"it has no hook of ours for {', '.join(without)}", f"add the hooks of {HOME}"
    types = entry.settings.value.get(_TYPES)
    default = list(map(str, types)) if isinstance(types, list) else ["pre-commit"]
    needed = [name for name in HOOK_TYPES if name in entry.stages]
    missing = [name for name in needed if name not in default]
    if missing and not entry.settings.installs_all():
        text = f"`pre-commit install` alone does not install {', '.join(missing)}"
        yield text, f"add `{_TYPES}: [{', '.join(needed)}]` to it"


def _of_python(clone: Clone) -> Iterator[Result]:
    """The results for hooks of pre-commit whose Python does not exist any more."""
    for name in HOOK_TYPES:
        hook = hook_in(clone.hooks, name)
        python = hook.python if hook else None
        if hook is None or python is None or python.is_file():
            continue
        instead = find_program("pre-commit")
        state = ResultState.NOTE if instead else ResultState.OPEN
        text = f"the Python that it was installed with does not exist any more ({python})"
        text += f"; {instead} runs instead" if instead else ""
        subject = clone.shown(hook.path)
        yield Result(GATE, subject, state, text, f"pre-commit install -t {name}")
