"""RECO-04 to RECO-06: what is owed, and who is paid first."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.distribution import Claim, allocate, net_claims
from services.accounts.domain.reconsideration.adjustments import (
    Correction,
    Owed,
    Payout,
    Received,
    adjustment,
    pay_first_in_first_out,
    remaining,
    run_again,
)

APPROVED = datetime(2006, 1, 10, 15, tzinfo=UTC)


def a_claim(number: str, net_cents: int, *, accepted: bool = True) -> Claim:
    return Claim(
        certification_number=number,
        claimant_name=f"Claimant {number}",
        lineage_id=f"lineage-{number}",
        producer_id=f"producer-{number}",
        accepted=accepted,
        reason_code=None if accepted else "LATE",
        claimed_cents=net_cents,
        net_cents=net_cents if accepted else 0,
    )


def owed(number: int, cents: int, minutes: int = 0) -> Owed:
    return Owed(
        request_id=UUID(int=number),
        request_number=number,
        approved_at=APPROVED + timedelta(minutes=minutes),
        outstanding_cents=cents,
    )


def test_reco_04_a_wrongly_refused_certification_is_put_in() -> None:
    frozen = [a_claim("0001", 60_000_000), a_claim("0002", 20_000_000), a_claim("0003", 20_000_000, accepted=False)]
    assert dict(allocate(40_000_000, net_claims(frozen)).shares_cents) == {"0001": 30_000_000, "0002": 10_000_000}
    again = run_again(40_000_000, frozen, [Correction(certification_number="0003", net_cents=20_000_000)])
    assert dict(again.shares_cents) == {"0001": 24_000_000, "0002": 8_000_000, "0003": 8_000_000}
    assert adjustment(again.shares_cents["0003"], Received()) == 8_000_000
    # RECO-05: what the others got is more than their part of the re-run, and stays theirs.
    assert adjustment(again.shares_cents["0001"], Received(paid_cents=30_000_000)) == 0


def test_reco_04_a_keying_error_is_corrected() -> None:
    frozen = [a_claim("0001", 5_000_000), a_claim("0002", 3_000_000), a_claim("0003", 20_000_000)]
    again = run_again(40_000_000, frozen, [Correction(certification_number="0001", net_cents=50_000_000)])
    # The distribution with a claim of 500,000.00 instead of 50,000.00 (section 22).
    assert dict(again.shares_cents) == {"0001": 27_397_260, "0002": 1_643_836, "0003": 10_958_904}
    assert adjustment(again.shares_cents["0001"], Received(paid_cents=5_000_000)) == 22_397_260


def test_reco_04_what_is_withheld_or_granted_already_counts_as_paid() -> None:
    assert adjustment(1_000, Received(paid_cents=200, held_cents=300, owed_cents=100)) == 400
    assert adjustment(1_000, Received(paid_cents=1_001)) == 0


def test_reco_06_remaining_funds() -> None:
    assert remaining(10_000, 4_000) == 6_000
    assert remaining(10_000, 14_000) == 0
    assert remaining(-5, 0) == 0


def test_reco_06_first_approved_first_paid_ties_by_request_number() -> None:
    queue = [owed(3, 500), owed(2, 400), owed(1, 300, minutes=5)]
    assert pay_first_in_first_out(1_000, queue) == [
        Payout(request_id=UUID(int=2), amount_cents=400, settled=True),
        Payout(request_id=UUID(int=3), amount_cents=500, settled=True),
        Payout(request_id=UUID(int=1), amount_cents=100, settled=False),
    ]


def test_reco_06_a_later_one_that_would_fit_waits_behind_an_earlier_one() -> None:
    assert pay_first_in_first_out(100, [owed(1, 500), owed(2, 50)]) == [
        Payout(request_id=UUID(int=1), amount_cents=100, settled=False)
    ]
    assert pay_first_in_first_out(0, [owed(1, 500), owed(2, 50)]) == []


QUEUES = st.lists(
    st.builds(owed, st.integers(1, 10**6), st.integers(0, 10**13), st.integers(0, 3)),
    max_size=20,
    unique_by=lambda one: one.request_number,
)


@given(funds=st.integers(0, 10**14), queue=QUEUES)
def test_reco_06_never_more_than_remains_in_order_and_conserved(funds: int, queue: list[Owed]) -> None:
    payouts = pay_first_in_first_out(funds, queue)
    due = {one.request_id: one.outstanding_cents for one in queue}
    assert sum(payout.amount_cents for payout in payouts) == min(funds, sum(due.values()))
    order = [one.request_id for one in sorted(queue, key=lambda one: (one.approved_at, one.request_number))]
    assert [payout.request_id for payout in payouts] == order[: len(payouts)]
    assert all(payout.settled for payout in payouts[:-1])
    assert all(payout.settled is (payout.amount_cents == due[payout.request_id]) for payout in payouts)


@given(queue=QUEUES, instalments=st.lists(st.integers(0, 10**13), max_size=8))
def test_reco_06_instalments_pay_what_one_sum_would(queue: list[Owed], instalments: list[int]) -> None:
    due = {one.request_id: one.outstanding_cents for one in queue}
    left, carried = dict(due), 0
    for instalment in instalments:
        carried += instalment
        waiting = [
            Owed(
                request_id=one.request_id,
                request_number=one.request_number,
                approved_at=one.approved_at,
                outstanding_cents=left[one.request_id],
            )
            for one in queue
            if left[one.request_id]
        ]
        for payout in pay_first_in_first_out(carried, waiting):
            left[payout.request_id] -= payout.amount_cents
            carried -= payout.amount_cents
    at_once = {payout.request_id: payout.amount_cents for payout in pay_first_in_first_out(sum(instalments), queue)}
    assert {key: due[key] - left[key] for key in due} == {key: at_once.get(key, 0) for key in due}
