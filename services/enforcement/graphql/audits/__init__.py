"""Audits in GraphQL."""
