"""Withdraw the special rate of duty that rested on a missing record (PEN-06, PEN-07)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.enforcement.domain.penalties.decision import missing_records
from services.enforcement.domain.penalties.special_rate import EntryRates, RateAction, withdraw_special_rate
from services.enforcement.domain.penalties.states import PENALISED
from services.enforcement.domain.text import clean_text
from services.enforcement.events.published import SpecialRateWithdrawn
from services.enforcement.storage import penalties, special_rates
from services.enforcement.storage.penalties import FailureRecord, Penalty
from services.enforcement.storage.records import DemandRecord
from services.enforcement.storage.special_rates import SpecialRate
from services.enforcement.usecases.records.holds import release_holds
from services.enforcement.usecases.records.keeping import locked_demand
from shared.canonical import JSON
from shared.database import Transaction
from shared.errors import BadInput, NotFound
from shared.refusals import Refusal, Refused


@dataclass(frozen=True, kw_only=True, slots=True)
class WithdrawSpecialRate:
    """The officer's finding on a penalised release.

    Attributes:
        record_code: the missing record that related to eligibility for the special rate.
        finding: why it did; with ``column_2_rate`` also what demonstrates that the goods are dutiable at it (PEN-07).
    """

    demand_id: UUID
    release_number: str
    record_code: str
    finding: str
    liquidated_on: date | None
    special_rate: Decimal
    general_rate: Decimal
    column_2_rate: Decimal | None


async def withdraw_rate(tx: Transaction, command: WithdrawSpecialRate) -> dict[str, JSON]:
    """Keep what the failure costs in duty; liquidation is told by ``special-rate.withdrawn`` when there is any.

    Raises:
        BadInput: no finding, a rate that is none, a day in the future, or a record that was not missing.
        NotFound: no such demand, or no failure of that release.
        Refused: no penalty was issued for the release (an excused failure loses nothing, Q8), or it was decided before.

    Source: PEN-06, PEN-07; 19 CFR 163.6(b)(2), 19 USC 1509(g)(2)(C).
    """
    finding = clean_text(command.finding, field="finding")
    _check_rates(command, tx.today)
    record = await locked_demand(tx, command.demand_id)
    failure, penalty = await _penalised(tx, record, command.release_number)
    unexcused = {one.finding.record_code for one in failure.findings if one.finding.defence is None}
    missing = {line.record_code for line in missing_records(record.demand.lines, record.demand.due)}
    if command.record_code not in unexcused & missing:
        raise BadInput("Name a missing record of the release that is not excused.", field="recordCode")
    issued_on = record.head.issued_on
    assert issued_on is not None, "a penalised demand was made in writing"
    decided = withdraw_special_rate(
        EntryRates(
            value_cents=penalty.appraised_value_cents,
            liquidated_on=command.liquidated_on,
            special_rate=command.special_rate,
            general_rate=command.general_rate,
            column_2_rate=command.column_2_rate,
        ),
        issued_on,
    )
    kept = SpecialRate(
        demand_id=record.id,
        release_number=command.release_number,
        record_code=command.record_code,
        entry_number=_entry_of(record, command.release_number),
        liquidated_on=command.liquidated_on,
        action=decided.action,
        column_applied=decided.column,
        special_rate=command.special_rate,
        applied_rate=command.general_rate if command.column_2_rate is None else command.column_2_rate,
        value_cents=penalty.appraised_value_cents,
        extra_duty_cents=decided.extra_duty_cents,
        reason=decided.reason,
        finding=finding,
        decided_on=tx.today,
    )
    await special_rates.insert_special_rate(tx.connection, kept)
    await release_holds(tx, record.id, [kept.entry_number])
    tx.audit(
        "withdraw_special_rate",
        f"record-demands/{record.id}/{command.release_number}",
        after={"action": decided.action, "extra_duty_cents": decided.extra_duty_cents},
        reason=decided.reason or finding,
    )
    if decided.action is not RateAction.NONE:
        tx.record(
            SpecialRateWithdrawn(
                demand_id=record.id,
                importer_number=record.head.importer_number,
                entry_number=kept.entry_number,
                action=decided.action,
                column_applied=decided.column,
                extra_duty_cents=decided.extra_duty_cents,
                decided_on=tx.today,
            )
        )
    return {"demand_id": str(record.id)}


async def _penalised(tx: Transaction, record: DemandRecord, release_number: str) -> tuple[FailureRecord, Penalty]:
    known = (await penalties.failures_by_demand(tx.connection, [record.id])).get(record.id, [])
    failure = next((one for one in known if one.release_number == release_number), None)
    if failure is None:
        raise NotFound(f"Release {release_number[:40]} has no failure.", field="releaseNumber")
    issued = (await penalties.penalties_by_demand(tx.connection, [record.id])).get(record.id, [])
    penalty = next((one.penalty for one in issued if one.penalty.release_number == release_number), None)
    decided = (await special_rates.special_rates_by_demand(tx.connection, [record.id])).get(record.id, [])
    if penalty is None or failure.state not in PENALISED:
        raise _refused(f"The loss of the rate comes beside a penalty; the failure is {failure.state}.")
    if any(one.release_number == release_number for one in decided):
        raise _refused("It was decided before for this release.")
    return failure, penalty


def _check_rates(command: WithdrawSpecialRate, today: date) -> None:
    named = {
        "specialRatePercent": command.special_rate,
        "generalRatePercent": command.general_rate,
        "columnTwoRatePercent": command.column_2_rate,
    }
    for field, rate in named.items():
        if (rate is not None and not command.special_rate <= rate <= 1_000) or command.special_rate < 0:
            raise BadInput("Rates are percents, none below the special one, at most 1000.", field=field)
    if command.liquidated_on is not None and command.liquidated_on > today:
        raise BadInput("liquidatedOn is not in the future.", field="liquidatedOn")


def _entry_of(record: DemandRecord, release_number: str) -> str:
    return next(one.entry_number for one in record.releases if one.release_number == release_number)


def _refused(message: str) -> Refused:
    return Refused(
        [
            Refusal(
                code="SEC_ILLEGAL_TRANSITION",
                rule="PEN-06",
                citation="19 CFR 163.6(b)(2)",
                message=message,
                field="releaseNumber",
            )
        ]
    )
