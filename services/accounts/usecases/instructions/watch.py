"""What the days do to instructions: a target comes near, six months end (ASM-08, ASM-09)."""

from typing import Final
from uuid import uuid4

from services.accounts.domain import law
from services.accounts.events.instructed import LiquidationTargetNear
from services.accounts.storage.instructions import watching
from shared.calendar import FiscalYear
from shared.database import Cause, UnitOfWork

NAME: Final = "watch-instructions"


async def watch_instructions(uow: UnitOfWork) -> None:
    """The job: warn once that entries are left near the target; let what is left after six months be deemed.

    What is deemed is liquidated by ``apply_instructions``, which is the one way in which instructions move money.

    Source: ASM-08 (90 days), ASM-09, 19 USC 1504(d), ACCT-11.
    """
    async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=str(uuid4()))) as tx:
        await watching.begin_deeming(tx.connection, tx.today)
        for row in await watching.mark_near(tx.connection, tx.today, law.LIQUIDATION_WARNING_DAYS):
            tx.record(
                LiquidationTargetNear(
                    case_number=row.case_number,
                    fiscal_year=FiscalYear.of(row.target_on).year,
                    instruction_id=str(row.id),
                    message_number=row.message_number,
                    target_on=row.target_on,
                    deemed_after=row.deemed_after,
                )
            )
