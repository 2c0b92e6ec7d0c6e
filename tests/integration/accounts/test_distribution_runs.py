"""Distributions together, of a whole year, and again: DIST-01, DIST-08, DIST-10, DIST-12, RECO-07."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.accounts.domain.holds import Outcome
from services.accounts.domain.ledger import Account
from services.accounts.events.published import DistributionCompleted, PaymentIssued
from services.accounts.storage.tables import distributions
from services.accounts.usecases.decide_distribution import (
    ApproveDistribution,
    ApproveDistributions,
    CancelDistribution,
    approve_distribution,
    approve_distributions,
    cancel_distribution,
)
from services.accounts.usecases.distributions.deadlines import watch_deadlines
from services.accounts.usecases.distributions.reruns import (
    IssueRerun,
    RecallDistribution,
    issue_rerun,
    recall_distribution,
)
from services.accounts.usecases.litigation_holds import (
    PlaceLitigationHold,
    ReleaseLitigationHold,
    place_litigation_hold,
    release_litigation_hold,
)
from services.accounts.usecases.pay_distribution import (
    NotifyDistribution,
    PayDistributions,
    notify_distribution,
    pay_distributions,
)
from services.accounts.usecases.prepare_distribution import (
    PrepareDistribution,
    PrepareDistributions,
    prepare_distribution,
    prepare_distributions,
)
from shared.errors import NotFound
from tests.integration.accounts.conftest import CASE, Desk, a_claim, claims_certified, notice_published

AD, CVD = "A-990-810", "C-990-811"


def shared(number: str, name: str, cents: int, **other: Any) -> dict[str, Any]:
    """A claim all of whose expenditures are shared by both orders."""
    part = {"group_id": "group-1", "case_numbers": [AD, CVD], "net_cents": cents}
    return a_claim(number, name, cents, parts=[part], **other)


async def two_orders(desk: Desk, ad_cents: int, cvd_cents: int) -> None:
    """S04's orders, noticed, funded, certified and closed."""
    await desk.open(AD, CVD)
    await desk.receive("notice.published", notice_published(AD, CVD))
    await desk.fund(ad_cents, case_number=AD)
    await desk.fund(cvd_cents, case_number=CVD)
    alpha = shared("0001", "Alpha", 300_000_00)
    await desk.receive("claims.certified", claims_certified(alpha, a_claim("0002", "Beta", 600_000_00), case_number=AD))
    await desk.receive("claims.certified", claims_certified(shared("0003", "Alpha", 300_000_00), case_number=CVD))
    await desk.close(2005)


async def one_order(desk: Desk, cents: int, *claims: dict[str, Any], year: int = 2005, version: int = 1) -> None:
    """An order's year noticed, funded, certified and closed."""
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=year))
    await desk.fund(cents, on=date(year, 3, 1))
    await desk.receive("claims.certified", claims_certified(*claims, fiscal_year=year, version=version))
    await desk.close(year)


async def paid(desk: Desk) -> list[tuple[str, int, str]]:
    async with desk.database.reading() as connection:
        rows = await connection.execute(
            sa.text("SELECT certification_number, amount_cents, kind FROM payments ORDER BY certification_number, id")
        )
        return [tuple(row) for row in rows]


async def test_s04_guard_orders_with_shared_claims_go_together_and_pay_no_spending_twice(desk: Desk) -> None:
    await two_orders(desk, 90_000_00, 290_000_00)
    first = await desk.prepare(AD)
    rows = await desk.rows(distributions, "case_number", "state", "carry_forward_cents")
    assert sorted(rows) == [(AD, "COMPUTED", 0), (CVD, "COMPUTED", 20_000_00)]
    (applied,) = await desk.events("shared-guard.applied")
    assert (applied["producer_id"], applied["common_cents"]) == ("producer-Alpha", 300_000_00)
    assert applied["orders"][1] == {"case_number": CVD, "before_cents": 290_000_00, "after_cents": 270_000_00}
    await desk.approve(first)
    assert {state for (state,) in await desk.rows(distributions, "state")} == {"APPROVED"}
    for (distribution_id,) in await desk.rows(distributions, "id"):
        await desk.pay(str(distribution_id))
    assert await paid(desk) == [
        ("0001", 30_000_00, "DISTRIBUTION"),
        ("0002", 60_000_00, "DISTRIBUTION"),
        ("0003", 270_000_00, "DISTRIBUTION"),
    ]
    await desk.verified()


async def test_s04_without_the_guard_triggered_each_order_is_as_alone(desk: Desk) -> None:
    await two_orders(desk, 90_000_00, 50_000_00)
    await desk.prepare(CVD)
    assert await desk.events("shared-guard.applied") == []
    rows = await desk.rows(distributions, "case_number", "state", "carry_forward_cents")
    assert sorted(rows) == [(AD, "COMPUTED", 0), (CVD, "COMPUTED", 0)]


