"""Approvals: records in `approval.json`, digests, CODEOWNERS, and the level that is proved."""
