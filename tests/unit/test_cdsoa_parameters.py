"""The parameters of the offset rules: each has its default as dated data, a period of law or a setting."""

from datetime import date
from decimal import Decimal

import pytest

from services.accounts.domain import law as accounts
from services.accounts.domain.bills import law as bills
from services.accounts.domain.bills.law import InterestDestination, InterestMethod, WeightBasis
from services.accounts.domain.refunds import InterestSource
from services.accounts.domain.sequester import withheld_of
from services.accounts.settings import AccountsSettings
from services.certification.domain import law as certification
from services.certification.domain.law import PriorDistributionBasis
from services.certification.settings import CertificationSettings
from shared.calendar import Roll
from shared.settings import load_settings

KEY = "Q0VSVElGSUNBVElPTi1URVNULUtFWS0zMi1CWVRFUyE="
REQUIRED = {
    "DATABASE_URL": "postgresql://service@localhost/service",
    "NATS_URL": "nats://127.0.0.1:4222",
    "OIDC_ISSUER": "http://127.0.0.1:4999",
    "CERTIFICATION_ENCRYPTION_KEY": KEY,
    "ACCOUNTS_ENCRYPTION_KEY": KEY,
}
DAY = date(2005, 6, 1)


@pytest.mark.parametrize(
    ("parameter", "value", "default"),
    [
        ("NOTICE_LEAD_DAYS_BEFORE_FY_END", certification.NOTICE_LEAD_DAYS_BEFORE_FISCAL_YEAR_END.on(DAY), 90),
        ("NOTICE_LEAD_DAYS_BEFORE_DISTRIBUTION", certification.NOTICE_LEAD_DAYS_BEFORE_DISTRIBUTION.on(DAY), 30),
        ("FILING_WINDOW_DAYS", certification.FILING_WINDOW_DAYS.on(DAY), 60),
        ("RETURN_DAYS_AFTER_CLOSE", certification.RETURN_DAYS.on(DAY), 15),
        ("CORRECTION_DAYS", certification.CORRECTION_DAYS.on(DAY), 10),
        ("RECORD_RETENTION_YEARS", certification.RECORD_RETENTION_YEARS.on(DAY), 5),
        ("DISTRIBUTION_DAYS_AFTER_FY_END", accounts.DISTRIBUTION_PERIOD.days, 60),
        ("DISTRIBUTION_DAYS_AFTER_FY_END", certification.DISTRIBUTION_DAYS.on(DAY), 60),
        ("RECONSIDERATION_DAYS", accounts.RECONSIDERATION_PERIOD.days, 30),
        ("BILL_GRACE_DAYS", bills.BILL_DUE.days, 30),
        ("INTEREST_DAY_BASIS", bills.INTEREST_DAY_BASIS, 365),
        ("FINAL_CLAIM_MIN_DAYS", certification.FINAL_CLAIM_MIN_DAYS.on(DAY), 90),
        ("FINAL_CLAIM_MIN_DAYS", accounts.FINAL_CLAIM_PERIOD.days, 90),
        ("FINAL_CLAIM_WINDOW_DAYS", certification.FINAL_CLAIM_WINDOW_DAYS.on(DAY), 60),
        ("OFFSET_RESPONSE_DAYS", bills.OFFSET_RESPONSE.days, 30),
        ("LIST_CONFIDENTIALITY_REJECTED", certification.LIST_CONFIDENTIALITY_REJECTED.on(DAY), False),
        (
            "PRIOR_DISTRIBUTION_BASIS",
            certification.PRIOR_DISTRIBUTION_BASIS.on(DAY),
            PriorDistributionBasis.PAID_MINUS_REPAID,
        ),
        ("DRA_ENTRY_CUTOFF", accounts.ENTRY_FILED_BEFORE.on(DAY), date(2007, 10, 1)),
        ("CRA_SNAPSHOT_DATE", accounts.SNAPSHOT_2010.on(DAY), date(2010, 12, 8)),
        ("SEQUESTER_RATE", withheld_of(1_234_567_89, None, Decimal(0)), (0, 0)),
        ("DE_MINIMIS_LIQUIDATION_CENTS", accounts.DE_MINIMIS_LIQUIDATION_CENTS.on(DAY), 2000),
    ],
)
def test_every_parameter_of_law_has_the_rulebooks_default(parameter: str, value: object, default: object) -> None:
    assert value == default, parameter


def test_def_14_deadlines_of_producers_roll_and_those_of_customs_do_not() -> None:
    assert accounts.RECONSIDERATION_PERIOD.roll is bills.OFFSET_RESPONSE.roll is bills.PAY_BY.roll is Roll.FORWARD
    assert accounts.DISTRIBUTION_PERIOD.roll is bills.BILL_DUE.roll is Roll.NONE


@pytest.mark.parametrize(
    ("settings", "parameter", "default", "alternative"),
    [
        (AccountsSettings, "bill_interest_method", InterestMethod.P30_SIMPLE, "DAILY_COMPOUND"),
        (AccountsSettings, "debt_bill_interest_method", InterestMethod.NONE, "P30_SIMPLE"),
        (AccountsSettings, "bill_weight_basis", WeightBasis.GROSS_RECEIVED, "RECEIVED_MINUS_REPAID"),
        (AccountsSettings, "bill_interest_destination", InterestDestination.GENERAL_FUND, "SPECIAL_ACCOUNT"),
        (AccountsSettings, "refund_interest_source", InterestSource.GENERAL_FUND, "SPECIAL_ACCOUNT"),
        (AccountsSettings, "list_confidentiality_rejected", False, "true"),
        (AccountsSettings, "shared_expenditure_guard", True, "false"),
        (CertificationSettings, "final_claim_window_days", 60, "90"),
    ],
)
def test_every_policy_is_a_setting_with_the_default_and_an_alternative(
    monkeypatch: pytest.MonkeyPatch,
    settings: type[AccountsSettings] | type[CertificationSettings],
    parameter: str,
    default: object,
    alternative: str,
) -> None:
    for name, value in REQUIRED.items():
        monkeypatch.setenv(name, value)
    assert getattr(load_settings(settings), parameter) == default
    monkeypatch.setenv(parameter.upper(), alternative)
    assert getattr(load_settings(settings), parameter) != default
