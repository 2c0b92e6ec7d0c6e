"""The notice of intent to distribute (NOTE-01 to NOTE-05)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from services.certification.domain import law
from services.certification.domain.deadlines import latest_notice_date
from shared.calendar import is_business_day
from shared.refusals import Refusal

CONTENT_CITATION = "19 CFR 159.62(a)-(b)"


class NoticeState(StrEnum):
    """A notice is a restricted draft until it is published (NOTE-04)."""

    DRAFT = "DRAFT"
    PUBLISHED = "PUBLISHED"


class NoticeKind(StrEnum):
    """A final notice takes the place of the year's ordinary one when an order's account is to end (NOTE-06)."""

    ORDINARY = "ORDINARY"
    FINAL = "FINAL"


class NoticeFlag(StrEnum):
    """What a notice is marked with; flags never refuse."""

    NOTICE_LATE = "NOTICE_LATE"
    AS_OF_DATE_DIFFERS = "AS_OF_DATE_DIFFERS"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeOrder:
    """What is known of one order of a notice.

    Attributes:
        case_number: the order.
        case_name: its name, None while the order is unknown here.
        listed: how many producers the Commission's newest list has, None without a list.
        special_account_cents: amount in the Special Account, US cents, may be negative; None while not stated.
        as_of: day of that amount.
        noticed: another notice of the year already names the order.
    """

    case_number: str
    case_name: str | None
    listed: int | None
    special_account_cents: int | None
    as_of: date | None
    noticed: bool = False


def special_account_day(fiscal_year: int) -> date:
    """Day as of which the Special Account's amount is stated: 1 June (NOTE-02, 19 CFR 159.62(b))."""
    month, day = law.SPECIAL_ACCOUNT_DAY.on(date(fiscal_year, 1, 1))
    return date(fiscal_year, month, day)


def late(fiscal_year: int, publish_on: date) -> bool:
    """Whether publication comes after the last day (NOTE-01, 19 CFR 159.62(a)); also for a supplement (NOTE-05)."""
    return publish_on > latest_notice_date(fiscal_year)


def flags(fiscal_year: int, publish_on: date, orders: Sequence[NoticeOrder]) -> tuple[NoticeFlag, ...]:
    """What the notice is marked with (NOTE-01, NOTE-03); a flag is never a refusal."""
    expected = special_account_day(fiscal_year)
    found = []
    if late(fiscal_year, publish_on):
        found.append(NoticeFlag.NOTICE_LATE)
    if any(order.as_of is not None and order.as_of != expected for order in orders):
        found.append(NoticeFlag.AS_OF_DATE_DIFFERS)
    return tuple(found)


def timing_findings(fiscal_year: int, publish_on: date, today: date, late_decision: str | None) -> list[Refusal]:
    """Why the notice cannot be published on that day.

    Args:
        fiscal_year: the year whose duties are distributed.
        publish_on: day of publication in the Federal Register.
        today: the legal day.
        late_decision: the recorded decision to publish late, if there is one.

    Source:
        NOTE-01; 19 CFR 159.62(a). DEF-13: the Federal Register appears on business days only.
    """
    findings = []
    if publish_on > today:
        findings.append(
            Refusal(
                code="NOT_YET_PUBLISHED",
                rule="NOTE-04",
                citation="19 CFR 159.62(a)",
                message=f"The Federal Register of {publish_on.isoformat()} has not appeared.",
                field="publishOn",
            )
        )
    if not is_business_day(publish_on):
        findings.append(
            Refusal(
                code="NOT_A_BUSINESS_DAY",
                rule="DEF-13",
                citation="19 CFR 159.62(a)",
                message="The Federal Register appears on business days only.",
                field="publishOn",
            )
        )
    if late(fiscal_year, publish_on) and not (late_decision or "").strip():
        last = latest_notice_date(fiscal_year).isoformat()
        findings.append(
            Refusal(
                code="LATE_DECISION_MISSING",
                rule="NOTE-01",
                citation="19 CFR 159.62(a)",
                message=f"The last day was {last}; a late notice needs a recorded decision.",
                field="lateDecision",
            )
        )
    return findings


def content_findings(orders: Sequence[NoticeOrder], instructions: str | None) -> list[Refusal]:
    """Elements the notice lacks; without one it cannot be released.

    Source:
        NOTE-02; 19 CFR 159.62(a)-(b): per order case name and number, the list of producers, the Special Account's
        amount; instructions for certifying.
    """
    findings = []
    if not orders:
        findings.append(_incomplete("caseNumbers", "A notice names at least one order."))
    if not (instructions or "").strip():
        findings.append(_incomplete("instructions", "Instructions for certifying are missing."))
    for index, order in enumerate(orders):
        field = f"caseNumbers.{index}"
        if order.case_name is None:
            findings.append(_incomplete(field, f"No order {order.case_number} is known here."))
        if not order.listed:
            findings.append(_incomplete(field, f"No list of producers was received for {order.case_number}."))
        if order.special_account_cents is None:
            findings.append(_incomplete(field, f"No amount was stated for the Special Account of {order.case_number}."))
    return findings + repeated_orders(orders)


def final_findings(
    fiscal_year: int, publish_on: date, revocations: Sequence[date | None], decision: str | None
) -> list[Refusal]:
    """Why a notice of final distribution cannot go out.

    Only the order's termination is known here; that the accounts are cleared is the officer's recorded decision.

    Args:
        fiscal_year: the year whose notice it takes the place of.
        publish_on: day of publication.
        revocations: day of revocation per order, None for one that stands.
        decision: the recorded finding that every condition of TERM-01 is met.

    Source:
        NOTE-06, TERM-01, TERM-02; 19 CFR 159.64(d)(1)-(2).
    """
    findings = [
        _final(
            "ORDER_NOT_TERMINATED", "TERM-01", "A final distribution is of a terminated order.", f"caseNumbers.{index}"
        )
        for index, revoked_on in enumerate(revocations)
        if revoked_on is None or revoked_on > publish_on
    ]
    if late(fiscal_year, publish_on):
        message = "It is too late for this fiscal year: the notice waits for the next one's."
        findings.append(_final("FINAL_NOTICE_WAITS", "TERM-02", message, "publishOn"))
    if not (decision or "").strip():
        message = "The finding that every condition of termination is met is recorded with the notice."
        findings.append(_final("FINAL_DECISION_MISSING", "TERM-01", message, "finalDecision"))
    return findings


def _final(code: str, rule: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule=rule, citation="19 CFR 159.64(d)(1)-(2)", message=message, field=field)


def repeated_orders(orders: Sequence[NoticeOrder]) -> list[Refusal]:
    """Orders that a published notice of the year already names; a supplement is for omitted orders only (NOTE-05)."""
    return [
        Refusal(
            code="ORDER_ALREADY_NOTICED",
            rule="NOTE-05",
            citation="19 CFR 159.62(a)",
            message=f"A notice of this fiscal year already names {order.case_number}.",
            field=f"caseNumbers.{index}",
        )
        for index, order in enumerate(orders)
        if order.noticed
    ]


def _incomplete(field: str, message: str) -> Refusal:
    return Refusal(code="NOTICE_INCOMPLETE", rule="NOTE-02", citation=CONTENT_CITATION, message=message, field=field)
