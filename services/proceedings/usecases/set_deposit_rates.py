"""Set the deposit rates of a case (RATE-01 to RATE-08)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from services.proceedings.domain.all_others import all_others, as_row
from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.rate_rules import refuse_rates, tier_of
from services.proceedings.domain.rates import (
    ANY,
    AllOthersMethod,
    RateBasis,
    RateRow,
    RateSetting,
    RateStage,
    RateStatus,
    UnitRate,
)
from services.proceedings.domain.text import clean_name
from services.proceedings.events.published import DepositRate, DepositRatesSet
from services.proceedings.storage import queries
from services.proceedings.usecases.event_size import sized
from services.proceedings.usecases.lookup import as_order, locked_case
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput
from shared.refusals import refuse_if_any

_PERCENT: Final = re.compile(r"(?:0|[1-9]\d{0,4})(?:\.\d{1,6})?", re.ASCII)
_UNIT_AMOUNT: Final = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?", re.ASCII)
UNIT_CHARACTERS_MAX: Final = 40
ROWS_MAX: Final = 2_000


@dataclass(frozen=True, kw_only=True, slots=True)
class RateInput:
    """One rate as it was determined."""

    exporter: str
    producer: str
    rate_percent: str
    status: RateStatus
    basis: RateBasis | None
    export_value_cents: int | None
    rate_group: str | None
    unit_amount: str | None = None
    unit: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SetDepositRates:
    """The rates of one determination."""

    case_number: str
    stage: RateStage
    effective_from: date
    determined_on: date | None
    rows: tuple[RateInput, ...]
    compute_all_others: bool
    de_minimis_tier: DeMinimisTier


async def set_deposit_rates(tx: Transaction, command: SetDepositRates) -> dict[str, JSON]:
    """Append the rates, the all-others rate computed from them if asked, and publish ``deposit-rates.set``.

    Raises:
        BadInput: a malformed case number, rate or name, or too many rows.
        NotFound: no such case.
        Refused: what RATE-01 to RATE-06 refuse, all at once.
    """
    rows = read_rates(command.rows)
    case, existing = await locked_case(tx, command.case_number)
    refuse_if_any(
        refuse_rates(
            as_order(existing),
            stage=command.stage,
            effective_from=command.effective_from,
            rows=rows,
            compute_all_others=command.compute_all_others,
        )
    )
    determined_on = command.determined_on or command.effective_from
    if command.compute_all_others:
        rows = (*rows, _computed(rows, case.kind, command, determined_on))
    setting = RateSetting(stage=command.stage, effective_from=command.effective_from, rows=rows)
    number = await append_rates(tx, case.case_number, setting, determined_on=determined_on)
    tx.audit(
        "set_deposit_rates",
        f"cases/{case.case_number}",
        after={"setting": number, "stage": command.stage, "effective_from": command.effective_from.isoformat()},
    )
    return {"case_number": case.case_number, "setting": number}


async def append_rates(tx: Transaction, case_number: str, setting: RateSetting, *, determined_on: date) -> int:
    """Keep rates set together and publish ``deposit-rates.set``; the case is locked by the caller.

    Returns:
        The number of the setting in its case.
    """
    number = await queries.last_rate_setting_number(tx.connection, case_number) + 1
    await queries.insert_rate_setting(
        tx.connection, case_number, setting, number=number, determined_on=determined_on, recorded_at=tx.now
    )
    tx.record(sized(_event(case_number, setting), field="rows"))
    return number


def read_rates(inputs: Sequence[RateInput]) -> tuple[RateRow, ...]:
    """Rates as the rules take them.

    Raises:
        BadInput: a malformed rate or name, or too many rows.
    """
    if len(inputs) > ROWS_MAX:
        raise BadInput(f"At most {ROWS_MAX} rates at once; {len(inputs)} were sent.", field="rows")
    return tuple(_row(one, f"rows[{position}]") for position, one in enumerate(inputs))


def read_percent(text: str, *, field: str) -> Decimal:
    """A rate, percent ad valorem.

    Raises:
        BadInput: malformed.
    """
    if not _PERCENT.fullmatch(text):
        raise BadInput(
            f"{text[:40]!r} is not a rate. Write percent with at most five digits before the point and "
            'six behind it, without a sign: "14.63".',
            field=field,
        )
    return Decimal(text)


def _row(one: RateInput, field: str) -> RateRow:
    exact = read_percent(one.rate_percent, field=f"{field}.ratePercent")
    if one.export_value_cents is not None and one.export_value_cents < 0:
        raise BadInput("exportValue cannot be negative.", field=f"{field}.exportValue")
    exporter = clean_name(one.exporter, field=f"{field}.exporter")
    producer = clean_name(one.producer, field=f"{field}.producer")
    for_everybody = exporter == ANY and producer == ANY
    return RateRow(
        exporter=exporter,
        producer=producer,
        exact_percent=exact,
        status=one.status,
        basis=one.basis or (RateBasis.ALL_OTHERS if for_everybody else RateBasis.CALCULATED),
        export_value_cents=one.export_value_cents,
        rate_group=None if one.rate_group is None else clean_name(one.rate_group, field=f"{field}.rateGroup"),
        method=AllOthersMethod.STATED if for_everybody else None,
        unit_rate=_unit_rate(one, field),
    )


def _unit_rate(one: RateInput, field: str) -> UnitRate | None:
    if one.unit_amount is None and one.unit is None:
        return None
    if one.unit_amount is None or one.unit is None:
        raise BadInput("A specific rate has an amount and a unit; give both or neither.", field=f"{field}.unit")
    if not _UNIT_AMOUNT.fullmatch(one.unit_amount):
        raise BadInput(
            f"{one.unit_amount[:40]!r} is no amount per unit. Write US dollars with at most nine digits before the "
            'point and six behind it, without a sign: "0.125".',
            field=f"{field}.unitAmount",
        )
    return UnitRate(Decimal(one.unit_amount), clean_name(one.unit, field=f"{field}.unit", longest=UNIT_CHARACTERS_MAX))


def _computed(rows: Sequence[RateRow], kind: CaseKind, command: SetDepositRates, determined_on: date) -> RateRow:
    tier = tier_of(kind, command.stage, command.de_minimis_tier)
    try:
        return as_row(all_others(rows, tier=tier, determined_on=determined_on))
    except LookupError:
        raise BadInput(
            "The de minimis tests begin on 1 January 1995; state the all-others rate of an older determination.",
            field="computeAllOthers",
        ) from None


def _event(case_number: str, setting: RateSetting) -> DepositRatesSet:
    return DepositRatesSet(
        case_number=case_number,
        stage=setting.stage.value,
        effective_from=setting.effective_from,
        rows=tuple(
            DepositRate(
                exporter=row.exporter,
                producer=row.producer,
                rate_percent=str(row.rate_percent),
                status=row.status.value,
                unit_amount=None if row.unit_rate is None else str(row.unit_rate.amount),
                unit=None if row.unit_rate is None else row.unit_rate.unit,
            )
            for row in setting.rows
        ),
    )
