"""Referrals as the API shows and takes them."""

from collections.abc import Mapping
from enum import EnumMeta
from typing import Self

import strawberry

from services.enforcement.domain.referrals.states import AgencyDecision, ReferralState, SeizedKind, SeizedThing
from services.enforcement.domain.referrals.subjects import Agency, Movement, Subject
from services.enforcement.graphql.records import parse_id
from services.enforcement.storage.referrals.queries import Referral
from services.enforcement.usecases.referrals.refer import (
    CreateReferrals,
    ExecuteReferral,
    FollowReferral,
    RecordAgencyDecision,
)
from shared.graphql import Date, Refusal


def _describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


_describe(
    Movement,
    "ReferralMovement",
    "What is done with the goods (AGY-01).",
    {"IMPORT": "Imported.", "EXPORT": "Exported.", "TRANSACTION": "A dealing without movement; matches row 3 only."},
)
_describe(
    Subject,
    "ReferralSubject",
    "What a case is about: the rows of 19 CFR 161.2(a).",
    {
        "ARMS_AND_MUNITIONS": "Row 1: arms, ammunition, implements of war, helium gas, other munitions of war.",
        "CONTROLLED_SUBSTANCES": "Row 2: controlled substances.",
        "SANCTIONED_COUNTRY": "Row 3: goods, services and technology with a country under economic sanctions.",
        "ATOMIC_ENERGY": "Row 4: source and fissionable material, equipment for it.",
        "OTHER_ARTICLE": "Row 5: any other article; exports only.",
    },
)
_describe(
    Agency,
    "ReferralAgency",
    "An administering agency; it listens to its own event subject.",
    {
        "ATF": "Bureau of Alcohol, Tobacco, Firearms and Explosives.",
        "STATE": "Department of State.",
        "DEA": "Drug Enforcement Administration.",
        "OFAC": "Office of Foreign Assets Control.",
        "NRC": "Nuclear Regulatory Commission.",
        "BIS": "Department of Commerce, export control.",
    },
)
_describe(
    ReferralState,
    "AgencyReferralState",
    "Where a referral stands (10.11).",
    {
        "DRAFT": "Not sent yet.",
        "SENT": "Sent; not acknowledged.",
        "WITH_AGENCY": "The agency has it.",
        "DECIDED": "The agency decided; to be carried out.",
        "CLOSED": "Carried out.",
    },
)
_describe(
    AgencyDecision,
    "AgencyDecision",
    "What the agency decides (AGY-03).",
    {
        "RELEASE": "Release the goods.",
        "DETAIN": "Detain them.",
        "SEIZE": "Seize them.",
        "DEFER_TO_AGENCY": "Leave it to the agency.",
        "NO_INTEREST": "The agency has no interest.",
    },
)
_describe(
    SeizedKind,
    "SeizedKind",
    "What is seized (AGY-02).",
    {"ARTICLE": "Goods.", "CONVEYANCE": "A vessel, vehicle or aircraft knowingly used."},
)


@strawberry.type(name="SeizedThing", description="Something seized (AGY-02).")
class Seized:
    """A thing seized."""

    kind: SeizedKind = strawberry.field(description="Article or conveyance.")
    description: str = strawberry.field(description="What it is.")
    knowingly_used: bool = strawberry.field(description="A conveyance: it was knowingly used in the transport.")


