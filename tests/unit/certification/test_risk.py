"""VERI-01, EXP-06: what raises a flag, how severe, and that ordinary claims raise none."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deploy.demo.claims import History
from deploy.demo.plan import published_years
from services.certification.domain import law
from services.certification.domain.names import comparable, one_slip_apart
from services.certification.domain.producers import ProducerKind, producer_id
from services.certification.domain.risk import (
    Claim,
    Previous,
    Risk,
    RiskKind,
    Severity,
    assess,
    decimal_places_shifted,
)
from shared.law import LawTable
from shared.money import largest_remainder

TODAY = date(2007, 7, 2)
AMOUNTS = st.integers(1, 10**13)


def claim(name: str, total: int = 40_000_000, **changes: Any) -> Claim:
    """A first claim of a producer, everything in Q01 unless said otherwise."""
    made = Claim(
        certification_id=producer_id(f"certification of {name}"),
        number=f"2007-{name}",
        producer_id=producer_id(name),
        lineage_id=producer_id(f"lineage of {name}"),
        root_producer_id=producer_id(name),
        kind=ProducerKind.MANUFACTURER,
        names=(name,),
        association_name=None,
        tax_fingerprint=f"tax of {name}",
        amounts={"Q01": total},
        net_cents=total,
        previous=None,
    )
    return replace(made, **changes)


def before(name: str, amounts: dict[str, int], year: int = 2006) -> Previous:
    """What a producer certified last."""
    return Previous(fiscal_year=year, producer_id=producer_id(name), amounts=amounts)


def raised(*claims: Claim) -> dict[tuple[str, RiskKind], Severity]:
    """Kind and severity per claimant."""
    names = {each.certification_id: each.names[0] for each in claims}
    return {(names[risk.certification_id], risk.kind): risk.severity for risk in assess(claims, TODAY)}


def only(*claims: Claim) -> Risk:
    """The one flag raised."""
    [risk] = assess(claims, TODAY)
    return risk


@pytest.mark.parametrize(
    ("now", "last", "places"),
    [
        (2_100_000_00, 210_000_00, 1),
        (3_150_000_00, 210_000_00, 1),
        (3_150_000_01, 210_000_00, 0),
        (2_099_999_99, 210_000_00, 0),
        (21_000_000_00, 210_000_00, 2),
        (210_000_000_00, 210_000_00, 3),
        (250_000_00, 210_000_00, 0),
        (210_000_00, 0, 0),
    ],
)
def test_veri_01_a_misplaced_decimal_point_is_told_from_growth(now: int, last: int, places: int) -> None:
    assert decimal_places_shifted(now, last, TODAY) == places


def test_veri_01_the_claim_of_ten_times_too_much_is_high() -> None:
    shrimper = claim("Alpha", 2_100_000_00, previous=before("Alpha", {"Q01": 210_000_00}))
    assert raised(shrimper) == {
        ("Alpha", RiskKind.MAGNITUDE): Severity.HIGH,
        ("Alpha", RiskKind.YEAR_ON_YEAR): Severity.MEDIUM,
    }
    risk = next(risk for risk in assess([shrimper], TODAY) if risk.kind is RiskKind.MAGNITUDE)
    assert "Q01 is 2100000.00, 10 times the order of magnitude of 210000.00 in fiscal year 2006" in risk.message
    assert [(figure.label, figure.cents) for figure in risk.figures] == [
        ("Q01 now", 2_100_000_00),
        ("Q01 last time", 210_000_00),
    ]


@pytest.mark.parametrize(
    ("shifted", "severity"), [(1_000_00, Severity.MEDIUM), (100_00, None), (100_000_00, Severity.HIGH)]
)
def test_veri_01_one_misplaced_line_weighs_by_its_share(shifted: int, severity: Severity | None) -> None:
    last = {"Q01": 10_000_00, "Q02": shifted // 10}
    found = raised(claim("Alpha", amounts={"Q01": 10_000_00, "Q02": shifted}, previous=before("Alpha", last)))
    assert found.get(("Alpha", RiskKind.MAGNITUDE)) is severity


@pytest.mark.parametrize(
    ("factor", "severity"),
    [(1, None), (2, None), (3, Severity.LOW), (8, Severity.LOW), (20, Severity.MEDIUM), (2000, Severity.HIGH)],
)
def test_veri_01_growth_is_graded(factor: int, severity: Severity | None) -> None:
    grown = claim("Alpha", 500_000_00 * factor, previous=before("Alpha", {"Q01": 500_000_00}))
    assert raised(grown).get(("Alpha", RiskKind.YEAR_ON_YEAR)) is severity


@pytest.mark.parametrize(
    ("net", "severity"),
    [(989, None), (990, Severity.LOW), (9_900, Severity.MEDIUM), (99_000, Severity.HIGH)],
)
def test_veri_01_peers_are_compared_with_the_quartile_of_the_others(net: int, severity: Severity | None) -> None:
    others = [claim(f"Peer{letter}", 1_00 - place) for place, letter in enumerate("ABCD")]
    found = raised(*others, claim("Alpha", net))
    assert found.get(("Alpha", RiskKind.PEER)) is severity
    assert {name for name, _ in found} <= {"Alpha"}


def test_veri_01_too_few_peers_are_not_compared() -> None:
    assert raised(*(claim(f"Peer{letter}", place + 1) for place, letter in enumerate("ABC")), claim("Alpha")) == {}


@pytest.mark.parametrize(
    ("changes", "kind", "severity"),
    [
        ({"tax_fingerprint": "tax of Alpha"}, RiskKind.DUPLICATE_ACROSS_FILERS, Severity.HIGH),
        ({"names": ("ALPHA, Inc.",)}, RiskKind.DUPLICATE_ACROSS_FILERS, Severity.HIGH),
        ({}, RiskKind.DUPLICATE_ACROSS_FILERS, Severity.MEDIUM),
        (
            {"amounts": {"Q02": 1}, "tax_fingerprint": "tax of Alpha"},
            RiskKind.DUPLICATE_ACROSS_FILERS,
            Severity.MEDIUM,
        ),
        ({"amounts": {"Q02": 1}, "names": ("Beta", "The Alpha Co")}, RiskKind.NAME_SIMILARITY, Severity.MEDIUM),
    ],
)
def test_veri_01_two_filers_with_the_same(changes: dict[str, Any], kind: RiskKind, severity: Severity) -> None:
    found = assess([claim("Alpha"), claim("Beta", **changes)], TODAY)
    assert [(risk.kind, risk.severity) for risk in found] == [(kind, severity)] * 2
    assert [risk.others for risk in found] == [(claim("Beta").certification_id,), (claim("Alpha").certification_id,)]


@pytest.mark.parametrize(
    ("first", "second", "close"),
    [
        ("Gulf Shrimpers", "Gulf Shrimper", True),
        ("Gulf Shrimpers", "Gulf Shirmpers", True),
        ("Gulf Shrimpers", "Gulf Oysters", False),
        ("Vessel 12 Fishing", "Vessel 13 Fishing", False),
        ("Beta", "Meta", False),
    ],
)
def test_veri_01_names_one_slip_apart(first: str, second: str, close: bool) -> None:
    assert one_slip_apart(comparable(first), comparable(second)) is close
    found = raised(claim(first, 1), claim(second, 2))
    assert (RiskKind.NAME_SIMILARITY in {kind for _, kind in found}) is close
    assert set(found.values()) <= {Severity.LOW}


def test_exp_06_a_member_and_its_association_with_one_expense_are_flagged_and_not_refused() -> None:
    association = claim("X-Coalition", kind=ProducerKind.ASSOCIATION, amounts={"Q03": 7_000_00, "Q04": 1})
    member = claim("Alpha", association_name="x-coalition", amounts={"Q01": 9_000_00, "Q03": 7_000_00})
    stranger = claim("Beta", amounts={"Q03": 7_000_00})
    assert raised(association, member, stranger) == {
        ("X-Coalition", RiskKind.DUPLICATE_WITH_ASSOCIATION): Severity.MEDIUM,
        ("Alpha", RiskKind.DUPLICATE_WITH_ASSOCIATION): Severity.MEDIUM,
    }


def test_exp_06_a_producer_that_files_alone_and_through_an_association_is_flagged() -> None:
    association = claim("X-Coalition", kind=ProducerKind.ASSOCIATION)
    assert raised(association, claim("Alpha")) == {
        ("X-Coalition", RiskKind.DUPLICATE_WITH_ASSOCIATION): Severity.MEDIUM,
        ("Alpha", RiskKind.DUPLICATE_WITH_ASSOCIATION): Severity.MEDIUM,
    }


@pytest.mark.parametrize("many", [5, 200])
def test_exp_06_however_many_members_each_is_compared_with_its_association(many: int) -> None:
    association = claim("X-Coalition", kind=ProducerKind.ASSOCIATION, amounts={"Q03": 7_000_00, "Q04": 1})
    members = [
        claim(f"M{place}", association_name="X-Coalition", amounts={"Q01": place + 1, "Q03": 7_000_00})
        for place in range(many)
    ]
    found = [risk for risk in assess([association, *members], TODAY) if risk.kind is not RiskKind.PEER]
    assert [risk.kind for risk in found] == [RiskKind.DUPLICATE_WITH_ASSOCIATION] * (many + 1)
    assert len(found[0].others) == many


@pytest.mark.parametrize("many", [5, 200])
def test_veri_01_in_a_crowd_with_one_number_nobody_and_nothing_high_is_missed(many: int) -> None:
    crowd = [claim(f"M{place}", 100_00 + place, tax_fingerprint="zeros") for place in range(many)]
    twins = [claim(f"Twin{letter}", 50_00, tax_fingerprint="zeros") for letter in "AB"]
    found = raised(*crowd, *twins)
    assert {name for name, _ in found} == {each.names[0] for each in (*crowd, *twins)}
    assert {name for (name, _), severity in found.items() if severity is Severity.HIGH} == {"TwinA", "TwinB"}


def test_prod_04_a_predecessor_filed_again_by_its_successor() -> None:
    predecessor = claim("Beta", 30_000_000)
    successor = claim("Newco", 30_000_000, lineage_id=predecessor.lineage_id, root_producer_id=predecessor.producer_id)
    assert set(raised(predecessor, successor).values()) == {Severity.HIGH}
    changed = replace(successor, amounts={"Q01": 1})
    assert raised(predecessor, changed) == {
        ("Beta", RiskKind.PREDECESSOR_REFILED): Severity.MEDIUM,
        ("Newco", RiskKind.PREDECESSOR_REFILED): Severity.MEDIUM,
    }


def test_prod_04_a_successor_claims_its_own_and_its_predecessors_separately() -> None:
    own = claim("Newco", 10_000_000)
    of_predecessor = replace(
        claim("NewcoForBeta", 30_000_000), producer_id=own.producer_id, root_producer_id=producer_id("Beta")
    )
    assert raised(own, of_predecessor) == {}
    twice = replace(of_predecessor, amounts=own.amounts)
    assert set(raised(own, twice)) == {
        ("Newco", RiskKind.PREDECESSOR_REFILED),
        ("NewcoForBeta", RiskKind.PREDECESSOR_REFILED),
    }


def test_prod_04_a_predecessor_that_files_again_after_its_successor() -> None:
    again = claim("Beta", previous=before("Newco", {"Q01": 40_000_000}))
    assert raised(again) == {("Beta", RiskKind.PREDECESSOR_REFILED): Severity.MEDIUM}
    assert raised(claim("Newco", root_producer_id=producer_id("Beta"), previous=again.previous)) == {}


def test_several_findings_of_one_kind_are_one_flag_as_severe_as_the_worst() -> None:
    first, second, third = claim("Alpha"), claim("Beta", tax_fingerprint="tax of Alpha"), claim("Gamma")
    risk = next(
        each for each in assess([first, second, third], TODAY) if each.certification_id == first.certification_id
    )
    assert risk.severity is Severity.HIGH
    assert set(risk.others) == {second.certification_id, third.certification_id}


@given(st.lists(AMOUNTS, max_size=8), AMOUNTS, st.integers(100, 150))
def test_a_claim_that_grows_ordinarily_is_never_high(others: list[int], last: int, percent: int) -> None:
    own = claim("Alpha", last * percent // 100, net_cents=0, previous=before("Alpha", {"Q01": last}))
    peers = [claim(f"P{place}", total, amounts={"Q02": total + 1}) for place, total in enumerate(others)]
    assert not [risk for risk in assess([own, *peers], TODAY) if risk.certification_id == own.certification_id]


@given(st.lists(AMOUNTS, min_size=2, max_size=8), st.randoms())
def test_the_order_of_the_claims_does_not_matter(totals: list[int], random: Any) -> None:
    claims = [claim(f"P{place}", total) for place, total in enumerate(totals)]
    shuffled = list(claims)
    random.shuffle(shuffled)
    one, two = assess(claims, TODAY), assess(shuffled, TODAY)
    assert {(risk.certification_id, risk.kind, risk.severity) for risk in one} == {
        (risk.certification_id, risk.kind, risk.severity) for risk in two
    }


@given(AMOUNTS, st.integers(100, 150), st.sampled_from([1, 2, 3]))
def test_a_shift_is_found_whatever_the_amount(last: int, percent: int, places: int) -> None:
    # As many cents more as the ordinary growth, and then the point misplaced.
    now = last * percent // 100 * 10**places
    assert decimal_places_shifted(max(now, last * 10**places), last, TODAY) == places


def test_veri_01_claims_in_proportion_to_published_payments_raise_nothing_high() -> None:
    history, last = History(), dict[tuple[str, str], Previous]()
    severities = set()
    for year in sorted(published_years(), key=lambda each: each.fiscal_year):
        for run in year.runs:
            claims = [
                claim(
                    made.payee.name,
                    made.total_cents,
                    net_cents=made.net_cents,
                    previous=last.get((run.case_number, made.payee.name)),
                )
                for made in history.claims(run.case_number, run.payees)
            ]
            severities |= {risk.severity for risk in assess(claims, TODAY)}
            shares = largest_remainder(run.pool_cents, {each.names[0]: each.net_cents for each in claims})
            for each in claims:
                name = each.names[0]
                last[run.case_number, name] = before(name, dict(each.amounts), year.fiscal_year)
                history.paid(run.case_number, name, shares[name])
    assert severities == {Severity.LOW}


def test_the_basis_stays_while_the_figures_stay() -> None:
    peers = [claim(f"Peer{letter}", 1_00 - place) for place, letter in enumerate("ABCD")]
    alone = only(*peers, claim("Alpha", 50_00))
    joined = only(*peers, claim("PeerE", 50), claim("Alpha", 50_00))
    assert alone.basis == joined.basis
    assert only(*peers, claim("Alpha", 51_00)).basis != alone.basis


@pytest.mark.parametrize(
    "table",
    [
        law.SHIFTED_PLACES,
        law.ORDINARY_GROWTH_PERCENT,
        law.SHIFT_SHARE_PERCENT,
        law.GROWTH_FACTORS,
        law.PEER_FACTORS,
        law.PEERS_AT_LEAST,
    ],
)
def test_every_threshold_is_a_dated_policy_with_its_source(table: LawTable[Any]) -> None:
    assert "GAO-05-979" in table.citation_on(law.PROGRAM_BEGINS)
