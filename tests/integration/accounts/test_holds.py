"""Holds of every scope, sequestration, and their release, on a real database (ACCT-17, ACCT-18)."""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.accounts.domain.holds import Outcome, Scope
from services.accounts.domain.ledger import Account
from services.accounts.domain.sequester import ReleasePolicy
from services.accounts.storage.hold_tables import holds
from services.accounts.storage.tables import litigation_holds
from services.accounts.usecases.holds.place import HeldClaim, PlaceHold, place_hold
from services.accounts.usecases.holds.release import ReleaseHold, ReleaseSequester, release_hold, release_sequester
from services.accounts.usecases.holds.set_sequester_rate import SetSequesterRate, set_sequester_rate
from shared.errors import BadInput, NotFound
from tests.integration.accounts.conftest import CASE, Desk, a_claim, claims_certified, notice_published

OTHER = "A-990-802"


async def ready(desk: Desk, cents: int, *claims: dict[str, Any], case_number: str = CASE) -> None:
    """An order's FY2005 noticed, funded and certified."""
    if case_number != CASE:
        await desk.open(case_number)
    await desk.receive("notice.published", notice_published(case_number))
    await desk.fund(cents, case_number=case_number)
    await desk.receive("claims.certified", claims_certified(*claims, case_number=case_number))


async def hold(desk: Desk, scope: Scope, *claims: tuple[str, str], **other: Any) -> UUID:
    """Place a hold as the preparer."""
    if scope in (Scope.CASE, Scope.PERCENTAGE):
        other = {"case_number": CASE, "fiscal_year": 2005, **other}
    command = PlaceHold(
        scope=scope,
        legal_basis="order of the court",
        court_reference=None if scope is Scope.PERCENTAGE else "Court No. 05-00001",
        claims=tuple(
            HeldClaim(case_number=case, fiscal_year=2005, certification_number=number) for case, number in claims
        ),
        **other,
    )
    return UUID((await desk.done(place_hold, command, actor="preparer"))["hold_id"])


def released(hold_id: UUID, outcome: Outcome) -> ReleaseHold:
    return ReleaseHold(hold_id=hold_id, outcome=outcome, release_basis="judgment")


async def paid(desk: Desk, kind: str) -> list[tuple[str, int]]:
    """Certification and cents of the payments of a kind, in the order they were made."""
    async with desk.database.reading() as connection:
        rows = await connection.execute(
            sa.text("SELECT certification_number, amount_cents FROM payments WHERE kind = :kind ORDER BY id"),
            {"kind": kind},
        )
        return [(row.certification_number, row.amount_cents) for row in rows]


async def sequester(desk: Desk, rate: str, release: ReleasePolicy = ReleasePolicy.RELEASE_SUPPLEMENTAL) -> None:
    """Set FY2005's rate."""
    command = SetSequesterRate(fiscal_year=2005, rate_percent=Decimal(rate), release=release, legal_basis="budget law")
    await desk.done(set_sequester_rate, command)


