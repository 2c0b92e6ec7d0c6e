"""What the mutations on requests for reconsideration take."""

import strawberry

from services.accounts.domain.reconsideration.adjustments import Correction
from services.accounts.domain.reconsideration.requests import Outcome, Screening
from services.accounts.graphql import checks
from services.accounts.graphql.reconsideration import enums  # noqa: F401  (gives the domain's enumerations their names)
from services.accounts.graphql.types import parse_id
from services.accounts.usecases.reconsideration.decide import (
    ApproveReconsideration,
    DecideReconsideration,
    ScreenReconsideration,
    SendBackReconsideration,
)
from services.accounts.usecases.reconsideration.file_request import RequestReconsideration
from shared.errors import BadInput
from shared.graphql import Date, Money

_REQUEST = "Id of the request."
_MOST_CORRECTIONS = 1_000


@strawberry.input(description="A request for reconsideration.")
class RequestReconsiderationInput:
    """See RequestReconsideration."""

    case_number: strawberry.ID = strawberry.field(description='Case number of the order, for example "A-570-831".')
    fiscal_year: int = strawberry.field(description="Fiscal year of the distribution.")
    certification_number: str = strawberry.field(description="The certification that was not paid in full.")
    statement: str = strawberry.field(description="The clerical error or mistake by Customs, in the producer's words.")
    received_on: Date | None = strawberry.field(
        default=None, description="Day a paper request was received; only for officers, who key it in."
    )

    def command(self, producer_ids: frozenset[str] | None) -> RequestReconsideration:
        """The command."""
        if producer_ids is not None and self.received_on is not None:
            raise BadInput("a request of the producer itself is received now", field="receivedOn")
        return RequestReconsideration(
            case_number=checks.number(self.case_number, "caseNumber"),
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            certification_number=checks.number(self.certification_number, "certificationNumber"),
            statement=checks.prose(self.statement, "statement"),
            received_on=self.received_on,
            producer_ids=producer_ids,
        )


@strawberry.input(description="What a request is found to allege.")
class ScreenReconsiderationInput:
    """See ScreenReconsideration."""

    request_id: strawberry.ID = strawberry.field(description=_REQUEST)
    finding: Screening = strawberry.field(description="What it alleges.")
    reasons: str = strawberry.field(description="Why; of a refusal, for the letter.")

    def command(self) -> ScreenReconsideration:
        """The command."""
        return ScreenReconsideration(
            request_id=parse_id(self.request_id, "requestId"),
            finding=self.finding,
            reasons=checks.prose(self.reasons, "reasons"),
        )


@strawberry.input(description="A claim as it should have gone into the distribution.")
class ReconsiderationCorrectionInput:
    """See Correction."""

    certification_number: str = strawberry.field(
        description="The certification; one that was wrongly refused is put in."
    )
    net_claim: Money = strawberry.field(description="Its right net claim, at most what was last filed in time.")


@strawberry.input(description="A decision.")
class DecideReconsiderationInput:
    """See DecideReconsideration."""

    request_id: strawberry.ID = strawberry.field(description=_REQUEST)
    outcome: Outcome = strawberry.field(description="The decision. A grant waits for somebody else's approval.")
    reasons: str = strawberry.field(description="Reasons, for the letter.")
    corrections: list[ReconsiderationCorrectionInput] = strawberry.field(
        default_factory=list, description="Of a grant: the claims put right."
    )
    available: Money | None = strawberry.field(
        default=None, description="Of a grant: what should have been available, if that was the error."
    )

    def command(self) -> DecideReconsideration:
        """The command."""
        if len(self.corrections) > _MOST_CORRECTIONS:
            raise BadInput(f"at most {_MOST_CORRECTIONS} corrections", field="corrections")
        return DecideReconsideration(
            request_id=parse_id(self.request_id, "requestId"),
            outcome=self.outcome,
            reasons=checks.prose(self.reasons, "reasons"),
            corrections=tuple(_correction(at, one) for at, one in enumerate(self.corrections)),
            available_cents=self.available,
        )


@strawberry.input(description="A request.")
class ReconsiderationInput:
    """An id."""

    request_id: strawberry.ID = strawberry.field(description=_REQUEST)

    def command(self) -> ApproveReconsideration:
        """The command."""
        return ApproveReconsideration(request_id=parse_id(self.request_id, "requestId"))


@strawberry.input(description="A request and a reason.")
class SendBackReconsiderationInput:
    """See SendBackReconsideration."""

    request_id: strawberry.ID = strawberry.field(description=_REQUEST)
    reason: str = strawberry.field(description="Why the grant is sent back.")

    def command(self) -> SendBackReconsideration:
        """The command."""
        return SendBackReconsideration(
            request_id=parse_id(self.request_id, "requestId"), reason=checks.prose(self.reason, "reason")
        )


def _correction(position: int, one: ReconsiderationCorrectionInput) -> Correction:
    field = f"corrections[{position}]"
    if one.net_claim < 0:
        raise BadInput("a net claim is not negative", field=f"{field}.netClaim")
    return Correction(
        certification_number=checks.number(one.certification_number, f"{field}.certificationNumber"),
        net_cents=one.net_claim,
    )
