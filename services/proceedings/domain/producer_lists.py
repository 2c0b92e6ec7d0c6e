"""The Commission's list of affected domestic producers of an order: complete, versioned (PROD-02, PROD-03)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.proceedings.domain.law import OFFSET_ACT_EFFECTIVE_ON, PRODUCER_LIST_AFTER_ORDER
from services.proceedings.domain.orders import Order, no_order
from services.proceedings.domain.text import comparable
from shared.refusals import Refusal

_CITATION = "19 CFR 159.61(b)(1)"
_STATUTE = "19 USC 1675c(d)(1)"


class ProducerRole(StrEnum):
    """What a producer did on the petition that led to this order (PROD-03)."""

    PETITIONER = "PETITIONER"
    SUPPORTER = "SUPPORTER"
    OPPONENT = "OPPONENT"


class ProducerKind(StrEnum):
    """Who can be an affected domestic producer (PROD-01)."""

    MANUFACTURER = "MANUFACTURER"
    PRODUCER = "PRODUCER"
    FARMER = "FARMER"
    RANCHER = "RANCHER"
    WORKER_REPRESENTATIVE = "WORKER_REPRESENTATIVE"
    ASSOCIATION = "ASSOCIATION"


@dataclass(frozen=True, kw_only=True, slots=True)
class ListedProducer:
    """One line of the list."""

    name: str
    role: ProducerRole
    kind: ProducerKind


def list_due_on(order_issued_on: date) -> date:
    """Last day for the Commission to forward the list: within 60 days after the order, or after the Act took effect.

    Source: PROD-02, 19 USC 1675c(d)(1) (from general knowledge); rolled forward, as CAL-02 computes the
        Commission's days.
    """
    trigger = max(order_issued_on, OFFSET_ACT_EFFECTIVE_ON)
    return PRODUCER_LIST_AFTER_ORDER.on(trigger).deadline(trigger)


def refuse_list(
    order: Order | None,
    *,
    received_on: date,
    previous_received_on: date | None,
    producers: Sequence[ListedProducer],
    today: date,
) -> Sequence[Refusal]:
    """What stands against a list, all at once. A late list is not refused (CAL-11).

    Args:
        order: the order of the case, if it has one.
        received_on: day the list was received.
        previous_received_on: day the newest earlier version was received, if there is one.
        producers: the complete list.
        today: the legal day of the command.

    Source: PROD-02, 19 CFR 159.61(b)(1), 19 USC 1675c(d)(1); PROD-03 (one stand per petition).
    """
    if order is None:
        return [no_order(rule="PROD-02", citation=_STATUTE)]
    return [
        *_refuse_day(order, received_on, previous_received_on, today),
        *_refuse_producers(producers),
    ]


def _refuse_day(order: Order, received_on: date, previous_received_on: date | None, today: date) -> list[Refusal]:
    refusals = []
    if received_on > today:
        refusals.append(_refusal("DATE_IN_FUTURE", "The list cannot have been received after today.", "receivedOn"))
    if received_on < order.issued_on:
        message = f"The Commission forwards the list of an order; this one was issued on {order.issued_on.isoformat()}."
        refusals.append(_refusal("LIST_BEFORE_ORDER", message, "receivedOn"))
    if previous_received_on is not None and received_on < previous_received_on:
        message = (
            f"A newer list was received on {previous_received_on.isoformat()}; versions follow each other in time."
        )
        refusals.append(_refusal("LIST_OLDER_THAN_CURRENT", message, "receivedOn"))
    return refusals


def _refuse_producers(producers: Sequence[ListedProducer]) -> list[Refusal]:
    if not producers:
        return [_refusal("LIST_EMPTY", "A list names at least one producer.", "producers")]
    times = Counter(comparable(producer.name) for producer in producers)
    return [
        Refusal(
            code="PRODUCER_LISTED_TWICE",
            rule="PROD-03",
            citation=_CITATION,
            message=f"{producer.name} stands more than once; a producer takes one stand on a petition.",
            field=f"producers[{position}].name",
        )
        for position, producer in enumerate(producers)
        if times[comparable(producer.name)] > 1
    ]


def _refusal(code: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule="PROD-02", citation=_STATUTE, message=message, field=field)