async def test_acct_17_worked_example_is_withheld_and_paid_as_a_supplement(desk: Desk) -> None:
    await sequester(desk, "9.9")
    await sequester(desk, "7.2")
    claims = (a_claim("0001", "Alpha", 1_000_000_00), a_claim("0002", "Beta", 1_500_000_00))
    await ready(desk, 1_234_567_89, *claims)
    await desk.close(2005)
    distribution_id = await desk.distribute()
    row = await desk.distribution(distribution_id)
    assert (row.sequester_cents, row.available_cents) == (88_888_89, 1_145_679_00)
    assert await desk.balances() == {
        Account.CASH: -1_234_567_89,
        Account.SEQUESTER: 88_888_89,
        Account.PRODUCER_PAYABLE: 1_145_679_00,
    }
    assert await paid(desk, "DISTRIBUTION") == [("0001", 458_271_60), ("0002", 687_407_40)]
    (applied,) = await desk.events("sequester.applied")
    assert (applied["rate_percent"], applied["amount_cents"]) == ("7.2000", 88_888_89)
    await desk.verified()

    desk.on(date(2006, 11, 1))
    command = ReleaseSequester(fiscal_year=2005, release_basis="budget law lifted")
    result = await desk.run(release_sequester, command, actor="preparer")
    assert [refusal.code for refusal in result.refusals] == ["SAME_PERSON"]
    await desk.done(release_sequester, command, actor="approver")
    assert await paid(desk, "SUPPLEMENT") == [("0001", 35_555_56), ("0002", 53_333_33)]
    assert await desk.balances() == {Account.CASH: -1_234_567_89, Account.PRODUCER_PAYABLE: 1_234_567_89}
    assert [one["kind"] for one in (await desk.events("payment.issued"))[2:]] == ["SUPPLEMENT", "SUPPLEMENT"]
    (told,) = await desk.events("sequester.released")
    assert (told["paid_cents"], told["returned_cents"]) == (88_888_89, 0)
    with pytest.raises(NotFound):
        await desk.run(release_sequester, command, actor="approver")
    await desk.verified()


async def test_acct_17_a_supplement_goes_to_nobody_beyond_its_claim_the_rest_back_to_the_account(desk: Desk) -> None:
    await sequester(desk, "10")
    await ready(desk, 100_00, a_claim("0001", "Alpha", 60_00), a_claim("0002", "Beta", 35_00))
    await desk.close(2005)
    await desk.distribute()
    await desk.done(release_sequester, ReleaseSequester(fiscal_year=2005, release_basis="lifted"), actor="approver")
    assert sum(cents for _, cents in await paid(desk, "SUPPLEMENT")) == 5_00
    assert (await desk.balances())[Account.SPECIAL] == 5_00
    await desk.verified()


async def test_acct_17_released_in_the_same_distribution_nothing_is_withheld(desk: Desk) -> None:
    await sequester(desk, "7.3", ReleasePolicy.RELEASE_SAME_DISTRIBUTION)
    await ready(desk, 100_00, a_claim("0001", "Alpha", 500_00))
    await desk.close(2005)
    row = await desk.distribution(await desk.distribute())
    assert (row.sequester_cents, row.available_cents) == (0, 100_00)


async def test_acct_17_a_percentage_hold_on_one_order_is_taken_off_its_gross_and_given_back_when_lost(
    desk: Desk,
) -> None:
    await ready(desk, 100_00, a_claim("0001", "Alpha", 500_00))
    await desk.close(2005)
    hold_id = await hold(desk, Scope.PERCENTAGE, rate_percent=Decimal("25"))
    row = await desk.distribution(await desk.distribute())
    assert (row.sequester_cents, row.available_cents) == (25_00, 75_00)
    await desk.done(release_hold, released(hold_id, Outcome.LOST), actor="approver")
    assert (await desk.balances())[Account.SPECIAL] == 25_00
    assert await paid(desk, "SUPPLEMENT") == []
    await desk.verified()


async def test_acct_18_a_case_hold_withholds_every_share_and_pays_them_when_won(desk: Desk) -> None:
    await ready(desk, 90_00, a_claim("0001", "Alpha", 100_00), a_claim("0002", "Beta", 200_00))
    await desk.close(2005)
    hold_id = await hold(desk, Scope.CASE)
    await desk.distribute()
    assert await paid(desk, "DISTRIBUTION") == []
    assert (await desk.balances())[Account.LITIGATION_HOLD] == 90_00
    assert len(await desk.events("share.withheld")) == 2
    await desk.done(release_hold, released(hold_id, Outcome.WON), actor="approver")
    assert await paid(desk, "HOLD_RELEASE") == [("0001", 30_00), ("0002", 60_00)]
    assert await desk.events("hold.lost") == []
    assert await desk.rows(holds, "outcome", "release_basis", "released_by") == [("WON", "judgment", "approver")]
    again = released(hold_id, Outcome.WON)
    assert await desk.refused(release_hold, again, actor="approver") == {"holdId": "ILLEGAL_TRANSITION"}
    await desk.verified()


