"""What officers send about informants and recoveries."""

import strawberry

from services.enforcement.domain.informants.access import IdentityField
from services.enforcement.domain.informants.eligibility import AllegationKind, Form4623, Payee, Route, Standing
from services.enforcement.domain.informants.recovery import Causation, Disposition, RecoveryClass
from services.enforcement.graphql.informants import enums  # noqa: F401  (names the domain's enumerations)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.informants.claims import CausationFinding, OriginalityFinding
from services.enforcement.usecases.informants.recoveries import HoldKind, RecordRecovery
from shared.graphql import Date, DateTime, Money

_CONTACT = "The contact's id."
_CLAIM = "The claim's id."


@strawberry.input(description="Who the informant is; sealed at once.")
class InformantIdentityInput:
    """The person."""

    name: str = strawberry.field(description="Name.")
    address: str = strawberry.field(description="Address.")
    contact_details: str = strawberry.field(default="", description="Telephone, mail and the like.")

    def fields(self) -> dict[IdentityField, str]:
        """By field."""
        return {
            IdentityField.NAME: self.name,
            IdentityField.ADDRESS: self.address,
            IdentityField.CONTACT_DETAILS: self.contact_details,
        }


@strawberry.input(description="A person gives information (INF-26).")
class OpenInformantContactInput:
    """See OpenContact."""

    liaison: str = strawberry.field(description="Subject of the liaison it is assigned to.")
    identity: InformantIdentityInput = strawberry.field(description="Who it is.")


@strawberry.input(description="The two points the informant was told (INF-08).")
class RecordInformantAdviceInput:
    """See RecordAdvice."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    entitlement_at: DateTime | None = strawberry.field(
        default=None, description="When: compensation may be payable if there is a recovery."
    )
    deduction_at: DateTime | None = strawberry.field(
        default=None, description="When: purchase money is deducted if a stipulation to that effect is signed."
    )


@strawberry.input(description="What was furnished or done (INF-02, INF-03).")
class RecordInformationInput:
    """See RecordInformation."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    route: Route = strawberry.field(description="How the person qualifies.")
    received_at: DateTime = strawberry.field(description="When it was received, to the second.")
    statement: str = strawberry.field(description="The wording; sealed at once.")
    allegations: list[AllegationKind] = strawberry.field(description="What each allegation is about.")
    detected: bool = strawberry.field(default=False, description="Personally detected what is subject to forfeiture.")
    seized: bool = strawberry.field(default=False, description="And seized it.")
    reported: bool = strawberry.field(default=False, description="And reported it to a customs officer.")
    own_violation: bool = strawberry.field(default=False, description="The violation was the person's own.")


@strawberry.input(description="The signed stipulation (INF-09).")
class SignStipulationInput:
    """See SignStipulation."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    signed_on: Date = strawberry.field(description="Day of the signature.")
    document_hash: str = strawberry.field(description="SHA-256 of the signed paper, in hexadecimal.")
    covers_earlier: bool = strawberry.field(default=False, description="Its wording covers earlier payments.")


@strawberry.input(description="Money paid for evidence or information (INF-19).")
class RecordPurchasePaymentInput:
    """See RecordPurchase."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    paid_on: Date = strawberry.field(description="Day of payment.")
    amount: Money = strawberry.field(description="Amount.")


@strawberry.input(description="The cases that flow from the information (INF-14).")
class LinkRecoveryGroupInput:
    """See LinkRecoveryGroup."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    case_references: list[str] = strawberry.field(description="The cases, as recoveries name them.")


@strawberry.input(description="Another liaison takes the contact (INF-25).")
class HandOverContactInput:
    """See HandOver."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    liaison: str = strawberry.field(description="Subject of the other liaison.")


