"""What the mutations answer: what they did, or every refusal."""

import strawberry

from services.accounts.graphql.entries import Entry
from services.accounts.graphql.fiscal_years import FiscalYear
from services.accounts.graphql.reports.types import AnnualReport
from services.accounts.graphql.types import Distribution, LitigationHold, Order
from shared.graphql import Date, Money, Refusal

_REFUSALS = "Every reason why nothing was done; empty when it was."


@strawberry.type(description="Answer to importEntries.")
class ImportEntriesPayload:
    """Counts or refusals."""

    entries_imported: int | None = strawberry.field(description="How many entries; null when refused.")
    deposits_imported: int | None = strawberry.field(description="How many deposits; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to recordLiquidations.")
class RecordLiquidationsPayload:
    """Totals or refusals."""

    liquidations_recorded: int | None = strawberry.field(description="How many; null when refused.")
    to_special_accounts: Money | None = strawberry.field(description="Transferred to Special Accounts.")
    to_general_fund: Money | None = strawberry.field(description="Transferred to the General Fund (ACCT-14).")
    refunded: Money | None = strawberry.field(description="Excess deposits, to importers.")
    billed: Money | None = strawberry.field(description="Duty and interest billed to importers.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to recordCollections.")
class RecordCollectionsPayload:
    """Totals or refusals."""

    collections_recorded: int | None = strawberry.field(description="How many; null when refused.")
    to_special_accounts: Money | None = strawberry.field(description="Credited to Special Accounts.")
    to_general_fund: Money | None = strawberry.field(description="Credited to the General Fund.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to recordPayment.")
class RecordPaymentPayload:
    """Parts or refusals."""

    to_special_accounts: Money | None = strawberry.field(description="Credited to Special Accounts.")
    to_general_fund: Money | None = strawberry.field(description="Credited to the General Fund.")
    to_ordinary_duty: Money | None = strawberry.field(description="Part of ordinary duty; it is not kept here.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to reverseCollection.")
class ReverseCollectionPayload:
    """The entry or refusals."""

    entry: Entry | None = strawberry.field(description="The entry it was collected on; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="What a Special Account held at the end of a day.")
class StatedBalance:
    """A statement."""

    order: Order = strawberry.field(description="The order.")
    as_of: Date = strawberry.field(description="The day.")
    balance: Money = strawberry.field(description="The balance; may be negative.")


@strawberry.type(description="Answer to stateSpecialAccounts.")
class StateSpecialAccountsPayload:
    """Statements or refusals."""

    statements: list[StatedBalance] | None = strawberry.field(description="By order; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to closeFiscalYear.")
class CloseFiscalYearPayload:
    """The year or refusals."""

    fiscal_year: FiscalYear | None = strawberry.field(description="The year; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on litigation holds.")
class LitigationHoldPayload:
    """The hold or refusals."""

    litigation_hold: LitigationHold | None = strawberry.field(description="The hold; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to the mutations on distributions.")
class DistributionPayload:
    """The distribution or refusals."""

    distribution: Distribution | None = strawberry.field(description="The distribution; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)


@strawberry.type(description="Answer to issueAnnualReport.")
class AnnualReportPayload:
    """The report or refusals."""

    annual_report: AnnualReport | None = strawberry.field(description="The version issued; null when refused.")
    refusals: list[Refusal] = strawberry.field(description=_REFUSALS)
