"""Why something about an audit is refused: one place for codes, rules and citations (section 14)."""

from collections.abc import Mapping
from typing import Final

from shared.refusals import Refusal

# Each code has its rule, its citation and what people read.
REASONS: Final[Mapping[str, tuple[str, str, str]]] = {
    "AUD_NOT_AN_AUDIT": (
        "AUD-01",
        "19 USC 1509(b)(1)",
        "A quantity verification of a bonded warehouse or foreign trade zone is not an audit.",
    ),
    "AUD_NOTICE_INCOMPLETE": (
        "AUD-01",
        "19 CFR 163.11(a)(1)",
        "Notice is given by telephone and in writing, with a reasonable estimate of the time required.",
    ),
    "AUD_RIGHTS_NOT_GIVEN": (
        "AUD-02",
        "19 CFR 163.11(a)(2)",
        "The right to an entrance conference is not given in writing.",
    ),
    "AUD_SCOPE_CBP_ONLY": ("AUD-05", "19 CFR 163.11(c)(1), (d)(4)", "Only CBP sets the period and the scope."),
    "AUD_PETITION_PREMATURE": ("AUD-06", "19 CFR 163.11(b)", "The termination date has not passed."),
    "AUD_CONFERENCE_NOT_DUE": (
        "AUD-06",
        "19 CFR 163.11(b)",
        "A closing conference was held already, or none is owed.",
    ),
    "AUD_EXCEPTION_INVESTIGATION": (
        "AUD-09",
        "19 CFR 163.11(f)",
        "Every open issue is under investigation: the clock does not apply.",
    ),
    "AUD_REPORT_NO_SCOPE_STATEMENT": (
        "AUD-11",
        "19 CFR 163.11(d)(7)",
        "The report states for every over-payment whether it lies within the period and the scope of the audit.",
    ),
    "AUD_SAMPLING_NOT_CARE": (
        "AUD-13",
        "19 CFR 163.11(e)",
        "That an earlier audit used sampling is no evidence of reasonable care.",
    ),
    "SMP_CRITERIA_NOT_MET": (
        "SMP-01",
        "19 CFR 163.11(c)(3)",
        "Sampling needs all three: a full review is impractical, the procedure is recognised, the plan is followed.",
    ),
    "SMP_SELFTEST_NOT_AUTHORISED": (
        "SMP-05",
        "19 CFR 163.11(c)(4), (d)(2)",
        "Self-testing is authorised in advance, and its execution and results are approved.",
    ),
    "SMP_WAIVED": (
        "SMP-03",
        "19 CFR 163.11(c)(1)",
        "The plan and its method were accepted in writing and are no longer open to challenge.",
    ),
    "OFF_NOT_1592": (
        "OFF-01",
        "19 CFR 163.11(d)(1)",
        "Offsetting serves a loss or a penalty under section 1592 only.",
    ),
    "OFF_KNOWING_INTENTIONAL": (
        "OFF-08",
        "19 CFR 163.11(d)(1)(ii), (d)(6)",
        "An under-payment was made knowingly and intentionally: offsetting is disallowed entirely.",
    ),
    "OFF_CULPABILITY_INCONSISTENT": (
        "OFF-08",
        "19 CFR 163.11(d)(6)",
        "A notice of fraud needs an offset that is disallowed entirely.",
    ),
    "OFF_REFUND_NOT_AUTHORISED": (
        "OFF-13",
        "19 CFR 163.11(d)(9)",
        "Nothing can be credited toward a refund: no basis in 19 USC 1520 or 1514(a).",
    ),
    "OFF_ALREADY_CONSUMED": ("OFF-14", "19 CFR 163.11(d)(1)", "The over-payment was used as an offset already."),
    "SEC_ROLE_FORBIDDEN": (
        "OFF-22",
        "19 CFR 163.11(d)(8)",
        "Only the office to which the issue was referred decides.",
    ),
    "SEC_SAME_DECIDER": ("12", "19 CFR 163.11(d)(8)", "Another person must take this step."),
}


def refusal(code: str, *, field: str | None = None, message: str | None = None) -> Refusal:
    """The refusal of a code."""
    rule, citation, usual = REASONS[code]
    return Refusal(code=code, rule=rule, citation=citation, message=message or usual, field=field)