async def test_dist_08_without_the_guard_every_order_pays_as_alone(desk: Desk) -> None:
    await two_orders(desk, 90_000_00, 290_000_00)
    command = PrepareDistribution(case_number=AD, fiscal_year=2005, shared_guard=False)
    distribution_id = (await desk.done(prepare_distribution, command, actor="preparer"))["distribution_id"]
    assert await desk.events("shared-guard.applied") == []
    await desk.approve(distribution_id)
    for (one,) in await desk.rows(distributions, "id"):
        await desk.pay(str(one))
    assert await paid(desk) == [
        ("0001", 30_000_00, "DISTRIBUTION"),
        ("0002", 60_000_00, "DISTRIBUTION"),
        ("0003", 290_000_00, "DISTRIBUTION"),
    ]


async def test_dist_08_a_changed_cut_is_found_by_the_recompute_and_cancelling_one_cancels_both(desk: Desk) -> None:
    await two_orders(desk, 90_000_00, 290_000_00)
    distribution_id = UUID(await desk.prepare(AD))
    async with desk.database.writing() as connection:
        await connection.execute(
            sa.text("UPDATE distribution_shares SET share_cents = 29000000, guarded_cents = 0 WHERE guarded_cents > 0")
        )
    command = ApproveDistribution(distribution_id=distribution_id)
    refused = await desk.refused(approve_distribution, command, actor="approver")
    assert refused["distributionId"] in {"RESULT_DIFFERS", "SHARED_ORDER_REFUSED"}
    cancel = CancelDistribution(distribution_id=distribution_id, reason="input defect")
    await desk.done(cancel_distribution, cancel, actor="preparer")
    states = sorted(await desk.rows(distributions, "case_number", "state"))
    assert states == [(AD, "CANCELLED"), (AD, "PLANNED"), (CVD, "CANCELLED"), (CVD, "PLANNED")]


async def test_dist_08_an_order_waits_for_the_one_it_shares_with(desk: Desk) -> None:
    await desk.open(AD, CVD)
    await desk.receive("notice.published", notice_published(AD, CVD))
    await desk.receive("claims.certified", claims_certified(shared("0001", "Alpha", 1), case_number=AD))
    await desk.close(2005)
    command = PrepareDistribution(case_number=AD, fiscal_year=2005)
    assert await desk.refused(prepare_distribution, command) == {"fiscalYear": "SHARED_ORDER_NOT_READY"}


async def test_reco_07_a_hold_released_after_the_claim_was_filed_lowers_it_once(desk: Desk) -> None:
    await one_order(desk, 100_00, a_claim("0001", "Alpha", 200_00), a_claim("0002", "Beta", 200_00))
    held = PlaceLitigationHold(
        case_number=CASE, fiscal_year=2005, certification_number="0001", court_reference="c", legal_basis="b"
    )
    hold = await desk.done(place_litigation_hold, held, actor="preparer")
    await desk.distribute()
    desk.on(date(2006, 10, 20))
    release = ReleaseLitigationHold(hold_id=UUID(hold["hold_id"]), outcome=Outcome.WON)
    await desk.done(release_litigation_hold, release, actor="approver")
    claims = (
        # Filed in July: what the hold paid in October is not deducted. Beta's payment of November 2005 is.
        a_claim("0011", "Alpha", 200_00, prior_cents=0),
        a_claim("0012", "Beta", 150_00, prior_cents=50_00),
    )
    await one_order(desk, 1_000_00, *claims, year=2006)
    shares = await desk.shares(await desk.prepare(year=2006))
    assert {number: (share.claim.net_cents, share.claim.reduced_cents) for number, share in shares.items()} == {
        "0011": (150_00, 50_00),
        "0012": (150_00, 0),
    }


@pytest.mark.parametrize(("received_on", "reduced"), [("2006-07-13", 50_00), ("2006-07-14", 0), ("2006-07-15", 0)])
async def test_reco_07_a_payment_of_the_day_of_receipt_is_deducted_by_the_claim_itself(
    desk: Desk, received_on: str, reduced: int
) -> None:
    await one_order(desk, 100_00, a_claim("0001", "Alpha", 200_00), a_claim("0002", "Beta", 200_00))
    place = PlaceLitigationHold(
        case_number=CASE, fiscal_year=2005, certification_number="0001", court_reference="c", legal_basis="b"
    )
    hold = await desk.done(place_litigation_hold, place, actor="preparer")
    await desk.distribute()
    desk.on(date(2006, 7, 14))
    release = ReleaseLitigationHold(hold_id=UUID(hold["hold_id"]), outcome=Outcome.WON)
    await desk.done(release_litigation_hold, release, actor="approver")
    desk.on(date(2006, 10, 20))
    await one_order(desk, 1_000_00, a_claim("0011", "Alpha", 200_00, received_on=received_on), year=2006)
    share = (await desk.shares(await desk.prepare(year=2006)))["0011"]
    assert (share.claim.net_cents, share.claim.reduced_cents) == (200_00 - reduced, reduced)


