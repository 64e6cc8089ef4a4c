"""The way in to who does what around one person, the conditions, and everybody’s yes to it."""

__all__ = ["arrangement"]
