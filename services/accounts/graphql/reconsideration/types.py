"""A request for reconsideration."""

from typing import Annotated, Self
from uuid import UUID

import strawberry

from services.accounts.domain.reconsideration.requests import (
    CITATION,
    OWED,
    Outcome,
    RequestState,
    refusal_text,
)
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.reconsideration import enums  # noqa: F401  (gives the domain's enumerations their names)
from services.accounts.graphql.types import After, DomesticProducer, First, Order, text_after
from services.accounts.rights import Right
from services.accounts.storage.reconsideration import reading
from services.accounts.storage.rows import AnyRow
from shared import refusals as domain
from shared.graphql import Connection, Date, DateTime, Money, Refusal, connection_from, page_arguments, to_refusals

_DECIDED = " Null before it is decided; only those who decide see a proposal."


@strawberry.type(description="A certification in a distribution run again with the error corrected (RECO-04).")
class ReconsiderationResult:
    """One row of the run."""

    certification_number: str = strawberry.field(description="The certification.")
    claimant_name: str = strawberry.field(description="Claimant as certified.")
    net_claim: Money = strawberry.field(description="Net claim in this run.")
    corrected: bool = strawberry.field(description="Whether the decision put it right.")
    share: Money = strawberry.field(description="Share in this run; only the requester's moves money (RECO-05).")
    original_share: Money = strawberry.field(description="Share as it was computed.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The row as the API shows it."""
        return cls(
            certification_number=row.certification_number,
            claimant_name=row.claimant_name,
            net_claim=Money(row.net_cents),
            corrected=row.corrected,
            share=Money(row.share_cents),
            original_share=Money(row.was_cents),
        )


@strawberry.type(description="A producer's request for reconsideration of what it was paid (19 CFR 159.64(c)(3)).")
class ReconsiderationRequest:
    """A request; for the producer itself and for officers."""

    id: strawberry.ID = strawberry.field(description="Id of the request.")
    number: int = strawberry.field(description="Number, in order of receipt.")
    order: Order = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year of the distribution.")
    certification_number: str = strawberry.field(description="The certification.")
    producer: DomesticProducer = strawberry.field(description="The producer.")
    distribution_id: strawberry.ID | None = strawberry.field(description="The distribution; null while it is held.")
    statement: str = strawberry.field(description="What the producer says went wrong.")
    received_on: Date = strawberry.field(description="Day it was received.")
    filed_on: Date | None = strawberry.field(description="Day it counts as filed (RECO-01); null while it is held.")
    state: RequestState = strawberry.field(description="Where it stands.")
    reason_code: str | None = strawberry.field(description="Why it was refused: a code of the letters.")
    certified: Money = strawberry.field(description="Net claim as the producer last filed it.")
    paid_when_filed: Money | None = strawberry.field(description="Paid on the certification when it was filed.")
    decide_by: Date | None = strawberry.field(description="Target for the decision; the rule sets no limit (RECO-03).")
    outcome: Outcome | None = strawberry.field(description="How it was decided." + _DECIDED)
    reasons: str | None = strawberry.field(description="Reasons of the decision or refusal." + _DECIDED)
    adjustment: Money | None = strawberry.field(description="Amount granted (RECO-04)." + _DECIDED)
    adjustment_paid: Money = strawberry.field(description="Paid of it so far (RECO-06).")
    outstanding: Money = strawberry.field(description="Still owed of it.")
    approved_at: DateTime | None = strawberry.field(description="When the grant was approved: its place in the queue.")
    decided_by: str | None = strawberry.field(description="Who decided. Null for callers who may not decide.")
    approved_by: str | None = strawberry.field(description="Who approved. Null for callers who may not decide.")

    @strawberry.field(description="The distribution run again with the error corrected; for those who decide.")
    async def results(self, info: Info, first: First = None, after: After = None) -> Connection[ReconsiderationResult]:
        """A page of the run."""
        info.context.authorize(Right.READ_ACCOUNTS)
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.results_page(connection, UUID(str(self.id)), text_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (row.certification_number,), node=ReconsiderationResult.of)

    @classmethod
    def of(cls, info: Info, row: AnyRow) -> Self:
        """The request as the caller may see it."""
        officer = info.context.may(Right.READ_ACCOUNTS)
        state = RequestState(row.state)
        told = officer or state is not RequestState.UNDER_CONSIDERATION
        paid = int(row.adjustment_paid_cents)
        owed = row.adjustment_cents - paid if state in OWED else 0
        return cls(
            id=strawberry.ID(str(row.id)),
            number=row.number,
            order=Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            certification_number=row.certification_number,
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            distribution_id=None if row.distribution_id is None else strawberry.ID(str(row.distribution_id)),
            statement=row.statement,
            received_on=row.received_on,
            filed_on=row.filed_on,
            state=state,
            reason_code=row.reason_code,
            certified=Money(row.certified_cents),
            paid_when_filed=None if row.paid_cents is None else Money(row.paid_cents),
            decide_by=row.decide_by,
            outcome=Outcome(row.outcome) if told and row.outcome is not None else None,
            reasons=row.reasons if told else None,
            adjustment=Money(row.adjustment_cents) if told and row.adjustment_cents is not None else None,
            adjustment_paid=Money(paid),
            outstanding=Money(owed),
            approved_at=row.approved_at,
            decided_by=row.decided_by if officer else None,
            approved_by=row.approved_by if officer else None,
        )


@strawberry.type(description="Answer to the mutations on requests for reconsideration.")
class ReconsiderationPayload:
    """The request and refusals."""

    reconsideration: ReconsiderationRequest | None = strawberry.field(
        description="The request; null when nothing was done. A request that is refused is kept."
    )
    refusals: list[Refusal] = strawberry.field(
        description="Every reason why nothing was done, or why the request was refused; empty otherwise."
    )


def refused_request(row: AnyRow) -> list[Refusal]:
    """The refusal of a request that was just filed, as its letter has it; empty when it was not refused."""
    if row.reason_code is None:
        return []
    rule, message = refusal_text(row.reason_code)
    return to_refusals([domain.Refusal(code=row.reason_code, rule=rule, citation=CITATION, message=message)])


RequestArgument = Annotated[strawberry.ID, strawberry.argument(description="Id of the request.")]
