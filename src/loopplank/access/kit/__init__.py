"""The way in to what every room needs and that decides nothing."""

__all__ = ["append_only", "names", "workdays"]
