"""Awards over several payments: what accounts tells, the cap of the case, minimum, deduction, and the end of it all."""

from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.enforcement.domain.informants.access import IdentityField
from services.enforcement.domain.informants.eligibility import (
    AllegationKind,
    Form4623,
    Payee,
    Route,
    Standing,
    is_original,
)
from services.enforcement.domain.informants.law import CapMode
from services.enforcement.domain.informants.recovery import Causation, RecoveryClass
from services.enforcement.events.awards import AWARD_EVENTS
from services.enforcement.events.money_consumed import MoneyRecovered, on_money_recovered
from services.enforcement.storage.informants import queries
from services.enforcement.storage.informants.tables import integrity_referrals, recoveries
from services.enforcement.usecases.informants import awards, claims, contacts, integrity, retention
from services.enforcement.usecases.informants import recoveries as recovering
from shared.database import Cause, CommandResult, Transaction
from shared.events import Envelope
from tests.integration.enforcement.conftest import VAULT, Enforcement
from tests.integration.enforcement.test_record_relief import decide, penalised, petition

LIAISON, HQ = "liaison", "headquarters"
FIRST, SECOND = "CASE-1", "CASE-2"


def codes(result: CommandResult) -> list[str]:
    """Refusals, or the codes kept with the claim."""
    kept = [] if result.value is None else result.value.get("reasons", [])
    return [one.code for one in result.refusals] or kept


