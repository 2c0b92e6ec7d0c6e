"""The person concerned in its own section 1592 matters: what it sees and does, and what stays hidden (section 12)."""

from datetime import timedelta
from typing import Any

from shared.clock import SystemClock
from tests.integration.enforcement.test_http import FPF, IMPORTER, NOBODY, api, mutation
from tests.integration.enforcement.test_matters_http import CLAIM, MATTER, OPEN
from tests.integration.serving import Api

__all__ = ["api"]

PERSON = "recordkeeper"
SELECTION = "matter { id state petitions { grounds petitioner } offers { id state information } } offerId"
WRITTEN: list[tuple[str, str, dict[str, Any]]] = [
    ("answerPrepenaltyNotice", "OwnMatterInput", {"text": "care was taken"}),
    ("petitionForRelief", "OwnMatterInput", {"text": "first offence"}),
    ("petitionForReliefAgain", "PetitionForReliefAgainInput", {"text": "new facts"}),
    ("applyForDutyReview", "OwnMatterInput", {"text": "the loss is lower"}),
    ("offerCompromise", "OfferCompromiseInput", {"offered": "100.00", "terms": "payment"}),
    ("withdrawOwnOffer", "WithdrawOwnOfferInput", {"offerId": NOBODY, "reason": "no agreement"}),
]
LIST = "{ ownMatters { edges { node { id state petitionBy penaltyOwed notices { kind penalty } } } } }"


async def opened(api: Api, key: str) -> str:
    """A matter of a recent violation."""
    day = (SystemClock().today() - timedelta(days=100)).isoformat()
    entry = {"entryNumber": "E-1", "violatedOn": day, "liquidatedOn": day, "actualLoss": "120000.00"}
    given = MATTER | {"commercial": False, "entries": [entry]}
    data = await api.data(OPEN, {"input": given, "key": key}, roles=FPF)
    matter_id: str = data["openMatter"]["matter"]["id"]
    return matter_id


async def claimed(api: Api, key: str) -> str:
    """The same with a penalty claimed today."""
    matter_id = await opened(api, key)
    claim = CLAIM | {"matterId": matter_id, "penalty": "900.00", "mailedOn": SystemClock().today().isoformat()}
    arguments = {"input": claim, "key": f"{key}-claim"}
    answer = (await api.data(mutation("issuePenaltyClaim", "matter { id }"), arguments, roles=FPF))["issuePenaltyClaim"]
    assert answer["refusals"] == []
    return matter_id


async def test_nothing_shows_before_the_person_was_told_and_nothing_of_others(api: Api) -> None:
    hidden, shown = await opened(api, "hidden"), await claimed(api, "shown")
    mine = await api.data(LIST, roles=PERSON, importers=[IMPORTER])
    assert [edge["node"]["id"] for edge in mine["ownMatters"]["edges"]] == [shown]
    (edge,) = mine["ownMatters"]["edges"]
    assert edge["node"]["notices"] == [{"kind": "PENALTY", "penalty": "900.00"}]
    others = await api.data(LIST, roles=PERSON, importers=["98-7654321ZZ"])
    assert others["ownMatters"]["edges"] == []
    assert await api.error_code(LIST) == "UNAUTHENTICATED"
    assert await api.error_code(LIST, roles=FPF) == "FORBIDDEN"
    for name, kind, given in WRITTEN:
        document = mutation(name, SELECTION, kind.removesuffix("Input"))
        for matter_id, importer in ((hidden, IMPORTER), (shown, "98-7654321ZZ")):
            arguments = {"input": {"matterId": matter_id, **given}, "key": f"{name}-{importer}"}
            assert await api.error_code(document, arguments, roles=PERSON, importers=[importer]) == "NOT_FOUND", name
        assert await api.error_code(document, arguments, roles="auditor") == "FORBIDDEN", name


async def test_rlf_01_cmp_01_the_person_petitions_offers_and_withdraws(api: Api) -> None:
    matter_id = await claimed(api, "own")

    async def act(number: int, **also: Any) -> Any:
        name, kind, given = WRITTEN[number]
        arguments = {"input": {"matterId": matter_id, **given, **also}, "key": name}
        document = mutation(name, SELECTION, kind.removesuffix("Input"))
        return (await api.data(document, arguments, roles=PERSON, importers=[IMPORTER]))[name]

    assert [one["code"] for one in (await act(0))["refusals"]] == ["SEC_ILLEGAL_TRANSITION"]
    assert [one["rule"] for one in (await act(3))["refusals"]] == ["CUL-16"]
    petitioned = (await act(1))["matter"]
    assert petitioned["state"] == "PETITIONED"
    assert petitioned["petitions"] == [{"grounds": "first offence", "petitioner": IMPORTER}]
    assert [one["code"] for one in (await act(2))["refusals"]] == ["SEC_ILLEGAL_TRANSITION"]
    offered = await act(4)
    offer = {"id": offered["offerId"], "state": "AWAITING_DEPOSIT", "information": ["CMP_CLOCKS_RUN"]}
    assert offered["matter"]["offers"] == [offer]
    withdrawn = await act(5, offerId=offered["offerId"])
    assert withdrawn["matter"]["offers"] == [offer | {"state": "WITHDRAWN", "information": []}]
