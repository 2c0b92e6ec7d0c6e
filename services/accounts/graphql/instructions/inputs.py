"""What the mutations on instructions take."""

from decimal import Decimal, InvalidOperation

import strawberry

from services.accounts.domain.instructions.messages import EVERYBODY, Firm, Ground, Mode
from services.accounts.domain.refunds import InterestSource
from services.accounts.graphql import checks
from services.accounts.graphql.instructions import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.accounts.usecases.instructions.confirm_release import ConfirmReleaseConditions
from services.accounts.usecases.instructions.liquidate_by_instruction import LiquidateByInstruction
from shared.errors import BadInput
from shared.graphql import Date

_MOST_FIRMS = 1_000
_HIGHEST_RATE = 10_000


@strawberry.input(description="A combination of exporter and producer.")
class InstructedFirmInput:
    """See Firm."""

    exporter: str = strawberry.field(default="*", description='Name of the exporter, "*" for any.')
    producer: str = strawberry.field(default="*", description='Name of the producer, "*" for any.')


@strawberry.input(description="Days of entry, both included.")
class EntryDaysInput:
    """A range."""

    first: Date = strawberry.field(description="First day of entry.")
    last: Date = strawberry.field(description="Last day of entry.")


@strawberry.input(description="An instruction to liquidate that came on paper.")
class LiquidateByInstructionInput:
    """See LiquidateByInstruction."""

    case_number: strawberry.ID = strawberry.field(description='Case number of the order, for example "A-570-831".')
    entry_from: Date = strawberry.field(description="First day of entry.")
    mode: Mode = strawberry.field(description="At what rate.")
    reference: str = strawberry.field(default="", description="The instruction's own number or date.")
    entry_to: Date | None = strawberry.field(default=None, description="Last day of entry; left out while it is open.")
    rate_percent: str | None = strawberry.field(
        default=None, description='Percent of entered value, with mode RATE alone, for example "8.00".'
    )
    ground: Ground = strawberry.field(default=Ground.REVIEW, description="Why entries may be liquidated.")
    reason: str | None = strawberry.field(default=None, description="Reason of a liquidation without duty (ASM-11).")
    firms: list[InstructedFirmInput] = strawberry.field(
        default_factory=list, description="The combinations concerned; all when none is named."
    )
    excluded_firms: list[InstructedFirmInput] = strawberry.field(
        default_factory=list, description="Combinations left out."
    )
    exclude_ranges: list[EntryDaysInput] = strawberry.field(
        default_factory=list, description="Days of entry left out, for example a gap."
    )
    liquidated_on: Date | None = strawberry.field(default=None, description="Day of liquidation; today if left out.")
    itc_notice_published_on: Date | None = strawberry.field(
        default=None,
        description="Publication of the Commission's final notice: the deposits of earlier entries are a cap (ACCT-10)."
        " Not needed where proceedings told the days of the case; the order's publication if left out.",
    )
    interest_from: Date | None = strawberry.field(
        default=None, description="First day of entry with interest; publication of the order if left out."
    )
    suspension_lifted_on: Date | None = strawberry.field(default=None, description="Notice that suspension is lifted.")
    deemed_after: Date | None = strawberry.field(
        default=None, description="Day after which what is left counts as liquidated (ASM-09); none if left out."
    )

    def command(self, source: InterestSource) -> LiquidateByInstruction:
        """The command."""
        firms = checks.at_most(self.firms, _MOST_FIRMS, "firms")
        excluded = checks.at_most(self.excluded_firms, _MOST_FIRMS, "excludedFirms")
        return LiquidateByInstruction(
            case_number=checks.number(self.case_number, "caseNumber"),
            reference=checks.prose(self.reference, "reference"),
            entry_from=self.entry_from,
            entry_to=self.entry_to,
            mode=self.mode,
            ground=self.ground,
            rate_percent=None if self.rate_percent is None else _percent(self.rate_percent),
            firms=tuple(_firm(firm, f"firms[{i}]") for i, firm in enumerate(firms)) or EVERYBODY,
            excluded_firms=tuple(_firm(firm, f"excludedFirms[{i}]") for i, firm in enumerate(excluded)),
            excluded_ranges=tuple((part.first, part.last) for part in self.exclude_ranges),
            reason=None if self.reason is None else checks.prose(self.reason, "reason"),
            liquidated_on=self.liquidated_on,
            boundary_on=self.itc_notice_published_on,
            interest_from=self.interest_from,
            suspension_lifted_on=self.suspension_lifted_on,
            deemed_after=self.deemed_after,
            interest_source=source,
        )


@strawberry.input(description="What an importer furnished for delivery of its goods (ORD-09).")
class ConfirmReleaseConditionsInput:
    """See ConfirmReleaseConditions."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    case_number: strawberry.ID = strawberry.field(description="The order.")
    information: bool = strawberry.field(description="Information to ascertain the duty was furnished.")
    records: bool = strawberry.field(description="Required records are kept and furnished.")
    undertaking: bool = strawberry.field(description="The importer paid, or undertook to pay on demand.")

    def command(self) -> ConfirmReleaseConditions:
        """The command."""
        return ConfirmReleaseConditions(
            entry_number=checks.number(self.entry_number, "entryNumber"),
            case_number=checks.number(self.case_number, "caseNumber"),
            information=self.information,
            records=self.records,
            undertaking=self.undertaking,
        )


def _firm(firm: InstructedFirmInput, path: str) -> Firm:
    return Firm(
        checks.firm_name(firm.exporter, f"{path}.exporter"), checks.firm_name(firm.producer, f"{path}.producer")
    )


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal("NaN")
    if not percent.is_finite() or abs(percent) > _HIGHEST_RATE or len(text) > len("10000.000000"):
        raise BadInput(f"ratePercent must be a decimal of at most {_HIGHEST_RATE}", field="ratePercent")
    return percent