class Case:
    """An informant's contact and claim, linked to the cases of one recovery group."""

    def __init__(self, service: Enforcement) -> None:
        self.service = service
        self.contact_id = UUID(int=0)
        self.claim_id = UUID(int=0)

    async def act(self, actor: str, use_case: Any, command: Any, **also: Any) -> CommandResult:
        """A step by somebody."""

        async def step(tx: Transaction, given: Any) -> Any:
            return await use_case(tx, given, **also)

        return await self.service.run(command, step, actor=actor)

    async def advised(self, name: str) -> None:
        """A contact told both points on 1 April 2024."""
        identity = {IdentityField.NAME: name, IdentityField.ADDRESS: f"1 {name} Street"}
        opened = await self.act(
            LIAISON,
            contacts.open_contact,
            contacts.OpenContact(liaison=LIAISON, fingerprint=name, role=LIAISON),
            vault=VAULT,
            identity=identity,
        )
        assert opened.value is not None
        self.contact_id = UUID(opened.value["contact_id"])
        now = self.service.clock.now()
        told = contacts.RecordAdvice(contact_id=self.contact_id, entitlement_at=now, deduction_at=now, role=LIAISON)
        assert not codes(await self.act(LIAISON, contacts.record_advice, told))

    async def informed(self) -> None:
        """Information about a fraud."""
        information = contacts.RecordInformation(
            contact_id=self.contact_id,
            route=Route.INFORMATION,
            received_at=self.service.clock.now(),
            allegations=(AllegationKind.FRAUD,),
            detected=False,
            seized=False,
            reported=False,
            own_violation=False,
            fingerprint="words",
            role=LIAISON,
        )
        assert not codes(
            await self.act(LIAISON, contacts.record_information, information, vault=VAULT, statement="the words")
        )

    async def linked(self, *cases: str) -> CommandResult:
        """The cases that flow from it."""
        link = contacts.LinkRecoveryGroup(contact_id=self.contact_id, case_references=cases, role=LIAISON)
        return await self.act(LIAISON, contacts.link_recovery_group, link)

    async def file(self, standing: Standing = Standing()) -> CommandResult:  # noqa: B008  (frozen)
        """Form 4623."""
        today = self.service.clock.today()
        form = Form4623(
            claimant_name="Alpha",
            claimant_address="1 Alpha Street",
            statement="the words",
            furnished_on=today,
            furnished_to="port office",
            signed_on=today,
            duplicate=True,
            not_an_officer=True,
        )
        command = claims.FileClaim(contact_id=self.contact_id, standing=standing, fingerprint="form", role=LIAISON)
        filed = await self.act(LIAISON, claims.file_claim, command, vault=VAULT, form=form)
        if filed.value is not None:
            self.claim_id = UUID(filed.value["claim_id"])
        return filed

    async def at_headquarters(self, name: str = "Alpha", *cases: str) -> "Case":
        """Filed, both recommendations given."""
        await self.advised(name)
        await self.informed()
        await self.linked(*(cases or (FIRST,)))
        assert not codes(await self.file())
        for step, officer in ((claims.Step.SAC, f"agent-{name}"), (claims.Step.DIRECTOR, f"director-{name}")):
            said = claims.Recommend(
                claim_id=self.claim_id, step=step, approve=True, amount_cents=1_00, reason="file", role=step
            )
            assert not codes(await self.act(officer, claims.recommend, said))
        return self

    async def caused(self, *recovery_ids: UUID) -> None:
        """Headquarters finds that the act led to these."""
        found = tuple(
            claims.CausationFinding(
                recovery_id=one, causation=Causation.LED_TO, other_scheme=False, reason="followed it"
            )
            for one in recovery_ids
        )
        async with self.service.database.reading() as connection:
            claim = await queries.claim_by_id(connection, self.claim_id)
            assert claim is not None
            alleged = await queries.allegations(connection, self.contact_id)
        if claim.state == "AT_HQ":
            originality = tuple(
                claims.OriginalityFinding(allegation_id=row.id, first_known_at=None, original=True, reason="")
                for row in alleged
            )
            command = claims.AssessEligibility(
                claim_id=self.claim_id, originality=originality, causation=found, role=HQ
            )
            assert not codes(await self.act(HQ, claims.assess_eligibility, command))
        else:
            later = claims.DecideCausation(claim_id=self.claim_id, causation=found)
            assert not codes(await self.act(HQ, claims.decide_causation, later))

    async def assess(self) -> list[str]:
        """Why it waits; empty when it is ready."""
        command = awards.AssessClaim(claim_id=self.claim_id, role=HQ)
        return codes(await self.act(HQ, awards.assess_claim, command, mode=CapMode.CASE_TOTAL))

    async def award(self, cents: int) -> list[str]:
        """Headquarters' decision."""
        command = awards.DecideAward(claim_id=self.claim_id, award_cents=cents, reason="as the file shows", role=HQ)
        return codes(await self.act(HQ, awards.decide_award, command, mode=CapMode.CASE_TOTAL))

    async def pay(self, **payee: bool) -> list[str]:
        """Payment asked for and made."""
        asked = awards.RequestPayment(
            claim_id=self.claim_id,
            fund_code="FORFEITURE-FUND",
            officer_when_furnished=False,
            officer_now=False,
            payee=Payee(**{"is_claimant": True, "linked_to_officer": False, "is_split": False, **payee}),
            role=HQ,
        )
        refused = codes(await self.act(HQ, awards.request_payment, asked))
        events = [data for subject, data in await self.service.events() if "award-payment.requested" in subject]
        if not refused:
            async with self.service.uow.begin(Cause(actor="accounts", correlation_id="test")) as tx:
                last = events[-1]
                await awards.award_paid(tx, last["request_id"], last["amount_cents"], tx.today)
        return refused

    async def review(self) -> str:
        """The job, and the claim's state after it."""
        await awards.review_claims(self.service.uow, mode=CapMode.CASE_TOTAL)
        return await self.state()

    async def state(self) -> str:
        """Where the claim stands."""
        async with self.service.database.reading() as connection:
            claim = await queries.claim_by_id(connection, self.claim_id)
        assert claim is not None
        state: str = claim.state
        return state


