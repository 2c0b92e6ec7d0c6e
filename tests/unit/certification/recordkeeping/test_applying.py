"""RCP-01 to RCP-11: the application, its review and its approval."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.recordkeeping import applying, deciding
from services.certification.domain.recordkeeping.applying import (
    NOT_ELIGIBLE,
    certify,
    processing_days,
    refuse_application,
    refuse_certification,
)
from services.certification.domain.recordkeeping.participation import (
    ApplicantCapacity,
    Considerations,
    Demonstration,
    DemonstrationKind,
    InformationRequest,
    Terms,
    Track,
)
from services.certification.domain.recordkeeping.states import ParticipationState
from services.certification.domain.recordkeeping.text import clean_text, parse_importer_number
from shared.errors import BadInput
from tests.unit.certification.recordkeeping.files import (
    APPROVAL,
    CONSIDERED,
    PROGRAM,
    certified,
    codes,
    in_review,
    submitted,
)

DAY = date(2024, 3, 1)
TERMS = Terms(version=1, text="own programme", checklist=("images indexed",), dated=DAY)


def refused_application(**changes: object) -> list[str]:
    given_: dict[str, object] = {
        "capacity": ApplicantCapacity.IMPORTER,
        "keeps_entry_records": True,
        "office": "Charlotte",
        "program": PROGRAM,
    }
    return [refusal.code for refusal in refuse_application(**given_ | changes)]  # type: ignore[arg-type]


def test_rcp_01_a_participant_leaves_at_any_time_and_is_certified_through_that_day() -> None:
    left = deciding.leave(certified(date(2024, 5, 20)), date(2024, 8, 1))
    assert left.state is ParticipationState.WITHDRAWN
    assert left.certified_on(date(2024, 8, 1))
    assert not left.certified_on(date(2024, 8, 2))


@pytest.mark.parametrize("capacity", ApplicantCapacity)
def test_rcp_02_who_must_keep_and_produce_entry_records_may_apply(capacity: ApplicantCapacity) -> None:
    assert refused_application(capacity=capacity) == (["RCP_NOT_ELIGIBLE"] if capacity in NOT_ELIGIBLE else [])
    assert refused_application(capacity=capacity, keeps_entry_records=False) == ["RCP_NOT_ELIGIBLE"]


def test_rcp_03_an_application_goes_to_the_intake_office() -> None:
    assert refused_application(office=" charlotte ") == []
    assert refused_application(office="Miami") == ["RCP_WRONG_OFFICE"]
    both = refused_application(office="Miami", capacity=ApplicantCapacity.TRAVELLER)
    assert both == ["RCP_WRONG_OFFICE", "RCP_NOT_ELIGIBLE"]


def test_rcp_03_offices_and_handbook_are_those_of_the_regulation_until_set_otherwise() -> None:
    assert PROGRAM.intake_office == "Charlotte"
    assert "2001 Cross Beam Dr." in PROGRAM.intake_address
    assert PROGRAM.decision_office == "Miami"
    assert "703-921-6155" in PROGRAM.handbook_sources
    assert refused_application(office="Miami", program=replace(PROGRAM, intake_office="Miami")) == []


def test_rcp_04_a_negotiated_programme_needs_its_terms_met() -> None:
    negotiated = in_review(track=Track.NEGOTIATED)
    met = replace(APPROVAL, terms_met=True)
    assert codes(lambda: certify(negotiated, met, PROGRAM, DAY)) == ["RCP_NEGOTIATED_TERMS_MISSING"]
    agreed = applying.verify(negotiated, {}, TERMS)
    assert agreed.terms == (TERMS,)
    assert codes(lambda: certify(agreed, APPROVAL, PROGRAM, DAY)) == ["RCP_NEGOTIATED_TERMS_MISSING"]
    assert certify(agreed, met, PROGRAM, DAY).state is ParticipationState.CERTIFIED


def test_rcp_04_no_terms_are_negotiated_on_the_standard_track() -> None:
    assert codes(lambda: applying.verify(in_review(), {}, TERMS)) == ["RCP_TRACK_STANDARD"]


@pytest.mark.parametrize("kind", DemonstrationKind)
@pytest.mark.parametrize("track", Track)
def test_rcp_05_each_of_the_six_must_be_demonstrated_with_evidence(kind: DemonstrationKind, track: Track) -> None:
    complete = replace(in_review(), track=track, terms=(TERMS,))
    approval = replace(APPROVAL, terms_met=True)
    paragraph = ["i", "ii", "iii", "iv", "v", "vi"][kind.number - 1]
    for lacking in (
        Demonstration(kind=kind, evidence="manual"),
        Demonstration(kind=kind, evidence="manual", demonstrated=False),
        Demonstration(kind=kind, demonstrated=True),
    ):
        others = tuple(lacking if one.kind is kind else one for one in complete.demonstrations)
        [refusal] = refuse_certification(replace(complete, demonstrations=others), approval, PROGRAM)
        assert refusal.code == "RCP_DEMONSTRATION_MISSING"
        assert refusal.field == f"demonstrations[{kind.number}]"
        assert refusal.citation == f"19 CFR 163.12(b)(3)({paragraph})"


@pytest.mark.parametrize(
    ("item", "approval"),
    [
        ("(a)", replace(APPROVAL, in_compliance=False)),
        ("(b)", replace(APPROVAL, handbook_met=False)),
        ("(c)", replace(APPROVAL, bond_valid=False)),
        ("(c)", replace(APPROVAL, bond_number="")),
        ("(d)", replace(APPROVAL, considerations=replace(CONSIDERED, workload=""))),
    ],
)
def test_rcp_06_each_requirement_is_needed(item: str, approval: applying.Approval) -> None:
    [refusal] = refuse_certification(in_review(), approval, PROGRAM)
    assert (refusal.code, refusal.rule) == ("RCP_REQUIREMENT_NOT_MET", "RCP-06")
    assert refusal.message.startswith(item)


def test_rcp_10_everything_missing_is_refused_at_once() -> None:
    nothing = Considerations(size="", nature="", volume="", workload="")
    approval = replace(
        APPROVAL, office="Charlotte", in_compliance=False, handbook_met=False, bond_valid=False, considerations=nothing
    )
    bare = applying.request_information(applying.start_review(submitted(), DAY), "all", DAY, suspends=False)
    found = [refusal.code for refusal in refuse_certification(bare, approval, PROGRAM)]
    assert found == [
        "RCP_WRONG_OFFICE",
        *["RCP_DEMONSTRATION_MISSING"] * 6,
        *["RCP_REQUIREMENT_NOT_MET"] * 4,
        "SEC_ILLEGAL_TRANSITION",
    ]


def test_rcp_10_the_decision_office_certifies_with_conditions_and_the_day_counts() -> None:
    participant = certify(in_review(), APPROVAL, PROGRAM, DAY)
    assert participant.certificate is not None
    assert participant.certificate.conditions == APPROVAL.conditions
    assert participant.certificate.office == "Miami"
    assert participant.certified_on(DAY)
    assert not participant.certified_on(DAY - timedelta(days=1))


def test_rcp_08_a_visit_is_announced_before_it_is_made() -> None:
    assert codes(lambda: applying.finish_on_site(in_review(), "in order", DAY)) == ["SEC_ILLEGAL_TRANSITION"]
    announced = applying.announce_on_site(in_review(), date(2024, 4, 8))
    done = applying.finish_on_site(announced, "in order", date(2024, 4, 10))
    [visit] = done.visits
    assert (visit.announced_on, visit.done_on, visit.findings) == (date(2024, 4, 8), date(2024, 4, 10), "in order")
    assert done.state is ParticipationState.IN_REVIEW


def test_rcp_08_verdicts_are_given_in_review_and_on_site_alone() -> None:
    assert codes(lambda: applying.verify(submitted(), {}, None)) == ["SEC_ILLEGAL_TRANSITION"]
    assert codes(lambda: applying.verify(certified(), {}, None)) == ["SEC_ILLEGAL_TRANSITION"]
    visited = applying.announce_on_site(in_review(), DAY)
    found = applying.verify(visited, {DemonstrationKind.ORIGINALS: (False, "boxes unlabelled")}, None)
    originals = found.demonstrations[4]
    assert (originals.demonstrated, originals.evidence) == (False, "boxes unlabelled")


def test_rcp_09_a_request_suspends_unless_said_otherwise_and_certification_waits_for_the_answer() -> None:
    suspended = applying.request_information(in_review(), "index", DAY, suspends=True)
    assert suspended.state is ParticipationState.SUSPENDED_INFO
    running = applying.request_information(in_review(), "index", DAY, suspends=False)
    assert running.state is ParticipationState.IN_REVIEW
    assert codes(lambda: certify(running, APPROVAL, PROGRAM, DAY)) == ["SEC_ILLEGAL_TRANSITION"]
    answered = applying.receive_information(running, {}, DAY)
    assert certify(answered, APPROVAL, PROGRAM, DAY).state is ParticipationState.CERTIFIED


def test_rcp_09_new_evidence_is_looked_at_anew_and_an_answer_follows_its_question() -> None:
    asked = applying.request_information(in_review(), "index", DAY, suspends=True)
    early = DAY - timedelta(days=1)
    assert codes(lambda: applying.receive_information(asked, {}, early)) == ["DATE_OUT_OF_ORDER"]
    answered = applying.receive_information(asked, {DemonstrationKind.ORIGINALS: "index of boxes"}, DAY)
    originals = answered.demonstrations[4]
    assert (originals.demonstrated, originals.evidence) == (None, "manual, chapter 1\nindex of boxes")
    assert codes(lambda: applying.receive_information(answered, {}, DAY)) == ["SEC_ILLEGAL_TRANSITION"]


def test_rcp_09_s20_twenty_two_days_are_not_counted() -> None:
    asked = applying.request_information(in_review(date(2024, 1, 15)), "index", date(2024, 2, 12), suspends=True)
    answered = applying.receive_information(asked, {}, date(2024, 3, 5))
    total = (date(2024, 5, 20) - date(2024, 1, 15)).days
    assert processing_days(answered, date(2024, 5, 20)) == total - 22


def test_rcp_11_no_time_decides_an_application() -> None:
    assert processing_days(submitted(date(2004, 1, 15)), date(2024, 1, 15)) == 7305
    assert submitted(date(2004, 1, 15)).state is ParticipationState.SUBMITTED


GAPS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.booleans()), max_size=5)


@given(gaps=GAPS, rest=st.integers(0, 60))
def test_rcp_09_days_counted_and_days_suspended_make_up_the_whole(gaps: list[tuple[int, int, bool]], rest: int) -> None:
    day = start = date(2024, 1, 15)
    requests = []
    suspended = 0
    for number, (run, waiting, suspends) in enumerate(gaps, start=1):
        asked = day + timedelta(days=run)
        day = asked + timedelta(days=waiting)
        suspended += waiting if suspends else 0
        requests.append(
            InformationRequest(number=number, text="x", requested_on=asked, suspends=suspends, received_on=day)
        )
    end = day + timedelta(days=rest)
    application = submitted(start, requests=tuple(requests))
    assert processing_days(application, end) + suspended == (end - start).days
    assert all(processing_days(application, start + timedelta(days=n)) >= 0 for n in range((end - start).days))


def test_numbers_and_texts_are_clean() -> None:
    assert parse_importer_number("12-3456789AB") == "12-3456789AB"
    for number in ("", "ab", "1 2", "é", "1" * 33):
        with pytest.raises(BadInput):
            parse_importer_number(number)
    assert clean_text(" a ", field="x") == "a"
    for text in (" ", "a\x00b", "a" * 4001):
        with pytest.raises(BadInput):
            clean_text(text, field="x")
