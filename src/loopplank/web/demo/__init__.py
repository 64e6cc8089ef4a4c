"""Pages about the demo network as a visitor walks through it."""
