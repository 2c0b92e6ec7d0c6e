"""What was done in time but recorded after the calendar acted counts on its own day (CLK-04)."""

from services.enforcement.domain.matters.states import MatterEvent, MatterState
from services.enforcement.storage.matters import queries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.storage.matters.tables import matters
from services.enforcement.usecases.matters.keeping import locked_matter, tell_penalty_now, write_history
from shared.database import Transaction

CALENDAR = "job:"


async def before_petition_period(tx: Transaction, matter: Row) -> Row:
    """The matter as it stood before the calendar ended the time to petition, undoing that; any other unchanged.

    Source: RLF-02, 19 CFR 171.2(b)(2): the day of filing decides.
    """
    last = await queries.last_step(tx.connection, matter.id)
    if last is None or not last.actor.startswith(CALENDAR):
        return matter
    if last.event in (MatterEvent.PETITION_PERIOD_PASSED, MatterEvent.REFER_TO_JUSTICE):
        return await _back(tx, matter, MatterState.PENALTY_CLAIMED, "RLF-02", {})
    return matter


async def before_payment_period(tx: Transaction, matter: Row, mitigated_cents: int) -> Row:
    """The matter as decided, before the calendar let the whole penalty revive, undoing that; any other unchanged.

    Source: RLF-07, 19 CFR 171.61: a supplemental petition may be filed whether or not the mitigated sum was paid.
    """
    last = await queries.last_step(tx.connection, matter.id)
    if last is None or last.event != MatterEvent.PAYMENT_PERIOD_PASSED:
        return matter
    tell_penalty_now(tx, matter, mitigated_cents, tx.today)
    return await _back(tx, matter, MatterState.DECIDED, "RLF-07", {"penalty_owed_cents": mitigated_cents})


async def _back(tx: Transaction, matter: Row, state: MatterState, rule: str, values: dict[str, object]) -> Row:
    await queries.save(tx.connection, matters, matter.id, {"state": state, **values})
    await write_history(tx, matter.id, "RECORDED_IN_TIME", before=matter.state, after=state, on=tx.today, reason=rule)
    return await locked_matter(tx, matter.id)
