"""One search over everything, and the keys for whoever works without a mouse."""
