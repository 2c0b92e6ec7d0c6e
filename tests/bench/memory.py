"""Idle memory of every process, beside 130 MB."""

from deploy.stack import PROCESSES, Stack
from tests.bench.processes import resident_megabytes

YARDSTICK_MB = 130


def measure(stack: Stack) -> bool:
    """Print the resident memory of each process; whether all stay within the yardstick."""
    within = True
    print(f"\nmemory of an idle process, at most {YARDSTICK_MB} MB")
    for name in PROCESSES:
        megabytes = resident_megabytes(stack.pid(name))
        within = within and megabytes <= YARDSTICK_MB
        print(f"  {name:<14} {megabytes:6.1f} MB   {megabytes / YARDSTICK_MB:5.2f} of the yardstick")
    return within
