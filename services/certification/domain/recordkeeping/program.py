"""The offices and the handbook of the program: settings, since titles and addresses change (RCP-03, RCP-10)."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Program:
    """Who takes applications in, who decides, and what the guidelines are.

    Attributes:
        intake_office: office that receives and reviews applications (19 CFR 163.12(b)(2), (c)(1)).
        intake_address: where applications are sent.
        decision_office: office whose director certifies, denies and removes (19 CFR 163.12(c)(2), 163.13(b)(2)).
        handbook_version: version of the Recordkeeping Compliance Handbook that applies now.
        handbook_sources: where the Handbook can be had.
    """

    intake_office: str = "Charlotte"
    intake_address: str = (
        "Regulatory Audit, U.S. Customs and Border Protection, 2001 Cross Beam Dr., Charlotte, North Carolina 28217"
    )
    decision_office: str = "Miami"
    handbook_version: str = "current"
    handbook_sources: str = (
        "Customs Electronic Bulletin Board (703-921-6155); or in writing: Recordkeeping Compliance Program, Executive "
        "Director, Regulatory Audit, Office of International Trade, U.S. Customs and Border Protection, "
        "1300 Pennsylvania Ave., NW., Washington, DC 20229"
    )
