"""Seizure of goods in a section 1592 case and their sale (CUL-15)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.domain.matters.seizures import (
    SeizureGround,
    refuse_seizure,
    seizure_petition_due,
    share_proceeds,
)
from services.enforcement.domain.matters.states import illegal
from services.enforcement.domain.text import clean_text
from services.enforcement.events.parties import MatterGoodsSeized
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.tables import matters, seizures
from services.enforcement.usecases.informants.recoveries import (
    AdjustRecovery,
    adjust_recovery,
    keep_applied,
)
from services.enforcement.usecases.matters.collect import settle
from services.enforcement.usecases.matters.keeping import (
    check_day,
    locked_matter,
    not_negative,
    unpaid,
    write_history,
)
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import Conflict, NotFound
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class SeizeGoods:
    """Goods of a matter, seized; the notice is mailed on the same day."""

    matter_id: UUID
    grounds: tuple[SeizureGround, ...]
    goods: str
    authority: str
    seized_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class SellGoods:
    """The sale of seized goods, US cents."""

    seizure_id: UUID
    sold_on: date
    proceeds_cents: int
    costs_cents: int


async def seize_goods(tx: Transaction, command: SeizeGoods) -> dict[str, JSON]:
    """Seize goods on one of the four grounds of the law (CUL-15).

    Raises:
        Refused: no ground, a valid prior disclosure, or the matter is closed.

    Source: 19 USC 1592(c)(14); 19 CFR 171.2(b)(1).
    """
    check_day(tx, command.seized_on, "seizedOn")
    matter = await locked_matter(tx, command.matter_id)
    if matter.closed_on is not None:
        raise illegal("SEIZE_GOODS", matter.state, rule="CUL-15", citation="19 USC 1592(c)(14)")
    disclosure = await queries.disclosure_of(tx.connection, matter.id)
    granted = disclosure is not None and disclosure.penalty_cents is not None
    refuse_if_any(refuse_seizure(command.grounds, disclosure_granted=granted))
    goods = clean_text(command.goods, field="goods")
    petition_by = seizure_petition_due(command.seized_on)
    values = {
        "matter_id": matter.id,
        "grounds": sorted(set(command.grounds)),
        "goods": goods,
        "authority": clean_text(command.authority, field="authority", longest=200),
        "seized_on": command.seized_on,
        "seized_by": tx.cause.actor,
        "petition_by": petition_by,
    }
    seizure_id = await queries.insert_row(tx.connection, seizures, values)
    state = matter.state
    await write_history(tx, matter.id, "SEIZE_GOODS", before=state, after=state, on=command.seized_on, reason=goods)
    tx.record(
        MatterGoodsSeized(
            importer_number=matter.importer_number,
            acted_on=command.seized_on,
            matter_id=matter.id,
            seizure_id=seizure_id,
            goods=goods,
            petition_by=petition_by,
        )
    )
    return {"matter_id": str(matter.id), "seizure_id": str(seizure_id)}


async def sell_goods(tx: Transaction, command: SellGoods) -> dict[str, JSON]:
    """Record the sale: costs first, then the unpaid penalty, the rest back to the person (CUL-15, INF-22).

    The sale is posted as recovered whole, with what goes back as refunded; accounts enters what pays the penalty.

    Raises:
        Conflict: the goods were sold already.
        NotFound: no such seizure.
    """
    check_day(tx, command.sold_on, "soldOn")
    not_negative(proceeds=command.proceeds_cents, costs=command.costs_cents)
    seizure = await queries.lock(tx.connection, seizures, command.seizure_id)
    if seizure is None:
        raise NotFound(f"There is no seizure {command.seizure_id}.", field="seizureId")
    if seizure.sold_on is not None:
        raise Conflict("The goods were sold already.", field="seizureId")
    matter = await locked_matter(tx, seizure.matter_id)
    parts = share_proceeds(command.proceeds_cents, unpaid(matter).penalty_cents, command.costs_cents)
    values = {
        "sold_on": command.sold_on,
        "proceeds_cents": command.proceeds_cents,
        "costs_cents": command.costs_cents,
        "applied_cents": parts.to_penalty_cents,
        "returned_cents": parts.returned_cents,
    }
    await queries.save(tx.connection, seizures, seizure.id, values)
    total = matter.penalty_collected_cents + parts.to_penalty_cents
    await queries.save(tx.connection, matters, matter.id, {"penalty_collected_cents": total})
    state, reason = matter.state, f"returned {parts.returned_cents}"
    await write_history(tx, matter.id, "SELL_GOODS", before=state, after=state, on=command.sold_on, reason=reason)
    on = command.sold_on
    await settle(tx, matter, "PENALTY", parts.to_penalty_cents, means="SALE", source=seizure.id, on=on)
    await _post_recovery(tx, matter.id, command, parts.returned_cents)
    return {"matter_id": str(matter.id), "seizure_id": str(seizure.id), "returned_cents": parts.returned_cents}


async def _post_recovery(tx: Transaction, matter_id: UUID, command: SellGoods, returned_cents: int) -> None:
    if command.proceeds_cents == 0:
        return
    recovery_id = await keep_applied(
        tx,
        source_id=str(command.seizure_id),
        case_reference=str(matter_id),
        kind=RecoveryClass.FORFEITURE_SALE_PROCEEDS,
        cents=command.proceeds_cents,
        received_on=command.sold_on,
        expenses_cents=command.costs_cents,
        sold_on=command.sold_on,
    )
    if returned_cents and recovery_id is not None:
        reason = "proceeds above penalty and costs (19 USC 1613(b))"
        command_back = AdjustRecovery(recovery_id=recovery_id, refunded_cents=returned_cents, reason=reason)
        await adjust_recovery(tx, command_back)
