"""The rules of reviews after an order, together."""

from typing import Final

from services.proceedings.domain.record.rules import Family
from services.proceedings.domain.review import requests, results, revocation
from services.proceedings.domain.review.clocks import clocks
from services.proceedings.domain.review.liquidation import ResultsCarriedOut
from services.proceedings.domain.review.windows import WindowCloses

FAMILY: Final = Family(
    acts=(*requests.ACTS, *results.ACTS, *revocation.ACTS),
    times=(WindowCloses(), ResultsCarriedOut()),
    clocks=(clocks,),
)
