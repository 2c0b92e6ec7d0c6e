"""State Special Accounts on a day, and close a fiscal year's postings."""

from dataclasses import dataclass
from datetime import date

from services.accounts.events.published import SpecialAccountStated
from services.accounts.storage import books, statements
from services.accounts.usecases import batch
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class StateSpecialAccounts:
    """Which Special Accounts to state; none named means all."""

    fiscal_year: int
    as_of: date
    case_numbers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CloseFiscalYear:
    """The fiscal year to close."""

    fiscal_year: int


async def state_special_accounts(tx: Transaction, command: StateSpecialAccounts) -> dict[str, JSON]:
    """Tell what each Special Account held at the end of a day, for the notice (NOTE-02). A repeat states anew.

    Raises:
        Refused: a day to come, or orders that have no accounts here.
    """
    refuse_if_any(batch.not_in_future(command.as_of, tx.today, "asOf"))
    balances = await statements.special_balances(tx.connection, command.as_of, command.case_numbers or None)
    refuse_if_any(
        batch.unknown_order(case_number, f"caseNumbers[{i}]")
        for i, case_number in enumerate(command.case_numbers)
        if case_number not in balances
    )
    await statements.keep(tx.connection, command.fiscal_year, command.as_of, balances, tx.now)
    for case_number in sorted(balances):
        tx.record(
            SpecialAccountStated(
                case_number=case_number,
                fiscal_year=command.fiscal_year,
                as_of=command.as_of,
                balance_cents=balances[case_number],
            )
        )
    tx.audit("state_special_accounts", f"fiscal-years/{command.fiscal_year}", after={"orders": len(balances)})
    return {"as_of": command.as_of.isoformat(), "balances": dict(sorted(balances.items()))}


async def close_fiscal_year(tx: Transaction, command: CloseFiscalYear) -> dict[str, JSON]:
    """Close a fiscal year and every year before it: no posting is dated in it any more (DIST-09).

    Raises:
        Refused: the year has not ended, or is closed already.
    """
    year = FiscalYear(command.fiscal_year)
    await books.lock_for_closing(tx.connection)
    closed = await books.closed_through(tx.connection)
    if tx.today <= year.last_day:
        raise Refused([_refusal("FISCAL_YEAR_NOT_ENDED", f"{year} ends on {year.last_day.isoformat()}.")])
    if closed is not None and year.year <= closed:
        raise Refused([_refusal("FISCAL_YEAR_CLOSED", f"{year} is closed already.")])
    await statements.close_year(tx.connection, year.year, tx.today, tx.now, tx.cause.actor)
    tx.audit("close_fiscal_year", f"fiscal-years/{year.year}")
    return {"fiscal_year": year.year}


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="DIST-09", citation="19 CFR 159.64(b)(1)(i)", message=message, field="fiscalYear")
