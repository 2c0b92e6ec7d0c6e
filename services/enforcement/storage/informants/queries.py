"""Contacts, claims and awards: reads and writes, each one statement."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg
from sqlalchemy.ext.asyncio import AsyncConnection

from services.enforcement.domain.informants.access import Disclosure, IdentityField
from services.enforcement.domain.informants.states import OVER, WAITING, ClaimEvent, ClaimState, ContactEvent
from services.enforcement.storage.informants.tables import (
    informant_allegations,
    informant_awards,
    informant_claims,
    informant_contacts,
    informant_disclosures,
    informant_history,
    informant_keys,
    informant_marks,
    informant_purchases,
    informant_recommendations,
    informant_secrets,
    integrity_referrals,
)
from services.enforcement.storage.informants.vault import SealedKey

Row = sa.Row[Any]


async def _insert(connection: AsyncConnection, table: sa.Table, values: Mapping[str, object]) -> UUID:
    found: UUID = (await connection.execute(sa.insert(table).values(values).returning(table.c.id))).scalar_one()
    return found


async def add_contact(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """A new contact."""
    return await _insert(connection, informant_contacts, values)


async def add_claim(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """A new claim."""
    return await _insert(connection, informant_claims, values)


async def add_award(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """A new award."""
    return await _insert(connection, informant_awards, values)


async def add_referral(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """A new integrity referral (INF-07)."""
    return await _insert(connection, integrity_referrals, values)


async def open_referral(connection: AsyncConnection, claim_id: UUID) -> Row | None:
    """The integrity referral of a claim that is not closed, locked (INF-07)."""
    query = (
        sa.select(integrity_referrals)
        .where(integrity_referrals.c.claim_id == claim_id, integrity_referrals.c.closed_on.is_(None))
        .order_by(integrity_referrals.c.opened_on)
        .limit(1)
        .with_for_update()
    )
    return (await connection.execute(query)).one_or_none()


async def close_referrals(connection: AsyncConnection, claim_id: UUID, *, by: str, on: date, finding: str) -> None:
    """Close the integrity referrals of a claim (INF-07)."""
    await connection.execute(
        sa.update(integrity_referrals)
        .where(integrity_referrals.c.claim_id == claim_id, integrity_referrals.c.closed_on.is_(None))
        .values(closed_on=on, closed_by=by, finding=finding)
    )


async def add_disclosure(connection: AsyncConnection, values: Mapping[str, object]) -> UUID:
    """A new authorisation to disclose (INF-25)."""
    return await _insert(connection, informant_disclosures, values)


async def add_purchase(connection: AsyncConnection, contact_id: UUID, paid_on: date, amount_cents: int) -> None:
    """Money paid for evidence or information."""
    await connection.execute(
        sa.insert(informant_purchases).values(contact_id=contact_id, paid_on=paid_on, amount_cents=amount_cents)
    )


async def add_allegations(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """What was alleged, without its wording."""
    if rows:
        await connection.execute(sa.insert(informant_allegations), list(rows))


async def keep_recommendation(connection: AsyncConnection, values: Mapping[str, object]) -> bool:
    """A recommendation; False when this step has one."""
    done = await connection.execute(pg.insert(informant_recommendations).values(values).on_conflict_do_nothing())
    return bool(done.rowcount)


async def note(
    connection: AsyncConnection,
    subject_id: UUID,
    event: ContactEvent | ClaimEvent,
    states: tuple[str | None, str],
    *,
    at: datetime,
    actor: str,
    role: str,
    reason: str | None = None,
) -> None:
    """A transition, with who made it (section 10)."""
    before, after = states
    await connection.execute(
        sa.insert(informant_history).values(
            subject_id=subject_id,
            event=event,
            from_state=before,
            to_state=after,
            at=at,
            actor=actor,
            role=role,
            reason=reason,
        )
    )


async def lock_contact(connection: AsyncConnection, contact_id: UUID) -> Row | None:
    """A contact, locked."""
    query = sa.select(informant_contacts).where(informant_contacts.c.id == contact_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def contact_by_pseudonym(connection: AsyncConnection, pseudonym: str) -> Row | None:
    """A contact."""
    query = sa.select(informant_contacts).where(informant_contacts.c.pseudonym == pseudonym)
    return (await connection.execute(query)).one_or_none()


async def contact_by_id(connection: AsyncConnection, contact_id: UUID) -> Row | None:
    """A contact."""
    query = sa.select(informant_contacts).where(informant_contacts.c.id == contact_id)
    return (await connection.execute(query)).one_or_none()


async def contacts_of_liaison(
    connection: AsyncConnection, liaison: str, *, after: UUID | None, limit: int
) -> Sequence[Row]:
    """A liaison's contacts."""
    query = sa.select(informant_contacts).where(informant_contacts.c.liaison == liaison)
    if after is not None:
        query = query.where(informant_contacts.c.id > after)
    return (await connection.execute(query.order_by(informant_contacts.c.id).limit(limit))).all()


