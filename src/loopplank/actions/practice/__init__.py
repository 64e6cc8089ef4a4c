"""The writers of places for practising: one is made with invented people, and removed whole."""

__all__ = ["place", "removal"]
