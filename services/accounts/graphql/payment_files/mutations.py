"""Make, release and cancel payment files; take confirmations in; keep payees."""

from functools import partial
from typing import Annotated

import strawberry

from services.accounts.graphql.loaders import Info
from services.accounts.graphql.mutations import IdempotencyKey
from services.accounts.graphql.payment_files import inputs
from services.accounts.graphql.payment_files.types import (
    Payee,
    PayeePayload,
    PaymentConfirmationsPayload,
    PaymentFilePayload,
    PaymentFileType,
    ReissuePaymentPayload,
)
from services.accounts.graphql.types import parse_id
from services.accounts.rights import Right
from services.accounts.usecases.payment_files.confirmations import import_payment_confirmations, reissue_payment
from services.accounts.usecases.payment_files.files import (
    accept_payment_file,
    cancel_payment_file,
    create_payment_file,
    release_payment_file,
)
from services.accounts.usecases.payment_files.payees import register_payee, remove_payee
from shared.database import CommandResult
from shared.graphql import requires, to_refusals

_File = Annotated[inputs.PaymentFileInput, strawberry.argument(description="The file.")]


@strawberry.type
class PaymentFileMutations:
    """Payment files for the disbursing office."""

    @strawberry.mutation(
        description="Keep the account a producer is paid into; the producer itself, or an officer for any (PUBL-03).",
        extensions=[requires(Right.REGISTER_PAYEES)],
    )
    async def register_payee(
        self,
        info: Info,
        input: Annotated[inputs.RegisterPayeeInput, strawberry.argument(description="The account.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> PayeePayload:
        """Register a payee."""
        vault = info.context.loaders.vault
        command = input.command(vault)
        _may(info, command.producer_id)
        handler = partial(register_payee, vault.seal(input.payee().text()))
        return await _payee(info, await info.context.command("registerPayee", idempotency_key, command, handler))

    @strawberry.mutation(
        description="Forget a producer's account: it is paid by check until another is registered.",
        extensions=[requires(Right.REGISTER_PAYEES)],
    )
    async def remove_payee(
        self,
        info: Info,
        input: Annotated[inputs.RemovePayeeInput, strawberry.argument(description="The producer.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> PayeePayload:
        """Remove a payee."""
        command = input.command()
        _may(info, command.producer_id)
        return await _payee(info, await info.context.command("removePayee", idempotency_key, command, remove_payee))

    @strawberry.mutation(
        description="Put payments that are in no file yet into a new one, the oldest first.",
        extensions=[requires(Right.CREATE_PAYMENT_FILES)],
    )
    async def create_payment_file(
        self,
        info: Info,
        input: Annotated[inputs.CreatePaymentFileInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> PaymentFilePayload:
        """Make a file."""
        loaders = info.context.loaders
        handler = partial(create_payment_file, loaders.vault, loaders.debtor)
        return await _file(
            info, await info.context.command("createPaymentFile", idempotency_key, input.command(), handler)
        )

    @strawberry.mutation(
        description="Release a file that somebody else made, after making it again: its hash must be the same.",
        extensions=[requires(Right.RELEASE_PAYMENT_FILES)],
    )
    async def release_payment_file(
        self,
        info: Info,
        input: _File,  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> PaymentFilePayload:
        """Release a file."""
        handler = partial(release_payment_file, info.context.loaders.vault)
        return await _file(
            info, await info.context.command("releasePaymentFile", idempotency_key, input.command(), handler)
        )

    @strawberry.mutation(
        description="Cancel a file before its release; its payments can go into another.",
        extensions=[requires(Right.CANCEL_PAYMENT_FILES)],
    )
    async def cancel_payment_file(
        self,
        info: Info,
        input: Annotated[inputs.CancelPaymentFileInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> PaymentFilePayload:
        """Cancel a file."""
        result = await info.context.command("cancelPaymentFile", idempotency_key, input.command(), cancel_payment_file)
        return await _file(info, result)

    @strawberry.mutation(
        description="Record that the disbursing office accepted a released file (18.3).",
        extensions=[requires(Right.CONFIRM_PAYMENTS)],
    )
    async def accept_payment_file(
        self,
        info: Info,
        input: Annotated[inputs.AcceptPaymentFileInput, strawberry.argument(description="Which.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> PaymentFilePayload:
        """Accept a file."""
        result = await info.context.command("acceptPaymentFile", idempotency_key, input.command(), accept_payment_file)
        return await _file(info, result)

    @strawberry.mutation(
        description="Take in what the disbursing office says of payments: paid, or came back. All rows or none.",
        extensions=[requires(Right.CONFIRM_PAYMENTS)],
    )
    async def import_payment_confirmations(
        self,
        info: Info,
        input: Annotated[  # noqa: A002
            inputs.ImportPaymentConfirmationsInput, strawberry.argument(description="The confirmations.")
        ],
        idempotency_key: IdempotencyKey,
    ) -> PaymentConfirmationsPayload:
        """Take confirmations in."""
        result = await info.context.command(
            "importPaymentConfirmations", idempotency_key, input.command(), import_payment_confirmations
        )
        file = await _file(info, result)
        value = result.value or {}
        return PaymentConfirmationsPayload(
            payment_file=file.payment_file,
            paid=value.get("paid"),
            returned=value.get("returned"),
            refusals=file.refusals,
        )

    @strawberry.mutation(
        description="Let a payment that came back go into the next file, with the payee's corrected data.",
        extensions=[requires(Right.CREATE_PAYMENT_FILES)],
    )
    async def reissue_payment(
        self,
        info: Info,
        input: Annotated[inputs.ReissuePaymentInput, strawberry.argument(description="The payment.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> ReissuePaymentPayload:
        """Pay again."""
        result = await info.context.command("reissuePayment", idempotency_key, input.command(), reissue_payment)
        payment = None if result.value is None else strawberry.ID(result.value["payment_id"])
        return ReissuePaymentPayload(payment_id=payment, refusals=to_refusals(result.refusals))


def _may(info: Info, producer_id: str) -> None:
    if producer_id not in info.context.principal.producer_ids:
        info.context.authorize(Right.REGISTER_ANY_PAYEE)


async def _payee(info: Info, result: CommandResult) -> PayeePayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.payee.load(result.value["producer_id"])
        shown = None if row is None else Payee.of(row)
    return PayeePayload(payee=shown, refusals=to_refusals(result.refusals))


async def _file(info: Info, result: CommandResult) -> PaymentFilePayload:
    shown = None
    if result.value is not None:
        row = await info.context.loaders.payment_file.load(parse_id(result.value["file_id"], "fileId"))
        shown = None if row is None else PaymentFileType.of(row)
    return PaymentFilePayload(payment_file=shown, refusals=to_refusals(result.refusals))
