"""The enumerations of section 1592 matters as the API names them, each value described."""

from services.enforcement.domain.audits.care import MitigatingFactor
from services.enforcement.domain.debts.set_off import Capacity
from services.enforcement.domain.limitation.periods import Pause
from services.enforcement.domain.matters.culpability import Excuse
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset
from services.enforcement.domain.matters.states import MatterState
from services.enforcement.graphql.enums import _describe as describe
from services.enforcement.usecases.matters.open_matter import Source

describe(
    MatterState,
    "MatterState",
    "Where a section 1592 matter stands (10.5).",
    {
        "OPEN": "Opened; nothing issued yet.",
        "PREPENALTY": "A prepenalty notice waits for its answer.",
        "PREPENALTY_ANSWERED": "It was answered.",
        "PENALTY_CLAIMED": "The penalty is claimed.",
        "PETITIONED": "A petition waits for its decision.",
        "DECIDED": "The petition is decided.",
        "SUPPLEMENTAL": "A supplemental petition waits.",
        "DUTY_DEMANDED": "Duties alone are demanded.",
        "COLLECTION": "Unpaid; collected.",
        "LITIGATION": "With counsel for suit.",
        "CLOSED_NO_VIOLATION": "No violation.",
        "CLOSED_PAID": "Paid in full.",
        "CLOSED_COMPROMISED": "Settled by compromise.",
        "CLOSED_TIME_BARRED": "The limitation period is over.",
    },
)
describe(
    Culpability,
    "Section1592Culpability",
    "How much a person is to blame (CUL-03).",
    {"NEGLIGENCE": "Negligence.", "GROSS_NEGLIGENCE": "Gross negligence.", "FRAUD": "Fraud."},
)
describe(
    Source,
    "MatterSource",
    "Where a matter comes from.",
    {"AUDIT": "An audit.", "DISCLOSURE": "A prior disclosure.", "REFERRAL": "Another referral."},
)
describe(
    AuditOffset,
    "MatterAuditOffset",
    "The decision of the audit on offset (OFF-15).",
    {
        "NONE": "Not from an audit.",
        "PROVISIONAL": "Not decided yet (OFF-16).",
        "ALLOWED": "Allowed.",
        "ALLOWED_IN_PART": "Allowed in part.",
        "DISALLOWED_ENTIRELY": "Disallowed entirely (OFF-08).",
    },
)
describe(
    MitigatingFactor,
    "MitigatingFactor",
    "What speaks for a violator.",
    {
        "CONTRIBUTORY_CUSTOMS_ERROR": "Customs erred too.",
        "COOPERATION": "Cooperation.",
        "IMMEDIATE_REMEDIAL_ACTION": "Immediate remedial action.",
        "INEXPERIENCE": "Inexperience in importing.",
        "PRIOR_GOOD_RECORD": "A good record.",
        "EARLIER_SAMPLED_AUDIT": "An earlier audit that sampled; always refused (AUD-13).",
    },
)
describe(
    Excuse,
    "ViolationExcuse",
    "Why something false may be no violation (CUL-02, CUL-13, CUL-16).",
    {
        "NONE": "No excuse.",
        "CLERICAL_ERROR": "A clerical error.",
        "MISTAKE_OF_FACT": "A mistake of fact.",
        "REASONABLE_CARE": "An honest error with reasonable care.",
        "ORIGIN_CORRECTED": "An origin claim promptly corrected.",
    },
)
describe(
    Pause,
    "LimitationPause",
    "Why days are not counted (LIM-05).",
    {"ABSENCE": "Absence of the person.", "CONCEALMENT": "Concealment or absence of the property."},
)
describe(
    Capacity,
    "DebtCapacity",
    "In what capacity somebody is owed (DBT-04).",
    {"PRINCIPAL": "As principal.", "SURETY": "As surety."},
)
