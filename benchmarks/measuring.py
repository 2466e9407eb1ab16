"""Measure the processes of commands and print their ratios."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Measurement:
    """The wall time in seconds and the peak memory in MiB of one finished process."""

    seconds: float
    mebibytes: float


def measure(command: Sequence[str], folder: Path) -> Measurement:
    """Run the command once. Its output and exit code are ignored."""
    started = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return Measurement(time.perf_counter() - started, usage.ru_maxrss / 1024)


def compare(commands: Mapping[str, Sequence[str]], folder: Path, runs: int) -> None:
    """Run all commands `runs` times, and print how they compare with the first one."""
    measured: dict[str, list[Measurement]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            measured[name].append(measure(command, folder))
    ours = statistics.median(run.seconds for run in next(iter(measured.values())))
    for name, all_runs in measured.items():
        seconds = statistics.median(run.seconds for run in all_runs)
        memory = max(run.mebibytes for run in all_runs)
        print(f"{name:36} {seconds:7.3f} s  {memory:6.0f} MiB  {seconds / ours:6.2f} x the first")
