"""What the mutations on applications take: applying, review, certification and denial, leaving (RCP-01 to RCP-11)."""

from uuid import UUID

import strawberry

from services.certification.domain.recordkeeping.participation import (
    ApplicantCapacity,
    Considerations,
    DemonstrationKind,
    DenialGround,
    RemovalGround,
    Track,
)
from services.certification.graphql.access import parse_id
from services.certification.graphql.recordkeeping import enums  # noqa: F401  (gives the enumerations their names)
from services.certification.usecases.recordkeeping.apply import Apply, Evidence, ProposedTerms
from services.certification.usecases.recordkeeping.decide import (
    CertifyRecordkeeper,
    DenyRecordkeeper,
    LeaveProgram,
    StatedCondition,
    StatedReason,
    WithdrawApplication,
)
from services.certification.usecases.recordkeeping.review import (
    AnnounceOnSite,
    FinishOnSite,
    ReceiveInformation,
    RequestInformation,
    StartRecordkeepingReview,
    Verdict,
    VerifyApplication,
)
from shared.graphql import Date

RECEIVED = "Day of receipt of paper, keyed in by an officer; null for what comes electronically, today."


def participation_id(given: str) -> UUID:
    """The participation an input names."""
    return parse_id(given, "participationId")


@strawberry.input(description="Evidence for one of the six demonstrations (RCP-05).")
class RecordkeepingEvidenceInput:
    """See the description."""

    kind: DemonstrationKind = strawberry.field(description="Which one.")
    evidence: str = strawberry.field(description="The evidence.")

    def given(self) -> Evidence:
        """For the use case."""
        return Evidence(kind=self.kind, text=self.evidence)


@strawberry.input(description="A negotiated programme (RCP-04).")
class NegotiatedTermsInput:
    """See the description."""

    text: str = strawberry.field(description="The programme.")
    checklist: list[str] = strawberry.field(description="What is to be met.")

    def given(self) -> ProposedTerms:
        """For the use case."""
        return ProposedTerms(text=self.text, checklist=tuple(self.checklist))


@strawberry.input(description="An application (RCP-02 to RCP-05).")
class ApplyForRecordkeepingProgramInput:
    """See the description."""

    importer_number: strawberry.ID = strawberry.field(description="Number of the applicant.")
    capacity: ApplicantCapacity = strawberry.field(description="Why it keeps records (RCP-02).")
    keeps_entry_records: bool = strawberry.field(
        description="Whether it must maintain and produce entry records (RCP-02)."
    )
    office: str = strawberry.field(description="Office it is addressed to (RCP-03).")
    handbook_version: str = strawberry.field(description="Version of the Handbook it follows (RCP-03).")
    track: Track = strawberry.field(default=Track.STANDARD, description="How the requirements are met (RCP-04).")
    demonstrations: list[RecordkeepingEvidenceInput] = strawberry.field(
        default_factory=list, description="Evidence for the six; what lacks is asked for."
    )
    negotiated_terms: NegotiatedTermsInput | None = strawberry.field(
        default=None, description="The programme proposed (RCP-04)."
    )
    received_on: Date | None = strawberry.field(default=None, description=RECEIVED)

    def command(self, importer_number: str) -> Apply:
        """The command."""
        return Apply(
            importer_number=importer_number,
            capacity=self.capacity,
            keeps_entry_records=self.keeps_entry_records,
            office=self.office,
            track=self.track,
            handbook_version=self.handbook_version,
            evidence=tuple(one.given() for one in self.demonstrations),
            terms=None if self.negotiated_terms is None else self.negotiated_terms.given(),
            received_on=self.received_on,
        )


@strawberry.input(description="The review begins (RCP-08).")
class StartRecordkeepingReviewInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")

    def command(self) -> StartRecordkeepingReview:
        """The command."""
        return StartRecordkeepingReview(participation_id=participation_id(self.participation_id))


@strawberry.input(description="A verdict on one of the six (RCP-05).")
class RecordkeepingVerdictInput:
    """See the description."""

    kind: DemonstrationKind = strawberry.field(description="Which one.")
    demonstrated: bool = strawberry.field(description="Whether it is demonstrated.")
    evidence: str = strawberry.field(default="", description="Evidence seen beside the applicant's.")


@strawberry.input(description="What the review found (RCP-04, RCP-05, RCP-08).")
class VerifyRecordkeepingApplicationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    verdicts: list[RecordkeepingVerdictInput] = strawberry.field(
        default_factory=list, description="Verdicts on demonstrations."
    )
    negotiated_terms: NegotiatedTermsInput | None = strawberry.field(
        default=None, description="A new version of the programme."
    )

    def command(self) -> VerifyApplication:
        """The command."""
        return VerifyApplication(
            participation_id=participation_id(self.participation_id),
            verdicts=tuple(
                Verdict(kind=one.kind, demonstrated=one.demonstrated, evidence=one.evidence) for one in self.verdicts
            ),
            terms=None if self.negotiated_terms is None else self.negotiated_terms.given(),
        )


@strawberry.input(description="A request for information (RCP-09).")
class RequestRecordkeepingInformationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    text: str = strawberry.field(description="What is missing or to be explained.")
    suspend: bool = strawberry.field(default=True, description="Whether processing is suspended until the answer.")

    def command(self) -> RequestInformation:
        """The command."""
        return RequestInformation(
            participation_id=participation_id(self.participation_id), text=self.text, suspends=self.suspend
        )


