"""The end of an account on a real database: TERM-01 to TERM-05, 18.2, S17."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from services.accounts.domain.ledger import Account
from services.accounts.domain.reliquidation import Cause
from services.accounts.domain.termination import Blocking, Condition, LegalActionKind, LegalActionOutcome
from services.accounts.storage import entries
from services.accounts.storage.reliquidations.tables import refunds as refunds_table
from services.accounts.storage.termination import conditions
from services.accounts.storage.termination.tables import final_notices, sweeps
from services.accounts.usecases.pay_distribution import (
    CloseDistribution,
    NotifyDistribution,
    close_distribution,
    notify_distribution,
)
from services.accounts.usecases.record_collections import RecordCollections, record_collections
from services.accounts.usecases.reliquidations.court_refund import record_court_refund
from services.accounts.usecases.reliquidations.record import record_reliquidations
from services.accounts.usecases.reliquidations.reverse_refund import ReverseRefund, reverse_refund
from services.accounts.usecases.reverse_collection import ReverseCollection, reverse_collection
from services.accounts.usecases.termination.legal_actions import (
    ConcludeLegalAction,
    RegisterLegalAction,
    conclude_legal_action,
    register_legal_action,
)
from services.accounts.usecases.termination.sweep import (
    ApproveSweep,
    ProposeSweep,
    WithdrawSweep,
    approve_sweep,
    propose_sweep,
    withdraw_sweep,
)
from services.accounts.usecases.termination.uncollectible import (
    ApproveUncollectible,
    ProposeUncollectible,
    approve_uncollectible,
    propose_uncollectible,
)
from tests.integration.accounts.conftest import CASE, Desk, a_claim, a_liquidation, claims_certified, notice_published
from tests.integration.accounts.test_entries import a_collection
from tests.integration.accounts.test_reliquidations import a_batch, a_court_refund, a_reliquidation, state

ALL_MET = dict.fromkeys(Condition, Blocking(count=0, items=()))


def final_notice(*case_numbers: str, fiscal_year: int = 2007, published_on: str = "2007-06-01") -> dict[str, Any]:
    """Payload of ``notice.published`` for a final distribution."""
    payload = notice_published(*case_numbers, fiscal_year=fiscal_year)
    return payload | {"kind": "FINAL", "published_on": published_on, "sweep_after": None}


async def blocking(desk: Desk) -> Mapping[Condition, Blocking]:
    """What blocks the order's end today."""
    async with desk.database.reading() as connection:
        return await conditions.blocking(connection, CASE, desk.clock.today())


async def unmet(desk: Desk) -> dict[Condition, tuple[str, ...]]:
    """Blocking items of the conditions that are not true."""
    return {condition: found.items for condition, found in (await blocking(desk)).items() if found.count}


async def revoke(desk: Desk, on: str = "2004-05-01") -> None:
    """End the order."""
    await desk.receive("order.revoked", {"case_number": CASE, "revoked_on": on, "fr_citation": None})


async def settled(desk: Desk, cents: int = 150_000_00) -> None:
    """A revoked order whose one entry is settled, on 1 June 2007."""
    await desk.deposit("E1", cents)
    await desk.liquidate(a_liquidation("E1", cents))
    await revoke(desk)
    desk.on(date(2007, 6, 1))


async def pay_final(desk: Desk) -> str:
    """Pay the final distribution of FY2007 on 29 November 2007."""
    claims = (a_claim("0001", "Alpha", 80_000_00), a_claim("0002", "Beta", 30_000_00))
    await desk.receive("claims.certified", claims_certified(*claims, fiscal_year=2007))
    desk.on(date(2007, 11, 29))
    await desk.close(2007)
    return await desk.distribute(year=2007)


async def close(desk: Desk, distribution_id: str) -> None:
    """Notify on 29 November 2007, close when nobody can ask for reconsideration any more."""
    await desk.done(notify_distribution, NotifyDistribution(distribution_id=UUID(distribution_id)))
    desk.on(date(2008, 1, 2))
    await desk.done(close_distribution, CloseDistribution(distribution_id=UUID(distribution_id)))


async def terminated(desk: Desk) -> None:
    """Go through S17 to the sweep."""
    await settled(desk)
    await desk.receive("notice.published", final_notice(CASE))
    await close(desk, await pay_final(desk))
    sweep = await desk.done(propose_sweep, ProposeSweep(case_number=CASE), actor="preparer")
    await desk.done(approve_sweep, ApproveSweep(sweep_id=UUID(sweep["sweep_id"])), actor="approver")


