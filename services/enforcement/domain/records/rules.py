"""What stands against issuing a demand, its receipt, an extension or a production (REC-01 to REC-16)."""

from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Final

from services.enforcement.domain.law import PRODUCTION
from services.enforcement.domain.records.demands import (
    DemandChannel,
    DemandPurpose,
    Line,
    ProductionOutcome,
)
from shared.refusals import Refusal

_DEMAND = "19 CFR 163.6(a)"
_KEEPERS = "19 USC 1508(a); 19 CFR 163.2"


class RecordkeeperCapacity(StrEnum):
    """Why a person must keep records, or need not (REC-01)."""

    IMPORTER = "IMPORTER"
    DRAWBACK_CLAIMANT = "DRAWBACK_CLAIMANT"
    BONDED_CARRIER_OR_STORER = "BONDED_CARRIER_OR_STORER"
    CAUSES_IMPORTATION = "CAUSES_IMPORTATION"
    AGENT = "AGENT"
    DECLARANT = "DECLARANT"
    ORIGIN_CERTIFIER = "ORIGIN_CERTIFIER"
    DOMESTIC_BUYER = "DOMESTIC_BUYER"
    TRAVELLER = "TRAVELLER"


class RecordActivity(StrEnum):
    """To which activity a record pertains (REC-02, 19 CFR 163.1(a))."""

    IMPORTING = "IMPORTING"
    BONDED_TRANSPORT_OR_STORAGE = "BONDED_TRANSPORT_OR_STORAGE"
    DRAWBACK_CLAIM = "DRAWBACK_CLAIM"
    CERTIFYING_ORIGIN = "CERTIFYING_ORIGIN"
    DUTIES_FEES_AND_TAXES = "DUTIES_FEES_AND_TAXES"
    OTHER_REQUIRED_ACTIVITY = "OTHER_REQUIRED_ACTIVITY"
    NONE = "NONE"


# A buyer who neither controls the terms nor supplies anything, and a traveller within exemption, keep no entry records.
NO_RECORDKEEPER: Final = frozenset({RecordkeeperCapacity.DOMESTIC_BUYER, RecordkeeperCapacity.TRAVELLER})

_SHORTER_ALLOWED: Final = frozenset({DemandPurpose.ADMISSIBILITY, DemandPurpose.RELEASE})


class ReceiptProof(StrEnum):
    """What proves that a demand was received (REC-16)."""

    ACCOUNT_DELIVERY = "ACCOUNT_DELIVERY"
    CARRIER_DELIVERY_RECORD = "CARRIER_DELIVERY_RECORD"


_PROOF_OF: Final = {
    DemandChannel.ELECTRONIC: ReceiptProof.ACCOUNT_DELIVERY,
    DemandChannel.WRITTEN: ReceiptProof.CARRIER_DELIVERY_RECORD,
}


def is_recordkeeper(capacity: RecordkeeperCapacity) -> bool:
    """Whether a person in this capacity must keep entry records (REC-01, 19 USC 1508(a), 19 CFR 163.2)."""
    return capacity not in NO_RECORDKEEPER


def is_record(activity: RecordActivity, *, ordinary_course: bool, is_entry_record: bool) -> bool:
    """Whether a paper or file is a record at all.

    Args:
        activity: to which activity it pertains.
        ordinary_course: it is normally kept in the ordinary course of business.
        is_entry_record: on the (a)(1)(A) list; what the law itself requires for entry is a record whatever the habit.

    Source: REC-02, 19 USC 1508(a), 1509(a)(1), 19 CFR 163.1(a).
    """
    return activity is not RecordActivity.NONE and (ordinary_course or is_entry_record)


def refuse_records(fields: Mapping[str, bool]) -> Sequence[Refusal]:
    """What is demanded and is no record (REC-02).

    Args:
        fields: by the field of each record demanded, whether it is one.
    """
    citation = "19 USC 1508(a), 1509(a)(1); 19 CFR 163.1(a)"
    message = "A record pertains to a customs activity and is normally kept in the ordinary course of business."
    return [
        _refusal("REC_NOT_A_RECORD", "REC-02", citation, message, field)
        for field, is_one in fields.items()
        if not is_one
    ]


def refuse_demand(
    *,
    capacity: RecordkeeperCapacity,
    purpose: DemandPurpose,
    production_days: int,
    issued_on: date,
    lines: Sequence[Line],
    today: date,
) -> Sequence[Refusal]:
    """What stands against a demand, all at once.

    Args:
        capacity: why the person must keep the records.
        purpose: why they are wanted.
        production_days: calendar days from receipt.
        issued_on: day of the demand.
        lines: the records, per release; an empty demand is bad input, not a matter of law.
        today: the legal day of the command.

    Source: REC-01, 19 USC 1508(a); REC-03, 19 USC 1509(a)(1)(A); REC-04, 19 CFR 163.4; REC-11, 19 CFR 163.6(a).
    """
    refusals = []
    if not is_recordkeeper(capacity):
        message = "Entry records can be demanded only of a person who must keep them."
        refusals.append(_refusal("REC_NOT_A_RECORDKEEPER", "REC-01", _KEEPERS, message, "capacity"))
    longest = PRODUCTION.on(issued_on)
    if production_days < longest.days and purpose not in _SHORTER_ALLOWED:
        message = f"Less than {longest.days} days are allowed only to decide admissibility or release."
        refusals.append(_refusal("REC_SHORT_PERIOD_NOT_ALLOWED", "REC-11", _DEMAND, message, "productionDays"))
    if not any(line.is_entry_record for line in lines):
        message = "No record demanded is on the (a)(1)(A) list and applies to its entry."
        refusals.append(_refusal("PEN_NOT_ENTRY_RECORD", "REC-03", "19 USC 1509(a)(1)(A), (e)", message, "releases"))
    elif not any(line.carries_penalty for line in lines):
        message = "The retention period of every entry record demanded was over before the demand."
        refusals.append(_refusal("REC_RETENTION_LAPSED", "REC-04", "19 CFR 163.4", message, "releases"))
    return [*refusals, *_refuse_future("issuedOn", issued_on, today)]