async def test_exp_04_a_distribution_paid_after_the_next_claim_was_received_lowers_that_claim(desk: Desk) -> None:
    await one_order(desk, 100_00, a_claim("0001", "Alpha", 200_00))
    desk.on(date(2006, 7, 14))
    await desk.distribute()
    desk.on(date(2006, 10, 20))
    claims = (
        a_claim("0011", "Alpha", 200_00, received_on="2006-07-13"),
        a_claim("0012", "Beta", 10_00, received_on="2006-07-13"),
    )
    await one_order(desk, 1_000_00, *claims, year=2006)
    shares = await desk.shares(await desk.prepare(year=2006))
    assert {number: share.claim.net_cents for number, share in shares.items()} == {"0011": 100_00, "0012": 10_00}


async def test_a_whole_year_is_prepared_approved_and_paid_and_who_is_not_ready_is_named(desk: Desk) -> None:
    cases = [f"A-100-{n:03}" for n in range(1, 5)]
    await desk.open(*cases)
    await desk.receive("notice.published", notice_published(*cases))
    for place, case in enumerate(cases[:3]):
        await desk.fund(100_00 + place, case_number=case)
        claims = [a_claim(f"{place}{n}", f"Producer {n}", 70_00 + n) for n in range(3)]
        await desk.receive("claims.certified", claims_certified(*claims, case_number=case))
    await desk.close(2005)
    year = {"fiscal_year": 2005}
    done = await desk.done(prepare_distributions, PrepareDistributions(fiscal_year=2005), actor="preparer")
    assert done["orders"] == cases[:3]
    (left,) = done["left_out"]
    assert (left["case_number"], left["refusals"][0]["code"]) == (cases[3], "CLAIMS_NOT_CERTIFIED")
    done = await desk.done(approve_distributions, ApproveDistributions(**year), actor="preparer")
    assert [one["refusals"][0]["code"] for one in done["left_out"]] == ["SAME_PERSON"] * 3
    await desk.done(approve_distributions, ApproveDistributions(**year), actor="approver")
    done = await desk.done(pay_distributions, PayDistributions(**year), actor="approver")
    assert done["orders"] == cases[:3]
    assert len(await paid(desk)) == 9
    for event, model in (("payment.issued", PaymentIssued), ("distribution.completed", DistributionCompleted)):
        for payload in await desk.events(event):
            assert model.model_validate(payload).model_dump(mode="json") == payload
    with pytest.raises(NotFound):
        await desk.run(pay_distributions, PayDistributions(**year), actor="approver")
    await desk.verified()


async def test_dist_01_warnings_and_lateness_are_raised_once_each(desk: Desk) -> None:
    await desk.receive("notice.published", notice_published(CASE))
    for day in (date(2005, 10, 29), date(2005, 10, 30), date(2005, 10, 31), date(2005, 11, 20), date(2005, 11, 28)):
        desk.on(day)
        await watch_deadlines(desk.uow)
        await watch_deadlines(desk.uow)
    assert [event["days"] for event in await desk.events("distribution.due")] == [30, 10, 1]
    for day in (date(2005, 11, 29), date(2005, 11, 30), date(2005, 12, 1)):
        desk.on(day)
        await watch_deadlines(desk.uow)
    (late,) = await desk.events("distribution.late")
    assert (late["code"], late["due_on"]) == ("DISTRIBUTION_LATE", "2005-11-29")
    assert await desk.rows(distributions, "late_on") == [(date(2005, 11, 30),)]


async def test_dist_10_everybody_that_filed_gets_a_letter_and_those_paid_less_may_ask(desk: Desk) -> None:
    late = a_claim("0003", "Gamma", 10_00, state="LATE_DENIED", reason_code="LATE")
    await one_order(desk, 50_00, a_claim("0001", "Alpha", 40_00), a_claim("0002", "Beta", 60_00), late)
    distribution_id = await desk.distribute()
    await desk.done(notify_distribution, NotifyDistribution(distribution_id=UUID(distribution_id)))
    async with desk.database.reading() as connection:
        rows = await connection.execute(
            sa.text(
                "SELECT certification_number, amount_cents, claims_total_cents, reconsideration_by"
                " FROM distribution_letters ORDER BY 1"
            )
        )
        by = date(2005, 12, 29)
        assert [tuple(row) for row in rows] == [
            ("0001", 20_00, 100_00, by),
            ("0002", 30_00, 100_00, by),
            ("0003", 0, 100_00, by),
        ]


