"""What the mutations on section 1592 matters take."""

import strawberry

from services.enforcement.domain.audits.care import MitigatingFactor
from services.enforcement.domain.limitation.periods import Pause
from services.enforcement.domain.matters.culpability import Excuse, OriginCorrection, Violation
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset, PrepenaltyNotice
from services.enforcement.domain.matters.seizures import SeizureGround
from services.enforcement.domain.relief.petitions import Interest, ReliefGround
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.matters import duties, limitation, notices, relief, seizures
from services.enforcement.usecases.matters.open_matter import EntryInput, OpenMatter, Source
from shared.graphql import Date, Money


@strawberry.input(description="The seven elements of a prepenalty notice (CUL-05).")
class PrepenaltyNoticeInput:
    """See PrepenaltyNotice."""

    merchandise: str = strawberry.field(description="The merchandise.")
    entry_details: str = strawberry.field(description="Details of the entry.")
    laws_violated: str = strawberry.field(description="The laws violated.")
    material_facts: str = strawberry.field(description="All material facts.")
    culpability_stated: bool = strawberry.field(description="It states the culpability.")
    loss_and_penalty_stated: bool = strawberry.field(description="It states the loss and the proposed penalty.")
    representations_offered: bool = strawberry.field(description="It offers oral and written representations.")

    def notice(self) -> PrepenaltyNotice:
        """The notice."""
        return PrepenaltyNotice(
            merchandise=self.merchandise,
            entry_details=self.entry_details,
            laws_violated=self.laws_violated,
            material_facts=self.material_facts,
            culpability_stated=self.culpability_stated,
            loss_and_penalty_stated=self.loss_and_penalty_stated,
            representations_offered=self.representations_offered,
        )


@strawberry.input(description="An entry concerned.")
class MatterEntryInput:
    """See EntryInput."""

    entry_number: strawberry.ID = strawberry.field(description="Number of the entry.")
    violated_on: Date = strawberry.field(description="Day of the violation.")
    liquidated_on: Date | None = strawberry.field(default=None, description="Day of liquidation; null before it.")
    actual_loss: Money = strawberry.field(default=Money(0), description="Loss on a liquidated entry.")
    potential_loss: Money = strawberry.field(default=Money(0), description="Loss on an entry not final.")

    def entry(self) -> EntryInput:
        """The entry."""
        return EntryInput(
            entry_number=str(self.entry_number),
            violated_on=self.violated_on,
            liquidated_on=self.liquidated_on,
            actual_loss_cents=self.actual_loss,
            potential_loss_cents=self.potential_loss,
        )


@strawberry.input(description="What was done about an incorrect claim of origin under a trade agreement (CUL-13).")
class OriginCorrectionInput:
    """See OriginCorrection."""

    promptly: bool = strawberry.field(description="The corrected declaration was prompt.")
    voluntarily: bool = strawberry.field(description="It came without being asked for.")
    must_be_voluntary: bool = strawberry.field(default=True, description="The agreement asks for that; most do.")
    duties_paid: bool = strawberry.field(description="What is owed was paid.")

    def correction(self) -> OriginCorrection:
        """The correction."""
        return OriginCorrection(
            promptly=self.promptly,
            voluntarily=self.voluntarily,
            must_be_voluntary=self.must_be_voluntary,
            duties_paid=self.duties_paid,
        )


