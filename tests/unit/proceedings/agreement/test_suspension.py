"""From the proposal to the suspension (SUS-01 to SUS-11, SUS-22; transitions 19 and 20)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from services.proceedings.domain.agreement.acts import (
    AgreementAccepted,
    AgreementDeclined,
    AgreementProposed,
    EntryConditionSet,
    ExportsReported,
    PetitionWithdrawn,
    VolumeConsultationsOpened,
)
from services.proceedings.domain.agreement.facts import exported, over_cap
from services.proceedings.domain.agreement.terms import AgreementTerms, AgreementType, Signatory
from services.proceedings.domain.critical.acts import CriticalAlleged, CriticalFinding, CriticalPreliminary
from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.instructions import (
    DepositRates,
    Liquidate,
    Refund,
    SuspensionKind,
    SuspensionOrdered,
    SuspensionTerminated,
)
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.record.acts import Visibility
from services.proceedings.domain.record.regions import Agreement, Case, Commerce, Itc, Liquidation
from tests.unit.proceedings.agreement.telling import (
    TERMS,
    acceptance,
    investigation,
    notified,
    outside,
    review_petition,
    suspend,
    termination,
)
from tests.unit.proceedings.petition.telling import initiate
from tests.unit.proceedings.preliminary.telling import itc_prelim, prelim, rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day

ON = "2024-05-15"


def ready(kind: str = "INJURY") -> Story:
    """Notice was given on 15 April: the earliest suspension is 15 May."""
    story = investigation()
    story.tell(notified("2024-04-15", kind))
    return story


def with_terms(kind: str, **changes: object) -> AgreementAccepted:
    terms: AgreementTerms = replace(TERMS[kind], **changes)  # type: ignore[arg-type]
    return replace(acceptance(ON, kind), terms=terms)


@pytest.mark.parametrize("kind", ["ELIM", "CEASE", "INJURY", "QR"])
def test_sus_09_an_agreement_that_meets_every_rule_is_accepted(kind: str) -> None:
    story = ready(kind)
    assert story.refused(acceptance(ON, kind)) == []
    story.tell(acceptance(ON, kind))
    assert story.on(ON).case is Case.INVESTIGATING
    story.publish(len(story.record), ON)
    state = story.on(ON)
    assert (state.case, state.agreement, state.itc) == (Case.SUSPENDED, Agreement.IN_FORCE, Itc.SUSPENDED)
    assert state.commerce is Commerce.PRELIM_AFF


def test_sus_07_a_proposal_comes_within_seven_days() -> None:
    story = to_preliminary(Story())
    act = AgreementProposed(occurred_on=day("2024-04-11"), type=AgreementType.ELIM, signatory=Signatory.GOVERNMENT)
    assert act.visibility is Visibility.RESTRICTED
    assert story.refused(act) == []
    late = replace(act, occurred_on=day("2024-04-12"))
    assert story.refused(late) == ["PROPOSAL_LATE"]
    assert story.refused(replace(late, good_cause=True)) == []


def test_sus_08_the_notice_is_complete() -> None:
    act = replace(notified("2024-04-15"), consulted=False, copy_given=False, explained=False)
    planned = replace(act, planned_on=day("2024-05-14"))
    assert investigation().refused(planned) == [
        "PETITIONER_NOT_CONSULTED",
        "COPY_MISSING",
        "EXPLANATION_MISSING",
        "NOTICE_TOO_SHORT",
    ]


def test_sus_08_thirty_days_between_notice_and_suspension() -> None:
    story = ready()
    assert story.refused(replace(acceptance("2024-05-10"), effective_on=day("2024-05-14"))) == ["NOTICE_TOO_SHORT"]
    story.tell(acceptance("2024-05-10"))
    number = len(story.record)
    assert story.publication_refused(number, "2024-05-14") == ["NOTICE_TOO_SHORT"]
    assert story.publication_refused(number, "2024-05-15") == []


def test_sus_08_the_latest_notice_counts() -> None:
    story = ready()
    story.tell(notified("2024-04-20"))
    story.tell(acceptance("2024-05-10"))
    assert story.publication_refused(len(story.record), "2024-05-19") == ["NOTICE_TOO_SHORT"]
    assert story.publication_refused(len(story.record), "2024-05-20") == []


def test_sus_08_the_notice_stands_in_the_calendar() -> None:
    story = investigation()
    story.tell(notified("2024-04-15", planned="2024-05-20"))
    assert story.due("AGREEMENT_NOTICE", "2024-04-15") == "2024-04-20"
    story.tell(acceptance("2024-05-10"), published="2024-05-22")
    assert story.due("AGREEMENT_NOTICE", "2024-05-22") == "2024-04-22"


def test_sus_08_without_notice_of_this_type_there_is_no_acceptance() -> None:
    assert investigation().refused(acceptance(ON)) == ["AGREEMENT_NOT_NOTIFIED"]
    assert ready("ELIM").refused(acceptance(ON)) == ["AGREEMENT_NOT_NOTIFIED"]
    silent = replace(acceptance(ON), comments_allowed=False)
    assert ready().refused(silent) == ["COMMENTS_NOT_ALLOWED"]


def test_sus_09_not_before_the_commissions_preliminary_pre_02() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(notified("2024-02-10"))
    act = replace(acceptance("2024-03-15"), rates=(rate("Alpha", "12.00"),))
    assert story.refused(act) == ["ITC_PRELIM_PENDING"]
    story.tell(itc_prelim("2024-02-23"))
    assert story.refused(act) == []
    assert story.refused(acceptance("2024-03-15")) == ["RATES_MISSING"]


def test_sus_09_acceptance_issues_the_affirmative_preliminary() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(notified("2024-02-10"))
    act = replace(acceptance("2024-03-15"), rates=(rate("Alpha", "12.00"), rate("Beta", "0.40")))
    ordered, rates = story.tell(act, published="2024-03-20")
    state = story.on("2024-03-20")
    assert (state.commerce, state.preliminary_on) == (Commerce.PRELIM_AFF, day("2024-03-15"))
    # Day 60 after the initiation's publication of 5 February (PRE-11).
    assert (state.suspended_from, state.lapse_from) == (day("2024-04-05"), None)
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.kind, ordered.effective_from) == (SuspensionKind.AGREEMENT, day("2024-04-05"))
    assert [firm.exporter for firm in ordered.excluded] == ["Beta"]
    assert isinstance(rates, DepositRates)
    assert [str(row.rate_percent) for row in rates.rows] == ["12.00", "0.00", "12.00"]
    # The twenty days end before day 60: nothing was ever suspended.
    (strike,) = story.struck("2024-12-31")
    assert strike.day == day("2024-04-10")


def test_sus_09_a_preliminary_that_exists_is_not_issued_again() -> None:
    assert ready().refused(replace(acceptance(ON), rates=(rate("Alpha", "12.00"),))) == ["PRELIMINARY_ISSUED_ALREADY"]


def test_sus_09_after_a_negative_preliminary_an_affirmative_one_is_issued() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(prelim("2024-04-04", rate("Alpha", "0.50"), affirmative=False), published="2024-04-10")
    story.tell(notified("2024-04-15"))
    assert story.refused(acceptance(ON)) == ["RATES_MISSING"]
    story.tell(replace(acceptance("2024-05-13"), rates=(rate("Alpha", "12.00"),)), published=ON)
    state = story.on(ON)
    assert (state.commerce, state.preliminary_on, state.suspended_from) == (
        Commerce.PRELIM_AFF,
        day("2024-05-13"),
        day(ON),
    )


def test_sus_09_what_happened_since_bars_the_publication() -> None:
    story = ready()
    story.tell(acceptance("2024-05-10"))
    number = len(story.record)
    story.tell(PetitionWithdrawn(occurred_on=day("2024-05-11")))
    story.tell(termination("2024-05-12"))
    assert story.publication_refused(number, ON) == ["ILLEGAL_TRANSITION"]


def test_sus_01_six_months() -> None:
    story = ready("ELIM")
    late = with_terms("ELIM", complete_by=day("2024-11-16"))
    assert story.refused(replace(late, effective_on=day(ON))) == ["SIX_MONTHS_EXCEEDED"]
    assert story.refused(with_terms("ELIM", complete_by=None)) == ["COMPLETION_DATE_MISSING"]
    story.tell(late)
    assert story.publication_refused(len(story.record), ON) == ["SIX_MONTHS_EXCEEDED"]
    assert story.publication_refused(len(story.record), "2024-05-16") == []
    story.publish(len(story.record), "2024-05-16")
    assert story.due("AGREEMENT_PHASE_OUT", ON.replace("15", "16")) == "2024-11-16"


@pytest.mark.parametrize("kind", ["ELIM", "CEASE"])
def test_sus_02_exports_in_the_meantime_are_capped(kind: str) -> None:
    assert ready(kind).refused(with_terms(kind, interim_cap=None)) == ["INTERIM_CAP_MISSING"]


def test_sus_02_exports_are_watched_until_the_phase_out_ends() -> None:
    story = investigation()
    suspend(story, "CEASE")
    for on, quantity in (("2024-06-30", 600), ("2024-07-31", 400), ("2024-12-31", 900)):
        story.tell(ExportsReported(occurred_on=day(on), quantity=Decimal(quantity)))
    assert not over_cap(story.on("2024-07-31"))
    assert exported(story.on("2025-01-31")) == 1000
    story.tell(ExportsReported(occurred_on=day("2024-09-10"), quantity=Decimal("0.1")))
    assert over_cap(story.on("2024-09-10"))
    assert story.refused(ExportsReported(occurred_on=day("2024-10-31"), quantity=Decimal(-1))) == ["NEGATIVE_QUANTITY"]


def test_sus_02_without_a_cap_nothing_is_exceeded() -> None:
    story = investigation()
    assert not over_cap(story.on(ON))
    assert exported(story.on(ON)) == 0
    suspend(story, "QR")
    assert not over_cap(story.on(ON))


def test_sus_03_to_06_everything_that_stands_against_an_agreement_at_once() -> None:
    act = with_terms(
        "INJURY",
        in_public_interest=False,
        monitorable=False,
        signatory_share_percent=Decimal("84.99"),
        eliminates_completely=False,
        offset_percent=Decimal("10.19"),
        prevents_undercutting=False,
        beneficial=False,
    )
    assert ready().refused(act) == [
        "NOT_IN_PUBLIC_INTEREST",
        "NOT_MONITORABLE",
        "SIGNATORIES_TOO_FEW",
        "NOT_ELIMINATED_COMPLETELY",
        "PRICE_UNDERCUTTING",
        "OFFSET_BELOW_85",
        "EXTRAORDINARY_CIRCUMSTANCES",
    ]


@pytest.mark.parametrize("changes", [{"beneficial": False}, {"complex_case": False}, {"complexity": ()}])
@pytest.mark.parametrize("kind", ["INJURY", "QR"])
def test_sus_04_circumstances_are_extraordinary(kind: str, changes: dict[str, object]) -> None:
    assert ready(kind).refused(with_terms(kind, **changes)) == ["EXTRAORDINARY_CIRCUMSTANCES"]


@pytest.mark.parametrize("kind", ["ELIM", "CEASE"])
def test_sus_04_is_not_asked_of_agreements_on_the_subsidy(kind: str) -> None:
    assert not TERMS[kind].beneficial
    assert ready(kind).refused(acceptance(ON, kind)) == []


def test_sus_05_only_the_government_signs_a_restriction_of_quantity() -> None:
    by_exporters = with_terms("QR", signatory=Signatory.EXPORTERS, signatory_share_percent=Decimal(100))
    assert ready("QR").refused(by_exporters) == ["QR_GOVERNMENT_ONLY"]
    assert investigation().refused(replace(notified("2024-04-15", "QR"), signatory=Signatory.EXPORTERS)) == [
        "QR_GOVERNMENT_ONLY"
    ]


def test_sus_03_trm_04_a_restriction_of_quantity_is_in_the_public_interest() -> None:
    assert ready("QR").refused(with_terms("QR", public_interest=None)) == ["PUBLIC_INTEREST"]


def test_trm_04_consultations_after_a_restriction_of_quantity() -> None:
    story = investigation()
    suspend(story, "QR")
    assert story.due("QR_CONSULTATION", ON) == "2024-08-13"
    story.tell(VolumeConsultationsOpened(occurred_on=day("2024-06-20")))
    assert story.deadlines("2024-09-01")["QR_CONSULTATION"].status is Status.MET


def test_sus_06_the_offset_is_stated() -> None:
    for changes in ({"net_subsidy_percent": None}, {"offset_percent": None}, {"net_subsidy_percent": Decimal(0)}):
        assert ready().refused(with_terms("INJURY", **changes)) == ["OFFSET_NOT_STATED"]


def test_sus_06_the_share_of_a_government_is_not_asked() -> None:
    act = with_terms("INJURY", signatory=Signatory.GOVERNMENT, signatory_share_percent=None)
    assert ready().refused(act) == []


@pytest.mark.parametrize("kind", ["INJURY", "QR", "REGIONAL"])
def test_imp_03_agreements_on_injury_need_the_subsidies_agreement(kind: str) -> None:
    assert "NOT_AVAILABLE_NON_SAC" in outside().refused(notified("2024-03-01", kind))
    assert "NOT_AVAILABLE_NON_SAC" in outside().refused(acceptance("2024-03-01", kind))


@pytest.mark.parametrize("kind", ["ELIM", "CEASE"])
def test_imp_03_agreements_on_the_subsidy_are_always_possible(kind: str) -> None:
    story = outside()
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    suspend(story, kind)
    state = story.on(ON)
    assert (state.case, state.itc) == (Case.SUSPENDED, Itc.NOT_REQUIRED)


def test_sus_20_a_regional_agreement_follows_a_regional_finding() -> None:
    assert investigation().refused(notified("2024-04-15", "REGIONAL")) == ["NO_REGIONAL_FINDING"]
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(replace(itc_prelim("2024-02-23"), regional=True))
    story.tell(prelim("2024-04-04"), published="2024-04-10")
    story.tell(notified("2024-04-15", "REGIONAL"))
    assert story.refused(acceptance(ON, "REGIONAL")) == []
    by_government = replace(notified("2024-04-16", "REGIONAL"), signatory=Signatory.GOVERNMENT)
    assert story.refused(by_government) == ["REGIONAL_EXPORTERS_ONLY"]
    assert story.refused(with_terms("REGIONAL", form=None)) == ["REGIONAL_FORM_MISSING"]
    as_quantity = with_terms("REGIONAL", form=AgreementType.QR)
    assert story.refused(as_quantity) == ["QR_GOVERNMENT_ONLY", "PUBLIC_INTEREST"]
    story.tell(acceptance(ON, "REGIONAL"), published=ON)
    assert story.refused(review_petition("2024-05-20", PartyClass.E)) == []
    assert ready().refused(with_terms("INJURY", form=AgreementType.ELIM)) == ["FORM_NOT_EXPECTED"]


@pytest.mark.parametrize("kind", ["ELIM", "CEASE"])
def test_sus_10_an_agreement_on_the_subsidy_ends_the_suspension_and_refunds_all(kind: str) -> None:
    story = ready(kind)
    ended, free = story.tell(acceptance("2024-05-13", kind), published=ON)
    assert isinstance(ended, SuspensionTerminated)
    assert isinstance(free, Liquidate)
    assert (ended.entries.first, ended.entries.last) == (day("2024-04-10"), day("2024-05-14"))
    assert (ended.refund, ended.first_free_on, free.reason) == (Refund.ALL, day(ON), "AGREEMENT_ELIM")
    state = story.on(ON)
    assert (state.liquidation, state.suspended_from, state.lapse_from) == (Liquidation.LIFTED, None, None)
    assert story.struck("2025-12-31") == ()


def test_sus_10_where_nothing_was_suspended_nothing_is_lifted() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(itc_prelim("2024-02-23"))
    story.tell(notified("2024-02-10", "ELIM"))
    act = replace(acceptance("2024-03-15", "ELIM"), rates=(rate("Alpha", "12.00"),))
    assert story.tell(act, published="2024-03-20") == ()
    assert story.on("2024-03-20").liquidation is Liquidation.NORMAL


def test_sus_11_a_suspension_that_stands_goes_on_without_the_four_months_d_30() -> None:
    story = ready()
    assert story.tell(acceptance(ON), published=ON) == ()
    story.tell(review_petition("2024-05-20"))
    state = story.on("2025-06-30")
    assert (state.liquidation, state.suspended_from) == (Liquidation.SUSPENDED_AGREEMENT, day("2024-04-10"))
    assert story.struck("2025-06-30") == ()


def test_sus_11_security_may_be_adjusted_to_zero() -> None:
    (adjusted,) = ready().tell(replace(acceptance(ON), security_percent=Decimal(0)), published=ON)
    assert isinstance(adjusted, DepositRates)
    assert adjusted.effective_from == day(ON)
    assert {str(row.rate_percent) for row in adjusted.rows} == {"0.00"}
    assert ready().refused(replace(acceptance(ON), security_percent=Decimal(-1))) == ["SECURITY_NOT_ADJUSTABLE"]
    on_subsidy = replace(acceptance(ON, "ELIM"), security_percent=Decimal(1))
    assert ready("ELIM").refused(on_subsidy) == ["SECURITY_NOT_ADJUSTABLE"]


def test_sus_11_after_the_lapse_suspension_is_ordered_anew() -> None:
    story = ready()
    story.tell(acceptance("2024-09-02"))
    assert story.on("2024-09-03").liquidation is Liquidation.LAPSED
    ordered, _ = story.publish(len(story.record), "2024-09-04")
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.kind, ordered.effective_from) == (SuspensionKind.AGREEMENT, day("2024-09-04"))
    assert story.on("2024-09-04").liquidation is Liquidation.SUSPENDED_AGREEMENT


def test_sus_11_critical_circumstances_reach_back_from_a_suspension_ordered_with_the_agreement() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30", published="2024-02-05")
    story.tell(CriticalAlleged(occurred_on=day("2024-02-06")))
    story.tell(CriticalPreliminary(occurred_on=day("2024-02-20"), finding=CriticalFinding(True, True)))
    story.tell(itc_prelim("2024-02-23"))
    story.tell(notified("2024-03-15"))
    act = replace(acceptance("2024-04-10"), rates=(rate("Alpha", "12.00"),))
    ordered, _ = story.tell(act, published="2024-06-03")
    assert isinstance(ordered, SuspensionOrdered)
    assert (ordered.effective_from, ordered.retroactive_from) == (day("2024-06-03"), day("2024-03-05"))


def test_sus_03_a_proposal_that_is_declined_needs_a_new_notice() -> None:
    story = ready()
    act = AgreementDeclined(occurred_on=day("2024-04-20"), reasons="Not monitorable.", comments_allowed=True)
    assert investigation().refused(act) == ["NOTHING_PROPOSED"]
    story.tell(act)
    assert story.on("2024-04-20").agreement is Agreement.NONE
    assert story.refused(acceptance(ON)) == ["AGREEMENT_NOT_NOTIFIED"]


def test_sus_22_rules_of_entry_under_an_agreement() -> None:
    act = EntryConditionSet(
        occurred_on=day("2024-05-20"), condition="Export licence.", effective_from=day("2024-06-01")
    )
    story = investigation()
    suspend(story)
    assert story.refused(act) == []
    assert ready().refused(act) == ["ILLEGAL_TRANSITION", "ILLEGAL_TRANSITION"]
