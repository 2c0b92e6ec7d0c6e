"""A file's life, pair by pair; accounts and the vault that seals them."""

from itertools import product

import pytest

from services.accounts.domain.payment_files.files import LINE, FileEvent, FileState, advance_file
from services.accounts.domain.payment_files.payees import AccountType, Payee, valid_routing_number, wrong_fields
from services.accounts.domain.transitions import IllegalTransition
from services.accounts.settings import AccountsSettings
from services.accounts.storage.vault import Vault
from shared.settings import SettingsError, load_settings

KEY = "QUNDT1VOVFMtVEVTVC1LRVktT0YtMzItQllURVMhISE="
FILE = {
    ("CREATED", "RELEASE"): "RELEASED",
    ("CREATED", "CANCEL"): "CANCELLED",
    ("RELEASED", "ACCEPT"): "ACCEPTED",
    ("RELEASED", "CONFIRM"): "ACCEPTED",
    ("ACCEPTED", "CONFIRM"): "ACCEPTED",
}


@pytest.mark.parametrize(("state", "event"), list(product(FileState, FileEvent)))
def test_the_life_of_a_file(state: FileState, event: FileEvent) -> None:
    expected = FILE.get((state.value, event.value))
    if expected is not None:
        assert advance_file(state, event) == expected
        return
    with pytest.raises(IllegalTransition):
        advance_file(state, event)


def test_nothing_follows_a_return() -> None:
    assert {(before.value, after.value) for before, after in LINE} == {
        ("SENT", "PAID"),
        ("SENT", "RETURNED"),
        ("PAID", "RETURNED"),
    }


@pytest.mark.parametrize(
    ("number", "valid"),
    [
        ("111000025", True),
        ("021000021", True),
        ("111000026", False),
        ("000000000", False),
        ("11100002", False),
        ("1110000250", False),
        ("11100002x", False),
        ("١١١٠٠٠٠٢٥", False),
    ],
)
def test_check_digit_of_a_routing_number(number: str, valid: bool) -> None:
    assert valid_routing_number(number) is valid


def a_payee(**other: str) -> Payee:
    known = {"holder_name": "Alpha", "routing_number": "111000025", "account_number": "0001234567"} | other
    return Payee(
        holder_name=known["holder_name"],
        routing_number=known["routing_number"],
        account_number=known["account_number"],
        account_type=AccountType.SAVINGS,
    )


def test_everything_malformed_is_named() -> None:
    assert wrong_fields(a_payee()) == {}
    wrong = a_payee(holder_name=" ", routing_number="1", account_number="1 2")
    assert set(wrong_fields(wrong)) == {"holderName", "routingNumber", "accountNumber"}


@pytest.mark.parametrize(("number", "shown"), [("0001234567", "4567"), ("12345", "45"), ("12", "2"), ("7", "")])
def test_publ_03_no_more_than_four_digits_and_half_of_an_account_are_shown(number: str, shown: str) -> None:
    assert a_payee(account_number=number).account_last_four == shown


def test_publ_03_what_is_sealed_opens_only_with_the_same_key() -> None:
    vault = Vault(KEY)
    payee = a_payee()
    sealed = vault.seal(payee.text())
    assert b"1234567" not in sealed
    assert Payee.of_text(vault.open(sealed)) == payee
    assert vault.fingerprint(payee.text()) == Vault(KEY).fingerprint(payee.text())
    assert vault.fingerprint(payee.text()) != vault.fingerprint(a_payee(account_number="1").text())
    with pytest.raises(ValueError, match="not sealed"):
        Vault(KEY.replace("QU", "RU")).open(sealed)


@pytest.mark.parametrize("values", [{}, {"ACCOUNTS_ENCRYPTION_KEY": "short"}])
def test_a_missing_or_wrong_key_is_named(monkeypatch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    required = {
        "DATABASE_URL": "postgresql://accounts@localhost/accounts",
        "NATS_URL": "nats://127.0.0.1:4222",
        "OIDC_ISSUER": "http://127.0.0.1:4999",
    }
    for name, value in (required | values).items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match="ACCOUNTS_ENCRYPTION_KEY"):
        load_settings(AccountsSettings)
    monkeypatch.setenv("ACCOUNTS_ENCRYPTION_KEY", KEY)
    assert KEY not in repr(load_settings(AccountsSettings))
