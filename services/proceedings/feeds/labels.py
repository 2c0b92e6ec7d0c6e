"""Deadlines and acts in words."""

import re
from collections.abc import Mapping
from typing import Final

_TITLES: Final[Mapping[str, str]] = {
    "INITIATION": "Initiation of the investigation",
    "TREASURY_DEROGATION": "Notice of derogation to the Treasury",
    "ITC_PRELIM": "Commission's preliminary determination",
    "ITC_PRELIM_FACTS": "Commission's facts to Commerce",
    "WAIVER_CUTOFF": "Cut-off for a waiver of verification",
    "WAIVER_REVIEW": "Review and disclosure of the record",
    "WAIVER_FILING": "Waiver of verification",
    "PRELIM": "Preliminary determination",
    "POSTPONE_REQUEST": "Request to postpone the preliminary",
    "POSTPONE_NOTICE": "Notice of postponement",
    "SUSPENSION_FLOOR": "Earliest first day of suspension",
    "PROVISIONAL_LAPSE": "End of provisional measures",
    "CC_ALLEGATION": "Allegation of critical circumstances",
    "CC_PRELIM_FINDING": "Critical circumstances, preliminary finding",
    "CC_ENTRY_DATA": "Entry data from customs",
    "ALIGN_REQUEST": "Request for alignment with antidumping",
    "AGREEMENT_PROPOSAL": "Proposal of a suspension agreement",
    "AGREEMENT_NOTICE": "Notice of a suspension agreement",
    "AGREEMENT_PHASE_OUT": "End of the subsidy under the agreement",
    "AGREEMENT_LIQ_END": "End of suspension after the agreement",
    "CONTINUATION_REQUEST": "Request for continuation",
    "ITC_REVIEW_PETITION": "Petition for review of the agreement",
    "ITC_REVIEW": "Commission's review of the agreement",
    "FINAL": "Final determination",
    "UPSTREAM_LIQ_END": "End of suspension in an upstream case",
    "ITC_FINAL": "Commission's final determination",
    "ITC_FINAL_NEGPRELIM": "Commission's final determination",
    "ORDER": "Countervailing duty order",
    "MIN_COMMENTS": "Comments on ministerial errors",
    "MIN_REPLIES": "Replies on ministerial errors",
    "MIN_CORRECTION": "Correction of ministerial errors",
    "REGIONAL_AGREEMENT": "Agreement with exporters to the region",
    "ASSESS_STATUTORY": "Assessment of an accounting year",
    "AR_REQUEST": "Request for administrative review",
    "AR_WITHDRAW": "Withdrawal of a review request",
    "AR_PRELIM": "Preliminary results of a review",
    "AR_FINAL": "Final results of a review",
    "LIQUIDATION_BY_CBP": "Liquidation by customs",
    "NSR_PRELIM": "Preliminary results of new shipper review",
    "NSR_FINAL": "Final results of new shipper review",
    "CCR_DECIDE": "Decision on a changed circumstances review",
    "CCR_FINAL": "Results of changed circumstances review",
    "SUNSET_INIT": "Initiation of the five-year review",
    "SUNSET_INTENT": "Notice of intent to participate",
    "SUNSET_RESPONSE": "Substantive responses",
    "SUNSET_REBUTTAL": "Rebuttals of substantive responses",
    "SUNSET_REVOKE": "Revocation without domestic response",
    "SUNSET_EXPEDITED": "Results of expedited five-year review",
    "SUNSET_PRELIM": "Preliminary results of five-year review",
    "SUNSET_FINAL": "Final results of five-year review",
    "QR_CONSULTATION": "Consultations on a volume limit",
    "SAC_REQUEST": "Request for an injury investigation",
    "RECORD_REUSE": "Reuse of a withdrawn petition's record",
    "EXPEDITED_REVIEW_REQUEST": "Request for an expedited review",
}
_BETWEEN_WORDS: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_ACTORS: Final[Mapping[str, str]] = {
    "COMMERCE": "Commerce",
    "ITC": "the Commission",
    "CBP": "customs",
    "TREASURY": "the Treasury",
    "PRESIDENT": "the President",
    "PARTIES": "the parties",
}


def deadline_title(key: str) -> str:
    """What is due, for people."""
    return _TITLES.get(key) or key.replace("_", " ").capitalize()


def act_title(name: str) -> str:
    """An act for people: ``CommercePreliminary`` is "Commerce preliminary"."""
    words = _BETWEEN_WORDS.sub(" ", name).lower().replace("itc ", "Commission ")
    return words[0].upper() + words[1:]


def actor_title(actor: str) -> str | None:
    """Who must act; None where nobody does."""
    return _ACTORS.get(actor)
