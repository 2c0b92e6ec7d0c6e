"""Who owns which law: the table of 19 CFR 161.2 as data, and the way through it (AGY-01)."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.refusals import Refusal, Refused


class Movement(StrEnum):
    """What is done with the goods; TRANSACTION is a dealing without movement."""

    IMPORT = "IMPORT"
    EXPORT = "EXPORT"
    TRANSACTION = "TRANSACTION"


class Subject(StrEnum):
    """What a case is about."""

    ARMS_AND_MUNITIONS = "ARMS_AND_MUNITIONS"
    CONTROLLED_SUBSTANCES = "CONTROLLED_SUBSTANCES"
    SANCTIONED_COUNTRY = "SANCTIONED_COUNTRY"
    ATOMIC_ENERGY = "ATOMIC_ENERGY"
    OTHER_ARTICLE = "OTHER_ARTICLE"


class Agency(StrEnum):
    """An administering agency; the value is the key of its own event subject."""

    ATF = "ATF"
    STATE = "STATE"
    DEA = "DEA"
    OFAC = "OFAC"
    NRC = "NRC"
    BIS = "BIS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A row of 19 CFR 161.2(a).

    Attributes:
        number: as the text numbers it.
        subject: what it is about.
        movements: what must be done with the goods.
        agencies: who administers it; of two the officer picks one or both.
        residual: it matches only what no other row does.
    """

    number: int
    subject: Subject
    movements: frozenset[Movement]
    agencies: tuple[Agency, ...]
    citation: str
    residual: bool = False


_BOTH: Final = frozenset({Movement.IMPORT, Movement.EXPORT})

ROWS: Final = (
    Row(
        number=1,
        subject=Subject.ARMS_AND_MUNITIONS,
        movements=_BOTH,
        agencies=(Agency.ATF, Agency.STATE),
        citation="19 CFR 161.2(a)(1)",
    ),
    Row(
        number=2,
        subject=Subject.CONTROLLED_SUBSTANCES,
        movements=_BOTH,
        agencies=(Agency.DEA,),
        citation="19 CFR 161.2(a)(2)",
    ),
    Row(
        number=3,
        subject=Subject.SANCTIONED_COUNTRY,
        movements=frozenset(Movement),
        agencies=(Agency.OFAC,),
        citation="19 CFR 161.2(a)(3)",
    ),
    Row(
        number=4,
        subject=Subject.ATOMIC_ENERGY,
        movements=_BOTH,
        agencies=(Agency.NRC,),
        citation="19 CFR 161.2(a)(4)",
    ),
    Row(
        number=5,
        subject=Subject.OTHER_ARTICLE,
        movements=frozenset({Movement.EXPORT}),
        agencies=(Agency.BIS,),
        citation="19 CFR 161.2(a)(5)",
        residual=True,
    ),
)


def owners(movement: Movement, subjects: Collection[Subject]) -> tuple[Row, ...]:
    """The rows that match a case; the residual one only when no other does.

    Raises:
        Refused: AGY_NO_OWNER, an ordinary customs case.

    Source: AGY-01, 19 CFR 161.2(a).
    """
    named = [row for row in ROWS if not row.residual and row.subject in subjects and movement in row.movements]
    # Goods of rows 1 to 4 are no "other articles", whatever is done with them.
    other = not any(row.subject in subjects for row in ROWS if not row.residual)
    residual = [row for row in ROWS if row.residual and other and subjects and movement in row.movements]
    if not named and not residual:
        raise Refused(
            [
                Refusal(
                    code="AGY_NO_OWNER",
                    rule="AGY-01",
                    citation="19 CFR 161.2(a)",
                    message="No row of 19 CFR 161.2(a) matches: an ordinary customs case.",
                    field="subjects",
                )
            ]
        )
    return tuple(named or residual)
