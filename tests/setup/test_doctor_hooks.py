"""`aos-check doctor` on git's hooks: hooks that work, and every way that a hook can fail."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aos_check import GUIDES
from aos_check.ci.github import workflow
from aos_check.model.source import Source
from aos_check.setup.doctor import ResultState, examine
from aos_check.setup.init import pre_commit
from aos_check.setup.installing import for_good
from tests.support.doctor import HOOKS, DoctorRepo, repo_with_changes
from tests.support.git_repo import environment
from tests.support.hooks import SCRIPTS
from tests.support.installation import PUBLISHED
from tests.support.pre_commit import Installed
from tests.support.sample_project import project


@pytest.fixture
def repo(tmp_path: Path) -> DoctorRepo:
    """A repository with a spec, a commit and uncommitted changes."""
    return repo_with_changes(tmp_path)


# Hooks of git


class TestNativeHooks:
    def test_each_is_tried_and_holds(self, repo: DoctorRepo) -> None:
        repo.native()
        seen = repo.doctor("git-hooks", code=0)
        assert seen.states() == {f".git/hooks/{name}": "ok" for name in HOOKS}
        assert seen.of(".git/hooks/commit-msg")[1] == (
            "it refuses code without a task (GIT001), and accepts a legal sample"
        )
        assert seen.of(".git/hooks/pre-merge-commit")[1].startswith("it refuses a merge that")
        assert [each["blocks"] for each in seen.results] == [True, True, True, False, True]

    def test_without_any_hook(self, repo: DoctorRepo) -> None:
        seen = repo.doctor(code=1)
        states = {each["subject"]: each["state"] for each in seen.results}
        assert states.pop("no configuration") == "note"  # the approval level takes claims on trust
        assert set(states.values()) <= {"not installed", "ok"}
        assert seen.of(".git/hooks/commit-msg") == (
            "not installed",
            "there is no hook",
            (
                "run `aos-check init --with pre-commit`, then `pre-commit install`, "
                f"or follow {GUIDES}/how-to/git-hooks.md"
            ),
        )
        repo.doctor("git-hooks", code=0)  # CI was not examined

    def test_in_the_configured_hooks_folder(self, repo: DoctorRepo) -> None:
        shutil.copytree(SCRIPTS, repo.top / "tools" / "hooks")
        repo.git("config", "core.hooksPath", "tools/hooks")
        seen = repo.doctor("git-hooks", code=0)
        assert seen.states() == {f"tools/hooks/{name}": "ok" for name in HOOKS}

    def test_in_a_linked_worktree(self, repo: DoctorRepo, tmp_path: Path) -> None:
        repo.native()
        repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
        linked = object.__new__(DoctorRepo)
        linked.__dict__ |= repo.__dict__ | {"top": tmp_path / "linked"}
        seen = linked.doctor("git-hooks", code=0)
        assert seen.states() == {str(repo.top / ".git" / "hooks" / name): "ok" for name in HOOKS}

    @pytest.mark.parametrize("husky", [True, False])
    def test_hooks_that_only_the_main_checkout_has(
        self, repo: DoctorRepo, tmp_path: Path, *, husky: bool
    ) -> None:
        folder = ".husky/_" if husky else "tools/hooks"
        shutil.copytree(SCRIPTS, repo.top / (".husky" if husky else folder))
        ignored = {".gitignore": f"{folder}/\n", workflow.FILE: workflow.written(PUBLISHED)}
        repo.commit("chore: hooks", ignored)
        if husky:
            for name in HOOKS:
                shim = f'#!/bin/sh\nexec sh "$(dirname "$0")/../{name}" "$@"\n'
                repo.write({f"{folder}/{name}": shim})
                (repo.top / folder / name).chmod(0o755)
        repo.git("config", "core.hooksPath", folder)
        repo.doctor("git-hooks", code=0)
        repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"))
        linked = object.__new__(DoctorRepo)
        linked.__dict__ |= repo.__dict__ | {"top": tmp_path / "linked"}
        state, text, remedy = linked.doctor(code=1).of(f"{folder}/commit-msg")
        assert state == "open"
        assert text == (
            f"core.hooksPath names {folder}, which has the hook only in the main checkout, "
            "so git runs none in this worktree"
        )
        assert remedy.startswith("install the hooks in this worktree too")
        repo.git("config", "core.hooksPath", str(repo.top / folder))
        linked.doctor("git-hooks", code=0)

    def test_one_that_is_not_executable(self, repo: DoctorRepo) -> None:
        repo.native("pre-commit", "commit-msg")
        repo.hook("commit-msg", (SCRIPTS / "commit-msg").read_text(), 0o644)
        seen = repo.doctor("git-hooks", code=1)
        assert seen.of(".git/hooks/pre-commit")[0] == "ok"
        assert seen.of(".git/hooks/commit-msg") == (
            "open",
            "it is not executable, so git skips it",
            "chmod +x .git/hooks/commit-msg",
        )

    def test_a_folder_elsewhere_hides_it(self, repo: DoctorRepo) -> None:
        repo.native()
        repo.git("config", "core.hooksPath", os.devnull)
        seen = repo.doctor("git-hooks", code=1)
        state, text, remedy = seen.of(f"{os.devnull}/pre-commit")
        assert state == "open"
        assert text == (
            f"core.hooksPath makes git run the hooks of {os.devnull}, not .git/hooks/pre-commit"
        )
        assert remedy.startswith("call aos-check in those too, or unset core.hooksPath")
        others = repo.top / "others"
        others.mkdir()
        (others / "commit-msg").write_text("#!/bin/sh\nexit 0\n")
        (others / "commit-msg").chmod(0o755)
        repo.git("config", "core.hooksPath", "others")
        assert repo.doctor("git-hooks").of("others/commit-msg")[0] == "open"

    def test_one_that_cannot_find_aos_check(self, repo: DoctorRepo) -> None:
        repo.native("commit-msg")
        (repo.bin / "aos-check").unlink()
        path = os.pathsep.join([str(repo.bin), "/usr/bin", "/bin"])
        seen = repo.doctor("git-hooks", env={"PATH": path}, code=1)
        assert seen.of(".git/hooks/commit-msg") == (
            "open",
            "it cannot find aos-check, so it refuses everything",
            f"install aos-check on PATH: `{for_good()}`",
        )

    def test_one_that_ignores_the_exit_code(self, repo: DoctorRepo) -> None:
        repo.hook("commit-msg", '#!/bin/sh\naos-check commit-msg "$1" || true\n')
        seen = repo.doctor("git-hooks", code=1)
        state, text, remedy = seen.of(".git/hooks/commit-msg")
        assert (state, text) == ("open", "it runs, but accepts code without a task")
        assert 'its last command must be `aos-check commit-msg "$1"`' in remedy

    def test_one_that_refuses_everything_proves_nothing(self, repo: DoctorRepo) -> None:
        repo.hook("pre-push", "#!/bin/sh\necho no network >&2\nexit 1\n")
        seen = repo.doctor("git-hooks")
        state, text, _ = seen.of(".git/hooks/pre-push") if seen.results else ("", "", "")
        assert seen.code == 2
        assert (state, text) == ("", "")  # doctor prints no results if it could judge nothing
        assert "it refuses a legal sample too, which proves nothing" in seen.complaint
        assert "help: follow the help above, and try again" in seen.complaint

    def test_one_that_refuses_without_our_message(self, repo: DoctorRepo) -> None:
        repo.native("commit-msg")
        repo.hook("pre-push", '#!/bin/sh\naos-check pre-push "$@" >/dev/null 2>&1\n')
        seen = repo.doctor("git-hooks")
        assert seen.code == 0  # another hook works
        state, text, _ = seen.of(".git/hooks/pre-push")
        assert state == "not judged"
        assert "but does not print aos-check's message" in text

    def test_another_tools_hook(self, repo: DoctorRepo) -> None:
        repo.hook("pre-commit", "#!/bin/sh\n# aos-check would be nice\nexit 0\n")
        repo.hook("commit-msg", "#!/bin/sh\nlefthook run commit-msg || exit 0\n")
        repo.hook("pre-push", "#!/bin/sh\nexit 0\n", 0o644)
        repo.native("pre-merge-commit")
        seen = repo.doctor("git-hooks", code=0)
        assert seen.of(".git/hooks/pre-commit") == (
            "not installed",
            "another tool's hook is installed, which does not call aos-check",
            "call aos-check in it: aos-check check --staged --quiet",
        )
        state, text, _ = seen.of(".git/hooks/commit-msg")
        assert (state, "lefthook" in text) == ("not judged", True)
        assert seen.of(".git/hooks/pre-push")[0] == "not installed"

    def test_a_chain(self, repo: DoctorRepo) -> None:
        repo.native("commit-msg")
        (repo.top / ".git/hooks/commit-msg").rename(repo.top / ".git/hooks/last")
        repo.hook("commit-msg", '#!/bin/sh\ntest -s "$1" && "$(dirname "$0")/last" "$1"\n')
        seen = repo.doctor("git-hooks", code=0)
        assert seen.of(".git/hooks/commit-msg")[0] == "ok"  # it knows its own folder

    def test_one_that_hangs_is_ended_with_its_children(
        self, repo: DoctorRepo, tmp_path: Path
    ) -> None:
        mark = tmp_path / "still"
        repo.native("pre-push")
        repo.hook("commit-msg", f"#!/bin/sh\n(sleep 3; touch {mark}) &\nsleep 600\n")
        with pytest.MonkeyPatch.context() as patched:
            for key, value in repo.env.items():
                patched.setenv(key, value)
            found = list(examine(repo.top, ["git-hooks"], patience=1.5))
        hung = next(each for each in found if each.subject == ".git/hooks/commit-msg")
        assert found[-1].state is ResultState.UNJUDGED  # no time was left for it
        assert hung.state is ResultState.UNJUDGED
        assert hung.text == "the tests of all hooks took longer than 1.5 s"
        assert "check what .git/hooks/commit-msg waits for" in hung.remedy
        subprocess.run(["sleep", "3"], check=True)
        assert not mark.exists()

    def test_no_other_hook_runs(self, repo: DoctorRepo, tmp_path: Path) -> None:
        mark = tmp_path / "deployed"
        repo.native("commit-msg")
        for name in ("post-commit", "post-checkout", "reference-transaction", "post-merge"):
            repo.hook(name, f"#!/bin/sh\ntouch {mark}\n")
        repo.doctor("git-hooks", code=0)
        assert not mark.exists()

    def test_whatever_the_user_has_git_do(self, repo: DoctorRepo, tmp_path: Path) -> None:
        ignored = tmp_path / "ignored"
        ignored.write_text("*.md\nsrc/\n")
        settings = tmp_path / "gitconfig"
        settings.write_text(
            f"[core]\n\texcludesFile = {ignored}\n\tfsmonitor = true\n\tautocrlf = true\n"
            "[commit]\n\tgpgSign = true\n\tverbose = true\n[init]\n\ttemplateDir = /nowhere\n"
            "[user]\n\tuseConfigOnly = true\n[push]\n\tdefault = nothing\n[merge]\n\tff = only\n"
        )
        repo.native()
        seen = repo.doctor("git-hooks", env={"GIT_CONFIG_GLOBAL": str(settings)}, code=0)
        assert set(seen.states().values()) == {"ok"}

    def test_prepare_commit_msg_alone_is_no_gate(self, repo: DoctorRepo) -> None:
        repo.native("prepare-commit-msg")
        repo.doctor(code=1)
        repo.hook("prepare-commit-msg", "#!/bin/sh\n: aos-check\n")
        state, text, _ = repo.doctor("git-hooks").of(".git/hooks/prepare-commit-msg")
        assert (state, text) == ("note", "it runs, but names no task in a message")
        repo.hook("prepare-commit-msg", (SCRIPTS / "prepare-commit-msg").read_text(), 0o644)
        seen = repo.doctor("git-hooks")
        assert (seen.code, seen.of(".git/hooks/prepare-commit-msg")[0]) == (0, "note")

    def test_a_server(self, tmp_path: Path) -> None:
        server = DoctorRepo(tmp_path, "--bare")
        assert server.doctor().of("hooks/pre-receive")[:2] == ("not installed", "there is no hook")
        shutil.copy(SCRIPTS / "pre-receive", server.top / "hooks")
        seen = server.doctor(code=0)
        assert seen.of("hooks/pre-receive")[1] == (
            "it refuses a push of code without a task (GIT001), and accepts a legal sample"
        )


# pre-commit

LOCAL = """\
default_install_hook_types: [pre-commit, commit-msg, pre-push]
repos:
  - repo: local
    hooks:
      - {id: broken, name: broken, language: system, entry: "false", always_run: true}
      - id: aos-check
        name: documents
        language: system
        entry: aos-check check --staged --quiet
        always_run: true
        pass_filenames: false
        stages: [pre-commit]
      - id: message
        name: message
        language: system
        entry: aos-check commit-msg
        stages: [commit-msg]
      - id: aos-check-pre-push
        name: push
        language: system
        entry: aos-check pre-push
        always_run: true
        pass_filenames: false
        stages: [push]
