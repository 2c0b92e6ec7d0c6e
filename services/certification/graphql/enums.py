"""The domain's enumerations as GraphQL shows them, each value described."""

from collections.abc import Mapping
from enum import EnumMeta

import strawberry

from services.certification.domain.expenditures import Category
from services.certification.domain.flags import FlagState
from services.certification.domain.forms import Authority, Channel, Organisation, TaxIdentifierKind
from services.certification.domain.notices import NoticeFlag, NoticeState
from services.certification.domain.producers import ListRole, ProducerKind
from services.certification.domain.risk import RiskKind, Severity
from services.certification.domain.sampling import SampleReason
from services.certification.domain.states import State
from services.certification.domain.verification import HoldState, VerificationState


def describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    """Make ``kind`` a GraphQL enum; the rules keep their own enumeration, which knows nothing of GraphQL."""
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


describe(
    State,
    "CertificationState",
    "States of a certification (rulebook 18.1).",
    {
        "RECEIVED": "Received in time, not yet reviewed.",
        "LATE_DENIED": "Received after the close of the window; denied without review (CERT-03).",
        "UNDER_REVIEW": "A reviewer has it.",
        "RETURNED": "Returned to the producer, which may correct it (CERT-12, CERT-13).",
        "ACCEPTED": "Accepted; its version is frozen (CERT-19).",
        "REJECTED": "Rejected; no distribution.",
        "LAPSED": "Returned and not corrected in time; no distribution (CERT-13).",
        "WITHDRAWN": "Withdrawn by the producer (CERT-17).",
        "SUPERSEDED": "Replaced by a later one within the window (CERT-17).",
        "ALLOCATED": "In a frozen distribution.",
        "SETTLED": "Its distribution was paid.",
    },
)
describe(
    NoticeState,
    "NoticeState",
    "Whether a notice is out (NOTE-04).",
    {"DRAFT": "A restricted draft.", "PUBLISHED": "Published in the Federal Register."},
)
describe(
    NoticeFlag,
    "NoticeFlag",
    "What a notice is marked with; flags never refuse.",
    {
        "NOTICE_LATE": "Published after the last day (NOTE-01).",
        "AS_OF_DATE_DIFFERS": "An amount is stated as of another day than 1 June (NOTE-03).",
    },
)
describe(
    ProducerKind,
    "DomesticProducerKind",
    "Kinds of claimant (PROD-01).",
    {
        "MANUFACTURER": "A manufacturer.",
        "PRODUCER": "A producer.",
        "FARMER": "A farmer.",
        "RANCHER": "A rancher.",
        "WORKER_REPRESENTATIVE": "A worker representative.",
        "ASSOCIATION": "An association of such persons.",
        "OTHER": "Anything else: it may file, and is refused as no producer.",
    },
)
describe(
    ListRole,
    "PetitionRole",
    "What a party did in the petition that led to the order (PROD-02, PROD-03).",
    {
        "PETITIONER": "It petitioned.",
        "SUPPORTER": "It supported the petition.",
        "OPPONENT": "It opposed the petition.",
    },
)
describe(
    Channel,
    "FilingChannel",
    "How a certification reached Customs (CERT-04).",
    {
        "ELECTRONIC": "Filed by the claimant through this API.",
        "PAPER": "Filed on paper, keyed in by a reviewer.",
    },
)
describe(
    Organisation,
    "FormOfOrganisation",
    "The producer's form of organisation (CERT-05 item 6).",
    {
        "CORPORATION": "A corporation.",
        "PARTNERSHIP": "A partnership.",
        "SOLE_PROPRIETORSHIP": "A sole proprietorship.",
    },
)
describe(
    TaxIdentifierKind,
    "TaxIdentifierKind",
    "Which number identifies the producer (CERT-05 item 5).",
    {
        "IRS": "Internal Revenue Service number with its two-character suffix, NN-NNNNNNNXX.",
        "EIN": "Employer identification number, NN-NNNNNNN.",
        "SSN": "Social security number, NNN-NN-NNNN.",
    },
)
describe(
    Authority,
    "SigningAuthority",
    "Why the signer may bind the producer (CERT-11).",
    {
        "OFFICER": "An officer of the corporation.",
        "PARTNER": "A partner.",
        "PROPRIETOR": "The proprietor.",
        "ATTORNEY_IN_FACT": "Holds a power of attorney.",
    },
)
describe(
    Category,
    "ExpenditureCategory",
    "The ten categories of qualifying expenditures (EXP-01, 19 CFR 159.61(c)).",
    {
        "Q01": "Manufacturing facilities.",
        "Q02": "Equipment.",
        "Q03": "Research and development.",
        "Q04": "Personnel training.",
        "Q05": "Acquisition of technology.",
        "Q06": "Health care benefits for employees paid for by the employer.",
        "Q07": "Pension benefits for employees paid for by the employer.",
        "Q08": "Environmental equipment, training, or technology.",
        "Q09": "Acquisition of raw materials and other inputs.",
        "Q10": "Working capital or other funds needed to maintain production.",
    },
)
describe(
    RiskKind,
    "RiskKind",
    "What may be wrong with a claim (VERI-01, EXP-06).",
    {
        "MAGNITUDE": "A line looks like last time's with a misplaced decimal point.",
        "YEAR_ON_YEAR": "The total is a multiple of last time's.",
        "PEER": "The net claim is far above those of the other claimants.",
        "DUPLICATE_ACROSS_FILERS": "Two claimants have the same amounts or tax number.",
        "DUPLICATE_WITH_ASSOCIATION": "An association and its member certify the same expense (EXP-06).",
        "NAME_SIMILARITY": "Two claimants have nearly the same name.",
        "PREDECESSOR_REFILED": "A predecessor's expenditures are claimed again (PROD-04).",
    },
)
describe(
    Severity,
    "RiskSeverity",
    "How much a risk flag matters.",
    {"LOW": "Worth knowing.", "MEDIUM": "Worth a look.", "HIGH": "No certification of the claim while it stands."},
)
describe(
    FlagState,
    "RiskFlagState",
    "Where a risk flag stands.",
    {
        "OPEN": "Nobody has looked yet.",
        "CLEARED": "An officer found nothing wrong with these figures.",
        "CONFIRMED": "An officer found it right; it stands until the claim is put right.",
        "GONE": "The figures changed; the flag no longer applies.",
    },
)
describe(
    SampleReason,
    "SampleReason",
    "Why a claim is in a sample.",
    {
        "HIGH_FLAG": "It has or had a HIGH flag.",
        "LARGEST": "It is among the largest.",
        "DRAWN": "It was drawn by its hash.",
    },
)
describe(
    VerificationState,
    "VerificationState",
    "Where a verification stands (VERI-01 to VERI-04).",
    {
        "OPEN": "Opened, no records requested yet.",
        "RECORDS_REQUESTED": "The producer was asked for its records.",
        "RECORDS_RECEIVED": "The records came.",
        "CONCLUDED": "Concluded; the results took effect.",
        "CLOSED": "Closed without a result.",
    },
)
describe(
    HoldState,
    "VerificationHoldState",
    "Whether a verification holds the claim back (VERI-01).",
    {
        "NONE": "It does not.",
        "PROPOSED": "A hold waits for its approval by somebody else.",
        "APPROVED": "The claim is not certified while the verification lasts.",
        "ENDED": "Refused or released.",
    },
)