async def update_contact(connection: AsyncConnection, contact_id: UUID, **values: object) -> None:
    """Change a contact."""
    await connection.execute(sa.update(informant_contacts).where(informant_contacts.c.id == contact_id).values(values))


async def update_claim(connection: AsyncConnection, claim_id: UUID, **values: object) -> None:
    """Change a claim."""
    await connection.execute(sa.update(informant_claims).where(informant_claims.c.id == claim_id).values(values))


async def update_award(connection: AsyncConnection, award_id: UUID, **values: object) -> None:
    """Change an award."""
    await connection.execute(sa.update(informant_awards).where(informant_awards.c.id == award_id).values(values))


async def update_allegation(
    connection: AsyncConnection, contact_id: UUID, allegation_id: UUID, **values: object
) -> bool:
    """Keep headquarters' finding; False when the contact has no such allegation."""
    done = await connection.execute(
        sa.update(informant_allegations)
        .where(informant_allegations.c.id == allegation_id, informant_allegations.c.contact_id == contact_id)
        .values(values)
    )
    return bool(done.rowcount)


_CLAIMS = sa.select(
    informant_claims,
    informant_contacts.c.pseudonym,
    informant_contacts.c.group_id,
    informant_contacts.c.liaison,
    informant_contacts.c.route,
    informant_contacts.c.stipulated_on,
    informant_contacts.c.covers_earlier,
).join(informant_contacts, informant_contacts.c.id == informant_claims.c.contact_id)


async def lock_claim(connection: AsyncConnection, claim_id: UUID) -> Row | None:
    """A claim with what its contact says, locked."""
    query = _CLAIMS.where(informant_claims.c.id == claim_id).with_for_update(of=informant_claims)
    return (await connection.execute(query)).one_or_none()


async def claim_by_id(connection: AsyncConnection, claim_id: UUID) -> Row | None:
    """A claim with what its contact says."""
    return (await connection.execute(_CLAIMS.where(informant_claims.c.id == claim_id))).one_or_none()


async def claims_of_contact(connection: AsyncConnection, contact_id: UUID) -> Sequence[Row]:
    """Every claim of a contact."""
    query = _CLAIMS.where(informant_claims.c.contact_id == contact_id).order_by(informant_claims.c.id)
    return (await connection.execute(query)).all()


async def claims_of_group(connection: AsyncConnection, group_id: UUID) -> Sequence[Row]:
    """Every claim of a group, in the order in which shares are split."""
    query = _CLAIMS.where(informant_contacts.c.group_id == group_id).order_by(
        informant_claims.c.filed_on, informant_claims.c.id
    )
    return (await connection.execute(query)).all()


async def claims_page(
    connection: AsyncConnection, states: Sequence[str], *, late: Sequence[str] = (), after: UUID | None, limit: int
) -> Sequence[Row]:
    """Claims in some states, and those that wait for a late recommendation of some steps (INF-11)."""
    of_these = sa.or_(informant_claims.c.state.in_(states), *(_late(step) for step in late))
    query = _CLAIMS.where(of_these)
    if after is not None:
        query = query.where(informant_claims.c.id > after)
    return (await connection.execute(query.order_by(informant_claims.c.id).limit(limit))).all()


