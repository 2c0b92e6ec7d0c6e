"""What messages to customs bring about here: the order and its end, deposit rates, and notice to the Treasury."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from services.proceedings.domain.instructions import (
    ANY,
    DepositRates,
    InstructedRate,
    Instruction,
    OrderEnded,
    OrderTerms,
)
from services.proceedings.domain.order.acts import OrderPublished
from services.proceedings.domain.order.facts import rests_on_derogation, scope_of
from services.proceedings.domain.orders import refuse_order, refuse_revocation, timeliness
from services.proceedings.domain.rates import (
    AllOthersMethod,
    RateBasis,
    RateRow,
    RateSetting,
    RateStage,
    RateStatus,
    UnitRate,
)
from services.proceedings.domain.record.acts import Act, NoticePublished
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.review.acts import OrderRevokedAfterReview
from services.proceedings.domain.sunset.acts import OrderRevokedAfterSunset
from services.proceedings.events.derogation import DerogationDutyImposed
from services.proceedings.events.published import OrderIssued, OrderRevoked
from services.proceedings.storage import queries
from services.proceedings.storage.queries import CaseRecord, OrderRecord
from services.proceedings.usecases.set_deposit_rates import append_rates
from shared.database import Transaction
from shared.refusals import refuse_if_any

_NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """Messages that one thing brought about.

    Attributes:
        state: once it had happened.
        determined_on: day of the act behind them.
        fr_citation: of the notice behind them, if given.
        correcting: the act took the place of another.
    """

    case: CaseRecord
    state: Proceeding
    instructions: Sequence[Instruction]
    determined_on: date
    fr_citation: str | None = None
    correcting: bool = False


def told_by(
    case: CaseRecord, state: Proceeding, act: Act, instructions: Sequence[Instruction], *, correcting: bool
) -> Told:
    """The messages of an act, or of the publication of one."""
    behind, citation = act, None
    if isinstance(act, NoticePublished):
        step = state.step(act.act_number)
        behind, citation = (act if step is None else step.act), act.fr_citation
    elif isinstance(act, OrderPublished | OrderRevokedAfterReview | OrderRevokedAfterSunset):
        citation = act.fr_citation
    return Told(
        case=case,
        state=state,
        instructions=instructions,
        determined_on=behind.occurred_on,
        fr_citation=citation,
        correcting=correcting,
    )


async def bring_about(tx: Transaction, told: Told) -> None:
    """Apply messages to the order and the rates; commits with the act they follow from. The case is locked.

    Raises:
        Refused: the order was registered with another day, or cannot end on that day.

    Source: ORD-01, ORD-03, RATE-06, ORD-10, ORD-12.
    """
    for instruction in told.instructions:
        match instruction:
            case OrderTerms():
                await _issue(tx, told, instruction)
            case OrderEnded():
                await _end(tx, told, instruction)
            case DepositRates():
                await append_rates(tx, told.case.case_number, _setting(instruction), determined_on=told.determined_on)
    for basis in rests_on_derogation(told.state, told.instructions):
        tx.record(DerogationDutyImposed(case_number=told.case.case_number, basis=basis))


async def _issue(tx: Transaction, told: Told, terms: OrderTerms) -> None:
    """Keep the order and publish ``order.issued``, as registering it does; one registered for that day is kept."""
    case = told.case
    existing = (await queries.orders_by_case(tx.connection, [case.case_number])).get(case.case_number)
    order = _order(case, told, terms)
    if existing is None:
        await queries.insert_order(tx.connection, order, registered_at=tx.now)
    elif told.correcting or existing.issued_on == order.issued_on:
        await queries.update_order(tx.connection, order)
    else:
        refuse_if_any(
            refuse_order(
                existing.order, issued_on=order.issued_on, itc_notified_on=order.itc_notified_on, today=tx.today
            )
        )
    if existing is None or existing.issued_on != order.issued_on:
        tx.record(
            OrderIssued(
                case_number=case.case_number,
                case_name=case.case_name,
                kind=case.kind,
                country=case.country,
                product_group_id=case.product_group_id,
                issued_on=order.issued_on,
                fr_citation=order.fr_citation,
            )
        )


def _order(case: CaseRecord, told: Told, terms: OrderTerms) -> OrderRecord:
    clock = timeliness(case.kind, issued_on=terms.order_published_on, itc_notified_on=terms.itc_notified_on)
    return OrderRecord(
        case=case,
        issued_on=terms.order_published_on,
        fr_citation=told.fr_citation,
        scope_text=scope_of(told.state),
        itc_notified_on=terms.itc_notified_on,
        due_on=clock.due_on,
        issued_late=clock.late,
        revoked_on=None,
        revocation_fr_citation=None,
    )


async def _end(tx: Transaction, told: Told, ended: OrderEnded) -> None:
    """Keep the end of the order and publish ``order.revoked``; a correction names another day."""
    number = told.case.case_number
    existing = (await queries.orders_by_case(tx.connection, [number])).get(number)
    known = None if existing is None else existing.revoked_on
    if known == ended.effective_on:
        return
    if not (told.correcting and known is not None):
        order = None if existing is None else existing.order
        refuse_if_any(refuse_revocation(order, revoked_on=ended.effective_on, today=tx.today))
    await queries.set_revoked(tx.connection, number, revoked_on=ended.effective_on, fr_citation=told.fr_citation)
    tx.record(OrderRevoked(case_number=number, revoked_on=ended.effective_on, fr_citation=told.fr_citation))


def _setting(instruction: DepositRates) -> RateSetting:
    """Rates as they are kept: as customs was told them; none is due of firms outside the region (ORD-07)."""
    return RateSetting(
        stage=RateStage(instruction.stage),
        effective_from=instruction.effective_from,
        rows=tuple(
            RateRow(
                exporter=row.exporter,
                producer=row.producer,
                exact_percent=row.rate_percent if row.region_exporter else _NOTHING,
                status=RateStatus.EXCLUDED if row.excluded else RateStatus.ACTIVE,
                basis=RateBasis(row.basis),
                rate_group=row.rate_group,
                method=_method(row),
                unit_rate=_unit_rate(row),
            )
            for row in instruction.rows
        ),
    )


def _method(row: InstructedRate) -> AllOthersMethod | None:
    if not row.exporter == row.producer == ANY:
        return None
    return AllOthersMethod.STATED if row.method is None else AllOthersMethod(row.method)


def _unit_rate(row: InstructedRate) -> UnitRate | None:
    if row.unit_amount is None or row.unit is None or not row.region_exporter:
        return None
    return UnitRate(row.unit_amount, row.unit)
