"""REC-09 to REC-16 and section 10.7: the life of a record demand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.enforcement.domain.records.demands import (
    Demand,
    deny_extension,
    follow_in_writing,
    grant_extension,
    pass_due_date,
    produce,
    receive,
    request_extension,
    withdraw,
)
from services.enforcement.domain.records.states import TRANSITIONS, DemandEvent, DemandState, allow
from shared.refusals import Refused
from tests.unit.enforcement.factories import DUE, RECEIVED, a_line, issued, running, waiting

S = DemandState
E = DemandEvent

# The rows of section 10.7, written out by hand; whatever is not here must be refused.
ALLOWED: dict[tuple[DemandState | None, DemandEvent], set[DemandState]] = {
    (None, E.ISSUE_ORAL_DEMAND): {S.ORAL_ONLY},
    (None, E.ISSUE_DEMAND): {S.ISSUED},
    (S.ORAL_ONLY, E.ISSUE_DEMAND): {S.ISSUED},
    (S.ISSUED, E.DEMAND_RECEIVED): {S.RUNNING},
    (S.RUNNING, E.REQUEST_EXTENSION): {S.EXTENSION_PENDING},
    (S.EXTENSION_PENDING, E.GRANT_EXTENSION): {S.RUNNING, S.SATISFIED, S.FAILED},
    (S.EXTENSION_PENDING, E.DENY_EXTENSION): {S.RUNNING, S.FAILED},
    (S.RUNNING, E.PRODUCE): {S.RUNNING, S.SATISFIED},
    (S.EXTENSION_PENDING, E.PRODUCE): {S.EXTENSION_PENDING, S.SATISFIED},
    (S.RUNNING, E.DUE_DATE_PASSED): {S.FAILED},
    (S.EXTENSION_PENDING, E.DUE_DATE_PASSED): {S.EXTENSION_PENDING},
    (S.FAILED, E.PRODUCE_LATE): {S.FAILED},
    (S.ORAL_ONLY, E.WITHDRAW): {S.WITHDRAWN},
    (S.ISSUED, E.WITHDRAW): {S.WITHDRAWN},
    (S.RUNNING, E.WITHDRAW): {S.WITHDRAWN},
    (S.EXTENSION_PENDING, E.WITHDRAW): {S.WITHDRAWN},
}


@pytest.mark.parametrize(("state", "event"), list(product([None, *DemandState], DemandEvent)))
def test_10_7_every_state_and_event(state: DemandState | None, event: DemandEvent) -> None:
    if (state, event) in ALLOWED:
        assert allow(state, event) == ALLOWED[state, event]
        return
    with pytest.raises(Refused) as caught:
        allow(state, event)
    assert [refusal.code for refusal in caught.value.refusals] == ["SEC_ILLEGAL_TRANSITION"]


def test_10_7_the_table_has_no_other_row() -> None:
    assert {pair: set(states) for pair, states in TRANSITIONS.items()} == ALLOWED


ON_TIME = DUE - timedelta(days=1)
ACTS: dict[str, tuple[Callable[[Demand], Demand], DemandEvent]] = {
    "follow in writing": (follow_in_writing, E.ISSUE_DEMAND),
    "receive": (lambda demand: receive(demand, RECEIVED), E.DEMAND_RECEIVED),
    "request": (lambda demand: request_extension(demand, 20), E.REQUEST_EXTENSION),
    "grant": (lambda demand: grant_extension(demand, 1, ON_TIME), E.GRANT_EXTENSION),
    "deny": (lambda demand: deny_extension(demand, ON_TIME), E.DENY_EXTENSION),
    "produce": (lambda demand: produce(demand, {("R1", "INVOICE"): ON_TIME}), E.PRODUCE),
    "withdraw": (withdraw, E.WITHDRAW),
}


@pytest.mark.parametrize("state", list(DemandState))
@pytest.mark.parametrize("act", list(ACTS))
def test_10_7_each_act_follows_the_table(act: str, state: DemandState) -> None:
    do, event = ACTS[act]
    if state is S.FAILED and event is E.PRODUCE:
        event = E.PRODUCE_LATE
    demand = replace(running(), state=state, requested_days=20 if state is S.EXTENSION_PENDING else None)
    if (state, event) in ALLOWED:
        assert do(demand).state in ALLOWED[state, event]
    else:
        with pytest.raises(Refused):
            do(demand)


def test_rec_11_tv_15_the_due_date_is_30_days_after_receipt() -> None:
    demand = receive(issued(), date(2024, 4, 2))
    assert (demand.state, demand.due_on, demand.received_on) == (S.RUNNING, date(2024, 5, 2), date(2024, 4, 2))


def test_rec_11_a_shorter_period_counts_from_receipt_too() -> None:
    assert receive(issued(days=5), date(2024, 4, 2)).due_on == date(2024, 4, 7)


def test_clk_02_the_due_date_does_not_roll() -> None:
    assert receive(issued(), date(2024, 4, 4)).due_on == date(2024, 5, 4)  # a Saturday


def test_rec_14_a_shorter_extension_counts_from_the_old_due_date() -> None:
    demand = grant_extension(waiting(days=20), 12, date(2024, 5, 2))
    assert (demand.state, demand.due_on, demand.original_due_on) == (S.RUNNING, date(2024, 5, 14), DUE)
    assert demand.extended


def test_rec_13_a_second_extension_counts_from_the_extended_date() -> None:
    demand = grant_extension(waiting(days=20), 12, date(2024, 5, 2))
    again = grant_extension(request_extension(demand, 10), 6, date(2024, 5, 13))
    assert (again.state, again.due_on) == (S.RUNNING, date(2024, 5, 20))


def test_rec_15_a_request_alone_stops_nothing_and_a_denial_fails_the_demand_as_of_the_due_date() -> None:
    overdue = pass_due_date(waiting(), DUE + timedelta(days=1))
    assert (overdue.state, overdue.overdue) == (S.EXTENSION_PENDING, True)
    denied = deny_extension(overdue, date(2024, 5, 6))
    assert (denied.state, denied.failed_as_of, denied.overdue) == (S.FAILED, DUE, False)


def test_rec_15_a_denial_before_the_due_date_leaves_it() -> None:
    denied = deny_extension(waiting(), DUE)
    assert (denied.state, denied.due_on, denied.requested_days) == (S.RUNNING, DUE, None)


def test_rec_15_a_grant_cures_a_due_date_that_passed_meanwhile() -> None:
    overdue = pass_due_date(waiting(days=20), date(2024, 5, 5))
    cured = grant_extension(overdue, 12, date(2024, 5, 6))
    assert (cured.state, cured.due_on, cured.overdue, cured.failed_as_of) == (S.RUNNING, date(2024, 5, 14), False, None)


def test_rec_15_a_grant_satisfies_a_demand_produced_before_the_new_date() -> None:
    overdue = pass_due_date(waiting(days=20), date(2024, 5, 5))
    produced = produce(overdue, {("R1", "INVOICE"): date(2024, 5, 5)})
    assert produced.state is S.EXTENSION_PENDING
    assert grant_extension(produced, 12, date(2024, 5, 6)).state is S.SATISFIED


def test_rec_15_a_grant_whose_new_date_has_passed_too_fails_at_once() -> None:
    failed = grant_extension(waiting(days=20), 2, date(2024, 5, 5))
    assert (failed.state, failed.failed_as_of) == (S.FAILED, date(2024, 5, 4))


def test_rec_11_the_last_day_counts() -> None:
    assert pass_due_date(running(), DUE).state is S.RUNNING
    assert produce(running(), {("R1", "INVOICE"): DUE}).state is S.SATISFIED


def test_rec_10_a_demand_is_satisfied_when_every_line_is_accepted() -> None:
    demand = running(a_line("INVOICE"), a_line("PACKING-LIST"), a_line("INVOICE", "R2"))
    for key in (("R1", "INVOICE"), ("R2", "INVOICE")):
        demand = produce(demand, {key: ON_TIME})
        assert demand.state is S.RUNNING
    assert produce(demand, {("R1", "PACKING-LIST"): ON_TIME}).state is S.SATISFIED


def test_rec_12_late_production_is_accepted_and_undoes_nothing() -> None:
    failed = pass_due_date(running(), date(2024, 5, 3))
    late = produce(failed, {("R1", "INVOICE"): date(2024, 5, 6)})
    assert (late.state, late.lines[0].accepted_on) == (S.FAILED, date(2024, 5, 6))
    assert late.failed_releases == ("R1",)


def test_rec_10_the_first_acceptance_stands() -> None:
    demand = produce(running(a_line(), a_line("OTHER")), {("R1", "INVOICE"): date(2024, 4, 20)})
    assert produce(demand, {("R1", "INVOICE"): date(2024, 4, 25)}).lines[0].accepted_on == date(2024, 4, 20)
    assert produce(demand, {("R1", "INVOICE"): date(2024, 4, 10)}).lines[0].accepted_on == date(2024, 4, 10)


def test_10_8_one_failure_per_release_with_a_missing_entry_record_still_to_be_kept() -> None:
    lines = (
        a_line("A", "R1"),
        a_line("B", "R1"),
        a_line("A", "R2", on=DUE),
        a_line("A", "R3", entry_record=False),
        a_line("A", "R4", lapsed=True),
        a_line("A", "R5", on=date(2024, 5, 3)),
    )
    assert pass_due_date(running(*lines), date(2024, 5, 3)).failed_releases == ("R1", "R5")


def test_s15_importer_x_keeps_an_extended_date() -> None:
    demand = grant_extension(request_extension(running(), 20), 12, date(2024, 5, 2))
    produced = produce(pass_due_date(demand, date(2024, 5, 13)), {("R1", "INVOICE"): date(2024, 5, 13)})
    assert (produced.state, produced.extended) == (S.SATISFIED, True)


def test_s15_importer_y_fails_and_produces_late() -> None:
    failed = pass_due_date(running(), date(2024, 5, 6))
    late = produce(failed, {("R1", "INVOICE"): date(2024, 5, 6)})
    assert (late.state, late.failed_as_of, late.lines[0].accepted_on) == (S.FAILED, DUE, date(2024, 5, 6))


def test_s15_importer_z_fails_as_of_the_original_date() -> None:
    overdue = pass_due_date(request_extension(running(), 20), date(2024, 5, 6))
    denied = deny_extension(overdue, date(2024, 5, 6))
    late = produce(denied, {("R1", "INVOICE"): date(2024, 5, 7)})
    assert (late.state, late.failed_as_of) == (S.FAILED, date(2024, 5, 2))


STEPS = st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(0, 90)), max_size=12)


@given(STEPS)
def test_10_7_a_failed_or_satisfied_demand_tells_the_truth_whatever_happened(steps: list[tuple[str, int]]) -> None:
    demand = issued(a_line(), a_line("OTHER"))
    day = RECEIVED
    for act, days in steps:
        day = max(day, RECEIVED + timedelta(days=days))
        demand = pass_due_date(demand, day)
        try:
            demand = produce(demand, {("R1", "OTHER"): day}) if act == "produce" else ACTS[act][0](demand)
            if act == "produce":
                demand = produce(demand, {("R1", "INVOICE"): day})
        except Refused:
            continue
    if demand.state is S.SATISFIED:
        assert demand.all_accepted_in_time
    if demand.state is S.FAILED:
        assert not demand.all_accepted_in_time
        assert demand.failed_as_of == demand.due_on
    assert (demand.requested_days is not None) == (demand.state is S.EXTENSION_PENDING)