async def collected(service: Enforcement, case: str, cents: int, kind: str = "PENALTY") -> UUID:
    """Accounts collected money on a case; gives the recovery."""
    source = f"collection-{cents}-{case}"
    event = MoneyRecovered(
        recovery_id=source,
        case_reference=case,
        reference=case,
        kind=kind,
        amount_cents=cents,
        received_on=service.clock.today(),
    )
    async with service.uow.begin(Cause(actor="accounts", correlation_id="test")) as tx:
        await on_money_recovered(tx, event, _NO_ENVELOPE)
    async with service.database.reading() as connection:
        query = sa.select(recoveries.c.id).where(recoveries.c.source_id == source)
        found: UUID = (await connection.execute(query)).scalar_one()
    return found


_NO_ENVELOPE: Envelope = Envelope.__new__(Envelope)


async def test_s02_inf_12_inf_14_several_payments_one_cap(service: Enforcement) -> None:
    case = await Case(service).at_headquarters("Alpha", FIRST)
    await case.caused(await collected(service, FIRST, 600_000_00))
    assert await case.assess() == []
    assert await case.award(150_000_01) == ["INF_OVER_CEILING"]
    assert await case.award(150_000_00) == []
    assert await case.pay() == []
    assert await case.review() == "PARTLY_PAID"
    # A second number opened for the same information joins the group and resets no cap.
    assert not codes(await case.linked(SECOND))
    await case.caused(await collected(service, SECOND, 500_000_00))
    assert await case.review() == "READY_TO_AWARD"
    assert await case.award(100_000_01) == ["INF_OVER_CEILING"]
    assert await case.award(100_000_00) == []
    assert await case.pay() == []
    await collected(service, FIRST, 200_000_00)
    assert await case.review() == "CLOSED_CAP"
    paid = [data["amount_cents"] for subject, data in await service.events() if "award-payment" in subject]
    assert paid == [150_000_00, 100_000_00]


async def test_s05_inf_20_small_recoveries_are_held_and_add_up(service: Enforcement) -> None:
    case = await Case(service).at_headquarters()
    await case.caused(await collected(service, FIRST, 396_20))
    assert await case.assess() == ["INF_BELOW_MINIMUM"]
    assert await case.review() == "AWAITING_RECOVERY"
    await case.caused(await collected(service, FIRST, 1_203_55))
    assert await case.review() == "READY_TO_AWARD"
    assert await case.award(99_99) == ["INF_BELOW_MINIMUM"]
    assert await case.award(399_93) == []


async def test_s03_inf_12_inf_19_inf_22_a_sale_is_provisional_for_three_months_and_purchase_money_is_deducted(
    service: Enforcement,
) -> None:
    case = Case(service)
    await case.advised("Alpha")
    await case.informed()
    today = service.clock.today()
    stipulation = contacts.SignStipulation(
        contact_id=case.contact_id, signed_on=today, document_hash="a1", covers_earlier=True, role=LIAISON
    )
    assert not codes(await case.act(LIAISON, contacts.sign_stipulation, stipulation))
    purchase = contacts.RecordPurchase(contact_id=case.contact_id, paid_on=today, amount_cents=5_000_00, role=LIAISON)
    assert not codes(await case.act(LIAISON, contacts.record_purchase, purchase))
    await case.linked(FIRST)
    assert not codes(await case.file())
    direct = claims.ApplyDirect(claim_id=case.claim_id, role=LIAISON)
    assert not codes(await case.act(LIAISON, claims.apply_direct, direct))
    sale = recovering.RecordRecovery(
        case_reference=FIRST,
        kind=RecoveryClass.FORFEITURE_SALE_PROCEEDS,
        collected_cents=92_500_00,
        expenses_cents=5_412_65,
        liens_cents=2_200_00,
        received_on=date(2024, 3, 18),
        sold_on=date(2024, 3, 18),
        appraised_cents=None,
        disposition=None,
        forfeited=True,
    )
    kept = await case.act("fpf", recovering.record_recovery, sale)
    assert kept.value is not None
    await case.caused(UUID(kept.value["recovery_id"]))
    service.on(date(2024, 6, 18))
    assert await case.assess() == ["INF_NO_NET_RECOVERY"]
    service.on(date(2024, 6, 19))
    assert await case.review() == "READY_TO_AWARD"
    assert await case.award(21_221_84) == ["INF_OVER_CEILING"]
    assert await case.award(21_221_83) == []
    assert await case.pay() == []
    (paid,) = [data for subject, data in await service.events() if "award-payment" in subject]
    assert paid["amount_cents"] == 16_221_83


