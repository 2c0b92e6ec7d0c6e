"""What one request carries: loaders, each one statement for all keys, the vault for tax numbers, and policies."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from services.certification.domain.forms import Form
from services.certification.domain.producers import ListedProducer
from services.certification.domain.recordkeeping.program import Program
from services.certification.domain.sharing import Part
from services.certification.storage import recordkeeping
from services.certification.storage.attachment_store import AttachmentStore, DatabaseStore
from services.certification.storage.queries import (
    attachments,
    certifications,
    learned,
    lines,
    lists,
    notices,
    risk,
    verification,
)
from services.certification.storage.queries.attachments import AttachmentRow
from services.certification.storage.queries.certifications import CertificationRow, MinorErrorRow
from services.certification.storage.queries.learned import ProducerRow
from services.certification.storage.queries.lines import LineResultRow
from services.certification.storage.queries.lists import ProducerPageKey, ReceivedKey, ReceivedRow
from services.certification.storage.queries.notices import NoticeOrderRow, NoticeRow
from services.certification.storage.queries.risk import FlagRow
from services.certification.storage.queries.verification import ResultRow, SampleItemRow, VerificationRow
from services.certification.storage.recordkeeping import ParticipationRecord, Step
from services.certification.storage.vault import Vault
from shared.database import Database
from shared.graphql import Context, batch_loader


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaders:
    """One request's loaders."""

    vault: Vault
    attachment_store: AttachmentStore
    notice: DataLoader[UUID, NoticeRow | None]
    notice_orders: DataLoader[UUID, list[NoticeOrderRow] | None]
    notices_of_order: DataLoader[str, list[NoticeRow] | None]
    notices_of_year: DataLoader[int, list[NoticeRow] | None]
    producer_list: DataLoader[tuple[str, int], list[ListedProducer] | None]
    special_account: DataLoader[str, tuple[date, int] | None]
    producer: DataLoader[UUID, ProducerRow | None]
    certification: DataLoader[UUID, CertificationRow | None]
    form: DataLoader[UUID, Form | None]
    attachment: DataLoader[UUID, AttachmentRow | None]
    attachments: DataLoader[UUID, list[AttachmentRow] | None]
    parts: DataLoader[UUID, list[Part] | None]
    minor_errors: DataLoader[UUID, list[MinorErrorRow] | None]
    paid: DataLoader[str, int | None]
    received: DataLoader[ReceivedKey, list[ReceivedRow] | None]
    of_producer: DataLoader[ProducerPageKey, list[CertificationRow] | None]
    risk_flag: DataLoader[UUID, FlagRow | None]
    risk_flags: DataLoader[UUID, list[FlagRow] | None]
    verification: DataLoader[UUID, VerificationRow | None]
    verifications: DataLoader[UUID, list[VerificationRow] | None]
    verified_amounts: DataLoader[UUID, dict[str, int] | None]
    verification_line_results: DataLoader[UUID, list[LineResultRow] | None]
    verification_results: DataLoader[UUID, list[ResultRow] | None]
    sample_items: DataLoader[UUID, list[SampleItemRow] | None]
    program: Program
    final_claim_window_days: int
    participation: DataLoader[UUID, ParticipationRecord | None]
    participation_of_importer: DataLoader[str, ParticipationRecord | None]
    participation_history: DataLoader[UUID, list[Step] | None]


def make_loaders(
    vault: Vault,
    database: Database,
    *,
    program: Program = Program(),  # noqa: B008
    final_claim_window_days: int = 60,
    attachment_store: AttachmentStore = DatabaseStore(),  # noqa: B008
) -> Loaders:
    """Fresh loaders for one request."""
    return Loaders(
        vault=vault,
        attachment_store=attachment_store,
        notice=batch_loader(database, notices.notices_by_id),
        notice_orders=batch_loader(database, notices.orders_of_notices),
        notices_of_order=batch_loader(database, notices.published_by_case),
        notices_of_year=batch_loader(database, notices.published_by_year),
        producer_list=batch_loader(database, learned.producer_lists_by_version),
        special_account=batch_loader(database, lists.newest_special_accounts),
        producer=batch_loader(database, learned.producers_by_id),
        certification=batch_loader(database, certifications.certifications_by_id),
        form=batch_loader(database, certifications.forms_by_certification),
        attachment=batch_loader(database, attachments.attachments_by_id),
        attachments=batch_loader(database, attachments.attachments_of),
        parts=batch_loader(database, certifications.parts_by_certification),
        minor_errors=batch_loader(database, certifications.minor_errors_of),
        paid=batch_loader(database, certifications.paid_by_number),
        received=batch_loader(database, lists.received),
        of_producer=batch_loader(database, lists.certifications_of_producers),
        risk_flag=batch_loader(database, risk.flags_by_id),
        risk_flags=batch_loader(database, risk.flags_of_certifications),
        verification=batch_loader(database, verification.verifications_by_id),
        verifications=batch_loader(database, verification.verifications_of),
        verified_amounts=batch_loader(database, verification.verified_amounts),
        verification_line_results=batch_loader(database, lines.line_results_of),
        verification_results=batch_loader(database, verification.results_of),
        sample_items=batch_loader(database, verification.sample_items),
        program=program,
        final_claim_window_days=final_claim_window_days,
        participation=batch_loader(database, recordkeeping.participations_by_id),
        participation_of_importer=batch_loader(database, recordkeeping.newest_by_importer),
        participation_history=batch_loader(database, recordkeeping.history_by_participation),
    )


Info = strawberry.Info[Context[Loaders], None]
