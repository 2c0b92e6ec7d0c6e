"""What stands against an agreement, whoever signs it and whenever it is accepted (9.2, SUS-01 to SUS-06)."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from services.proceedings.domain.agreement.facts import (
    SUBSTANTIALLY_ALL,
    TYPE_B,
    TYPE_C,
    latest_completion,
    offset_share,
    offsets_enough,
)
from services.proceedings.domain.agreement.terms import AgreementTerms, AgreementType, Signatory
from services.proceedings.domain.commission.acts import ItcFinal, ItcPreliminary
from services.proceedings.domain.petition.acts import PartyClass
from services.proceedings.domain.petition.facts import is_sac
from services.proceedings.domain.record.proceeding import Proceeding
from services.proceedings.domain.record.rules import refusal
from shared.refusals import Refusal

SUSPENSION: Final = "19 USC 1671c"
_DOMESTIC: Final = frozenset(PartyClass) - {PartyClass.A, PartyClass.B}


def refuse_type(state: Proceeding, kind: AgreementType, signatory: Signatory) -> list[Refusal]:
    """Whether such an agreement is possible in this case, and who signs it.

    Source: 9.2; IMP-03 and 15.3(6) (country outside the Subsidies Agreement); SUS-05; SUS-20.
    """
    found = []
    if kind not in TYPE_B and not is_sac(state):
        found.append(
            refusal(
                "NOT_AVAILABLE_NON_SAC",
                "IMP-03",
                f"{SUSPENSION}(c)",
                "For a country outside the Subsidies Agreement an agreement eliminates the subsidy or stops exports.",
                "type",
            )
        )
    if kind is AgreementType.QR and signatory is not Signatory.GOVERNMENT:
        found.append(_government_only())
    if kind is AgreementType.REGIONAL:
        if signatory is not Signatory.EXPORTERS:
            message = "A regional agreement is made with the exporters to the region."
            found.append(refusal("REGIONAL_EXPORTERS_ONLY", "SUS-20", f"{SUSPENSION}(l)", message, "signatory"))
        found += refuse_regional(state)
    return found


def refuse_regional(state: Proceeding) -> list[Refusal]:
    """Whether the Commission found a regional industry, in whichever determination (SUS-20)."""
    first, decided = state.last(ItcPreliminary), state.last(ItcFinal)
    if (first is not None and first.act.regional) or (decided is not None and decided.act.regional):
        return []
    message = "A regional agreement follows a finding of the Commission that the industry is a regional one."
    return [refusal("NO_REGIONAL_FINDING", "SUS-20", f"{SUSPENSION}(l)", message, "type")]


def refuse_terms(state: Proceeding, terms: AgreementTerms, suspension_on: date | None) -> list[Refusal]:
    """What stands against an agreement's content: everything at once.

    Args:
        suspension_on: day of suspension, where it is known.

    Source: 9.2, SUS-01 to SUS-06, 19 USC 1671c(b) to (d), (l).
    """
    found = refuse_type(state, terms.type, terms.signatory)
    found += _form(terms)
    found += _satisfied(terms)
    if terms.substance in TYPE_B:
        found += _phase_in(terms, suspension_on)
    if terms.substance is AgreementType.INJURY:
        found += _injury(terms)
    if terms.substance is AgreementType.QR and (terms.public_interest is None or not terms.public_interest.complete):
        message = "Weigh consumers, economic interests and the industry, and consult those concerned."
        found.append(refusal("PUBLIC_INTEREST", "TRM-04", f"{SUSPENSION}(d)(1)", message, "publicInterest"))
    if terms.substance in TYPE_C and not (terms.beneficial and terms.complex_case and terms.complexity):
        message = (
            "Circumstances are extraordinary where suspension is more beneficial to the industry and the case is "
            "complex; say why."
        )
        found.append(refusal("EXTRAORDINARY_CIRCUMSTANCES", "SUS-04", f"{SUSPENSION}(c)(4)", message, "complexity"))
    return found


def refuse_party(rule: str, party_class: PartyClass, *, is_party: bool, government: bool) -> list[Refusal]:
    """Whether a party may ask: of classes C to G and a party to the investigation, or the government where it may.

    Source: SUS-13, 19 USC 1671c(g); SUS-15, 19 USC 1671c(h)(1).
    """
    if (government and party_class is PartyClass.B) or (party_class in _DOMESTIC and is_party):
        return []
    who = "The government concerned, or an" if government else "An"
    message = f"{who} interested party of classes C to G that is a party to the investigation, may ask for this."
    citation = f"{SUSPENSION}(g)" if government else f"{SUSPENSION}(h)(1)"
    return [refusal("PARTY_NOT_ENTITLED", rule, citation, message, "partyClass")]


def refuse_completion(terms: AgreementTerms, suspension_on: date) -> Sequence[Refusal]:
    """Whether the subsidy, or exports, end within six months of the suspension (SUS-01)."""
    latest = latest_completion(suspension_on)
    if terms.substance not in TYPE_B or terms.complete_by is None or terms.complete_by <= latest:
        return []
    message = f"It must be complete by {latest.isoformat()}, six months after the suspension."
    return [refusal("SIX_MONTHS_EXCEEDED", "SUS-01", f"{SUSPENSION}(b)", message, "completeBy")]


def _government_only() -> Refusal:
    message = "Only the government concerned signs a restriction of quantity."
    return refusal("QR_GOVERNMENT_ONLY", "SUS-05", f"{SUSPENSION}(c)(3)", message, "signatory")


def _form(terms: AgreementTerms) -> list[Refusal]:
    if terms.type is not AgreementType.REGIONAL:
        if terms.form is None:
            return []
        message = "Only a regional agreement has a form beside its type."
        return [refusal("FORM_NOT_EXPECTED", "SUS-20", f"{SUSPENSION}(l)", message, "form")]
    if terms.form is None or terms.form is AgreementType.REGIONAL:
        message = "Say which of the other types the regional agreement is."
        return [refusal("REGIONAL_FORM_MISSING", "SUS-20", f"{SUSPENSION}(l)", message, "form")]
    return [_government_only()] if terms.form is AgreementType.QR else []


def _satisfied(terms: AgreementTerms) -> list[Refusal]:
    """What Commerce is satisfied of in any agreement: public interest, monitoring, signatories, completeness."""
    found = []
    if not terms.in_public_interest:
        message = "Suspension must be in the public interest."
        found.append(refusal("NOT_IN_PUBLIC_INTEREST", "SUS-03", f"{SUSPENSION}(d)(1)", message, "inPublicInterest"))
    if not terms.monitorable:
        message = "Effective monitoring must be practicable."
        found.append(refusal("NOT_MONITORABLE", "SUS-03", f"{SUSPENSION}(d)(1)", message, "monitorable"))
    share = terms.signatory_share_percent
    if terms.signatory is Signatory.EXPORTERS and (share is None or share < SUBSTANTIALLY_ALL):
        message = f"Exporters with substantially all imports sign: at least {SUBSTANTIALLY_ALL} %."
        found.append(refusal("SIGNATORIES_TOO_FEW", "SUS-03", "19 CFR 351.208(c)", message, "signatorySharePercent"))
    if not terms.eliminates_completely:
        message = "The subsidy, exports or the injurious effect must be eliminated completely."
        citation = f"{SUSPENSION}(b), (c)"
        found.append(refusal("NOT_ELIMINATED_COMPLETELY", "SUS-01", citation, message, "eliminatesCompletely"))
    return found


def _phase_in(terms: AgreementTerms, suspension_on: date | None) -> list[Refusal]:
    found = []
    if terms.interim_cap is None:
        message = "State the cap on exports in the meantime: those of the most recent representative period."
        found.append(refusal("INTERIM_CAP_MISSING", "SUS-02", f"{SUSPENSION}(d)(2)", message, "interimCap"))
    if terms.complete_by is None:
        message = "State the day by which the subsidy is eliminated or offset, or exports have ceased."
        found.append(refusal("COMPLETION_DATE_MISSING", "SUS-01", f"{SUSPENSION}(b)", message, "completeBy"))
    elif suspension_on is not None:
        found.extend(refuse_completion(terms, suspension_on))
    return found


def _injury(terms: AgreementTerms) -> list[Refusal]:
    found = []
    if not terms.prevents_undercutting:
        message = "The suppression or undercutting of price levels must be prevented."
        citation = f"{SUSPENSION}(c)(2)(A)"
        found.append(refusal("PRICE_UNDERCUTTING", "SUS-06", citation, message, "preventsUndercutting"))
    net, offset = terms.net_subsidy_percent, terms.offset_percent
    citation = f"{SUSPENSION}(c)(2)(B)"
    if net is None or net <= 0 or offset is None or offset < 0:
        message = "State the net subsidy and what is offset of it."
        found.append(refusal("OFFSET_NOT_STATED", "SUS-06", citation, message, "offsetPercent"))
    elif not offsets_enough(net, offset):
        message = f"{offset_share(net, offset)} % of the net subsidy is offset; 85 % is needed."
        found.append(refusal("OFFSET_BELOW_85", "SUS-06", citation, message, "offsetPercent"))
    return found
