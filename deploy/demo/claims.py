"""The certifications of the run: made up in proportion to the published payments, cumulative over the years."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from deploy.demo.plan import OrderFacts, Payee
from shared.canonical import digest
from shared.money import format_money, largest_remainder

_CLAIMED_PER_DOLLAR_PAID: Final = 10
_CATEGORY_WEIGHTS: Final[Mapping[str, int]] = {
    "Q01": 10,
    "Q02": 22,
    "Q03": 3,
    "Q04": 1,
    "Q05": 1,
    "Q06": 7,
    "Q07": 4,
    "Q08": 2,
    "Q09": 45,
    "Q10": 5,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """What one payee certifies for an order and year, US cents: total now and before, already distributed, net."""

    payee: Payee
    total_cents: int
    prior_cents: int

    @property
    def net_cents(self) -> int:
        """CERT-06: net = total - already distributed upon."""
        return self.total_cents - self.prior_cents


class History:
    """What each payee certified and was paid under each order so far."""

    def __init__(self) -> None:
        self._certified: dict[tuple[str, str], int] = defaultdict(int)
        self._paid: dict[tuple[str, str], int] = defaultdict(int)

    def claims(self, case_number: str, payees: Sequence[Payee]) -> tuple[Claim, ...]:
        """Net claims in exact proportion to the payees' weights, with totals that never fall from year to year."""
        needed = max(
            -(-(self._certified[case_number, payee.name] - self._paid[case_number, payee.name]) // payee.weight_cents)
            for payee in payees
        )
        multiple = max(_CLAIMED_PER_DOLLAR_PAID, needed)
        claims = tuple(
            Claim(
                payee=payee,
                total_cents=self._paid[case_number, payee.name] + multiple * payee.weight_cents,
                prior_cents=self._paid[case_number, payee.name],
            )
            for payee in payees
        )
        for claim in claims:
            self._certified[case_number, claim.payee.name] = claim.total_cents
        return claims

    def paid(self, case_number: str, name: str, cents: int) -> None:
        """Remember a payment: it is deducted from what the payee may claim later (CERT-07)."""
        self._paid[case_number, name] += cents


def certification(
    claim: Claim, order: OrderFacts, *, notice_id: str, published_on: date, producer_id: str, signed_on: date
) -> dict[str, Any]:
    """Every element of CERT-05 for ``claim``. Names, addresses and numbers are plain labels."""
    by_category = largest_remainder(claim.total_cents, _CATEGORY_WEIGHTS)
    return {
        "noticeId": notice_id,
        "caseNumber": order.case_number,
        "caseName": order.case_name,
        "noticePublishedOn": published_on.isoformat(),
        "producerId": producer_id,
        "claimantName": claim.payee.name,
        "otherNames": [],
        "address": {"street": "1 Example Street", "city": "Example City", "state": "DC", "postalCode": "20000"},
        "taxIdentifier": {"kind": "EIN", "number": _tax_number(claim.payee.name)},
        "organisation": "CORPORATION",
        "contacts": [{"name": "Contact Alpha", "phone": "202-555-0100", "email": "alpha@example.com"}],
        "expenditures": [
            {"category": category, "amount": format_money(cents)} for category, cents in by_category.items()
        ],
        "totalExpenditures": format_money(claim.total_cents),
        "priorDistributions": format_money(claim.prior_cents),
        "netClaim": format_money(claim.net_cents),
        "desiresDistribution": True,
        "eligibleAsProducer": True,
        "noPriorDistributionInNet": True,
        "sharedOrders": [],
        "remainsInOperation": True,
        "producedInFiscalYear": True,
        "acquiredByOpponentAffiliate": False,
        "trueAndAccurate": True,
        "hasSupportingRecords": True,
        "signer": {
            "name": "Signer Alpha",
            "title": "Treasurer",
            "authority": "OFFICER",
            "signedOn": signed_on.isoformat(),
        },
        "confidentialityClaimed": False,
        "channel": "ELECTRONIC",
    }


def _tax_number(name: str) -> str:
    """A number per claimant; none that is issued begins with 00."""
    return f"00-{int(digest(name), 16) % 10_000_000:07d}"
