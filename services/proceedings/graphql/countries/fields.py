"""Reading and setting what countries are."""

from typing import Annotated

import strawberry

from services.proceedings.domain.countries import parse_country
from services.proceedings.graphql.countries.types import CountryStatus, SetCountryStatusInput, SetCountryStatusPayload
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey
from services.proceedings.rights import Right
from services.proceedings.storage.record.queries import statuses_by_country
from services.proceedings.usecases.set_country_status import set_country_status
from shared.graphql import public, requires, to_refusals


@strawberry.type
class CountryQueries:
    """Reads."""

    @strawberry.field(description="What a country was when, by first day (IMP-02, NEG-06).", extensions=[public()])
    async def country_statuses(
        self, info: Info, country: Annotated[str, strawberry.argument(description="ISO 3166 alpha-2.")]
    ) -> list[CountryStatus]:
        """The periods."""
        return await _periods(info, parse_country(country))


@strawberry.type
class CountryMutations:
    """Writes."""

    @strawberry.mutation(
        description="Set what a country is from a day (IMP-02, NEG-06). A status that had begun before ends the day "
        "before, and goes on after the new one where it had lasted longer.",
        extensions=[requires(Right.SET_COUNTRY_STATUS)],
    )
    async def set_country_status(
        self,
        info: Info,
        input: Annotated[SetCountryStatusInput, strawberry.argument(description="The status.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> SetCountryStatusPayload:
        """Set it."""
        result = await info.context.command("setCountryStatus", idempotency_key, input.command(), set_country_status)
        if result.value is None:
            return SetCountryStatusPayload(country_statuses=[], refusals=to_refusals(result.refusals))
        return SetCountryStatusPayload(country_statuses=await _periods(info, str(result.value["country"])), refusals=[])


async def _periods(info: Info, country: str) -> list[CountryStatus]:
    async with info.context.database.reading() as connection:
        found = await statuses_by_country(connection, [country])
    return [CountryStatus.of(country, period) for period in found.get(country, [])]
