"""Orders and notices as other services tell of them: accounts opened, revocations kept, distributions planned."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.accounts.domain.distribution import due_dates
from services.accounts.domain.eligibility import blocks_by_default
from services.accounts.storage import books, distributions
from shared.calendar import FiscalYear
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenAccounts:
    """An order that was issued."""

    case_number: str
    case_name: str
    kind: str
    country: str
    product_group_id: str | None
    issued_on: date


async def open_accounts(tx: Transaction, command: OpenAccounts) -> None:
    """Open the order's Clearing and Special Account with a balance of zero (ACCT-01); a repeat changes nothing.

    A suspension before the order may have opened the book, for deposits; the order completes it.

    Orders on goods of Canada or Mexico are blocked from the start; counsel may change that (ELIG-05).
    """
    block = blocks_by_default(command.country, tx.today)
    values = {
        "case_number": command.case_number,
        "case_name": command.case_name,
        "kind": command.kind,
        "country": command.country,
        "product_group_id": command.product_group_id,
        "issued_on": command.issued_on,
        "block_basis": None if block is None else block.legal_basis,
        "block_from": None if block is None else block.effective_from,
        "ordered": True,
    }
    if await books.open_book(tx.connection, values) or await books.complete_book(tx.connection, values):
        tx.audit("open_accounts", f"orders/{command.case_number}")


async def record_revocation(tx: Transaction, case_number: str, revoked_on: date) -> bool:
    """Keep the day an order ended. Its accounts stay: deposits, liquidations and distributions go on (TERM-05).

    Returns:
        False when the order itself is not known yet.
    """
    known = await books.set_revoked(tx.connection, case_number, revoked_on)
    if known:
        tx.audit("record_revocation", f"orders/{case_number}", after={"revoked_on": revoked_on.isoformat()})
    return known


async def plan_distributions(
    tx: Transaction, *, notice_id: str, fiscal_year: int, case_numbers: Collection[str], published_on: date
) -> None:
    """Plan a distribution for every order of a notice, due 29 November (DIST-01, 18.3); a repeat changes nothing."""
    due = due_dates(FiscalYear(fiscal_year))
    planned = await distributions.plan(
        tx.connection,
        [
            {
                "case_number": case_number,
                "fiscal_year": fiscal_year,
                "notice_id": notice_id,
                "due_on": due.legal_on,
                "work_by": due.work_by,
                "noticed_on": published_on,
            }
            for case_number in sorted(set(case_numbers))
        ],
    )
    tx.audit("plan_distributions", f"notices/{notice_id}", after={"fiscal_year": fiscal_year, "planned": planned})
