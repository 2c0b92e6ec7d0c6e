"""Apply messages to customs to entries: liquidate by instruction, give security back (17.2, ASM-07 to ASM-11)."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID, uuid4

import structlog

from services.accounts.domain import law
from services.accounts.domain.assessment.classes import CaseDays, EntryClass
from services.accounts.domain.assessment.days import ClassRun, class_runs
from services.accounts.domain.bills.rates import InterestRates, RateMissing
from services.accounts.domain.instructions.interest import grown
from services.accounts.domain.instructions.messages import Kind, Mode, State
from services.accounts.domain.instructions.suspension import fold, refund_limit
from services.accounts.domain.refunds import InterestSource
from services.accounts.events.instructed import InstructionApplied
from services.accounts.storage import books
from services.accounts.storage.bills import rates
from services.accounts.storage.books import Books
from services.accounts.storage.imports.liquidations import add_settled, judge_liquidations, settled
from services.accounts.storage.imports.staging import leave_out
from services.accounts.storage.instructions import applying, queries, returning
from services.accounts.storage.instructions.applying import Totals
from services.accounts.storage.instructions.next_entries import Reached, Wanted, take_next
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases import ledger
from services.accounts.usecases.instructions.keep import parsed, terminated
from shared.calendar import FiscalYear
from shared.database import Cause, Transaction, UnitOfWork

NAME: Final = "apply-instructions"
AT_ONCE: Final = 5_000

log = structlog.stdlib.get_logger(__name__)


async def apply_instructions(uow: UnitOfWork, *, source: InterestSource, at_once: int = AT_ONCE) -> None:
    """The job: apply what waits, some thousands of entries a transaction, each with how far it got.

    A process that ends in the middle leaves whole batches behind it, and whoever goes on begins after the last one.

    Args:
        source: who bears interest owed to importers on their refunds, ``REFUND_INTEREST_SOURCE`` (REFD-05).
        at_once: entries a transaction.
    """
    async with uow.begin(_cause()) as tx:
        ids = await applying.waiting(tx.connection, tx.today)
    for instruction_id in ids:
        while await _step(uow, instruction_id, source, at_once):
            pass


def job(source: InterestSource) -> Callable[[UnitOfWork], Awaitable[None]]:
    """The job as the service runs it."""
    return partial(apply_instructions, source=source)


async def _step(uow: UnitOfWork, instruction_id: UUID, source: InterestSource, at_once: int) -> bool:
    """One batch of one instruction; whether there may be more."""
    try:
        async with uow.begin(_cause()) as tx:
            return await apply_batch(tx, instruction_id, source, at_once)
    except RateMissing as missing:
        log.warning("instruction.rate_missing", instruction_id=str(instruction_id), day=missing.day.isoformat())
        async with uow.begin(_cause()) as tx:
            await applying.move_on(tx.connection, instruction_id, Totals(), {"waits_for": "RATE_MISSING"})
        return False


async def apply_batch(tx: Transaction, instruction_id: UUID, source: InterestSource, at_once: int) -> bool:
    """Apply an instruction to its next entries; whether there may be more.

    Raises:
        RateMissing: interest is due for a day whose rate is not published.
    """
    row = await applying.lock(tx.connection, instruction_id)
    if row.state != State.WAITING:
        return False
    waits_for = await _obstacle(tx, row)
    if waits_for is not None:
        await applying.move_on(tx.connection, row.id, Totals(), {"waits_for": waits_for})
        return False
    if row.kind == Kind.LIQUIDATE:
        return await _liquidate(tx, row, source, at_once)
    return await _give_back(tx, row, at_once)


async def _obstacle(tx: Transaction, row: AnyRow) -> str | None:
    """Why an instruction cannot be applied yet."""
    if row.order_on is None:
        return "ORDER_NOT_REGISTERED"
    number = row.message_number
    if number is not None and not await applying.complete_below(tx.connection, row.case_number, number):
        return "MESSAGE_MISSING"
    return None


async def _liquidate(tx: Transaction, row: AnyRow, source: InterestSource, at_once: int) -> bool:
    """Liquidate the next entries under an instruction.

    Entries of an instruction that was never applied by the day they are deemed to be liquidated, and those it could not
    be applied to, are liquidated as deposited (ASM-09).
    """
    shared = await books.share_books(tx.connection, [row.case_number])
    deemed = row.deemed_after is not None and tx.today > row.deemed_after and (row.applied_at is None or row.deeming)
    on = _posting_day(tx, shared, row.deemed_after if deemed else row.effective_on)
    mode = Mode(row.content["mode"])
    reached = await take_next(tx.connection, _wanted(row, row.last_on), at_once)
    await applying.find(
        tx.connection,
        row.id,
        await _runs(tx, row),
        on,
        needs_value=mode is Mode.RATE and not deemed,
        left_out_only=row.deeming,
    )
    if deemed:
        await applying.settle_as_deemed(tx.connection)
    else:
        await _settle(tx, row, mode, on)
    await applying.stage_settled(tx.connection, row.case_number, on, deemed=deemed)
    judged = await judge_liquidations(tx.connection, tx.today, shared.closed_through)
    await leave_out(tx.connection, settled, [one.row_number for one in judged])
    await applying.mark_capped(tx.connection)
    await add_settled(tx.connection, tx.now)
    await applying.draft_rest(tx.connection, row.case_number, on, from_special=source is InterestSource.SPECIAL_ACCOUNT)
    done = await applying.keep_settled(tx.connection, row.case_number, row.id)
    await applying.keep_left_out(tx.connection, row.id, judged)
    await ledger.post_drafted(tx, shared)
    return await _move_on(tx, row, done, reached, on)


async def _settle(tx: Transaction, row: AnyRow, mode: Mode, on: date) -> None:
    text = row.content.get("interest_from")
    days = [] if text is None else await applying.interest_days(tx.connection, date.fromisoformat(text), on)
    published = await rates.in_force(tx.connection) if days else InterestRates([])
    percent = row.content.get("rate_percent")
    await applying.settle(
        tx.connection,
        mode.value,
        None if percent is None else Decimal(percent),
        law.DE_MINIMIS_LIQUIDATION_CENTS.on(on),
        [
            (day, grown(published, day, on, overpayment=False), grown(published, day, on, overpayment=True))
            for day in days
        ],
    )


async def _runs(tx: Transaction, row: AnyRow) -> list[ClassRun]:
    """The classes of the case's days: by its terms, by what a keyed-in instruction says, or by the order alone.

    Without an order there is no duty, so every day of a case that ended is as if it were not covered (ASM-11).
    """
    terms = (await queries.terms_by_case(tx.connection, [row.case_number])).get(row.case_number)
    if terms is not None:
        return class_runs(terms.days)
    if not row.ordered:
        return [ClassRun(date.min, date.max, EntryClass.NOT_COVERED)]
    boundary = row.content.get("boundary_on")
    boundary_on = row.order_on if boundary is None else date.fromisoformat(boundary)
    return class_runs(CaseDays(boundary_on=boundary_on, order_on=row.order_on, suspended_from=date.min))


async def _give_back(tx: Transaction, row: AnyRow, at_once: int) -> bool:
    """Return the security of the next entries without liquidating them, at the day the message takes effect."""
    shared = await books.share_books(tx.connection, [row.case_number])
    on = _posting_day(tx, shared, row.effective_on)
    wanted = _wanted(row, await _last_returned(tx, row), in_hand=True)
    reached = await take_next(tx.connection, wanted, at_once)
    await returning.take_back(tx.connection, row.case_number, row.firms, on)
    if row.content.get("interest_basis") or row.content.get("interest"):
        pairs = await returning.interest_pairs(tx.connection)
        published = await rates.in_force(tx.connection)
        grown_pairs = [(first, last, grown(published, first, last, overpayment=True)) for first, last in pairs]
        await returning.add_interest(tx.connection, grown_pairs)
    found = await returning.draft_returned(tx.connection, row.case_number)
    await ledger.post_drafted(tx, shared)
    done = Totals(
        entry_count=found.entry_count,
        refund_cents=found.refund_cents,
        refund_interest_cents=found.refund_interest_cents,
    )
    return await _move_on(tx, row, done, reached, on)


def _wanted(row: AnyRow, last_on: date | None, *, in_hand: bool = False) -> Wanted:
    return Wanted(
        case_number=row.case_number,
        after_entry=row.after_entry,
        first_on=row.first_on,
        last_on=last_on,
        in_hand=in_hand,
    )


async def _last_returned(tx: Transaction, row: AnyRow) -> date | None:
    """Last day of entry whose security goes back; a refund of the reach-back stops before the suspension (17.2 (4))."""
    last: date | None = row.last_on
    if row.kind != Kind.SUSPENSION_TERMINATED:
        return last
    found = fold(parsed(await queries.messages(tx.connection, row.case_number)))
    return refund_limit(terminated(row.content), found)


def _posting_day(tx: Transaction, shared: Books, wanted: date) -> date:
    """The original effective day, where its fiscal year is open; today where it is closed (17.2 (5), DIST-09)."""
    closed = shared.closed_through
    return wanted if closed is None or FiscalYear.of(wanted).year > closed else tx.today


async def _move_on(tx: Transaction, row: AnyRow, done: Totals, reached: Reached, on: date) -> bool:
    changed: dict[str, object] = {"waits_for": None}
    if reached.more:
        changed["after_entry"] = reached.last
    else:
        changed |= {"state": State.APPLIED.value, "after_entry": "", "applied_at": tx.now, "deeming": False}
    await applying.move_on(tx.connection, row.id, done, changed)
    if done.entry_count:
        tx.audit("apply_instruction", f"instructions/{row.id}", after={"on": on.isoformat(), **asdict(done)})
        tx.record(
            InstructionApplied(
                case_number=row.case_number,
                fiscal_year=FiscalYear.of(on).year,
                instruction_id=str(row.id),
                message_number=row.message_number,
                kind=row.kind,
                effective_on=on,
                **asdict(done),
            )
        )
    return reached.more


def _cause() -> Cause:
    return Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))
