"""What the mutations of debts, set-off and interest rates take (DBT, CMP-08)."""

import strawberry

from services.enforcement.domain.compromise.offers import Authority
from services.enforcement.domain.debts.set_off import Capacity, ClaimLaw, Step, TreasuryAct
from services.enforcement.graphql.matters import enums  # noqa: F401  (gives the enumerations their GraphQL names)
from services.enforcement.graphql.records import parse_id
from services.enforcement.usecases.debts import collect as debts
from services.enforcement.usecases.debts import keeping
from services.enforcement.usecases.matters import collect, rates
from shared.graphql import Date, Money


@strawberry.input(description="A duty bill, or a debt under another law (DBT-01, DBT-03).")
class RegisterDebtInput:
    """See RegisterDebt."""

    debtor_number: strawberry.ID = strawberry.field(description="Number of the debtor.")
    capacity: Capacity = strawberry.field(default=Capacity.PRINCIPAL, description="In what capacity it owes.")
    law: ClaimLaw = strawberry.field(description="The law it arises under.")
    description: str = strawberry.field(description="What it is.")
    principal: Money = strawberry.field(description="The sum billed.")
    billed_on: Date = strawberry.field(description="Day of the bill.")
    liquidated_on: Date | None = strawberry.field(default=None, description="Of a duty bill: day of liquidation.")
    delinquent_since: Date | None = strawberry.field(
        default=None, description="The day after it was due; 31 days after the bill when left out."
    )
    fixed: bool = strawberry.field(default=True, description="Legally fixed (DBT-04).")
    looks_fraudulent: bool = strawberry.field(default=False, description="There is an indication of fraud (CMP-08).")

    def command(self) -> keeping.RegisterDebt:
        """The command."""
        return keeping.RegisterDebt(
            debtor_number=str(self.debtor_number),
            capacity=self.capacity,
            law=self.law,
            description=self.description,
            principal_cents=self.principal,
            billed_on=self.billed_on,
            liquidated_on=self.liquidated_on,
            delinquent_since=self.delinquent_since,
            fixed=self.fixed,
            looks_fraudulent=self.looks_fraudulent,
        )


@strawberry.input(description="One of the four steps before a debt goes to the Treasury (DBT-03).")
class RecordDebtStepInput:
    """See RecordStep."""

    debt_id: strawberry.ID = strawberry.field(description="The debt's id.")
    step: Step = strawberry.field(description="The step.")
    taken_on: Date = strawberry.field(description="Day on which it was taken.")
    document: str = strawberry.field(description="The document that shows it.")

    def command(self) -> keeping.RecordStep:
        """The command."""
        return keeping.RecordStep(
            debt_id=parse_id(self.debt_id, field="debtId"),
            step=self.step,
            taken_on=self.taken_on,
            document=self.document,
        )


