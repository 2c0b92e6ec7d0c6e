"""VERI-01: the sample is the same for the same seed, holds what it must, and says why."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.risk import Severity
from services.certification.domain.sampling import Candidate, SampleReason, draw, ticket

TODAY = date(2007, 8, 20)
SEVERITIES = st.sampled_from([None, *Severity])
POPULATION = st.lists(st.tuples(st.integers(0, 10**12), SEVERITIES), max_size=60).map(
    lambda given: [
        Candidate(certification_id=UUID(int=place), number=f"2007-{place:06d}", net_cents=net, severity=severity)
        for place, (net, severity) in enumerate(given, start=1)
    ]
)


@given(POPULATION, st.text(max_size=20), st.randoms())
def test_the_same_seed_draws_the_same_sample(claims: list[Candidate], seed: str, random: object) -> None:
    assert draw(claims, seed, TODAY) == draw(list(reversed(claims)), seed, TODAY)


@given(POPULATION, st.text(max_size=20))
def test_every_high_flag_the_largest_and_a_tenth_are_in_it_once(claims: list[Candidate], seed: str) -> None:
    sample = draw(claims, seed, TODAY)
    ids = [each.certification_id for each in sample]
    assert len(ids) == len(set(ids))
    high = {each.certification_id for each in claims if each.severity is Severity.HIGH}
    assert {each.certification_id for each in sample if each.reason is SampleReason.HIGH_FLAG} == high
    rest = len(claims) - len(high)
    assert sum(each.reason is SampleReason.LARGEST for each in sample) == min(2, rest)
    assert sum(each.reason is SampleReason.DRAWN for each in sample) == min(max(0, rest - 2), -(-len(claims) // 10))


def test_the_worked_example_of_the_method() -> None:
    nets = [500, 900, 100, 900, 300, 200]
    claims = [
        Candidate(
            certification_id=UUID(int=place),
            number=f"2007-{place:06d}",
            net_cents=net,
            severity=Severity.HIGH if place == 3 else None,
        )
        for place, net in enumerate(nets, start=1)
    ]
    sample = draw(claims, "2007-08-20 lottery 4 8 15", TODAY)
    assert [(each.certification_id.int, each.reason) for each in sample[:3]] == [
        (3, SampleReason.HIGH_FLAG),
        (2, SampleReason.LARGEST),
        (4, SampleReason.LARGEST),
    ]
    lowest = min((claims[0], claims[4], claims[5]), key=lambda each: ticket(each, "2007-08-20 lottery 4 8 15", TODAY))
    assert [each.certification_id for each in sample[3:]] == [lowest.certification_id]
    assert sample[3].explanation == "Drawn 1 of 3 with weight 1."


def test_a_flag_makes_a_ticket_that_many_times_better() -> None:
    plain = Candidate(certification_id=UUID(int=1), number="2007-000001", net_cents=1, severity=None)
    low = Candidate(certification_id=UUID(int=1), number="2007-000001", net_cents=1, severity=Severity.LOW)
    medium = Candidate(certification_id=UUID(int=1), number="2007-000001", net_cents=1, severity=Severity.MEDIUM)
    assert ticket(plain, "seed", TODAY) // 2 == ticket(low, "seed", TODAY)
    assert ticket(plain, "seed", TODAY) // 4 == ticket(medium, "seed", TODAY)
