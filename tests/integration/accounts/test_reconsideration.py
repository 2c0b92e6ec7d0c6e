"""Requests for reconsideration from the filing to the payment, on a real database."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.accounts.domain.ledger import Account
from services.accounts.domain.reconsideration.adjustments import Correction
from services.accounts.domain.reconsideration.requests import Outcome, Screening
from services.accounts.storage.reconsideration.tables import reconsideration_requests, reconsideration_results
from services.accounts.storage.tables import distributions, payments, vintage_uses
from services.accounts.usecases.pay_distribution import (
    CloseDistribution,
    NotifyDistribution,
    close_distribution,
    notify_distribution,
)
from services.accounts.usecases.reconsideration.decide import (
    ApproveReconsideration,
    DecideReconsideration,
    ScreenReconsideration,
    SendBackReconsideration,
    approve_reconsideration,
    decide_reconsideration,
    screen_reconsideration,
    send_back_reconsideration,
)
from services.accounts.usecases.reconsideration.file_request import RequestReconsideration, request_reconsideration
from services.accounts.usecases.reconsideration.pay_adjustments import pay_waiting_adjustments
from services.accounts.usecases.reconsideration.reserve import approved_unpaid
from services.accounts.usecases.reconsideration.watch_targets import watch_targets
from shared.errors import BadInput, Forbidden, NotFound
from tests.integration.accounts.conftest import CASE, Desk, a_claim, claims_certified, notice_published

OFFICER = "reconsideration-officer"


class Office(Desk):
    """The accounts with one distribution of FY2005."""

    distribution_id: str

    async def pay_year(self, cents: int, *claims: dict[str, Any]) -> None:
        """FY2005 paid on 29 November 2005."""
        await self.receive("notice.published", notice_published(CASE))
        await self.fund(cents)
        await self.receive("claims.certified", claims_certified(*claims))
        await self.close(2005)
        self.distribution_id = await self.distribute()

    async def notify(self) -> None:
        """Send the letters today."""
        await self.done(notify_distribution, NotifyDistribution(distribution_id=UUID(self.distribution_id)))

    async def file(self, number: str, **other: Any) -> UUID:
        """File a request."""
        command = RequestReconsideration(
            case_number=CASE, fiscal_year=2005, certification_number=number, statement="keyed in wrongly", **other
        )
        return UUID((await self.done(request_reconsideration, command, actor=OFFICER))["request_id"])

    async def take_up(self, request_id: UUID) -> None:
        """Find an error of Customs alleged."""
        await self.screen(request_id, Screening.CUSTOMS_ERROR_ALLEGED)

    async def screen(self, request_id: UUID, finding: Screening) -> None:
        """Screen."""
        command = ScreenReconsideration(request_id=request_id, finding=finding, reasons="as stated")
        await self.done(screen_reconsideration, command, actor=OFFICER)

    async def propose(self, request_id: UUID, **net_claims: int) -> None:
        """Propose a grant with corrected net claims."""
        await self.done(decide_reconsideration, grant(request_id, **net_claims), actor=OFFICER)

    async def approve_grant(self, request_id: UUID) -> None:
        """Approve as another person."""
        await self.done(approve_reconsideration, ApproveReconsideration(request_id=request_id), actor="approver")

    async def grant(self, number: str, **net_claims: int) -> UUID:
        """From the filing to the approval."""
        request_id = await self.file(number)
        await self.take_up(request_id)
        await self.propose(request_id, **net_claims)
        await self.approve_grant(request_id)
        return request_id

    async def states(self) -> list[tuple[str, str | None]]:
        """State and reason of every request, by number."""
        table = reconsideration_requests
        async with self.database.reading() as connection:
            rows = await connection.execute(sa.select(table.c.state, table.c.reason_code).order_by(table.c.number))
            return [(row.state, row.reason_code) for row in rows]

    async def adjustments(self) -> list[tuple[str, int]]:
        """Certification and cents of every adjustment paid, in order."""
        query = sa.select(payments).where(payments.c.kind == "ADJUSTMENT").order_by(payments.c.id)
        async with self.database.reading() as connection:
            return [(row.certification_number, row.amount_cents) for row in await connection.execute(query)]

    async def unpaid(self, paid_by: date | None = None) -> int:
        """Approved and not paid."""
        async with self.database.reading() as connection:
            return await approved_unpaid(connection, CASE, paid_by)


def grant(request_id: UUID, **net_claims: int) -> DecideReconsideration:
    """A grant with corrections named ``c0001=...``."""
    return DecideReconsideration(
        request_id=request_id,
        outcome=Outcome.GRANTED_IN_FULL,
        reasons="Customs keyed in another figure",
        corrections=tuple(
            Correction(certification_number=name[1:], net_cents=cents) for name, cents in net_claims.items()
        ),
    )


@pytest.fixture
async def office(desk: Desk) -> Office:
    """The same desk with reconsideration."""
    office = Office(desk.database, desk.clock)
    office._numbers = desk._numbers
    return office


# Customs keyed in 50,000.00 for Alpha, which had filed 500,000.00; Gamma was refused though it was in time.
MISKEYED = (
    a_claim("0001", "Alpha", 5_000_000, claimed_cents=50_000_000),
    a_claim("0002", "Beta", 3_000_000),
    a_claim("0003", "Gamma", 20_000_000, state="LATE_DENIED", reason_code="LATE"),
)


async def test_s15_reconsideration_refused(office: Office) -> None:
    await office.pay_year(
        10_000_000,
        a_claim("0001", "Alpha", 33_333_333),
        a_claim("0002", "Beta", 22_222_222),
        a_claim("0003", "Gamma", 11_111_112),
    )
    await office.notify()
    before = await office.balances()
    office.on(date(2005, 12, 20))
    await office.screen(await office.file("0001"), Screening.PRODUCER_ERROR)
    office.on(date(2005, 12, 29))
    await office.screen(await office.file("0002"), Screening.NO_CUSTOMS_ERROR_ALLEGED)
    office.on(date(2005, 12, 30))
    await office.file("0003")
    assert await office.states() == [
        ("REFUSED", "PRODUCER_ERROR"),
        ("REFUSED", "NO_CUSTOMS_ERROR_ALLEGED"),
        ("REFUSED", "RECON_LATE"),
    ]
    assert [event["reason_code"] for event in await office.events("reconsideration.refused")] == [
        "PRODUCER_ERROR",
        "NO_CUSTOMS_ERROR_ALLEGED",
        "RECON_LATE",
    ]
    assert await office.balances() == before


async def test_s01_reco_02_paid_in_full_is_not_reduced(office: Office) -> None:
    await office.pay_year(25_000_000, a_claim("0001", "Alpha", 12_000_000), a_claim("0002", "Beta", 8_000_050))
    await office.notify()
    await office.file("0002")
    assert await office.states() == [("REFUSED", "NOT_REDUCED")]


async def test_reco_01_early_requests_are_held_and_filed_on_the_day_of_the_letters(office: Office) -> None:
    await office.pay_year(25_000_000, *MISKEYED)
    await office.file("0001", received_on=date(2005, 11, 20))
    await office.file("0002")
    assert await office.states() == [("HELD", None), ("HELD", None)]
    office.on(date(2005, 12, 5))
    await office.notify()
    assert await office.states() == [("FILED", None), ("REFUSED", "NOT_REDUCED")]
    rows = await office.rows(reconsideration_requests, "received_on", "filed_on", "decide_by")
    assert rows[0] == (date(2005, 11, 20), date(2005, 12, 5), date(2006, 2, 3))


async def test_reco_01_who_may_file_for_what(office: Office) -> None:
    await office.pay_year(25_000_000, *MISKEYED)
    own = frozenset({"producer-Alpha"})
    await office.file("0001", producer_ids=own)
    command = RequestReconsideration(
        case_number=CASE, fiscal_year=2005, certification_number="0002", statement="x", producer_ids=own
    )
    with pytest.raises(Forbidden):
        await office.run(request_reconsideration, command)
    with pytest.raises(NotFound):
        await office.file("0009")
    with pytest.raises(BadInput, match="after today"):
        await office.file("0001", received_on=date(2005, 11, 30))


async def test_reco_04_to_06_a_keying_error_is_paid_out_of_what_remains(office: Office) -> None:
    await office.pay_year(40_000_000, *MISKEYED)
    await office.notify()
    assert (await office.balances())[Account.SPECIAL] == 32_000_000
    request_id = await office.file("0001")
    await office.take_up(request_id)
    await office.propose(request_id, c0001=50_000_000)
    results = await office.rows(reconsideration_results, "certification_number", "corrected", "share_cents")
    # 400,000.00 on 530,000.00: nobody else's share changes what it got (RECO-05).
    assert results == [("0001", True, 37_735_849), ("0002", False, 2_264_151)]
    assert await office.refused(
        approve_reconsideration, ApproveReconsideration(request_id=request_id), actor=OFFICER
    ) == {"requestId": "SAME_PERSON"}
    await office.approve_grant(request_id)
    # Granted 327,358.49, and 320,000.00 remain.
    assert await office.states() == [("AWAITING_FUNDS", None)]
    assert await office.adjustments() == [("0001", 32_000_000)]
    assert Account.SPECIAL not in await office.balances()
    assert await office.unpaid() == 735_849
    issued = (await office.events("payment.issued"))[-1]
    assert (issued["kind"], issued["amount_cents"], issued["lineage_id"]) == ("ADJUSTMENT", 32_000_000, "lineage-Alpha")

    await pay_waiting_adjustments(office.uow)
    assert len(await office.adjustments()) == 1

    office.on(date(2006, 3, 1))
    await office.fund(1_000_000, on=date(2006, 3, 1))
    await pay_waiting_adjustments(office.uow)
    assert await office.states() == [("PAID", None)]
    assert await office.adjustments() == [("0001", 32_000_000), ("0001", 735_849)]
    assert (await office.balances())[Account.SPECIAL] == 264_151
    assert [event["outstanding_cents"] for event in await office.events("reconsideration.adjustment-paid")] == [
        735_849,
        0,
    ]
    # DIST-02: of the year that ended before the second payment, it is still to be reserved.
    assert (await office.unpaid(), await office.unpaid(date(2006, 2, 28))) == (0, 735_849)
    await pay_waiting_adjustments(office.uow)
    assert len(await office.adjustments()) == 2
    await office.verified()
    # ACCT-16: the first receipt is used up by the distribution and its adjustment, the second one in part.
    used = [cents for (cents,) in await office.rows(vintage_uses, "amount_cents")]
    assert used == [8_000_000, 32_000_000, 735_849]


async def test_reco_04_a_wrongly_refused_certification_is_put_in(office: Office) -> None:
    await office.pay_year(
        40_000_000,
        a_claim("0001", "Alpha", 60_000_000),
        a_claim("0002", "Beta", 20_000_000),
        a_claim("0003", "Gamma", 20_000_000, state="LATE_DENIED", reason_code="LATE"),
    )
    await office.notify()
    request_id = await office.file("0003")
    await office.take_up(request_id)
    command = grant(request_id, c0002=20_000_000)
    assert await office.refused(decide_reconsideration, command) == {"corrections": "NOT_PUT_IN"}
    command = grant(request_id, c0003=20_000_001, c0008=1)
    assert await office.refused(decide_reconsideration, command) == {
        "corrections[0].netClaim": "ABOVE_CERTIFIED",
        "corrections[1].certificationNumber": "NOT_IN_DISTRIBUTION",
    }
    await office.propose(request_id, c0003=20_000_000)
    await office.approve_grant(request_id)
    assert await office.states() == [("AWAITING_FUNDS", None)]
    assert await office.unpaid() == 8_000_000
    assert [event["adjustment_cents"] for event in await office.events("reconsideration.decided")] == [8_000_000]


async def test_reco_06_first_approved_is_first_paid_and_comes_before_the_next_distribution(office: Office) -> None:
    await office.pay_year(8_000_000, *MISKEYED)
    await office.notify()
    gamma = await office.file("0003")
    alpha = await office.file("0001")
    for request_id in (alpha, gamma):
        await office.take_up(request_id)
    await office.propose(alpha, c0001=50_000_000)
    await office.propose(gamma, c0003=20_000_000)
    await office.approve_grant(alpha)  # filed later, approved first
    office.on(date(2005, 11, 30))
    await office.approve_grant(gamma)
    due = dict(zip(("gamma", "alpha"), [row[0] for row in await adjustment_cents(office)], strict=True))
    assert await office.adjustments() == []

    office.on(date(2006, 6, 1))
    await office.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await office.fund(due["alpha"] + 10, on=date(2006, 6, 1))
    await office.receive("claims.certified", claims_certified(a_claim("0011", "Beta", 1_000), fiscal_year=2006))
    office.on(date(2006, 11, 1))
    await office.close(2006)
    row = await office.distribution(await office.prepare(year=2006))
    assert (row.reserve_cents, row.available_cents) == (due["alpha"] + 10, 0)

    await pay_waiting_adjustments(office.uow)
    assert await office.adjustments() == [("0001", due["alpha"]), ("0003", 10)]
    assert await office.states() == [("AWAITING_FUNDS", None), ("PAID", None)]
    await office.verified()


async def adjustment_cents(office: Office) -> list[tuple[int]]:
    """Granted amounts by request number."""
    table = reconsideration_requests
    async with office.database.reading() as connection:
        rows = await connection.execute(sa.select(table.c.adjustment_cents).order_by(table.c.number))
        return [(row.adjustment_cents,) for row in rows]


async def test_reco_06_18_3_a_frozen_distribution_gives_way_and_is_frozen_anew_with_the_reserve(office: Office) -> None:
    await office.pay_year(8_000_000, *MISKEYED)
    await office.notify()
    request_id = await office.file("0001")
    await office.take_up(request_id)
    office.on(date(2006, 6, 1))
    await office.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await office.fund(500_000, on=date(2006, 6, 1))
    await office.receive("claims.certified", claims_certified(a_claim("0011", "Beta", 10**9), fiscal_year=2006))
    office.on(date(2006, 11, 1))
    await office.close(2006)
    frozen = await office.prepare(year=2006, hold_back_cents=100_000, hold_back_reason="a refund is imminent")
    await office.approve(frozen)
    await office.propose(request_id, c0001=50_000_000)
    await office.approve_grant(request_id)
    assert (await office.distribution(frozen)).state == "CANCELLED"
    assert [event["distribution_id"] for event in await office.events("distribution.cancelled")] == [frozen]
    # What is held back is not for adjustments either.
    assert await office.adjustments() == [("0001", 400_000)]
    again = await office.distribution(await office.prepare(year=2006))
    assert (again.balance_cents, again.reserve_cents, again.available_cents) == (500_000, 500_000, 0)
    assert again.id != UUID(frozen)


async def test_18_3_a_distribution_closes_when_every_request_is_decided(office: Office) -> None:
    await office.pay_year(8_000_000, *MISKEYED)
    await office.notify()
    request_id = await office.file("0001")
    office.on(date(2005, 12, 30))
    command = CloseDistribution(distribution_id=UUID(office.distribution_id))
    assert await office.refused(close_distribution, command) == {"distributionId": "RECONSIDERATION_UNDECIDED"}
    await office.take_up(request_id)
    assert await office.refused(close_distribution, command) == {"distributionId": "RECONSIDERATION_UNDECIDED"}
    denied = DecideReconsideration(request_id=request_id, outcome=Outcome.DENIED, reasons="no error found")
    await office.done(decide_reconsideration, denied, actor=OFFICER)
    assert await office.states() == [("DENIED", None)]
    await office.done(close_distribution, command)
    assert (await office.distribution(office.distribution_id)).state == "CLOSED"


async def test_18_5_what_is_not_possible_is_refused(office: Office) -> None:
    await office.pay_year(8_000_000, *MISKEYED)
    held = await office.file("0001")
    screen = ScreenReconsideration(request_id=held, finding=Screening.PRODUCER_ERROR, reasons="x")
    assert await office.refused(screen_reconsideration, screen) == {"requestId": "ILLEGAL_TRANSITION"}
    await office.notify()
    assert await office.refused(decide_reconsideration, grant(held, c0001=50_000_000)) == {
        "requestId": "ILLEGAL_TRANSITION"
    }
    await office.take_up(held)
    assert await office.refused(screen_reconsideration, screen) == {"requestId": "ILLEGAL_TRANSITION"}
    approve = ApproveReconsideration(request_id=held)
    assert await office.refused(approve_reconsideration, approve) == {"requestId": "NOTHING_PROPOSED"}
    back = SendBackReconsideration(request_id=held, reason="the figure is wrong")
    assert await office.refused(send_back_reconsideration, back) == {"requestId": "NOTHING_PROPOSED"}
    await office.propose(held, c0001=50_000_000)
    await office.done(send_back_reconsideration, back, actor="approver")
    assert await office.rows(reconsideration_results, "share_cents") == []
    assert await office.refused(approve_reconsideration, approve) == {"requestId": "NOTHING_PROPOSED"}
    with pytest.raises(BadInput):
        await office.run(decide_reconsideration, grant(held))


async def test_reco_03_a_missed_target_is_told_once(office: Office) -> None:
    await office.pay_year(8_000_000, *MISKEYED)
    await office.notify()
    await office.file("0001")
    office.on(date(2006, 1, 28))
    await watch_targets(office.uow)
    assert await office.events("reconsideration.overdue") == []
    office.on(date(2006, 1, 29))
    for _ in range(2):
        await watch_targets(office.uow)
    assert [event["decide_by"] for event in await office.events("reconsideration.overdue")] == ["2006-01-28"]


async def test_reco_06_two_approvals_at_once_pay_no_more_than_remains(office: Office) -> None:
    await office.pay_year(10_000_000, *MISKEYED)
    await office.notify()
    requests = [await office.file("0001"), await office.file("0003")]
    for request_id, corrected in zip(requests, ({"c0001": 50_000_000}, {"c0003": 20_000_000}), strict=True):
        await office.take_up(request_id)
        await office.propose(request_id, **corrected)
    await asyncio.gather(*(office.approve_grant(request_id) for request_id in requests))
    assert sum(cents for _, cents in await office.adjustments()) == 2_000_000
    assert (await office.balances()).get(Account.SPECIAL, 0) == 0
    async with office.database.reading() as connection:
        state = await connection.scalar(sa.select(distributions.c.state))
    assert state == "NOTIFIED"
    await office.verified()
