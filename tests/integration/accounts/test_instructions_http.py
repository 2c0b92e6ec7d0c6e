"""Instructions over HTTP and NATS: messages of proceedings, an instruction on paper, delivery, and who may do what."""

from typing import Any

import pytest

from tests.integration.accounts.test_http import CASE, IMPORT, Desk, desk, mutation

__all__ = ["desk"]

INSTRUCTION = "instruction { state kind messageNumber entryCount assessed collected refunded interest refundInterest }"
PAPER = mutation("liquidateByInstruction", "LiquidateByInstructionInput", INSTRUCTION)
CONFIRM = mutation("confirmReleaseConditions", "ConfirmReleaseConditionsInput", "entry { number releaseAllowed }")
ENTRY = """{ entry(number: "E1") { exporter producer enteredValue expectedSecurity rateApplied releaseAllowed
  securities { caseNumber expectedSecurity rateApplied rateStep security suspended held releaseAllowed }
  settlements { caseNumber entryClass security duty collected refunded refundInterest disregarded } } }"""
CVD = "C-900-001"


def order(fields: str, case_number: str = CASE) -> str:
    return f"""query {{ _entities(representations: [{{__typename: "Order", caseNumber: "{case_number}"}}])
      {{ ... on Order {{ {fields} }} }} }}"""


async def imported(desk: Desk, case_number: str = CASE, day: str = "2004-11-01") -> None:
    """Import an entry of Alpha's with a value of 1,000.00 and a deposit of 100.00."""
    deposit = {"caseNumber": case_number, "amount": "100.00", "depositedOn": day}
    goods = {"exporter": "Alpha", "producer": "Alpha", "enteredValue": "1000.00"}
    entry = {"number": "E1", "importerNumber": "Importer-1", "filedOn": day, "deposits": [deposit], **goods}
    await desk.do(IMPORT, {"entries": [entry]}, "fund_accountant")


async def test_asm_08_an_instruction_on_paper_and_what_is_shown_of_it(desk: Desk) -> None:
    await desk.open()
    await imported(desk)
    values = {
        "caseNumber": CASE,
        "entryFrom": "2004-01-01",
        "entryTo": "2004-12-31",
        "mode": "RATE",
        "ratePercent": "6.50",
        "reference": "message 5001",
        "liquidatedOn": "2005-11-01",
        "firms": [{"exporter": "alpha"}],
    }
    done = (await desk.do(PAPER, values, "fund_accountant"))["instruction"]
    interest = done.pop("refundInterest")
    assert float(interest) > 0
    assert done == {
        "state": "APPLIED",
        "kind": "LIQUIDATE",
        "messageNumber": None,
        "entryCount": 1,
        "assessed": "65.00",
        "collected": "0.00",
        "refunded": "35.00",
        "interest": "0.00",
    }
    shown = await desk.api.data(
        order("instructions { edges { node { kind entryFrom leftOut { edges { node { code } } } } } }"), roles="auditor"
    )
    (edge,) = shown["_entities"][0]["instructions"]["edges"]
    assert edge["node"] == {"kind": "LIQUIDATE", "entryFrom": "2004-01-01", "leftOut": {"edges": []}}
    (settlement,) = (await desk.api.data(ENTRY, roles="auditor"))["entry"]["settlements"]
    assert settlement == {
        "caseNumber": CASE,
        "entryClass": "DEFINITIVE_INTEREST",
        "security": "100.00",
        "duty": "65.00",
        "collected": "0.00",
        "refunded": "35.00",
        "refundInterest": interest,
        "disregarded": False,
    }


async def test_17_2_messages_of_proceedings_arrive_and_an_entry_knows_its_rate_and_delivery(desk: Desk) -> None:
    base = {"case_number": CVD, "legal_basis": "19 USC 1671b(d)"}
    await desk.publish(
        "proceedings",
        "instruction.suspension-ordered",
        "public",
        {**base, "message_number": 1, "kind": "PROVISIONAL", "effective_from": "2024-04-10"},
    )
    row = {"exporter": "Alpha", "producer": "*", "rate_percent": "10.00", "basis": "CALCULATED", "excluded": False}
    await desk.publish(
        "proceedings",
        "instruction.deposit-rates",
        "public",
        {
            **base,
            "message_number": 2,
            "stage": "PRELIM",
            "instrument": "CASH",
            "rows": [row],
            "effective_from": "2024-04-10",
        },
    )
    await desk.eventually(
        order("suspensions { kind firstOn endOn } instructions { edges { node { kind } } }", CVD),
        "auditor",
        lambda data: len(data["_entities"][0]["instructions"]["edges"]) == 2,
    )
    await imported(desk, CVD, "2024-05-02")
    entry = (await desk.api.data(ENTRY, roles="auditor"))["entry"]
    assert entry == {
        "exporter": "Alpha",
        "producer": "Alpha",
        "enteredValue": "1000.00",
        "expectedSecurity": "100.00",
        "rateApplied": "10.00",
        "releaseAllowed": True,
        "securities": [
            {
                "caseNumber": CVD,
                "expectedSecurity": "100.00",
                "rateApplied": "10.00",
                "rateStep": "EXPORTER",
                "security": "100.00",
                "suspended": True,
                "held": False,
                "releaseAllowed": True,
            }
        ],
        "settlements": [],
    }


async def test_ord_09_goods_are_delivered_when_every_condition_is_confirmed(desk: Desk) -> None:
    await desk.open()
    await imported(desk)
    values: dict[str, Any] = {"entryNumber": "E1", "caseNumber": CASE, "information": True, "records": True}
    for undertaking in (False, True):
        done = await desk.do(CONFIRM, values | {"undertaking": undertaking}, "fund_accountant")
        assert done["entry"] == {"number": "E1", "releaseAllowed": undertaking}


@pytest.mark.parametrize(
    ("document", "values"),
    [
        (PAPER, {"caseNumber": CASE, "entryFrom": "2004-01-01", "mode": "ZERO"}),
        (
            CONFIRM,
            {"entryNumber": "E1", "caseNumber": CASE, "information": True, "records": True, "undertaking": True},
        ),
    ],
)
async def test_only_the_fund_accountant_instructs_and_confirms(
    desk: Desk, document: str, values: dict[str, Any]
) -> None:
    for role in ("auditor", "distribution_preparer", "claimant", "collections_officer"):
        arguments = {"input": values, "key": f"key-{role}"}
        assert await desk.api.error_code(document, arguments, roles=role) == "FORBIDDEN", role
