"""Liquidate entries: out of Clearing into the Special Account, the General Fund or back to the importer (ACCT-03)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.accounts.domain import eligibility
from services.accounts.domain.eligibility import Eligibility, Receipt
from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.domain.liquidation import Settlement, is_disregarded, settle
from services.accounts.storage import books, entries
from services.accounts.storage.books import Books
from services.accounts.storage.entries import Key, Position
from services.accounts.storage.instructions import feed
from services.accounts.usecases import batch, ledger
from shared.canonical import JSON
from shared.database import Transaction
from shared.money import format_money
from shared.refusals import Refusal, refuse_if_any

_CITATION = "19 CFR 159.64(b)(1)(ii)-(iii)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Liquidation:
    """One entry liquidated under one order, US cents.

    Attributes:
        assessed_cents: final duty; None for a deemed liquidation, which is at the amounts deposited (ACCT-11).
        interest_cents: interest under 19 USC 1677g from the liquidation feed; not recomputed (ACCT-07).
        provisional: entered before the Commission's final determination (ACCT-10).
        net_difference_cents: of the whole entry, ordinary duties and fees netted in; None when there are none.
    """

    entry_number: str
    case_number: str
    liquidated_on: date
    assessed_cents: int | None
    interest_cents: int
    deemed: bool = False
    provisional: bool = False
    net_difference_cents: int | None = None

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.entry_number, self.case_number


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordLiquidations:
    """Liquidations to record, all or none."""

    liquidations: tuple[Liquidation, ...]


@dataclass(frozen=True, slots=True)
class _Decided:
    row: Liquidation
    position: Position
    settlement: Settlement
    eligibility: Eligibility


async def record_liquidations(tx: Transaction, command: RecordLiquidations) -> dict[str, JSON]:
    """Move what was collected, up to the duty assessed, on the liquidation date; refund the rest, bill what is short.

    Liquidations and journals commit together, one journal an order; one refused row refuses the batch.

    Raises:
        Refused: every bad row, by its path in the input.
    """
    batch.check_size(len(command.liquidations), "liquidations")
    locked = await books.share_books(tx.connection, (row.case_number for row in command.liquidations))
    await entries.lock_entries(tx.connection, (row.entry_number for row in command.liquidations))
    positions = await entries.positions(tx.connection, (row.key for row in command.liquidations))
    barred = await feed.refused_rows(
        tx.connection, ((row.entry_number, row.case_number, row.deemed) for row in command.liquidations)
    )
    refuse_if_any(
        [
            *_refusals(tx.today, locked, positions, command.liquidations),
            *(_barred(code, command.liquidations[i], f"liquidations[{i}]") for i, code in sorted(barred.items())),
        ]
    )

    decided = [_decide(locked, positions[row.key], row) for row in command.liquidations]
    await entries.add_liquidations(tx.connection, [_stored(tx, one) for one in decided])
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for one in decided:
        lines[one.row.case_number].extend(_postings(one))
    await ledger.post(tx, locked, (Draft(case_number=case, postings=lines[case]) for case in sorted(lines)))
    total = _totals(decided)
    tx.audit("record_liquidations", "liquidations", after=total)
    return total


def _decide(locked: Books, position: Position, row: Liquidation) -> _Decided:
    order = locked.by_case[row.case_number].order
    receipt = Receipt(order=order, entry=position.entry, received_on=row.liquidated_on)
    return _Decided(row, position, _settlement(position, row), eligibility.at_receipt(receipt))


def _settlement(position: Position, row: Liquidation) -> Settlement:
    deposited = position.clearing_cents + position.outside_cents
    whole = settle(deposited, row.assessed_cents or 0, deemed=row.deemed, provisional=row.provisional)
    if not position.outside_cents:
        return whole
    # Its deposit went to the General Fund when it was made: nothing of it is here to move, only the bill counts.
    return Settlement(
        assessed_cents=whole.assessed_cents, transfer_cents=0, refund_cents=0, bill_cents=whole.bill_cents
    )


def _postings(one: _Decided) -> Iterator[Posting]:
    in_program = one.eligibility.in_program
    if one.settlement.transfer_cents:
        yield move(
            Movement.LIQUIDATION_TRANSFER if in_program else Movement.INELIGIBLE_AT_LIQUIDATION,
            one.settlement.transfer_cents,
            one.row.liquidated_on,
            entry_number=one.row.entry_number,
            component="DUTY",
            rule=one.eligibility.rule,
            code=one.eligibility.code,
        )
    if one.settlement.refund_cents:
        yield move(
            Movement.EXCESS_DEPOSIT_REFUND,
            one.settlement.refund_cents,
            one.row.liquidated_on,
            entry_number=one.row.entry_number,
            component="DUTY",
        )


def _stored(tx: Transaction, one: _Decided) -> tuple[object, ...]:
    return (
        one.row.entry_number,
        one.row.case_number,
        one.row.liquidated_on,
        one.row.deemed,
        one.row.provisional,
        one.position.clearing_cents,
        one.settlement.assessed_cents,
        one.settlement.transfer_cents,
        one.settlement.refund_cents,
        one.settlement.bill_cents,
        one.row.interest_cents,
        one.eligibility.rule,
        one.eligibility.code,
        tx.now,
    )


def _totals(decided: Sequence[_Decided]) -> dict[str, JSON]:
    special = sum(one.settlement.transfer_cents for one in decided if one.eligibility.in_program)
    return {
        "liquidations": len(decided),
        "special_account_cents": special,
        "general_fund_cents": sum(one.settlement.transfer_cents for one in decided) - special,
        "refund_cents": sum(one.settlement.refund_cents for one in decided),
        "bill_cents": sum(one.settlement.bill_cents + one.row.interest_cents for one in decided),
    }


def _refusals(
    today: date, locked: Books, positions: Mapping[Key, Position], rows: Sequence[Liquidation]
) -> Iterator[Refusal]:
    yield from batch.repeated([row.key for row in rows], lambda i: f"liquidations[{i}].entryNumber", "ACCT-03")
    for i, row in enumerate(rows):
        path = f"liquidations[{i}]"
        if row.case_number not in locked.by_case:
            yield batch.unknown_order(row.case_number, f"{path}.caseNumber")
            continue
        yield from batch.not_in_future(row.liquidated_on, today, f"{path}.liquidatedOn")
        yield from ledger.closed_year(locked, row.liquidated_on, field=f"{path}.liquidatedOn")
        yield from _amount_refusals(row, path)
        position = positions.get(row.key)
        if position is None:
            message = f"Entry {row.entry_number} has no deposit under {row.case_number}; import it first."
            yield batch.refusal("ENTRY_NOT_UNDER_ORDER", message, f"{path}.entryNumber", "ACCT-03", _CITATION)
        else:
            yield from _position_refusals(row, position, path)
    yield from _disregarded(positions, rows)


def _barred(code: str, row: Liquidation, path: str) -> Refusal:
    """The refusal of an entry that only an instruction lets customs liquidate, or that is held."""
    if code == feed.HELD:
        message = f"A court forbids the liquidation of entry {row.entry_number} under {row.case_number}."
        return batch.refusal(code, message, f"{path}.entryNumber", "ASM-10", "19 USC 1516a(c)(2)")
    if code == feed.RECORDS_DEMANDED:
        message = f"Records that the special rate of entry {row.entry_number} rests on are demanded."
        return batch.refusal(code, message, f"{path}.entryNumber", "PEN-06", "19 CFR 163.6(b)(2)")
    message = (
        f"Liquidation of entry {row.entry_number} under {row.case_number} is suspended, and no instruction lets it go."
    )
    return batch.refusal(code, message, f"{path}.entryNumber", "ASM-07", "19 USC 1671b(d)(2), 1504(d)")


def _amount_refusals(row: Liquidation, path: str) -> Iterator[Refusal]:
    if row.assessed_cents is None and not row.deemed:
        yield batch.refusal("ASSESSED_MISSING", "State the duty assessed.", f"{path}.assessed", "ACCT-03", _CITATION)
    if (row.assessed_cents or 0) < 0:
        yield batch.refusal(
            "AMOUNT_NEGATIVE", "Assessed duty is not negative.", f"{path}.assessed", "ACCT-03", _CITATION
        )
    if row.interest_cents < 0:
        message = "Interest charged at liquidation is not negative."
        yield batch.refusal("AMOUNT_NEGATIVE", message, f"{path}.interest1677g", "ACCT-07", "19 USC 1677g")


def _position_refusals(row: Liquidation, position: Position, path: str) -> Iterator[Refusal]:
    if position.liquidated:
        message = f"Entry {row.entry_number} is liquidated under {row.case_number} already."
        yield batch.refusal("ALREADY_LIQUIDATED", message, f"{path}.entryNumber", "ACCT-03", _CITATION)
    if row.liquidated_on < position.entry.filed_on:
        message = f"The entry was filed on {position.entry.filed_on.isoformat()}, after this liquidation."
        yield batch.refusal("LIQUIDATED_BEFORE_FILED", message, f"{path}.liquidatedOn", "ACCT-03", _CITATION)
    deposited = position.clearing_cents + position.outside_cents
    if row.deemed and row.assessed_cents not in (None, deposited):
        message = f"A deemed liquidation is at the {format_money(deposited)} deposited; leave assessed out."
        yield batch.refusal("DEEMED_AS_ENTERED", message, f"{path}.assessed", "ACCT-11", "19 USC 1504")
    if eligibility.needs_snapshot(position.entry, row.liquidated_on):
        message = "The entry's three facts of 2010-12-08 decide; import it with them."
        yield batch.refusal("SNAPSHOT_MISSING", message, f"{path}.entryNumber", "ELIG-04", "Pub. L. 111-291, s. 822")


def _disregarded(positions: Mapping[Key, Position], rows: Sequence[Liquidation]) -> Iterator[Refusal]:
    """ACCT-12 is the feed's to apply; a whole entry whose difference is below the floor shows that it did not."""
    net: defaultdict[str, int] = defaultdict(int)
    first: dict[str, int] = {}
    for i, row in enumerate(rows):
        position = positions.get(row.key)
        if position is None or row.deemed or row.assessed_cents is None or row.assessed_cents < 0:
            continue
        first.setdefault(row.entry_number, i)
        settlement = _settlement(position, row)
        known = settlement.bill_cents - settlement.refund_cents + row.interest_cents
        net[row.entry_number] += known if row.net_difference_cents is None else row.net_difference_cents
    for entry_number, i in first.items():
        if is_disregarded(net[entry_number], rows[i].liquidated_on):
            message = (
                f"The entry's net difference of {format_money(net[entry_number])} is below $20.00: it liquidates as"
                " entered. State netDifference where other duties or fees make it larger."
            )
            yield batch.refusal("DE_MINIMIS", message, f"liquidations[{i}].assessed", "ACCT-12", "19 CFR 159.6")
