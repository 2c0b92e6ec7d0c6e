"""The Commission's numbers of law: negligible shares of imports, days to the preliminary determination."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from shared.law import LawTable, LawValue

_URUGUAY_ROUND: Final = date(1995, 1, 1)


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of all imports, percent: below ``alone`` a country is negligible unless together they exceed ``sum``."""

    alone: Decimal
    sum: Decimal


GENERAL: Final = LawTable(
    "negligible imports",
    [LawValue(_URUGUAY_ROUND, Shares(Decimal(3), Decimal(7)), "19 USC 1677(24)(A)(i), (ii)")],
)
DEVELOPING: Final = LawTable(
    "negligible imports, developing countries",
    [LawValue(_URUGUAY_ROUND, Shares(Decimal(4), Decimal(9)), "19 USC 1677(24)(B)")],
)
# Clause (iv) is not among those that (B) changes: 3 and 7 hold for developing countries too.
IMMINENT: Final = LawTable(
    "imports about to be more than negligible",
    [LawValue(_URUGUAY_ROUND, Shares(Decimal(3), Decimal(7)), "19 USC 1677(24)(A)(iv)")],
)

# 19 USC 1671b(a)(2): from the petition; from the notice of an initiation that took longer; from that of Commerce's own.
PRELIMINARY_DAYS: Final = 45
AFTER_EXTENDED_INITIATION_DAYS: Final = 25
AFTER_OWN_INITIATION_DAYS: Final = 45
# 19 USC 1671b(f).
FACTS_DAYS: Final = 5
