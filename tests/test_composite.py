"""The interpreter of composite actions: it runs what is written, and would catch an injection."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent

import pytest

from tests.actions.commands import Annotation
from tests.actions.composite import NO_STUBS, run_action
from tests.actions.events import Event, Runner
from tests.actions.manifest import InvalidAction
from tests.actions.outcome import Outcome
from tests.actions.stubs import Answer, Cache, Call, Stub
from tests.actions.values import ExpressionError, Unsupported

PUSH = Event(name="push", ref="refs/heads/topic", sha="1" * 40)


@dataclass(frozen=True, slots=True)
class Bench:
    """A place for actions to run in."""

    top: Path

    @property
    def workspace(self) -> Path:
        return self.top / "checkout"

    def run(
        self,
        steps: str,
        inputs: Mapping[str, str] | None = None,
        *,
        head: str = "",
        event: Event = PUSH,
        uses: Mapping[str, Stub] = NO_STUBS,
        runner: Runner | None = None,
    ) -> Outcome:
        """Run an action with these steps, and with more at its head if given."""
        action = self.top / "action"
        action.mkdir(exist_ok=True)
        self.workspace.mkdir(exist_ok=True)
        page = f"name: a\n{dedent(head)}runs:\n  using: composite\n  steps:\n"
        (action / "action.yml").write_text(page + indent(dedent(steps), "    "))
        return run_action(action, inputs or {}, event, self.workspace, uses=uses, runner=runner)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


HOSTILE = Event(
    name="pull_request",
    payload={"pull_request": {"title": '"; touch EXECUTED #$(touch EXECUTED)`touch EXECUTED`'}},
)


def test_a_title_in_a_script_is_executed(bench: Bench) -> None:
    run = bench.run(
        """
        - shell: bash
          run: echo "${{ github.event.pull_request.title }}"
        """,
        event=HOSTILE,
    )
    assert (bench.workspace / "EXECUTED").exists()
    assert "touch EXECUTED" in run.steps[0].script


def test_a_title_in_a_variable_is_not_executed(bench: Bench) -> None:
    run = bench.run(
        """
        - shell: bash
          env:
            TITLE: ${{ github.event.pull_request.title }}
          run: echo "$TITLE"
        """,
        event=HOSTILE,
    )
    assert not (bench.workspace / "EXECUTED").exists()
    assert run.log == HOSTILE.payload["pull_request"]["title"] + "\n"


def test_a_title_in_an_input_of_a_step_is_not_executed(bench: Bench) -> None:
    calls = []

    def keep(call: Call) -> Answer:
        calls.append(call)
        return Answer()

    bench.run(
        """
        - uses: octo/greet@v1
          with:
            title: ${{ github.event.pull_request.title }}
        """,
        event=HOSTILE,
        uses={"octo/greet": keep},
    )
    assert calls[0].inputs == {"title": HOSTILE.payload["pull_request"]["title"]}
    assert not (bench.workspace / "EXECUTED").exists()


def test_a_half_character_is_replaced_as_the_runner_does(bench: Bench) -> None:
    steps = """
    - shell: bash
      env: {TITLE: '${{ github.event.title }}'}
      run: echo "$TITLE ${{ github.event.title }}"
    """
    run = bench.run(steps, event=Event(name="push", payload={"title": "a\ud800b"}))
    assert run.log == "a\ufffdb a\ufffdb\n"


def test_outputs_environment_path_and_summary(bench: Bench) -> None:
    run = bench.run(
        """
        - id: write
          shell: bash
          run: |
            mkdir tools && printf '#!/bin/sh\\necho "tool $1"\\n' > tools/tool
            chmod +x tools/tool
            echo "$PWD/tools" >> "$GITHUB_PATH"
            printf 'KIND=new\\n' >> "$GITHUB_ENV"
            printf 'lines<<END\\na\\nb\\nEND\\none=1\\n' >> "$GITHUB_OUTPUT"
            echo '# First' >> "$GITHUB_STEP_SUMMARY"
        - shell: sh
          env:
            ONE: ${{ steps.write.outputs.one }} of ${{ env.KIND }}
          run: |
            tool "$ONE, $KIND, ${{ steps.write.outcome }}"
            echo '# Second' >> "$GITHUB_STEP_SUMMARY"
        """,
        head="outputs: {lines: {value: '${{ steps.write.outputs.lines }}'}}\n",
        runner=Runner(environment={"KIND": "old", "OTHER": "kept"}),
    )
    assert run.conclusion == "success"
    assert run.log == "tool 1 of new, new, success\n"
    assert run.outputs == {"lines": "a\nb"}
    assert run.summary == "# First\n# Second\n"
    assert run.environment == {"KIND": "new"}
    assert run.folders == (str(bench.workspace / "tools"),)


def test_the_folder_named_last_comes_first(bench: Bench) -> None:
    run = bench.run(
        """
        - {shell: bash, run: 'printf "/one\\n/two\\n" >> $GITHUB_PATH'}
        - {shell: bash, run: 'printf "/three\\n/one\\n" >> $GITHUB_PATH'}
        - {shell: bash, run: 'echo "$PATH" | cut -d: -f1-3'}
        """
    )
    assert run.log == "/one:/three:/two\n"
    assert run.folders == ("/one", "/three", "/two")


def test_inputs(bench: Bench) -> None:
    run = bench.run(
        "- {shell: bash, run: 'echo ${{ inputs.who }}-${{ inputs.Level }}-${{ inputs.none }}-'}\n",
        {"WHO": "ada", "wat": "1"},
        head="""
        inputs:
          who: {description: a name, required: true}
          level: {default: "${{ github.ref_name }}"}
          none: {required: true}
        """,
    )
    assert run.log == "ada-topic--\n"
    message = "Unexpected input(s) 'wat', valid inputs are ['who', 'level', 'none']"
    assert run.annotations == (Annotation("warning", message),)


def test_an_input_given_empty_is_empty(bench: Bench) -> None:
    head = "inputs: {a: {default: x}}\n"
    step = "- {shell: bash, run: 'echo [${{ inputs.a }}]'}\n"
    assert bench.run(step, {"a": ""}, head=head).log == "[]\n"
    assert bench.run(step, head=head).log == "[x]\n"


def test_what_follows_a_failure(bench: Bench) -> None:
    run = bench.run(
        """
        - {id: fails, shell: bash, run: 'echo before; false; echo after'}
        - {id: skipped, shell: bash, run: echo skipped}
        - {id: heals, shell: bash, if: failure(), run: 'echo ${{ steps.fails.conclusion }}'}
        - {id: always, shell: bash, if: '${{ always() }}', run: 'echo ${{ steps.skipped.outcome }}'}
        """
    )
    assert run.conclusion == "failure"
    assert run.log == "before\nfailure\nskipped\n"
    assert [step.outcome for step in run.steps] == ["failure", "skipped", "success", "success"]
    assert run.annotations == (Annotation("error", "Process completed with exit code 1."),)


def test_a_failure_may_be_forgiven(bench: Bench) -> None:
    run = bench.run(
        """
        - {id: fails, shell: bash, continue-on-error: true, run: exit 3}
        - {shell: bash, run: 'echo ${{ steps.fails.outcome }} ${{ steps.fails.conclusion }}'}
        """
    )
    assert (run.conclusion, run.log) == ("success", "failure success\n")


@pytest.mark.parametrize(
    ("shell", "script", "failed"),
    [
        ("bash", "false | true", True),
        ("sh", "false | true", False),
        ("bash", "echo $UNSET", False),
        ("bash", "false; true", True),
        ("sh", "false; true", True),
    ],
)
def test_a_shell_is_as_strict_as_that_of_the_runner(
    bench: Bench, shell: str, script: str, *, failed: bool
) -> None:
    run = bench.run(f"- {{shell: {shell}, run: '{script}'}}\n")
    assert (run.conclusion == "failure") is failed


@pytest.mark.skipif(not shutil.which("python"), reason="needs a program named python")
def test_a_script_in_python(bench: Bench) -> None:
    run = bench.run("- {shell: python, run: 'import os; print(os.environ[\"GITHUB_SHA\"])'}\n")
    assert run.log == PUSH.sha + "\n"


def test_where_a_step_runs(bench: Bench) -> None:
    (bench.top / "checkout" / "docs").mkdir(parents=True)
    run = bench.run(
        """
        - {shell: bash, run: pwd}
        - {shell: bash, working-directory: docs, run: pwd}
        - {shell: bash, working-directory: '${{ github.action_path }}', run: pwd; cat}
        - {shell: bash, working-directory: nowhere, run: pwd}
        """
    )
    at = bench.workspace.resolve()
    assert run.log == f"{at}\n{at}/docs\n{at.parent}/action\n"
    assert run.conclusion == "failure"
    assert "nowhere" in run.annotations[0].message


def test_what_a_step_is_told(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "of this process")
    monkeypatch.setenv("PIP_NO_INPUT", "1")
    run = bench.run(
        """
        - shell: bash
          env: {GITHUB_SHA: forged, OWN: mine}
          run: |
            cat "$GITHUB_EVENT_PATH"; echo; env
        """,
        event=Event(
            name="push", payload={"after": "x"}, ref="refs/tags/v1", repository="o/r", actor="ada"
        ),
    )
    lines = run.log.splitlines()
    assert lines[0] == '{"after": "x"}'
    assert {
        "CI=true", "GITHUB_ACTIONS=true", "GITHUB_EVENT_NAME=push", "GITHUB_REF=refs/tags/v1",
        "GITHUB_REF_NAME=v1", "GITHUB_REF_TYPE=tag", "GITHUB_REPOSITORY=o/r",
        "GITHUB_REPOSITORY_OWNER=o", "GITHUB_ACTOR=ada", "GITHUB_SHA=" + "0" * 40,
        f"GITHUB_WORKSPACE={bench.workspace.resolve()}", "RUNNER_OS=Linux", "RUNNER_ARCH=X64",
        f"RUNNER_TEMP={bench.top.resolve()}/_temp", "OWN=mine", "PIP_NO_INPUT=1",
    } <= set(lines)  # fmt: skip
    names = {line.partition("=")[0] for line in lines[1:]}
    assert not names & {"SECRET", "GITHUB_TOKEN", "PYTHONPATH", "PYTEST_CURRENT_TEST"}
    assert not {name for name in names if name.startswith("INPUT_")}


def test_commands_in_the_log(bench: Bench) -> None:
    run = bench.run(
        """
        - id: speak
          shell: bash
          run: |
            echo '::group::Results'
            echo "::error file=$GITHUB_WORKSPACE/docs/a.md,line=3,title=T::one%0Atwo"
            echo '::stop-commands::abc123'; echo '::error::quoted'; echo '::abc123::'
            echo '::notice::n' >&2
        """
    )
    assert [command.name for command in run.step("speak").log.commands] == [
        "group", "error", "stop-commands", "notice",
    ]  # fmt: skip
    assert run.step("speak").log.shown == ("::error::quoted",)
    assert run.annotations == (
        Annotation("error", "one\ntwo", "T", "docs/a.md", 3),
        Annotation("notice", "n"),
    )


def test_an_action_is_one_step_to_the_limit(bench: Bench) -> None:
    run = bench.run(
        """
        - {shell: bash, run: 'for n in 1 2 3 4 5 6 7; do echo "::error::a$n"; done'}
        - {shell: bash, run: 'for n in 1 2 3 4 5 6 7; do echo "::error::b$n"; done; exit 1'}
        """
    )
    assert [one.message for one in run.annotations][6:] == ["a7", "b1", "b2", "b3"]
    assert run.dropped == {"error": 5}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("echo '::set-env name=A::1'", "Unable to process command 'set-env' successfully."),
        ("echo '::add-path::/x'", "Unable to process command 'add-path' successfully."),
        ("echo '::stop-commands::error'", "You cannot use 'error' as the token of stop-commands"),
        ("echo '::set-output::x'", "Unable to process command 'set-output' successfully."),
        ("echo x >> $GITHUB_OUTPUT", "Invalid format 'x'"),
        ("echo NODE_OPTIONS=x >> $GITHUB_ENV", "Can't store NODE_OPTIONS"),
        ("printf 'a<<E' >> $GITHUB_STATE", "Matching delimiter not found 'E'"),
    ],
)
def test_a_step_that_ends_well_may_still_fail(bench: Bench, line: str, message: str) -> None:
    run = bench.run(f'- shell: bash\n  run: "{line}"\n')
    assert run.conclusion == "failure"
    assert any(message in one.message for one in run.annotations if one.kind == "error")


def test_a_summary_too_long_fails_nothing(bench: Bench) -> None:
    run = bench.run("- {shell: bash, run: 'head -c 1100000 /dev/zero > $GITHUB_STEP_SUMMARY'}\n")
    assert (run.conclusion, run.summary) == ("success", "")
    assert "1024k" in run.annotations[0].message


def test_a_line_of_the_log_can_forge_an_output(bench: Bench) -> None:
    steps = """
    - {id: a, shell: bash, run: 'echo "::set-output name=code::0"'}
    """
    run = bench.run(steps, head="outputs: {code: {value: '${{ steps.a.outputs.code }}'}}\n")
    assert run.outputs == {"code": "0"}
    assert [one.kind for one in run.annotations] == ["warning"]


def test_another_action_is_stood_in_for(bench: Bench) -> None:
    order: list[str] = []

    def install(call: Call) -> Answer:
        order.append(f"{call.inputs['tool']} {call.ref} {call.environment['GITHUB_SHA'][:3]}")
        return Answer(
            outputs={"path": "/opt/it"},
            environment={"IT": "here"},
            folders=("/opt/it/bin",),
            log="::notice::installed\n",
            after=lambda status: order.append(f"{call.inputs['tool']} {status}"),
        )

    run = bench.run(
        """
        - {id: one, uses: octo/install@v2, with: {tool: first}}
        - {uses: octo/install@v3, with: {tool: '${{ env.IT }}'}, if: env.IT == 'here'}
        - {shell: bash, run: 'echo ${{ steps.one.outputs.path }} $IT ${PATH%%:*}; exit 1'}
        """,
        uses={"octo/install": install},
    )
    assert order == ["first v2 111", "here v3 111", "here failure", "first failure"]
    assert run.log.endswith("/opt/it here /opt/it/bin\n")
    assert [one.message for one in run.annotations][:2] == ["installed", "installed"]


def test_a_stub_may_fail(bench: Bench) -> None:
    run = bench.run("- uses: octo/x@v1\n", uses={"octo/x": lambda _: Answer(failed=True)})
    assert run.conclusion == "failure"


def test_a_cache_is_saved_after_success_and_restored(bench: Bench) -> None:
    cache = Cache(bench.top / "store")

    def run(key: str, *, code: int = 0) -> str:
        steps = f"""
        - {{id: c, uses: actions/cache@v4, with: {{path: kept, key: {key}, restore-keys: 'tool-'}}}}
        - shell: bash
          run: |
            echo "[${{{{ steps.c.outputs.cache-hit }}}}] $(cat kept/* 2> /dev/null)"
            mkdir -p kept; echo {key} > kept/it; exit {code}
        """
        shutil.rmtree(bench.workspace, ignore_errors=True)
        return bench.run(steps, uses={"actions/cache": cache}).log.strip()

    assert run("tool-0", code=1) == "[]"
    assert run("tool-1") == "[]"
    assert run("tool-1") == "[true] tool-1"
    assert run("tool-2") == "[false] tool-1"
    assert run("tool-2") == "[true] tool-2"
    assert sorted(path.name for path in cache.store.iterdir()) == ["tool-1", "tool-2"]


@pytest.mark.parametrize(
    ("steps", "error"),
    [
        ("- {run: echo x}", InvalidAction),
        ("- {shell: bash}", InvalidAction),
        ("- {shell: bash, run: echo x, uses: a/b@v1}", InvalidAction),
        ("- {shell: bash, uses: a/b@v1}", InvalidAction),
        ("- {shell: bash, run: echo x, with: {a: b}}", InvalidAction),
        ("- {shell: bash, run: echo x, run: echo y}", InvalidAction),
        ("- {id: a, shell: sh, run: 'true'}\n- {id: A, shell: sh, run: 'true'}", InvalidAction),
        ("- {shell: bash, run: echo x, timeout-minutes: 1}", Unsupported),
        ("- {shell: pwsh, run: echo x}", Unsupported),
        ("- {uses: octo/unknown@v1}", Unsupported),
        ("- {uses: ./local}", Unsupported),
        ("- {shell: bash, run: 'echo ${{ github.nothing }}'}", Unsupported),
        ("- {shell: bash, run: echo x, if: '${{ inputs.a }} == 1'}", Unsupported),
        ("- {shell: bash, run: echo x, continue-on-error: maybe}", Unsupported),
        ("- {shell: bash, run: 'echo ::add-matcher::x.json'}", Unsupported),
        ("- {shell: bash, run: 'echo ${{ secrets.TOKEN }}'}", ExpressionError),
        ("- {shell: bash, run: 'echo ${{ matrix.os }}'}", ExpressionError),
        ("- {shell: bash, run: 'echo ${{ nothing() }}'}", ExpressionError),
    ],
)
def test_what_is_not_supported_is_refused(bench: Bench, steps: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        bench.run(steps + "\n")


@pytest.mark.parametrize(
    "head",
    [
        "inputs: {a: {type: boolean}}\n",
        "outputs: {a: {value: x, extra: y}}\n",
        "permissions: {}\n",
        "inputs: [a]\n",
    ],
)
def test_a_key_that_is_not_known_is_refused(bench: Bench, head: str) -> None:
    with pytest.raises((Unsupported, InvalidAction)):
        bench.run("- {shell: bash, run: echo x}\n", head=head)


def test_only_composite_actions_are_run(tmp_path: Path) -> None:
    with pytest.raises(InvalidAction, match=r"no action\.yml"):
        run_action(tmp_path, {}, PUSH, tmp_path)
    (tmp_path / "action.yml").write_text("runs: {using: node24, main: x.js}\n")
    with pytest.raises(Unsupported):
        run_action(tmp_path, {}, PUSH, tmp_path)
