"""What the mutations of withdrawals, agreements and their end take."""

from decimal import Decimal

import strawberry

from services.proceedings.domain.agreement.acts import (
    AgreementAccepted,
    AgreementDeclined,
    AgreementFoundWanting,
    AgreementNotified,
    AgreementProposed,
    AgreementViolationFound,
    ContinuationRequested,
    EntryConditionSet,
    ExportsReported,
    InvestigationTerminated,
    PenaltyReferral,
    PetitionWithdrawn,
    RecordReused,
    RegionalAgreementAccepted,
    RegionalAgreementOffered,
    SuspensionReviewDecided,
    SuspensionReviewPetitioned,
    TerminationGround,
    VolumeConsultationsOpened,
)
from services.proceedings.domain.agreement.terms import AgreementType, Signatory
from services.proceedings.domain.case_number import parse_case_number
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.agreement.terms import AgreementTermsInput, PublicInterestInput, name_list, number
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import rate_rows
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date

_TEXT_CHARACTERS_MAX = 2000

describe(
    TerminationGround,
    "TerminationGround",
    "Why an investigation is terminated without a negative determination.",
    {
        "WITHDRAWAL": "The petition, or Commerce's own case, was withdrawn (TRM-01).",
        "VOLUME_AGREEMENT": "A government undertakes to limit volume; it was withdrawn for that (TRM-04).",
        "SELF_INITIATED": "Commerce ends a case it initiated itself (TRM-05).",
    },
)


