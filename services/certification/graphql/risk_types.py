"""Risk flags, samples, verifications and the work queue as the API shows them, to officers only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Self
from uuid import UUID

import strawberry

from services.certification.domain.expenditures import Category
from services.certification.domain.flags import FlagState
from services.certification.domain.risk import RiskKind, Severity
from services.certification.domain.sampling import SampleReason
from services.certification.domain.verification import HoldState, VerificationState
from services.certification.graphql import enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.certification.graphql.loaders import Info
from services.certification.graphql.paging import After, First, cursor_number
from services.certification.storage.queries.lines import LineResultRow
from services.certification.storage.queries.risk import FlagRow
from services.certification.storage.queries.verification import ResultRow, SampleItemRow, SampleRow, VerificationRow
from services.certification.storage.queries.work_queue import WorkRow
from shared.graphql import Connection, Date, Money, connection_from, page_arguments

if TYPE_CHECKING:
    from services.certification.graphql.types import Certification

LazyCertification = Annotated["Certification", strawberry.lazy("services.certification.graphql.types")]


@strawberry.type(description="An amount a risk flag rests on.")
class RiskFigure:
    """A figure."""

    label: str = strawberry.field(description="What it is.")
    amount: Money = strawberry.field(description="The amount.")


@strawberry.type(description="What makes a claim worth a second look before it is paid (VERI-01, EXP-06).")
class RiskFlag:
    """A flag."""

    row: strawberry.Private[FlagRow]
    id: strawberry.ID = strawberry.field(description="The flag.")
    kind: RiskKind = strawberry.field(description="What may be wrong.")
    severity: Severity = strawberry.field(description="How much it matters; HIGH keeps the claim from certification.")
    state: FlagState = strawberry.field(description="Where it stands.")
    message: str = strawberry.field(description="Why it was raised, in words.")
    raised_on: Date = strawberry.field(description="Day on which it was raised.")
    decided_by: str | None = strawberry.field(description="Who cleared or confirmed it.")
    decided_on: Date | None = strawberry.field(description="Day of that decision.")
    reason: str | None = strawberry.field(description="Why it was cleared or confirmed.")

    @strawberry.field(description="The amounts it rests on.")
    def figures(self) -> list[RiskFigure]:
        """The figures."""
        return [RiskFigure(label=each["label"], amount=Money(each["cents"])) for each in self.row.figures]

    @strawberry.field(description="The certification flagged.")
    async def certification(self, info: Info) -> LazyCertification:
        """Its certification."""
        return await _certification(info, self.row.certification_id)

    @strawberry.field(description="The certifications it was compared with, where it was with single ones.")
    async def compared_with(self, info: Info) -> list[LazyCertification]:
        """The others."""
        return await _certifications(info, self.row.others)

    @classmethod
    def of(cls, row: FlagRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            kind=row.kind,
            severity=row.severity,
            state=row.state,
            message=row.message,
            raised_on=row.raised_on,
            decided_by=row.decided_by,
            decided_on=row.decided_on,
            reason=row.reason,
        )


@strawberry.type(description="What the records show for one category (VERI-03, VERI-04).")
class VerificationResult:
    """A result."""

    category: Category = strawberry.field(description="The category.")
    stated: Money = strawberry.field(description="As certified.")
    unsupported: Money = strawberry.field(description="Of this, not supported by records.")
    note: str = strawberry.field(description="What the records show.")
    recorded_by: str = strawberry.field(description="Who looked.")
    recorded_on: Date = strawberry.field(description="Day.")

    @classmethod
    def of(cls, row: ResultRow) -> Self:
        """The row as the API shows it."""
        return cls(
            category=Category(row.category),
            stated=Money(row.stated_cents),
            unsupported=Money(row.unsupported_cents),
            note=row.note,
            recorded_by=row.recorded_by,
            recorded_on=row.recorded_on,
        )


@strawberry.type(description="What the records show for one line (VERI-03, VERI-04).")
class VerificationLineResult:
    """A result."""

    line: int = strawberry.field(description="The line, from 1.")
    category: str = strawberry.field(description="Its category.")
    stated: Money = strawberry.field(description="As certified.")
    unsupported: Money = strawberry.field(description="Of this, not supported by records.")
    relation_shown: bool = strawberry.field(description="Whether it was shown how it relates to the product (EXP-03).")
    note: str = strawberry.field(description="What the records show.")
    recorded_by: str = strawberry.field(description="Who looked.")
    recorded_on: Date = strawberry.field(description="Day.")

    @classmethod
    def of(cls, row: LineResultRow) -> Self:
        """The row as the API shows it."""
        return cls(
            line=row.number,
            category=row.category,
            stated=Money(row.stated_cents),
            unsupported=Money(row.unsupported_cents),
            relation_shown=row.relation_shown,
            note=row.note,
            recorded_by=row.recorded_by,
            recorded_on=row.recorded_on,
        )


@strawberry.type(description="A verification of a certification against the producer's records (VERI-01 to VERI-04).")
class Verification:
    """A verification."""

    row: strawberry.Private[VerificationRow]
    id: strawberry.ID = strawberry.field(description="The verification.")
    version: int = strawberry.field(description="Version of the certification under verification.")
    state: VerificationState = strawberry.field(description="Where it stands.")
    reason: str = strawberry.field(description="Why it was opened.")
    opened_by: str = strawberry.field(description="Who opened it.")
    opened_on: Date = strawberry.field(description="Day on which it was opened.")
    request: str | None = strawberry.field(description="Records requested.")
    requested_on: Date | None = strawberry.field(description="Day of the request.")
    respond_by: Date | None = strawberry.field(description="Last day to produce the records.")
    received_on: Date | None = strawberry.field(description="Day on which they came.")
    hold_state: HoldState = strawberry.field(description="Whether it holds the claim back from certification.")
    hold_reason: str | None = strawberry.field(description="Why.")
    hold_proposed_by: str | None = strawberry.field(description="Who proposed the hold.")
    hold_decided_by: str | None = strawberry.field(description="Who approved, refused or released it: somebody else.")
    ended_by: str | None = strawberry.field(description="Who ended the verification.")
    ended_on: Date | None = strawberry.field(description="Day on which it ended.")
    conclusion: str | None = strawberry.field(description="The conclusion, or why it was closed without one.")
    unsupported: Money | None = strawberry.field(description="Unsupported in all; null before the conclusion.")
    overclaim: Money | None = strawberry.field(
        description="Paid beyond the corrected share, as known here; the bill is computed by accounts (VERI-04)."
    )
    paid_already: bool | None = strawberry.field(description="Whether it had been paid; null before the conclusion.")

    @strawberry.field(description="The certification.")
    async def certification(self, info: Info) -> LazyCertification:
        """Its certification."""
        return await _certification(info, self.row.certification_id)

    @strawberry.field(description="Results by line, where the certification has lines, in their order.")
    async def line_results(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[VerificationLineResult]:
        """A page of results."""
        page = page_arguments(first, after)
        found = await info.context.loaders.verification_line_results.load(self.row.id) or []
        seen = cursor_number(page.after)
        rows = [row for row in found if row.number > seen][: page.fetch]
        return connection_from(rows, page, key=lambda row: (row.number,), node=VerificationLineResult.of)

    @strawberry.field(description="Results by category; where there are lines, their sums once it is concluded.")
    async def results(self, info: Info) -> list[VerificationResult]:
        """The results."""
        found = await info.context.loaders.verification_results.load(self.row.id)
        return [VerificationResult.of(row) for row in found or []]

    @classmethod
    def of(cls, row: VerificationRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            version=row.version,
            state=row.state,
            reason=row.reason,
            opened_by=row.opened_by,
            opened_on=row.opened_on,
            request=row.request,
            requested_on=row.requested_on,
            respond_by=row.respond_by,
            received_on=row.received_on,
            hold_state=row.hold_state,
            hold_reason=row.hold_reason,
            hold_proposed_by=row.hold_proposed_by,
            hold_decided_by=row.hold_decided_by,
            ended_by=row.ended_by,
            ended_on=row.ended_on,
            conclusion=row.conclusion,
            unsupported=None if row.unsupported_cents is None else Money(row.unsupported_cents),
            overclaim=None if row.overclaim_cents is None else Money(row.overclaim_cents),
            paid_already=row.paid_already,
        )


@strawberry.type(description="A claim in a sample.")
class SampledClaim:
    """A claim."""

    row: strawberry.Private[SampleItemRow]
    position: int = strawberry.field(description="Place in the sample, from 1.")
    reason: SampleReason = strawberry.field(description="Why it is in it.")
    explanation: str = strawberry.field(description="The same in words.")

    @strawberry.field(description="The certification.")
    async def certification(self, info: Info) -> LazyCertification:
        """Its certification."""
        return await _certification(info, self.row.certification_id)


@strawberry.type(description="The claims of an order's year drawn for verification; anybody can repeat the draw.")
class VerificationSample:
    """A sample."""

    row: strawberry.Private[SampleRow]
    id: strawberry.ID = strawberry.field(description="The sample.")
    case_number: str = strawberry.field(description="The order.")
    fiscal_year: int = strawberry.field(description="The fiscal year.")
    seed: str = strawberry.field(description="Text the draw started from.")
    method: str = strawberry.field(description="How the claims were selected.")
    population: int = strawberry.field(description="Claims it was drawn from.")
    drawn_by: str = strawberry.field(description="Who drew it.")
    drawn_on: Date = strawberry.field(description="Day.")

    @strawberry.field(description="The claims selected, in order.")
    async def claims(self, info: Info) -> list[SampledClaim]:
        """The claims."""
        found = await info.context.loaders.sample_items.load(self.row.id)
        return [
            SampledClaim(row=row, position=row.position, reason=row.reason, explanation=row.explanation)
            for row in found or []
        ]

    @classmethod
    def of(cls, row: SampleRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            id=strawberry.ID(str(row.id)),
            case_number=row.case_number,
            fiscal_year=row.fiscal_year,
            seed=row.seed,
            method=row.method,
            population=row.population,
            drawn_by=row.drawn_by,
            drawn_on=row.drawn_on,
        )


@strawberry.type(description="A certification that waits for an officer.")
class WorkItem:
    """A piece of work."""

    row: strawberry.Private[WorkRow]
    due_on: Date = strawberry.field(description="Day by which it is due (CERT-12, CERT-13, VERI-02).")
    standing_flags: int = strawberry.field(description="Risk flags that nobody cleared.")
    severity: Severity | None = strawberry.field(description="The most severe of them; null without one.")
    being_verified: bool = strawberry.field(description="Whether a verification of it is under way.")

    @strawberry.field(description="The certification.")
    def certification(self) -> LazyCertification:
        """Its certification."""
        from services.certification.graphql.types import Certification

        return Certification.of(self.row.certification)

    @classmethod
    def of(cls, row: WorkRow) -> Self:
        """The row as the API shows it."""
        return cls(
            row=row,
            due_on=row.due_on,
            standing_flags=row.standing_flags,
            severity=row.severity,
            being_verified=row.being_verified,
        )


async def _certification(info: Info, certification_id: UUID) -> "Certification":
    return (await _certifications(info, [certification_id]))[0]


async def _certifications(info: Info, ids: Sequence[UUID]) -> "list[Certification]":
    from services.certification.graphql.types import Certification

    rows = await info.context.loaders.certification.load_many(ids)
    return [Certification.of(row) for row in rows if row is not None]
