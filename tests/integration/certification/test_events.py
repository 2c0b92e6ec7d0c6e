"""What other services tell: kept once, whatever the order of arrival and however often it is delivered."""

from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.certification.domain.forms import Succession
from services.certification.domain.producers import producer_id
from services.certification.domain.states import State
from services.certification.events.consumed import (
    DistributionCancelled,
    DistributionCompleted,
    DistributionFrozen,
    HoldLost,
    OrderIssued,
    OrderRevoked,
    PaymentIssued,
    ProducerListReceived,
    SpecialAccountStated,
)
from services.certification.storage.queries import learned
from services.certification.usecases.receive_facts import NotYetKnown
from services.certification.usecases.withdraw_certification import WithdrawCertification, withdraw_certification
from shared.events import PermanentFailure
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Told, Year, form, listed, told

DISTRIBUTION = "11111111-1111-7111-8111-111111111111"
ORDER_YEAR: dict[str, Any] = {"case_number": CASE, "fiscal_year": 2007, "distribution_id": DISTRIBUTION}


def payment(row: Any, **changes: Any) -> Told:
    """A payment on a certification."""
    payload = {
        **ORDER_YEAR,
        "certification_number": row.certification_number,
        "lineage_id": str(row.lineage_id),
        "producer_id": str(row.producer_id),
        "amount_cents": 1_000_000,
        "paid_on": "2007-11-15",
        "kind": "DISTRIBUTION",
    }
    return told(PaymentIssued, **payload | changes)


async def an_accepted_one(service: Service) -> UUID:
    """An accepted certification of Alpha."""
    await service.order(Year())
    notice = await service.notice(CASE)
    return await service.accepted(notice, form("Alpha"), day=date(2007, 7, 2))


async def test_every_event_handled_twice_changes_nothing(service: Service) -> None:
    alpha = await service.get(await an_accepted_one(service))
    events = [
        told(
            OrderIssued,
            case_number="C-990-811",
            case_name="Gadgets",
            kind="CVD",
            country="UT",
            product_group_id="g",
            issued_on="2001-01-01",
        ),
        told(OrderRevoked, case_number=CASE, revoked_on="2007-09-01"),
        told(
            ProducerListReceived,
            case_number=CASE,
            list_version=2,
            received_on="2007-08-01",
            producers=listed("Alpha", "Omega"),
        ),
        told(SpecialAccountStated, case_number=CASE, fiscal_year=2008, as_of="2008-06-01", balance_cents=-5),
        told(DistributionFrozen, **ORDER_YEAR),
        payment(alpha),
        told(
            DistributionCompleted,
            **ORDER_YEAR,
            payments=[
                {
                    "certification_number": alpha.certification_number,
                    "claimed_cents": alpha.net_cents,
                    "disbursed_cents": 1_000_000,
                }
            ],
        ),
    ]
    for event in events:
        assert await service.hear(event)
    stored = await service.stored()
    for event in events:
        assert not await service.hear(event)
    assert await service.stored() == stored
    settled = await service.get(alpha.id)
    assert (settled.state, settled.outcome) == (State.SETTLED, "PAID_PART")


@pytest.mark.parametrize(
    ("disbursed", "outcome"), [(0, "PAID_ZERO"), (39_999_999, "PAID_PART"), (40_000_000, "PAID_FULL")]
)
async def test_18_1_a_settled_certification_has_its_outcome(service: Service, disbursed: int, outcome: str) -> None:
    alpha = await service.get(await an_accepted_one(service))
    await service.hear(told(DistributionFrozen, **ORDER_YEAR))
    line = {"certification_number": alpha.certification_number, "claimed_cents": 40_000_000}
    await service.hear(told(DistributionCompleted, **ORDER_YEAR, payments=[line | {"disbursed_cents": disbursed}]))
    assert (await service.get(alpha.id)).outcome == outcome


async def completed(service: Service, claims: dict[UUID, int], available: int, carry: int = 0) -> None:
    """Freeze and complete a distribution with these amounts paid, US cents."""
    await service.hear(told(DistributionFrozen, **ORDER_YEAR))
    lines = []
    for certification_id, cents in claims.items():
        row = await service.get(certification_id)
        paid = {
            "certification_number": row.certification_number,
            "claimed_cents": row.net_cents,
            "disbursed_cents": cents,
        }
        lines.append(paid)
        if cents:
            await service.hear(payment(row, amount_cents=cents))
    await service.hear(
        told(
            DistributionCompleted,
            **ORDER_YEAR,
            available_cents=available,
            carry_forward_cents=carry,
            payments=lines,
        )
    )


async def outcomes(service: Service, *ids: UUID) -> list[tuple[State, str | None]]:
    """State and outcome."""
    rows = [await service.get(each) for each in ids]
    return [(row.state, row.outcome) for row in rows]


@pytest.fixture
async def three(service: Service) -> list[UUID]:
    """Three accepted claims of 400,000.00 each."""
    await service.order(Year())
    notice = await service.notice(CASE)
    service.on(date(2007, 7, 2))
    return [await service.accepted(notice, form(name)) for name in ("Alpha", "Beta", "Gamma")]


