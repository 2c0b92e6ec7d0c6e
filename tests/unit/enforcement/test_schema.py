"""The subgraph: described, guarded, and committed as it is."""

from pathlib import Path

import services.enforcement.graphql
from services.enforcement.graphql.schema import schema
from shared.graphql.checks import undescribed, unguarded

COMMITTED = Path(services.enforcement.graphql.__file__).with_name("schema.graphql")


def test_every_member_is_described() -> None:
    assert undescribed(schema) == []


def test_every_root_field_has_a_rule_for_who_may_use_it() -> None:
    assert unguarded(schema) == []


def test_the_committed_schema_is_the_schema() -> None:
    assert COMMITTED.read_text() == schema.as_str() + "\n"
