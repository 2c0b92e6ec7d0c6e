"""Whether a determination is what its votes and volumes make it, and what they make it where it is not stated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from services.proceedings.domain.commission.acts import (
    AFFIRMATIVE,
    Finding,
    ItcFinal,
    ItcPreliminary,
    PreliminaryResult,
)
from services.proceedings.domain.commission.negligibility import (
    ImportVolumes,
    Negligibility,
    is_base_period,
    negligibility,
    plausible,
)
from services.proceedings.domain.commission.votes import Votes, affirmative, plurality
from services.proceedings.domain.petition.acts import PetitionFiled
from services.proceedings.domain.petition.facts import filed_on, initiation, status
from services.proceedings.domain.record.proceeding import Development, Proceeding
from services.proceedings.domain.record.rules import refusal
from shared.refusals import Refusal, Refused, refuse_if_any

_NEGLIGIBLE: Final = "19 USC 1677(24)"
_TIE: Final = "19 USC 1677(11)"
_THREATS: Final = frozenset({Finding.THREAT, Finding.THREAT_BUT_FOR})
_UNSETTLED: Final = "D-05: the text does not say which kind governs."


@dataclass(frozen=True, slots=True)
class Found:
    """A final finding, and whether it is that of a plurality of the affirmative votes (D-05)."""

    finding: Finding
    plurality: bool


def tested(state: Proceeding, imports: ImportVolumes) -> Negligibility:
    """The negligibility test of a case, by the country's listing on the day of initiation (NEG-02 to NEG-06)."""
    started = initiation(state)
    assert started is not None, "the Commission decides after the initiation"
    developing = status(state).development is not Development.NONE
    return negligibility(imports, developing=developing, initiated_on=started.act.occurred_on)


def preliminary_result(state: Proceeding, votes: Votes | None, imports: ImportVolumes | None) -> PreliminaryResult:
    """What votes and volumes make the preliminary determination (ITP-03, IMP-09, NEG-02).

    Raises:
        Refused: they are impossible, or say nothing: votes are missing where imports are not negligible.
    """
    refuse_if_any(_impossible(state, votes, imports))
    if imports is not None and tested(state, imports).negligible:
        return PreliminaryResult.NEGLIGIBLE
    if votes is None:
        raise Refused((_unstated("result"),))
    yes = affirmative(votes.affirmative, votes.negative)
    return PreliminaryResult.AFFIRMATIVE if yes else PreliminaryResult.NEGATIVE


def final_finding(state: Proceeding, votes: Votes | None, imports: ImportVolumes | None) -> Found:
    """What votes and volumes make the final determination (FIN-04, FIN-05, IMP-09, D-05, NEG-05).

    Raises:
        Refused: they are impossible or say nothing, or two kinds of finding have the same number of votes.
    """
    refuse_if_any(_impossible(state, votes, imports))
    if imports is not None and tested(state, imports).negligible:
        return Found(Finding.NEGLIGIBLE, plurality=False)
    if votes is None:
        raise Refused((_unstated("finding"),))
    if not affirmative(votes.affirmative, votes.negative):
        return Found(Finding.NEGATIVE, plurality=False)
    kinds = plurality(votes)
    if len(kinds) > 1:
        message = f"{' and '.join(sorted(kinds))} have the same number of votes: state the finding. {_UNSETTLED}"
        raise Refused((refusal("PLURALITY_TIED", "IMP-09", _TIE, message, "finding"),))
    return Found(Finding(next(iter(kinds))), plurality=len(votes.by_kind) > 1)


def refuse_preliminary(state: Proceeding, act: ItcPreliminary) -> Sequence[Refusal]:
    """What stands against a preliminary determination in its own votes and volumes."""
    found = _impossible(state, act.votes, act.imports)
    if found:
        return found
    found.extend(_region(state, act.imports, found_regional=act.regional))
    if act.imports is not None:
        negligible = tested(state, act.imports).negligible
        contradicted = act.result is (PreliminaryResult.AFFIRMATIVE if negligible else PreliminaryResult.NEGLIGIBLE)
        found.extend([_against_volumes("result", negligible=negligible)] if contradicted else [])
    if act.votes is not None and act.result is not PreliminaryResult.NEGLIGIBLE:
        yes = affirmative(act.votes.affirmative, act.votes.negative)
        if yes is not (act.result is PreliminaryResult.AFFIRMATIVE):
            found.append(_against_votes("result", act.votes))
    return found


