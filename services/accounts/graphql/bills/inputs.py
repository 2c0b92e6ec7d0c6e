"""What the mutations on bills take."""

import strawberry

from services.accounts.domain.bills.kinds import ReviewOutcome, WriteOffKind
from services.accounts.domain.bills.law import BillPolicy
from services.accounts.graphql import checks
from services.accounts.graphql.bills import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.accounts.graphql.types import parse_id
from services.accounts.usecases.bills.collect import AskBillReview, DecideBillReview, SignRepaymentAgreement
from services.accounts.usecases.bills.debts import ProposeDebt
from services.accounts.usecases.bills.deficits import ReviewDeficit
from services.accounts.usecases.bills.determine import DetermineOverpayment
from services.accounts.usecases.bills.issue import IssueBills
from services.accounts.usecases.bills.pay import RecordBillPayment
from services.accounts.usecases.bills.reduce import ReduceDebt, ReduceDetermination
from services.accounts.usecases.bills.reductions import DecideReduction
from services.accounts.usecases.bills.write_off import ProposeWriteOff
from shared.graphql import Date, Money

_BILL = "Id of the bill."


@strawberry.input(description="What an officer determines as overpaid (REFD-07).")
class DetermineOverpaymentInput:
    """See DetermineOverpayment."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    amount: Money = strawberry.field(description="Not otherwise recoverable in its Special Account.")
    expected_receipts: Money = strawberry.field(default=Money(0), description="Estimate of what will still come in.")
    reason: str = strawberry.field(description="Why.")
    evidence: str = strawberry.field(description="What shows it, for example a judgment.")

    def command(self, policy: BillPolicy) -> DetermineOverpayment:
        """The command."""
        return DetermineOverpayment(
            case_number=checks.number(self.case_number, "caseNumber"),
            amount_cents=self.amount,
            expected_receipts_cents=self.expected_receipts,
            reason=checks.prose(self.reason, "reason"),
            evidence=checks.prose(self.evidence, "evidence"),
            weight_basis=policy.weight_basis,
        )


@strawberry.input(description="A determination and its new, lower amount; zero cancels it (BILL-10).")
class ReduceDeterminationInput:
    """See ReduceDetermination."""

    determination_id: strawberry.ID = strawberry.field(description="Id of the determination.")
    amount: Money = strawberry.field(description="Amount from now on.")
    reason: str = strawberry.field(description="Why, for example a refund that was reversed.")

    def command(self) -> ReduceDetermination:
        """The command."""
        return ReduceDetermination(
            determination_id=parse_id(self.determination_id, "determinationId"),
            amount_cents=self.amount,
            reason=checks.prose(self.reason, "reason"),
        )


@strawberry.input(description="A proposed reduction and whether it is made (BILL-10).")
class DecideDeterminationReductionInput:
    """See DecideReduction."""

    reduction_id: strawberry.ID = strawberry.field(description="Id of the proposal.")
    approve: bool = strawberry.field(description="True to reduce the determination, false to turn it down.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> DecideReduction:
        """The command."""
        return DecideReduction(
            reduction_id=parse_id(self.reduction_id, "reductionId"),
            approve=self.approve,
            reason=checks.prose(self.reason, "reason"),
        )


@strawberry.input(description="Drafts to issue: those of a determination, or single ones.")
class IssueBillsInput:
    """See IssueBills."""

    determination_id: strawberry.ID | None = strawberry.field(default=None, description="All drafts of it.")
    bill_ids: list[strawberry.ID] = strawberry.field(default_factory=list, description="Or these, at most 1,000.")

    def command(self, policy: BillPolicy) -> IssueBills:
        """The command."""
        of = self.determination_id
        return IssueBills(
            determination_id=None if of is None else parse_id(of, "determinationId"),
            bill_ids=tuple(parse_id(bill, "billIds") for bill in checks.at_most(self.bill_ids, 1_000, "billIds")),
            overpayment_method=policy.overpayment_method,
            debt_method=policy.debt_method,
            interest_destination=policy.interest_destination,
        )


@strawberry.input(description="A payment on a bill.")
class RecordBillPaymentInput:
    """See RecordBillPayment."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)
    received_on: Date = strawberry.field(description="Day Customs received it, whenever it is recorded.")
    amount: Money = strawberry.field(description="Amount received.")
    credit_bill_id: strawberry.ID | None = strawberry.field(
        default=None, description="Another bill of the same producer that takes the excess; returned when left out."
    )

    def command(self) -> RecordBillPayment:
        """The command."""
        credit = self.credit_bill_id
        return RecordBillPayment(
            bill_id=parse_id(self.bill_id, "billId"),
            received_on=self.received_on,
            amount_cents=self.amount,
            credit_bill_id=None if credit is None else parse_id(credit, "creditBillId"),
        )


