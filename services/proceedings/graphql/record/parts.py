"""What the inputs of several acts have in common: firms, rates, findings."""

from collections.abc import Sequence

import strawberry

from services.proceedings.domain.critical.acts import CriticalFinding
from services.proceedings.domain.instructions import ANY, Firm
from services.proceedings.domain.rates import RateRow
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.inputs import DepositRateInput
from services.proceedings.usecases.set_deposit_rates import read_rates


@strawberry.input(description="A combination of exporter and producer.")
class FirmInput:
    """See Firm."""

    exporter: str = strawberry.field(default=ANY, description='Name of the exporter, "*" for any.')
    producer: str = strawberry.field(default=ANY, description='Name of the producer, "*" for any.')

    def firm(self) -> Firm:
        """The combination.

        Raises:
            BadInput: a malformed name.
        """
        return Firm(clean_name(self.exporter, field="exporter"), clean_name(self.producer, field="producer"))


@strawberry.input(description="Commerce's two findings on critical circumstances; both are needed (CRC-03, CRC-06).")
class CriticalFindingInput:
    """See CriticalFinding."""

    inconsistent: bool = strawberry.field(
        description="The alleged subsidy is inconsistent with the Subsidies Agreement."
    )
    massive: bool = strawberry.field(description="There were massive imports over a relatively short period.")

    def finding(self) -> CriticalFinding:
        """The findings."""
        return CriticalFinding(inconsistent=self.inconsistent, massive=self.massive)


def rate_rows(rows: Sequence[DepositRateInput]) -> tuple[RateRow, ...]:
    """The rates of a determination.

    Raises:
        BadInput: a malformed rate or name, or too many rows.
    """
    return read_rates(tuple(row.command() for row in rows))
