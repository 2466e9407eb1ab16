"""What aos-check prints in the examples of the README and of docs/how-to/git-hooks.md."""

from __future__ import annotations

from sample import SPEC, sample


def finding(tasks: str) -> str:
    """Return the text of a check of a project with this task list."""
    with sample() as repository:
        repository.write(f"{SPEC}/tasks.md", tasks)
        return _fence(repository.run("aos-check"))


def refusal() -> str:
    """Return the text that git prints when it refuses a commit of code without a task."""
    with sample() as repository:
        repository.use_hooks()
        repository.write("src/login.py", 'FIELDS = ["mail", "password"]\n')
        return _fence(repository.run('git add src && git commit -m "Add the sign-in form"'))


def _fence(text: str) -> str:
    return f"```text\n{text.strip()}\n```\n"
