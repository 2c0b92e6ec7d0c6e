"""What the examination of a program takes."""

from dataclasses import replace
from decimal import Decimal

import strawberry

from services.proceedings.domain.subsidies.amounts import Offsets, UpstreamInput
from services.proceedings.domain.subsidies.programs import ProgramExamined, ProgramKind, stated_percent
from services.proceedings.domain.text import clean_name
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.graphql.subsidies import types  # noqa: F401  (gives the enumeration its GraphQL name)
from services.proceedings.usecases.record.record_act import RecordAct
from shared.errors import BadInput


@strawberry.input(description="A subsidized input, per unit of the merchandise (IMP-05).")
class UpstreamSubsidyInput:
    """See UpstreamInput."""

    arms_length_price: Decimal = strawberry.field(description="What the input costs at arm's length.")
    price_paid: Decimal = strawberry.field(description="What was paid.")
    input_subsidy: Decimal = strawberry.field(description="The subsidy on the input; it caps what is added.")
    unit_value: Decimal = strawberry.field(description="Value of a unit of the merchandise.")


@strawberry.input(description="The examination of a subsidy program (IMP-04 to IMP-08).")
class ExamineProgramInput(ActInput):
    """See ProgramExamined."""

    program: str = strawberry.field(description="The program.")
    kind: ProgramKind = strawberry.field(description="What it is.")
    gross_percent: Decimal | None = strawberry.field(
        default=None, description="Percent ad valorem before offsets; computed from an input or a consortium's figures."
    )
    countervailable: bool = strawberry.field(description="It is countervailable.")
    contribution: bool = strawberry.field(description="A financial contribution by an authority, or price support.")
    benefit: bool = strawberry.field(description="It confers a benefit.")
    specific: bool = strawberry.field(description="It is limited to an enterprise, industry or region.")
    measurable: bool = strawberry.field(default=True, description="It can be identified and measured (IMP-06).")
    green_light: bool = strawberry.field(default=False, description="Of a category once not countervailable.")
    fees_percent: Decimal = strawberry.field(default=Decimal(0), description="Fees or deposits paid for it (IMP-07).")
    deferral_percent: Decimal = strawberry.field(default=Decimal(0), description="Lost by ordered deferral (IMP-07).")
    export_taxes_percent: Decimal = strawberry.field(
        default=Decimal(0), description="Export taxes meant to offset it (IMP-07)."
    )
    upstream: UpstreamSubsidyInput | None = strawberry.field(default=None, description="Of an upstream subsidy.")
    members: list[Decimal] = strawberry.field(
        default_factory=list, description="Of a consortium: what each member gets from its own country (IMP-04)."
    )
    direct_percent: Decimal = strawberry.field(default=Decimal(0), description="Given to the consortium directly.")

    def record(self) -> RecordAct:
        """The command.

        Raises:
            BadInput: no gross subsidy, and no figures that make one.
        """
        upstream = self.upstream
        act = ProgramExamined(
            occurred_on=self.occurred_on,
            program=clean_name(self.program, field="program"),
            kind=self.kind,
            gross_percent=self.gross_percent or Decimal(0),
            countervailable=self.countervailable,
            contribution=self.contribution,
            benefit=self.benefit,
            specific=self.specific,
            measurable=self.measurable,
            green_light=self.green_light,
            offsets=Offsets(
                fees=self.fees_percent, deferral=self.deferral_percent, export_taxes=self.export_taxes_percent
            ),
            upstream=None
            if upstream is None
            else UpstreamInput(
                arms_length_price=upstream.arms_length_price,
                price_paid=upstream.price_paid,
                input_subsidy=upstream.input_subsidy,
                unit_value=upstream.unit_value,
            ),
            members=tuple(self.members),
            direct_percent=self.direct_percent,
        )
        return self.command(act if self.gross_percent is not None else replace(act, gross_percent=_computed(act)))


def _computed(act: ProgramExamined) -> Decimal:
    if act.upstream is not None and act.upstream.unit_value == 0:
        raise BadInput("The merchandise has a value.", field="upstream")
    stated = stated_percent(act)
    if stated is None:
        raise BadInput("Give grossPercent, or the figures it follows from.", field="grossPercent")
    return stated
