"""Customs' own keying errors in accepted certifications: CERT-19."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.certification.domain.forms import Form
from services.certification.domain.states import State
from services.certification.events.consumed import DistributionCompleted, DistributionFrozen
from services.certification.usecases.correct_keying_error import (
    CorrectKeyingError,
    DecideKeyingCorrection,
    correct_keying_error,
    decide_keying_correction,
)
from shared.database import Transaction
from tests.integration.certification.conftest import Service
from tests.integration.certification.world import CASE, Year, form, on_paper, told

DISTRIBUTION = "11111111-1111-7111-8111-111111111111"
ORDER_YEAR: dict[str, Any] = {"case_number": CASE, "fiscal_year": 2007, "distribution_id": DISTRIBUTION}


async def correct(tx: Transaction, command: CorrectKeyingError) -> dict[str, Any]:
    return await correct_keying_error(tx, command, sealed_tax_number=b"sealed")


@pytest.fixture
async def keyed(service: Service) -> tuple[UUID, Form]:
    """Alpha's paper filing, keyed in as 100,000.00 and accepted."""
    await service.order(Year())
    notice = await service.notice(CASE)
    filed = on_paper(form("Alpha", total=10_000_000))
    return await service.accepted(notice, filed, day=date(2007, 7, 2)), filed


def correction(service: Service, certification_id: UUID, stated: Form) -> CorrectKeyingError:
    return CorrectKeyingError(
        certification_id=certification_id,
        form=stated,
        tax_fingerprint=service.fingerprint("Alpha"),
        reason="a digit was left out",
    )


async def causes(service: Service, certification_id: UUID) -> list[str]:
    async with service.database.reading() as connection:
        query = sa.text("SELECT cause FROM certification_versions WHERE certification_id = :id ORDER BY version")
        return list((await connection.scalars(query, {"id": certification_id})).all())


async def test_cert_19_an_error_that_lowers_the_claim_is_put_right_at_once(
    service: Service, keyed: tuple[UUID, Form]
) -> None:
    alpha, _ = keyed
    before = await service.get(alpha)
    await service.do(correction(service, alpha, on_paper(form("Alpha", total=9_000_000))), correct)
    after = await service.get(alpha)
    assert (after.state, after.version, after.net_cents, after.claimed_cents) == (
        State.ACCEPTED,
        2,
        9_000_000,
        9_000_000,
    )
    assert after.version_received_on == before.version_received_on
    assert await causes(service, alpha) == ["FILED", "KEYING_ERROR"]


async def test_cert_19_an_error_that_raises_the_claim_needs_two_people(
    service: Service, keyed: tuple[UUID, Form]
) -> None:
    alpha, _ = keyed
    service.on(date(2007, 8, 1))
    assert await service.certify(CASE) == 1
    command = correction(service, alpha, on_paper(form("Alpha", total=100_000_000)))
    correction_id = UUID((await service.do(command, correct))["correction_id"])
    assert (await service.get(alpha)).net_cents == 10_000_000
    assert await service.refused(command, correct) == ["CORRECTION_WAITS"]
    approve = DecideKeyingCorrection(correction_id=correction_id, approve=True, reason="the paper says so")
    assert await service.refused(approve, decide_keying_correction) == ["SAME_PERSON"]
    await service.do(approve, decide_keying_correction, actor="another")
    assert (await service.get(alpha)).net_cents == 100_000_000
    assert [claims["claims"][0]["net_cents"] for claims in await service.events("claims.certified")] == [
        10_000_000,
        100_000_000,
    ]
    assert await service.refused(approve, decide_keying_correction, actor="another") == ["ILLEGAL_TRANSITION"]


async def test_cert_19_a_second_officer_may_refuse(service: Service, keyed: tuple[UUID, Form]) -> None:
    alpha, _ = keyed
    command = correction(service, alpha, on_paper(form("Alpha", total=100_000_000)))
    correction_id = UUID((await service.do(command, correct))["correction_id"])
    refuse = DecideKeyingCorrection(correction_id=correction_id, approve=False, reason="the paper says otherwise")
    await service.do(refuse, decide_keying_correction, actor="another")
    assert ((await service.get(alpha)).net_cents, await causes(service, alpha)) == (10_000_000, ["FILED"])


async def test_cert_19_what_cannot_be_corrected_this_way(service: Service, keyed: tuple[UUID, Form]) -> None:
    alpha, filed = keyed
    lower = on_paper(form("Alpha", total=9_000_000))
    assert await service.refused(correction(service, alpha, filed), correct) == ["NOTHING_CHANGES"]
    assert await service.refused(correction(service, alpha, form("Alpha", total=1)), correct) == ["NOT_KEYED_IN"]
    unsigned = replace(lower, signer=None)
    assert set(await service.refused(correction(service, alpha, unsigned), correct)) == {"NOT_EXECUTED"}
    await service.hear(told(DistributionFrozen, **ORDER_YEAR))
    assert await service.refused(correction(service, alpha, lower), correct) == ["DISTRIBUTION_FROZEN"]
    number = (await service.get(alpha)).certification_number
    line = {"certification_number": number, "claimed_cents": 10_000_000, "disbursed_cents": 10_000_000}
    await service.hear(told(DistributionCompleted, **ORDER_YEAR, payments=[line]))
    assert await service.refused(correction(service, alpha, lower), correct) == ["ALREADY_PAID"]
