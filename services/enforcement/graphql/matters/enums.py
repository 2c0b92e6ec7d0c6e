"""The enumerations of section 1592 matters as the API names them, each value described."""

from services.enforcement.domain.audits.care import MitigatingFactor
from services.enforcement.domain.compromise.offers import Authority, ReopeningGround
from services.enforcement.domain.compromise.states import OfferState
from services.enforcement.domain.debts.set_off import Capacity, ClaimLaw, Step, TreasuryAct
from services.enforcement.domain.limitation.periods import Pause
from services.enforcement.domain.matters.culpability import Excuse
from services.enforcement.domain.matters.law import Culpability
from services.enforcement.domain.matters.notices import AuditOffset
from services.enforcement.domain.matters.prior_disclosure import ReviewSubject
from services.enforcement.domain.matters.seizures import SeizureGround
from services.enforcement.domain.matters.states import DisclosureState, MatterState
from services.enforcement.domain.relief.petitions import Interest, ReliefGround
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
describe(
    DisclosureState,
    "PriorDisclosureState",
    "Where a prior disclosure stands (10.6).",
    {
        "RECEIVED": "Received.",
        "UNDER_REVIEW": "Under review.",
        "AWAITING_TENDER": "The calculated loss waits for its tender.",
        "HQ_REVIEW": "Headquarters reviews the calculation.",
        "TENDERED": "The whole loss is tendered.",
        "GRANTED": "The reduced penalty is granted.",
        "DENIED": "Denied.",
    },
)
describe(
    ReviewSubject,
    "HeadquartersReviewSubject",
    "What headquarters reviews of a calculation (CUL-12).",
    {
        "CLASSIFICATION": "Tariff classification.",
        "RATE": "Rate of duty.",
        "DUTIABLE_VALUE": "Elements of dutiable value.",
        "SPECIAL_RULES": "Correct application of special rules.",
    },
)
describe(
    Interest,
    "PetitionInterest",
    "Why somebody may petition (RLF-01).",
    {"PENALTY": "Incurred the penalty, or is alleged to.", "SEIZED_PROPERTY": "Has an interest in seized property."},
)
describe(
    ReliefGround,
    "ReliefGround",
    "Why a penalty may be remitted or mitigated (RLF-01).",
    {
        "NO_WILLFUL_NEGLIGENCE_OR_INTENT": "Incurred without willful negligence or intent.",
        "MITIGATING_CIRCUMSTANCES": "Mitigating circumstances.",
    },
)
describe(
    SeizureGround,
    "SeizureGround",
    "The grounds on which goods are seized in a section 1592 case (CUL-15).",
    {
        "INSOLVENT": "The person is insolvent.",
        "BEYOND_JURISDICTION": "The person is beyond the jurisdiction.",
        "PROTECT_REVENUE": "Seizure is essential to protect the revenue.",
        "PROHIBITED_GOODS": "Seizure is essential to keep out prohibited or restricted goods.",
    },
)
describe(
    OfferState,
    "CompromiseOfferState",
    "Where an offer in compromise stands (10.10).",
    {
        "AWAITING_DEPOSIT": "The sum offered is not deposited yet.",
        "UNDER_CONSIDERATION": "Deposited; considered.",
        "REPORTED": "The officer reported.",
        "RECOMMENDED": "Counsel recommends acceptance.",
        "ACCEPTED": "Accepted by written notice.",
        "REJECTED": "Rejected.",
        "WITHDRAWN": "Withdrawn by the offeror.",
        "RETURNED": "The deposit was returned.",
    },
)
describe(
    Authority,
    "CompromiseAuthority",
    "The statute a claim is settled under; never both (CMP-08).",
    {"S1617": "19 USC 1617: claims under the customs laws.", "S3711": "31 USC 3711: ordinary debts."},
)
describe(
    ReopeningGround,
    "CompromiseReopeningGround",
    "What reopens an accepted compromise (CMP-07).",
    {
        "FRAUD": "Fraud.",
        "MISREPRESENTATION": "Misrepresentation.",
        "FALSE_CLAIM": "A false claim.",
        "MUTUAL_MISTAKE": "Mutual mistake of fact.",
    },
)
describe(
    ClaimLaw,
    "DebtLaw",
    "The law a debt arises under (DBT-02).",
    {"TARIFF": "The tariff laws: outside the Treasury's offset.", "OTHER": "Another law."},
)
describe(
    Step,
    "DebtStep",
    "A step before a debt goes to the Treasury (DBT-03).",
    {
        "NOTICE": "Written notice of the debt, the intention to offset and of rights.",
        "INSPECTION": "Opportunity to inspect and copy records.",
        "REVIEW": "Opportunity for review within the agency.",
        "AGREEMENT": "Opportunity for a written repayment agreement.",
    },
)
describe(
    TreasuryAct,
    "TreasuryAct",
    "What the Treasury is asked to do (DBT-03).",
    {"NOTICE": "Offset federal payments.", "TRANSFER": "Collect the debt."},
)