"""


def pre_commit_run(repo: DoctorRepo, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments], cwd=repo.top,
        env=environment() | repo.env, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.pre_commit
class TestPreCommit:
    @pytest.fixture
    def repo(self, repo: DoctorRepo) -> DoctorRepo:
        """The repository with pre-commit hooks that need no environment."""
        pytest.importorskip("pre_commit")
        repo.write({pre_commit.FILE: LOCAL})
        return repo

    def test_its_hooks_work_next_to_other_hooks(self, repo: DoctorRepo) -> None:
        pre_commit_run(repo, "install")
        seen = repo.doctor("git-hooks", "pre-commit", code=0)
        for name in ("pre-commit", "commit-msg", "pre-push"):
            assert seen.of(f".git/hooks/{name}")[0] == "ok", name
        assert seen.of(pre_commit.FILE)[:2] == (
            "ok",
            "it has our hooks: aos-check, message, aos-check-pre-push",
        )
        lacking = next(each for each in seen.results if each["state"] == "note")
        assert lacking["text"] == "it has no hook of ours for pre-merge-commit, prepare-commit-msg"

    def test_a_stage_that_is_not_installed(self, repo: DoctorRepo) -> None:
        repo.write({pre_commit.FILE: LOCAL.partition("\n")[2]})
        pre_commit_run(repo, "install")
        seen = repo.doctor("git-hooks", "pre-commit", code=1)
        assert seen.of(".git/hooks/pre-commit")[0] == "ok"
        assert seen.of(".git/hooks/commit-msg") == (
            "open",
            ".pre-commit-config.yaml has a hook for it, but this clone does not run it",
            "pre-commit install -t commit-msg",
        )
        assert seen.of(".git/hooks/pre-merge-commit")[0] == "not installed"
        said = [(each["text"], each["remedy"]) for each in seen.results]
        assert (
            "`pre-commit install` alone does not install commit-msg, pre-push",
            "add `default_install_hook_types: [pre-commit, commit-msg, pre-push]` to it",
        ) in said

    def test_a_hook_that_its_user_skips(self, repo: DoctorRepo) -> None:
        pre_commit_run(repo, "install")
        seen = repo.doctor("git-hooks", env={"SKIP": "message"}, code=1)
        state, text, remedy = seen.of(".git/hooks/commit-msg")
        assert (state, text) == ("open", "it runs, but accepts code without a task")
        assert "SKIP must not name it" in remedy

    def test_a_configuration_without_us(self, repo: DoctorRepo) -> None:
        pre_commit_run(repo, "install")
        repo.write({pre_commit.FILE: "repos: []\n"})
        seen = repo.doctor(code=1)
        state, _, remedy = seen.of(pre_commit.FILE)
        assert (state, remedy) == ("not installed", "aos-check init --with pre-commit")

    def test_a_clone_without_the_hooks(self, repo: DoctorRepo) -> None:
        repo.write({pre_commit.FILE: pre_commit.with_entry(None, Source())})
        seen = repo.doctor("git-hooks", code=1)
        assert {each["remedy"] for each in seen.results} == {"pre-commit install"}

    def test_its_python_is_gone(self, repo: DoctorRepo) -> None:
        pre_commit_run(repo, "install", "-t", "commit-msg")
        hook = repo.top / ".git/hooks/commit-msg"
        gone = "INSTALL_PYTHON=/nowhere/bin/python3"
        lines = hook.read_text().splitlines()
        lines = [gone if line.startswith("INSTALL_PYTHON=") else line for line in lines]
        hook.write_text("\n".join(lines))
        seen = repo.doctor(
            "pre-commit", "git-hooks", env={"PATH": f"{repo.bin}:/usr/bin:/bin"}, code=1
        )
        found = [each for each in seen.results if each["subject"] == ".git/hooks/commit-msg"]
        assert [each["state"] for each in found] == ["open", "open"]
        assert found[0]["text"] == "it cannot find pre-commit, so it refuses everything"
        assert found[1]["text"].startswith(
            "the Python that it was installed with does not exist any more"
        )
        assert found[1]["remedy"] == "pre-commit install -t commit-msg"

    def test_a_configuration_that_cannot_be_read(self, repo: DoctorRepo) -> None:
        repo.native("commit-msg")
        repo.write({pre_commit.FILE: "repos: ["})
        state, text, _ = repo.doctor("git-hooks", "pre-commit").of(pre_commit.FILE)
        assert state == "not judged"
        assert "it is not YAML" in text

    def test_the_package_itself(self, installed: Installed, tmp_path: Path) -> None:
        repo = DoctorRepo(tmp_path / "more")
        repo.env["PRE_COMMIT_HOME"] = installed.home
        repo.commit("docs: specify", {**project(), pre_commit.FILE: installed.config})
        pre_commit_run(repo, "install")
        # Its hooks run the package that pre-commit installed, with the same Python.
        path = f"{sys.base_prefix}/bin:/usr/bin:/bin"
        seen = repo.doctor("git-hooks", "pre-commit", env={"PATH": path}, code=0)
        assert set(seen.states().values()) == {"ok"}
