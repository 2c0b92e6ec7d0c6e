"""Enforcement on real PostgreSQL and NATS."""
