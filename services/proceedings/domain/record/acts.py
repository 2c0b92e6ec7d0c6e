"""Acts: what happened in a case, each a fact with its legal day; the record only grows (15.3(5))."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar, Generic, TypeVar


class Authority(StrEnum):
    """Whose act it is."""

    COMMERCE = "COMMERCE"
    ITC = "ITC"
    CBP = "CBP"
    TREASURY = "TREASURY"
    PRESIDENT = "PRESIDENT"
    PARTY = "PARTY"


class Visibility(StrEnum):
    """Who may read an act (17.1); what is restricted until its notice is published becomes public that day.

    That there is a secret act is not told either (PET-03, 19 USC 1671a(b)(4)(C)).
    """

    PUBLIC = "PUBLIC"
    UNTIL_PUBLISHED = "UNTIL_PUBLISHED"
    RESTRICTED = "RESTRICTED"
    SECRET = "SECRET"  # noqa: S105


@dataclass(frozen=True, kw_only=True, slots=True)
class Act:
    """One kind of act is one subclass.

    Attributes:
        occurred_on: its legal day: filed, determined, requested, received. Never the day of publication or of notice,
            which are acts of their own (0.2: dates are not interchangeable).
    """

    name: ClassVar[str]
    authority: ClassVar[Authority]
    visibility: ClassVar[Visibility] = Visibility.PUBLIC
    rules: ClassVar[tuple[str, ...]]

    occurred_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticePublished(Act):
    """The notice of an act stood in the Federal Register on this day.

    Attributes:
        act_number: the act it announces.
        fr_citation: where, if given.
    """

    name = "NoticePublished"
    authority = Authority.COMMERCE
    rules = ("PRE-14", "FIN-12")

    act_number: int
    fr_citation: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AgencyNotified(Act):
    """The other agency had notice of an act on this day: the earlier of receipt and publication (19 CFR 207.21(a)).

    Attributes:
        act_number: the act it was told of.
    """

    name = "AgencyNotified"
    authority = Authority.COMMERCE
    rules = ("ITP-04", "FIN-12")

    act_number: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """An act as the record keeps it.

    Attributes:
        number: place in the record of its case, from 1.
        corrects: number of the act that this one takes the place of; that one stays in the record (15.3(5)).
    """

    number: int
    act: Act
    recorded_at: datetime
    corrects: int | None = None


ActT = TypeVar("ActT", bound=Act)
ActT_co = TypeVar("ActT_co", bound=Act, covariant=True)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step(Generic[ActT_co]):
    """An act with what became of it.

    Attributes:
        number: of the act in the record.
        notified_on: day the other agency had notice of it.
        published_on: day its notice was published.
    """

    number: int
    act: ActT_co
    notified_on: date | None = None
    published_on: date | None = None
    fr_citation: str | None = None
