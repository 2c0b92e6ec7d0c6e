"""What the use cases of a verification read: the verification and its certification, under the order's year's lock."""

from dataclasses import dataclass
from uuid import UUID

from services.certification.domain.verification import Circumstances, complete
from services.certification.storage.queries import verification
from services.certification.storage.queries.verification import ResultRow, VerificationRow
from services.certification.usecases.loading import Loaded, load_locked
from shared.database import Transaction
from shared.errors import NotFound


@dataclass(frozen=True, kw_only=True, slots=True)
class Opened:
    """A verification with its certification, what that one states, and the results so far."""

    verification: VerificationRow
    certification: Loaded
    stated: dict[str, int]
    results: list[ResultRow]

    @property
    def subject(self) -> str:
        """How the audit log names it."""
        return f"verifications/{self.verification.id}"

    def circumstances(self, tx: Transaction) -> Circumstances:
        """What the guards of the state machine look at."""
        return Circumstances(
            today=tx.today,
            respond_by=self.verification.respond_by,
            complete=complete(self.stated, (result.category for result in self.results)),
        )


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
    return Opened(
        verification=locked,
        certification=certification,
        stated=await verification.stated_amounts(tx.connection, locked.certification_id, locked.version),
        results=(await verification.results_of(tx.connection, [verification_id])).get(verification_id, []),
    )
