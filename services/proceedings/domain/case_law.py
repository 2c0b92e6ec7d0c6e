"""The book of rules of countervailing-duty cases: every family together."""

from typing import Final

from services.proceedings.domain.agreement import rules as agreement_rules
from services.proceedings.domain.assessment import rules as assessment_rules
from services.proceedings.domain.commission import rules as commission_rules
from services.proceedings.domain.critical import rules as critical_rules
from services.proceedings.domain.final import rules as final_rules
from services.proceedings.domain.order import rules as order_rules
from services.proceedings.domain.petition import rules as petition_rules
from services.proceedings.domain.preliminary import rules as preliminary_rules
from services.proceedings.domain.record.rules import Book
from services.proceedings.domain.review import rules as review_rules
from services.proceedings.domain.subsidies import programs as subsidy_rules
from services.proceedings.domain.sunset import rules as sunset_rules
from services.proceedings.domain.upstream import rules as upstream_rules

BOOK: Final = Book(
    petition_rules.FAMILY,
    subsidy_rules.FAMILY,
    commission_rules.FAMILY,
    preliminary_rules.FAMILY,
    critical_rules.FAMILY,
    upstream_rules.FAMILY,
    final_rules.FAMILY,
    order_rules.FAMILY,
    agreement_rules.FAMILY,
    assessment_rules.FAMILY,
    review_rules.FAMILY,
    sunset_rules.FAMILY,
)
