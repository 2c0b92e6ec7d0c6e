"""Payment files from the payee's account to the confirmation, on a real database."""

import asyncio
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.accounts.domain.ledger import Account
from services.accounts.domain.payment_files.files import Debtor, LineState, PaymentFile, as_csv
from services.accounts.domain.payment_files.payees import AccountType, Payee
from services.accounts.storage.payment_files import queries, reading
from services.accounts.storage.payment_files.tables import payees, payment_file_lines, payment_files
from services.accounts.storage.tables import payments
from services.accounts.storage.vault import Vault
from services.accounts.usecases.payment_files.confirmations import (
    Confirmation,
    ImportPaymentConfirmations,
    ReissuePayment,
    import_payment_confirmations,
    reissue_payment,
)
from services.accounts.usecases.payment_files.files import (
    AcceptPaymentFile,
    CancelPaymentFile,
    CreatePaymentFile,
    ReleasePaymentFile,
    accept_payment_file,
    cancel_payment_file,
    create_payment_file,
    release_payment_file,
)
from services.accounts.usecases.payment_files.payees import RegisterPayee, RemovePayee, register_payee, remove_payee
from shared.database import CommandResult, platform
from shared.errors import BadInput, NotFound
from tests.integration.accounts.conftest import CASE, Desk, a_claim, claims_certified, notice_published

VAULT = Vault("QUNDT1VOVFMtVEVTVC1LRVktT0YtMzItQllURVMhISE=")
DEBTOR = Debtor(agency="Customs", account="CDSOA", agent_routing_number="000000000", agent_name="Treasury")
TODAY = date(2005, 11, 29)
S02 = (
    a_claim("0001", "Alpha", 33_333_333),
    a_claim("0002", "Beta", 22_222_222),
    a_claim("0003", "Gamma", 11_111_112),
)


class Cashier(Desk):
    """The accounts with FY2005 paid: 50,000.00 to Alpha, 33,333.33 to Beta, 16,666.67 to Gamma."""

    distribution_id: str

    async def pay_year(self) -> None:
        """Pay the year."""
        await self.receive("notice.published", notice_published(CASE))
        await self.fund(10_000_000)
        await self.receive("claims.certified", claims_certified(*S02))
        await self.close(2005)
        self.distribution_id = await self.distribute()

    async def register(self, name: str, account: str = "0001234567") -> None:
        """Register a producer's account."""
        payee = Payee(
            holder_name=f"{name} holder",
            routing_number="111000025",
            account_number=account,
            account_type=AccountType.CHECKING,
        )
        command = RegisterPayee(
            producer_id=f"producer-{name}",
            fingerprint=VAULT.fingerprint(payee.text()),
            account_last_four=payee.account_last_four,
        )
        await self.done(partial(register_payee, VAULT.seal(payee.text())), command)

    async def try_create(self, **other: Any) -> CommandResult:
        """Make a file, or be refused."""
        command = CreatePaymentFile(execute_on=other.pop("execute_on", TODAY), **other)
        return await self.run(partial(create_payment_file, VAULT, DEBTOR), command, actor="preparer")

    async def create(self, **other: Any) -> UUID:
        """Make a file."""
        result = await self.try_create(**other)
        assert result.value is not None, result.refusals
        return UUID(result.value["file_id"])

    async def release(self, file_id: UUID, actor: str = "approver") -> CommandResult:
        """Release a file, or be refused."""
        return await self.run(partial(release_payment_file, VAULT), ReleasePaymentFile(file_id=file_id), actor=actor)

    async def released(self, **other: Any) -> UUID:
        """Make and release a file."""
        file_id = await self.create(**other)
        assert (await self.release(file_id)).refusals == ()
        return file_id

    async def load(self, file_id: UUID) -> PaymentFile:
        """The file as it is handed over."""
        async with self.database.reading() as connection:
            file = await queries.load(connection, VAULT, file_id)
        assert file is not None
        return file

    async def confirm(self, file_id: UUID, *rows: Confirmation) -> None:
        """Take confirmations in."""
        await self.done(import_payment_confirmations, ImportPaymentConfirmations(file_id=file_id, confirmations=rows))

    async def accepted_on(self) -> date | None:
        """Day on which all the distribution's payments were handed over."""
        key = UUID(self.distribution_id)
        async with self.database.reading() as connection:
            row = (await reading.files_accepted(connection, [key])).get(key)
        return None if row is None else row.accepted_on


@pytest.fixture
async def cashier(desk: Desk) -> Cashier:
    """The same desk with payment files."""
    cashier = Cashier(desk.database, desk.clock)
    cashier._numbers = desk._numbers
    await cashier.pay_year()
    return cashier


def paid(line: str, on: date = TODAY) -> Confirmation:
    return Confirmation(end_to_end_id=line, outcome=LineState.PAID, on=on)


