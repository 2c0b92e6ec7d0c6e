"""A participation: everything on file about one applicant, from the application to the end of its certification."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.certification.domain.recordkeeping.states import ParticipationEvent, ParticipationState, next_state


class Track(StrEnum):
    """How the requirements are met (RCP-04)."""

    STANDARD = "STANDARD"
    NEGOTIATED = "NEGOTIATED"


class ApplicantCapacity(StrEnum):
    """Why the applicant keeps records (RCP-02, 19 CFR 163.2)."""

    IMPORTER = "IMPORTER"
    DRAWBACK_CLAIMANT = "DRAWBACK_CLAIMANT"
    BONDED_CARRIER_OR_STORER = "BONDED_CARRIER_OR_STORER"
    CAUSES_IMPORTATION = "CAUSES_IMPORTATION"
    AGENT = "AGENT"
    DECLARANT = "DECLARANT"
    ORIGIN_CERTIFIER = "ORIGIN_CERTIFIER"
    DOMESTIC_BUYER = "DOMESTIC_BUYER"
    TRAVELLER = "TRAVELLER"


class DemonstrationKind(StrEnum):
    """The six things to be demonstrated, in the order of 19 CFR 163.12(b)(3)(i) to (vi) (RCP-05)."""

    UNDERSTANDING = "UNDERSTANDING"
    EXPLAINING = "EXPLAINING"
    KEEPING_AND_PRODUCING = "KEEPING_AND_PRODUCING"
    RESPONSIBLE_INDIVIDUAL = "RESPONSIBLE_INDIVIDUAL"
    ORIGINALS = "ORIGINALS"
    NOTIFYING_AND_CORRECTING = "NOTIFYING_AND_CORRECTING"

    @property
    def number(self) -> int:
        """1 to 6."""
        return list(DemonstrationKind).index(self) + 1


class DecisionKind(StrEnum):
    """The two decisions that can be appealed (RCP-24)."""

    DENIAL = "DENIAL"
    REMOVAL = "REMOVAL"


class DenialGround(StrEnum):
    """Why an application may be denied (RCP-17, 19 CFR 163.13(b)(1))."""

    REQUIREMENTS = "RCP_D1_REQUIREMENTS"
    REMOVAL_GROUND = "RCP_D2_REMOVAL_GROUND"
    APPEARS_NONCOMPLIANT = "RCP_D3_APPEARS_NONCOMPLIANT"


class RemovalGround(StrEnum):
    """Why a certification may be removed (RCP-18, 19 CFR 163.13(c)(1))."""

    FRAUD_OR_MISTAKE = "RCP_R1_FRAUD_OR_MISTAKE"
    NO_BOND = "RCP_R2_NO_BOND"
    RECURRING = "RCP_R3_RECURRING"
    WILLFUL_REFUSAL = "RCP_R4_WILLFUL_REFUSAL"
    NONCOMPLIANCE = "RCP_R5_NONCOMPLIANCE"
    CRIME = "RCP_R6_CRIME"


class ImmediateBasis(StrEnum):
    """Why a removal takes effect at once (RCP-19, 19 CFR 163.13(c)(3))."""

    WILLFUL = "WILLFUL"
    PUBLIC_HEALTH = "PUBLIC_HEALTH"
    PUBLIC_INTEREST = "PUBLIC_INTEREST"
    PUBLIC_SAFETY = "PUBLIC_SAFETY"


class AppealOutcome(StrEnum):
    """What became of an appeal."""

    UPHELD = "UPHELD"
    REVERSED = "REVERSED"


class DeviationKind(StrEnum):
    """What deviates from the program (RCP-07)."""

    VARIANCE = "VARIANCE"
    VIOLATION = "VIOLATION"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, kw_only=True, slots=True)
class Demonstration:
    """One of the six: the applicant's evidence, and whether it satisfied the reviewer (None: not yet looked at)."""

    kind: DemonstrationKind
    evidence: str = ""
    demonstrated: bool | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """A version of a negotiated programme: its text, and what is to be met (RCP-04)."""

    version: int
    text: str
    checklist: tuple[str, ...]
    dated: date


