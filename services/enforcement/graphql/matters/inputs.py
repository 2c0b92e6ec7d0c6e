"""What the mutations on section 1592 matters take."""

import strawberry

from services.enforcement.domain.debts.set_off import Capacity
from services.enforcement.domain.limitation.periods import Pause
from services.enforcement.domain.matters.culpability import Excuse, Violation
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset, PrepenaltyNotice
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.matters import collect, compromise, disclosures, limitation, notices, relief
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


@strawberry.input(description="A section 1592 matter (CUL-01, CUL-02).")
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


@strawberry.input(description="The decision on the petition that waits (RLF-05 to RLF-07).")
class DecidePetitionInput:
    """See DecidePetition."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    mitigated: Money = strawberry.field(description="What is left of the penalty; 0.00 remits it.")
    notified_on: Date = strawberry.field(description="Day of the notice of the decision.")
    pay_by: Date | None = strawberry.field(default=None, description="Another last day to pay.")
    supplemental_by: Date | None = strawberry.field(default=None, description="Another last day to petition again.")
    reasons: str = strawberry.field(description="Why.")


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
        )


@strawberry.input(description="A review of demanded duties by the Commissioner (CUL-16).")
class ReviewDemandedDutiesInput:
    """See ReviewDuties."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    is_open: bool = strawberry.field(description="True when applied for, false when ended.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> notices.ReviewDuties:
        """The command."""
        return notices.ReviewDuties(
            matter_id=parse_id(self.matter_id, field="matterId"),
            is_open=self.is_open,
            reason=self.reason,
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

    def command(self) -> relief.FilePetition:
        """The command."""
        return relief.FilePetition(
            matter_id=parse_id(self.matter_id, field="matterId"),
            filed_on=self.filed_on,
            grounds=self.grounds,
            copies=self.copies,
            electronic=self.electronic,
            extended_to=self.extended_to,
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


@strawberry.input(description="A prior disclosure (CUL-09).")
class FilePriorDisclosureInput:
    """See FileDisclosure."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    disclosed_on: Date = strawberry.field(description="Day of disclosure.")
    circumstances: str = strawberry.field(description="Circumstances of the violation.")
    tendered: Money = strawberry.field(description="Tendered with it.")

    def command(self) -> disclosures.FileDisclosure:
        """The command."""
        return disclosures.FileDisclosure(
            matter_id=parse_id(self.matter_id, field="matterId"),
            disclosed_on=self.disclosed_on,
            circumstances=self.circumstances,
            tendered_cents=self.tendered,
        )


@strawberry.input(description="Take a disclosure into review, or deny it (CUL-09).")
class ReviewPriorDisclosureInput:
    """See ReviewDisclosure."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    lack_of_knowledge_shown: bool = strawberry.field(description="The discloser proved it did not know.")
    investigation_recorded_on: Date | None = strawberry.field(
        default=None, description="Day an investigation was recorded."
    )

    def command(self) -> disclosures.ReviewDisclosure:
        """The command."""
        return disclosures.ReviewDisclosure(
            matter_id=parse_id(self.matter_id, field="matterId"),
            lack_of_knowledge_shown=self.lack_of_knowledge_shown,
            investigation_recorded_on=self.investigation_recorded_on,
        )


@strawberry.input(description="The discloser's own review (SMP-06).")
class ApproveSelfReviewInput:
    """See ApproveSelfReview."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> disclosures.ApproveSelfReview:
        """The command."""
        return disclosures.ApproveSelfReview(
            matter_id=parse_id(self.matter_id, field="matterId"),
            reason=self.reason,
        )


@strawberry.input(description="Customs' calculation of the actual loss (CUL-11).")
class NotifyLossCalculationInput:
    """See NotifyCalculation."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    loss: Money = strawberry.field(description="The actual loss.")
    notified_on: Date = strawberry.field(description="Day of notice.")
    extended_to: Date | None = strawberry.field(default=None, description="More time for good cause.")

    def command(self) -> disclosures.NotifyCalculation:
        """The command."""
        return disclosures.NotifyCalculation(
            matter_id=parse_id(self.matter_id, field="matterId"),
            loss_cents=self.loss,
            notified_on=self.notified_on,
            extended_to=self.extended_to,
        )


@strawberry.input(description="A tender of the loss (CUL-11).")
class RecordTenderInput:
    """See Tender."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    amount: Money = strawberry.field(description="The sum.")
    tendered_on: Date = strawberry.field(description="Day of tender.")

    def command(self) -> disclosures.Tender:
        """The command."""
        return disclosures.Tender(
            matter_id=parse_id(self.matter_id, field="matterId"),
            amount_cents=self.amount,
            tendered_on=self.tendered_on,
        )


@strawberry.input(description="Headquarters' review of the calculation (CUL-12).")
class RequestHeadquartersReviewInput:
    """See RequestReview."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    deposited: Money = strawberry.field(description="Deposited now.")
    rules_met: bool = strawberry.field(description="Every other rule is met.")

    def command(self) -> disclosures.RequestReview:
        """The command."""
        return disclosures.RequestReview(
            matter_id=parse_id(self.matter_id, field="matterId"),
            deposited_cents=self.deposited,
            rules_met=self.rules_met,
        )


@strawberry.input(description="Headquarters' final calculation (CUL-12).")
class DecideHeadquartersReviewInput:
    """See DecideReview."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    loss: Money = strawberry.field(description="The loss.")
    decided_on: Date = strawberry.field(description="Day of decision.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> disclosures.DecideReview:
        """The command."""
        return disclosures.DecideReview(
            matter_id=parse_id(self.matter_id, field="matterId"),
            loss_cents=self.loss,
            decided_on=self.decided_on,
            reason=self.reason,
        )


@strawberry.input(description="The reduced penalty of a disclosure (CUL-10).")
class GrantDisclosureBenefitInput:
    """See GrantBenefit."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    culpability: Culpability = strawberry.field(description="What is found.")

    def command(self) -> disclosures.GrantBenefit:
        """The command."""
        return disclosures.GrantBenefit(
            matter_id=parse_id(self.matter_id, field="matterId"),
            culpability=self.culpability,
        )


@strawberry.input(description="An offer in compromise (CMP-01).")
class SubmitCompromiseOfferInput:
    """See SubmitOffer."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    offered_on: Date = strawberry.field(description="Day of the offer.")
    offered: Money = strawberry.field(description="The sum offered.")
    terms: str = strawberry.field(description="Its terms.")
    in_writing: bool = strawberry.field(description="Made in writing.")
    civil_only: bool = strawberry.field(description="Limited to civil liability.")

    def command(self) -> compromise.SubmitOffer:
        """The command."""
        return compromise.SubmitOffer(
            matter_id=parse_id(self.matter_id, field="matterId"),
            offered_on=self.offered_on,
            offered_cents=self.offered,
            terms=self.terms,
            in_writing=self.in_writing,
            civil_only=self.civil_only,
        )


@strawberry.input(description="The deposit of an offer (CMP-02).")
class ConfirmCompromiseDepositInput:
    """See ConfirmDeposit."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    deposited: Money = strawberry.field(description="All that is deposited.")

    def command(self) -> compromise.ConfirmDeposit:
        """The command."""
        return compromise.ConfirmDeposit(
            offer_id=parse_id(self.offer_id, field="offerId"),
            deposited_cents=self.deposited,
        )


@strawberry.input(description="The officer's report on an offer (CMP-03, CMP-04).")
class FileCompromiseReportInput:
    """See FileReport."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    facts: str = strawberry.field(description="The facts.")
    terms: str = strawberry.field(description="The terms.")
    probability_basis_points: int = strawberry.field(description="Probability of recovery, hundredths of a percent.")
    cost: Money = strawberry.field(description="Remaining cost.")

    def command(self) -> compromise.FileReport:
        """The command."""
        return compromise.FileReport(
            offer_id=parse_id(self.offer_id, field="offerId"),
            facts=self.facts,
            terms=self.terms,
            probability_basis_points=self.probability_basis_points,
            cost_cents=self.cost,
        )


@strawberry.input(description="Counsel's recommendation (CMP-03).")
class RecommendCompromiseInput:
    """See Recommend."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    favourable: bool = strawberry.field(description="For acceptance.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.Recommend:
        """The command."""
        return compromise.Recommend(
            offer_id=parse_id(self.offer_id, field="offerId"),
            favourable=self.favourable,
            reason=self.reason,
        )


@strawberry.input(description="Headquarters' decision on an offer (CMP-05).")
class DecideCompromiseInput:
    """See DecideOffer."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    accept: bool = strawberry.field(description="Accept, or reject.")
    notified_on: Date = strawberry.field(description="Day of the written notice.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.DecideOffer:
        """The command."""
        return compromise.DecideOffer(
            offer_id=parse_id(self.offer_id, field="offerId"),
            accept=self.accept,
            notified_on=self.notified_on,
            reason=self.reason,
        )


@strawberry.input(description="A withdrawn offer (CMP-06).")
class WithdrawCompromiseOfferInput:
    """See OfferOnly."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.OfferOnly:
        """The command."""
        return compromise.OfferOnly(
            offer_id=parse_id(self.offer_id, field="offerId"),
            reason=self.reason,
        )


@strawberry.input(description="The deposit goes back (CMP-06).")
class ReturnCompromiseDepositInput:
    """See OfferOnly."""

    offer_id: strawberry.ID = strawberry.field(description="The offer's id.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> compromise.OfferOnly:
        """The command."""
        return compromise.OfferOnly(
            offer_id=parse_id(self.offer_id, field="offerId"),
            reason=self.reason,
        )


@strawberry.input(description="A refund set off against a debt (DBT-04, DBT-05).")
class SetOffRefundInput:
    """See SetOffRefund."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    of_penalty: bool = strawberry.field(description="Against the penalty; against the duties when false.")
    refund_reference: str = strawberry.field(description="The refund.")
    refund: Money = strawberry.field(description="Its amount.")
    payee_number: str = strawberry.field(description="Who it is due to.")
    payee_capacity: Capacity = strawberry.field(description="In what capacity.")

    def command(self) -> collect.SetOffRefund:
        """The command."""
        return collect.SetOffRefund(
            matter_id=parse_id(self.matter_id, field="matterId"),
            of_penalty=self.of_penalty,
            refund_reference=self.refund_reference,
            refund_cents=self.refund,
            payee_number=self.payee_number,
            payee_capacity=self.payee_capacity,
        )


@strawberry.input(description="A yearly interest rate of 26 USC 6621 (CUL-10, DBT-01).")
class PublishInterestRateInput:
    """See PublishRate."""

    from_date: Date = strawberry.field(description="First day of the rate.")
    basis_points: int = strawberry.field(description="Hundredths of a percent a year.")
    citation: str = strawberry.field(description="Where it was published.")
