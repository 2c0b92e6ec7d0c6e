"""Equal content has equal bytes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from shared.canonical import canonical_bytes, digest


@dataclass(frozen=True)
class _Command:
    case_number: str
    on: date
    rate: Decimal
    names: frozenset[str]


def test_the_order_of_keys_and_members_changes_nothing() -> None:
    assert digest({"a": 1, "b": {"c": 2, "d": 3}}) == digest({"b": {"d": 3, "c": 2}, "a": 1})
    assert digest(frozenset({"A", "B", "C"})) == digest(frozenset({"C", "B", "A"}))


def test_a_command_is_written_out_in_full() -> None:
    command = _Command("A-990-801", date(2005, 6, 1), Decimal("10.00"), frozenset({"Beta", "Alpha"}))
    expected = b'{"case_number":"A-990-801","names":["Alpha","Beta"],"on":"2005-06-01","rate":"10.00"}'
    assert canonical_bytes(command) == expected


def test_what_has_no_json_form_is_an_error() -> None:
    with pytest.raises(TypeError, match="object"):
        canonical_bytes(object())
