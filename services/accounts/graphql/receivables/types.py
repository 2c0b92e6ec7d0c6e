"""Receivables and awards as the API shows them."""

from typing import Self

import strawberry

from services.accounts.domain.bills.kinds import ReceivableKind
from services.accounts.graphql.enums import describe
from services.accounts.storage.rows import AnyRow
from shared.graphql import Date, Money, Refusal

describe(
    ReceivableKind,
    "ReceivableKind",
    "What enforcement asked to be collected.",
    {"PENALTY": "A penalty.", "DUTIES": "Duties that were withheld."},
)


@strawberry.type(description="What enforcement asked accounts to collect; it belongs to no order.")
class Receivable:
    """A receivable."""

    id: strawberry.ID = strawberry.field(description="Id of the receivable.")
    kind: ReceivableKind = strawberry.field(description="Penalty or duties.")
    reference: str = strawberry.field(description="The penalty or demand, as enforcement names it.")
    importer_number: str = strawberry.field(description="The debtor.")
    amount: Money = strawberry.field(description="What is owed in all.")
    collected: Money = strawberry.field(description="What was collected so far.")
    unpaid: Money = strawberry.field(description="The rest.")
    overpaid: Money = strawberry.field(description="Collected above what is owed now: to be refunded.")
    demanded_on: Date = strawberry.field(description="Day of the assessment or demand.")
    due_on: Date = strawberry.field(description="Last day to pay.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The receivable as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            kind=ReceivableKind(row.kind),
            reference=row.reference,
            importer_number=row.debtor,
            amount=Money(row.amount_cents),
            collected=Money(row.collected_cents),
            unpaid=Money(max(0, row.amount_cents - row.collected_cents)),
            overpaid=Money(max(0, row.collected_cents - row.amount_cents)),
            demanded_on=row.demanded_on,
            due_on=row.due_on,
        )


@strawberry.type(description="An award to pay; whose it is only enforcement knows.")
class AwardPayment:
    """An award."""

    request_id: strawberry.ID = strawberry.field(description="Enforcement's request.")
    payee_reference: str = strawberry.field(description="Opaque reference of the payee.")
    amount: Money = strawberry.field(description="Amount.")
    requested_on: Date = strawberry.field(description="Day of the request.")
    released_on: Date | None = strawberry.field(description="Day it was released for payment.")
    paid_on: Date | None = strawberry.field(description="Day it was paid.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The award as the API shows it."""
        return cls(
            request_id=strawberry.ID(row.request_id),
            payee_reference=row.payee_reference,
            amount=Money(row.amount_cents),
            requested_on=row.requested_on,
            released_on=row.released_on,
            paid_on=row.paid_on,
        )


@strawberry.type(description="Answer to collectReceivable.")
class ReceivablePayload:
    """The receivable or refusals."""

    receivable: Receivable | None = strawberry.field(description="It; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")


@strawberry.type(description="Answer to the mutations on awards.")
class AwardPaymentPayload:
    """The award or refusals."""

    award_payment: AwardPayment | None = strawberry.field(description="It; null when refused.")
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")
