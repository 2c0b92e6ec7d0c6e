"""What recorded acts bring about on a real database: the order row, its end, rates, and the events others hear."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from services.proceedings.domain.commission.acts import Finding, ItcFinal, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.country_status import AgreementReason
from services.proceedings.domain.final.acts import CommerceFinal
from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.order.acts import OrderPublished, OrderRevokedWithoutInjury
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PartyClass,
    PetitionFiled,
)
from services.proceedings.domain.preliminary.acts import CommercePreliminary
from services.proceedings.domain.rates import RateBasis, RateRow, RateStatus
from services.proceedings.domain.record.proceeding import Development
from services.proceedings.storage import queries
from services.proceedings.storage.queries import OrderRecord
from services.proceedings.usecases.record.pass_days import pass_days
from services.proceedings.usecases.record.record_act import RecordAct, record_act
from services.proceedings.usecases.register_order import register_order
from services.proceedings.usecases.set_country_status import SetCountryStatus, set_country_status
from shared.database import Cause
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import CASE, an_order

an_act = partial(RecordAct, case_number=CASE)
ORDER = OrderPublished(occurred_on=date(2023, 10, 16), scope_text="Alpha of every size.", fr_citation="88 FR 71000")


def alpha(percent: str) -> tuple[RateRow, ...]:
    return (
        RateRow(
            exporter="Alpha",
            producer="Alpha",
            exact_percent=Decimal(percent),
            status=RateStatus.ACTIVE,
            basis=RateBasis.CALCULATED,
            export_value_cents=100,
        ),
    )


def acts(*, derogation: bool = False) -> list[RecordAct]:
    """A case of a country outside the Subsidies Agreement, up to its final."""
    filed = date(2023, 5, 1)
    return [
        an_act(
            act=PetitionFiled(
                occurred_on=filed,
                petitioner="Gamma",
                petitioner_class=PartyClass.C,
                itc_filed_on=filed,
                scope_text="Alpha.",
                export_credit_derogation=derogation,
            )
        ),
        an_act(
            act=IndustrySupportAssessed(
                occurred_on=filed, total=Decimal(1000), supporting=Decimal(600), opposing=Decimal(0)
            )
        ),
        an_act(
            act=InvestigationInitiated(occurred_on=date(2023, 5, 22), sufficient=True), published_on=date(2023, 5, 30)
        ),
        an_act(
            act=CommercePreliminary(occurred_on=date(2023, 7, 26), affirmative=True, rates=alpha("20.00")),
            published_on=date(2023, 8, 1),
        ),
        an_act(
            act=CommerceFinal(occurred_on=date(2023, 10, 9), affirmative=True, rates=alpha("22.00")),
            published_on=date(2023, 10, 16),
        ),
    ]


async def run(service: Service, *commands: RecordAct) -> None:
    for command in commands:
        assert not (await service.run(command, record_act)).refusals, command.act


async def join(service: Service, on: date) -> None:
    status = SetCountryStatus(
        country="CN",
        starts_on=on,
        ends_on=None,
        reason=AgreementReason.WTO_MEMBER,
        development=Development.NONE,
        export_subsidy_notice_on=None,
        source="Alpha list",
    )
    assert not (await service.run(status, set_country_status)).refusals


async def the_order(service: Service) -> OrderRecord | None:
    async with service.database.reading() as connection:
        return (await queries.orders_by_case(connection, [CASE])).get(CASE)


async def subjects(service: Service) -> list[str]:
    return [".".join(subject.split(".")[4:6]) for subject, _ in await service.events()]


async def test_ord_02_an_order_without_injury_test_is_kept_with_its_rates(registered: Service) -> None:
    await run(registered, *acts(), an_act(act=ORDER))
    order = await the_order(registered)
    assert order is not None
    assert (order.issued_on, order.fr_citation, order.scope_text, order.due_on) == (
        date(2023, 10, 16),
        "88 FR 71000",
        "Alpha of every size.",
        None,
    )
    async with registered.database.reading() as connection:
        settings = (await queries.rate_settings_by_case(connection, [CASE]))[CASE]
    assert [(one.stage, one.effective_from, str(one.rows[0].rate_percent)) for one in settings] == [
        ("PRELIM", date(2023, 8, 1), "20.00"),
        ("FINAL", date(2023, 10, 16), "22.00"),
        ("ORDER", date(2023, 10, 16), "22.00"),
    ]
    heard = await subjects(registered)
    assert heard.count("order.issued") == 1
    assert heard.index("order.issued") < heard.index("instruction.order-terms")


@pytest.mark.parametrize("day", [date(2023, 10, 16), date(2023, 10, 17)])
async def test_def_01_an_order_registered_before_is_the_same_or_refused(registered: Service, day: date) -> None:
    await run(registered, *acts())
    await registered.run(an_order(issued_on=day, itc_notified_on=None), register_order)
    result = await registered.run(an_act(act=ORDER), record_act)
    same = day == ORDER.occurred_on
    assert [refusal.code for refusal in result.refusals] == ([] if same else ["ORDER_ALREADY_ISSUED"])
    assert (await subjects(registered)).count("order.issued") == 1


async def test_ord_03_a_corrected_order_is_kept_with_its_right_day(registered: Service) -> None:
    await run(registered, *acts())
    number = (await registered.run(an_act(act=ORDER), record_act)).value
    assert number is not None
    right = replace(ORDER, occurred_on=date(2023, 10, 17))
    await run(registered, an_act(act=right, corrects=number["act_number"]))
    order = await the_order(registered)
    assert order is not None
    assert order.issued_on == date(2023, 10, 17)
    assert (await subjects(registered)).count("order.issued") == 2


async def test_ord_10_the_treasury_hears_of_security_and_order_on_a_derogation(registered: Service) -> None:
    await run(registered, *acts(derogation=True), an_act(act=ORDER))
    told = [data["basis"] for subject, data in await registered.events() if "derogation-duty-imposed" in subject]
    assert told == ["SECURITY", "ORDER"]


async def test_ord_12_nobody_asks_in_time_and_the_order_ends_with_interest(registered: Service) -> None:
    await run(registered, *acts(), an_act(act=ORDER))
    await join(registered, date(2024, 1, 15))
    async with registered.uow.begin(Cause(actor="job", correlation_id="job")) as tx:
        assert await pass_days(tx, CASE) > 0
    await run(registered, an_act(act=OrderRevokedWithoutInjury(occurred_on=date(2024, 7, 16))))
    order = await the_order(registered)
    assert order is not None
    assert order.revoked_on == date(2024, 1, 15)
    heard = await subjects(registered)
    assert heard.count("order.revoked") == 1
    ended = next(data for subject, data in await registered.events() if "order-ended" in subject)
    assert ended["interest"] is True


async def test_ord_07_firms_outside_the_region_make_no_deposits(registered: Service) -> None:
    await join(registered, date(2001, 12, 11))
    petition, support, initiation, preliminary, final = acts()
    consulted = an_act(act=ConsultationsOffered(occurred_on=date(2023, 5, 2)))
    indication = an_act(
        act=ItcPreliminary(occurred_on=date(2023, 6, 15), result=PreliminaryResult.AFFIRMATIVE, regional=True)
    )
    injury = an_act(
        act=ItcFinal(occurred_on=date(2023, 11, 20), finding=Finding.INJURY, regional=True),
        notified_on=date(2023, 11, 22),
        published_on=date(2023, 11, 24),
    )
    order = replace(ORDER, occurred_on=date(2023, 11, 27), region_exporters=(Firm("Alpha", "Alpha"),))
    await run(
        registered, petition, support, consulted, initiation, indication, preliminary, final, injury, an_act(act=order)
    )
    async with registered.database.reading() as connection:
        settings = (await queries.rate_settings_by_case(connection, [CASE]))[CASE]
    assert [(row.exporter, str(row.rate_percent)) for row in settings[-1].rows] == [("Alpha", "22.00"), ("*", "0.00")]
