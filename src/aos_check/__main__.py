"""The entry of `python -m aos_check`."""

from __future__ import annotations

from aos_check.cli import main

if __name__ == "__main__":
    main()
