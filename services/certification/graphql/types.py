"""Notices, producers and certifications as the API shows them, and the entities of other services they extend."""

from typing import Annotated, Any, Self
from uuid import UUID

import strawberry

from services.certification.domain.eligibility import SUPPORTING
from services.certification.domain.expenditures import Category
from services.certification.domain.forms import Channel
from services.certification.domain.notices import NoticeFlag, NoticeKind, NoticeState
from services.certification.domain.producers import ListedProducer, ListRole, ProducerKind
from services.certification.domain.states import LIVE, OPEN, State
from services.certification.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.certification.graphql.access import may_see, parse_id
from services.certification.graphql.attachments import Attachment
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_id
from services.certification.graphql.risk_types import RiskFlag, Verification
from services.certification.graphql.statement import (
    CategoryTotal,
    CertificationPart,
    CertificationStatement,
)
from services.certification.rights import Right
from services.certification.storage.queries.certifications import CertificationRow, MinorErrorRow
from services.certification.storage.queries.learned import ProducerRow
from services.certification.storage.queries.lists import ProducerPageKey, ReceivedKey, ReceivedRow
from services.certification.storage.queries.notices import NoticeOrderRow, NoticeRow
from shared.errors import Forbidden
from shared.graphql import Connection, Date, DateTime, Money, connection_from, page_arguments, requires


@strawberry.type(description="A certification in the public list (PUBL-01, CERT-20).")
class CertificationReceived:
    """What is public of a certification."""

    certification_number: str = strawberry.field(description="Number in order of receipt.")
    case_number: str = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year whose duties are distributed.")
    claimant_name: str = strawberry.field(description="Name of the claimant.")
    amount_claimed: Money = strawberry.field(
        description="Net claim of the version that counts in the distribution, else as last filed."
    )

    @strawberry.field(description="Disbursed to it as an offset, gross, so far.")
    async def amount_disbursed(self, info: Info) -> Money:
        """What was paid."""
        return Money(await info.context.loaders.paid.load(self.certification_number) or 0)

    @classmethod
    def of(cls, row: ReceivedRow) -> Self:
        """The row as the API shows it."""
        return cls(
            certification_number=row.certification_number,
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            claimant_name=row.claimant_name,
            amount_claimed=Money(row.amount_claimed_cents),
        )


async def certifications_received(
    info: Info, case_number: str, fiscal_year: int, first: int | None, after: str | None
) -> Connection[CertificationReceived]:
    """A page of the public list of an order's year."""
    page = page_arguments(first, after)
    key = ReceivedKey(
        case_number, fiscal_year, None if page.after is None else str(page.after[0]), page.fetch, info.context.today
    )
    rows = await info.context.loaders.received.load(key)
    return connection_from(rows or [], page, key=lambda row: (row.certification_number,), node=CertificationReceived.of)


@strawberry.type(description="What the review of a certification found.")
class Finding:
    """A finding."""

    code: str = strawberry.field(description="Reason code.")
    rule: str = strawberry.field(description="The rule.")
    citation: str = strawberry.field(description="Where it stands in law.")
    message: str = strawberry.field(description="What is wrong and how to cure it.")
    field: str | None = strawberry.field(default=None, description="Input field concerned, if there is one.")
    material: bool = strawberry.field(
        default=True, description="True: a ground for return (CERT-12). False: a minor error (CERT-14)."
    )

    @classmethod
    def of(cls, stored: dict[str, Any], *, material: bool) -> Self:
        """A stored finding as the API shows it."""
        return cls(
            **{name: stored[name] for name in ("code", "rule", "citation", "message", "field")}, material=material
        )


@strawberry.type(description="One test of eligibility with its evidence (PROD-09).")
class EligibilityTest:
    """A predicate."""

    rule: str = strawberry.field(description="The rule tested.")
    passed: bool = strawberry.field(description="Whether it passed; all must for acceptance.")
    evidence: str = strawberry.field(description="What decided.")


@strawberry.type(description="A minor error put right with the producer's help (CERT-14).")
class ResolvedMinorError:
    """A minor error."""

    field: str = strawberry.field(description="Field of the certification.")
    before: str | None = strawberry.field(description="What it says.")
    after: str | None = strawberry.field(description="What it should say.")
    note: str = strawberry.field(description="How the reviewer learned the right value.")
    resolved_on: Date = strawberry.field(description="Day.")

    @classmethod
    def of(cls, row: MinorErrorRow) -> Self:
        """The row as the API shows it."""
        return cls(field=row.field, before=row.before, after=row.after, note=row.note, resolved_on=row.resolved_on)


