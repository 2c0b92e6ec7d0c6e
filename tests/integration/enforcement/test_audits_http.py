"""Audits over HTTP: planned, read, and refused to whoever may not act (AUD-01, AUD-05, section 12)."""

from typing import Any

from tests.integration.enforcement.test_http import FPF, OFFICER, api, mutation
from tests.integration.serving import Api

__all__ = ["api"]

PLAN = mutation(
    "planAudit", "audit { id state importerNumber clocks { kind } computations { version } findings { number } }"
)
AUDIT = {
    "importerNumber": "12-3456789AB",
    "origin": "CBP",
    "purpose": "SECTION_1592_LOSS",
    "scope": {
        "periodFrom": "2021-01-01",
        "periodTo": "2022-12-31",
        "issues": ["V"],
        "importerNumbers": ["12-3456789AB"],
        "universeHash": "a1",
        "reason": "risk",
    },
}


async def test_aud_01_aud_05_an_audit_is_planned_and_read(api: Api) -> None:
    planned = (await api.data(PLAN, {"input": AUDIT, "key": "plan"}, roles=OFFICER))["planAudit"]
    assert planned["refusals"] == []
    assert planned["audit"]["state"] == "PLANNED"
    query = "query($id: ID!) { audit(id: $id) { state scopeVersion } audits { id } }"
    variables: dict[str, Any] = {"id": planned["audit"]["id"]}
    data = await api.data(query, variables, roles=FPF)
    assert data["audit"] == {"state": "PLANNED", "scopeVersion": 1}
    assert data["audits"] == [{"id": planned["audit"]["id"]}]
    zone = await api.data(PLAN, {"input": AUDIT | {"origin": "ZONE_VERIFICATION"}, "key": "zone"}, roles=OFFICER)
    assert [one["code"] for one in zone["planAudit"]["refusals"]] == ["AUD_NOT_AN_AUDIT"]
