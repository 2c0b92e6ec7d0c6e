"""Random sequences of commands against a plain model of the money: nothing is lost, refusals change nothing."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest

from services.accounts.domain.ledger import Account
from services.accounts.domain.reliquidation import Cause
from services.accounts.storage.tables import collections
from services.accounts.usecases.import_entries import ImportEntries, import_entries
from services.accounts.usecases.record_collections import RecordCollections, record_collections
from services.accounts.usecases.record_liquidations import RecordLiquidations, record_liquidations
from services.accounts.usecases.reliquidations.record import record_reliquidations
from services.accounts.usecases.reverse_collection import ReverseCollection, reverse_collection
from tests.integration.accounts.conftest import (
    CASE,
    Desk,
    a_claim,
    a_liquidation,
    an_entry,
    claims_certified,
    notice_published,
)
from tests.integration.accounts.test_entries import a_collection
from tests.integration.accounts.test_reliquidations import a_batch, a_reliquidation

OTHER = "C-990-811"
STEPS = 50


@dataclass
class Model:
    """What the books should hold, US cents."""

    books: dict[str, Counter[Account]] = field(default_factory=lambda: {CASE: Counter(), OTHER: Counter()})
    on_deposit: dict[str, tuple[str, int]] = field(default_factory=dict)
    owed: dict[str, tuple[str, int]] = field(default_factory=dict)
    assessed: dict[str, int] = field(default_factory=dict)

    def move(self, case_number: str, debit: Account, credit: Account, cents: int) -> None:
        self.books[case_number][debit] -= cents
        self.books[case_number][credit] += cents


class Player:
    """Plays random commands on the accounts and on the model."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk = desk
        self.model = Model()
        self.random = random.Random(seed)  # noqa: S311
        self.day = date(2004, 10, 1)

    async def step(self, number: int) -> None:
        """One command, possible or not."""
        self.day += timedelta(days=self.random.randrange(8))
        play = self.random.choice(
            (self.deposit, self.deposit, self.liquidate, self.collect, self.reverse, self.reliquidate)
        )
        await play(number)

    async def deposit(self, number: int) -> None:
        case = self.random.choice((CASE, OTHER))
        cents = self.random.choice((0, 1, self.random.randrange(1, 10**9)))
        command = ImportEntries(entries=(an_entry(f"E{number}", cents, case, filed_on=self.day),))
        if not cents:
            await self.desk.refused(import_entries, command)
            return
        await self.desk.done(import_entries, command)
        self.model.move(case, Account.CASH, Account.CLEARING, cents)
        self.model.on_deposit[f"E{number}"] = case, cents

    async def liquidate(self, number: int) -> None:
        entry, (case, cents) = self.pick(self.model.on_deposit) or (f"none-{number}", (CASE, 0))
        assessed = self.random.choice((0, cents, cents * 2 + 2_000, cents // 2))
        row = a_liquidation(entry, assessed, case_number=case, liquidated_on=self.day)
        command = RecordLiquidations(liquidations=(row,))
        if not cents or 0 < abs(assessed - cents) < 2_000:
            await self.desk.refused(record_liquidations, command)
            return
        await self.desk.done(record_liquidations, command)
        transfer = min(assessed, cents)
        self.model.move(case, Account.CLEARING, Account.SPECIAL, transfer)
        self.model.move(case, Account.CLEARING, Account.IMPORTER_REFUNDS_PAYABLE, cents - transfer)
        del self.model.on_deposit[entry]
        self.model.owed[entry] = case, assessed - transfer
        self.model.assessed[entry] = assessed

    async def collect(self, number: int) -> None:
        entry, (case, owed) = self.pick(self.model.owed) or (f"none-{number}", (CASE, 0))
        cents = self.random.choice((owed + 1, self.random.randrange(1, owed + 1) if owed else 1))
        row = a_collection(entry, case_number=case, received_on=self.day, duty_cents=cents, delinquency_cents=7)
        command = RecordCollections(collections=(row,))
        if cents > owed:
            await self.desk.refused(record_collections, command)
            return
        await self.desk.done(record_collections, command)
        self.model.move(case, Account.CASH, Account.SPECIAL, cents)
        self.model.move(case, Account.CASH, Account.GENERAL_FUND, 7)
        self.model.owed[entry] = case, owed - cents

    async def reliquidate(self, number: int) -> None:
        entry, (case, owed) = self.pick(self.model.owed) or (f"none-{number}", (CASE, 0))
        assessed = self.random.choice((0, self.random.randrange(10**9), self.model.assessed.get(entry, 0)))
        command = a_batch(a_reliquidation(entry, assessed, case_number=case, cause=Cause.COURT, on=self.day))
        if entry not in self.model.owed:
            await self.desk.refused(record_reliquidations, command)
            return
        await self.desk.done(record_reliquidations, command)
        paid = self.model.assessed[entry] - owed
        refund = max(0, paid - assessed)
        self.model.move(case, Account.SPECIAL, Account.IMPORTER_REFUNDS_PAYABLE, refund)
        self.model.owed[entry] = case, assessed - paid + refund
        self.model.assessed[entry] = assessed

    async def reverse(self, _: int) -> None:
        rows = await self.desk.rows(
            collections, "id", "entry_number", "case_number", "duty_cents", "delinquency_cents", "reversed_on"
        )
        if not rows:
            return
        collection_id, entry, case, duty, delinquency, reversed_on = self.random.choice(sorted(rows, key=str))
        command = ReverseCollection(collection_id=collection_id, reason="check returned unpaid")
        if reversed_on is not None:
            await self.desk.refused(reverse_collection, command)
            return
        await self.desk.done(reverse_collection, command)
        self.model.move(case, Account.SPECIAL, Account.CASH, duty)
        self.model.move(case, Account.GENERAL_FUND, Account.CASH, delinquency)
        self.model.owed[entry] = case, self.model.owed[entry][1] + duty

    def pick(self, items: dict[str, tuple[str, int]]) -> tuple[str, tuple[str, int]] | None:
        return self.random.choice(sorted(items.items())) if items else None


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_whatever_is_played_the_books_hold_what_the_model_says(desk: Desk, seed: int) -> None:
    await desk.open(OTHER)
    player = Player(desk, seed)
    for number in range(STEPS):
        await player.step(number)
    for case in (CASE, OTHER):
        expected = {account: cents for account, cents in player.model.books[case].items() if cents}
        assert await desk.balances(case) == expected, f"seed {seed}"
    kept = (Account.SPECIAL, Account.CLEARING)
    held = sum(player.model.books[case][account] for case in (CASE, OTHER) for account in kept)
    assert (await desk.verified()).control_total_cents == held

    available = player.model.books[CASE][Account.SPECIAL]
    claims = [a_claim(f"{n:04}", f"Producer {n}", player.random.randrange(1, 10**9)) for n in range(25)]
    desk.on(date(2006, 11, 1))
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await desk.receive("claims.certified", claims_certified(*claims, fiscal_year=2006))
    await desk.close(2006)
    distribution_id = await desk.distribute(year=2006)
    row = await desk.distribution(distribution_id)
    assert row.available_cents == available
    paid = sum(share.share_cents for share in (await desk.shares(distribution_id)).values())
    assert paid + row.carry_forward_cents == available
    assert (await desk.verified()).control_total_cents == held - paid
