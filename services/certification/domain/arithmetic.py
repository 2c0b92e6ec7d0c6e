"""The net claim (CERT-06) and its check against what was already paid (CERT-07). All amounts in US cents."""

from dataclasses import dataclass
from datetime import date

from services.certification.domain import law
from services.certification.domain.expenditures import by_category
from services.certification.domain.forms import Form
from shared.money import format_money
from shared.refusals import Refusal

ARITHMETIC_CITATION = "19 CFR 159.63(b)(2)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Amounts:
    """The figures the system works with: total certified, part already paid for, net claim."""

    total_cents: int
    prior_cents: int

    @property
    def net_cents(self) -> int:
        """N = T - D (CERT-06)."""
        return self.total_cents - self.prior_cents


def working_amounts(form: Form, expected_prior_cents: int) -> Amounts:
    """The amounts used once a certification passed its arithmetic.

    T is the sum of the categories; D is what the producer stated, or what the ledger shows when that is higher
    (a stated D that is too high only hurts the claimant and is kept).

    Args:
        form: the certification as stated.
        expected_prior_cents: what was already paid for these expenditures.

    Returns:
        T and D, from which N follows.

    Source:
        CERT-06, CERT-07; 19 CFR 159.63(b)(2).
    """
    return Amounts(
        total_cents=sum(by_category(form.expenditures).values()),
        prior_cents=max(form.prior_cents or 0, expected_prior_cents),
    )


def arithmetic_findings(form: Form, on: date) -> list[Refusal]:
    """Material errors in the certification's own figures; missing figures are not judged here.

    Source:
        CERT-06; 19 CFR 159.63(b)(2): the categories sum to T and N = T - D, each within the tolerance; N is not below
        zero.
    """
    total, prior, net = form.total_cents, form.prior_cents, form.net_cents
    tolerance = law.ROUNDING_TOLERANCE_CENTS.on(on)
    findings = []
    if total is not None and form.expenditures and abs(_category_sum(form) - total) > tolerance:
        findings.append(_arithmetic("totalExpenditures", "The categories do not add up to the total.", total, form))
    if total is not None and prior is not None and net is not None and abs(total - prior - net) > tolerance:
        findings.append(
            Refusal(
                code="ARITHMETIC",
                rule="CERT-06",
                citation=ARITHMETIC_CITATION,
                message=f"The net claim must be total less prior distributions: {format_money(total - prior)}.",
                field="netClaim",
            )
        )
    if prior is not None and prior < 0:
        findings.append(
            Refusal(
                code="ARITHMETIC",
                rule="CERT-06",
                citation=ARITHMETIC_CITATION,
                message="Prior distributions cannot be negative.",
                field="priorDistributions",
            )
        )
    if (net is not None and net < 0) or (total is not None and prior is not None and total < prior):
        findings.append(
            Refusal(
                code="NEGATIVE_CLAIM",
                rule="CERT-06",
                citation=ARITHMETIC_CITATION,
                message="The net claim cannot be negative.",
                field="netClaim",
            )
        )
    return findings


def rounding_findings(form: Form, on: date) -> list[Refusal]:
    """Differences within the tolerance: minor, the system's own figures are used (CERT-14, 19 CFR 159.63(c))."""
    tolerance = law.ROUNDING_TOLERANCE_CENTS.on(on)
    total, prior, net = form.total_cents, form.prior_cents, form.net_cents
    findings = []
    if total is not None and form.expenditures and 0 < abs(_category_sum(form) - total) <= tolerance:
        findings.append(_rounding("totalExpenditures", "The total differs slightly from the sum of the categories."))
    if total is not None and prior is not None and net is not None and 0 < abs(total - prior - net) <= tolerance:
        findings.append(_rounding("netClaim", "The net claim differs slightly from total less prior distributions."))
    return findings


def prior_distribution_findings(form: Form, expected_cents: int, on: date) -> tuple[list[Refusal], list[Refusal]]:
    """The stated prior distributions against what was paid.

    Args:
        form: the certification as stated.
        expected_cents: what was paid to the lineage for these expenditures by the day of receipt.
        on: the day of receipt.

    Returns:
        Material findings and minor findings.

    Source:
        CERT-07; 19 CFR 159.63(c).
    """
    stated = form.prior_cents
    if stated is None or stated == expected_cents:
        return [], []
    if expected_cents - stated > law.ROUNDING_TOLERANCE_CENTS.on(on):
        material = Refusal(
            code="PRIOR_DISTRIBUTION_UNDERSTATED",
            rule="CERT-07",
            citation="19 CFR 159.63(c)",
            message=f"Prior distributions are at least {format_money(expected_cents)}.",
            field="priorDistributions",
        )
        return [material], []
    minor = Refusal(
        code="PRIOR_DISTRIBUTION_DIFFERS",
        rule="CERT-07",
        citation="19 CFR 159.63(c)",
        message=f"Our records show prior distributions of {format_money(expected_cents)}; the higher figure is used.",
        field="priorDistributions",
    )
    return [], [minor]


def _category_sum(form: Form) -> int:
    return sum(by_category(form.expenditures).values())


def _arithmetic(field: str, message: str, total: int, form: Form) -> Refusal:
    detail = f"{message} Stated {format_money(total)}, categories {format_money(_category_sum(form))}."
    return Refusal(code="ARITHMETIC", rule="CERT-06", citation=ARITHMETIC_CITATION, message=detail, field=field)


def _rounding(field: str, message: str) -> Refusal:
    return Refusal(code="ROUNDING", rule="CERT-14", citation="19 CFR 159.63(c)", message=message, field=field)