@strawberry.input(description="The end of a contact, or of the identity of a closed one (INF-29).")
class EndContactInput:
    """See EndContact."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    reason: str = strawberry.field(description="Why.")


@strawberry.input(description="The end of an integrity referral (INF-07).")
class ReleaseAwardPaymentInput:
    """See ReleasePayment."""

    claim_id: strawberry.ID = strawberry.field(description="The claim whose payment was stopped.")
    finding: str = strawberry.field(description="What was found, and why the payment may be asked for again.")


@strawberry.input(description="A review of the log of reads (INF-27).")
class ReviewInformantReadsInput:
    """See ReviewReads."""

    through_read: int = strawberry.field(description="Number of the last read that was looked at.")
    remarks: str = strawberry.field(description="What was found.")


@strawberry.input(description="Form 4623 as it was filed (INF-10); sealed at once.")
class Form4623Input:
    """See Form4623."""

    claimant_name: str = strawberry.field(description="Name on the form.")
    claimant_address: str = strawberry.field(description="Address on the form.")
    statement: str = strawberry.field(description="What was furnished or detected.")
    furnished_to: str = strawberry.field(description="Officer or office that received it.")
    furnished_on: Date | None = strawberry.field(default=None, description="When.")
    signed_on: Date | None = strawberry.field(default=None, description="Day of the signature.")
    in_duplicate: bool = strawberry.field(default=True, description="Filed in duplicate; an electronic filing is.")
    not_an_officer: bool | None = strawberry.field(
        default=None, description="The claimant certifies to be no officer or employee of the United States."
    )

    def form(self) -> Form4623:
        """The form."""
        return Form4623(
            claimant_name=self.claimant_name,
            claimant_address=self.claimant_address,
            statement=self.statement,
            furnished_on=self.furnished_on,
            furnished_to=self.furnished_to,
            signed_on=self.signed_on,
            duplicate=self.in_duplicate,
            not_an_officer=self.not_an_officer,
        )


@strawberry.input(description="A claim for compensation (INF-10).")
class FileInformantClaimInput:
    """See FileClaim."""

    contact_id: strawberry.ID = strawberry.field(description=_CONTACT)
    form: Form4623Input = strawberry.field(description="Form 4623.")
    officer_when_furnished: bool = strawberry.field(
        default=False, description="Was an officer or employee of the United States on the day of the act (INF-01)."
    )
    officer_now: bool = strawberry.field(default=False, description="Is one today.")
    other_scheme: bool = strawberry.field(default=False, description="Another law's reward governs (INF-06).")
    shared_with_officer: bool = strawberry.field(
        default=False, description="An officer or employee gets or contracts for any part (INF-07)."
    )

    def standing(self) -> Standing:
        """What is known of the claimant."""
        return Standing(
            officer_when_furnished=self.officer_when_furnished,
            officer_now=self.officer_now,
            other_scheme=self.other_scheme,
            shared_with_officer=self.shared_with_officer,
        )


@strawberry.input(description="A recommendation: approve or deny, and an amount (INF-10).")
class RecommendOnClaimInput:
    """See Recommend."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    approve: bool = strawberry.field(description="Approve; otherwise deny.")
    amount: Money = strawberry.field(description="The amount recommended.")
    reason: str = strawberry.field(description="Why.")


@strawberry.input(description="A claim.")
class InformantClaimInput:
    """By its id."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)


@strawberry.input(description="The headquarters official who decides.")
class NameAwardDeciderInput:
    """See NameDecider."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    decider: str = strawberry.field(description="Subject of the official.")


@strawberry.input(description="The finding on an allegation (INF-03).")
class OriginalityFindingInput:
    """See OriginalityFinding."""

    allegation_id: strawberry.ID = strawberry.field(description="The allegation's id.")
    original: bool = strawberry.field(description="The finding.")
    first_known_at: DateTime | None = strawberry.field(default=None, description="When Government files first knew.")
    reason: str = strawberry.field(default="", description="Why; needed when the dates say otherwise.")

    def finding(self) -> OriginalityFinding:
        """The finding."""
        return OriginalityFinding(
            allegation_id=parse_id(self.allegation_id, field="allegationId"),
            first_known_at=self.first_known_at,
            original=self.original,
            reason=self.reason,
        )


@strawberry.input(description="The finding on a recovery (INF-04, INF-06).")
class CausationFindingInput:
    """See CausationFinding."""

    recovery_id: strawberry.ID = strawberry.field(description="The recovery's id.")
    causation: Causation = strawberry.field(description="The finding.")
    reason: str = strawberry.field(description="Why.")
    other_scheme: bool = strawberry.field(default=False, description="Another law's reward governs it.")

    def finding(self) -> CausationFinding:
        """The finding."""
        return CausationFinding(
            recovery_id=parse_id(self.recovery_id, field="recoveryId"),
            causation=self.causation,
            other_scheme=self.other_scheme,
            reason=self.reason,
        )


@strawberry.input(description="Headquarters' findings (INF-03, INF-04).")
class AssessEligibilityInput:
    """See AssessEligibility."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    originality: list[OriginalityFindingInput] = strawberry.field(description="One finding per allegation.")
    causation: list[CausationFindingInput] = strawberry.field(description="Findings on recoveries so far.")


@strawberry.input(description="Findings on recoveries that came in later (INF-04).")
class DecideCausationInput:
    """See DecideCausation."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    causation: list[CausationFindingInput] = strawberry.field(description="The findings.")


