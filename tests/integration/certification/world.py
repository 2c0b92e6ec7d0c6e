"""A world for the tests: orders, lists, accounts and notices as events and commands bring them, and forms."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

import orjson

from services.certification.domain.disclosure import tax_identifier
from services.certification.domain.forms import (
    Address,
    Authority,
    Channel,
    Contact,
    Expenditure,
    Form,
    Organisation,
    SharedGroup,
    Signer,
    TaxIdentifierKind,
)
from shared.events import Consumed, Envelope

CASE = "A-990-801"
TAX_NUMBER = "12-3456789"
_NOON = datetime(2007, 6, 1, 16, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Told:
    """An event of another service on its way in: the same ``headers`` and ``body`` again are a repeat."""

    stream: str
    headers: dict[str, str]
    body: bytes


def told(model: type[Consumed], **payload: Any) -> Told:
    """An event as its publisher sends it."""
    publisher = model.subject.split(".")[2]
    envelope = Envelope(
        id=uuid4(),
        type=model.event_type,
        source=f"/customs/{publisher}",
        time=_NOON,
        subject="tests",
        sequence=1,
        correlation_id="test",
    )
    return Told(stream=model.stream, headers=envelope.headers(), body=orjson.dumps(payload))


def listed(*names: str, role: str = "SUPPORTER", kind: str = "MANUFACTURER") -> list[dict[str, str]]:
    """Entries of the Commission's list."""
    return [{"name": name, "role": role, "kind": kind} for name in names]


def shared(group_id: str, cents: int, *cases: str) -> SharedGroup:
    """A shared group."""
    return SharedGroup(group_id=group_id, case_numbers=cases, amount_cents=cents)


def lines(amounts: Mapping[str, int]) -> tuple[Expenditure, ...]:
    """Expenditures by category, US cents."""
    return tuple(Expenditure(category=category, amount_cents=cents) for category, cents in amounts.items())


def form(name: str = "Alpha", *, total: int = 40_000_000, prior: int = 0, case: str = CASE, **changes: Any) -> Form:
    """A complete certification; everything can be changed."""
    complete = Form(
        notice_published_on=date(2007, 6, 1),
        case_number=case,
        case_name="Widgets from Utopia",
        claimant_name=name,
        address=Address(street="1 First Street", city="Town", state="DC", postal_code="20000"),
        tax_identifier=tax_identifier(TaxIdentifierKind.EIN, TAX_NUMBER),
        organisation=Organisation.CORPORATION,
        contacts=(Contact(name="Contact", phone="202-555-0100", email="contact@example.com"),),
        expenditures=lines({"Q01": total}),
        total_cents=total,
        prior_cents=prior,
        net_cents=total - prior,
        desires_distribution=True,
        eligible_as_producer=True,
        no_prior_distribution_in_net=True,
        remains_in_operation=True,
        produced_in_fiscal_year=True,
        acquired_by_opponent_affiliate=False,
        true_and_accurate=True,
        has_supporting_records=True,
        signer=Signer(name="Signer", title="Treasurer", authority=Authority.OFFICER, signed_on=date(2007, 6, 15)),
    )
    return replace(complete, **changes)


def on_paper(complete: Form, **changes: Any) -> Form:
    """The same on paper, in triplicate."""
    return replace(complete, channel=Channel.PAPER, copies=3, **changes)


@dataclass(frozen=True, kw_only=True)
class Year:
    """One order's year as a test sets it up."""

    case_number: str = CASE
    case_name: str = "Widgets from Utopia"
    product_group_id: str = "widgets"
    issued_on: date = date(2001, 5, 10)
    producers: list[dict[str, str]] = field(
        default_factory=lambda: listed("Alpha", role="PETITIONER") + listed("Beta", "Gamma", "Delta", "Epsilon")
    )
    fiscal_year: int = 2007
    balance_cents: int = 32_500_000
