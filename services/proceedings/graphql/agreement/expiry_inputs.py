"""What the mutations take as a restriction of quantity expires (SUS-21)."""

import strawberry

from services.proceedings.domain.agreement.acts import (
    ExpiryInjuryDetermined,
    ExpiryOpened,
    ExpiryOrderPublished,
    ExpirySubsidyDetermined,
)
from services.proceedings.domain.text import clean_scope, parse_citation
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.record.parts import rate_rows
from services.proceedings.usecases.record.record_act import RecordAct
from shared.graphql import Date


@strawberry.input(description="Opening of a proceeding as a restriction of quantity expires (SUS-21).")
class OpenExpiryInput(ActInput):
    """See ExpiryOpened."""

    expires_on: Date = strawberry.field(description="First day on which the agreement is not in force any more.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(ExpiryOpened(occurred_on=self.occurred_on, expires_on=self.expires_on))


@strawberry.input(description="Commerce's determination on subsidy upon termination of the agreement (SUS-21).")
class DetermineExpirySubsidyInput(ActInput):
    """See ExpirySubsidyDetermined."""

    affirmative: bool = strawberry.field(description="At least one rate is above de minimis.")
    rates: list[DepositRateInput] = strawberry.field(default_factory=list, description="The rates.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed rate or name.
        """
        return self.command(
            ExpirySubsidyDetermined(
                occurred_on=self.occurred_on, affirmative=self.affirmative, rates=rate_rows(self.rates)
            )
        )


@strawberry.input(description="The Commission's determination on injury upon termination of the agreement (SUS-21).")
class DetermineExpiryInjuryInput(ActInput):
    """See ExpiryInjuryDetermined."""

    affirmative: bool = strawberry.field(description="Injury is likely upon termination.")

    def record(self) -> RecordAct:
        """The command."""
        return self.command(ExpiryInjuryDetermined(occurred_on=self.occurred_on, affirmative=self.affirmative))


@strawberry.input(description="The order after a restriction of quantity; its day is that of publication (SUS-21).")
class PublishExpiryOrderInput(ActInput):
    """See ExpiryOrderPublished."""

    scope_text: str = strawberry.field(description="Description of the merchandise.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: a malformed description or citation.
        """
        return self.command(
            ExpiryOrderPublished(
                occurred_on=self.occurred_on,
                scope_text=clean_scope(self.scope_text) or "",
                fr_citation=parse_citation(self.federal_register_citation),
            )
        )