async def test_inf_22_tv_07_after_a_refund_nothing_is_taken_back_and_nothing_more_is_paid(
    service: Enforcement,
) -> None:
    case = await Case(service).at_headquarters()
    first = await collected(service, FIRST, 600_000_00)
    await case.caused(first)
    assert await case.assess() == []
    assert await case.award(150_000_00) == []
    assert await case.pay() == []
    refund = recovering.AdjustRecovery(recovery_id=first, refunded_cents=80_000_00, reason="protest allowed")
    assert not codes(await case.act("fpf", recovering.adjust_recovery, refund))
    assert await case.review() == "PARTLY_PAID"
    await case.caused(await collected(service, FIRST, 100_000_00))
    assert await case.review() == "READY_TO_AWARD"
    assert await case.award(5_000_01) == ["INF_OVER_CEILING"]
    assert await case.award(5_000_00) == []


async def test_s07_inf_07_inf_15_two_informants_share_and_an_officer_gets_nothing(service: Enforcement) -> None:
    alpha = await Case(service).at_headquarters("Alpha", FIRST)
    beta = await Case(service).at_headquarters("Beta", FIRST)
    recovery = await collected(service, FIRST, 1_600_000_00)
    await alpha.caused(recovery)
    await beta.caused(recovery)
    assert await alpha.assess() == ["INF_STEP_OUT_OF_ORDER"]
    async with service.database.reading() as connection:
        row = await queries.claim_by_id(connection, alpha.claim_id)
    assert row is not None
    shares = claims.AssignShares(group_id=row.group_id, shares=((alpha.claim_id, 60_00), (beta.claim_id, 40_00)))
    assert not codes(await alpha.act(HQ, claims.assign_shares, shares))
    for case, cents in ((alpha, 150_000_00), (beta, 100_000_00)):
        assert await case.assess() == []
        assert await case.award(cents + 1) == ["INF_OVER_CEILING"]
        assert await case.award(cents) == []
    assert await beta.pay(is_split=True) == ["INF_PROHIBITED_SHARING"]
    assert await alpha.pay() == []
    inspector = Case(service)
    await inspector.advised("Gamma")
    await inspector.informed()
    await inspector.linked(FIRST)
    assert codes(await inspector.file(Standing(officer_now=True))) == ["INF_GOV_EMPLOYEE"]
    assert await inspector.state() == "REFUSED"
    sharer = Case(service)
    await sharer.advised("Delta")
    await sharer.informed()
    assert codes(await sharer.file(Standing(shared_with_officer=True))) == ["INF_PROHIBITED_SHARING"]
    async with service.database.reading() as connection:
        opened = (await connection.execute(sa.select(integrity_referrals.c.claim_id))).scalars().all()
    assert set(opened) == {beta.claim_id, sharer.claim_id}
    release = integrity.ReleasePayment(claim_id=beta.claim_id, finding="withdrawn", role=HQ)
    assert codes(await beta.act(LIAISON, integrity.release_payment, release)) == ["SEC_SAME_DECIDER"]
    assert not codes(await beta.act("integrity", integrity.release_payment, release))
    assert await beta.pay() == []


async def test_inf_22_money_of_a_penalty_under_petition_is_provisional(service: Enforcement) -> None:
    """The petition itself is known here: nobody has to note a hold."""
    _, penalty_id = await penalised(service)
    reference = str(penalty_id)
    case = await Case(service).at_headquarters("Alpha", reference)
    await case.caused(await collected(service, reference, 2_000_00))
    assert not (await petition(service, penalty_id, date(2024, 7, 1))).refusals
    assert await case.assess() == ["INF_NO_NET_RECOVERY"]
    await decide(service, penalty_id, 2_000_00, date(2024, 7, 2))
    assert await case.review() == "READY_TO_AWARD"


