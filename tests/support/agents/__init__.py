"""What the coding agents send, and what they take: samples for the tests."""
