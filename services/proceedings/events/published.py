"""What proceedings publishes. The meaning of a version never changes; a payload only grows."""

from datetime import date
from typing import Annotated, ClassVar, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from services.proceedings.events.almanac import ClosureRecorded, TollingApplied
from services.proceedings.events.case_event import CaseEvent
from services.proceedings.events.derogation import DerogationDutyImposed
from services.proceedings.events.instructions import INSTRUCTIONS
from services.proceedings.events.record import ActRecorded, DeadlineChanged, DeadlineMissed
from shared.events import Event

Citation = Annotated[str | None, Field(description="Federal Register citation, null when not given")]


class OrderIssued(CaseEvent):
    """An order or finding was registered. Accounts opens its accounts, certification can publish notices for it."""

    aggregate: ClassVar[str] = "order"
    event: ClassVar[str] = "issued"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    case_name: Annotated[str, Field(description="name of the case as published")]
    kind: Annotated[
        Literal["AD", "CVD", "FINDING_1921"],
        Field(description="antidumping order, countervailing duty order, or finding under the Antidumping Act, 1921"),
    ]
    country: Annotated[str, Field(description="country of the goods, ISO 3166 alpha-2")]
    product_group_id: Annotated[str, Field(description="orders on the same product share it")]
    issued_on: Annotated[date, Field(description="day the order was published")]
    fr_citation: Citation = None


class OrderRevoked(CaseEvent):
    """An order was revoked. Accounts begins to close its accounts."""

    aggregate: ClassVar[str] = "order"
    event: ClassVar[str] = "revoked"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    revoked_on: Annotated[date, Field(description="first day on which the order no longer applies")]
    fr_citation: Citation = None


class DepositRate(BaseModel):
    """One rate of a determination."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exporter: Annotated[str, Field(description='name of the exporter, "*" for any')]
    producer: Annotated[str, Field(description='name of the producer, "*" for any')]
    rate_percent: Annotated[str, Field(description='percent ad valorem with two places, for example "14.63"')]
    status: Annotated[
        Literal["ACTIVE", "EXCLUDED"],
        Field(description="EXCLUDED: the combination is outside the order, which is not a rate of zero"),
    ]
    unit_amount: Annotated[
        str | None, Field(description="US dollars per unit, where deposits are by quantity; null by value")
    ] = None
    unit: Annotated[str | None, Field(description="the unit of quantity, for example kg")] = None


class DepositRatesSet(CaseEvent):
    """Rates were set. A row replaces the row of the same exporter and producer for entries from ``effective_from``."""

    aggregate: ClassVar[str] = "deposit-rates"
    event: ClassVar[str] = "set"
    visibility: ClassVar[str] = "public"
    classification: ClassVar[str] = "public"

    stage: Annotated[
        Literal["PRELIM", "FINAL", "AMENDED", "ORDER", "REVIEW", "NEW_SHIPPER", "COURT"],
        Field(description="the determination the rates come from"),
    ]
    effective_from: Annotated[date, Field(description="first day of entry at these rates")]
    rows: Annotated[tuple[DepositRate, ...], Field(description="the rates set, the all-others rate included")]


class ListedProducer(BaseModel):
    """One line of a producer list."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(description="name as the Commission lists it")]
    role: Annotated[
        Literal["PETITIONER", "SUPPORTER", "OPPONENT"], Field(description="its stand on the petition for this order")
    ]
    kind: Annotated[
        Literal["MANUFACTURER", "PRODUCER", "FARMER", "RANCHER", "WORKER_REPRESENTATIVE", "ASSOCIATION"],
        Field(description="what it is (19 CFR 159.61(b)(1))"),
    ]


class ProducerListReceived(CaseEvent):
    """The Commission's list for an order came in: each version is complete and replaces the one before."""

    aggregate: ClassVar[str] = "producer-list"
    event: ClassVar[str] = "received"
    visibility: ClassVar[str] = "internal"
    # Restricted to officers until a notice of intent publishes it.
    classification: ClassVar[str] = "confidential"

    list_version: Annotated[int, Field(description="counts the lists of this order, from 1")]
    received_on: Annotated[date, Field(description="day the list was received")]
    producers: Annotated[tuple[ListedProducer, ...], Field(description="the complete list")]


PUBLISHED: Final[tuple[type[Event], ...]] = (
    OrderIssued,
    OrderRevoked,
    DepositRatesSet,
    ProducerListReceived,
    ActRecorded,
    DeadlineChanged,
    DeadlineMissed,
    TollingApplied,
    ClosureRecorded,
    DerogationDutyImposed,
    *INSTRUCTIONS,
)
