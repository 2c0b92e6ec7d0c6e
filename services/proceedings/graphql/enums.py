"""The domain's enumerations as GraphQL shows them, each value described."""

from collections.abc import Mapping
from enum import EnumMeta

import strawberry

from services.proceedings.domain.case_number import CaseKind
from services.proceedings.domain.law import DeMinimisTier
from services.proceedings.domain.producer_lists import ProducerKind, ProducerRole
from services.proceedings.domain.rates import AllOthersMethod, RateBasis, RateStage, RateStatus


def describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    """Make ``kind`` a GraphQL enum; the rules keep their own enumeration, which knows nothing of GraphQL."""
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


describe(
    CaseKind,
    "OrderKind",
    "What a case ends in (DEF-01).",
    {
        "AD": "An antidumping duty order.",
        "CVD": "A countervailing duty order.",
        "FINDING_1921": "A finding under the Antidumping Act, 1921.",
    },
)
describe(
    RateStage,
    "RateStage",
    "The determination a rate comes from.",
    {
        "PRELIM": "Preliminary determination.",
        "FINAL": "Final determination.",
        "AMENDED": "Amended determination, after ministerial errors.",
        "ORDER": "The order.",
        "REVIEW": "Final results of an administrative review.",
        "NEW_SHIPPER": "Final results of a new-shipper review.",
        "COURT": "A court's decision.",
    },
)
describe(
    RateBasis,
    "RateBasis",
    "What a rate rests on (RATE-08).",
    {
        "CALCULATED": "The firm's own data.",
        "PARTIAL_FACTS_AVAILABLE": "Partly facts available (19 USC 1677e); counts towards the all-others rate.",
        "TOTAL_FACTS_AVAILABLE": "Entirely facts available (19 USC 1677e); does not count towards it.",
        "ALL_OTHERS": "The rate of everybody not individually investigated (RATE-03).",
        "COUNTRY_WIDE": "One rate for the whole country; there are no individual rates (RATE-02).",
    },
)
describe(
    RateStatus,
    "RateStatus",
    "Whether deposits are due (RATE-06).",
    {
        "ACTIVE": "Deposits are due at the rate.",
        "EXCLUDED": "The combination is outside the order; not the same as a rate of zero.",
    },
)
describe(
    AllOthersMethod,
    "AllOthersMethod",
    "How an all-others or country-wide rate was found (RATE-04, RATE-05).",
    {
        "STATED": "Given as published.",
        "WEIGHTED_AVERAGE": "Average of the individual rates that count, weighted by export value.",
        "SIMPLE_AVERAGE": "Plain average of all individual rates, because none counts.",
    },
)
describe(
    DeMinimisTier,
    "DeMinimisTier",
    "Which de minimis test the individual rates are put to (PRE-08).",
    {
        "STANDARD": "Less than 1 %.",
        "DEVELOPING": "Does not exceed 2 %: a designated developing country.",
        "LEAST_DEVELOPED": "Does not exceed 3 % until 1 January 2003, then 2 %.",
        "REVIEW": "Less than 0.5 %: administrative reviews.",
        "ANTIDUMPING": "Less than 2 %: antidumping investigations.",
    },
)
describe(
    ProducerRole,
    "ProducerRole",
    "A producer's stand on the petition that led to the order (PROD-03).",
    {
        "PETITIONER": "It filed the petition.",
        "SUPPORTER": "It supported the petition.",
        "OPPONENT": "It opposed the petition; not an affected domestic producer.",
    },
)
describe(
    ProducerKind,
    "ProducerKind",
    "Who can be an affected domestic producer (PROD-01, 19 CFR 159.61(b)(1)).",
    {
        "MANUFACTURER": "A manufacturer.",
        "PRODUCER": "A producer.",
        "FARMER": "A farmer.",
        "RANCHER": "A rancher.",
        "WORKER_REPRESENTATIVE": "A certified or recognised union, or a group of workers.",
        "ASSOCIATION": "An association of such persons.",
    },
)
