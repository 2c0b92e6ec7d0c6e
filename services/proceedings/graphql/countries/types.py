"""What a country is, as the API shows it."""

from typing import Self

import strawberry

from services.proceedings.domain.country_status import AgreementReason
from services.proceedings.domain.record.proceeding import CountryStatus as Period
from services.proceedings.domain.record.proceeding import Development
from services.proceedings.graphql.enums import describe
from services.proceedings.usecases.set_country_status import SetCountryStatus
from shared.graphql import Date, Refusal

describe(
    AgreementReason,
    "SubsidiesAgreementReason",
    "Why a country is a Subsidies Agreement country (IMP-02, 19 USC 1671(b)).",
    {
        "WTO_MEMBER": "A member of the World Trade Organization.",
        "EQUIVALENT_OBLIGATIONS": "The President determined that it took on substantially equivalent obligations.",
        "MFN_AGREEMENT": "The President determined that an agreement in force on 8 December 1994 is in effect, with "
        "unconditional most-favoured-nation treatment, and does not expressly permit what 19 USC 1671(b)(3)(C) names.",
    },
)
describe(
    Development,
    "CountryDevelopment",
    "How the Trade Representative lists a country (NEG-06, 19 USC 1677(36)).",
    {
        "NONE": "Not listed.",
        "DEVELOPING": "Developing.",
        "LEAST_DEVELOPED": "Least developed.",
        "DC2711": "Ended its export subsidies early under Article 27.11 of the Subsidies Agreement (PRE-08).",
    },
)


@strawberry.type(description="What a country is between two days (IMP-02, NEG-06).")
class CountryStatus:
    """A period."""

    country: str = strawberry.field(description="ISO 3166 alpha-2.")
    starts_on: Date = strawberry.field(description="First day.")
    ends_on: Date | None = strawberry.field(description="Last day; null while it lasts.")
    subsidies_agreement: bool = strawberry.field(description="A Subsidies Agreement country: the injury test applies.")
    reason: AgreementReason | None = strawberry.field(description="Why it is one; null when it is none.")
    development: Development = strawberry.field(description="How it is listed.")
    export_subsidy_notice_on: Date | None = strawberry.field(
        description="Day of the notice that ends the 3 % tier of an Article 27.11 country (PRE-08)."
    )
    source: str = strawberry.field(description="Where the status stands.")

    @classmethod
    def of(cls, country: str, period: Period) -> Self:
        """The period as the API shows it."""
        return cls(
            country=country,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            subsidies_agreement=period.subsidies_agreement,
            reason=None if period.reason is None else AgreementReason(period.reason),
            development=period.development,
            export_subsidy_notice_on=period.export_subsidy_notice_on,
            source=period.source,
        )


@strawberry.input(description="What a country is from a day (IMP-02, NEG-06).")
class SetCountryStatusInput:
    """See SetCountryStatus."""

    country: str = strawberry.field(description="ISO 3166 alpha-2.")
    starts_on: Date = strawberry.field(description="First day; a status of the same day is replaced.")
    ends_on: Date | None = strawberry.field(default=None, description="Last day; null while it lasts.")
    reason: AgreementReason | None = strawberry.field(
        default=None, description="Why it is a Subsidies Agreement country; null when it is none."
    )
    development: Development = strawberry.field(default=Development.NONE, description="How it is listed.")
    export_subsidy_notice_on: Date | None = strawberry.field(
        default=None, description="Day of the notice that ends the 3 % tier of an Article 27.11 country (PRE-08)."
    )
    source: str = strawberry.field(description='Where the status stands, for example "85 FR 7613".')

    def command(self) -> SetCountryStatus:
        """The command."""
        return SetCountryStatus(
            country=self.country,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            reason=self.reason,
            development=self.development,
            export_subsidy_notice_on=self.export_subsidy_notice_on,
            source=self.source,
        )


@strawberry.type(description="Answer to setCountryStatus.")
class SetCountryStatusPayload:
    """The periods or the refusals."""

    country_statuses: list[CountryStatus] = strawberry.field(
        description="Every period of the country, by first day; empty when refused."
    )
    refusals: list[Refusal] = strawberry.field(description="Every reason why nothing was done; empty when it was.")
