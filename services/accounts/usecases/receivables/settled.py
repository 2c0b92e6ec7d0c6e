"""Enter what enforcement itself applied to its receivables: set-offs, compromises, sales and tenders."""

from dataclasses import dataclass
from datetime import date

from services.accounts.domain.bills.kinds import ReceivableKind, SettledBy
from services.accounts.domain.receivables import BOOK
from services.accounts.storage.books import Books
from services.accounts.storage.receivables import queries
from services.accounts.storage.rows import AnyRow
from services.accounts.usecases.bills import working
from services.accounts.usecases.receivables.entering import enter_collection
from services.accounts.usecases.receivables.keep import KeepReceivable, keep_receivable
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class Settlement:
    """Money applied to a receivable, US cents."""

    kind: ReceivableKind
    reference: str
    settled_by: SettledBy
    applied_cents: int
    settled_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Tender:
    """A sum tendered with a prior disclosure, US cents; ``reference`` is the disclosure."""

    reference: str
    case_reference: str
    debtor: str
    amount_cents: int
    tendered_on: date


async def enter_settlement(tx: Transaction, settlement: Settlement) -> bool:
    """Enter it on its receivable and in the ledger; False when the receivable is not known yet.

    It is not told back as ``money.recovered``: enforcement posts the recovery itself. What exceeds the debt stays
    visible as overpaid.

    Source: DBT-04, 19 CFR 24.72; CMP-05, 19 CFR 171.32; CUL-15, 19 USC 1613(b).
    """
    locked = await working.lock_cases(tx, [BOOK])
    found = await queries.lock_by_reference(tx.connection, settlement.kind.value, settlement.reference)
    if found is None:
        return False
    await _enter(tx, locked, found, settlement)
    return True


async def enter_tender(tx: Transaction, tender: Tender) -> None:
    """Enter a tender: what is owed on its receivable grows with it, so that nothing of it is ever billed.

    Source: CUL-11, 19 USC 1592(c)(4), 19 CFR 162.74(c).
    """
    await keep_receivable(
        tx,
        KeepReceivable(
            kind=ReceivableKind.DUTIES,
            reference=tender.reference,
            case_reference=tender.case_reference,
            debtor=tender.debtor,
            amount_cents=0,
            demanded_on=tender.tendered_on,
        ),
    )
    locked = await working.lock_cases(tx, [BOOK])
    found = await queries.lock_by_reference(tx.connection, ReceivableKind.DUTIES.value, tender.reference)
    assert found is not None, "it was kept above"
    owed = found.amount_cents + tender.amount_cents
    await queries.set_amount(tx.connection, found.kind, found.reference, owed)
    settlement = Settlement(
        kind=ReceivableKind.DUTIES,
        reference=tender.reference,
        settled_by=SettledBy.TENDER,
        applied_cents=tender.amount_cents,
        settled_on=tender.tendered_on,
    )
    await _enter(tx, locked, found, settlement)


async def _enter(tx: Transaction, locked: Books, found: AnyRow, settlement: Settlement) -> None:
    await enter_collection(tx, locked, found, settlement.applied_cents, settlement.settled_on)
    after: dict[str, JSON] = {"amount_cents": settlement.applied_cents, "settled_by": settlement.settled_by.value}
    tx.audit("settle_receivable", f"receivables/{found.id}", after=after)
