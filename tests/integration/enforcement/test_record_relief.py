"""Petitions against recordkeeping penalties: the petition rows of section 10.5 and what accounts is told (PEN-11)."""

from datetime import date
from uuid import UUID

import pytest

from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.usecases.penalties import relief
from services.enforcement.usecases.penalties.determine_value import DetermineValue, determine_value
from shared.database import Cause, CommandResult
from shared.errors import BadInput, NotFound
from tests.integration.enforcement.conftest import Enforcement, a_release, an_assessment

NOBODY = UUID("01a2020f-3210-764d-b4e3-f2098a658c58")


def codes(result: CommandResult) -> list[str]:
    return [refusal.code for refusal in result.refusals]


async def penalised(service: Enforcement) -> tuple[UUID, UUID]:
    """A penalty of $4,000.00 on 3 June 2024: petition by 2 August."""
    demand_id = await service.receive(a_release("R1"))
    service.on(date(2024, 6, 3))
    assert not codes(await service.assess(demand_id, an_assessment("R1", 12_000_00, 4_000_00)))
    (penalty,) = await service.penalties(demand_id)
    return demand_id, penalty.id


async def petition(service: Enforcement, penalty_id: UUID, on: date, *, copies: int = 2) -> CommandResult:
    service.on(max(on, service.clock.today()))
    command = relief.FilePenaltyPetition(
        penalty_id=penalty_id,
        filed_on=on,
        grounds="first failure in 1,150 importations",
        copies=copies,
        electronic=False,
        extended_to=None,
    )
    return await service.run(command, relief.file_petition)


async def decide(
    service: Enforcement, penalty_id: UUID, cents: int, on: date, *, headquarters: bool = False, actor: str = "fpf"
) -> CommandResult:
    service.on(max(on, service.clock.today()))
    command = relief.DecidePenaltyPetition(
        penalty_id=penalty_id,
        mitigated_cents=cents,
        notified_on=on,
        pay_by=None,
        supplemental_by=None,
        reasons="full cooperation",
        headquarters=headquarters,
    )
    return await service.run(command, relief.decide_petition, actor=actor)


async def supplemental(service: Enforcement, penalty_id: UUID, on: date) -> CommandResult:
    service.on(on)
    command = relief.FilePenaltySupplemental(
        penalty_id=penalty_id, filed_on=on, grounds="new facts", waiver_required=False, waiver_until=None
    )
    return await service.run(command, relief.file_supplemental)


async def paid(service: Enforcement, penalty_id: UUID, cents: int) -> None:
    async with service.uow.begin(Cause(actor="accounts", correlation_id="test")) as tx:
        await relief.collected(tx, str(penalty_id), cents)


async def calendar(service: Enforcement, day: date) -> None:
    service.on(day)
    await relief.run(service.uow)


async def stands(service: Enforcement, demand_id: UUID) -> tuple[FailureState, int, int]:
    """State, what is owed and what was collected."""
    (failure,) = await service.failures(demand_id)
    (penalty,) = await service.penalties(demand_id)
    return failure.state, penalty.owed_cents, penalty.collected_cents


async def told(service: Enforcement) -> list[tuple[str, int]]:
    return [
        (subject.split(".")[-2], payload["amount_cents"])
        for subject, payload in await service.events()
        if ".penalty." in subject
    ]


async def test_pen_11_rlf_06_a_petition_is_decided_and_what_is_left_is_paid(service: Enforcement) -> None:
    demand_id, penalty_id = await penalised(service)
    assert codes(await petition(service, penalty_id, date(2024, 8, 2), copies=1)) == ["PET_NOT_IN_DUPLICATE"]
    assert not codes(await petition(service, penalty_id, date(2024, 8, 2)))
    assert not codes(await decide(service, penalty_id, 1_000_00, date(2024, 9, 2)))
    assert await stands(service, demand_id) == (FailureState.DECIDED, 1_000_00, 0)
    await paid(service, penalty_id, 400_00)
    await paid(service, penalty_id, 600_00)
    # RLF-07: a supplemental petition may be filed whether or not the mitigated sum was paid.
    assert await stands(service, demand_id) == (FailureState.DECIDED, 1_000_00, 1_000_00)
    await calendar(service, date(2024, 11, 1))
    assert (await stands(service, demand_id))[0] is FailureState.DECIDED
    await calendar(service, date(2024, 11, 2))
    assert (await stands(service, demand_id))[0] is FailureState.CLOSED_PAID
    assert await told(service) == [("assessed", 4_000_00), ("reduced", 1_000_00)]


