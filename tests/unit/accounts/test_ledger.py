"""ACCT-15, ACCT-16, ACCT-18, ACCT-19: postings, chains, vintages and holds."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.holds import Receiver, share_lost_hold
from services.accounts.domain.ledger import (
    GENESIS,
    LEGS,
    Account,
    Journal,
    Movement,
    Posting,
    changes,
    move,
    reversal,
    underflows,
)
from services.accounts.domain.vintage import Lot, use_first_in_first_out

DAY = date(2005, 3, 1)
POSTINGS = st.lists(st.builds(move, st.sampled_from(sorted(LEGS)), st.integers(1, 10**15), st.just(DAY)), max_size=30)


@pytest.mark.parametrize(
    ("movement", "debit", "credit"),
    [
        ("DEPOSIT", "CASH", "CLEARING"),
        ("LIQUIDATION_TRANSFER", "CLEARING", "SPECIAL"),
        ("EXCESS_DEPOSIT_REFUND", "CLEARING", "IMPORTER_REFUNDS_PAYABLE"),
        ("COLLECTION", "CASH", "SPECIAL"),
        ("DISTRIBUTION", "SPECIAL", "PRODUCER_PAYABLE"),
        ("HOLD", "SPECIAL", "LITIGATION_HOLD"),
        ("INELIGIBLE_DEPOSIT", "CASH", "GENERAL_FUND"),
        ("INELIGIBLE_AT_LIQUIDATION", "CLEARING", "GENERAL_FUND"),
        ("INELIGIBLE_COLLECTION", "CASH", "GENERAL_FUND"),
        ("HOLD_PAID", "LITIGATION_HOLD", "PRODUCER_PAYABLE"),
        ("HOLD_RETURNED", "LITIGATION_HOLD", "SPECIAL"),
    ],
)
def test_acct_19_table(movement: str, debit: str, credit: str) -> None:
    posting = move(Movement(movement), 100, DAY)
    assert (posting.debit, posting.credit) == (Account(debit), Account(credit))


@given(POSTINGS)
def test_acct_19_whatever_is_posted_adds_up_to_zero(postings: list[Posting]) -> None:
    assert sum(changes(postings).values()) == 0


def test_acct_19_a_posting_moves_a_positive_amount() -> None:
    with pytest.raises(AssertionError, match="positive"):
        move(Movement.DEPOSIT, 0, DAY)


def test_acct_19_a_reversal_takes_a_posting_back_in_full_and_names_it() -> None:
    posting = move(Movement.COLLECTION, 100, DAY, entry_number="E1", component="DUTY")
    taken_back = reversal(17, posting, date(2005, 4, 1))
    assert sum(changes([posting, taken_back]).values()) == 0
    assert not any(changes([posting, taken_back]).values())
    assert (taken_back.movement, taken_back.reverses, taken_back.effective_on) == ("REVERSAL", 17, date(2005, 4, 1))
    assert (taken_back.entry_number, taken_back.component) == ("E1", "DUTY")


def test_acct_15_clearing_may_not_be_negative_and_special_may() -> None:
    transfer = move(Movement.LIQUIDATION_TRANSFER, 101, DAY)
    assert underflows({Account.CLEARING: 100}, [transfer]) == [Account.CLEARING]
    assert underflows({Account.CLEARING: 101}, [transfer]) == []
    assert underflows({Account.SPECIAL: 0}, [move(Movement.DISTRIBUTION, 100, DAY)]) == []
    assert underflows({}, [move(Movement.HOLD_PAID, 1, DAY)]) == [Account.LITIGATION_HOLD]


def a_journal() -> Journal:
    return Journal(
        case_number="A-990-801",
        sequence=1,
        source=None,
        recorded_at=datetime(2005, 3, 2, 12, tzinfo=UTC),
        actor="accountant",
        correlation_id="request",
        posting_count=1,
        total_cents=100,
        previous_hash=GENESIS,
    )


def test_acct_19_a_seal_covers_the_header_and_every_fact_of_a_posting() -> None:
    journal, posting = a_journal(), move(Movement.DEPOSIT, 100, DAY, entry_number="E1")
    seals = {
        journal.seal([posting]),
        journal.seal([replace(posting, amount_cents=101)]),
        journal.seal([replace(posting, effective_on=date(2005, 3, 2))]),
        journal.seal([replace(posting, entry_number="E2")]),
        journal.seal([replace(posting, certification_number="0001")]),
        journal.seal([replace(posting, component="DUTY")]),
        journal.seal([replace(posting, rule="ELIG-03")]),
        journal.seal([replace(posting, code="CRA_EXCLUDED")]),
        journal.seal([replace(posting, reverses=1)]),
        journal.seal([replace(posting, collection_id=UUID(int=1))]),
        journal.seal([posting, posting]),
        replace(journal, previous_hash="f" * 64).seal([posting]),
        replace(journal, sequence=2).seal([posting]),
        replace(journal, actor="somebody").seal([posting]),
    }
    assert len(seals) == 14
    assert journal.seal([posting]) == a_journal().seal([replace(posting)])


def lots(*parts: tuple[str, int, int]) -> list[Lot]:
    return [
        Lot(posted_on=date.fromisoformat(day), posting_number=number, left_cents=cents) for day, number, cents in parts
    ]


def test_acct_16_receipts_are_used_up_by_date_then_number_and_the_last_is_split() -> None:
    receipts = lots(("2005-03-01", 9, 100), ("2005-02-01", 12, 50), ("2005-03-01", 4, 70))
    uses = use_first_in_first_out(receipts, 130)
    assert [(use.posting_number, use.amount_cents) for use in uses] == [(12, 50), (4, 70), (9, 10)]


def test_acct_16_nothing_paid_uses_nothing_and_a_deficit_uses_what_there_is() -> None:
    assert use_first_in_first_out(lots(("2005-03-01", 1, 100)), 0) == []
    assert [use.amount_cents for use in use_first_in_first_out(lots(("2005-03-01", 1, 100)), 250)] == [100]


@given(st.lists(st.tuples(st.dates(), st.integers(1, 10**6)), max_size=30), st.integers(0, 10**7), st.integers(0, 99))
def test_acct_16_uses_add_up_whatever_the_order_of_reading(
    parts: list[tuple[date, int]], amount: int, seed: int
) -> None:
    receipts = [
        Lot(posted_on=day, posting_number=number, left_cents=cents) for number, (day, cents) in enumerate(parts)
    ]
    shuffled = receipts[:]
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    uses = use_first_in_first_out(shuffled, amount)
    assert uses == use_first_in_first_out(receipts, amount)
    assert sum(use.amount_cents for use in uses) == min(amount, sum(lot.left_cents for lot in receipts))


def test_acct_18_a_lost_hold_goes_to_the_others_by_the_original_weights() -> None:
    others = {
        "0001": Receiver(net_cents=300_00, received_cents=30_00),
        "0002": Receiver(net_cents=100_00, received_cents=10_00),
    }
    release = share_lost_hold(10_01, others)
    assert dict(release.extras_cents) == {"0001": 7_51, "0002": 2_50}
    assert release.returned_cents == 0


def test_acct_18_nobody_gets_beyond_its_own_claim_and_the_rest_returns() -> None:
    others = {
        "0001": Receiver(net_cents=100_00, received_cents=99_00),
        "0002": Receiver(net_cents=100_00, received_cents=50_00),
    }
    release = share_lost_hold(40_00, others)
    assert dict(release.extras_cents) == {"0001": 1_00, "0002": 20_00}
    assert release.returned_cents == 19_00
    assert share_lost_hold(5_00, {}).returned_cents == 5_00


@given(
    st.integers(0, 10**9),
    st.dictionaries(
        st.text("0123", min_size=1, max_size=4),
        st.integers(0, 10**9).flatmap(
            lambda net: st.integers(0, net).map(lambda got: Receiver(net_cents=net, received_cents=got))
        ),
        max_size=12,
    ),
)
def test_acct_18_a_hold_is_shared_to_the_cent(hold: int, others: dict[str, Receiver]) -> None:
    release = share_lost_hold(hold, others)
    assert sum(release.extras_cents.values()) + release.returned_cents == hold
    for number, extra in release.extras_cents.items():
        assert 0 <= extra <= others[number].net_cents - others[number].received_cents