@strawberry.type(description="A producer's claim under one order for one fiscal year (CERT-01).")
class Certification:
    """A certification; read by officers and by the claimant."""

    row: strawberry.Private[CertificationRow]
    id: strawberry.ID = strawberry.field(description="The certification.")
    certification_number: str = strawberry.field(description="Number in order of receipt (CERT-04).")
    case_number: str = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year whose duties are distributed.")
    lineage_id: strawberry.ID = strawberry.field(
        description="The claimant and those it succeeded to, under this order (PROD-04)."
    )
    claimant_name: str = strawberry.field(description="Name as certified.")
    state: State = strawberry.field(description="Where it stands.")
    reason_code: str | None = strawberry.field(description="Why it was denied, rejected or lapsed.")
    reasons: str | None = strawberry.field(description="Reasons given with a rejection or withdrawal.")
    channel: Channel = strawberry.field(description="How it reached Customs.")
    received_on: Date = strawberry.field(description="Day of receipt.")
    received_at: DateTime = strawberry.field(description="Instant of registration.")
    version: int = strawberry.field(description="Governing version, from 1.")
    retain_until: Date = strawberry.field(description="Day through which the records are to be kept (VERI-02).")
    corrections: int = strawberry.field(description="Corrections received.")
    returned_on: Date | None = strawberry.field(description="Day of the last return.")
    correct_by: Date | None = strawberry.field(description="Last day for the correction (CERT-13).")
    flags: list[str] = strawberry.field(description="What an officer should look at, for example TOTAL_DECREASED.")
    total_expenditures: Money = strawberry.field(description="Expenditures the system works with (T).")
    prior_distributions: Money = strawberry.field(description="Of these, already distributed upon (D).")
    net_claim: Money = strawberry.field(description="Net claim: T - D; the weight in the distribution (N).")
    amount_claimed: Money = strawberry.field(description="Net claim as the producer last filed it.")
    confidentiality_claimed: bool = strawberry.field(description="Claims exemption from disclosure (CERT-16).")
    outcome: str | None = strawberry.field(
        description="PAID_FULL, PAID_PART, PAID_ZERO or HELD once settled; HELD becomes what is paid later."
    )

    @strawberry.field(description="The defects it was last returned for.")
    def defects(self) -> list[Finding]:
        """The defect letter."""
        return [Finding.of(defect, material=True) for defect in self.row.defects]

    @strawberry.field(
        description="What the last review found; empty before the first. For reviewers.",
        extensions=[requires(Right.READ_FINDINGS)],
    )
    def findings(self) -> list[Finding] | None:
        """The findings, material ones first."""
        found = self.row.findings or {}
        return [
            Finding.of(each, material=kind == "material")
            for kind in ("material", "minor")
            for each in found.get(kind, [])
        ]

    @strawberry.field(
        description="The tests of eligibility of the last review; empty before the first. For reviewers.",
        extensions=[requires(Right.READ_FINDINGS)],
    )
    def eligibility(self) -> list[EligibilityTest] | None:
        """The predicates."""
        return [EligibilityTest(**each) for each in (self.row.findings or {}).get("predicates", [])]

    @strawberry.field(
        description="What the ledger said at the last review was already paid for these expenditures (CERT-07).",
        extensions=[requires(Right.READ_FINDINGS)],
    )
    def expected_prior_distributions(self) -> Money | None:
        """Expected D."""
        found = self.row.findings
        return None if found is None else Money(found["expected_prior_cents"])

    @strawberry.field(
        description="Certified for the first time, per category: the total now less the total last time (CERT-08).",
        extensions=[requires(Right.READ_FINDINGS)],
    )
    def new_expenditures(self) -> list[CategoryTotal] | None:
        """What is new since the last certification, as of the last review."""
        found = (self.row.findings or {}).get("new_expenditures", {})
        return [CategoryTotal(category=Category(code), amount=Money(cents)) for code, cents in sorted(found.items())]

    @strawberry.field(
        description="What makes it worth a second look, oldest first. For reviewers and verifiers (VERI-01).",
        extensions=[requires(Right.READ_RISK)],
    )
    async def risk_flags(self, info: Info) -> list[RiskFlag] | None:
        """Every flag ever raised."""
        return [RiskFlag.of(row) for row in await info.context.loaders.risk_flags.load(self.row.id) or []]

    @strawberry.field(
        description="Its verifications, oldest first. For reviewers and verifiers (VERI-01).",
        extensions=[requires(Right.READ_RISK)],
    )
    async def verifications(self, info: Info) -> list[Verification] | None:
        """Every verification."""
        return [Verification.of(row) for row in await info.context.loaders.verifications.load(self.row.id) or []]

    @strawberry.field(
        description="After a verification of what was paid already: what is left by category. Later certifications are "
        "compared with this (CERT-08, VERI-04); null without such a verification."
    )
    async def verified_expenditures(self, info: Info) -> list[CategoryTotal] | None:
        """The version of the verification; the one distributed upon stays."""
        found = await info.context.loaders.verified_amounts.load(self.row.id)
        if found is None:
            return None
        return [CategoryTotal(category=Category(code), amount=Money(cents)) for code, cents in found.items()]

    @strawberry.field(description="The governing version as stated.")
    async def statement(self, info: Info) -> CertificationStatement:
        """The form."""
        form = await info.context.loaders.form.load(self.row.id)
        assert form is not None, "a certification has a version"
        return CertificationStatement.of(form)

    @strawberry.field(description="The parts of the accepted claim; empty before acceptance (EXP-07).")
    async def parts(self, info: Info) -> list[CertificationPart]:
        """The parts."""
        if self.row.state not in LIVE - OPEN:
            return []
        return [CertificationPart.of(part) for part in await info.context.loaders.parts.load(self.row.id) or []]

    @strawberry.field(
        description="Documents attached to it, in order of arrival. For the claimant and those who review and verify.",
        extensions=[requires(Right.READ_ATTACHMENTS)],
    )
    async def attachments(self, info: Info) -> list[Attachment] | None:
        """Its documents; null beside an error for a caller without the right."""
        return [Attachment.of(row) for row in await info.context.loaders.attachments.load(self.row.id) or []]

    @strawberry.field(description="Minor errors put right.")
    async def resolved_minor_errors(self, info: Info) -> list[ResolvedMinorError]:
        """The annotations."""
        found = await info.context.loaders.minor_errors.load(self.row.id)
        return [ResolvedMinorError.of(row) for row in found or []]

    @strawberry.field(description="Disbursed on it, gross of administrative offset, so far.")
    async def amount_disbursed(self, info: Info) -> Money:
        """What was paid."""
        return Money(await info.context.loaders.paid.load(self.certification_number) or 0)

    @strawberry.field(description="The notice it answers.")
    async def notice(self, info: Info) -> "Notice":
        """Its notice."""
        found = await info.context.loaders.notice.load(self.row.notice_id)
        assert found is not None, "a certification has a notice"
        return Notice.of(found)

    @strawberry.field(description="The order.")
    def order(self) -> "Order":
        """Its order."""
        return Order(case_number=strawberry.ID(self.case_number))

    @strawberry.field(description="The claimant.")
    async def producer(self, info: Info) -> "DomesticProducer":
        """Its producer."""
        found = await info.context.loaders.producer.load(self.row.producer_id)
        assert found is not None, "a certification has a producer"
        return DomesticProducer.of(found)

    @classmethod
    def of(cls, row: CertificationRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            certification_number=row.certification_number,
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            lineage_id=strawberry.ID(str(row.lineage_id)),
            claimant_name=row.claimant_name,
            state=row.state,
            reason_code=row.reason_code,
            reasons=row.reasons,
            channel=Channel(row.channel),
            received_on=row.received_on,
            received_at=row.received_at,
            version=row.version,
            retain_until=row.retain_until,
            corrections=row.corrections,
            returned_on=row.returned_on,
            correct_by=row.correct_by,
            flags=row.flags,
            total_expenditures=Money(row.total_cents),
            prior_distributions=Money(row.prior_cents),
            net_claim=Money(row.net_cents),
            amount_claimed=Money(row.claimed_cents),
            confidentiality_claimed=row.confidentiality_claimed,
            outcome=row.outcome,
        )