@strawberry.input(description="A section 1592 matter (CUL-01, CUL-02, CUL-13).")
class OpenMatterInput:
    """See OpenMatter."""

    importer_number: strawberry.ID = strawberry.field(description="Number of the importer.")
    source: Source = strawberry.field(description="Where it comes from.")
    source_reference: str = strawberry.field(description="The audit, disclosure or referral.")
    audit_offset: AuditOffset = strawberry.field(default=AuditOffset.NONE, description="The audit's decision.")
    commercial: bool = strawberry.field(default=True, description="A commercial importation (CUL-06).")
    culpability: Culpability = strawberry.field(description="The proposed culpability.")
    fraud_discovered_on: Date | None = strawberry.field(default=None, description="Discovery of the fraud.")
    affects_duties: bool = strawberry.field(description="A violation of duty loss.")
    domestic_value: Money = strawberry.field(description="Domestic value of the merchandise.")
    dutiable_value: Money = strawberry.field(description="Its dutiable value.")
    false_or_omitted: bool = strawberry.field(default=True, description="Something is false or left out.")
    material: bool = strawberry.field(default=True, description="It is material.")
    excuse: Excuse = strawberry.field(default=Excuse.NONE, description="Why it may be no violation.")
    pattern: bool = strawberry.field(default=False, description="Part of a pattern of negligent conduct.")
    electronic_repetition: bool = strawberry.field(default=False, description="A system repeated its first error.")
    origin_correction: OriginCorrectionInput | None = strawberry.field(
        default=None, description="Of excuse ORIGIN_CORRECTED."
    )
    entries: list[MatterEntryInput] = strawberry.field(description="The entries, at least one.")

    def command(self) -> OpenMatter:
        """The command."""
        return OpenMatter(
            importer_number=str(self.importer_number),
            source=self.source,
            source_reference=self.source_reference,
            audit_offset=self.audit_offset,
            commercial=self.commercial,
            violation=Violation(
                false_or_omitted=self.false_or_omitted,
                material=self.material,
                excuse=self.excuse,
                pattern=self.pattern,
                electronic_repetition=self.electronic_repetition,
                correction=None if self.origin_correction is None else self.origin_correction.correction(),
            ),
            culpability=self.culpability,
            fraud_discovered_on=self.fraud_discovered_on,
            affects_duties=self.affects_duties,
            domestic_value_cents=self.domestic_value,
            dutiable_value_cents=self.dutiable_value,
            entries=tuple(one.entry() for one in self.entries),
        )


@strawberry.input(description="A demand for lost duties (CUL-16).")
class IssueDutyNoticeInput:
    """See IssueDutyNotice."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    notice_on: Date = strawberry.field(description="Day of the notice.")
    merchandise: str = strawberry.field(description="The merchandise and entries.")
    calculation: str = strawberry.field(description="How the loss was calculated.")
    office: str | None = strawberry.field(
        default=None, description="The FP&F office; needed in a matter referred from an audit (OFF-22)."
    )


@strawberry.input(description="The decision on the petition that waits (RLF-05 to RLF-07).")
class DecidePetitionInput:
    """See DecidePetition."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    mitigated: Money = strawberry.field(description="What is left of the penalty; 0.00 remits it.")
    notified_on: Date = strawberry.field(description="Day of the notice of the decision.")
    pay_by: Date | None = strawberry.field(default=None, description="Another last day to pay.")
    supplemental_by: Date | None = strawberry.field(default=None, description="Another last day to petition again.")
    reasons: str = strawberry.field(description="Why.")
    ground: ReliefGround | None = strawberry.field(
        default=None, description="Why relief is given; needed for any, mitigating factors aside."
    )
    mitigating_factors: list[MitigatingFactor] = strawberry.field(
        default_factory=list, description="What speaks for the violator."
    )


@strawberry.input(description="A prepenalty notice (CUL-05 to CUL-07).")
class IssuePrepenaltyNoticeInput:
    """See IssuePrepenalty."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    culpability: Culpability = strawberry.field(description="What is found.")
    proposed_penalty: Money = strawberry.field(description="The penalty proposed.")
    mailed_on: Date = strawberry.field(description="Day of mailing.")
    notice: PrepenaltyNoticeInput = strawberry.field(description="Its seven elements.")
    fraud_discovered_on: Date | None = strawberry.field(
        default=None, description="Discovery of the fraud; needed for fraud (LIM-02)."
    )
    respond_by: Date | None = strawberry.field(default=None, description="A shorter time to answer (CUL-07).")
    office: str | None = strawberry.field(
        default=None, description="The FP&F office; needed in a matter referred from an audit (OFF-22)."
    )

    def command(self) -> notices.IssuePrepenalty:
        """The command."""
        return notices.IssuePrepenalty(
            matter_id=parse_id(self.matter_id, field="matterId"),
            culpability=self.culpability,
            proposed_penalty_cents=self.proposed_penalty,
            mailed_on=self.mailed_on,
            notice=self.notice.notice(),
            fraud_discovered_on=self.fraud_discovered_on,
            respond_by=self.respond_by,
            office=self.office,
        )


@strawberry.input(description="Representations against a prepenalty notice (CUL-07).")
class RecordPrepenaltyResponseInput:
    """See Respond."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    responded_on: Date = strawberry.field(description="Day of the answer.")
    representations: str = strawberry.field(description="What is represented.")

    def command(self) -> notices.Respond:
        """The command."""
        return notices.Respond(
            matter_id=parse_id(self.matter_id, field="matterId"),
            responded_on=self.responded_on,
            representations=self.representations,
        )