async def test_s17_final_distribution_and_termination(desk: Desk) -> None:
    await settled(desk)
    assert await blocking(desk) == ALL_MET
    await desk.receive("notice.published", final_notice(CASE))
    await desk.receive("notice.published", final_notice(CASE))
    assert await state(desk) == "FINAL_NOTICE"
    assert await desk.rows(final_notices, "sweep_after", "ordinary_on") == [(date(2007, 8, 30), None)]
    refused = await desk.refused(propose_sweep, ProposeSweep(case_number=CASE))
    assert set(refused.values()) == {"ILLEGAL_TRANSITION"}

    distribution_id = await pay_final(desk)
    assert await state(desk) == "FINAL_PAID"
    assert (await desk.balances())[Account.SPECIAL] == 40_000_00
    assert await desk.refused(propose_sweep, ProposeSweep(case_number=CASE)) == {
        "caseNumber": "DISTRIBUTION_NOT_CLOSED"
    }
    await close(desk, distribution_id)
    value = await desk.done(propose_sweep, ProposeSweep(case_number=CASE), actor="preparer")
    sweep_id = UUID(value["sweep_id"])
    again = await desk.refused(propose_sweep, ProposeSweep(case_number=CASE))
    assert again == {"caseNumber": "ALREADY_PROPOSED"}
    command = ApproveSweep(sweep_id=sweep_id)
    assert await desk.refused(approve_sweep, command, actor="preparer") == {"sweepId": "SAME_PERSON"}
    await desk.done(approve_sweep, command, actor="approver")
    assert await state(desk) == "TERMINATED"
    balances = await desk.balances()
    assert Account.SPECIAL not in balances
    assert balances[Account.GENERAL_FUND] == 40_000_00
    assert (await desk.events("special-account.swept"))[0]["amount_cents"] == 40_000_00
    assert (await desk.events("special-account.terminated"))[0]["terminated_on"] == "2008-01-02"
    assert await desk.refused(approve_sweep, command, actor="approver") == {"sweepId": "NOT_PROPOSED"}
    await desk.verified()


async def test_term_03_the_sweep_waits_for_the_90_days(desk: Desk) -> None:
    """A notice of late November: the distribution may close earlier than the statute's 90 days are over."""
    await settled(desk)
    await desk.receive("notice.published", final_notice(CASE, published_on="2007-11-01"))
    await close(desk, await pay_final(desk))
    desk.on(date(2008, 1, 30))
    assert await desk.refused(propose_sweep, ProposeSweep(case_number=CASE)) == {"caseNumber": "TOO_EARLY"}
    desk.on(date(2008, 1, 31))
    await desk.done(propose_sweep, ProposeSweep(case_number=CASE))


async def test_term_03_a_sweep_can_be_withdrawn(desk: Desk) -> None:
    await settled(desk)
    await desk.receive("notice.published", final_notice(CASE))
    await close(desk, await pay_final(desk))
    value = await desk.done(propose_sweep, ProposeSweep(case_number=CASE))
    await desk.done(withdraw_sweep, WithdrawSweep(sweep_id=UUID(value["sweep_id"])))
    command = ApproveSweep(sweep_id=UUID(value["sweep_id"]))
    assert await desk.refused(approve_sweep, command, actor="approver") == {"sweepId": "NOT_PROPOSED"}
    await desk.done(propose_sweep, ProposeSweep(case_number=CASE))


async def test_term_04_after_the_sweep_money_goes_to_the_general_fund_and_refunds_come_from_the_appropriation(
    desk: Desk,
) -> None:
    await desk.deposit("E2", 1_000_00)
    await desk.liquidate(a_liquidation("E2", 1_500_00))
    value = await desk.done(
        propose_uncollectible, ProposeUncollectible(entry_number="E2", case_number=CASE, reason="importer dissolved")
    )
    command = ApproveUncollectible(proposal_id=UUID(value["proposal_id"]))
    assert await desk.refused(approve_uncollectible, command) == {"proposalId": "SAME_PERSON"}
    await desk.done(approve_uncollectible, command, actor="another")
    await terminated(desk)
    fund = (await desk.balances())[Account.GENERAL_FUND]

    row = a_collection("E2", duty_cents=500_00, received_on=date(2008, 1, 2))
    done = await desk.done(record_collections, RecordCollections(collections=(row,)))
    assert done == {"collections": 1, "special_account_cents": 0, "general_fund_cents": 500_00}
    assert (await desk.balances())[Account.GENERAL_FUND] == fund + 500_00

    batch = a_batch(a_reliquidation("E2", 300_00, cause=Cause.COURT, on=date(2008, 1, 2)))
    done = await desk.done(record_reliquidations, batch)
    assert done["appropriation_cents"] == 1_000_00
    assert done["general_fund_cents"] == 200_00
    assert await desk.rows(refunds_table, "special_cents", "distributed_cents") == [(0, 0)]
    balances = await desk.balances()
    assert balances[Account.REFUND_APPROPRIATION] == -1_000_00
    assert Account.SPECIAL not in balances
    assert await state(desk) == "TERMINATED"

    ((refund_id,),) = await desk.rows(refunds_table, "id")
    await desk.done(reverse_refund, ReverseRefund(refund_id=refund_id, reason="reversed on appeal"), actor="another")
    assert Account.REFUND_APPROPRIATION not in await desk.balances()
    done = await desk.done(record_reliquidations, batch)
    assert done["appropriation_cents"] == 1_000_00
    await desk.verified()


