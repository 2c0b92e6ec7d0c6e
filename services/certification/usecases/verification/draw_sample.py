"""Draw the sample of an order's year that is verified."""

from dataclasses import dataclass

from services.certification.domain.sampling import METHOD, draw
from services.certification.storage.queries import notices, verification
from services.certification.usecases.assess_risk import assess_order_year
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused

_SEED_AT_MOST = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawVerificationSample:
    """The order's year, and the text the draw starts from: dice, a lottery, anything nobody chose."""

    case_number: str
    fiscal_year: int
    seed: str


async def draw_verification_sample(tx: Transaction, command: DrawVerificationSample) -> dict[str, JSON]:
    """Draw once, after the close of the window, and keep the seed, the method, and why each claim is in it.

    Raises:
        NotFound: no published notice names the order for the year.
        BadInput: no seed, or one too long.
        Refused: the filing window is open, or a sample was drawn before: nobody draws until the result pleases.

    Source:
        VERI-01; 19 CFR 159.63(d).
    """
    if not command.seed.strip() or len(command.seed) > _SEED_AT_MOST:
        raise BadInput(f"a seed has 1 to {_SEED_AT_MOST} characters", field="seed")
    year = await notices.lock_order_year(tx.connection, command.case_number, command.fiscal_year)
    if year is None:
        raise NotFound("no published notice names this order for the year", field="caseNumber")
    if tx.today <= year[0].close_on:
        raise Refused([_refusal("WINDOW_OPEN", f"Certifications may be received through {year[0].close_on}.")])
    if await verification.sample_of_year(tx.connection, command.case_number, command.fiscal_year):
        raise Refused([_refusal("SAMPLE_DRAWN", "The sample of this order and year was drawn before.")])
    await assess_order_year(tx, command.case_number, command.fiscal_year)
    claims = await verification.candidates(tx.connection, command.case_number, command.fiscal_year)
    selected = draw(claims, command.seed, tx.today)
    sample_id = await verification.insert_sample(
        tx.connection,
        {
            "case_number": command.case_number,
            "fiscal_year": command.fiscal_year,
            "seed": command.seed,
            "method": METHOD,
            "population": len(claims),
            "drawn_by": tx.cause.actor,
            "drawn_on": tx.today,
        },
        selected,
    )
    tx.audit(
        "draw_verification_sample",
        f"orders/{command.case_number}/{command.fiscal_year}",
        after={
            "seed": command.seed,
            "population": len(claims),
            "selected": [str(each.certification_id) for each in selected],
        },
    )
    return {"sample_id": str(sample_id)}


def _refusal(code: str, message: str) -> Refusal:
    return Refusal(code=code, rule="VERI-01", citation="19 CFR 159.63(d)", message=message, field="caseNumber")