async def waiting_groups(connection: AsyncConnection) -> Sequence[UUID]:
    """Groups in which a claim waits for a recovery."""
    query = (
        sa.select(informant_contacts.c.group_id)
        .join(informant_claims, informant_claims.c.contact_id == informant_contacts.c.id)
        .where(informant_claims.c.state.in_(sorted(WAITING)), informant_contacts.c.group_id.is_not(None))
        .distinct()
        .order_by(informant_contacts.c.group_id)
    )
    return (await connection.execute(query)).scalars().all()


async def has_open_claim(connection: AsyncConnection, contact_id: UUID) -> bool:
    """Whether a claim of the contact is not over."""
    query = sa.select(
        sa.exists().where(informant_claims.c.contact_id == contact_id, informant_claims.c.state.not_in(sorted(OVER)))
    )
    return bool((await connection.execute(query)).scalar_one())


async def awards_of_claims(connection: AsyncConnection, claim_ids: Sequence[UUID]) -> Mapping[UUID, list[Row]]:
    """Awards by claim, the oldest first."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    query = (
        sa.select(informant_awards)
        .where(informant_awards.c.claim_id.in_(claim_ids))
        .order_by(informant_awards.c.decided_at, informant_awards.c.id)
    )
    for row in await connection.execute(query):
        found[row.claim_id].append(row)
    return found


async def lock_award(connection: AsyncConnection, award_id: UUID) -> Row | None:
    """An award, locked."""
    query = sa.select(informant_awards).where(informant_awards.c.id == award_id).with_for_update()
    return (await connection.execute(query)).one_or_none()


async def recommendations(connection: AsyncConnection, claim_ids: Sequence[UUID]) -> Mapping[UUID, list[Row]]:
    """Recommendations by claim."""
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    query = sa.select(informant_recommendations).where(informant_recommendations.c.claim_id.in_(claim_ids))
    for row in await connection.execute(query.order_by(informant_recommendations.c.given_on)):
        found[row.claim_id].append(row)
    return found


async def late_for(connection: AsyncConnection, claim_ids: Sequence[UUID], step: str) -> set[UUID]:
    """Which of these claims went straight to headquarters and wait there for a late recommendation (INF-11)."""
    query = sa.select(informant_claims.c.id).where(informant_claims.c.id.in_(claim_ids), _late(step))
    return set((await connection.scalars(query)).all())


def _late(step: str) -> sa.ColumnElement[bool]:
    given = sa.exists().where(
        informant_recommendations.c.claim_id == informant_claims.c.id, informant_recommendations.c.step == step
    )
    return sa.and_(informant_claims.c.direct, informant_claims.c.state == ClaimState.AT_HQ, ~given)


async def allegations(connection: AsyncConnection, contact_id: UUID) -> Sequence[Row]:
    """What a contact alleged."""
    query = sa.select(informant_allegations).where(informant_allegations.c.contact_id == contact_id)
    return (await connection.execute(query.order_by(informant_allegations.c.position))).all()


async def purchases(connection: AsyncConnection, contact_id: UUID) -> Sequence[Row]:
    """Purchase money of a contact."""
    query = sa.select(informant_purchases).where(informant_purchases.c.contact_id == contact_id)
    return (await connection.execute(query.order_by(informant_purchases.c.id))).all()


async def disclosures(connection: AsyncConnection, contact_id: UUID) -> list[Disclosure]:
    """Authorised disclosures of a contact."""
    query = sa.select(informant_disclosures).where(informant_disclosures.c.contact_id == contact_id)
    return [
        Disclosure(reader=row.reader, fields=frozenset(map(IdentityField, row.fields)), expires_on=row.expires_on)
        for row in await connection.execute(query)
    ]


async def keep_key(connection: AsyncConnection, pseudonym: str, key: SealedKey) -> None:
    """A person's key, or the same sealed anew."""
    insert = pg.insert(informant_keys).values(pseudonym=pseudonym, key_id=key.key_id, sealed_key=key.sealed)
    replaced = {name: insert.excluded[name] for name in ("key_id", "sealed_key")}
    await connection.execute(insert.on_conflict_do_update(index_elements=["pseudonym"], set_=replaced))


