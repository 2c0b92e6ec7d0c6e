"""Subsidy programs: examined, shown, and what imports they concern."""

from typing import Annotated

import strawberry

from services.proceedings.domain.countries import parse_country
from services.proceedings.domain.subsidies.imports import DefenseExemption, is_dutiable, is_of_country
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record.acting import IdempotencyKey, RecordActPayload, recorded
from services.proceedings.graphql.subsidies.inputs import ExamineProgramInput
from services.proceedings.rights import Right
from shared.graphql import public, requires

describe(
    DefenseExemption,
    "DefenseExemption",
    "Why an import of the Department of Defense is exempt (IMP-10, 19 USC 1677(20)(B)).",
    {
        "MEMORANDUM_OF_1988": "Under a memorandum of understanding in effect on 1 January 1988 and continued.",
        "NO_NON_MILITARY_USE": "The goods have no substantial non-military use.",
    },
)


@strawberry.type
class SubsidyQueries:
    """Reads."""

    @strawberry.field(
        description="Whether goods of a country bear the duty of a case on another's or its own goods: origin is where "
        "they were made (IMP-11), and the government's imports are dutiable but for defense (IMP-10).",
        extensions=[public()],
    )
    async def import_is_dutiable(
        self,
        info: Info,
        case_country: Annotated[str, strawberry.argument(description="Country of the case.")],
        produced_in: Annotated[str, strawberry.argument(description="Country where the goods were made.")],
        imported_by_defense: Annotated[
            bool, strawberry.argument(description="Imported by the Department of Defense.")
        ] = False,
        exemption: Annotated[DefenseExemption | None, strawberry.argument(description="Why it is exempt.")] = None,
    ) -> bool:
        """Whether it does."""
        concerned = is_of_country(parse_country(case_country), parse_country(produced_in))
        return concerned and is_dutiable(imported_by_defense=imported_by_defense, exemption=exemption)


@strawberry.type
class SubsidyMutations:
    """Writes."""

    @strawberry.mutation(
        description="Record the examination of a subsidy program (IMP-04 to IMP-08).",
        extensions=[requires(Right.RECORD_COMMERCE_ACTS)],
    )
    async def examine_program(
        self,
        info: Info,
        input: Annotated[ExamineProgramInput, strawberry.argument(description="The program.")],  # noqa: A002
        idempotency_key: IdempotencyKey,
    ) -> RecordActPayload:
        """Examine it."""
        return await recorded(info, "examineProgram", idempotency_key, input.record())
