"""What the mutations on holds take."""

from decimal import Decimal, InvalidOperation

import strawberry

from services.accounts.domain.holds import Outcome, Scope
from services.accounts.domain.sequester import ReleasePolicy
from services.accounts.graphql import checks
from services.accounts.graphql.holds import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.types import parse_id
from services.accounts.usecases.holds.place import HeldClaim, PlaceHold
from services.accounts.usecases.holds.release import ReleaseHold, ReleaseSequester
from services.accounts.usecases.holds.set_sequester_rate import SetSequesterRate
from shared.errors import BadInput

_FISCAL_YEAR = "Fiscal year, named by the calendar year it ends in."
_RATE = 'Percent as a decimal with at most four places, for example "7.2".'


def rate(text: str, field: str) -> Decimal:
    """A rate in percent; raises BadInput for any other text."""
    try:
        read = Decimal(text)
    except InvalidOperation:
        read = Decimal("NaN")
    if not read.is_finite() or not 0 <= read <= 100 or -int(read.as_tuple().exponent) > 4:
        raise BadInput(f"{text!r} is not a percentage from 0 to 100 with at most four places", field=field)
    return read


@strawberry.input(description="A claim whose share is withheld.")
class HeldClaimInput:
    """See HeldClaim."""

    case_number: strawberry.ID = strawberry.field(description='Case number of the order, for example "A-570-831".')
    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)
    certification_number: str = strawberry.field(description="The certification.")


@strawberry.input(description="Money to withhold, and why.")
class PlaceHoldInput:
    """See PlaceHold."""

    scope: Scope = strawberry.field(description="What is withheld.")
    legal_basis: str = strawberry.field(description="What the hold rests on.")
    court_reference: str | None = strawberry.field(
        default=None, description="Court and docket; needed for a claimant and a court matter."
    )
    claims: list[HeldClaimInput] = strawberry.field(
        default_factory=list, description="For a claimant, one; for a court matter, one or more."
    )
    case_number: strawberry.ID | None = strawberry.field(
        default=None, description="The order, for a case or a percentage."
    )
    fiscal_year: int | None = strawberry.field(default=None, description="Its year, for a case or a percentage.")
    rate_percent: str | None = strawberry.field(default=None, description=_RATE + " Of the gross amount.")

    def command(self) -> PlaceHold:
        """The command."""
        return PlaceHold(
            scope=self.scope,
            legal_basis=checks.prose(self.legal_basis, "legalBasis"),
            court_reference=None
            if self.court_reference is None
            else checks.prose(self.court_reference, "courtReference"),
            claims=tuple(_claim(f"claims[{place}]", claim) for place, claim in enumerate(self.claims)),
            case_number=None if self.case_number is None else checks.number(self.case_number, "caseNumber"),
            fiscal_year=None if self.fiscal_year is None else checks.fiscal_year(self.fiscal_year),
            rate_percent=None if self.rate_percent is None else rate(self.rate_percent, "ratePercent"),
        )


@strawberry.input(description="A hold whose matter ended.")
class ReleaseHoldInput:
    """See ReleaseHold."""

    hold_id: strawberry.ID = strawberry.field(description="Id of the hold.")
    outcome: Outcome = strawberry.field(description="How it ended for those whose money is withheld.")
    release_basis: str = strawberry.field(description="What the release rests on, for example a judgment.")

    def command(self) -> ReleaseHold:
        """The command."""
        return ReleaseHold(
            hold_id=parse_id(self.hold_id, "holdId"),
            outcome=self.outcome,
            release_basis=checks.prose(self.release_basis, "releaseBasis"),
        )


@strawberry.input(description="The rate that budget law withholds of a fiscal year's money.")
class SetSequesterRateInput:
    """See SetSequesterRate."""

    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)
    rate_percent: str = strawberry.field(description=_RATE)
    release: ReleasePolicy = strawberry.field(
        default=ReleasePolicy.RELEASE_SUPPLEMENTAL, description="When the money becomes available."
    )
    legal_basis: str = strawberry.field(description="What the rate rests on.")

    def command(self) -> SetSequesterRate:
        """The command."""
        return SetSequesterRate(
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            rate_percent=rate(self.rate_percent, "ratePercent"),
            release=self.release,
            legal_basis=checks.prose(self.legal_basis, "legalBasis"),
        )


@strawberry.input(description="The fiscal year whose sequestered money became available.")
class ReleaseSequesterInput:
    """See ReleaseSequester."""

    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)
    release_basis: str = strawberry.field(description="What the release rests on.")

    def command(self) -> ReleaseSequester:
        """The command."""
        return ReleaseSequester(
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            release_basis=checks.prose(self.release_basis, "releaseBasis"),
        )


def _claim(field: str, claim: HeldClaimInput) -> HeldClaim:
    return HeldClaim(
        case_number=checks.number(claim.case_number, f"{field}.caseNumber"),
        fiscal_year=checks.fiscal_year(claim.fiscal_year, f"{field}.fiscalYear"),
        certification_number=checks.number(claim.certification_number, f"{field}.certificationNumber"),
    )
