"""What the mutations on payment files take."""

import strawberry

from services.accounts.domain.payment_files.files import LineState
from services.accounts.domain.payment_files.payees import AccountType, Payee, wrong_fields
from services.accounts.graphql import checks
from services.accounts.graphql.payment_files import enums  # noqa: F401  (gives the domain's enumerations their names)
from services.accounts.graphql.types import parse_id
from services.accounts.storage.vault import Vault
from services.accounts.usecases.payment_files.confirmations import (
    Confirmation,
    ImportPaymentConfirmations,
    ReissuePayment,
)
from services.accounts.usecases.payment_files.files import (
    AcceptPaymentFile,
    CancelPaymentFile,
    CreatePaymentFile,
    ReleasePaymentFile,
)
from services.accounts.usecases.payment_files.payees import RegisterPayee, RemovePayee
from shared.errors import BadInput
from shared.graphql import Date

_FILE = "Id of the payment file."
_PRODUCER = "Id of the producer."


@strawberry.input(description="An account in the United States to pay a producer into.")
class RegisterPayeeInput:
    """See RegisterPayee."""

    producer_id: strawberry.ID = strawberry.field(description=_PRODUCER)
    holder_name: str = strawberry.field(description="Holder of the account, at most 70 characters.")
    routing_number: str = strawberry.field(description="Routing transit number: nine digits with their check digit.")
    account_number: str = strawberry.field(description="Account number, at most 17 letters, digits or dashes.")
    account_type: AccountType = strawberry.field(description="Checking or savings.")

    def payee(self) -> Payee:
        """The account; raises BadInput naming the first field that is malformed."""
        payee = Payee(
            holder_name=self.holder_name,
            routing_number=self.routing_number,
            account_number=self.account_number,
            account_type=self.account_type,
        )
        for field, what in wrong_fields(payee).items():
            raise BadInput(f"{field} {what}", field=field)
        return payee

    def command(self, vault: Vault) -> RegisterPayee:
        """The command; the account itself goes beside it, sealed."""
        payee = self.payee()
        return RegisterPayee(
            producer_id=checks.number(self.producer_id, "producerId"),
            fingerprint=vault.fingerprint(payee.text()),
            account_last_four=payee.account_last_four,
        )


@strawberry.input(description="A producer to be paid by check from now on.")
class RemovePayeeInput:
    """See RemovePayee."""

    producer_id: strawberry.ID = strawberry.field(description=_PRODUCER)

    def command(self) -> RemovePayee:
        """The command."""
        return RemovePayee(producer_id=checks.number(self.producer_id, "producerId"))


@strawberry.input(description="Which payments to hand over.")
class CreatePaymentFileInput:
    """See CreatePaymentFile."""

    execute_on: Date = strawberry.field(description="Day on which the disbursing office is to pay.")
    case_numbers: list[strawberry.ID] | None = strawberry.field(
        default=None, description="Only of these orders; all when left out."
    )
    most_lines: int = strawberry.field(
        default=5_000, description="At most so many payments, up to 10,000; the oldest come first."
    )

    def command(self) -> CreatePaymentFile:
        """The command."""
        cases = self.case_numbers
        return CreatePaymentFile(
            execute_on=self.execute_on,
            case_numbers=None if cases is None else tuple(checks.number(one, "caseNumbers") for one in cases),
            most_lines=self.most_lines,
        )


@strawberry.input(description="A payment file.")
class PaymentFileInput:
    """See ReleasePaymentFile."""

    file_id: strawberry.ID = strawberry.field(description=_FILE)

    def command(self) -> ReleasePaymentFile:
        """The command."""
        return ReleasePaymentFile(file_id=parse_id(self.file_id, "fileId"))


@strawberry.input(description="A payment file to cancel, and why.")
class CancelPaymentFileInput:
    """See CancelPaymentFile."""

    file_id: strawberry.ID = strawberry.field(description=_FILE)
    reason: str = strawberry.field(description="Why.")

    def command(self) -> CancelPaymentFile:
        """The command."""
        return CancelPaymentFile(file_id=parse_id(self.file_id, "fileId"), reason=checks.prose(self.reason, "reason"))


@strawberry.input(description="The disbursing office's acknowledgement of a file.")
class AcceptPaymentFileInput:
    """See AcceptPaymentFile."""

    file_id: strawberry.ID = strawberry.field(description=_FILE)
    accepted_on: Date = strawberry.field(description="Day it accepted the file.")
    reference: str = strawberry.field(description="Its reference.")

    def command(self) -> AcceptPaymentFile:
        """The command."""
        return AcceptPaymentFile(
            file_id=parse_id(self.file_id, "fileId"),
            accepted_on=self.accepted_on,
            reference=checks.prose(self.reference, "reference"),
        )


@strawberry.input(description="What became of one payment.")
class PaymentConfirmationInput:
    """See Confirmation."""

    end_to_end_id: str = strawberry.field(description="The line.")
    outcome: LineState = strawberry.field(description="PAID or RETURNED.")
    on: Date = strawberry.field(description="Day it was paid, or came back.")
    reason: str | None = strawberry.field(default=None, description="Of a return: the disbursing office's reason.")


@strawberry.input(description="Confirmations of one file: all are taken, or none with every bad row named.")
class ImportPaymentConfirmationsInput:
    """See ImportPaymentConfirmations."""

    file_id: strawberry.ID = strawberry.field(description=_FILE)
    confirmations: list[PaymentConfirmationInput] = strawberry.field(description="1 to 10,000 confirmations.")

    def command(self) -> ImportPaymentConfirmations:
        """The command."""
        return ImportPaymentConfirmations(
            file_id=parse_id(self.file_id, "fileId"),
            confirmations=tuple(_confirmation(at, one) for at, one in enumerate(self.confirmations)),
        )


@strawberry.input(description="A payment that came back and is to be paid again.")
class ReissuePaymentInput:
    """See ReissuePayment."""

    payment_id: strawberry.ID = strawberry.field(description="Id of the payment.")
    reason: str = strawberry.field(description="Why it will arrive this time.")

    def command(self) -> ReissuePayment:
        """The command."""
        return ReissuePayment(
            payment_id=parse_id(self.payment_id, "paymentId"), reason=checks.prose(self.reason, "reason")
        )


def _confirmation(position: int, one: PaymentConfirmationInput) -> Confirmation:
    field = f"confirmations[{position}]"
    if one.outcome is LineState.SENT:
        raise BadInput("a confirmation says PAID or RETURNED", field=f"{field}.outcome")
    return Confirmation(
        end_to_end_id=checks.number(one.end_to_end_id, f"{field}.endToEndId"),
        outcome=one.outcome,
        on=one.on,
        reason=None if one.reason is None else checks.prose(one.reason, f"{field}.reason"),
    )
