"""Set the rate of sequestration of a fiscal year (ACCT-17)."""

from dataclasses import dataclass
from decimal import Decimal

from services.accounts.domain.sequester import ReleasePolicy
from services.accounts.storage import sequester
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput


@dataclass(frozen=True, kw_only=True, slots=True)
class SetSequesterRate:
    """The percentage that budget law withholds of a fiscal year's money."""

    fiscal_year: int
    rate_percent: Decimal
    release: ReleasePolicy
    legal_basis: str


async def set_sequester_rate(tx: Transaction, command: SetSequesterRate) -> dict[str, JSON]:
    """Keep a rate; distributions of the year that are frozen from now on are computed with it.

    Earlier rates of the year stay on record. What is frozen already keeps its own: cancel and freeze anew (DIST-09).

    Raises:
        BadInput: no legal basis, or a rate outside 0 to 100 percent.

    Source: ACCT-17 (practice: 7.2 % for FY2014, 7.3 % for FY2015).
    """
    if not command.legal_basis.strip():
        raise BadInput("name the legal basis", field="legalBasis")
    if not 0 <= command.rate_percent <= 100:
        raise BadInput("the rate is 0 to 100 percent", field="ratePercent")
    rate_id = await sequester.add_rate(
        tx.connection,
        {
            "fiscal_year": command.fiscal_year,
            "rate_percent": command.rate_percent,
            "release": command.release,
            "legal_basis": command.legal_basis,
            "set_by": tx.cause.actor,
            "set_on": tx.today,
        },
    )
    tx.audit(
        "set_sequester_rate",
        f"fiscal-years/{command.fiscal_year}",
        after={"rate_percent": str(command.rate_percent), "release": command.release},
        reason=command.legal_basis,
    )
    return {"rate_id": str(rate_id), "fiscal_year": command.fiscal_year}
