"""What speaks for a violator, and what never does: an earlier audit that sampled (AUD-13)."""

from collections.abc import Collection
from enum import StrEnum

from services.enforcement.domain.audits.reasons import refusal
from shared.refusals import Refusal


class MitigatingFactor(StrEnum):
    """What FP&F's mitigation form offers; the last one is there to be refused."""

    CONTRIBUTORY_CUSTOMS_ERROR = "CONTRIBUTORY_CUSTOMS_ERROR"
    COOPERATION = "COOPERATION"
    IMMEDIATE_REMEDIAL_ACTION = "IMMEDIATE_REMEDIAL_ACTION"
    INEXPERIENCE = "INEXPERIENCE"
    PRIOR_GOOD_RECORD = "PRIOR_GOOD_RECORD"
    EARLIER_SAMPLED_AUDIT = "EARLIER_SAMPLED_AUDIT"


def refuse_care(factors: Collection[MitigatingFactor]) -> list[Refusal]:
    """That an entry lay within an earlier audit that sampled is no evidence of reasonable care.

    It does not matter whether the entry was in the sample, whether the plan was accepted, or who sampled: Customs, the
    audited person or a discloser.

    Args:
        factors: what is put forward for the violator.

    Source:
        AUD-13, 19 CFR 163.11(e): "in any circumstances described in this section".
    """
    if MitigatingFactor.EARLIER_SAMPLED_AUDIT in factors:
        return [refusal("AUD_SAMPLING_NOT_CARE", field="mitigatingFactors")]
    return []
