"""The function's enumerations as GraphQL shows them."""

from services.accounts.domain.holds import Scope
from services.accounts.domain.sequester import ReleasePolicy
from services.accounts.graphql.enums import describe

describe(
    Scope,
    "HoldScope",
    "What a hold withholds.",
    {
        "CLAIMANT": "One claimant's share of an order's year.",
        "CASE": "Every share of an order's year.",
        "COURT_MATTER": "The shares of every claim that a court matter is about, of any orders and years.",
        "PERCENTAGE": "A percentage of an order's gross amount for a year.",
    },
)
describe(
    ReleasePolicy,
    "SequesterReleasePolicy",
    "When sequestered money becomes available (ACCT-17).",
    {
        "RELEASE_SAME_DISTRIBUTION": "With the distribution itself, so nothing is withheld in effect.",
        "RELEASE_SUPPLEMENTAL": "Later, as a supplement to the same payees.",
    },
)
