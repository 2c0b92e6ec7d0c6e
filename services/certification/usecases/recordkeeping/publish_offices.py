"""Tell everybody when the offices of the program or its Handbook change (RCP-03, RCP-10)."""

from dataclasses import asdict
from typing import Final

from services.certification.domain.recordkeeping.program import Program
from services.certification.events.published import ProgramOfficesPublished
from services.certification.storage import program_offices
from shared.database import Cause, UnitOfWork

NAME: Final = "publish-program-offices"


async def publish_offices(uow: UnitOfWork, *, program: Program) -> None:
    """The job: publish the settings that hold, unless the last publication says the same.

    Args:
        uow: opens the transaction.
        program: the offices and the Handbook as the settings name them.

    Source:
        RCP-03, RCP-10; 19 CFR 163.12(b)(2), (c)(2). Nothing else of the program is public at case level.
    """
    async with uow.begin(Cause(actor=f"job:{NAME}", correlation_id=NAME)) as tx:
        last = await program_offices.newest(tx.connection)
        if last is not None and last.program == program:
            return
        revision = 1 if last is None else last.revision + 1
        await program_offices.insert(tx.connection, revision, program, tx.today)
        tx.record(ProgramOfficesPublished(revision=revision, published_on=tx.today, **asdict(program)))
        tx.audit(
            "publish_program_offices",
            "recordkeeping-program",
            before=None if last is None else asdict(last.program),
            after=asdict(program),
        )
