"""The words of petition and initiation, as GraphQL shows them."""

from services.proceedings.domain.petition.acts import PetitionElement, SupportBasis
from services.proceedings.domain.petition.party_class import PartyClass, PartyRight
from services.proceedings.domain.petition.positions import DisregardReason, Stance
from services.proceedings.graphql.enums import describe
from services.proceedings.graphql.record.enums import describe_plainly

describe(
    PartyClass,
    "PartyClass",
    "Interested parties by letter (PET-07, 19 USC 1677(9)).",
    {
        "A": "Foreign producer, exporter, U.S. importer, or their association.",
        "B": "Government of the country concerned.",
        "C": "U.S. manufacturer, producer or wholesaler of the like product.",
        "D": "Union or group of workers of the industry.",
        "E": "Trade association with a majority of such members.",
        "F": "Association with a majority of members of classes C, D or E.",
        "G": "Coalition of processors with producers or growers of an agricultural product.",
    },
)


describe_plainly(PetitionElement, "PetitionElement", "What a petition alleges and shows (PET-03).")
describe_plainly(Stance, "PetitionStance", "Where somebody stands on a petition (PET-11, PET-12).")
describe(
    SupportBasis,
    "SupportBasis",
    "How Commerce learned what producers think (PET-14).",
    {
        "PETITION": "From the petition itself.",
        "POLL": "From a poll of the industry.",
        "SAMPLE": "From a poll by statistically valid sampling.",
        "OTHER_INFORMATION": "From other information.",
    },
)
describe_plainly(DisregardReason, "DisregardReason", "Why a position does not count (PET-11, PET-12).")
describe(
    PartyRight,
    "PartyRight",
    "What an interested party may ask for (PET-07).",
    {
        "PETITION": "File a petition.",
        "CONTINUATION_AS_GOVERNMENT": "Continuation of a suspended investigation, as the government concerned.",
        "CONTINUATION_AS_INDUSTRY": "The same as a party of the industry.",
        "REVIEW_OF_SUSPENSION": "Review of a suspension by the Commission.",
        "SUNSET_NOTICE_OF_INTENT": "Take part in a five-year review, and keep the order alive.",
    },
)
