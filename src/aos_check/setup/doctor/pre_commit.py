"""pre-commit: is our entry in its configuration, and would its hooks find what they run."""

from __future__ import annotations

from collections.abc import Iterator

from aos_check.setup.doctor.clone import Clone
from aos_check.setup.doctor.hook_files import hook_in
from aos_check.setup.doctor.pre_commit_entry import HookEntry
from aos_check.setup.doctor.result import Result, ResultState
from aos_check.setup.doctor.running import find_program
from aos_check.setup.init.pre_commit import FILE, HOOK_TYPES

GATE = "pre-commit"

_TYPES = "default_install_hook_types"


def examine(clone: Clone, entry: HookEntry | None) -> Iterator[Result]:
    """What is found of the configuration, and of what its hooks run."""
    if entry is None or not entry.ours:
        text = "there is no such file" if entry is None else "it has no entry of aos-check"
        yield Result(GATE, FILE, ResultState.ABSENT, text, "aos-check init --only pre-commit")
    else:
        yield from _of_entry(entry)
    yield from _of_python(clone)


def _of_entry(entry: HookEntry) -> Iterator[Result]:
    ids = ", ".join(str(hook.get("id")) for _, hook in entry.hooks)
    yield Result(GATE, FILE, ResultState.OK, f"it has our hooks: {ids}")
    lacking = [name for name in HOOK_TYPES if name not in entry.stages]
    if lacking:
        text = f"it has no hook of ours for {', '.join(lacking)}"
        yield Result(
            GATE, FILE, ResultState.NOTE, text, "add those that `aos-check init` would write"
        )
    if not entry.settings.installs_all():
        needed = [name for name in HOOK_TYPES if name in entry.stages]
        if missing := [name for name in needed if name not in _default_types(entry)]:
            text = f"`pre-commit install` alone does not install {', '.join(missing)}"
            wanted = f"add `{_TYPES}: [{', '.join(needed)}]` to it"
            yield Result(GATE, FILE, ResultState.NOTE, text, wanted)


def _default_types(entry: HookEntry) -> list[str]:
    types = entry.settings.value.get(_TYPES)
    return list(map(str, types)) if isinstance(types, list) else ["pre-commit"]


def _of_python(clone: Clone) -> Iterator[Result]:
    """A hook of pre-commit names the Python that has installed it, which may be gone since."""
    for name in HOOK_TYPES:
        hook = hook_in(clone.hooks, name)
        python = hook.python if hook else None
        if hook is None or python is None or python.is_file():
            continue
        instead = find_program("pre-commit")
        text = f"the Python that it was installed with is gone ({python})"
        yield Result(
            GATE,
            clone.shown(hook.path),
            ResultState.NOTE if instead else ResultState.OPEN,
            f"{text}; {instead} runs instead" if instead else text,
            f"pre-commit install -t {name}",
        )
