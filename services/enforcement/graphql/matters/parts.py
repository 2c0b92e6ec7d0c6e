"""What belongs to a section 1592 matter, as the API shows it."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Self

import strawberry

from services.enforcement.domain.compromise.offers import CLOCKS_RUN, Authority
from services.enforcement.domain.compromise.states import PENDING, OfferState
from services.enforcement.domain.limitation.periods import Pause
from services.enforcement.domain.matters.burden import Burden
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.prior_disclosure import ReviewSubject
from services.enforcement.domain.matters.seizures import SeizureGround
from services.enforcement.domain.matters.states import DisclosureState
from services.enforcement.domain.relief.petitions import Interest, ReliefGround
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.storage.matters.queries import Row
from shared.graphql import Date, DateTime, Money

if TYPE_CHECKING:
    from services.enforcement.graphql.records import Entry


@strawberry.type(description="An entry of a matter.")
class MatterEntry:
    """An entry."""

    entry: Annotated["Entry", strawberry.lazy("services.enforcement.graphql.records")] = strawberry.field(
        description="The entry."
    )
    violated_on: Date = strawberry.field(description="Day of the violation.")
    liquidated_on: Date | None = strawberry.field(description="Day of liquidation; null before it.")
    actual_loss: Money = strawberry.field(description="Loss on a liquidated entry.")
    potential_loss: Money = strawberry.field(description="Loss on an entry not final.")
    last_day: Date = strawberry.field(description="Last day of suit on it, tolling included (LIM-01, LIM-02, LIM-06).")

    @classmethod
    def of(cls, row: Row, last_day: Date) -> Self:
        """The entry as the API shows it."""
        from services.enforcement.graphql.records import Entry

        return cls(
            entry=Entry(number=strawberry.ID(row.entry_number)),
            violated_on=row.violated_on,
            liquidated_on=row.liquidated_on,
            actual_loss=Money(row.actual_loss_cents),
            potential_loss=Money(row.potential_loss_cents),
            last_day=last_day,
        )


@strawberry.type(description="A step of a matter: what, when, by whom and why.")
class MatterStep:
    """A step."""

    event: str = strawberry.field(description="What happened.")
    from_state: str | None = strawberry.field(description="State before; null at the opening.")
    to_state: str = strawberry.field(description="State after.")
    at: DateTime = strawberry.field(description="When it was recorded.")
    on: Date = strawberry.field(description="Legal day on which it counts.")
    actor: str = strawberry.field(description="Who did it.")
    reason: str = strawberry.field(description="Why.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The step as the API shows it."""
        at: datetime = row.at
        return cls(
            event=row.event,
            from_state=row.from_state,
            to_state=row.to_state,
            at=at,
            on=row.on_day,
            actor=row.actor,
            reason=row.reason,
        )