@strawberry.input(description="A bill.")
class BillInput:
    """Its id."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)


@strawberry.input(description="A debtor's request for a review (BILL-07).")
class AskBillReviewInput:
    """See AskBillReview."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)
    received_on: Date = strawberry.field(description="Day Customs received the request.")
    grounds: str = strawberry.field(description="What the debtor says.")
    late_reason: str = strawberry.field(default="", description="Why a late request is admitted.")

    def command(self) -> AskBillReview:
        """The command."""
        return AskBillReview(
            bill_id=parse_id(self.bill_id, "billId"),
            received_on=self.received_on,
            grounds=checks.prose(self.grounds, "grounds"),
            late_reason=checks.prose(self.late_reason, "lateReason"),
        )


@strawberry.input(description="How a review ended.")
class DecideBillReviewInput:
    """See DecideBillReview."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)
    outcome: ReviewOutcome = strawberry.field(description="How; a changed debt is reduced besides.")
    reasons: str = strawberry.field(description="Why.")

    def command(self) -> DecideBillReview:
        """The command."""
        return DecideBillReview(
            bill_id=parse_id(self.bill_id, "billId"),
            outcome=self.outcome,
            reasons=checks.prose(self.reasons, "reasons"),
        )


@strawberry.input(description="An instalment of a repayment agreement.")
class InstalmentInput:
    """An instalment."""

    due_on: Date = strawberry.field(description="Day it is due; rolls to the next business day.")
    amount: Money = strawberry.field(description="Amount.")


@strawberry.input(description="A written repayment agreement (31 USC 3716(a)(4)).")
class SignRepaymentAgreementInput:
    """See SignRepaymentAgreement."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)
    reference: str = strawberry.field(description="The signed document.")
    instalments: list[InstalmentInput] = strawberry.field(description="1 to 1,000, in the order of their days.")

    def command(self) -> SignRepaymentAgreement:
        """The command."""
        rows = checks.at_most(self.instalments, 1_000, "instalments")
        return SignRepaymentAgreement(
            bill_id=parse_id(self.bill_id, "billId"),
            reference=checks.prose(self.reference, "reference"),
            instalments=tuple((row.due_on, int(row.amount)) for row in rows),
        )


@strawberry.input(description="A bill whose rest is to be given up (BILL-10).")
class ProposeBillWriteOffInput:
    """See ProposeWriteOff."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)
    kind: WriteOffKind = strawberry.field(description="Write-off or compromise.")
    accepted: Money = strawberry.field(default=Money(0), description="Of a compromise, what is accepted for the rest.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> ProposeWriteOff:
        """The command."""
        return ProposeWriteOff(
            bill_id=parse_id(self.bill_id, "billId"),
            kind=self.kind,
            accepted_cents=self.accepted,
            reason=checks.prose(self.reason, "reason"),
        )


@strawberry.input(description="A proposal to approve.")
class ApproveBillWriteOffInput:
    """Its id."""

    write_off_id: strawberry.ID = strawberry.field(description="Id of the proposal.")


@strawberry.input(description="A payment that Customs made by mistake (BILL-11).")
class ProposeDebtInput:
    """See ProposeDebt."""

    payment_id: strawberry.ID = strawberry.field(description="The payment.")
    amount: Money = strawberry.field(description="What was paid too much.")
    reason: str = strawberry.field(description="What went wrong.")

    def command(self) -> ProposeDebt:
        """The command."""
        return ProposeDebt(
            payment_id=parse_id(self.payment_id, "paymentId"),
            amount_cents=self.amount,
            reason=checks.prose(self.reason, "reason"),
        )


@strawberry.input(description="A bill for an error or an overclaim and its new, lower principal; zero cancels it.")
class ReduceDebtInput:
    """See ReduceDebt."""

    bill_id: strawberry.ID = strawberry.field(description=_BILL)
    amount: Money = strawberry.field(description="Principal from now on.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> ReduceDebt:
        """The command."""
        return ReduceDebt(
            bill_id=parse_id(self.bill_id, "billId"),
            amount_cents=self.amount,
            reason=checks.prose(self.reason, "reason"),
        )


@strawberry.input(description="What an officer concluded of a deficit at a fiscal year's end (REFD-07).")
class ReviewDeficitInput:
    """See ReviewDeficit."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    fiscal_year: int = strawberry.field(description="Fiscal year that ended.")
    expected_receipts: Money = strawberry.field(default=Money(0), description="Estimate of what will still come in.")
    conclusion: str = strawberry.field(description="What is to be done.")

    def command(self) -> ReviewDeficit:
        """The command."""
        return ReviewDeficit(
            case_number=checks.number(self.case_number, "caseNumber"),
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            expected_receipts_cents=self.expected_receipts,
            conclusion=checks.prose(self.conclusion, "conclusion"),
        )
