"""The domain's enumerations as GraphQL shows them, each value described."""

from collections.abc import Mapping
from enum import EnumMeta

import strawberry

from services.enforcement.domain.law import Culpability
from services.enforcement.domain.penalties.ceilings import OriginCertificate
from services.enforcement.domain.penalties.decision import Defence
from services.enforcement.domain.penalties.states import FailureState
from services.enforcement.domain.records.demands import (
    DemandChannel,
    DemandPurpose,
    ProductionForm,
    ProductionOutcome,
)
from services.enforcement.domain.records.retention import RetentionCategory
from services.enforcement.domain.records.rules import ReceiptProof, RecordActivity, RecordkeeperCapacity
from services.enforcement.domain.records.states import DemandState


def _describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    """Make ``kind`` a GraphQL enum; the rules keep their own enumeration, which knows nothing of GraphQL."""
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


_describe(
    DemandState,
    "RecordDemandState",
    "Where a record demand stands.",
    {
        "ORAL_ONLY": "Demanded orally; must be followed in writing or electronically (REC-09).",
        "ISSUED": "Issued; receipt is not proved yet, so no clock runs (REC-16).",
        "RUNNING": "Received; the records are due (REC-11).",
        "EXTENSION_PENDING": "A request for more time waits for its decision; the clock runs on (REC-15).",
        "SATISFIED": "Every record was accepted by the due date.",
        "FAILED": "The due date passed with a record missing.",
        "WITHDRAWN": "Taken back by the issuing office.",
    },
)
_describe(
    DemandChannel,
    "DemandChannel",
    "How a demand is made (REC-08).",
    {"WRITTEN": "On paper.", "ORAL": "By word of mouth; starts no clock.", "ELECTRONIC": "To the person's account."},
)
_describe(
    DemandPurpose,
    "DemandPurpose",
    "Why the records are wanted (REC-11).",
    {
        "GENERAL": "Any reason; 30 days.",
        "ADMISSIBILITY": "To decide whether goods are admissible; a shorter period is allowed.",
        "RELEASE": "To decide on release; a shorter period is allowed.",
    },
)
_describe(
    RecordkeeperCapacity,
    "RecordkeeperCapacity",
    "Why a person must keep records, or need not (REC-01, 19 USC 1508(a)).",
    {
        "IMPORTER": "Owner, importer, consignee, importer of record or entry filer.",
        "DRAWBACK_CLAIMANT": "Files drawback claims.",
        "BONDED_CARRIER_OR_STORER": "Transports or stores goods under bond.",
        "CAUSES_IMPORTATION": "Controls the terms, or knowingly supplies what goes into the imported goods.",
        "AGENT": "Agent of such a party.",
        "DECLARANT": "Its activities require a declaration or entry.",
        "ORIGIN_CERTIFIER": "Exporter or producer who certifies origin under a trade agreement.",
        "DOMESTIC_BUYER": "Merely orders goods from an importer: keeps no entry records.",
        "TRAVELLER": "Cleared the facility with non-commercial goods within exemption: keeps none.",
    },
)
_describe(
    RetentionCategory,
    "RetentionCategory",
    "Which retention period a record has (REC-04, 19 CFR 163.4).",
    {
        "ENTRY": "5 years from the date of entry.",
        "OTHER_ACTIVITY": "5 years from the activity.",
        "DRAWBACK_CLAIM": "3 years from payment or liquidation of the claim, the later.",
        "PACKING_LIST": "60 calendar days from the end of the release or conditional release period, or redelivery.",
        "INFORMAL_ENTRY_BY_BROKER": "2 years from the informal entry.",
        "LOW_VALUE": "2 years from the entry or activity.",
        "ORIGIN_CERTIFICATE": "5 years from completion.",
        "SET_ELSEWHERE": "Until the day stated.",
    },
)
_describe(
    RecordActivity,
    "RecordActivity",
    "To which activity a record pertains (REC-02).",
    {
        "IMPORTING": "Importing or entering goods.",
        "BONDED_TRANSPORT_OR_STORAGE": "Transport or storage under bond.",
        "DRAWBACK_CLAIM": "Filing a drawback claim.",
        "CERTIFYING_ORIGIN": "Certifying origin under a trade agreement.",
        "DUTIES_FEES_AND_TAXES": "Collecting or paying duties, fees and taxes.",
        "OTHER_REQUIRED_ACTIVITY": "Another activity that customs law requires.",
        "NONE": "None of them: it is no record.",
    },
)
_describe(
    ReceiptProof,
    "ReceiptProof",
    "What proves that a demand was received (REC-16).",
    {
        "ACCOUNT_DELIVERY": "Delivery to the person's account; for an electronic demand.",
        "CARRIER_DELIVERY_RECORD": "The carrier's delivery record; for a demand on paper.",
    },
)
_describe(
    ProductionOutcome,
    "ProductionOutcome",
    "What the officer makes of a record that was produced (REC-10).",
    {
        "ACCEPTED": "The record, or the information by acceptable means.",
        "PARTIAL": "Part of it; the line stays open.",
        "REJECTED": "Not what was demanded; the clock does not start again.",
    },
)
_describe(
    ProductionForm,
    "ProductionForm",
    "In what form a record was produced (REC-10).",
    {
        "ORIGINAL": "The original.",
        "COPY": "An acceptable copy.",
        "ELECTRONIC_IMAGE": "An electronic image.",
        "INFORMATION": "The information by acceptable alternate means.",
    },
)
_describe(
    Culpability,
    "RecordkeepingCulpability",
    "The finding on a missing record (PEN-02).",
    {
        "NONE": "Reasonable care: neither negligence nor willfulness.",
        "NEGLIGENT": "Negligence in maintaining, storing or retrieving it.",
        "WILLFUL": "Willful failure to maintain, store or retrieve it.",
    },
)
_describe(
    OriginCertificate,
    "OriginCertificateKind",
    "Whether the records support an exporter's or producer's certificate (PEN-13).",
    {
        "NONE": "No certificate.",
        "TRADE_AGREEMENT": "A certificate under a trade agreement: the greater of $10,000.00 and the general ceiling.",
        "CANADIAN_AGREEMENT": "An export certificate under the Canadian agreement: up to $10,000.00.",
    },
)
_describe(
    Defence,
    "RecordkeepingDefence",
    "What avoids the penalty for a record (PEN-08).",
    {
        "ACT_OF_GOD": "Lost by an act of God or other casualty beyond the person's fault.",
        "SUBSTANTIAL_COMPLIANCE": "Other evidence that the demand was substantially complied with.",
        "ALREADY_PRESENTED": "Presented to and retained by customs at entry, or submitted on an earlier demand.",
    },
)
_describe(
    FailureState,
    "RecordkeepingFailureState",
    "Where a failure to produce the records of one release stands.",
    {
        "UNDER_REVIEW": "Detected; a decision is to be made.",
        "CLOSED_EXCUSED": "Every missing record is excused (PEN-08).",
        "NOV_ISSUED": "A notice of violation was issued instead of a penalty.",
        "NOV_ANSWERED": "Corrective steps were reported.",
        "CLOSED_1592": "Left to the section 1592 penalty for the omitted information (PEN-09).",
        "CLOSED_1641": "Left to the discipline of a broker (PEN-09).",
        "PENALTY_ISSUED": "A penalty was assessed.",
        "PETITIONED": "A petition against the penalty was filed (PEN-11).",
        "DECIDED": "The petition was decided; what is left is to be paid (RLF-06).",
        "SUPPLEMENTAL": "A supplemental petition was filed (RLF-07).",
        "COLLECTION": "Not paid in time; the full penalty is collected.",
        "CLOSED_PAID": "Paid in full.",
        "CLOSED_NO_ACTION": "Closed without consequence.",
    },
)
