"""A case's messages to customs and its entries, for the tests of instructions."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from services.accounts.domain.liquidation import Instrument
from services.accounts.domain.refunds import InterestSource
from services.accounts.storage.entries import Goods
from services.accounts.storage.instructions.tables import instructed_liquidations, instructions
from services.accounts.storage.tables import liquidations
from services.accounts.usecases.import_entries import ImportEntries, import_entries
from services.accounts.usecases.instructions.apply import apply_instructions
from tests.integration.accounts.conftest import Desk, an_entry, order_issued

CVD = "C-900-001"
ANYBODY = {"exporter": "*", "producer": "*"}


class Case:
    """One case's messages, numbered as they are sent."""

    def __init__(self, desk: Desk, case_number: str = CVD) -> None:
        self.desk = desk
        self.case_number = case_number
        self.number = 0
        self.sent: list[tuple[str, dict[str, Any]]] = []

    async def send(self, name: str, **content: Any) -> None:
        """Send the next message."""
        self.number += 1
        payload = {
            "case_number": self.case_number,
            "message_number": self.number,
            "legal_basis": "19 USC 1671b(d)",
            "a_field_added_later": True,
            **content,
        }
        self.sent.append((f"instruction.{name}", payload))
        await self.desk.receive(f"instruction.{name}", payload)

    async def suspend(self, first: str, **content: Any) -> None:
        """Order the suspension of a preliminary determination."""
        await self.send(
            "suspension-ordered",
            **{
                "kind": "PROVISIONAL",
                "effective_from": first,
                "retroactive_from": None,
                "excluded": [],
                "security_required": True,
            }
            | content,
        )

    async def rates(self, since: str, percent: str = "10.00", **firm: str) -> None:
        """Instruct a deposit rate."""
        row = {"exporter": "*", "producer": "*", **firm, "rate_percent": percent, "basis": "ALL_OTHERS"}
        await self.send(
            "deposit-rates",
            stage="PRELIM",
            instrument="CASH",
            rows=[row | {"excluded": False, "region_exporter": True}],
            effective_from=since,
            effective_to=None,
        )

    async def order(self, published: str, boundary: str, **content: Any) -> None:
        """Publish the order: its own event, and its terms."""
        await self.desk.receive("order.issued", order_issued(self.case_number) | {"issued_on": published})
        await self.send(
            "order-terms",
            **{
                "order_published_on": published,
                "itc_notified_on": boundary,
                "boundary_on": boundary,
                "injury_rule": "GENERAL",
                "duties_from": boundary,
                "suspended_from": None,
                "lapsed_from": None,
                "duties_reach_back_to": None,
                "critical_confirmed": False,
                "region_only": False,
                "deposit_required_from": boundary,
                "conditional_delivery_from": published,
                "interest_from": published,
                "gap": None,
            }
            | content,
        )

    async def liquidate(self, first: str, last: str | None, **content: Any) -> None:
        """Instruct a liquidation."""
        await self.send(
            "liquidate",
            **{
                "ground": "REVIEW",
                "reason": None,
                "firms": [ANYBODY],
                "entries": {"first": first, "last": last, "reason": None},
                "mode": "RATE",
                "rate_percent": None,
                "excluded_firms": [],
                "exclude_ranges": [],
                "interest_from": None,
                "suspension_lifted_on": "2024-12-02",
                "target_on": "2035-01-01",
                "deemed_after": "2035-06-02",
            }
            | content,
        )

    async def enter(self, number: str, day: str, deposit: str, value: str = "0.00", **more: Any) -> None:
        """Import an entry of a day with its security and its value, in dollars; none is a bond of nothing."""
        cents = _cents(deposit)
        goods = Goods(exporter=more.get("exporter"), producer=more.get("producer"), entered_value_cents=_cents(value))
        instrument = more.get("instrument", Instrument.CASH if cents else Instrument.BOND)
        entry = an_entry(
            number, cents, self.case_number, filed_on=date.fromisoformat(day), instrument=instrument, goods=goods
        )
        await self.desk.done(import_entries, ImportEntries(entries=(entry,)))

    async def apply(self, *, source: InterestSource = InterestSource.GENERAL_FUND, at_once: int = 5_000) -> None:
        """Run the job."""
        await apply_instructions(self.desk.uow, source=source, at_once=at_once)

    async def settled(self) -> dict[str, tuple[str | None, str]]:
        """Class and settlement of each entry that was liquidated by instruction, as the rule file writes them."""
        query = sa.select(instructed_liquidations, liquidations.c.assessed_cents, liquidations.c.interest_cents).join(
            liquidations,
            (liquidations.c.entry_number == instructed_liquidations.c.entry_number)
            & (liquidations.c.case_number == instructed_liquidations.c.case_number),
        )
        async with self.desk.database.reading() as connection:
            rows = (await connection.execute(query)).all()
        return {row.entry_number: (row.entry_class, _settlement(row)) for row in rows}

    async def state(self) -> Sequence[Mapping[str, Any]]:
        """Where the messages stand that move money."""
        query = (
            sa.select(instructions)
            .where(instructions.c.effective_on.is_not(None))
            .order_by(instructions.c.message_number)
        )
        async with self.desk.database.reading() as connection:
            return [dict(row._mapping) for row in await connection.execute(query)]


def _cents(dollars: str) -> int:
    whole, part = dollars.split(".")
    return int(whole) * 100 + int(part)


def _settlement(row: Any) -> str:
    interest = "Y" if row.interest_cents or row.refund_interest_cents else "N"
    return (
        f"assess={row.assessed_cents / 100:.2f} collect={row.collect_cents / 100:.2f}"
        f" refund={row.refund_cents / 100:.2f} interest={interest}"
    )
