"""Compensation of informants: every worked figure of the rules by its id, and what must always hold."""

from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.informants.access import (
    Disclosure,
    IdentityField,
    Office,
    Purpose,
    Reader,
    check_no_leak,
    may_read_dossier,
    may_read_identity,
    new_pseudonym,
)
from services.enforcement.domain.informants.awards import (
    Position,
    ceiling,
    ceilings,
    check_award,
    deduct,
    hindrance,
    position,
    split,
)
from services.enforcement.domain.informants.eligibility import (
    Act,
    AllegationKind,
    Form4623,
    Payee,
    Route,
    Standing,
    Stipulation,
    check_act,
    check_eligibility,
    check_form,
    check_payee,
    check_standing,
    covered,
    is_original,
)
from services.enforcement.domain.informants.law import AwardLimits, CapMode
from services.enforcement.domain.informants.recovery import (
    NOT_COUNTED,
    Causation,
    Disposition,
    RecoveryClass,
    RecoveryItem,
    check_property,
    net_recovery,
    restoration_ends,
)
from shared.refusals import Refusal, Refused

DAY = date(2024, 6, 19)
LIMITS = AwardLimits.on(DAY)
K = RecoveryClass
SALE = RecoveryItem(
    kind=K.FORFEITURE_SALE_PROCEEDS,
    collected_cents=92_500_00,
    expenses_cents=3_150_25 + 412_40 + 1_850_00,
    liens_cents=2_200_00,
    sold_on=date(2024, 3, 18),
)


def codes(found: list[Refusal]) -> list[str]:
    return [refusal.code for refusal in found]


def alone(net: int, awarded: int = 0) -> Position:
    return position("A", net_cents=net, own_net_cents=net, shares={"A": 10_000}, awarded={"A": awarded}, limits=LIMITS)


def cash(cents: int) -> RecoveryItem:
    return RecoveryItem(kind=K.PENALTY, collected_cents=cents)


def test_inf_01_officers_are_refused_by_their_status_then_and_now() -> None:
    assert check_standing(Standing()) == []
    assert codes(check_standing(Standing(officer_now=True))) == ["INF_GOV_EMPLOYEE"]
    assert codes(check_standing(Standing(officer_when_furnished=True))) == ["INF_GOV_EMPLOYEE"]


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (Act(route=Route.INFORMATION, allegations=(AllegationKind.FRAUD,)), []),
        (Act(route=Route.INFORMATION, allegations=(AllegationKind.VIOLATION,)), []),
        (Act(route=Route.INFORMATION), ["INF_NO_QUALIFYING_ACT"]),
        (Act(route=Route.INFORMATION, allegations=(AllegationKind.NONE,)), ["INF_NO_QUALIFYING_ACT"]),
        (Act(route=Route.DETECTION_SEIZURE, detected=True, seized=True, reported=True), []),
        (Act(route=Route.DETECTION_SEIZURE, detected=True, seized=True), ["INF_NO_QUALIFYING_ACT"]),
        (Act(route=Route.DETECTION_SEIZURE, detected=True, reported=True), ["INF_NO_QUALIFYING_ACT"]),
        (Act(route=Route.DETECTION_SEIZURE, seized=True, reported=True), ["INF_NO_QUALIFYING_ACT"]),
        (
            Act(route=Route.INFORMATION, allegations=(AllegationKind.FRAUD,), own_violation=True),
            ["INF_OWN_VIOLATION"],
        ),
    ],
)
def test_inf_02_the_two_routes(act: Act, expected: list[str]) -> None:
    assert codes(check_act(act)) == expected


def test_inf_03_original_means_received_before_the_government_knew_to_the_second() -> None:
    known = datetime(2024, 1, 1, 12, 0, 0, tzinfo=UTC)
    assert is_original(known, None)
    assert is_original(datetime(2024, 1, 1, 11, 59, 59, tzinfo=UTC), known)
    assert not is_original(known, known)
    assert codes(check_eligibility(Route.INFORMATION, [False, False], [])) == ["INF_NOT_ORIGINAL"]
    assert check_eligibility(Route.INFORMATION, [False, True], []) == []
    assert check_eligibility(Route.DETECTION_SEIZURE, [], []) == []


def test_inf_04_only_what_the_act_led_to_counts() -> None:
    items = [
        RecoveryItem(kind=K.PENALTY, collected_cents=100, causation=causation)
        for causation in (Causation.LED_TO, Causation.NOT_CAUSED, Causation.UNDETERMINED)
    ]
    assert net_recovery(items, DAY) == 100
    assert codes(check_eligibility(Route.INFORMATION, [True], [Causation.NOT_CAUSED])) == ["INF_NOT_CAUSED"]
    assert check_eligibility(Route.INFORMATION, [True], [Causation.NOT_CAUSED, Causation.UNDETERMINED]) == []


