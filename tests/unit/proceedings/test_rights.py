"""Who may do what, row by row."""

import pytest

from services.proceedings.rights import RIGHTS, Right
from shared.authentication import Role

TABLE = {
    Right.REGISTER_CASE: {"order_registrar"},
    Right.REGISTER_ORDER: {"order_registrar"},
    Right.REVOKE_ORDER: {"order_registrar"},
    Right.SET_DEPOSIT_RATES: {"commerce_analyst"},
    Right.RECEIVE_PRODUCER_LIST: {"itc_liaison"},
    Right.READ_PRODUCER_LIST: {
        "order_registrar",
        "itc_liaison",
        "notice_officer",
        "certification_reviewer",
        "verifier",
        "auditor",
    },
    Right.SET_COUNTRY_STATUS: {"order_registrar"},
    Right.RECORD_COMMERCE_ACTS: {"commerce_analyst"},
    Right.RECORD_NOTICES: {"commerce_analyst", "itc_liaison"},
    Right.RECORD_ITC_ACTS: {"itc_liaison"},
    Right.KEEP_ALMANAC: {"commerce_analyst"},
    Right.READ_RESTRICTED_ACTS: {"commerce_analyst", "itc_liaison", "auditor"},
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("right", list(Right))
def test_each_right_is_held_by_these_roles_and_no_other(right: Right, role: Role) -> None:
    assert (role in RIGHTS[right]) is (role in TABLE[right])


def test_every_right_has_its_row() -> None:
    assert set(RIGHTS) == set(Right) == set(TABLE)