@strawberry.input(description="The statement that there is no violation (CUL-08).")
class FindNoViolationInput:
    """See FindNoViolation."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    final_statement: str = strawberry.field(description="Findings and conclusions.")

    def command(self) -> notices.FindNoViolation:
        """The command."""
        return notices.FindNoViolation(
            matter_id=parse_id(self.matter_id, field="matterId"),
            final_statement=self.final_statement,
        )


@strawberry.input(description="A written penalty claim (CUL-03, CUL-06, CUL-08, RLF-03).")
class IssuePenaltyClaimInput:
    """See IssuePenalty."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    culpability: Culpability = strawberry.field(description="What is found.")
    penalty: Money = strawberry.field(description="The penalty.")
    mailed_on: Date = strawberry.field(description="Day of mailing.")
    changes: str = strawberry.field(description="Every change from the prepenalty facts.")
    fraud_discovered_on: Date | None = strawberry.field(
        default=None, description="Discovery of the fraud; needed for fraud (LIM-02)."
    )
    petition_by: Date | None = strawberry.field(default=None, description="A shorter time to petition (RLF-03).")
    office: str | None = strawberry.field(
        default=None, description="The FP&F office; needed in a matter referred from an audit (OFF-22)."
    )

    def command(self) -> notices.IssuePenalty:
        """The command."""
        return notices.IssuePenalty(
            matter_id=parse_id(self.matter_id, field="matterId"),
            culpability=self.culpability,
            penalty_cents=self.penalty,
            mailed_on=self.mailed_on,
            changes=self.changes,
            fraud_discovered_on=self.fraud_discovered_on,
            petition_by=self.petition_by,
            office=self.office,
        )


@strawberry.input(description="A review of demanded duties by the Commissioner (CUL-16).")
class ReviewDemandedDutiesInput:
    """See ReviewDuties."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    is_open: bool = strawberry.field(description="True when applied for, false when ended.")
    reason: str = strawberry.field(description="Why.")
    found: Money | None = strawberry.field(default=None, description="What is owed after a review that ended.")

    def command(self) -> duties.ReviewDuties:
        """The command."""
        return duties.ReviewDuties(
            matter_id=parse_id(self.matter_id, field="matterId"),
            is_open=self.is_open,
            reason=self.reason,
            found_cents=self.found,
        )


@strawberry.input(description="The final determination of a matter paid in full (CUL-08).")
class CloseMatterInput:
    """See CloseMatter."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    final_statement: str = strawberry.field(description="Findings and conclusions.")

    def command(self) -> notices.CloseMatter:
        """The command."""
        return notices.CloseMatter(
            matter_id=parse_id(self.matter_id, field="matterId"),
            final_statement=self.final_statement,
        )


