"""Sampling and projection: the worked figures of SMP-01 to SMP-10, OFF-11, S10 and S29."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from services.enforcement.domain.audits.offsets import Sums, net
from services.enforcement.domain.audits.sampling import (
    ChallengeType,
    Estimator,
    Method,
    SampleErrors,
    Stratum,
    project,
    project_strata,
    refuse_challenge,
    refuse_criteria,
    refuse_self_test,
    select_sample,
)

RATIO = Stratum(
    name="1",
    is_final=True,
    estimator=Estimator.RATIO,
    universe_units=3_200,
    sample_units=100,
    universe_value_cents=48_000_000_00,
    sample_value_cents=1_500_000_00,
)
MEAN = Stratum(name="1", is_final=True, estimator=Estimator.MEAN_PER_UNIT, universe_units=1_200, sample_units=50)
ALL = Stratum(name="2", is_final=True, estimator=Estimator.FULL, universe_units=40, sample_units=40)


def projected(stratum: Stratum, cents: int) -> int:
    return project(stratum, SampleErrors(cents)).projected_cents


def test_smp_08_ratio() -> None:
    assert projected(RATIO, 18_750_00) == 600_000_00
    assert projected(RATIO, 6_300_00) == 201_600_00


def test_smp_08_mean_per_unit() -> None:
    assert projected(MEAN, 6_437_50) == 154_500_00


def test_smp_09_strata_are_rounded_one_by_one_and_added() -> None:
    first = replace(RATIO, universe_value_cents=9_000_000_00, sample_value_cents=600_000_00)
    assert projected(first, 4_200_00) == 63_000_00
    assert projected(first, 1_150_00) == 17_250_00
    under = project_strata([(first, SampleErrors(4_200_00)), (ALL, SampleErrors(27_310_44))])
    over = project_strata([(first, SampleErrors(1_150_00)), (ALL, SampleErrors(3_905_10))])
    assert (under.projected_cents, over.projected_cents) == (90_310_44, 21_155_10)
    assert under.method is Method.STRATIFIED


def test_smp_07_off_11_s10_tv_09_an_excluded_over_payment_is_not_magnified() -> None:
    under, eligible = projected(RATIO, 18_750_00), projected(RATIO, 4_800_00)
    assert (under, eligible) == (600_000_00, 153_600_00)
    assert net(Sums(under, 0, eligible)).total_loss_cents == 446_400_00
    assert net(Sums(under, 0, projected(RATIO, 6_300_00))).total_loss_cents == 398_400_00
    assert net(Sums(under, 0, eligible), with_offset=False).total_loss_cents == 600_000_00


def test_smp_10_s29_a_corrected_sample_value_raises_the_loss() -> None:
    mended = replace(RATIO, sample_value_cents=1_480_000_00)
    under, eligible = projected(mended, 18_750_00), projected(mended, 4_800_00)
    assert (under, eligible) == (608_108_11, 155_675_68)
    total = net(Sums(under, 0, eligible)).total_loss_cents
    assert (total, total - 446_400_00) == (452_432_43, 6_032_43)


def test_smp_08_the_precision_of_a_mean_is_that_of_the_textbook() -> None:
    errors = [0] * 40 + [64_375] * 10
    sums = SampleErrors(sum(errors), sum(error * error for error in errors))
    projection = project(MEAN, sums, 90_00)
    variance = stats.tvar(errors) * 1_200**2 / 50 * (1 - 50 / 1_200)
    assert projection.precision_cents == pytest.approx(stats.t.ppf(0.95, 49) * variance**0.5, abs=2)
    assert projection.lower_limit_cents == projection.projected_cents - (projection.precision_cents or 0)
    assert projection.confidence_bps == 90_00


def test_smp_08_the_precision_of_a_ratio_is_that_of_the_textbook() -> None:
    values = [10_000 + 100 * number for number in range(30)]
    errors = [number % 7 * 50 for number in range(30)]
    stratum = Stratum(
        name="1",
        is_final=True,
        estimator=Estimator.RATIO,
        universe_units=600,
        sample_units=30,
        universe_value_cents=7_000_000,
        sample_value_cents=sum(values),
        sample_value_squares=sum(value * value for value in values),
    )
    ratio = sum(errors) / sum(values)
    residuals = [error - ratio * value for error, value in zip(errors, values, strict=True)]
    variance = 600**2 / 30 * (1 - 30 / 600) * sum(one * one for one in residuals) / 29
    sums = SampleErrors(
        sum(errors),
        sum(error * error for error in errors),
        sum(error * value for error, value in zip(errors, values, strict=True)),
    )
    assert project(stratum, sums).precision_cents == pytest.approx(stats.t.ppf(0.975, 29) * variance**0.5, abs=2)
    assert project(replace(stratum, sample_value_squares=None), sums).precision_cents is None


def test_smp_09_independent_strata_add_their_variances() -> None:
    part = (MEAN, SampleErrors(6_437_50, 6_437_50 * 64_375))
    one = project(*part).precision_cents
    both = project_strata([part, part]).precision_cents
    assert one is not None
    assert both == pytest.approx(one * 2**0.5, abs=2)


def test_smp_08_a_full_review_projects_nothing_and_is_exact() -> None:
    projection = project(ALL, SampleErrors(27_310_44))
    assert (projection.projected_cents, projection.precision_cents) == (27_310_44, 0)


def test_smp_08_one_unit_shows_no_spread() -> None:
    assert project(replace(MEAN, sample_units=1), SampleErrors(5_00)).precision_cents is None


@pytest.mark.parametrize(
    "stratum",
    [
        replace(MEAN, sample_units=0),
        replace(MEAN, sample_units=1_201),
        replace(RATIO, sample_value_cents=0),
        replace(RATIO, sample_value_cents=48_000_000_01),
    ],
)
def test_smp_08_a_stratum_that_cannot_be_projected_is_a_mistake(stratum: Stratum) -> None:
    with pytest.raises(ValueError, match="stratum"):
        project(stratum, SampleErrors(1))


def test_smp_09_nothing_to_project_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no stratum"):
        project_strata([])


@given(st.sets(st.text("ABC123", min_size=1, max_size=6), min_size=1), st.integers(0, 2**31), st.data())
def test_smp_01_the_same_seed_draws_the_same_sample(units: set[str], seed: int, data: st.DataObject) -> None:
    size = data.draw(st.integers(0, len(units)))
    drawn = select_sample(units, size, seed)
    assert drawn == select_sample(sorted(units, reverse=True), size, seed)
    assert len(set(drawn)) == size
    assert units.issuperset(drawn)


def test_smp_01_a_drawn_sample_never_changes() -> None:
    units = [f"E{number:03}" for number in range(200)]
    assert select_sample(units, 5, 20240214) == ["E012", "E074", "E090", "E121", "E122"]
    assert select_sample(units, 5, 20240215) != ["E012", "E074", "E090", "E121", "E122"]


def test_smp_01_a_unit_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        select_sample(["A", "A"], 1, 1)


@pytest.mark.parametrize("missing", ["impractical", "recognised", "followed"])
def test_smp_01_each_criterion_is_needed(missing: str) -> None:
    met = {"impractical": True, "recognised": True, "followed": True}
    assert refuse_criteria(**met) == []
    assert [one.code for one in refuse_criteria(**met | {missing: False})] == ["SMP_CRITERIA_NOT_MET"]


@pytest.mark.parametrize("missing", ["authorised_in_advance", "execution_approved", "results_approved"])
def test_smp_05_smp_06_self_testing_is_authorised_and_approved(missing: str) -> None:
    met = {"authorised_in_advance": True, "execution_approved": True, "results_approved": True}
    assert refuse_self_test(**met) == []
    assert [one.code for one in refuse_self_test(**met | {missing: False})] == ["SMP_SELFTEST_NOT_AUTHORISED"]


@pytest.mark.parametrize("kind", list(ChallengeType))
def test_smp_03_smp_04_s10_only_plan_and_method_are_waived_and_only_by_acceptance(kind: ChallengeType) -> None:
    assert refuse_challenge(kind, accepted=False) == []
    refused = [one.code for one in refuse_challenge(kind, accepted=True)]
    assert refused == (["SMP_WAIVED"] if kind is ChallengeType.PLAN_OR_METHOD else [])
