"""Administrative offset: what a producer is paid settles its overdue bills first, of any order (BILL-07, DIST-11)."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from services.accounts.domain.bills.interest import Receipt
from services.accounts.domain.bills.kinds import PaidBy
from services.accounts.domain.bills.states import BillState
from services.accounts.domain.ledger import Draft, Movement, Posting, move
from services.accounts.events.bills import OffsetTaken
from services.accounts.storage.bills import queries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases import ledger
from services.accounts.usecases.bills import working
from services.accounts.usecases.bills.working import BillAtWork
from shared.database import Transaction

Payee = tuple[str, str, str, int]
_Taken = tuple[int, BillAtWork, Receipt]


async def cases_concerned(tx: Transaction, payees: Sequence[Payee]) -> set[str]:
    """Orders whose books ``take_offsets`` will lock for these payees beside the payees' own.

    Lock them together with the payees' before posting, so that all books are locked in one order.
    """
    return {row.case_number for row in await _owed_by(tx, payees)}


async def take_offsets(tx: Transaction, payees: Sequence[Payee], on: date) -> dict[int, int]:
    """Keep what payees owe on bills that are ready for offset, the oldest bill first.

    Call it after the gross amounts were posted to the payees, and lock the books again before posting more: this posts
    journals of its own. A bill is settled interest first; what is kept leaves the order that pays and comes as cash to
    the order whose bill it settles, interest to the General Fund, principal to its own Special Account. However many
    the payees, the number of statements stays the same.

    Args:
        payees: case number paid under, producer, lineage and gross US cents of each payment.
        on: day of the payment.

    Returns:
        US cents kept, by the payee's place in ``payees``; payees that keep all are left out. Never above the gross.

    Source: DIST-11 (gross counts as distributed), BILL-07 (31 USC 3716), BILL-08; 19 CFR 159.64(b)(3).
    """
    owed = await _owed_by(tx, payees)
    if not owed:
        return {}
    locked = await working.lock_cases(tx, {row.case_number for row in owed} | {case for case, _, _, _ in payees})
    bills = await queries.lock(tx.connection, [row.id for row in owed])
    # A bill whose interest cannot be computed for want of a rate is not offset: it stays owed.
    work, _ = await working.load_what_has_rates(tx, bills)
    ready = [one for one in work if one.bill.state is BillState.OFFSET_READY]
    ready.sort(key=lambda one: (one.bill.terms.due_on, one.bill.number))
    taken = await _take(tx, payees, ready, on)
    if taken:
        outgoing = _outgoing(payees, taken, on)
        await ledger.post(tx, locked, [Draft(case_number=case, postings=lines) for case, lines in outgoing.items()])
        locked = await working.lock_cases(tx, {one.bill.case_number for one in ready})
    await working.store(tx, work, locked, received_on=on)
    kept: Counter[int] = Counter()
    for place, one, receipt in taken:
        _tell(tx, one, payees[place][0], receipt.amount_cents, on)
        kept[place] += receipt.amount_cents
    return dict(kept)


async def _owed_by(tx: Transaction, payees: Sequence[Payee]) -> list[AnyRow]:
    producers = {producer for _, producer, _, _ in payees}
    lineages = {lineage for _, _, lineage, _ in payees}
    found = await queries.offsettable(tx.connection)
    return [row for row in found if row.producer_id in producers or row.lineage_id in lineages]


async def _take(tx: Transaction, payees: Sequence[Payee], ready: Sequence[BillAtWork], on: date) -> list[_Taken]:
    debtors = {one.bill.producer_id for one in ready} | {one.bill.lineage_id for one in ready}
    owing = [place for place, (_, producer, lineage, _) in enumerate(payees) if {producer, lineage} & debtors]
    # Each taking settles a bill or uses up a payment, so there are no more of them than of both together.
    ids = iter(await queries.new_ids(tx.connection, len(ready) + len(owing)))
    taken = []
    for place in owing:
        case, producer, lineage, left = payees[place]
        for one in ready:
            if not left or (one.bill.producer_id != producer and one.bill.lineage_id != lineage):
                continue
            one.pass_days()  # a bill offset in part is past due again, and its notice still stands
            if one.bill.state is not BillState.OFFSET_READY:
                continue
            receipt = Receipt(id=next(ids), received_on=on, amount_cents=min(left, one.unpaid_cents))
            one.pay(receipt, PaidBy.OFFSET, case)
            taken.append((place, one, receipt))
            left -= receipt.amount_cents
    return taken


def _outgoing(payees: Sequence[Payee], taken: Sequence[_Taken], on: date) -> dict[str, list[Posting]]:
    """What leaves each paying order, interest and principal apart."""
    lines: defaultdict[str, list[Posting]] = defaultdict(list)
    for place, one, receipt in taken:
        (payment,) = [paid for paid in one.new_payments if paid.receipt.id == receipt.id]
        parts = (("BILL_INTEREST", payment.applied.interest_cents), ("BILL_PRINCIPAL", payment.applied.principal_cents))
        lines[payees[place][0]] += [
            move(Movement.OFFSET, cents, on, component=component, rule="DIST-11", code=one.bill.number)
            for component, cents in parts
            if cents
        ]
    return lines


def _tell(tx: Transaction, one: BillAtWork, from_case_number: str, cents: int, on: date) -> None:
    bill = one.bill
    tx.record(
        OffsetTaken(
            case_number=bill.case_number,
            bill_id=str(bill.id),
            bill_number=bill.number,
            lineage_id=bill.lineage_id,
            producer_id=bill.producer_id,
            from_case_number=from_case_number,
            amount_cents=cents,
            taken_on=on,
        )
    )
    tx.audit(
        "take_offset",
        f"bills/{bill.id}",
        after={"amount_cents": cents, "from_case_number": from_case_number, "state": bill.state.value},
    )
