"""Notices of violation in lieu of a penalty, for certified recordkeepers (RCP-12 to RCP-15)."""
