"""What a notice of violation says, and when its answer is reminded of (RCP-14, RCP-15)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from services.enforcement.domain.law import NOTICE_REMINDER
from shared.refusals import Refusal

_CONTENTS = "19 CFR 163.12(d)(2)"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeText:
    """What the officer's own text of a notice holds.

    Attributes:
        states_violation: it says that the recordkeeper has violated the requirements.
        records: codes of the records or information it names as demanded and not produced.
        warns_of_penalties: it warns that future failures may bring money penalties, and
        warns_of_removal: that they could bring removal from the program.
    """

    states_violation: bool
    records: frozenset[str]
    warns_of_penalties: bool
    warns_of_removal: bool


def refuse_incomplete(text: NoticeText, missing: Collection[str]) -> list[Refusal]:
    """What a notice lacks.

    Args:
        text: what the text holds.
        missing: codes of the records demanded and not produced.

    Returns:
        One refusal for each element that is missing; both halves of the warning are needed.

    Source: RCP-14, 19 CFR 163.12(d)(2).
    """
    unnamed = sorted(set(missing) - text.records)
    lacking = [
        (not text.states_violation, "statesViolation", "It must state that the requirements were violated."),
        (bool(unnamed), "records", f"It must identify what was not produced: {', '.join(unnamed)}."),
        (not text.warns_of_penalties, "warnsOfPenalties", "It must warn of money penalties for future failures."),
        (not text.warns_of_removal, "warnsOfRemoval", "It must warn that future failures could bring removal."),
    ]
    return [
        Refusal(
            code="RCP_NOV_INCOMPLETE",
            rule="RCP-14",
            citation=_CONTENTS,
            message=message,
            field=f"violationNotice.{field}",
        )
        for lacks, field, message in lacking
        if lacks
    ]


def standard_text(importer_number: str, records: Collection[str]) -> str:
    """The notice in the words used when the officer writes none of his own (RCP-14).

    Args:
        importer_number: the recordkeeper.
        records: release and record of each record not produced.
    """
    return (
        f"Notice of violation to recordkeeper {importer_number}. You have violated the recordkeeping requirements: "
        "these entry records were demanded and neither they nor their information were produced: "
        f"{', '.join(records)}. No money penalty is assessed for this violation. Future failures to produce demanded "
        "records may result in money penalties, and could result in your removal from the Recordkeeping Compliance "
        "Program. Tell us within a reasonable time what you have done to prevent a recurrence."
    )


def reminder_on(received_on: date) -> date:
    """The day after which a missing answer is reminded of; nothing follows by itself (RCP-15, 19 CFR 163.12(d)(3))."""
    return NOTICE_REMINDER.on(received_on).deadline(received_on)
