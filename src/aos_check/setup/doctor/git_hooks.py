"""Testing that each git hook is installed, is run by git, and refuses a sample."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from aos_check import GUIDES, HOME
from aos_check.model.gate import Result, ResultState
from aos_check.model.wording import shortened
from aos_check.setup.doctor.clone import Clone, HookFile, hook_in
from aos_check.setup.doctor.pre_commit import HookEntry
from aos_check.setup.doctor.running import Ended
from aos_check.setup.doctor.scratch import Scratch
from aos_check.setup.doctor.trials import NAMING, TRIALS, names_the_task
from aos_check.setup.init.pre_commit import HOOK_TYPES
from aos_check.setup.installing import for_good

GATE = "git-hooks"
ON_SERVERS = ("pre-receive",)
_NAMES = "prepare-commit-msg"

_INSTALL = (
    "run `aos-check init --with pre-commit`, then `pre-commit install`, "
    f"or follow {GUIDES}/how-to/git-hooks.md"
)
_CALLS = {
    "pre-commit": "aos-check check --staged --quiet",
    "pre-merge-commit": "aos-check check --staged --quiet",
    "commit-msg": 'aos-check commit-msg "$1"',
    "pre-push": 'aos-check pre-push "$@"',
    "pre-receive": "aos-check pre-receive",
}
_MISSING = re.compile(r"aos-check\W.{0,200}(?:not found|no such file)", re.IGNORECASE)
_NO_PRE_COMMIT = re.compile(r"`pre-commit` not found|No module named pre_commit")
_LONGEST = 200

_Outcome: TypeAlias = tuple[ResultState, str, str]
"""State, text and remedy."""


@dataclass(frozen=True, slots=True)
class GitHookExamination:
    """The clone, our entry in its pre-commit configuration, and a repository to try hooks in."""

    clone: Clone
    entry: HookEntry | None
    scratch: Scratch

    def all(self) -> Iterator[Result]:
        """The result for each hook."""
        for name in HOOK_TYPES if self.clone.top else ON_SERVERS:
            hook = hook_in(self.clone.hooks, name)
            state, text, remedy = self._missing(name) if hook is None else self._present(hook)
            if name == _NAMES and state is ResultState.OPEN:
                state = ResultState.NOTE  # it refuses nothing, so no mistake gets through
            blocks = state is ResultState.OK and name != _NAMES
            subject = self.clone.shown(self.clone.hooks / name)
            yield Result(GATE, subject, state, text, remedy, blocks=blocks)

    # Missing, or not run

    def _hidden(self, name: str) -> _Outcome | None:
        """The outcome for our hook in the usual folder, if git uses another folder."""
        usual, hooks = self.clone.usual, self.clone.hooks
        hidden = hook_in(usual, name) if usual != hooks else None
        if hidden is None or not self._is_meant(hidden):
            return None
        shown = self.clone.shown
        text = f"core.hooksPath makes git run the hooks of {shown(hooks)}, not {shown(hidden.path)}"
        remedy = "call aos-check in those too, or unset core.hooksPath: "
        remedy += "`git config --show-origin core.hooksPath` shows where it is set"
        return ResultState.OPEN, text, remedy

    def _elsewhere(self, name: str) -> _Outcome | None:
        """The outcome for our hook in the main checkout, if git ignores that folder.

        The hooks in husky's folder `_` call those in the folder above.
        """
        folder = self.clone.main_hooks
        found = [hook_in(each, name) for each in (folder, folder.parent)] if folder else []
        if not any(hook and self._is_meant(hook) for hook in found):
            return None
        text = (
            f"core.hooksPath names {self.clone.shown(self.clone.hooks)}, which has the hook only "
            "in the main checkout, so git runs none in this worktree"
        )
        remedy = "install the hooks in this worktree too, or give core.hooksPath an absolute path"
        return ResultState.OPEN, text, remedy

    def _missing(self, name: str) -> _Outcome:
        if missed := self._hidden(name) or self._elsewhere(name):
            return missed
        if self.entry and name in self.entry.stages:
            text = ".pre-commit-config.yaml has a hook for it, but this clone does not run it"
            types = "" if self.entry.settings.installs_all() else f" -t {name}"
            return ResultState.OPEN, text, f"pre-commit install{types}"
        on_server = f"copy hooks/git/pre-receive of {HOME} into the folder hooks of the repository"
        remedy = on_server if name in ON_SERVERS else _INSTALL
        return ResultState.ABSENT, "there is no hook", remedy

    def _is_meant(self, hook: HookFile) -> bool:
        """True for a hook that is set up to run aos-check."""
        wanted = self.entry.stages if self.entry else ()
        return hook.names_us or (hook.by_pre_commit and hook.name in wanted)

    def _present(self, hook: HookFile) -> _Outcome:
        if hook.runs:
            self.scratch.begin_again()
            return self._try_naming(hook) if hook.name == _NAMES else self._try(hook)
        if not self._is_meant(hook):
            return ResultState.ABSENT, "another hook is installed, but git skips it", _INSTALL
        remedy = f"chmod +x {shlex.quote(self.clone.shown(hook.path))}"
        return ResultState.OPEN, "it is not executable, so git skips it", remedy

    # Tried

    def _try(self, hook: HookFile) -> _Outcome:
        trial = TRIALS[hook.name]
        bad = trial.bad(self.scratch, hook.path)
        if bad.code is None:
            return self._timed_out(hook)
        if bad.code == 0:
            return self._accepts_bad(hook, trial.what)
        self.scratch.begin_again()
        good = trial.good(self.scratch, hook.path)
        if good.code is None:
            return self._timed_out(hook)
        if good.code:
            return self._refuses_all(hook, bad, good)
        if trial.code not in bad.screen:
            text = f"it refuses {trial.what}, but does not print aos-check's message: "
            remedy = f"make it print the output of `{_CALLS[hook.name]}`"
            return ResultState.UNJUDGED, text + shortened(bad.last_words, _LONGEST), remedy
        text = f"it refuses {trial.what} ({trial.code}), and accepts a legal sample"
        return ResultState.OK, text, ""

    def _try_naming(self, hook: HookFile) -> _Outcome:
        """The outcome for the hook that names the task, which refuses nothing."""
        ended = NAMING(self.scratch, hook.path)
        if ended.code is None:
            return self._timed_out(hook)
        if ended.code:
            return self._refuses_all(hook, ended, ended)
        if names_the_task(self.scratch):
            return ResultState.OK, "it names the task in a message without one", ""
        if not self._is_meant(hook):
            return ResultState.ABSENT, "the installed hook does not call aos-check", _INSTALL
        remedy = "check that aos-check is on PATH: `aos-check --version`"
        return ResultState.NOTE, "it runs, but names no task in a message", remedy

    def _accepts_bad(self, hook: HookFile, what: str) -> _Outcome:
        if not self._is_meant(hook):
            return self._hidden(hook.name) or self._not_ours(hook)
        how = f"its last command must be `{_CALLS[hook.name]}`, because its exit code counts"
        if hook.by_pre_commit:
            how = "SKIP must not name it, and `pre-commit run --verbose` shows what runs"
        remedy = f"check its call of aos-check: {how}"
        return ResultState.OPEN, f"it runs, but accepts {what}", remedy

    def _not_ours(self, hook: HookFile) -> _Outcome:
        """The outcome for a hook that accepts the sample and is not set up to refuse it."""
        if hook.by_pre_commit:
            return (
                ResultState.ABSENT,
                "pre-commit's hook is installed, but its configuration has no hook of ours for it",
                "run `aos-check init --with pre-commit`, or add it to .pre-commit-config.yaml",
            )
        if hook.tool:
            text = f"it belongs to {hook.tool}, which reads a file of this repository"
            remedy = "check that the file names aos-check, and try a commit that it must refuse"
            return ResultState.UNJUDGED, text, remedy
        text = "another tool's hook is installed, which does not call aos-check"
        return ResultState.ABSENT, text, f"call aos-check in it: {_CALLS[hook.name]}"

    def _refuses_all(self, hook: HookFile, bad: Ended, good: Ended) -> _Outcome:
        output = good.screen + bad.screen
        if _MISSING.search(output):
            text = "it cannot find aos-check, so it refuses everything"
            remedy = f"install aos-check on PATH: `{for_good()}`"
            return ResultState.OPEN, text, remedy
        if _NO_PRE_COMMIT.search(output):
            text = "it cannot find pre-commit, so it refuses everything"
            remedy = f"pip install pre-commit && pre-commit install -t {hook.name}"
            return ResultState.OPEN, text, remedy
        text = "it refuses a legal sample too, which proves nothing: " + shortened(
            good.last_words, _LONGEST
        )
        remedy = "check whether it needs something that a new repository lacks, and try it here"
        if hook.by_pre_commit:
            remedy = f"run `pre-commit run --hook-stage {hook.name} --verbose` to see why"
        return ResultState.UNJUDGED, text, remedy

    def _timed_out(self, hook: HookFile) -> _Outcome:
        text = f"the tests of all hooks took longer than {self.scratch.patience:g} s"
        remedy = f"check what {self.clone.shown(hook.path)} waits for"
        if hook.by_pre_commit:
            remedy = "pre-commit may have to install something first: `pre-commit install-hooks`"
        return ResultState.UNJUDGED, text, remedy
