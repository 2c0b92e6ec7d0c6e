"""The regions of a proceeding and the words of the deadline engine, as GraphQL shows them."""

from enum import EnumMeta

from services.proceedings.domain.deadlines.clocks import Actor, DeadlineClass, Kind
from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.record.regions import (
    Agreement,
    Case,
    Commerce,
    Critical,
    Itc,
    Liquidation,
    Segment,
)
from services.proceedings.graphql.enums import describe


def describe_plainly(kind: EnumMeta, name: str, description: str) -> None:
    """Make ``kind`` a GraphQL enum whose values say what they are by their names."""
    words = {member: f"{member.replace('_', ' ').capitalize()}." for member in kind.__members__}
    describe(kind, name, description, words)


describe_plainly(Case, "CaseState", "Where a case stands (15.1).")
describe_plainly(Commerce, "CommerceState", "Commerce's track (15.1).")
describe_plainly(Itc, "CommissionState", "The Commission's track (15.1).")
describe_plainly(Liquidation, "LiquidationState", "Whether customs may liquidate the entries concerned (15.1).")
describe_plainly(Critical, "CriticalCircumstancesState", "Critical circumstances (15.1).")
describe_plainly(Agreement, "AgreementState", "A suspension agreement (15.1).")
describe_plainly(Segment, "ReviewState", "A review after the order (15.1).")
describe_plainly(Authority, "ActAuthority", "Whose act it is.")
describe_plainly(Actor, "DeadlineActor", "Who must act.")
describe(
    Kind,
    "DeadlineKind",
    "What a day is (CAL-03).",
    {
        "ACT": "An act is due by it; it rolls to a business day and is tolled.",
        "EFFECTIVE": "A legal effect begins or ends; the day never moves.",
        "GUARD": "Something is tested against it; it is never rolled in the shortening direction.",
        "MONITOR": "An alert is raised when it passes; nothing follows by law.",
    },
)
describe(
    DeadlineClass,
    "DeadlineClass",
    "Who may move a deadline (CAL-10).",
    {
        "STATUTORY_FIXED": "Nobody; it rolls and is tolled.",
        "STATUTORY_EXTENDABLE": "Only on the stated ground, only to the stated cap.",
        "REGULATORY": "Commerce, for good cause, unless a statute forbids.",
        "POLICY": "Configuration.",
    },
)
describe(
    Status,
    "DeadlineStatus",
    "What became of a deadline.",
    {
        "OPEN": "Still to come.",
        "MET": "The act was done, or the effect has come.",
        "MISSED": "The day passed without the act; the case goes on (CAL-11).",
        "CANCELLED": "Nobody needs to act any more.",
        "SUPERSEDED": "An extension or another rule took its place.",
    },
)