async def test_18_1_a_share_withheld_is_settled_held_and_paid_when_the_hold_is_won(
    service: Service, three: list[UUID]
) -> None:
    alpha, beta, gamma = three
    await completed(service, {alpha: 0, beta: 10_000_000, gamma: 10_000_000}, available=30_000_000)
    assert await outcomes(service, *three) == [
        (State.SETTLED, "HELD"),
        (State.SETTLED, "PAID_PART"),
        (State.SETTLED, "PAID_PART"),
    ]
    release = payment(await service.get(alpha), amount_cents=10_000_000, paid_on="2009-03-02", kind="HOLD_RELEASE")
    await service.hear(release)
    assert await outcomes(service, alpha) == [(State.SETTLED, "PAID_PART")]
    stored = await service.stored()
    assert not await service.hear(release)
    assert await service.stored() == stored


async def test_18_1_a_held_claim_that_is_paid_whole_is_paid_full(service: Service, three: list[UUID]) -> None:
    alpha, beta, gamma = three
    whole = 40_000_000
    await completed(service, {alpha: 0, beta: whole, gamma: whole}, available=4 * whole, carry=whole)
    assert await outcomes(service, *three) == [
        (State.SETTLED, "HELD"),
        (State.SETTLED, "PAID_FULL"),
        (State.SETTLED, "PAID_FULL"),
    ]
    await service.hear(payment(await service.get(alpha), amount_cents=whole, kind="HOLD_RELEASE"))
    assert await outcomes(service, alpha) == [(State.SETTLED, "PAID_FULL")]


async def test_18_1_a_lost_hold_shared_among_the_others_raises_their_outcome_only(
    service: Service, three: list[UUID]
) -> None:
    alpha, beta, gamma = three
    await completed(service, {alpha: 0, beta: 25_000_000, gamma: 25_000_000}, available=75_000_000)
    for each in (beta, gamma):
        row = await service.get(each)
        await service.hear(payment(row, amount_cents=12_500_000, kind="HOLD_RELEASE"))
    assert [outcome for _, outcome in await outcomes(service, *three)] == ["HELD", "PAID_PART", "PAID_PART"]
    await service.hear(payment(await service.get(beta), amount_cents=2_500_000, kind="ADJUSTMENT"))
    assert [outcome for _, outcome in await outcomes(service, *three)] == ["HELD", "PAID_FULL", "PAID_PART"]


async def test_18_1_a_claimant_that_lost_its_matter_is_held_no_more(service: Service, three: list[UUID]) -> None:
    alpha, beta, gamma = three
    number = (await service.get(alpha)).certification_number
    lost = told(HoldLost, **ORDER_YEAR, certification_number=number)
    with pytest.raises(NotYetKnown):
        await service.hear(lost)
    await completed(service, {alpha: 0, beta: 25_000_000, gamma: 25_000_000}, available=75_000_000)
    await service.hear(lost)
    assert [outcome for _, outcome in await outcomes(service, *three)] == ["PAID_ZERO", "PAID_PART", "PAID_PART"]


async def test_acct_17_a_supplement_is_a_payment_like_any_other(service: Service, three: list[UUID]) -> None:
    alpha, *_ = three
    await completed(service, dict.fromkeys(three, 10_000_000), available=30_000_000)
    await service.hear(payment(await service.get(alpha), amount_cents=30_000_000, kind="SUPPLEMENT"))
    assert [outcome for _, outcome in await outcomes(service, *three)] == ["PAID_FULL", "PAID_PART", "PAID_PART"]


async def test_18_1_with_nothing_available_nobody_is_held(service: Service, three: list[UUID]) -> None:
    await completed(service, dict.fromkeys(three, 0), available=-500, carry=-500)
    assert [outcome for _, outcome in await outcomes(service, *three)] == ["PAID_ZERO"] * 3


async def test_18_1_a_release_that_overtakes_the_completion_counts(service: Service, three: list[UUID]) -> None:
    alpha, beta, gamma = three
    await service.hear(payment(await service.get(alpha), amount_cents=10_000_000, kind="HOLD_RELEASE"))
    await completed(service, {alpha: 0, beta: 10_000_000, gamma: 10_000_000}, available=30_000_000)
    assert [outcome for _, outcome in await outcomes(service, *three)] == ["PAID_PART"] * 3


async def test_lists_and_amounts_may_arrive_before_their_order(service: Service) -> None:
    await service.hear(
        told(
            ProducerListReceived, case_number=CASE, list_version=1, received_on="2001-07-09", producers=listed("Alpha")
        )
    )
    await service.account(Year())
    await service.order(Year(producers=listed("Alpha")))
    notice = await service.notice(CASE)
    assert (await service.get(await service.file(notice, form("Alpha")))).state is State.RECEIVED