def refuse_receipt(
    *, channel: DemandChannel, issued_on: date, received_on: date, proof: ReceiptProof | None, today: date
) -> Sequence[Refusal]:
    """What stands against a receipt: the clock does not start without proof of it.

    Args:
        channel: how the demand that starts the clock was made.
        issued_on: its day.
        received_on: day of receipt.
        proof: delivery to the person's account (electronic), or the carrier's delivery record (paper).
        today: the legal day of the command.

    Source: REC-16 (design choice under 19 CFR 163.6(a)).
    """
    refusals = []
    if proof is None or proof is not _PROOF_OF.get(channel):
        message = (
            "Receipt is proved by delivery to the person's account (electronic) or the carrier's delivery record "
            "(paper); without it the clock has not started."
        )
        refusals.append(_refusal("REC_NO_PROOF_OF_RECEIPT", "REC-16", _DEMAND, message, "proof"))
    if received_on < issued_on:
        message = f"The demand was issued on {issued_on.isoformat()}; it cannot have been received before."
        refusals.append(_refusal("REC_RECEIVED_BEFORE_ISSUED", "REC-11", _DEMAND, message, "receivedOn"))
    return [*refusals, *_refuse_future("receivedOn", received_on, today)]


def refuse_extension_request(
    *, due_on: date, received_on: date, days: int | None, reason: str, today: date
) -> Sequence[Refusal]:
    """What stands against a request for more time, all at once.

    Args:
        due_on: the due date as extended so far.
        received_on: day the request was received; on the due date is late (CLK-03).
        days: the specific additional period asked for, calendar days.
        reason: the explanation.
        today: the legal day of the command.

    Source: REC-13, 19 CFR 163.6(a).
    """
    refusals = []
    if received_on >= due_on:
        message = f"The request must be received before {due_on.isoformat()}, the day the records are due."
        refusals.append(_refusal("REC_EXTENSION_LATE", "REC-13", _DEMAND, message, "receivedOn"))
    if days is None or days < 1:
        message = "Ask for a specific additional period, in days."
        refusals.append(_refusal("REC_EXTENSION_NO_PERIOD", "REC-13", _DEMAND, message, "days"))
    if not reason.strip():
        message = "Explain why more time is needed."
        refusals.append(_refusal("REC_EXTENSION_NO_REASON", "REC-13", _DEMAND, message, "reason"))
    return [*refusals, *_refuse_future("receivedOn", received_on, today)]


def refuse_extension_grant(*, requested_days: int, approved_days: int) -> Sequence[Refusal]:
    """What stands against approving so many days: at least 1, at most what was asked.

    Source: REC-14, 19 CFR 163.6(a).
    """
    if 1 <= approved_days <= requested_days:
        return []
    message = f"Approve 1 to {requested_days} days, as requested or shorter, or deny the request."
    return [_refusal("REC_EXTENSION_BEYOND_REQUEST", "REC-14", _DEMAND, message, "approvedDays")]


def refuse_production(
    *, received_on: date, produced_on: date, outcomes: Sequence[tuple[ProductionOutcome, str]], today: date
) -> Sequence[Refusal]:
    """What stands against recording a production.

    Args:
        received_on: day the demand was received.
        produced_on: day the records came.
        outcomes: outcome and reason of each line.
        today: the legal day of the command.

    Source: REC-10 (design choice under 19 USC 1509(g)(3)(B)).
    """
    refusals = []
    if produced_on < received_on:
        message = f"The demand was received on {received_on.isoformat()}; it was not answered before."
        refusals.append(_refusal("REC_PRODUCED_BEFORE_DEMAND", "REC-10", _DEMAND, message, "producedOn"))
    for position, (outcome, reason) in enumerate(outcomes):
        if outcome is ProductionOutcome.REJECTED and not reason.strip():
            message = "Say why the record is rejected."
            field = f"lines[{position}].reason"
            refusals.append(_refusal("REC_REJECTION_NO_REASON", "REC-10", _DEMAND, message, field))
    return [*refusals, *_refuse_future("producedOn", produced_on, today)]


def _refuse_future(field: str, day: date, today: date) -> list[Refusal]:
    if day <= today:
        return []
    return [_refusal("DATE_IN_FUTURE", "CLK-04", _DEMAND, f"{day.isoformat()} has not come yet.", field)]


def _refusal(code: str, rule: str, citation: str, message: str, field: str) -> Refusal:
    return Refusal(code=code, rule=rule, citation=citation, message=message, field=field)
