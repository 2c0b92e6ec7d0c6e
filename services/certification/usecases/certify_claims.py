"""Certify the complete list of claims of an order's year."""

from dataclasses import dataclass
from datetime import date

from services.certification.domain.states import OPEN
from services.certification.storage.queries import claims, notices
from services.certification.storage.queries.claims import ClaimRow
from services.certification.usecases.assess_risk import assess_order_year, holds, standing_flags
from services.certification.usecases.claims import OrderYear, publish_claims
from services.certification.usecases.lapse_overdue import lapse_order_year
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import NotFound
from shared.refusals import Refusal, Refused, refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class CertifyClaims:
    """The order and the fiscal year whose claims are complete."""

    case_number: str
    fiscal_year: int


async def certify_claims(tx: Transaction, command: CertifyClaims) -> dict[str, JSON]:
    """Close the year for an order: lapse overdue corrections, see that nothing is open, publish the list.

    The list is published once; certifying an unchanged list again gives the same version, a changed one a new version.

    Raises:
        NotFound: no published notice names the order for the year.
        Refused: the filing window is open; all at once, every certification not in a final state and every HIGH flag
            that nobody cleared, and every claim held back for its verification; or a changed list is frozen.

    Source:
        DIST-09 (1), VERI-01; 19 CFR 159.63(a), (c).
    """
    found = await notices.lock_order_year(tx.connection, command.case_number, command.fiscal_year)
    if found is None:
        raise NotFound("no published notice names this order for the year", field="caseNumber")
    notice, _ = found
    if tx.today <= notice.close_on:
        raise Refused([_window_open(notice.close_on)])
    await lapse_order_year(tx, command.case_number, command.fiscal_year, tx.today)
    await assess_order_year(tx, command.case_number, command.fiscal_year)
    rows = await claims.claims_of_order_year(tx.connection, command.case_number, command.fiscal_year)
    refuse_if_any(
        [
            *(_still_open(row) for row in rows if row.state in OPEN),
            *await standing_flags(tx, command.case_number, command.fiscal_year),
            *await holds(tx, command.case_number, command.fiscal_year),
        ]
    )
    version = await publish_claims(tx, OrderYear(case_number=command.case_number, notice=notice), rows)
    return {"version": version}


def _window_open(close_on: date) -> Refusal:
    return Refusal(
        code="WINDOW_OPEN",
        rule="CERT-02",
        citation="19 CFR 159.63(a)",
        message=f"Certifications may be received through {close_on.isoformat()}.",
        field="caseNumber",
    )


def _still_open(row: ClaimRow) -> Refusal:
    return Refusal(
        code="CERTIFICATION_OPEN",
        rule="DIST-09",
        citation="19 CFR 159.63(c)",
        message=f"Certification {row.certification_number} is {row.state}; it needs a final decision.",
        field="caseNumber",
    )
