"""Who may see what of an informant, and what must never be said elsewhere (INF-24 to INF-28)."""

import base64
import re
import secrets
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from services.enforcement.domain.informants.reasons import refusal
from shared.refusals import Refused

_PSEUDONYM: Final = re.compile(r"SRC-[A-Z2-7]{10}", re.ASCII | re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_WHOLE_UP_TO: Final = 12
_RUN: Final = 6


class Office(StrEnum):
    """What a reader holds of the offices that may ever see anything (INF-25)."""

    LIAISON = "LIAISON"
    SPECIAL_AGENT = "SPECIAL_AGENT"
    DIRECTOR = "DIRECTOR"
    HEADQUARTERS = "HEADQUARTERS"


class Purpose(StrEnum):
    """Why somebody reads (INF-27)."""

    CONTACT = "CONTACT"
    RECOMMEND = "RECOMMEND"
    DECIDE = "DECIDE"
    PAY = "PAY"
    COURT_ORDER = "COURT_ORDER"
    INTEGRITY = "INTEGRITY"


class IdentityField(StrEnum):
    """What is kept sealed of a person."""

    NAME = "NAME"
    ADDRESS = "ADDRESS"
    CONTACT_DETAILS = "CONTACT_DETAILS"
    STATEMENT = "STATEMENT"
    CLAIM_FORM = "CLAIM_FORM"


class Outcome(StrEnum):
    """What a read came to."""

    ALLOWED = "ALLOWED"
    DENIED = "DENIED"


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclosure:
    """An authorised disclosure: one reader, named fields, one last day (INF-25)."""

    reader: str
    fields: frozenset[IdentityField]
    expires_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Who asks, and why."""

    subject: str
    offices: frozenset[Office]
    purpose: Purpose


def new_pseudonym() -> str:
    """``SRC-`` and 10 random base-32 characters: neither office, date nor case can be read from it (INF-26)."""
    return f"SRC-{base64.b32encode(secrets.token_bytes(7)).decode()[:10]}"


def may_read_identity(
    reader: Reader,
    fields: Collection[IdentityField],
    *,
    liaison: str,
    decider: str | None,
    disclosures: Collection[Disclosure],
    today: date,
) -> bool:
    """Whether a reader may see sealed fields (INF-25).

    The liaison assigned to the contact, the special agent in charge, and the headquarters official named to decide
    the claim, each with the purpose that is theirs; anybody else by an authorised disclosure alone.
    """
    if reader.purpose is Purpose.COURT_ORDER:
        return any(
            given.reader == reader.subject and set(fields) <= given.fields and today <= given.expires_on
            for given in disclosures
        )
    if Office.LIAISON in reader.offices and reader.subject == liaison:
        return reader.purpose in {Purpose.CONTACT, Purpose.INTEGRITY}
    if Office.SPECIAL_AGENT in reader.offices:
        return reader.purpose in {Purpose.CONTACT, Purpose.RECOMMEND, Purpose.INTEGRITY}
    if Office.HEADQUARTERS in reader.offices and decider is not None and reader.subject == decider:
        return reader.purpose is Purpose.DECIDE
    return False


def may_read_dossier(reader: Reader, *, liaison: str, at_director: bool, at_headquarters: bool) -> bool:
    """Whether a reader may see the pseudonymous dossier (INF-25).

    Args:
        reader: who asks.
        liaison: to whom the contact is assigned.
        at_director: a claim waits for the director's recommendation, in its turn or late (INF-11).
        at_headquarters: a claim is the reader's to decide.
    """
    if Office.LIAISON in reader.offices and reader.subject == liaison:
        return True
    if Office.SPECIAL_AGENT in reader.offices:
        return True
    if Office.DIRECTOR in reader.offices and at_director:
        return reader.purpose is Purpose.RECOMMEND
    return Office.HEADQUARTERS in reader.offices and at_headquarters and reader.purpose is Purpose.DECIDE


def telling(text: str) -> frozenset[str]:
    """What of a sealed text must not stand anywhere else: the whole of a short one, every six words of a long one.

    Words alone count, whatever stands between them and however they are written.

    Source: INF-24, 19 CFR 161.15 (name and address, and what might aid identification); INF-28 (d).
    """
    words = _words(text)
    if len(words) <= _WHOLE_UP_TO:
        return frozenset({" ".join(words)} if words else ())
    return frozenset(_runs(words, _RUN, _RUN))


def runs_of(text: str) -> frozenset[str]:
    """Every run of words of a text that could be what ``telling`` names (INF-28 (d))."""
    return frozenset(_runs(_words(text), 1, _WHOLE_UP_TO))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(words: list[str], shortest: int, longest: int) -> Iterator[str]:
    for length in range(shortest, min(longest, len(words)) + 1):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def check_no_leak(text: str) -> None:
    """Let a text leave the restricted zone only without a pseudonym in it (INF-28 (d)).

    Raises:
        Refused: it holds one (SEC_INFORMANT_LEAK).
    """
    if _PSEUDONYM.search(text):
        raise Refused([refusal("SEC_INFORMANT_LEAK")])