@strawberry.input(description="The withdrawal of a petition; it alone ends nothing (TRM-01).")
class WithdrawPetitionInput(ActInput):
    """See PetitionWithdrawn."""

    refiled: bool = strawberry.field(
        default=False, description="It had been withdrawn and filed again before (TRM-03)."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(PetitionWithdrawn(occurred_on=self.occurred_on, refiled=self.refiled))


@strawberry.input(description="A termination; its day is the publication of its notice (TRM-01 to TRM-05).")
class TerminateInvestigationInput(ActInput):
    """See InvestigationTerminated."""

    ground: TerminationGround = strawberry.field(description="Why.")
    parties_notified_on: Date = strawberry.field(description="Day all parties had notice.")
    public_interest: PublicInterestInput | None = strawberry.field(
        default=None, description="The factors, where volume is limited (TRM-04)."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(self._act(Authority.COMMERCE))

    def _act(self, by: Authority) -> InvestigationTerminated:
        return InvestigationTerminated(
            occurred_on=self.occurred_on,
            by=by,
            ground=self.ground,
            parties_notified_on=self.parties_notified_on,
            public_interest=None if self.public_interest is None else self.public_interest.factors(),
        )


@strawberry.input(description="A termination by the Commission, after Commerce's preliminary (TRM-01, TRM-02).")
class TerminateByCommissionInput(TerminateInvestigationInput):
    """See InvestigationTerminated."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(self._act(Authority.ITC))


@strawberry.input(description="A new petition uses this case's record; its day is that of filing (TRM-03).")
class ReuseRecordInput(ActInput):
    """See RecordReused."""

    new_case: strawberry.ID = strawberry.field(description="Case number of the new petition.")
    same_goods: bool = strawberry.field(description="It covers the same goods.")
    other_country: bool = strawberry.field(description="And goods from another country.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed case number.
        """
        return self.command(
            RecordReused(
                occurred_on=self.occurred_on,
                new_case=str(parse_case_number(str(self.new_case))),
                same_goods=self.same_goods,
                other_country=self.other_country,
            )
        )


@strawberry.input(description="The President opened consultations on a limit of volume (TRM-04).")
class OpenVolumeConsultationsInput(ActInput):
    """See VolumeConsultationsOpened."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(VolumeConsultationsOpened(occurred_on=self.occurred_on))


@strawberry.input(description="A proposal of an agreement (SUS-07).")
class ProposeAgreementInput(ActInput):
    """See AgreementProposed."""

    type: AgreementType = strawberry.field(description="What it would do.")
    signatory: Signatory = strawberry.field(description="Who would sign.")
    good_cause: bool = strawberry.field(default=False, description="Commerce takes a late proposal for good cause.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            AgreementProposed(
                occurred_on=self.occurred_on, type=self.type, signatory=self.signatory, good_cause=self.good_cause
            )
        )


@strawberry.input(description="Notice of a proposed agreement; its day is the latest of the notices (SUS-08).")
class NotifyAgreementInput(ActInput):
    """See AgreementNotified."""

    type: AgreementType = strawberry.field(description="What it would do.")
    signatory: Signatory = strawberry.field(description="Who would sign.")
    consulted: bool = strawberry.field(description="The petitioner was consulted.")
    copy_given: bool = strawberry.field(description="The petitioner has the proposed text.")
    explained: bool = strawberry.field(description="With an explanation of how it is enforced and meets the statute.")
    planned_on: Date | None = strawberry.field(
        default=None, description="Day planned for the suspension; 30 days after the notice at the earliest."
    )

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            AgreementNotified(
                occurred_on=self.occurred_on,
                type=self.type,
                signatory=self.signatory,
                consulted=self.consulted,
                copy_given=self.copy_given,
                explained=self.explained,
                planned_on=self.planned_on,
            )
        )


@strawberry.input(description="Acceptance of an agreement; it suspends on publication of the notice (SUS-09).")
class AcceptAgreementInput(ActInput):
    """See AgreementAccepted."""

    terms: AgreementTermsInput = strawberry.field(description="What it says.")
    comments_allowed: bool = strawberry.field(description="All interested parties could comment before (SUS-08).")
    effective_on: Date | None = strawberry.field(
        default=None, description="Day planned for publication; the day of publication where that is given."
    )
    rates: list[DepositRateInput] = strawberry.field(
        default_factory=list, description="Rates of the affirmative preliminary issued with it, where there is none."
    )
    security_percent: Decimal | None = strawberry.field(
        default=None, description="Security of every firm while suspended, where it is adjusted (SUS-11)."
    )

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed name, rate or number.
        """
        return self.command(
            AgreementAccepted(
                occurred_on=self.occurred_on,
                terms=self.terms.terms(),
                comments_allowed=self.comments_allowed,
                effective_on=self.published_on or self.effective_on,
                rates=rate_rows(self.rates),
                security_percent=number(self.security_percent, field="securityPercent"),
            )
        )


@strawberry.input(description="Refusal of a proposed agreement by Commerce (SUS-03).")
class DeclineAgreementInput(ActInput):
    """See AgreementDeclined."""

    reasons: str = strawberry.field(description="Reasons, as the exporters are given them where practicable.")
    comments_allowed: bool = strawberry.field(description="The exporters could comment on them.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: no reasons, or too long.
        """
        reasons = clean_name(self.reasons, field="reasons", longest=_TEXT_CHARACTERS_MAX)
        return self.command(
            AgreementDeclined(occurred_on=self.occurred_on, reasons=reasons, comments_allowed=self.comments_allowed)
        )


@strawberry.input(description="An offer to the exporters to a region to agree (SUS-20).")
class OfferRegionalAgreementInput(ActInput):
    """See RegionalAgreementOffered."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(RegionalAgreementOffered(occurred_on=self.occurred_on))


@strawberry.input(description="A request that the investigation go on (SUS-13).")
class RequestContinuationInput(ActInput):
    """See ContinuationRequested."""

    party: str = strawberry.field(description="Who asks.")
    party_class: PartyClass = strawberry.field(description="What it is: B, the government, or C to G.")
    is_party: bool = strawberry.field(description="It is a party to the investigation.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed name.
        """
        return self.command(
            ContinuationRequested(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
                is_party=self.is_party,
            )
        )


@strawberry.input(description="A petition to the Commission to review a suspension (SUS-15).")
class PetitionSuspensionReviewInput(ActInput):
    """See SuspensionReviewPetitioned."""

    party: str = strawberry.field(description="Who petitions.")
    party_class: PartyClass = strawberry.field(description="What it is; C to G may.")
    is_party: bool = strawberry.field(description="It is a party to the investigation.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed name.
        """
        return self.command(
            SuspensionReviewPetitioned(
                occurred_on=self.occurred_on,
                party=clean_name(self.party, field="party"),
                party_class=self.party_class,
                is_party=self.is_party,
            )
        )


@strawberry.input(description="The Commission's review of a suspension; effect on publication (SUS-12, SUS-15).")
class DecideSuspensionReviewInput(ActInput):
    """See SuspensionReviewDecided."""

    eliminated: bool = strawberry.field(description="The agreement eliminates the injurious effect completely.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(SuspensionReviewDecided(occurred_on=self.occurred_on, eliminated=self.eliminated))


@strawberry.input(
    description="Commerce's finding that an agreement is or was violated; effect on publication (SUS-17)."
)
class FindAgreementViolationInput(ActInput):
    """See AgreementViolationFound."""

    first_entry_on: Date = strawberry.field(description="Day the first offending goods were entered.")
    intentional: bool = strawberry.field(default=False, description="Commerce considers it intentional (SUS-18).")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(
            AgreementViolationFound(
                occurred_on=self.occurred_on, first_entry_on=self.first_entry_on, intentional=self.intentional
            )
        )


@strawberry.input(description="The Commission's finding that an agreement no longer eliminates the injury (SUS-16).")
class FindAgreementWantingInput(ActInput):
    """See AgreementFoundWanting."""

    def record(self) -> RecordAct:
        """The command."""
        return self.command(AgreementFoundWanting(occurred_on=self.occurred_on))


@strawberry.input(description="Referral of persons to customs for an intentional violation (SUS-18).")
class ReferPenaltyInput(ActInput):
    """See PenaltyReferral."""

    determination: int = strawberry.field(description="Number of the act that found the violation.")
    persons: list[str] = strawberry.field(description="The persons.")
    entry_numbers: list[str] = strawberry.field(description="The entries concerned.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed name or entry number.
        """
        return self.command(
            PenaltyReferral(
                occurred_on=self.occurred_on,
                determination=self.determination,
                persons=name_list(self.persons, field="persons"),
                entry_numbers=name_list(self.entry_numbers, field="entryNumbers"),
            )
        )


@strawberry.input(description="A rule of entry that carries out an agreement (SUS-22).")
class SetEntryConditionInput(ActInput):
    """See EntryConditionSet."""

    condition: str = strawberry.field(description="The rule, for example an export licence.")
    effective_from: Date = strawberry.field(description="First day of entry it applies to.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: no condition, or one that is too long.
        """
        condition = clean_name(self.condition, field="condition", longest=_TEXT_CHARACTERS_MAX)
        return self.command(
            EntryConditionSet(occurred_on=self.occurred_on, condition=condition, effective_from=self.effective_from)
        )


@strawberry.input(description="Exports under an agreement; its day is the last of the period (SUS-02).")
class ReportExportsInput(ActInput):
    """See ExportsReported."""

    quantity: Decimal = strawberry.field(description="Quantity in the unit of the cap.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: not a number to reckon with.
        """
        quantity = number(self.quantity, field="quantity")
        assert quantity is not None
        return self.command(ExportsReported(occurred_on=self.occurred_on, quantity=quantity))


@strawberry.input(description="An agreement with the exporters to a region, after the order (SUS-20).")
class AcceptRegionalAgreementInput(ActInput):
    """See RegionalAgreementAccepted."""

    terms: AgreementTermsInput = strawberry.field(description="What it says.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed name or number.
        """
        return self.command(RegionalAgreementAccepted(occurred_on=self.occurred_on, terms=self.terms.terms()))
