"""Enumerations of instructions as GraphQL shows them."""

from services.accounts.domain.assessment.classes import EntryClass
from services.accounts.domain.instructions.messages import Ground, Kind, Mode, State
from services.accounts.domain.instructions.rates import Step
from services.accounts.graphql.enums import describe

describe(
    Kind,
    "CustomsInstructionKind",
    "What a message to customs does (17.2).",
    {
        "SUSPENSION_ORDERED": "Suspends liquidation of entries from a day.",
        "SUSPENSION_AMENDED": "Lets a suspension reach back.",
        "PROVISIONAL_MEASURES_LAPSED": "Ends provisional measures.",
        "SUSPENSION_REINSTATED": "Suspends again after a lapse.",
        "SUSPENSION_TERMINATED": "Ends a suspension; security may go back.",
        "DEPOSIT_RATES": "Sets deposit rates for entries from a day.",
        "ORDER_TERMS": "Says what an order means for entries.",
        "CONDITIONAL_DELIVERY": "Makes delivery conditional; the days are those of the order's terms.",
        "INVESTIGATION_RESUMED": "Tells that an investigation goes on; messages of their own suspend entries again.",
        "ORDER_ENDED": "Frees entries after a revocation; their security goes back.",
        "LIQUIDATE": "Lets suspended entries be liquidated.",
        "SECURITY_REFUND": "Returns security without a liquidation.",
        "ENTRY_HOLD": "Holds entries for a court, or releases them.",
    },
)
describe(
    State,
    "CustomsInstructionState",
    "How far a message is applied to entries.",
    {
        "NOTED": "It moves no money.",
        "WAITING": "It is being applied, or waits; see waitsFor.",
        "APPLIED": "It was applied to every entry there is; those left out are listed.",
    },
)
describe(
    Mode,
    "InstructedMode",
    "At what rate an instruction liquidates.",
    {
        "RATE": "At the rate it states, on entered value.",
        "AT_DEPOSIT_RATE": "At the security each entry bears (ASM-07).",
        "ZERO": "Without duty (ASM-11).",
    },
)
describe(
    Ground,
    "InstructedGround",
    "Why entries may be liquidated.",
    {
        "AUTOMATIC": "Nobody asked for a review (ASM-07).",
        "REVIEW": "A review ended (ASM-08).",
        "WITHOUT_CVD": "There is no duty (ASM-11).",
        "COURT": "A court decided (ASM-10).",
    },
)
describe(
    EntryClass,
    "EntryClass",
    "How an entry settles, by its day of entry (ASM-02).",
    {
        "DEFINITIVE_INTEREST": "On or after the order: in full, with interest.",
        "DEFINITIVE_NO_INTEREST": "Between the Commission's notice and the order: in full, without interest.",
        "GAP": "Provisional measures had lapsed: no duty.",
        "PROVISIONAL": "Provisional measures: duty up to the security.",
        "RETROACTIVE": "Reached back to for critical circumstances: duty up to the security.",
        "REFUND_ALL": "No duty; all security goes back.",
        "NOT_COVERED": "Not covered: no duty.",
    },
)
describe(
    Step,
    "DepositRateStep",
    "The step of the look-up that found a rate (RATE-06).",
    {
        "COMBINATION": "The exact combination of exporter and producer.",
        "EXPORTER": "The exporter's own rate.",
        "PRODUCER": "The producer's own rate.",
        "ALL_OTHERS": "The rate of all others, or of the whole country.",
    },
)
