"""The complete list of claims of an order's year: built, numbered and published."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, Final

from pydantic import TypeAdapter

from services.certification.domain.states import OPEN, State
from services.certification.events.published import CertifiedClaim, ClaimsCertified
from services.certification.storage.queries import claims as queries
from services.certification.storage.queries import learned
from services.certification.storage.queries.claims import ClaimRow
from services.certification.storage.queries.notices import NoticeRow
from services.certification.usecases.assess_risk import assess_order_year, holds, standing_flags
from shared.canonical import digest
from shared.database import Transaction
from shared.refusals import Refusal, Refused

_LEFT_OUT = frozenset({State.WITHDRAWN, State.SUPERSEDED})
_ACCEPTED = frozenset({State.ACCEPTED, State.ALLOCATED, State.SETTLED})
_CLAIMS: Final = TypeAdapter(tuple[CertifiedClaim, ...])
_stated = itemgetter(*(name for name in CertifiedClaim.model_fields if name != "parts"))


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderYear:
    """An order's year with its published notice."""

    case_number: str
    notice: NoticeRow

    @property
    def fiscal_year(self) -> int:
        """The fiscal year whose duties are distributed."""
        return self.notice.fiscal_year


async def publish_claims(tx: Transaction, year: OrderYear, rows: Sequence[ClaimRow]) -> int:
    """Publish the list as it stands now; a list that did not change is not published again.

    Args:
        rows: every certification of the order's year, as it stands.

    Returns:
        The version that holds.

    Raises:
        Refused: it changed although a distribution is frozen (DIST-09).

    Source:
        DIST-09 (1), CERT-12; the list leaves out withdrawn and superseded certifications.
    """
    claims = [_claim(row) for row in rows if row.state not in _LEFT_OUT]
    content = digest([_content(claim) for claim in claims])
    newest = await queries.newest_claims(tx.connection, year.case_number, year.fiscal_year)
    if newest is not None and newest[1] == content:
        return newest[0]
    if await learned.is_frozen(tx.connection, year.case_number, year.fiscal_year):
        raise Refused([_frozen()])
    version = 1 if newest is None else newest[0] + 1
    await queries.insert_claims(
        tx.connection,
        {
            "case_number": year.case_number,
            "fiscal_year": year.fiscal_year,
            "version": version,
            "notice_id": year.notice.id,
            "certified_on": tx.today,
            "content_digest": content,
        },
    )
    tx.record(
        ClaimsCertified(
            case_number=year.case_number,
            fiscal_year=year.fiscal_year,
            list_version=version,
            notice_id=year.notice.id,
            certified_on=tx.today,
            claims=_CLAIMS.validate_python(claims),
        )
    )
    tx.audit(
        "certify_claims",
        f"orders/{year.case_number}/{year.fiscal_year}",
        after={"version": version, "claims": len(claims), "digest": content},
    )
    return version


async def republish_claims(tx: Transaction, year: OrderYear) -> None:
    """After a change: compare the claims anew, and publish a new version if the list was certified and may change.

    Paper received in time but keyed in later may open the year again; the next version waits for its decision, for an
    officer's on every HIGH flag, and for the end of every hold. Once a distribution is frozen only a filing denied late
    can still come in; it changes nobody's money and joins the next version, if the distribution is cancelled.
    """
    case_number, fiscal_year = year.case_number, year.fiscal_year
    await assess_order_year(tx, case_number, fiscal_year)
    if await queries.newest_claims(tx.connection, case_number, fiscal_year) is None:
        return
    rows = await queries.claims_of_order_year(tx.connection, case_number, fiscal_year)
    if any(row.state in OPEN for row in rows) or await learned.is_frozen(tx.connection, case_number, fiscal_year):
        return
    if await standing_flags(tx, case_number, fiscal_year) or await holds(tx, case_number, fiscal_year):
        return
    await publish_claims(tx, year, rows)


async def republish_if_certified(tx: Transaction, year: OrderYear) -> None:
    """After a decision that changes no figures: as ``republish_claims``, where there is a certified list."""
    if await queries.newest_claims(tx.connection, year.case_number, year.fiscal_year) is not None:
        await republish_claims(tx, year)


def _content(claim: dict[str, Any]) -> list[object]:
    """What makes a list another one."""
    number, certification_id, lineage_id, producer_id, *rest, received_on = _stated(claim)
    parts = [[part["group_id"], part["case_numbers"], part["net_cents"]] for part in claim["parts"]]
    return [number, str(certification_id), str(lineage_id), str(producer_id), *rest, received_on.isoformat(), parts]


def _claim(row: ClaimRow) -> dict[str, Any]:
    """The fields of a ``CertifiedClaim``: the model is made once, of the whole list, and only of one that changed."""
    if row.state in _ACCEPTED:
        return row._asdict() | {"state": State.ACCEPTED}
    return row._asdict() | {"parts": ()}


def _frozen() -> Refusal:
    return Refusal(
        code="DISTRIBUTION_FROZEN",
        rule="DIST-09",
        citation="19 CFR 159.64(b)(1)(i)",
        message="A distribution is frozen; cancel it before certifying a changed list.",
        field="caseNumber",
    )
