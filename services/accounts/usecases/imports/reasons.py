"""Why a row of a file is set aside: a code, the rule that decides, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Reason:
    """The rule, its citation, and a message for whoever corrects the row."""

    rule: str
    citation: str
    message: str


_DEPOSIT: Final = ("ACCT-02", "19 CFR 159.64(a)(2)")
_LIQUIDATION: Final = ("ACCT-03", "19 CFR 159.64(b)(1)(ii)-(iii)")

REASONS: Final[Mapping[str, Reason]] = {
    "MALFORMED_ROW": Reason(*_DEPOSIT, "The row has not as many fields as the header."),
    "NUMBER_MALFORMED": Reason(*_DEPOSIT, "A number is 1 to 40 letters, digits, blanks, dots, slashes or dashes."),
    "DATE_MALFORMED": Reason(*_DEPOSIT, "Write days as YYYY-MM-DD."),
    "AMOUNT_MALFORMED": Reason(*_DEPOSIT, "Write dollars with exactly two places, like 1250.00."),
    "FLAG_MALFORMED": Reason(*_DEPOSIT, "Write true or false, or leave it empty."),
    "INSTRUMENT_UNKNOWN": Reason(*_DEPOSIT, "An instrument is CASH or BOND."),
    "SNAPSHOT_INCOMPLETE": Reason(
        "ELIG-04", "Pub. L. 111-291, s. 822", "Of the three facts of 2010-12-08 the first must be stated."
    ),
    "ENTRY_NOT_TOGETHER": Reason(*_DEPOSIT, "The rows of one entry must stand together in the file."),
    "ENTRY_FACTS_DIFFER": Reason(*_DEPOSIT, "The rows of this entry say different things of the entry."),
    "ENTRY_SET_ASIDE": Reason(*_DEPOSIT, "Another row of this entry is refused; an entry is taken whole."),
    "ENTRY_KNOWN": Reason(*_DEPOSIT, "The entry was imported already."),
    "ORDER_NOT_REGISTERED": Reason(
        "ACCT-01", "19 CFR 159.64(a)", "No such order is registered, so it has no Clearing and no Special Account."
    ),
    "AMOUNT_NOT_POSITIVE": Reason(*_DEPOSIT, "A deposit is more than zero."),
    "DATE_IN_FUTURE": Reason(*_DEPOSIT, "The day is still to come."),
    "FISCAL_YEAR_CLOSED": Reason(
        "DIST-09", "19 CFR 159.64(b)(1)(i)", "The day is in a fiscal year whose postings are closed."
    ),
    "REPEATED_IN_BATCH": Reason(*_LIQUIDATION, "Another row is about the same entry and order."),
    "ENTRY_NOT_UNDER_ORDER": Reason(*_LIQUIDATION, "The entry has no deposit under this order; import it first."),
    "ASSESSED_MISSING": Reason(*_LIQUIDATION, "State the duty assessed."),
    "AMOUNT_NEGATIVE": Reason(*_LIQUIDATION, "Assessed duty and interest are not negative."),
    "ALREADY_LIQUIDATED": Reason(*_LIQUIDATION, "The entry is liquidated under this order already."),
    "ENTRY_SUSPENDED": Reason(
        "ASM-07", "19 USC 1671b(d)(2), 1504(d)", "Its liquidation is suspended, and no instruction lets it go."
    ),
    "ENTRY_HELD": Reason("ASM-10", "19 USC 1516a(c)(2)", "A court forbids its liquidation."),
    "RECORDS_DEMANDED": Reason(
        "PEN-06", "19 CFR 163.6(b)(2)", "Records that its special rate rests on are demanded; enforcement holds it."
    ),
    "NAME_MALFORMED": Reason(*_DEPOSIT, "A firm's name is printable text of at most 300 characters."),
    "LIQUIDATED_BEFORE_FILED": Reason(*_LIQUIDATION, "The entry was filed after this liquidation."),
    "DEEMED_AS_ENTERED": Reason(
        "ACCT-11", "19 USC 1504", "A deemed liquidation is at the amount deposited; leave assessed out."
    ),
    "DE_MINIMIS": Reason(
        "ACCT-12", "19 CFR 159.6", "The entry's net difference is below $20.00: it liquidates as entered."
    ),
    "SNAPSHOT_MISSING": Reason(
        "ELIG-04", "Pub. L. 111-291, s. 822", "The entry's three facts of 2010-12-08 decide; import it with them."
    ),
}


def explain(code: str) -> str:
    """A code as one line: code, message, rule and citation."""
    reason = REASONS[code]
    return f"{code}: {reason.message} ({reason.rule}, {reason.citation})"
