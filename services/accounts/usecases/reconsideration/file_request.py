"""Take in a request for reconsideration (RECO-01, RECO-02)."""

from dataclasses import dataclass
from datetime import date

from services.accounts.domain.reconsideration import requests as rules
from services.accounts.domain.reconsideration.requests import Filing, RequestEvent, RequestState
from services.accounts.events.reconsideration import ReconsiderationFiled, ReconsiderationRefused
from services.accounts.storage import books, distributions
from services.accounts.storage.distributions import Distribution
from services.accounts.storage.reconsideration import queries
from services.accounts.storage.reconsideration.queries import Request
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, Forbidden, NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class RequestReconsideration:
    """A request of a producer that was not paid its entire certified expenditure.

    Attributes:
        statement: what the producer says went wrong.
        received_on: day a paper request was received; None for one that comes in now.
        producer_ids: the producers the caller acts for; None for an officer, who keys in for any.
    """

    case_number: str
    fiscal_year: int
    certification_number: str
    statement: str
    received_on: date | None = None
    producer_ids: frozenset[str] | None = None


async def request_reconsideration(tx: Transaction, command: RequestReconsideration) -> dict[str, JSON]:
    """Keep a request: filed, held until the letters are out, or refused as late or for want of a reduction.

    A refused request is kept with its code: the producer gets a letter.

    Raises:
        BadInput: no statement, or received in the future.
        Forbidden: the certification is another producer's.
        NotFound: no such certification in the order's year.
    """
    received_on = command.received_on or tx.today
    if not command.statement.strip():
        raise BadInput("say what Customs got wrong", field="statement")
    if received_on > tx.today:
        raise BadInput("a request cannot have been received after today", field="receivedOn")
    await books.lock_books(tx.connection, [command.case_number])
    facts = await queries.claim_facts(
        tx.connection, command.case_number, command.fiscal_year, command.certification_number
    )
    if facts is None:
        raise NotFound(
            f"no certification {command.certification_number} for {command.case_number} in FY{command.fiscal_year}",
            field="certificationNumber",
        )
    if command.producer_ids is not None and facts.producer_id not in command.producer_ids:
        raise Forbidden("the certification is another producer's")
    request = await queries.add(
        tx.connection,
        {
            "case_number": command.case_number,
            "fiscal_year": command.fiscal_year,
            "certification_number": command.certification_number,
            "producer_id": facts.producer_id,
            "lineage_id": facts.lineage_id,
            "statement": command.statement,
            "received_on": received_on,
            "filed_by": tx.cause.actor,
            "state": RequestState.HELD.value,
            "certified_cents": facts.claimed_cents,
        },
    )
    found = await distributions.lock_current(tx.connection, command.case_number, command.fiscal_year)
    if found is not None and found.notified_on is not None:
        await _file(tx, request, found, found.notified_on)
    tx.audit("request_reconsideration", f"reconsiderations/{request.number}", after={"received": str(received_on)})
    return {"request_id": str(request.id)}


async def file_held(tx: Transaction, found: Distribution, notified_on: date) -> None:
    """File what came before the letters: it counts as filed on their day (RECO-01). The book's lock is held."""
    for request in await queries.held(tx.connection, found.case_number, found.fiscal_year):
        await _file(tx, request, found, notified_on)


async def _file(tx: Transaction, request: Request, found: Distribution, notified_on: date) -> None:
    paid = await queries.paid_on_certification(tx.connection, found.id, request.certification_number)
    filing = rules.file(request.received_on, notified_on, request.certified_cents, paid)
    assert filing.filed_on is not None, "the letters are out"
    event = RequestEvent.FILE if filing.state is RequestState.FILED else RequestEvent.REFUSE
    await queries.update(
        tx.connection,
        request.id,
        state=rules.advance(request.state, event).value,
        distribution_id=found.id,
        filed_on=filing.filed_on,
        paid_cents=paid,
        reason_code=filing.reason_code,
        decide_by=rules.decide_by(filing.filed_on) if filing.state is RequestState.FILED else None,
    )
    _tell(tx, request, filing, filing.filed_on)


def _tell(tx: Transaction, request: Request, filing: Filing, filed_on: date) -> None:
    if filing.reason_code is None:
        tx.record(
            ReconsiderationFiled(
                case_number=request.case_number,
                fiscal_year=request.fiscal_year,
                request_id=str(request.id),
                request_number=request.number,
                certification_number=request.certification_number,
                filed_on=filed_on,
                decide_by=rules.decide_by(filed_on),
            )
        )
    else:
        refused(tx, request, filing.reason_code)


def refused(tx: Transaction, request: Request, reason_code: str) -> None:
    """Tell of a refusal."""
    tx.record(
        ReconsiderationRefused(
            case_number=request.case_number,
            fiscal_year=request.fiscal_year,
            request_id=str(request.id),
            request_number=request.number,
            certification_number=request.certification_number,
            reason_code=reason_code,
        )
    )