async def test_term_04_what_is_taken_back_after_the_sweep_comes_from_where_it_went(desk: Desk) -> None:
    await desk.deposit("E2", 1_000_00)
    await desk.liquidate(a_liquidation("E2", 1_500_00))
    row = a_collection("E2", duty_cents=500_00)
    await desk.done(record_collections, RecordCollections(collections=(row,)))
    value = await desk.done(record_court_refund, a_court_refund("E2", 100_00))
    await terminated(desk)
    fund = (await desk.balances())[Account.GENERAL_FUND]
    refund = ReverseRefund(refund_id=UUID(value["refund_id"]), reason="reversed on appeal")
    await desk.done(reverse_refund, refund, actor="another")
    assert (await desk.balances())[Account.GENERAL_FUND] == fund + 100_00
    async with desk.database.reading() as connection:
        (collected,) = (await entries.collections_by_entry(connection, ["E2"]))["E2"]
    await desk.done(reverse_collection, ReverseCollection(collection_id=collected.id, reason="check returned unpaid"))
    balances = await desk.balances()
    assert balances[Account.GENERAL_FUND] == fund + 100_00 - 500_00
    assert Account.SPECIAL not in balances
    await desk.verified()


async def test_term_01_every_condition_names_what_blocks_it(desk: Desk) -> None:
    for number in ("E1", "E2", "E3"):
        await desk.deposit(number, 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_500_00), a_liquidation("E2", 1_000_00, liquidated_on=date(2005, 11, 1)))
    suit = RegisterLegalAction(
        case_number=CASE,
        entry_number=None,
        kind=LegalActionKind.COURT_ACTION,
        reference="Ct. 05-00001",
        filed_on=date(2005, 11, 1),
    )
    await desk.done(register_legal_action, suit)
    assert await unmet(desk) == {
        Condition.ORDER_TERMINATED: (CASE,),
        Condition.ENTRIES_LIQUIDATED: ("E3",),
        Condition.AMOUNTS_COLLECTED: ("E1",),
        Condition.LIQUIDATIONS_FINAL: ("E2",),
        Condition.ACTIONS_CONCLUDED: ("COURT_ACTION Ct. 05-00001",),
    }
    await desk.receive("notice.published", final_notice(CASE, fiscal_year=2006, published_on="2005-11-29"))
    assert await state(desk) == "OPEN"
    ((because,),) = await desk.rows(final_notices, "ordinary_because")
    assert because.startswith("ORDER_TERMINATED, ENTRIES_LIQUIDATED")


async def test_acct_13_a_liquidation_is_final_when_no_protest_can_be_filed(desk: Desk) -> None:
    """Entry 2004-05-10 liquidated 2005-03-01: until 2005-05-30. Entry 2005-01-10, 2005-11-18: until 2006-05-17."""
    await desk.deposit("E1", 1_000_00, filed_on=date(2004, 5, 10))
    await desk.deposit("E2", 1_000_00, filed_on=date(2005, 1, 10))
    await desk.liquidate(a_liquidation("E1", 1_000_00), a_liquidation("E2", 1_000_00, liquidated_on=date(2005, 11, 18)))
    for day, open_entries in (
        (date(2005, 5, 30), ("E1", "E2")),
        (date(2005, 5, 31), ("E2",)),
        (date(2006, 5, 17), ("E2",)),
    ):
        desk.on(day)
        assert (await unmet(desk))[Condition.LIQUIDATIONS_FINAL] == open_entries
    desk.on(date(2006, 5, 18))
    assert Condition.LIQUIDATIONS_FINAL not in await unmet(desk)
    row = a_reliquidation("E1", 900_00, cause=Cause.COURT, on=date(2006, 5, 18))
    await desk.done(record_reliquidations, a_batch(row))
    desk.on(date(2006, 8, 16))
    assert (await unmet(desk))[Condition.LIQUIDATIONS_FINAL] == ("E1",)
    desk.on(date(2006, 8, 17))
    assert Condition.LIQUIDATIONS_FINAL not in await unmet(desk)


