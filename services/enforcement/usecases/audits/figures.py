"""The figures of an audit: findings added up by how they count, projected where they were sampled (SMP-07, OFF-11)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date

from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.audits.findings import Facts
from services.enforcement.domain.audits.offsets import COUNTED, Sums, Use, result_of, use_of
from services.enforcement.domain.audits.reasons import refusal
from services.enforcement.domain.audits.sampling import Projection, SampleErrors, project_strata
from services.enforcement.domain.audits.states import OffsetState
from services.enforcement.storage.audits import findings, queries
from services.enforcement.storage.audits.rows import AuditRecord, Group, PlanRecord
from shared.canonical import JSON
from shared.refusals import Refused


@dataclass(frozen=True, slots=True)
class Outcome:
    """The three sums of OFF-10 with what they rest on."""

    groups: tuple[Group, ...]
    uses: Mapping[Facts, Use]
    sums: Sums
    projections: dict[Use, Projection]

    def result(self) -> OffsetState:
        """The name the result has by these findings (OFF-23)."""
        return result_of(list(self.uses.values()), [group.facts.fpf for group in self.groups])

    def counts(self) -> dict[str, JSON]:
        """Number and cents per use or reason, as found."""
        found: defaultdict[str, dict[str, int]] = defaultdict(lambda: {"count": 0, "cents": 0})
        for group in self.groups:
            found[self.uses[group.facts].value]["count"] += group.count
            found[self.uses[group.facts].value]["cents"] += group.errors.cents
        return {use: dict(counts) for use, counts in found.items()}

    def projected(self) -> dict[str, JSON]:
        """The projections as they are recorded."""
        return {use.value: asdict(projection) for use, projection in self.projections.items()}


async def reckon(
    connection: AsyncConnection,
    audit: AuditRecord,
    as_of: date,
    *,
    as_auditor: bool = False,
    of_investigated: bool = False,
) -> Outcome:
    """Add the findings up by their facts and project both sides of what was sampled; nothing is kept.

    Args:
        connection: where to read.
        audit: the audit.
        as_of: day of the liquidation status (OFF-02).
        as_auditor: leave out what FP&F alone decides (AUD-11, OFF-06, OFF-21).
        of_investigated: reckon the findings on issues under investigation instead of all others (AUD-09).

    Raises:
        Refused: a sampled finding has no stratum of its liquidation status (SMP-09).

    Source:
        SMP-07, SMP-09, OFF-11; 19 CFR 163.11(c)(2), (d)(4).
    """
    groups = tuple(await findings.add_up_by_facts(connection, audit, as_of, of_investigated=of_investigated))
    plan = await queries.plan_of(connection, audit.id, audit.plan_version)
    uses = {group.facts: use_of(_before_fpf(group.facts) if as_auditor else group.facts) for group in groups}
    totals = dict.fromkeys(COUNTED, 0)
    sampled: defaultdict[Use, list[Group]] = defaultdict(list)
    for group in groups:
        use = uses[group.facts]
        if use not in COUNTED:
            continue  # SMP-07: what is excluded is not magnified
        if group.stratum is None:
            totals[use] += group.errors.cents
        else:
            sampled[use].append(group)
    projections = {use: _project(plan, parts) for use, parts in sampled.items()}
    for use, projection in projections.items():
        prescribed = plan is not None and plan.lower_limit and projection.lower_limit_cents is not None
        totals[use] += (projection.lower_limit_cents or 0) if prescribed else projection.projected_cents
    sums = Sums(totals[Use.UNDER_FINAL], totals[Use.UNDER_POTENTIAL], totals[Use.OVER_FINAL])
    return Outcome(groups, uses, sums, projections)


def _before_fpf(facts: Facts) -> Facts:
    return replace(facts, fpf=None, caused_by_violation=None)


def _project(plan: PlanRecord | None, groups: list[Group]) -> Projection:
    strata = {} if plan is None else {(one.name, one.is_final): one for one in plan.strata}
    errors: dict[tuple[str, bool], SampleErrors] = {}
    for group in groups:
        key = (group.stratum or "", group.facts.is_final)
        if plan is None or key not in strata:
            message = f"SMP-09: the plan has no stratum {key[0]} of this liquidation status."
            raise Refused([refusal("SMP_CRITERIA_NOT_MET", message=message)])
        sofar, more = errors.get(key, SampleErrors(0)), group.errors
        errors[key] = SampleErrors(
            sofar.cents + more.cents, sofar.squares + more.squares, sofar.products + more.products
        )
    assert plan is not None, "a sampled group was found in the plan"
    return project_strata([(strata[key], errors[key]) for key in sorted(errors)], plan.confidence_bps)
