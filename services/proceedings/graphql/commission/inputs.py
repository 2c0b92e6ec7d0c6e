"""What the mutations of the Commission's determinations take."""

from decimal import Decimal

import strawberry

from services.proceedings.domain.commission.acts import Finding, PreliminaryResult
from services.proceedings.domain.commission.negligibility import ImportVolumes, OtherImports, Standing, TradeGroup
from services.proceedings.domain.commission.votes import Votes
from services.proceedings.domain.countries import parse_country
from services.proceedings.domain.text import parse_citation
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.record.acting import ActInput
from services.proceedings.usecases.commission.determine import DetermineFinal, DeterminePreliminary
from shared.graphql import Date

_UNIT = "In one unit throughout."

describe(
    PreliminaryResult,
    "CommissionPreliminaryResult",
    "Whether there is a reasonable indication of injury (ITP-01, ITP-03).",
    {
        "AFFIRMATIVE": "There is.",
        "NEGATIVE": "There is none; the investigation ends.",
        "NEGLIGIBLE": "The imports are negligible; the investigation ends.",
    },
)
describe(
    Finding,
    "CommissionFinding",
    "What the Commission's final found (FIN-05).",
    {
        "INJURY": "Material injury.",
        "THREAT_BUT_FOR": "Threat; there would be injury but for the suspension of liquidation.",
        "THREAT": "Threat alone.",
        "RETARDATION": "Material retardation of the establishment of an industry.",
        "NEGATIVE": "None of these.",
        "NEGLIGIBLE": "The imports are negligible.",
    },
)
describe(
    Standing,
    "InvestigationStanding",
    "What became of the investigation of another country (NEG-03).",
    {
        "PENDING": "It goes on.",
        "PRELIMINARY_NEGATIVE": "Commerce's preliminary was negative; not added up.",
        "FINAL_AFFIRMATIVE": "Commerce's final was affirmative; added up whatever the preliminary was.",
        "TERMINATED": "It ended; not added up.",
    },
)
describe(
    TradeGroup,
    "TradeGroup",
    "Groups of countries whose imports are not added up with others' (NEG-03).",
    {
        "NONE": "No such group.",
        "CARIBBEAN_BASIN": "Beneficiaries of the Caribbean Basin Act; added up among themselves.",
        "FREE_TRADE_BEFORE_1987": "Partners of a free-trade area from before 1987.",
    },
)


@strawberry.input(description="Votes by what they were for; an even division is affirmative (IMP-09).")
class VotesInput:
    """See Votes."""

    injury: int = strawberry.field(default=0, description="Material injury.")
    threat_but_for: int = strawberry.field(default=0, description="Threat, and injury but for the suspension.")
    threat: int = strawberry.field(default=0, description="Threat alone.")
    retardation: int = strawberry.field(default=0, description="Material retardation.")
    negative: int = strawberry.field(default=0, description="Negative.")

    def votes(self) -> Votes:
        """The votes."""
        return Votes(
            injury=self.injury,
            threat_but_for=self.threat_but_for,
            threat=self.threat,
            retardation=self.retardation,
            negative=self.negative,
        )


@strawberry.input(description="Imports from another country under investigation (NEG-03).")
class OtherImportsInput:
    """See OtherImports."""

    country: str = strawberry.field(description="ISO 3166 alpha-2.")
    volume: Decimal = strawberry.field(description=_UNIT)
    initiated_on: Date = strawberry.field(description="Initiation of its own investigation; the same day counts.")
    standing: Standing = strawberry.field(default=Standing.PENDING, description="What became of it.")
    group: TradeGroup = strawberry.field(default=TradeGroup.NONE, description="Its trade group.")

    def imports(self) -> OtherImports:
        """The imports; how the country is listed is looked up.

        Raises:
            BadInput: no such country.
        """
        return OtherImports(
            country=parse_country(self.country),
            volume=self.volume,
            initiated_on=self.initiated_on,
            standing=self.standing,
            group=self.group,
        )


