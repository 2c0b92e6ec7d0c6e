"""What the mutations on reliquidations and refunds take."""

from uuid import UUID

import strawberry

from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.reliquidation import Cause
from services.accounts.graphql import checks
from services.accounts.graphql.types import parse_id
from services.accounts.usecases.reliquidations.court_refund import RecordCourtRefund
from services.accounts.usecases.reliquidations.record import RecordReliquidations, Reliquidation
from services.accounts.usecases.reliquidations.reverse_refund import ReverseRefund
from shared.graphql import Date, Money

_CASE_NUMBER = 'Case number of the order, for example "A-570-831".'
_OWED = "Interest owed to the importer on its refund, from the feed (REFD-05)."


@strawberry.input(description="One entry reliquidated under one order.")
class ReliquidationInput:
    """See Reliquidation."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    reliquidated_on: Date = strawberry.field(description="Day of reliquidation.")
    cause: Cause = strawberry.field(description="Why; it decides until when it can be (ACCT-13).")
    assessed: Money = strawberry.field(description="Final duty under the order now.")
    interest_1677g: Money = strawberry.field(
        default=Money(0), description="Interest charged at liquidation now, in all (19 USC 1677g)."
    )
    interest_owed_to_importer: Money = strawberry.field(default=Money(0), description=_OWED)
    request_filed_on: Date | None = strawberry.field(
        default=None, description="Day the protest or request was filed; of a registered protest it is known."
    )
    at_importers_request: bool = strawberry.field(
        default=False, description="A refund then counts however small (ACCT-12); an allowed protest always is one."
    )
    net_difference: Money | None = strawberry.field(
        default=None,
        description="Of the whole entry with ordinary duties, fees and taxes; when left out there are none (ACCT-12).",
    )
    reference: str | None = strawberry.field(default=None, description="Protest number, or court and docket.")


@strawberry.input(description="Reliquidations to record: all, or none with every bad row named.")
class RecordReliquidationsInput:
    """See RecordReliquidations."""

    reliquidations: list[ReliquidationInput] = strawberry.field(description="1 to 10,000 reliquidations.")

    def command(self, source: InterestSource) -> RecordReliquidations:
        """The command."""
        return RecordReliquidations(
            reliquidations=tuple(_row(f"reliquidations[{i}]", row) for i, row in enumerate(self.reliquidations)),
            interest_source=source,
        )


@strawberry.input(description="What a court ordered back on one entry under one order.")
class RecordCourtRefundInput:
    """See RecordCourtRefund."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    refunded_on: Date = strawberry.field(description="Day of the refund.")
    duty: Money = strawberry.field(description="Duty to refund.")
    interest_1677g: Money = strawberry.field(default=Money(0), description="Interest at liquidation to refund.")
    interest_owed_to_importer: Money = strawberry.field(default=Money(0), description=_OWED)
    court_reference: str = strawberry.field(description="Court and docket.")

    def command(self, source: InterestSource) -> RecordCourtRefund:
        """The command."""
        return RecordCourtRefund(
            entry_number=checks.number(self.entry_number, "entryNumber"),
            case_number=checks.number(self.case_number, "caseNumber"),
            refunded_on=self.refunded_on,
            duty_cents=self.duty,
            interest_cents=self.interest_1677g,
            interest_owed_cents=self.interest_owed_to_importer,
            reference=checks.prose(self.court_reference, "courtReference"),
            interest_source=source,
        )


@strawberry.input(description="A refund whose judgment was reversed.")
class ReverseRefundInput:
    """See ReverseRefund."""

    refund_id: strawberry.ID = strawberry.field(description="Id of the refund.")
    reason: str = strawberry.field(description="Why, for example the judgment on appeal.")

    def command(self) -> ReverseRefund:
        """The command."""
        refund_id: UUID = parse_id(self.refund_id, "refundId")
        return ReverseRefund(refund_id=refund_id, reason=checks.prose(self.reason, "reason"))


def _row(path: str, row: ReliquidationInput) -> Reliquidation:
    return Reliquidation(
        entry_number=checks.number(row.entry_number, f"{path}.entryNumber"),
        case_number=checks.number(row.case_number, f"{path}.caseNumber"),
        reliquidated_on=row.reliquidated_on,
        cause=row.cause,
        assessed_cents=row.assessed,
        interest_cents=row.interest_1677g,
        interest_owed_cents=row.interest_owed_to_importer,
        request_filed_on=row.request_filed_on,
        at_importers_request=row.at_importers_request,
        net_difference_cents=row.net_difference,
        reference=None if row.reference is None else checks.prose(row.reference, f"{path}.reference"),
    )
