"""Keep what certification tells of a recordkeeper (RCP-12)."""

from services.enforcement.domain.violations.standing import Standing
from services.enforcement.storage.violations import queries
from shared.database import Transaction


async def hear_standing(tx: Transaction, standing: Standing) -> None:
    """Keep the standing; events come in any order, the highest revision holds."""
    await queries.save_standing(tx.connection, standing)
