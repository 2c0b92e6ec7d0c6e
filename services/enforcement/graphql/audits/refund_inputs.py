"""Inputs of refunds and of other uses of over-payments."""

import strawberry

from services.enforcement.domain.audits.findings import FindingClass, RefundBasis
from services.enforcement.domain.audits.offsets import RefundAllocation
from services.enforcement.graphql.audits import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.audits import refunds
from services.enforcement.usecases.audits.refunds import OtherUse


@strawberry.input(description="Decide on what over-payments could be refunded (OFF-13).")
class DecideRefundBasisInput:
    """See DecideRefundBasis."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")
    items: list[str] = strawberry.field(description="Numbers of the over-payments.")
    basis: RefundBasis = strawberry.field(description="The basis, or that there is none.")
    reason: str = strawberry.field(description="Why.")

    def command(self, allocation: RefundAllocation) -> refunds.DecideRefundBasis:
        """The command, by the service's reading of which over-payments the offset consumed first."""
        return refunds.DecideRefundBasis(
            audit_id=parse_id(self.audit_id, field="auditId"),
            items=tuple(self.items),
            basis=self.basis,
            reason=self.reason,
            allocation=allocation,
        )


@strawberry.input(description="Credit what is refundable toward a refund (OFF-13).")
class CreditAuditRefundInput:
    """See CreditRefund."""

    audit_id: strawberry.ID = strawberry.field(description="The audit's id.")

    def command(self, allocation: RefundAllocation) -> refunds.CreditRefund:
        """The command, by the service's reading of which over-payments the offset consumed first."""
        return refunds.CreditRefund(audit_id=parse_id(self.audit_id, field="auditId"), allocation=allocation)


@strawberry.input(description="Refund or credit the over-payment of a line outside an offset (OFF-14).")
class UseOverPaymentInput:
    """See UseOverPayment."""

    entry_number: strawberry.ID = strawberry.field(description="Number of the entry.")
    line_number: int = strawberry.field(description="Line.")
    finding_class: FindingClass = strawberry.field(description="What was over-paid.")
    use: OtherUse = strawberry.field(description="Refund or protest credit.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> refunds.UseOverPayment:
        """The command."""
        return refunds.UseOverPayment(
            entry_number=str(self.entry_number),
            line_number=self.line_number,
            finding_class=self.finding_class,
            use=self.use,
            reason=self.reason,
        )
