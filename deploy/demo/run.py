"""``countervail demo``: start everything, run the main job, print what was paid to whom, stop everything."""

import asyncio
import shutil
import time
from collections.abc import Sequence
from fractions import Fraction
from itertools import groupby
from pathlib import Path

from rich.console import Console
from rich.table import Table

from deploy.demo import documents as gql
from deploy.demo.client import Api
from deploy.demo.comparison import Comparison, Line, compare
from deploy.demo.job import MainJob, YearResult
from deploy.demo.plan import PublishedYear, published_years
from deploy.stack import GATEWAY, Stack
from shared.money import format_money, round_half_up


def run_demo(folder: Path, console: Console, *, keep: bool) -> bool:
    """Run the demonstration in ``folder``.

    Returns:
        Whether every figure ties and the ledger verifies.

    Raises:
        DemoError: the job could not be done.
        StackError, EmbeddedError: something did not start.
    """
    started = time.monotonic()
    stack = Stack(folder, clock="simulated", durable=False)
    try:
        stack.start(lambda step: console.print(f"starting {step} ..."))
        console.print(f"everything runs; gateway {stack.url(GATEWAY)}/graphql")
        ties = asyncio.run(_run(stack, console))
    finally:
        console.print("stopping everything ...")
        stack.stop()
        if not keep:
            shutil.rmtree(folder, ignore_errors=True)
    console.print(
        f"[bold]{'every figure ties' if ties else 'NOT every figure ties'}[/], {time.monotonic() - started:.0f} s"
    )
    return ties


async def _run(stack: Stack, console: Console) -> bool:
    plan = published_years()
    comparisons: list[Comparison] = []
    async with Api(stack.url(GATEWAY), stack.issuer) as api, stack.calendar() as set_day:
        job = MainJob(plan, api, set_day, lambda step: console.print(f"  {step}"))
        for fiscal_year, records in groupby(plan, key=lambda record: record.fiscal_year):
            comparisons += await _run_year(job, fiscal_year, list(records), console)
        ledger = (await api.query(gql.LEDGER, {}, role="auditor"))["ledgerVerification"]
    _print_comparisons(comparisons, console)
    state = "balanced" if ledger["balanced"] else "NOT BALANCED"
    console.print(
        f"\nledger: {state}; {ledger['journalCount']} journals, {ledger['postingCount']} postings recomputed; "
        f"Treasury control total ${ledger['controlTotal']}; {len(ledger['problems'])} problems"
    )
    for problem in ledger["problems"]:
        console.print(f"  {problem}", soft_wrap=True)
    console.print(f"{api.calls} GraphQL calls")
    return bool(ledger["balanced"]) and not ledger["problems"] and all(one.ties for one in comparisons)


async def _run_year(
    job: MainJob, fiscal_year: int, records: Sequence[PublishedYear], console: Console
) -> list[Comparison]:
    result: YearResult = await job.run_year(fiscal_year, records)
    console.print(
        f"FY{fiscal_year}: {result.filed} filed, {result.returned} returned and corrected, "
        f"1 incomplete filing refused with {result.refused} reasons at once"
    )
    return [compare(record, result.report) for record in records]


def _print_comparisons(comparisons: Sequence[Comparison], console: Console) -> None:
    for one in comparisons:
        record = one.record
        console.print(_table(one))
        for total in one.totals:
            if total.published_cents is not None:
                _print_total(total.what, total.run_cents, total.published_cents, total.ties, console)
        console.print(f"  source: {record.source}", soft_wrap=True)
        console.print("  made up for this run: " + "; ".join(record.made_up), soft_wrap=True)


def _table(comparison: Comparison) -> Table:
    record = comparison.record
    table = Table(title=f"FY{record.fiscal_year}  {record.title}", title_justify="left", min_width=118)
    for heading in ("order", "claimant (* stand-in)"):
        table.add_column(heading)
    for heading in ("claimed", "share %", "exact pro rata", "paid", "withheld", "published", "paid - publ."):
        table.add_column(heading, justify="right")
    for line in comparison.lines:
        table.add_row(*_cells(line), style=None if line.ties else "red")
    return table


def _cells(line: Line) -> tuple[str, ...]:
    published = line.published_cents
    return (
        line.case_number,
        line.claimant + (" *" if line.is_stand_in else ""),
        _dollars(line.claimed_cents),
        line.allocation,
        _exact_dollars(line.exact_cents),
        _dollars(line.paid_cents),
        _dollars(line.withheld_cents) if line.withheld_cents else "",
        "" if published is None else _dollars(published),
        "" if published is None else _dollars(line.paid_cents - published),
    )


def _print_total(what: str, run_cents: int, published_cents: int, ties: bool, console: Console) -> None:
    console.print(
        f"  {what}: {_dollars(run_cents)} here, {_dollars(published_cents)} published, "
        f"difference {_dollars(run_cents - published_cents)}: {'ties' if ties else 'DOES NOT TIE'}"
    )


def _exact_dollars(cents: Fraction) -> str:
    """With six decimals where it is no whole number of cents."""
    if cents.denominator == 1:
        return _dollars(int(cents))
    ten_thousandths = round_half_up(cents.numerator * 10_000, cents.denominator)
    return f"{_dollars(ten_thousandths // 10_000)}{ten_thousandths % 10_000:04d}"


def _dollars(cents: int) -> str:
    whole, _, part = format_money(cents).partition(".")
    return f"{int(whole):,}.{part}" if whole != "-0" else f"-0.{part}"
