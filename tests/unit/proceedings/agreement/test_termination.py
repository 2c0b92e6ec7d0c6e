"""Withdrawal, termination, use of the old record (TRM; transition 30)."""

from dataclasses import replace

import pytest

from services.proceedings.domain.agreement.acts import (
    PetitionWithdrawn,
    RecordReused,
    TerminationGround,
    VolumeConsultationsOpened,
)
from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.instructions import Liquidate, Refund, SuspensionTerminated
from services.proceedings.domain.petition.acts import SelfInitiated
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.record.regions import Agreement, Case, Liquidation
from tests.unit.proceedings.agreement.telling import WEIGHED, investigation, notified, outside, termination
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim
from tests.unit.proceedings.record.story import Story, day


def withdrawn(story: Story, on: str = "2024-04-20") -> Story:
    story.tell(PetitionWithdrawn(occurred_on=day(on)))
    return story


def before_preliminary() -> Story:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    return withdrawn(story, "2024-03-01")


def test_trm_01_withdrawal_alone_ends_nothing() -> None:
    assert withdrawn(investigation()).on("2024-05-01").case is Case.INVESTIGATING


def test_trm_01_termination_has_the_effects_of_a_negative_final_fin_11() -> None:
    story = withdrawn(investigation())
    ended, free = story.tell(termination("2024-05-02"))
    assert isinstance(ended, SuspensionTerminated)
    assert isinstance(free, Liquidate)
    assert (ended.entries.first, ended.entries.last) == (day("2024-04-10"), day("2024-05-01"))
    assert (ended.refund, ended.reason, free.reason) == (Refund.ALL, "TERMINATED", "TERMINATED")
    state = story.on("2024-05-02")
    assert (state.case, state.liquidation) == (Case.TERMINATED, Liquidation.LIFTED)


def test_trm_01_before_the_preliminary_there_is_nothing_to_lift() -> None:
    story = before_preliminary()
    assert story.tell(termination("2024-03-05")) == ()
    assert story.on("2024-03-05").case is Case.TERMINATED


def test_trm_01_a_notified_agreement_has_no_force_after_termination() -> None:
    story = investigation()
    story.tell(notified("2024-04-15"))
    withdrawn(story)
    story.tell(termination("2024-05-02"))
    assert story.on("2024-05-02").agreement is Agreement.VOID


def test_trm_01_everything_that_stands_against_a_termination_at_once() -> None:
    act = termination("2024-05-02", by=Authority.CBP, parties_notified_on=day("2024-05-03"))
    assert investigation().refused(act) == ["NOT_AN_AGENCY", "NOT_WITHDRAWN", "PARTIES_NOT_NOTIFIED"]


def test_trm_02_the_commission_waits_for_commerces_preliminary() -> None:
    by_itc = termination("2024-03-05", by=Authority.ITC)
    assert before_preliminary().refused(by_itc) == ["ITC_BEFORE_PRELIMINARY"]
    assert before_preliminary().refused(termination("2024-03-05")) == []
    assert withdrawn(investigation()).refused(termination("2024-05-02", by=Authority.ITC)) == []


def test_trm_02_the_commission_has_no_part_without_an_injury_test() -> None:
    story = withdrawn(outside(), "2024-02-20")
    by_itc = termination("2024-03-05", by=Authority.ITC)
    assert story.refused(by_itc) == ["NOT_AVAILABLE_NON_SAC", "ITC_BEFORE_PRELIMINARY"]


def reuse(on: str) -> RecordReused:
    return RecordReused(occurred_on=day(on), new_case="C-900-002", same_goods=True, other_country=True)


def test_trm_03_the_record_may_be_used_within_three_months() -> None:
    story = withdrawn(investigation(), "2024-04-29")
    assert story.refused(reuse("2024-07-29")) == []
    assert story.refused(reuse("2024-07-30")) == ["RECORD_REUSE_NOT_AVAILABLE"]
    story.tell(termination("2024-05-02"))
    assert story.due("RECORD_REUSE", "2024-05-02") == "2024-07-29"
    story.tell(reuse("2024-06-03"))
    assert story.deadlines("2024-08-01")["RECORD_REUSE"].status is Status.MET


def test_trm_03_not_after_a_second_withdrawal() -> None:
    story = withdrawn(withdrawn(investigation()), "2024-04-25")
    assert story.refused(reuse("2024-05-10")) == ["RECORD_REUSE_NOT_AVAILABLE"]
    refiled = investigation()
    refiled.tell(PetitionWithdrawn(occurred_on=day("2024-04-20"), refiled=True))
    assert refiled.refused(reuse("2024-05-10")) == ["RECORD_REUSE_NOT_AVAILABLE"]


def test_trm_03_same_goods_and_another_country() -> None:
    act = replace(reuse("2024-05-10"), same_goods=False, other_country=False)
    assert withdrawn(investigation()).refused(act) == ["RECORD_REUSE_NOT_AVAILABLE"] * 2
    assert investigation().refused(reuse("2024-05-10")) == ["RECORD_REUSE_NOT_AVAILABLE"]


def test_trm_04_limits_of_volume_must_be_in_the_public_interest() -> None:
    story = withdrawn(investigation())
    act = termination("2024-05-02", ground=TerminationGround.VOLUME_AGREEMENT, public_interest=WEIGHED)
    assert story.refused(act) == []
    assert story.refused(replace(act, public_interest=None)) == ["PUBLIC_INTEREST"]
    assert investigation().refused(act) == ["NOT_WITHDRAWN"]
    assert story.refused(replace(act, by=Authority.ITC)) == ["COMMERCE_ONLY"]


@pytest.mark.parametrize(
    "field", ["consumers_weighed", "economy_weighed", "industry_weighed", "consulted", "in_public_interest"]
)
def test_trm_04_every_factor_is_weighed(field: str) -> None:
    story = withdrawn(investigation())
    act = termination(
        "2024-05-02", ground=TerminationGround.VOLUME_AGREEMENT, public_interest=replace(WEIGHED, **{field: False})
    )
    assert story.refused(act) == ["PUBLIC_INTEREST"]


def test_trm_04_the_president_opens_consultations_within_90_days() -> None:
    story = withdrawn(investigation())
    story.tell(termination("2024-05-02", ground=TerminationGround.VOLUME_AGREEMENT, public_interest=WEIGHED))
    assert story.due("QR_CONSULTATION", "2024-05-02") == "2024-07-31"
    assert story.deadlines("2024-08-01")["QR_CONSULTATION"].status is Status.MISSED
    story.tell(VolumeConsultationsOpened(occurred_on=day("2024-07-15")))
    assert story.deadlines("2024-08-01")["QR_CONSULTATION"].status is Status.MET


def test_trm_05_commerce_ends_its_own_case_without_a_public_interest_test() -> None:
    story = Story()
    story.tell(SelfInitiated(occurred_on=day("2024-01-30"), scope_text="Alpha of every size."))
    act = termination("2024-03-05", ground=TerminationGround.SELF_INITIATED)
    assert story.refused(act) == []
    assert story.refused(replace(act, by=Authority.ITC)) == ["ITC_BEFORE_PRELIMINARY", "COMMERCE_ONLY"]
    assert investigation().refused(replace(act, occurred_on=day("2024-05-02"))) == ["NOT_SELF_INITIATED"]
