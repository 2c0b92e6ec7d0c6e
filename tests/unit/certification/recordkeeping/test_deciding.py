"""RCP-16 to RCP-19: denial, removal, when it takes effect, and the return after it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.recordkeeping import alternatives, applying, deciding
from services.certification.domain.recordkeeping.deciding import (
    failed_demands,
    last_appeal_day,
    refuse_denial,
    refuse_removal,
    removal_effective_on,
    serve_removal,
)
from services.certification.domain.recordkeeping.participation import (
    Condition,
    DenialGround,
    ImmediateBasis,
    NoticeOfViolation,
    Participation,
    PenaltyAssessed,
    Reason,
    RemovalGround,
)
from services.certification.domain.recordkeeping.states import ParticipationState
from tests.unit.certification.recordkeeping.files import (
    PROGRAM,
    certified,
    codes,
    denial,
    denied,
    in_review,
    removal,
    served,
    submitted,
)

ISSUED = date(2024, 11, 18)


def test_rcp_17_a_denial_has_reasons_and_the_right_to_appeal() -> None:
    assert [denied().state, denied().decisions[0].reasons[0].code] == [
        ParticipationState.DENIED,
        "RCP_D1_REQUIREMENTS",
    ]
    incomplete = replace(denial(), reasons=(), states_appeal_right=False, office="Charlotte")
    found = [(refusal.code, refusal.field) for refusal in refuse_denial(incomplete, PROGRAM)]
    assert found == [
        ("RCP_WRONG_OFFICE", "office"),
        ("RCP_NOTICE_INCOMPLETE", "reasons"),
        ("RCP_NOTICE_INCOMPLETE", "statesAppealRight"),
    ]
    no_facts = replace(denial(), reasons=(Reason(code=DenialGround.REQUIREMENTS, facts=""),))
    assert codes(lambda: deciding.deny(in_review(), no_facts, PROGRAM, ISSUED)) == ["RCP_NOTICE_INCOMPLETE"]


@pytest.mark.parametrize("ground", DenialGround)
def test_rcp_17_each_ground_denies_and_the_second_names_a_removal_ground(ground: DenialGround) -> None:
    found = [refusal.field for refusal in refuse_denial(denial(ground), PROGRAM)]
    assert found == (["reasons[0].removalGround"] if ground is DenialGround.REMOVAL_GROUND else [])
    named = Reason(code=ground, facts="as found", removal_ground=RemovalGround.CRIME)
    assert refuse_denial(replace(denial(), reasons=(named,)), PROGRAM) == []


def test_rcp_17_a_suspended_application_can_be_denied_a_new_one_cannot() -> None:
    suspended = applying.request_information(in_review(), "index", ISSUED, suspends=True)
    assert deciding.deny(suspended, denial(), PROGRAM, ISSUED).state is ParticipationState.DENIED
    assert codes(lambda: deciding.deny(submitted(), denial(), PROGRAM, ISSUED)) == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize("ground", [one for one in RemovalGround if one is not RemovalGround.RECURRING])
def test_rcp_18_any_one_ground_is_enough(ground: RemovalGround) -> None:
    notice = removal(ground, discovered_on=ISSUED)
    pending = serve_removal(certified(), notice, PROGRAM, ISSUED)
    assert pending.state is ParticipationState.REMOVAL_PENDING
    assert pending.certified_on(ISSUED)


def test_rcp_18_a_notice_of_removal_is_complete_and_of_the_decision_office() -> None:
    bare = replace(removal(discovered_on=ISSUED), reasons=(), states_appeal_right=False, office="Charlotte")
    found = refuse_removal(certified(), bare, PROGRAM, ISSUED, immediate=False, basis=None)
    assert [refusal.code for refusal in found] == [
        "RCP_WRONG_OFFICE",
        "RCP_NOTICE_INCOMPLETE",
        "RCP_NOTICE_INCOMPLETE",
    ]
    undiscovered = replace(bare, reasons=(Reason(code=RemovalGround.CRIME, facts="theft"),), office="Miami")
    found = refuse_removal(certified(), undiscovered, PROGRAM, ISSUED, immediate=False, basis=None)
    assert [refusal.field for refusal in found] == ["statesAppealRight", "grounds[0].discoveredOn"]
    later = removal(discovered_on=ISSUED + timedelta(days=1))
    found = refuse_removal(certified(), later, PROGRAM, ISSUED, immediate=False, basis=None)
    assert [refusal.code for refusal in found] == ["DATE_IN_FUTURE"]


def with_failures(notices: int, penalties: int) -> Participation:
    participant = certified(date(2024, 5, 20))
    for number in range(notices):
        notice = NoticeOfViolation(demand_id=f"N{number}", due_on=date(2024, 7, 10), issued_on=date(2024, 7, 18))
        participant = alternatives.count_notice(participant, notice, ISSUED)
    for number in range(penalties):
        penalty = PenaltyAssessed(demand_id=f"P{number}", assessed_on=date(2024, 11, 4))
        participant = alternatives.note_penalty(participant, penalty)
    return participant


@pytest.mark.parametrize(
    ("notices", "penalties", "named", "shown"),
    [(0, 0, 0, False), (1, 0, 0, False), (1, 1, 0, True), (2, 0, 0, True), (0, 0, 1, False), (1, 0, 1, True)],
)
def test_rcp_18_failing_recurs_with_two_failed_demands(notices: int, penalties: int, named: int, shown: bool) -> None:
    participant = with_failures(notices, penalties)
    notice = removal(RemovalGround.RECURRING, discovered_on=ISSUED)
    notice = replace(notice, failed_demands=frozenset(f"F{number}" for number in range(named)))
    found = refuse_removal(participant, notice, PROGRAM, ISSUED, immediate=False, basis=None)
    assert [refusal.code for refusal in found] == ([] if shown else ["RCP_GROUND_NOT_SHOWN"])
    assert len(failed_demands(participant)) == notices + penalties


def test_rcp_18_failures_before_the_certification_do_not_count() -> None:
    early = alternatives.note_penalty(certified(), PenaltyAssessed(demand_id="P", assessed_on=date(2024, 5, 19)))
    assert failed_demands(early) == frozenset()
    assert failed_demands(in_review()) == frozenset()


@pytest.mark.parametrize(
    ("received", "upheld", "effective"),
    [
        (date(2024, 11, 21), None, date(2024, 12, 19)),
        (date(2024, 12, 23), None, date(2024, 12, 23)),
        (date(2024, 11, 21), date(2025, 1, 13), date(2025, 1, 13)),
    ],
)
def test_rcp_19_examples(received: date, upheld: date | None, effective: date) -> None:
    assert last_appeal_day(ISSUED) == date(2024, 12, 18)
    assert removal_effective_on(issued_on=ISSUED, received_on=received, upheld_on=upheld) == effective


def test_rcp_19_example_a_removal_at_once_takes_effect_on_issuance() -> None:
    notice = removal(RemovalGround.WILLFUL_REFUSAL, discovered_on=ISSUED)
    removed = serve_removal(certified(), notice, PROGRAM, ISSUED, immediate=True, basis=ImmediateBasis.WILLFUL)
    assert removed.state is ParticipationState.REMOVED
    assert removed.certified_on(ISSUED - timedelta(days=1))
    assert not removed.certified_on(ISSUED)


def test_tv_17_removal_without_appeal_takes_effect_on_2024_12_19() -> None:
    pending = served(ISSUED, received_on=date(2024, 11, 21))
    assert codes(lambda: deciding.pass_appeal_period(pending, date(2024, 12, 18))) == ["SEC_ILLEGAL_TRANSITION"]
    removed = deciding.pass_appeal_period(pending, date(2024, 12, 24))
    assert removed.state is ParticipationState.REMOVED
    assert removed.since == removed.decisions[-1].effective_on == date(2024, 12, 19)
    assert removed.certified_on(date(2024, 12, 18))
    assert not removed.certified_on(date(2024, 12, 19))


def test_rcp_19_nothing_takes_effect_before_the_notice_is_received() -> None:
    assert deciding.removal_due_on(served(ISSUED)) is None
    assert codes(lambda: deciding.pass_appeal_period(served(ISSUED), date(2026, 1, 1))) == ["SEC_ILLEGAL_TRANSITION"]


def test_rcp_19_a_receipt_follows_issuance_and_is_confirmed_once() -> None:
    pending = served(ISSUED)
    early, late = ISSUED - timedelta(days=1), ISSUED + timedelta(days=1)
    assert codes(lambda: deciding.confirm_receipt(pending, early, late)) == ["DATE_OUT_OF_ORDER"]
    assert codes(lambda: deciding.confirm_receipt(pending, late, ISSUED)) == ["DATE_IN_FUTURE"]
    received = deciding.confirm_receipt(pending, late, late)
    assert codes(lambda: deciding.confirm_receipt(received, late, late)) == ["SEC_ILLEGAL_TRANSITION"]
    assert codes(lambda: deciding.confirm_receipt(certified(), late, late)) == ["SEC_ILLEGAL_TRANSITION"]


@pytest.mark.parametrize("basis", [None, *ImmediateBasis])
@pytest.mark.parametrize("immediate", [True, False])
def test_rcp_19_a_removal_at_once_needs_its_basis(basis: ImmediateBasis | None, immediate: bool) -> None:
    notice = removal(discovered_on=ISSUED)
    found = refuse_removal(certified(), notice, PROGRAM, ISSUED, immediate=immediate, basis=basis)
    expected = {
        (True, True): [],
        (False, False): [],
        (True, False): ["RCP_IMMEDIATE_BASIS_MISSING"],
        (False, True): ["RCP_IMMEDIATE_BASIS_UNUSED"],
    }
    assert [refusal.code for refusal in found] == expected[immediate, basis is not None]


DAYS = st.dates(date(2000, 1, 1), date(2090, 1, 1))


@given(issued=DAYS, mailing=st.integers(0, 400), deciding_=st.none() | st.integers(1, 400))
def test_rcp_19_never_before_receipt_nor_before_the_appeal_is_over(
    issued: date, mailing: int, deciding_: int | None
) -> None:
    received = issued + timedelta(days=mailing)
    upheld = None if deciding_ is None else issued + timedelta(days=deciding_)
    effective = removal_effective_on(issued_on=issued, received_on=received, upheld_on=upheld)
    assert effective >= received
    assert effective >= (upheld or issued + timedelta(days=31))
    assert effective in {received, upheld, issued + timedelta(days=31)}
    assert (last_appeal_day(issued) - issued).days == 30


def removed_at_once() -> Participation:
    notice = removal(discovered_on=ISSUED)
    return serve_removal(certified(), notice, PROGRAM, ISSUED, immediate=True, basis=ImmediateBasis.PUBLIC_SAFETY)


def test_rcp_16_reinstatement_needs_satisfactory_corrective_action_and_keeps_the_certification() -> None:
    back_on = date(2025, 3, 3)

    def reinstated(office: str = "Miami", satisfactory: bool = True, action: str = "new bond") -> Participation:
        return deciding.reinstate(
            removed_at_once(),
            office=office,
            satisfactory=satisfactory,
            corrective_action=action,
            conditions=(Condition(condition_id="C2", text="report monthly"),),
            program=PROGRAM,
            today=back_on,
        )

    assert codes(lambda: reinstated(satisfactory=False)) == ["RCP_CORRECTIVE_ACTION_MISSING"]
    assert codes(lambda: reinstated(action="")) == ["RCP_CORRECTIVE_ACTION_MISSING"]
    both = codes(lambda: reinstated(office="Charlotte", satisfactory=False))
    assert both == ["RCP_WRONG_OFFICE", "RCP_CORRECTIVE_ACTION_MISSING"]
    back = reinstated()
    assert back.state is ParticipationState.CERTIFIED
    assert back.certificate is not None
    assert back.certificate.certified_on == date(2024, 5, 20)
    assert [one.condition_id for one in back.certificate.conditions] == ["C1", "C2"]
    assert not back.certified_on(back_on - timedelta(days=1))
    assert back.certified_on(back_on)
