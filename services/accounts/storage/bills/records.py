"""Bills, payments and charges as they are stored."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.accounts.domain.bills.flows import Settled
from services.accounts.domain.bills.interest import Application, Charge, Receipt, Terms
from services.accounts.domain.bills.kinds import BillKind, PaidBy
from services.accounts.domain.bills.law import InterestDestination, InterestMethod
from services.accounts.domain.bills.states import BillState
from services.accounts.storage.rows import AnyRow


@dataclass(frozen=True, kw_only=True, slots=True)
class Bill:
    """A locked bill, US cents."""

    id: UUID
    number: str
    kind: BillKind
    case_number: str
    determination_id: UUID | None
    lineage_id: str
    producer_id: str
    principal_cents: int
    original_cents: int
    method: InterestMethod
    interest_destination: InterestDestination
    state: BillState
    proposed_by: str
    bill_on: date | None
    charged_cents: int
    settled: Settled
    notice_on: date | None
    response_by: date | None
    next_on: date | None
    warned: tuple[str, ...]
    closed_on: date | None
    closed_reason: str | None

    @property
    def terms(self) -> Terms:
        """What an issued bill says."""
        assert self.bill_on is not None, "a draft has no terms yet"
        return Terms(principal_cents=self.principal_cents, bill_on=self.bill_on, method=self.method)


@dataclass(frozen=True, kw_only=True, slots=True)
class Payment:
    """A payment on a bill and where it went."""

    receipt: Receipt
    applied: Application
    paid_by: PaidBy
    from_case_number: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """A charge as posted; a negative one takes the charge ``reverses`` back."""

    number: int
    period: int
    first: date
    last: date
    principal_cents: int
    amount_cents: int
    reverses: int | None

    @property
    def charge(self) -> Charge:
        """The charge itself."""
        return Charge(
            period=self.period,
            first=self.first,
            last=self.last,
            principal_cents=self.principal_cents,
            amount_cents=self.amount_cents,
        )


def bill_of(row: AnyRow) -> Bill:
    """A stored bill."""
    return Bill(
        id=row.id,
        number=row.number,
        kind=BillKind(row.kind),
        case_number=row.case_number,
        determination_id=row.determination_id,
        lineage_id=row.lineage_id,
        producer_id=row.producer_id,
        principal_cents=row.principal_cents,
        original_cents=row.original_cents,
        method=InterestMethod(row.method),
        interest_destination=InterestDestination(row.interest_destination),
        state=BillState(row.state),
        proposed_by=row.proposed_by,
        bill_on=row.bill_on,
        charged_cents=row.charged_cents,
        settled=Settled(
            interest_cents=row.interest_paid_cents,
            principal_cents=row.principal_paid_cents,
            excess_cents=row.excess_cents,
        ),
        notice_on=row.notice_on,
        response_by=row.response_by,
        next_on=row.next_on,
        warned=tuple(row.warned),
        closed_on=row.closed_on,
        closed_reason=row.closed_reason,
    )


def payment_of(row: AnyRow) -> Payment:
    """A stored payment."""
    return Payment(
        receipt=Receipt(id=row.id, received_on=row.received_on, amount_cents=row.amount_cents),
        applied=Application(
            interest_cents=row.interest_cents, principal_cents=row.principal_cents, excess_cents=row.excess_cents
        ),
        paid_by=PaidBy(row.paid_by),
        from_case_number=row.from_case_number,
    )


def posted_of(row: AnyRow) -> Posted:
    """A stored charge."""
    return Posted(
        number=row.number,
        period=row.period,
        first=row.first_on,
        last=row.last_on,
        principal_cents=row.principal_cents,
        amount_cents=row.amount_cents,
        reverses=row.reverses,
    )