async def test_a_recalled_run_issues_only_the_differences_by_two_people(desk: Desk) -> None:
    await one_order(desk, 90_00, a_claim("0001", "Alpha", 100_00), a_claim("0002", "Beta", 200_00))
    distribution_id = UUID(await desk.distribute())
    recall = RecallDistribution(distribution_id=distribution_id, reason="eligibility of Gamma decided anew")
    refused = await desk.refused(recall_distribution, recall, actor="preparer")
    assert refused == {"distributionId": "NOTHING_DIFFERS"}
    claims = (
        a_claim("0001", "Alpha", 100_00),
        a_claim("0002", "Beta", 200_00, state="REJECTED", reason_code="NOT_ON_ITC_LIST"),
        a_claim("0003", "Gamma", 50_00),
    )
    await desk.receive("claims.certified", claims_certified(*claims, version=2))
    rerun_id = UUID((await desk.done(recall_distribution, recall, actor="preparer"))["rerun_id"])
    assert await desk.refused(recall_distribution, recall, actor="preparer") == {"distributionId": "RERUN_UNDECIDED"}
    issue = IssueRerun(rerun_id=rerun_id)
    assert await desk.refused(issue_rerun, issue, actor="preparer") == {"distributionId": "SAME_PERSON"}
    await desk.fund(30_00, on=date(2005, 10, 5))
    await desk.done(issue_rerun, issue, actor="approver")
    # 90.00 on 100.00 and 50.00: 60.00 and 30.00; Alpha got 30.00, Beta 60.00; 30.00 of 60.00 owed are in the account.
    assert await paid(desk) == [
        ("0001", 30_00, "DISTRIBUTION"),
        ("0001", 15_00, "SUPPLEMENT"),
        ("0002", 60_00, "DISTRIBUTION"),
        ("0003", 15_00, "SUPPLEMENT"),
    ]
    (debt,) = await desk.events("debt.proposed")
    assert (debt["certification_number"], debt["amount_cents"]) == ("0002", 60_00)
    async with desk.database.reading() as connection:
        rows = await connection.execute(sa.text("SELECT kind, principal_cents, state FROM bills"))
        assert [tuple(row) for row in rows] == [("ADMIN_ERROR", 60_00, "DRAFT")]
    (recalled,) = await desk.events("distribution.recalled")
    assert (recalled["supplements_cents"], recalled["debts_cents"]) == (30_00, 60_00)
    assert Account.SPECIAL not in await desk.balances()
    await desk.verified()


async def test_the_statements_of_a_year_do_not_grow_with_its_orders(desk: Desk) -> None:
    statements: list[str] = []
    sa.event.listen(
        desk.database.engine.sync_engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: statements.append(statement),
    )

    async def cost(year: int, number: int) -> int:
        cases = [f"A-{year - 1900}-{n:03}" for n in range(number)]
        desk.on(date(year, 11, 20))
        await desk.open(*cases)
        await desk.receive("notice.published", notice_published(*cases, fiscal_year=year))
        for case in cases:
            claims = (a_claim(f"{case}-1", "Alpha", 1_000_00), a_claim(f"{case}-2", "Beta", 500_00))
            await desk.receive("claims.certified", claims_certified(*claims, case_number=case, fiscal_year=year))
        await desk.close(year)
        statements.clear()
        year_of = {"fiscal_year": year}
        await desk.done(prepare_distributions, PrepareDistributions(fiscal_year=year), actor="preparer")
        await desk.done(approve_distributions, ApproveDistributions(**year_of), actor="approver")
        await desk.done(pay_distributions, PayDistributions(**year_of), actor="approver")
        return len([text for text in statements if "outbox" not in text and "audit_log" not in text])

    few = await cost(2005, 2)
    assert await cost(2006, 12) == few


@pytest.mark.parametrize("table", ["payments", "distribution_shares"])
async def test_what_names_no_distribution_is_refused(desk: Desk, table: str) -> None:
    columns = {
        "payments": "certification_number, producer_id, lineage_id, kind, amount_cents, paid_on",
        "distribution_shares": "certification_number, producer_id, lineage_id, claimant_name, accepted, claimed_cents,"
        " net_cents",
    }
    values = {
        "payments": "'1', 'p', 'l', 'DISTRIBUTION', 1, '2005-11-29'",
        "distribution_shares": "'1', 'p', 'l', 'n', true, 1, 1",
    }
    with pytest.raises(sa.exc.IntegrityError, match="is not in table distributions"):
        async with desk.database.writing() as connection:
            await connection.execute(
                sa.text(f"INSERT INTO {table} (distribution_id, {columns[table]}) VALUES (uuidv7(), {values[table]})")
            )
