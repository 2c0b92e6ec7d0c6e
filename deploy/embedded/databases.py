"""One database and one role per service; a role may connect to its own database and to no other."""

import secrets
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import quote, urlsplit, urlunsplit

import psycopg
from psycopg import sql

_CONNECT_SECONDS: Final = 10


def make_databases(admin_url: str, services: Iterable[str]) -> Mapping[str, str]:
    """Make what is missing, give every role a new password.

    Args:
        admin_url: address of a user who may create roles and databases.
        services: names of databases and roles.

    Returns:
        Address of each service's database, with its role and password.
    """
    urls: dict[str, str] = {}
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=_CONNECT_SECONDS) as connection:
        for service in services:
            password = secrets.token_urlsafe(24)
            _make_role(connection, service, password)
            make_database(connection, service, owner=service)
            urls[service] = url_for(admin_url, database=service, user=service, password=password)
    return urls


def close_shared_databases(admin_url: str) -> None:
    """On a server of our own: keep service roles out of the databases that every server has."""
    with psycopg.connect(admin_url, autocommit=True, connect_timeout=_CONNECT_SECONDS) as connection:
        for database in ("postgres", "template1"):
            connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(database)))


def make_database(
    connection: psycopg.Connection[tuple[object, ...]], name: str, *, owner: str, template: str = "template0"
) -> None:
    """Create database ``name`` unless it exists; nobody but its owner (and the admin) may connect."""
    exists = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone()
    if exists is None:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(owner), sql.Identifier(template)
            )
        )
    connection.execute(sql.SQL("REVOKE CONNECT ON DATABASE {} FROM PUBLIC").format(sql.Identifier(name)))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(owner))
    )


def drop_database(connection: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Drop database ``name`` if it exists, ending its connections."""
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def url_for(admin_url: str, *, database: str, user: str, password: str) -> str:
    """``admin_url`` with another database, user and password."""
    parts = urlsplit(admin_url)
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{quote(user)}:{quote(password)}@{host}", path=f"/{quote(database)}"))


def _make_role(connection: psycopg.Connection[tuple[object, ...]], role: str, password: str) -> None:
    exists = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    verb = "ALTER" if exists else "CREATE"
    connection.execute(
        sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD {}").format(
            sql.SQL(verb), sql.Identifier(role), sql.Literal(password)
        )
    )
    if exists is None:
        # An admin who is no superuser must be a member to give the role a database.
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(role)))
