"""What the mutations of five-year reviews take."""

import strawberry

from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.sunset.acts import (
    Branch,
    Cumulated,
    IntentFiled,
    OrderContinued,
    OrderRevokedAfterSunset,
    ParticipationWaived,
    SanctionsImposed,
    SanctionsLifted,
    SubstantiveResponseFiled,
    SunsetBranchDetermined,
    SunsetCommerceDetermined,
    SunsetExtended,
    SunsetInitiated,
    SunsetItcDetermined,
    SunsetPreliminary,
    SunsetRebuttalFiled,
)
from services.proceedings.domain.text import clean_name, parse_citation
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.petition import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import rate_rows
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date

describe(
    Branch,
    "SunsetBranch",
    "How a five-year review goes on: by who responds (SUN-05 to SUN-07).",
    {
        "NO_DOMESTIC_RESPONSE": "No domestic party responds: the order is revoked.",
        "EXPEDITED": "Responses are inadequate: determinations on the facts available.",
        "FULL": "Responses are adequate: a full review.",
    },
)

_GOOD_CAUSE = "Why it is taken late (19 CFR 351.302); empty when it came in time."


@strawberry.input(description="Sanctions ban imports from this day (SUN-01).")
class ImposeSanctionsInput(ActInput):
    """See SanctionsImposed."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(SanctionsImposed(occurred_on=self.occurred_on))


@strawberry.input(description="The ban ends: the first day that counts again (SUN-01).")
class LiftSanctionsInput(ActInput):
    """See SanctionsLifted."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(SanctionsLifted(occurred_on=self.occurred_on))


