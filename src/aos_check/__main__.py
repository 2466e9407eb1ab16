"""The entry of `aos-check` and `python -m aos_check`."""

from __future__ import annotations

import sys

_WORDS = 3  # the program, `hook` and the agent


def main() -> None:
    """Answer a coding agent at once, else run the command line."""
    if len(sys.argv) == _WORDS and sys.argv[1] == "hook" and not sys.argv[2].startswith("-"):
        # Each of an agent's steps waits for this: the command line would take longer to load.
        from aos_check.agent_hook.entry import main as answer

        sys.exit(answer(sys.argv[2]))
    from aos_check.cli import main as run

    run()


if __name__ == "__main__":
    main()
