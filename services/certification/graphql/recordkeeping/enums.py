"""The enumerations of the program as GraphQL shows them, each value described."""

from collections.abc import Mapping
from enum import EnumMeta

import strawberry

from services.certification.domain.recordkeeping.alternatives import Alternative
from services.certification.domain.recordkeeping.appealing import AppealedAct
from services.certification.domain.recordkeeping.clocks import Clock
from services.certification.domain.recordkeeping.participation import (
    AppealOutcome,
    ApplicantCapacity,
    DecisionKind,
    DemonstrationKind,
    DenialGround,
    DeviationKind,
    ImmediateBasis,
    RemovalGround,
    Track,
)
from services.certification.domain.recordkeeping.states import ParticipationState


def _describe(kind: EnumMeta, name: str, description: str, values: Mapping[str, str]) -> None:
    """Make ``kind`` a GraphQL enum; the rules keep their own enumeration, which knows nothing of GraphQL."""
    strawberry.enum(kind, name=name, description=description)
    for value in kind.__strawberry_definition__.values:  # type: ignore[attr-defined]
        value.description = values[value.name]


_describe(
    ParticipationState,
    "RecordkeeperState",
    "States of a participation in the Recordkeeping Compliance Program (section 10.9).",
    {
        "SUBMITTED": "The application was received.",
        "IN_REVIEW": "The intake office reviews it.",
        "SUSPENDED_INFO": "Suspended until information comes (RCP-09).",
        "ON_SITE": "An on-site verification was announced (RCP-08).",
        "CERTIFIED": "Certified (RCP-10).",
        "DENIED": "Denied; an appeal is possible (RCP-17, RCP-20).",
        "DENIAL_APPEALED": "The denial was appealed (RCP-20).",
        "DENIED_FINAL": "The denial was upheld (RCP-21).",
        "REMOVAL_PENDING": "A removal was served and has not taken effect: still certified (RCP-19).",
        "REMOVAL_APPEALED": "That removal was appealed: still certified (RCP-22).",
        "REMOVED": "Removed (RCP-19).",
        "REMOVED_APPEALED": "Removed at once, and appealed: stays removed (RCP-22).",
        "WITHDRAWN": "The application was withdrawn, or the participant left (RCP-01).",
    },
)
_describe(
    Track,
    "RecordkeepingTrack",
    "How the requirements are met (RCP-04).",
    {"STANDARD": "By the general requirements.", "NEGOTIATED": "By an alternative programme negotiated."},
)
_describe(
    ApplicantCapacity,
    "RecordkeepingApplicantCapacity",
    "Why an applicant keeps records (RCP-02, 19 CFR 163.2).",
    {
        "IMPORTER": "Owner, importer, consignee, importer of record or entry filer.",
        "DRAWBACK_CLAIMANT": "It files drawback claims.",
        "BONDED_CARRIER_OR_STORER": "It transports or stores goods under bond.",
        "CAUSES_IMPORTATION": "It knowingly causes importation.",
        "AGENT": "Agent of such a person.",
        "DECLARANT": "Its activities require a declaration or entry.",
        "ORIGIN_CERTIFIER": "It certifies origin and keeps origin records: not eligible.",
        "DOMESTIC_BUYER": "It orders from an importer in a domestic deal: not eligible.",
        "TRAVELLER": "A traveller within exemption: not eligible.",
    },
)
_describe(
    DemonstrationKind,
    "RecordkeepingDemonstrationKind",
    "What must be demonstrated (RCP-05, 19 CFR 163.12(b)(3)(i) to (vi)).",
    {
        "UNDERSTANDING": "(i) It understands the legal requirements for recordkeeping.",
        "EXPLAINING": "(ii) It has procedures to explain them to its employees.",
        "KEEPING_AND_PRODUCING": "(iii) It has procedures for preparing, keeping and producing records.",
        "RESPONSIBLE_INDIVIDUAL": "(iv) It has designated a dependable individual responsible for compliance.",
        "ORIGINALS": "(v) It has an acceptable procedure for originals, or alternative storage.",
        "NOTIFYING_AND_CORRECTING": "(vi) It has procedures to notify variances and violations, and to correct.",
    },
)
_describe(
    DecisionKind,
    "RecordkeepingDecisionKind",
    "The decisions that can be appealed (RCP-24).",
    {"DENIAL": "Denial of certification.", "REMOVAL": "Removal of certification."},
)
_describe(
    DenialGround,
    "RecordkeeperDenialGround",
    "Why an application may be denied (RCP-17, 19 CFR 163.13(b)(1)).",
    {
        "REQUIREMENTS": "(i) The requirements are not met.",
        "REMOVAL_GROUND": "(ii) A circumstance that would justify starting a removal.",
        "APPEARS_NONCOMPLIANT": "(iii) It appears not to be in compliance with customs laws and regulations.",
    },
)
_describe(
    RemovalGround,
    "RecordkeeperRemovalGround",
    "Why a certification may be removed (RCP-18, 19 CFR 163.13(c)(1)).",
    {
        "FRAUD_OR_MISTAKE": "(i) Obtained through fraud or mistake of fact.",
        "NO_BOND": "(ii) No longer a valid bond.",
        "RECURRING": "(iii) Fails on a recurring basis to provide demanded entry records.",
        "WILLFUL_REFUSAL": "(iv) Willfully refuses to produce a demanded or requested record.",
        "NONCOMPLIANCE": "(v) No longer in compliance with customs laws and regulations.",
        "CRIME": "(vi) Convicted of a felony, or committed acts of theft, smuggling or a theft-connected crime.",
    },
)
_describe(
    ImmediateBasis,
    "RecordkeeperRemovalBasis",
    "Why a removal takes effect at once (RCP-19, 19 CFR 163.13(c)(3)).",
    {
        "WILLFUL": "Willfulness.",
        "PUBLIC_HEALTH": "Public health requires it.",
        "PUBLIC_INTEREST": "Public interest requires it.",
        "PUBLIC_SAFETY": "Public safety requires it.",
    },
)
_describe(
    AppealOutcome,
    "RecordkeepingAppealOutcome",
    "What became of an appeal.",
    {"UPHELD": "The decision stands.", "REVERSED": "The decision falls."},
)
_describe(
    AppealedAct,
    "RecordkeepingAppealedAct",
    "What an appeal is directed against (RCP-24); only the first two can be appealed.",
    {
        "DENIAL": "A denial.",
        "REMOVAL": "A removal.",
        "NOTICE_OF_VIOLATION": "A notice of violation: not appealable here.",
        "CONDITION": "A condition of the certificate: not appealable here.",
        "SUSPENSION_FOR_INFORMATION": "A suspension for information: not appealable here.",
        "REFUSED_REINSTATEMENT": "A refused reinstatement: not appealable here.",
    },
)
_describe(
    DeviationKind,
    "RecordkeeperDeviationKind",
    "What deviates from the program (RCP-07, 19 CFR 163.12(b)(3)(vi)).",
    {
        "VARIANCE": "Involves no failure to maintain or produce records, nor to meet the requirements.",
        "VIOLATION": "Involves such a failure.",
        "PROBLEM": "A violation or problem that Customs notified.",
    },
)
_describe(
    Alternative,
    "RecordkeeperAlternative",
    "What follows a failure to produce demanded entry records (RCP-12).",
    {
        "PENALTY_RULES": "The rules of penalties apply.",
        "NOTICE_OF_VIOLATION": "A notice of violation in lieu of a penalty.",
        "PENALTY_AND_REMOVAL_POSSIBLE": "A penalty may issue, and removal may follow.",
    },
)
_describe(
    Clock,
    "RecordkeepingClock",
    "A time that runs.",
    {
        "APPEAL_REMOVAL": "To the effect of a removal (RCP-19, RCP-22).",
        "DECIDE_DENIAL_APPEAL": "To decide the appeal of a denial (RCP-21).",
        "DECIDE_REMOVAL_APPEAL": "To decide the appeal of a removal (RCP-23).",
        "INFORMATION_REMINDER": "To the reminder of a request for information (RCP-09).",
        "NOTICE_REMINDER": "To the reminder of a notice of violation (RCP-15).",
    },
)
