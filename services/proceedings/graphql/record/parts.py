"""What the inputs of several acts have in common: firms, rates, findings."""

from collections.abc import Sequence
from decimal import Decimal

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
    firms: list[FirmInput] = strawberry.field(
        default_factory=list, description="The combinations concerned; empty for all, when it is not per exporter."
    )
    base_volume: Decimal | None = strawberry.field(
        default=None, description="Imports of the base period, in any one unit; must bear out what is massive."
    )
    comparison_volume: Decimal | None = strawberry.field(
        default=None, description="Imports of the period of like length after it, in the same unit."
    )

    def finding(self) -> CriticalFinding:
        """The findings.

        Raises:
            BadInput: a malformed name.
        """
        return CriticalFinding(
            inconsistent=self.inconsistent,
            massive=self.massive,
            firms=tuple(dict.fromkeys(one.firm() for one in self.firms)) or (Firm(),),
            base_volume=self.base_volume,
            comparison_volume=self.comparison_volume,
        )


def rate_rows(rows: Sequence[DepositRateInput]) -> tuple[RateRow, ...]:
    """The rates of a determination.

    Raises:
        BadInput: a malformed rate or name, or too many rows.
    """
    return read_rates(tuple(row.command() for row in rows))
