"""Orders whose Special Account fell into deficit, and the bills that recover it."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.accounts.storage.bills.tables import bill_charges, bills
from services.accounts.usecases.bills.determine import DetermineOverpayment, determine_overpayment
from services.accounts.usecases.bills.issue import IssueBills, issue_bills
from services.accounts.usecases.bills.pass_days import pass_days
from services.accounts.usecases.bills.pay import RecordBillPayment, record_bill_payment
from services.accounts.usecases.reliquidations.court_refund import RecordCourtRefund, record_court_refund
from tests.integration.accounts.conftest import Desk, a_claim, a_liquidation, claims_certified, notice_published

BILLED = "A-990-830"
RECEIVED = {"Alpha": 41_234_567, "Beta": 20_765_432, "Gamma": 8_000_001, "Delta": 5_000_000}


async def distribute_once(desk: Desk, case_number: str, received: Mapping[str, int], year: int = 2005) -> str:
    """Pay every producer exactly what it claims, on 29 November; the distribution's id."""
    on = date(year, 3, 1)
    entry = f"entry-{case_number}-{year}"
    total = sum(received.values())
    await desk.deposit(entry, total, case_number=case_number, filed_on=on, deposited_on=on)
    await desk.liquidate(a_liquidation(entry, total, case_number=case_number, liquidated_on=on))
    await desk.receive("notice.published", notice_published(case_number, fiscal_year=year))
    claims = [a_claim(f"{place:04}", name, cents) for place, (name, cents) in enumerate(received.items(), start=1)]
    await desk.receive("claims.certified", claims_certified(*claims, case_number=case_number, fiscal_year=year))
    desk.on(date(year, 11, 29))
    await desk.close(year)
    return await desk.distribute(case_number, year)


async def into_deficit(
    desk: Desk, *, case_number: str = BILLED, received: Mapping[str, int] = RECEIVED, deficit_cents: int = 10_000_000
) -> None:
    """Distribute fiscal year 2005, then refund so much more than came in that ``deficit_cents`` are short."""
    await desk.open(case_number)
    await distribute_once(desk, case_number, received)
    desk.on(date(2006, 2, 10))
    await desk.fund(6_000_000, case_number=case_number, on=date(2005, 12, 1))
    await desk.done(
        record_court_refund,
        RecordCourtRefund(
            entry_number=f"entry-{case_number}-2005",
            case_number=case_number,
            refunded_on=date(2006, 2, 10),
            duty_cents=deficit_cents + 6_000_000,
            interest_cents=0,
            interest_owed_cents=0,
            reference="Court 05-1",
        ),
    )


async def determine(desk: Desk, cents: int, *, case_number: str = BILLED, actor: str = "collector") -> UUID:
    """Determine an overpayment; its id."""
    command = DetermineOverpayment(
        case_number=case_number,
        amount_cents=cents,
        expected_receipts_cents=0,
        reason="Judgment refunded distributed duties",
        evidence="Court 05-1",
    )
    value = await desk.done(determine_overpayment, command, actor=actor)
    return UUID(str(value["determination_id"]))


async def bill(desk: Desk, cents: int, *, on: date = date(2006, 3, 1), **other: Any) -> UUID:
    """Determine and issue on a day; the determination's id."""
    desk.on(on)
    determination_id = await determine(desk, cents)
    await desk.done(issue_bills, IssueBills(determination_id=determination_id, **other), actor="approver")
    return determination_id


async def bills_by_producer(desk: Desk, determination_id: UUID | None = None) -> dict[str, Any]:
    """Bills as they are stored, by the producer's plain name."""
    query = sa.select(bills).order_by(bills.c.id)
    if determination_id is not None:
        query = query.where(bills.c.determination_id == determination_id)
    async with desk.database.reading() as connection:
        return {row.producer_id.removeprefix("producer-"): row for row in await connection.execute(query)}


async def pay_bill(desk: Desk, bill_id: UUID, cents: int, received_on: date, **other: Any) -> None:
    """Record a payment."""
    command = RecordBillPayment(bill_id=bill_id, received_on=received_on, amount_cents=cents, **other)
    await desk.done(record_bill_payment, command, actor="collector")


async def days_pass(desk: Desk, through: date) -> None:
    """Move the clock and run the job."""
    desk.on(through)
    await pass_days(desk.uow)


SHARES = {"Alpha": 5_497_942, "Beta": 2_768_724, "Gamma": 1_066_667, "Delta": 666_667}


async def one_bill(desk: Desk, cents: int = 4_800_000, *, on: date = date(2006, 3, 1)) -> UUID:
    """A bill of ``cents`` to Alpha alone."""
    await into_deficit(desk, received={"Alpha": 20_000_000}, deficit_cents=cents)
    await bill(desk, cents, on=on)
    found: UUID = (await bills_by_producer(desk))["Alpha"].id
    return found


async def charges(desk: Desk) -> list[int]:
    return [cents for (cents,) in await desk.rows(bill_charges, "amount_cents")]