def returned(line: str, on: date = TODAY) -> Confirmation:
    return Confirmation(end_to_end_id=line, outcome=LineState.RETURNED, on=on, reason="account closed")


def ids(file: PaymentFile) -> Sequence[str]:
    return [line.end_to_end_id for line in file.lines]


async def test_transfers_where_the_account_is_known_checks_elsewhere(cashier: Cashier) -> None:
    await cashier.register("Alpha")
    file_id = await cashier.create()
    file = await cashier.load(file_id)
    assert {(line.payee_name, line.method.value, line.amount_cents) for line in file.lines} == {
        ("Alpha holder", "TRF", 5_000_000),
        ("Beta", "CHK", 3_333_333),
        ("Gamma", "CHK", 1_666_667),
    }
    assert file.control_sum_cents == 10_000_000
    assert (await cashier.release(file_id, actor="preparer")).refusals[0].code == "SAME_PERSON"
    assert (await cashier.release(file_id)).refusals == ()
    (event,) = await cashier.events("payment-file.released")
    assert (event["line_count"], event["control_sum_cents"]) == (3, 10_000_000)
    assert (await cashier.try_create()).refusals[0].code == "NOTHING_TO_PAY"


async def test_publ_03_account_data_in_clear_are_in_no_table_event_or_audit_entry(cashier: Cashier) -> None:
    await cashier.register("Alpha", account="98765432109876543")
    file_id = await cashier.released()
    assert "98765432109876543" in as_csv(await cashier.load(file_id))
    stored = await cashier.stored()
    everything = " ".join(str(rows) for rows in stored.values())
    async with cashier.database.reading() as connection:
        keys = (await connection.execute(sa.select(platform.idempotency_keys))).all()
    for secret in ("98765432109876543", "111000025", "Alpha holder"):
        assert secret not in everything
        assert secret not in str(keys)
    assert await cashier.rows(payees, "account_last_four") == [("6543",)]


async def test_a_file_pays_the_account_as_it_was_when_the_file_was_made(cashier: Cashier) -> None:
    await cashier.register("Alpha")
    file_id = await cashier.create()
    await cashier.register("Alpha", account="777")
    assert {line.payee.account_number for line in (await cashier.load(file_id)).lines if line.payee} == {"0001234567"}
    assert (await cashier.release(file_id)).refusals == ()


async def test_a_file_that_differs_from_what_was_made_is_not_released(cashier: Cashier) -> None:
    file_id = await cashier.create()
    async with cashier.database.writing() as connection:
        await connection.execute(sa.update(payment_file_lines).values(payee_name="Somebody else"))
    assert (await cashier.release(file_id)).refusals[0].code == "FILE_DIFFERS"


async def test_payments_of_a_cancelled_file_go_into_another(cashier: Cashier) -> None:
    file_id = await cashier.create(most_lines=2)
    cancel = CancelPaymentFile(file_id=file_id, reason="wrong day")
    await cashier.done(cancel_payment_file, cancel)
    assert await cashier.refused(cancel_payment_file, cancel) == {"fileId": "ILLEGAL_TRANSITION"}
    again = await cashier.load(await cashier.create())
    assert len(again.lines) == 3
    assert await cashier.rows(payment_files, "state", "line_count") == [("CANCELLED", 2), ("CREATED", 3)]


async def test_two_files_made_at_once_take_each_payment_once(cashier: Cashier) -> None:
    made = await asyncio.gather(*(cashier.create(most_lines=1) for _ in range(3)))
    lines = [line for file_id in made for line in (await cashier.load(file_id)).lines]
    assert sum(line.amount_cents for line in lines) == 10_000_000
    assert len({line.certification_number for line in lines}) == 3


async def test_18_3_the_distribution_says_when_all_its_payments_were_accepted(cashier: Cashier) -> None:
    first = await cashier.released(most_lines=2)
    await cashier.done(accept_payment_file, AcceptPaymentFile(file_id=first, accepted_on=TODAY, reference="receipt 1"))
    assert await cashier.accepted_on() is None
    cashier.on(date(2005, 12, 1))
    second = await cashier.released(execute_on=date(2005, 12, 1))
    await cashier.confirm(second, paid(ids(await cashier.load(second))[0], date(2005, 12, 1)))
    assert await cashier.accepted_on() == date(2005, 12, 1)


