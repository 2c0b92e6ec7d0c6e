"""@jetstream: which subject feeds a field, and for whom."""

import pytest

from services.gateway.subscriptions.bindings import Binding, BindingError, read_bindings
from shared.errors import BadInput, Forbidden

PUBLIC = "customs.public.accounts.v1.distribution.completed"
INTERNAL = "customs.internal.accounts.v1.bill.*"


def schema(field: str, root: str = "Subscription") -> str:
    return f"""
    schema {{ query: Query subscription: {root} }}
    type Query {{ a: Int @jetstream(subject: "customs.public.x.>") }}
    type {root} {{ {field} plain: Int }}
    """


def only(field: str, root: str = "Subscription") -> Binding:
    (found,) = read_bindings(schema(field, root)).values()
    return found


def test_a_field_of_the_subscription_root_is_bound() -> None:
    found = only(f'paid(caseNumber: ID): Int @jetstream(subject: "{PUBLIC}.{{caseNumber}}")', root="Live")
    assert found == Binding(
        field="paid", subject=f"{PUBLIC}.{{caseNumber}}", stream="ACCOUNTS_PUBLIC", roles=frozenset()
    )


def test_an_argument_takes_its_place_in_the_subject() -> None:
    found = only(f'paid(caseNumber: ID, year: Int): Int @jetstream(subject: "{PUBLIC}.{{caseNumber}}.{{year}}")')
    assert found.subject_for({"caseNumber": "A-570-831", "year": 2005}) == f"{PUBLIC}.A-570-831.2005"
    assert found.subject_for({"year": None}) == f"{PUBLIC}.*.*"


@pytest.mark.parametrize("value", ["*", ">", "a.b", "a b", "", "x" * 65])
def test_a_value_that_would_change_the_meaning_of_the_subject_is_refused(value: str) -> None:
    found = only(f'paid(caseNumber: ID): Int @jetstream(subject: "{PUBLIC}.{{caseNumber}}")')
    with pytest.raises(BadInput, match="caseNumber must be letters"):
        found.subject_for({"caseNumber": value})


def test_internal_events_are_for_the_roles_named() -> None:
    found = only(f'bills: Int @jetstream(subject: "{INTERNAL}.*", roles: ["auditor", "fund_accountant"])')
    found.admit(frozenset({"auditor"}))
    with pytest.raises(Forbidden, match="auditor, fund_accountant"):
        found.admit(frozenset({"claimant"}))
    with pytest.raises(Forbidden):
        found.admit(frozenset())


def test_public_events_are_for_everybody() -> None:
    only(f'paid: Int @jetstream(subject: "{PUBLIC}.*")').admit(frozenset())


@pytest.mark.parametrize(
    ("field", "message"),
    [
        (f'bills: Int @jetstream(subject: "{INTERNAL}.*")', "which roles may listen"),
        (f'paid: Int @jetstream(subject: "{PUBLIC}.{{nobody}}")', "nobody, which is no argument"),
        ('paid: Int @jetstream(subject: "elsewhere.public.accounts.x")', "not a subject of this system"),
        ("paid: Int @jetstream", "needs a subject"),
    ],
)
def test_a_feed_that_cannot_be_is_named(field: str, message: str) -> None:
    with pytest.raises(BindingError, match=message):
        read_bindings(schema(field))
