"""PROD-01 to PROD-09: who counts as an affected domestic producer."""

from typing import Any

import pytest

from services.certification.domain.eligibility import (
    Ownership,
    eligibility,
    excluded_by_acquisition,
    ineligible,
)
from services.certification.domain.forms import Form, Membership, Succession
from services.certification.domain.producers import ListRole, ProducerKind, producer_id
from tests.unit.certification.forms import complete, entry

LISTING = (
    entry("Alpha", ListRole.PETITIONER),
    entry("Beta"),
    entry("X-Coalition", kind=ProducerKind.ASSOCIATION),
    entry("Zeta"),
    entry("Epsilon"),
    entry("Importer", ListRole.OPPONENT),
)
SUCCESSION = Succession(predecessor_name="Beta", description="Bought all operations.")
MEMBER = Membership(association_name="X-Coalition", member_at_petition=True, proof="Roll.")


def refused(name: str, form: Form, kind: ProducerKind = ProducerKind.MANUFACTURER) -> list[tuple[str, str]]:
    return [(refusal.code, refusal.rule) for refusal in ineligible(eligibility(form, producer_id(name), kind, LISTING))]


@pytest.mark.parametrize(
    ("name", "changes", "expected"),
    [
        ("Alpha", {}, []),
        ("Newco", {"succession": SUCCESSION}, []),
        ("MemberOne", {"membership": MEMBER}, []),
        (
            "MemberTwo",
            {"membership": Membership(association_name="X-Coalition", member_at_petition=False, proof="Roll.")},
            [("NOT_MEMBER_AT_PETITION", "PROD-05")],
        ),
        ("Zeta", {"produced_in_fiscal_year": False}, [("CEASED_PRODUCTION", "PROD-07")]),
        (
            "Epsilon",
            {"acquired_by_opponent_affiliate": True, "acquirer": "Holding"},
            [("ACQUIRED_BY_OPPONENT_AFFILIATE", "PROD-08")],
        ),
        ("Theta", {}, [("NOT_ON_ITC_LIST", "PROD-02")]),
        ("Importer", {}, [("NOT_ON_ITC_LIST", "PROD-03")]),
    ],
)
def test_s18_who_counts(name: str, changes: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert refused(name, complete(**changes)) == expected


@pytest.mark.parametrize("kind", ProducerKind)
def test_prod_01_the_kinds_of_claimant(kind: ProducerKind) -> None:
    expected = [("NOT_A_PRODUCER", "PROD-01")] if kind is ProducerKind.OTHER else []
    assert refused("Alpha", complete(), kind) == expected


def test_prod_02_names_are_compared_without_case_and_blanks() -> None:
    assert refused(" alpha ", complete()) == []


def test_prod_04_the_predecessor_must_be_listed() -> None:
    stranger = Succession(predecessor_name="Theta", description="Bought all operations.")
    assert refused("Newco", complete(succession=stranger)) == [("NOT_ON_ITC_LIST", "PROD-04")]
    opponent = Succession(predecessor_name="Importer", description="Bought all operations.")
    assert refused("Newco", complete(succession=opponent)) == [("NOT_ON_ITC_LIST", "PROD-04")]


def test_prod_04_missing_paper_is_a_defect_not_ineligibility() -> None:
    assert refused("Newco", complete(succession=Succession())) == []
    assert refused("Newco", complete(membership=Membership())) == []


def test_prod_05_the_association_must_be_listed_as_one() -> None:
    for name in ("Beta", "Theta"):
        member = Membership(association_name=name, member_at_petition=True, proof="Roll.")
        assert refused("MemberOne", complete(membership=member)) == [("NOT_ON_ITC_LIST", "PROD-05")]


def test_prod_07_part_of_the_year_suffices_even_when_it_no_longer_operates() -> None:
    assert refused("Alpha", complete(remains_in_operation=False, produced_in_fiscal_year=True)) == []


def test_prod_08_an_acquirer_that_itself_opposed_excludes_whatever_is_stated() -> None:
    form = complete(acquired_by_opponent_affiliate=False, acquirer="IMPORTER")
    assert refused("Alpha", form) == [("ACQUIRED_BY_OPPONENT_AFFILIATE", "PROD-08")]


def test_prod_09_every_predicate_is_recorded_and_all_failures_come_at_once() -> None:
    form = complete(produced_in_fiscal_year=False, acquired_by_opponent_affiliate=True, acquirer="Holding")
    predicates = eligibility(form, producer_id("Theta"), ProducerKind.OTHER, LISTING)
    assert [predicate.rule for predicate in predicates] == ["PROD-01", "PROD-02", "PROD-07", "PROD-08"]
    assert all(predicate.evidence for predicate in predicates)
    assert not any(predicate.passed for predicate in predicates)


CHAIN = {"o": frozenset({"m"}), "m": frozenset({"a"})}


@pytest.mark.parametrize(
    ("controls", "differently", "excluded"),
    [
        ({}, (), False),
        ({"o": frozenset({"a"})}, (), True),
        ({"a": frozenset({"o"})}, (), True),
        (CHAIN, (), True),
        ({"z": frozenset({"a", "o"})}, (), True),
        ({"z": frozenset({"y"}), "y": frozenset({"a", "o"})}, (), True),
        ({"a": frozenset({"z"}), "o": frozenset({"z"})}, (), False),
        ({"a": frozenset({"z"}), "o": frozenset({"z"})}, ("a",), True),
        ({"a": frozenset({"z"}), "o": frozenset({"z"})}, ("o",), False),
        ({"a": frozenset({"b"}), "b": frozenset({"a"})}, (), False),
        ({"other": frozenset({"a"})}, (), False),
    ],
)
def test_prod_08_related(controls: dict[str, frozenset[str]], differently: tuple[str, ...], excluded: bool) -> None:
    ownership = Ownership(controls=controls, acts_differently=frozenset(differently))
    assert excluded_by_acquisition("a", frozenset({"o"}), ownership) is excluded


def test_prod_08_the_acquirer_is_the_opponent() -> None:
    assert excluded_by_acquisition("o", frozenset({"o"}), Ownership())
