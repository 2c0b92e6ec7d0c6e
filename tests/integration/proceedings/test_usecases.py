"""Each use case on a real database: what it stores and publishes, and that a refused one changes nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.producer_lists import ListedProducer, ProducerKind, ProducerRole
from services.proceedings.domain.rates import RateBasis, RateStage, RateStatus
from services.proceedings.storage import queries
from services.proceedings.usecases.receive_producer_list import ReceiveProducerList, receive_producer_list
from services.proceedings.usecases.register_case import register_case
from services.proceedings.usecases.register_order import register_order
from services.proceedings.usecases.revoke_order import RevokeOrder, revoke_order
from services.proceedings.usecases.set_deposit_rates import RateInput, SetDepositRates, set_deposit_rates
from shared.database import Transaction, audit_log
from shared.errors import BadInput, ClientError, Conflict, NotFound
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import CASE, a_case, an_order

UseCase = Callable[[Transaction, Any], Awaitable[dict[str, Any]]]


def a_rate(percent: str, exporter: str, value: int | None = None, basis: RateBasis | None = None) -> RateInput:
    return RateInput(
        exporter=exporter,
        producer="*",
        rate_percent=percent,
        status=RateStatus.ACTIVE,
        basis=basis,
        export_value_cents=value,
        rate_group=None,
    )


def a_producer(name: str) -> ListedProducer:
    return ListedProducer(name=name, role=ProducerRole.SUPPORTER, kind=ProducerKind.FARMER)


RATES = SetDepositRates(
    case_number=CASE,
    stage=RateStage.PRELIM,
    effective_from=date(2024, 4, 10),
    determined_on=date(2024, 4, 4),
    rows=(
        a_rate("12.00", "Alpha", 600),
        a_rate("6.00", "Beta", 400),
        a_rate("0.80", "Gamma", 900),
        a_rate("54.00", "Delta", 100, RateBasis.TOTAL_FACTS_AVAILABLE),
    ),
    compute_all_others=True,
    de_minimis_tier=DeMinimisTier.STANDARD,
)

LIST = ReceiveProducerList(
    case_number=CASE,
    received_on=date(2024, 10, 1),
    producers=(
        ListedProducer(name="Alpha  Works", role=ProducerRole.PETITIONER, kind=ProducerKind.MANUFACTURER),
        ListedProducer(name="Beta Union", role=ProducerRole.SUPPORTER, kind=ProducerKind.WORKER_REPRESENTATIVE),
        ListedProducer(name="Gamma Works", role=ProducerRole.OPPONENT, kind=ProducerKind.MANUFACTURER),
    ),
)

REVOCATION = RevokeOrder(case_number=CASE, revoked_on=date(2024, 12, 2), federal_register_citation=None)


async def test_def_01_registering_an_order_publishes_it(registered: Service) -> None:
    result = await registered.run(an_order(), register_order)
    assert result.value == {"case_number": CASE}
    assert await registered.events() == [
        (
            f"customs.public.proceedings.v1.order.issued.{CASE}",
            {
                "case_number": CASE,
                "case_name": "Alpha from China",
                "kind": "CVD",
                "country": "CN",
                "product_group_id": "alpha",
                "issued_on": "2024-08-27",
                "fr_citation": "89 FR 68586",
            },
        )
    ]


async def test_ord_01_a_late_order_is_flagged_and_stored(registered: Service) -> None:
    result = await registered.run(an_order(issued_on=date(2024, 8, 28)), register_order)
    assert not result.refusals
    async with registered.database.reading() as connection:
        order = (await queries.orders_by_case(connection, [CASE]))[CASE]
    assert (order.due_on, order.issued_late) == (date(2024, 8, 27), True)


async def test_rev_10_revoking_publishes_the_day(ordered: Service) -> None:
    await ordered.run(REVOCATION, revoke_order)
    subject, data = (await ordered.events())[-1]
    assert subject == f"customs.public.proceedings.v1.order.revoked.{CASE}"
    assert data == {"case_number": CASE, "revoked_on": "2024-12-02", "fr_citation": None}


async def test_rate_04_the_computed_all_others_rate_is_stored_and_published(registered: Service) -> None:
    result = await registered.run(RATES, set_deposit_rates)
    assert result.value == {"case_number": CASE, "setting": 1}
    subject, data = (await registered.events())[-1]
    assert subject == f"customs.public.proceedings.v1.deposit-rates.set.{CASE}"
    assert data["rows"][-1] == {
        "exporter": "*",
        "producer": "*",
        "rate_percent": "9.60",
        "status": "ACTIVE",
        "unit_amount": None,
        "unit": None,
    }
    async with registered.database.reading() as connection:
        (setting,) = (await queries.rate_settings_by_case(connection, [CASE]))[CASE]
    assert [(row.exporter, str(row.rate_percent)) for row in setting.rows] == [
        ("Alpha", "12.00"),
        ("Beta", "6.00"),
        ("Gamma", "0.80"),
        ("Delta", "54.00"),
        ("*", "9.60"),
    ]


async def test_prod_02_each_list_is_a_complete_version(ordered: Service) -> None:
    first = await ordered.run(LIST, receive_producer_list)
    second = await ordered.run(replace(LIST, producers=LIST.producers[:1]), receive_producer_list)
    assert [first.value, second.value] == [
        {"case_number": CASE, "list_version": 1},
        {"case_number": CASE, "list_version": 2},
    ]
    (subject, one), (_, two) = (await ordered.events())[-2:]
    assert subject == f"customs.internal.proceedings.v1.producer-list.received.{CASE}"
    assert [producer["role"] for producer in one["producers"]] == ["PETITIONER", "SUPPORTER", "OPPONENT"]
    assert two["producers"] == [{"name": "Alpha Works", "role": "PETITIONER", "kind": "MANUFACTURER"}]
    stored = await ordered.stored()
    assert len(stored["listed_producers"]) == 4
    async with ordered.database.reading() as connection:
        newest = (await queries.newest_lists_by_case(connection, [CASE]))[CASE]
    assert (newest.list_version, len(newest.producers), newest.due_on) == (2, 1, date(2024, 10, 28))


REFUSED: list[tuple[str, object, UseCase]] = [
    ("CASE_ALREADY_REGISTERED", a_case(), register_case),
    ("CASE_NUMBER_KIND_MISMATCH", a_case(case_number="A-570-999"), register_case),
    ("ORDER_ALREADY_ISSUED", an_order(), register_order),
    ("REVOKED_BEFORE_ISSUED", replace(REVOCATION, revoked_on=date(2024, 1, 2)), revoke_order),
    ("RATE_ROWS_MISSING", replace(RATES, rows=()), set_deposit_rates),
    ("RATE_WEIGHT_MISSING", replace(RATES, rows=(a_rate("12.00", "Alpha"),)), set_deposit_rates),
    ("LIST_BEFORE_ORDER", replace(LIST, received_on=date(2024, 8, 26)), receive_producer_list),
]


@pytest.mark.parametrize(("code", "command", "use_case"), REFUSED, ids=[row[0] for row in REFUSED])
async def test_a_refused_call_changes_nothing(ordered: Service, code: str, command: object, use_case: UseCase) -> None:
    before = await ordered.stored()
    result = await ordered.run(command, use_case)
    assert result.value is None
    assert [refusal.code for refusal in result.refusals] == [code]
    assert await ordered.stored() == before


WRONG: list[tuple[str, object, UseCase, type[ClientError]]] = [
    ("malformed number", a_case(case_number="A570831"), register_case, BadInput),
    ("malformed country", a_case(country="China"), register_case, BadInput),
    ("unknown case", an_order(case_number="C-570-999"), register_order, NotFound),
    ("malformed citation", an_order(federal_register_citation="somewhere"), register_order, BadInput),
    ("control characters", an_order(scope_text="Alpha\x00"), register_order, BadInput),
    ("unknown case", replace(REVOCATION, case_number="C-570-999"), revoke_order, NotFound),
    ("unknown case", replace(RATES, case_number="C-570-999"), set_deposit_rates, NotFound),
    ("malformed rate", replace(RATES, rows=(a_rate("12,00", "Alpha"),)), set_deposit_rates, BadInput),
    ("too many rows", replace(RATES, rows=(a_rate("12.00", "Alpha"),) * 2_001), set_deposit_rates, BadInput),
    (
        "negative weight",
        replace(RATES, rows=(a_rate("12.00", "Alpha", -1),)),
        set_deposit_rates,
        BadInput,
    ),
    (
        "before the de minimis tables",
        replace(RATES, determined_on=date(1990, 1, 2)),
        set_deposit_rates,
        BadInput,
    ),
    ("unknown case", replace(LIST, case_number="C-570-999"), receive_producer_list, NotFound),
    (
        "too many bytes",
        replace(LIST, producers=tuple(a_producer(f"{n} {'界' * 290}") for n in range(4_900))),
        receive_producer_list,
        BadInput,
    ),
    ("too many producers", replace(LIST, producers=LIST.producers * 1_700), receive_producer_list, BadInput),
]


@pytest.mark.parametrize(
    ("case", "command", "use_case", "error"), WRONG, ids=[f"{r[2].__name__}, {r[0]}" for r in WRONG]
)
async def test_a_wrong_call_changes_nothing(
    ordered: Service, case: str, command: object, use_case: UseCase, error: type[ClientError]
) -> None:
    before = await ordered.stored()
    with pytest.raises(error):
        await ordered.run(command, use_case)
    assert await ordered.stored() == before, case


COMMANDS: list[tuple[object, UseCase]] = [
    (a_case(case_number="A-588-001", kind=CaseKind.AD), register_case),
    (REVOCATION, revoke_order),
    (RATES, set_deposit_rates),
    (LIST, receive_producer_list),
]


@pytest.mark.parametrize(("command", "use_case"), COMMANDS, ids=[row[1].__name__ for row in COMMANDS])
async def test_a_repeat_with_the_same_key_gives_the_first_answer_and_does_nothing(
    ordered: Service, command: object, use_case: UseCase
) -> None:
    first = await ordered.run(command, use_case, key="once")
    after = await ordered.stored()
    assert await ordered.run(command, use_case, key="once") == first
    assert await ordered.stored() == after


async def test_the_same_key_with_other_input_is_a_conflict(ordered: Service) -> None:
    await ordered.run(LIST, receive_producer_list, key="once")
    with pytest.raises(Conflict):
        await ordered.run(replace(LIST, received_on=date(2024, 10, 2)), receive_producer_list, key="once")


async def test_two_lists_at_once_become_two_versions(ordered: Service) -> None:
    results = await asyncio.gather(*(ordered.run(LIST, receive_producer_list) for _ in range(4)))
    versions = [result.value["list_version"] for result in results if result.value is not None]
    assert sorted(versions) == [1, 2, 3, 4]


async def test_def_01_two_orders_at_once_leave_one(registered: Service) -> None:
    results = await asyncio.gather(*(registered.run(an_order(), register_order) for _ in range(4)))
    assert sorted(len(result.refusals) for result in results) == [0, 1, 1, 1]
    assert len(await registered.events()) == 1


async def test_every_command_is_in_the_audit_log_and_the_chain_holds(ordered: Service) -> None:
    await ordered.run(RATES, set_deposit_rates, actor="analyst")
    await ordered.run(LIST, receive_producer_list, actor="liaison")
    await ordered.run(REVOCATION, revoke_order)
    async with ordered.database.reading() as connection:
        assert await audit_log.verify(connection) == []
    entries = (await ordered.stored())["audit_log"]
    assert [(row[3], row[4]) for row in entries] == [
        ("officer", "register_case"),
        ("officer", "register_order"),
        ("analyst", "set_deposit_rates"),
        ("liaison", "receive_producer_list"),
        ("officer", "revoke_order"),
    ]
