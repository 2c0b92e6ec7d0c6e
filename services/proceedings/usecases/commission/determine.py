"""Record a determination of the Commission; where it is not stated, its votes and volumes make it (IMP-09, NEG-02)."""

from dataclasses import dataclass, replace
from datetime import date

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.commission.acts import Finding, ItcFinal, ItcPreliminary, PreliminaryResult
from services.proceedings.domain.commission.consistency import Found, final_finding, preliminary_result
from services.proceedings.domain.commission.negligibility import ImportVolumes
from services.proceedings.domain.commission.votes import Votes
from services.proceedings.domain.petition.facts import initiation
from services.proceedings.domain.record.acts import Act
from services.proceedings.domain.record.proceeding import Development, Proceeding
from services.proceedings.domain.record.replay import replay
from services.proceedings.domain.record.rules import refusal
from services.proceedings.storage.record.dockets import dockets
from services.proceedings.storage.record.queries import statuses_by_country
from services.proceedings.usecases.lookup import locked_case
from services.proceedings.usecases.record.record_act import RecordAct, record_act
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class _Determination:
    """What both determinations have.

    Attributes:
        votes, imports: what it rests on; how countries are listed is looked up (NEG-06).
    """

    case_number: str
    occurred_on: date
    regional: bool = False
    votes: Votes | None = None
    imports: ImportVolumes | None = None
    notified_on: date | None = None
    published_on: date | None = None
    fr_citation: str | None = None
    corrects: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DeterminePreliminary(_Determination):
    """The preliminary determination; ``result`` is computed when left out (ITP-01)."""

    result: PreliminaryResult | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DetermineFinal(_Determination):
    """The final determination; ``finding`` and its mark of a plurality are computed when left out (FIN-04, D-05)."""

    finding: Finding | None = None
    plurality: bool = False
    undermines: bool | None = None


async def determine_preliminary(tx: Transaction, command: DeterminePreliminary) -> dict[str, JSON]:
    """Record the Commission's preliminary determination.

    Raises:
        BadInput: a malformed case number.
        NotFound: no such case.
        Refused: it cannot stand, contradicts its votes or volumes, or they do not decide it.
    """
    imports = await _listed(tx, command.imports)
    result = command.result
    if result is None:
        result = preliminary_result(await _state(tx, command), command.votes, imports)
    act = ItcPreliminary(
        occurred_on=command.occurred_on,
        result=result,
        regional=command.regional,
        votes=command.votes,
        imports=imports,
    )
    return await _record(tx, command, act)


async def determine_final(tx: Transaction, command: DetermineFinal) -> dict[str, JSON]:
    """Record the Commission's final determination.

    Raises:
        BadInput: a malformed case number.
        NotFound: no such case.
        Refused: it cannot stand, contradicts its votes or volumes, or they do not decide it.
    """
    imports = await _listed(tx, command.imports)
    if command.finding is None:
        found = final_finding(await _state(tx, command), command.votes, imports)
    else:
        found = Found(command.finding, command.plurality)
    act = ItcFinal(
        occurred_on=command.occurred_on,
        finding=found.finding,
        plurality=found.plurality,
        undermines=command.undermines,
        regional=command.regional,
        votes=command.votes,
        imports=imports,
    )
    return await _record(tx, command, act)


async def _record(tx: Transaction, command: _Determination, act: Act) -> dict[str, JSON]:
    return await record_act(
        tx,
        RecordAct(
            case_number=command.case_number,
            act=act,
            notified_on=command.notified_on,
            published_on=command.published_on,
            fr_citation=command.fr_citation,
            corrects=command.corrects,
        ),
    )


async def _state(tx: Transaction, command: _Determination) -> Proceeding:
    case, _ = await locked_case(tx, command.case_number)
    papers = (await dockets(tx.connection, [case.case_number]))[case.case_number]
    state = replay(papers.background, papers.record, BOOK, until=command.occurred_on).state
    if initiation(state) is None:
        message = "The Commission's determinations come after the initiation (15.2)."
        raise Refused((refusal("ILLEGAL_TRANSITION", "ITP-01", "19 USC 1671b(a)", message, "occurredOn"),))
    return state


async def _listed(tx: Transaction, imports: ImportVolumes | None) -> ImportVolumes | None:
    """The volumes with each country's listing on the day its own investigation was initiated (NEG-06, D-10)."""
    if imports is None or not imports.others:
        return imports
    statuses = await statuses_by_country(tx.connection, sorted({other.country for other in imports.others}))
    others = [
        replace(
            other,
            developing=any(
                status.development is not Development.NONE
                for status in statuses.get(other.country, ())
                if status.starts_on <= other.initiated_on and (status.ends_on or date.max) >= other.initiated_on
            ),
        )
        for other in imports.others
    ]
    return replace(imports, others=tuple(others))