@strawberry.input(description="The initiation of a five-year review (SUN-02).")
class InitiateSunsetReviewInput(ActInput):
    """See SunsetInitiated."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(SunsetInitiated(occurred_on=self.occurred_on))


@strawberry.input(description="A notice of intent to participate (SUN-03).")
class FileIntentInput(ActInput):
    """See IntentFiled."""

    party: str = strawberry.field(description="Who takes part.")
    party_class: PartyClass = strawberry.field(description="What it is.")
    good_cause: str = strawberry.field(default="", description=_GOOD_CAUSE)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            IntentFiled(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="A substantive response (SUN-04).")
class FileSubstantiveResponseInput(ActInput):
    """See SubstantiveResponseFiled."""

    party: str = strawberry.field(description="Who responds.")
    party_class: PartyClass = strawberry.field(description="What it is; A and B are respondents.")
    good_cause: str = strawberry.field(default="", description=_GOOD_CAUSE)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SubstantiveResponseFiled(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="A respondent's waiver of participation (SUN-04, SUN-06).")
class WaiveParticipationInput(ActInput):
    """See ParticipationWaived."""

    party: str = strawberry.field(description="The respondent.")
    good_cause: str = strawberry.field(default="", description=_GOOD_CAUSE)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            ParticipationWaived(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="A rebuttal of a substantive response (SUN-04).")
class FileSunsetRebuttalInput(ActInput):
    """See SunsetRebuttalFiled."""

    party: str = strawberry.field(description="Who rebuts.")
    good_cause: str = strawberry.field(default="", description=_GOOD_CAUSE)

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SunsetRebuttalFiled(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                good_cause=self.good_cause.strip(),
            )
        )


@strawberry.input(description="How a five-year review goes on (SUN-05 to SUN-07).")
class DetermineSunsetBranchInput(ActInput):
    """See SunsetBranchDetermined."""

    branch: Branch = strawberry.field(description="The way, by which responses are adequate.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(SunsetBranchDetermined(occurred_on=self.occurred_on, branch=self.branch))


@strawberry.input(description="More time for Commerce in a full five-year review (SUN-07).")
class ExtendSunsetReviewInput(ActInput):
    """See SunsetExtended."""

    days: int = strawberry.field(description="Added to the normal time, at most 90 in all.")
    extraordinarily_complicated: bool = strawberry.field(description="The ground.")
    preliminary_days: int = strawberry.field(default=0, description="Of these, added to the preliminary results.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SunsetExtended(
                occurred_on=self.occurred_on,
                by=Authority.COMMERCE,
                days=self.days,
                extraordinarily_complicated=self.extraordinarily_complicated,
                preliminary_days=self.preliminary_days,
            )
        )


@strawberry.input(description="More time for the Commission in a full five-year review (SUN-07).")
class ExtendCommissionSunsetReviewInput(ActInput):
    """See SunsetExtended."""

    days: int = strawberry.field(description="Added to the normal time, at most 90 in all.")
    extraordinarily_complicated: bool = strawberry.field(description="The ground.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SunsetExtended(
                occurred_on=self.occurred_on,
                by=Authority.ITC,
                days=self.days,
                extraordinarily_complicated=self.extraordinarily_complicated,
            )
        )


@strawberry.input(description="Preliminary results of a full five-year review (SUN-07).")
class IssueSunsetPreliminaryInput(ActInput):
    """See SunsetPreliminary."""

    likely: bool = strawberry.field(description="A subsidy is likely to continue or recur.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(SunsetPreliminary(occurred_on=self.occurred_on, likely=self.likely))


@strawberry.input(description="Commerce's determination in a five-year review (SUN-06 to SUN-09).")
class DetermineSunsetSubsidyInput(ActInput):
    """See SunsetCommerceDetermined."""

    likely: bool = strawberry.field(description="A subsidy is likely to continue or recur.")
    prevailing_rates: list[DepositRateInput] = strawberry.field(
        default_factory=list, description="Rates that are likely to prevail, from the investigation or a review."
    )
    rates_reason: str = strawberry.field(default="", description="Why they are others.")
    only_low_rates: bool = strawberry.field(
        default=False,
        description="The one reason is that rates were zero or de minimis so far: refused.",
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SunsetCommerceDetermined(
                occurred_on=self.occurred_on,
                likely=self.likely,
                prevailing_rates=rate_rows(self.prevailing_rates),
                rates_reason=self.rates_reason.strip(),
                only_low_rates=self.only_low_rates,
            )
        )


@strawberry.input(description="Another order's review that is looked at together with this one (SUN-09).")
class CumulatedReviewInput:
    """See Cumulated."""

    case_number: strawberry.ID = strawberry.field(description="Its case number.")
    initiated_on: Date = strawberry.field(description="Publication of its initiation.")


@strawberry.input(description="The Commission's determination in a five-year review (SUN-06 to SUN-09).")
class DetermineSunsetInjuryInput(ActInput):
    """See SunsetItcDetermined."""

    likely: bool = strawberry.field(description="Material injury is likely to continue or recur.")
    cumulated: list[CumulatedReviewInput] = strawberry.field(
        default_factory=list, description="Reviews it was looked at together with; initiated on the same day."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            SunsetItcDetermined(
                occurred_on=self.occurred_on,
                likely=self.likely,
                cumulated=tuple(Cumulated(str(one.case_number), one.initiated_on) for one in self.cumulated),
            )
        )


@strawberry.input(description="The notice of continuation; the day is that of publication (SUN-08).")
class ContinueOrderInput(ActInput):
    """See OrderContinued."""

    def record(self) -> RecordAct:
        """The command."""
        citation = parse_citation(self.federal_register_citation)
        return self.command(OrderContinued(occurred_on=self.occurred_on, fr_citation=citation))


@strawberry.input(description="The notice of revocation or termination; its day is that of publication (SUN-08).")
class RevokeAfterSunsetInput(ActInput):
    """See OrderRevokedAfterSunset."""

    def record(self) -> RecordAct:
        """The command."""
        citation = parse_citation(self.federal_register_citation)
        return self.command(OrderRevokedAfterSunset(occurred_on=self.occurred_on, fr_citation=citation))