async def test_acct_18_a_court_matter_holds_claims_of_several_orders_and_is_released_whole(desk: Desk) -> None:
    await ready(desk, 100_00, a_claim("0001", "Alpha", 100_00), a_claim("0002", "Beta", 100_00))
    await ready(desk, 50_00, a_claim("0011", "Alpha", 100_00), a_claim("0012", "Beta", 100_00), case_number=OTHER)
    await desk.close(2005)
    hold_id = await hold(desk, Scope.COURT_MATTER, (CASE, "0001"), (OTHER, "0011"))
    for case in (CASE, OTHER):
        await desk.distribute(case)
    assert (await desk.balances())[Account.LITIGATION_HOLD] == 50_00
    await desk.done(release_hold, released(hold_id, Outcome.LOST), actor="approver")
    assert await paid(desk, "HOLD_RELEASE") == [("0002", 50_00), ("0012", 25_00)]
    lost = await desk.events("hold.lost")
    assert [(one["case_number"], one["certification_number"], one["amount_cents"]) for one in lost] == [
        (CASE, "0001", 50_00),
        (OTHER, "0011", 25_00),
    ]
    assert Account.LITIGATION_HOLD not in await desk.balances()
    await desk.verified()


async def test_acct_18_what_a_lost_hold_gives_one_that_is_held_itself_stays_withheld(desk: Desk) -> None:
    claims = [a_claim(f"000{n}", name, 100_00) for n, name in enumerate(("Alpha", "Beta", "Gamma"), start=1)]
    await ready(desk, 150_00, *claims)
    await desk.close(2005)
    lost = await hold(desk, Scope.CLAIMANT, (CASE, "0001"))
    kept = await hold(desk, Scope.CLAIMANT, (CASE, "0002"))
    await desk.distribute()
    await desk.done(release_hold, released(lost, Outcome.LOST), actor="approver")
    assert await paid(desk, "HOLD_RELEASE") == [("0003", 25_00)]
    rows = await desk.rows(litigation_holds, "certification_number", "held_cents", "outcome")
    assert sorted(rows) == [("0001", 50_00, "LOST"), ("0002", 75_00, None)]
    await desk.done(release_hold, released(kept, Outcome.WON), actor="approver")
    assert await paid(desk, "HOLD_RELEASE") == [("0003", 25_00), ("0002", 75_00)]
    await desk.verified()


async def test_acct_18_holds_are_refused_with_every_reason(desk: Desk) -> None:
    await ready(desk, 100_00, a_claim("0001", "Alpha", 100_00))
    with pytest.raises(BadInput, match="one claim"):
        await hold(desk, Scope.CLAIMANT, (CASE, "0001"), (CASE, "0002"))
    with pytest.raises(BadInput, match="rate"):
        await hold(desk, Scope.PERCENTAGE)
    with pytest.raises(NotFound):
        await hold(desk, Scope.CLAIMANT, (CASE, "0099"))
    hold_id = await hold(desk, Scope.CLAIMANT, (CASE, "0001"))
    again = PlaceHold(
        scope=Scope.COURT_MATTER,
        legal_basis="b",
        court_reference="c",
        claims=(HeldClaim(case_number=CASE, fiscal_year=2005, certification_number="0001"),),
    )
    assert await desk.refused(place_hold, again) == {"holdId": "ALREADY_HELD"}
    assert await desk.refused(release_hold, released(hold_id, Outcome.WON), actor="preparer") == {
        "holdId": "SAME_PERSON"
    }
    await desk.close(2005)
    await desk.distribute()
    command = PlaceHold(
        scope=Scope.PERCENTAGE, legal_basis="b", case_number=CASE, fiscal_year=2005, rate_percent=Decimal(5)
    )
    assert await desk.refused(place_hold, command) == {"holdId": "ALREADY_PAID"}
