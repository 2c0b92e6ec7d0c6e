"""Unit tests of the proceedings service."""
