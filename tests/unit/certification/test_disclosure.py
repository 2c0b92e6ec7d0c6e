"""PUBL-01, PUBL-03, CERT-16, CERT-20: what is public, and tax numbers."""

from datetime import date

import pytest

from services.certification.domain.disclosure import publicly_listed, tax_identifier
from services.certification.domain.forms import TaxIdentifierKind
from services.certification.domain.states import State

IRS, EIN, SSN = TaxIdentifierKind.IRS, TaxIdentifierKind.EIN, TaxIdentifierKind.SSN
DAY = date(2007, 8, 1)


@pytest.mark.parametrize(
    ("kind", "number", "last_four", "well_formed"),
    [
        (EIN, "12-3456789", "6789", True),
        (EIN, " 123456789 ", "6789", True),
        (SSN, "123-45-6789", "6789", True),
        (IRS, "12-3456789AB", "89AB", True),
        (IRS, "12-345678900", "8900", True),
        (IRS, "12-3456789", "6789", False),
        (EIN, "12-34567890", "7890", False),
        (SSN, "12-345678X", "678X", False),
        (None, "12-3456789", "6789", False),
        (EIN, "1234", None, False),
    ],
)
def test_cert_05_item_5_and_publ_03(
    kind: TaxIdentifierKind | None, number: str, last_four: str | None, well_formed: bool
) -> None:
    found = tax_identifier(kind, number)
    assert found is not None
    assert (found.last_four, found.well_formed) == (last_four, well_formed)


@pytest.mark.parametrize("number", [None, "", " ", "--"])
def test_a_blank_number_is_missing(number: str | None) -> None:
    assert tax_identifier(EIN, number) is None


@pytest.mark.parametrize("state", State)
def test_rept_02_who_is_listed(state: State) -> None:
    assert publicly_listed(state, None, DAY) is (state not in {State.WITHDRAWN, State.SUPERSEDED})


def test_cert_16_who_claimed_confidentiality_is_not_listed() -> None:
    assert not publicly_listed(State.REJECTED, "CONFIDENTIALITY_CLAIMED", DAY)
    assert publicly_listed(State.REJECTED, "CEASED_PRODUCTION", DAY)
