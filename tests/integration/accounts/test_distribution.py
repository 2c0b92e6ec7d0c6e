"""Distributions from the notice to the payment, on a real database."""

import asyncio
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.accounts.domain.holds import Outcome
from services.accounts.domain.ledger import Account
from services.accounts.storage.tables import (
    certified_claims,
    distributions,
    litigation_holds,
    orders,
    payments,
    vintage_uses,
)
from services.accounts.usecases.decide_distribution import (
    ApproveDistribution,
    CancelDistribution,
    RejectDistribution,
    approve_distribution,
    cancel_distribution,
    reject_distribution,
)
from services.accounts.usecases.fiscal_years import StateSpecialAccounts, state_special_accounts
from services.accounts.usecases.litigation_holds import (
    PlaceLitigationHold,
    ReleaseLitigationHold,
    place_litigation_hold,
    release_litigation_hold,
)
from services.accounts.usecases.pay_distribution import (
    CloseDistribution,
    NotifyDistribution,
    PayDistribution,
    close_distribution,
    notify_distribution,
    pay_distribution,
)
from services.accounts.usecases.prepare_distribution import PrepareDistribution, prepare_distribution
from shared.errors import BadInput, NotFound
from tests.integration.accounts.conftest import CASE, Desk, UseCase, a_claim, claims_certified, notice_published

S02 = (
    a_claim("0001", "Alpha", 33_333_333),
    a_claim("0002", "Beta", 22_222_222),
    a_claim("0003", "Gamma", 11_111_112),
)


async def ready(desk: Desk, cents: int, *claims: dict[str, Any]) -> None:
    """FY2005 noticed, funded, certified, over and closed."""
    await desk.receive("notice.published", notice_published(CASE))
    if cents:
        await desk.fund(cents)
    await desk.receive("claims.certified", claims_certified(*claims))
    await desk.close(2005)


async def hold(desk: Desk, number: str) -> UUID:
    """Place a hold on a claim of FY2005."""
    command = PlaceLitigationHold(
        case_number=CASE,
        fiscal_year=2005,
        certification_number=number,
        court_reference="Court No. 05-00001",
        legal_basis="eligibility in litigation",
    )
    value = await desk.done(place_litigation_hold, command, actor="preparer")
    return UUID(value["hold_id"])


async def test_s01_full_payment_carries_the_rest_forward(desk: Desk) -> None:
    await ready(desk, 25_000_000, a_claim("0001", "Alpha", 12_000_000), a_claim("0002", "Beta", 8_000_050))
    distribution_id = await desk.distribute()
    paid = {number: share.share_cents for number, share in (await desk.shares(distribution_id)).items()}
    assert paid == {"0001": 12_000_000, "0002": 8_000_050}
    assert (await desk.balances())[Account.SPECIAL] == 4_999_950
    assert (await desk.balances())[Account.PRODUCER_PAYABLE] == 20_000_050

    desk.on(date(2006, 6, 1))
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await desk.fund(1_000_000, on=date(2006, 3, 1))
    await desk.receive("claims.certified", claims_certified(a_claim("0003", "Alpha", 1), fiscal_year=2006))
    desk.on(date(2006, 11, 1))
    await desk.close(2006)
    row = await desk.distribution(await desk.prepare(year=2006))
    assert row.available_cents == 5_999_950
    assert (await desk.verified()).control_total_cents == 5_999_950


async def test_s02_shortfall_pays_to_the_cent_and_tells_everybody(desk: Desk) -> None:
    await ready(desk, 10_000_000, *S02)
    distribution_id = await desk.distribute()
    assert Account.SPECIAL not in await desk.balances()
    rows = await desk.rows(payments, "certification_number", "amount_cents", "kind", "paid_on")
    day = date(2005, 11, 29)
    assert sorted(rows) == [
        ("0001", 5_000_000, "DISTRIBUTION", day),
        ("0002", 3_333_333, "DISTRIBUTION", day),
        ("0003", 1_666_667, "DISTRIBUTION", day),
    ]
    assert [event["amount_cents"] for event in await desk.events("payment.issued")] == [5_000_000, 3_333_333, 1_666_667]
    (issued, *_) = await desk.events("payment.issued")
    assert issued == {
        "case_number": CASE,
        "fiscal_year": 2005,
        "distribution_id": distribution_id,
        "certification_number": "0001",
        "lineage_id": "lineage-Alpha",
        "producer_id": "producer-Alpha",
        "amount_cents": 5_000_000,
        "paid_on": "2005-11-29",
        "kind": "DISTRIBUTION",
    }
    (completed,) = await desk.events("distribution.completed")
    assert (completed["method"], completed["available_cents"], completed["carry_forward_cents"]) == (
        "PRO_RATA",
        10_000_000,
        0,
    )
    assert [(one["claimant_name"], one["claimed_cents"], one["disbursed_cents"]) for one in completed["payments"]] == [
        ("Alpha", 33_333_333, 5_000_000),
        ("Beta", 22_222_222, 3_333_333),
        ("Gamma", 11_111_112, 1_666_667),
    ]
    (frozen,) = await desk.events("distribution.frozen")
    assert frozen == {"case_number": CASE, "fiscal_year": 2005, "distribution_id": distribution_id}
    await desk.verified()


