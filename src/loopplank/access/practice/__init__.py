"""The way in to places for practising: whether an organisation has one, and which are over."""

__all__ = ["place"]
