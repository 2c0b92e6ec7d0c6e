"""What an earlier audit does not prove, and whom a summons reaches: AUD-13, AUD-14."""

from itertools import product

import pytest

from services.enforcement.domain.audits.care import MitigatingFactor, refuse_care
from services.enforcement.domain.audits.summons import MAY_SUMMON, Profession, SummonsOffice, summons_rules


@pytest.mark.parametrize("factor", list(MitigatingFactor))
def test_aud_13_an_earlier_sampled_audit_alone_is_refused_as_care(factor: MitigatingFactor) -> None:
    found = refuse_care({factor, MitigatingFactor.COOPERATION})
    expected = ["AUD_SAMPLING_NOT_CARE"] if factor is MitigatingFactor.EARLIER_SAMPLED_AUDIT else []
    assert [one.code for one in found] == expected
    assert refuse_care([]) == []


@pytest.mark.parametrize("office", list(SummonsOffice))
def test_aud_14_nobody_below_a_port_director_or_special_agent_in_charge_summons(office: SummonsOffice) -> None:
    named = {"SECRETARY", "PORT_DIRECTOR", "SPECIAL_AGENT_IN_CHARGE"}
    assert summons_rules(office, Profession.OTHER, importer_of_record=False).may_issue is (office.value in named)
    assert {one.value for one in MAY_SUMMON} == named


@pytest.mark.parametrize(("profession", "importer_of_record"), list(product(Profession, (False, True))))
def test_aud_14_brokers_attorneys_and_accountants_keep_records_of_others(
    profession: Profession, importer_of_record: bool
) -> None:
    rules = summons_rules(SummonsOffice.PORT_DIRECTOR, profession, importer_of_record=importer_of_record)
    own = profession is Profession.CUSTOMS_BROKER and importer_of_record
    assert rules.third_party is (profession is not Profession.OTHER and not own)
    assert rules.notice_owed is rules.third_party
