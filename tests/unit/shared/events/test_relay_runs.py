"""How the relay cuts the outbox into runs that may travel side by side."""

from dataclasses import dataclass
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from shared.events.relay import runs


@dataclass(frozen=True)
class Row:
    """As much of an outbox row as order needs."""

    id: int
    key: str


@given(st.lists(st.sampled_from("ABC")))
def test_runs_keep_every_row_in_order_and_no_key_twice(keys: list[str]) -> None:
    rows = [Row(number, key) for number, key in enumerate(keys)]
    cut = list(runs(rows))
    assert list(chain.from_iterable(cut)) == rows
    for run in cut:
        assert len({row.key for row in run}) == len(run) > 0


def test_rows_of_one_key_travel_one_by_one() -> None:
    rows = [Row(1, "A"), Row(2, "A"), Row(3, "B"), Row(4, "A")]
    assert [[row.id for row in run] for run in runs(rows)] == [[1], [2, 3], [4]]