@strawberry.input(description="The answer to every open request (RCP-09).")
class ReceiveRecordkeepingInformationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demonstrations: list[RecordkeepingEvidenceInput] = strawberry.field(
        default_factory=list, description="Further evidence."
    )
    received_on: Date | None = strawberry.field(default=None, description=RECEIVED)

    def command(self) -> ReceiveInformation:
        """The command."""
        return ReceiveInformation(
            participation_id=participation_id(self.participation_id),
            evidence=tuple(one.given() for one in self.demonstrations),
            received_on=self.received_on,
        )


@strawberry.input(description="A visit is announced (RCP-08).")
class AnnounceOnSiteVerificationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")

    def command(self) -> AnnounceOnSite:
        """The command."""
        return AnnounceOnSite(participation_id=participation_id(self.participation_id))


@strawberry.input(description="The visit was made (RCP-08).")
class CompleteOnSiteVerificationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    findings: str = strawberry.field(description="What was found.")

    def command(self) -> FinishOnSite:
        """The command."""
        return FinishOnSite(participation_id=participation_id(self.participation_id), findings=self.findings)


@strawberry.input(description="A condition of a certificate (RCP-10).")
class RecordkeepingConditionInput:
    """See the description."""

    text: str = strawberry.field(description="What is to be met.")
    due_on: Date | None = strawberry.field(default=None, description="By when.")
    recurring: str | None = strawberry.field(default=None, description="How often; null for once.")

    def given(self) -> StatedCondition:
        """For the use case."""
        return StatedCondition(text=self.text, due_on=self.due_on, recurring=self.recurring)


@strawberry.input(description="What was taken into account (RCP-06 (d)); an empty text was not considered.")
class RecordkeepingConsiderationsInput:
    """See the description."""

    size: str = strawberry.field(description="Size of the importing business.")
    nature: str = strawberry.field(description="Its nature.")
    volume: str = strawberry.field(description="Volume of imports.")
    workload: str = strawberry.field(description="Workload of Customs.")

    def given(self) -> Considerations:
        """For the use case."""
        return Considerations(size=self.size, nature=self.nature, volume=self.volume, workload=self.workload)


@strawberry.input(description="The certification (RCP-05, RCP-06, RCP-10).")
class CertifyRecordkeeperInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    office: str = strawberry.field(description="The deciding office (RCP-10).")
    in_compliance: bool = strawberry.field(description="In compliance with customs laws and regulations (RCP-06 (a)).")
    handbook_met: bool = strawberry.field(description="Applicable requirements of the Handbook met (RCP-06 (b)).")
    bond_number: str = strawberry.field(description="The bond (RCP-06 (c)).")
    bond_valid: bool = strawberry.field(description="Whether the bond is valid.")
    considerations: RecordkeepingConsiderationsInput = strawberry.field(description="What was taken into account.")
    terms_met: bool = strawberry.field(
        default=False, description="Everything on the checklist of a negotiated programme met (RCP-04)."
    )
    conditions: list[RecordkeepingConditionInput] = strawberry.field(
        default_factory=list, description="All applicable conditions."
    )

    def command(self) -> CertifyRecordkeeper:
        """The command."""
        return CertifyRecordkeeper(
            participation_id=participation_id(self.participation_id),
            office=self.office,
            in_compliance=self.in_compliance,
            handbook_met=self.handbook_met,
            bond_number=self.bond_number,
            bond_valid=self.bond_valid,
            considerations=self.considerations.given(),
            terms_met=self.terms_met,
            conditions=tuple(one.given() for one in self.conditions),
        )


@strawberry.input(description="A ground of denial (RCP-17).")
class RecordkeeperDenialReasonInput:
    """See the description."""

    ground: DenialGround = strawberry.field(description="The ground.")
    facts: str = strawberry.field(description="Its facts.")
    removal_ground: RemovalGround | None = strawberry.field(
        default=None, description="The removal it would justify, for REMOVAL_GROUND."
    )

    def given(self) -> StatedReason:
        """For the use case."""
        return StatedReason(ground=self.ground, facts=self.facts, removal_ground=self.removal_ground)


@strawberry.input(description="The notice of denial (RCP-17).")
class DenyRecordkeeperInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    office: str = strawberry.field(description="The deciding office.")
    reasons: list[RecordkeeperDenialReasonInput] = strawberry.field(description="The reasons.")
    states_appeal_right: bool = strawberry.field(description="Whether it advises of the right to appeal.")

    def command(self) -> DenyRecordkeeper:
        """The command."""
        return DenyRecordkeeper(
            participation_id=participation_id(self.participation_id),
            office=self.office,
            reasons=tuple(one.given() for one in self.reasons),
            states_appeal_right=self.states_appeal_right,
        )


@strawberry.input(description="The applicant gives up.")
class WithdrawRecordkeepingApplicationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")

    def command(self) -> WithdrawApplication:
        """The command."""
        return WithdrawApplication(participation_id=participation_id(self.participation_id))


@strawberry.input(description="The participant leaves (RCP-01).")
class LeaveRecordkeepingProgramInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")

    def command(self) -> LeaveProgram:
        """The command."""
        return LeaveProgram(participation_id=participation_id(self.participation_id))
