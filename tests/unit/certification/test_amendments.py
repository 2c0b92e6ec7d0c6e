"""What officers record on top of the Commission's list (PROD-04, PROD-05, PROD-08)."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.amendments import (
    Amendment,
    AmendmentKind,
    amendment_findings,
    in_force,
    predecessor_of,
)
from services.certification.domain.eligibility import eligibility, ineligible, lineage_root
from services.certification.domain.forms import Succession
from services.certification.domain.producers import ListRole, ProducerKind, producer_id
from tests.unit.certification.forms import codes, complete, entry, some_id

ALPHA, BETA, COALITION = (producer_id(name) for name in ("Alpha", "Beta", "Coalition"))
NEWCO, HEIR, MEMBER = (producer_id(name) for name in ("Newco", "Heir", "Member"))
LISTING = (
    entry("Alpha"),
    entry("Beta"),
    entry("Coalition", kind=ProducerKind.ASSOCIATION),
    entry("Importer", ListRole.OPPONENT),
)
SUPPORTERS = {each.producer_id: each for each in LISTING if each.role is not ListRole.OPPONENT}
SUCCESSION = Amendment(version=1, kind=AmendmentKind.SUCCESSION, listed_producer_id=BETA, producer_id=NEWCO)
MEMBERSHIP = Amendment(version=1, kind=AmendmentKind.MEMBERSHIP, listed_producer_id=COALITION, producer_id=MEMBER)
ACQUISITION = Amendment(version=1, kind=AmendmentKind.ACQUISITION, listed_producer_id=ALPHA, company="Importer")


def refused(claimant: str, *amendments: Amendment, **changes: Any) -> list[str]:
    form = complete(claimant_name=claimant, **changes)
    tests = eligibility(form, producer_id(claimant), ProducerKind.MANUFACTURER, LISTING, amendments)
    return codes(ineligible(tests))


def test_prod_04_a_recorded_successor_is_eligible_and_continues_the_lineage() -> None:
    assert refused("Newco") == ["NOT_ON_ITC_LIST"]
    assert refused("Newco", SUCCESSION) == []
    assert lineage_root(complete(), NEWCO, SUPPORTERS, [SUCCESSION]) == BETA
    assert lineage_root(complete(), NEWCO, SUPPORTERS, []) == NEWCO


def test_prod_04_a_line_of_successions_ends_in_the_listed_producer() -> None:
    second = Amendment(version=2, kind=AmendmentKind.SUCCESSION, listed_producer_id=NEWCO, producer_id=HEIR)
    assert refused("Heir", SUCCESSION, second) == []
    assert lineage_root(complete(), HEIR, SUPPORTERS, [SUCCESSION, second]) == BETA
    named = complete(succession=Succession(predecessor_name="Newco", description="bought"))
    assert lineage_root(named, some_id(1), SUPPORTERS, [SUCCESSION]) == BETA


def test_prod_04_a_listed_producer_files_for_itself_unless_it_names_its_predecessor() -> None:
    recorded = replace(SUCCESSION, producer_id=ALPHA)
    assert lineage_root(complete(), ALPHA, SUPPORTERS, [recorded]) == ALPHA
    named = complete(succession=Succession(predecessor_name="Beta", description="bought"))
    assert lineage_root(named, ALPHA, SUPPORTERS, [recorded]) == BETA


def test_prod_05_a_recorded_member_of_a_listed_association_is_eligible() -> None:
    assert refused("Member") == ["NOT_ON_ITC_LIST"]
    assert refused("Member", MEMBERSHIP) == []
    assert lineage_root(complete(), MEMBER, SUPPORTERS, [MEMBERSHIP]) == MEMBER


@pytest.mark.parametrize(
    ("amendment", "expected"),
    [
        (ACQUISITION, ["ACQUIRED_BY_OPPONENT_AFFILIATE"]),
        (replace(ACQUISITION, company="Holding"), []),
        (replace(ACQUISITION, company="Holding", related_to_opponent=True), ["ACQUIRED_BY_OPPONENT_AFFILIATE"]),
        (replace(ACQUISITION, listed_producer_id=BETA), []),
    ],
)
def test_prod_08_a_recorded_acquisition_excludes_whatever_the_form_says(
    amendment: Amendment, expected: list[str]
) -> None:
    assert refused("Alpha", amendment, acquired_by_opponent_affiliate=False) == expected


@pytest.mark.parametrize(
    ("new", "standing", "expected"),
    [
        (SUCCESSION, [], []),
        (replace(SUCCESSION, listed_producer_id=some_id(1)), [], ["NOT_ON_ITC_LIST"]),
        (replace(SUCCESSION, listed_producer_id=producer_id("Importer")), [], ["NOT_ON_ITC_LIST"]),
        (replace(SUCCESSION, version=2, listed_producer_id=NEWCO, producer_id=HEIR), [SUCCESSION], []),
        (replace(SUCCESSION, version=2, producer_id=HEIR), [SUCCESSION], ["AMENDMENT_STANDS"]),
        (replace(SUCCESSION, version=2, listed_producer_id=ALPHA), [SUCCESSION], ["AMENDMENT_STANDS"]),
        (replace(SUCCESSION, producer_id=BETA), [], ["SUCCESSION_NOT_SHOWN"]),
        (
            replace(SUCCESSION, version=2, listed_producer_id=NEWCO, producer_id=BETA),
            [SUCCESSION],
            ["SUCCESSION_NOT_SHOWN"],
        ),
        (MEMBERSHIP, [], []),
        (replace(MEMBERSHIP, listed_producer_id=ALPHA), [], ["NOT_ON_ITC_LIST"]),
        (replace(MEMBERSHIP, version=2), [MEMBERSHIP], ["AMENDMENT_STANDS"]),
        (ACQUISITION, [], []),
        (
            Amendment(version=2, kind=AmendmentKind.REVOCATION, listed_producer_id=None, revokes=1),
            [SUCCESSION],
            [],
        ),
        (
            Amendment(version=2, kind=AmendmentKind.REVOCATION, listed_producer_id=None, revokes=7),
            [SUCCESSION],
            ["AMENDMENT_NOT_IN_FORCE"],
        ),
    ],
)
def test_prod_02_what_may_be_recorded(new: Amendment, standing: list[Amendment], expected: list[str]) -> None:
    assert codes(amendment_findings(new, standing, SUPPORTERS)) == expected


IDS = [ALPHA, BETA, NEWCO, HEIR, MEMBER]


@given(st.lists(st.tuples(st.sampled_from(IDS), st.sampled_from(IDS), st.booleans()), max_size=12))
def test_prod_04_whatever_was_recorded_every_line_ends_and_ends_in_a_listed_producer(
    attempts: list[tuple[UUID, UUID, bool]],
) -> None:
    recorded: list[Amendment] = []
    for listed, producer, revoke in attempts:
        new = replace(SUCCESSION, version=len(recorded) + 1, listed_producer_id=listed, producer_id=producer)
        if revoke and in_force(recorded):
            last = in_force(recorded)[-1].version
            new = Amendment(version=new.version, kind=AmendmentKind.REVOCATION, listed_producer_id=None, revokes=last)
        if not amendment_findings(new, in_force(recorded), SUPPORTERS):
            recorded.append(new)
    for each in in_force(recorded):
        assert each.producer_id is not None
        assert predecessor_of(each.producer_id, in_force(recorded)) in SUPPORTERS
