"""Who may be compelled and by whom; what is decided here never stands in the way of it (AUD-14).

Summonses themselves are made elsewhere: no state of a demand, a penalty or an audit is asked before one (PEN-12).
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Profession(StrEnum):
    """What somebody does who keeps another's records."""

    CUSTOMS_BROKER = "CUSTOMS_BROKER"
    ATTORNEY = "ATTORNEY"
    ACCOUNTANT = "ACCOUNTANT"
    OTHER = "OTHER"


class SummonsOffice(StrEnum):
    """Offices of officers who ask for a summons."""

    SECRETARY = "SECRETARY"
    PORT_DIRECTOR = "PORT_DIRECTOR"
    SPECIAL_AGENT_IN_CHARGE = "SPECIAL_AGENT_IN_CHARGE"
    FPF_OFFICER = "FPF_OFFICER"
    REGULATORY_AUDITOR = "REGULATORY_AUDITOR"


MAY_SUMMON: Final = frozenset(
    {SummonsOffice.SECRETARY, SummonsOffice.PORT_DIRECTOR, SummonsOffice.SPECIAL_AGENT_IN_CHARGE}
)
_KEEPERS_FOR_OTHERS: Final = frozenset({Profession.CUSTOMS_BROKER, Profession.ATTORNEY, Profession.ACCOUNTANT})


@dataclass(frozen=True, slots=True)
class SummonsRules:
    """What holds for a summons.

    Attributes:
        may_issue: the office has the authority.
        third_party: the one summoned is a third-party recordkeeper.
        notice_owed: the person whose records are sought is told, and may stay compliance.
    """

    may_issue: bool
    third_party: bool
    notice_owed: bool


def summons_rules(office: SummonsOffice, profession: Profession, *, importer_of_record: bool) -> SummonsRules:
    """What holds for a summons of an office to somebody who keeps records.

    Args:
        office: who would issue it; no delegate below a port director or a special agent in charge may.
        profession: of the one summoned.
        importer_of_record: a broker who is the importer of record keeps its own records.

    Source:
        AUD-14, 19 USC 1509(a)(2), (d)(1)(A), (d)(2), (d)(4).
    """
    own_records = profession is Profession.CUSTOMS_BROKER and importer_of_record
    third_party = profession in _KEEPERS_FOR_OTHERS and not own_records
    return SummonsRules(may_issue=office in MAY_SUMMON, third_party=third_party, notice_owed=third_party)