def test_inf_05_nothing_net_recovered() -> None:
    found = hindrance(alone(0), LIMITS)
    assert found is not None
    assert found.code == "INF_NO_NET_RECOVERY"
    assert codes(check_award(1, alone(0), LIMITS)) == ["INF_NO_NET_RECOVERY"]


def test_inf_06_another_scheme() -> None:
    assert codes(check_standing(Standing(other_scheme=True))) == ["INF_OTHER_SCHEME"]
    assert net_recovery([RecoveryItem(kind=K.PENALTY, collected_cents=100, other_scheme=True)], DAY) == 0


def test_inf_07_no_officer_gets_a_part() -> None:
    assert check_payee(Payee(is_claimant=True, linked_to_officer=False, is_split=False)) == []
    for payee in (
        Payee(is_claimant=False, linked_to_officer=False, is_split=False),
        Payee(is_claimant=True, linked_to_officer=True, is_split=False),
        Payee(is_claimant=True, linked_to_officer=False, is_split=True),
    ):
        assert codes(check_payee(payee)) == ["INF_PROHIBITED_SHARING"]
    assert codes(check_standing(Standing(shared_with_officer=True))) == ["INF_PROHIBITED_SHARING"]


def test_inf_09_a_later_stipulation_covers_earlier_payments_only_by_its_words() -> None:
    paid = date(2024, 1, 1)
    assert not covered(paid, None)
    assert covered(paid, Stipulation(signed_on=paid, covers_earlier=False))
    assert not covered(paid, Stipulation(signed_on=date(2024, 1, 2), covers_earlier=False))
    assert covered(paid, Stipulation(signed_on=date(2024, 1, 2), covers_earlier=True))


def test_inf_10_every_missing_element_of_the_form_at_once() -> None:
    empty = Form4623(
        claimant_name=" ",
        claimant_address="",
        statement="",
        furnished_on=None,
        furnished_to="",
        signed_on=None,
        duplicate=False,
        not_an_officer=None,
    )
    found = check_form(empty)
    assert set(codes(found)) == {"INF_FORM_INCOMPLETE"}
    assert len(found) == 8


def test_inf_12_a_sale_net_of_costs_and_liens_s03_tv_05() -> None:
    assert net_recovery([SALE], date(2024, 6, 18)) == 0
    assert net_recovery([SALE], DAY) == 84_887_35
    assert ceiling(84_887_35, LIMITS) == 21_221_83


@pytest.mark.parametrize("kind", sorted(RecoveryClass))
def test_inf_12_each_class(kind: RecoveryClass) -> None:
    item = RecoveryItem(kind=kind, collected_cents=100, appraised_cents=100)
    assert net_recovery([item], DAY) == (0 if kind in NOT_COUNTED else 100)
    assert {K.INTEREST, K.LIQUIDATED_DAMAGES, K.FUTURE_DUTIES} == NOT_COUNTED


def test_inf_12_the_net_is_never_below_zero() -> None:
    assert net_recovery([RecoveryItem(kind=K.PENALTY, collected_cents=100, expenses_cents=101)], DAY) == 0


def test_inf_13_duties_and_a_mitigated_penalty_s01_tv_01() -> None:
    items = [RecoveryItem(kind=K.DUTIES_WITHHELD, collected_cents=480_000_00), cash(120_000_00)]
    where = alone(net_recovery(items, DAY))
    assert where.payable_cents == 150_000_00
    assert check_award(120_000_00, where, LIMITS) == []
    assert codes(check_award(150_000_01, where, LIMITS)) == ["INF_OVER_CEILING"]
    assert where.cap_cents - 120_000_00 == 130_000_00


def test_inf_14_three_recoveries_one_cap_s02_tv_02() -> None:
    assert alone(600_000_00).payable_cents == 150_000_00
    assert alone(1_100_000_00, 150_000_00).payable_cents == 100_000_00
    third = alone(1_300_000_00, 250_000_00)
    assert third.payable_cents == 0
    assert codes(check_award(1, third, LIMITS)) == ["INF_CASE_CAP_REACHED"]


def test_inf_14_where_the_cap_begins_tv_03_tv_04() -> None:
    assert ceiling(1_000_000_00, LIMITS) == 250_000_00
    assert ceiling(999_999_99, LIMITS) == 249_999_99


