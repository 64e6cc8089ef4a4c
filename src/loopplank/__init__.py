"""Loopplank: no request without an owner, no volunteer above their limit, and every no counts."""
