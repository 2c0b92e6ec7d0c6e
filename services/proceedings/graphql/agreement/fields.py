"""What a case shows of its suspension agreement: inherited by ``Case``."""

from decimal import Decimal
from typing import Self

import strawberry

from services.proceedings.domain.agreement.facts import accepted, exported, over_cap, regards_without_agreement
from services.proceedings.domain.agreement.terms import AgreementType, Signatory
from services.proceedings.domain.case_law import BOOK
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.regions import Agreement
from services.proceedings.domain.record.replay import replay
from services.proceedings.graphql.agreement import terms  # noqa: F401  (gives the enumerations their GraphQL names)
from services.proceedings.graphql.loaders import Info
from services.proceedings.graphql.record import enums  # noqa: F401  (gives the regions their GraphQL names)
from services.proceedings.rights import Right
from shared.graphql import Date


@strawberry.type(description="The suspension agreement accepted last.")
class SuspensionAgreement:
    """An agreement."""

    state: Agreement = strawberry.field(description="Where it stands.")
    type: AgreementType = strawberry.field(description="What it does.")
    form: AgreementType | None = strawberry.field(description="Of a regional one: which of the other types it is.")
    signatory: Signatory = strawberry.field(description="Who signed.")
    signatories: list[str] = strawberry.field(description="Their names.")
    suspended_on: Date = strawberry.field(description="Day the notice of suspension was published (SUS-09).")
    complete_by: Date | None = strawberry.field(description="Day by which the subsidy or exports end (SUS-01).")
    interim_cap: Decimal | None = strawberry.field(description="Cap on exports in the meantime (SUS-02).")
    exported: Decimal | None = strawberry.field(description="Exports reported against the cap; for officers.")
    over_cap: bool | None = strawberry.field(description="Whether they exceed the cap (SUS-02); for officers.")
    effect_disregarded: bool = strawberry.field(
        description="Final determinations and reviews look at the goods without regard to its effect (SUS-19)."
    )

    @classmethod
    def of(cls, state: Proceeding, *, officer: bool) -> Self | None:
        """The agreement of a state, as this reader may see it."""
        step = accepted(state)
        if step is None or step.published_on is None:
            return None
        content = step.act.terms
        return cls(
            state=state.agreement,
            type=content.type,
            form=content.form,
            signatory=content.signatory,
            signatories=list(content.signatories),
            suspended_on=step.published_on,
            complete_by=content.complete_by,
            interim_cap=content.interim_cap,
            exported=exported(state) if officer else None,
            over_cap=over_cap(state) if officer else None,
            effect_disregarded=regards_without_agreement(state),
        )


@strawberry.type
class CaseAgreementFields:
    """The agreement over a case."""

    case_number: strawberry.ID = strawberry.field(description='Case number, for example "A-570-831".')

    @strawberry.field(description="The suspension agreement accepted last; null where none was published (SUS-09).")
    async def suspension_agreement(self, info: Info) -> SuspensionAgreement | None:
        """The agreement."""
        docket = await info.context.loaders.docket.load(str(self.case_number))
        assert docket is not None, "a case that is shown is registered"
        state = replay(docket.background, docket.record, BOOK, until=info.context.today).state
        return SuspensionAgreement.of(state, officer=info.context.may(Right.READ_RESTRICTED_ACTS))
