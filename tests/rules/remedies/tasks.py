"""The remedies of the rules on tasks."""

from __future__ import annotations

from tests.rules.remedies.remedy import Remedy, git, prove_first, write_what_is_named
from tests.rules.remedies.texts import AGENT_OS, UNFINISHED

REMEDIES = (
    Remedy("TASK001", "finish 1.2", {"tasks.md": [("[ ]", "[x]")]}),
    Remedy(
        "TASK001",
        "mark it as deferred",
        {"tasks.md": [("e-mail", "e-mail (deferred: after the release)")]},
    ),
    Remedy(
        "TASK001",
        "or reopen 1",
        {"tasks.md": [("[x] 1. ", "[ ] 1. ")]},
        message="docs: untick 1, because 1.2 is left",
    ),
    Remedy("TASK002", "mark 1.0 as done", {"tasks.md": [("[ ]", "[x]")]}),
    Remedy(
        "TASK002",
        "or add the subtask that is missing",
        {"tasks.md": [("the e-mail", "the e-mail\n  - [ ] 1.3 Validate the password")]},
    ),
    Remedy(
        "TASK002", "mark 1.1 as done", {"tasks.md": [("[ ]", "[x]")]}, "every criterion is ticked"
    ),
    Remedy(
        "TASK002",
        "or add the criterion that is missing",
        {"tasks.md": [("password", "password\n    - [ ] It says what is wrong")]},
        "every criterion is ticked",
    ),
    Remedy(
        "TASK003",
        "give the later task a free id",
        {"tasks.md": [("1.2 Verify", "1.3 Verify"), ("2. Reset", "3. Reset")]},
    ),
    Remedy(
        "TASK003",
        "give the later task a free id",
        {"tasks.md": [("T001 Add", "T002 Add")]},
        "in another group",
    ),
    Remedy(
        "TASK004",
        "name an existing task or group by its current id",
        {"tasks.md": [("Task Group 4", "Task Group 1"), ("on 1.7", "on 1.0")]},
    ),
    Remedy(
        "TASK005",
        "delete the dependency that is not needed",
        {"tasks.md": [("**Dependencies:** Task Group 2", "**Dependencies:** None")]},
        "groups",
    ),
    Remedy(
        "TASK005",
        "delete the dependency that is not needed",
        {"tasks.md": [("  - **Dependencies**: Task 2.1\n", "")]},
        "a task and the group of another",
    ),
    Remedy("TASK006", "finish 1.0 first", {"tasks.md": [("[ ]", "[x]")]}),
    Remedy(
        "TASK006",
        "delete the dependency",
        {
            "tasks.md": [
                ("**Dependencies:** Task Group 1", "**Dependencies:** None"),
                (" (depends on 1.2)", ""),
            ]
        },
    ),
    Remedy(
        "TASK006",
        "or reopen 2.1",
        {"tasks.md": [("[x] 2.", "[ ] 2."), ("[x] 3.0", "[ ] 3.0")]},
        message="docs: untick 2.1, 2.2 and 3.0, which depend on open tasks",
    ),
    Remedy(
        "TASK006",
        "finish 2.1 first",
        {"tasks.md": [("[ ] **Task 2", "[x] **Task 2")]},
        "dependencies in their own section",
    ),
    Remedy("TASK007", "the gate", {"tasks.md": [("[ ] Ada", "[x] Ada")]}),
    Remedy(
        "TASK008",
        "put the tasks in order, or give this one the next number",
        {
            "tasks.md": [
                ("1.3 V", "1.2 V"),
                (
                    "- [ ] 4. Sign-out\n- [ ] 2. Reset the password\n",
                    "- [ ] 2. Reset the password\n- [ ] 3. Sign-out\n",
                ),
            ]
        },
    ),
    Remedy("TASK009", "check the criterion and tick it", {"tasks.md": [("[ ]", "[x]")]}),
    Remedy(
        "TASK009",
        "or reopen 1.1",
        {"tasks.md": [("[x] **Task", "[ ] **Task")]},
        message="docs: untick 1.1 until it says so",
    ),
    Remedy(
        "TASK010",
        "name FR-002 in the task that does it",
        {"tasks.md": [("(FR-001)", "(FR-001, FR-002)")]},
    ),
    Remedy(
        "TASK010",
        "or add that task",
        {"tasks.md": [("(FR-001)", "(FR-001)\n- [ ] **Task 1.2**: Sign out (FR-002)")]},
    ),
    Remedy(
        "TASK010",
        "name NFR-P1 in the task that does it",
        {"tasks.md": [("NFR-Sc1", "NFR-Sc1, NFR-P1")]},
        "one that is not among all of a kind",
    ),
    Remedy("TASK011", "name the intended requirement", {"tasks.md": [("FR-007", "FR-001")]}),
    Remedy(
        "TASK011",
        "or write it",
        {"srd.md": [("e-mail.\n", "e-mail.\n- **FR-007**: Visitors sign out.\n")]},
    ),
    Remedy(
        "TASK011",
        "name the intended requirement",
        {"tasks.md": [("1.3_", "1.2_"), ("7.1", "2.1")]},
        "requirements with numbers",
    ),
    Remedy(
        "TASK012",
        "restore them",
        run=git("checkout", "HEAD~1", "--", AGENT_OS),
    ),
    Remedy(
        "TASK012",
        "or name each, such as 2025-10-08-login#1, in the message and say why",
        {"commit": "Reopen 2025-10-08-login#1 and drop 2025-10-08-login#2: they were not tested\n"},
    ),
    Remedy(
        "TASK012",
        "restore it",
        {"tasks.md": "# Spec Tasks\n\n- [x] 1.1 Sign-in form\n"},
        "deferred after it was done",
    ),
    Remedy(
        "TASK012",
        "or name 2025-10-08-login#1.1 in the message and say why",
        {"commit": "Defer 2025-10-08-login#1.1: it needs the session store\n"},
        "deferred after it was done",
    ),
    Remedy(
        "TASK012",
        "or name 2025-10-08-login#1 in the message and say why",
        {"commit": "Drop 2025-10-08-login#1: the provider has a form\n"},
        "the id belongs to another task now",
    ),
    Remedy("TASK013", "finish 2.0", {"tasks.md": [("[ ]", "[x]")]}),
    Remedy(
        "TASK012",
        "or name 2025-10-08-login in the message and say why",
        {"commit": "Plan the tasks of 2025-10-08-login again, for the provider has a form\n"},
        also={f"{AGENT_OS}/tasks.md": "# Spec Tasks\n\n- [x] 4. Mail\n- [x] 5. Session\n"},
    ),
    Remedy(
        "TASK013",
        "say why it is left",
        {
            "tasks.md": [
                ("a mail", "a mail (deferred: after the release)"),
                ("the session", "the session (deferred: after the release)"),
            ]
        },
    ),
    Remedy(
        "TASK013",
        "or correct the report",
        {"final-verification.md": "# Verification Report: Login\n\n**Status:** Failed\n"},
    ),
    Remedy(
        "TASK014",
        "until a commit writes src/session.py",
        run=write_what_is_named,
    ),
    Remedy(
        "TASK014",
        "name the file that was written instead",
        {"tasks.md": [("src/session.py", "src/form.py"), ("src/store.py", "src/form.py")]},
        also=UNFINISHED,
    ),
    Remedy(
        "TASK014",
        "reopen T002 and name it in the commit's message",
        {"tasks.md": [("[x] T002", "[ ] T002"), ("[x] T003", "[ ] T003")]},
        message="docs: untick T002 and T003, which are not written",
    ),
    Remedy(
        "TASK015",
        "commit its code with the trailer `Task: 2025-10-08-login#1`",
        {"src/login.py": "FORM = []\n", "commit": "Add the form\n\nTask: 2025-10-08-login#1\n"},
    ),
    Remedy(
        "TASK015",
        "reopen 1 and name it in the commit's message",
        {"tasks.md": [("[x]", "[ ]")], "commit": "Untick 2025-10-08-login#1 again\n"},
    ),
    Remedy(
        "TASK015",
        "commit a test with the trailer `Task: 2025-10-08-login#1`",
        {"tests/test_login.py": "assert True\n"},
        "code without a test",
    ),
    Remedy(
        "TASK015",
        "run `aos-check prove 2025-10-08-login#1 -- COMMAND`, and commit evidence.json",
        example="a proof that failed",
        run=prove_first,
    ),
)
