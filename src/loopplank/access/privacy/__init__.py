"""The way in to why data is kept, who looked, and erasing."""

__all__ = ["privacy", "who_looked"]
