"""The remedies of the rules on commits."""

from __future__ import annotations

from collections.abc import Mapping

from tests.rules.remedies.remedy import Edits, Remedy, approve, git, move, new_spec, one_by_one
from tests.rules.remedies.texts import AGENT_OS, APPROVED, FUNCTIONAL

OPEN = {f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [ ] 1. Sign-in form\n- [ ] 2. Sign-out\n"}
TICKED = {f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 1. Sign-in form\n- [ ] 2. Sign-out\n"}
NAMED: Mapping[str, Edits | None] = {
    "commit": "Fix the form\n\nTask: login#1\n",
    "tasks.md": [("- [ ] 1", "- [x] 1")],
}
REMEDIES = (
    Remedy("GIT001", "start one with `aos-check new spec NAME`, get it approved", run=new_spec),
    Remedy(
        "GIT001",
        "or add a trailer `Aos-Waive: GIT001 <reason>`",
        {"commit": "Add the form\n\nAos-Waive: GIT001 found on the way\n"},
    ),
    Remedy(
        "GIT001",
        "name a task of that project: add a trailer `Task: <spec>#<task>`",
        {
            "commit": "Add the form\n\nTask: cart#1\nTask: login#1\n",
            "app/.agent-os/specs/2025-10-08-login/tasks.md": [("[ ]", "[x]")],
        },
        "the task of another project",
    ),
    Remedy(
        "GIT001",
        "add a trailer `Task: <spec>#<task>` to the message; see `aos-check next`",
        {"commit": "Add the form\n\nTask: login#1\n", "tasks.md": [("[ ] 1", "[x] 1")]},
        also=OPEN,
    ),
    Remedy(
        "GIT001",
        "for maintenance of at most 200 lines, add `Task: none <reason>`; or start one",
        {"commit": "Add the form\n\nTask: none a slip in the label\n"},
    ),
    Remedy(
        "GIT001",
        "see `aos-check next`; for maintenance of at most 200 lines, add `Task: none <reason>`",
        {"commit": "Add the form\n\nTask: none a slip in the label\n"},
        also=OPEN,
    ),
    Remedy(
        "GIT001",
        "move the line `Task: none a slip` to the last paragraph",
        {"commit": "Add the form\n\nIt is short.\n\nTask: none a slip\n"},
        also=OPEN,
        message="Add the form\n\nTask: none a slip\n\nIt is short.\n",
    ),
    Remedy(
        "GIT001",
        "put a blank line before `Task: login#1`",
        {"commit": [("form\n", "form\n\n")]},
        also=TICKED,
        message="Add the form\nTask: login#1\n",
    ),
    Remedy(
        "GIT001",
        "move the line `Task: login#1` to the last paragraph",
        {"commit": "Add the form\n\nIt is short.\n\nTask: login#1\n"},
        also=TICKED,
        message="Add the form\n\nTask: login#1\n\nIt is short.\n",
    ),
    Remedy(
        "GIT002",
        "or begin a spec with `aos-check new spec`",
        run=new_spec,
    ),
    Remedy(
        "GIT002",
        "or begin a spec with `aos-check new spec`",
        example="a spec that does not exist",
        run=new_spec,
    ),
    Remedy(
        "GIT002",
        "name an existing one, such as login#1 or login#2",
        {"commit": [("login#7", "login#2")], "tasks.md": [("- [ ] 2", "- [x] 2")]},
        also={f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 1. Form\n- [ ] 2. Sign-out\n"},
    ),
    Remedy(
        "GIT003",
        "finish login#2 by the end of the range, and mark it as done in that commit",
        {"tasks.md": [("- [ ] 2", "- [x] 2")]},
    ),
    Remedy(
        "GIT003",
        "or name a task that is done",
        {"commit": [("login#2", "login#1")]},
    ),
    Remedy(
        "GIT003",
        "mark it as in progress in this commit",
        {"tasks.md": [("- [ ] 2", "- [/] 2")]},
        "not started, where a started task is required",
    ),
    Remedy(
        "GIT003",
        "or name a task that is started",
        {"commit": [("login#2", "login#1.1")]},
        "not started, where a started task is required",
    ),
    Remedy(
        "GIT003",
        "name the task that this work belongs to: add one to a spec",
        {
            "commit": "Add the form\n\nTask: login#2\n",
            "tasks.md": [("form\n", "form\n- [x] 2. Sign-out\n")],
        },
        also={f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 1. Sign-in form\n"},
        message="Add the form\n\nTask: login#1\n",
    ),
    Remedy(
        "GIT003",
        "or begin a spec with `aos-check new spec`",
        run=new_spec,
        also={f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 1. Sign-in form\n"},
        message="Add the form\n\nTask: login#1\n",
    ),
    Remedy(
        "GIT003",
        "or for maintenance of at most 200 lines, write `Task: none <reason>` instead",
        {"commit": "Add the form\n\nTask: none a slip in the label\n"},
        also={f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 1. Sign-in form\n"},
        message="Add the form\n\nTask: login#1\n",
    ),
    Remedy(
        "GIT004",
        "with `aos-check approve 001-login`",
        run=approve("001-login"),
        also={"aos-check.toml": '[approval]\nlevel = "pinned"\n'},
    ),
    Remedy("GIT004", "set their status", APPROVED),
    Remedy("GIT004", "or run `aos-check approve 001-login`", run=approve("001-login")),
    Remedy(
        "GIT005",
        "write the full address, such as 2025-10-08-login#1",
        {"commit": [("login#1", "2025-10-08-login#1")]},
    ),
    Remedy(
        "GIT005",
        "write the full address, such as login#1",
        {"commit": [("Task: 1", "Task: login#1")]},
        "an id alone, with two specs under way",
    ),
    Remedy(
        "GIT005",
        "or choose the spec with `git config aos-check.spec NAME`",
        example="an id alone, with two specs under way",
        run=git("config", "aos-check.spec", "login"),
    ),
    Remedy(
        "GIT005",
        "or give the branch the name of the spec",
        example="an id alone, with two specs under way",
        run=git("branch", "--move", "login"),
    ),
    Remedy(
        "GIT005",
        "write the full address, such as login#1",
        {"commit": [("Task: 1", "Task: login#1")]},
        "an id alone, of two tasks that the commit finishes",
    ),
    Remedy(
        "GIT005",
        "or choose the spec with `git config aos-check.spec NAME`",
        example="an id alone, of two tasks that the commit finishes",
        run=git("config", "aos-check.spec", "login"),
    ),
    Remedy(
        "GIT005",
        "or give the branch the name of the spec",
        example="an id alone, of two tasks that the commit finishes",
        run=git("branch", "--move", "login"),
    ),
    Remedy(
        "GIT006",
        "tick a task in the commit that does it",
        {"src/login.py": "FORM = []\n", "commit": "Add the form\n\nTask: login#1\n"},
    ),
    Remedy("GIT007", "commit each task with its work", run=one_by_one),
    Remedy("GIT007", "or raise commits.max-ticks", {"aos-check.toml": [("= 2", "= 3")]}),
    Remedy(
        "GIT008",
        "or delete it",
        {"commit": [("Aos-Waive: GIT003 the tick follows\n", "")]},
        "a rule that may not be waived",
    ),
    Remedy(
        "GIT008",
        "write it as `Aos-Waive: CODE reason` for a rule that may be waived",
        {"commit": "Add the form\n\nAos-Waive: GIT001 while we move in\n"},
        "no reason, and a last day that has passed",
    ),
    Remedy(
        "GIT008",
        "or delete it",
        {"commit": "Add the form\n"},
        "an author who may not waive",
    ),
    Remedy(
        "GIT009",
        "if a task does describe it, name it in the trailer `Task` instead",
        NAMED,
        "listed with its reason",
    ),
    Remedy(
        "GIT009",
        "write the reason: `Task: none <reason>`",
        {"commit": [("Task: none", "Task: none a slip in the label")]},
        "no reason",
    ),
    *(
        remedy
        for example in ("a feature", "too many lines of code", "not allowed here")
        for remedy in (
            Remedy("GIT009", "name a task in the trailer `Task: <spec>#<task>`", NAMED, example),
            Remedy("GIT009", "or begin a spec", example=example, run=new_spec),
        )
    ),
    Remedy(
        "GIT009",
        "delete the trailer `Task: none`",
        {"commit": [("Task: none a slip in the label", "")]},
        "a commit that finishes a task",
    ),
    Remedy(
        "GIT009",
        "delete the trailer `Task: none`",
        {"commit": [("Task: none a slip in the label\n", "")]},
        "a task as well",
    ),
    Remedy(
        "GIT010",
        "put the project back above its code",
        example="the home is moved",
        run=move("sub/context", "context"),
    ),
    Remedy(
        "GIT010",
        "or move the code with it",
        {
            "commit": "Move the shop\n\nTask: login#1\n",
            "login/tasks.md": [("[ ]", "[x]")],
            "sub/context/spec/001-login/functional-spec.md": FUNCTIONAL,
        },
        example="the home is moved",
        run=move("src", "sub/src"),
    ),
    Remedy(
        "GIT011",
        "run `git rebase --interactive --autosquash` before the merge",
        run=git("-c", "sequence.editor=true", "rebase", "--interactive", "--autosquash", "HEAD~2"),
        also={f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 1. Sign-in form\n- [ ] 2. Sign-out\n"},
    ),
    Remedy(
        "GATE005",
        "runs `aos-check approve 2025-10-08-login --artifact technical-spec.md`",
        {"tasks.md": [("[ ]", "[x]")]},
        run=approve("2025-10-08-login", "--artifact", "technical-spec.md"),
    ),
)
