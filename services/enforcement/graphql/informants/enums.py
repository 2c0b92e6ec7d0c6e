"""The enumerations of informant compensation as the API names them, each value described."""

from services.enforcement.domain.informants.access import IdentityField, Outcome, Purpose
from services.enforcement.domain.informants.eligibility import AllegationKind, Route
from services.enforcement.domain.informants.recovery import Causation, Disposition, RecoveryClass
from services.enforcement.domain.informants.states import ClaimState, ContactState
from services.enforcement.graphql.enums import _describe as describe
from services.enforcement.usecases.informants.recoveries import HoldKind

describe(
    IdentityField,
    "InformantIdentityField",
    "What is kept sealed of a person.",
    {
        "NAME": "Name.",
        "ADDRESS": "Address.",
        "CONTACT_DETAILS": "Telephone, mail and the like.",
        "STATEMENT": "Wording of the information.",
        "CLAIM_FORM": "Form 4623 as it was filed.",
    },
)
describe(
    Outcome,
    "InformantReadOutcome",
    "What a read came to.",
    {
        "ALLOWED": "Told.",
        "DENIED": "Not told; the caller saw nothing.",
    },
)
describe(
    Purpose,
    "InformantReadPurpose",
    "Why somebody reads (INF-27).",
    {
        "CONTACT": "Keeping contact.",
        "RECOMMEND": "Recommending on a claim.",
        "DECIDE": "Deciding on a claim.",
        "PAY": "Paying an award.",
        "COURT_ORDER": "An authorised disclosure.",
        "INTEGRITY": "An integrity referral.",
    },
)
describe(
    AllegationKind,
    "InformantAllegationKind",
    "What information is about.",
    {
        "FRAUD": "A fraud upon the customs revenue.",
        "VIOLATION": "A violation, done, under way or contemplated, of a law that customs enforces.",
        "NONE": "Neither.",
    },
)
describe(
    Route,
    "InformantRoute",
    "The two ways to qualify (INF-02).",
    {
        "INFORMATION": "Furnished original information.",
        "DETECTION_SEIZURE": "Detected, seized and reported.",
    },
)
describe(
    Causation,
    "RecoveryCausation",
    "Whether an act led to a recovery (INF-04).",
    {
        "LED_TO": "It led to it.",
        "NOT_CAUSED": "It did not.",
        "UNDETERMINED": "Not decided yet.",
    },
)
describe(
    Disposition,
    "PropertyDisposition",
    "What became of property that was not sold (INF-16).",
    {
        "DESTROYED": "Destroyed under customs or navigation laws.",
        "OFFICIAL_USE": "Delivered to an agency for official use.",
        "RETURNED": "Returned to an owner.",
        "STATE_PROCEEDING": "Transferred to State proceedings before forfeiture.",
    },
)
describe(
    RecoveryClass,
    "RecoveryClass",
    "What was recovered (INF-12).",
    {
        "DUTIES_WITHHELD": "Duties withheld, demanded ones too.",
        "FINE_CIVIL": "A civil fine.",
        "FINE_CRIMINAL": "A criminal fine.",
        "PENALTY": "A penalty, after mitigation.",
        "FORFEITED_BAIL_BOND": "A forfeited bail bond, treated as a fine (INF-18).",
        "FORFEITURE_SALE_PROCEEDS": "Proceeds of forfeited property sold.",
        "REMISSION_PAYMENT": "Money paid for the remission of a forfeiture (INF-17).",
        "COMPROMISE_PAYMENT": "Money paid in compromise.",
        "FORFEITED_PROPERTY": "Forfeited property not sold (INF-16).",
        "INTEREST": "Interest; does not count.",
        "LIQUIDATED_DAMAGES": "Liquidated damages; do not count.",
        "FUTURE_DUTIES": "Higher duties in the future; do not count.",
    },
)
describe(
    ClaimState,
    "InformantClaimState",
    "Where a claim stands (10.2).",
    {
        "FILED_SAC": "With the special agent in charge.",
        "REFUSED": "Refused when filed.",
        "AT_DIRECTOR": "With the port or Center director.",
        "AT_HQ": "At headquarters.",
        "ELIGIBLE": "Found eligible.",
        "DENIED": "Found not eligible.",
        "AWAITING_RECOVERY": "Nothing is payable yet.",
        "READY_TO_AWARD": "Something is payable; headquarters decides.",
        "AWARDED": "Awarded; not paid yet.",
        "PARTLY_PAID": "Paid as far as awarded.",
        "CLOSED_CAP": "The cap is reached.",
        "CLOSED": "No further recovery is possible.",
    },
)
describe(
    ContactState,
    "InformantContactState",
    "Where a contact stands (10.1).",
    {
        "DRAFT": "The person is not advised yet (INF-08).",
        "ADVISED": "Advised of both points.",
        "ACTIVE": "Information is recorded.",
        "LINKED": "Linked to its cases.",
        "CLOSED": "Closed.",
    },
)
describe(
    HoldKind,
    "RecoveryHoldKind",
    "What could still reduce a recovery (INF-22).",
    {
        "PETITION": "A petition.",
        "PROTEST": "A protest.",
        "REFUND_CLAIM": "A claim for a refund.",
    },
)
