"""Payment files at the root."""

from typing import Annotated

import strawberry

from services.accounts.domain.payment_files.files import FileState
from services.accounts.graphql import checks
from services.accounts.graphql.loaders import Info
from services.accounts.graphql.payment_files.types import Payee, PaymentFileLine, PaymentFileType
from services.accounts.graphql.types import After, First, parse_id, uuid_after
from services.accounts.rights import Right
from services.accounts.storage.payment_files import reading
from shared.graphql import Connection, connection_from, page_arguments, requires


@strawberry.type
class PaymentFileQueries:
    """Payment files, returned payments, payees."""

    @strawberry.field(
        description="A payment file; null when there is none.", extensions=[requires(Right.READ_PAYMENT_FILES)]
    )
    async def payment_file(
        self,
        info: Info,
        id: Annotated[strawberry.ID, strawberry.argument(description="Id of the file.")],  # noqa: A002
    ) -> PaymentFileType | None:
        """A file."""
        row = await info.context.loaders.payment_file.load(parse_id(id, "id"))
        return None if row is None else PaymentFileType.of(row)

    @strawberry.field(description="Payment files, the oldest first.", extensions=[requires(Right.READ_PAYMENT_FILES)])
    async def payment_files(
        self,
        info: Info,
        first: First = None,
        after: After = None,
        state: Annotated[FileState | None, strawberry.argument(description="Only in this state.")] = None,
    ) -> Connection[PaymentFileType]:
        """A page of files."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.files_page(connection, state, uuid_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.id),), node=PaymentFileType.of)

    @strawberry.field(
        description="Payments that came back and are not paid again yet; the money is owed as before.",
        extensions=[requires(Right.READ_PAYMENT_FILES)],
    )
    async def returned_payments(
        self, info: Info, first: First = None, after: After = None
    ) -> Connection[PaymentFileLine]:
        """A page of returned payments."""
        page = page_arguments(first, after)
        async with info.context.database.reading() as connection:
            rows = await reading.returned_page(connection, uuid_after(page.after), page.fetch)
        return connection_from(rows, page, key=lambda row: (str(row.payment_id),), node=PaymentFileLine.of)

    @strawberry.field(
        description="Where a producer is paid, masked; null when nothing was registered. A claimant sees its own.",
        extensions=[requires(Right.REGISTER_PAYEES)],
    )
    async def payee(
        self,
        info: Info,
        producer_id: Annotated[strawberry.ID, strawberry.argument(description="Id of the producer.")],
    ) -> Payee | None:
        """A payee."""
        key = checks.number(producer_id, "producerId")
        if key not in info.context.principal.producer_ids:
            info.context.authorize(Right.REGISTER_ANY_PAYEE)
        row = await info.context.loaders.payee.load(key)
        return None if row is None else Payee.of(row)
