"""The demonstration runs every published record that names payees and amounts or a pool, and labels what is made up."""

import json
from importlib.resources import files

import pytest

from deploy.demo.claims import History, certification
from deploy.demo.entries import entries_of
from deploy.demo.plan import ORDERS, PublishedYear, published_years
from shared.money import largest_remainder, parse_money

YEARS = published_years()


def test_every_record_with_payees_or_a_pool_is_run() -> None:
    records = json.loads(files("deploy.demo").joinpath("data/real_distributions.json").read_text())
    told = [
        record
        for record in records
        if record["claims"] or record["available_cents"] or record.get("paid_total_cents") or record.get("aggregate")
    ]
    assert len(YEARS) == len(told)
    assert [year.fiscal_year for year in YEARS] == sorted(record["fiscal_year"] for record in told)


@pytest.mark.parametrize("year", YEARS, ids=lambda year: f"FY{year.fiscal_year} {year.title[:20]}")
def test_the_pools_of_a_record_add_up_to_what_was_published(year: PublishedYear) -> None:
    pool = sum(run.pool_cents for run in year.runs)
    if year.published_available_cents is not None:
        assert pool == year.published_available_cents
    else:
        named = sum(payee.published_cents or 0 for run in year.runs for payee in run.payees)
        paid = max(year.published_paid_cents or 0, named)
        assert pool == paid + (year.published_withheld_cents or 0)


@pytest.mark.parametrize("year", YEARS, ids=lambda year: f"FY{year.fiscal_year} {year.title[:20]}")
def test_what_was_not_published_is_labelled(year: PublishedYear) -> None:
    assert any("claims" in label for label in year.made_up)
    if any(payee.is_stand_in for run in year.runs for payee in run.payees):
        assert any("stand-in" in label for label in year.made_up)
    assert year.source


@pytest.mark.parametrize("year", YEARS, ids=lambda year: f"FY{year.fiscal_year} {year.title[:20]}")
def test_entries_transfer_exactly_the_pool(year: PublishedYear) -> None:
    for run in year.runs:
        entries = entries_of(run, year.fiscal_year)
        assert sum(min(entry.deposited_cents, entry.assessed_cents) for entry in entries) == run.pool_cents
        assert all(ORDERS[run.case_number].issued_on < entry.filed_on for entry in entries)


def test_entry_numbers_are_unique_over_the_whole_run() -> None:
    numbers = [entry.number for year in YEARS for run in year.runs for entry in entries_of(run, year.fiscal_year)]
    assert len(numbers) == len(set(numbers))


def test_claims_stay_in_proportion_and_totals_never_fall() -> None:
    history = History()
    totals: dict[tuple[str, str], int] = {}
    for year in YEARS:
        for run in year.runs:
            claims = history.claims(run.case_number, run.payees)
            weights = {claim.payee.name: claim.payee.weight_cents for claim in claims}
            nets = {claim.payee.name: claim.net_cents for claim in claims}
            assert largest_remainder(run.pool_cents, nets) == largest_remainder(run.pool_cents, weights)
            assert sum(nets.values()) > run.pool_cents
            for claim in claims:
                assert claim.total_cents >= totals.get((run.case_number, claim.payee.name), 0)
                totals[run.case_number, claim.payee.name] = claim.total_cents
                history.paid(
                    run.case_number, claim.payee.name, largest_remainder(run.pool_cents, nets)[claim.payee.name]
                )


def test_cert_06_a_certification_adds_up() -> None:
    run = YEARS[0].runs[0]
    claim = History().claims(run.case_number, run.payees)[0]
    day = ORDERS[run.case_number].issued_on
    filed = certification(
        claim, ORDERS[run.case_number], notice_id="n", published_on=day, producer_id="p", signed_on=day
    )
    assert sum(parse_money(line["amount"]) for line in filed["expenditures"]) == claim.total_cents
    assert parse_money(filed["totalExpenditures"]) - parse_money(filed["priorDistributions"]) == claim.net_cents
