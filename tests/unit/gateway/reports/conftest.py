"""A small report: an order with three claimants, one in deficit, one not yet paid."""

from datetime import UTC, date, datetime

import pytest

from services.gateway.reports.model import CaseAmount, CaseTotal, Change, Claimant, Report, Totals, Version


def a_version(version: int = 2, *, newest: bool = True, year: int = 2009) -> Version:
    return Version(
        fiscal_year=year,
        version=version,
        as_of=date(year, 12, version),
        issued_at=datetime(year, 12, version, 15, tzinfo=UTC),
        is_newest=newest,
        orders=3,
        disbursed=100_000_00,
    )


VERSIONS = (a_version(2), a_version(1, newest=False))


def a_claimant(number: str, name: str, claimed: int, share: str, paid: int, case: str = "A-990-801") -> Claimant:
    return Claimant(
        case_number=case,
        certification_number=number,
        claimant_name=name,
        amount_claimed=claimed,
        allocation_percentage=share,
        amount_disbursed=paid,
    )


def a_case(number: str, claimed: int, disbursed: int, available: int | None, claimants: int) -> CaseTotal:
    return CaseTotal(
        case_number=number,
        case_name=f"Alpha goods <{number}>",
        claimants=claimants,
        claimed=claimed,
        available=available,
        disbursed=disbursed,
        withheld=0,
        sequestered=0,
        carried_forward=None if available is None else 0,
    )


def an_amount(number: str, count: int, cents: int) -> CaseAmount:
    return CaseAmount(case_number=number, case_name="Alpha goods", count=count, amount=cents)


@pytest.fixture
def report() -> Report:
    return Report(
        fiscal_year=2009,
        version=2,
        as_of=date(2009, 12, 2),
        issued_at=datetime(2009, 12, 2, 15, tzinfo=UTC),
        initiatives="Faster liquidation.\n\n<b>Bolder</b> bills.",
        totals=Totals(
            orders=3,
            claimants=4,
            claimed=716_666_67,
            disbursed=100_000_00,
            deficits=-4_321_09,
            withheld=0,
            uncollected=11_857_20,
            clearing=930_112_44,
            reliquidations=2,
            reliquidated=-250_00,
        ),
        case_totals=(
            a_case("A-990-801", 666_666_67, 100_000_00, 100_000_00, 3),
            a_case("A-990-802", 0, -4_321_09, -4_321_09, 0),
            a_case("A-990-803", 50_000_00, 0, None, 1),
        ),
        disbursements=(
            a_claimant("0001", "Alpha & Sons <Works>", 333_333_33, "49.999999", 50_000_00),
            a_claimant("0002", "beta", 222_222_22, "33.333333", 33_333_33),
            a_claimant("0003", "Gamma", 111_111_12, "16.666668", 16_666_67),
            a_claimant("0004", "Delta", 50_000_00, "0.000000", 0, case="A-990-803"),
        ),
        uncollected=(an_amount("A-990-801", 2, 11_857_20),),
        clearing_balances=(an_amount("A-990-801", 3, 930_112_44),),
        reliquidations=(an_amount("A-990-801", 2, -250_00),),
        changes=(
            Change(
                section="DISBURSEMENTS",
                item="AMOUNT_DISBURSED",
                case_number="A-990-801",
                claimant_name="beta",
                before=33_000_00,
                after=33_333_33,
            ),
            Change(
                section="UNCOLLECTED",
                item="UNCOLLECTED",
                case_number="A-990-801",
                claimant_name=None,
                before=None,
                after=11_857_20,
            ),
        ),
    )