@dataclass(frozen=True, kw_only=True, slots=True)
class InformationRequest:
    """A request for what is missing (RCP-09)."""

    number: int
    text: str
    requested_on: date
    suspends: bool
    received_on: date | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """An on-site verification, announced before it is made (RCP-08)."""

    announced_on: date
    done_on: date | None = None
    findings: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A condition of the certificate (RCP-10)."""

    condition_id: str
    text: str
    due_on: date | None = None
    recurring: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Considerations:
    """What is taken into account before granting, never grounds of denial by themselves (RCP-06 (d))."""

    size: str
    nature: str
    volume: str
    workload: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Certificate:
    """The certification with its conditions; a reinstatement may add some."""

    certified_on: date
    office: str
    bond_number: str
    considerations: Considerations
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifiedPeriod:
    """Days that count as certified: from the first on, ``until_on`` itself no more."""

    from_on: date
    until_on: date | None = None

    def contains(self, day: date) -> bool:
        """Whether the day counts as certified."""
        return self.from_on <= day and (self.until_on is None or day < self.until_on)


@dataclass(frozen=True, kw_only=True, slots=True)
class Delay:
    """Written advice that an appeal will be decided later (RCP-21)."""

    advised_on: date
    reasons: str
    further_actions: str
    anticipated_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    """An appeal to the Executive Director, Regulatory Audit (RCP-20 to RCP-23)."""

    received_on: date
    statement: str
    decide_by: date
    delay: Delay | None = None
    breached_on: date | None = None
    decided_on: date | None = None
    outcome: AppealOutcome | None = None
    decision: str | None = None
    decided_by: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reason:
    """One ground of a decision with the facts it rests on."""

    code: str
    facts: str
    removal_ground: RemovalGround | None = None
    discovered_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A written notice of denial or removal.

    Attributes:
        effective_on: first day without certification; None for a denial and until it is known.
    """

    kind: DecisionKind
    issued_on: date
    office: str
    reasons: tuple[Reason, ...]
    decided_by: str
    immediate_basis: ImmediateBasis | None = None
    received_on: date | None = None
    effective_on: date | None = None
    appeal: Appeal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """A variance or violation the participant reported, or a problem Customs notified: a corrective action task."""

    number: int
    kind: DeviationKind
    reported_on: date
    description: str
    corrected_on: date | None = None
    correction: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ComplianceFinding:
    """Regulatory Audit's finding whether the participant is generally in compliance, from a day on (RCP-12 (a))."""

    from_on: date
    generally_compliant: bool
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeOfViolation:
    """A notice in lieu of a penalty, one for a demand (RCP-12 to RCP-15)."""

    demand_id: str
    due_on: date
    issued_on: date
    received_on: date | None = None
    steps: str | None = None
    steps_on: date | None = None
    withdrawn_on: date | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class PenaltyAssessed:
    """A recordkeeping penalty for a demand, as enforcement told it."""

    demand_id: str
    assessed_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Reinstatement:
    """The return after a removal (RCP-16)."""

    reinstated_on: date
    corrective_action: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Participation:
    """See the module.

    Attributes:
        since: day on which it came into its state.
    """

    importer_number: str
    state: ParticipationState
    since: date
    applied_on: date
    capacity: ApplicantCapacity
    track: Track
    handbook_version: str
    demonstrations: tuple[Demonstration, ...]
    terms: tuple[Terms, ...] = ()
    requests: tuple[InformationRequest, ...] = ()
    visits: tuple[Visit, ...] = ()
    certificate: Certificate | None = None
    periods: tuple[CertifiedPeriod, ...] = ()
    decisions: tuple[Decision, ...] = ()
    deviations: tuple[Deviation, ...] = ()
    findings: tuple[ComplianceFinding, ...] = ()
    notices: tuple[NoticeOfViolation, ...] = ()
    penalties: tuple[PenaltyAssessed, ...] = ()
    reinstatements: tuple[Reinstatement, ...] = ()

    @property
    def decision(self) -> Decision | None:
        """The newest denial or removal: the one that can be appealed."""
        return self.decisions[-1] if self.decisions else None

    @property
    def notice_count(self) -> int:
        """Notices of violation that stand (RCP-13)."""
        return len(list(self.standing_notices()))

    def standing_notices(self) -> Iterator[NoticeOfViolation]:
        """Notices not withdrawn."""
        return (notice for notice in self.notices if notice.withdrawn_on is None)

    def certified_on(self, day: date) -> bool:
        """Whether it counts as certified on a day: the day of certification does, the first day of a removal does not.

        Source:
            RCP-12, RCP-19; 19 CFR 163.12(d)(1), 163.13(c)(3).
        """
        return any(period.contains(day) for period in self.periods)


def moved_by(participation: Participation, event: ParticipationEvent, on: date) -> Participation:
    """The participation after an event of a day.

    Raises:
        Refused: the event is not possible in its state.
    """
    state = next_state(participation.state, event)
    return participation if state is participation.state else replace(participation, state=state, since=on)