@strawberry.input(description="Imports of the merchandise over the base period (NEG-01).")
class ImportVolumesInput:
    """See ImportVolumes."""

    total: Decimal = strawberry.field(description="From every source. " + _UNIT)
    own: Decimal = strawberry.field(description="From the country of the case.")
    others: list[OtherImportsInput] = strawberry.field(default_factory=list, description="From others.")
    first: Date = strawberry.field(description="First day of the base period, twelve months before the filing.")
    last: Date = strawberry.field(description="Last day of it.")
    for_region: bool = strawberry.field(default=False, description="Exports for sale in the region.")
    estimated: bool = strawberry.field(default=False, description="Reasonable estimates were used.")
    group: TradeGroup = strawberry.field(default=TradeGroup.NONE, description="The country's own trade group.")
    imminent_share: Decimal | None = strawberry.field(
        default=None, description="Percent of all imports that they will imminently reach (NEG-04)."
    )
    imminent_sum: Decimal | None = strawberry.field(
        default=None, description="Percent that all such countries will imminently reach (NEG-04)."
    )

    def imports(self) -> ImportVolumes:
        """The volumes.

        Raises:
            BadInput: no such country.
        """
        return ImportVolumes(
            total=self.total,
            own=self.own,
            others=tuple(other.imports() for other in self.others),
            first=self.first,
            last=self.last,
            for_region=self.for_region,
            estimated=self.estimated,
            group=self.group,
            imminent_share=self.imminent_share,
            imminent_sum=self.imminent_sum,
        )


@strawberry.input(description="What both determinations of the Commission have.")
class DeterminationInput(ActInput):
    """Inherited by both."""

    regional: bool = strawberry.field(default=False, description="It found a regional industry.")
    votes: VotesInput | None = strawberry.field(default=None, description="The votes (IMP-09).")
    imports: ImportVolumesInput | None = strawberry.field(default=None, description="The volumes (NEG).")


@strawberry.input(description="The Commission's preliminary determination (ITP-01 to ITP-03).")
class RecordItcPreliminaryInput(DeterminationInput):
    """See ItcPreliminary."""

    result: PreliminaryResult | None = strawberry.field(
        default=None, description="Computed from votes and volumes when left out."
    )

    def record(self) -> DeterminePreliminary:
        """The command."""
        return DeterminePreliminary(
            case_number=str(self.case_number),
            occurred_on=self.occurred_on,
            regional=self.regional,
            votes=None if self.votes is None else self.votes.votes(),
            imports=None if self.imports is None else self.imports.imports(),
            notified_on=self.notified_on,
            published_on=self.published_on,
            fr_citation=parse_citation(self.federal_register_citation),
            corrects=self.corrects,
            result=self.result,
        )


@strawberry.input(description="The Commission's final determination (FIN-04 to FIN-07).")
class RecordItcFinalInput(DeterminationInput):
    """See ItcFinal."""

    finding: Finding | None = strawberry.field(
        default=None, description="Computed from votes and volumes when left out."
    )
    plurality: bool = strawberry.field(
        default=False, description="Affirmative votes differ in kind (D-05); computed with the finding."
    )
    undermines: bool | None = strawberry.field(
        default=None, description="Whether retroactive imports are likely to undermine the order (CRC-07)."
    )

    def record(self) -> DetermineFinal:
        """The command."""
        return DetermineFinal(
            case_number=str(self.case_number),
            occurred_on=self.occurred_on,
            regional=self.regional,
            votes=None if self.votes is None else self.votes.votes(),
            imports=None if self.imports is None else self.imports.imports(),
            notified_on=self.notified_on,
            published_on=self.published_on,
            fr_citation=parse_citation(self.federal_register_citation),
            corrects=self.corrects,
            finding=self.finding,
            plurality=self.plurality,
            undermines=self.undermines,
        )
