"""Reads the live state of cycles from NATS, and writes nothing there."""
