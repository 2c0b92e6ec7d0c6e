"""What the use cases of a verification read: the verification and its certification, under the order's year's lock."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.verification import Circumstances, complete
from services.certification.storage.queries import lines, verification
from services.certification.storage.queries.lines import LineResultRow
from services.certification.storage.queries.verification import ResultRow, VerificationRow
from services.certification.usecases.loading import Loaded, load_locked
from shared.database import Transaction
from shared.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A verification with its certification, what that one states by category and line, and the results so far."""

    verification: VerificationRow
    certification: Loaded
    stated: dict[str, int]
    stated_lines: dict[int, int]
    results: list[ResultRow]
    line_results: list[LineResultRow]

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"verifications/{self.verification.id}"

    def circumstances(self, tx: Transaction) -> Circumstances:
        """What the guards of the state machine look at."""
        return Circumstances(
            today=tx.today,
            respond_by=self.verification.respond_by,
            complete=complete(self.stated_lines, (result.number for result in self.line_results))
            if self.stated_lines
            else complete(self.stated, (result.category for result in self.results)),
        )

    @property
    def unsupported_lines(self) -> dict[int, int]:
        """US cents per line that records do not support; empty where the certification has no lines."""
        return {result.number: result.unsupported_cents for result in self.line_results}

    @property
    def unsupported(self) -> dict[str, int]:
        """US cents per category that records do not support."""
        found: defaultdict[str, int] = defaultdict(int)
        for result in self.line_results if self.stated_lines else self.results:
            found[result.category] += result.unsupported_cents
        return dict(found)


async def open_locked(tx: Transaction, verification_id: UUID) -> Opened:
    """The verification, its order's year locked until the transaction ends.

    Raises:
        NotFound: there is no such verification.
    """
    found = (await verification.verifications_by_id(tx.connection, [verification_id])).get(verification_id)
    if found is None:
        raise NotFound("there is no such verification", field="verificationId")
    certification = await load_locked(tx, found.certification_id)
    locked = (await verification.verifications_by_id(tx.connection, [verification_id]))[verification_id]
    verified = await verification.version_form(tx.connection, locked.certification_id, locked.version)
    return Opened(
        verification=locked,
        certification=certification,
        stated_lines={number: line.amount_cents or 0 for number, line in enumerate(verified.lines, start=1)},
        line_results=(await lines.line_results_of(tx.connection, [verification_id])).get(verification_id, []),
        stated=await verification.stated_amounts(tx.connection, locked.certification_id, locked.version),
        results=(await verification.results_of(tx.connection, [verification_id])).get(verification_id, []),
    )
