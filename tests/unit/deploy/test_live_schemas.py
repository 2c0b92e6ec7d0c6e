"""What the services offer as subscriptions fits what they publish: subjects, roles, and every field's value."""

import re
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import pytest
from graphql import GraphQLInterfaceType, GraphQLNonNull, GraphQLObjectType, build_schema, get_named_type, is_leaf_type

from deploy.embedded import SERVICES
from services.gateway.subscriptions.bindings import Binding, read_bindings
from shared.authentication import Role
from shared.events import Event

ROOT = Path(__file__).parents[3] / "services"
LIVE: Mapping[str, str] = {
    service: path.read_text("utf-8")
    for service in SERVICES
    if (path := ROOT / service / "events" / "live.graphql").exists()
}
BINDINGS = [(service, binding) for service, sdl in LIVE.items() for binding in read_bindings(sdl).values()]
OF_THE_ENVELOPE = {"eventId", "eventType", "recordedAt"}


def fields_of(event: type[Event]) -> set[str]:
    """Names of a payload's members as GraphQL would spell them."""
    names = (field.serialization_alias or name for name, field in event.model_fields.items())
    return {re.sub(r"_(\w)", lambda found: found[1].upper(), name) for name in names}


def events_of(service: str, binding: Binding) -> list[type[Event]]:
    """The published events that the subject brings."""
    pattern = re.sub(r"\\\{\w+\\\}|\\\*", r"[^.]+", re.escape(binding.subject))
    published: tuple[type[Event], ...] = import_module(f"services.{service}.events.published").PUBLISHED
    return [event for event in published if re.fullmatch(pattern, f"{event.subject_prefix()}.key")]


def test_services_offer_subscriptions() -> None:
    assert {"proceedings", "certification", "accounts"} <= LIVE.keys()


@pytest.mark.parametrize(("service", "binding"), BINDINGS, ids=lambda one: getattr(one, "field", one))
def test_a_subject_is_published_by_its_service_and_its_roles_exist(service: str, binding: Binding) -> None:
    assert events_of(service, binding)
    assert binding.stream.startswith(service.upper())
    assert binding.roles <= set(Role)


@pytest.mark.parametrize(("service", "binding"), BINDINGS, ids=lambda one: getattr(one, "field", one))
def test_every_event_carries_what_its_type_promises(service: str, binding: Binding) -> None:
    schema = build_schema(LIVE[service], assume_valid_sdl=True)
    root = schema.subscription_type
    assert root is not None
    kind = get_named_type(root.fields[binding.field].type)
    assert isinstance(kind, GraphQLObjectType)
    events = events_of(service, binding)
    for name, field in kind.fields.items():
        if name in OF_THE_ENVELOPE:
            continue
        target = get_named_type(field.type)
        carried = [event for event in events if name in fields_of(event)]
        if not carried and not is_leaf_type(target):
            assert isinstance(target, GraphQLObjectType | GraphQLInterfaceType)
            assert all(set(target.fields) <= fields_of(event) for event in events), f"the key of {name}"
        elif isinstance(field.type, GraphQLNonNull):
            assert carried == events, name
        else:
            assert carried, name
