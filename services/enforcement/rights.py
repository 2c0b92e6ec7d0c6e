"""Who may do what: one right per act, the roles that have it (enforcement rules, section 12)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from shared.authentication import Role


class Right(StrEnum):
    """What a caller may be entitled to. Nothing here is public."""

    READ_DEMANDS = "read_demands"
    DEMAND_RECORDS = "demand_records"
    RECORD_ANSWERS = "record_answers"
    DECIDE_EXTENSIONS = "decide_extensions"
    DECIDE_PENALTIES = "decide_penalties"


# The port and Center directors, auditors and headquarters of section 12 who demand records are one role here,
# recordkeeping_officer; FP&F alone decides on culpability and penalties.
RIGHTS: Final[Mapping[StrEnum, frozenset[str]]] = {
    Right.READ_DEMANDS: frozenset({Role.RECORDKEEPING_OFFICER, Role.FPF_OFFICER, Role.AUDITOR}),
    Right.DEMAND_RECORDS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.RECORD_ANSWERS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.DECIDE_EXTENSIONS: frozenset({Role.RECORDKEEPING_OFFICER}),
    Right.DECIDE_PENALTIES: frozenset({Role.FPF_OFFICER}),
}
