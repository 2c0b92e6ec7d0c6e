"""Every state of a case against every act of withdrawals and agreements: allowed or refused (15.2, 19 to 31)."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from services.proceedings.domain.agreement.acts import (
    AgreementDeclined,
    AgreementFoundWanting,
    AgreementProposed,
    EntryConditionSet,
    ExpiryInjuryDetermined,
    ExpiryOpened,
    ExpiryOrderPublished,
    ExpirySubsidyDetermined,
    ExportsReported,
    PenaltyReferral,
    PetitionWithdrawn,
    RecordReused,
    RegionalAgreementAccepted,
    RegionalAgreementOffered,
    VolumeConsultationsOpened,
)
from services.proceedings.domain.agreement.rules import FAMILY
from services.proceedings.domain.agreement.terms import AgreementType, Signatory
from services.proceedings.domain.petition.acts import PetitionDismissed, PollOpened
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Case
from tests.unit.proceedings.agreement.telling import (
    TERMS,
    acceptance,
    continuation,
    investigation,
    notified,
    review,
    review_petition,
    suspend,
    termination,
    violation,
)
from tests.unit.proceedings.petition.telling import petition
from tests.unit.proceedings.preliminary.telling import rate
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order

ON = "2024-08-20"
S = Case


def filed(*, itc: str = "2024-08-01") -> Story:
    story = Story()
    story.tell(petition("2024-08-01", itc=itc))
    return story


def polling() -> Story:
    story = filed()
    story.tell(PollOpened(occurred_on=day("2024-08-10"), exceptional=False))
    return story


def dismissed() -> Story:
    story = filed()
    story.tell(PetitionDismissed(occurred_on=day("2024-08-15"), reasons="Not sufficient."))
    return story


def investigating() -> Story:
    story = investigation()
    story.tell(notified("2024-07-15"))
    return story


def suspended(kind: str = "QR") -> Story:
    """The twenty days still run on the day the acts come."""
    story = investigation()
    suspend(story, kind, notice="2024-07-01", published="2024-08-06")
    return story


def continued(kind: str = "QR") -> Story:
    story = suspended(kind)
    story.tell(continuation("2024-08-08"))
    return story


def completed() -> Story:
    story = continued()
    story.tell(final("2024-08-09"), published="2024-08-12")
    story.tell(itc_final("2024-08-13"), notified="2024-08-14", published="2024-08-15")
    return story


def ordered() -> Story:
    story = investigation()
    story.tell(final("2024-06-18"), published="2024-06-24")
    story.tell(replace(itc_final("2024-07-18"), regional=True), notified="2024-07-25", published="2024-07-31")
    story.tell(order("2024-08-01"))
    return story


def rescinded() -> Story:
    story = ordered()
    story.tell(RegionalAgreementAccepted(occurred_on=day("2024-08-10"), terms=TERMS["REGIONAL"]))
    return story


def terminated() -> Story:
    story = investigating()
    story.tell(PetitionWithdrawn(occurred_on=day("2024-08-01")))
    story.tell(termination("2024-08-02"))
    return story


STATES: dict[Case, Callable[[], Story]] = {
    S.DRAFT_CONFIDENTIAL: Story,
    S.FILING_DEFECT: lambda: filed(itc="2024-08-02"),
    S.FILED: filed,
    S.POLLING: polling,
    S.DISMISSED: dismissed,
    S.INVESTIGATING: investigating,
    S.SUSPENDED: suspended,
    S.CONTINUED_UNDER_AGREEMENT: continued,
    S.COMPLETED_ORDER_WITHHELD: completed,
    S.ORDER_IN_FORCE: ordered,
    S.RESCINDED: rescinded,
    S.TERMINATED: terminated,
}
UNDER_AGREEMENT = {S.SUSPENDED, S.CONTINUED_UNDER_AGREEMENT, S.COMPLETED_ORDER_WITHHELD}
ACTS: dict[str, tuple[Act, set[Case]]] = {
    "AgreementProposed": (
        AgreementProposed(
            occurred_on=day(ON), type=AgreementType.ELIM, signatory=Signatory.GOVERNMENT, good_cause=True
        ),
        {S.INVESTIGATING},
    ),
    "AgreementNotified (19)": (notified(ON), {S.INVESTIGATING}),
    "AgreementAccepted (20)": (acceptance(ON), {S.INVESTIGATING}),
    "AgreementDeclined": (
        AgreementDeclined(occurred_on=day(ON), reasons="Not monitorable.", comments_allowed=True),
        {S.INVESTIGATING},
    ),
    "RegionalAgreementOffered": (RegionalAgreementOffered(occurred_on=day(ON)), {S.ORDER_IN_FORCE}),
    "ContinuationRequested (21)": (continuation(ON), {S.SUSPENDED}),
    "SuspensionReviewPetitioned (22)": (review_petition(ON), {S.SUSPENDED, S.CONTINUED_UNDER_AGREEMENT}),
    "AgreementViolationFound (28, 29)": (violation(ON, "2024-08-10"), UNDER_AGREEMENT),
    "AgreementFoundWanting": (AgreementFoundWanting(occurred_on=day(ON)), UNDER_AGREEMENT),
    "PetitionWithdrawn (30)": (PetitionWithdrawn(occurred_on=day(ON)), {S.INVESTIGATING}),
    "RegionalAgreementAccepted (31)": (
        RegionalAgreementAccepted(occurred_on=day(ON), terms=TERMS["REGIONAL"]),
        {S.ORDER_IN_FORCE},
    ),
    "EntryConditionSet": (
        EntryConditionSet(occurred_on=day(ON), condition="Licence.", effective_from=day(ON)),
        UNDER_AGREEMENT | {S.RESCINDED},
    ),
    "ExportsReported": (ExportsReported(occurred_on=day(ON), quantity=Decimal(1000)), UNDER_AGREEMENT | {S.RESCINDED}),
    "RecordReused": (
        RecordReused(occurred_on=day(ON), new_case="C-900-002", same_goods=True, other_country=True),
        {S.TERMINATED},
    ),
    "VolumeConsultationsOpened": (
        VolumeConsultationsOpened(occurred_on=day(ON)),
        UNDER_AGREEMENT | {S.INVESTIGATING, S.ORDER_IN_FORCE, S.RESCINDED, S.TERMINATED},
    ),
    "ExpiryOpened": (ExpiryOpened(occurred_on=day(ON), expires_on=day("2025-01-01")), UNDER_AGREEMENT),
}
AFTER_ANOTHER = {
    "InvestigationTerminated (30)": termination(ON),
    "SuspensionReviewDecided (23, 24)": review(ON, eliminated=True),
    "PenaltyReferral": PenaltyReferral(
        occurred_on=day(ON), determination=1, persons=("Alpha",), entry_numbers=("AAA-0000001-1",)
    ),
    "ExpirySubsidyDetermined": ExpirySubsidyDetermined(
        occurred_on=day(ON), affirmative=True, rates=(rate("Alpha", "9.00"),)
    ),
    "ExpiryInjuryDetermined": ExpiryInjuryDetermined(occurred_on=day(ON), affirmative=True),
    "ExpiryOrderPublished": ExpiryOrderPublished(occurred_on=day(ON), scope_text="Alpha."),
}


@pytest.mark.parametrize("name", ACTS)
@pytest.mark.parametrize("case", STATES)
def test_15_2_every_state_with_every_act(case: Case, name: str) -> None:
    act, allowed = ACTS[name]
    story = STATES[case]()
    assert story.on(ON).case is case
    codes = story.refused(act)
    if case in allowed:
        assert codes == []
    else:
        assert codes
        assert {"RECORD_REUSE_NOT_AVAILABLE", "NO_REGIONAL_FINDING", "ILLEGAL_TRANSITION"} & set(codes)


@pytest.mark.parametrize("name", AFTER_ANOTHER)
@pytest.mark.parametrize("case", STATES)
def test_15_2_acts_that_follow_another_are_refused_without_it(case: Case, name: str) -> None:
    codes = STATES[case]().refused(AFTER_ANOTHER[name])
    assert codes
    if case not in {S.INVESTIGATING, *UNDER_AGREEMENT, S.ORDER_IN_FORCE, S.RESCINDED, S.TERMINATED}:
        assert "ILLEGAL_TRANSITION" in codes


def test_15_2_every_act_of_the_family_is_in_the_table() -> None:
    named = {type(act) for act, _ in ACTS.values()} | {type(act) for act in AFTER_ANOTHER.values()}
    assert named == {rule.act for rule in FAMILY.acts}


def test_15_2_every_state_but_revoked_is_reached() -> None:
    assert set(STATES) == set(Case) - {S.REVOKED}


@pytest.mark.parametrize("kind", ["ELIM", "CEASE"])
@pytest.mark.parametrize("reach", [suspended, continued])
def test_15_2_transition_22_is_for_agreements_on_injury(reach: Callable[[str], Story], kind: str) -> None:
    assert reach(kind).refused(review_petition(ON)) == ["NOT_REVIEWABLE"]


@pytest.mark.parametrize("eliminated", [True, False])
@pytest.mark.parametrize("case", [S.SUSPENDED, S.CONTINUED_UNDER_AGREEMENT])
def test_15_2_transitions_23_and_24_follow_22(case: Case, eliminated: bool) -> None:
    story = STATES[case]()
    story.tell(review_petition("2024-08-19"))
    story.tell(review(ON, eliminated=eliminated), published="2024-08-26")
    state: Proceeding = story.on("2024-08-26")
    assert state.case is (case if eliminated else S.INVESTIGATING)


def test_15_2_transition_30_follows_a_withdrawal() -> None:
    story = investigating()
    assert story.refused(termination(ON)) == ["NOT_WITHDRAWN"]
    story.tell(PetitionWithdrawn(occurred_on=day(ON)))
    assert story.refused(termination(ON)) == []