async def test_s06_a_claim_denied_late_is_kept_and_gets_nothing(desk: Desk) -> None:
    late = a_claim("0003", "Gamma", 200_000_00, state="LATE_DENIED", reason_code="LATE")
    await ready(desk, 100_000_00, a_claim("0001", "Alpha", 150_000_00), a_claim("0002", "Beta", 50_000_00), late)
    shares = await desk.shares(await desk.distribute())
    assert {number: share.share_cents for number, share in shares.items()} == {
        "0001": 75_000_00,
        "0002": 25_000_00,
        "0003": 0,
    }


async def test_dist_02_postings_after_30_september_wait_for_the_next_year(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    await desk.fund(900_00, on=date(2005, 10, 1))
    row = await desk.distribution(await desk.prepare())
    assert row.available_cents == 100_00


async def test_dist_02_a_hold_back_with_its_reason_lowers_what_is_available(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    with pytest.raises(BadInput, match="hold-back"):
        await desk.prepare(hold_back_cents=1)
    distribution_id = await desk.prepare(hold_back_cents=40_00, hold_back_reason="judgment of 3 October")
    row = await desk.distribution(distribution_id)
    assert (row.balance_cents, row.hold_back_cents, row.available_cents) == (100_00, 40_00, 60_00)
    await desk.approve(distribution_id)
    await desk.pay(distribution_id)
    assert (await desk.balances())[Account.SPECIAL] == 40_00


async def test_dist_02_a_late_payment_of_an_earlier_year_is_not_there_to_distribute_again(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    desk.on(date(2006, 10, 15))
    await desk.distribute()
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await desk.receive("claims.certified", claims_certified(*S02, fiscal_year=2006))
    await desk.fund(7_00, on=date(2006, 5, 2))
    await desk.close(2006)
    row = await desk.distribution(await desk.prepare(year=2006))
    assert row.available_cents == 7_00


async def test_dist_07_nothing_available_pays_nobody_and_is_told_all_the_same(desk: Desk) -> None:
    await ready(desk, 0, *S02)
    distribution_id = await desk.distribute()
    row = await desk.distribution(distribution_id)
    assert (row.state, row.method, row.available_cents) == ("PAID", "ZERO", 0)
    (completed,) = await desk.events("distribution.completed")
    assert [one["disbursed_cents"] for one in completed["payments"]] == [0, 0, 0]
    assert await desk.events("payment.issued") == []
    assert await desk.rows(orders, "special_state") == [("OPEN",)]
    await desk.verified()


async def test_dist_13_without_an_accepted_claim_the_balance_stays(desk: Desk) -> None:
    await ready(desk, 75_00)
    row = await desk.distribution(await desk.distribute())
    assert (row.method, row.carry_forward_cents) == ("FULL", 75_00)
    assert (await desk.balances())[Account.SPECIAL] == 75_00


async def test_dist_01_a_notice_plans_each_order_once(desk: Desk) -> None:
    for _ in range(2):
        await desk.receive("notice.published", notice_published(CASE, "C-990-811"))
    rows = await desk.rows(distributions, "case_number", "fiscal_year", "state", "due_on", "work_by")
    day = date(2005, 11, 29)
    assert sorted(rows) == [(CASE, 2005, "PLANNED", day, day), ("C-990-811", 2005, "PLANNED", day, day)]


async def test_dist_09_it_is_frozen_only_when_the_year_is_over_and_closed_and_claims_are_certified(desk: Desk) -> None:
    command = PrepareDistribution(case_number=CASE, fiscal_year=2005)
    with pytest.raises(NotFound):
        await desk.run(prepare_distribution, command)
    await desk.receive("notice.published", notice_published(CASE))
    desk.on(date(2005, 9, 30))
    result = await desk.run(prepare_distribution, command)
    assert {refusal.code for refusal in result.refusals} == {"FISCAL_YEAR_NOT_ENDED", "CLAIMS_NOT_CERTIFIED"}
    desk.on(date(2005, 10, 1))
    result = await desk.run(prepare_distribution, command)
    assert {refusal.code for refusal in result.refusals} == {"FISCAL_YEAR_NOT_CLOSED", "CLAIMS_NOT_CERTIFIED"}
    await desk.receive("claims.certified", claims_certified(*S02))
    await desk.close(2005)
    assert (await desk.distribution(await desk.prepare())).state == "COMPUTED"


async def test_dist_09_one_year_of_an_order_at_a_time(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    await desk.prepare()
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2004))
    await desk.receive("claims.certified", claims_certified(*S02, fiscal_year=2004))
    command = PrepareDistribution(case_number=CASE, fiscal_year=2004)
    assert await desk.refused(prepare_distribution, command) == {"fiscalYear": "OTHER_YEAR_UNDER_WAY"}


async def test_dist_09_approval_is_another_persons(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    command = ApproveDistribution(distribution_id=UUID(await desk.prepare()))
    assert await desk.refused(approve_distribution, command, actor="preparer") == {"distributionId": "SAME_PERSON"}
    await desk.done(approve_distribution, command, actor="approver")


async def test_dist_09_a_changed_share_is_found_by_the_recompute(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    distribution_id = await desk.prepare()
    async with desk.database.writing() as connection:
        await connection.execute(
            sa.text("UPDATE distribution_shares SET share_cents = share_cents + 1 WHERE certification_number = '0002'")
        )
    command = ApproveDistribution(distribution_id=UUID(distribution_id))
    assert await desk.refused(approve_distribution, command, actor="approver") == {"distributionId": "RESULT_DIFFERS"}


async def test_18_3_rejected_results_are_computed_again_and_cancelled_ones_start_anew(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    distribution_id = await desk.prepare()
    reject = RejectDistribution(distribution_id=UUID(distribution_id), reason="a claim is missing")
    await desk.done(reject_distribution, reject, actor="approver")
    assert (await desk.distribution(distribution_id)).state == "FROZEN"
    assert await desk.prepare() == distribution_id

    cancel = CancelDistribution(distribution_id=UUID(distribution_id), reason="input defect")
    await desk.done(cancel_distribution, cancel, actor="preparer")
    assert await desk.rows(orders, "special_state") == [("OPEN",)]
    (cancelled,) = await desk.events("distribution.cancelled")
    assert cancelled["distribution_id"] == distribution_id
    await desk.receive("claims.certified", claims_certified(a_claim("0009", "Delta", 40_00), version=2))
    again = await desk.distribute()
    assert again != distribution_id
    assert [share.share_cents for share in (await desk.shares(again)).values()] == [40_00]
    assert len(await desk.events("distribution.frozen")) == 2
    await desk.verified()


async def test_18_3_what_the_table_does_not_list_is_refused(desk: Desk) -> None:
    await ready(desk, 100_00, *S02)
    distribution_id = UUID(await desk.prepare())
    computed: list[tuple[UseCase, object]] = [
        (pay_distribution, PayDistribution(distribution_id=distribution_id)),
        (notify_distribution, NotifyDistribution(distribution_id=distribution_id)),
        (prepare_distribution, PrepareDistribution(case_number=CASE, fiscal_year=2005)),
    ]
    paid: list[tuple[UseCase, object]] = [
        (pay_distribution, PayDistribution(distribution_id=distribution_id)),
        (approve_distribution, ApproveDistribution(distribution_id=distribution_id)),
        (reject_distribution, RejectDistribution(distribution_id=distribution_id, reason="late")),
        (cancel_distribution, CancelDistribution(distribution_id=distribution_id, reason="late")),
    ]
    for use_case, command in computed:
        assert set((await desk.refused(use_case, command, actor="other")).values()) == {"ILLEGAL_TRANSITION"}
    await desk.approve(str(distribution_id))
    await desk.pay(str(distribution_id))
    for use_case, command in paid:
        assert set((await desk.refused(use_case, command, actor="other")).values()) == {"ILLEGAL_TRANSITION"}
    with pytest.raises(NotFound):
        await desk.run(pay_distribution, PayDistribution(distribution_id=uuid4()))


async def test_two_officers_paying_at_once_pay_once(desk: Desk) -> None:
    await ready(desk, 10_000_000, *S02)
    distribution_id = await desk.prepare()
    await desk.approve(distribution_id)
    command = PayDistribution(distribution_id=UUID(distribution_id))
    results = await asyncio.gather(
        *(desk.run(pay_distribution, command, key=f"k{n}", actor=f"approver-{n}") for n in range(4))
    )
    assert sorted(len(result.refusals) for result in results) == [0, 1, 1, 1]
    assert len(await desk.rows(payments, "id")) == 3
    await desk.verified()


async def test_a_payment_repeated_with_its_key_pays_once(desk: Desk) -> None:
    await ready(desk, 10_000_000, *S02)
    distribution_id = await desk.prepare()
    await desk.approve(distribution_id)
    command = PayDistribution(distribution_id=UUID(distribution_id))
    first = await desk.run(pay_distribution, command, key="same", actor="approver")
    before = await desk.stored()
    assert await desk.run(pay_distribution, command, key="same", actor="approver") == first
    assert await desk.stored() == before


async def test_acct_16_a_distribution_uses_up_the_oldest_receipts(desk: Desk) -> None:
    await desk.receive("notice.published", notice_published(CASE))
    for cents, day in ((30_00, date(2005, 5, 2)), (50_00, date(2005, 2, 1)), (40_00, date(2005, 5, 2))):
        await desk.fund(cents, on=day)
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 90_00)))
    await desk.close(2005)
    await desk.distribute()
    # Postings are numbered deposit, transfer, deposit, transfer, ...
    assert sorted(await desk.rows(vintage_uses, "posting_number", "amount_cents")) == [
        (2, 30_00),
        (4, 50_00),
        (6, 10_00),
    ]


async def test_acct_18_a_hold_keeps_its_share_in_the_base_and_is_paid_when_won(desk: Desk) -> None:
    await ready(desk, 10_000_000, *S02)
    distribution_id = await desk.prepare()
    await desk.approve(distribution_id)
    hold_id = await hold(desk, "0002")
    await desk.pay(distribution_id)
    assert (await desk.balances())[Account.LITIGATION_HOLD] == 3_333_333
    assert [event["certification_number"] for event in await desk.events("payment.issued")] == ["0001", "0003"]
    (completed,) = await desk.events("distribution.completed")
    assert [one["disbursed_cents"] for one in completed["payments"]] == [5_000_000, 0, 1_666_667]
    assert (await desk.verified()).control_total_cents == 3_333_333

    release = ReleaseLitigationHold(hold_id=hold_id, outcome=Outcome.WON)
    assert await desk.refused(release_litigation_hold, release, actor="preparer") == {"holdId": "SAME_PERSON"}
    await desk.done(release_litigation_hold, release, actor="approver")
    assert Account.LITIGATION_HOLD not in await desk.balances()
    last = (await desk.events("payment.issued"))[-1]
    assert (last["certification_number"], last["amount_cents"], last["kind"]) == ("0002", 3_333_333, "HOLD_RELEASE")
    assert await desk.refused(release_litigation_hold, release, actor="approver") == {"holdId": "ILLEGAL_TRANSITION"}
    await desk.verified()


async def test_acct_18_a_lost_hold_goes_to_the_others_and_the_rest_to_the_account(desk: Desk) -> None:
    claims = (a_claim("0001", "Alpha", 60_00), a_claim("0002", "Beta", 40_00), a_claim("0003", "Gamma", 100_00))
    await ready(desk, 150_00, *claims)
    hold_id = await hold(desk, "0003")
    await desk.distribute()
    assert (await desk.balances())[Account.LITIGATION_HOLD] == 75_00
    await desk.done(release_litigation_hold, ReleaseLitigationHold(hold_id=hold_id, outcome=Outcome.LOST))
    released = [event for event in await desk.events("payment.issued") if event["kind"] == "HOLD_RELEASE"]
    assert [(event["certification_number"], event["amount_cents"]) for event in released] == [
        ("0001", 15_00),
        ("0002", 10_00),
    ]
    assert (await desk.balances())[Account.SPECIAL] == 50_00
    assert await desk.rows(litigation_holds, "outcome", "held_cents") == [("LOST", 75_00)]
    await desk.verified()


async def test_acct_18_before_payment_a_won_hold_just_ends_and_a_lost_one_is_refused(desk: Desk) -> None:
    await ready(desk, 10_000_000, *S02)
    hold_id = await hold(desk, "0002")
    lost = ReleaseLitigationHold(hold_id=hold_id, outcome=Outcome.LOST)
    assert await desk.refused(release_litigation_hold, lost) == {"holdId": "NOT_PAID_YET"}
    await desk.done(release_litigation_hold, ReleaseLitigationHold(hold_id=hold_id, outcome=Outcome.WON))
    await desk.distribute()
    assert Account.LITIGATION_HOLD not in await desk.balances()
    command = PlaceLitigationHold(
        case_number=CASE, fiscal_year=2005, certification_number="0001", court_reference="c", legal_basis="b"
    )
    assert await desk.refused(place_litigation_hold, command) == {"holdId": "ALREADY_PAID"}


async def test_dist_10_and_reco_01_notification_starts_the_clock_and_its_end_closes(desk: Desk) -> None:
    await ready(desk, 10_000_000, *S02)
    distribution_id = await desk.distribute()
    await desk.done(notify_distribution, NotifyDistribution(distribution_id=UUID(distribution_id)))
    row = await desk.distribution(distribution_id)
    assert (row.state, row.notified_on) == ("NOTIFIED", date(2005, 11, 29))

    close = CloseDistribution(distribution_id=UUID(distribution_id))
    desk.on(date(2005, 12, 29))
    assert await desk.refused(close_distribution, close) == {"distributionId": "RECONSIDERATION_OPEN"}
    desk.on(date(2005, 12, 30))
    await desk.done(close_distribution, close)
    assert (await desk.distribution(distribution_id)).state == "CLOSED"


async def test_repeated_and_older_events_change_nothing(desk: Desk) -> None:
    await desk.receive("claims.certified", claims_certified(*S02, version=2))
    before = await desk.stored()
    await desk.receive("claims.certified", claims_certified(*S02, version=2))
    await desk.receive("claims.certified", claims_certified(a_claim("0009", "Delta", 1), version=1))
    await desk.open(CASE)
    assert await desk.stored() == before
    await desk.receive("claims.certified", claims_certified(a_claim("0009", "Delta", 1), version=3))
    assert await desk.rows(certified_claims, "certification_number") == [("0009",)]


async def test_note_02_special_accounts_are_stated_as_of_a_day(desk: Desk) -> None:
    await desk.open("C-990-811")
    await desk.fund(100_00, on=date(2005, 5, 31))
    await desk.fund(50_00, on=date(2005, 6, 1))
    command = StateSpecialAccounts(fiscal_year=2005, as_of=date(2005, 5, 31), case_numbers=())
    await desk.done(state_special_accounts, command)
    assert await desk.events("special-account.stated") == [
        {"case_number": CASE, "fiscal_year": 2005, "as_of": "2005-05-31", "balance_cents": 100_00},
        {"case_number": "C-990-811", "fiscal_year": 2005, "as_of": "2005-05-31", "balance_cents": 0},
    ]
    unknown = StateSpecialAccounts(fiscal_year=2005, as_of=date(2005, 5, 31), case_numbers=(CASE, "A-999-999"))
    assert await desk.refused(state_special_accounts, unknown) == {"caseNumbers[1]": "ORDER_NOT_REGISTERED"}


async def test_1500_claims_cost_no_more_statements_than_three(desk: Desk) -> None:
    statements: list[str] = []
    sa.event.listen(
        desk.database.engine.sync_engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: statements.append(statement),
    )

    async def cost(year: int, number: int) -> int:
        claims = [a_claim(f"{n:04}", f"Producer {n}", 1_000_00 + n) for n in range(number)]
        desk.on(date(year, 11, 20))
        await desk.receive("notice.published", notice_published(CASE, fiscal_year=year))
        await desk.fund(777_777_77, on=date(year, 3, 1))
        await desk.receive("claims.certified", claims_certified(*claims, fiscal_year=year))
        await desk.close(year)
        statements.clear()
        await desk.distribute(year=year)
        return len([text for text in statements if "outbox" not in text])

    few = await cost(2005, 3)
    assert await cost(2006, 1_500) == few
    await desk.verified()
