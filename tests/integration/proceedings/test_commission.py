"""What countries are and what the Commission determined, on a real database and through the API."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from services.proceedings.domain.commission.acts import Finding, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.commission.negligibility import ImportVolumes, OtherImports
from services.proceedings.domain.commission.votes import Votes
from services.proceedings.domain.country_status import AgreementReason
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PartyClass,
    PetitionFiled,
)
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.proceeding import Development
from services.proceedings.storage.record.dockets import dockets
from services.proceedings.usecases.commission.determine import (
    DetermineFinal,
    DeterminePreliminary,
    determine_final,
    determine_preliminary,
)
from services.proceedings.usecases.record.record_act import RecordAct, record_act
from services.proceedings.usecases.set_country_status import SetCountryStatus, set_country_status
from tests.integration.harness import Service
from tests.integration.proceedings.conftest import CASE

a_status = partial(
    SetCountryStatus,
    country="CN",
    starts_on=date(2001, 12, 11),
    ends_on=None,
    reason=AgreementReason.WTO_MEMBER,
    development=Development.NONE,
    export_subsidy_notice_on=None,
    source="Alpha list",
)
IMPORTS = ImportVolumes(total=Decimal(1000), own=Decimal(20), first=date(2023, 11, 1), last=date(2024, 10, 31))
PRELIMINARY = DeterminePreliminary(case_number=CASE, occurred_on=date(2024, 12, 30))


async def record(service: Service, act: Act) -> None:
    assert not (await service.run(RecordAct(case_number=CASE, act=act), record_act)).refusals


async def initiated(service: Service) -> None:
    """A petition of 2 December 2024, initiated on 20 December."""
    filed, decided = date(2024, 12, 2), date(2024, 12, 20)
    await record(
        service,
        PetitionFiled(
            occurred_on=filed,
            petitioner="Alpha",
            petitioner_class=PartyClass.C,
            itc_filed_on=filed,
            scope_text="Alpha of every size.",
        ),
    )
    await record(service, ConsultationsOffered(occurred_on=filed))
    support = IndustrySupportAssessed(
        occurred_on=filed, total=Decimal(1000), supporting=Decimal(600), opposing=Decimal(0)
    )
    await record(service, support)
    await record(service, InvestigationInitiated(occurred_on=decided, sufficient=True))


async def preliminary(service: Service) -> ItcPreliminary:
    async with service.database.reading() as connection:
        kept = (await dockets(connection, [CASE]))[CASE].record[-1]
    assert isinstance(kept.act, ItcPreliminary)
    return kept.act


async def test_d_28_joining_the_agreement_starts_the_commissions_clock(registered: Service) -> None:
    await initiated(registered)
    assert not (await registered.run(a_status(), set_country_status)).refusals
    changed = [
        data["deadline_id"]
        for subject, data in await registered.events()
        if ".deadline.changed." in subject and data["deadline_id"].endswith("ITC_PRELIM")
    ]
    assert changed == [f"{CASE}/ITC_PRELIM"]
    before = await registered.stored()
    refused = await registered.run(a_status(starts_on=date(2000, 1, 1)), set_country_status)
    assert [refusal.code for refusal in refused.refusals] == ["STATUS_OVERLAPS"]
    assert await registered.stored() == before


async def test_imp_09_a_determination_is_computed_from_its_votes(registered: Service) -> None:
    await registered.run(a_status(), set_country_status)
    await initiated(registered)
    command = replace(PRELIMINARY, votes=Votes(injury=2, threat=1, negative=3))
    assert not (await registered.run(command, determine_preliminary)).refusals
    assert (await preliminary(registered)).result is PreliminaryResult.AFFIRMATIVE


async def test_neg_03_neg_06_other_countries_are_counted_by_their_listing(registered: Service) -> None:
    listed = a_status(country="VN", development=Development.DEVELOPING)
    for command in (a_status(development=Development.DEVELOPING), listed, a_status(country="IN")):
        assert not (await registered.run(command, set_country_status)).refusals
    await initiated(registered)
    others = tuple(
        OtherImports(country=country, volume=Decimal(39), initiated_on=date(2024, 12, 20)) for country in ("IN", "VN")
    )
    imports = replace(IMPORTS, own=Decimal(39), others=others)
    # 3.9 + 3.9 percent of the two developing countries do not exceed 9; the third is not one.
    assert not (await registered.run(replace(PRELIMINARY, imports=imports), determine_preliminary)).refusals
    kept = await preliminary(registered)
    assert kept.result is PreliminaryResult.NEGLIGIBLE
    assert kept.imports is not None
    assert [other.developing for other in kept.imports.others] == [False, True]


async def test_itp_01_what_cannot_be_determined_leaves_nothing(registered: Service) -> None:
    await registered.run(a_status(), set_country_status)
    early = await registered.run(PRELIMINARY, determine_preliminary)
    assert [refusal.code for refusal in early.refusals] == ["ILLEGAL_TRANSITION"]
    await initiated(registered)
    before = await registered.stored()
    silent = await registered.run(PRELIMINARY, determine_preliminary)
    assert [refusal.code for refusal in silent.refusals] == ["DETERMINATION_MISSING"]
    final = DetermineFinal(case_number=CASE, occurred_on=date(2024, 12, 30), finding=Finding.INJURY)
    assert [refusal.code for refusal in (await registered.run(final, determine_final)).refusals] == [
        "ILLEGAL_TRANSITION"
    ]
    computed = replace(final, finding=None, votes=Votes(injury=3, threat=3))
    assert [refusal.code for refusal in (await registered.run(computed, determine_final)).refusals] == [
        "PLURALITY_TIED"
    ]
    assert await registered.stored() == before
