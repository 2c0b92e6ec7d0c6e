"""Proceedings on real PostgreSQL and NATS."""
