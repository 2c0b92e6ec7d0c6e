"""The loss of a special rate of duty as the API shows it."""

from collections.abc import Mapping
from enum import EnumMeta
from typing import Self

import strawberry

from services.enforcement.domain.penalties.special_rate import RateAction, RateColumn
from services.enforcement.storage.special_rates import SpecialRate
from shared.graphql import Date, Money


def _describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


_describe(
    RateAction,
    "SpecialRateAction",
    "What is asked of liquidation (PEN-06).",
    {
        "LIQUIDATE": "Liquidate the entry at the rate applied.",
        "RELIQUIDATE": "Reliquidate it, despite the usual time limits.",
        "NONE": "Nothing: it was liquidated before the two years.",
    },
)
_describe(
    RateColumn,
    "RateColumn",
    "The rate that applies instead of the special one.",
    {"GENERAL": "Column 1 general (PEN-06).", "COLUMN_2": "Column 2, on an explicit finding (PEN-07)."},
)


@strawberry.type(description="The loss of a special rate of duty for one release (PEN-06, 19 CFR 163.6(b)(2)).")
class SpecialRateWithdrawal:
    """A decision."""

    release_number: str = strawberry.field(description="The release.")
    record_code: str = strawberry.field(description="The missing record.")
    action: RateAction = strawberry.field(description="What is asked of liquidation.")
    column_applied: RateColumn = strawberry.field(description="The rate that applies.")
    value: Money = strawberry.field(description="The value the duty is reckoned on.")
    extra_duty: Money = strawberry.field(description="Duty beyond what the special rate gave.")
    liquidated_on: Date | None = strawberry.field(description="Day of liquidation; null for an unliquidated entry.")
    reason: str | None = strawberry.field(description="PEN_RELIQ_WINDOW_PASSED when nothing is done.")
    finding: str = strawberry.field(description="The finding it rests on.")
    decided_on: Date = strawberry.field(description="Day of the decision.")

    @classmethod
    def of(cls, one: SpecialRate) -> Self:
        """The decision as the API shows it."""
        return cls(
            release_number=one.release_number,
            record_code=one.record_code,
            action=one.action,
            column_applied=one.column_applied,
            value=Money(one.value_cents),
            extra_duty=Money(one.extra_duty_cents),
            liquidated_on=one.liquidated_on,
            reason=one.reason,
            finding=one.finding,
            decided_on=one.decided_on,
        )
