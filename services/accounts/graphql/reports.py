"""The annual report on disbursements as the API shows it (19 CFR 159.64(g))."""

from typing import Any, Self

import strawberry

from services.accounts.graphql.loaders import Info
from services.accounts.graphql.types import Order
from services.accounts.rights import Right
from services.accounts.storage.rows import AnyRow
from shared.graphql import Date, Money


@strawberry.type(description="Section I: one claimant of one order (REPT-02).")
class ReportedDisbursement:
    """A line of section I."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    certification_number: str = strawberry.field(description="Number of the certification.")
    claimant_name: str = strawberry.field(description="The claimant.")
    amount_claimed: Money = strawberry.field(description="Amount claimed on the certification.")
    allocation_percentage: str = strawberry.field(description="Percent of all net claims, six decimals.")
    amount_disbursed: Money = strawberry.field(description="Amount disbursed, gross of any offset.")
    amount_withheld: Money | None = strawberry.field(
        description="Withheld during litigation. Null for callers who may not read accounts."
    )
    order: Order = strawberry.field(description="The order.")


@strawberry.type(description="Totals of one order; negative where refunds exceeded receipts (REPT-04).")
class ReportedCaseTotal:
    """A case total."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    available: Money = strawberry.field(description="Amount available for the year.")
    disbursed: Money = strawberry.field(description="Amount disbursed.")
    withheld: Money = strawberry.field(description="Withheld during litigation.")
    carried_forward: Money = strawberry.field(description="Left in the Special Account.")


@strawberry.type(description="Section II: bills issued in the fiscal year and unpaid at its end (REPT-03 (iii)).")
class ReportedUncollected:
    """A line of section II."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    bills: int = strawberry.field(description="How many bills.")
    amount: Money = strawberry.field(description="Duty and interest at liquidation, without delinquency interest.")


@strawberry.type(description="Section III: the Clearing Account when the fiscal year began (REPT-03 (i)).")
class ReportedClearingBalance:
    """A line of section III."""

    case_number: strawberry.ID = strawberry.field(description="Case number of the order.")
    case_name: str = strawberry.field(description="Name of the case.")
    entries: int = strawberry.field(description="How many entries.")
    amount: Money = strawberry.field(description="Dollars held on them.")


@strawberry.type(description="A version of the report on a fiscal year's disbursements (19 CFR 159.64(g)).")
class AnnualReport:
    """The report."""

    fiscal_year: int = strawberry.field(description="The fiscal year.")
    version: int = strawberry.field(description="1 for the first, more for each update; all are kept (REPT-05).")
    as_of: Date = strawberry.field(description="Day that the figures are of.")
    initiatives: str = strawberry.field(
        description="Initiatives carried out to improve liquidation and disbursement (REPT-01)."
    )
    disbursements: list[ReportedDisbursement] = strawberry.field(description="Section I, by case and certification.")
    case_totals: list[ReportedCaseTotal] = strawberry.field(description="Section I, totals by case.")
    uncollected: list[ReportedUncollected] = strawberry.field(description="Section II, by case.")
    clearing_balances: list[ReportedClearingBalance] = strawberry.field(description="Section III, by case.")

    @classmethod
    def of(cls, info: Info, row: AnyRow) -> Self:
        """The report as the caller may see it."""
        content = row.content
        restricted = info.context.may(Right.READ_ACCOUNTS)
        return cls(
            fiscal_year=row.fiscal_year,
            version=row.version,
            as_of=row.as_of,
            initiatives=row.initiatives,
            disbursements=[_disbursement(line, restricted=restricted) for line in content["disbursements"]],
            case_totals=[
                ReportedCaseTotal(
                    **_case(line),
                    available=line["available_cents"],
                    disbursed=line["disbursed_cents"],
                    withheld=line["withheld_cents"],
                    carried_forward=line["carried_forward_cents"],
                )
                for line in content["case_totals"]
            ],
            uncollected=[
                ReportedUncollected(**_case(line), bills=line["count"], amount=line["amount_cents"])
                for line in content["uncollected"]
            ],
            clearing_balances=[
                ReportedClearingBalance(**_case(line), entries=line["count"], amount=line["amount_cents"])
                for line in content["clearing_balances"]
            ],
        )


def _case(line: dict[str, Any]) -> dict[str, Any]:
    return {"case_number": line["case_number"], "case_name": line["case_name"]}


def _disbursement(line: dict[str, Any], *, restricted: bool) -> ReportedDisbursement:
    return ReportedDisbursement(
        **_case(line),
        order=Order(case_number=line["case_number"]),
        certification_number=line["certification_number"],
        claimant_name=line["claimant_name"],
        amount_claimed=line["amount_claimed_cents"],
        allocation_percentage=line["allocation_percentage"],
        amount_disbursed=line["amount_disbursed_cents"],
        amount_withheld=line["amount_withheld_cents"] if restricted else None,
    )