async def test_inf_23_no_event_names_the_fund(service: Enforcement) -> None:
    case = await Case(service).at_headquarters()
    await case.caused(await collected(service, FIRST, 600_000_00))
    assert await case.assess() == []
    assert await case.award(120_000_00) == []
    assert await case.pay() == []
    async with service.database.reading() as connection:
        (award,) = (await queries.awards_of_claims(connection, [case.claim_id]))[case.claim_id]
    assert award.fund_code == "FORFEITURE-FUND"
    assert not [event for event in AWARD_EVENTS if "fund_code" in event.model_fields]
    for subject, payload in await service.events():
        assert "FORFEITURE-FUND" not in f"{subject} {payload}"
        assert not ({"payee_reference", "case_reference"} <= set(payload))


async def closed(service: Enforcement) -> Case:
    """A contact closed on 1 April 2024, linked to a case."""
    case = Case(service)
    await case.advised("Alpha")
    await case.informed()
    await case.linked(FIRST)
    command = contacts.EndContact(contact_id=case.contact_id, reason="nothing came of it", role=LIAISON)
    assert not codes(await case.act(LIAISON, contacts.close_contact, command))
    return case


async def has_key(service: Enforcement, case: Case) -> bool:
    async with service.database.reading() as connection:
        contact = await queries.contact_by_id(connection, case.contact_id)
        assert contact is not None
        return await queries.key_of(connection, contact.pseudonym) is not None


async def test_inf_29_an_identity_is_kept_as_the_schedule_says_and_then_destroyed(service: Enforcement) -> None:
    case = await closed(service)
    recovery = await collected(service, FIRST, 600_000_00)
    hold = recovering.HoldRecovery(recovery_id=recovery, kind=recovering.HoldKind.PROTEST)
    held = await case.act("fpf", recovering.hold_recovery, hold)
    assert held.value is not None
    destroy = retention.DestroyIdentity(contact_id=case.contact_id, reason="schedule", role=LIAISON)
    attempt = partial(case.act, LIAISON, retention.destroy_identity, destroy, years=5)
    service.on(date(2029, 4, 1))
    assert codes(await attempt()) == ["INF_STEP_OUT_OF_ORDER"]
    await retention.run(service.uow, years=5)
    assert await has_key(service, case)
    released = recovering.ReleaseHold(hold_id=UUID(held.value["hold_id"]))
    assert not codes(await case.act("fpf", recovering.release_hold, released))
    await retention.run(service.uow, years=5)
    assert await has_key(service, case), "the last day of the schedule is kept"
    service.on(date(2029, 4, 2))
    await retention.run(service.uow, years=5)
    assert not await has_key(service, case)


async def test_inf_29_the_liaison_destroys_it_by_hand_only_after_the_schedule(service: Enforcement) -> None:
    case = await closed(service)
    for day, expected in ((date(2025, 4, 1), ["INF_STEP_OUT_OF_ORDER"]), (date(2025, 4, 2), [])):
        service.on(day)
        destroy = retention.DestroyIdentity(contact_id=case.contact_id, reason="schedule", role=LIAISON)
        assert codes(await case.act(LIAISON, retention.destroy_identity, destroy, years=1)) == expected
    assert not await has_key(service, case)


@pytest.mark.parametrize(
    ("later", "original"), [(timedelta(microseconds=400_000), False), (timedelta(seconds=1), True)]
)
def test_inf_03_is_decided_to_the_second(later: timedelta, original: bool) -> None:
    received = datetime(2024, 4, 1, 12, 0, 0, tzinfo=UTC)
    assert is_original(received, received + later) is original
