"""Positions of producers, and support (PET-11 to PET-15)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    IndustrySupportAssessed,
    InvestigationInitiated,
    PetitionDismissed,
    PollOpened,
    SupportBasis,
)
from services.proceedings.domain.petition.facts import support_of
from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.petition.positions import DisregardReason, Position, Stance, tally
from services.proceedings.domain.petition.support import support
from services.proceedings.domain.record.proceeding import Practice
from tests.unit.proceedings.petition.telling import initiate, petition
from tests.unit.proceedings.petition.telling import support as assessed
from tests.unit.proceedings.record.story import Story, day


def position(
    production: int, stance: str = "OPPOSES", *, workers: str | None = None, party: PartyClass = PartyClass.C
) -> Position:
    return Position(
        producer="Beta",
        production=Decimal(production),
        stance=Stance(stance),
        workers=None if workers is None else Stance(workers),
        party_class=party,
    )


OWNED = replace(position(120_000), related_to_foreign_producer=True)
IMPORTER = replace(position(50, "SUPPORTS"), imports=True)


def assessment(*positions: Position, total: int = 1_000_000, on: str = "2024-01-11") -> IndustrySupportAssessed:
    counted = tally(positions)
    return IndustrySupportAssessed(
        occurred_on=day(on),
        total=Decimal(total),
        supporting=counted.supporting,
        opposing=counted.opposing,
        positions=positions,
        disregarded=counted.disregarded,
    )


@pytest.mark.parametrize(
    ("one", "supporting", "opposing", "reason"),
    [
        (position(10, "SUPPORTS"), 10, 0, None),
        (position(10), 0, 10, None),
        (position(10, "NEUTRAL"), 0, 0, None),
        (OWNED, 0, 0, DisregardReason.RELATED_TO_FOREIGN_PRODUCER),
        (replace(OWNED, harmed_by_order=True), 0, 120_000, None),
        # Only opposition is disregarded for that.
        (replace(OWNED, stance=Stance.SUPPORTS), 120_000, 0, None),
        (IMPORTER, 50, 0, None),
        (replace(IMPORTER, disregard_importer=True), 0, 0, DisregardReason.IMPORTS_SUBJECT_MERCHANDISE),
        (
            replace(IMPORTER, stance=Stance.OPPOSES, disregard_importer=True),
            0,
            0,
            DisregardReason.IMPORTS_SUBJECT_MERCHANDISE,
        ),
        (replace(position(10, "SUPPORTS"), disregard_importer=True), 10, 0, None),
        (position(10, "SUPPORTS", workers="OPPOSES"), 0, 0, DisregardReason.WORKERS_DISAGREE),
        (position(10, "OPPOSES", workers="SUPPORTS"), 0, 0, DisregardReason.WORKERS_DISAGREE),
        (position(10, "NEUTRAL", workers="SUPPORTS"), 10, 0, None),
        (position(10, "SUPPORTS", workers="NEUTRAL"), 10, 0, None),
        (position(10, "SUPPORTS", party=PartyClass.A), 0, 0, DisregardReason.MAY_NOT_PETITION),
        (position(10, "OPPOSES", party=PartyClass.B), 0, 0, DisregardReason.MAY_NOT_PETITION),
    ],
)
def test_pet_11_pet_12_what_a_position_counts_for(
    one: Position, supporting: int, opposing: int, reason: DisregardReason | None
) -> None:
    found = tally([one])
    assert (found.supporting, found.opposing) == (Decimal(supporting), Decimal(opposing))
    assert [entry.reason for entry in found.disregarded] == ([] if reason is None else [reason])


def test_pet_12_an_owned_opponent_turns_the_worked_case() -> None:
    others = (position(400_000, "SUPPORTS"), position(300_000))
    before = support(Decimal(1_000_000), Decimal(400_000), Decimal(420_000))
    after = support_of(Story().on("2024-01-10"), assessment(*others, OWNED))
    assert (before.passes, str(before.of_expressed)) == (False, "48.78")
    assert (after.passes, str(after.of_total), str(after.of_expressed)) == (True, "40.00", "57.14")


def test_d_07_a_switch_takes_what_is_disregarded_out_of_the_total() -> None:
    act = assessment(position(24, "SUPPORTS"), replace(OWNED, production=Decimal(20)), total=100)
    assert not support_of(Story().on("2024-01-10"), act).passes
    switched = Story(practice=Practice(exclude_disregarded_from_total=True)).on("2024-01-10")
    assert (support_of(switched, act).passes, str(support_of(switched, act).of_total)) == (True, "30.00")


def test_pet_12_sums_that_are_not_those_of_the_positions_are_refused() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    wrong = replace(assessment(OWNED), opposing=Decimal(120_000))
    assert story.refused(wrong) == ["POSITIONS_CONTRADICT_SUMS"]
    assert story.refused(assessment(OWNED)) == []


@pytest.mark.parametrize(("total", "supporting", "opposing"), [(0, 0, 0), (10, 11, 0), (10, 6, 5), (10, -1, 0)])
def test_pet_11_impossible_production_is_refused(total: int, supporting: int, opposing: int) -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    act = IndustrySupportAssessed(
        occurred_on=day("2024-01-11"),
        total=Decimal(total),
        supporting=Decimal(supporting),
        opposing=Decimal(opposing),
    )
    assert story.refused(act) == ["PRODUCTION_IMPOSSIBLE"]
    assert story.refused(replace(act, total=Decimal("NaN"))) == ["PRODUCTION_IMPOSSIBLE"]


def test_pet_14_a_poll_is_refused_where_a_majority_of_production_stands_behind() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    story.tell(assessed("2024-01-11", supporting=501))
    act = PollOpened(occurred_on=day("2024-01-12"), exceptional=False)
    assert story.refused(act) == ["POLL_NOT_CALLED_FOR"]
    story.tell(assessed("2024-01-12", supporting=500))
    assert story.refused(act) == []


def test_pet_14_other_information_does_as_well_as_a_poll_and_its_results_need_one() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    act = replace(assessed("2024-01-11", supporting=400), basis=SupportBasis.POLL)
    assert story.refused(act) == ["NO_POLL"]
    initiation = InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True)
    story.tell(replace(act, basis=SupportBasis.PETITION))
    assert story.refused(initiation) == ["POLL_REQUIRED"]
    story.tell(replace(act, basis=SupportBasis.OTHER_INFORMATION))
    assert story.refused(initiation) == []


def test_pet_15_support_is_not_looked_at_a_second_time() -> None:
    story = initiate(Story(), filed="2024-01-10", initiated="2024-01-30")
    assert story.refused(assessed("2024-02-01")) == ["ILLEGAL_TRANSITION", "SUPPORT_CLOSED"]


def test_pet_10_a_sufficient_petition_with_support_is_not_dismissed() -> None:
    story = Story()
    story.tell(petition("2024-01-10"))
    act = PetitionDismissed(occurred_on=day("2024-01-30"), reasons="support", sufficient=True)
    assert story.refused(act) == ["NO_GROUND_TO_DISMISS"]
    story.tell(assessed("2024-01-11", supporting=501))
    assert story.refused(act) == ["NO_GROUND_TO_DISMISS"]
    assert story.refused(replace(act, sufficient=False)) == []
    story.tell(assessed("2024-01-12", supporting=240))
    assert story.refused(act) == []


_AMOUNTS = st.integers(0, 10**9)


@given(supporting=_AMOUNTS, opposing=_AMOUNTS, neutral=_AMOUNTS, more=_AMOUNTS)
def test_pet_11_more_support_never_fails_and_more_opposition_never_helps(
    supporting: int, opposing: int, neutral: int, more: int
) -> None:
    total = supporting + opposing + neutral + more + 1

    def passes(for_: int, against: int) -> bool:
        return support(Decimal(total), Decimal(for_), Decimal(against)).passes

    found = passes(supporting, opposing)
    assert not found or passes(supporting + more, opposing)
    assert found or not passes(supporting, opposing + more)
    assert found is (4 * supporting >= total and supporting > opposing)


@given(
    st.lists(
        st.builds(
            Position,
            producer=st.just("Beta"),
            party_class=st.sampled_from(PartyClass),
            production=_AMOUNTS.map(Decimal),
            stance=st.sampled_from(Stance),
            workers=st.none() | st.sampled_from(Stance),
            related_to_foreign_producer=st.booleans(),
            harmed_by_order=st.booleans(),
            imports=st.booleans(),
            disregard_importer=st.booleans(),
        ),
        max_size=8,
    )
)
def test_pet_12_every_producer_counts_at_most_once(positions: list[Position]) -> None:
    found = tally(positions)
    aside = sum((one.production for one in found.disregarded), Decimal(0))
    assert found.supporting + found.opposing + aside <= sum(one.production for one in positions)
    assert found == tally(positions)
    doubled = tally([*positions, *positions])
    assert (doubled.supporting, doubled.opposing) == (2 * found.supporting, 2 * found.opposing)
