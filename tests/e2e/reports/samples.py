"""Reports of years that no other test uses, kept by the accounts' own storage in its database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, date, datetime
from typing import Any, Final

import sqlalchemy as sa

from services.accounts.domain.reports.content import CaseAmount, CaseTotal, Content
from services.accounts.storage.reports import versions
from services.accounts.storage.reports.tables import report_disbursements
from shared.database import Database

SMALL: Final = 2101
LARGE: Final = 2102
LARGE_CLAIMANTS: Final = 1_200


async def keep_samples(database_url: str) -> None:
    """A small year in two versions, and a large one."""
    database = Database(database_url, application_name="test", pool_size=1)
    try:
        await _keep(database, SMALL, 1, [_case(0, 3), _deficit(1)], _lines(SMALL, 1, 0, 3))
        await _keep(database, SMALL, 2, [_case(0, 3, more=500_00), _deficit(1)], _lines(SMALL, 2, 0, 3, more=500_00))
        cases = [_case(number, LARGE_CLAIMANTS if number == 0 else 4) for number in range(30)]
        lines = [
            line for number in range(30) for line in _lines(LARGE, 1, number, LARGE_CLAIMANTS if number == 0 else 4)
        ]
        await _keep(database, LARGE, 1, cases, lines)
    finally:
        await database.close()


def case_number(number: int) -> str:
    return f"A-990-{801 + number}"


def _name(number: int) -> str:
    return f"Alpha goods of kind {number}, whether or not assembled, from a country with a long name"


def _paid(place: int) -> int:
    return 1_000_00 + place * 37_11


def _case(number: int, claimants: int, more: int = 0) -> CaseTotal:
    paid = sum(_paid(place) for place in range(claimants)) + more
    return CaseTotal(
        case_number=case_number(number),
        case_name=_name(number),
        claimants=claimants,
        claimed_cents=claimants * 12_345_678_90 * (number + 1),
        available_cents=paid + 12_00,
        disbursed_cents=paid,
        withheld_cents=0,
        sequestered_cents=0,
        carried_forward_cents=12_00,
    )


def _deficit(number: int) -> CaseTotal:
    return CaseTotal(
        case_number=case_number(number),
        case_name=_name(number),
        claimants=0,
        claimed_cents=0,
        available_cents=None,
        disbursed_cents=-4_321_09,
        withheld_cents=0,
        sequestered_cents=0,
        carried_forward_cents=None,
    )


def _lines(year: int, version: int, number: int, claimants: int, more: int = 0) -> list[dict[str, Any]]:
    return [
        {
            "fiscal_year": year,
            "version": version,
            "case_number": case_number(number),
            "certification_number": f"{year}{place:06}",
            "claimant_name": f"Claimant {chr(65 + place * 7 % 26)}{place} <Works> & Sons",
            "claimed_cents": 12_345_678_90 * (number + 1),
            "allocation_millionths": 100_000_000 // claimants,
            "disbursed_cents": _paid(place) + (more if place == 0 else 0),
            "withheld_cents": 0,
        }
        for place in range(claimants)
    ]


def _amounts(cases: Sequence[CaseTotal], unit: int) -> tuple[CaseAmount, ...]:
    return tuple(
        CaseAmount(
            case_number=case.case_number,
            case_name=case.case_name,
            count=place + 1,
            amount_cents=unit * (place + 1) * (-1 if unit < 0 and place % 2 else 1),
        )
        for place, case in enumerate(cases)
    )


async def _keep(
    database: Database, year: int, version: int, cases: Sequence[CaseTotal], lines: Sequence[dict[str, Any]]
) -> None:
    content = Content(
        case_totals=tuple(cases),
        uncollected=_amounts(cases, 11_857_20),
        clearing_balances=_amounts(cases, 930_112_44),
        reliquidations=_amounts(cases, -77_05),
    )
    async with database.writing() as connection:
        await connection.execute(sa.insert(report_disbursements), list(lines))
        await versions.add(
            connection,
            fiscal_year=year,
            version=version,
            as_of=date(year, 12, version),
            initiatives="Entries are liquidated within a week of their instructions.\n\nBills are sent at once.",
            content=asdict(content),
            issued_by="test",
            issued_at=datetime(year, 12, version, 15, tzinfo=UTC),
        )
