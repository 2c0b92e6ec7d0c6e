"""What the mutations take."""

from uuid import UUID

import strawberry

from services.accounts.domain.collection import PaymentBasis
from services.accounts.domain.eligibility import Snapshot2010
from services.accounts.domain.holds import Outcome
from services.accounts.domain.liquidation import Instrument
from services.accounts.graphql import checks, enums  # noqa: F401  (gives the domain's enumerations their GraphQL names)
from services.accounts.graphql.types import parse_id
from services.accounts.storage.entries import Goods
from services.accounts.usecases.fiscal_years import CloseFiscalYear, StateSpecialAccounts
from services.accounts.usecases.import_entries import Deposit, Entry, ImportEntries
from services.accounts.usecases.issue_annual_report import IssueAnnualReport
from services.accounts.usecases.litigation_holds import PlaceLitigationHold, ReleaseLitigationHold
from services.accounts.usecases.prepare_distribution import PrepareDistribution
from services.accounts.usecases.record_collections import Collection, RecordCollections
from services.accounts.usecases.record_liquidations import Liquidation, RecordLiquidations
from services.accounts.usecases.record_payment import RecordPayment
from services.accounts.usecases.reverse_collection import ReverseCollection
from shared.graphql import Date, Money

_CASE_NUMBER = 'Case number of the order, for example "A-570-831".'
_FISCAL_YEAR = "Fiscal year, named by the calendar year it ends in."
_DISTRIBUTION = "Id of the distribution."


@strawberry.input(description="Estimated duty on an entry under one order.")
class DepositInput:
    """See Deposit."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    amount: Money = strawberry.field(description="Amount deposited, or secured by the bond.")
    deposited_on: Date = strawberry.field(description="Day of the deposit.")
    instrument: Instrument = strawberry.field(default=Instrument.CASH, description="Cash or bond.")


@strawberry.input(description="An entry's three facts of 2010-12-08; kept as they are given first (ELIG-04).")
class Snapshot2010Input:
    """See Snapshot2010."""

    unliquidated: bool = strawberry.field(description="Unliquidated on that day.")
    in_litigation: bool | None = strawberry.field(default=None, description="In litigation on that day.")
    liquidation_ordered: bool | None = strawberry.field(
        default=None, description="Under liquidation instructions from Commerce on that day."
    )


@strawberry.input(description="An import entry with its deposits.")
class EntryInput:
    """See Entry."""

    number: strawberry.ID = strawberry.field(description="Entry number.")
    importer_number: strawberry.ID = strawberry.field(description="Importer number.")
    filed_on: Date = strawberry.field(description="Day the entry was filed; it decides ELIG-03.")
    deposits: list[DepositInput] = strawberry.field(description="One for each order the entry is under.")
    snapshot_2010: Snapshot2010Input | None = strawberry.field(
        default=None, description="Needed for entries filed before 2007-10-01 and liquidated after 2010-12-08."
    )
    exporter: str | None = strawberry.field(
        default=None, description="Exporter of the goods; deposit rates and instructions go by it (RATE-06)."
    )
    producer: str | None = strawberry.field(default=None, description="Producer of the goods, likewise.")
    entered_value: Money | None = strawberry.field(
        default=None, description="Entered value of the goods, what a rate is applied to (RATE-07)."
    )


@strawberry.input(description="Entries to take over: all, or none with every bad row named.")
class ImportEntriesInput:
    """See ImportEntries."""

    entries: list[EntryInput] = strawberry.field(description="1 to 10,000 entries.")

    def command(self) -> ImportEntries:
        """The command."""
        return ImportEntries(entries=tuple(_entry(f"entries[{i}]", entry) for i, entry in enumerate(self.entries)))


@strawberry.input(description="One entry liquidated under one order.")
class LiquidationInput:
    """See Liquidation."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    liquidated_on: Date = strawberry.field(description="Day of liquidation.")
    assessed: Money | None = strawberry.field(
        default=None, description="Final duty under the order; left out of a deemed liquidation."
    )
    interest_1677g: Money = strawberry.field(
        default=Money(0), description="Interest charged at liquidation (19 USC 1677g)."
    )
    deemed: bool = strawberry.field(default=False, description="Liquidated by operation of law (19 USC 1504).")
    provisional_measures: bool = strawberry.field(
        default=False, description="Entered before the Commission's final determination: nothing is billed (ACCT-10)."
    )
    net_difference: Money | None = strawberry.field(
        default=None,
        description="Of the whole entry with ordinary duties, fees and taxes; when left out there are none (ACCT-12).",
    )


@strawberry.input(description="Liquidations to record: all, or none with every bad row named.")
class RecordLiquidationsInput:
    """See RecordLiquidations."""

    liquidations: list[LiquidationInput] = strawberry.field(description="1 to 10,000 liquidations.")

    def command(self) -> RecordLiquidations:
        """The command."""
        return RecordLiquidations(
            liquidations=tuple(_liquidation(f"liquidations[{i}]", row) for i, row in enumerate(self.liquidations))
        )


