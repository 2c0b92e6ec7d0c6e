"""Reviews and revocation on a real database: what time tells customs, and the end of an order heard by others."""

from datetime import date

import sqlalchemy as sa

from services.proceedings.domain.instructions import Firm
from services.proceedings.domain.review.acts import (
    ChangedCircumstancesRequested,
    OrderRevokedAfterReview,
    ReviewFinal,
    ReviewInitiated,
    ReviewRequested,
    RevocationGround,
)
from services.proceedings.storage.record.tables import instructions
from services.proceedings.usecases.record.pass_days import pass_days
from services.proceedings.usecases.record.record_act import record_act
from shared.database import Cause
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import CASE
from tests.integration.proceedings.test_consequences import ORDER, acts, an_act, run, subjects, the_order

ALPHA = Firm("Alpha", "Alpha")


async def under_order(service: Service) -> None:
    await run(service, *acts(), an_act(act=ORDER))


async def pass_the_days(service: Service) -> int:
    async with service.uow.begin(Cause(actor="job", correlation_id="job")) as tx:
        return await pass_days(tx, CASE)


async def liquidations(service: Service) -> list[dict[str, object]]:
    async with service.database.reading() as connection:
        rows = await connection.execute(
            sa.select(instructions.c.content)
            .where(instructions.c.kind == "Liquidate")
            .order_by(instructions.c.message_number)
        )
        return [row.content for row in rows]


async def test_asm_07_the_job_liquidates_automatically_once_and_leaves_out_who_is_reviewed(registered: Service) -> None:
    await under_order(registered)
    await run(registered, an_act(act=ReviewRequested(occurred_on=date(2024, 10, 10), requester="Beta", firms=(ALPHA,))))
    await pass_the_days(registered)
    assert await pass_the_days(registered) == 0
    (told,) = [one for one in await liquidations(registered) if one["ground"] == "AUTOMATIC"]
    assert told["excluded_firms"] == [{"exporter": "Alpha", "producer": "Alpha"}]
    assert told["entries"] == {"first": "2023-08-01", "last": "2023-12-31", "reason": None}


async def test_rev_10_a_revocation_ends_the_order_for_everybody(registered: Service) -> None:
    await under_order(registered)
    asked = ChangedCircumstancesRequested(
        occurred_on=date(2024, 3, 4), requester="Alpha", circumstances="The program has ended.", good_cause="Fraud."
    )
    result = await registered.run(an_act(act=asked), record_act)
    assert result.value is not None
    segment = f"CCR-{result.value['act_number']}"
    await run(
        registered,
        an_act(act=ReviewInitiated(occurred_on=date(2024, 4, 18), segment=segment), published_on=date(2024, 4, 24)),
        an_act(act=ReviewFinal(occurred_on=date(2024, 10, 1), segment=segment), published_on=date(2024, 10, 7)),
        an_act(
            act=OrderRevokedAfterReview(
                occurred_on=date(2024, 12, 10),
                ground=RevocationGround.CHANGED_CIRCUMSTANCES,
                effective_on=date(2024, 6, 1),
                segment=segment,
                burden_met=True,
                fr_citation="89 FR 99999",
            )
        ),
    )
    order = await the_order(registered)
    assert order is not None
    assert (order.revoked_on, order.revocation_fr_citation) == (date(2024, 6, 1), "89 FR 99999")
    assert (await subjects(registered)).count("order.revoked") == 1
