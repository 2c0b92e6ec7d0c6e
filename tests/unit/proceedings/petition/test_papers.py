"""Drafts, amendments, governments, the Treasury, communications, documents, parties, entry data (PET)."""

from dataclasses import replace

import pytest

from services.proceedings.domain.deadlines.engine import Status
from services.proceedings.domain.petition.acts import (
    ConsultationsOffered,
    DerogationDetermined,
    DraftPetitionReceived,
    FilingCured,
    GovernmentsNotified,
    InvestigationInitiated,
    PetitionAmended,
    PetitionElement,
    PollOpened,
    SelfInitiated,
    TreasuryNotified,
)
from services.proceedings.domain.petition.entry_data import (
    EntryDataRequested,
    EntryDataTransmitted,
    EntryDataWithdrawn,
)
from services.proceedings.domain.petition.facts import derogation, expedite
from services.proceedings.domain.petition.papers import (
    CommunicationReceived,
    Confidentiality,
    DisclosureConsented,
    DocumentDisclosed,
    DocumentFiled,
    Purpose,
    Reader,
    RecordShared,
    Stage,
)
from services.proceedings.domain.petition.parties import PartyRegistered, parties
from services.proceedings.domain.petition.party_class import MAY_PETITION, PartyClass, PartyRight, rights
from services.proceedings.domain.record.acts import Visibility
from services.proceedings.domain.record.regions import Case
from tests.unit.proceedings.petition.telling import initiate, petition, support
from tests.unit.proceedings.preliminary.telling import itc_prelim, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final

INITIATION = InvestigationInitiated(occurred_on=day("2024-01-30"), sufficient=True)


def filed() -> Story:
    story = Story()
    story.tell(petition("2024-01-10"))
    return story


def started() -> Story:
    return initiate(Story(), filed="2024-01-10", initiated="2024-01-30")


def test_pet_03_a_draft_is_secret_and_the_petition_follows() -> None:
    story = Story()
    draft = DraftPetitionReceived(occurred_on=day("2024-01-02"), petitioner="Alpha")
    assert draft.visibility is Visibility.SECRET
    story.tell(draft)
    assert story.on("2024-01-05").case is Case.DRAFT_CONFIDENTIAL
    story.tell(petition("2024-01-10"))
    assert story.on("2024-01-10").case is Case.FILED


def test_pet_03_an_element_that_is_missing_stands_against_initiation_until_amended() -> None:
    story = Story()
    most = tuple(one for one in PetitionElement if one is not PetitionElement.INJURY)
    story.tell(replace(petition("2024-01-10"), contents=most))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    story.tell(support("2024-01-11"))
    assert story.refused(INITIATION) == ["PETITION_INCOMPLETE"]
    amended = PetitionAmended(
        occurred_on=day("2024-01-12"),
        contents=(PetitionElement.INJURY,),
        permitted_by_commerce=True,
        permitted_by_itc=False,
    )
    assert story.refused(amended) == ["AMENDMENT_NOT_PERMITTED"]
    story.tell(replace(amended, permitted_by_itc=True))
    assert story.refused(INITIATION) == []
    assert Story().refused(replace(amended, permitted_by_itc=True)) == ["NO_PETITION"]


def test_pet_03_imp_03_outside_the_agreement_injury_need_not_be_alleged() -> None:
    story = Story(statuses=())
    most = tuple(one for one in PetitionElement if one is not PetitionElement.INJURY)
    story.tell(replace(petition("2024-01-10"), contents=most))
    story.tell(support("2024-01-11"))
    assert story.refused(INITIATION) == []


def test_pet_05_governments_are_notified_on_receipt() -> None:
    act = GovernmentsNotified(occurred_on=day("2024-01-10"), country="ZZ")
    assert filed().refused(act) == []
    assert started().refused(replace(act, occurred_on=day("2024-02-10"))) == ["ILLEGAL_TRANSITION"]


def test_pet_04_the_treasury_has_five_days_and_its_answer_ends_the_basis() -> None:
    story = Story()
    story.tell(replace(petition("2024-01-10"), export_credit_derogation=True))
    story.tell(TreasuryNotified(occurred_on=day("2024-01-10")))
    story.tell(ConsultationsOffered(occurred_on=day("2024-01-10")))
    story.tell(support("2024-01-11"))
    story.tell(INITIATION)
    assert story.due("TREASURY_DEROGATION", "2024-01-30") == "2024-02-05"
    assert derogation(story.on("2024-01-30"))
    answer = DerogationDetermined(occurred_on=day("2024-02-02"), exists=False)
    assert story.refused(replace(answer, value_cents=1)) == ["DEROGATION_VALUE"]
    assert story.refused(replace(answer, exists=True)) == ["DEROGATION_VALUE"]
    story.tell(answer)
    assert story.deadlines("2024-02-10")["TREASURY_DEROGATION"].status is Status.MET
    assert not derogation(story.on("2024-02-02"))