@strawberry.input(description="A petition for relief (RLF-01 to RLF-04).")
class FileReliefPetitionInput:
    """See FilePetition."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    filed_on: Date = strawberry.field(description="Day of filing.")
    grounds: str = strawberry.field(description="Why relief is asked.")
    copies: int = strawberry.field(description="Copies on paper.")
    electronic: bool = strawberry.field(description="Filed electronically.")
    extended_to: Date | None = strawberry.field(default=None, description="More time given by FP&F.")
    petitioner: str | None = strawberry.field(default=None, description="Who asks, when not the importer.")
    interest: Interest = strawberry.field(default=Interest.PENALTY, description="Why that person may.")

    def command(self) -> relief.FilePetition:
        """The command."""
        return relief.FilePetition(
            matter_id=parse_id(self.matter_id, field="matterId"),
            filed_on=self.filed_on,
            grounds=self.grounds,
            copies=self.copies,
            electronic=self.electronic,
            extended_to=self.extended_to,
            petitioner=self.petitioner,
            interest=self.interest,
        )


@strawberry.input(description="A supplemental petition (RLF-07, RLF-08).")
class FileSupplementalPetitionInput:
    """See FileSupplemental."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    filed_on: Date = strawberry.field(description="Day of filing.")
    grounds: str = strawberry.field(description="Why relief is asked.")
    waiver_required: bool = strawberry.field(description="The deciding official asks for a waiver.")
    loss_reduced_on: Date | None = strawberry.field(default=None, description="A decision that reduces the loss.")

    def command(self) -> relief.FileSupplemental:
        """The command."""
        return relief.FileSupplemental(
            matter_id=parse_id(self.matter_id, field="matterId"),
            filed_on=self.filed_on,
            grounds=self.grounds,
            waiver_required=self.waiver_required,
            loss_reduced_on=self.loss_reduced_on,
        )


@strawberry.input(description="Days that are not counted (LIM-05).")
class TollLimitationInput:
    """See TollLimitation."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    kind: Pause = strawberry.field(description="Why.")
    first_on: Date = strawberry.field(description="First day.")
    last_on: Date = strawberry.field(description="Last day.")
    evidence: str = strawberry.field(description="What shows it.")

    def command(self) -> limitation.TollLimitation:
        """The command."""
        return limitation.TollLimitation(
            matter_id=parse_id(self.matter_id, field="matterId"),
            kind=self.kind,
            first_on=self.first_on,
            last_on=self.last_on,
            evidence=self.evidence,
        )


@strawberry.input(description="A signed waiver of limitation (RLF-08, LIM-07).")
class WaiveLimitationInput:
    """See WaiveLimitation."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    waived_until: Date = strawberry.field(description="Last day of the waiver.")
    document: str = strawberry.field(description="The signed waiver.")

    def command(self) -> limitation.WaiveLimitation:
        """The command."""
        return limitation.WaiveLimitation(
            matter_id=parse_id(self.matter_id, field="matterId"),
            waived_until=self.waived_until,
            document=self.document,
        )


@strawberry.input(description="A claim for suit (10.5).")
class ReferMatterToJusticeInput:
    """See ReferToJustice."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> limitation.ReferToJustice:
        """The command."""
        return limitation.ReferToJustice(
            matter_id=parse_id(self.matter_id, field="matterId"),
            reason=self.reason,
        )


@strawberry.input(description="A seizure of goods (CUL-15).")
class SeizeMatterGoodsInput:
    """See SeizeGoods."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    grounds: list[SeizureGround] = strawberry.field(description="Grounds of the law, at least one.")
    goods: str = strawberry.field(description="What is seized.")
    authority: str = strawberry.field(description="The law it rests on (AGY-05).")
    seized_on: Date = strawberry.field(description="Day of the seizure and of mailing its notice.")

    def command(self) -> seizures.SeizeGoods:
        """The command."""
        return seizures.SeizeGoods(
            matter_id=parse_id(self.matter_id, field="matterId"),
            grounds=tuple(self.grounds),
            goods=self.goods,
            authority=self.authority,
            seized_on=self.seized_on,
        )


@strawberry.input(description="The sale of seized goods (CUL-15).")
class RecordSeizedGoodsSaleInput:
    """See SellGoods."""

    seizure_id: strawberry.ID = strawberry.field(description="The seizure's id.")
    sold_on: Date = strawberry.field(description="Day of the sale.")
    proceeds: Money = strawberry.field(description="What it brought.")
    costs: Money = strawberry.field(description="Costs of seizure, custody and sale.")

    def command(self) -> seizures.SellGoods:
        """The command."""
        return seizures.SellGoods(
            seizure_id=parse_id(self.seizure_id, field="seizureId"),
            sold_on=self.sold_on,
            proceeds_cents=self.proceeds,
            costs_cents=self.costs,
        )
