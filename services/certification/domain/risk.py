"""What makes a claim worth a second look before money is paid on it: compared with its own past and with the others."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations, pairwise
from uuid import UUID

from services.certification.domain import law
from services.certification.domain.names import comparable, one_slip_apart, spellings
from services.certification.domain.producers import ProducerKind
from shared.money import format_money


class RiskKind(StrEnum):
    """What may be wrong with a claim."""

    MAGNITUDE = "MAGNITUDE"
    YEAR_ON_YEAR = "YEAR_ON_YEAR"
    PEER = "PEER"
    DUPLICATE_ACROSS_FILERS = "DUPLICATE_ACROSS_FILERS"
    DUPLICATE_WITH_ASSOCIATION = "DUPLICATE_WITH_ASSOCIATION"
    NAME_SIMILARITY = "NAME_SIMILARITY"
    PREDECESSOR_REFILED = "PREDECESSOR_REFILED"


class Severity(StrEnum):
    """How much it matters: no claim is certified while a HIGH flag stands."""

    LOW = "LOW"
    MEDIUM = "MEDIUM"
    HIGH = "HIGH"


_CROWD = 30  # claims that share one thing; of more, each is compared with the next only
RANK: Mapping[Severity, int] = {severity: rank for rank, severity in enumerate(Severity)}


@dataclass(frozen=True, kw_only=True, slots=True)
class Previous:
    """What a lineage last certified in an earlier year: US cents per category, and who filed it."""

    fiscal_year: int
    producer_id: UUID
    amounts: Mapping[str, int]

    @property
    def total_cents(self) -> int:
        """All categories together."""
        return sum(self.amounts.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One live certification of an order's year as the comparison needs it.

    Attributes:
        certification_id: the certification.
        number: its certification number.
        producer_id: who filed it.
        lineage_id: the claimant and those it succeeded to.
        root_producer_id: the listed producer the lineage starts with.
        kind: what kind of claimant filed it.
        names: the claimant's name and its other names, as stated.
        association_name: the association it claims through, if it does.
        tax_fingerprint: equal for equal tax numbers; None when none was stated.
        amounts: US cents per category.
        net_cents: net claim, US cents.
        previous: what the lineage last certified, None for a first certification.
    """

    certification_id: UUID
    number: str
    producer_id: UUID
    lineage_id: UUID
    root_producer_id: UUID
    kind: ProducerKind
    names: tuple[str, ...]
    association_name: str | None
    tax_fingerprint: str | None
    amounts: Mapping[str, int]
    net_cents: int
    previous: Previous | None

    @property
    def total_cents(self) -> int:
        """All categories together."""
        return sum(self.amounts.values())

    @property
    def lines(self) -> frozenset[tuple[str, int]]:
        """The categories in which something is claimed, with their amounts."""
        return frozenset((category, cents) for category, cents in self.amounts.items() if cents)


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """An amount a flag rests on, US cents."""

    label: str
    cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Risk:
    """A flag as the comparison raises it.

    Attributes:
        certification_id: the certification flagged.
        kind: what may be wrong.
        severity: how much it matters.
        message: why, in words.
        figures: the amounts it rests on.
        others: the certifications it was compared with, if one by one.
        basis: equal as long as the claimant's own figures are: an officer's decision holds for one basis.
    """

    certification_id: UUID
    kind: RiskKind
    severity: Severity
    message: str
    figures: tuple[Figure, ...]
    others: tuple[UUID, ...]
    basis: str


def assess(claims: Sequence[Claim], on: date) -> list[Risk]:
    """Compare the live certifications of an order's year with their past and with each other.

    Args:
        claims: all of them.
        on: the day whose thresholds hold.

    Returns:
        At most one flag per certification and kind, in order of the claims and of the kinds' names.

    Source:
        VERI-01, EXP-06, CERT-08; thresholds in ``law``, policies of this system.
    """
    found = [risk for claim in claims for risk in (_magnitude(claim, on), _growth(claim, on), _refiled(claim)) if risk]
    place = {claim.certification_id: position for position, claim in enumerate(claims)}
    together = _merged([*found, *_peers(claims, on), *_pairs(claims)])
    return sorted(together, key=lambda risk: (place[risk.certification_id], risk.kind))