async def test_pen_11_rlf_06_unpaid_the_full_penalty_revives(service: Enforcement) -> None:
    demand_id, penalty_id = await penalised(service)
    await petition(service, penalty_id, date(2024, 7, 1))
    await decide(service, penalty_id, 1_000_00, date(2024, 9, 2))
    await calendar(service, date(2024, 11, 1))
    assert (await stands(service, demand_id))[0] is FailureState.DECIDED
    await calendar(service, date(2024, 11, 2))
    assert await stands(service, demand_id) == (FailureState.COLLECTION, 4_000_00, 0)
    assert await told(service) == [("assessed", 4_000_00), ("reduced", 1_000_00), ("reduced", 4_000_00)]
    await paid(service, penalty_id, 4_000_00)
    assert (await stands(service, demand_id))[0] is FailureState.CLOSED_PAID


async def test_pen_11_rlf_02_late_is_late_and_changes_nothing(service: Enforcement) -> None:
    demand_id, penalty_id = await penalised(service)
    service.on(date(2024, 8, 3))
    before = await service.stored()
    assert codes(await petition(service, penalty_id, date(2024, 8, 3))) == ["PET_LATE"]
    assert await service.stored() == before
    await calendar(service, date(2024, 8, 3))
    assert (await stands(service, demand_id))[0] is FailureState.COLLECTION
    assert codes(await petition(service, penalty_id, date(2024, 8, 3))) == ["SEC_ILLEGAL_TRANSITION"]
    with pytest.raises(NotFound):
        await petition(service, NOBODY, date(2024, 8, 3))
    with pytest.raises(BadInput):
        await decide(service, penalty_id, -1, date(2024, 8, 3))


async def test_pen_11_rlf_07_a_supplemental_petition_goes_to_another_director(service: Enforcement) -> None:
    demand_id, penalty_id = await penalised(service)
    await petition(service, penalty_id, date(2024, 7, 1))
    assert codes(await decide(service, penalty_id, 4_000_01, date(2024, 9, 2))) == ["PET_NOT_RELIEF"]
    await decide(service, penalty_id, 2_000_00, date(2024, 9, 2), headquarters=True, actor="alpha")
    assert not codes(await supplemental(service, penalty_id, date(2024, 11, 1)))
    again = await decide(service, penalty_id, 500_00, date(2024, 12, 2), headquarters=True, actor="alpha")
    assert codes(again) == ["SEC_SAME_DECIDER"]
    assert not codes(await decide(service, penalty_id, 500_00, date(2024, 12, 2), headquarters=True, actor="beta"))
    assert await stands(service, demand_id) == (FailureState.DECIDED, 500_00, 0)
    late = await supplemental(service, penalty_id, date(2025, 2, 1))
    assert codes(late) == ["PET_SUPPLEMENTAL_LATE"]


async def test_pen_11_a_penalty_paid_at_once_is_closed_and_other_references_are_ignored(service: Enforcement) -> None:
    demand_id, penalty_id = await penalised(service)
    await paid(service, NOBODY, 1)
    async with service.uow.begin(Cause(actor="accounts", correlation_id="test")) as tx:
        await relief.collected(tx, "no-id", 1)
    await paid(service, penalty_id, 4_000_00)
    assert await stands(service, demand_id) == (FailureState.CLOSED_PAID, 4_000_00, 4_000_00)


async def test_pen_05_pen_11_a_lower_ceiling_never_raises_what_mitigation_left(service: Enforcement) -> None:
    demand_id, penalty_id = await penalised(service)
    await petition(service, penalty_id, date(2024, 7, 1))
    await decide(service, penalty_id, 1_000_00, date(2024, 9, 2))
    await service.run(DetermineValue(penalty_id=penalty_id, appraised_value_cents=9_000_00), determine_value)
    (penalty,) = await service.penalties(demand_id)
    assert (penalty.penalty.amount_cents, penalty.owed_cents) == (3_600_00, 1_000_00)
