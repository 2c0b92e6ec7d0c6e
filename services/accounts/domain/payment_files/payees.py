"""Where a producer is paid: a bank account in the United States."""

import json
import re
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Final, Self

_ROUTING: Final = re.compile(r"[0-9]{9}")
_ACCOUNT: Final = re.compile(r"[0-9A-Za-z-]{1,17}")
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f]{1,70}")
_WEIGHTS: Final = (3, 7, 1, 3, 7, 1, 3, 7, 1)


class AccountType(StrEnum):
    """What kind of account."""

    CHECKING = "CHECKING"
    SAVINGS = "SAVINGS"


@dataclass(frozen=True, kw_only=True, slots=True)
class Payee:
    """An account to pay into. Confidential: it is sealed at rest, in no event, log line or list (PUBL-03)."""

    holder_name: str
    routing_number: str
    account_number: str
    account_type: AccountType

    @property
    def account_last_four(self) -> str:
        """What may be shown of the account number; of a short one, less than half."""
        return self.account_number[-min(4, len(self.account_number) // 2) :] if len(self.account_number) > 1 else ""

    def text(self) -> str:
        """The account as one text, to be sealed."""
        return json.dumps(asdict(self), sort_keys=True)

    @classmethod
    def of_text(cls, text: str) -> Self:
        """The account out of its text."""
        kept: dict[str, str] = json.loads(text)
        return cls(
            holder_name=kept["holder_name"],
            routing_number=kept["routing_number"],
            account_number=kept["account_number"],
            account_type=AccountType(kept["account_type"]),
        )


def wrong_fields(payee: Payee) -> dict[str, str]:
    """What is malformed, by field: nine digits with their check digit, an account number as an ACH entry holds it."""
    wrong: dict[str, str] = {}
    if not payee.holder_name.strip() or _NAME.fullmatch(payee.holder_name) is None:
        wrong["holderName"] = "must be 1 to 70 printable characters"
    if not valid_routing_number(payee.routing_number):
        wrong["routingNumber"] = "must be nine digits, the last of them the check digit"
    if _ACCOUNT.fullmatch(payee.account_number) is None:
        wrong["accountNumber"] = "must be 1 to 17 letters, digits or dashes"
    return wrong


def valid_routing_number(number: str) -> bool:
    """Whether nine digits carry the check digit of a routing transit number: Σ digit x (3, 7, 1, ...) mod 10 = 0."""
    if _ROUTING.fullmatch(number) is None or number == "0" * 9:
        return False
    return sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=True)) % 10 == 0