@strawberry.type(description="A notice issued in a matter (CUL-05, CUL-08, CUL-16).")
class MatterNotice:
    """A notice."""

    kind: str = strawberry.field(description="PREPENALTY, PENALTY or DUTY.")
    culpability: Culpability | None = strawberry.field(description="What it states; null in a duty notice.")
    loss: Money = strawberry.field(description="The loss it states.")
    penalty: Money = strawberry.field(description="The penalty proposed or claimed.")
    mailed_on: Date = strawberry.field(description="Day of mailing.")
    respond_by: Date = strawberry.field(description="Last day to answer, to petition or to pay.")
    merchandise: str | None = strawberry.field(description="The merchandise.")
    entry_details: str | None = strawberry.field(description="Details of the entries.")
    laws_violated: str | None = strawberry.field(description="The laws violated.")
    facts: str = strawberry.field(description="Material facts, the changes from them, or how the loss was calculated.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The notice as the API shows it."""
        return cls(
            kind=row.kind,
            culpability=None if row.culpability is None else Culpability(row.culpability),
            loss=Money(row.loss_cents),
            penalty=Money(row.penalty_cents),
            mailed_on=row.mailed_on,
            respond_by=row.respond_by,
            merchandise=row.merchandise,
            entry_details=row.entry_details,
            laws_violated=row.laws_violated,
            facts=row.facts,
        )


@strawberry.type(description="A petition for relief and its decision (RLF-01 to RLF-07).")
class ReliefPetition:
    """A petition."""

    supplemental: bool = strawberry.field(description="A supplemental one.")
    petitioner: str = strawberry.field(description="Who asks.")
    interest: Interest = strawberry.field(description="Why that person may.")
    filed_on: Date = strawberry.field(description="Day of filing.")
    grounds: str = strawberry.field(description="Why relief is asked.")
    decided_on: Date | None = strawberry.field(description="Day of the notice of the decision; null while it waits.")
    mitigated: Money | None = strawberry.field(description="What is left of the penalty.")
    at_headquarters: bool | None = strawberry.field(description="Decided at headquarters.")
    relief_ground: ReliefGround | None = strawberry.field(description="Why relief is given; null when none is.")
    reasons: str | None = strawberry.field(description="Reasons of the decision.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The petition as the API shows it."""
        return cls(
            supplemental=row.supplemental,
            petitioner=row.petitioner,
            interest=Interest(row.interest),
            filed_on=row.filed_on,
            grounds=row.grounds,
            decided_on=row.notified_on,
            mitigated=None if row.mitigated_cents is None else Money(row.mitigated_cents),
            at_headquarters=row.at_headquarters,
            relief_ground=None if row.relief_ground is None else ReliefGround(row.relief_ground),
            reasons=row.reasons,
        )


@strawberry.type(description="The prior disclosure of a matter (CUL-09 to CUL-12).")
class PriorDisclosure:
    """A disclosure."""

    id: strawberry.ID = strawberry.field(description="The disclosure's id.")
    state: DisclosureState = strawberry.field(description="Where it stands.")
    disclosed_on: Date = strawberry.field(description="Day of disclosure.")
    circumstances: str = strawberry.field(description="Circumstances of the violation.")
    data_by: Date | None = strawberry.field(description="Missing data follow by this day.")
    verification_held_on: Date | None = strawberry.field(description="Investigators were asked to hold verification.")
    self_review_approved_on: Date | None = strawberry.field(description="The discloser's own review was approved.")
    loss: Money = strawberry.field(description="The actual loss as calculated.")
    tendered: Money = strawberry.field(description="What is kept of everything tendered.")
    refunded: Money = strawberry.field(description="What headquarters' lower calculation gave back.")
    tender_by: Date | None = strawberry.field(description="Last day to tender what is short.")
    tendered_on: Date | None = strawberry.field(description="Day of the last tender; interest runs to it.")
    review_subject: ReviewSubject | None = strawberry.field(description="What headquarters reviews (CUL-12).")
    headquarters_decided_on: Date | None = strawberry.field(description="Its calculation is final from this day.")
    penalty: Money | None = strawberry.field(description="Most the penalty may be, once granted (CUL-10).")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The disclosure as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            state=DisclosureState(row.state),
            disclosed_on=row.disclosed_on,
            circumstances=row.circumstances,
            data_by=row.data_by,
            verification_held_on=row.verification_held_on,
            self_review_approved_on=row.self_review_approved_on,
            loss=Money(row.loss_cents),
            tendered=Money(row.tendered_cents),
            refunded=Money(row.refunded_cents),
            tender_by=row.tender_by,
            tendered_on=row.tendered_on,
            review_subject=None if row.review_subject is None else ReviewSubject(row.review_subject),
            headquarters_decided_on=row.headquarters_decided_on,
            penalty=None if row.penalty_cents is None else Money(row.penalty_cents),
        )


@strawberry.type(description="An offer in compromise (CMP-01 to CMP-07).")
class CompromiseOffer:
    """An offer."""

    id: strawberry.ID = strawberry.field(description="The offer's id.")
    state: OfferState = strawberry.field(description="Where it stands.")
    authority: Authority = strawberry.field(description="The statute; of a matter always section 1617 (CMP-08).")
    information: list[str] = strawberry.field(description="CMP_CLOCKS_RUN while it is pending: it stops no clock.")
    offered_on: Date = strawberry.field(description="Day of the offer.")
    offered: Money = strawberry.field(description="The sum offered.")
    terms: str = strawberry.field(description="Its terms.")
    deposited: Money = strawberry.field(description="The sum deposited.")
    facts: str | None = strawberry.field(description="Facts of the officer's report.")
    probability_basis_points: int | None = strawberry.field(description="Probability of recovery, in 1/100 percent.")
    cost: Money | None = strawberry.field(description="Remaining cost, as reported.")
    value: Money | None = strawberry.field(description="Probability times claim less cost; it never decides (CMP-04).")
    notified_on: Date | None = strawberry.field(description="Day of the written decision.")
    conditions: str | None = strawberry.field(description="Collateral agreement or security (CMP-05).")
    to_duties: Money = strawberry.field(description="What of it paid duties.")
    to_penalty: Money = strawberry.field(description="What of it paid the penalty.")
    released: Money = strawberry.field(description="What of the claim was given up.")
    returned: Money = strawberry.field(description="What of the deposit was returned.")
    reopened_on: Date | None = strawberry.field(description="Headquarters reopened the claim (CMP-07).")
    reopening_ground: str | None = strawberry.field(description="Why.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The offer as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            state=OfferState(row.state),
            authority=Authority.S1617,
            information=[CLOCKS_RUN] if row.state in PENDING else [],
            offered_on=row.offered_on,
            offered=Money(row.offered_cents),
            terms=row.terms,
            deposited=Money(row.deposited_cents),
            facts=row.facts,
            probability_basis_points=row.probability_basis_points,
            cost=None if row.cost_cents is None else Money(row.cost_cents),
            value=None if row.value_cents is None else Money(row.value_cents),
            notified_on=row.notified_on,
            conditions=row.conditions,
            to_duties=Money(row.to_duties_cents),
            to_penalty=Money(row.to_penalty_cents),
            released=Money(row.released_cents),
            returned=Money(row.returned_cents),
            reopened_on=row.reopened_on,
            reopening_ground=row.reopening_ground,
        )


@strawberry.type(description="Days that are not counted (LIM-05).")
class TolledDays:
    """A pause."""

    kind: Pause = strawberry.field(description="Why.")
    first_on: Date = strawberry.field(description="First day.")
    last_on: Date = strawberry.field(description="Last day.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The pause as the API shows it."""
        return cls(kind=Pause(row.kind), first_on=row.first_on, last_on=row.last_on)


@strawberry.type(description="Goods seized in a matter (CUL-15).")
class MatterSeizure:
    """A seizure."""

    id: strawberry.ID = strawberry.field(description="The seizure's id.")
    grounds: list[SeizureGround] = strawberry.field(description="Grounds of the law.")
    goods: str = strawberry.field(description="What was seized.")
    authority: str = strawberry.field(description="The law it rests on (AGY-05).")
    seized_on: Date = strawberry.field(description="Day of the seizure.")
    petition_by: Date = strawberry.field(description="Last day to petition against it.")
    sold_on: Date | None = strawberry.field(description="Day of the sale.")
    proceeds: Money | None = strawberry.field(description="What the sale brought.")
    costs: Money | None = strawberry.field(description="Costs of seizure, custody and sale.")
    applied: Money | None = strawberry.field(description="What paid the penalty.")
    returned: Money | None = strawberry.field(description="What went back to the person.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The seizure as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            grounds=[SeizureGround(one) for one in row.grounds],
            goods=row.goods,
            authority=row.authority,
            seized_on=row.seized_on,
            petition_by=row.petition_by,
            sold_on=row.sold_on,
            proceeds=None if row.proceeds_cents is None else Money(row.proceeds_cents),
            costs=None if row.costs_cents is None else Money(row.costs_cents),
            applied=None if row.applied_cents is None else Money(row.applied_cents),
            returned=None if row.returned_cents is None else Money(row.returned_cents),
        )


@strawberry.type(description="A refund set off against a debt of a matter (DBT-04).")
class MatterSetOff:
    """A set-off."""

    refund_reference: str = strawberry.field(description="The refund.")
    applied: Money = strawberry.field(description="What of it was applied.")
    set_off_on: Date = strawberry.field(description="Day of the set-off.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The set-off as the API shows it."""
        return cls(refund_reference=row.refund_reference, applied=Money(row.applied_cents), set_off_on=row.set_off_on)


@strawberry.type(description="Demanded duties, or a penalty claimed: always a debt under the tariff laws (DBT-02).")
class MatterDebt:
    """A debt."""

    kind: str = strawberry.field(description="DUTIES or PENALTY.")
    owed: Money = strawberry.field(description="What is owed in all.")
    collected: Money = strawberry.field(description="What was paid, set off or otherwise applied.")
    remaining: Money = strawberry.field(description="What is left.")
    due_on: Date | None = strawberry.field(description="Last day to pay; null while a petition may be filed.")
    disputed: bool = strawberry.field(description="A review or a petition is open: no set-off (DBT-04, DBT-05).")
    set_offs: list[MatterSetOff] = strawberry.field(description="Refunds set off against it.")


@strawberry.type(description="Who must prove what in court; for information only (CUL-14).")
class BurdenOfProof:
    """The burden."""

    government_proves: str = strawberry.field(description="What the Government must prove.")
    standard: str = strawberry.field(description="To what standard.")
    violator_proves: str | None = strawberry.field(description="What the alleged violator must show.")

    @classmethod
    def of(cls, burden: Burden) -> Self:
        """The burden as the API shows it."""
        return cls(
            government_proves=burden.government_proves,
            standard=burden.standard,
            violator_proves=burden.violator_proves,
        )


@strawberry.type(description="What a penalty may be, and usually is, at a level of culpability (CUL-03, CUL-04).")
class PenaltyRange:
    """The range."""

    maximum: Money = strawberry.field(description="The most the law allows; less after a granted disclosure (CUL-10).")
    guideline_low: Money = strawberry.field(description="Lower end of the usual disposition; binds no court.")
    guideline_high: Money = strawberry.field(description="Upper end.")
