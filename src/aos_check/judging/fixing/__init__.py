"""Fixes that are mechanical and certain: their edits, and the proof that they bring no finding."""

FIXABLE = frozenset({"ADR004", "ROAD003", "ROAD004", "TASK002"})
"""The rules whose findings can be fixed. Never one about a requirement or an approval."""
