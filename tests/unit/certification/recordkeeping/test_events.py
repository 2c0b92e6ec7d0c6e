"""What is told of recordkeepers: internal, keyed by the fiscal year, with everything enforcement decides by."""

from datetime import date
from uuid import UUID

import pytest

from services.certification.events.enforcement import ENFORCEMENT_SUBSCRIPTIONS
from services.certification.events.published import PUBLISHED
from services.certification.events.recordkeeping import (
    RECORDKEEPER_EVENTS,
    CertifiedDays,
    Finding,
    RecordkeeperEvent,
    RecordkeeperRemoved,
)
from services.certification.settings import CertificationSettings
from shared.settings import load_settings

PARTICIPATION = UUID("11111111-1111-7111-8111-111111111111")


def test_a_removal_carries_the_whole_standing() -> None:
    event = RecordkeeperRemoved(
        participation_id=PARTICIPATION,
        importer_number="12-3456789AB",
        revision=12,
        status="REMOVED",
        since=date(2025, 1, 13),
        happened_on=date(2025, 1, 13),
        certified=False,
        certified_on=date(2024, 5, 20),
        certified_days=(CertifiedDays(from_on=date(2024, 5, 20), until_on=date(2025, 1, 13)),),
        findings=(Finding(from_on=date(2024, 9, 1), generally_compliant=False),),
        notice_count=1,
        effective_on=date(2025, 1, 13),
    )
    assert event.subject == "customs.internal.certification.v1.recordkeeper.removed.2025"
    assert event.type() == "gov.customs.certification.recordkeeper.removed.v1"
    assert event.about == f"recordkeepers/{PARTICIPATION}"
    assert event.model_dump(mode="json") == {
        "participation_id": str(PARTICIPATION),
        "importer_number": "12-3456789AB",
        "revision": 12,
        "status": "REMOVED",
        "since": "2025-01-13",
        "happened_on": "2025-01-13",
        "certified": False,
        "certified_on": "2024-05-20",
        "certified_days": [{"from_on": "2024-05-20", "until_on": "2025-01-13"}],
        "findings": [{"from_on": "2024-09-01", "generally_compliant": False}],
        "notice_count": 1,
        "effective_on": "2025-01-13",
    }


@pytest.mark.parametrize("kind", RECORDKEEPER_EVENTS)
def test_every_event_is_published_and_never_to_other_agencies(kind: type[RecordkeeperEvent]) -> None:
    assert kind in PUBLISHED
    assert (kind.visibility, kind.classification) == ("internal", "confidential")


def test_enforcement_is_heard_on_its_internal_stream() -> None:
    assert {one.model.stream for one in ENFORCEMENT_SUBSCRIPTIONS} == {"ENFORCEMENT_INTERNAL"}


def test_rcp_03_rcp_10_the_offices_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {
        "DATABASE_URL": "postgresql://certification@localhost/certification",
        "NATS_URL": "nats://127.0.0.1:4222",
        "OIDC_ISSUER": "http://127.0.0.1:4999",
        "CERTIFICATION_ENCRYPTION_KEY": "Q0VSVElGSUNBVElPTi1URVNULUtFWS0zMi1CWVRFUyE=",
        "RCP_INTAKE_OFFICE": "Atlanta",
        "RCP_HANDBOOK_VERSION": "3",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    program = load_settings(CertificationSettings).recordkeeping_program
    assert (program.intake_office, program.decision_office, program.handbook_version) == ("Atlanta", "Miami", "3")