@strawberry.type(description="A referral to the agency that administers the law concerned (AGY-03).")
class AgencyReferral:
    """A referral."""

    id: strawberry.ID = strawberry.field(description="The referral's id.")
    state: ReferralState = strawberry.field(description="Where it stands.")
    agency: Agency = strawberry.field(description="The agency.")
    subject_row: int = strawberry.field(description="Row of 19 CFR 161.2(a) that matches.")
    movement: Movement = strawberry.field(description="What is done with the goods.")
    facts: str = strawberry.field(description="The facts.")
    goods: str = strawberry.field(description="The goods.")
    authority: str = strawberry.field(description="The law it rests on (AGY-05).")
    created_on: Date = strawberry.field(description="Day of the draft.")
    sent_on: Date | None = strawberry.field(description="Day it was sent.")
    acknowledged_on: Date | None = strawberry.field(description="Day the agency acknowledged it.")
    agency_decision: AgencyDecision | None = strawberry.field(description="What the agency decided.")
    decided_on: Date | None = strawberry.field(description="Day of that decision's receipt.")
    seizure_authority: str | None = strawberry.field(description="The law a seizure rests on.")
    seized: list[Seized] = strawberry.field(description="What was seized.")
    closed_on: Date | None = strawberry.field(description="Day it was carried out.")

    @classmethod
    def of(cls, referral: Referral) -> Self:
        """The referral as the API shows it."""
        return cls(
            id=strawberry.ID(str(referral.id)),
            state=referral.state,
            agency=referral.agency,
            subject_row=referral.subject_row,
            movement=referral.movement,
            facts=referral.facts,
            goods=referral.goods,
            authority=referral.authority,
            created_on=referral.created_on,
            sent_on=referral.sent_on,
            acknowledged_on=referral.acknowledged_on,
            agency_decision=referral.agency_decision,
            decided_on=referral.decided_on,
            seizure_authority=referral.seizure_authority,
            seized=[
                Seized(kind=thing.kind, description=thing.description, knowingly_used=thing.knowingly_used)
                for thing in referral.seized
            ],
            closed_on=referral.closed_on,
        )


@strawberry.type(description="Answer to a mutation of referrals.")
class AgencyReferralsPayload:
    """The referrals or the refusals."""

    referrals: list[AgencyReferral] = strawberry.field(description="The referrals as they stand; none when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.input(description="A case to refer (AGY-01).")
class CreateAgencyReferralsInput:
    """See CreateReferrals."""

    movement: Movement = strawberry.field(description="What is done with the goods.")
    subjects: list[Subject] = strawberry.field(description="What the case is about; several may match.")
    facts: str = strawberry.field(description="The facts; nothing of an informant.")
    goods: str = strawberry.field(description="The goods.")
    authority: str = strawberry.field(description="The law it rests on (AGY-05).")
    agencies: list[Agency] = strawberry.field(
        default_factory=list, description="Of a row that names two agencies: one or both."
    )

    def command(self) -> CreateReferrals:
        """The command."""
        return CreateReferrals(
            movement=self.movement,
            subjects=frozenset(self.subjects),
            agencies=frozenset(self.agencies),
            facts=self.facts,
            goods=self.goods,
            authority=self.authority,
        )


@strawberry.input(description="A referral to send, or one that the agency acknowledged.")
class AgencyReferralInput:
    """See FollowReferral."""

    referral_id: strawberry.ID = strawberry.field(description="The referral's id.")

    def command(self) -> FollowReferral:
        """The command."""
        return FollowReferral(referral_id=parse_id(self.referral_id, field="referralId"))


@strawberry.input(description="What the agency decided (AGY-03).")
class RecordAgencyDecisionInput:
    """See RecordAgencyDecision."""

    referral_id: strawberry.ID = strawberry.field(description="The referral's id.")
    decision: AgencyDecision = strawberry.field(description="The decision.")
    reason: str = strawberry.field(description="Its reason, as the agency gave it.")

    def command(self) -> RecordAgencyDecision:
        """The command."""
        referral_id = parse_id(self.referral_id, field="referralId")
        return RecordAgencyDecision(referral_id=referral_id, decision=self.decision, reason=self.reason)


@strawberry.input(description="Something to seize (AGY-02).")
class SeizedThingInput:
    """See SeizedThing."""

    kind: SeizedKind = strawberry.field(description="Article or conveyance.")
    description: str = strawberry.field(description="What it is.")
    knowingly_used: bool = strawberry.field(
        default=False, description="A conveyance: the finding that it was knowingly used in the transport."
    )


@strawberry.input(description="The carrying out of an agency's decision (AGY-02, AGY-05).")
class ExecuteAgencyReferralInput:
    """See ExecuteReferral."""

    referral_id: strawberry.ID = strawberry.field(description="The referral's id.")
    authority: str = strawberry.field(description="The law it rests on.")
    seized: list[SeizedThingInput] = strawberry.field(
        default_factory=list, description="What is seized; only when the agency decided so."
    )

    def command(self) -> ExecuteReferral:
        """The command."""
        things = tuple(
            SeizedThing(kind=one.kind, description=one.description, knowingly_used=one.knowingly_used)
            for one in self.seized
        )
        return ExecuteReferral(
            referral_id=parse_id(self.referral_id, field="referralId"), seized=things, authority=self.authority
        )
