"""The allegation of critical circumstances and Commerce's preliminary finding on it."""

from dataclasses import dataclass

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.record.acts import Act, Authority, Visibility


@dataclass(frozen=True, slots=True)
class CriticalFinding:
    """The two findings; both are needed (CRC-03, CRC-06).

    Attributes:
        inconsistent: the alleged subsidy is inconsistent with the Subsidies Agreement.
        massive: there have been massive imports over a relatively short period.
    """

    inconsistent: bool
    massive: bool

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
    """Commerce's preliminary finding, before, with or after its preliminary determination (CRC-02, CRC-03).

    Attributes:
        firms: the combinations found to be concerned; any, when the finding is not per exporter.
    """

    name = "CriticalPreliminary"
    authority = Authority.COMMERCE
    visibility = Visibility.UNTIL_PUBLISHED
    rules = ("CRC-02", "CRC-03", "CRC-04")

    finding: CriticalFinding
    firms: tuple[Firm, ...] = (Firm(),)
