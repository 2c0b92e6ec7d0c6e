"""Equal content has equal bytes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from asyncpg.pgproto import pgproto

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


def test_an_id_as_the_database_gives_it_is_written_like_any_other() -> None:
    text = "01a2020f-3210-764d-b4e3-f2098a658c58"
    assert canonical_bytes({"id": pgproto.UUID(text)}) == canonical_bytes({"id": UUID(text)})