async def test_prod_02_the_list_published_with_the_notice_decides_later_versions_do_not(service: Service) -> None:
    await service.order(Year())
    notice = await service.notice(CASE)
    await service.hear(
        told(
            ProducerListReceived, case_number=CASE, list_version=2, received_on="2007-06-20", producers=listed("Omega")
        )
    )
    alpha = await service.accepted(notice, form("Alpha"), day=date(2007, 7, 2))
    assert (await service.get(alpha)).state is State.ACCEPTED
    omega = await service.file(notice, form("Omega"))
    await service.review(omega)
    found = (await service.get(omega)).findings
    assert found is not None
    assert [test["rule"] for test in found["predicates"] if not test["passed"]] == ["PROD-02"]


async def test_names_that_differ_in_case_and_blanks_are_one_producer(service: Service) -> None:
    await service.hear(
        told(
            ProducerListReceived,
            case_number=CASE,
            list_version=1,
            received_on="2001-07-09",
            producers=listed("Alpha  Works", "ALPHA WORKS"),
        )
    )
    async with service.database.reading() as connection:
        found = await learned.producer_lists_by_version(connection, [(CASE, 1)])
    assert [entry.producer_id for entry in found[(CASE, 1)]] == [producer_id("alpha works")]


@pytest.mark.parametrize(
    "event",
    [
        told(OrderRevoked, case_number=CASE, revoked_on="2007-09-01"),
        told(DistributionCancelled, **ORDER_YEAR),
        told(DistributionCompleted, **ORDER_YEAR, payments=[]),
    ],
    ids=["revocation", "cancellation", "completion"],
)
async def test_an_event_that_overtook_the_one_it_needs_is_tried_again(service: Service, event: Told) -> None:
    with pytest.raises(NotYetKnown):
        await service.hear(event)
    await service.order(Year())
    await service.hear(told(DistributionFrozen, **ORDER_YEAR))
    assert await service.hear(event)


async def test_a_payload_that_does_not_fit_is_never_tried_again(service: Service) -> None:
    with pytest.raises(PermanentFailure):
        await service.hear(told(PaymentIssued, **ORDER_YEAR, kind="GIFT"))


async def test_cert_17_no_withdrawal_once_frozen_again_after_a_cancellation(service: Service) -> None:
    alpha = await an_accepted_one(service)
    withdraw = WithdrawCertification(certification_id=alpha, reason="Changed its mind.")
    await service.hear(told(DistributionFrozen, **ORDER_YEAR))
    assert (await service.state(alpha))[0] is State.ALLOCATED
    assert await service.refused(withdraw, withdraw_certification) == ["ILLEGAL_TRANSITION"]
    await service.hear(told(DistributionCancelled, **ORDER_YEAR))
    assert (await service.state(alpha))[0] is State.ACCEPTED
    await service.do(withdraw, withdraw_certification)
    assert (await service.state(alpha))[0] is State.WITHDRAWN


async def test_18_3_a_new_freeze_follows_a_cancelled_one(service: Service) -> None:
    alpha = await an_accepted_one(service)
    await service.hear(told(DistributionFrozen, **ORDER_YEAR))
    await service.hear(told(DistributionCancelled, **ORDER_YEAR))
    await service.hear(told(DistributionFrozen, **ORDER_YEAR | {"distribution_id": str(uuid4())}))
    assert (await service.state(alpha))[0] is State.ALLOCATED


async def test_cert_07_payments_lower_the_net_claim_of_later_years(service: Service) -> None:
    alpha = await service.get(await an_accepted_one(service))
    await service.hear(payment(alpha))
    await service.hear(payment(alpha, amount_cents=250_000, kind="ADJUSTMENT", paid_on="2008-02-01"))
    await service.hear(payment(alpha, amount_cents=7, kind="HOLD_RELEASE", paid_on="2008-07-01"))
    await service.account(Year(fiscal_year=2008))
    following = await service.notice(CASE, fiscal_year=2008, publish_on=date(2008, 5, 30))
    again = form("Alpha", total=41_000_000, prior=1_250_000, notice_published_on=date(2008, 5, 30))
    accepted = await service.get(await service.accepted(following, again, day=date(2008, 6, 20)))
    assert (accepted.prior_cents, accepted.net_cents) == (1_250_000, 39_750_000)
    assert accepted.lineage_id == alpha.lineage_id


async def test_prod_04_a_successor_continues_the_payments_of_its_predecessor(service: Service) -> None:
    await service.order(Year())
    notice = await service.notice(CASE)
    beta = await service.get(await service.accepted(notice, form("Beta"), day=date(2007, 7, 2)))
    await service.hear(payment(beta))
    await service.account(Year(fiscal_year=2008))
    following = await service.notice(CASE, fiscal_year=2008, publish_on=date(2008, 5, 30))
    succession = Succession(predecessor_name="BETA", description="Bought it all.", succeeded_on=date(2008, 1, 2))
    claim = form("Alpha", notice_published_on=date(2008, 5, 30), succession=succession)
    filed = await service.file(following, claim, day=date(2008, 6, 20))
    await service.review(filed)
    row = await service.get(filed)
    assert row.lineage_id == beta.lineage_id
    assert row.findings is not None
    assert [finding["code"] for finding in row.findings["material"]] == ["PRIOR_DISTRIBUTION_UNDERSTATED"]
