"""Repayments against what was paid on each certification (BILL-09, BILL-10)."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.sharing import PaidCertification, less_repaid

ON = date(2008, 7, 1)
ALPHA, BETA = UUID(int=1), UUID(int=2)


def paid(number: str, cents: int, lineage: UUID = ALPHA) -> PaidCertification:
    return PaidCertification(
        case_number="A-990-830", paid_cents=cents, net_by_part={"": cents}, number=number, lineage_id=lineage
    )


def kept(certifications: list[PaidCertification], repaid: dict[UUID, int]) -> dict[str, int]:
    return {each.number: each.paid_cents for each in less_repaid(certifications, repaid, ON)}


def test_bill_09_worked_example_of_one_certification() -> None:
    assert kept([paid("2005-000001", 20_765_432)], {ALPHA: 2_768_724}) == {"2005-000001": 17_996_708}


def test_bill_09_several_years_bear_a_repayment_in_proportion_a_tie_goes_to_the_lower_number() -> None:
    years = [paid("2006-000002", 100), paid("2005-000001", 100), paid("2007-000003", 100, BETA)]
    assert kept(years, {ALPHA: 3}) == {"2005-000001": 98, "2006-000002": 99, "2007-000003": 100}


def test_bill_10_more_given_back_than_repaid_adds_nothing() -> None:
    assert kept([paid("2005-000001", 100)], {ALPHA: -5}) == {"2005-000001": 100}


@given(
    st.lists(st.integers(0, 10**15), min_size=1, max_size=6),
    st.integers(-(10**15), 10**16),
)
def test_bill_09_what_is_kept_and_what_was_repaid_add_up(amounts: list[int], repaid: int) -> None:
    before = [paid(f"2005-{number:06d}", cents) for number, cents in enumerate(amounts)]
    after = kept(before, {ALPHA: repaid})
    assert sum(after.values()) == max(0, sum(amounts) - max(0, repaid))
    assert all(0 <= after[each.number] <= each.paid_cents for each in before)
