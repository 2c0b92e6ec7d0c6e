"""A restriction of quantity that expires (SUS-21), and regional agreements after an order (SUS-20)."""

from dataclasses import replace
from decimal import Decimal

from services.proceedings.domain.agreement.acts import (
    ExpiryInjuryDetermined,
    ExpiryOpened,
    ExpiryOrderPublished,
    ExpirySubsidyDetermined,
    RegionalAgreementAccepted,
)
from services.proceedings.domain.instructions import (
    DepositRates,
    OrderTerms,
    SuspensionKind,
    SuspensionOrdered,
)
from services.proceedings.domain.order.facts import order as order_of
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation
from tests.unit.proceedings.agreement.telling import TERMS, investigation, suspend
from tests.unit.proceedings.preliminary.telling import rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def restricted(kind: str = "QR") -> Story:
    story = investigation()
    suspend(story, kind)
    return story


OPENED = ExpiryOpened(occurred_on=day("2028-01-10"), expires_on=day("2028-06-30"))
SUBSIDY = ExpirySubsidyDetermined(occurred_on=day("2028-05-01"), affirmative=True, rates=(rate("Alpha", "9.00"),))
INJURY = ExpiryInjuryDetermined(occurred_on=day("2028-06-01"), affirmative=True)
ORDER = ExpiryOrderPublished(occurred_on=day("2028-07-10"), scope_text="Alpha of every size.")


def test_sus_21_both_affirmative_and_the_order_covers_entries_from_the_end_of_the_agreement() -> None:
    story = restricted()
    for act in (OPENED, SUBSIDY, INJURY):
        story.tell(act)
    terms, ordered, rates, _ = story.tell(ORDER)
    assert isinstance(terms, OrderTerms)
    assert (terms.duties_from, terms.boundary_on, terms.suspended_from) == (
        day("2028-06-30"),
        day("2028-06-30"),
        day("2028-07-10"),
    )
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.kind, ordered.effective_from) == (SuspensionKind.DEFINITIVE, day("2028-07-10"))
    assert isinstance(rates, DepositRates)
    assert [str(row.rate_percent) for row in rates.rows] == ["9.00", "9.00"]
    state = story.on("2028-07-10")
    assert (state.case, state.agreement, state.liquidation) == (
        Case.ORDER_IN_FORCE,
        Agreement.ENDED,
        Liquidation.SUSPENDED_DEFINITIVE,
    )
    assert order_of(state) is not None


def test_sus_21_an_order_before_the_agreement_ends_bears_duties_from_its_end() -> None:
    story = restricted()
    for act in (OPENED, SUBSIDY, INJURY):
        story.tell(act)
    terms, *_ = story.tell(replace(ORDER, occurred_on=day("2028-06-15")))
    assert isinstance(terms, OrderTerms)
    assert (terms.duties_from, terms.suspended_from, terms.deposit_required_from) == (
        day("2028-06-30"),
        day("2028-06-15"),
        day("2028-06-30"),
    )


def test_sus_21_what_stands_against_it() -> None:
    for kind in ("ELIM", "INJURY"):
        assert restricted(kind).refused(OPENED) == ["NOT_A_QR"]
    assert restricted().refused(replace(OPENED, expires_on=OPENED.occurred_on)) == ["EXPIRED_ALREADY"]
    story = restricted()
    assert story.refused(SUBSIDY) == story.refused(INJURY) == ["ILLEGAL_TRANSITION"]
    assert story.refused(replace(ORDER, scope_text=" ")) == [
        "ILLEGAL_TRANSITION",
        "SUBSIDY_NOT_FOUND",
        "INJURY_NOT_FOUND",
        "SCOPE_MISSING",
    ]
    story.tell(OPENED)
    assert story.refused(OPENED) == ["EXPIRY_OPENED_ALREADY"]
    assert story.refused(replace(SUBSIDY, affirmative=False)) == ["DETERMINATION_CONTRADICTS_RATES"]
    story.tell(replace(SUBSIDY, affirmative=False, rates=(rate("Alpha", "0.40"),)))
    story.tell(replace(INJURY, affirmative=False))
    assert story.refused(ORDER) == ["SUBSIDY_NOT_FOUND", "INJURY_NOT_FOUND"]


def ordered(*, regional: bool = True) -> Story:
    story = investigation()
    story.tell(final("2024-06-18"), published="2024-06-24")
    decided = replace(itc_final("2024-07-18"), regional=regional)
    story.tell(decided, notified="2024-07-25", published="2024-07-31")
    story.tell(order("2024-08-01"))
    return story


def test_sus_20_everything_that_stands_against_a_regional_agreement_at_once() -> None:
    terms = replace(TERMS["REGIONAL"], signatory_share_percent=Decimal("84.9"), monitorable=False)
    act = RegionalAgreementAccepted(occurred_on=day("2024-10-01"), terms=terms)
    assert ordered().refused(act) == ["NOT_MONITORABLE", "SIGNATORIES_TOO_FEW", "REGIONAL_AGREEMENT_LATE"]
    assert ordered(regional=False).refused(act) == [
        "NO_REGIONAL_FINDING",
        "NOT_MONITORABLE",
        "SIGNATORIES_TOO_FEW",
        "REGIONAL_FINDING_EARLIER",
        "REGIONAL_AGREEMENT_LATE",
    ]
    national = RegionalAgreementAccepted(occurred_on=day("2024-09-30"), terms=TERMS["INJURY"])
    assert ordered().refused(national) == ["NOT_REGIONAL"]
