"""What the use cases on certifications read: one certification under its lock, and the facts its review needs."""

from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.certification.domain.amendments import Amendment, in_force, predecessor_of
from services.certification.domain.attachments import AttachmentKind, Attorney
from services.certification.domain.deadlines import power_of_attorney_by
from services.certification.domain.forms import Form
from services.certification.domain.review import Facts, Review, review
from services.certification.domain.sharing import PaidCertification, less_repaid
from services.certification.domain.states import Circumstances
from services.certification.storage.queries import amendments, attachments, certifications, learned, notices, prior
from services.certification.storage.queries.certifications import CertificationRow
from services.certification.storage.queries.notices import NoticeOrderRow, NoticeRow
from services.certification.usecases.assess_risk import assess_order_year
from shared.database import Transaction
from shared.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class Loaded:
    """A certification with its governing form and its notice; all changes to its order's year wait for this one."""

    certification: CertificationRow
    form: Form
    notice: NoticeRow
    line: NoticeOrderRow
    frozen: bool

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"certifications/{self.certification.certification_number}"

    def circumstances(
        self, today: date, *, late_return: bool = False, defective: bool = False, eligible: bool = True
    ) -> Circumstances:
        """What the guards of the state machine look at."""
        return Circumstances(
            today=today,
            close_on=self.notice.close_on,
            return_by=self.notice.return_by,
            correct_by=self.certification.correct_by,
            corrections=self.certification.corrections,
            late_return=late_return,
            frozen=self.frozen,
            defective=defective,
            eligible=eligible,
        )


async def load_locked(tx: Transaction, certification_id: UUID) -> Loaded:
    """The certification, its order's year locked until the transaction ends.

    Raises:
        NotFound: there is no such certification.
    """
    connection = tx.connection
    found = (await certifications.certifications_by_id(connection, [certification_id])).get(certification_id)
    if found is None:
        raise NotFound("there is no such certification", field="certificationId")
    year = await notices.lock_order_year(connection, found.case_number, found.fiscal_year)
    assert year is not None, "a certification stands under a published notice"
    return Loaded(
        certification=(await certifications.certifications_by_id(connection, [certification_id]))[certification_id],
        form=(await certifications.forms_by_certification(connection, [certification_id]))[certification_id],
        notice=year[0],
        line=year[1],
        frozen=await learned.is_frozen(connection, found.case_number, found.fiscal_year),
    )


async def facts_for(
    connection: AsyncConnection,
    certification: CertificationRow,
    form: Form,
    year: tuple[NoticeRow, NoticeOrderRow],
    today: date,
) -> Facts:
    """Everything a certification is compared with, as of the day its governing version was received."""
    notice, line = year
    assert line.list_version is not None, "a published notice has a list"
    case_number = certification.case_number
    shared = {case for group in form.shared_groups for case in group.case_numbers}
    orders = await learned.orders_by_case(connection, {case_number, *shared})
    listing = await learned.producer_lists_by_version(connection, [(case_number, line.list_version)])
    producers = await learned.producers_by_id(connection, [certification.producer_id])
    order = orders[case_number]
    return Facts(
        case_number=case_number,
        case_name=order.case_name,
        issued_on=order.issued_on,
        revoked_on=order.revoked_on,
        product_groups={case: each.product_group_id for case, each in orders.items() if each.product_group_id},
        published_on=notice.publish_on,
        received_on=certification.version_received_on,
        window_closed=today > notice.close_on,
        shares_product=await certifications.product_is_shared(connection, case_number, certification.fiscal_year),
        claimant_id=certification.producer_id,
        kind=producers[certification.producer_id].kind,
        listing=listing.get((case_number, line.list_version), []),
        paid=await _paid(connection, certification, {case_number, *shared}),
        previous=await prior.previous_expenditures(connection, certification.lineage_id, certification.fiscal_year),
        disallowed=await prior.disallowed_expenditures(connection, certification.lineage_id, certification.fiscal_year),
        sisters=await certifications.sisters(connection, certification),
        attorney=await _attorney(connection, certification, form, today),
        amendments=await amendments_in_force(connection, case_number),
    )


async def _paid(
    connection: AsyncConnection, certification: CertificationRow, case_numbers: set[str]
) -> list[PaidCertification]:
    """What was paid for these expenditures and not repaid, by the day the governing version came (CERT-07, BILL-09)."""
    until = certification.version_received_on
    linked = await _predecessors(connection, certification.producer_id, case_numbers)
    paid = await prior.paid_certifications(connection, certification, linked, until)
    repaid = await prior.repaid(connection, {each.lineage_id for each in paid if each.lineage_id}, until)
    return less_repaid(paid, repaid, until)


async def amendments_in_force(connection: AsyncConnection, case_number: str) -> tuple[Amendment, ...]:
    """What officers recorded on top of the Commission's list of an order and is not taken back."""
    recorded = (await amendments.amendments_by_case(connection, [case_number])).get(case_number, [])
    return in_force(row.amendment for row in recorded)


async def _predecessors(connection: AsyncConnection, producer: UUID, case_numbers: set[str]) -> set[UUID]:
    """Those to whose operations a producer is recorded as successor, under any of these orders (PROD-04)."""
    recorded = await amendments.amendments_by_case(connection, case_numbers)
    found = (predecessor_of(producer, in_force(row.amendment for row in rows)) for rows in recorded.values())
    return {each for each in found if each is not None}


async def _attorney(
    connection: AsyncConnection, certification: CertificationRow, form: Form, today: date
) -> Attorney | None:
    """The power of attorney of a filing for members; one returned may still bring it with its correction (CERT-13)."""
    if not form.on_behalf_of_members:
        return None
    found = (await attachments.attachments_of(connection, [certification.id])).get(certification.id, [])
    received = [each.received_on for each in found if each.kind is AttachmentKind.POWER_OF_ATTORNEY]
    due_on = power_of_attorney_by(certification.received_on)
    return Attorney(
        due_on=max(due_on, certification.correct_by or due_on),
        received_on=min(received, default=None),
        today=today,
    )


async def note_review(tx: Transaction, certification_id: UUID) -> Review:
    """Review a certification under lock as it stands now and keep what was found, for the officer who decides.

    Its order's year is compared anew, so that the officer sees the flags of today.
    """
    loaded = await load_locked(tx, certification_id)
    found = review(loaded.form, await facts_of(tx, loaded))
    await certifications.update_certification(
        tx.connection,
        certification_id,
        {
            "findings": {
                "material": [asdict(finding) for finding in found.material],
                "minor": [asdict(finding) for finding in found.minor],
                "predicates": [
                    {"rule": each.rule, "passed": each.passed, "evidence": each.evidence} for each in found.predicates
                ],
                "expected_prior_cents": found.expected_prior_cents,
                "new_expenditures": dict(found.new_expenditures),
            },
            "flags": sorted({*loaded.certification.flags, *found.flags}),
        },
    )
    await assess_order_year(tx, loaded.certification.case_number, loaded.certification.fiscal_year)
    return found


async def facts_of(tx: Transaction, loaded: Loaded) -> Facts:
    """The same for a locked certification."""
    return await facts_for(tx.connection, loaded.certification, loaded.form, (loaded.notice, loaded.line), tx.today)
