"""The way in to one search over everything that a member may open."""

__all__ = ["search"]
