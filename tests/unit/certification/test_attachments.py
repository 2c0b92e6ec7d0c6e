"""What may be attached, and the power of attorney of an association that files for members (PROD-06)."""

import hashlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.certification.domain.attachments import BYTES_AT_MOST, Attorney, check_document
from services.certification.domain.corrections import correction_findings
from services.certification.domain.deadlines import power_of_attorney_by
from services.certification.domain.review import acceptance_findings, review
from shared.calendar import is_business_day
from shared.errors import BadInput
from tests.unit.certification.forms import codes, complete, facts

CONTENT = b"%PDF-1.7"
SHA256 = hashlib.sha256(CONTENT).hexdigest()


@given(content=st.binary(min_size=1, max_size=200), other=st.binary(min_size=1, max_size=200))
def test_a_content_is_taken_only_with_its_own_sha_256(content: bytes, other: bytes) -> None:
    check_document("power.pdf", "application/pdf", content, hashlib.sha256(content).hexdigest())
    if other != content:
        with pytest.raises(BadInput, match="SHA-256"):
            check_document("power.pdf", "application/pdf", other, hashlib.sha256(content).hexdigest())


@pytest.mark.parametrize(
    ("name", "media_type", "content", "sha256", "field"),
    [
        ("../power.pdf", "application/pdf", CONTENT, SHA256, "name"),
        (" ", "application/pdf", CONTENT, SHA256, "name"),
        ("a" * 201, "application/pdf", CONTENT, SHA256, "name"),
        ("a\nb", "application/pdf", CONTENT, SHA256, "name"),
        ("power.exe", "application/x-msdownload", CONTENT, SHA256, "mediaType"),
        ("power.pdf", "application/pdf", b"", SHA256, "content"),
        ("power.pdf", "application/pdf", b"x" * (BYTES_AT_MOST + 1), SHA256, "content"),
        ("power.pdf", "application/pdf", CONTENT, SHA256.upper(), "sha256"),
        ("power.pdf", "application/pdf", CONTENT, SHA256[:-1], "sha256"),
    ],
)
def test_what_is_no_document_is_bad_input(name: str, media_type: str, content: bytes, sha256: str, field: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_document(name, media_type, content, sha256)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("filed_on", "due_on"),
    [
        (date(2007, 7, 2), date(2007, 7, 12)),
        (date(2007, 7, 11), date(2007, 7, 23)),  # day 10 is Saturday, 21 July
        (date(2007, 6, 24), date(2007, 7, 5)),  # day 10 is 4 July
    ],
)
def test_prod_06_the_power_of_attorney_is_due_ten_days_after_the_filing(filed_on: date, due_on: date) -> None:
    assert power_of_attorney_by(filed_on) == due_on


@given(st.dates(date(2000, 10, 1), date(2030, 12, 31)))
def test_prod_06_the_deadline_is_a_business_day_at_least_ten_days_on(filed_on: date) -> None:
    due_on = power_of_attorney_by(filed_on)
    assert is_business_day(due_on)
    assert timedelta(days=10) <= due_on - filed_on <= timedelta(days=14)


@pytest.mark.parametrize(
    ("received_on", "today", "found", "accepted"),
    [
        (None, date(2007, 7, 12), [], ["POA_MISSING"]),
        (None, date(2007, 7, 13), ["POA_MISSING"], ["POA_MISSING"]),
        (date(2007, 7, 12), date(2007, 7, 20), [], []),
        (date(2007, 7, 13), date(2007, 7, 20), ["POA_MISSING"], ["POA_MISSING"]),
    ],
)
def test_prod_06_a_power_of_attorney_not_received_in_time_leaves_the_filing_incomplete(
    received_on: date | None, today: date, found: list[str], accepted: list[str]
) -> None:
    attorney = Attorney(due_on=date(2007, 7, 12), received_on=received_on, today=today)
    known = facts(attorney=attorney)
    reviewed = review(complete(on_behalf_of_members=True), known)
    assert codes(reviewed.material) == found
    assert codes(acceptance_findings(reviewed, known)) == accepted


def test_prod_06_a_correction_cannot_drop_the_members_unless_that_is_the_defect() -> None:
    before = complete(on_behalf_of_members=True)
    assert codes(correction_findings(before, complete(), ["netClaim"])) == ["CORRECTION_EXCEEDS_DEFECTS"]
    assert correction_findings(before, complete(), ["onBehalfOfMembers"]) == []
