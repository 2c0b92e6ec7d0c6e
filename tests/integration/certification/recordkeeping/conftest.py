"""The service with participants of the Recordkeeping Compliance Program at every stage."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

import pytest

from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    ApplicantCapacity,
    Considerations,
    DemonstrationKind,
    DenialGround,
    ImmediateBasis,
    Participation,
    RemovalGround,
    Track,
)
from services.certification.domain.recordkeeping.program import Program
from services.certification.storage import recordkeeping
from services.certification.usecases.recordkeeping.appeal import DecideAppeal, FileAppeal, decide_appeal, file_appeal
from services.certification.usecases.recordkeeping.apply import Apply, Evidence, apply
from services.certification.usecases.recordkeeping.decide import (
    CertifyRecordkeeper,
    DenyRecordkeeper,
    StatedCondition,
    StatedReason,
    certify_recordkeeper,
    deny_recordkeeper,
)
from services.certification.usecases.recordkeeping.pass_deadlines import run as pass_deadlines
from services.certification.usecases.recordkeeping.remove import (
    ConfirmNoticeReceipt,
    ServeRemoval,
    StatedGround,
    confirm_notice_receipt,
    serve_removal,
)
from services.certification.usecases.recordkeeping.review import (
    StartRecordkeepingReview,
    Verdict,
    VerifyApplication,
    start_recordkeeping_review,
    verify_application,
)
from shared.clock import SimulatedClock
from shared.database import Cause, CommandResult, Database, Transaction, run_command
from tests.conftest import FreshDatabase
from tests.integration.certification.conftest import Service

Command = TypeVar("Command")
PROGRAM = Program()
IMPORTER = "12-3456789AB"
CONSIDERED = Considerations(size="large", nature="machinery", volume="1,150 entries", workload="free")
a_application = partial(
    Apply,
    importer_number=IMPORTER,
    capacity=ApplicantCapacity.IMPORTER,
    keeps_entry_records=True,
    office="Charlotte",
    track=Track.STANDARD,
    handbook_version="current",
    evidence=tuple(Evidence(kind=kind, text="manual") for kind in DemonstrationKind),
)
a_certification = partial(
    CertifyRecordkeeper,
    office="Miami",
    in_compliance=True,
    handbook_met=True,
    bond_number="B-1",
    bond_valid=True,
    considerations=CONSIDERED,
    conditions=(StatedCondition(text="train yearly", recurring="yearly"), StatedCondition(text="index boxes")),
)
a_denial = partial(
    DenyRecordkeeper,
    office="Miami",
    reasons=(StatedReason(ground=DenialGround.REQUIREMENTS, facts="no manual"),),
    states_appeal_right=True,
)
apply_here = partial(apply, program=PROGRAM)
certify_here = partial(certify_recordkeeper, program=PROGRAM)
deny_here = partial(deny_recordkeeper, program=PROGRAM)
serve_here = partial(serve_removal, program=PROGRAM)


class Recordkeepers(Service):
    """The service with the steps that many tests take."""

    actor = "officer"

    async def run(
        self,
        command: Command,
        use_case: Callable[[Transaction, Command], Awaitable[dict[str, Any]]],
        *,
        key: str | None = None,
        actor: str = "officer",
    ) -> CommandResult:
        """Run a use case as a mutation does, as somebody."""

        async def handler(tx: Transaction) -> dict[str, Any]:
            return await use_case(tx, command)

        return await run_command(
            self.uow,
            cause=Cause(actor=actor, correlation_id="test"),
            name=type(command).__name__,
            idempotency_key=key or f"key-{next(self._keys)}",
            command=command,
            handler=handler,
        )

    async def applied(self, day: date, **changes: Any) -> UUID:
        """An application of a day."""
        self.on(day)
        return UUID((await self.do(a_application(**changes), apply_here))["participation_id"])

    async def reviewed(self, day: date, **changes: Any) -> UUID:
        """An application under review, everything demonstrated."""
        participation_id = await self.applied(day, **changes)
        await self.do(StartRecordkeepingReview(participation_id=participation_id), start_recordkeeping_review)
        verdicts = tuple(Verdict(kind=kind, demonstrated=True) for kind in DemonstrationKind)
        await self.do(VerifyApplication(participation_id=participation_id, verdicts=verdicts), verify_application)
        return participation_id

    async def certified(self, day: date = date(2024, 5, 20), **changes: Any) -> UUID:
        """A participant certified on a day."""
        participation_id = await self.reviewed(day, **changes)
        await self.do(a_certification(participation_id=participation_id), certify_here)
        return participation_id

    async def denied(self, day: date, **changes: Any) -> UUID:
        """An applicant denied on a day."""
        participation_id = await self.reviewed(day, **changes)
        await self.do(a_denial(participation_id=participation_id), deny_here)
        return participation_id

    def removal(
        self,
        participation_id: UUID,
        ground: RemovalGround = RemovalGround.NO_BOND,
        *,
        immediate: bool = False,
        basis: ImmediateBasis | None = None,
        failed_demands: frozenset[str] = frozenset(),
    ) -> ServeRemoval:
        """A notice of removal of today."""
        return ServeRemoval(
            participation_id=participation_id,
            office="Miami",
            grounds=(StatedGround(ground=ground, facts="as found", discovered_on=self.clock.today()),),
            states_appeal_right=True,
            immediate=immediate,
            immediate_basis=basis,
            failed_demands=failed_demands,
        )

    async def served(self, participation_id: UUID, day: date, received_on: date) -> None:
        """An ordinary removal served and received."""
        self.on(day)
        await self.do(self.removal(participation_id), serve_here)
        self.on(received_on)
        command = ConfirmNoticeReceipt(participation_id=participation_id, received_on=received_on)
        await self.do(command, confirm_notice_receipt)

    async def appeal(self, participation_id: UUID, day: date, act: AppealedAct) -> CommandResult:
        """An appeal received on a day."""
        self.on(day)
        command = FileAppeal(participation_id=participation_id, against=act, statement="it was otherwise")
        return await self.run(command, file_appeal, actor="importer")

    async def decide(self, participation_id: UUID, day: date, outcome: AppealOutcome) -> CommandResult:
        """The decision on an appeal by the Executive Director."""
        self.on(day)
        command = DecideAppeal(participation_id=participation_id, outcome=outcome, decision="considered")
        return await self.run(command, decide_appeal, actor="executive director")

    async def deadlines(self, day: date, *, keying_days: int = 0) -> None:
        """Let the calendar act on a day."""
        self.on(day)
        await pass_deadlines(self.uow, keying_days=keying_days)

    async def file_of(self, participation_id: UUID) -> Participation:
        """The participation as it stands."""
        async with self.database.reading() as connection:
            return (await recordkeeping.participations_by_id(connection, [participation_id]))[participation_id].file

    async def told(self) -> list[tuple[str, dict[str, Any]]]:
        """Event and payload of each event of recordkeepers."""
        async with self.database.reading() as connection:
            rows = await connection.exec_driver_sql("SELECT type, data FROM outbox ORDER BY id")
            return [(row.type.split(".")[4], row.data) for row in rows]


@pytest.fixture
async def service(fresh_database: FreshDatabase) -> AsyncIterator[Recordkeepers]:
    """A fresh service on 15 January 2024."""
    database = Database(fresh_database("certification"), application_name="test", pool_size=4)
    yield Recordkeepers(database, SimulatedClock(datetime(2024, 1, 15, 17, tzinfo=UTC)))
    await database.close()
