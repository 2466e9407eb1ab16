"""The live state of cycles, read from NATS. Nothing here writes to a server."""