def certification_key(row: CertificationRow) -> tuple[str]:
    """The key of a certification in a list in order of receipt."""
    return (str(row.id),)


@strawberry.federation.type(keys=["id"], description="A domestic producer; its id follows from its name.")
class DomesticProducer:
    """A producer."""

    id: strawberry.ID = strawberry.field(description="The producer.")
    name: str = strawberry.field(description="Name as first listed or registered.")
    kind: ProducerKind = strawberry.field(description="What it is (PROD-01).")

    @strawberry.field(
        description="Its certifications in order of receipt. For officers, and for a claimant whose token names it.",
        extensions=[requires(Right.READ_OWN_CERTIFICATIONS)],
    )
    async def certifications(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[Certification] | None:
        """A page of its certifications."""
        producer_id = UUID(self.id)
        if not may_see(info, producer_id):
            raise Forbidden("the token does not name this producer")
        page = page_arguments(first, after)
        key = ProducerPageKey(producer_id, cursor_id(page.after), page.fetch)
        rows = await info.context.loaders.of_producer.load(key)
        return connection_from(rows or [], page, key=certification_key, node=Certification.of)

    @classmethod
    async def resolve_reference(cls, info: Info, id: strawberry.ID) -> Self | None:  # noqa: A002
        """The producer another service speaks of."""
        found = await info.context.loaders.producer.load(parse_id(id, "id"))
        return None if found is None else cls.of(found)

    @classmethod
    def of(cls, row: ProducerRow) -> Self:
        """The row as the API shows it."""
        return cls(id=strawberry.ID(str(row.id)), name=row.name, kind=row.kind)


@strawberry.type(description="A potentially eligible producer as the notice lists it (PROD-02).")
class NoticedProducer:
    """A line of the list published with a notice."""

    name: str = strawberry.field(description="Name as listed.")
    role: ListRole = strawberry.field(description="What it did in the petition.")
    kind: ProducerKind = strawberry.field(description="What it is.")
    producer: DomesticProducer = strawberry.field(description="The producer.")

    @classmethod
    def of(cls, entry: ListedProducer) -> Self:
        """The entry as the API shows it."""
        producer = DomesticProducer(id=strawberry.ID(str(entry.producer_id)), name=entry.name, kind=entry.kind)
        return cls(name=entry.name, role=entry.role, kind=entry.kind, producer=producer)


@strawberry.type(description="One order of a notice (NOTE-02).")
class NoticeOrder:
    """An order with what the notice states of it; null while it is a draft."""

    row: strawberry.Private[NoticeOrderRow]
    case_number: str = strawberry.field(description="The order.")
    case_name: str | None = strawberry.field(description="Its name.")
    special_account_amount: Money | None = strawberry.field(
        description="Amount in the Special Account; informational, may be negative (NOTE-03)."
    )
    as_of: Date | None = strawberry.field(description="Day of that amount.")

    @strawberry.field(description="The order itself.")
    def order(self) -> "Order":
        """The order."""
        return Order(case_number=strawberry.ID(self.case_number))

    @strawberry.field(description="Potentially eligible producers; empty while it is a draft.")
    async def producers(self, info: Info) -> list[NoticedProducer]:
        """The petitioners and supporters of the list published with the notice."""
        if self.row.list_version is None:
            return []
        entries = await info.context.loaders.producer_list.load((self.row.case_number, self.row.list_version))
        return [NoticedProducer.of(entry) for entry in entries or [] if entry.role in SUPPORTING]

    @classmethod
    def of(cls, row: NoticeOrderRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            case_number=row.case_number,
            case_name=row.case_name,
            special_account_amount=None if row.special_account_cents is None else Money(row.special_account_cents),
            as_of=row.as_of,
        )


@strawberry.type(description="A notice of intent to distribute; public from its publication (NOTE-04).")
class Notice:
    """A notice."""

    id: strawberry.ID = strawberry.field(description="The notice.")
    fiscal_year: int = strawberry.field(description="Fiscal year whose duties are to be distributed.")
    state: NoticeState = strawberry.field(description="Draft or published.")
    publish_on: Date = strawberry.field(description="Day of publication, planned or past.")
    published_on: Date | None = strawberry.field(description="Day of publication; null while it is a draft.")
    close_on: Date = strawberry.field(description="Last day on which a certification may be received (CERT-02).")
    return_by: Date = strawberry.field(description="Last day for Customs to return a certification (CERT-12).")
    federal_register_citation: str | None = strawberry.field(description="Where it appeared.")
    instructions: str | None = strawberry.field(description="Instructions for certifying.")
    address: str | None = strawberry.field(description="Where certifications are to be sent.")
    form_version: str = strawberry.field(description="Version of the certification form.")
    flags: list[NoticeFlag] = strawberry.field(description="What it is marked with.")
    kind: NoticeKind = strawberry.field(description="Ordinary, or of final distribution (NOTE-06).")
    sweep_after: Date | None = strawberry.field(
        description="Of a final notice: last day before what was not claimed may go to the General Fund (TERM-03)."
    )

    @strawberry.field(description="The orders it names.")
    async def orders(self, info: Info) -> list[NoticeOrder]:
        """Its orders, in its own order."""
        rows = await info.context.loaders.notice_orders.load(UUID(self.id))
        return [NoticeOrder.of(row) for row in rows or []]

    @classmethod
    def of(cls, row: NoticeRow) -> Self:
        """The row as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            fiscal_year=row.fiscal_year,
            state=row.state,
            publish_on=row.publish_on,
            published_on=row.publish_on if row.state is NoticeState.PUBLISHED else None,
            close_on=row.close_on,
            return_by=row.return_by,
            federal_register_citation=row.fr_citation,
            instructions=row.instructions,
            address=row.address,
            form_version=row.form_version,
            flags=[NoticeFlag(flag) for flag in row.flags],
            kind=row.kind,
            sweep_after=row.sweep_after,
        )


@strawberry.type(description="An amount of a Special Account as of a day (NOTE-02).")
class SpecialAccountStatement:
    """An amount."""

    as_of: Date = strawberry.field(description="The day.")
    amount: Money = strawberry.field(description="The amount; may be negative.")


@strawberry.federation.type(
    keys=["caseNumber"],
    description="An antidumping or countervailing duty order. Owned by proceedings; certification adds its claims.",
)
class Order:
    """An order."""

    case_number: strawberry.ID = strawberry.field(description='The order\'s own number, for example "A-570-831".')

    @strawberry.field(description="Published notices that name it, oldest year first.")
    async def notices(self, info: Info) -> list[Notice]:
        """Its notices."""
        return [Notice.of(row) for row in await info.context.loaders.notices_of_order.load(self.case_number) or []]

    @strawberry.field(description="Certifications received for a year; empty before the close of its window (CERT-20).")
    async def certifications_received(
        self,
        info: Info,
        fiscal_year: Annotated[int, strawberry.argument(description="The fiscal year.")],
        first: First = None,
        after: After = None,
    ) -> Connection[CertificationReceived]:
        """The public list."""
        return await certifications_received(info, self.case_number, fiscal_year, first, after)

    @strawberry.field(
        description="The newest amount stated of its Special Account, for the officers who prepare notices.",
        extensions=[requires(Right.READ_DRAFT_NOTICES)],
    )
    async def special_account_statement(self, info: Info) -> SpecialAccountStatement | None:
        """What the next notice would state."""
        found = await info.context.loaders.special_account.load(self.case_number)
        return None if found is None else SpecialAccountStatement(as_of=found[0], amount=Money(found[1]))

    @classmethod
    def resolve_reference(cls, caseNumber: strawberry.ID) -> Self:  # noqa: N803
        """Key fields arrive under their GraphQL names; what is asked for loads in one batch."""
        return cls(case_number=caseNumber)


@strawberry.federation.type(
    keys=["year"], description="A federal fiscal year. Owned by accounts; certification adds its notices."
)
class FiscalYear:
    """A fiscal year."""

    year: int = strawberry.field(description="Calendar year in which it ends.")

    @strawberry.field(description="Notices published for it.")
    async def notices(self, info: Info) -> list[Notice]:
        """Its notices."""
        return [Notice.of(row) for row in await info.context.loaders.notices_of_year.load(self.year) or []]

    @classmethod
    def resolve_reference(cls, year: int) -> Self:
        """The year another service speaks of."""
        return cls(year=year)


@strawberry.type(description="The complete list of claims certified for an order's year (DIST-09).")
class CertifiedList:
    """A certified list."""

    case_number: str = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="Fiscal year whose duties are distributed.")
    version: int = strawberry.field(description="1 for the first list, one higher with every change.")
