"""The way in to the demo network as a visitor walks through it."""

__all__ = ["demo", "demo_lookup"]
