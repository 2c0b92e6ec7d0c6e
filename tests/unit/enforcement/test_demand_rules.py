"""REC-01, REC-03, REC-04, REC-08, REC-10, REC-11, REC-13, REC-14, REC-16: what is refused, all at once."""

from datetime import date

import pytest

from services.enforcement.domain.records.demands import DemandChannel, DemandPurpose, Line, ProductionOutcome
from services.enforcement.domain.records.rules import (
    ReceiptProof,
    RecordkeeperCapacity,
    is_recordkeeper,
    refuse_demand,
    refuse_extension_grant,
    refuse_extension_request,
    refuse_production,
    refuse_receipt,
)
from tests.unit.enforcement.factories import DUE, RECEIVED, a_line

TODAY = date(2024, 5, 20)


def demand_codes(
    *lines: Line,
    capacity: RecordkeeperCapacity = RecordkeeperCapacity.IMPORTER,
    purpose: DemandPurpose = DemandPurpose.GENERAL,
    days: int = 30,
    issued_on: date = RECEIVED,
) -> list[str]:
    refusals = refuse_demand(
        capacity=capacity,
        purpose=purpose,
        production_days=days,
        issued_on=issued_on,
        lines=lines or (a_line(),),
        today=TODAY,
    )
    return [refusal.code for refusal in refusals]


@pytest.mark.parametrize("capacity", list(RecordkeeperCapacity))
def test_rec_01_only_a_recordkeeper_can_be_asked(capacity: RecordkeeperCapacity) -> None:
    keeps = capacity not in (RecordkeeperCapacity.DOMESTIC_BUYER, RecordkeeperCapacity.TRAVELLER)
    assert is_recordkeeper(capacity) is keeps
    assert demand_codes(capacity=capacity) == ([] if keeps else ["REC_NOT_A_RECORDKEEPER"])


@pytest.mark.parametrize(
    ("purpose", "days", "codes"),
    [
        (DemandPurpose.GENERAL, 30, []),
        (DemandPurpose.GENERAL, 29, ["REC_SHORT_PERIOD_NOT_ALLOWED"]),
        (DemandPurpose.ADMISSIBILITY, 3, []),
        (DemandPurpose.RELEASE, 1, []),
    ],
)
def test_rec_11_a_shorter_period_only_for_admissibility_or_release(
    purpose: DemandPurpose, days: int, codes: list[str]
) -> None:
    assert demand_codes(purpose=purpose, days=days) == codes


def test_rec_03_a_demand_names_an_entry_record() -> None:
    assert demand_codes(a_line(entry_record=False)) == ["PEN_NOT_ENTRY_RECORD"]
    assert demand_codes(a_line(entry_record=False), a_line("OTHER")) == []


def test_rec_04_a_demand_of_records_no_longer_kept_is_refused() -> None:
    assert demand_codes(a_line(lapsed=True)) == ["REC_RETENTION_LAPSED"]
    assert demand_codes(a_line(lapsed=True), a_line("OTHER")) == []


def test_rec_08_all_deficiencies_are_told_at_once() -> None:
    codes = demand_codes(
        a_line(entry_record=False), capacity=RecordkeeperCapacity.TRAVELLER, days=10, issued_on=date(2024, 5, 21)
    )
    assert codes == [
        "REC_NOT_A_RECORDKEEPER",
        "REC_SHORT_PERIOD_NOT_ALLOWED",
        "PEN_NOT_ENTRY_RECORD",
        "DATE_IN_FUTURE",
    ]


@pytest.mark.parametrize("channel", list(DemandChannel))
@pytest.mark.parametrize("proof", [None, *ReceiptProof])
def test_rec_16_receipt_is_proved_as_the_demand_was_sent(channel: DemandChannel, proof: ReceiptProof | None) -> None:
    proved = (channel, proof) in {
        (DemandChannel.ELECTRONIC, ReceiptProof.ACCOUNT_DELIVERY),
        (DemandChannel.WRITTEN, ReceiptProof.CARRIER_DELIVERY_RECORD),
    }
    refusals = refuse_receipt(channel=channel, issued_on=RECEIVED, received_on=RECEIVED, proof=proof, today=TODAY)
    assert [refusal.code for refusal in refusals] == ([] if proved else ["REC_NO_PROOF_OF_RECEIPT"])


@pytest.mark.parametrize(
    ("received_on", "code"), [(date(2024, 4, 1), "REC_RECEIVED_BEFORE_ISSUED"), (date(2024, 5, 21), "DATE_IN_FUTURE")]
)
def test_rec_16_the_day_of_receipt(received_on: date, code: str) -> None:
    refusals = refuse_receipt(
        channel=DemandChannel.ELECTRONIC,
        issued_on=RECEIVED,
        received_on=received_on,
        proof=ReceiptProof.ACCOUNT_DELIVERY,
        today=TODAY,
    )
    assert [refusal.code for refusal in refusals] == [code]


def request_codes(received_on: date, days: int | None = 20, reason: str = "the files are in storage") -> list[str]:
    refusals = refuse_extension_request(due_on=DUE, received_on=received_on, days=days, reason=reason, today=TODAY)
    assert {refusal.rule for refusal in refusals} <= {"REC-13", "CLK-04"}
    return [refusal.code for refusal in refusals]


def test_rec_13_tv_16_before_the_due_date_is_strict() -> None:
    assert request_codes(date(2024, 5, 1)) == []
    assert request_codes(date(2024, 5, 2)) == ["REC_EXTENSION_LATE"]


@pytest.mark.parametrize("days", [None, 0, -3])
def test_rec_13_a_request_names_a_specific_period(days: int | None) -> None:
    assert request_codes(date(2024, 5, 1), days=days) == ["REC_EXTENSION_NO_PERIOD"]


def test_rec_13_a_request_is_explained() -> None:
    assert request_codes(date(2024, 5, 1), reason="  ") == ["REC_EXTENSION_NO_REASON"]
    assert request_codes(DUE, days=None, reason="") == [
        "REC_EXTENSION_LATE",
        "REC_EXTENSION_NO_PERIOD",
        "REC_EXTENSION_NO_REASON",
    ]


@pytest.mark.parametrize(("days", "refused"), [(0, True), (1, False), (12, False), (20, False), (21, True)])
def test_rec_14_the_approval_is_at_most_what_was_asked(days: int, refused: bool) -> None:
    assert bool(refuse_extension_grant(requested_days=20, approved_days=days)) is refused


def test_rec_10_a_rejection_says_why_and_production_follows_the_demand() -> None:
    refusals = refuse_production(
        received_on=RECEIVED,
        produced_on=date(2024, 4, 1),
        outcomes=[(ProductionOutcome.ACCEPTED, ""), (ProductionOutcome.REJECTED, " "), (ProductionOutcome.PARTIAL, "")],
        today=TODAY,
    )
    assert [(refusal.code, refusal.field) for refusal in refusals] == [
        ("REC_PRODUCED_BEFORE_DEMAND", "producedOn"),
        ("REC_REJECTION_NO_REASON", "lines[1].reason"),
    ]
    assert not refuse_production(
        received_on=RECEIVED, produced_on=RECEIVED, outcomes=[(ProductionOutcome.REJECTED, "illegible")], today=TODAY
    )
