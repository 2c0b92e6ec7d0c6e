"""The content of an agreement, as mutations take it."""

from decimal import Decimal

import strawberry

from services.proceedings.domain.agreement.terms import (
    AgreementTerms,
    AgreementType,
    Complexity,
    PublicInterest,
    Signatory,
)
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.enums import describe
from shared.errors import BadInput
from shared.graphql import Date

_LARGEST = Decimal(10) ** 15
_PLACES = 6

describe(
    AgreementType,
    "AgreementType",
    "What a suspension agreement does (9.2).",
    {
        "ELIM": "Eliminates the subsidy or offsets it completely within six months.",
        "CEASE": "Stops exports within six months.",
        "INJURY": "Eliminates the injurious effect and offsets at least 85 % of the net subsidy.",
        "QR": "Restricts the quantity of imports so that the injurious effect is eliminated; a government signs.",
        "REGIONAL": "One of the others, with the exporters to a region.",
    },
)
describe(
    Signatory,
    "AgreementSignatory",
    "Who signs an agreement.",
    {"GOVERNMENT": "The government concerned.", "EXPORTERS": "Exporters with substantially all imports."},
)
describe(
    Complexity,
    "CaseComplexity",
    "Why a case is complex (SUS-04, 19 USC 1671c(c)(4)(B)).",
    {
        "MANY_PRACTICES": "Many and complicated practices.",
        "NOVEL_ISSUES": "Novel issues.",
        "MANY_EXPORTERS": "Many exporters.",
    },
)


def number(value: Decimal | None, *, field: str) -> Decimal | None:
    """A quantity or percentage that can be reckoned with.

    Raises:
        BadInput: not a finite number, too large, or with more than six places.
    """
    if value is None:
        return None
    exponent = value.as_tuple().exponent
    if not value.is_finite() or abs(value) > _LARGEST or not isinstance(exponent, int) or exponent < -_PLACES:
        raise BadInput(f"{field} needs a number of at most 15 digits and {_PLACES} places.", field=field)
    return value


def name_list(names: list[str], *, field: str) -> tuple[str, ...]:
    """Names, each once.

    Raises:
        BadInput: a malformed name.
    """
    return tuple(dict.fromkeys(clean_name(name, field=field) for name in names))


@strawberry.input(description="The public-interest factors and consultations where volume is limited (TRM-04).")
class PublicInterestInput:
    """See PublicInterest."""

    consumers_weighed: bool = strawberry.field(
        description="The effect on consumers was weighed against that of duties."
    )
    economy_weighed: bool = strawberry.field(description="U.S. international economic interests were weighed.")
    industry_weighed: bool = strawberry.field(description="Competitiveness, employment and investment were weighed.")
    consulted: bool = strawberry.field(
        description="Consuming industries, domestic producers and workers were consulted."
    )
    in_public_interest: bool = strawberry.field(description="It is in the public interest.")

    def factors(self) -> PublicInterest:
        """The factors."""
        return PublicInterest(
            self.consumers_weighed,
            self.economy_weighed,
            self.industry_weighed,
            self.consulted,
            self.in_public_interest,
        )


@strawberry.input(description="What an agreement says and what Commerce is satisfied of (9.2, SUS-01 to SUS-06).")
class AgreementTermsInput:
    """See AgreementTerms."""

    type: AgreementType = strawberry.field(description="What it does.")
    signatory: Signatory = strawberry.field(description="Who signs.")
    in_public_interest: bool = strawberry.field(description="Suspension is in the public interest (SUS-03).")
    monitorable: bool = strawberry.field(description="Effective monitoring is practicable (SUS-03).")
    eliminates_completely: bool = strawberry.field(
        description="It eliminates the subsidy, exports or the injurious effect completely."
    )
    form: AgreementType | None = strawberry.field(
        default=None, description="Of a regional agreement: which of the other types it is (SUS-20)."
    )
    signatories: list[str] = strawberry.field(default_factory=list, description="Names of the signatories.")
    signatory_share_percent: Decimal | None = strawberry.field(
        default=None, description="The exporters' share of imports; substantially all is 85 or more."
    )
    complete_by: Date | None = strawberry.field(
        default=None, description="Day by which the subsidy or exports end; at most six months on (SUS-01)."
    )
    interim_cap: Decimal | None = strawberry.field(
        default=None, description="Greatest quantity of exports in the meantime (SUS-02)."
    )
    net_subsidy_percent: Decimal | None = strawberry.field(default=None, description="Net subsidy (SUS-06).")
    offset_percent: Decimal | None = strawberry.field(default=None, description="What is offset of it (SUS-06).")
    prevents_undercutting: bool = strawberry.field(
        default=False, description="It prevents price suppression and undercutting."
    )
    beneficial: bool = strawberry.field(
        default=False, description="Suspension benefits the domestic industry more than going on (SUS-04)."
    )
    complex_case: bool = strawberry.field(default=False, description="The case is complex (SUS-04).")
    complexity: list[Complexity] = strawberry.field(default_factory=list, description="Why it is complex.")
    public_interest: PublicInterestInput | None = strawberry.field(
        default=None, description="The factors, for a restriction of quantity (SUS-03)."
    )

    def terms(self) -> AgreementTerms:
        """The content.

        Raises:
            BadInput: a malformed name or number.
        """
        return AgreementTerms(
            type=self.type,
            signatory=self.signatory,
            in_public_interest=self.in_public_interest,
            monitorable=self.monitorable,
            eliminates_completely=self.eliminates_completely,
            form=self.form,
            signatories=name_list(self.signatories, field="signatories"),
            signatory_share_percent=number(self.signatory_share_percent, field="signatorySharePercent"),
            complete_by=self.complete_by,
            interim_cap=number(self.interim_cap, field="interimCap"),
            net_subsidy_percent=number(self.net_subsidy_percent, field="netSubsidyPercent"),
            offset_percent=number(self.offset_percent, field="offsetPercent"),
            prevents_undercutting=self.prevents_undercutting,
            beneficial=self.beneficial,
            complex_case=self.complex_case,
            complexity=tuple(dict.fromkeys(self.complexity)),
            public_interest=None if self.public_interest is None else self.public_interest.factors(),
        )
