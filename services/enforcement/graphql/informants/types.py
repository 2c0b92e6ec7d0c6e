"""Dossiers, claims, recoveries and the log of reads as the API shows them; no name, no wording, no address."""

from datetime import date
from typing import Any, Self

import sqlalchemy as sa
import strawberry

from services.enforcement.domain.informants.access import IdentityField, Outcome, Purpose
from services.enforcement.domain.informants.eligibility import AllegationKind, Route
from services.enforcement.domain.informants.recovery import Disposition, RecoveryClass
from services.enforcement.domain.informants.states import ClaimState, ContactState
from services.enforcement.graphql.informants import enums  # noqa: F401  (names the domain's enumerations)
from services.enforcement.storage.informants.reads import Standing as ReadStanding
from services.enforcement.usecases.informants.reading import Standing as ClaimStanding
from shared.graphql import Date, DateTime, Money, Refusal

Row = sa.Row[Any]
_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="A recovery in a case, whether or not somebody's information led to it (INF-12).")
class Recovery:
    """A recovery."""

    id: strawberry.ID = strawberry.field(description="Id.")
    case_reference: str = strawberry.field(description="The case.")
    kind: RecoveryClass = strawberry.field(description="What was recovered.")
    collected: Money = strawberry.field(description="Money collected.")
    refunded: Money = strawberry.field(description="Paid back since.")
    expenses: Money = strawberry.field(description="Expenses.")
    liens: Money = strawberry.field(description="Liens.")
    appraised_value: Money = strawberry.field(description="Value of property not sold.")
    disposition: Disposition | None = strawberry.field(description="What became of property.")
    received_on: Date = strawberry.field(description="Day of the receipt.")
    sold_on: Date | None = strawberry.field(description="Day of the sale.")
    held: bool = strawberry.field(description="A petition, protest or refund claim is open.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The recovery as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            case_reference=row.case_reference,
            kind=RecoveryClass(row.kind),
            collected=row.collected_cents,
            refunded=row.refunded_cents,
            expenses=row.expenses_cents,
            liens=row.liens_cents,
            appraised_value=row.appraised_cents,
            disposition=None if row.disposition is None else Disposition(row.disposition),
            received_on=row.received_on,
            sold_on=row.sold_on,
            held=row.held,
        )


@strawberry.type(description="An allegation, without its wording.")
class InformantAllegation:
    """An allegation."""

    id: strawberry.ID = strawberry.field(description="Id.")
    kind: AllegationKind = strawberry.field(description="What it is about.")
    received_at: DateTime = strawberry.field(description="When it was received.")
    first_known_at: DateTime | None = strawberry.field(description="When Government files first knew it.")
    original: bool | None = strawberry.field(description="Headquarters' finding.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The allegation as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            kind=AllegationKind(row.kind),
            received_at=row.received_at,
            first_known_at=row.first_known_at,
            original=row.original,
        )


@strawberry.type(description="A recommendation on a claim (INF-10).")
class ClaimRecommendation:
    """A recommendation."""

    step: str = strawberry.field(description="SAC or DIRECTOR.")
    approve: bool = strawberry.field(description="Approve; otherwise deny.")
    amount: Money = strawberry.field(description="The amount recommended.")
    reason: str = strawberry.field(description="Why.")
    late: bool = strawberry.field(description="Given after a direct application (INF-11).")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The recommendation as the API shows it."""
        return cls(step=row.step, approve=row.approve, amount=row.amount_cents, reason=row.reason, late=row.late)


@strawberry.type(description="An award decided.")
class InformantAward:
    """An award."""

    id: strawberry.ID = strawberry.field(description="Id; the request that accounts pays.")
    amount: Money = strawberry.field(description="Gross award, which uses up the cap (INF-19).")
    payout: Money | None = strawberry.field(description="After purchase money; null until payment is requested.")
    stopped_on: Date | None = strawberry.field(description="Its payment was stopped (INF-07).")
    paid_on: Date | None = strawberry.field(description="Day of payment.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The award as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            amount=row.amount_cents,
            payout=row.payout_cents,
            stopped_on=row.stopped_on,
            paid_on=row.paid_on,
        )


@strawberry.type(description="A claim under a pseudonym.")
class InformantClaim:
    """A claim."""

    id: strawberry.ID = strawberry.field(description="Id.")
    pseudonym: str = strawberry.field(description="The claimant's pseudonym in this case.")
    state: ClaimState = strawberry.field(description="Where it stands.")
    reason_code: str | None = strawberry.field(description="Why it is refused, denied or closed.")
    filed_on: Date = strawberry.field(description="Day of filing.")
    group_id: strawberry.ID | None = strawberry.field(description="The recovery group.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The claim as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            pseudonym=row.pseudonym,
            state=ClaimState(row.state),
            reason_code=row.reason_code,
            filed_on=row.filed_on,
            group_id=None if row.group_id is None else strawberry.ID(str(row.group_id)),
        )


@strawberry.type(description="A contact under its pseudonym.")
class InformantContact:
    """A contact."""

    id: strawberry.ID = strawberry.field(description="Id.")
    pseudonym: str = strawberry.field(description="Random; says nothing (INF-26).")
    state: ContactState = strawberry.field(description="Where it stands.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The contact as the API shows it."""
        return cls(id=strawberry.ID(str(row.id)), pseudonym=row.pseudonym, state=ContactState(row.state))


