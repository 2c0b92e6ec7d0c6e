"""A deficit is reviewed at the end of each fiscal year while it lasts (REFD-07)."""

from dataclasses import dataclass
from typing import Final
from uuid import uuid4

from services.accounts.events.bills import DeficitReviewDue
from services.accounts.storage import statements
from services.accounts.storage.bills import determinations
from shared.calendar import FiscalYear
from shared.canonical import JSON
from shared.database import Cause, Transaction, UnitOfWork
from shared.errors import BadInput, NotFound

NAME: Final = "raise-deficit-reviews"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReviewDeficit:
    """What an officer concluded of a deficit; US cents still expected to come in."""

    case_number: str
    fiscal_year: int
    expected_receipts_cents: int
    conclusion: str


async def raise_deficit_reviews(uow: UnitOfWork) -> None:
    """The job: for each Special Account that ended the last fiscal year below zero and still is, one review, told once.

    Source: REFD-07: review at each fiscal year end while the deficit lasts.
    """
    async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))) as tx:
        ended = FiscalYear(FiscalYear.of(tx.today).year - 1)
        now = await determinations.in_deficit(tx.connection)
        if not now:
            return
        then = await statements.special_balances(tx.connection, ended.last_day, now)
        deficits = {case: -cents for case, cents in then.items() if cents < 0}
        for case in await determinations.raise_reviews(tx.connection, ended.year, deficits, tx.today):
            tx.record(DeficitReviewDue(case_number=case, fiscal_year=ended.year, deficit_cents=deficits[case]))


async def review_deficit(tx: Transaction, command: ReviewDeficit) -> dict[str, JSON]:
    """Record an officer's review with the determination it suggests; a determination is a step of its own.

    Raises:
        BadInput: no conclusion, or a negative estimate.
        NotFound: no review was raised for the order and year.

    Source: REFD-07.
    """
    if not command.conclusion.strip() or command.expected_receipts_cents < 0:
        raise BadInput("give a conclusion, and expected receipts of zero or more", field="conclusion")
    if await determinations.review(tx.connection, command.case_number, command.fiscal_year) is None:
        raise NotFound(f"no review of {command.case_number} for FY{command.fiscal_year} was raised", field="caseNumber")
    deficit = await determinations.deficit(tx.connection, command.case_number)
    suggested = deficit.suggested_cents(command.expected_receipts_cents)
    await determinations.conclude_review(
        tx.connection,
        command.case_number,
        command.fiscal_year,
        {
            "reviewed_on": tx.today,
            "reviewed_by": tx.cause.actor,
            "expected_receipts_cents": command.expected_receipts_cents,
            "suggested_cents": suggested,
            "conclusion": command.conclusion,
        },
    )
    tx.audit(
        "review_deficit",
        f"orders/{command.case_number}/deficits/{command.fiscal_year}",
        after={"suggested_cents": suggested},
        reason=command.conclusion,
    )
    return {"case_number": command.case_number, "fiscal_year": command.fiscal_year}
