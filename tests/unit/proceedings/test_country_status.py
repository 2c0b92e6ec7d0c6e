"""What a country is, period after period (IMP-02, NEG-06)."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.country_status import placed, refuse_status
from services.proceedings.domain.record.proceeding import Background, CountryStatus, Development

WTO = CountryStatus(starts_on=date(1995, 1, 1), ends_on=None, subsidies_agreement=True, reason="WTO_MEMBER")
LISTED = replace(WTO, starts_on=date(2000, 1, 1), development=Development.DEVELOPING)


def on(periods: list[CountryStatus], day: date) -> CountryStatus:
    case = Background(case_number="C-900-001", kind=CaseKind.CVD, country="ZZ", statuses=periods)
    return case.status_on(day)


def test_neg_06_a_new_status_ends_the_one_before() -> None:
    periods = placed([WTO], LISTED)
    assert [(period.starts_on, period.ends_on) for period in periods] == [
        (date(1995, 1, 1), date(1999, 12, 31)),
        (date(2000, 1, 1), None),
    ]


def test_neg_06_what_had_lasted_longer_goes_on_after_a_limited_one() -> None:
    periods = placed([WTO], replace(LISTED, ends_on=date(2020, 2, 9)))
    assert on(periods, date(2020, 2, 9)).development is Development.DEVELOPING
    assert on(periods, date(2020, 2, 10)) == replace(WTO, starts_on=date(2020, 2, 10))


def test_imp_02_the_same_first_day_is_replaced() -> None:
    assert placed([WTO], replace(WTO, reason="MFN_AGREEMENT")) == [replace(WTO, reason="MFN_AGREEMENT")]


def test_imp_02_a_country_nowhere_listed_is_outside() -> None:
    assert not on([], date(2024, 1, 1)).subsidies_agreement


def test_imp_02_periods_that_cannot_be_are_refused() -> None:
    known = placed([WTO], LISTED)
    wrong = replace(WTO, starts_on=date(1999, 1, 1))
    assert [one.code for one in refuse_status(known, wrong)] == ["STATUS_OVERLAPS"]
    assert refuse_status(known, replace(wrong, ends_on=date(1999, 12, 31))) == []
    assert [one.code for one in refuse_status(known, replace(wrong, ends_on=date(1998, 1, 1)))] == [
        "PERIOD_ENDS_BEFORE_START"
    ]


def test_pre_08_the_notice_belongs_to_an_article_27_11_country() -> None:
    notice = replace(LISTED, export_subsidy_notice_on=date(2002, 1, 1))
    assert [one.code for one in refuse_status([], notice)] == ["NOTICE_WITHOUT_LISTING"]
    assert refuse_status([], replace(notice, development=Development.DC2711)) == []


_DAYS = st.integers(0, 400).map(lambda count: date(2000, 1, 1) + timedelta(days=count))
_KINDS = st.sampled_from(Development)


@given(told=st.lists(st.tuples(_DAYS, st.none() | st.integers(0, 100), _KINDS), max_size=8), day=_DAYS)
def test_imp_02_the_newest_status_that_was_not_refused_holds_and_periods_never_overlap(
    told: list[tuple[date, int | None, Development]], day: date
) -> None:
    periods: list[CountryStatus] = []
    expected = Development.NONE
    for first, length, kind in told:
        last = None if length is None else first + timedelta(days=length)
        new = replace(WTO, starts_on=first, ends_on=last, development=kind)
        if refuse_status(periods, new):
            continue
        if any(known.starts_on == first and known == on(periods, day) for known in periods):
            expected = Development.NONE
        periods = placed(periods, new)
        if first <= day and (last is None or day <= last):
            expected = kind
    assert on(periods, day).development is expected
    for earlier, later in pairwise(periods):
        assert earlier.ends_on is not None
        assert earlier.ends_on < later.starts_on
