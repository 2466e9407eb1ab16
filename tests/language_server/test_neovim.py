"""Neovim, with the configuration that the guide shows. Skipped where it is not installed."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.git_repo import Repo, environment, put_on_path

GUIDE = Path(__file__).parents[2] / "docs/how-to/editor.md"
TASKS = "agent-os/specs/2026-01-01-login/tasks.md"
LOOK = """
local function wait(test) return vim.wait(20000, test, 10) end
local function codes()
  return vim.tbl_map(function(it) return it.code end, vim.diagnostic.get(0))
end
local function has(code) return vim.tbl_contains(codes(), code) end
local function say(...) io.stdout:write(table.concat({ ... }, ' ') .. '\\n') end
say('opened', tostring(wait(function() return has('TASK001') end)))
vim.api.nvim_buf_set_lines(0, 0, 2, false, { '- [ ] 1.0 Sign in', '  - [x] 1.1 Form' })
say('typed', tostring(wait(function() return has('TASK002') and not has('TASK001') end)))
vim.api.nvim_win_set_cursor(0, { 1, 3 })
vim.lsp.buf.code_action({ apply = true })
wait(function() return vim.api.nvim_buf_get_lines(0, 0, 1, false)[1]:find('x', 1, true) ~= nil end)
say('fixed', vim.api.nvim_buf_get_lines(0, 0, 1, false)[1])
vim.cmd('qall!')
"""


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim_shows_findings_and_makes_fixes(repo: Repo, tmp_path: Path) -> None:
    text = "- [x] 1.0 Sign in\n  - [ ] 1.1 Form\n"
    repo.write({TASKS: text})
    found = re.search(r"```lua\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    assert found
    (tmp_path / "init.lua").write_text(found[1])
    (tmp_path / "look.lua").write_text(LOOK)
    (tmp_path / "bin").mkdir()
    tool = put_on_path(tmp_path / "bin")
    done = subprocess.run(
        ["nvim", "--headless", "-u", str(tmp_path / "init.lua"), TASKS, "-S", "../look.lua"],
        cwd=repo.top, env=environment() | tool | {"HOME": str(tmp_path)}, timeout=90,
        capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    shown = done.stdout.split("\n")
    assert shown[:3] == ["opened true", "typed true", "fixed - [x] 1.0 Sign in"], done.stderr
    assert (repo.top / TASKS).read_text() == text
