"""Participations as the API shows them."""

from typing import Annotated, Self, TypeVar

import strawberry

from services.certification.domain.recordkeeping import alternatives, participation
from services.certification.domain.recordkeeping.alternatives import Alternative
from services.certification.domain.recordkeeping.applying import processing_days
from services.certification.domain.recordkeeping.clocks import RULES, Clock, running
from services.certification.domain.recordkeeping.deciding import last_appeal_day
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    ApplicantCapacity,
    DecisionKind,
    DemonstrationKind,
    DeviationKind,
    ImmediateBasis,
    RemovalGround,
    Track,
)
from services.certification.domain.recordkeeping.states import APPLICATION_STATES, ParticipationState
from services.certification.graphql.loaders import Info
from services.certification.graphql.recordkeeping import enums  # noqa: F401  (gives the enumerations their names)
from services.certification.graphql.recordkeeping.access import may_see_importer
from services.certification.rights import Right
from services.certification.storage.recordkeeping import ParticipationRecord, Step
from shared.graphql import Date, DateTime, requires

Shown = TypeVar("Shown")
OnDay = Annotated[Date | None, strawberry.argument(description="The day; today when left out.")]


def _shown(kind: type[Shown], one: object, **also: object) -> Shown:
    """``one`` as the API type ``kind``: fields of the same name, and those given."""
    plain = (
        field.python_name
        for field in kind.__strawberry_definition__.fields  # type: ignore[attr-defined]
        if field.base_resolver is None
    )
    return kind(**{name: getattr(one, name) for name in plain if name not in also} | also)


@strawberry.type(description="One of the six demonstrations (RCP-05).")
class RecordkeepingDemonstration:
    """A demonstration."""

    kind: DemonstrationKind = strawberry.field(description="Which one.")
    evidence: str = strawberry.field(description="The evidence; empty when none was sent.")
    demonstrated: bool | None = strawberry.field(description="The reviewer's verdict; null before there is one.")


@strawberry.type(description="A version of a negotiated programme (RCP-04).")
class NegotiatedTerms:
    """Terms."""

    version: int = strawberry.field(description="1 for what was proposed, one higher with every change.")
    text: str = strawberry.field(description="The programme.")
    checklist: list[str] = strawberry.field(description="What is to be met.")
    dated: Date = strawberry.field(description="Day of the version.")


@strawberry.type(description="A request for missing information (RCP-09).")
class RecordkeepingInformationRequest:
    """A request."""

    number: int = strawberry.field(description="Its number, from 1.")
    text: str = strawberry.field(description="What is asked for.")
    requested_on: Date = strawberry.field(description="Day of the request.")
    suspends: bool = strawberry.field(description="Whether processing is suspended until the answer.")
    received_on: Date | None = strawberry.field(description="Day of the answer; null while it is open.")
    reminded_on: Date | None = strawberry.field(description="Day of the reminder.")


@strawberry.type(description="An on-site verification (RCP-08).")
class OnSiteVerification:
    """A visit."""

    announced_on: Date = strawberry.field(description="Day on which the applicant was told.")
    done_on: Date | None = strawberry.field(description="Day it was done.")
    findings: str = strawberry.field(description="What was found.")


@strawberry.type(description="A condition of a certificate (RCP-10).")
class RecordkeepingCondition:
    """A condition."""

    condition_id: str = strawberry.field(description="Its id in the certificate.")
    text: str = strawberry.field(description="What is to be met.")
    due_on: Date | None = strawberry.field(description="By when.")
    recurring: str | None = strawberry.field(description="How often; null for once.")


@strawberry.type(description="What was taken into account before granting (RCP-06 (d)).")
class RecordkeepingConsiderations:
    """Considerations."""

    size: str = strawberry.field(description="Size of the importing business.")
    nature: str = strawberry.field(description="Its nature.")
    volume: str = strawberry.field(description="Volume of imports.")
    workload: str = strawberry.field(description="Workload of Customs.")


