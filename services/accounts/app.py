"""The composition root: settings in, a Starlette app out; nothing happens at import time."""

from functools import partial
from pathlib import Path
from typing import Final

from starlette.applications import Starlette

from services.accounts.events.consumed import SUBSCRIPTIONS
from services.accounts.events.published import PUBLISHED
from services.accounts.graphql.loaders import make_loaders
from services.accounts.graphql.schema import schema
from services.accounts.rights import RIGHTS
from services.accounts.settings import AccountsSettings
from services.accounts.storage.vault import Vault
from services.accounts.usecases.bills import deficits, pass_days
from services.accounts.usecases.distributions import deadlines
from services.accounts.usecases.instructions import apply as apply_instructions
from services.accounts.usecases.instructions import watch as watch_instructions
from services.accounts.usecases.reconsideration import pay_adjustments, watch_targets
from shared.service import Job, ServiceDefinition, create_app

MIGRATIONS: Final = Path(__file__).parent / "storage" / "migrations"
LIVE: Final = Path(__file__).parent / "events" / "live.graphql"


def define(settings: AccountsSettings) -> ServiceDefinition:
    """What makes this service different from another."""
    return ServiceDefinition(
        name="accounts",
        settings=settings,
        schema=schema,
        make_loaders=partial(
            make_loaders,
            report_policy=settings.report_policy,
            refund_interest_source=settings.refund_interest_source,
            vault=Vault(settings.accounts_encryption_key.get_secret_value()),
            debtor=settings.payment_debtor,
            bill_policy=settings.bill_policy,
            reconsideration_address=settings.reconsideration_address,
            shared_expenditure_guard=settings.shared_expenditure_guard,
        ),
        rights=RIGHTS,
        subscriptions=SUBSCRIPTIONS,
        published=PUBLISHED,
        migrations=MIGRATIONS,
        live=LIVE.read_text("utf-8"),
        jobs=(
            Job(deadlines.NAME, settings.adjustments_every_seconds, deadlines.watch_deadlines),
            Job(pay_adjustments.NAME, settings.adjustments_every_seconds, pay_adjustments.pay_waiting_adjustments),
            Job(pass_days.NAME, settings.bills_every_seconds, pass_days.pass_days),
            Job(deficits.NAME, settings.bills_every_seconds, deficits.raise_deficit_reviews),
            Job(
                apply_instructions.NAME,
                settings.instructions_every_seconds,
                apply_instructions.job(settings.refund_interest_source),
            ),
            Job(
                watch_instructions.NAME,
                settings.instructions_every_seconds,
                watch_instructions.watch_instructions,
            ),
            Job(watch_targets.NAME, settings.adjustments_every_seconds, watch_targets.watch_targets),
        ),
    )


def create(settings: AccountsSettings) -> Starlette:
    """The service as an ASGI app."""
    return create_app(define(settings))
