"""Wiring only: one settings file, the root of the addresses, the server's entry."""
