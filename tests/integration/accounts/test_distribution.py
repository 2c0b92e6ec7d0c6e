"""A distribution from the notice to the payment, on a real database."""

from datetime import date

from services.accounts.domain.ledger import Account
from tests.integration.accounts.conftest import CASE, Desk, a_claim, claims_certified, notice_published


async def ready(desk: Desk, cents: int, *claims: dict[str, object]) -> None:
    """FY2005 over and closed, noticed, funded and certified."""
    await desk.receive("notice.published", notice_published(CASE))
    await desk.fund(cents)
    await desk.receive("claims.certified", claims_certified(*claims))
    await desk.close(2005)


async def test_s01_full_payment_carries_the_rest_forward(desk: Desk) -> None:
    await ready(desk, 25_000_000, a_claim("0001", "Alpha", 12_000_000), a_claim("0002", "Beta", 8_000_050))
    distribution_id = await desk.distribute()
    paid = {number: share.share_cents for number, share in (await desk.shares(distribution_id)).items()}
    assert paid == {"0001": 12_000_000, "0002": 8_000_050}
    assert (await desk.balances())[Account.SPECIAL] == 4_999_950
    assert (await desk.balances())[Account.PRODUCER_PAYABLE] == 20_000_050

    desk.on(date(2006, 6, 1))
    await desk.receive("notice.published", notice_published(CASE, fiscal_year=2006))
    await desk.fund(1_000_000, on=date(2006, 3, 1))
    await desk.receive("claims.certified", claims_certified(a_claim("0003", "Alpha", 1), fiscal_year=2006))
    desk.on(date(2006, 11, 1))
    await desk.close(2006)
    row = await desk.distribution(await desk.prepare(year=2006))
    assert row.available_cents == 5_999_950
    assert (await desk.verified()).control_total_cents == 5_999_950
