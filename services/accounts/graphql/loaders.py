"""One request's loaders: a list costs one statement per table."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from services.accounts.domain.bills.law import BillPolicy
from services.accounts.domain.ledger import Account
from services.accounts.domain.payment_files.files import Debtor
from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.reports.content import Disbursement, ReportPolicy
from services.accounts.storage import books, claims, entries, holds, reading, reruns
from services.accounts.storage.balances import AsOf, balances_as_of
from services.accounts.storage.bills import reading as bills
from services.accounts.storage.instructions import queries as instructions
from services.accounts.storage.instructions import reading as instruction_reading
from services.accounts.storage.instructions.reading import EntryStanding
from services.accounts.storage.payment_files import reading as payment_files
from services.accounts.storage.reconsideration import reading as reconsiderations
from services.accounts.storage.reliquidations import queries as reliquidations
from services.accounts.storage.reliquidations import refunds
from services.accounts.storage.reliquidations.queries import LiquidatedEntry
from services.accounts.storage.reports import versions
from services.accounts.storage.rows import AnyRow
from services.accounts.storage.termination import queries as termination
from services.accounts.storage.vault import Vault
from shared.database import Database
from shared.graphql import Context, batch_loader


@dataclass(frozen=True, slots=True)
class Loaders:
    """Everything by its key."""

    order: DataLoader[str, AnyRow | None]
    balances: DataLoader[str, Mapping[Account, int] | None]
    balance_as_of: DataLoader[AsOf, int | None]
    entry: DataLoader[str, AnyRow | None]
    deposits: DataLoader[str, list[AnyRow] | None]
    liquidations: DataLoader[str, list[AnyRow] | None]
    collections: DataLoader[str, list[AnyRow] | None]
    distribution: DataLoader[UUID, AnyRow | None]
    claims_version: DataLoader[tuple[str, int], int | None]
    hold: DataLoader[UUID, AnyRow | None]
    general_hold: DataLoader[UUID, AnyRow | None]
    hold_lines: DataLoader[UUID, list[AnyRow] | None]
    rerun: DataLoader[UUID, AnyRow | None]
    closing: DataLoader[int, AnyRow | None]
    report: DataLoader[tuple[int, int | None], AnyRow | None]
    report_lines: DataLoader[tuple[int, int], list[Disbursement] | None]
    report_policy: ReportPolicy
    reconsideration: DataLoader[UUID, AnyRow | None]
    payment_file: DataLoader[UUID, AnyRow | None]
    payment_files_accepted: DataLoader[UUID, AnyRow | None]
    payee: DataLoader[str, AnyRow | None]
    standings: DataLoader[str, list[LiquidatedEntry] | None]
    reliquidations: DataLoader[str, list[AnyRow] | None]
    refunds: DataLoader[str, list[AnyRow] | None]
    refund: DataLoader[UUID, AnyRow | None]
    legal_action: DataLoader[UUID, AnyRow | None]
    uncollectible_bill: DataLoader[UUID, AnyRow | None]
    final_notices: DataLoader[str, list[AnyRow] | None]
    sweeps: DataLoader[str, list[AnyRow] | None]
    sweep: DataLoader[UUID, AnyRow | None]
    refund_interest_source: InterestSource
    bill: DataLoader[UUID, AnyRow | None]
    bill_charges: DataLoader[UUID, list[AnyRow] | None]
    bill_payments: DataLoader[UUID, list[AnyRow] | None]
    bill_write_offs: DataLoader[UUID, list[AnyRow] | None]
    determination: DataLoader[UUID, AnyRow | None]
    determination_shares: DataLoader[UUID, list[AnyRow] | None]
    bill_policy: BillPolicy
    instruction: DataLoader[UUID, AnyRow | None]
    suspensions: DataLoader[str, list[AnyRow] | None]
    entry_standings: DataLoader[str, list[EntryStanding] | None]
    settlements: DataLoader[str, list[AnyRow] | None]
    vault: Vault
    debtor: Debtor
    reconsideration_address: str
    shared_expenditure_guard: bool


def make_loaders(
    database: Database,
    *,
    report_policy: ReportPolicy,
    refund_interest_source: InterestSource,
    vault: Vault,
    debtor: Debtor,
    bill_policy: BillPolicy,
    reconsideration_address: str,
    shared_expenditure_guard: bool,
) -> Loaders:
    """Fresh loaders for one request."""
    return Loaders(
        order=batch_loader(database, reading.orders_by_case),
        balances=batch_loader(database, books.balances_of),
        balance_as_of=batch_loader(database, balances_as_of),
        entry=batch_loader(database, entries.entries_by_number),
        deposits=batch_loader(database, entries.deposits_by_entry),
        liquidations=batch_loader(database, entries.liquidations_by_entry),
        collections=batch_loader(database, entries.collections_by_entry),
        distribution=batch_loader(database, reading.distributions_by_id),
        claims_version=batch_loader(database, claims.list_versions),
        hold=batch_loader(database, reading.holds_by_id),
        general_hold=batch_loader(database, holds.holds_by_id),
        hold_lines=batch_loader(database, holds.lines_by_hold),
        rerun=batch_loader(database, reruns.reruns_by_id),
        closing=batch_loader(database, reading.fiscal_years_closed),
        report=batch_loader(database, versions.reports),
        report_lines=batch_loader(database, versions.lines),
        report_policy=report_policy,
        reconsideration=batch_loader(database, reconsiderations.requests_by_id),
        payment_file=batch_loader(database, payment_files.files_by_id),
        payment_files_accepted=batch_loader(database, payment_files.files_accepted),
        payee=batch_loader(database, payment_files.payees_by_producer),
        standings=batch_loader(database, reliquidations.standings_by_entry),
        reliquidations=batch_loader(database, reliquidations.by_entry),
        refunds=batch_loader(database, refunds.by_entry),
        refund=batch_loader(database, refunds.by_id),
        legal_action=batch_loader(database, termination.actions_by_id),
        uncollectible_bill=batch_loader(database, termination.uncollectible_by_id),
        final_notices=batch_loader(database, termination.notices_by_case),
        sweeps=batch_loader(database, termination.sweeps_by_case),
        sweep=batch_loader(database, termination.sweeps_by_id),
        refund_interest_source=refund_interest_source,
        bill=batch_loader(database, bills.by_id),
        bill_charges=batch_loader(database, bills.charges_by_bill),
        bill_payments=batch_loader(database, bills.payments_by_bill),
        bill_write_offs=batch_loader(database, bills.write_offs_by_bill),
        determination=batch_loader(database, bills.determinations_by_id),
        determination_shares=batch_loader(database, bills.shares_by_determination),
        bill_policy=bill_policy,
        instruction=batch_loader(database, instructions.instructions_by_id),
        suspensions=batch_loader(database, instructions.suspensions_by_case),
        entry_standings=batch_loader(database, instruction_reading.standings_by_entry),
        settlements=batch_loader(database, instruction_reading.settlements_by_entry),
        vault=vault,
        debtor=debtor,
        reconsideration_address=reconsideration_address,
        shared_expenditure_guard=shared_expenditure_guard,
    )


Info = strawberry.Info[Context[Loaders], None]
