"""The enumerations of reviews, as GraphQL shows them."""

from services.proceedings.domain.review.acts import (
    EnforcementCause,
    RescissionReason,
    ReviewStage,
    RevocationGround,
)
from services.proceedings.graphql.enums import describe

describe(
    ReviewStage,
    "ReviewStage",
    "The step of a review that more time is given to (REV-04).",
    {"PRELIMINARY": "Preliminary results.", "FINAL": "Final results."},
)
describe(
    RescissionReason,
    "RescissionReason",
    "Why a review ends without results (REV-05, REV-08, REV-09).",
    {
        "WITHDRAWN": "No request remains.",
        "DECLINED": "Commerce does not initiate it.",
        "NOT_BONA_FIDE": "A new shipper has no bona fide sales.",
    },
)
describe(
    EnforcementCause,
    "EnforcementCause",
    "What calls for a subsidies-enforcement review (REV-11, 19 USC 1675(g)).",
    {
        "ARTICLE_8_VIOLATION": "Notice of a violation of Article 8 of the Subsidies Agreement.",
        "COUNTERMEASURES": "The United States has imposed countermeasures.",
        "SUBSIDY_WITHDRAWN": "A WTO member has withdrawn the subsidy.",
    },
)
describe(
    RevocationGround,
    "RevocationGround",
    "What a revocation rests on (REV-10, REV-11).",
    {
        "ADMINISTRATIVE_REVIEW": "An administrative review.",
        "CHANGED_CIRCUMSTANCES": "A changed-circumstances review.",
        "SUBSIDIES_ENFORCEMENT": "A subsidies-enforcement review.",
        "COURT": "A court's decision.",
    },
)