@strawberry.type(description="The certification with all its conditions (RCP-10, 19 CFR 163.12(c)(2)).")
class RecordkeepingCertificate:
    """A certificate."""

    certified_on: Date = strawberry.field(description="Its day; the certification counts from it (RCP-13).")
    office: str = strawberry.field(description="The office that issued it.")
    bond_number: str = strawberry.field(description="The bond (RCP-06 (c)).")
    considerations: RecordkeepingConsiderations = strawberry.field(description="What was taken into account.")
    conditions: list[RecordkeepingCondition] = strawberry.field(description="Its conditions.")


@strawberry.type(description="Days that count as certified (RCP-12).")
class CertifiedPeriod:
    """A period."""

    from_on: Date = strawberry.field(description="First day.")
    until_on: Date | None = strawberry.field(description="First day that counts no more; null while it goes on.")


@strawberry.type(description="Advice that an appeal is decided later (RCP-21).")
class RecordkeepingAppealDelay:
    """A delay."""

    advised_on: Date = strawberry.field(description="Day of the advice.")
    reasons: str = strawberry.field(description="Why.")
    further_actions: str = strawberry.field(description="What is still to be done.")
    anticipated_on: Date = strawberry.field(description="Day on which the decision is expected.")


@strawberry.type(description="An appeal to the Executive Director, Regulatory Audit (RCP-20 to RCP-23).")
class RecordkeepingAppeal:
    """An appeal."""

    received_on: Date = strawberry.field(description="Day of receipt.")
    statement: str = strawberry.field(description="The appellant's statement.")
    decide_by: Date = strawberry.field(description="Last day for the decision.")
    delay: RecordkeepingAppealDelay | None = strawberry.field(description="Advice of a delay.")
    breached_on: Date | None = strawberry.field(
        description="Day on which the missed decision was noted; it decides nothing."
    )
    decided_on: Date | None = strawberry.field(description="Day of the decision.")
    outcome: AppealOutcome | None = strawberry.field(description="The decision.")
    decision: str | None = strawberry.field(description="Its text.")


@strawberry.type(description="A ground of a decision with its facts (RCP-17, RCP-18).")
class RecordkeepingReason:
    """A reason."""

    code: str = strawberry.field(description="Code of the ground, for example RCP_R3_RECURRING.")
    facts: str = strawberry.field(description="The facts.")
    removal_ground: RemovalGround | None = strawberry.field(
        description="The removal it would justify (denial ground 2)."
    )
    discovered_on: Date | None = strawberry.field(description="Day on which it was discovered (removal).")


@strawberry.type(description="A written notice of denial or removal (RCP-17 to RCP-19).")
class RecordkeepingDecision:
    """A decision."""

    kind: DecisionKind = strawberry.field(description="Denial or removal.")
    issued_on: Date = strawberry.field(description="Day of issuance.")
    office: str = strawberry.field(description="The office that issued it.")
    reasons: list[RecordkeepingReason] = strawberry.field(description="Its grounds.")
    immediate_basis: ImmediateBasis | None = strawberry.field(description="Why it takes effect at once.")
    received_on: Date | None = strawberry.field(description="Day on which it was received.")
    last_appeal_on: Date = strawberry.field(description="Last day on which an appeal may be received.")
    effective_on: Date | None = strawberry.field(description="First day without certification, once it is known.")
    appeal: RecordkeepingAppeal | None = strawberry.field(description="The appeal against it.")

    @classmethod
    def of(cls, one: participation.Decision) -> Self:
        """The decision as the API shows it."""
        appeal = None
        if one.appeal is not None:
            delay = None if one.appeal.delay is None else _shown(RecordkeepingAppealDelay, one.appeal.delay)
            appeal = _shown(RecordkeepingAppeal, one.appeal, delay=delay)
        reasons = [_shown(RecordkeepingReason, reason) for reason in one.reasons]
        return _shown(cls, one, reasons=reasons, appeal=appeal, last_appeal_on=last_appeal_day(one.issued_on))