def test_inf_15_two_informants_share_the_cap_s07() -> None:
    assert ceilings(1_600_000_00, {"A": 6_000, "B": 4_000}, LIMITS) == {"A": 150_000_00, "B": 100_000_00}
    each = AwardLimits.on(DAY, CapMode.PER_PERSON)
    assert ceilings(1_600_000_00, {"A": 6_000, "B": 4_000}, each) == {"A": 240_000_00, "B": 160_000_00}
    assert ceilings(4_000_000_00, {"A": 6_000, "B": 4_000}, each) == {"A": 250_000_00, "B": 250_000_00}


@given(
    net=st.integers(0, 10**12),
    cuts=st.lists(st.integers(0, 10_000), min_size=0, max_size=5),
)
def test_inf_15_the_parts_add_up_to_the_ceiling(net: int, cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), 10_000]
    shares = {str(place): high - low for place, (low, high) in enumerate(pairwise(edges))}
    parts = split(ceiling(net, LIMITS), shares)
    assert sum(parts.values()) == ceiling(net, LIMITS) <= 250_000_00
    assert min(parts.values()) >= 0


@given(
    nets=st.lists(st.integers(0, 10**9), min_size=1, max_size=8),
    first=st.integers(0, 10_000),
)
def test_inf_14_however_recoveries_come_awards_stay_within_a_quarter_and_the_cap(nets: list[int], first: int) -> None:
    shares, awarded = {"A": first, "B": 10_000 - first}, {"A": 0, "B": 0}
    total = 0
    for net in nets:
        total += net
        for claim in shares:
            where = position(claim, net_cents=total, own_net_cents=total, shares=shares, awarded=awarded, limits=LIMITS)
            awarded[claim] += where.payable_cents
        assert sum(awarded.values()) <= min(total // 4, 250_000_00)


def test_inf_16_a_vehicle_kept_beside_a_sale_s04() -> None:
    vehicle = RecoveryItem(kind=K.FORFEITED_PROPERTY, appraised_cents=184_600_00, expenses_cents=999_00)
    assert ceiling(net_recovery([vehicle], DAY), LIMITS) == 46_150_00
    assert net_recovery([vehicle, SALE], DAY) == 269_487_35
    assert ceiling(269_487_35, LIMITS) == 67_371_83


@pytest.mark.parametrize(
    ("forfeited", "disposition", "value", "expected"),
    [
        (True, Disposition.OFFICIAL_USE, 1, []),
        (True, Disposition.DESTROYED, 1, []),
        (True, Disposition.RETURNED, 1, ["INF_PROPERTY_NOT_FORFEITED"]),
        (True, Disposition.STATE_PROCEEDING, 1, ["INF_PROPERTY_NOT_FORFEITED"]),
        (False, Disposition.DESTROYED, 1, ["INF_PROPERTY_NOT_FORFEITED"]),
        (True, None, 1, ["INF_PROPERTY_NOT_FORFEITED"]),
        (True, Disposition.DESTROYED, None, ["INF_NO_APPRAISAL"]),
        (True, Disposition.DESTROYED, 0, ["INF_NO_APPRAISAL"]),
    ],
)
def test_inf_16_what_property_counts(
    forfeited: bool, disposition: Disposition | None, value: int | None, expected: list[str]
) -> None:
    found = check_property(forfeited=forfeited, disposition=disposition, appraised_cents=value)
    assert codes(found) == expected


def test_inf_17_a_remission_payment_net_of_storage_s04() -> None:
    paid = RecoveryItem(kind=K.REMISSION_PAYMENT, collected_cents=37_500_00, expenses_cents=1_275_60)
    assert net_recovery([paid], DAY) == 36_224_40
    assert ceiling(36_224_40, LIMITS) == 9_056_10
    assert ceiling(net_recovery([paid, SALE], DAY), LIMITS) == 30_277_93


def test_inf_18_a_bail_bond_is_a_fine() -> None:
    bond = RecoveryItem(kind=K.FORFEITED_BAIL_BOND, collected_cents=50_000_00)
    assert ceiling(net_recovery([bond], DAY), LIMITS) == 12_500_00


def test_inf_19_purchase_money_is_deducted_once_s03() -> None:
    assert deduct(21_221_83, 5_000_00, 0) == 16_221_83
    assert deduct(21_221_83, 0, 0) == 21_221_83
    assert deduct(3_000_00, 5_000_00, 0) == 0
    assert deduct(3_000_00, 5_000_00, 3_000_00) == 1_000_00


def test_inf_20_the_minimum_is_of_the_cumulative_award_s05_tv_06() -> None:
    below = hindrance(alone(399_99), LIMITS)
    assert below is not None
    assert below.code == "INF_BELOW_MINIMUM"
    assert hindrance(alone(400_00), LIMITS) is None
    assert alone(396_20).payable_cents == 99_05
    assert hindrance(alone(396_20), LIMITS) is not None
    assert alone(1_599_75).payable_cents == 399_93
    assert codes(check_award(99_99, alone(1_599_75), LIMITS)) == ["INF_BELOW_MINIMUM"]
    assert check_award(99_99, alone(1_599_75, 100_00), LIMITS) == []


def test_inf_21_nothing_is_an_award_too() -> None:
    assert check_award(0, alone(0), LIMITS) == []


def test_inf_22_a_refund_leaves_the_award_and_stops_the_next_tv_07() -> None:
    refunded = RecoveryItem(kind=K.PENALTY, collected_cents=600_000_00, refunded_cents=80_000_00)
    after = alone(net_recovery([refunded], DAY), 150_000_00)
    assert (after.payable_cents, after.over_awarded_cents) == (0, 20_000_00)
    more = alone(net_recovery([refunded, cash(100_000_00)], DAY), 150_000_00)
    assert (more.ceiling_cents, more.payable_cents) == (155_000_00, 5_000_00)


def test_inf_22_what_may_shrink_does_not_count() -> None:
    assert net_recovery([RecoveryItem(kind=K.PENALTY, collected_cents=100, held=True)], DAY) == 0
    assert restoration_ends(date(2024, 3, 18)) == date(2024, 6, 18)
    assert restoration_ends(date(2023, 11, 30)) == date(2024, 2, 29)


READ = (IdentityField.NAME,)


@pytest.mark.parametrize(
    ("subject", "office", "purpose", "allowed"),
    [
        ("liaison", Office.LIAISON, Purpose.CONTACT, True),
        ("other-liaison", Office.LIAISON, Purpose.CONTACT, False),
        ("liaison", Office.LIAISON, Purpose.PAY, False),
        ("decider", Office.HEADQUARTERS, Purpose.DECIDE, True),
        ("other-official", Office.HEADQUARTERS, Purpose.DECIDE, False),
        ("agent", Office.SPECIAL_AGENT, Purpose.RECOMMEND, True),
        ("director", Office.DIRECTOR, Purpose.RECOMMEND, False),
        ("reader", None, Purpose.COURT_ORDER, True),
        ("liaison", None, Purpose.CONTACT, False),
    ],
)
def test_inf_25_who_may_see_an_identity(subject: str, office: Office | None, purpose: Purpose, allowed: bool) -> None:
    offices = frozenset() if office is None else frozenset({office})
    given_to = Disclosure(reader="reader", fields=frozenset({IdentityField.NAME}), expires_on=DAY)
    found = may_read_identity(
        Reader(subject=subject, offices=offices, purpose=purpose),
        READ,
        liaison="liaison",
        decider="decider",
        disclosures=[given_to],
        today=DAY,
    )
    assert found is allowed


def test_inf_25_a_disclosure_is_of_its_fields_and_ends() -> None:
    given_to = Disclosure(reader="reader", fields=frozenset({IdentityField.NAME}), expires_on=DAY)
    reader = Reader(subject="reader", offices=frozenset(), purpose=Purpose.COURT_ORDER)

    def may(fields: tuple[IdentityField, ...], today: date) -> bool:
        return may_read_identity(reader, fields, liaison="x", decider=None, disclosures=[given_to], today=today)

    assert may(READ, DAY)
    assert not may((*READ, IdentityField.ADDRESS), DAY)
    assert not may(READ, date(2024, 6, 20))


def test_inf_25_a_director_sees_the_dossier_while_recommending() -> None:
    reader = Reader(subject="director", offices=frozenset({Office.DIRECTOR}), purpose=Purpose.RECOMMEND)
    assert may_read_dossier(reader, liaison="liaison", at_director=True, at_headquarters=False)
    assert not may_read_dossier(reader, liaison="liaison", at_director=False, at_headquarters=True)


def test_inf_26_pseudonyms_are_random_and_inf_28_never_leave() -> None:
    assert len({new_pseudonym() for _ in range(100)}) == 100
    check_no_leak("an audit report")
    with pytest.raises(Refused, match="SEC_INFORMANT_LEAK"):
        check_no_leak(f"as {new_pseudonym()} said")
