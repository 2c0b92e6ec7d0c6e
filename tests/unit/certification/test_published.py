"""The events of this service: names, keys and the payload others rely on."""

from datetime import date
from uuid import UUID

from services.certification.events.consumed import SUBSCRIPTIONS
from services.certification.events.published import PUBLISHED, ClaimsCertified, NoticedOrder, NoticePublished
from shared.events import Registry

NOTICE = UUID("11111111-1111-7111-8111-111111111111")


def test_notice_published_is_public_and_keyed_by_the_fiscal_year() -> None:
    event = NoticePublished(
        notice_id=NOTICE,
        fiscal_year=2005,
        fr_citation=None,
        published_on=date(2005, 6, 1),
        close_on=date(2005, 8, 1),
        return_by=date(2005, 8, 16),
        orders=(NoticedOrder(case_number="A-990-801", special_account_cents=-5, as_of=date(2005, 6, 1)),),
    )
    assert event.subject == "customs.public.certification.v1.notice.published.2005"
    assert event.about == f"notices/{NOTICE}"
    assert event.model_dump(mode="json") == {
        "notice_id": str(NOTICE),
        "fiscal_year": 2005,
        "fr_citation": None,
        "published_on": "2005-06-01",
        "close_on": "2005-08-01",
        "return_by": "2005-08-16",
        "orders": [{"case_number": "A-990-801", "special_account_cents": -5, "as_of": "2005-06-01"}],
        "kind": "ORDINARY",
        "sweep_after": None,
    }


def test_claims_certified_is_internal_and_its_version_is_called_version() -> None:
    event = ClaimsCertified(
        case_number="A-990-801",
        fiscal_year=2005,
        list_version=3,
        notice_id=NOTICE,
        certified_on=date(2005, 9, 1),
        claims=(),
    )
    assert event.type() == "gov.customs.certification.claims.certified.v1"
    assert event.subject == "customs.internal.certification.v1.claims.certified.A-990-801"
    assert event.model_dump(mode="json")["version"] == 3


def test_every_published_event_has_a_schema_that_names_what_it_sends() -> None:
    schemas = Registry(PUBLISHED).schemas()
    assert len(schemas) == len(PUBLISHED)
    required = schemas["gov.customs.certification.claims.certified.v1"]["required"]
    assert isinstance(required, list)
    assert set(required) == {"case_number", "fiscal_year", "version", "notice_id", "certified_on", "claims"}


def test_each_kind_of_event_is_heard_by_one_handler() -> None:
    heard = [subscription.model.event_type for subscription in SUBSCRIPTIONS]
    assert len(heard) == len(set(heard))
