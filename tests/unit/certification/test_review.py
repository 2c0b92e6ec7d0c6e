"""CERT-12, CERT-14, CERT-16: everything that is wrong with a certification at once."""

from dataclasses import replace
from datetime import date

from services.certification.domain.forms import SharedGroup
from services.certification.domain.review import acceptance_findings, form_findings, review
from services.certification.domain.sharing import UNSHARED, PaidCertification, Sister
from tests.unit.certification.forms import CASE, RECEIVED, codes, complete, facts, some_id

C = "C-990-811"
SAME = {CASE: "widgets", C: "widgets"}


def test_a_complete_certification_of_a_listed_producer_is_acceptable() -> None:
    found = review(complete(), facts())
    assert (found.material, found.minor, found.ineligible, found.flags) == ((), (), (), ())
    assert acceptance_findings(found, facts()) == ()
    assert [(part.group_id, part.net_cents) for part in found.parts] == [(UNSHARED, 40_000_000)]


def test_s07_epsilon_a_misspelled_case_name_is_minor() -> None:
    found = review(complete(case_name="Wigdets from Utopia"), facts())
    assert (found.material, codes(found.minor)) == ((), ["CASE_NAME_DIFFERS"])
    assert review(complete(case_name="WIDGETS  from utopia"), facts()).minor == ()


def test_cert_05_item_1_another_notice_named_is_material() -> None:
    found = review(complete(notice_published_on=date(2006, 6, 1)), facts())
    assert codes(found.material) == ["NOTICE_NOT_NAMED"]


def test_cert_16_a_confidentiality_claim_stands_in_the_way() -> None:
    found = review(complete(confidentiality_claimed=True), facts())
    assert found.confidentiality_claimed
    assert codes(acceptance_findings(found, facts())) == ["CONFIDENTIALITY_CLAIMED"]


def test_everything_wrong_comes_at_once() -> None:
    form = complete(net_cents=1, signer=None, organisation=None, produced_in_fiscal_year=False)
    known = facts(claimant_id=some_id(7))
    found = review(form, known)
    assert codes(found.material) == ["NOT_EXECUTED"] * 3 + ["ARITHMETIC"]
    assert codes(found.minor) == ["ELEMENT_MISSING"]
    assert codes(found.ineligible) == ["NOT_ON_ITC_LIST", "CEASED_PRODUCTION"]
    assert len(acceptance_findings(found, known)) == 6


def test_cert_07_an_understated_prior_distribution_is_material() -> None:
    paid = (PaidCertification(case_number=CASE, paid_cents=3_000_000, net_by_part={UNSHARED: 10_000_000}),)
    assert codes(review(complete(), facts(paid=paid)).material) == ["PRIOR_DISTRIBUTION_UNDERSTATED"]
    honest = review(complete(prior=3_000_000), facts(paid=paid))
    assert (honest.material, honest.amounts.net_cents) == ((), 37_000_000)


def test_cert_06_more_paid_than_certified_within_a_dollar_is_no_negative_claim() -> None:
    paid = (PaidCertification(case_number=CASE, paid_cents=1_050, net_by_part={UNSHARED: 10_000}),)
    known = facts(paid=paid)
    found = review(complete(total=1_000, prior=1_000), known)
    assert codes(acceptance_findings(found, known)) == ["NEGATIVE_CLAIM"]


def test_cert_08_a_decrease_is_a_flag() -> None:
    assert review(complete(), facts(previous={"Q02": 1})).flags == ("TOTAL_DECREASED",)


def test_cert_10_symmetry_is_tested_only_after_the_close() -> None:
    sister = Sister(case_number=C, groups=(SharedGroup(group_id="g", case_numbers=(CASE,), amount_cents=1),))
    known = facts(sisters=(sister,), product_groups=SAME, shares_product=True)
    found = review(complete(), known)
    assert found.material == ()
    assert codes(acceptance_findings(found, known)) == ["CROSS_LISTING_PENDING"]
    closed = replace(known, window_closed=True)
    found = review(complete(), closed)
    assert codes(found.material) == ["CROSS_LISTING_INCOMPLETE"]
    assert codes(acceptance_findings(found, closed)) == ["CROSS_LISTING_INCOMPLETE"]


def test_exp_05_shared_lines_are_part_of_the_total() -> None:
    def shared(cents: int) -> tuple[SharedGroup, ...]:
        return (SharedGroup(group_id="g", case_numbers=(C,), amount_cents=cents),)

    assert form_findings(complete(total=100, shared_groups=shared(100)), RECEIVED) == []
    assert codes(form_findings(complete(total=100, shared_groups=shared(101)), RECEIVED)) == ["ARITHMETIC"]
    assert codes(form_findings(complete(total=100, shared_groups=shared(-1)), RECEIVED)) == ["ARITHMETIC"]


def test_exp_02_a_forecast_is_outside_the_period() -> None:
    found = review(complete(), facts(issued_on=date(2007, 6, 15)))
    assert codes(found.material) == ["OUTSIDE_PERIOD"]
