"""Payment files, their lines, and payees with their account masked."""

import hashlib
from typing import Self
from uuid import UUID

import strawberry

from services.accounts.domain.payment_files.files import (
    FileState,
    LineState,
    Method,
    PaymentFile,
    as_csv,
    message_id,
)
from services.accounts.domain.payment_files.pain001 import as_pain001
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.payment_files import enums  # noqa: F401  (gives the domain's enumerations their names)
from services.accounts.graphql.types import After, DomesticProducer, First, Order
from services.accounts.rights import Right
from services.accounts.storage.payment_files import queries, reading
from services.accounts.storage.rows import AnyRow
from shared.errors import BadInput
from shared.graphql import (
    Connection,
    Date,
    DateTime,
    Money,
    Refusal,
    connection_from,
    page_arguments,
    requires,
)

_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="One payment of a file.")
class PaymentFileLine:
    """A line."""

    file_id: strawberry.ID = strawberry.field(description="The file.")
    line: int = strawberry.field(description="Its place in the file.")
    payment_id: strawberry.ID = strawberry.field(description="The payment.")
    end_to_end_id: str = strawberry.field(description="What the disbursing office knows it by.")
    method: Method = strawberry.field(description="Transfer or check.")
    amount: Money = strawberry.field(description="Amount, net of administrative offset.")
    payee_name: str = strawberry.field(description="Claimant as certified.")
    producer: DomesticProducer = strawberry.field(description="The producer.")
    order: Order = strawberry.field(description="The order.")
    fiscal_year: int | None = strawberry.field(
        description="Fiscal year of the distribution; null for an excess payment on a bill that goes back."
    )
    certification_number: str | None = strawberry.field(description="The certification paid on; null likewise.")
    state: LineState = strawberry.field(description="What the disbursing office said of it.")
    confirmed_on: Date | None = strawberry.field(description="Day it was paid.")
    returned_on: Date | None = strawberry.field(description="Day it came back.")
    return_reason: str | None = strawberry.field(description="Why it came back.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The line as the API shows it."""
        return cls(
            file_id=strawberry.ID(str(row.file_id)),
            line=row.line,
            payment_id=strawberry.ID(str(row.payment_id)),
            end_to_end_id=row.end_to_end_id,
            method=Method(row.method),
            amount=Money(row.amount_cents),
            payee_name=row.payee_name,
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            order=Order(case_number=strawberry.ID(row.case_number)),
            fiscal_year=row.fiscal_year,
            certification_number=row.certification_number,
            state=LineState(row.state),
            confirmed_on=row.confirmed_on,
            returned_on=row.returned_on,
            return_reason=row.return_reason,
        )


@strawberry.type(name="PaymentFile", description="Payments handed over to the disbursing office together.")
class PaymentFileType:
    """A file."""

    id: strawberry.ID = strawberry.field(description="Id of the file.")
    message_id: str = strawberry.field(description="What the disbursing office knows it by.")
    state: FileState = strawberry.field(description="Where it stands.")
    execute_on: Date = strawberry.field(description="Day on which the disbursing office is to pay.")
    line_count: int = strawberry.field(description="How many payments.")
    control_sum: Money = strawberry.field(description="Their sum.")
    sha256: str = strawberry.field(description="SHA-256 of the pain.001 message.")
    created_by: str = strawberry.field(description="Who made it.")
    created_at: DateTime = strawberry.field(description="When it was made.")
    released_by: str | None = strawberry.field(description="Who released it: somebody else.")
    released_at: DateTime | None = strawberry.field(description="When it was released.")
    accepted_on: Date | None = strawberry.field(description="Day the disbursing office accepted it.")
    acceptance_reference: str | None = strawberry.field(description="The disbursing office's reference.")
    cancelled_reason: str | None = strawberry.field(description="Why it was cancelled.")

    @strawberry.field(
        description="The file as CSV, with account data in clear; docs/payment-files.md names its columns.",
        extensions=[requires(Right.DOWNLOAD_PAYMENT_FILES)],
    )
    async def csv(self, info: Info) -> str:
        """The CSV."""
        return as_csv(await self._load(info))

    @strawberry.field(
        description="The file as ISO 20022 pain.001.001.09, with account data in clear.",
        extensions=[requires(Right.DOWNLOAD_PAYMENT_FILES)],
    )
    async def pain001(self, info: Info) -> str:
        """The message, checked against its hash."""
        message = as_pain001(await self._load(info))
        assert hashlib.sha256(message.encode()).hexdigest() == self.sha256, "a file never changes"
        return message

    @strawberry.field(description="Its payments, in its order.")
    async def lines(self, info: Info, first: First = None, after: After = None) -> Connection[PaymentFileLine]:
        """A page of lines."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.lines_page(connection, UUID(str(self.id)), _line_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (row.line,), node=PaymentFileLine.of)

    async def _load(self, info: Info) -> PaymentFile:
        async with info.context.database.reading() as connection:
            file = await queries.load(connection, info.context.loaders.vault, UUID(str(self.id)))
        assert file is not None, "files are never deleted"
        return file

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The file as the API shows it."""
        return cls(
            id=strawberry.ID(str(row.id)),
            message_id=message_id(row.number),
            state=FileState(row.state),
            execute_on=row.execute_on,
            line_count=row.line_count,
            control_sum=Money(row.control_sum_cents),
            sha256=row.sha256,
            created_by=row.created_by,
            created_at=row.created_at,
            released_by=row.released_by,
            released_at=row.released_at,
            accepted_on=row.accepted_on,
            acceptance_reference=row.acceptance_reference,
            cancelled_reason=row.cancelled_reason,
        )


@strawberry.type(description="Where a producer is paid; account data are never shown (PUBL-03).")
class Payee:
    """A payee, masked."""

    producer: DomesticProducer = strawberry.field(description="The producer.")
    method: Method = strawberry.field(description="How files made from now on pay it.")
    account_last_four: str = strawberry.field(description="End of the account number; empty for a check.")
    version: int = strawberry.field(description="1 for the first account, more for each change.")
    registered_at: DateTime = strawberry.field(description="When it was registered.")

    @classmethod
    def of(cls, row: AnyRow) -> Self:
        """The payee as the API shows it."""
        return cls(
            producer=DomesticProducer(id=strawberry.ID(row.producer_id)),
            method=Method.CHK if row.by_check else Method.TRF,
            account_last_four=row.account_last_four,
            version=row.version,
            registered_at=row.registered_at,
        )


@strawberry.type(description="Answer to the mutations on payees.")
class PayeePayload:
    """The payee or refusals."""

    payee: Payee | None = strawberry.field(description="The payee; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on payment files.")
class PaymentFilePayload:
    """The file or refusals."""

    payment_file: PaymentFileType | None = strawberry.field(description="The file; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to importPaymentConfirmations.")
class PaymentConfirmationsPayload:
    """Counts or refusals."""

    payment_file: PaymentFileType | None = strawberry.field(description="The file; null when refused.")
    paid: int | None = strawberry.field(description="Payments confirmed; null when refused.")
    returned: int | None = strawberry.field(description="Payments that came back; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to reissuePayment.")
class ReissuePaymentPayload:
    """The payment or refusals."""

    payment_id: strawberry.ID | None = strawberry.field(
        description="The payment, which the next file may take; null when refused."
    )
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


def _line_after(after: tuple[object, ...] | None) -> int | None:
    if after is None:
        return None
    match after:
        case (int(line),):
            return line
    raise BadInput("after is not a cursor of this list", field="after")
