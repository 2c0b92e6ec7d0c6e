"""Compromise of claims (CMP-01 to CMP-08, section 10.10) and set-off of debts (DBT-02 to DBT-05)."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.compromise.law import GENERAL_LIMIT_CENTS
from services.enforcement.domain.compromise.offers import (
    Allocation,
    ReopeningGround,
    allocate,
    claim_value,
    refuse_amount,
    refuse_deposit,
    refuse_general_authority,
    refuse_offer,
    refuse_reopening,
)
from services.enforcement.domain.compromise.states import TRANSITIONS, OfferEvent, OfferState, move
from services.enforcement.domain.debts.set_off import (
    Applied,
    Capacity,
    ClaimLaw,
    FourSteps,
    Person,
    apply,
    refuse_set_off,
    refuse_treasury_offset,
    treasury_notice_from,
    treasury_transfer_from,
)
from shared.refusals import Refused

S, E = OfferState, OfferEvent

# The rows of section 10.10, written out by hand; whatever is not here must be refused.
ALLOWED: dict[tuple[OfferState | None, OfferEvent], OfferState] = {
    (None, E.SUBMIT_OFFER): S.AWAITING_DEPOSIT,
    (S.AWAITING_DEPOSIT, E.DEPOSIT_CONFIRMED): S.UNDER_CONSIDERATION,
    (S.UNDER_CONSIDERATION, E.FILE_OFFICER_REPORT): S.REPORTED,
    (S.REPORTED, E.COUNSEL_RECOMMENDS_YES): S.RECOMMENDED,
    (S.REPORTED, E.COUNSEL_RECOMMENDS_NO): S.REJECTED,
    (S.RECOMMENDED, E.ACCEPT): S.ACCEPTED,
    (S.RECOMMENDED, E.REJECT): S.REJECTED,
    (S.AWAITING_DEPOSIT, E.WITHDRAW_OFFER): S.WITHDRAWN,
    (S.UNDER_CONSIDERATION, E.WITHDRAW_OFFER): S.WITHDRAWN,
    (S.REPORTED, E.WITHDRAW_OFFER): S.WITHDRAWN,
    (S.RECOMMENDED, E.WITHDRAW_OFFER): S.WITHDRAWN,
    (S.REJECTED, E.RETURN_DEPOSIT): S.RETURNED,
    (S.WITHDRAWN, E.RETURN_DEPOSIT): S.RETURNED,
}
OTHER_CODES = {
    (S.UNDER_CONSIDERATION, E.ACCEPT): "CMP_NO_RECOMMENDATION",
    (S.REPORTED, E.ACCEPT): "CMP_NO_RECOMMENDATION",
    (S.AWAITING_DEPOSIT, E.ACCEPT): "CMP_NOT_DEPOSITED",
    (S.AWAITING_DEPOSIT, E.FILE_OFFICER_REPORT): "CMP_NOT_DEPOSITED",
}


@pytest.mark.parametrize(("state", "event"), list(product([None, *OfferState], OfferEvent)))
def test_10_10_every_state_and_event(state: OfferState | None, event: OfferEvent) -> None:
    if (state, event) in ALLOWED:
        assert move(state, event) is ALLOWED[state, event]
        return
    with pytest.raises(Refused) as caught:
        move(state, event)
    expected = "SEC_ILLEGAL_TRANSITION" if state is None else OTHER_CODES.get((state, event), "SEC_ILLEGAL_TRANSITION")
    assert [one.code for one in caught.value.refusals] == [expected]


def test_10_10_the_table_has_no_other_row() -> None:
    assert dict(TRANSITIONS) == ALLOWED


@pytest.mark.parametrize(
    ("in_writing", "terms", "civil_only", "codes"),
    [
        (True, "Payment in full settlement of civil liability.", True, []),
        (False, "Payment.", True, ["CMP_NOT_WRITTEN"]),
        (True, "  ", True, ["CMP_NOT_WRITTEN"]),
        (True, "All CRIMINAL exposure ends.", True, ["CMP_NOT_CIVIL"]),
        (True, "No prosecution will follow.", True, ["CMP_NOT_CIVIL"]),
        (True, "Payment.", False, ["CMP_NOT_CIVIL"]),
    ],
)
def test_cmp_01_in_writing_and_civil_only(in_writing: bool, terms: str, civil_only: bool, codes: list[str]) -> None:
    assert [one.code for one in refuse_offer(in_writing=in_writing, terms=terms, civil_only=civil_only)] == codes


def test_cmp_01_a_compromise_is_for_less() -> None:
    assert not refuse_amount(275_000_00, 600_000_00)
    assert refuse_amount(600_000_00, 600_000_00)
    assert refuse_amount(0, 600_000_00)


def test_cmp_02_tv_23_s23_the_deposit_equals_the_offer() -> None:
    (short,) = refuse_deposit(275_000_00, 270_000_00)
    assert short.code == "CMP_NOT_DEPOSITED"
    assert "short by $5000.00" in short.message
    assert not refuse_deposit(275_000_00, 275_000_00)
    assert refuse_deposit(275_000_00, 275_000_01)


def test_cmp_04_s23_value_of_the_claim() -> None:
    assert claim_value(600_000_00, 50_00, 38_000_00) == 262_000_00


def test_cmp_05_s23_duties_first() -> None:
    assert allocate(275_000_00, 120_000_00, 480_000_00) == Allocation(120_000_00, 155_000_00, 325_000_00)
    assert allocate(100_00, 120_00, 480_00) == Allocation(100_00, 0, 500_00)


@given(duties=st.integers(0, 10**13), penalty=st.integers(0, 10**13), data=st.data())
def test_cmp_05_parts_add_up(duties: int, penalty: int, data: st.DataObject) -> None:
    accepted = data.draw(st.integers(0, duties + penalty))
    got = allocate(accepted, duties, penalty)
    assert got.duties_cents + got.penalty_cents == accepted
    assert got.released_cents == duties + penalty - accepted


def test_cmp_07_final_but_for_fraud_at_headquarters() -> None:
    assert not refuse_reopening(headquarters=True, ground=ReopeningGround.FRAUD)
    assert [one.code for one in refuse_reopening(headquarters=True, ground=None)] == ["CMP_FINAL"]
    assert [one.code for one in refuse_reopening(headquarters=False, ground=ReopeningGround.FRAUD)] == ["CMP_FINAL"]


@pytest.mark.parametrize(
    ("cents", "fraudulent", "refused"),
    [(100_000_00, False, False), (100_000_01, False, True), (1_00, True, True)],
)
def test_cmp_08_the_general_statute_is_another_tool(cents: int, fraudulent: bool, refused: bool) -> None:
    limit = GENERAL_LIMIT_CENTS.on(date(2024, 1, 1))
    assert bool(refuse_general_authority(cents, limit_cents=limit, looks_fraudulent=fraudulent)) is refused


ALL_STEPS = FourSteps(notice_given=True, inspection_offered=True, review_offered=True, agreement_offered=True)


def test_dbt_02_s26_a_tariff_debt_never_goes_to_the_treasury() -> None:
    assert [one.code for one in refuse_treasury_offset(ClaimLaw.TARIFF, ALL_STEPS)] == ["DBT_TARIFF_DEBT_EXCLUDED"]


@pytest.mark.parametrize("step", FourSteps.__slots__)
def test_dbt_03_s26_each_of_four_steps_is_needed(step: str) -> None:
    assert not refuse_treasury_offset(ClaimLaw.OTHER, ALL_STEPS)
    missing = refuse_treasury_offset(ClaimLaw.OTHER, replace(ALL_STEPS, **{step: False}))
    assert [one.code for one in missing] == ["DBT_PREREQUISITE_MISSING"]


def test_dbt_03_days_and_amounts() -> None:
    assert treasury_notice_from(date(2024, 3, 1)) == date(2024, 6, 30)
    assert treasury_transfer_from(date(2024, 3, 1)) == date(2024, 8, 28)
    assert apply(700_00, 1_860_00) == Applied(700_00, 1_160_00)
    assert apply(2_000_00, 1_860_00) == Applied(1_860_00, 0)


ALPHA = Person("12-3456789AB", Capacity.PRINCIPAL)


@pytest.mark.parametrize(
    ("payee", "fixed", "disputed", "petition", "codes"),
    [
        (ALPHA, True, False, False, []),
        (ALPHA, True, True, False, ["DBT_DISPUTED"]),
        (ALPHA, False, False, False, ["DBT_DISPUTED"]),
        (ALPHA, True, False, True, ["DBT_DISPUTED"]),
        (Person("98-7654321AB", Capacity.PRINCIPAL), True, False, False, ["DBT_OTHER_PERSON"]),
        (Person("12-3456789AB", Capacity.SURETY), True, False, False, ["DBT_OTHER_PERSON"]),
    ],
)
def test_dbt_04_dbt_05_s26_customs_own_set_off(
    payee: Person, fixed: bool, disputed: bool, petition: bool, codes: list[str]
) -> None:
    refusals = refuse_set_off(ALPHA, payee, fixed=fixed, disputed=disputed, penalty_petition_open=petition)
    assert [one.code for one in refusals] == codes


def test_dbt_04_s26_what_is_left() -> None:
    assert apply(3_980_00, 13_214_25) == Applied(3_980_00, 9_234_25)
