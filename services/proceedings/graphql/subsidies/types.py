"""Subsidy programs as a case shows them."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

import strawberry

from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.record.replay import replay
from services.proceedings.domain.subsidies.amounts import net_percent
from services.proceedings.domain.subsidies.programs import ProgramKind, discovered, net_subsidy, programs
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.petition.fields import CasePetitionFields
from services.proceedings.graphql.record.enums import describe_plainly
from services.proceedings.rights import Right
from shared.graphql import requires

describe_plainly(ProgramKind, "SubsidyProgramKind", "What a program is (IMP-08).")
_TWO_PLACES: Final = Decimal("0.01")


@strawberry.type(description="A subsidy program as examined last (IMP-08).")
class SubsidyProgram:
    """A program."""

    program: str = strawberry.field(description="The program.")
    kind: ProgramKind = strawberry.field(description="What it is.")
    countervailable: bool = strawberry.field(description="It is countervailable.")
    gross_percent: Decimal = strawberry.field(description="Percent ad valorem before offsets.")
    net_percent: Decimal = strawberry.field(description="After the three offsets (IMP-07).")
    discovered: bool = strawberry.field(description="Found on the way, not alleged (19 USC 1677d).")


@strawberry.type(description="The subsidies of a case.")
class CaseSubsidies:
    """All programs."""

    programs: list[SubsidyProgram] = strawberry.field(description="Each as examined last.")
    net_percent: Decimal = strawberry.field(description="Net countervailable subsidy, two places, half up (D-01).")


@strawberry.type
class CaseSubsidyFields(CasePetitionFields):
    """Inherited by ``Case``."""

    @strawberry.field(
        description="Subsidy programs examined; for officers, for they rest on proprietary information (PET-19).",
        extensions=[requires(Right.READ_RESTRICTED_ACTS)],
    )
    async def subsidies(self, info: Info) -> CaseSubsidies | None:
        """The programs."""
        docket = await info.context.loaders.docket.load(str(self.case_number))
        assert docket is not None, "a case that is shown is registered"
        state = replay(docket.background, docket.record, BOOK, until=info.context.today).state
        return CaseSubsidies(
            programs=[
                SubsidyProgram(
                    program=one.program,
                    kind=one.kind,
                    countervailable=one.countervailable,
                    gross_percent=one.gross_percent,
                    net_percent=net_percent(one.gross_percent, one.offsets),
                    discovered=discovered(state, one.program),
                )
                for one in programs(state).values()
            ],
            net_percent=net_subsidy(state).quantize(_TWO_PLACES, ROUND_HALF_UP),
        )