@strawberry.type(description="A deviation and its corrective action (RCP-07).")
class RecordkeeperDeviation:
    """A deviation."""

    number: int = strawberry.field(description="Number of the corrective action task.")
    kind: DeviationKind = strawberry.field(description="Its kind.")
    reported_on: Date = strawberry.field(description="Day of the report or notification.")
    description: str = strawberry.field(description="What deviates.")
    corrected_on: Date | None = strawberry.field(description="Day of the corrective action; null while it waits.")
    correction: str | None = strawberry.field(description="The corrective action.")


@strawberry.type(description="A finding whether the participant is generally in compliance (RCP-12 (a)).")
class RecordkeepingComplianceFinding:
    """A finding."""

    from_on: Date = strawberry.field(description="Day from which it holds.")
    generally_compliant: bool = strawberry.field(description="The finding.")
    reason: str = strawberry.field(description="What it rests on.")


@strawberry.type(description="A notice of violation in lieu of a penalty (RCP-12 to RCP-15).")
class NoticeOfViolation:
    """A notice."""

    demand_id: str = strawberry.field(description="The record demand failed; one notice for a demand.")
    due_on: Date = strawberry.field(description="Its due date as extended.")
    issued_on: Date = strawberry.field(description="Day of the notice.")
    received_on: Date | None = strawberry.field(description="Day of its receipt.")
    steps: str | None = strawberry.field(description="What the participant did to prevent a recurrence (RCP-15).")
    steps_on: Date | None = strawberry.field(description="Day of that answer.")
    withdrawn_on: Date | None = strawberry.field(description="Day it was taken back; it counts no more.")


@strawberry.type(description="A return after removal (RCP-16).")
class RecordkeeperReinstatement:
    """A reinstatement."""

    reinstated_on: Date = strawberry.field(description="First day certified again.")
    corrective_action: str = strawberry.field(description="The corrective action that satisfied.")


@strawberry.type(description="A time that runs.")
class RunningRecordkeepingClock:
    """A clock."""

    clock: Clock = strawberry.field(description="Which one.")
    rule: str = strawberry.field(description="Its rule.")
    due_on: Date = strawberry.field(description="Last day.")


@strawberry.type(description="A line of a participation's history.")
class RecordkeepingStep:
    """A step."""

    revision: int = strawberry.field(description="Number of the change, from 1.")
    action: str = strawberry.field(description="What was done.")
    from_state: str | None = strawberry.field(description="State before; null for the application.")
    to_state: str = strawberry.field(description="State after.")
    happened_on: Date = strawberry.field(description="Legal day.")
    actor: str = strawberry.field(description="Who did it.")
    reason: str | None = strawberry.field(description="Why.")
    recorded_at: DateTime = strawberry.field(description="Instant.")

    @classmethod
    def of(cls, one: Step) -> Self:
        """The step as the API shows it."""
        return _shown(cls, one)


