"""A database of the service, a clock that stands, and the ways in: events, use cases, GraphQL."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, date, datetime
from functools import partial
from itertools import count
from typing import Any, TypeVar
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.certification.domain.forms import Form
from services.certification.domain.producers import producer_id
from services.certification.domain.states import State
from services.certification.events.consumed import (
    SUBSCRIPTIONS,
    OrderIssued,
    ProducerListReceived,
    SpecialAccountStated,
)
from services.certification.storage.queries import certifications
from services.certification.storage.queries.certifications import CertificationRow
from services.certification.storage.tables import METADATA
from services.certification.storage.vault import Vault
from services.certification.usecases.accept_certification import AcceptCertification, accept_certification
from services.certification.usecases.certify_claims import CertifyClaims, certify_claims
from services.certification.usecases.correct_certification import CorrectCertification, correct_certification
from services.certification.usecases.draft_notice import DraftNotice, draft_notice
from services.certification.usecases.file_certification import FileCertification, file_certification
from services.certification.usecases.publish_notice import PublishNotice, publish_notice
from services.certification.usecases.reject_certification import RejectCertification, reject_certification
from services.certification.usecases.return_certification import Defect, ReturnCertification, return_certification
from services.certification.usecases.start_review import StartReview, start_review
from shared.clock import SimulatedClock
from shared.database import Cause, CommandResult, Database, Transaction, UnitOfWork, platform, run_command
from shared.events.handling import Handlers
from tests.conftest import FreshDatabase
from tests.integration.certification.world import TAX_NUMBER, Told, Year, told

Command = TypeVar("Command")
KEY = "Q0VSVElGSUNBVElPTi1URVNULUtFWS0zMi1CWVRFUyE="


class Service:
    """The service without its HTTP edge."""

    actor = "tester"

    def __init__(self, database: Database, clock: SimulatedClock) -> None:
        self.database = database
        self.clock = clock
        self.vault = Vault(KEY)
        self.uow = UnitOfWork(database, clock)
        self._handlers = Handlers("certification", SUBSCRIPTIONS)
        self._keys = count(1)

    def on(self, day: date) -> None:
        """Move the clock to noon of a day in Washington."""
        self.clock.set(datetime(day.year, day.month, day.day, 17, tzinfo=UTC))

    async def hear(self, event: Told) -> bool:
        """Handle an event as the consumer does; False when it was handled before."""
        delivery = self._handlers.read(event.headers, event.body, stream=event.stream)
        return await self._handlers.handle(self.uow, delivery)

    async def run(
        self,
        command: Command,
        use_case: Callable[[Transaction, Command], Awaitable[dict[str, Any]]],
        *,
        key: str | None = None,
        actor: str = "tester",
    ) -> CommandResult:
        """Run a use case as a mutation does."""

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

    async def do(
        self,
        command: Command,
        use_case: Callable[[Transaction, Command], Awaitable[dict[str, Any]]],
        *,
        actor: str | None = None,
    ) -> dict[str, Any]:
        """Run a use case that must not be refused."""
        result = await self.run(command, use_case, actor=actor or self.actor)
        assert result.refusals == ()
        assert result.value is not None
        return dict(result.value)

    async def refused(
        self,
        command: Command,
        use_case: Callable[[Transaction, Command], Awaitable[dict[str, Any]]],
        *,
        actor: str | None = None,
    ) -> list[str]:
        """Run a use case that must be refused and change nothing; the codes."""
        before = await self.stored()
        result = await self.run(command, use_case, actor=actor or self.actor)
        assert result.refusals
        assert await self.stored() == before
        return [refusal.code for refusal in result.refusals]

    async def order(self, year: Year) -> None:
        """Let the order, its list and its Special Account become known."""
        await self.hear(
            told(
                OrderIssued,
                case_number=year.case_number,
                case_name=year.case_name,
                kind="AD",
                country="UT",
                product_group_id=year.product_group_id,
                issued_on=year.issued_on.isoformat(),
                fr_citation=None,
            )
        )
        await self.hear(
            told(
                ProducerListReceived,
                case_number=year.case_number,
                list_version=1,
                received_on="2001-07-09",
                producers=year.producers,
            )
        )
        await self.account(year)

    async def account(self, year: Year) -> None:
        """State the Special Account as of 1 June."""
        await self.hear(
            told(
                SpecialAccountStated,
                case_number=year.case_number,
                fiscal_year=year.fiscal_year,
                as_of=f"{year.fiscal_year}-06-01",
                balance_cents=year.balance_cents,
            )
        )

    async def draft(self, *cases: str, fiscal_year: int, publish_on: date) -> UUID:
        """Draft a notice."""
        command = DraftNotice(
            fiscal_year=fiscal_year,
            case_numbers=cases,
            publish_on=publish_on,
            fr_citation="72 FR 30585",
            instructions="File one certification per order.",
            address="Office, Town",
        )
        return UUID((await self.do(command, draft_notice))["notice_id"])

    async def notice(self, *cases: str, fiscal_year: int = 2007, publish_on: date = date(2007, 6, 1)) -> UUID:
        """Publish a notice on its day."""
        self.on(publish_on)
        notice_id = await self.draft(*cases, fiscal_year=fiscal_year, publish_on=publish_on)
        await self.do(PublishNotice(notice_id=notice_id, late_decision=None), publish_notice)
        return notice_id

    async def file(self, notice_id: UUID, filed: Form, *, day: date | None = None, by: str | None = None) -> UUID:
        """File a certification; by default on the day it is signed."""
        command = self.filing(notice_id, filed, by=by)
        if day is not None:
            self.on(day)
        return UUID((await self.do(command, self.file_use_case))["certification_id"])

    def filing(self, notice_id: UUID, filed: Form, *, by: str | None = None) -> FileCertification:
        """The command that files a form."""
        return FileCertification(
            notice_id=notice_id,
            producer_id=producer_id(by or filed.claimant_name or ""),
            form=filed,
            tax_fingerprint=self.fingerprint(by or filed.claimant_name) if filed.tax_identifier else None,
            received_on=None,
        )

    def fingerprint(self, claimant: str | None) -> str:
        """The fingerprint of a tax number that is the claimant's own."""
        return self.vault.fingerprint(f"{TAX_NUMBER} {claimant}")

    @property
    def file_use_case(self) -> Callable[[Transaction, FileCertification], Awaitable[dict[str, Any]]]:
        """The use case with a sealed tax number."""
        return partial(file_certification, sealed_tax_number=self.vault.seal(TAX_NUMBER))

    @property
    def correct_use_case(self) -> Callable[[Transaction, CorrectCertification], Awaitable[dict[str, Any]]]:
        """The use case with a sealed tax number."""
        return partial(correct_certification, sealed_tax_number=self.vault.seal(TAX_NUMBER))

    def correction(self, certification_id: UUID, corrected: Form) -> CorrectCertification:
        """The command that corrects a certification."""
        return CorrectCertification(
            certification_id=certification_id,
            form=corrected,
            tax_fingerprint=self.fingerprint(corrected.claimant_name) if corrected.tax_identifier else None,
            received_on=None,
        )

    async def correct(self, certification_id: UUID, corrected: Form) -> None:
        """Correct a certification."""
        await self.do(self.correction(certification_id, corrected), self.correct_use_case)

    async def review(self, certification_id: UUID) -> None:
        """Start a review."""
        await self.do(StartReview(certification_id=certification_id), start_review)

    async def return_(self, certification_id: UUID, *defects: Defect, late: str | None = None) -> None:
        """Return a certification."""
        command = ReturnCertification(certification_id=certification_id, defects=defects, late_return_reason=late)
        await self.do(command, return_certification)

    async def accept(self, certification_id: UUID) -> None:
        """Accept a certification."""
        await self.do(AcceptCertification(certification_id=certification_id), accept_certification)

    async def accepted(self, notice_id: UUID, filed: Form, **how: Any) -> UUID:
        """File, review and accept."""
        certification_id = await self.file(notice_id, filed, **how)
        await self.review(certification_id)
        await self.accept(certification_id)
        return certification_id

    async def reject(self, certification_id: UUID, code: str) -> None:
        """Reject a certification."""
        command = RejectCertification(certification_id=certification_id, code=code, reasons="See the file.")
        await self.do(command, reject_certification)

    async def certify(self, case_number: str, fiscal_year: int = 2007) -> int:
        """Certify the claims of an order's year; the version."""
        done = await self.do(CertifyClaims(case_number=case_number, fiscal_year=fiscal_year), certify_claims)
        return int(done["version"])

    async def get(self, certification_id: UUID) -> CertificationRow:
        """A certification as it stands."""
        async with self.database.reading() as connection:
            return (await certifications.certifications_by_id(connection, [certification_id]))[certification_id]

    async def state(self, certification_id: UUID) -> tuple[State, str | None]:
        """State and reason code."""
        row = await self.get(certification_id)
        return row.state, row.reason_code

    async def stored(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of the service's tables, its outbox and its audit log."""
        tables = [*METADATA.sorted_tables, platform.outbox, platform.audit_log]
        async with self.database.reading() as connection:
            return {
                table.name: [
                    tuple(row) for row in await connection.execute(sa.select(table).order_by(*table.primary_key))
                ]
                for table in tables
            }

    async def events(self, subject: str) -> list[dict[str, Any]]:
        """Payloads of the outbox whose subject holds a text, in order."""
        query = sa.select(platform.outbox.c.data).where(platform.outbox.c.subject.contains(subject))
        async with self.database.reading() as connection:
            return [row.data for row in await connection.execute(query.order_by(platform.outbox.c.id))]


@pytest.fixture
async def service(fresh_database: FreshDatabase) -> AsyncIterator[Service]:
    """A fresh service on 1 June 2007."""
    database = Database(fresh_database("certification"), application_name="test", pool_size=4)
    yield Service(database, SimulatedClock(datetime(2007, 6, 1, 17, tzinfo=UTC)))
    await database.close()
