"""Sending what leaves by itself, and telling in time what must be told in time."""