@strawberry.input(description="A dispute of a debt, or its end (DBT-04).")
class DisputeDebtInput:
    """See DisputeDebt."""

    debt_id: strawberry.ID = strawberry.field(description="The debt's id.")
    disputed: bool = strawberry.field(description="Disputed, or no longer.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> keeping.DisputeDebt:
        """The command."""
        return keeping.DisputeDebt(
            debt_id=parse_id(self.debt_id, field="debtId"), disputed=self.disputed, reason=self.reason
        )


@strawberry.input(description="A payment on a debt (DBT-01).")
class RecordDebtPaymentInput:
    """See PayDebt."""

    debt_id: strawberry.ID = strawberry.field(description="The debt's id.")
    reference: str = strawberry.field(description="The payment.")
    amount: Money = strawberry.field(description="The sum.")
    paid_on: Date = strawberry.field(description="Day of payment.")

    def command(self) -> debts.PayDebt:
        """The command."""
        return debts.PayDebt(
            debt_id=parse_id(self.debt_id, field="debtId"),
            reference=self.reference,
            amount_cents=self.amount,
            paid_on=self.paid_on,
        )


@strawberry.input(description="A debt, or the debt of a matter, for the Treasury (DBT-02, DBT-03).")
class SendDebtToTreasuryInput:
    """See SendToTreasury."""

    debt_id: strawberry.ID | None = strawberry.field(default=None, description="The debt's id.")
    matter_id: strawberry.ID | None = strawberry.field(default=None, description="Or the matter's whose debt it is.")
    act: TreasuryAct = strawberry.field(default=TreasuryAct.NOTICE, description="What the Treasury is asked to do.")

    def command(self) -> debts.SendToTreasury:
        """The command."""
        return debts.SendToTreasury(
            debt_id=None if self.debt_id is None else parse_id(self.debt_id, field="debtId"),
            matter_id=None if self.matter_id is None else parse_id(self.matter_id, field="matterId"),
            act=self.act,
        )


@strawberry.input(description="A federal payment withheld for a debt (DBT-03).")
class ApplyTreasuryOffsetInput:
    """See ApplyTreasuryOffset."""

    debt_id: strawberry.ID = strawberry.field(description="The debt's id.")
    payment_reference: str = strawberry.field(description="The federal payment.")
    payment: Money = strawberry.field(description="Its amount.")

    def command(self) -> debts.ApplyTreasuryOffset:
        """The command."""
        return debts.ApplyTreasuryOffset(
            debt_id=parse_id(self.debt_id, field="debtId"),
            payment_reference=self.payment_reference,
            payment_cents=self.payment,
        )


@strawberry.input(description="A refund customs owes, set off against a debt (DBT-04).")
class SetOffAgainstDebtInput:
    """See SetOffAgainstDebt."""

    debt_id: strawberry.ID = strawberry.field(description="The debt's id.")
    refund_reference: str = strawberry.field(description="The refund.")
    refund: Money = strawberry.field(description="Its amount.")
    payee_number: str = strawberry.field(description="Who it is due to.")
    payee_capacity: Capacity = strawberry.field(default=Capacity.PRINCIPAL, description="In what capacity.")

    def command(self) -> debts.SetOffAgainstDebt:
        """The command."""
        return debts.SetOffAgainstDebt(
            debt_id=parse_id(self.debt_id, field="debtId"),
            refund_reference=self.refund_reference,
            refund_cents=self.refund,
            payee_number=self.payee_number,
            payee_capacity=self.payee_capacity,
        )


@strawberry.input(description="An accepted settlement of an ordinary debt for less (CMP-08).")
class CompromiseDebtInput:
    """See CompromiseDebt."""

    debt_id: strawberry.ID = strawberry.field(description="The debt's id.")
    authority: Authority = strawberry.field(description="The statute it rests on.")
    accepted: Money = strawberry.field(description="The sum accepted and paid.")
    payment_reference: str = strawberry.field(description="Its payment.")
    reason: str = strawberry.field(description="Why.")

    def command(self) -> debts.CompromiseDebt:
        """The command."""
        return debts.CompromiseDebt(
            debt_id=parse_id(self.debt_id, field="debtId"),
            authority=self.authority,
            accepted_cents=self.accepted,
            payment_reference=self.payment_reference,
            reason=self.reason,
        )


@strawberry.input(description="A refund set off against a debt (DBT-04, DBT-05).")
class SetOffRefundInput:
    """See SetOffRefund."""

    matter_id: strawberry.ID = strawberry.field(description="The matter's id.")
    of_penalty: bool = strawberry.field(description="Against the penalty; against the duties when false.")
    refund_reference: str = strawberry.field(description="The refund.")
    refund: Money = strawberry.field(description="Its amount.")
    payee_number: str = strawberry.field(description="Who it is due to.")
    payee_capacity: Capacity = strawberry.field(description="In what capacity.")

    def command(self) -> collect.SetOffRefund:
        """The command."""
        return collect.SetOffRefund(
            matter_id=parse_id(self.matter_id, field="matterId"),
            of_penalty=self.of_penalty,
            refund_reference=self.refund_reference,
            refund_cents=self.refund,
            payee_number=self.payee_number,
            payee_capacity=self.payee_capacity,
        )


@strawberry.input(description="A yearly interest rate of 26 USC 6621 (CUL-10, DBT-01).")
class PublishInterestRateInput:
    """See PublishRate."""

    from_date: Date = strawberry.field(description="First day of the rate.")
    basis_points: int = strawberry.field(description="Hundredths of a percent a year.")
    citation: str = strawberry.field(description="Where it was published.")

    def command(self) -> rates.PublishRate:
        """The command."""
        return rates.PublishRate(from_date=self.from_date, basis_points=self.basis_points, citation=self.citation)
