"""Recoveries that an open petition or review could still reduce are provisional (INF-22)."""

from typing import Final

from services.enforcement.domain.informants.recovery import RecoveryClass
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.storage.informants import recoveries
from services.enforcement.storage.matters.queries import Row
from services.enforcement.usecases.informants.recoveries import HoldKind
from shared.database import Transaction

PETITION_OPEN: Final = frozenset({MatterState.PETITIONED, MatterState.SUPPLEMENTAL})
_REDUCIBLE: Final = {
    HoldKind.PETITION: RecoveryClass.PENALTY,
    HoldKind.PROTEST: RecoveryClass.DUTIES_WITHHELD,
}


async def hold(tx: Transaction, matter: Row, kind: HoldKind) -> None:
    """Make what was collected provisional: a petition reduces a penalty, a review demanded duties (INF-22)."""
    case = str(matter.id)
    if await recoveries.hold_case(tx.connection, case, _REDUCIBLE[kind], kind, tx.today):
        tx.audit("hold_recovery", f"matters/{case}", after={"kind": kind})


async def release(tx: Transaction, matter: Row, kind: HoldKind) -> None:
    """The petition or review is decided (INF-22)."""
    case = str(matter.id)
    if await recoveries.release_case(tx.connection, case, kind, tx.today):
        tx.audit("release_recovery", f"matters/{case}", after={"kind": kind})


def standing_hold(matter: Row, kind: str) -> HoldKind | None:
    """Why money that comes now is provisional from the start; None when nothing open could reduce it (INF-22)."""
    if kind == "PENALTY":
        return HoldKind.PETITION if matter.state in PETITION_OPEN else None
    return HoldKind.PROTEST if matter.review_open else None
