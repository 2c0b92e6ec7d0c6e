"""A database of the service, a clock that stands, and a demand to work with."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from functools import partial
from uuid import UUID

import pytest

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import Defence, Factors
from services.enforcement.domain.records.demands import (
    DemandChannel,
    DemandPurpose,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory
from services.enforcement.domain.records.rules import ReceiptProof, RecordkeeperCapacity
from services.enforcement.storage import penalties, records
from services.enforcement.storage.informants.vault import IdentityVault
from services.enforcement.storage.penalties import FailureRecord, PenaltyRecord
from services.enforcement.storage.records import DemandRecord
from services.enforcement.storage.tables import METADATA
from services.enforcement.usecases.penalties.assess_penalty import (
    AssessPenalty,
    FindingInput,
    ReleaseAssessment,
    assess_penalty,
)
from services.enforcement.usecases.records.confirm_receipt import ConfirmReceipt, confirm_receipt
from services.enforcement.usecases.records.decide_extension import DecideExtension, decide_extension
from services.enforcement.usecases.records.issue_record_demand import (
    IssueRecordDemand,
    RecordInput,
    ReleaseInput,
    issue_record_demand,
)
from services.enforcement.usecases.records.record_production import ProducedLine, RecordProduction, record_production
from services.enforcement.usecases.records.request_extension import RequestExtension, request_extension
from shared.clock import SimulatedClock
from shared.database import CommandResult, Database
from tests.conftest import FreshDatabase
from tests.integration.enforcement.informants import office  # noqa: F401  (a fixture)
from tests.integration.harness import Service

IMPORTER = "12-3456789AB"
VAULT = IdentityVault("TkVXLUVORk9SQ0VNRU5ULUtFWS0zMi1CWVRFUy0hISE=")
FACTORS = Factors(failures=3, importations=1_150, nature_of_records="invoices", cooperation="full")

a_record = partial(
    RecordInput,
    record_code="INVOICE",
    description="Commercial invoice",
    is_entry_record=True,
    retention=RetentionCategory.ENTRY,
    retention_starts=(),
)


def a_release(number: str = "R1", *codes: str) -> ReleaseInput:
    """A release of an entry of 2023."""
    return ReleaseInput(
        release_number=number,
        entry_number=f"E-{number}",
        entry_date=date(2023, 6, 18),
        release_period_ends_on=None,
        records=tuple(a_record(record_code=code) for code in codes or ("INVOICE",)),
    )


a_demand = partial(
    IssueRecordDemand,
    importer_number=IMPORTER,
    capacity=RecordkeeperCapacity.IMPORTER,
    channel=DemandChannel.ELECTRONIC,
    purpose=DemandPurpose.GENERAL,
    issued_on=date(2024, 4, 1),
    production_days=None,
    releases=(a_release(),),
)


def a_finding(
    code: str = "INVOICE", culpability: Culpability = Culpability.NEGLIGENT, defence: Defence | None = None
) -> FindingInput:
    """A finding on a missing record."""
    return FindingInput(
        record_code=code,
        culpability=culpability,
        facts="misfiled",
        defence=defence,
        evidence=None if defence is None else "insurer's report",
        penalised_under_1592=False,
    )


def an_assessment(number: str, value_cents: int, amount_cents: int, *findings: FindingInput) -> ReleaseAssessment:
    """A release as the officer drafts it."""
    return ReleaseAssessment(
        release_number=number,
        appraised_value_cents=value_cents,
        value_is_provisional=False,
        certificate=OriginCertificate.NONE,
        amount_cents=amount_cents,
        broker_discipline=False,
        findings=findings or (a_finding(),),
    )


class Enforcement(Service):
    """The service with the steps that many tests take."""

    def on(self, day: date) -> None:
        """Move the clock to noon in Washington of a day."""
        self.clock.set(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))

    async def issue(self, *releases: ReleaseInput) -> UUID:
        """A demand issued on 1 April 2024."""
        result = await self.run(a_demand(releases=releases or (a_release(),)), issue_record_demand)
        assert result.value is not None, result.refusals
        return UUID(result.value["demand_id"])

    async def receive(self, *releases: ReleaseInput) -> UUID:
        """The same, received on 2 April: due on 2 May."""
        demand_id = await self.issue(*releases)
        self.on(date(2024, 4, 2))
        command = ConfirmReceipt(
            demand_id=demand_id,
            received_on=date(2024, 4, 2),
            proof=ReceiptProof.ACCOUNT_DELIVERY,
            proof_reference="delivery 17",
        )
        assert not (await self.run(command, confirm_receipt)).refusals
        return demand_id

    async def ask(self, demand_id: UUID, on: date, days: int | None = 20) -> CommandResult:
        """A request for more time, recorded on the day it is received."""
        self.on(max(on, self.clock.today()))
        command = RequestExtension(demand_id=demand_id, received_on=on, days=days, reason="files in storage")
        return await self.run(command, request_extension)

    async def decide(self, demand_id: UUID, on: date, days: int | None) -> CommandResult:
        """The decision on it; None denies."""
        self.on(on)
        command = DecideExtension(demand_id=demand_id, approved_days=days, reason="as the file shows")
        return await self.run(command, decide_extension)

    async def produce(self, demand_id: UUID, on: date, *lines: tuple[str, str]) -> CommandResult:
        """Accepted production, recorded on its day or later if the clock already stands later."""
        self.on(max(on, self.clock.today()))
        produced = tuple(
            ProducedLine(
                release_number=release,
                record_code=code,
                outcome=ProductionOutcome.ACCEPTED,
                form=ProductionForm.COPY,
                reason="",
            )
            for release, code in lines or (("R1", "INVOICE"),)
        )
        return await self.run(RecordProduction(demand_id=demand_id, produced_on=on, lines=produced), record_production)

    async def assess(
        self, demand_id: UUID, *releases: ReleaseAssessment, factors: Factors | None = FACTORS
    ) -> CommandResult:
        """The officer's decision."""
        return await self.run(AssessPenalty(demand_id=demand_id, factors=factors, releases=releases), assess_penalty)

    async def demand(self, demand_id: UUID) -> DemandRecord:
        """The demand as it is kept."""
        async with self.database.reading() as connection:
            return (await records.demands_by_id(connection, [demand_id]))[demand_id]

    async def failures(self, demand_id: UUID) -> list[FailureRecord]:
        """Its failures."""
        async with self.database.reading() as connection:
            return (await penalties.failures_by_demand(connection, [demand_id])).get(demand_id, [])

    async def penalties(self, demand_id: UUID) -> list[PenaltyRecord]:
        """Its penalties."""
        async with self.database.reading() as connection:
            return (await penalties.penalties_by_demand(connection, [demand_id])).get(demand_id, [])


@pytest.fixture
async def service(fresh_database: FreshDatabase) -> AsyncIterator[Enforcement]:
    """A fresh service on 1 April 2024."""
    database = Database(fresh_database("enforcement"), application_name="test", pool_size=4)
    yield Enforcement(database, SimulatedClock(datetime(2024, 4, 1, 17, tzinfo=UTC)), METADATA)
    await database.close()
