"""Rights that the schema asks for (``@authenticated``, ``@requiresScopes``, ``@policy``), held against a caller's."""
