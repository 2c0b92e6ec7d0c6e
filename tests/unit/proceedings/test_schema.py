"""The subgraph: described, guarded, and committed as it is."""

from pathlib import Path

from services.proceedings.graphql import schema
from services.proceedings.graphql.schema import SCHEMA
from shared.graphql.checks import undescribed, unguarded

COMMITTED = Path(schema.__file__).with_name("schema.graphql")


def test_every_member_is_described() -> None:
    assert undescribed(SCHEMA) == []


def test_every_root_field_has_a_rule_for_who_may_use_it() -> None:
    assert unguarded(SCHEMA) == []


def test_the_committed_schema_is_the_schema() -> None:
    assert COMMITTED.read_text() == SCHEMA.as_str() + "\n"
