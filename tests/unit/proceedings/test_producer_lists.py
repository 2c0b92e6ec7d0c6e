"""PROD-01, PROD-02, PROD-03: the Commission's list."""

from datetime import date

import pytest

from services.proceedings.domain.orders import Order
from services.proceedings.domain.producer_lists import (
    ListedProducer,
    ProducerKind,
    ProducerRole,
    list_due_on,
    refuse_list,
)

ORDER = Order(issued_on=date(2005, 2, 1), revoked_on=None)
TODAY = date(2005, 5, 2)


def producer(name: str, role: ProducerRole = ProducerRole.PETITIONER) -> ListedProducer:
    return ListedProducer(name=name, role=role, kind=ProducerKind.MANUFACTURER)


def codes(
    *producers: ListedProducer, order: Order | None = ORDER, on: date = date(2005, 3, 1), previous: date | None = None
) -> list[str]:
    refusals = refuse_list(order, received_on=on, previous_received_on=previous, producers=producers, today=TODAY)
    return [refusal.code for refusal in refusals]


def test_prod_02_a_complete_list_is_taken() -> None:
    assert (
        codes(producer("Alpha"), producer("Beta", ProducerRole.SUPPORTER), producer("Gamma", ProducerRole.OPPONENT))
        == []
    )


def test_prod_02_a_list_is_of_an_order() -> None:
    assert codes(producer("Alpha"), order=None) == ["NO_ORDER"]


def test_prod_02_an_empty_list_is_refused() -> None:
    assert codes() == ["LIST_EMPTY"]


def test_prod_03_a_producer_takes_one_stand() -> None:
    twice = producer("Alpha Steel"), producer("ALPHA  Steel", ProducerRole.OPPONENT)
    assert codes(*twice) == ["PRODUCER_LISTED_TWICE", "PRODUCER_LISTED_TWICE"]


@pytest.mark.parametrize(
    ("on", "previous", "expected"),
    [
        (date(2005, 1, 31), None, ["LIST_BEFORE_ORDER"]),
        (date(2005, 5, 3), None, ["DATE_IN_FUTURE"]),
        (date(2005, 3, 1), date(2005, 3, 2), ["LIST_OLDER_THAN_CURRENT"]),
        (date(2005, 3, 1), date(2005, 3, 1), []),
    ],
)
def test_prod_02_the_day_of_receipt(on: date, previous: date | None, expected: list[str]) -> None:
    assert codes(producer("Alpha"), on=on, previous=previous) == expected


@pytest.mark.parametrize(
    ("issued_on", "due_on"),
    [
        (date(2005, 2, 1), date(2005, 4, 4)),  # 2 April is a Saturday
        (date(1995, 5, 1), date(2000, 12, 27)),  # older than the Act: 60 days after it took effect
    ],
)
def test_prod_02_the_list_is_due_sixty_days_after_the_order(issued_on: date, due_on: date) -> None:
    assert list_due_on(issued_on) == due_on
