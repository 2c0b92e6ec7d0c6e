"""The book of rules of countervailing-duty cases: every family together."""

from typing import Final

from services.proceedings.domain.commission import rules as commission_rules
from services.proceedings.domain.petition import rules as petition_rules
from services.proceedings.domain.preliminary import rules as preliminary_rules
from services.proceedings.domain.record.rules import Book

BOOK: Final = Book(
    petition_rules.FAMILY,
    commission_rules.FAMILY,
    preliminary_rules.FAMILY,
)
