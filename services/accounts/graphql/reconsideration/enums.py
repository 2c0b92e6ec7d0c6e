"""The enumerations of reconsideration as GraphQL shows them."""

from services.accounts.domain.reconsideration.requests import Outcome, RequestState, Screening
from services.accounts.graphql.enums import describe

describe(
    RequestState,
    "ReconsiderationState",
    "Where a request for reconsideration stands.",
    {
        "HELD": "Came before the letters; counts as filed on their day.",
        "FILED": "Filed in time on a reduced payment; to be screened.",
        "REFUSED": "Late, on a payment in full, or alleging no error of Customs.",
        "UNDER_CONSIDERATION": "Alleges an error of Customs; to be decided.",
        "DENIED": "Decided against the producer.",
        "GRANTED": "Granted; funds are looked for.",
        "AWAITING_FUNDS": "Granted, and not all of it could be paid yet.",
        "PAID": "Nothing of it is owed any more.",
    },
)
describe(
    Outcome,
    "ReconsiderationOutcome",
    "How a request was decided.",
    {
        "GRANTED_IN_FULL": "As the producer asked.",
        "GRANTED_IN_PART": "Some of what it asked.",
        "DENIED": "Nothing of what it asked.",
    },
)
describe(
    Screening,
    "ReconsiderationScreening",
    "What a request alleges (RECO-02).",
    {
        "CUSTOMS_ERROR_ALLEGED": "A clerical error or mistake by Customs.",
        "NO_CUSTOMS_ERROR_ALLEGED": "No such error: for example the pro rata shortage itself.",
        "PRODUCER_ERROR": "The producer's own mistake in its certification.",
    },
)
