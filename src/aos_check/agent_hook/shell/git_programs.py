"""The commands that git runs because a setting or a variable names them, such as an editor."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from aos_check.agent_hook.shell.git_commands import GitCall, setting

VARIABLES = frozenset(
    {"GIT_ASKPASS", "GIT_EDITOR", "GIT_EXTERNAL_DIFF", "GIT_PAGER", "GIT_SEQUENCE_EDITOR"}
    | {"GIT_SSH_COMMAND", "EDITOR", "PAGER", "VISUAL"}
)
"""The variables whose value git runs."""
_SETTINGS = frozenset(
    """
    browser.cmd core.askpass core.editor core.fsmonitor core.gitproxy core.pager core.sshcommand
    credential.helper diff.command diff.external diff.textconv difftool.cmd filter.clean
    filter.process filter.smudge gpg.defaultkeycommand gpg.program interactive.difffilter man.cmd
    merge.driver mergetool.cmd remote.receivepack remote.uploadpack sequence.editor
    submodule.update tar.command trailer.cmd trailer.command uploadpack.packobjectshook
    """.split()  # noqa: SIM905 - a text is easier to read
)
"""The settings whose value git runs, without the names of their subsections."""
_KEY = "GIT_CONFIG_KEY_"


def programs(git: GitCall, environment: Mapping[str, str]) -> Iterator[str]:
    """The commands that this call, or a later one, runs by its settings and variables."""
    given = list(git.settings)
    if changed := setting(git):
        given.append((changed.key, changed.value))
    for name, value in environment.items():
        if name.startswith(_KEY):
            given.append((value.lower(), environment.get(name.replace("KEY", "VALUE"), "")))
        elif name in VARIABLES:
            yield f"unset {name}\n{value}"  # git in this command would run it again
    for key, value in given:
        section, name = key.partition(".")[0], key.rpartition(".")[2]
        if section == "pager" or f"{section}.{name}" in _SETTINGS:
            yield value.removeprefix("!")
