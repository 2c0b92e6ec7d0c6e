"""Offset of debts: what the Treasury may do, and what customs may do itself (DBT-01 to DBT-05)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.enforcement.domain.debts.law import INTEREST_PERIOD_DAYS, TREASURY_NOTICE_DAYS, TREASURY_TRANSFER_DAYS
from services.enforcement.domain.matters.interest import RateTable, bill_interest
from shared.refusals import Refusal


class ClaimLaw(StrEnum):
    """The law a debt arises under."""

    TARIFF = "TARIFF"
    OTHER = "OTHER"


class Step(StrEnum):
    """A step before a debt goes to the Treasury (31 USC 3716(a))."""

    NOTICE = "NOTICE"
    INSPECTION = "INSPECTION"
    REVIEW = "REVIEW"
    AGREEMENT = "AGREEMENT"


class TreasuryAct(StrEnum):
    """What the Treasury is asked to do: offset payments, or collect the debt itself."""

    NOTICE = "NOTICE"
    TRANSFER = "TRANSFER"


class Capacity(StrEnum):
    """In what capacity somebody owes, or is owed."""

    PRINCIPAL = "PRINCIPAL"
    SURETY = "SURETY"


@dataclass(frozen=True, slots=True)
class Person:
    """A debtor or payee: number and capacity must both be the same."""

    importer_number: str
    capacity: Capacity


@dataclass(frozen=True, kw_only=True, slots=True)
class FourSteps:
    """What must be recorded before a debt goes to the Treasury (31 USC 3716(a))."""

    notice_given: bool
    inspection_offered: bool
    review_offered: bool
    agreement_offered: bool


@dataclass(frozen=True, slots=True)
class Applied:
    """What a set-off takes and what of the debt is left, US cents."""

    applied_cents: int
    remaining_cents: int


def duty_bill_interest(balance_cents: int, liquidated_on: date, paid_on: date, rates: RateTable) -> int:
    """Interest on an unpaid duty bill, US cents: whole 30-day periods, none for the one in which it is paid.

    Source: DBT-01, 19 USC 1505(b), (d).
    """
    return bill_interest(balance_cents, liquidated_on, paid_on, rates, INTEREST_PERIOD_DAYS.on(liquidated_on))


def refuse_treasury_offset(law: ClaimLaw, steps: FourSteps) -> list[Refusal]:
    """Why a debt may not go to the Treasury's offset programme.

    Source: DBT-02, 31 USC 3701(d)(3): never a tariff debt; DBT-03, 31 USC 3716(a): the four steps first.
    """
    if law is ClaimLaw.TARIFF:
        message = "A debt under the tariff laws is outside administrative offset by the Treasury."
        return [_refusal("DBT_TARIFF_DEBT_EXCLUDED", "DBT-02", "31 USC 3701(d)(3)", message, "law")]
    missing = {
        "noticeGiven": ("the written notice", steps.notice_given),
        "inspectionOffered": ("the opportunity to inspect records", steps.inspection_offered),
        "reviewOffered": ("the opportunity for review", steps.review_offered),
        "agreementOffered": ("the opportunity for a repayment agreement", steps.agreement_offered),
    }
    return [
        _refusal("DBT_PREREQUISITE_MISSING", "DBT-03", "31 USC 3716(a)", f"Missing: {what}.", field)
        for field, (what, given) in missing.items()
        if not given
    ]


def treasury_notice_from(delinquent_since: date) -> date:
    """First day on which a debt is over 120 days delinquent and must be notified (DBT-03, 31 USC 3716(c)(6))."""
    return delinquent_since + timedelta(days=TREASURY_NOTICE_DAYS.on(delinquent_since) + 1)


def treasury_transfer_from(delinquent_since: date) -> date:
    """Day on which a debt is transferred for collection (DBT-03, 31 USC 3711(g))."""
    return delinquent_since + timedelta(days=TREASURY_TRANSFER_DAYS.on(delinquent_since))


def treasury_days(act: TreasuryAct, on: date) -> int:
    """Days of delinquency from which an act is due: the day after 120 for notice, 180 for transfer (DBT-03)."""
    return TREASURY_NOTICE_DAYS.on(on) + 1 if act is TreasuryAct.NOTICE else TREASURY_TRANSFER_DAYS.on(on)


def apply(payment_cents: int, debt_cents: int) -> Applied:
    """The lesser of payment and debt (DBT-03, DBT-04)."""
    applied = min(payment_cents, debt_cents)
    return Applied(applied, debt_cents - applied)


def refuse_set_off(
    debtor: Person, payee: Person, *, fixed: bool, disputed: bool, penalty_petition_open: bool
) -> list[Refusal]:
    """Why customs may not set off a refund against a debt itself.

    Args:
        debtor, payee: who owes, and who is owed the refund.
        fixed: the debt is legally fixed.
        disputed: it is disputed, for example by an application for review.
        penalty_petition_open: the debt is a penalty and a timely petition against it is undecided.

    Source: DBT-04, 19 CFR 24.72, 31 USC 3716(d); DBT-05 (design choice).
    """
    refusals = []
    if debtor != payee:
        message = "The refund is due to another person, or in another capacity."
        refusals.append(_refusal("DBT_OTHER_PERSON", "DBT-04", "19 CFR 24.72", message, "importerNumber"))
    if disputed or not fixed:
        message = "Only a debt legally fixed and undisputed is set off."
        refusals.append(_refusal("DBT_DISPUTED", "DBT-04", "19 CFR 24.72", message, None))
    if penalty_petition_open:
        message = "A penalty is not set off while a timely petition is undecided."
        refusals.append(_refusal("DBT_DISPUTED", "DBT-05", "19 CFR 24.72; 19 USC 1618", message, None))
    return refusals


def _refusal(code: str, rule: str, citation: str, message: str, field: str | None) -> Refusal:
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
