"""The hooks of git: is each there, does git run it, and does it refuse what it must."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from aos_check.model.wording import shortened
from aos_check.setup.doctor.clone import Clone
from aos_check.setup.doctor.hook_files import HookFile, hook_in, passed_by
from aos_check.setup.doctor.pre_commit_entry import HookEntry
from aos_check.setup.doctor.result import Result, ResultState
from aos_check.setup.doctor.running import Ended
from aos_check.setup.doctor.scratch import Scratch
from aos_check.setup.doctor.trials import NAMING, TRIALS, names_the_task
from aos_check.setup.init.pre_commit import HOOK_TYPES

GATE = "git-hooks"
ON_SERVERS = ("pre-receive",)
_NAMES = "prepare-commit-msg"

_INSTALL = "run `aos-check init`, then `pre-commit install`, or copy the scripts of hooks/git"
_MISSING = re.compile(r"aos-check\W.{0,200}(?:not found|no such file)", re.IGNORECASE)
_NO_PRE_COMMIT = re.compile(r"`pre-commit` not found|No module named pre_commit")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class GitHookExamination:
    """The clone, what its pre-commit would run, and where hooks are tried."""

    clone: Clone
    entry: HookEntry | None
    scratch: Scratch

    def all(self) -> Iterator[Result]:
        """What is found of each hook."""
        for name in HOOK_TYPES if self.clone.top else ON_SERVERS:
            hook = hook_in(self.clone.hooks, name)
            yield self._missing(name) if hook is None else self._present(hook)

    def _result(self, name: str, state: ResultState, text: str, remedy: str = "") -> Result:
        subject = self.clone.shown(self.clone.hooks / name)
        if name == _NAMES and state is ResultState.OPEN:
            state = ResultState.NOTE  # it refuses nothing, so nothing gets in through it
        blocks = state is ResultState.OK and name != _NAMES
        return Result(GATE, subject, state, text, remedy, blocks=blocks)

    # Not there, or not run

    def _hidden(self, name: str) -> Result | None:
        """A hook of ours that lies where git no longer looks."""
        elsewhere = passed_by(self.clone, name)
        if elsewhere is None or not self._is_meant(elsewhere):
            return None
        return self._result(
            name,
            ResultState.OPEN,
            f"{self.clone.shown(elsewhere.path)} is there, but git runs the hooks of "
            f"{self.clone.shown(self.clone.hooks)}, as core.hooksPath says",
            "call aos-check in those too, or unset core.hooksPath: "
            "`git config --show-origin core.hooksPath` says where it is set",
        )

    def _missing(self, name: str) -> Result:
        if hidden := self._hidden(name):
            return hidden
        if name in self._wanted:
            return self._result(
                name,
                ResultState.OPEN,
                ".pre-commit-config.yaml has hooks for it, but this clone does not run them",
                f"pre-commit install -t {name}",
            )
        return self._result(name, ResultState.ABSENT, "there is no hook", _remedy(name))

    @property
    def _wanted(self) -> frozenset[str]:
        return self.entry.stages if self.entry else frozenset()

    def _is_meant(self, hook: HookFile) -> bool:
        """True for a hook that somebody has set up to run aos-check."""
        return hook.names_us or (hook.by_pre_commit and hook.name in self._wanted)

    def _present(self, hook: HookFile) -> Result:
        if hook.runs:
            return self._naming(hook) if hook.name == _NAMES else self._tried(hook)
        if not self._is_meant(hook):
            return self._result(
                hook.name,
                ResultState.ABSENT,
                "another hook lies there, which git does not run",
                _INSTALL,
            )
        return self._result(
            hook.name,
            ResultState.OPEN,
            "it is not executable, and git passes over it",
            f"chmod +x {shlex.quote(self.clone.shown(hook.path))}",
        )

    # Tried

    def _tried(self, hook: HookFile) -> Result:
        trial = TRIALS[hook.name]
        self.scratch.begin_again()
        bad = trial.bad(self.scratch, hook.path)
        if bad.code is None:
            return self._endless(hook)
        if bad.code == 0:
            return self._lets_through(hook, trial.what)
        self.scratch.begin_again()
        good = trial.good(self.scratch, hook.path)
        if good.code is None:
            return self._endless(hook)
        if good.code:
            return self._refuses_all(hook, bad, good)
        if trial.code not in bad.screen:
            return self._wordless(hook, trial.what, bad)
        text = f"it refuses {trial.what} ({trial.code}), and lets a legal one through"
        return self._result(hook.name, ResultState.OK, text)

    def _lets_through(self, hook: HookFile, what: str) -> Result:
        if self._is_meant(hook):
            return self._result(
                hook.name,
                ResultState.OPEN,
                f"it runs, and lets {what} through",
                f"see what it does with `aos-check`: {self._how(hook)}",
            )
        if hidden := self._hidden(hook.name):
            return hidden
        return self._not_ours(hook)

    def _not_ours(self, hook: HookFile) -> Result:
        """Of a hook that lets the sample through, and never meant to do anything else."""
        if hook.by_pre_commit:
            return self._result(
                hook.name,
                ResultState.ABSENT,
                "pre-commit's hook is there, but its configuration has no hook of ours for it",
                "run `aos-check init`, or add the hook to .pre-commit-config.yaml",
            )
        if hook.tool:
            return self._result(
                hook.name,
                ResultState.UNJUDGED,
                f"it belongs to {hook.tool}, which does what a file of this repository says",
                "see that the file names aos-check, and try a commit that it must refuse",
            )
        text = "another tool's hook is there, which does not call aos-check"
        return self._result(
            hook.name, ResultState.ABSENT, text, f"call aos-check in it: {_CALLS[hook.name]}"
        )

    def _how(self, hook: HookFile) -> str:
        if hook.by_pre_commit:
            return "SKIP must not name it, and `pre-commit run --verbose` shows what runs"
        return f"its last command must be `{_CALLS[hook.name]}`, whose exit code counts"

    def _refuses_all(self, hook: HookFile, bad: Ended, good: Ended) -> Result:
        said = good.screen + bad.screen
        if _MISSING.search(said):
            text = "it cannot find aos-check, and so refuses everything"
            remedy = "install aos-check where it is on the path: `pipx install aos-check`"
            return self._result(hook.name, ResultState.OPEN, text, remedy)
        if _NO_PRE_COMMIT.search(said):
            text = "it cannot find pre-commit, and so refuses everything"
            remedy = f"pip install pre-commit && pre-commit install -t {hook.name}"
            return self._result(hook.name, ResultState.OPEN, text, remedy)
        return self._result(
            hook.name,
            ResultState.UNJUDGED,
            "it refuses a legal sample too, which proves nothing: "
            + shortened(good.last_words, _LONGEST),
            f"see what `pre-commit run --hook-stage {hook.name} --verbose` says here"
            if hook.by_pre_commit
            else "see whether it needs what a new repository does not have, and try it here",
        )

    def _wordless(self, hook: HookFile, what: str, bad: Ended) -> Result:
        return self._result(
            hook.name,
            ResultState.UNJUDGED,
            f"it refuses {what}, but not in aos-check's words: "
            + shortened(bad.last_words, _LONGEST),
            f"let it show what `{_CALLS[hook.name]}` says",
        )

    def _endless(self, hook: HookFile) -> Result:
        return self._result(
            hook.name,
            ResultState.UNJUDGED,
            f"the rehearsal of all hooks took longer than {self.scratch.patience:g} s",
            "pre-commit may still have to install something: `pre-commit install-hooks`"
            if hook.by_pre_commit
            else f"see what {self.clone.shown(hook.path)} waits for",
        )

    def _naming(self, hook: HookFile) -> Result:
        """Of the hook that refuses nothing: whether it names the task."""
        self.scratch.begin_again()
        ended = NAMING(self.scratch, hook.path)
        if ended.code is None:
            return self._endless(hook)
        if ended.code:
            return self._refuses_all(hook, ended, ended)
        if names_the_task(self.scratch):
            return self._result(
                hook.name, ResultState.OK, "it names the task in a message without one"
            )
        if not self._is_meant(hook):
            return self._result(
                hook.name, ResultState.ABSENT, "the hook there does not call aos-check", _INSTALL
            )
        return self._result(
            hook.name,
            ResultState.NOTE,
            "it runs, and names no task in a message",
            "see that aos-check is on the path: `aos-check --version`",
        )


_CALLS = {
    "pre-commit": "aos-check check --staged --quiet",
    "pre-merge-commit": "aos-check check --staged --quiet",
    "commit-msg": 'aos-check commit-msg "$1"',
    "pre-push": 'aos-check pre-push "$@"',
    "pre-receive": "aos-check pre-receive",
}


def _remedy(name: str) -> str:
    return "copy hooks/git/pre-receive into the folder hooks" if name in ON_SERVERS else _INSTALL