@strawberry.type(
    description="An application to the Recordkeeping Compliance Program and what came of it (19 CFR 163.12)."
)
class RecordkeepingParticipation:
    """A participation; read by officers and by the importer itself."""

    record: strawberry.Private[ParticipationRecord]
    id: strawberry.ID = strawberry.field(description="The participation.")
    importer_number: str = strawberry.field(description="Number of the applicant or participant.")
    revision: int = strawberry.field(description="Number of its last change.")
    state: ParticipationState = strawberry.field(description="Where it stands.")
    since: Date = strawberry.field(description="Day on which it came there.")
    applied_on: Date = strawberry.field(description="Day on which the intake office received the application.")
    capacity: ApplicantCapacity = strawberry.field(description="Why it keeps records (RCP-02).")
    track: Track = strawberry.field(description="How the requirements are met (RCP-04).")
    handbook_version: str = strawberry.field(description="Version of the Handbook the application follows (RCP-03).")
    demonstrations: list[RecordkeepingDemonstration] = strawberry.field(description="The six (RCP-05).")
    terms: list[NegotiatedTerms] = strawberry.field(description="Versions of a negotiated programme, the newest last.")
    information_requests: list[RecordkeepingInformationRequest] = strawberry.field(description="Requests (RCP-09).")
    on_site_verifications: list[OnSiteVerification] = strawberry.field(description="Visits (RCP-08).")
    certificate: RecordkeepingCertificate | None = strawberry.field(description="The certification (RCP-10).")
    certified_periods: list[CertifiedPeriod] = strawberry.field(description="Days that count as certified (RCP-12).")
    decisions: list[RecordkeepingDecision] = strawberry.field(description="Denials and removals, the newest last.")
    deviations: list[RecordkeeperDeviation] = strawberry.field(description="Variances, violations, problems (RCP-07).")
    compliance_findings: list[RecordkeepingComplianceFinding] = strawberry.field(description="Findings (RCP-12 (a)).")
    notices_of_violation: list[NoticeOfViolation] = strawberry.field(description="Notices counted (RCP-13).")
    notice_count: int = strawberry.field(description="Notices not withdrawn (RCP-13).")
    reinstatements: list[RecordkeeperReinstatement] = strawberry.field(description="Returns after removal (RCP-16).")
    clocks: list[RunningRecordkeepingClock] = strawberry.field(description="Times that run, the earliest first.")

    @strawberry.field(description="The importer.")
    def importer(self) -> "Importer":
        """The importer."""
        return Importer(number=strawberry.ID(self.importer_number))

    @strawberry.field(description="Days of processing so far, or to the decision; suspended days left out (RCP-09).")
    def processing_days(self, info: Info) -> int:
        """The count."""
        file = self.record.file
        if file.state in APPLICATION_STATES:
            return processing_days(file, info.context.today)
        decided_on = file.decisions[0].issued_on if file.decisions else file.since
        return processing_days(file, file.certificate.certified_on if file.certificate else decided_on)

    @strawberry.field(description="Whether it counts as certified on a day (RCP-12).")
    def certified(self, info: Info, on: OnDay = None) -> bool:
        """Whether the day counts."""
        return self.record.file.certified_on(on or info.context.today)

    @strawberry.field(description="Whether no adverse finding is open on a day (RCP-12 (a)).")
    def generally_compliant(self, info: Info, on: OnDay = None) -> bool:
        """Whether it is."""
        return alternatives.generally_compliant(self.record.file, on or info.context.today)

    @strawberry.field(
        description="What follows if a demand failed (RCP-12, RCP-13); for officers. Enforcement decides.",
        extensions=[requires(Right.READ_ALL_RECORDKEEPING)],
    )
    def alternative_to_penalty(
        self,
        demand_id: Annotated[str, strawberry.argument(description="The demand failed.")],
        due_on: Annotated[Date, strawberry.argument(description="Its due date as extended.")],
        willful: Annotated[bool, strawberry.argument(description="Whether the failure was willful.")],
    ) -> Alternative | None:
        """What the table of RCP-12 says; null beside an error for a caller without the right."""
        return alternatives.alternative(self.record.file, demand_id=demand_id, due_on=due_on, willful=willful)

    @strawberry.field(
        description="Every change, in order; for officers.", extensions=[requires(Right.READ_ALL_RECORDKEEPING)]
    )
    async def history(self, info: Info) -> list[RecordkeepingStep] | None:
        """The history; null beside an error for a caller without the right."""
        found = await info.context.loaders.participation_history.load(self.record.id)
        return [RecordkeepingStep.of(step) for step in found or []]

    @classmethod
    def of(cls, record: ParticipationRecord) -> Self:
        """The record as the API shows it."""
        file = record.file
        return cls(
            record=record,
            id=strawberry.ID(str(record.id)),
            importer_number=file.importer_number,
            revision=record.revision,
            state=file.state,
            since=file.since,
            applied_on=file.applied_on,
            capacity=file.capacity,
            track=file.track,
            handbook_version=file.handbook_version,
            demonstrations=[_shown(RecordkeepingDemonstration, one) for one in file.demonstrations],
            terms=[_shown(NegotiatedTerms, one, checklist=list(one.checklist)) for one in file.terms],
            information_requests=[_shown(RecordkeepingInformationRequest, one) for one in file.requests],
            on_site_verifications=[_shown(OnSiteVerification, one) for one in file.visits],
            certificate=_certificate(file.certificate),
            certified_periods=[_shown(CertifiedPeriod, one) for one in file.periods],
            decisions=[RecordkeepingDecision.of(one) for one in file.decisions],
            deviations=[_shown(RecordkeeperDeviation, one) for one in file.deviations],
            compliance_findings=[_shown(RecordkeepingComplianceFinding, one) for one in file.findings],
            notices_of_violation=[_shown(NoticeOfViolation, one) for one in file.notices],
            notice_count=file.notice_count,
            reinstatements=[_shown(RecordkeeperReinstatement, one) for one in file.reinstatements],
            clocks=[_shown(RunningRecordkeepingClock, one, rule=RULES[one.clock]) for one in running(file)],
        )


