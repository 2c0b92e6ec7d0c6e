"""Key in an instruction to liquidate that came on paper: an order, days of entry, firms, a rate (ASM-07, ASM-08)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.accounts.domain.bills.rates import RateMissing
from services.accounts.domain.instructions.messages import EVERYBODY, Firm, Ground, Kind, Mode
from services.accounts.domain.refunds import InterestSource
from services.accounts.storage import books
from services.accounts.storage.instructions import applying, queries
from services.accounts.storage.instructions.applying import Totals
from services.accounts.storage.instructions.queries import NewInstruction
from services.accounts.usecases import batch, ledger
from services.accounts.usecases.instructions.apply import AT_ONCE, apply_batch
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, refuse_if_any

_CITATION = "19 USC 1675(a)(3)(B)"


@dataclass(frozen=True, kw_only=True, slots=True)
class LiquidateByInstruction:
    """An instruction received on paper.

    Attributes:
        reference: its own number or date, as the paper has it.
        entry_from, entry_to: days of entry, both included; ``entry_to`` None while it is open.
        rate_percent: percent of entered value, with mode RATE alone.
        excluded_ranges: days of entry left out, both ends included.
        liquidated_on: day customs liquidates; None for today.
        boundary_on: publication of the Commission's notice; entries before it are under the cap of provisional
            measures (ACCT-10). None: that of the order.
        interest_from: first day of entry with interest; None: publication of the order.
        deemed_after: entries that cannot be liquidated by then are deemed to be; None: no such day is known.
        interest_source: who bears interest owed to importers, ``REFUND_INTEREST_SOURCE`` (REFD-05).
    """

    case_number: str
    reference: str
    entry_from: date
    entry_to: date | None
    mode: Mode
    ground: Ground = Ground.REVIEW
    rate_percent: Decimal | None = None
    firms: tuple[Firm, ...] = EVERYBODY
    excluded_firms: tuple[Firm, ...] = ()
    excluded_ranges: tuple[tuple[date, date], ...] = ()
    reason: str | None = None
    liquidated_on: date | None = None
    boundary_on: date | None = None
    interest_from: date | None = None
    suspension_lifted_on: date | None = None
    deemed_after: date | None = None
    interest_source: InterestSource = InterestSource.GENERAL_FUND


async def liquidate_by_instruction(tx: Transaction, command: LiquidateByInstruction) -> dict[str, JSON]:
    """Keep the instruction and apply it to its first entries at once; the job applies it to the rest.

    What decides each entry is what decides it under a message of proceedings: class, security, rate, interest, the cap
    and the $20 rule.

    Raises:
        Refused: every reason why it cannot be kept.

    Source: ASM-07, ASM-08, ASM-11; 17.2.
    """
    order = await queries.find_order(tx.connection, command.case_number)
    closed = await books.closed_through(tx.connection)
    refuse_if_any(_refusals(tx.today, command, known=order is not None, closed_through=closed))
    assert order is not None, "refused above"
    liquidated_on = command.liquidated_on or tx.today
    new = NewInstruction(
        case_number=command.case_number,
        message_number=None,
        kind=Kind.LIQUIDATE,
        content=_content(command, order.issued_on),
        issued_on=liquidated_on,
        first_on=command.entry_from,
        last_on=command.entry_to,
        firms=command.firms,
        excluded_firms=command.excluded_firms,
        excluded_ranges=command.excluded_ranges,
        effective_on=liquidated_on,
        deemed_after=command.deemed_after,
    )
    added = await queries.add(tx.connection, new, by=tx.cause.actor, at=tx.now)
    assert added is not None, "an instruction without a number is always added"
    tx.audit("liquidate_by_instruction", f"instructions/{added}", after={"reference": command.reference})
    try:
        await apply_batch(tx, added, command.interest_source, AT_ONCE)
    except RateMissing:
        await applying.move_on(tx.connection, added, Totals(), {"waits_for": "RATE_MISSING"})
    return {"instruction_id": str(added)}


def _content(command: LiquidateByInstruction, ordered_on: date) -> dict[str, JSON]:
    def text(day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    return {
        "reference": command.reference,
        "ground": command.ground.value,
        "reason": command.reason,
        "mode": command.mode.value,
        "rate_percent": None if command.rate_percent is None else str(command.rate_percent),
        "boundary_on": text(command.boundary_on),
        "interest_from": text(command.interest_from or ordered_on),
        "suspension_lifted_on": text(command.suspension_lifted_on),
    }


def _refusals(
    today: date, command: LiquidateByInstruction, *, known: bool, closed_through: int | None
) -> Iterator[Refusal]:
    if not known:
        yield batch.unknown_order(command.case_number, "caseNumber")
    if command.entry_to is not None and command.entry_to < command.entry_from:
        yield _refusal("RANGE_REVERSED", "The last day of entry is before the first.", "entryTo")
    for i, (first, last) in enumerate(command.excluded_ranges):
        if last < first:
            yield _refusal("RANGE_REVERSED", "The last day left out is before the first.", f"excludeRanges[{i}].last")
    if (command.mode is Mode.RATE) != (command.rate_percent is not None):
        yield _refusal("RATE_WITH_MODE", "State a rate with mode RATE, and with no other.", "ratePercent")
    if command.rate_percent is not None and command.rate_percent < 0:
        yield _refusal("RATE_NEGATIVE", "A rate is not negative.", "ratePercent")
    day = command.liquidated_on or today
    yield from batch.not_in_future(day, today, "liquidatedOn")
    yield from ledger.closed_day(closed_through, day, field="liquidatedOn")
    if command.suspension_lifted_on is not None and day < command.suspension_lifted_on:
        yield _refusal("BEFORE_LIFTED", "The suspension is not lifted on that day.", "suspensionLiftedOn")


def _refusal(code: str, message: str, field: str) -> Refusal:
    return batch.refusal(code, message, field, "ASM-08", _CITATION)