async def test_acct_19_what_is_confirmed_leaves_the_payable_and_what_comes_back_is_owed_again(cashier: Cashier) -> None:
    assert (await cashier.balances())[Account.PRODUCER_PAYABLE] == 10_000_000
    file_id = await cashier.released()
    lines = {line.certification_number: line.end_to_end_id for line in (await cashier.load(file_id)).lines}
    await cashier.confirm(file_id, paid(lines["0001"]), paid(lines["0002"]), returned(lines["0003"]))
    assert (await cashier.balances())[Account.PRODUCER_PAYABLE] == 1_666_667
    assert [event["amount_cents"] for event in await cashier.events("payment.returned")] == [1_666_667]
    cashier.on(date(2005, 12, 20))
    await cashier.confirm(file_id, returned(lines["0002"], date(2005, 12, 19)))
    assert (await cashier.balances())[Account.PRODUCER_PAYABLE] == 5_000_000
    async with cashier.database.reading() as connection:
        rows = await reading.returned_page(connection, None, 10)
    assert {(row.certification_number, row.return_reason) for row in rows} == {
        ("0002", "account closed"),
        ("0003", "account closed"),
    }
    await cashier.verified()
    command = ImportPaymentConfirmations(
        file_id=file_id,
        confirmations=(paid(lines["0003"]), returned(lines["0001"]), returned(lines["0001"]), paid("CDSOA-9")),
    )
    assert await cashier.refused(import_payment_confirmations, command) == {
        "confirmations[0].endToEndId": "ILLEGAL_TRANSITION",
        "confirmations[2].endToEndId": "CONFIRMED_TWICE",
        "confirmations[3].endToEndId": "UNKNOWN_LINE",
    }


async def test_a_returned_payment_is_paid_again_once_the_account_is_corrected(cashier: Cashier) -> None:
    await cashier.register("Alpha")
    file_id = await cashier.released()
    (line,) = [line for line in (await cashier.load(file_id)).lines if line.payee]
    await cashier.confirm(file_id, returned(line.end_to_end_id))
    (payment_id,) = [
        key for key, producer in await cashier.rows(payments, "id", "producer_id") if producer == "producer-Alpha"
    ]
    again = ReissuePayment(payment_id=payment_id, reason="new account")
    assert await cashier.refused(reissue_payment, again) == {"paymentId": "PAYEE_UNCHANGED"}
    assert (await cashier.try_create()).refusals[0].code == "NOTHING_TO_PAY"
    await cashier.register("Alpha", account="42")
    await cashier.done(reissue_payment, again)
    second = await cashier.load(await cashier.released())
    assert [(one.amount_cents, one.payee and one.payee.account_number) for one in second.lines] == [(5_000_000, "42")]
    await cashier.confirm((await cashier.rows(payment_files, "id"))[1][0], returned(second.lines[0].end_to_end_id))
    await cashier.done(remove_payee, RemovePayee(producer_id="producer-Alpha"))
    await cashier.done(reissue_payment, again)
    third = await cashier.load(await cashier.create())
    assert [(one.payee_name, one.method.value) for one in third.lines] == [("Alpha", "CHK")]
    with pytest.raises(NotFound):
        await cashier.run(reissue_payment, again)


async def test_a_confirmation_of_a_closed_year_is_posted_today(cashier: Cashier) -> None:
    file_id = await cashier.released()
    cashier.on(date(2006, 10, 2))
    await cashier.close(2006)
    await cashier.confirm(file_id, paid(ids(await cashier.load(file_id))[0], date(2006, 9, 30)))
    assert (await cashier.balances())[Account.PRODUCER_PAYABLE] == 5_000_000
    assert date(2006, 9, 30) in {row[0] for row in await cashier.rows(payment_file_lines, "confirmed_on")}
    await cashier.verified()


async def test_dist_11_a_file_pays_what_administrative_offset_left(cashier: Cashier) -> None:
    rows = dict(await cashier.rows(payments, "producer_id", "id"))
    kept = {rows["producer-Alpha"]: 2_907_463, rows["producer-Gamma"]: 1_666_667}
    async with cashier.database.writing() as connection:
        await queries.set_offsets(connection, kept)
    file = await cashier.load(await cashier.create())
    assert {(line.certification_number, line.amount_cents) for line in file.lines} == {
        ("0001", 2_092_537),
        ("0002", 3_333_333),
    }


async def test_what_is_malformed(cashier: Cashier) -> None:
    with pytest.raises(NotFound):
        await cashier.register("Nobody")
    with pytest.raises(BadInput):
        await cashier.try_create(execute_on=date(2005, 11, 28))
    with pytest.raises(BadInput):
        await cashier.try_create(most_lines=10_001)
    file_id = await cashier.create()
    line = ids(await cashier.load(file_id))[0]
    command = ImportPaymentConfirmations(file_id=file_id, confirmations=(paid(line),))
    assert await cashier.refused(import_payment_confirmations, command) == {"fileId": "ILLEGAL_TRANSITION"}
    for wrong in (
        paid(line, date(2005, 11, 30)),
        Confirmation(end_to_end_id=line, outcome=LineState.RETURNED, on=TODAY),
        Confirmation(end_to_end_id=line, outcome=LineState.PAID, on=TODAY, reason="x"),
    ):
        with pytest.raises(BadInput):
            await cashier.confirm(file_id, wrong)
