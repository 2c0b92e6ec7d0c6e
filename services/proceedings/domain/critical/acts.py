"""The allegation of critical circumstances and Commerce's preliminary finding on it."""

from dataclasses import dataclass
from decimal import Decimal

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.record.acts import Act, Authority, Visibility


@dataclass(frozen=True, slots=True)
class CriticalFinding:
    """The two findings; both are needed (CRC-03, CRC-06).

    Attributes:
        inconsistent: the alleged subsidy is inconsistent with the Subsidies Agreement.
        massive: there have been massive imports over a relatively short period.
        firms: the combinations concerned; any, when the findings are not per exporter.
        base_volume: imports of the base period, ``comparison_volume`` of the period of like length after it, in one
            unit; None where the finding rests on something else.
    """

    inconsistent: bool
    massive: bool
    firms: tuple[Firm, ...] = (Firm(),)
    base_volume: Decimal | None = None
    comparison_volume: Decimal | None = None

    @property
    def affirmative(self) -> bool:
        """Both were found."""
        return self.inconsistent and self.massive


@dataclass(frozen=True, kw_only=True, slots=True)
class CriticalAlleged(Act):
    """Critical circumstances were alleged, in the petition or by amendment (CRC-01)."""

    name = "CriticalAlleged"
    authority = Authority.PARTY
    rules = ("CRC-01",)


@dataclass(frozen=True, kw_only=True, slots=True)
class CriticalPreliminary(Act):
    """Commerce's preliminary finding, before, with or after its preliminary determination (CRC-02 to CRC-04)."""

    name = "CriticalPreliminary"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("CRC-02", "CRC-03", "CRC-04")

    finding: CriticalFinding