async def test_term_01_an_allowed_protest_waits_for_its_refund(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    protest = RegisterLegalAction(
        case_number=CASE,
        entry_number="E1",
        kind=LegalActionKind.PROTEST,
        reference="4601-05-100001",
        filed_on=date(2005, 5, 30),
    )
    value = await desk.done(register_legal_action, protest)
    assert await desk.refused(register_legal_action, protest) == {"reference": "ALREADY_REGISTERED"}
    action_id = UUID(value["action_id"])
    early = ConcludeLegalAction(action_id=action_id, outcome=LegalActionOutcome.ALLOWED, concluded_on=date(2005, 5, 29))
    assert await desk.refused(conclude_legal_action, early) == {"concludedOn": "CONCLUDED_BEFORE_FILED"}
    allowed = ConcludeLegalAction(
        action_id=action_id, outcome=LegalActionOutcome.ALLOWED, concluded_on=date(2005, 10, 3)
    )
    await desk.done(conclude_legal_action, allowed)
    assert await desk.refused(conclude_legal_action, allowed) == {"actionId": "ALREADY_CONCLUDED"}
    assert (await unmet(desk))[Condition.REFUNDS_PAID] == ("E1",)
    await desk.done(record_reliquidations, a_batch(a_reliquidation("E1", 900_00, on=date(2005, 10, 3))))
    assert Condition.REFUNDS_PAID not in await unmet(desk)


async def test_acct_13_a_protest_filed_too_late_is_refused(desk: Desk) -> None:
    await desk.deposit("E1", 1_000_00)
    await desk.liquidate(a_liquidation("E1", 1_000_00))
    late = RegisterLegalAction(
        case_number=CASE,
        entry_number="E1",
        kind=LegalActionKind.PROTEST,
        reference="4601-05-100001",
        filed_on=date(2005, 5, 31),
    )
    assert await desk.refused(register_legal_action, late) == {"filedOn": "PROTEST_TOO_LATE"}


async def test_term_02_what_reopens_the_account_makes_the_notice_an_ordinary_one(desk: Desk) -> None:
    await settled(desk)
    await desk.receive("notice.published", final_notice(CASE))
    desk.on(date(2007, 7, 2))
    row = a_reliquidation("E1", 149_000_00, cause=Cause.COURT, on=date(2007, 7, 2))
    await desk.done(record_reliquidations, a_batch(row))
    assert await state(desk) == "OPEN"
    (event,) = await desk.events("final-distribution.reopened")
    assert event["notice_id"] == "notice-2007"
    assert event["reopened_on"] == "2007-07-02"
    assert await desk.rows(final_notices, "ordinary_on") == [(date(2007, 7, 2),)]
    # Claims stay valid: the distribution is paid like any other, and nothing is swept.
    await pay_final(desk)
    assert await state(desk) == "OPEN"
    refused = await desk.refused(propose_sweep, ProposeSweep(case_number=CASE))
    assert set(refused.values()) == {"ILLEGAL_TRANSITION"}


async def test_term_02_a_new_suit_reopens_an_account_that_is_paid_and_withdraws_its_sweep(desk: Desk) -> None:
    await settled(desk)
    await desk.receive("notice.published", final_notice(CASE))
    await close(desk, await pay_final(desk))
    await desk.done(propose_sweep, ProposeSweep(case_number=CASE))
    suit = RegisterLegalAction(
        case_number=CASE,
        entry_number="E1",
        kind=LegalActionKind.COURT_ACTION,
        reference="Ct. 08-00001",
        filed_on=date(2008, 1, 2),
    )
    await desk.done(register_legal_action, suit)
    assert await state(desk) == "OPEN"
    assert await desk.rows(sweeps, "withdrawn_on", "amount_cents") == [(date(2008, 1, 2), None)]


async def test_term_05_a_revoked_order_goes_on_until_its_account_ends(desk: Desk) -> None:
    await revoke(desk)
    await desk.fund(1_000_00)
    assert await state(desk) == "OPEN"
    assert (await desk.balances())[Account.SPECIAL] == 1_000_00