async def key_of(connection: AsyncConnection, pseudonym: str) -> SealedKey | None:
    """A person's key; None when it was destroyed (INF-29)."""
    query = sa.select(informant_keys).where(informant_keys.c.pseudonym == pseudonym)
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else SealedKey(row.key_id, bytes(row.sealed_key))


async def keys_sealed_otherwise(connection: AsyncConnection, key_id: str, limit: int) -> Mapping[str, SealedKey]:
    """Keys sealed by another key than this, locked."""
    query = sa.select(informant_keys).where(informant_keys.c.key_id != key_id).limit(limit).with_for_update()
    return {row.pseudonym: SealedKey(row.key_id, bytes(row.sealed_key)) for row in await connection.execute(query)}


async def keep_secrets(connection: AsyncConnection, pseudonym: str, sealed: Mapping[IdentityField, bytes]) -> None:
    """Sealed texts; a later one replaces the earlier."""
    insert = pg.insert(informant_secrets)
    await connection.execute(
        insert.on_conflict_do_update(index_elements=["pseudonym", "field"], set_={"sealed": insert.excluded.sealed}),
        [{"pseudonym": pseudonym, "field": field, "sealed": text} for field, text in sealed.items()],
    )


async def secrets_of(
    connection: AsyncConnection, pseudonym: str, fields: Sequence[IdentityField]
) -> Mapping[IdentityField, bytes]:
    """Sealed texts of a person."""
    query = sa.select(informant_secrets).where(
        informant_secrets.c.pseudonym == pseudonym, informant_secrets.c.field.in_(fields)
    )
    return {IdentityField(row.field): bytes(row.sealed) for row in await connection.execute(query)}


async def destroy(connection: AsyncConnection, pseudonym: str) -> None:
    """Delete a person's key, what it sealed and what was marked of it (INF-29)."""
    await connection.execute(sa.delete(informant_marks).where(informant_marks.c.pseudonym == pseudonym))
    await connection.execute(sa.delete(informant_keys).where(informant_keys.c.pseudonym == pseudonym))
    await connection.execute(sa.delete(informant_secrets).where(informant_secrets.c.pseudonym == pseudonym))


async def keep_marks(connection: AsyncConnection, pseudonym: str, marks: Collection[str]) -> None:
    """Fingerprints of what was sealed (INF-28 (d))."""
    rows = [{"pseudonym": pseudonym, "mark": mark} for mark in sorted(marks)]
    if rows:
        await connection.execute(pg.insert(informant_marks).on_conflict_do_nothing(), rows)


async def drop_marks(connection: AsyncConnection, pseudonyms: Collection[str]) -> None:
    """Forget fingerprints, before they are made anew with another key."""
    await connection.execute(sa.delete(informant_marks).where(informant_marks.c.pseudonym.in_(pseudonyms)))


async def any_marked(connection: AsyncConnection, marks: Collection[str]) -> bool:
    """Whether one of these fingerprints is of a sealed text."""
    of_these = informant_marks.c.mark == sa.func.any(sa.cast(sorted(marks), pg.ARRAY(sa.Text)))
    return bool((await connection.execute(sa.select(sa.exists().where(of_these)))).scalar_one())


async def closed_with_keys(connection: AsyncConnection, until: date, limit: int) -> Sequence[Row]:
    """Closed contacts whose identity is still kept, closed on a day or before, locked (INF-29)."""
    query = (
        sa.select(informant_contacts)
        .join(informant_keys, informant_keys.c.pseudonym == informant_contacts.c.pseudonym)
        .where(informant_contacts.c.closed_on <= until)
        .order_by(informant_contacts.c.closed_on, informant_contacts.c.id)
        .limit(limit)
        .with_for_update(of=informant_contacts)
    )
    return (await connection.execute(query)).all()
