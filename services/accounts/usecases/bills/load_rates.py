"""Load interest rates from the table Customs publishes (BILL-04)."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from services.accounts.domain.bills.rates import Rate, continue_table, faults
from services.accounts.storage.bills import rates
from shared.database import Transaction
from shared.errors import BadInput

_COLUMNS = (
    "begin_date",
    "end_date",
    "underpayment_pct",
    "overpayment_pct",
    "corporate_overpayment_pct",
    "source",
    "verified",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class RatesLoaded:
    """What a load did: rows added, rows refused with their reason."""

    added: int
    refused: tuple[str, ...]


async def load_rates(tx: Transaction, lines: Iterable[str]) -> RatesLoaded:
    """Append the rates of a CSV table that are verified and not in force yet.

    Rows that are not verified are refused, each by name; the verified ones must stand without gap or overlap, in whole
    calendar quarters, agree with what is in force and continue it. A repeat adds nothing.

    Raises:
        BadInput: the table cannot be read, or its verified rows have a fault; nothing is loaded then.

    Source: BILL-04; 26 USC 6621.
    """
    rows = _read(lines)
    verified = [_rate(row) for row in rows if row["verified"].strip() == "yes"]
    refused = tuple(
        f"{row['begin_date']}: not verified ({row['source']})" for row in rows if row["verified"].strip() != "yes"
    )
    problems = faults(verified)
    if not problems:
        await rates.lock_table(tx.connection)
        added, problems = continue_table(await rates.all_rates(tx.connection), verified)
    if problems:
        raise BadInput("; ".join(problems))
    await rates.add(tx.connection, added, at=tx.now, by=tx.cause.actor)
    if added:
        tx.audit("load_rates", "interest-rates", after={"rows": len(added), "through": added[-1].end_on.isoformat()})
    return RatesLoaded(added=len(added), refused=refused)


def _read(lines: Iterable[str]) -> list[Mapping[str, str]]:
    reader = csv.DictReader(lines)
    if reader.fieldnames is None or tuple(reader.fieldnames) != _COLUMNS:
        raise BadInput(f"the columns must be {', '.join(_COLUMNS)}")
    return [{name: value or "" for name, value in row.items() if name is not None} for row in reader]


def _rate(row: Mapping[str, str]) -> Rate:
    try:
        corporate = row["corporate_overpayment_pct"].strip()
        return Rate(
            begin_on=date.fromisoformat(row["begin_date"]),
            end_on=date.fromisoformat(row["end_date"]),
            underpayment_percent=_percent(row["underpayment_pct"]),
            overpayment_percent=_percent(row["overpayment_pct"]),
            corporate_percent=_percent(corporate) if corporate else None,
            source=row["source"],
        )
    except (ValueError, InvalidOperation):
        raise BadInput(f"row of {row['begin_date']!r} has no readable days or percentages") from None


def _percent(text: str) -> Decimal:
    figure = Decimal(text)
    if not figure.is_finite():
        raise ValueError(text)
    return figure
