"""Keep messages to customs and what follows from them: suspension, rates, days of the case, holds (17.2)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from services.accounts.domain.instructions.messages import (
    Firm,
    Kind,
    Message,
    OrderEnded,
    ProvisionalMeasuresLapsed,
    Refund,
    SuspensionAmended,
    SuspensionOrdered,
    SuspensionReinstated,
    SuspensionTerminated,
)
from services.accounts.domain.instructions.rates import RateRow
from services.accounts.domain.instructions.suspension import fold
from services.accounts.storage import books
from services.accounts.storage.instructions import queries
from services.accounts.storage.instructions.queries import NewInstruction, Terms
from shared.database import Transaction

_KINDS_OF_CASES: Final = {"A": "AD", "C": "CVD"}
_UNKNOWN_COUNTRY: Final = "XX"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rates:
    """The rates of a message, for entries from a day."""

    stage: str
    rows: tuple[RateRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """What a court forbids, or no longer does."""

    court_reference: str
    entry_numbers: tuple[str, ...]
    released: bool


async def keep(
    tx: Transaction,
    new: NewInstruction,
    *,
    rates: Rates | None = None,
    terms: Terms | None = None,
    hold: Hold | None = None,
) -> None:
    """Keep a numbered message; a repeat changes nothing, and messages may come in any order.

    What a case's suspensions are is made again from all of its messages, so it does not matter which came first. Money
    moves later, by ``apply_instructions``, once every message with a lower number is here.

    Source: 17.2.
    """
    number = new.message_number
    assert number is not None, "a message of an event has a number"
    await queries.lock_case(tx.connection, new.case_number)
    if await queries.add(tx.connection, new, by=tx.cause.actor, at=tx.now) is None:
        return
    if rates is not None:
        await queries.add_rates(tx.connection, new.case_number, f"message:{number}", rates.stage, rates.rows)
    if terms is not None:
        await queries.set_terms(tx.connection, new.case_number, number, terms)
    if hold is not None:
        await queries.set_holds(
            tx.connection,
            new.case_number,
            number,
            hold.court_reference,
            hold.entry_numbers,
            released=hold.released,
        )
    if new.kind in _PARSERS:
        found = fold(parsed(await queries.messages(tx.connection, new.case_number)))
        await queries.replace_suspensions(tx.connection, new.case_number, found)
    if new.kind is Kind.SUSPENSION_ORDERED:
        await _open_book(tx, new)
    tx.audit("keep_instruction", f"orders/{new.case_number}/instructions/{number}", after={"kind": new.kind.value})


async def keep_rates(tx: Transaction, case_number: str, source: str, rates: Rates) -> None:
    """Keep rates that were set outside the messages to customs; a repeat changes nothing."""
    await queries.add_rates(tx.connection, case_number, source, rates.stage, rates.rows)


def parsed(rows: Sequence[Any]) -> list[Message]:
    """The messages that suspensions are made of, out of kept kinds and contents."""
    return [_PARSERS[Kind(row.kind)](row.content) for row in rows if Kind(row.kind) in _PARSERS]


async def _open_book(tx: Transaction, new: NewInstruction) -> None:
    """Deposits come before the order: their Clearing Account too. The order's own event says the rest (ACCT-02)."""
    await books.open_book(
        tx.connection,
        {
            "case_number": new.case_number,
            "case_name": new.case_number,
            "kind": _KINDS_OF_CASES.get(new.case_number[:1], "CVD"),
            "country": _UNKNOWN_COUNTRY,
            "issued_on": new.issued_on,
            "ordered": False,
        },
    )


def _day(content: Mapping[str, Any], name: str) -> date:
    return date.fromisoformat(content[name])


def _day_or_none(content: Mapping[str, Any], name: str) -> date | None:
    return None if content.get(name) is None else _day(content, name)


def firms_of(listed: Sequence[Mapping[str, str]]) -> tuple[Firm, ...]:
    """Combinations as messages list them."""
    return tuple(Firm(firm["exporter"], firm["producer"]) for firm in listed)


def _ordered(content: Mapping[str, Any]) -> Message:
    return SuspensionOrdered(
        kind=content["kind"],
        effective_from=_day(content, "effective_from"),
        retroactive_from=_day_or_none(content, "retroactive_from"),
        excluded=firms_of(content["excluded"]),
        security_required=content["security_required"],
    )


def _amended(content: Mapping[str, Any]) -> Message:
    return SuspensionAmended(retroactive_from=_day(content, "retroactive_from"), firms=firms_of(content["firms"]))


def _lapsed(content: Mapping[str, Any]) -> Message:
    return ProvisionalMeasuresLapsed(effective_to=_day(content, "effective_to"))


def _reinstated(content: Mapping[str, Any]) -> Message:
    return SuspensionReinstated(effective_from=_day(content, "effective_from"))


def terminated(content: Mapping[str, Any]) -> SuspensionTerminated:
    """The end of a suspension out of its kept content."""
    return SuspensionTerminated(
        first_on=_day(content["entries"], "first"),
        last_on=_day_or_none(content["entries"], "last"),
        first_free_on=_day(content, "first_free_on"),
        refund=Refund(content["refund"]),
        firms=firms_of(content["firms"]),
    )


def _ended(content: Mapping[str, Any]) -> Message:
    return OrderEnded(effective_on=_day(content, "effective_on"))


_PARSERS: Final[Mapping[Kind, Callable[[Mapping[str, Any]], Message]]] = {
    Kind.SUSPENSION_ORDERED: _ordered,
    Kind.SUSPENSION_AMENDED: _amended,
    Kind.PROVISIONAL_MEASURES_LAPSED: _lapsed,
    Kind.SUSPENSION_REINSTATED: _reinstated,
    Kind.SUSPENSION_TERMINATED: terminated,
    Kind.ORDER_ENDED: _ended,
}
