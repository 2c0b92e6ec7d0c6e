"""``make bench``: every figure beside its yardstick, as ratios measured in one run."""

import asyncio
import sys

from tests.bench import (
    audit_findings,
    certification_lists,
    demo_time,
    distribution_volumes,
    gateway_cpu,
    gateway_planning,
    gateway_speed,
    instruction_volumes,
    ledger_balances,
    ledger_volumes,
    memory,
)
from tests.stacks import running_stack


def main() -> int:
    """Run every benchmark; the status says whether each stayed within its yardstick."""
    with running_stack() as stack:
        within = [memory.measure(stack), asyncio.run(gateway_cpu.measure(stack))]
    within += [gateway_speed.measure(), gateway_planning.measure()]
    within += [demo_time.measure(), certification_lists.measure(), distribution_volumes.measure()]
    within += [ledger_volumes.measure(), ledger_balances.measure(), instruction_volumes.measure()]
    within += [audit_findings.measure()]
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