def test_pet_04_another_petition_is_nothing_to_the_treasury() -> None:
    assert filed().refused(TreasuryNotified(occurred_on=day("2024-01-11"))) == ["NOT_A_DEROGATION_PETITION"]
    assert started().refused(DerogationDetermined(occurred_on=day("2024-02-02"), exists=False)) == [
        "NOT_A_DEROGATION_PETITION"
    ]


@pytest.mark.parametrize(
    ("ended", "expected"),
    [("2022-06-02", False), ("2022-06-03", True), ("2024-06-02", True), ("2024-06-03", False), (None, False)],
)
def test_pet_16_d_08_expedite_within_24_months_of_the_end_of_an_order(ended: str | None, expected: bool) -> None:
    story = Story()
    story.tell(replace(petition("2024-06-03"), earlier_order_ended_on=None if ended is None else day(ended)))
    assert expedite(story.on("2024-06-03")) is expected
    assert story.due("INITIATION", "2024-06-03") == "2024-06-24"


def test_pet_17_an_own_initiation_needs_no_petition() -> None:
    story = Story()
    act = SelfInitiated(occurred_on=day("2024-05-20"), scope_text="Alpha of every size.")
    assert filed().refused(act) == ["ILLEGAL_TRANSITION"]
    story.tell(act)
    assert story.on("2024-05-20").case is Case.INVESTIGATING


@pytest.mark.parametrize("purpose", [Purpose.CONSULTATIONS, Purpose.STATUS_ENQUIRY])
@pytest.mark.parametrize("party", [None, *PartyClass])
def test_pet_06_three_subjects_are_open_to_all(purpose: Purpose, party: PartyClass | None) -> None:
    act = CommunicationReceived(occurred_on=day("2024-01-12"), sender="Beta", party_class=party, purpose=purpose)
    assert filed().refused(act) == []


@pytest.mark.parametrize("party", [None, *PartyClass])
def test_pet_06_until_the_initiation_only_the_industry_writes_unasked(party: PartyClass | None) -> None:
    act = CommunicationReceived(occurred_on=day("2024-01-12"), sender="Beta", party_class=party, purpose=Purpose.OTHER)
    assert filed().refused(act) == ([] if party in MAY_PETITION else ["PRE_INITIATION_COMMUNICATION"])
    assert filed().refused(replace(act, unsolicited=False)) == []
    assert started().refused(replace(act, occurred_on=day("2024-01-31"))) == []


@pytest.mark.parametrize("party", [None, *PartyClass])
def test_pet_15_interested_parties_comment_on_support_until_the_initiation(party: PartyClass | None) -> None:
    act = CommunicationReceived(
        occurred_on=day("2024-01-12"), sender="Beta", party_class=party, purpose=Purpose.INDUSTRY_SUPPORT
    )
    stranger = ["NOT_AN_INTERESTED_PARTY"] if party is None else []
    assert filed().refused(act) == stranger
    assert started().refused(replace(act, occurred_on=day("2024-01-31"))) == ["SUPPORT_CLOSED", *stranger]


@pytest.mark.parametrize("party", list(PartyClass))
def test_pet_07_letters_drive_rights(party: PartyClass) -> None:
    inside, outside = rights(party, party_to_investigation=True), rights(party, party_to_investigation=False)
    as_party = {PartyRight.CONTINUATION_AS_INDUSTRY, PartyRight.REVIEW_OF_SUSPENSION}
    if party in MAY_PETITION:
        assert inside == {PartyRight.PETITION, PartyRight.SUNSET_NOTICE_OF_INTENT} | as_party
    else:
        government = {PartyRight.CONTINUATION_AS_GOVERNMENT}
        assert inside == (government if party is PartyClass.B else set())
    assert outside == inside - as_party


def test_pet_07_the_registry_is_kept_by_segment() -> None:
    story = filed()
    party = PartyRegistered(occurred_on=day("2024-01-12"), party="Beta", party_class=PartyClass.A)
    story.tell(party)
    story.tell(replace(party, party="BETA", party_class=PartyClass.B))
    assert parties(story.on("2024-01-12")) == {"Alpha": PartyClass.C, "BETA": PartyClass.B}
    assert parties(story.on("2024-01-12"), "AR-1") == {}
    assert story.refused(replace(party, segment="AR-1")) == ["NO_SUCH_SEGMENT"]


