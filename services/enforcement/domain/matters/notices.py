"""Prepenalty notices, penalty claims, duty notices and the final statement (CUL-05 to CUL-08, CUL-16, OFF-08)."""

from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum

from services.enforcement.domain.limitation.periods import remaining_less_than_a_year
from services.enforcement.domain.matters.culpability import needs_prepenalty_notice
from services.enforcement.domain.matters.law import DUTY_NOTICE, RESPONSE, SHORTEST_RESPONSE, Culpability
from shared.refusals import Refusal, Refused


class AuditOffset(StrEnum):
    """What was decided on offset in the audit a matter comes from (OFF-15, OFF-23).

    NONE without an audit; PROVISIONAL until the audit's offset is determined (OFF-16).
    """

    NONE = "NONE"
    PROVISIONAL = "PROVISIONAL"
    ALLOWED = "ALLOWED"
    ALLOWED_IN_PART = "ALLOWED_IN_PART"
    DISALLOWED_ENTIRELY = "DISALLOWED_ENTIRELY"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrepenaltyNotice:
    """What a prepenalty notice says; the estimated loss and proposed penalty are amounts of the matter.

    Attributes:
        merchandise: its description (i).
        entry_details: of the entry or introduction (ii).
        laws_violated: (iii).
        material_facts: all of them (iv).
        culpability_stated: fraud, gross negligence or negligence (v).
        loss_and_penalty_stated: (vi).
        representations_offered: oral and written (vii).
    """

    merchandise: str
    entry_details: str
    laws_violated: str
    material_facts: str
    culpability_stated: bool
    loss_and_penalty_stated: bool
    representations_offered: bool


def refuse_prepenalty(notice: PrepenaltyNotice) -> list[Refusal]:
    """Every element a prepenalty notice lacks, at once.

    Source: CUL-05, 19 USC 1592(b)(1)(A).
    """
    values = [(one.name, getattr(notice, one.name)) for one in fields(notice)]
    lacking = [name for name, value in values if not (value.strip() if isinstance(value, str) else value)]
    return [
        Refusal(
            code="CUL_NOTICE_INCOMPLETE",
            rule="CUL-05",
            citation="19 USC 1592(b)(1)(A)",
            message=f"The prepenalty notice lacks: {name.replace('_', ' ')}.",
            field=f"notice.{name}",
        )
        for name in lacking
    ]


def check_prepenalty_way(penalty_cents: int, *, commercial: bool, direct: bool, on: date) -> None:
    """Whether the penalty goes the way the law has for it: with or without a prepenalty notice.

    Raises:
        Refused: SEC_ILLEGAL_TRANSITION, the guard of section 10.5.

    Source: CUL-06, 19 USC 1592(b)(1)(B).
    """
    if needs_prepenalty_notice(penalty_cents, commercial=commercial, on=on) is not direct:
        return
    message = "A prepenalty notice comes first." if direct else "No prepenalty notice is due: issue the penalty."
    raise Refused(
        [
            Refusal(
                code="SEC_ILLEGAL_TRANSITION",
                rule="CUL-06",
                citation="19 USC 1592(b)(1)(B)",
                message=message,
                field="penalty",
            )
        ]
    )


def refuse_inconsistent_culpability(culpability: Culpability, offset: AuditOffset) -> list[Refusal]:
    """A notice of fraud needs an audit's offset disallowed entirely.

    Source: OFF-08, 19 CFR 163.11(d)(4), in the guards of section 10.5.
    """
    if culpability is not Culpability.FRAUD or offset in (AuditOffset.NONE, AuditOffset.DISALLOWED_ENTIRELY):
        return []
    return [
        Refusal(
            code="OFF_CULPABILITY_INCONSISTENT",
            rule="OFF-08",
            citation="19 CFR 163.11(d)(4)",
            message="A fraud notice cannot stand beside an offset that was not disallowed entirely.",
            field="culpability",
        )
    ]


def response_due(mailed_on: date, *, shortened_to: date | None, last_day: date) -> date:
    """Last day to answer a prepenalty notice.

    Args:
        mailed_on: day of mailing.
        shortened_to: day FP&F sets instead; None for the whole period.
        last_day: last day of the limitation period.

    Raises:
        Refused: shortened although a year or more remains, or below seven working days.

    Source: CUL-07, 19 CFR 162.77, 162.78.
    """
    ordinary = RESPONSE.on(mailed_on).deadline(mailed_on)
    if shortened_to is None:
        return ordinary
    shortest = SHORTEST_RESPONSE.on(mailed_on).deadline(mailed_on)
    if not remaining_less_than_a_year(mailed_on, last_day) or shortened_to >= ordinary:
        raise _shortening("PET_SHORTENING_NOT_ALLOWED", "The period is shortened only below a year before limitation.")
    if shortened_to < shortest:
        raise _shortening("PET_SHORTENING_TOO_SHORT", f"The earliest day is {shortest.isoformat()}.")
    return shortened_to


def duty_notice_due(notice_on: date) -> date:
    """Last day to deposit demanded duties.

    Source: CUL-16, 19 CFR 162.79b.
    """
    return DUTY_NOTICE.on(notice_on).deadline(notice_on)


def refuse_closing(final_statement: str | None) -> list[Refusal]:
    """A matter closes with a written final determination.

    Source: CUL-08, 19 USC 1592(b)(2).
    """
    if final_statement is not None and final_statement.strip():
        return []
    return [
        Refusal(
            code="CUL_FINAL_STATEMENT_MISSING",
            rule="CUL-08",
            citation="19 USC 1592(b)(2)",
            message="A written statement of final determination with findings and conclusions is missing.",
            field="finalStatement",
        )
    ]


def _shortening(code: str, message: str) -> Refused:
    return Refused([Refusal(code=code, rule="CUL-07", citation="19 CFR 162.78", message=message, field="respondBy")])