def decimal_places_shifted(now_cents: int, before_cents: int, on: date) -> int:
    """By how many places the decimal point seems misplaced, 0 if it does not.

    It does when the amount without the extra places would be ordinary: at least last time's, and at most what a
    cumulative amount ordinarily grows to.

    Args:
        now_cents: amount now, US cents.
        before_cents: amount of the same line last time, US cents.
        on: the day whose thresholds hold.

    Source:
        VERI-01; policy of this system, see ``law.SHIFTED_PLACES``.
    """
    if before_cents <= 0:
        return 0
    growth = law.ORDINARY_GROWTH_PERCENT.on(on)
    for places in law.SHIFTED_PLACES.on(on):
        shifted = before_cents * 10**places
        if shifted <= now_cents and now_cents * 100 <= shifted * growth:
            return places
    return 0


def _magnitude(claim: Claim, on: date) -> Risk | None:
    """Lines that look like last time's with a misplaced decimal point."""
    if claim.previous is None:
        return None
    before = claim.previous.amounts
    now = dict(claim.amounts)
    shifts = {line: decimal_places_shifted(cents, before.get(line, 0), on) for line, cents in now.items()}
    excess = {line: now[line] - now[line] // 10**places for line, places in shifts.items() if places}
    total = claim.total_cents
    weighty = {line: cents for line, cents in excess.items() if cents * 100 >= total * law.SHIFT_SHARE_PERCENT.on(on)}
    if not weighty:
        return None
    severity = Severity.HIGH if 2 * sum(weighty.values()) >= total else Severity.MEDIUM
    words = [
        f"{line} is {format_money(now[line])}, {10 ** shifts[line]} times the order of magnitude of"
        f" {format_money(before[line])} in fiscal year {claim.previous.fiscal_year}"
        for line in sorted(weighty)
    ]
    figures = [
        Figure(label=f"{line} {when}", cents=amounts[line])
        for line in sorted(weighty)
        for when, amounts in (("now", now), ("last time", before))
    ]
    return Risk(
        certification_id=claim.certification_id,
        kind=RiskKind.MAGNITUDE,
        severity=severity,
        message=f"A decimal point may be misplaced: {'; '.join(words)}.",
        figures=tuple(figures),
        others=(),
        basis=_basis(severity, *(f"{line}={now[line]}" for line in sorted(weighty))),
    )


def _growth(claim: Claim, on: date) -> Risk | None:
    """A total that is a multiple of last time's."""
    if claim.previous is None:
        return None
    now, before = claim.total_cents, claim.previous.total_cents
    severity = _graded(now, before, law.GROWTH_FACTORS.on(on))
    if severity is None:
        return None
    return Risk(
        certification_id=claim.certification_id,
        kind=RiskKind.YEAR_ON_YEAR,
        severity=severity,
        message=(
            f"The total is {now // before} times that of fiscal year {claim.previous.fiscal_year}:"
            f" {format_money(now)} after {format_money(before)}."
        ),
        figures=(Figure(label="total now", cents=now), Figure(label="total last time", cents=before)),
        others=(),
        basis=_basis(severity, now),
    )


def _refiled(claim: Claim) -> Risk | None:
    """A predecessor that files again after its successor filed in its place."""
    last = claim.previous
    if last is None or claim.producer_id != claim.root_producer_id or last.producer_id == claim.producer_id:
        return None
    return Risk(
        certification_id=claim.certification_id,
        kind=RiskKind.PREDECESSOR_REFILED,
        severity=Severity.MEDIUM,
        message=f"A successor filed for this claimant in fiscal year {last.fiscal_year}; now it files again itself.",
        figures=(
            Figure(label="total now", cents=claim.total_cents),
            Figure(label="total last time", cents=last.total_cents),
        ),
        others=(),
        basis=_basis(Severity.MEDIUM, last.fiscal_year),
    )


def _peers(claims: Sequence[Claim], on: date) -> list[Risk]:
    """Net claims far above the upper quartile of the others: no outlier, however large, moves that one."""
    claiming = sorted((claim for claim in claims if claim.net_cents > 0), key=lambda claim: claim.net_cents)
    if len(claiming) - 1 < law.PEERS_AT_LEAST.on(on):
        return []
    factors = law.PEER_FACTORS.on(on)
    quartile = -(-(len(claiming) - 1) * 3 // 4) - 1
    risks = []
    for position, claim in enumerate(claiming):
        # The quartile of the others: this claim's own place is left out.
        typical = claiming[quartile if quartile < position else quartile + 1].net_cents
        severity = _graded(claim.net_cents, typical, factors)
        if severity is not None:
            risks.append(_peer(claim, typical, len(claiming) - 1, severity))
    return risks


def _peer(claim: Claim, typical_cents: int, others: int, severity: Severity) -> Risk:
    return Risk(
        certification_id=claim.certification_id,
        kind=RiskKind.PEER,
        severity=severity,
        message=(
            f"The net claim of {format_money(claim.net_cents)} is {claim.net_cents // typical_cents} times what three"
            f" quarters of the {others} other claimants stay within: {format_money(typical_cents)}."
        ),
        figures=(
            Figure(label="net claim", cents=claim.net_cents),
            Figure(label="upper quartile of the others", cents=typical_cents),
        ),
        others=(),
        basis=_basis(severity, claim.net_cents),
    )


def _graded(cents: int, compared_with_cents: int, factors: tuple[int, int, int]) -> Severity | None:
    """How far an amount exceeds another one, by the factors for LOW, MEDIUM and HIGH."""
    if compared_with_cents <= 0 or cents < compared_with_cents * factors[0]:
        return None
    reached = [
        severity for severity, factor in zip(Severity, factors, strict=True) if cents >= compared_with_cents * factor
    ]
    return reached[-1]


def _pairs(claims: Sequence[Claim]) -> list[Risk]:
    """What any two certifications of the year have in common that two claimants should not."""
    ordered = sorted(claims, key=lambda claim: claim.certification_id)
    names = [frozenset(filter(None, map(comparable, claim.names))) for claim in ordered]
    risks = []
    for first, second in sorted(_candidates(ordered, names)):
        one, other = ordered[first], ordered[second]
        found = _compared(one, other, names[first], names[second])
        if found is not None:
            risks += [_pair(one, other, *found), _pair(other, one, *found)]
    return risks


def _candidates(claims: Sequence[Claim], names: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    """Places of the pairs that share anything at all, found without comparing each with each."""
    first: dict[Hashable, int] = {}
    others: defaultdict[Hashable, list[int]] = defaultdict(list)  # most things are of one claim only
    for place, claim in enumerate(claims):
        for key in _keys(claim, names[place]):
            if first.setdefault(key, place) != place:
                others[key].append(place)
    shared = ([first[key], *places] for key, places in others.items())
    return {pair for bucket in shared for pair in _within(bucket)} | _memberships(claims, names)


def _within(bucket: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Each with each; in a crowd, such as all who gave one number of zeros, each with the next: all are flagged."""
    return combinations(bucket, 2) if len(bucket) <= _CROWD else pairwise(bucket)


def _keys(claim: Claim, names: frozenset[str]) -> set[Hashable]:
    """What others may have in common with a claim; a text alone is a spelling of its name."""
    keys: set[Hashable] = {
        ("lineage", claim.lineage_id),
        ("producer", claim.producer_id),
        ("producer", claim.root_producer_id),
    }
    if claim.tax_fingerprint:
        keys.add(("tax", claim.tax_fingerprint))
    lines = claim.lines
    if lines:
        # What is HIGH has a bucket of its own, which no crowd hides.
        keys |= {("lines", lines), ("lines and tax", lines, claim.tax_fingerprint)}
        keys |= {("lines and name", lines, name) for name in names}
    return keys.union(*map(spellings, names))


def _memberships(claims: Sequence[Claim], names: Sequence[frozenset[str]]) -> set[tuple[int, int]]:
    """Each association with each who claims through it, however many they are (EXP-06)."""
    associations: defaultdict[str, list[int]] = defaultdict(list)
    for place, claim in enumerate(claims):
        if claim.kind is ProducerKind.ASSOCIATION:
            for name in names[place]:
                associations[name].append(place)
    return {
        (min(association, place), max(association, place))
        for place, claim in enumerate(claims)
        if associations and claim.association_name
        for association in associations.get(comparable(claim.association_name), ())
        if association != place
    }


def _compared(
    one: Claim, other: Claim, names: frozenset[str], other_names: frozenset[str]
) -> tuple[RiskKind, Severity, str] | None:
    """Kind, severity and words of what two certifications have in common; None if it is nothing."""
    same_lines = bool(one.lines) and one.lines == other.lines
    if _of_one_lineage(one, other):
        return _succession(one, other, same_lines=same_lines)
    same_tax = one.tax_fingerprint is not None and one.tax_fingerprint == other.tax_fingerprint
    same_name = not names.isdisjoint(other_names)
    if (one.kind is ProducerKind.ASSOCIATION) != (other.kind is ProducerKind.ASSOCIATION):
        return _with_association(one, other, whole=same_lines or same_tax, names=names | other_names)
    shared = [
        words
        for given, words in (
            (same_lines, "the same amounts in every category"),
            (same_tax, "the same tax number"),
            (same_name, "the same name but for spelling and legal form"),
        )
        if given
    ]
    words = f"has {' and '.join(shared)} as"
    if same_lines and len(shared) > 1:
        return RiskKind.DUPLICATE_ACROSS_FILERS, Severity.HIGH, words
    if same_lines or same_tax:
        return RiskKind.DUPLICATE_ACROSS_FILERS, Severity.MEDIUM, words
    if same_name:
        return RiskKind.NAME_SIMILARITY, Severity.MEDIUM, words
    if any(one_slip_apart(name, other_name) for name in names for other_name in other_names):
        return RiskKind.NAME_SIMILARITY, Severity.LOW, "has a name a slip of the pen away from that of"
    return None


def _of_one_lineage(one: Claim, other: Claim) -> bool:
    mine, theirs = {one.producer_id, one.root_producer_id}, {other.producer_id, other.root_producer_id}
    return one.lineage_id == other.lineage_id or not mine.isdisjoint(theirs)


def _succession(one: Claim, other: Claim, *, same_lines: bool) -> tuple[RiskKind, Severity, str] | None:
    """A predecessor's expenditures claimed by it and by its successor, or by the successor twice (PROD-04)."""
    if same_lines:
        return RiskKind.PREDECESSOR_REFILED, Severity.HIGH, "claims a predecessor's expenditures to the cent like"
    if one.lineage_id == other.lineage_id:
        return RiskKind.PREDECESSOR_REFILED, Severity.MEDIUM, "claims for the same listed producer as"
    return None


def _with_association(
    one: Claim, other: Claim, *, whole: bool, names: frozenset[str]
) -> tuple[RiskKind, Severity, str] | None:
    """An expense that an association and its member both certify; a flag, never an automatic refusal (EXP-06)."""
    through = next((each.association_name for each in (one, other) if each.association_name), None)
    lines = one.lines & other.lines
    if not whole and not (lines and through and comparable(through) in names):
        return None
    shared = ", ".join(sorted(category for category, _ in lines))
    words = f"has the same amount in {shared} as" if lines else "has the same tax number as"
    return RiskKind.DUPLICATE_WITH_ASSOCIATION, Severity.MEDIUM, words


def _pair(claim: Claim, other: Claim, kind: RiskKind, severity: Severity, words: str) -> Risk:
    return Risk(
        certification_id=claim.certification_id,
        kind=kind,
        severity=severity,
        message=f"It {words} certification {other.number}.",
        figures=(
            Figure(label="total", cents=claim.total_cents),
            Figure(label=f"total of {other.number}", cents=other.total_cents),
        ),
        others=(other.certification_id,),
        basis=_basis(severity, other.certification_id, claim.total_cents, other.total_cents),
    )


def _merged(risks: Iterable[Risk]) -> list[Risk]:
    """One flag per certification and kind, as severe as the most severe of them."""
    grouped: defaultdict[tuple[UUID, RiskKind], list[Risk]] = defaultdict(list)
    for risk in risks:
        grouped[risk.certification_id, risk.kind].append(risk)
    return [_together(group) for group in grouped.values()]


def _together(risks: Sequence[Risk]) -> Risk:
    if len(risks) == 1:
        return risks[0]
    worst = max(risks, key=lambda risk: RANK[risk.severity])
    figures = dict.fromkeys(figure for risk in risks for figure in risk.figures)
    return Risk(
        certification_id=worst.certification_id,
        kind=worst.kind,
        severity=worst.severity,
        message=" ".join(risk.message for risk in risks),
        figures=tuple(figures),
        others=tuple(other for risk in risks for other in risk.others),
        basis=_basis(*(risk.basis for risk in risks)),
    )


def _basis(*parts: object) -> str:
    return "|".join(str(part) for part in parts)
