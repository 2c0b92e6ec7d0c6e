"""Enumerations of attachments, amendments and kinds of notices as GraphQL shows them, each value described."""

from services.certification.domain.amendments import AmendmentKind
from services.certification.domain.attachments import AttachmentKind
from services.certification.domain.notices import NoticeKind
from services.certification.graphql.enums import describe

describe(
    AttachmentKind,
    "AttachmentKind",
    "What an attached document shows (PROD-04 to PROD-06, VERI-03).",
    {
        "POWER_OF_ATTORNEY": "That an association may file for its members (PROD-06).",
        "SUCCESSION": "How a company succeeded to a listed one (PROD-04).",
        "MEMBERSHIP_PROOF": "Membership in a listed association when it petitioned (PROD-05).",
        "SUPPORTING_RECORDS": "Records that support the expenditures (VERI-03).",
    },
)
describe(
    AmendmentKind,
    "AmendmentKind",
    "What an officer records on top of the Commission's list of an order.",
    {
        "SUCCESSION": "A company succeeded to the operations of a listed producer (PROD-04).",
        "ACQUISITION": "A listed producer was acquired (PROD-08).",
        "MEMBERSHIP": "A producer was a member of a listed association when it petitioned (PROD-05).",
        "REVOCATION": "An earlier amendment is taken back.",
    },
)
describe(
    NoticeKind,
    "NoticeKind",
    "Kinds of notices (NOTE-06).",
    {
        "ORDINARY": "A year's notice of intent to distribute.",
        "FINAL": "The notice of final distribution of an order whose account is to end (TERM-02).",
    },
)
