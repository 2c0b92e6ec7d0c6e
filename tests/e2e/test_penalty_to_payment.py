"""Section 1592 matters through the gateway: claimed by enforcement, billed by accounts, paid, known to enforcement."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from typing import Any

import pytest

from deploy.stack import Stack
from tests.e2e.gateway import Client
from tests.stacks import running_stack

pytestmark = [pytest.mark.xdist_group("stack"), pytest.mark.timeout(600)]

DAY = "2024-06-03"
IMPORTER = "77-7777777PP"
ENTRY = {"entryNumber": "E-77", "violatedOn": "2023-01-10", "liquidatedOn": "2023-11-01", "actualLoss": "1000.00"}
MATTER = {
    "importerNumber": IMPORTER,
    "source": "REFERRAL",
    "sourceReference": "referral 1",
    "commercial": False,
    "culpability": "NEGLIGENCE",
    "affectsDuties": True,
    "domesticValue": "900000.00",
    "dutiableValue": "0.00",
    "entries": [ENTRY],
}
CLAIM = {"culpability": "NEGLIGENCE", "penalty": "900.00", "mailedOn": DAY, "changes": "none"}
DUTIES = {"noticeOn": DAY, "merchandise": "valves", "calculation": "per entry"}
PETITION = {"filedOn": DAY, "grounds": "first offence", "copies": 0, "electronic": True}
DECISION = {"mitigated": "400.00", "notifiedOn": DAY, "reasons": "care", "ground": "MITIGATING_CIRCUMSTANCES"}
REFUND = {"ofPenalty": False, "refundReference": "refund 1", "refund": "300.00"}
PAYEE = {"payeeNumber": IMPORTER, "payeeCapacity": "PRINCIPAL"}
OFFER = {"offeredOn": DAY, "offered": "1200.00", "terms": "one sum", "inWriting": True, "civilOnly": True}
REPORT = {"facts": "as pleaded", "terms": "one sum", "probabilityBasisPoints": 5000, "cost": "0.00"}
RECEIVABLES = """{ receivables(first: 100, openOnly: false) {
  edges { node { id kind reference amount collected unpaid } } } }"""
COLLECT = """mutation($input: CollectReceivableInput!, $key: String!) {
  collectReceivable(input: $input, idempotencyKey: $key) { refusals { code } } }"""
COLLECTED = "query($id: ID!) { matter(id: $id) { penaltyCollected dutiesCollected } }"


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    # A stack of its own: its day stays in the time to petition and to pay.
    with running_stack() as started:
        asyncio.run(_on_the_day(started))
        yield started


async def _on_the_day(stack: Stack) -> None:
    async with stack.calendar() as set_day:
        await set_day(date.fromisoformat(DAY))


async def _act(
    client: Client, name: str, given: dict[str, Any], key: str, selection: str = "matter { id state }"
) -> Any:
    """Run a mutation; nothing may be refused."""
    kind = f"{name[0].upper()}{name[1:]}Input"
    document = (
        f"mutation($input: {kind}!, $key: String!) {{ {name}(input: $input, idempotencyKey: $key) "
        f"{{ {selection} refusals {{ code }} }} }}"
    )
    answer = (await client.send(document, input=given, key=f"{key}-{name}")).data[name]
    assert answer["refusals"] == [], name
    return answer


async def _claimed(fpf: Client, key: str) -> dict[str, str]:
    """A matter with a penalty claimed and duties demanded; gives how inputs name it."""
    matter = await _act(fpf, "openMatter", MATTER, key)
    of_matter = {"matterId": matter["matter"]["id"]}
    await _act(fpf, "issuePenaltyClaim", {**of_matter, **CLAIM}, key)
    await _act(fpf, "issueDutyNotice", {**of_matter, **DUTIES}, key)
    return of_matter


async def _until(seen: Callable[[], Awaitable[Any]], wanted: Any) -> None:
    """Ask until the answer is as wanted: events take their time."""
    found = await seen()
    for _ in range(300):
        if found == wanted:
            break
        await asyncio.sleep(0.1)
        found = await seen()
    assert found == wanted


class _Desk:
    """What accounts has of a matter, as a collections officer sees it."""

    def __init__(self, stack: Stack, matter_id: str) -> None:
        self._collector = Client(stack).with_role("collections_officer")
        self._fpf = Client(stack).with_role("fpf_officer")
        self._matter_id = matter_id

    async def receivables(self) -> dict[str, Any]:
        """By kind."""
        edges = (await self._collector.send(RECEIVABLES)).data["receivables"]["edges"]
        return {edge["node"]["kind"]: edge["node"] for edge in edges if edge["node"]["reference"] == self._matter_id}

    async def unpaid(self) -> dict[str, str]:
        """What is left, by kind."""
        return {kind: one["unpaid"] for kind, one in (await self.receivables()).items()}

    async def collect(self, kind: str, amount: str) -> None:
        """A payment comes."""
        given = {"receivableId": (await self.receivables())[kind]["id"], "receivedOn": DAY, "amount": amount}
        answer = await self._collector.send(COLLECT, input=given, key=f"{self._matter_id}-{kind}")
        assert answer.data["collectReceivable"]["refusals"] == []

    async def known(self) -> tuple[str, str]:
        """What enforcement knows was collected."""
        matter = (await self._fpf.send(COLLECTED, id=self._matter_id)).data["matter"]
        return matter["penaltyCollected"], matter["dutiesCollected"]


async def test_a_penalty_is_billed_mitigated_set_off_paid_and_closed(stack: Stack) -> None:
    fpf, branch = Client(stack).with_role("fpf_officer"), Client(stack).with_role("penalties_branch")
    of_matter = await _claimed(fpf, "paid")
    desk = _Desk(stack, of_matter["matterId"])
    await _until(desk.unpaid, {"PENALTY": "900.00", "DUTIES": "1000.00"})
    await _act(fpf, "fileReliefPetition", {**of_matter, **PETITION}, "paid")
    await _act(branch, "decidePetition", {**of_matter, **DECISION}, "paid")
    await _act(fpf, "setOffRefund", {**of_matter, **REFUND, **PAYEE}, "paid", "remaining")
    await _until(desk.unpaid, {"PENALTY": "400.00", "DUTIES": "700.00"})
    await desk.collect("PENALTY", "400.00")
    await desk.collect("DUTIES", "700.00")
    await _until(desk.known, ("400.00", "1000.00"))
    closing = {**of_matter, "finalStatement": "findings and conclusions"}
    assert (await _act(fpf, "closeMatter", closing, "paid"))["matter"]["state"] == "CLOSED_PAID"


async def test_an_accepted_compromise_leaves_nothing_to_collect(stack: Stack) -> None:
    fpf, branch = Client(stack).with_role("fpf_officer"), Client(stack).with_role("penalties_branch")
    of_matter = await _claimed(fpf, "settled")
    desk = _Desk(stack, of_matter["matterId"])
    await _until(desk.unpaid, {"PENALTY": "900.00", "DUTIES": "1000.00"})
    offered = await _act(fpf, "submitCompromiseOffer", {**of_matter, **OFFER}, "settled", "offerId")
    of_offer = {"offerId": offered["offerId"]}
    await _act(fpf, "confirmCompromiseDeposit", {**of_offer, "deposited": "1200.00"}, "settled")
    await _act(fpf, "fileCompromiseReport", {**of_offer, **REPORT}, "settled")
    counsel = Client(stack).with_role("customs_counsel")
    await _act(counsel, "recommendCompromise", {**of_offer, "favourable": True, "reason": "fair"}, "settled")
    decision = {**of_offer, "accept": True, "notifiedOn": DAY, "reason": "fair"}
    assert (await _act(branch, "decideCompromise", decision, "settled"))["matter"]["state"] == "CLOSED_COMPROMISED"
    await _until(desk.unpaid, {"PENALTY": "0.00", "DUTIES": "0.00"})
    amounts = {kind: (one["amount"], one["collected"]) for kind, one in (await desk.receivables()).items()}
    assert amounts == {"PENALTY": ("200.00", "200.00"), "DUTIES": ("1000.00", "1000.00")}
    assert await desk.known() == ("200.00", "1000.00")
