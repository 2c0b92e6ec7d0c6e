"""The verification of the ledger as the API shows it."""

import strawberry

from shared.graphql import Money


@strawberry.type(description="What recomputing the ledger from its postings found.")
class LedgerVerification:
    """The finding."""

    balanced: bool = strawberry.field(description="Whether nothing differs.")
    journal_count: int = strawberry.field(description="Journals read.")
    posting_count: int = strawberry.field(description="Postings read.")
    control_total: Money = strawberry.field(
        description="Sum over all orders of Special, Clearing, Sequester and litigation hold, from the postings."
    )
    problems: list[str] = strawberry.field(description="One line for everything that differs.")
