"""The writers of who does what around one person, the conditions, and everybody’s yes to it."""

__all__ = ["arrangements", "sides", "signatures"]
