"""The review of an application by the intake office (RCP-04, RCP-05, RCP-08, RCP-09)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.certification.domain.recordkeeping import applying
from services.certification.domain.recordkeeping.participation import DemonstrationKind
from services.certification.domain.recordkeeping.text import clean_text, optional_text
from services.certification.events.recordkeeping import (
    RecordkeeperInformationReceived,
    RecordkeeperInformationRequested,
    RecordkeeperOnSiteAnnounced,
    RecordkeeperOnSiteDone,
    RecordkeeperReviewStarted,
)
from services.certification.usecases.recordkeeping.apply import Evidence, ProposedTerms
from services.certification.usecases.recordkeeping.keeping import answer, day_of, keep, locked, standing
from shared.canonical import JSON
from shared.database import Transaction


@dataclass(frozen=True, kw_only=True, slots=True)
class StartRecordkeepingReview:
    """The intake office takes an application up."""

    participation_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the review made of a demonstration, and the evidence it saw beside the applicant's."""

    kind: DemonstrationKind
    demonstrated: bool
    evidence: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class VerifyApplication:
    """Verdicts on demonstrations, and a new version of negotiated terms."""

    participation_id: UUID
    verdicts: tuple[Verdict, ...]
    terms: ProposedTerms | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestInformation:
    """What is missing; by default processing is suspended until it comes."""

    participation_id: UUID
    text: str
    suspends: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class ReceiveInformation:
    """The answer, with further evidence for demonstrations."""

    participation_id: UUID
    evidence: tuple[Evidence, ...] = ()
    received_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnounceOnSite:
    """The applicant is told of a visit."""

    participation_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class FinishOnSite:
    """The visit was made."""

    participation_id: UUID
    findings: str


async def start_recordkeeping_review(tx: Transaction, command: StartRecordkeepingReview) -> dict[str, JSON]:
    """Take an application up (RCP-08, RCP-11)."""
    record = await locked(tx, command.participation_id)
    kept = await keep(tx, record, applying.start_review(record.file, tx.today), "start_review")
    tx.record(RecordkeeperReviewStarted(**standing(tx, kept)))
    return answer(kept)


async def verify_application(tx: Transaction, command: VerifyApplication) -> dict[str, JSON]:
    """Keep what the review found (RCP-04, RCP-05, RCP-08)."""
    record = await locked(tx, command.participation_id)
    verdicts = {
        verdict.kind: (verdict.demonstrated, optional_text(verdict.evidence, field="demonstrations.evidence"))
        for verdict in command.verdicts
    }
    terms = None if command.terms is None else command.terms.version(len(record.file.terms) + 1, tx.today)
    kept = await keep(tx, record, applying.verify(record.file, verdicts, terms), "verify_application")
    return answer(kept)


async def request_information(tx: Transaction, command: RequestInformation) -> dict[str, JSON]:
    """Ask for what is missing (RCP-09)."""
    record = await locked(tx, command.participation_id)
    text = clean_text(command.text, field="text")
    asked = applying.request_information(record.file, text, tx.today, suspends=command.suspends)
    kept = await keep(tx, record, asked, "request_information", reason=text)
    tx.record(RecordkeeperInformationRequested(**standing(tx, kept), suspends=command.suspends))
    return answer(kept)


async def receive_information(tx: Transaction, command: ReceiveInformation) -> dict[str, JSON]:
    """Keep that what was asked for came (RCP-09)."""
    record = await locked(tx, command.participation_id)
    evidence = {one.kind: clean_text(one.text, field="demonstrations.evidence") for one in command.evidence}
    received = applying.receive_information(record.file, evidence, day_of(command.received_on, tx))
    kept = await keep(tx, record, received, "receive_information")
    tx.record(RecordkeeperInformationReceived(**standing(tx, kept)))
    return answer(kept)


async def announce_on_site(tx: Transaction, command: AnnounceOnSite) -> dict[str, JSON]:
    """Announce a visit (RCP-08)."""
    record = await locked(tx, command.participation_id)
    kept = await keep(tx, record, applying.announce_on_site(record.file, tx.today), "announce_on_site")
    tx.record(RecordkeeperOnSiteAnnounced(**standing(tx, kept)))
    return answer(kept)


async def finish_on_site(tx: Transaction, command: FinishOnSite) -> dict[str, JSON]:
    """Keep what a visit found (RCP-08)."""
    record = await locked(tx, command.participation_id)
    findings = clean_text(command.findings, field="findings")
    kept = await keep(tx, record, applying.finish_on_site(record.file, findings, tx.today), "finish_on_site")
    tx.record(RecordkeeperOnSiteDone(**standing(tx, kept)))
    return answer(kept)
