"""The certification form: every element of CERT-05 as its own field, each of which may be missing."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """How a certification reached Customs (CERT-04)."""

    ELECTRONIC = "ELECTRONIC"
    PAPER = "PAPER"


class Organisation(StrEnum):
    """The producer's form of organisation (CERT-05 item 6)."""

    CORPORATION = "CORPORATION"
    PARTNERSHIP = "PARTNERSHIP"
    SOLE_PROPRIETORSHIP = "SOLE_PROPRIETORSHIP"


class TaxIdentifierKind(StrEnum):
    """Which number identifies the producer (CERT-05 item 5)."""

    IRS = "IRS"
    EIN = "EIN"
    SSN = "SSN"


class Authority(StrEnum):
    """Why the signer may bind the producer (CERT-11)."""

    OFFICER = "OFFICER"
    PARTNER = "PARTNER"
    PROPRIETOR = "PROPRIETOR"
    ATTORNEY_IN_FACT = "ATTORNEY_IN_FACT"


@dataclass(frozen=True, kw_only=True, slots=True)
class Address:
    """The producer's address (CERT-05 item 4)."""

    street: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    post_office_box: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TaxIdentifier:
    """The tax number as the form keeps it: the last four characters only; the number itself is stored encrypted."""

    kind: TaxIdentifierKind | None
    last_four: str | None
    well_formed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """A person Customs may call (CERT-05 item 7)."""

    name: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Expenditure:
    """One line of the total by category (CERT-05 item 9): a category code and US cents."""

    category: str | None = None
    amount_cents: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExpenditureLine:
    """One expenditure (EXP-02 to EXP-05), incurred on a day or in a period.

    Attributes:
        category: Q01 to Q10.
        amount_cents: US cents.
        incurred_on: the day, where it was one.
        incurred_from: first day of the period.
        incurred_to: last day of the period.
        description: what it was spent on.
        relation: how it was determined to relate to producing the product; of an association, to this case.
        group_id: the shared group it belongs to, None for an unshared line.
    """

    category: str | None = None
    amount_cents: int | None = None
    incurred_on: date | None = None
    incurred_from: date | None = None
    incurred_to: date | None = None
    description: str | None = None
    relation: str | None = None
    group_id: str | None = None

    @property
    def first_day(self) -> date | None:
        """The day, or the first of the period."""
        return self.incurred_on or self.incurred_from

    @property
    def last_day(self) -> date | None:
        """The day, or the last of the period."""
        return self.incurred_on or self.incurred_to

    def less(self, cents: int) -> "ExpenditureLine":
        """The same line with a lower amount, US cents."""
        return replace(self, amount_cents=(self.amount_cents or 0) - cents)


@dataclass(frozen=True, kw_only=True, slots=True)
class SharedGroup:
    """Expenditures certified under several orders on one product (EXP-05): one common total in US cents."""

    group_id: str | None = None
    case_numbers: tuple[str, ...] = ()
    amount_cents: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Signer:
    """Who executed the certification, by what authority, and when (CERT-11)."""

    name: str | None = None
    title: str | None = None
    authority: Authority | None = None
    signed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Succession:
    """The basis of a successor's claim (PROD-04)."""

    predecessor_name: str | None = None
    description: str | None = None
    succeeded_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Membership:
    """The basis of an association member's claim (PROD-05)."""

    association_name: str | None = None
    member_at_petition: bool | None = None
    proof: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A certification as stated by the producer (CERT-05, CERT-09); amounts in US cents, None where left blank."""

    notice_published_on: date | None = None
    case_number: str | None = None
    case_name: str | None = None
    claimant_name: str | None = None
    other_names: tuple[str, ...] = ()
    address: Address | None = None
    tax_identifier: TaxIdentifier | None = None
    organisation: Organisation | None = None
    contacts: tuple[Contact, ...] = ()
    expenditures: tuple[Expenditure, ...] = ()
    lines: tuple[ExpenditureLine, ...] = ()
    total_cents: int | None = None
    prior_cents: int | None = None
    net_cents: int | None = None
    desires_distribution: bool | None = None
    eligible_as_producer: bool | None = None
    no_prior_distribution_in_net: bool | None = None
    shared_groups: tuple[SharedGroup, ...] = ()
    remains_in_operation: bool | None = None
    produced_in_fiscal_year: bool | None = None
    acquired_by_opponent_affiliate: bool | None = None
    acquirer: str | None = None
    true_and_accurate: bool | None = None
    has_supporting_records: bool | None = None
    signer: Signer | None = None
    succession: Succession | None = None
    membership: Membership | None = None
    on_behalf_of_members: bool | None = None
    confidentiality_claimed: bool = False
    channel: Channel = Channel.ELECTRONIC
    copies: int | None = None
