"""Register a case (DEF-01, DEF-02)."""

from dataclasses import dataclass, field

from services.proceedings.domain.case_number import CaseKind, parse_case_number
from services.proceedings.domain.countries import parse_country
from services.proceedings.domain.orders import refuse_case
from services.proceedings.domain.record.proceeding import Practice
from services.proceedings.domain.text import clean_name
from services.proceedings.storage import queries
from services.proceedings.storage.queries import CaseRecord
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterCase:
    """A case as the registrar gives it.

    Attributes:
        practice: choices where the law is silent; a case keeps those it was registered under, for its record is read
            again and again and must not come out otherwise.
    """

    case_number: str
    case_name: str
    kind: CaseKind
    country: str
    product_group_id: str
    itc_case_number: str | None
    practice: Practice = field(default_factory=Practice)


async def register_case(tx: Transaction, command: RegisterCase) -> dict[str, JSON]:
    """Store the case; nothing is published before there is an order.

    Raises:
        BadInput: a malformed case number, country or name.
        Refused: the number is taken or does not fit the kind.
    """
    number = parse_case_number(command.case_number)
    case = CaseRecord(
        case_number=str(number),
        case_name=clean_name(command.case_name, field="caseName"),
        kind=command.kind,
        country=parse_country(command.country),
        product_group_id=clean_name(command.product_group_id, field="productGroupId", longest=64),
        itc_case_number=_itc_case_number(command.itc_case_number),
        practice=command.practice,
    )
    registered = await queries.lock_case(tx.connection, case.case_number) is not None
    refuse_if_any(refuse_case(number, case.kind, registered=registered))
    await queries.insert_case(tx.connection, case, registered_at=tx.now)
    tx.audit(
        "register_case",
        f"cases/{case.case_number}",
        after={"case_name": case.case_name, "kind": case.kind, "country": case.country},
    )
    return {"case_number": case.case_number}


def _itc_case_number(text: str | None) -> str | None:
    return None if text is None else clean_name(text, field="itcCaseNumber", longest=64)
