"""From what a request names to the text it stands for, and whether that text is taken at all."""

from collections.abc import Mapping
from enum import StrEnum

from services.gateway.documents.automatic import AutomaticStore, sha256
from services.gateway.http.parameters import DocumentReference, Parameters
from services.gateway.http.problems import (
    HttpProblem,
    bad_request,
    persisted_query_id_required,
    persisted_query_not_found,
    persisted_query_not_in_list,
    persisted_query_not_supported,
    query_not_in_safelist,
)
from services.gateway.metrics import GatewayMetrics


class Mode(StrEnum):
    """What is taken beside the trusted documents."""

    OPEN = "open"  # everything
    REPORT = "report"  # everything; what the manifest does not have is counted
    TEXT = "text"  # nothing; a trusted document may be sent as its id or as its text
    ID = "id"  # nothing; and only the id is taken, so that no text is parsed


class Documents:
    """Resolves the documents of requests.

    Args:
        automatic: where texts are kept that clients register by sending them with their hash; None: they cannot.
        mode: what is taken beside the trusted documents.
        metrics: counts.
    """

    def __init__(self, automatic: AutomaticStore | None, mode: Mode, metrics: GatewayMetrics) -> None:
        # Where only trusted documents are taken, registering others is of no use.
        self._automatic = automatic if mode in (Mode.OPEN, Mode.REPORT) else None
        self._mode = mode
        self._metrics = metrics
        self._trusted: Mapping[str, str] = {}
        self._texts: frozenset[str] = frozenset()
        self.sees_all = mode is not Mode.OPEN
        """Whether a request that names no document must be resolved, too."""

    @property
    def trusted(self) -> Mapping[str, str]:
        """The trusted documents by id."""
        return self._trusted

    def trust(self, documents: Mapping[str, str]) -> None:
        """Take these documents for trusted, instead of those before."""
        self._trusted = documents
        self._texts = frozenset(documents.values())
        self._metrics.trusted_documents.set(len(documents))

    def is_trusted(self, text: str) -> bool:
        """Whether a text is a trusted document's."""
        return text in self._texts

    def resolve(self, asked: Parameters) -> Parameters:
        """The request with the text that its document stands for.

        Raises:
            HttpProblem: the document is not known, or what is sent is not taken.
        """
        reference = asked.document
        if reference is None:
            self._check_text(asked.query)
            return asked
        text = self._trusted.get(reference.id)
        if text is not None:
            self._metrics.document_looked_up("trusted")
            return asked._replace(query=text)
        if asked.query:
            self._check_text(asked.query)
            if reference.hashed and sha256(asked.query) != reference.id:
                raise bad_request("'sha256Hash' is not the SHA-256 of 'query'.")
            return asked
        return asked._replace(query=self._registered(reference))

    def register(self, asked: Parameters) -> None:
        """Keep the text of a request that has passed every check, under the hash it was sent with."""
        if self._automatic is not None and asked.document is not None and asked.document.hashed:
            self._automatic.put(asked.document.id, asked.query)

    def _registered(self, reference: DocumentReference) -> str:
        """The text that was registered under a hash."""
        if self._automatic is not None and reference.hashed:
            text = self._automatic.get(reference.id)
            self._metrics.document_looked_up("miss" if text is None else "hit")
            if text is None:
                raise persisted_query_not_found()
            return text
        self._metrics.document_looked_up("miss")
        raise self._unknown()

    def _unknown(self) -> HttpProblem:
        return persisted_query_not_in_list() if self._trusted else persisted_query_not_supported()

    def _check_text(self, text: str) -> None:
        """Refuse a text where texts, or texts that are not trusted, are not taken."""
        if self._mode is Mode.OPEN:
            return
        if self._mode is Mode.ID:
            self._metrics.document_looked_up("refused")
            raise persisted_query_id_required()
        if text not in self._texts:
            self._metrics.document_looked_up("unknown")
            if self._mode is Mode.TEXT:
                raise query_not_in_safelist()
