"""Who may do what: one right per act, the roles that have it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.authentication import Role


class Right(StrEnum):
    """What a caller may be entitled to. Cases, orders and rates are public."""

    REGISTER_CASE = "register_case"
    REGISTER_ORDER = "register_order"
    REVOKE_ORDER = "revoke_order"
    SET_DEPOSIT_RATES = "set_deposit_rates"
    RECEIVE_PRODUCER_LIST = "receive_producer_list"
    READ_PRODUCER_LIST = "read_producer_list"
    SET_COUNTRY_STATUS = "set_country_status"
    RECORD_COMMERCE_ACTS = "record_commerce_acts"
    RECORD_ITC_ACTS = "record_itc_acts"
    RECORD_NOTICES = "record_notices"
    KEEP_ALMANAC = "keep_almanac"
    READ_RESTRICTED_ACTS = "read_restricted_acts"


RIGHTS: Final[Mapping[StrEnum, frozenset[str]]] = {
    Right.REGISTER_CASE: frozenset({Role.ORDER_REGISTRAR}),
    Right.REGISTER_ORDER: frozenset({Role.ORDER_REGISTRAR}),
    Right.REVOKE_ORDER: frozenset({Role.ORDER_REGISTRAR}),
    Right.SET_DEPOSIT_RATES: frozenset({Role.COMMERCE_ANALYST}),
    Right.RECEIVE_PRODUCER_LIST: frozenset({Role.ITC_LIAISON}),
    Right.SET_COUNTRY_STATUS: frozenset({Role.ORDER_REGISTRAR}),
    # The docket is Commerce's: what parties file is entered by it too.
    Right.RECORD_COMMERCE_ACTS: frozenset({Role.COMMERCE_ANALYST}),
    Right.RECORD_ITC_ACTS: frozenset({Role.ITC_LIAISON}),
    # Of an act's publication and its notice to the other agency; the Commission's liaison, of the Commission's acts.
    Right.RECORD_NOTICES: frozenset({Role.COMMERCE_ANALYST, Role.ITC_LIAISON}),
    # Announced delays and closed days move every case's deadlines (CAL-02, CAL-08).
    Right.KEEP_ALMANAC: frozenset({Role.COMMERCE_ANALYST}),
    # Business proprietary information, and decisions before their notice is published (PET-19, 17).
    Right.READ_RESTRICTED_ACTS: frozenset({Role.COMMERCE_ANALYST, Role.ITC_LIAISON, Role.AUDITOR}),
    # Not public before a notice of intent publishes it; those who prepare, review or check notices read it (PROD-02).
    Right.READ_PRODUCER_LIST: frozenset(
        {
            Role.ORDER_REGISTRAR,
            Role.ITC_LIAISON,
            Role.NOTICE_OFFICER,
            Role.CERTIFICATION_REVIEWER,
            Role.VERIFIER,
            Role.AUDITOR,
        }
    ),
}