@strawberry.type(description="What recommending and deciding needs, without the person (INF-25, INF-26).")
class InformantDossier:
    """A dossier."""

    contact: InformantContact = strawberry.field(description="The contact.")
    route: Route | None = strawberry.field(description="How the person qualifies.")
    stipulated: bool = strawberry.field(description="A stipulation is signed (INF-09).")
    purchase_money: Money = strawberry.field(description="Paid for evidence or information.")
    allegations: list[InformantAllegation] = strawberry.field(description="What was alleged.")
    claims: list[InformantClaim] = strawberry.field(description="The claims.")
    recommendations: list[ClaimRecommendation] = strawberry.field(description="On the claims.")
    awards: list[InformantAward] = strawberry.field(description="On the claims.")


@strawberry.type(description="A sealed field, opened.")
class InformantIdentityValue:
    """A field."""

    field: IdentityField = strawberry.field(description="Which.")
    value: str = strawberry.field(description="Its text.")


@strawberry.type(description="One read, allowed or denied (INF-27).")
class InformantRead:
    """A read."""

    id: strawberry.ID = strawberry.field(description="Number.")
    at: DateTime = strawberry.field(description="When.")
    actor: str = strawberry.field(description="Who.")
    purpose: Purpose = strawberry.field(description="Why.")
    reason: str = strawberry.field(description="Why, in words.")
    pseudonym: str | None = strawberry.field(description="As asked for; null of a list.")
    fields_requested: list[str] = strawberry.field(description="What was asked for.")
    outcome: Outcome = strawberry.field(description="What it came to.")

    @classmethod
    def of(cls, row: Row) -> Self:
        """The read as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            at=row.at,
            actor=row.actor,
            purpose=Purpose(row.purpose),
            reason=row.reason,
            pseudonym=row.pseudonym,
            fields_requested=row.fields_requested,
            outcome=Outcome(row.outcome),
        )


@strawberry.type(description="How far the log of reads was reviewed (INF-27).")
class InformantReadReview:
    """See Standing of the log."""

    reviewed_through: int = strawberry.field(description="Number of the last read reviewed; 0 without one.")
    reviewed_on: Date | None = strawberry.field(description="Day of the last review.")
    newest: int = strawberry.field(description="Number of the newest read.")
    waiting: int = strawberry.field(description="Reads that wait for a review.")
    due_on: Date | None = strawberry.field(description="Day by which the next is due; null while nothing waits.")

    @classmethod
    def of(cls, standing: ReadStanding, due_on: date | None) -> Self:
        """As the API shows it."""
        return cls(
            reviewed_through=standing.reviewed_through,
            reviewed_on=standing.reviewed_on,
            newest=standing.newest,
            waiting=standing.waiting,
            due_on=due_on,
        )


@strawberry.type(description="What a claim may be awarded as things stand (INF-13 to INF-15, INF-22).")
class InformantClaimPosition:
    """A position."""

    net_recovery: Money = strawberry.field(description="Net recovery of the case; provisional ones do not count yet.")
    ceiling: Money = strawberry.field(description="The most the claim may be awarded in all.")
    awarded: Money = strawberry.field(description="Gross awards so far.")
    payable: Money = strawberry.field(description="What may be awarded now.")
    over_awarded: Money = strawberry.field(description="Awarded above the ceiling after a refund; none is taken back.")
    cap_left: Money = strawberry.field(description="What is left of the cap of the case.")

    @classmethod
    def of(cls, standing: ClaimStanding) -> Self:
        """As the API shows it."""
        where = standing.position
        return cls(
            net_recovery=Money(standing.net_cents),
            ceiling=Money(where.ceiling_cents),
            awarded=Money(where.awarded_cents),
            payable=Money(where.payable_cents),
            over_awarded=Money(where.over_awarded_cents),
            cap_left=Money(max(0, where.cap_cents - where.cap_used_cents)),
        )


@strawberry.type(description="Answer to reviewInformantReads.")
class ReviewInformantReadsPayload:
    """The review or the refusals."""

    chain_intact: bool | None = strawberry.field(description="Every read follows the one before it; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer about a contact.")
class InformantContactPayload:
    """The contact or the refusals."""

    contact: InformantContact | None = strawberry.field(description="The contact; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer about a claim.")
class InformantClaimPayload:
    """The claim or the refusals."""

    claim: InformantClaim | None = strawberry.field(description="The claim; null when nothing was kept.")
    refusals: list[Refusal] = strawberry.field(
        description="Every reason; beside a claim, why it was refused or denied, waits, or its payment was stopped."
    )


@strawberry.type(description="Answer about a recovery.")
class RecoveryPayload:
    """The recovery or the refusals."""

    recovery: Recovery | None = strawberry.field(description="The recovery; null when refused.")
    hold_id: strawberry.ID | None = strawberry.field(description="Id of the hold, of holdRecovery and its release.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)
