"""What a suspension agreement says and what was found about it (9.2)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class AgreementType(StrEnum):
    """What an agreement does (9.2)."""

    ELIM = "ELIM"
    CEASE = "CEASE"
    INJURY = "INJURY"
    QR = "QR"
    REGIONAL = "REGIONAL"


class Signatory(StrEnum):
    """Who signs."""

    GOVERNMENT = "GOVERNMENT"
    EXPORTERS = "EXPORTERS"


class Complexity(StrEnum):
    """Why a case is complex (SUS-04, 19 USC 1671c(c)(4)(B))."""

    MANY_PRACTICES = "MANY_PRACTICES"
    NOVEL_ISSUES = "NOVEL_ISSUES"
    MANY_EXPORTERS = "MANY_EXPORTERS"


@dataclass(frozen=True, slots=True)
class PublicInterest:
    """The three factors and the consultations of TRM-04.

    Attributes:
        consumers_weighed: the effect on U.S. consumers against that of duties.
        economy_weighed: U.S. international economic interests.
        industry_weighed: competitiveness of the domestic industry, employment and investment.
        consulted: consuming industries, and domestic producers and workers, to the extent practicable.
        in_public_interest: the conclusion.
    """

    consumers_weighed: bool
    economy_weighed: bool
    industry_weighed: bool
    consulted: bool
    in_public_interest: bool

    @property
    def complete(self) -> bool:
        """Everything was weighed, and it is in the public interest."""
        return all(
            (
                self.consumers_weighed,
                self.economy_weighed,
                self.industry_weighed,
                self.consulted,
                self.in_public_interest,
            )
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementTerms:
    """An agreement's content, with what Commerce is satisfied of.

    Attributes:
        form: of a regional agreement, which of the other types it is.
        signatories: names of the exporters or of the government.
        signatory_share_percent: the exporters' share of imports (regional: of exports to the region), by volume or
            value in a recent representative period; not asked of a government.
        in_public_interest, monitorable: SUS-03.
        eliminates_completely: the subsidy or its effect (ELIM), exports (CEASE), the injurious effect (INJURY, QR).
        complete_by: day by which the subsidy is eliminated or offset, or exports have ceased (SUS-01).
        interim_cap: greatest quantity of exports in the meantime (SUS-02).
        net_subsidy_percent, offset_percent: what an agreement on injury offsets (SUS-06).
        prevents_undercutting: price suppression and undercutting are prevented.
        beneficial: suspension is more beneficial to the domestic industry than continuing (SUS-04).
        complex_case, complexity: the case is complex, and why (SUS-04).
        public_interest: the factors, for a restriction of quantity (SUS-03).
    """

    type: AgreementType
    signatory: Signatory
    in_public_interest: bool
    monitorable: bool
    eliminates_completely: bool
    form: AgreementType | None = None
    signatories: tuple[str, ...] = ()
    signatory_share_percent: Decimal | None = None
    complete_by: date | None = None
    interim_cap: Decimal | None = None
    net_subsidy_percent: Decimal | None = None
    offset_percent: Decimal | None = None
    prevents_undercutting: bool = False
    beneficial: bool = False
    complex_case: bool = False
    complexity: tuple[Complexity, ...] = ()
    public_interest: PublicInterest | None = None

    @property
    def substance(self) -> AgreementType | None:
        """What it does: its type, or the form of a regional one."""
        return self.form if self.type is AgreementType.REGIONAL else self.type
