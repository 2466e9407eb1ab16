"""The choir."""
