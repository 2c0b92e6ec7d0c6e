"""Steps that tests of section 1592 matters take."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from services.enforcement.domain.matters.culpability import Excuse, Violation
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset, PrepenaltyNotice
from services.enforcement.domain.relief.petitions import ReliefGround
from services.enforcement.storage.informants import recoveries
from services.enforcement.storage.matters import queries
from services.enforcement.usecases.matters import duties, limitation, notices, relief
from services.enforcement.usecases.matters.open_matter import EntryInput, OpenMatter, Source, open_matter
from shared.database import CommandResult
from tests.integration.enforcement.conftest import IMPORTER, Enforcement

NEGLIGENCE, FRAUD = Culpability.NEGLIGENCE, Culpability.FRAUD

an_entry = partial(
    EntryInput,
    entry_number="E-1",
    violated_on=date(2023, 1, 10),
    liquidated_on=date(2023, 11, 1),
    actual_loss_cents=446_400_00,
    potential_loss_cents=0,
)
a_matter = partial(
    OpenMatter,
    importer_number=IMPORTER,
    source=Source.REFERRAL,
    source_reference="referral 7",
    audit_offset=AuditOffset.NONE,
    commercial=True,
    violation=Violation(
        false_or_omitted=True, material=True, excuse=Excuse.NONE, pattern=False, electronic_repetition=False
    ),
    culpability=NEGLIGENCE,
    fraud_discovered_on=None,
    affects_duties=True,
    domestic_value_cents=61_200_000_00,
    dutiable_value_cents=0,
    entries=(an_entry(),),
)
NOTICE = PrepenaltyNotice(
    merchandise="valves",
    entry_details="entry E-1",
    laws_violated="19 USC 1484, 1485, 1592",
    material_facts="value understated",
    culpability_stated=True,
    loss_and_penalty_stated=True,
    representations_offered=True,
)


async def opened(service: Enforcement, **also: Any) -> UUID:
    result = await service.run(a_matter(**also), open_matter)
    assert result.value is not None, result.refusals
    return UUID(result.value["matter_id"])


async def stands(service: Enforcement, matter_id: UUID) -> Any:
    async with service.database.reading() as connection:
        return (await queries.by_ids(connection, [matter_id]))[matter_id]


async def told(service: Enforcement) -> list[tuple[str, dict[str, Any]]]:
    """Events by aggregate, event and key, in order."""
    return [(subject.split(".v1.")[1], data) for subject, data in await service.events()]


async def calendar(service: Enforcement, day: date) -> None:
    service.on(day)
    await limitation.run(service.uow)


def codes(result: CommandResult) -> list[str]:
    return [one.code for one in result.refusals]


def prepenalty(matter_id: UUID, cents: int, **also: Any) -> notices.IssuePrepenalty:
    given: dict[str, Any] = {
        "culpability": NEGLIGENCE,
        "fraud_discovered_on": None,
        "mailed_on": date(2024, 6, 1),
        "respond_by": None,
        "notice": NOTICE,
        **also,
    }
    return notices.IssuePrepenalty(matter_id=matter_id, proposed_penalty_cents=cents, **given)


def claim(matter_id: UUID, cents: int, mailed_on: date, **also: Any) -> notices.IssuePenalty:
    given: dict[str, Any] = {
        "culpability": NEGLIGENCE,
        "fraud_discovered_on": None,
        "petition_by": None,
        "changes": "none",
        **also,
    }
    return notices.IssuePenalty(matter_id=matter_id, penalty_cents=cents, mailed_on=mailed_on, **given)


def petition(matter_id: UUID, filed_on: date) -> relief.FilePetition:
    return relief.FilePetition(
        matter_id=matter_id, filed_on=filed_on, grounds="first offence", copies=2, electronic=False, extended_to=None
    )


def decision(matter_id: UUID, cents: int, on: date, *, headquarters: bool = True) -> relief.DecidePetition:
    return relief.DecidePetition(
        matter_id=matter_id,
        mitigated_cents=cents,
        notified_on=on,
        pay_by=None,
        supplemental_by=None,
        reasons="full cooperation",
        headquarters=headquarters,
        ground=ReliefGround.MITIGATING_CIRCUMSTANCES,
    )


async def claimed(service: Enforcement, cents: int = 892_800_00, **also: Any) -> UUID:
    """Prepenalty notice, no answer, penalty claimed on 1 August 2024."""
    matter_id = await opened(service, **also)
    service.on(date(2024, 6, 1))
    assert not codes(await service.run(prepenalty(matter_id, cents), notices.issue_prepenalty))
    service.on(date(2024, 8, 1))
    assert not codes(await service.run(claim(matter_id, cents, date(2024, 8, 1)), notices.issue_penalty))
    return matter_id


async def decided(service: Enforcement) -> UUID:
    matter_id = await claimed(service)
    service.on(date(2024, 9, 27))
    assert not codes(await service.run(petition(matter_id, date(2024, 9, 27)), relief.file_petition))
    service.on(date(2024, 11, 4))
    fpf = decision(matter_id, 446_400_00, date(2024, 11, 4), headquarters=False)
    assert codes(await service.run(fpf, relief.decide_petition)) == ["PET_OVER_AUTHORITY"]
    headquarters = decision(matter_id, 446_400_00, date(2024, 11, 4))
    assert not codes(await service.run(headquarters, relief.decide_petition, actor="alpha"))
    return matter_id


def demand(matter_id: UUID, on: date, *, by_port_director: bool = False) -> duties.IssueDutyNotice:
    return duties.IssueDutyNotice(
        matter_id=matter_id,
        notice_on=on,
        merchandise="valves",
        calculation="per entry",
        by_port_director=by_port_director,
    )


async def done(service: Enforcement, command: Any, use_case: Any, *, actor: str = "officer") -> Any:
    """What a use case answers; the test fails when it refuses."""
    result = await service.run(command, use_case, actor=actor)
    assert result.value is not None, result.refusals
    return result.value


async def recovered(service: Enforcement, matter_id: UUID) -> list[tuple[str, int, int, bool]]:
    """Class, collected, refunded and held of each recovery of a matter, in order."""
    async with service.database.reading() as connection:
        rows = await recoveries.page(connection, case_reference=str(matter_id), after=None, limit=100)
    return [(row.kind, row.collected_cents, row.refunded_cents, row.held) for row in rows]
