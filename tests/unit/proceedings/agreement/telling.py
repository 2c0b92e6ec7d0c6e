"""Acts of agreements, for every test that needs a case under one."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from services.proceedings.domain.agreement.acts import (
    AgreementAccepted,
    AgreementNotified,
    AgreementViolationFound,
    ContinuationRequested,
    InvestigationTerminated,
    SuspensionReviewDecided,
    SuspensionReviewPetitioned,
    TerminationGround,
)
from services.proceedings.domain.agreement.terms import (
    AgreementTerms,
    AgreementType,
    Complexity,
    PublicInterest,
    Signatory,
)
from services.proceedings.domain.petition.acts import InvestigationInitiated, PartyClass
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.record.proceeding import CountryStatus
from tests.unit.proceedings.petition.telling import petition, support
from tests.unit.proceedings.preliminary.telling import to_preliminary
from tests.unit.proceedings.record.story import Story, day

OUTSIDE = CountryStatus(starts_on=date(1995, 1, 1), ends_on=None, subsidies_agreement=False, reason=None)
WEIGHED = PublicInterest(True, True, True, True, True)
_B = AgreementTerms(
    type=AgreementType.ELIM,
    signatory=Signatory.GOVERNMENT,
    in_public_interest=True,
    monitorable=True,
    eliminates_completely=True,
    complete_by=date(2024, 9, 15),
    interim_cap=Decimal(1000),
)
_INJURY = AgreementTerms(
    type=AgreementType.INJURY,
    signatory=Signatory.EXPORTERS,
    signatory_share_percent=Decimal(90),
    in_public_interest=True,
    monitorable=True,
    eliminates_completely=True,
    net_subsidy_percent=Decimal("12.00"),
    offset_percent=Decimal("10.20"),
    prevents_undercutting=True,
    beneficial=True,
    complex_case=True,
    complexity=(Complexity.NOVEL_ISSUES,),
)
TERMS = {
    "ELIM": _B,
    "CEASE": replace(_B, type=AgreementType.CEASE),
    "INJURY": _INJURY,
    "QR": replace(
        _INJURY,
        type=AgreementType.QR,
        signatory=Signatory.GOVERNMENT,
        signatory_share_percent=None,
        net_subsidy_percent=None,
        offset_percent=None,
        prevents_undercutting=False,
        public_interest=WEIGHED,
    ),
    "REGIONAL": replace(_INJURY, type=AgreementType.REGIONAL, form=AgreementType.INJURY),
}


def notified(on: str, kind: str = "INJURY", *, planned: str | None = None) -> AgreementNotified:
    """Notice of an agreement to all."""
    return AgreementNotified(
        occurred_on=day(on),
        type=TERMS[kind].type,
        signatory=TERMS[kind].signatory,
        consulted=True,
        copy_given=True,
        explained=True,
        planned_on=None if planned is None else day(planned),
    )


def acceptance(on: str, kind: str = "INJURY") -> AgreementAccepted:
    """Acceptance of an agreement that meets every rule."""
    return AgreementAccepted(occurred_on=day(on), terms=TERMS[kind], comments_allowed=True)


def continuation(on: str, party: PartyClass = PartyClass.C, *, is_party: bool = True) -> ContinuationRequested:
    """A request to continue, by a domestic producer."""
    return ContinuationRequested(occurred_on=day(on), party="Alpha", party_class=party, is_party=is_party)


def review_petition(on: str, party: PartyClass = PartyClass.C, *, is_party: bool = True) -> SuspensionReviewPetitioned:
    """A petition to the Commission, by a domestic producer."""
    return SuspensionReviewPetitioned(occurred_on=day(on), party="Alpha", party_class=party, is_party=is_party)


def review(on: str, *, eliminated: bool) -> SuspensionReviewDecided:
    """The Commission's answer."""
    return SuspensionReviewDecided(occurred_on=day(on), eliminated=eliminated)


def violation(on: str, first_entry: str, *, intentional: bool = False) -> AgreementViolationFound:
    """Commerce's finding."""
    return AgreementViolationFound(occurred_on=day(on), first_entry_on=day(first_entry), intentional=intentional)


def termination(on: str, **changes: object) -> InvestigationTerminated:
    """A termination by Commerce upon withdrawal."""
    act = InvestigationTerminated(
        occurred_on=day(on),
        by=Authority.COMMERCE,
        ground=TerminationGround.WITHDRAWAL,
        parties_notified_on=day(on),
    )
    return replace(act, **changes)  # type: ignore[arg-type]


def investigation(*, published: str = "2024-04-10") -> Story:
    """S01 up to the publication of its affirmative preliminary of 4 April 2024."""
    return to_preliminary(Story(), published=published)


def suspend(story: Story, kind: str = "INJURY", *, notice: str = "2024-04-15", published: str = "2024-05-15") -> int:
    """Notice, acceptance and publication; the number of the acceptance."""
    story.tell(notified(notice, kind))
    number = len(story.record) + 1
    story.tell(acceptance(published, kind), published=published)
    return number


def outside(*, initiated: str = "2024-01-30") -> Story:
    """An investigation of a country outside the Subsidies Agreement."""
    story = Story(statuses=(OUTSIDE,))
    story.tell(petition("2024-01-10"))
    story.tell(support("2024-01-20"))
    story.tell(InvestigationInitiated(occurred_on=day(initiated), sufficient=True), published="2024-02-05")
    return story
