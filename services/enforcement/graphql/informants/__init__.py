"""Informants over GraphQL."""
