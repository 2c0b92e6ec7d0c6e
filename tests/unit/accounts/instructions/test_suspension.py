"""Suspended days of entry out of a case's messages (17.2), and classes as runs of days (ASM-02)."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.accounts.domain.assessment.classes import CaseDays, InjuryRule, classify
from services.accounts.domain.assessment.days import class_runs
from services.accounts.domain.instructions.messages import (
    EVERYBODY,
    Firm,
    OrderEnded,
    ProvisionalMeasuresLapsed,
    Refund,
    SuspensionAmended,
    SuspensionOrdered,
    SuspensionReinstated,
    SuspensionTerminated,
)
from services.accounts.domain.instructions.suspension import fold, refund_limit

SUSPENDED, LAPSED, BOUNDARY = date(2023, 8, 18), date(2023, 12, 16), date(2024, 4, 24)


def ordered(retroactive_from: date | None = None) -> SuspensionOrdered:
    return SuspensionOrdered(
        kind="PROVISIONAL",
        effective_from=SUSPENDED,
        retroactive_from=retroactive_from,
        excluded=(),
        security_required=True,
    )


def ended(refund: Refund, first: date, last: date | None, firms: tuple[Firm, ...] = EVERYBODY) -> SuspensionTerminated:
    return SuspensionTerminated(
        first_on=first, last_on=last, first_free_on=date(2024, 3, 4), refund=refund, firms=firms
    )


def days(windows: object) -> list[tuple[str, date, date | None]]:
    return [(window.kind, window.first_on, window.end_on) for window in windows]  # type: ignore[attr-defined]


def test_pre_13_a_lapse_and_the_suspension_that_follows() -> None:
    found = fold(
        [ordered(), ProvisionalMeasuresLapsed(effective_to=LAPSED), SuspensionReinstated(effective_from=BOUNDARY)]
    )
    assert days(found.windows) == [("PROVISIONAL", SUSPENDED, LAPSED), ("DEFINITIVE", BOUNDARY, None)]


def test_crc_04_crc_09_a_suspension_reaches_back_at_once_or_later() -> None:
    back = date(2023, 6, 1)
    at_once = fold([ordered(back)])
    later = fold([ordered(), SuspensionAmended(retroactive_from=back, firms=EVERYBODY)])
    assert sorted(days(at_once.windows)) == sorted(days(later.windows))
    assert days(at_once.windows)[0] == ("RETROACTIVE", back, SUSPENDED)
    assert {window.rated_on for window in later.windows} == {SUSPENDED}
    assert fold([SuspensionAmended(retroactive_from=back, firms=EVERYBODY)]).windows == []


def test_fin_11_a_terminated_suspension_frees_later_days_too() -> None:
    found = fold([ordered(), ended(Refund.ALL, SUSPENDED, date(2024, 3, 3))])
    assert days(found.windows) == [("PROVISIONAL", SUSPENDED, date(2024, 3, 4))]
    assert [(one.first_on, one.last_on, one.lifted_on) for one in found.lifted] == [
        (SUSPENDED, date(2024, 3, 3), date(2024, 3, 4))
    ]


def test_crc_08_17_2_rule_4_a_refund_of_the_reach_back_never_touches_the_suspension() -> None:
    back = date(2023, 6, 1)
    message = ended(Refund.RETROACTIVE_ONLY, back, date(2024, 1, 1))
    found = fold([ordered(back), message])
    assert days(found.windows) == [("RETROACTIVE", back, SUSPENDED), ("PROVISIONAL", SUSPENDED, None)]
    assert refund_limit(message, found) == SUSPENDED - timedelta(days=1)
    assert refund_limit(ended(Refund.RETROACTIVE_ONLY, back, None), found) == SUSPENDED - timedelta(days=1)
    assert refund_limit(ended(Refund.ALL, back, date(2024, 1, 1)), found) == date(2024, 1, 1)


def test_fin_09_excluded_firms_are_freed_and_nobody_else() -> None:
    found = fold([ordered(), ended(Refund.ALL, SUSPENDED, None, (Firm("x", "x"),))])
    assert days(found.windows) == [("PROVISIONAL", SUSPENDED, None)]
    assert found.lifted[0].firms == (Firm("x", "x"),)


def test_rev_10_an_order_that_ended_suspends_no_later_entry() -> None:
    assert days(fold([ordered(), OrderEnded(effective_on=BOUNDARY)]).windows) == [("PROVISIONAL", SUSPENDED, BOUNDARY)]
    assert fold([ordered(), OrderEnded(effective_on=SUSPENDED)]).windows == []


DAYS = st.dates(date(2023, 1, 1), date(2024, 12, 31))


@given(
    boundary=DAYS,
    order=DAYS,
    suspended=st.none() | DAYS,
    lapsed=st.none() | DAYS,
    reach=st.none() | DAYS,
    injury=st.sampled_from(InjuryRule),
    confirmed=st.booleans(),
    entered=DAYS,
)
def test_asm_02_a_run_of_days_has_the_class_of_each_of_its_days(
    boundary: date,
    order: date,
    suspended: date | None,
    lapsed: date | None,
    reach: date | None,
    injury: InjuryRule,
    confirmed: bool,
    entered: date,
) -> None:
    case = CaseDays(
        boundary_on=boundary,
        order_on=order,
        suspended_from=suspended,
        lapsed_from=lapsed,
        reach_back_to=reach,
        injury=injury,
        critical_confirmed=confirmed,
    )
    runs = class_runs(case)
    (run,) = [run for run in runs if run.first_on <= entered <= run.last_on]
    assert run.entry_class is classify(entered, case)