@strawberry.input(description="A payment on a liquidated entry under one order, by component.")
class CollectionInput:
    """See Collection."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    received_on: Date = strawberry.field(description="Day Customs received it.")
    duty: Money = strawberry.field(default=Money(0), description="Duty.")
    interest_1677g: Money = strawberry.field(default=Money(0), description="Interest charged at liquidation.")
    delinquency_interest: Money = strawberry.field(
        default=Money(0), description="Interest after liquidation (19 USC 1505(d))."
    )
    equitable_interest: Money = strawberry.field(
        default=Money(0), description="Equitable interest, or interest under 19 USC 580, from a surety."
    )
    payment_basis: PaymentBasis = strawberry.field(
        default=PaymentBasis.ORDINARY, description="Why it was paid (ACCT-09)."
    )


@strawberry.input(description="Collections to record: all, or none with every bad row named.")
class RecordCollectionsInput:
    """See RecordCollections."""

    collections: list[CollectionInput] = strawberry.field(description="1 to 10,000 collections.")

    def command(self) -> RecordCollections:
        """The command."""
        return RecordCollections(
            collections=tuple(_collection(f"collections[{i}]", row) for i, row in enumerate(self.collections))
        )


@strawberry.input(description="A payment on everything an entry was billed, that came without its parts (ACCT-05).")
class RecordPaymentInput:
    """See RecordPayment."""

    entry_number: strawberry.ID = strawberry.field(description="Entry number.")
    received_on: Date = strawberry.field(description="Day Customs received it.")
    amount: Money = strawberry.field(description="Amount received.")
    delinquency_interest_due: Money = strawberry.field(
        default=Money(0), description="Interest due after liquidation (19 USC 1505(d)); paid first."
    )
    ordinary_duty_due: Money = strawberry.field(
        default=Money(0), description="Ordinary duty billed with it and unpaid; shares in proportion."
    )
    payment_basis: PaymentBasis = strawberry.field(
        default=PaymentBasis.ORDINARY, description="Why it was paid (ACCT-09)."
    )

    def command(self) -> RecordPayment:
        """The command."""
        return RecordPayment(
            entry_number=checks.number(self.entry_number, "entryNumber"),
            received_on=self.received_on,
            amount_cents=self.amount,
            delinquency_due_cents=self.delinquency_interest_due,
            ordinary_due_cents=self.ordinary_duty_due,
            payment_basis=self.payment_basis,
        )


@strawberry.input(description="A collection whose payment turned out not to be one.")
class ReverseCollectionInput:
    """See ReverseCollection."""

    collection_id: strawberry.ID = strawberry.field(description="Id of the collection.")
    reason: str = strawberry.field(description="Why, for example a check returned unpaid.")

    def command(self) -> ReverseCollection:
        """The command."""
        return ReverseCollection(
            collection_id=parse_id(self.collection_id, "collectionId"), reason=checks.prose(self.reason, "reason")
        )


@strawberry.input(description="Special Accounts to state.")
class StateSpecialAccountsInput:
    """See StateSpecialAccounts."""

    fiscal_year: int = strawberry.field(description="Fiscal year of the notice.")
    as_of: Date = strawberry.field(description="Day at whose end the balances are taken.")
    case_numbers: list[strawberry.ID] = strawberry.field(
        default_factory=list, description="The orders; all when none is named."
    )

    def command(self) -> StateSpecialAccounts:
        """The command."""
        return StateSpecialAccounts(
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            as_of=self.as_of,
            case_numbers=tuple(
                checks.number(number, f"caseNumbers[{i}]") for i, number in enumerate(self.case_numbers)
            ),
        )


@strawberry.input(description="The fiscal year to close.")
class CloseFiscalYearInput:
    """See CloseFiscalYear."""

    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)

    def command(self) -> CloseFiscalYear:
        """The command."""
        return CloseFiscalYear(fiscal_year=checks.fiscal_year(self.fiscal_year))


@strawberry.input(description="A claimant whose eligibility is before a court.")
class PlaceLitigationHoldInput:
    """See PlaceLitigationHold."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)
    certification_number: str = strawberry.field(description="The certification.")
    court_reference: str = strawberry.field(description="Court and docket.")
    legal_basis: str = strawberry.field(description="What the hold rests on.")

    def command(self) -> PlaceLitigationHold:
        """The command."""
        return PlaceLitigationHold(
            case_number=checks.number(self.case_number, "caseNumber"),
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            certification_number=checks.number(self.certification_number, "certificationNumber"),
            court_reference=checks.prose(self.court_reference, "courtReference"),
            legal_basis=checks.prose(self.legal_basis, "legalBasis"),
        )


