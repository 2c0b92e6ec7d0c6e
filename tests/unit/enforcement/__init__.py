"""Unit tests of the enforcement service."""