def refuse_final(state: Proceeding, act: ItcFinal) -> Sequence[Refusal]:
    """What stands against a final determination in its own votes and volumes."""
    found = _impossible(state, act.votes, act.imports)
    if found:
        return found
    found.extend(_region(state, act.imports, found_regional=act.regional))
    if act.imports is not None:
        found.extend(_volumes_against_finding(tested(state, act.imports), act.finding))
    if act.votes is not None and act.finding is not Finding.NEGLIGIBLE:
        found.extend(_votes_against_finding(act, act.votes))
    return found


def _volumes_against_finding(test: Negligibility, finding: Finding) -> Sequence[Refusal]:
    if test.negligible and finding in AFFIRMATIVE:
        return [_against_volumes("finding", negligible=True)]
    if finding is Finding.NEGLIGIBLE and not test.negligible:
        return [_against_volumes("finding", negligible=False)]
    if test.threat_only and finding in AFFIRMATIVE - _THREATS:
        message = "Imports that are about to be more than negligible are considered for threat alone."
        return [refusal("ONLY_FOR_THREAT", "NEG-04", f"{_NEGLIGIBLE}(A)(iv)", message, "finding")]
    return []


def _votes_against_finding(act: ItcFinal, votes: Votes) -> Sequence[Refusal]:
    yes = affirmative(votes.affirmative, votes.negative)
    if yes is not (act.finding in AFFIRMATIVE) or (yes and act.finding not in plurality(votes)):
        return [_against_votes("finding", votes)]
    if yes and act.plurality is not (len(votes.by_kind) > 1):
        message = f"A finding is marked as one of a plurality where affirmative votes differ in kind. {_UNSETTLED}"
        return [refusal("PLURALITY_MARK", "IMP-09", _TIE, message, "plurality")]
    return []


def _impossible(state: Proceeding, votes: Votes | None, imports: ImportVolumes | None) -> list[Refusal]:
    found = []
    if votes is not None and not votes.valid:
        found.append(
            refusal("VOTES_IMPOSSIBLE", "IMP-09", _TIE, "Votes are counted from zero, and somebody votes.", "votes")
        )
    if imports is None:
        return found
    if not plausible(imports):
        message = "Each country's imports are part of the total, which is positive."
        found.append(refusal("VOLUMES_IMPOSSIBLE", "NEG-01", _NEGLIGIBLE, message, "imports"))
    before = _before(state)
    if before is not None and not is_base_period(imports, before):
        message = f"The base period is twelve months that ended before {before.isoformat()}."
        found.append(refusal("NOT_THE_BASE_PERIOD", "NEG-01", f"{_NEGLIGIBLE}(A)(i)", message, "imports"))
    return found


def _region(state: Proceeding, imports: ImportVolumes | None, *, found_regional: bool) -> list[Refusal]:
    """Exports for sale in the region are what counts in a regional case, and in no other (NEG-01)."""
    petition = state.last(PetitionFiled)
    alleged = petition is not None and petition.act.regional
    if imports is None or imports.for_region is found_regional or (imports.for_region and alleged):
        return []
    message = "A regional case, and only one, looks at exports for sale in the region."
    return [refusal("NOT_THE_REGION", "NEG-01", f"{_NEGLIGIBLE}(D)", message, "imports")]


def _before(state: Proceeding) -> date | None:
    """Day before which the base period ended: the filing, or the own initiation (NEG-01)."""
    started = initiation(state)
    own = None if started is None else started.act.occurred_on
    return filed_on(state) or own


def _against_votes(field: str, votes: Votes) -> Refusal:
    message = (
        f"{votes.affirmative} votes were affirmative and {votes.negative} negative: an even division is affirmative, "
        "and the finding is the kind with most of the affirmative votes."
    )
    return refusal("CONTRADICTS_VOTES", "IMP-09", _TIE, message, field)


def _against_volumes(field: str, *, negligible: bool) -> Refusal:
    message = f"By the volumes recorded the imports are {'' if negligible else 'not '}negligible."
    return refusal("CONTRADICTS_VOLUMES", "NEG-02", f"{_NEGLIGIBLE}(A)", message, field)


def _unstated(field: str) -> Refusal:
    message = "State the determination, or the votes it rests on: imports that are not negligible do not decide it."
    return refusal("DETERMINATION_MISSING", "IMP-09", _TIE, message, field)
