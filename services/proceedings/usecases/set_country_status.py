"""Set what a country is from a day (IMP-02, NEG-06)."""

from dataclasses import dataclass
from datetime import date

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.countries import parse_country
from services.proceedings.domain.country_status import AgreementReason, placed, refuse_status
from services.proceedings.domain.deadlines.calendar import deadlines
from services.proceedings.domain.record.proceeding import CountryStatus, Development
from services.proceedings.domain.record.replay import replay
from services.proceedings.domain.text import clean_name
from services.proceedings.storage.queries import lock_case
from services.proceedings.storage.record import statuses
from services.proceedings.storage.record.dockets import dockets
from services.proceedings.storage.record.queries import statuses_by_country
from services.proceedings.usecases.calendar.keep import Calendar, keep_calendars
from services.proceedings.usecases.record.record_act import record_changed_deadlines
from shared.canonical import JSON
from shared.database import Transaction
from shared.refusals import refuse_if_any


@dataclass(frozen=True, kw_only=True, slots=True)
class SetCountryStatus:
    """A country's status between two days.

    Attributes:
        reason: why it is a Subsidies Agreement country; None when it is none.
        source: where the status stands, for example a notice of the Trade Representative.
    """

    country: str
    starts_on: date
    ends_on: date | None
    reason: AgreementReason | None
    development: Development
    export_subsidy_notice_on: date | None
    source: str


async def set_country_status(tx: Transaction, command: SetCountryStatus) -> dict[str, JSON]:
    """Keep the status. Deadlines that it changes in cases on the country's goods are published with it (D-28).

    Raises:
        BadInput: no such country, or a malformed source.
        Refused: the period covers one that begins inside it.
    """
    country = parse_country(command.country)
    new = CountryStatus(
        starts_on=command.starts_on,
        ends_on=command.ends_on,
        subsidies_agreement=command.reason is not None,
        reason=command.reason,
        development=command.development,
        export_subsidy_notice_on=command.export_subsidy_notice_on,
        source=clean_name(command.source, field="source"),
    )
    await statuses.lock_country(tx.connection, country)
    concerned = await statuses.cases_on_goods_of(tx.connection, country)
    for case_number in concerned:
        await lock_case(tx.connection, case_number)
    existing = (await statuses_by_country(tx.connection, [country])).get(country, [])
    refuse_if_any(refuse_status(existing, new))
    before = await dockets(tx.connection, concerned)
    await statuses.write_statuses(tx.connection, country, placed(existing, new), recorded_at=tx.now)
    after = await dockets(tx.connection, concerned)
    calendars = []
    for case_number in concerned:
        papers = after[case_number]
        now = replay(papers.background, papers.record, BOOK, until=tx.today).state
        record_changed_deadlines(
            tx,
            papers,
            replay(before[case_number].background, before[case_number].record, BOOK, until=tx.today).state,
            now,
        )
        calendar = deadlines(now, BOOK, papers.almanac, tx.today)
        calendars.append(Calendar(case_number=case_number, deadlines=calendar))
    await keep_calendars(tx, calendars)
    tx.audit(
        "set_country_status",
        f"countries/{country}",
        after={
            "starts_on": new.starts_on.isoformat(),
            "ends_on": None if new.ends_on is None else new.ends_on.isoformat(),
            "reason": command.reason,
            "development": new.development,
        },
        reason=new.source,
    )
    return {"country": country}