def _certificate(one: participation.Certificate | None) -> RecordkeepingCertificate | None:
    if one is None:
        return None
    return _shown(
        RecordkeepingCertificate,
        one,
        considerations=_shown(RecordkeepingConsiderations, one.considerations),
        conditions=[_shown(RecordkeepingCondition, condition) for condition in one.conditions],
    )


@strawberry.type(description="Where an importer stands in the Recordkeeping Compliance Program.")
class RecordkeeperStatus:
    """The standing of an importer's newest participation."""

    state: ParticipationState = strawberry.field(description="Where it stands.")
    since: Date = strawberry.field(description="Day on which it came there.")
    certified: bool = strawberry.field(description="Whether it counts as certified today (RCP-12).")
    certified_on: Date | None = strawberry.field(description="Start of its certification.")
    generally_compliant: bool = strawberry.field(description="Whether no adverse finding is open today (RCP-12 (a)).")
    notice_count: int = strawberry.field(description="Notices of violation that count (RCP-13).")
    participation: RecordkeepingParticipation = strawberry.field(description="The file.")

    @classmethod
    def of(cls, record: ParticipationRecord, today: Date) -> Self:
        """The standing on a day."""
        file = record.file
        return cls(
            state=file.state,
            since=file.since,
            certified=file.certified_on(today),
            certified_on=None if file.certificate is None else file.certificate.certified_on,
            generally_compliant=alternatives.generally_compliant(file, today),
            notice_count=file.notice_count,
            participation=RecordkeepingParticipation.of(record),
        )


@strawberry.federation.type(keys=["number"], description="An importer of record. Owned by accounts.")
class Importer:
    """An importer with its standing in the program."""

    number: strawberry.ID = strawberry.field(description="Importer number.")

    @strawberry.field(
        description="Where it stands in the Recordkeeping Compliance Program; null when it never applied. For officers "
        "and for the importer itself.",
        extensions=[requires(Right.READ_OWN_RECORDKEEPING)],
    )
    async def recordkeeper_status(self, info: Info) -> RecordkeeperStatus | None:
        """The standing; null too for somebody else's importer."""
        if not may_see_importer(info, str(self.number)):
            return None
        record = await info.context.loaders.participation_of_importer.load(str(self.number))
        return None if record is None else RecordkeeperStatus.of(record, info.context.today)

    @classmethod
    def resolve_reference(cls, number: strawberry.ID) -> Self:
        """The importer another service refers to."""
        return cls(number=number)


@strawberry.type(description="The offices and the Handbook of the Recordkeeping Compliance Program (RCP-03, RCP-10).")
class RecordkeepingProgram:
    """The program."""

    intake_office: str = strawberry.field(description="Office that receives and reviews applications.")
    intake_address: str = strawberry.field(description="Where applications are sent.")
    decision_office: str = strawberry.field(description="Office that certifies, denies and removes.")
    handbook_version: str = strawberry.field(description="Version of the Handbook that applies.")
    handbook_sources: str = strawberry.field(description="Where the Handbook can be had.")

    @classmethod
    def of(cls, program: object) -> Self:
        """The program as the API shows it."""
        return _shown(cls, program)
