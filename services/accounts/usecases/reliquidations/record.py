"""Reliquidate entries (REFD-01, ACCT-12, ACCT-13): refund what was paid too much, bill what is added."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.reliquidation import Cause, Standing, out_of_time, reassess, too_small
from services.accounts.events.reliquidations import ReliquidationRecorded
from services.accounts.storage.books import Books
from services.accounts.storage.reliquidations.queries import Key
from services.accounts.storage.termination import queries as termination
from services.accounts.usecases import batch, ledger
from services.accounts.usecases.reliquidations.charging import CITATION, Decided, Done, carry_out, open_books
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.money import format_money
from shared.refusals import Refusal, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class Reliquidation:
    """One entry reliquidated under one order, US cents.

    Attributes:
        assessed_cents: final duty now.
        interest_cents: interest under 19 USC 1677g now, in all, from the feed; not recomputed (ACCT-07).
        interest_owed_cents: owed to the importer on its refund (REFD-05), from the feed.
        request_filed_on: day of the protest or request; for a protest that is registered, its own day is taken.
        at_importers_request: then a refund of any amount counts (ACCT-12); an allowed protest always is one.
        net_difference_cents: of the whole entry, ordinary duties and fees netted in; None when there are none.
    """

    entry_number: str
    case_number: str
    reliquidated_on: date
    cause: Cause
    assessed_cents: int
    interest_cents: int
    interest_owed_cents: int = 0
    request_filed_on: date | None = None
    at_importers_request: bool = False
    net_difference_cents: int | None = None
    reference: str | None = None

    @property
    def key(self) -> Key:
        """What it is about."""
        return self.entry_number, self.case_number


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordReliquidations:
    """Reliquidations to record, all or none."""

    reliquidations: tuple[Reliquidation, ...]
    interest_source: InterestSource = InterestSource.GENERAL_FUND


async def record_reliquidations(tx: Transaction, command: RecordReliquidations) -> dict[str, JSON]:
    """Compare the new figures with what stands: refund importers at once, bill increases, lower unpaid bills.

    Changes, refunds, journals and events commit together, one journal an order; one refused row refuses the batch.

    Raises:
        Refused: every bad row, by its path in the input.
    """
    rows = command.reliquidations
    batch.check_size(len(rows), "reliquidations")
    locked, standings = await open_books(tx, [row.key for row in rows])
    filed = await termination.protests_filed(tx.connection, (row.key for row in rows))
    refuse_if_any(_refusals(tx.today, locked, standings, filed, rows))

    decided = [_decided(standings[row.key], filed, row) for row in rows]
    done = await carry_out(tx, locked, decided, command.interest_source)
    _tell(tx, done)
    total = _totals(done)
    tx.audit("record_reliquidations", "reliquidations", after=total)
    return total


def _decided(standing: Standing, filed: Mapping[Key, date], row: Reliquidation) -> Decided:
    return Decided(
        key=row.key,
        cause=row.cause,
        on=row.reliquidated_on,
        standing=standing,
        change=reassess(standing, row.assessed_cents, row.interest_cents),
        interest_owed_cents=row.interest_owed_cents,
        request_filed_on=_requested_on(filed, row),
        reference=row.reference,
    )


def _requested_on(filed: Mapping[Key, date], row: Reliquidation) -> date | None:
    return row.request_filed_on or (filed.get(row.key) if row.cause is Cause.PROTEST else None)


def _tell(tx: Transaction, done: Sequence[Done]) -> None:
    by_case: defaultdict[str, list[Done]] = defaultdict(list)
    for one in done:
        by_case[one.decided.key[1]].append(one)
    for case_number, some in sorted(by_case.items()):
        tx.record(
            ReliquidationRecorded(
                case_number=case_number,
                fiscal_year=FiscalYear.of(some[0].decided.on).year,
                reliquidations=len(some),
                net_change_cents=sum(one.decided.change.net_change_cents for one in some),
                refund_cents=sum(one.decided.change.refund_cents for one in some),
                billed_cents=sum(one.decided.change.billed_cents for one in some),
            )
        )


def _totals(done: Sequence[Done]) -> dict[str, JSON]:
    return {
        "reliquidations": len(done),
        "net_change_cents": sum(one.decided.change.net_change_cents for one in done),
        "refund_cents": sum(one.decided.change.refund_cents for one in done),
        "special_account_cents": sum(one.charge.special_cents for one in done),
        "general_fund_cents": sum(one.charge.general_fund_cents for one in done),
        "appropriation_cents": sum(one.charge.appropriation_cents for one in done),
        "interest_owed_cents": sum(one.decided.interest_owed_cents for one in done),
        "bill_cents": sum(one.decided.change.billed_cents for one in done),
    }


def _refusals(
    today: date,
    locked: Books,
    standings: Mapping[Key, Standing],
    filed: Mapping[Key, date],
    rows: Sequence[Reliquidation],
) -> Iterator[Refusal]:
    yield from batch.repeated([row.key for row in rows], lambda i: f"reliquidations[{i}].entryNumber", "REFD-01")
    for i, row in enumerate(rows):
        path = f"reliquidations[{i}]"
        if row.case_number not in locked.by_case:
            yield batch.unknown_order(row.case_number, f"{path}.caseNumber")
            continue
        yield from batch.not_in_future(row.reliquidated_on, today, f"{path}.reliquidatedOn")
        yield from ledger.closed_year(locked, row.reliquidated_on, field=f"{path}.reliquidatedOn")
        yield from _amount_refusals(row, path)
        standing = standings.get(row.key)
        if standing is None:
            message = f"Entry {row.entry_number} is not liquidated under {row.case_number}."
            yield batch.refusal("NOT_LIQUIDATED", message, f"{path}.entryNumber", "REFD-01", CITATION)
            continue
        yield from _order_refusals(standing, row, path)
        yield from out_of_time(standing, row.cause, row.reliquidated_on, _requested_on(filed, row), path)
    yield from _too_small(standings, rows)


def _amount_refusals(row: Reliquidation, path: str) -> Iterator[Refusal]:
    amounts = {
        "assessed": row.assessed_cents,
        "interest1677g": row.interest_cents,
        "interestOwedToImporter": row.interest_owed_cents,
    }
    for field, cents in amounts.items():
        if cents < 0:
            message = "Duty and interest are not negative."
            yield batch.refusal("AMOUNT_NEGATIVE", message, f"{path}.{field}", "REFD-01", CITATION)
    if row.cause is Cause.COURT_REFUND:
        message = "A refund that a court orders without a reliquidation is recorded by recordCourtRefund."
        yield batch.refusal("NOT_A_RELIQUIDATION", message, f"{path}.cause", "REFD-02", CITATION)


def _order_refusals(standing: Standing, row: Reliquidation, path: str) -> Iterator[Refusal]:
    if row.reliquidated_on < standing.changed_on:
        message = f"The entry was liquidated, or last reliquidated, on {standing.changed_on.isoformat()}."
        yield batch.refusal("RELIQUIDATED_BEFORE_LAST", message, f"{path}.reliquidatedOn", "REFD-01", CITATION)
    if row.interest_owed_cents > 0 and not reassess(standing, row.assessed_cents, row.interest_cents).refund_cents:
        message = "Nothing is refunded, so no interest is owed on it."
        yield batch.refusal("NO_REFUND", message, f"{path}.interestOwedToImporter", "REFD-05", "19 USC 1505(b)-(c)")
    if row.request_filed_on is not None and row.request_filed_on > row.reliquidated_on:
        message = "The request was filed after the reliquidation."
        yield batch.refusal("REQUESTED_AFTER", message, f"{path}.requestFiledOn", "ACCT-13", "19 USC 1514")


def _too_small(standings: Mapping[Key, Standing], rows: Sequence[Reliquidation]) -> Iterator[Refusal]:
    """ACCT-12 is the feed's to apply; a whole entry whose difference is below the floor shows that it did not."""
    known: defaultdict[str, int] = defaultdict(int)
    stated: dict[str, int] = {}
    first: dict[str, int] = {}
    for i, row in enumerate(rows):
        standing = standings.get(row.key)
        if standing is None or min(row.assessed_cents, row.interest_cents) < 0:
            continue
        first.setdefault(row.entry_number, i)
        known[row.entry_number] += reassess(standing, row.assessed_cents, row.interest_cents).net_change_cents
        if row.net_difference_cents is not None:
            stated[row.entry_number] = row.net_difference_cents
    for entry_number, i in first.items():
        row = rows[i]
        net = stated.get(entry_number, known[entry_number])
        if too_small(net, row.cause, row.reliquidated_on, at_importers_request=row.at_importers_request):
            message = (
                f"The entry's net difference of {format_money(net)} is below $20.00 and is disregarded: neither a"
                " court decided it nor is it a refund at the importer's request."
            )
            yield batch.refusal("DE_MINIMIS", message, f"reliquidations[{i}].assessed", "ACCT-12", "19 CFR 159.6")
