"""What time does, and does not do, to an account (ACCT-06, DIST-14, DIST-15)."""

from datetime import date
from functools import partial

import pytest

from services.accounts.app import define
from services.accounts.domain.ledger import Account
from services.accounts.domain.reliquidation import Cause
from services.accounts.settings import AccountsSettings
from services.accounts.usecases.reliquidations.record import (
    RecordReliquidations,
    Reliquidation,
    record_reliquidations,
)
from shared.settings import load_settings
from tests.conftest import FreshSettings
from tests.integration.accounts.conftest import (
    CASE,
    Desk,
    a_claim,
    a_liquidation,
    claims_certified,
    notice_published,
)

opened = partial(notice_published, CASE)


async def test_acct_06_no_account_earns_interest_however_long_its_money_lies(
    desk: Desk, fresh_settings: FreshSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.fund(1_000_000_00)
    await desk.deposit("E9", 500_000_00)
    before = await desk.balances()
    for name, value in (fresh_settings("accounts") | {"OIDC_ISSUER": "http://issuer.invalid"}).items():
        monkeypatch.setenv(name, value)
    settings = load_settings(AccountsSettings)
    for year in (2006, 2007, 2015):
        desk.on(date(year, 9, 30))
        for job in define(settings).jobs:
            await job.run(desk.uow)
    assert await desk.balances() == before
    await desk.verified()


async def test_dist_14_an_importers_refund_comes_before_everybodys_share(desk: Desk) -> None:
    await desk.fund(100_00)
    await desk.deposit("E1", 40_00)
    await desk.liquidate(a_liquidation("E1", 40_00))
    refund = Reliquidation(
        entry_number="E1",
        case_number=CASE,
        cause=Cause.VOLUNTARY,
        reliquidated_on=date(2005, 4, 1),
        assessed_cents=0,
        interest_cents=0,
    )
    await desk.done(record_reliquidations, RecordReliquidations(reliquidations=(refund,)))
    await desk.receive("notice.published", opened())
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 500_00)))
    await desk.close(2005)
    assert (await desk.distribution(await desk.distribute())).available_cents == 100_00


async def test_dist_15_money_found_after_the_year_waits_for_the_next_cycle(desk: Desk) -> None:
    await desk.fund(100_00)
    await desk.receive("notice.published", opened())
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 500_00)))
    await desk.close(2005)
    await desk.fund(70_00, on=date(2005, 10, 3))
    paid = await desk.distribution(await desk.distribute())
    assert (paid.available_cents, paid.carry_forward_cents) == (100_00, 0)
    assert (await desk.balances())[Account.SPECIAL] == 70_00
    desk.on(date(2006, 11, 1))
    await desk.receive("notice.published", opened(fiscal_year=2006))
    await desk.receive("claims.certified", claims_certified(a_claim("0001", "Alpha", 400_00), fiscal_year=2006))
    await desk.close(2006)
    later = await desk.distribution(await desk.distribute(year=2006))
    assert later.available_cents == 70_00
