"""Runs the real steps of a composite action, and tells what GitHub would show of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from tests.actions.commands import Annotation, annotated, read_log, within_limits
from tests.actions.events import Event, Place, Runner, inherited
from tests.actions.expressions import Scope, holds, interpolate
from tests.actions.functions import Around
from tests.actions.manifest import Action, Step, read_action
from tests.actions.outcome import Outcome, State, StepOutcome
from tests.actions.steps import Result, Script, obey
from tests.actions.stubs import Call, Stub
from tests.actions.values import Context, Exact, Unsupported, Value, fold

NO_STUBS: Mapping[str, Stub] = MappingProxyType({})
NO_VARIABLES: Mapping[str, str] = MappingProxyType({})


def run_action(
    folder: Path,
    inputs: Mapping[str, str],
    event: Event,
    workspace: Path,
    *,
    uses: Mapping[str, Stub] = NO_STUBS,
    runner: Runner | None = None,
) -> Outcome:
    """Run the action of a folder with the workspace as its checkout.

    `uses` has a stand-in for each action that it uses, by name without `@ref`. An expression that
    fails raises here, where GitHub would fail the step.
    """
    place = Place(event, runner or Runner(), workspace.resolve(), folder.resolve())
    place.prepare()
    action = read_action(folder)
    job = _Job(action, place, uses, environment=dict(place.runner.environment))
    job.accept(inputs)
    for step in action.steps:
        job.run(step)
    return job.outcome()


@dataclass(slots=True)
class _Job:
    """The run of an action, as far as it has come."""

    action: Action
    place: Place
    uses: Mapping[str, Stub]
    environment: dict[str, str]
    folders: list[str] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    status: State = "success"
    done: list[StepOutcome] = field(default_factory=list)
    remarks: list[Annotation] = field(default_factory=list)
    after: list[Callable[[str], None]] = field(default_factory=list)

    def accept(self, given: Mapping[str, str]) -> None:
        """Take the inputs that were given, and the defaults of the others."""
        scope = Scope({"github": self.place.github(), "runner": self.place.machine()})
        wanted = {fold(name): text for name, text in given.items()}
        for name, default in self.action.inputs.items():
            text = wanted.pop(fold(name), None)
            self.inputs[name] = interpolate(default, scope) if text is None else text
        if wanted:
            valid = ", ".join(f"'{name}'" for name in self.action.inputs)
            names = ", ".join(f"'{name}'" for name in given if fold(name) in wanted)
            message = f"Unexpected input(s) {names}, valid inputs are [{valid}]"
            self.remarks.append(Annotation("warning", message))

    def run(self, step: Step) -> None:
        """Run one step, if its condition holds."""
        own = {key: interpolate(text, self._scope()) for key, text in step.env.items()}
        scope = self._scope(own)
        if not holds(step.condition or "success()", scope):
            self.done.append(StepOutcome(step.id, step.name, "skipped", "skipped"))
            return
        forgiven = _boolean(interpolate(step.continue_on_error, scope))
        result = (self._use if step.uses else self._script)(step, scope, own)
        self.environment |= result.environment
        stay = [folder for folder in self.folders if folder not in result.folders]
        self.folders = stay + result.folders
        told = self._told(step, scope, result, forgiven=forgiven)
        self.status = "failure" if told.conclusion == "failure" else self.status
        self.done.append(told)

    def outcome(self) -> Outcome:
        """What became of it all, after the post steps."""
        for post in reversed(self.after):
            post(self.status)
        every = [*self.remarks, *(one for step in self.done for one in step.annotations)]
        kept, dropped = within_limits(every)
        scope, before = self._scope(), self.place.runner.environment
        return Outcome(
            self.status,
            {name: interpolate(text, scope) for name, text in self.action.outputs.items()},
            tuple(self.done),
            "".join(step.summary for step in self.done),
            kept,
            dropped,
            {key: text for key, text in self.environment.items() if before.get(key) != text},
            tuple(reversed(self.folders)),
        )

    def _scope(self, own: Mapping[str, str] = NO_VARIABLES) -> Scope:
        contexts: dict[str, Value] = {
            "github": self.place.github(),
            "inputs": self.inputs,
            "steps": {step.id: step.context() for step in self.done if step.id},
            "env": Exact({**self.environment, **own}),
            "runner": self.place.machine(),
            "job": Context("job", {"status": "success"}),
        }
        return Scope(contexts, Around(self.status, self.place.workspace))

    def _variables(self, own: Mapping[str, str]) -> dict[str, str]:
        """The environment of a step: the runner's own variables win over all others."""
        every = {**inherited(), **self.environment, **own}
        path = [*reversed(self.folders), every.get("PATH", "")]
        every["PATH"] = ":".join(part for part in path if part)
        return every | self.place.variables()

    def _use(self, step: Step, scope: Scope, own: Mapping[str, str]) -> Result:
        name, _, ref = step.uses.partition("@")
        if name not in self.uses:
            raise Unsupported(f"uses: {step.uses} (no stub stands in for {name})")
        inputs = {key: interpolate(text, scope) for key, text in step.inputs.items()}
        call = Call(name, ref, inputs, self._variables(own), self.place.workspace)
        answer = self.uses[name](call)
        if answer.after:
            self.after.append(answer.after)
        result = Result(read_log(answer.log))
        obey(result)
        result.outputs |= answer.outputs
        result.environment |= answer.environment
        result.folders += answer.folders
        if answer.failed:
            result.problems.append(f"{name} failed")
        return result

    def _script(self, step: Step, scope: Scope, own: Mapping[str, str]) -> Result:
        script = Script(
            interpolate(step.shell, scope),
            interpolate(step.run, scope),
            self.place.workspace / interpolate(step.working_directory, scope),
            self._variables(own),
            self.place.runner.seconds,
        )
        return script.run(self.place.temp)

    def _told(self, step: Step, scope: Scope, result: Result, *, forgiven: bool) -> StepOutcome:
        outcome: State = "failure" if result.problems else "success"
        problems = [Annotation("error", problem) for problem in result.problems]
        said = annotated(result.log, self.place.workspace)
        return StepOutcome(
            step.id,
            interpolate(step.name, scope),
            outcome,
            "success" if forgiven else outcome,
            result.script,
            result.log,
            result.outputs,
            result.summary,
            (*said, *result.remarks, *problems),
        )


def _boolean(text: str) -> bool:
    if text.lower() not in ("", "true", "false"):
        raise Unsupported(f"continue-on-error: {text}")
    return text.lower() == "true"
