"""What is public of a certification (PUBL-01, CERT-20) and how the rest is kept back (PUBL-03)."""

import re
from datetime import date

from services.certification.domain import law
from services.certification.domain.forms import TaxIdentifier, TaxIdentifierKind
from services.certification.domain.states import State

_FORMS = {
    TaxIdentifierKind.IRS: re.compile(r"\d{2}-?\d{7}-?[0-9A-Z]{2}", re.ASCII),
    TaxIdentifierKind.EIN: re.compile(r"\d{2}-?\d{7}", re.ASCII),
    TaxIdentifierKind.SSN: re.compile(r"\d{3}-?\d{2}-?\d{4}", re.ASCII),
}
_SHOWN = 4


def tax_identifier(kind: TaxIdentifierKind | None, number: str | None) -> TaxIdentifier | None:
    """The tax number as the form keeps it.

    Args:
        kind: IRS number with suffix, employer identification number or social security number.
        number: as typed; None or blank is missing.

    Returns:
        None where the number is missing; else its last four characters and whether it has the form of its kind.

    Source:
        CERT-05 item 5, PUBL-03; 19 CFR 159.63(b)(1)(iii).
    """
    digits = (number or "").strip().replace("-", "")
    if not digits:
        return None
    well_formed = kind is not None and _FORMS[kind].fullmatch((number or "").strip()) is not None
    # A number too short to hide anything shows nothing.
    last_four = digits[-_SHOWN:] if len(digits) > 2 * _SHOWN else None
    return TaxIdentifier(kind=kind, last_four=last_four, well_formed=well_formed)


def publicly_listed(state: State, reason_code: str | None, on: date) -> bool:
    """Whether a certification stands in the public lists.

    Everyone that submitted is listed, those denied late, rejected or lapsed too; withdrawn and superseded filings are
    not, nor those rejected because they claimed confidentiality, unless the policy says so.

    Source:
        CERT-20, REPT-02; 19 CFR 159.64(g)(1).
    """
    if state in {State.WITHDRAWN, State.SUPERSEDED}:
        return False
    return reason_code != "CONFIDENTIALITY_CLAIMED" or law.LIST_CONFIDENTIALITY_REJECTED.on(on)
