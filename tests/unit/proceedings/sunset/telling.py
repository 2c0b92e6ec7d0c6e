"""A case with an order of 15 May 2018, and the acts of its five-year review."""

from services.proceedings.domain.petition.party_class import PartyClass
from services.proceedings.domain.record.acts import Authority
from services.proceedings.domain.sunset.acts import (
    Branch,
    IntentFiled,
    OrderContinued,
    OrderRevokedAfterSunset,
    SubstantiveResponseFiled,
    SunsetBranchDetermined,
    SunsetCommerceDetermined,
    SunsetExtended,
    SunsetInitiated,
    SunsetItcDetermined,
    SunsetPreliminary,
)
from tests.unit.proceedings.preliminary.telling import rate, to_preliminary
from tests.unit.proceedings.record.story import Story, day
from tests.unit.proceedings.scenarios.telling import final, itc_final, order


def ordered(story: Story | None = None) -> Story:
    """S16's case up to its order."""
    story = to_preliminary(
        story or Story(),
        filed="2017-09-20",
        initiated="2017-10-10",
        initiation_published="2017-10-16",
        itc="2017-11-03",
        on="2017-12-14",
        published="2017-12-20",
    )
    story.tell(final("2018-02-27"), published="2018-03-05")
    story.tell(itc_final("2018-05-01"), notified="2018-05-08", published="2018-05-11")
    story.tell(order("2018-05-15"))
    return story


def initiated(story: Story | None = None, published: str = "2023-04-03") -> Story:
    """The case with its five-year review initiated."""
    story = story or ordered()
    story.tell(SunsetInitiated(occurred_on=day(published)), published=published)
    return story


def intent(on: str = "2023-04-14", party: PartyClass = PartyClass.C, good_cause: str = "") -> IntentFiled:
    """A notice of intent."""
    return IntentFiled(occurred_on=day(on), party="Alpha", party_class=party, good_cause=good_cause)


def response(
    on: str = "2023-05-02", party: PartyClass = PartyClass.C, good_cause: str = ""
) -> SubstantiveResponseFiled:
    """A substantive response."""
    return SubstantiveResponseFiled(occurred_on=day(on), party="Alpha", party_class=party, good_cause=good_cause)


def responded(branch: Branch | None = None) -> Story:
    """A review that domestic parties responded in, and that goes on as determined."""
    story = initiated()
    story.tell(intent())
    story.tell(response())
    if branch is not None:
        story.tell(SunsetBranchDetermined(occurred_on=day("2023-05-24"), branch=branch))
    return story


def extended(by: Authority, on: str = "2023-07-01", days: int = 90) -> SunsetExtended:
    """More time for an agency."""
    return SunsetExtended(occurred_on=day(on), by=by, days=days, extraordinarily_complicated=True)


def preliminary(on: str = "2023-07-24") -> SunsetPreliminary:
    """Preliminary results."""
    return SunsetPreliminary(occurred_on=day(on), likely=True)


def commerce(on: str, *, likely: bool = True) -> SunsetCommerceDetermined:
    """Commerce's determination."""
    rates = (rate("Alpha", "11.00"),) if likely else ()
    return SunsetCommerceDetermined(occurred_on=day(on), likely=likely, prevailing_rates=rates)


def commission(on: str, *, likely: bool = True) -> SunsetItcDetermined:
    """The Commission's determination."""
    return SunsetItcDetermined(occurred_on=day(on), likely=likely)


def continued(on: str) -> OrderContinued:
    """The notice of continuation."""
    return OrderContinued(occurred_on=day(on))


def revoked(on: str) -> OrderRevokedAfterSunset:
    """The notice of revocation."""
    return OrderRevokedAfterSunset(occurred_on=day(on))