@strawberry.input(description="A claim's share.")
class AwardShareInput:
    """Basis points of a claim."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    basis_points: int = strawberry.field(description="Hundredths of a percent.")


@strawberry.input(description="The shares of the informants of a case, 10,000 in all (INF-15).")
class AssignAwardSharesInput:
    """See AssignShares."""

    group_id: strawberry.ID = strawberry.field(description="The recovery group's id, as the dossier gives it.")
    shares: list[AwardShareInput] = strawberry.field(description="Every eligible claim's.")


@strawberry.input(description="Headquarters' decision (INF-13, INF-14, INF-20, INF-21).")
class DecideAwardInput:
    """See DecideAward."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    award: Money = strawberry.field(description="The award; zero is a decision too.")
    reason: str = strawberry.field(description="Why.")


@strawberry.input(description="To whom an award would go (INF-07).")
class AwardPayeeInput:
    """See Payee."""

    is_claimant: bool = strawberry.field(description="The account is the claimant's own.")
    linked_to_officer: bool = strawberry.field(description="It is, or is linked to, an officer's or employee's.")
    is_split: bool = strawberry.field(description="Somebody else is to get a part.")

    def payee(self) -> Payee:
        """The payee."""
        return Payee(is_claimant=self.is_claimant, linked_to_officer=self.linked_to_officer, is_split=self.is_split)


@strawberry.input(description="Have an award paid (INF-19, INF-23).")
class RequestAwardPaymentInput:
    """See RequestPayment."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    fund_code: str = strawberry.field(description="Fund it is paid from.")
    payee: AwardPayeeInput = strawberry.field(description="To whom.")
    officer_when_furnished: bool = strawberry.field(description="INF-01, checked again: on the day of the act.")
    officer_now: bool = strawberry.field(description="INF-01, checked again: today.")


@strawberry.input(description="No further recovery is possible in the case of a claim (10.2).")
class CloseRecoveryGroupInput:
    """See CloseGroup."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    reason: str = strawberry.field(description="Why.")


@strawberry.input(description="An authorised disclosure (INF-25).")
class AuthoriseDisclosureInput:
    """See AuthoriseDisclosure."""

    claim_id: strawberry.ID = strawberry.field(description=_CLAIM)
    reader: str = strawberry.field(description="Subject of the one reader.")
    fields: list[IdentityField] = strawberry.field(description="The fields.")
    expires_on: Date = strawberry.field(description="Last day.")
    counsel_concurred_on: Date = strawberry.field(description="Day of counsel's concurrence.")
    reason: str = strawberry.field(description="Why, for example the court order.")


@strawberry.input(description="A recovery in any case (INF-12, INF-16 to INF-18).")
class RecordRecoveryInput:
    """See RecordRecovery."""

    case_reference: str = strawberry.field(description="The case.")
    kind: RecoveryClass = strawberry.field(description="What was recovered.")
    received_on: Date = strawberry.field(description="Day of the receipt.")
    collected: Money = strawberry.field(default=0, description="Money collected; nothing for property.")
    expenses: Money = strawberry.field(
        default=0, description="Expenses of seizure, custody, advertising and sale, and court costs."
    )
    liens: Money = strawberry.field(default=0, description="Freight, charges and general average.")
    sold_on: Date | None = strawberry.field(default=None, description="Day of the sale, of sale proceeds.")
    appraised_value: Money | None = strawberry.field(default=None, description="Of property not sold.")
    disposition: Disposition | None = strawberry.field(default=None, description="What became of property.")
    forfeited: bool = strawberry.field(default=False, description="The property was forfeited.")

    def command(self) -> RecordRecovery:
        """The command."""
        return RecordRecovery(
            case_reference=self.case_reference,
            kind=self.kind,
            collected_cents=self.collected,
            expenses_cents=self.expenses,
            liens_cents=self.liens,
            received_on=self.received_on,
            sold_on=self.sold_on,
            appraised_cents=self.appraised_value,
            disposition=self.disposition,
            forfeited=self.forfeited,
        )


@strawberry.input(description="Money paid back of a recovery (INF-22).")
class AdjustRecoveryInput:
    """See AdjustRecovery."""

    recovery_id: strawberry.ID = strawberry.field(description="The recovery's id.")
    refunded: Money = strawberry.field(description="Amount paid back.")
    reason: str = strawberry.field(description="Why.")


@strawberry.input(description="Something that could reduce a recovery is open (INF-22).")
class HoldRecoveryInput:
    """See HoldRecovery."""

    recovery_id: strawberry.ID = strawberry.field(description="The recovery's id.")
    kind: HoldKind = strawberry.field(description="What is open.")


@strawberry.input(description="It was decided (INF-22).")
class ReleaseRecoveryHoldInput:
    """See ReleaseHold."""

    hold_id: strawberry.ID = strawberry.field(description="The hold's id.")