def test_pet_18_data_on_entries_comes_at_least_every_30_days_until_the_final() -> None:
    story = to_preliminary(Story())
    request = EntryDataRequested(occurred_on=day("2024-04-15"), scope="Alpha")
    assert story.refused(EntryDataTransmitted(occurred_on=day("2024-04-15"))) == ["NOT_REQUESTED"]
    assert story.refused(replace(request, cadence_days=31)) == ["CADENCE_TOO_LONG"]
    assert story.refused(replace(request, cadence_days=0)) == ["CADENCE_TOO_LONG"]
    story.tell(request)
    assert story.due("CC_ENTRY_DATA/1", "2024-04-15") == "2024-05-15"
    story.tell(EntryDataTransmitted(occurred_on=day("2024-05-10")))
    found = story.deadlines("2024-06-11")
    assert (found["CC_ENTRY_DATA/1"].status, found["CC_ENTRY_DATA/1"].met_on) == (Status.MET, day("2024-05-10"))
    assert (found["CC_ENTRY_DATA/2"].due, found["CC_ENTRY_DATA/2"].status) == (day("2024-06-10"), Status.MISSED)
    story.tell(final("2024-06-18"))
    assert story.deadlines("2024-06-20")["CC_ENTRY_DATA/2"].status is Status.CANCELLED
    assert story.refused(replace(request, occurred_on=day("2024-06-20"))) == ["AFTER_FINAL"]
    assert story.refused(EntryDataTransmitted(occurred_on=day("2024-06-20"))) == ["NOT_REQUESTED"]


def test_pet_18_a_withdrawn_request_asks_for_nothing_more_and_may_be_renewed() -> None:
    story = started()
    request = EntryDataRequested(occurred_on=day("2024-02-01"), scope="Alpha", cadence_days=10)
    story.tell(request)
    story.tell(EntryDataWithdrawn(occurred_on=day("2024-02-05")))
    assert story.refused(EntryDataWithdrawn(occurred_on=day("2024-02-06"))) == ["NOT_REQUESTED"]
    story.tell(replace(request, occurred_on=day("2024-02-07")))
    found = story.deadlines("2024-02-08")
    assert [found[f"CC_ENTRY_DATA/{number}"].status for number in (1, 2)] == [Status.CANCELLED, Status.OPEN]
    assert found["CC_ENTRY_DATA/2"].due == day("2024-02-20")
    assert filed().refused(replace(request, occurred_on=day("2024-01-12"))) == ["ILLEGAL_TRANSITION"]


@pytest.mark.parametrize("kind", list(Confidentiality))
@pytest.mark.parametrize("reader", list(Reader))
@pytest.mark.parametrize("consent", ["none", "with the filing", "later"])
def test_pet_19_proprietary_information_is_protected(kind: Confidentiality, reader: Reader, consent: str) -> None:
    story = filed()
    story.tell(
        DocumentFiled(
            occurred_on=day("2024-01-11"),
            title="Costs",
            submitter="Alpha",
            confidentiality=kind,
            consent_given=consent == "with the filing",
        )
    )
    if consent == "later":
        story.tell(DisclosureConsented(occurred_on=day("2024-01-12"), document=2))
    act = DocumentDisclosed(occurred_on=day("2024-01-15"), document=2, person="Beta", reader=reader)
    protected = kind is Confidentiality.BPI and reader is Reader.OTHER and consent == "none"
    assert story.refused(act) == (["BPI_PROTECTED"] if protected else [])
    assert story.refused(replace(act, document=1)) == ["NO_SUCH_DOCUMENT"]
    assert story.refused(DisclosureConsented(occurred_on=day("2024-01-15"), document=9)) == ["NO_SUCH_DOCUMENT"]


def test_pet_19_the_record_is_shared_after_each_affirmative_decision() -> None:
    story = filed()
    act = RecordShared(occurred_on=day("2024-01-20"), stage=Stage.INITIATION)
    assert story.refused(act) == ["DECISION_NOT_MADE"]
    later = replace(act, occurred_on=day("2024-04-20"))
    story = to_preliminary(Story())
    assert [story.refused(replace(later, stage=stage)) for stage in Stage] == [[], [], ["DECISION_NOT_MADE"]]
    outside = initiate(Story(statuses=()), filed="2024-01-10", initiated="2024-01-30")
    assert outside.refused(later) == ["NOT_AVAILABLE_NON_SAC"]


def test_15_2_transitions_1_2_35_36_each_from_its_state_alone() -> None:
    again, cure = petition("2024-02-10"), FilingCured(occurred_on=day("2024-02-10"))
    poll = PollOpened(occurred_on=day("2024-02-10"), exceptional=False)
    held = Story()
    held.tell(petition("2024-01-10", itc="2024-01-11"))
    assert held.refused(cure) == []
    assert held.refused(poll) == ["ILLEGAL_TRANSITION"]
    assert held.refused(replace(INITIATION, occurred_on=day("2024-02-10")))[0] == "ILLEGAL_TRANSITION"
    assert Story().refused(cure) == Story().refused(poll) == ["ILLEGAL_TRANSITION"]
    for story in (filed(), started()):
        assert story.refused(again) == story.refused(cure) == ["ILLEGAL_TRANSITION"]
    story = filed()
    story.tell(poll)
    assert story.on("2024-02-10").case is Case.POLLING
    assert story.refused(replace(poll, occurred_on=day("2024-02-11"))) == ["ILLEGAL_TRANSITION"]
    assert story.refused(itc_prelim("2024-02-11")) == ["ILLEGAL_TRANSITION"]