@strawberry.input(description="A hold whose litigation ended.")
class ReleaseLitigationHoldInput:
    """See ReleaseLitigationHold."""

    hold_id: strawberry.ID = strawberry.field(description="Id of the hold.")
    outcome: Outcome = strawberry.field(description="How it ended for the claimant.")

    def command(self) -> ReleaseLitigationHold:
        """The command."""
        return ReleaseLitigationHold(hold_id=parse_id(self.hold_id, "holdId"), outcome=self.outcome)


@strawberry.input(description="The distribution to prepare.")
class PrepareDistributionInput:
    """See PrepareDistribution."""

    case_number: strawberry.ID = strawberry.field(description=_CASE_NUMBER)
    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)
    hold_back: Money = strawberry.field(default=Money(0), description="Kept for a large refund (DIST-02).")
    hold_back_reason: str | None = strawberry.field(default=None, description="Why; needed with a hold-back.")

    def command(self, *, shared_guard: bool) -> PrepareDistribution:
        """The command."""
        return PrepareDistribution(
            case_number=checks.number(self.case_number, "caseNumber"),
            fiscal_year=checks.fiscal_year(self.fiscal_year),
            hold_back_cents=self.hold_back,
            hold_back_reason=None
            if self.hold_back_reason is None
            else checks.prose(self.hold_back_reason, "holdBackReason"),
            shared_guard=shared_guard,
        )


@strawberry.input(description="A distribution.")
class DistributionInput:
    """An id."""

    distribution_id: strawberry.ID = strawberry.field(description=_DISTRIBUTION)

    def id(self) -> UUID:
        """The id."""
        return parse_id(self.distribution_id, "distributionId")


@strawberry.input(description="A distribution and the reason for what is done to it.")
class DistributionReasonInput:
    """An id and a reason."""

    distribution_id: strawberry.ID = strawberry.field(description=_DISTRIBUTION)
    reason: str = strawberry.field(description="Why; kept in the audit log.")

    def why(self) -> str:
        """The reason."""
        return checks.prose(self.reason, "reason")

    def id(self) -> UUID:
        """The id."""
        return parse_id(self.distribution_id, "distributionId")


@strawberry.input(description="The report to issue.")
class IssueAnnualReportInput:
    """See IssueAnnualReport."""

    fiscal_year: int = strawberry.field(description=_FISCAL_YEAR)
    initiatives: str = strawberry.field(
        description="Initiatives carried out to improve liquidation and disbursement (REPT-01)."
    )

    def command(self) -> IssueAnnualReport:
        """The command."""
        return IssueAnnualReport(
            fiscal_year=checks.fiscal_year(self.fiscal_year), initiatives=checks.prose(self.initiatives, "initiatives")
        )


def _entry(path: str, entry: EntryInput) -> Entry:
    facts = entry.snapshot_2010
    return Entry(
        number=checks.number(entry.number, f"{path}.number"),
        importer_number=checks.number(entry.importer_number, f"{path}.importerNumber"),
        filed_on=entry.filed_on,
        goods=Goods(
            exporter=None if entry.exporter is None else checks.firm_name(entry.exporter, f"{path}.exporter"),
            producer=None if entry.producer is None else checks.firm_name(entry.producer, f"{path}.producer"),
            entered_value_cents=entry.entered_value,
        ),
        deposits=tuple(
            Deposit(
                case_number=checks.number(deposit.case_number, f"{path}.deposits[{j}].caseNumber"),
                amount_cents=deposit.amount,
                deposited_on=deposit.deposited_on,
                instrument=deposit.instrument,
            )
            for j, deposit in enumerate(entry.deposits)
        ),
        snapshot=None
        if facts is None
        else Snapshot2010(
            unliquidated=facts.unliquidated,
            in_litigation=facts.in_litigation,
            liquidation_ordered=facts.liquidation_ordered,
        ),
    )


def _liquidation(path: str, row: LiquidationInput) -> Liquidation:
    return Liquidation(
        entry_number=checks.number(row.entry_number, f"{path}.entryNumber"),
        case_number=checks.number(row.case_number, f"{path}.caseNumber"),
        liquidated_on=row.liquidated_on,
        assessed_cents=row.assessed,
        interest_cents=row.interest_1677g,
        deemed=row.deemed,
        provisional=row.provisional_measures,
        net_difference_cents=row.net_difference,
    )


def _collection(path: str, row: CollectionInput) -> Collection:
    return Collection(
        entry_number=checks.number(row.entry_number, f"{path}.entryNumber"),
        case_number=checks.number(row.case_number, f"{path}.caseNumber"),
        received_on=row.received_on,
        duty_cents=row.duty,
        interest_cents=row.interest_1677g,
        delinquency_cents=row.delinquency_interest,
        equitable_cents=row.equitable_interest,
        payment_basis=row.payment_basis,
    )
