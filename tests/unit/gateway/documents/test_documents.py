"""From what a request names to its text, by mode."""

import pytest
from prometheus_client import CollectorRegistry

from services.gateway.documents import AutomaticStore, Documents, Mode
from services.gateway.documents.automatic import sha256
from services.gateway.http.parameters import DocumentReference, Parameters
from services.gateway.http.problems import HttpProblem
from services.gateway.metrics import GatewayMetrics

TEXT = "query A { a }"
OTHER = "query B { b }"


def documents(mode: Mode, *, automatic: bool = True) -> Documents:
    made = Documents(AutomaticStore(1_000) if automatic else None, mode, GatewayMetrics(CollectorRegistry()))
    made.trust({"1": TEXT})
    return made


def asked(text: str = "", named: str | None = None, hashed: str | None = None) -> Parameters:
    reference = DocumentReference(named, hashed=False) if named else None
    if hashed:
        reference = DocumentReference(hashed, hashed=True)
    return Parameters(text, None, {}, reference)


def code_of(made: Documents, request: Parameters) -> str:
    with pytest.raises(HttpProblem) as refused:
        made.resolve(request)
    return refused.value.code


@pytest.mark.parametrize("mode", Mode)
def test_a_trusted_document_is_taken_by_its_id_in_every_mode(mode: Mode) -> None:
    assert documents(mode).resolve(asked(named="1")).query == TEXT
    assert documents(mode).resolve(asked(hashed="1")).query == TEXT
    assert documents(mode).resolve(asked("{ ignored }", named="1")).query == TEXT


@pytest.mark.parametrize(
    ("mode", "trusted", "other"),
    [
        (Mode.OPEN, None, None),
        (Mode.REPORT, None, None),
        (Mode.TEXT, None, "QUERY_NOT_IN_SAFELIST"),
        (Mode.ID, "PERSISTED_QUERY_ID_REQUIRED", "PERSISTED_QUERY_ID_REQUIRED"),
    ],
)
def test_texts_are_taken_by_mode(mode: Mode, trusted: str | None, other: str | None) -> None:
    for text, code in ((TEXT, trusted), (OTHER, other)):
        for request in (asked(text), asked(text, hashed=sha256(text)), asked(text, named="unknown")):
            if code is None:
                assert documents(mode).resolve(request).query == text
            else:
                assert code_of(documents(mode), request) == code


@pytest.mark.parametrize("mode", [Mode.TEXT, Mode.ID])
def test_where_only_trusted_documents_are_taken_none_can_be_registered(mode: Mode) -> None:
    made = documents(mode)
    made.register(asked(OTHER, hashed=sha256(OTHER)))
    assert code_of(made, asked(hashed=sha256(OTHER))) == "PERSISTED_QUERY_NOT_IN_LIST"


def test_a_hash_stands_for_its_text_once_that_was_registered() -> None:
    made = documents(Mode.OPEN)
    digest = sha256(OTHER)
    assert code_of(made, asked(hashed=digest)) == "PERSISTED_QUERY_NOT_FOUND"
    made.register(made.resolve(asked(OTHER, hashed=digest)))
    assert made.resolve(asked(hashed=digest)).query == OTHER


def test_a_hash_that_is_not_the_texts_is_refused() -> None:
    assert code_of(documents(Mode.OPEN), asked(OTHER, hashed=sha256(TEXT))) == "BAD_USER_INPUT"


def test_an_id_that_is_no_hash_registers_nothing() -> None:
    made = documents(Mode.OPEN)
    made.register(asked(OTHER, named="2"))
    assert code_of(made, asked(named="2")) == "PERSISTED_QUERY_NOT_IN_LIST"


def test_where_nothing_is_kept_clients_are_told_so() -> None:
    made = documents(Mode.OPEN, automatic=False)
    made.trust({})
    assert code_of(made, asked(hashed=sha256(OTHER))) == "PERSISTED_QUERY_NOT_SUPPORTED"
    assert code_of(made, asked(named="1")) == "PERSISTED_QUERY_NOT_SUPPORTED"


def test_another_manifest_replaces_the_one_before() -> None:
    made = documents(Mode.TEXT)
    made.trust({"2": OTHER})
    assert (made.is_trusted(TEXT), made.is_trusted(OTHER)) == (False, True)
    assert code_of(made, asked(named="1")) == "PERSISTED_QUERY_NOT_IN_LIST"


def test_lookups_and_strangers_are_counted() -> None:
    registry = CollectorRegistry()
    made = Documents(AutomaticStore(1_000), Mode.REPORT, GatewayMetrics(registry))
    made.trust({"1": TEXT})
    made.resolve(asked(named="1"))
    made.resolve(asked(OTHER))
    made.resolve(asked(TEXT))
    code_of(made, asked(hashed="00"))

    def counted(result: str) -> float | None:
        return registry.get_sample_value("countervail_gateway_document_lookups_total", {"result": result})

    assert (counted("trusted"), counted("unknown"), counted("miss")) == (1, 1, 1)
    assert registry.get_sample_value("countervail_gateway_trusted_documents") == 1
