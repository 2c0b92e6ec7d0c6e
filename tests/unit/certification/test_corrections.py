"""CERT-13: a correction changes only what cures the defects of the return."""

import pytest

from services.certification.domain.corrections import correction_findings
from services.certification.domain.forms import Expenditure, Form, SharedGroup
from tests.unit.certification.forms import codes, complete

UNSIGNED = ["signer.name"]
WRONG = complete(total=50_000_000, prior_cents=25_000_000, net_cents=26_000_000)


def test_s07_beta_cures_its_arithmetic() -> None:
    assert correction_findings(WRONG, complete(total=50_000_000, prior=25_000_000), ["netClaim"]) == []


def test_cert_13_the_net_claim_rises_only_as_far_as_the_figures_require() -> None:
    low = complete(total=50_000_000, prior_cents=25_000_000, net_cents=24_000_000)
    assert correction_findings(low, complete(total=50_000_000, prior=25_000_000), ["netClaim"]) == []
    more = complete(total=50_000_001, prior=25_000_000)
    assert codes(correction_findings(low, more, ["netClaim"])) == ["CORRECTION_RAISES_CLAIM"]


def test_cert_13_categories_that_were_missing_may_be_stated() -> None:
    before = complete(expenditures=(Expenditure(category="Q03"),))
    assert correction_findings(before, complete(), ["expenditures.Q03", "totalExpenditures"]) == []


def test_cert_13_nothing_stated_before_sets_no_limit() -> None:
    before = complete(expenditures=(), total_cents=None, prior_cents=None, net_cents=None)
    assert correction_findings(before, complete(), ["expenditures", "totalExpenditures", "netClaim"]) == []


@pytest.mark.parametrize(
    ("after", "field"),
    [
        (complete(claimant_name="Beta"), "claimantName"),
        (complete(shared_groups=(SharedGroup(group_id="g", case_numbers=("C-1",), amount_cents=1),)), "sharedOrders"),
        (complete(prior_cents=1), "priorDistributions"),
    ],
)
def test_cert_13_what_no_defect_concerns_may_not_change(after: Form, field: str) -> None:
    findings = correction_findings(complete(), after, UNSIGNED)
    assert [(each.code, each.field) for each in findings] == [("CORRECTION_EXCEEDS_DEFECTS", field)]
    assert correction_findings(complete(), after, [field]) == []
    assert correction_findings(complete(), after, [None]) == []


def test_cert_13_signature_statements_and_contacts_are_given_anew() -> None:
    assert correction_findings(complete(signer=None, contacts=(), true_and_accurate=None), complete(), UNSIGNED) == []


def test_cert_13_lower_amounts_need_a_defect_too() -> None:
    fields = {each.field for each in correction_findings(complete(), complete(total=1), UNSIGNED)}
    assert fields == {"expenditures", "totalExpenditures", "netClaim"}
