"""The database computes what the rules compute, to the cent and to the hash (DIST-03 to DIST-05, DIST-07, DIST-09)."""

from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.accounts.domain.distribution import UNSHARED, Claim, Funds, Part, allocate, net_claims
from services.accounts.domain.frozen_hash import input_hash, input_header, result_hash
from services.accounts.domain.vintage import Lot, use_first_in_first_out
from services.accounts.storage import distribution_runs
from tests.conftest import FreshDatabase

# Products of claim and pool far beyond 64 bits; ties; claims of nothing; names that look like separators.
CENTS = st.one_of(st.integers(0, 3), st.integers(0, 10**12), st.integers(0, 2 * 10**17))
NAMES = st.text(st.sampled_from("aé,:-\n'\\\"\u2028"), min_size=1, max_size=6)


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """Up to a dozen claims, some not accepted, some with parts."""
    numbers = draw(st.lists(st.text("0129AZaz-", min_size=1, max_size=6), max_size=12, unique=True))
    found = []
    for number in numbers:
        accepted = draw(st.booleans())
        nets = draw(st.lists(CENTS, min_size=1, max_size=3)) if accepted else [0]
        parts = [Part(group_id=group, net_cents=net) for group, net in zip((UNSHARED, "g", "h"), nets, strict=False)]
        found.append(
            Claim(
                certification_number=number,
                claimant_name=draw(NAMES),
                lineage_id=draw(NAMES),
                producer_id=draw(NAMES),
                accepted=accepted,
                reason_code=None if accepted else draw(NAMES),
                claimed_cents=draw(CENTS),
                net_cents=sum(nets),
                reduced_cents=draw(st.integers(0, 5)) if accepted else 0,
                parts=tuple(parts) if len(parts) > 1 else (),
            )
        )
    return found


@pytest.fixture(scope="module")
def url(module_database: FreshDatabase) -> str:
    """A database of the accounts for the whole module; each example leaves nothing behind."""
    return module_database("accounts")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=claims(), balance=st.one_of(st.integers(-5, 5), st.integers(-(10**17), 4 * 10**17)))
def test_dist_05_shares_and_hashes_are_the_same_in_the_database(url: str, found: list[Claim], balance: int) -> None:
    money = Funds(balance_cents=balance, reserve_cents=0, hold_back_cents=0, sequester_cents=0)
    allocation = allocate(balance, net_claims(found))
    distribution_id = uuid4()
    with psycopg.connect(url) as connection:
        _store(connection, distribution_id, found)
        run = {"ids": [distribution_id], "available": [balance]}
        connection.execute(_named(distribution_runs.RECOMPUTE), run)
        stored = connection.execute(
            "SELECT certification_number, share_cents FROM distribution_shares WHERE distribution_id = %s AND accepted",
            [distribution_id],
        ).fetchall()
        headers = [input_header("A-990-801", 2005, money)]
        sealed = connection.execute(_named(distribution_runs.CHECK), {**run, "headers": headers}).fetchall()
        connection.rollback()
    assert dict(stored) == dict(allocation.shares_cents)
    ((_, stored_input, stored_result, agree),) = sealed
    assert agree
    assert stored_input == input_hash("A-990-801", 2005, money, found)
    assert stored_result == result_hash(allocation)


def _named(statement: str) -> str:
    """The statement as psycopg binds it."""
    for name, kind in (("ids", "uuid[]"), ("available", "bigint[]"), ("headers", "text[]")):
        statement = statement.replace(f":{name}", f"%({name})s::{kind}")
    return statement


def _store(connection: psycopg.Connection[tuple[object, ...]], distribution_id: UUID, found: list[Claim]) -> None:
    connection.execute(
        "INSERT INTO distributions (id, case_number, fiscal_year, notice_id, due_on, work_by)"
        " VALUES (%s, 'A-990-801', 2005, 'notice', '2005-11-29', '2005-11-29')",
        [distribution_id],
    )
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO distribution_shares (distribution_id, certification_number, claimant_name, lineage_id,"
            " producer_id, accepted, reason_code, claimed_cents, net_cents, reduced_cents)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    distribution_id,
                    claim.certification_number,
                    claim.claimant_name,
                    claim.lineage_id,
                    claim.producer_id,
                    claim.accepted,
                    claim.reason_code,
                    claim.claimed_cents,
                    claim.net_cents,
                    claim.reduced_cents,
                )
                for claim in found
            ],
        )
        cursor.executemany(
            "INSERT INTO distribution_parts VALUES (%s, %s, %s, %s, %s)",
            [
                (distribution_id, claim.certification_number, part.group_id, part.net_cents, part.reduced_cents)
                for claim in found
                for part in claim.parts
            ],
        )


@given(
    st.lists(st.tuples(st.dates(date(2005, 1, 1), date(2005, 1, 5)), st.integers(1, 50)), max_size=8),
    st.integers(0, 300),
)
def test_acct_16_first_in_first_out_by_running_sums_is_the_rule(receipts: list[tuple[date, int]], need: int) -> None:
    lots = [Lot(posted_on=day, posting_number=n, left_cents=cents) for n, (day, cents) in enumerate(receipts)]
    before, by_sums = 0, {}
    for lot in sorted(lots):
        if before < need:
            by_sums[lot.posting_number] = min(lot.left_cents, need - before)
        before += lot.left_cents
    assert {use.posting_number: use.amount_cents for use in use_first_in_first_out(lots, need)} == by_sums
