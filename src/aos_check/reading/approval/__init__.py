"""Reads approvals: records, digests, CODEOWNERS, and the level that they prove."""
