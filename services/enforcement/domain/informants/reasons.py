"""Why something about an informant is refused: one place for codes, rules and citations (section 14)."""

from collections.abc import Mapping
from typing import Final

from shared.refusals import Refusal

# By code: rule, citation and message.
REASONS: Final[Mapping[str, tuple[str, str, str]]] = {
    "INF_GOV_EMPLOYEE": (
        "INF-01",
        "19 CFR 161.12; 19 USC 1619(a)(1)",
        "An officer or employee of the United States cannot claim.",
    ),
    "INF_NO_QUALIFYING_ACT": (
        "INF-02",
        "19 USC 1619(a)(1)(A)-(B)",
        "Neither original information nor a detection, seizure and report is stated.",
    ),
    "INF_OWN_VIOLATION": ("INF-02", "19 USC 1619(a)(1)(B)", "The violation was the claimant's own."),
    "INF_NOT_ORIGINAL": ("INF-03", "19 USC 1619(a)(1)(B)", "The Government knew every allegation already."),
    "INF_NOT_CAUSED": ("INF-04", "19 USC 1619(a)(2)", "The recovery was not caused by the act."),
    "INF_NO_NET_RECOVERY": ("INF-05", "19 CFR 161.12", "Nothing net is recovered that can be paid out now."),
    "INF_OTHER_SCHEME": ("INF-06", "19 CFR 161.12", "Another law's reward procedure governs."),
    "INF_PROHIBITED_SHARING": (
        "INF-07",
        "19 USC 1620; 19 CFR 161.12",
        "No part of an award may reach an officer or employee; the payment is stopped.",
    ),
    "INF_NOT_ADVISED": ("INF-08", "19 CFR 161.14", "The informant is not advised of both points."),
    "INF_STEP_OUT_OF_ORDER": ("INF-10", "19 CFR 161.16(b)", "The step before this one is missing."),
    "INF_FORM_INCOMPLETE": ("INF-10", "19 CFR 161.16(b)", "Form 4623 lacks this element."),
    "INF_OVER_CEILING": ("INF-13", "19 USC 1619(a)", "The award is above what is payable now."),
    "INF_CASE_CAP_REACHED": ("INF-14", "19 USC 1619(c); 19 CFR 161.16(a)", "The cap of the case is reached."),
    "INF_PROPERTY_NOT_FORFEITED": (
        "INF-16",
        "19 USC 1619(b)",
        "Property counts by its value when it is forfeited and then destroyed or put to official use.",
    ),
    "INF_NO_APPRAISAL": ("INF-16", "19 USC 1619(b)", "Property kept or destroyed needs an appraised value."),
    "INF_BELOW_MINIMUM": ("INF-20", "19 CFR 161.16(a)", "No claim of less than the minimum is paid."),
    "SEC_SAME_DECIDER": ("INF-10", "19 CFR 161.16(b)", "Another officer has to do this."),
    "SEC_INFORMANT_LEAK": ("INF-28", "19 CFR 161.15", "The text holds what must not be said here."),
}


def refusal(code: str, *, field: str | None = None, message: str | None = None) -> Refusal:
    """The refusal of a code."""
    rule, citation, usual = REASONS[code]
    return Refusal(code=code, rule=rule, citation=citation, message=message or usual, field=field)
