"""What the mutations of the program take."""

from uuid import UUID

import strawberry

from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    ApplicantCapacity,
    Considerations,
    DemonstrationKind,
    DenialGround,
    ImmediateBasis,
    RemovalGround,
    Track,
)
from services.certification.graphql.access import parse_id
from services.certification.graphql.recordkeeping import enums  # noqa: F401  (gives the enumerations their names)
from services.certification.usecases.recordkeeping.appeal import AdviseDelay, DecideAppeal, FileAppeal
from services.certification.usecases.recordkeeping.apply import Apply, Evidence, ProposedTerms
from services.certification.usecases.recordkeeping.decide import (
    CertifyRecordkeeper,
    DenyRecordkeeper,
    LeaveProgram,
    StatedCondition,
    StatedReason,
    WithdrawApplication,
)
from services.certification.usecases.recordkeeping.participate import (
    AssessCompliance,
    CompleteCorrectiveAction,
    NotifyProblem,
    RecordNoticeOfViolation,
    ReportCorrectiveSteps,
    ReportDeviation,
    WithdrawNoticeOfViolation,
)
from services.certification.usecases.recordkeeping.remove import (
    ConfirmNoticeReceipt,
    ReinstateRecordkeeper,
    ServeRemoval,
    StatedGround,
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

_RECEIVED = "Day of receipt of paper, keyed in by an officer; null for what comes electronically, today."


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
    received_on: Date | None = strawberry.field(default=None, description=_RECEIVED)

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
    received_on: Date | None = strawberry.field(default=None, description=_RECEIVED)

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


@strawberry.input(description="A variance or violation (RCP-07); what it involves decides which.")
class ReportRecordkeepingDeviationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    description: str = strawberry.field(description="What deviates.")
    failure_to_maintain: bool = strawberry.field(description="Involves a failure to maintain records.")
    failure_to_produce: bool = strawberry.field(description="Involves a failure to produce records.")
    requirement_failed: bool = strawberry.field(
        description="Involves a failure to meet the requirements of 19 CFR 163.12."
    )
    received_on: Date | None = strawberry.field(default=None, description=_RECEIVED)

    def command(self) -> ReportDeviation:
        """The command."""
        return ReportDeviation(
            participation_id=participation_id(self.participation_id),
            description=self.description,
            failure_to_maintain=self.failure_to_maintain,
            failure_to_produce=self.failure_to_produce,
            requirement_failed=self.requirement_failed,
            received_on=self.received_on,
        )


@strawberry.input(description="A violation or problem that Customs notifies (RCP-07).")
class NotifyRecordkeepingProblemInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    description: str = strawberry.field(description="The problem.")

    def command(self) -> NotifyProblem:
        """The command."""
        return NotifyProblem(participation_id=participation_id(self.participation_id), description=self.description)


@strawberry.input(description="Corrective action on a deviation (RCP-07).")
class CompleteCorrectiveActionInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    number: int = strawberry.field(description="Number of the task.")
    correction: str = strawberry.field(description="What was done.")
    received_on: Date | None = strawberry.field(default=None, description=_RECEIVED)

    def command(self) -> CompleteCorrectiveAction:
        """The command."""
        return CompleteCorrectiveAction(
            participation_id=participation_id(self.participation_id),
            number=self.number,
            correction=self.correction,
            received_on=self.received_on,
        )


@strawberry.input(description="A finding whether the participant is generally in compliance (RCP-12 (a)).")
class AssessRecordkeepingComplianceInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    from_on: Date = strawberry.field(description="Day from which it holds.")
    generally_compliant: bool = strawberry.field(description="The finding.")
    reason: str = strawberry.field(description="What it rests on.")

    def command(self) -> AssessCompliance:
        """The command."""
        return AssessCompliance(
            participation_id=participation_id(self.participation_id),
            from_on=self.from_on,
            generally_compliant=self.generally_compliant,
            reason=self.reason,
        )


@strawberry.input(description="A notice of violation that enforcement did not tell (RCP-12 to RCP-14).")
class RecordNoticeOfViolationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demand_id: str = strawberry.field(description="The demand failed.")
    due_on: Date = strawberry.field(description="Its due date as extended.")
    issued_on: Date = strawberry.field(description="Day of the notice.")
    received_on: Date | None = strawberry.field(default=None, description="Day of its receipt.")
    states_violation: bool = strawberry.field(description="States that the requirements were violated (RCP-14 (i)).")
    records: list[str] = strawberry.field(description="Records or information it identifies (RCP-14 (ii)).")
    warns_of_penalties: bool = strawberry.field(description="Warns of penalties (RCP-14 (iii)).")
    warns_of_removal: bool = strawberry.field(description="Warns of removal (RCP-14 (iii)).")

    def command(self) -> RecordNoticeOfViolation:
        """The command."""
        return RecordNoticeOfViolation(
            participation_id=participation_id(self.participation_id),
            demand_id=self.demand_id,
            due_on=self.due_on,
            issued_on=self.issued_on,
            received_on=self.received_on,
            states_violation=self.states_violation,
            records=tuple(self.records),
            warns_of_penalties=self.warns_of_penalties,
            warns_of_removal=self.warns_of_removal,
        )


@strawberry.input(description="A notice of violation is taken back (RCP-13).")
class WithdrawNoticeOfViolationInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demand_id: str = strawberry.field(description="Its demand.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> WithdrawNoticeOfViolation:
        """The command."""
        return WithdrawNoticeOfViolation(
            participation_id=participation_id(self.participation_id), demand_id=self.demand_id, reason=self.reason
        )


@strawberry.input(description="The answer to a notice of violation (RCP-15).")
class ReportCorrectiveStepsInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    demand_id: str = strawberry.field(description="The demand of the notice.")
    steps: str = strawberry.field(description="What was done to prevent a recurrence.")
    received_on: Date | None = strawberry.field(default=None, description=_RECEIVED)

    def command(self) -> ReportCorrectiveSteps:
        """The command."""
        return ReportCorrectiveSteps(
            participation_id=participation_id(self.participation_id),
            demand_id=self.demand_id,
            steps=self.steps,
            received_on=self.received_on,
        )


@strawberry.input(description="A ground of removal (RCP-18).")
class RecordkeeperRemovalGroundInput:
    """See the description."""

    ground: RemovalGround = strawberry.field(description="The ground.")
    facts: str = strawberry.field(description="Its facts.")
    discovered_on: Date | None = strawberry.field(default=None, description="Day on which it was discovered.")

    def given(self) -> StatedGround:
        """For the use case."""
        return StatedGround(ground=self.ground, facts=self.facts, discovered_on=self.discovered_on)


@strawberry.input(description="The notice of removal (RCP-18, RCP-19).")
class ServeRecordkeeperRemovalInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    office: str = strawberry.field(description="The deciding office.")
    grounds: list[RecordkeeperRemovalGroundInput] = strawberry.field(description="The grounds.")
    states_appeal_right: bool = strawberry.field(description="Whether it advises of the right to appeal.")
    immediate: bool = strawberry.field(default=False, description="Whether it takes effect at once (RCP-19).")
    immediate_basis: ImmediateBasis | None = strawberry.field(default=None, description="Why it does.")
    failed_demands: list[str] = strawberry.field(
        default_factory=list, description="Demands not met, to show that failing recurs."
    )

    def command(self) -> ServeRemoval:
        """The command."""
        return ServeRemoval(
            participation_id=participation_id(self.participation_id),
            office=self.office,
            grounds=tuple(one.given() for one in self.grounds),
            states_appeal_right=self.states_appeal_right,
            immediate=self.immediate,
            immediate_basis=self.immediate_basis,
            failed_demands=frozenset(self.failed_demands),
        )


@strawberry.input(description="The receipt of a notice of denial or removal (RCP-19).")
class ConfirmRecordkeepingNoticeReceiptInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    received_on: Date = strawberry.field(description="Day of receipt.")

    def command(self) -> ConfirmNoticeReceipt:
        """The command."""
        return ConfirmNoticeReceipt(
            participation_id=participation_id(self.participation_id), received_on=self.received_on
        )


@strawberry.input(description="The return after removal (RCP-16).")
class ReinstateRecordkeeperInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    office: str = strawberry.field(description="The deciding office.")
    satisfactory: bool = strawberry.field(description="Whether the corrective action satisfies Customs.")
    corrective_action: str = strawberry.field(description="The corrective action.")
    conditions: list[RecordkeepingConditionInput] = strawberry.field(
        default_factory=list, description="New conditions."
    )

    def command(self) -> ReinstateRecordkeeper:
        """The command."""
        return ReinstateRecordkeeper(
            participation_id=participation_id(self.participation_id),
            office=self.office,
            satisfactory=self.satisfactory,
            corrective_action=self.corrective_action,
            conditions=tuple(one.given() for one in self.conditions),
        )


@strawberry.input(description="An appeal (RCP-20, RCP-22, RCP-24).")
class FileRecordkeepingAppealInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    against: AppealedAct = strawberry.field(description="What it is directed against.")
    statement: str = strawberry.field(description="The written appeal.")
    received_on: Date | None = strawberry.field(default=None, description=_RECEIVED)

    def command(self) -> FileAppeal:
        """The command."""
        return FileAppeal(
            participation_id=participation_id(self.participation_id),
            against=self.against,
            statement=self.statement,
            received_on=self.received_on,
        )


@strawberry.input(description="Advice that the decision comes later (RCP-21).")
class AdviseRecordkeepingAppealDelayInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    reasons: str = strawberry.field(description="Why.")
    further_actions: str = strawberry.field(description="What is still to be done.")
    anticipated_on: Date = strawberry.field(description="Day on which the decision is expected.")

    def command(self) -> AdviseDelay:
        """The command."""
        return AdviseDelay(
            participation_id=participation_id(self.participation_id),
            reasons=self.reasons,
            further_actions=self.further_actions,
            anticipated_on=self.anticipated_on,
        )


@strawberry.input(description="The decision on an appeal (RCP-21, RCP-23).")
class DecideRecordkeepingAppealInput:
    """See the description."""

    participation_id: strawberry.ID = strawberry.field(description="The participation.")
    outcome: AppealOutcome = strawberry.field(description="The decision.")
    decision: str = strawberry.field(description="Its text.")

    def command(self) -> DecideAppeal:
        """The command."""
        return DecideAppeal(
            participation_id=participation_id(self.participation_id), outcome=self.outcome, decision=self.decision
        )
